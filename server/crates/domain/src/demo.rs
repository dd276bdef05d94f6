//! The demo: three schools with a believable term, the same from the same seed and instant every time.

mod chatter;
mod crowd;
mod dice;
mod forum;
mod hours;
mod life;
mod names;
mod paperwork;
mod people;
mod questions;
mod subjects;
mod talk;
mod teaching;
#[cfg(test)]
mod tests;

use model::Problem;
use model::ids::SchoolId;
use serde_json::{Value, json};
use store::{Sql, Tx, args, sql};

use crate::scope::Actor;
use crate::{Result, System, schools};
pub use chatter::chatter;
pub use crowd::crowd;
use dice::Dice;
pub use paperwork::paperwork;

/// The password of everybody in the demo.
pub const PASSWORD: &str = "lyceum-demo";

/// What was made, for the command that prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSummary {
    pub password: &'static str,
    /// The username of the platform's admin.
    pub platform_admin: String,
    pub schools: Vec<DemoSchool>,
    pub people: usize,
    pub teachers: usize,
    pub students: usize,
    pub classes: usize,
    pub courses: usize,
    pub assignments: usize,
    pub submissions: usize,
    pub marks: usize,
    pub messages: usize,
    /// Of the forums.
    pub posts: usize,
}

/// A school of the demo with somebody to log in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSchool {
    pub name: &'static str,
    pub slug: &'static str,
    /// Usernames.
    pub admin: String,
    pub teacher: String,
    pub student: String,
    pub parent: Option<String>,
    /// A student's join code of the first class.
    pub code: String,
}

/// Fills an empty platform. Everything happened before `system.now`; what is due, a few days after it.
///
/// # Errors
/// `Conflict` when there are people already: then nothing is changed.
pub async fn seed(system: &System, seed: u64) -> Result<DemoSummary> {
    if !crate::accounts::is_first_run(system).await? {
        return Err(model::Error::Conflict(Problem::Taken).into());
    }
    // One hash for all: a thousand of them would take half a minute.
    let password_hash = system.passwords.hash(PASSWORD).await?;
    let mut dice = Dice::new(seed);
    let now = system.now;
    let town = people::invent(&mut dice, now);
    let teaching: Vec<_> = town.schools.iter().map(|school| teaching::invent(&mut dice, school, now)).collect();
    let life: Vec<_> = teaching.iter().map(|school| life::invent(&mut dice, &town, school, now)).collect();
    let talk: Vec<_> = teaching.iter().map(|school| talk::invent(&mut dice, school, now)).collect();
    let forums: Vec<_> = teaching.iter().map(|school| forum::invent(&mut dice, school, now)).collect();

    // Contents first: no row ever names one that is not there.
    for school in &teaching {
        teaching::store(system, school).await?;
    }
    let mut work = system.begin().await?;
    if !schools::claim_first_run(&mut work.tx).await? {
        return Err(model::Error::Conflict(Problem::Taken).into());
    }
    people::write(&mut work.tx, &town, &password_hash).await?;
    for (((school, life), talk), forums) in teaching.iter().zip(&life).zip(&talk).zip(&forums) {
        teaching::write(&mut work.tx, school).await?;
        life::write(&mut work.tx, life).await?;
        talk::write(&mut work.tx, school, talk).await?;
        forum::write(&mut work.tx, school, forums).await?;
    }
    let summary = summary(&town, &teaching, &talk, &forums);
    work.audit("demo.seeded", seed, json!({ "people": summary.people, "submissions": summary.submissions })).await?;
    work.commit().await?;
    Ok(summary)
}

fn summary(
    town: &people::Town,
    teaching: &[teaching::Teaching],
    talk: &[talk::Talk],
    forums: &[Vec<forum::Forum>],
) -> DemoSummary {
    let sum = |count: fn(&teaching::Teaching) -> usize| teaching.iter().map(count).sum();
    let schools = town.schools.iter().zip(teaching).map(|(school, teaching)| DemoSchool {
        name: school.plan.name,
        slug: school.plan.slug,
        admin: school.admin.username.clone(),
        teacher: school.teachers[0].username.clone(),
        student: school.students[0].username.clone(),
        parent: school.parents.first().map(|parent| parent.username.clone()),
        code: teaching.classes[0].student_code.clone(),
    });
    DemoSummary {
        password: PASSWORD,
        platform_admin: town.platform_admin.username.clone(),
        schools: schools.collect(),
        people: town.people(),
        teachers: town.schools.iter().map(|school| school.teachers.len()).sum(),
        students: town.schools.iter().map(|school| school.students.len()).sum(),
        classes: sum(|school| school.classes.len()),
        courses: sum(|school| school.courses.len()),
        assignments: sum(|school| school.assignments.len()),
        submissions: sum(|school| school.submissions.len()),
        marks: sum(|school| school.submissions.iter().map(|submission| submission.marks.len()).sum()),
        messages: talk.iter().map(|talk| talk.messages.len()).sum(),
        posts: forums.iter().flatten().flat_map(|forum| &forum.threads).map(|thread| thread.posts.len()).sum(),
    }
}

/// Rows of one statement.
const BATCH: usize = 500;

/// Writes many rows with a statement that selects from `{rows $1}`.
async fn fill(tx: &mut Tx, sql: Sql, rows: impl Iterator<Item = Value>) -> Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut rows = rows.peekable();
    while let Some(row) = rows.next() {
        batch.push(row);
        if batch.len() == BATCH || rows.peek().is_none() {
            tx.run(sql, args![Value::Array(std::mem::take(&mut batch)).to_string()]).await?;
        }
    }
    Ok(())
}

/// The school of that slug, to be filled beyond what a school has.
async fn school(system: &System, slug: &str) -> Result<SchoolId> {
    let school: Option<(SchoolId,)> = system.db.maybe(sql!("select id from schools where slug = $1"), args![slug]).await?;
    Ok(school.ok_or(model::Error::NotFound)?.0)
}

/// Notes what it was filled with.
async fn note(system: &System, school: SchoolId, what: Value) -> Result<()> {
    let mut work = system.begin().await?;
    work.audit("demo.crowded", school, what).await?;
    work.commit().await
}

/// Everybody's username, for the load test.
///
/// # Errors
/// As the database answers.
pub async fn usernames(system: &System) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = system.db.all(sql!("select username from users order by username_key"), args![]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

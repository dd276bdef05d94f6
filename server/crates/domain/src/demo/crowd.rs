//! A school with very many people: to see that its lists stay quick.

use model::accounts::UserStatus;
use model::classes::ClassRole;
use model::ids::{ClassId, SchoolId, UserId};
use model::people::NumberKind;
use model::schools::MembershipStatus;
use model::{At, PlatformRole, Role};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use super::dice::Dice;
use super::names::SCHOOLS;
use super::{PASSWORD, fill};
use crate::scope::Actor;
use crate::{Result, System, names};

/// Days over which they came.
const DAYS: i64 = 300;

pub(super) struct Newcomer {
    pub id: UserId,
    name: String,
    username: String,
    role: Role,
    number: String,
    pub came: At,
}

/// Adds so many people to a school, spread over its classes: students above all, some teachers and parents.
///
/// # Errors
/// `NotFound` for a school that is not there.
pub async fn crowd(system: &System, slug: &str, people: usize, seed: u64) -> Result<()> {
    let school = super::school(system, slug).await?;
    let password_hash = system.passwords.hash(PASSWORD).await?;
    let mut dice = Dice::new(seed);
    let crowd: Vec<Newcomer> = (0..people).map(|index| newcomer(&mut dice, slug, index, role(index), system.now)).collect();
    let mut work = system.begin().await?;
    welcome(&mut work.tx, school, slug, &password_hash, &crowd).await?;
    let classes: Vec<(ClassId,)> =
        work.tx.all(sql!("select id from class_groups where school_id = $1 order by id"), args![school]).await?;
    let pupils = crowd.iter().filter(|it| it.role == Role::Student).zip(classes.iter().cycle());
    seat(&mut work.tx, pupils.map(|(it, (class,))| json!([school, class, it.id, ClassRole::Student, it.came]))).await?;
    work.audit("demo.crowded", school, json!({ "people": people })).await?;
    work.commit().await
}

/// Makes them members of the school.
pub(super) async fn welcome(tx: &mut Tx, school: SchoolId, slug: &str, password_hash: &str, crowd: &[Newcomer]) -> Result<()> {
    fill(
        tx,
        sql!(
            "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                platform_role, locale, verified_at, created_at)
             select value ->> 0, value ->> 1, value ->> 1, value ->> 2, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                    value ->> 6, value ->> 7, '', cast(value ->> 8 as bigint), cast(value ->> 8 as bigint)
             from {rows $1}"
        ),
        crowd.iter().map(|it| {
            let email = format!("{}@{slug}.example", it.username);
            let kind = if it.role == Role::Student { PlatformRole::Student } else { PlatformRole::Staff };
            json!([it.id, it.username, email, it.name, names::key(&it.name), password_hash, UserStatus::Active, kind, it.came])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into memberships (school_id, user_id, role, status, created_at, number)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint), value ->> 5 from {rows $1}"
        ),
        crowd.iter().map(|it| json!([school, it.id, it.role, MembershipStatus::Active, it.came, it.number])),
    )
    .await
}

/// Puts rows of school, class, person, role and instant into classes.
pub(super) async fn seat(tx: &mut Tx, rows: impl Iterator<Item = Value>) -> Result<()> {
    let sql = sql!(
        "insert into class_members (school_id, class_id, user_id, role, joined_at)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint) from {rows $1}"
    );
    fill(tx, sql, rows).await
}

/// Students above all.
fn role(index: usize) -> Role {
    match index % 50 {
        0..=2 => Role::Teacher,
        3..=5 => Role::Parent,
        _ => Role::Student,
    }
}

pub(super) fn newcomer(dice: &mut Dice, slug: &str, index: usize, role: Role, now: At) -> Newcomer {
    let plan = &SCHOOLS[index % SCHOOLS.len()];
    let came = now.plus_days(dice.between(-DAYS, -1));
    let letters: String = slug.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    Newcomer {
        id: dice.id(came),
        name: format!("{} {}", dice.pick(plan.first), dice.pick(plan.last)),
        username: format!("{letters}_{index:06}"),
        role,
        number: match NumberKind::of(role) {
            Some(NumberKind::Student) => format!("S-{index:06}"),
            Some(NumberKind::Employee) => format!("E-{index:06}"),
            None => String::new(),
        },
        came,
    }
}

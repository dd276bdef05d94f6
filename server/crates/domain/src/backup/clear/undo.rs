//! Brings back what was cleared: every row as it was, beside all that was done since.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use model::backup::clear::{Going, What};
use model::ids::{ClearId, SchoolId, UserId};
use model::{At, Error, Problem};
use serde_json::{Map, Value, json};
use store::{Found, args, list, sql};

use super::doomed::{BATCH, recount};
use super::fates::{FATES, Fate, LINKS, Rows, fate};
use super::{counts, lock, may_clear, meanwhile, tell_people};
use crate::backup::manifest::TABLES;
use crate::backup::references::{REFERENCES, Reference};
use crate::scope::Actor;
use crate::{Result, Scope, Work, announcements};

type Body = Map<String, Value>;

/// What was cleared, by its table and, of rows that stayed, the column.
#[derive(Default)]
struct Kept {
    rows: HashMap<String, Vec<Body>>,
    columns: HashMap<(String, String), Vec<Body>>,
}

/// Brings it back. Brought back already is fine: the second of two clicks. A row that is there again stays as it is now,
/// and what needs one that is not is left out.
///
/// # Errors
/// `Forbidden` without `backup.clear`, `Viewing`, `NotFound` for what another school cleared, `Conflict` when it is too
/// late, or when something it needs has gone meanwhile; then nothing is brought back.
pub async fn undo(scope: &Scope, id: ClearId) -> Result<()> {
    may_clear(scope)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    let scope = &lock(&mut work, scope).await?;
    let found: Option<(What, UserId, At, At, Option<At>)> = work
        .tx
        .maybe(
            sql!(
                "select what, cleared_by, cleared_at, expires_at, undone_at from clears
                 where school_id = $1 and id = $2 and state = 'done'"
            ),
            args![school, id],
        )
        .await?;
    let (what, cleared_by, cleared_at, expires_at, undone_at) = found.ok_or(Error::NotFound)?;
    if undone_at.is_some() {
        return Ok(());
    }
    if expires_at <= scope.now {
        return Err(Error::Conflict(Problem::ClearOver).into());
    }
    let mut kept = read(&mut work, school, id).await?;
    has_all(&mut work, school, &kept).await?;
    let people: Vec<String> = kept.ids(Going::Memberships, "user_id").into_iter().collect();
    let announced: Vec<String> = kept.ids(Going::Announcements, "id").into_iter().collect();
    free_numbers(&mut work, school, &mut kept).await?;
    let gone = kept.len();
    // An account that it needs has gone: with a restore of the whole platform, as they never go otherwise.
    let back = put_back(&mut work, school, &mut kept).await.map_err(meanwhile)?;
    for link in LINKS {
        let Some(rows) = kept.columns.remove(&(link.table.to_owned(), link.column.to_owned())) else { continue };
        let held_by = if link.handed { cleared_by.to_string() } else { String::new() };
        for rows in rows.chunks(BATCH) {
            let rows = rows.iter().cloned().map(Value::Object).collect::<Value>().to_string();
            work.tx.run(link.back, args![school, rows, held_by.as_str()]).await?;
        }
    }
    let came: i64 = back.iter().map(|(_, rows)| rows).sum();
    recount(&mut work, school).await?;
    announcements::plan_back(&mut work, school, &announced, cleared_at, scope.now).await?;
    work.tx
        .run(
            sql!("update clears set undone_at = $3, undone_by = $4, back = $5, there = $6 where school_id = $1 and id = $2"),
            args![school, id, scope.now, scope.user_id(), came, gone - came],
        )
        .await?;
    work.tx.run(sql!("delete from cleared_rows where school_id = $1 and clear_id = $2"), args![school, id]).await?;
    work.audit("backup.clear_undone", format!("clear.{what}"), Value::Object(counts(&back))).await?;
    tell_people(&mut work, &people);
    work.tx.forget();
    work.commit().await
}

async fn read(work: &mut Work, school: SchoolId, id: ClearId) -> Result<Kept> {
    let rows: Vec<(String, Option<String>, String)> = work
        .tx
        .all(
            sql!("select table_name, column_name, body from cleared_rows where school_id = $1 and clear_id = $2 order by seq"),
            args![school, id],
        )
        .await?;
    let mut kept = Kept::default();
    for (table, column, body) in rows {
        let body: Body = serde_json::from_str(&body)?;
        match column {
            None => kept.rows.entry(table).or_default().push(body),
            Some(column) => kept.columns.entry((table, column)).or_default().push(body),
        }
    }
    Ok(kept)
}

impl Kept {
    /// The rows that went, without those that stayed.
    fn len(&self) -> i64 {
        i64::try_from(self.rows.values().map(Vec::len).sum::<usize>()).unwrap_or(i64::MAX)
    }

    fn rows(&self, table: &str) -> &[Body] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// What its own rows of a table are named by.
    fn ids(&self, going: Going, id: &str) -> HashSet<String> {
        self.rows(going.text()).iter().filter_map(|row| text(row, id)).map(str::to_owned).collect()
    }
}

fn text<'a>(row: &'a Body, column: &str) -> Option<&'a str> {
    row.get(column).and_then(Value::as_str)
}

/// The references of a table to those that lose rows, each with the column that names them.
fn references(table: &str) -> impl Iterator<Item = (&'static str, &'static Fate)> {
    REFERENCES.iter().filter(move |it| it.from == table).filter_map(|it: &Reference| {
        let to = it.to.parse().ok().and_then(fate)?;
        Some((*it.columns.last()?, to))
    })
}

/// What a row needs that was not cleared with it must be there still.
async fn has_all(work: &mut Work, school: SchoolId, kept: &Kept) -> Result<()> {
    let mut needed: BTreeMap<Going, HashSet<&str>> = BTreeMap::new();
    for (table, rows) in &kept.rows {
        for (column, to) in references(table) {
            needed.entry(to.going).or_default().extend(rows.iter().filter_map(|row| text(row, column)));
        }
    }
    for (going, needed) in needed {
        let Some(to) = fate(going) else { continue };
        let Some(lacking) = to.rows.lacking() else { continue };
        let own = match &to.rows {
            Rows::Named { id, .. } => kept.ids(going, id),
            _ => HashSet::new(),
        };
        let outside: Vec<&str> = needed.into_iter().filter(|id| !own.contains(*id)).collect();
        let gone: Vec<(String,)> = work.tx.all(lacking, args![school, list(outside)]).await?;
        if !gone.is_empty() {
            return Err(Error::Conflict(Problem::ClearLacks(going)).into());
        }
    }
    Ok(())
}

/// A number is one person's: who has it now keeps it.
async fn free_numbers(work: &mut Work, school: SchoolId, kept: &mut Kept) -> Result<()> {
    let Some(people) = kept.rows.get_mut(Going::Memberships.text()) else { return Ok(()) };
    let numbers = people.iter().filter_map(|row| text(row, "number")).filter(|number| !number.is_empty());
    let taken: Vec<(String,)> = work
        .tx
        .all(
            sql!(
                "select value from {list $2}
                 where lower(value) in (select lower(m.number) from memberships m where m.school_id = $1 and m.number <> '')"
            ),
            args![school, list(numbers)],
        )
        .await?;
    let taken: HashSet<String> = taken.into_iter().map(|(number,)| number).collect();
    for row in people.iter_mut() {
        if text(row, "number").is_some_and(|number| taken.contains(number)) {
            row.insert("number".to_owned(), "".into());
        }
    }
    Ok(())
}

/// Who has handed in again since began with the first attempt anew: what they did since comes after what comes back.
async fn make_way(work: &mut Work, school: SchoolId, rows: &[Body]) -> Result<()> {
    let mut last: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in rows {
        let (Some(assignment), Some(user)) = (text(row, "assignment_id"), text(row, "user_id")) else { continue };
        let attempt = row.get("attempt").and_then(Value::as_i64).unwrap_or_default();
        let last = last.entry((assignment, user)).or_default();
        *last = attempt.max(*last);
    }
    // Attempts of one assignment are numbered one after the other.
    let assignments: BTreeSet<&str> = last.keys().map(|(assignment, _)| *assignment).collect();
    let hold = sql!("update assignments set id = id where school_id = $1 and id in (select value from {list $2})");
    work.tx.run(hold, args![school, list(assignments)]).await?;
    let last: Vec<Value> = last.into_iter().map(|((assignment, user), last)| json!([assignment, user, last])).collect();
    let (last, same) = (Value::Array(last).to_string(), list(rows.iter().filter_map(|row| text(row, "id"))));
    // Far up and down again, as no two may have one number even in between.
    let away = sql!(
        "update submissions set attempt = submissions.attempt + 1000000000
         from (select value ->> 0 as assignment, value ->> 1 as sender from {rows $2}) as r
         where submissions.school_id = $1 and submissions.assignment_id = r.assignment and submissions.user_id = r.sender
           and submissions.id not in (select value from {list $3})"
    );
    if work.tx.run(away, args![school, last.as_str(), same]).await? == 0 {
        return Ok(());
    }
    let behind = sql!(
        "update submissions set attempt = submissions.attempt - 1000000000 + r.highest
         from (select value ->> 0 as assignment, value ->> 1 as sender, cast(value ->> 2 as bigint) as highest
               from {rows $2}) as r
         where submissions.school_id = $1 and submissions.assignment_id = r.assignment and submissions.user_id = r.sender
           and submissions.attempt > 1000000000"
    );
    work.tx.run(behind, args![school, last]).await?;
    Ok(())
}

/// Puts the rows back, a table after those it needs. Answers how many of each came.
async fn put_back(work: &mut Work, school: SchoolId, kept: &mut Kept) -> Result<Vec<(Going, i64)>> {
    // Those that are not there though they were to come back: something else took their place.
    let mut left: HashMap<Going, HashSet<String>> = HashMap::new();
    let mut back = Vec::new();
    for it in FATES {
        let table = it.going.text();
        let Some(mut rows) = kept.rows.remove(table) else { continue };
        rows.retain(|row| {
            references(table).all(|(column, to)| {
                let named = text(row, column);
                named.is_none_or(|id| left.get(&to.going).is_none_or(|left| !left.contains(id)))
            })
        });
        if it.going == Going::Submissions {
            make_way(work, school, &rows).await?;
        }
        let Some(whole) = TABLES.iter().find(|it| it.name == table) else { continue };
        let (shape, mut came) = (whole.shape(false)?, 0);
        for rows in rows.chunks(BATCH) {
            came += work.tx.load(&shape, rows, Found::Leave).await?;
        }
        back.push((it.going, i64::try_from(came).unwrap_or(i64::MAX)));
        if let Rows::Named { id, lacking, .. } = &it.rows {
            let ids = rows.iter().filter_map(|row| text(row, id));
            let gone: Vec<(String,)> = work.tx.all(lacking, args![school, list(ids)]).await?;
            left.insert(it.going, gone.into_iter().map(|(id,)| id).collect());
        }
    }
    back.retain(|(_, rows)| *rows > 0);
    Ok(back)
}

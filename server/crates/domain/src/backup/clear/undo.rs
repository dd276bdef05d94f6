//! Brings back what was cleared: every row as it was, beside all that was done since. It is read and written in pieces, as it
//! may be more than there is memory for.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::backup::clear::{Going, What};
use model::ids::{ClearId, SchoolId, UserId};
use model::{At, Error, Problem};
use serde_json::{Map, Value};
use store::{Found, args, list, sql};

use super::doomed::{BATCH, recount};
use super::fates::{FATES, Fate, LINKS, Rows, fate};
use super::{counts, lock, may_clear, meanwhile, tell_people};
use crate::backup::manifest::TABLES;
use crate::backup::references::{REFERENCES, Reference};
use crate::scope::Actor;
use crate::{Result, Scope, Work, announcements};

type Body = Map<String, Value>;

/// What was cleared, where it lies.
struct Kept {
    school: SchoolId,
    id: ClearId,
    stretches: Vec<Stretch>,
}

/// The rows of a table or, of rows that stayed, what stood in a column of theirs.
#[derive(sqlx::FromRow)]
struct Stretch {
    table_name: String,
    /// Empty for rows that went.
    column_name: String,
    first_seq: i64,
    last_seq: i64,
    kept: i64,
}

/// What came back.
#[derive(Default)]
struct Came {
    rows: Vec<(Going, i64)>,
    people: Vec<String>,
    announced: Vec<String>,
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
    let kept = Kept::of(&mut work, school, id).await?;
    // An account that it needs has gone: with a restore of the whole platform, as they never go otherwise.
    let back = put_back(&mut work, &kept).await.map_err(meanwhile)?;
    put_names_back(&mut work, &kept, cleared_by).await?;
    let (gone, came) = (kept.gone(), back.rows.iter().map(|(_, rows)| rows).sum::<i64>());
    recount(&mut work, school).await?;
    announcements::plan_back(&mut work, school, &back.announced, cleared_at, scope.now).await?;
    work.tx
        .run(
            sql!("update clears set undone_at = $3, undone_by = $4, back = $5, there = $6 where school_id = $1 and id = $2"),
            args![school, id, scope.now, scope.user_id(), came, gone - came],
        )
        .await?;
    work.tx.run(sql!("delete from cleared_rows where school_id = $1 and clear_id = $2"), args![school, id]).await?;
    work.audit("backup.clear_undone", format!("clear.{what}"), Value::Object(counts(&back.rows))).await?;
    tell_people(&mut work, &back.people);
    work.tx.forget();
    work.commit().await
}

impl Kept {
    async fn of(work: &mut Work, school: SchoolId, id: ClearId) -> Result<Kept> {
        let stretches = work
            .tx
            .all(
                sql!(
                    "select table_name, coalesce(column_name, '') as column_name, min(seq) as first_seq, max(seq) as last_seq,
                            cast(count(*) as bigint) as kept
                     from cleared_rows where school_id = $1 and clear_id = $2
                     group by table_name, coalesce(column_name, '') order by first_seq"
                ),
                args![school, id],
            )
            .await?;
        Ok(Kept { school, id, stretches })
    }

    /// The rows that went, without those that stayed.
    fn gone(&self) -> i64 {
        self.stretches.iter().filter(|it| it.column_name.is_empty()).map(|it| it.kept).sum()
    }

    /// Of a table the rows that went or, with a column, what stood in it.
    fn stretch(&self, table: &str, column: &str) -> Option<&Stretch> {
        self.stretches.iter().find(|it| it.table_name == table && it.column_name == column)
    }

    /// The next rows of a stretch, after the one of that number, which becomes that of the last of them; none at its end.
    async fn next(&self, work: &mut Work, of: &Stretch, after: &mut i64) -> Result<Vec<Body>> {
        let rows: Vec<(i64, String)> = work
            .tx
            .all(
                sql!(
                    "select seq, body from cleared_rows
                     where school_id = $1 and clear_id = $2 and seq > $3 and seq <= $4 and table_name = $5
                       and coalesce(column_name, '') = $6
                     order by seq limit $7"
                ),
                args![self.school, self.id, *after, of.last_seq, of.table_name.as_str(), of.column_name.as_str(), BATCH as i64],
            )
            .await?;
        *after = rows.last().map_or(of.last_seq, |(seq, _)| *seq);
        let mut bodies = Vec::with_capacity(rows.len());
        for (_, body) in rows {
            bodies.push(serde_json::from_str(&body)?);
        }
        Ok(bodies)
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

/// What rows need must be there: what was cleared with them has come back before them.
async fn has_all(work: &mut Work, school: SchoolId, table: &str, rows: &[Body]) -> Result<()> {
    let mut needed: BTreeMap<Going, HashSet<&str>> = BTreeMap::new();
    for (column, to) in references(table) {
        needed.entry(to.going).or_default().extend(rows.iter().filter_map(|row| text(row, column)));
    }
    for (going, needed) in needed {
        let Some(lacking) = fate(going).and_then(|to| to.rows.lacking()) else { continue };
        let gone: Vec<(String,)> = work.tx.all(lacking, args![school, list(needed)]).await?;
        if !gone.is_empty() {
            return Err(Error::Conflict(Problem::ClearLacks(going)).into());
        }
    }
    Ok(())
}

/// A number is one person's: who has it now keeps it.
async fn free_numbers(work: &mut Work, school: SchoolId, people: &mut [Body]) -> Result<()> {
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

/// The work that was cleared, by what it is, its assignment and its sender: `$1` is the school, `$2` the clear.
macro_rules! cleared_work {
    ($what:literal) => {
        concat!(
            "select ",
            $what,
            " from cleared_rows k, {rows '[' || k.body || ']'}
             where k.school_id = $1 and k.clear_id = $2 and k.table_name = 'submissions' and k.column_name is null"
        )
    };
}

/// Who has handed in again since began with the first attempt anew: what they did since comes after what comes back.
async fn make_way(work: &mut Work, school: SchoolId, id: ClearId) -> Result<()> {
    // Attempts of one assignment are numbered one after the other.
    let hold = sql!(concat!(
        "update assignments set id = id where school_id = $1 and id in (",
        cleared_work!("value ->> 'assignment_id'"),
        ")"
    ));
    work.tx.run(hold, args![school, id]).await?;
    // Far up and down again, as no two may have one number even in between.
    let away = sql!(concat!(
        "update submissions set attempt = submissions.attempt + 1000000000
         from (",
        cleared_work!("distinct value ->> 'assignment_id' as assignment, value ->> 'user_id' as sender"),
        ") as r
         where submissions.school_id = $1 and submissions.assignment_id = r.assignment and submissions.user_id = r.sender
           and submissions.id not in (",
        // Without the word, PostgreSQL would compare each with each.
        cleared_work!("distinct value ->> 'id'"),
        ")"
    ));
    if work.tx.run(away, args![school, id]).await? == 0 {
        return Ok(());
    }
    let behind = sql!(concat!(
        "update submissions set attempt = submissions.attempt - 1000000000 + r.highest
         from (",
        cleared_work!(
            "value ->> 'assignment_id' as assignment, value ->> 'user_id' as sender,
             max(cast(value ->> 'attempt' as bigint)) as highest"
        ),
        " group by value ->> 'assignment_id', value ->> 'user_id') as r
         where submissions.school_id = $1 and submissions.assignment_id = r.assignment and submissions.user_id = r.sender
           and submissions.attempt > 1000000000"
    ));
    work.tx.run(behind, args![school, id]).await?;
    Ok(())
}

/// Puts the rows back, a table after those it needs.
async fn put_back(work: &mut Work, kept: &Kept) -> Result<Came> {
    let school = kept.school;
    // Those that are not there though they were to come back: something else took their place.
    let mut left: HashMap<Going, HashSet<String>> = HashMap::new();
    let mut back = Came::default();
    for it in FATES {
        let table = it.going.text();
        let Some(stretch) = kept.stretch(table, "") else { continue };
        let Some(whole) = TABLES.iter().find(|it| it.name == table) else { continue };
        if it.going == Going::Submissions {
            make_way(work, school, kept.id).await?;
        }
        let (shape, mut came, mut after) = (whole.shape(false)?, 0, stretch.first_seq - 1);
        while after < stretch.last_seq {
            let mut rows = kept.next(work, stretch, &mut after).await?;
            let named = |id: &str| rows.iter().filter_map(|row| text(row, id)).map(str::to_owned).collect::<Vec<String>>();
            let ids = if let Rows::Named { id, .. } = &it.rows { named(id) } else { Vec::new() };
            rows.retain(|row| {
                references(table).all(|(column, to)| {
                    let named = text(row, column);
                    named.is_none_or(|id| left.get(&to.going).is_none_or(|left| !left.contains(id)))
                })
            });
            has_all(work, school, table, &rows).await?;
            if it.going == Going::Memberships {
                free_numbers(work, school, &mut rows).await?;
            }
            came += work.tx.load(&shape, &rows, Found::Leave).await?;
            if let Some(lacking) = it.rows.lacking() {
                let gone: Vec<(String,)> = work.tx.all(lacking, args![school, list(&ids)]).await?;
                left.entry(it.going).or_default().extend(gone.into_iter().map(|(id,)| id));
            }
            match it.going {
                Going::Memberships => back.people.extend(ids),
                Going::Announcements => back.announced.extend(ids),
                _ => {}
            }
        }
        if came > 0 {
            back.rows.push((it.going, i64::try_from(came).unwrap_or(i64::MAX)));
        }
    }
    Ok(back)
}

/// Gives the rows that stayed the names back that stood in them.
async fn put_names_back(work: &mut Work, kept: &Kept, cleared_by: UserId) -> Result<()> {
    for link in LINKS {
        let Some(stretch) = kept.stretch(link.table, link.column) else { continue };
        let held_by = if link.handed { cleared_by.to_string() } else { String::new() };
        let mut after = stretch.first_seq - 1;
        while after < stretch.last_seq {
            let rows = kept.next(work, stretch, &mut after).await?;
            let rows = rows.into_iter().map(Value::Object).collect::<Value>().to_string();
            work.tx.run(link.back, args![kept.school, rows, held_by.as_str()]).await?;
        }
    }
    Ok(())
}

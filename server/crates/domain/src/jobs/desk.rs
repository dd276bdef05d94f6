//! The jobs as the platform's admins read them, and what they do about them.

use model::ids::JobId;
use model::jobs::{JOBS, JobFilter, JobLine, JobState, JobsPage};
use model::{At, Error, Problem};
use serde_json::json;
use store::{Arg, args, sql};

use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Result, pages};

#[derive(sqlx::FromRow)]
struct Row {
    id: JobId,
    kind: String,
    state: JobState,
    tries: i64,
    run_at: At,
    lease_until: Option<At>,
    last_error: Option<String>,
    created_at: At,
    finished_at: Option<At>,
    can_drop: bool,
}

/// `$1` and `$2` come from [`arguments`].
macro_rules! matching {
    () => {
        "(cast($1 as text) is null or j.kind = $1)
         and (cast($2 as text) is null and j.state <> 'done' or j.state = $2)"
    };
}

/// What was tried in vain: given up, or waiting for the next try. What only waits for its time is not done before it.
macro_rules! failed {
    () => {
        "(state = 'dead' or (state = 'waiting' and tries > 0))"
    };
}

/// What nobody misses. Each of those that come again and again plans the next one: without the one that waits there is none.
macro_rules! may_go {
    () => {
        "(state = 'dead' or (state = 'waiting' and tries > 0
                             and kind not in ('sweep', 'recount', 'backup.due', 'names.fold', 'cache.clear')))"
    };
}

fn arguments(filter: &JobFilter) -> Vec<Arg> {
    args![filter.kind(), filter.state().map(JobState::text)]
}

/// A page of the jobs: those that run first, then those given up, those that wait, the next one first, and those done.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn list(person: &Person, filter: &JobFilter) -> Result<JobsPage> {
    person.require_platform_admin()?;
    let (total, dead): (i64, i64) = person
        .db
        .one(
            sql!(concat!(
                "select (select cast(count(*) as bigint) from jobs j where ",
                matching!(),
                ") as total,
                        (select cast(count(*) as bigint) from jobs j
                         where j.state = 'dead' and (cast($1 as text) is null or j.kind = $1)) as dead"
            )),
            arguments(filter),
        )
        .await?;
    let page = pages::within(filter.page, total, JOBS);
    let mut wanted = arguments(filter);
    wanted.extend(args![JOBS, (page - 1) * JOBS]);
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(concat!(
                "select j.id, j.kind, j.state, j.tries, j.run_at, j.lease_until, j.last_error, j.created_at, j.finished_at, ",
                may_go!(),
                " as can_drop
                 from jobs j where ",
                matching!(),
                " order by case j.state when 'running' then 0 when 'dead' then 1 when 'waiting' then 2 else 3 end,
                           case when j.state = 'waiting' then j.run_at else 0 - coalesce(j.finished_at, j.created_at) end, j.id
                  limit $3 offset $4"
            )),
            wanted,
        )
        .await?;
    let line = |row: Row| {
        let at = match row.state {
            JobState::Waiting => row.run_at,
            JobState::Running => row.lease_until.unwrap_or(row.run_at),
            JobState::Done | JobState::Dead => row.finished_at.unwrap_or(row.created_at),
        };
        JobLine {
            id: row.id,
            kind: row.kind,
            state: row.state,
            tries: row.tries,
            added: person.when(row.created_at),
            at: person.when(at),
            // Of an earlier try, where the last one did it.
            error: row.last_error.filter(|_| row.state != JobState::Done),
            can_retry: row.state == JobState::Dead || row.state == JobState::Waiting && row.tries > 0,
            can_drop: row.can_drop,
        }
    };
    Ok(JobsPage { jobs: rows.into_iter().map(line).collect(), total, page, dead })
}

/// Tries a job again at once, from the first try on. One that is at work, or done, stays as it is.
///
/// # Errors
/// `Forbidden` for all but the platform's admins; `NotFound` for a job that is not there.
pub async fn retry(person: &Person, id: JobId) -> Result<()> {
    person.require_platform_admin()?;
    let mut work = person.begin().await?;
    let again: Option<(String,)> = work
        .tx
        .maybe(
            sql!(concat!(
                "update jobs set state = 'waiting', tries = 0, run_at = $2, finished_at = null, lease_until = null
                 where id = $1 and ",
                failed!(),
                " returning kind"
            )),
            args![id, person.now],
        )
        .await?;
    let Some((kind,)) = again else {
        let there: Option<(String,)> = work.tx.maybe(sql!("select state from jobs where id = $1"), args![id]).await?;
        return if there.is_some() { Ok(()) } else { Err(Error::NotFound.into()) };
    };
    work.audit("job.retried", id, json!({ "job": kind })).await?;
    work.tell(Event::JobAdded);
    work.commit().await
}

/// Tries all that were given up again, or all of a kind.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn retry_dead(person: &Person, kind: &str) -> Result<()> {
    person.require_platform_admin()?;
    let kind = Some(kind).filter(|kind| !kind.is_empty());
    let mut work = person.begin().await?;
    let again = work
        .tx
        .run(
            sql!(
                "update jobs set state = 'waiting', tries = 0, run_at = $2, finished_at = null, lease_until = null
                 where state = 'dead' and (cast($1 as text) is null or kind = $1)"
            ),
            args![kind, person.now],
        )
        .await?;
    if again == 0 {
        return Ok(());
    }
    let detail = match kind {
        Some(kind) => json!({ "job": kind, "jobs": again }),
        None => json!({ "jobs": again }),
    };
    work.audit("job.all_retried", "", detail).await?;
    work.tell(Event::JobAdded);
    work.commit().await
}

/// Throws a job away that failed: it is never done.
///
/// # Errors
/// `Forbidden` for all but the platform's admins; `Conflict` for one that is at work again, or that waits for its time.
pub async fn throw_away(person: &Person, id: JobId) -> Result<()> {
    person.require_platform_admin()?;
    let mut work = person.begin().await?;
    let gone: Option<(String,)> =
        work.tx.maybe(sql!(concat!("delete from jobs where id = $1 and ", may_go!(), " returning kind")), args![id]).await?;
    let Some((kind,)) = gone else {
        let left = sql!("select state from jobs where id = $1 and state <> 'done'");
        let left: Option<(String,)> = work.tx.maybe(left, args![id]).await?;
        return if left.is_some() { Err(Error::Conflict(Problem::ChangedMeanwhile).into()) } else { Ok(()) };
    };
    work.audit("job.thrown_away", id, json!({ "job": kind })).await?;
    work.commit().await
}

//! Work for later, in the database: done at least once, retried with growing pauses, dead after the last try.

pub mod desk;
#[cfg(test)]
mod tests;

use std::path::Path;

use model::At;
use model::ids::JobId;
use serde_json::{Value, json};
use store::{args, sql};

use crate::backup::kept;
use crate::hub::Event;
use crate::scope::Actor;
use crate::settings::storage;
use crate::{Error, Result, System, Work, accounts, backup, files, mail, names, notifications, push};

/// Tries until a job is dead.
const TRIES: i64 = 8;
/// Minutes a node may work on a job before another takes it over.
const LEASE_MINUTES: i64 = 5;
/// The job that throws away what nobody needs any more.
pub const SWEEP: &str = "sweep";
/// Minutes from one sweep to the next.
const SWEEP_MINUTES: i64 = 60;
/// The job that makes a backup.
pub const KEEP: &str = "backup.keep";
/// The job that copies one to a shelf where it failed.
pub const COPY: &str = "backup.copy";
/// The job that reads one again.
pub const VERIFY: &str = "backup.verify";
/// The job that tests whether the newest one can be put back.
pub const DRILL: &str = "backup.drill";
/// The job that looks whether backups are due, or late.
pub const DUE: &str = "backup.due";
/// Minutes from one such look to the next.
const DUE_MINUTES: i64 = 5;
/// The job of each night.
pub const RECOUNT: &str = "recount";
/// The hour of the day it begins at, in UTC.
const RECOUNT_HOUR: i64 = 2;
/// The job that empties the caches of every node.
pub const FORGET: &str = "cache.clear";
/// The job that makes the keys of names and of the audit log again where another folding made them.
pub const FOLD: &str = "names.fold";
/// Seconds from one such job to the next, in which others are done.
const FOLD_SECONDS: i64 = 1;
/// Seconds until it is looked again whether what was closed is open.
const CLOSED_SECONDS: i64 = 10;
/// Days that finished jobs are kept.
const KEEP_DAYS: i64 = 7;
/// Days that people find what they were told.
const TELL_DAYS: i64 = 180;

/// Jobs that are done one after the other. What takes long holds up no mail, and nor does a service of browsers that is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Short,
    Long,
    Push,
}

impl Lane {
    const fn text(self) -> &'static str {
        match self {
            Lane::Short => "short",
            Lane::Long => "long",
            Lane::Push => "push",
        }
    }
}

/// A job that a node has taken.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub tries: i64,
}

/// A kind as the page of jobs knows it: of one that stands in no line there nobody could say what has failed.
fn named(kind: &str) -> &str {
    debug_assert!(model::jobs::label(kind).is_some(), "model::jobs::KINDS lacks {kind}");
    kind
}

/// Adds a job in the transaction of the change that causes it.
pub(crate) async fn add(work: &mut Work, kind: &str, payload: &str, run_at: At) -> Result<()> {
    let add = sql!("insert into jobs (id, kind, payload, state, run_at, created_at) values ($1, $2, $3, 'waiting', $4, $5)");
    work.tx.run(add, args![JobId::new(), named(kind), payload, run_at, work.now()]).await?;
    work.tell(Event::JobAdded);
    Ok(())
}

/// Adds a job without a payload, unless one of its kind waits for that very instant.
pub(crate) async fn add_once(work: &mut Work, kind: &str, run_at: At) -> Result<()> {
    add_each_once(work, kind, vec![(String::new(), run_at)]).await
}

/// The same for many of a kind, each with its payload and its time: those of which one with that payload waits for that very
/// instant are there already.
pub(crate) async fn add_each_once(work: &mut Work, kind: &str, jobs: Vec<(String, At)>) -> Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let rows: Vec<Value> = jobs.into_iter().map(|(payload, run_at)| json!([JobId::new(), payload, run_at])).collect();
    work.tx
        .run(
            sql!(
                "insert into jobs (id, kind, payload, state, run_at, created_at)
                 select value ->> 0, cast($2 as text), value ->> 1, 'waiting', cast(value ->> 2 as bigint), cast($3 as bigint)
                 from {rows $1}
                 where not exists (select 1 from jobs j
                                   where j.state = 'waiting' and j.run_at = cast(value ->> 2 as bigint)
                                     and j.kind = cast($2 as text) and j.payload = value ->> 1)"
            ),
            args![Value::Array(rows).to_string(), named(kind), work.now()],
        )
        .await?;
    work.tell(Event::JobAdded);
    Ok(())
}

/// Takes the next job that is due. Two nodes never take the same one: the row is claimed by a single update that
/// checks the state it was read in.
///
/// # Errors
/// As the database answers.
pub async fn take(system: &System, lane: Lane) -> Result<Option<Job>> {
    loop {
        let next: Option<(JobId, i64)> = system
            .db
            .maybe(
                sql!(
                    "select id, tries from jobs
                     where ((state = 'waiting' and run_at <= $1) or (state = 'running' and lease_until <= $1))
                       and case when kind in ('backup.keep', 'backup.copy', 'backup.verify', 'backup.drill') then 'long'
                                when kind = 'push.device' then 'push' else 'short' end = $2
                     order by case when kind in ('mail.announcement', 'push') then 1 else 0 end, run_at, id limit 1"
                ),
                args![system.now, lane.text()],
            )
            .await?;
        let Some((id, tries)) = next else { return Ok(None) };
        let mut tx = system.db.begin().await?;
        let job: Option<Job> = tx
            .maybe(
                sql!(
                    "update jobs set state = 'running', tries = tries + 1, lease_until = $3
                     where id = $1 and tries = $2 and state in ('waiting', 'running')
                     returning id, kind, payload, tries"
                ),
                args![id, tries, system.now.plus_minutes(LEASE_MINUTES)],
            )
            .await?;
        tx.commit().await?;
        match job {
            // It takes its node down with it, or nobody ever ended it.
            Some(job) if job.tries > TRIES => finish(system, &job, Err("gave up".to_owned())).await?,
            Some(job) => return Ok(Some(job)),
            None => {}
        }
    }
}

/// Says that a job is still being done, so that no other node takes it over.
///
/// # Errors
/// As the database answers.
pub async fn hold(system: &System, job: &Job) -> Result<()> {
    let until = system.now.plus_minutes(LEASE_MINUTES);
    let longer = sql!("update jobs set lease_until = $3 where id = $1 and state = 'running' and tries = $2");
    system.db.run(longer, args![job.id, job.tries, until]).await?;
    Ok(())
}

/// Notes how a job ended. A failure waits twice as long as the one before, until the last try.
///
/// # Errors
/// As the database answers.
pub async fn finish(system: &System, job: &Job, outcome: Result<(), String>) -> Result<()> {
    let (state, error, run_at) = match outcome {
        Ok(()) => ("done", None, system.now),
        Err(error) if job.tries >= TRIES => ("dead", Some(error), system.now),
        Err(error) => ("waiting", Some(error), system.now.plus_seconds(15 << job.tries.min(10))),
    };
    let finished_at = (state != "waiting").then_some(system.now);
    let end = sql!(
        "update jobs set state = $2, last_error = $3, run_at = $4, finished_at = $5, lease_until = null
         where id = $1 and state = 'running' and tries = $6"
    );
    let values = args![job.id, state, error, run_at, finished_at, job.tries];
    if state != "dead" {
        system.db.run(end, values).await?;
        return Ok(());
    }
    let mut work = System(system.through()).begin().await?;
    if work.tx.run(end, values).await? == 1 {
        notifications::tell_of_dead(&mut work, job).await?;
    }
    work.commit().await
}

/// Puts a job off that found its school closed: that was no try.
///
/// # Errors
/// As the database answers.
pub async fn put_off(system: &System, job: &Job) -> Result<()> {
    system
        .db
        .run(
            sql!(
                "update jobs set state = 'waiting', tries = tries - 1, run_at = $2, lease_until = null
                 where id = $1 and state = 'running' and tries = $3"
            ),
            args![job.id, system.now.plus_seconds(CLOSED_SECONDS), job.tries],
        )
        .await?;
    Ok(())
}

/// Makes sure that one sweep waits.
///
/// # Errors
/// As the database answers.
pub async fn plan_sweep(system: &System) -> Result<()> {
    plan(system, SWEEP, system.now.plus_minutes(SWEEP_MINUTES)).await
}

/// Makes sure that one look at the backups waits.
///
/// # Errors
/// As the database answers.
pub async fn plan_due(system: &System) -> Result<()> {
    plan(system, DUE, system.now.plus_minutes(DUE_MINUTES)).await
}

/// Plans the backups that are due, the copies that a shelf lacks and the tests, and tells of those that are late.
///
/// # Errors
/// The first one of the parts; each is tried.
pub async fn look_at_backups(system: &System) -> Result<()> {
    let planned = noted(Ok(()), "backups that are due", kept::plan_due(system).await);
    let planned = noted(planned, "backups that a shelf lacks", kept::plan_copies(system).await);
    let planned = noted(planned, "tests of backups that are due", kept::plan_tests(system).await);
    noted(planned, "backups that are late", kept::warn(system).await)
}

/// Whether a job for something waits or is being done.
pub(crate) async fn is_planned(work: &mut Work, kind: &str, payload: &str) -> Result<bool> {
    let (planned,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from jobs where kind = $1 and payload = $2 and state in ('waiting', 'running')) as planned"
            ),
            args![kind, payload],
        )
        .await?;
    Ok(planned)
}

/// Makes sure that one job waits for the night.
///
/// # Errors
/// As the database answers.
pub async fn plan_recount(system: &System) -> Result<()> {
    plan(system, RECOUNT, next_night(system.now)).await
}

/// Asks the nodes that run to empty their caches.
///
/// # Errors
/// As the database answers.
pub async fn plan_to_forget(system: &System) -> Result<()> {
    plan(system, FORGET, system.now).await
}

/// Makes sure that a job waits for the keys that are left to make, if any are.
///
/// # Errors
/// As the database answers.
pub async fn plan_to_fold(system: &System) -> Result<()> {
    if names::are_folded(system).await? { Ok(()) } else { plan(system, FOLD, system.now).await }
}

/// Makes some of the keys that are left, and plans the rest.
///
/// # Errors
/// As the database answers; the job goes on where it ended.
pub async fn fold(system: &System) -> Result<()> {
    if names::fold_some(system).await? { Ok(()) } else { plan(system, FOLD, system.now.plus_seconds(FOLD_SECONDS)).await }
}

/// Empties the caches of this node and, where there are others, of all.
///
/// # Errors
/// As the database answers.
pub async fn forget(system: &System) -> Result<()> {
    let mut tx = system.db.begin().await?;
    tx.forget();
    Ok(tx.commit().await?)
}

/// The next time it is that hour.
fn next_night(now: At) -> At {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let tonight = At(now.0 - now.0.rem_euclid(DAY)).plus_hours(RECOUNT_HOUR);
    if tonight > now { tonight } else { tonight.plus_days(1) }
}

async fn plan(system: &System, kind: &str, run_at: At) -> Result<()> {
    // No restore replaces the jobs, and the next one is to come whatever is closed now.
    let mut work = System(system.through()).begin().await?;
    let (planned,): (bool,) = work
        .tx
        .one(sql!("select exists (select 1 from jobs where kind = $1 and state = 'waiting') as planned"), args![kind])
        .await?;
    if !planned {
        add(&mut work, kind, "", run_at).await?;
    }
    work.commit().await
}

/// Sweeps the database and then the store of files, which lies in `folder` if it is a local one.
///
/// # Errors
/// As [`sweep`] and [`files::sweep`]; what fails in one is no reason to leave the other.
pub async fn sweep_all(system: &System, folder: Option<&Path>) -> Result<()> {
    let swept = sweep(system).await;
    let swept = noted(swept, "archives to restore from", backup::upload::sweep(system).await);
    noted(swept, "files", files::sweep(system, folder).await.map(|_| ()))
}

/// Throws away what nobody needs any more: old jobs, expired sessions, links, flashes and undos, what was
/// cleared too long ago to be brought back, names suggested in vain, what people were told long ago, failures long past, and accounts that were never proven nor used.
///
/// # Errors
/// The first one of those that the database answered; each part is tried.
pub async fn sweep(system: &System) -> Result<()> {
    let now = system.now;
    let old = now.plus_days(-KEEP_DAYS);
    let forgotten = now.plus_days(-mail::KEEP_DAYS);
    let yesterday = now.plus_days(-1);
    let told = now.plus_days(-TELL_DAYS);
    let parts = [
        (sql!("delete from jobs where state = 'done' and finished_at < $1"), old),
        (sql!("delete from jobs where state = 'dead' and finished_at < $1"), forgotten),
        (sql!("delete from mails where created_at < $1"), forgotten),
        (sql!("delete from notifications where created_at < $1"), told),
        (sql!("delete from closures where ended_at < $1"), old),
        (sql!("delete from sessions where expires_at <= $1"), now),
        (sql!("delete from tokens where expires_at <= $1"), old),
        (sql!("delete from email_changes where expires_at <= $1"), old),
        (sql!("delete from registrations where expires_at <= $1"), now),
        (sql!("delete from flashes where expires_at <= $1"), now),
        (sql!("delete from code_guesses where since_at <= $1"), yesterday),
        (sql!("delete from undos where expires_at <= $1"), now),
        (sql!("delete from clears where expires_at <= $1"), now),
        (sql!("delete from name_suggestions where expires_at <= $1"), now),
    ];
    let mut outcome = Ok(());
    for (part, before) in parts {
        let done = system.db.run(part, args![before]).await;
        outcome = noted(outcome, part.text, done.map(|_| ()).map_err(Error::from));
    }
    let outcome = noted(outcome, "devices that are told", push::sweep(system).await);
    let outcome = noted(outcome, "failed log-ins", accounts::log_in::sweep(system).await);
    noted(outcome, "accounts", accounts::sweep::sweep(system).await)
}

/// What is done each night: the storage is counted again, and the database looks at what it holds.
///
/// # Errors
/// The first one of the parts; each is tried.
pub async fn night(system: &System) -> Result<()> {
    let counted = noted(Ok(()), "storage", storage::recount(system).await.map(|_| ()));
    noted(counted, "statistics", system.db.tend().await.map_err(Error::from))
}

/// Tells of a part that failed. The first that did is the answer of the whole, so that the job is tried again.
pub(crate) fn noted(outcome: Result<()>, part: &str, done: Result<()>) -> Result<()> {
    if let Err(error) = &done {
        tracing::warn!(part, ?error, "a part of the work for later failed");
    }
    outcome.and(done)
}

//! Work for later, in the database: done at least once, retried with growing pauses, dead after the last try.

use std::path::Path;

use model::At;
use model::ids::JobId;
use store::{args, sql};

use crate::hub::Event;
use crate::settings::storage;
use crate::{Error, Result, System, Work, accounts, backup, files, mail, names};

/// Tries until a job is dead.
const TRIES: i64 = 8;
/// Minutes a node may work on a job before another takes it over.
const LEASE_MINUTES: i64 = 5;
/// The job that throws away what nobody needs any more.
pub const SWEEP: &str = "sweep";
/// Minutes from one sweep to the next.
const SWEEP_MINUTES: i64 = 60;
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
/// Days that finished jobs are kept.
const KEEP_DAYS: i64 = 7;

/// A job that a node has taken.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub tries: i64,
}

/// Adds a job in the transaction of the change that causes it.
pub(crate) async fn add(work: &mut Work, kind: &str, payload: &str, run_at: At) -> Result<()> {
    work.tx
        .run(
            sql!(
                "insert into jobs (id, kind, payload, state, run_at, created_at)
                 values ($1, $2, $3, 'waiting', $4, $4)"
            ),
            args![JobId::new(), kind, payload, run_at],
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
pub async fn take(system: &System) -> Result<Option<Job>> {
    loop {
        let next: Option<(JobId, i64)> = system
            .db
            .maybe(
                sql!(
                    "select id, tries from jobs
                     where (state = 'waiting' and run_at <= $1) or (state = 'running' and lease_until <= $1)
                     order by case when kind = 'mail.announcement' then 1 else 0 end, run_at, id limit 1"
                ),
                args![system.now],
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
    system
        .db
        .run(
            sql!(
                "update jobs set state = $2, last_error = $3, run_at = $4, finished_at = $5, lease_until = null
                 where id = $1 and state = 'running' and tries = $6"
            ),
            args![job.id, state, error, run_at, finished_at, job.tries],
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
    use crate::scope::Actor;

    let mut work = system.begin().await?;
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

/// Throws away what nobody needs any more: old jobs, expired sessions, links, flashes and undos, names suggested in
/// vain, failures long past, and accounts that were never proven nor used.
///
/// # Errors
/// The first one of those that the database answered; each part is tried.
pub async fn sweep(system: &System) -> Result<()> {
    let now = system.now;
    let old = now.plus_days(-KEEP_DAYS);
    let forgotten = now.plus_days(-mail::KEEP_DAYS);
    let yesterday = now.plus_days(-1);
    let parts = [
        (sql!("delete from jobs where state = 'done' and finished_at < $1"), old),
        (sql!("delete from jobs where state = 'dead' and finished_at < $1"), forgotten),
        (sql!("delete from mails where created_at < $1"), forgotten),
        (sql!("delete from sessions where expires_at <= $1"), now),
        (sql!("delete from tokens where expires_at <= $1"), old),
        (sql!("delete from email_changes where expires_at <= $1"), old),
        (sql!("delete from registrations where expires_at <= $1"), now),
        (sql!("delete from flashes where expires_at <= $1"), now),
        (sql!("delete from code_guesses where since_at <= $1"), yesterday),
        (sql!("delete from undos where expires_at <= $1"), now),
        (sql!("delete from name_suggestions where expires_at <= $1"), now),
    ];
    let mut outcome = Ok(());
    for (part, before) in parts {
        let done = system.db.run(part, args![before]).await;
        outcome = noted(outcome, part.text, done.map(|_| ()).map_err(Error::from));
    }
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
fn noted(outcome: Result<()>, part: &str, done: Result<()>) -> Result<()> {
    if let Err(error) = &done {
        tracing::warn!(part, ?error, "a part of the work for later failed");
    }
    outcome.and(done)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures::stream::TryStreamExt;
    use model::Role;
    use model::people::Change;
    use object_store::ObjectStore;
    use store::Db;
    use store::testing::each_db;

    use super::*;
    use crate::people;
    use crate::testing::{NOON, Scene, request, world};

    #[tokio::test]
    async fn to_forget_is_a_change_of_everything_and_is_asked_for_once() {
        each_db(async |db| {
            let world = world(&db);
            let system = System(request(&world, NOON));
            db.follow().await.unwrap();
            let before = db.changes().epoch();
            forget(&system).await.unwrap();
            assert!(before.is_some() && db.changes().epoch() > before);
            plan_to_forget(&system).await.unwrap();
            plan_to_forget(&system).await.unwrap();
            assert_eq!(take(&system).await.unwrap().map(|job| job.kind).as_deref(), Some(FORGET));
            assert!(take(&system).await.unwrap().is_none());
        })
        .await;
    }

    #[test]
    fn the_count_waits_for_the_next_night() {
        let night = next_night(NOON);
        assert_eq!(night, NOON.plus_hours(14));
        assert_eq!(next_night(night), night.plus_days(1), "the one that runs is not planned again");
        assert_eq!(next_night(At(night.0 - 1)), night);
    }

    #[tokio::test]
    async fn an_account_that_cannot_be_swept_holds_up_neither_the_others_nor_the_files() {
        each_db(async |db| {
            let scene = Scene::new(&db).await;
            // What the swept account would be called is taken.
            let taken = sql!("update users set username_key = $1 where username = 'beta_admin'");
            db.run(taken, args![scene.student.user_id()]).await.unwrap();
            let left = Bytes::from_static(b"x").into();
            scene.world.files.put_opts(&"incoming/left".into(), left, Default::default()).await.unwrap();
            // The store dates its objects itself.
            let system = System(request(&scene.world, At(NOON.0.max(store::clock::now().0)).plus_hours(25)));
            assert!(sweep_all(&system, None).await.is_err(), "the job is tried again");
            let students = sql!("select username from users where username like '%student%' order by username");
            let students: Vec<(String,)> = db.all(students, args![]).await.unwrap();
            assert_eq!(students, [("alpha_student".to_owned(),)]);
            assert!(scene.world.files.list(None).try_collect::<Vec<_>>().await.unwrap().is_empty());
        })
        .await;
    }

    #[tokio::test]
    async fn what_can_no_longer_be_undone_is_forgotten_though_nobody_changes_anything() {
        each_db(async |db| {
            let scene = Scene::new(&db).await;
            let change = Change::Role(Role::Librarian);
            people::change_one(&scene.admin, scene.student.user_id(), change).await.unwrap().unwrap();
            let kept = async |minutes: i64| {
                sweep(&System(request(&scene.world, NOON.plus_minutes(minutes)))).await.unwrap();
                let kept = sql!("select cast(count(*) as bigint) as n from undos where school_id = $1");
                let (kept,): (i64,) = db.one(kept, args![scene.admin.school_id()]).await.unwrap();
                kept
            };
            assert_eq!(kept(9).await, 1);
            assert_eq!(kept(10).await, 0);
        })
        .await;
    }

    /// Whether the database has counted the rows of a table, by its own account.
    async fn knows_its_schools(db: &Db) -> bool {
        let counted: i64 = match db {
            Db::Sqlite { write, .. } => {
                let any = "select count(*) from sqlite_master where name = 'sqlite_stat1'";
                if sqlx::query_scalar::<_, i64>(any).fetch_one(write).await.unwrap() == 0 {
                    return false;
                }
                sqlx::query_scalar("select count(*) from sqlite_stat1 where tbl = 'schools'").fetch_one(write).await.unwrap()
            }
            Db::Postgres { pool, .. } => {
                let size = "select count(*) from pg_class where oid = to_regclass('schools') and reltuples > 0";
                sqlx::query_scalar(size).fetch_one(pool).await.unwrap()
            }
        };
        counted > 0
    }

    #[tokio::test]
    async fn in_a_night_storage_is_counted_and_the_database_looks_at_what_it_holds() {
        each_db(async |db| {
            let scene = Scene::new(&db).await;
            let wrong = sql!("update class_groups set storage_bytes = 7 where school_id = $1");
            db.run(wrong, args![scene.admin.school_id()]).await.unwrap();
            assert!(!knows_its_schools(&db).await);
            night(&System(request(&scene.world, NOON))).await.unwrap();
            let held = sql!("select cast(sum(storage_bytes) as bigint) as n from class_groups where school_id = $1");
            let (held,): (i64,) = db.one(held, args![scene.admin.school_id()]).await.unwrap();
            assert_eq!(held, 0);
            assert!(knows_its_schools(&db).await);
            night(&System(request(&scene.world, NOON))).await.unwrap();
        })
        .await;
    }
}

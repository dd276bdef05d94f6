//! The restore test of each week: the newest good backup is put into a database of its own, and read again there. What came of
//! it stands among the drills, under the name of the backup.

#[cfg(test)]
mod tests;

use model::backup::kept::{KeptState, Proof, TestStatus, Tested};
use model::backup::restore::{Kind, Running, Step};
use model::ids::{SchoolId, UserId};
use model::{At, Error, Problem};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{args, sql};

use super::runs::{self, Run};
use super::schedule::{self, Schedule};
use super::whole::archive_file;
use super::{SUBJECT, causes, whose};
use crate::backup::policy::may_archive;
use crate::backup::restore::{self, Asking, Order, Told, Written};
use crate::backup::upload;
use crate::calendar::Reader;
use crate::scope::Actor;
use crate::{Reach, Request, Result, System, Work, jobs};

/// Days from one test to the next, and to the next try of one that failed.
const DAYS: i64 = 7;
const AGAIN_DAYS: i64 = 1;
/// Days after which it is late: the week, and a day for it to be made in.
const LATE_DAYS: i64 = 8;

/// The payload of a job that does one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    pub of: Option<SchoolId>,
    /// Nobody for the one of each week.
    pub asked_by: Option<UserId>,
}

impl Trial {
    /// A job of before says of what it is, and nothing else.
    pub fn read(payload: &str) -> Trial {
        serde_json::from_str(payload).unwrap_or_else(|_| Trial { of: payload.parse().ok(), asked_by: None })
    }
}

/// A test, or one that runs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Drill {
    state: String,
    report: String,
    error: String,
    step: Step,
    begun_at: At,
    /// When the backup was made that it tested.
    made_at: At,
}

impl Drill {
    fn runs(&self) -> bool {
        self.state == "running"
    }

    fn is_good(&self) -> bool {
        self.state == "done"
    }
}

/// The tests of a school's backups or of the platform's, the newest first.
pub(super) async fn all(request: &Request, of: Option<SchoolId>) -> Result<Vec<Drill>> {
    Ok(request
        .db
        .all(
            sql!(
                "select r.state, r.report, r.error, r.step, r.begun_at, k.made_at from restores r
                 join (select name, min(begun_at) as made_at from kept_backups where whose = $1 group by name) k
                   on k.name = r.archive
                 where r.kind = 'drill' and coalesce(r.school_id, '') = $1
                 order by r.begun_at desc, r.id desc"
            ),
            args![whose(of)],
        )
        .await?)
}

/// How far one is that another server does, which notes its step alone.
pub(super) fn elsewhere(drills: &[Drill]) -> Option<Running> {
    let runs = drills.iter().find(|drill| drill.runs())?;
    Some(Running { kind: Kind::Drill, step: runs.step, done: 0, of: 0 })
}

/// The newest good backup on a shelf that this server has, or the newest of any where all were made before a restore.
pub(super) fn newest<'r>(request: &Request, runs: &'r [Run]) -> Option<&'r Run> {
    let is_here = |run: &&Run| request.shelves.iter().any(|shelf| shelf.kind == run.shelf);
    let mut here = runs.iter().filter(|run| run.state == KeptState::Kept).filter(is_here);
    here.clone().find(|run| run.is_good()).or_else(|| here.next())
}

/// How the tests stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stands {
    pub standing: Tested,
    /// When the last good one was, when the backup was made that it tested, and what it proved.
    last: Option<(At, At, Option<Proof>)>,
    /// Why the last one failed.
    pub error: String,
}

pub(super) fn standing(now: At, runs: &[Run], drills: &[Drill], schedule: Option<&Schedule>) -> Stands {
    let ended = drills.iter().find(|drill| !drill.runs());
    let failed = ended.filter(|drill| !drill.is_good());
    let good = drills.iter().find(|drill| drill.is_good());
    let is_late = |from: At| from.plus_days(LATE_DAYS) <= now;
    let first = runs.iter().rev().find(|run| run.state == KeptState::Kept);
    let planned = schedule.is_some_and(|it| it.every.hours().is_some());
    let standing = match (failed, good, first) {
        (Some(_), ..) => Tested::Failed,
        (None, Some(good), _) if is_late(good.begun_at) => Tested::Late,
        (None, Some(_), _) => Tested::Good,
        (None, None, _) if !planned => Tested::Never,
        (None, None, Some(first)) if is_late(first.begun_at) => Tested::Late,
        (None, None, _) => Tested::Waiting,
    };
    let last = good.map(|drill| (drill.begun_at, drill.made_at, serde_json::from_str(&drill.report).ok()));
    Stands { standing, last, error: failed.map(|drill| drill.error.clone()).unwrap_or_default() }
}

impl Stands {
    /// As a page tells it.
    pub fn told(self, reader: &Reader<'_>) -> TestStatus {
        let Stands { standing, last, error } = self;
        let (last, of, proof) =
            last.map_or((None, None, None), |(at, of, proof)| (Some(reader.when(at)), Some(reader.when(of)), proof));
        TestStatus { standing, last, of, proof, error }
    }
}

/// Asks for a test now: a job does it.
///
/// # Errors
/// `Forbidden` to whoever may not have the archive; `NotFound` where there is no good backup.
pub async fn ask(reach: &Reach) -> Result<()> {
    may_archive(reach)?;
    let (request, of) = (reach.request(), reach.school());
    let asked_by = match reach {
        Reach::Platform(person) => person.me.user_id,
        Reach::School(scope) => scope.user_id(),
    };
    let runs = runs::all(request, of).await?;
    newest(request, &runs).ok_or(Error::NotFound)?;
    let mut work = reach.begin().await?;
    schedule::lock(&mut work, of).await?;
    if is_planned(&mut work, of).await? {
        // Pressed twice.
        return Ok(());
    }
    add(&mut work, Trial { of, asked_by: Some(asked_by) }, request.now).await?;
    work.audit("backup.test_asked", SUBJECT, json!({ "school": reach.slug() })).await?;
    work.commit().await
}

/// Adds a job for each test that is due: of everything that has a schedule.
///
/// # Errors
/// As the database answers.
pub async fn plan(system: &System) -> Result<()> {
    for schedule in schedule::all(system).await? {
        let of = schedule.school();
        let (runs, drills) = (runs::all(system, of).await?, all(system, of).await?);
        if newest(system, &runs).is_none() || !is_due(&drills, system.now) {
            continue;
        }
        let mut work = system.begin().await?;
        if !is_planned(&mut work, of).await? {
            add(&mut work, Trial { of, asked_by: None }, system.now).await?;
        }
        work.commit().await?;
    }
    Ok(())
}

async fn add(work: &mut Work, trial: Trial, now: At) -> Result<()> {
    jobs::add(work, jobs::DRILL, &serde_json::to_string(&trial)?, now).await
}

/// Whether a job is to do one, for whoever holds the lock.
async fn is_planned(work: &mut Work, of: Option<SchoolId>) -> Result<bool> {
    let planned = sql!("select payload from jobs where kind = 'backup.drill' and state in ('waiting', 'running') order by id");
    let planned: Vec<(String,)> = work.tx.all(planned, args![]).await?;
    Ok(planned.iter().any(|(payload,)| is_of(payload, of)))
}

/// Whether a job has been asked since then to do one, and has not ended.
pub(super) async fn is_planned_since(request: &Request, schedule: &Schedule, since: At) -> Result<bool> {
    let planned: Vec<(String,)> = request
        .db
        .all(
            sql!(
                "select payload from jobs
                 where kind = 'backup.drill' and state in ('waiting', 'running') and created_at > $1 order by id"
            ),
            args![since],
        )
        .await?;
    Ok(planned.iter().any(|(payload,)| is_of(payload, schedule.school())))
}

/// Whether a job does one of these backups.
pub(super) fn is_of(payload: &str, of: Option<SchoolId>) -> bool {
    Trial::read(payload).of == of
}

fn is_due(drills: &[Drill], now: At) -> bool {
    drills.first().is_none_or(|last| {
        let days = if last.is_good() { DAYS } else { AGAIN_DAYS };
        !last.runs() && last.begun_at.plus_days(days) <= now
    })
}

/// Does what a job asks for. That a backup cannot be put back is an answer: it is told by its page and by a mail.
///
/// # Errors
/// `Conflict` while something else is put back or tested; else as the database answers.
pub async fn carry_out(system: &System, trial: Trial) -> Result<()> {
    let Trial { of, asked_by } = trial;
    let asking = |user_id| Asking { user_id, session: String::new(), upload: None, reason: String::new() };
    let runs = runs::all(system, of).await?;
    let Some(run) = newest(system, &runs) else { return Ok(()) };
    let folder = upload::room(system, 0).await?;
    // It goes when this ends, whatever comes of it; what is killed in the middle is taken away by the next staging.
    let file = tempfile::Builder::new().prefix(restore::BROUGHT).suffix(".zip").tempfile_in(&folder)?;
    let (archive, name, asked_by) = (file.path().to_owned(), run.name.clone(), asked_by.map(asking));
    let order = Order { archive, name, school: of, folder, asked_by, written: Written::Vouched };
    let told = Told::default();
    let bring = async {
        let brought = async {
            upload::room(system, run.bytes.unsigned_abs()).await?;
            told.step(Step::Fetch, run.file_count.unsigned_abs());
            // Boxed: it is awaited in the middle of what is deep already.
            Box::pin(archive_file(system, run.id, file.path(), &told)).await
        };
        brought.await.map_err(|error| {
            tracing::error!(?error, name = run.name, "a backup could not be fetched to be tested");
            // For whoever has the backups, as of one that cannot be made.
            crate::Error::from(anyhow::anyhow!(causes::words(&error)))
        })
    };
    match restore::prove(system, &order, bring, &told).await {
        Ok(Ok(proof)) => tracing::info!(name = run.name, rows = proof.rows, files = proof.files, "a backup can be put back"),
        Ok(Err(refused)) => tracing::error!(?refused, name = run.name, "a backup cannot be put back"),
        Err(error @ crate::Error::Refused(Error::Conflict(Problem::RestoreRuns))) => return Err(error),
        Err(error) => tracing::error!(?error, name = run.name, "a backup could not be tested"),
    }
    Ok(())
}

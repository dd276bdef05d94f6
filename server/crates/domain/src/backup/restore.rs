//! Puts an archive back (product.md section 22), as steps of which each can fail alone: the archive is checked, staged in a
//! database of its own and brought up to the present schema there; its files are stored; and in one transaction the rows
//! that are there give way to its rows, which are read again and compared before anybody sees them. Until that transaction
//! ends everything is as it was.

mod carrying;
mod contents;
mod loading;
mod people;
mod plan;
mod policy;
mod progress;
mod proof;
mod rows;
mod running;
mod runs;
mod staging;
#[cfg(test)]
mod tests;
mod told;

use std::path::{Path, PathBuf};
use std::time::Duration;

use model::backup::kept::Proof;
use model::backup::restore::{Kind, Plan, Step};
use model::ids::{SchoolId, UploadId, UserId};
use serde_json::json;
use store::{args, sql};

use self::staging::{Staged, stage};
use super::archive::contents::{NAME, Owner};
use super::seal::is_ours;
use super::{Problem, Report, upload};
use crate::scope::Actor;
use crate::{Request, Result, System, announcements, names, secrets};

pub(super) use carrying::keep;
pub use carrying::{Manner, Safety};
pub use loading::Outcome;
pub use model::backup::cause::Unfit;
pub use policy::Written;
pub(crate) use policy::{may_put_back, may_try_out};
pub use progress::{Progress, Told};
pub use running::{Restoring, begin, try_out};
pub(super) use runs::cause;
pub(super) use told::{listed, next, running_now};

/// How files begin that are brought to be tested, beside the stagings.
pub(super) const BROUGHT: &str = "drill_";
/// How what the command line opened begins: its process may be waiting for an answer.
pub(super) const OPENED: &str = "opened_";
/// How long it may.
const OPENED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// What is to be put back.
#[derive(Clone, Debug)]
pub struct Order {
    /// The archive, a file on this machine.
    pub archive: PathBuf,
    /// What people call it.
    pub name: String,
    /// The school whose rows are wanted; `None` is all that the archive holds.
    pub school: Option<SchoolId>,
    /// A folder on this machine with room for the rows.
    pub folder: PathBuf,
    /// Who asks for it: their log-in outlives it.
    pub asked_by: Option<Asking>,
    pub written: Written,
}

/// The person who asks, with the session they ask in.
#[derive(Clone, Debug)]
pub struct Asking {
    pub user_id: UserId,
    pub session: String,
    /// The archive on its page.
    pub upload: Option<UploadId>,
    /// Why.
    pub reason: String,
}

/// Why nothing was put back. Everything is as it was.
#[derive(Debug)]
pub enum Refused {
    /// The archive is not what it should be.
    Broken(Box<Report>),
    /// It is whole, and does not fit.
    Unfit(Unfit),
    /// Somebody asked that it end where it is.
    Stopped,
}

/// What came of it.
pub type Heard<T> = std::result::Result<T, Refused>;

/// What a restore would do, found by staging the archive: a drill of all of it but the last transaction.
///
/// # Errors
/// As the file system and the database answer.
pub async fn drill(system: &System, order: &Order, told: &Told) -> Result<Heard<Plan>> {
    let run = runs::begin(system, order, Kind::Drill, told).await?;
    try_it(system, order, &run, told).await
}

async fn try_it(system: &System, order: &Order, run: &runs::Run, told: &Told) -> Result<Heard<Plan>> {
    let drilled = unless_stopped(told, async {
        let staged = match staged(system, order, told).await? {
            Ok(staged) => staged,
            Err(refused) => return Ok(Err(refused)),
        };
        let asked_by = order.asked_by.as_ref().map(|it| it.user_id);
        let planned = plan::plan(system, &staged, asked_by, order.written, told).await;
        staged.discard().await;
        planned
    });
    let drilled = drilled.await;
    let plan = match &drilled {
        Ok(Ok(plan)) => serde_json::to_string(plan)?,
        _ => String::new(),
    };
    run.end(system, told, &drilled, &plan).await?;
    drilled
}

/// A drill of a backup that is kept, which `bring` puts where the order says: what was put in is read again and compared.
/// What it proved, or why it failed, stands in the list of drills.
///
/// # Errors
/// As [`drill`], and as what brings it.
pub(super) async fn prove(
    system: &System,
    order: &Order,
    bring: impl Future<Output = Result<()>>,
    told: &Told,
) -> Result<Heard<Proof>> {
    let run = runs::begin(system, order, Kind::Drill, told).await?;
    let _held = system.restoring.hold(running::Of::Kept(order.school), Kind::Drill, told);
    let proven = unless_stopped(told, async {
        bring.await?;
        let staged = match staged(system, order, told).await? {
            Ok(staged) => staged,
            Err(refused) => return Ok(Err(refused)),
        };
        let proven = proof::of(system, &staged, order, told).await;
        staged.discard().await;
        proven
    });
    let proven = proven.await;
    let proof = match &proven {
        Ok(Ok(proof)) => serde_json::to_string(proof)?,
        _ => String::new(),
    };
    run.end(system, told, &proven, &proof).await?;
    proven
}

/// Waits for it, or gives it up when that is asked for: its transaction and its staging go with it.
async fn unless_stopped<T>(told: &Told, doing: impl Future<Output = Result<Heard<T>>>) -> Result<Heard<T>> {
    tokio::select! {
        done = doing => done,
        () = told.stopped() => Ok(Err(Refused::Stopped)),
    }
}

/// Puts an archive back.
///
/// # Errors
/// As [`drill`]. Whatever it answers but the outcome, nothing has changed.
pub async fn restore(system: &System, order: &Order, manner: Manner, told: &Told) -> Result<Heard<Outcome>> {
    let run = runs::begin(system, order, Kind::Restore, told).await?;
    // Boxed: it is deep.
    Box::pin(carrying::to_its_end(system, order, &run, manner, told)).await
}

async fn put_back(
    system: &System,
    order: &Order,
    run: &runs::Run,
    safety: Option<&str>,
    staged: &Staged,
    told: &Told,
) -> Result<Heard<Outcome>> {
    let fit = match people::fit(system, staged, order.written).await? {
        Ok(fit) => fit,
        Err(unfit) => return Ok(Err(Refused::Unfit(unfit))),
    };
    // Before rows name them, and until rows do, nobody sweeps them.
    let _kept = system.keeping.hold().await;
    let stored = contents::store(system, staged, &order.archive, told).await?;
    told.step(Step::Load, staged.wanted_rows());
    // What stands in the place of passwords that are not in the archive: nobody knows what it is the hash of.
    let closed = system.passwords.hash(&secrets::token()).await?;
    let mut work = system.begin().await?;
    run.load(&mut work.tx).await?;
    let outcome = match loading::load(&mut work.tx, staged, fit, order.asked_by.as_ref(), closed, told).await? {
        Ok(outcome) => Outcome { files: stored.new, all_files: stored.all, lacking: stored.lacking, ..outcome },
        Err(unfit) => return Ok(Err(Refused::Unfit(unfit))),
    };
    told.step(Step::Switch, 0);
    if staged.school.is_some() && staged.is_old() {
        // Its keys of names may be of an older folding.
        names::forget(&mut work.tx).await?;
    }
    if let (Some(asking), Some(now)) = (&order.asked_by, outcome.asked_by)
        && asking.user_id != now
    {
        upload::follow(&mut work.tx, asking.user_id, now).await?;
        runs::follow(&mut work.tx, asking.user_id, now).await?;
    }
    work.concerns(outcome.asked_by, staged.school.as_ref().map(|school| school.id));
    work.audit(
        "backup.restored",
        staged.school.as_ref().map_or_else(|| "whole_platform".to_owned(), |school| school.id.to_string()),
        json!({ "archive": order.name, "made": staged.contents.made_at, "rows": outcome.rows, "files": outcome.all_files,
                "files_stored": outcome.files, "safety": safety,
                "reason": order.asked_by.as_ref().map(|it| it.reason.as_str()) }),
    )
    .await?;
    announcements::plan_again(&mut work).await?;
    run.done(&mut work.tx, system, &outcome, told).await?;
    work.tx.forget();
    work.commit().await?;
    told.step(Step::Tell, 0);
    afterwards(system, &outcome).await;
    told.step(Step::Done, 0);
    if let Err(error) = run.note_log(system, told).await {
        tracing::warn!(?error, "how long the end of a restore took could not be noted");
    }
    Ok(Ok(outcome))
}

/// What follows from it. It is done already: what fails here is told in the log and done by the jobs that come.
async fn afterwards(system: &System, outcome: &Outcome) {
    for user in &outcome.changed {
        system.hub.tell(crate::hub::Event::AccessChanged { user: *user });
    }
    if let Err(error) = names::fold_again(system).await {
        tracing::warn!(?error, "the keys of names after a restore");
    }
    if let Err(error) = system.db.tend().await {
        tracing::warn!(%error, "the database could not look at what it holds after a restore");
    }
}

async fn staged(system: &System, order: &Order, told: &Told) -> Result<Heard<Staged>> {
    let staged = match stage(order, told).await? {
        Ok(staged) => staged,
        Err(refused) => return Ok(Err(refused)),
    };
    // What it is trusted for is asked of what was read, however long ago it was seen.
    if order.written == Written::Sealed && !is_ours(&system.db, &order.archive, &staged.contents).await? {
        let report = Report { problems: vec![Problem::Changed(NAME.to_owned())], ..Report::default() };
        staged.discard().await;
        return Ok(Err(Refused::Broken(Box::new(report))));
    }
    Ok(Ok(staged))
}

/// Hours in which somebody may wonder why they were logged out.
const WONDER_HOURS: i64 = 48;

/// Whether the whole platform was put back lately: that ends every session but one.
///
/// # Errors
/// As the database answers.
pub async fn has_logged_out(request: &Request) -> Result<bool> {
    let (has,): (bool,) = request
        .db
        .one(
            sql!(
                "select exists (select 1 from restores
                 where kind = 'restore' and state = 'done' and school_id is null and ended_at > $1) as has"
            ),
            args![request.now.plus_hours(-WONDER_HOURS)],
        )
        .await?;
    Ok(has)
}

/// Whether a restore or a drill runs, and ends what a server left that was killed in the middle: nothing of it is there.
///
/// # Errors
/// As the database answers.
pub async fn end_the_dead(system: &System) -> Result<()> {
    runs::end_the_dead(system).await
}

/// The same for a start, with what it had staged.
///
/// # Errors
/// As the database and the folder answer.
pub async fn end_unfinished(system: &System) -> Result<()> {
    runs::end_unfinished(system).await?;
    staging::clear_left(&upload::folder(system), Path::new("")).await
}

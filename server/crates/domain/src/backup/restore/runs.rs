//! The list of restores and drills: one at a time, and what a killed server left is known for what it is.

use model::backup::cause::Cause;
use model::backup::restore::Kind;
use model::ids::{RestoreId, UserId};
use model::{At, Problem};
use serde_json::json;
use store::{Tx, args, sql};
use tokio::task::JoinHandle;

use super::carrying::NoSafety;
use super::loading::Outcome;
use super::{Heard, Order, Refused, Told};
use crate::{Error, Request, Result, System};

/// Seconds in which two clicks are one: shorter than elsewhere, for what failed is tried again.
pub(super) const CLICKS: i64 = 10;
/// Minutes without a sign of life after which a run is taken for dead.
const DEAD_MINUTES: i64 = 10;
/// What is noted where somebody stopped it, and where its server was stopped.
const GIVEN_UP: &str = "it was stopped; nothing was changed";
pub(super) const STOPPED: &str = "the server stopped meanwhile; nothing was changed";

/// The one that runs. While it is kept it says now and then that it lives.
pub(super) struct Run {
    id: RestoreId,
    beating: JoinHandle<()>,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.beating.abort();
    }
}

/// Notes that one begins.
///
/// # Errors
/// `Conflict` while another one runs, and where the same person asked for the same a moment ago.
pub(super) async fn begin(system: &System, order: &Order, kind: Kind, told: &Told) -> Result<Run> {
    end_the_dead(system).await?;
    let id = RestoreId::new();
    let asked = order.asked_by.as_ref();
    let (asked_by, upload) = (asked.map(|it| it.user_id), asked.and_then(|it| it.upload));
    let reason = asked.map(|it| it.reason.clone()).unwrap_or_default();
    let now = store::clock::now();
    let begun = system
        .db
        .run(
            sql!(
                "insert into restores (id, kind, school_id, archive, state, alone, step, asked_by, begun_at, beat_at, upload_id,
                                       reason)
                 select cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), 'running', 'yes', 'wait',
                        cast($5 as text), cast($6 as bigint), cast($6 as bigint), cast($7 as text), cast($8 as text)
                 where not exists (select 1 from restores o
                                   where o.upload_id = $7 and o.kind = $2 and o.asked_by = $5 and o.begun_at > $9
                                     and coalesce(o.school_id, '') = coalesce(cast($3 as text), ''))"
            ),
            args![id, kind.text(), order.school, &order.name, asked_by, now, upload, reason, now.plus_seconds(-CLICKS)],
        )
        .await;
    match begun {
        Ok(0) => Err(model::Error::Conflict(Problem::RestoreRuns).into()),
        Ok(_) => {
            let beat = sql!("update restores set beat_at = $2, step = $3 where id = $1 and alone = 'yes'");
            Ok(Run { id, beating: tokio::spawn(told.clone().say_it_lives(system.clone(), beat, args![id])) })
        }
        Err(error) if error.is_unique() => Err(model::Error::Conflict(Problem::RestoreRuns).into()),
        Err(error) => Err(error.into()),
    }
}

/// Whether one runs that has been heard of lately. It waits for nobody.
pub(super) async fn is_any_alive(request: &Request) -> Result<bool> {
    let (alive,): (bool,) = request
        .db
        .one(
            sql!("select exists (select 1 from restores where alone = 'yes' and beat_at >= $1) as alive"),
            args![store::clock::now().plus_minutes(-DEAD_MINUTES)],
        )
        .await?;
    Ok(alive)
}

/// What somebody asked for is theirs also under the id that they have in what was put back.
pub(super) async fn follow(tx: &mut Tx, from: UserId, to: UserId) -> Result<()> {
    tx.run(sql!("update restores set asked_by = $2 where asked_by = $1"), args![from, to]).await?;
    Ok(())
}

impl Run {
    pub async fn note_safety(&self, system: &System, name: &str) -> Result<()> {
        system.db.run(sql!("update restores set safety = $2 where id = $1"), args![self.id, name]).await?;
        Ok(())
    }

    /// Within the transaction of the restore: lets it through where nothing else may go.
    pub async fn load(&self, tx: &mut Tx) -> Result<()> {
        tx.run(sql!("update restores set state = 'loading' where id = $1"), args![self.id]).await?;
        Ok(())
    }

    /// At its end: it is done exactly when what it did is.
    pub async fn done(&self, tx: &mut Tx, system: &System, outcome: &Outcome, told: &Told) -> Result<()> {
        let report = json!({ "rows": outcome.rows, "files": outcome.files, "all_files": outcome.all_files,
                             "lacking": outcome.lacking, "matched": outcome.matched, "new": outcome.new,
                             "logged": outcome.logged });
        tx.run(
            sql!(
                "update restores set state = 'done', alone = null, step = 'done', ended_at = $2, beat_at = $2, report = $3,
                        log = $4
                 where id = $1"
            ),
            args![self.id, end(system), report.to_string(), log(told)?],
        )
        .await?;
        Ok(())
    }

    /// Notes also what came after that transaction. It is done, whether this can be noted or not.
    pub async fn note_log(&self, system: &System, told: &Told) -> Result<()> {
        system.db.run(sql!("update restores set log = $2 where id = $1"), args![self.id, log(told)?]).await?;
        Ok(())
    }

    /// Notes how a drill ended, with what it found as JSON, or a restore that changed nothing.
    pub async fn end<T>(&self, system: &System, told: &Told, heard: &Result<Heard<T>>, report: &str) -> Result<()> {
        let (state, error, report) = match failed(heard) {
            None => ("done", String::new(), report.to_owned()),
            Some((cause, said)) => ("failed", said, serde_json::to_string(&cause)?),
        };
        system
            .db
            .run(
                sql!(
                    "update restores set state = $2, alone = null, step = $3, error = $4, ended_at = $5, beat_at = $5,
                            report = $6, log = $7
                     where id = $1 and alone = 'yes'"
                ),
                args![self.id, state, told.now().step.text(), error, end(system), report, log(told)?],
            )
            .await?;
        Ok(())
    }
}

/// Why it failed, typed for the pages and as the machine says it; nothing where it did not.
fn failed<T>(heard: &Result<Heard<T>>) -> Option<(Cause, String)> {
    Some(match heard {
        Ok(Ok(_)) => return None,
        Ok(Err(Refused::Broken(report))) => match report.problems.split_first() {
            Some((first, others)) => {
                let more = report.more + others.len() as u64;
                (Cause::Broken { first: first.clone(), more }, first.to_string())
            }
            None => (Cause::Fault, String::new()),
        },
        Ok(Err(Refused::Unfit(unfit))) => (Cause::Unfit(unfit.clone()), unfit.to_string()),
        Ok(Err(Refused::Stopped)) => (Cause::Stopped, GIVEN_UP.to_owned()),
        Err(error) => {
            if let Error::Fault(fault) = error {
                tracing::error!(error = format!("{fault:#}"), "a restore failed; nothing was changed");
            }
            cause(error)
        }
    })
}

/// What stood in the way, typed for the pages and as the machine says it.
pub(in crate::backup) fn cause(error: &Error) -> (Cause, String) {
    match error {
        Error::Refused(answer @ model::Error::Conflict(Problem::DiskFull)) => (Cause::NoRoom, answer.to_string()),
        Error::Refused(answer) => (Cause::Refused(answer.clone()), answer.to_string()),
        Error::Fault(fault) => (if fault.is::<NoSafety>() { Cause::NoSafety } else { Cause::Fault }, format!("{fault:#}")),
    }
}

/// A run takes its time: the instant of the request is its beginning.
fn end(system: &System) -> At {
    At(store::clock::now().0.max(system.now.0))
}

fn log(told: &Told) -> Result<String> {
    Ok(serde_json::to_string(&told.log())?)
}

pub(super) async fn end_the_dead(system: &System) -> Result<()> {
    end_silent(system, 0).await
}

/// The same at a start. Beside a file there is no other server: whatever ran, ran in one that is gone.
pub(super) async fn end_unfinished(system: &System) -> Result<()> {
    end_silent(system, if system.db.kind() == "sqlite" { DEAD_MINUTES + 1 } else { 0 }).await
}

/// Ends those that have been silent for long enough, as it will be so many minutes from now.
async fn end_silent(system: &System, later: i64) -> Result<()> {
    let now = store::clock::now();
    system
        .db
        .run(
            sql!(
                "update restores set state = 'failed', alone = null, ended_at = $1, error = $3, report = $4
                 where alone = 'yes' and beat_at < $2"
            ),
            args![now, now.plus_minutes(later - DEAD_MINUTES), STOPPED, serde_json::to_string(&Cause::Interrupted)?],
        )
        .await?;
    Ok(())
}

//! The list of restores and drills: one at a time, and what a killed server left is known for what it is.

use std::time::Duration;

use model::At;
use model::backup::restore::{Kind, STOPPED, Step};
use model::ids::RestoreId;
use serde_json::json;
use store::{Tx, args, sql};
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval_at};

use super::loading::Outcome;
use super::{Heard, Order, Refused, Told};
use crate::{Error, Result, System};

/// Time from one sign of life to the next.
const BEAT: Duration = Duration::from_secs(30);
/// Seconds in which two clicks are one: shorter than elsewhere, for what failed is tried again.
pub(super) const CLICKS: i64 = 10;
/// Minutes without a sign of life after which a run is taken for dead.
const DEAD_MINUTES: i64 = 10;
/// What stands in the list where somebody stopped it.
const GIVEN_UP: &str = "it was stopped; nothing was changed";

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

/// Says now and then that it lives, and at which step it is.
async fn beat(system: System, id: RestoreId, told: Told) {
    let (mut heard, mut noted) = (told.listen(), Step::Wait);
    let mut clock = interval_at(Instant::now() + BEAT, BEAT);
    loop {
        let (step, due) = tokio::select! {
            changed = heard.changed() => match changed {
                Ok(()) => (heard.borrow_and_update().step, false),
                Err(_) => return,
            },
            _ = clock.tick() => (noted, true),
        };
        let is_new = step != noted;
        noted = step;
        // On SQLite it waits in vain while the rows are put in.
        if !due && (!is_new || step >= Step::Load) {
            continue;
        }
        let beat = sql!("update restores set beat_at = $2, step = $3 where id = $1 and alone = 'yes'");
        if let Err(error) = system.db.run(beat, args![id, store::clock::now(), step.text()]).await {
            tracing::debug!(%error, "a restore could not say that it lives");
        }
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
                                   where o.upload_id = $7 and o.kind = $2 and o.asked_by = $5 and o.begun_at > $9)"
            ),
            args![id, kind.text(), order.school, &order.name, asked_by, now, upload, reason, now.plus_seconds(-CLICKS)],
        )
        .await;
    match begun {
        Ok(0) => Err(model::Error::Conflict(model::Problem::RestoreRuns).into()),
        Ok(_) => Ok(Run { id, beating: tokio::spawn(beat(system.clone(), id, told.clone())) }),
        Err(error) if error.is_unique() => Err(model::Error::Conflict(model::Problem::RestoreRuns).into()),
        Err(error) => Err(error.into()),
    }
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
        let report = json!({ "rows": outcome.rows, "files": outcome.files, "matched": outcome.matched, "new": outcome.new });
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

    /// Notes how a drill ended, with what it found as JSON, or a restore that changed nothing.
    pub async fn end<T>(&self, system: &System, told: &Told, heard: &Result<Heard<T>>, report: &str) -> Result<()> {
        let (state, error) = match heard {
            Ok(Ok(_)) => ("done", String::new()),
            Ok(Err(Refused::Broken(report))) => ("failed", report.problems.first().map(ToString::to_string).unwrap_or_default()),
            Ok(Err(Refused::Unfit(unfit))) => ("failed", unfit.to_string()),
            Ok(Err(Refused::Stopped)) => ("failed", GIVEN_UP.to_owned()),
            Err(Error::Refused(answer)) => ("failed", answer.to_string()),
            Err(Error::Fault(cause)) => {
                tracing::error!(error = format!("{cause:#}"), "a restore failed; nothing was changed");
                ("failed", format!("{cause:#}"))
            }
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
                "update restores set state = 'failed', alone = null, ended_at = $1, error = $3
                 where alone = 'yes' and beat_at < $2"
            ),
            args![now, now.plus_minutes(later - DEAD_MINUTES), STOPPED],
        )
        .await?;
    Ok(())
}

//! The list of restores and drills: one at a time, and what a killed server left is known for what it is.

use std::time::Duration;

use model::At;
use model::backup::kept::Proof;
use model::ids::RestoreId;
use serde_json::json;
use store::{Tx, args, sql};
use tokio::task::JoinHandle;

use super::loading::Outcome;
use super::{Heard, Order, Refused, Told};
use crate::{Error, Result, System};

/// Time from one sign of life to the next.
const BEAT: Duration = Duration::from_secs(30);
/// Minutes without a sign of life after which a run is taken for dead.
const DEAD_MINUTES: i64 = 10;
/// What stands in the list where somebody stopped it.
const STOPPED: &str = "it was stopped; nothing was changed";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Restore,
    Drill,
}

impl Kind {
    const fn text(self) -> &'static str {
        match self {
            Kind::Restore => "restore",
            Kind::Drill => "drill",
        }
    }
}

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

async fn beat(system: System, id: RestoreId) {
    loop {
        tokio::time::sleep(BEAT).await;
        // On SQLite it waits in vain while the rows are put in.
        let beat = sql!("update restores set beat_at = $2 where id = $1 and alone = 'yes'");
        if let Err(error) = system.db.run(beat, args![id, store::clock::now()]).await {
            tracing::debug!(%error, "a restore could not say that it lives");
        }
    }
}

/// Notes that one begins.
///
/// # Errors
/// `Conflict` while another one runs.
pub(super) async fn begin(system: &System, order: &Order, kind: Kind) -> Result<Run> {
    end_the_dead(system).await?;
    let id = RestoreId::new();
    let asked_by = order.asked_by.as_ref().map(|it| it.user_id);
    let begun = system
        .db
        .run(
            sql!(
                "insert into restores (id, kind, school_id, archive, state, alone, step, asked_by, begun_at, beat_at)
                 values ($1, $2, $3, $4, 'running', 'yes', 'check', $5, $6, $6)"
            ),
            args![id, kind.text(), order.school, &order.name, asked_by, store::clock::now()],
        )
        .await;
    match begun {
        Ok(_) => Ok(Run { id, beating: tokio::spawn(beat(system.clone(), id)) }),
        Err(error) if error.is_unique() => Err(model::Error::Conflict(model::Problem::RestoreRuns).into()),
        Err(error) => Err(error.into()),
    }
}

impl Run {
    pub async fn note_safety(&self, system: &System, name: &str) -> Result<()> {
        system.db.run(sql!("update restores set safety = $2 where id = $1"), args![self.id, name]).await?;
        Ok(())
    }

    /// What a drill proved, for its page.
    pub async fn note_proof(&self, system: &System, proof: &Proof) -> Result<()> {
        let report = serde_json::to_string(proof)?;
        system.db.run(sql!("update restores set report = $2 where id = $1"), args![self.id, report]).await?;
        Ok(())
    }

    /// Within the transaction of the restore: lets it through where nothing else may go.
    pub async fn load(&self, tx: &mut Tx) -> Result<()> {
        tx.run(sql!("update restores set state = 'loading' where id = $1"), args![self.id]).await?;
        Ok(())
    }

    /// At its end: it is done exactly when what it did is.
    pub async fn done(&self, tx: &mut Tx, system: &System, outcome: &Outcome) -> Result<()> {
        let report = json!({ "rows": outcome.rows, "files": outcome.files, "matched": outcome.matched, "new": outcome.new });
        tx.run(
            sql!(
                "update restores set state = 'done', alone = null, step = 'done', ended_at = $2, beat_at = $2, report = $3
                 where id = $1"
            ),
            args![self.id, end(system), report.to_string()],
        )
        .await?;
        Ok(())
    }

    /// Notes how a drill ended, or a restore that changed nothing.
    pub async fn end<T>(&self, system: &System, told: &Told, heard: &Result<Heard<T>>) -> Result<()> {
        let (state, error) = match heard {
            Ok(Ok(_)) => ("done", String::new()),
            Ok(Err(Refused::Broken(report))) => ("failed", report.problems.first().map(ToString::to_string).unwrap_or_default()),
            Ok(Err(Refused::Unfit(unfit))) => ("failed", unfit.to_string()),
            Ok(Err(Refused::Stopped)) => ("failed", STOPPED.to_owned()),
            Err(Error::Refused(answer)) => ("failed", format!("{answer:?}")),
            Err(Error::Fault(cause)) => {
                tracing::error!(error = format!("{cause:#}"), "a restore failed; nothing was changed");
                ("failed", format!("{cause:#}"))
            }
        };
        system
            .db
            .run(
                sql!(
                    "update restores set state = $2, alone = null, step = $3, error = $4, ended_at = $5, beat_at = $5
                     where id = $1 and alone = 'yes'"
                ),
                args![self.id, state, told.now().step.text(), error, end(system)],
            )
            .await?;
        Ok(())
    }
}

/// A run takes its time: the instant of the request is its beginning.
fn end(system: &System) -> At {
    At(store::clock::now().0.max(system.now.0))
}

pub(super) async fn end_the_dead(system: &System) -> Result<()> {
    let now = store::clock::now();
    system
        .db
        .run(
            sql!(
                "update restores set state = 'failed', alone = null, ended_at = $1,
                        error = 'the server stopped meanwhile; nothing was changed'
                 where alone = 'yes' and beat_at < $2"
            ),
            args![now, now.plus_minutes(-DEAD_MINUTES)],
        )
        .await?;
    Ok(())
}

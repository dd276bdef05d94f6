//! A clear on its way: begun by a request, and carried out after that was answered. First a backup of the school is made, then
//! all goes in one transaction: until that ends, nothing has changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use model::backup::cause::Cause;
use model::backup::clear::{DAYS, Going, Plan, What};
use model::backup::restore::Step;
use model::ids::{ClearId, SchoolId, UserId};
use model::{At, Error, Problem};
use serde_json::Value;
use store::{Sql, Tx, args, sql};
use tokio::task::JoinHandle;

use super::doomed::Doomed;
use super::{counts, lock, meanwhile, tell_admins, tell_people};
use crate::backup::clock::Clock;
use crate::backup::kept;
use crate::backup::restore::{self, Progress, Told};
use crate::scope::Actor;
use crate::{Result, Scope, System, Work};

/// Minutes without a sign of life after which one is taken for dead.
const SILENT_MINUTES: i64 = 2;

/// What runs in this process, of each school.
#[derive(Clone, Debug, Default)]
pub struct Clearing(Arc<Mutex<BTreeMap<SchoolId, Told>>>);

impl Clearing {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<SchoolId, Told>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it is.
    pub(super) fn of(&self, school: SchoolId) -> Option<Progress> {
        self.lock().get(&school).map(Told::now)
    }
}

/// One that runs.
#[derive(sqlx::FromRow)]
pub(super) struct Runs {
    pub id: ClearId,
    pub what: What,
    pub seal: String,
    pub reason: String,
    pub cleared_by: UserId,
    pub beat_at: At,
}

fn runs() -> Sql {
    sql!("select id, what, seal, reason, cleared_by, beat_at from clears where school_id = $1 and state = 'running'")
}

/// The one that runs in the school and has been heard of lately, or runs in this process. It waits for nobody.
pub(super) async fn alive(scope: &Scope) -> Result<Option<Runs>> {
    let school = scope.school_id();
    let found: Option<Runs> = scope.db.maybe(runs(), args![school]).await?;
    Ok(found.filter(|it| scope.clearing.of(school).is_some() || is_alive(it.beat_at)))
}

/// The one that runs in a school, unless nobody has heard of it for long. To be asked with the school locked.
pub(super) async fn of_school(tx: &mut Tx, school: SchoolId) -> Result<Option<Runs>> {
    let dead = sql!("update clears set state = 'failed', cause = $3 where school_id = $1 and state = 'running' and beat_at < $2");
    tx.run(dead, args![school, oldest(0), interrupted()?]).await?;
    Ok(tx.maybe(runs(), args![school]).await?)
}

/// Whether one that was heard of then still runs.
pub(super) fn is_alive(beat_at: At) -> bool {
    beat_at >= oldest(0)
}

/// Whatever has been silent since before that is taken for dead, as it will be so many minutes from now.
fn oldest(later: i64) -> At {
    store::clock::now().plus_minutes(later - SILENT_MINUTES)
}

/// Why one has ended that was taken for dead.
fn interrupted() -> Result<String> {
    Ok(serde_json::to_string(&Cause::Interrupted)?)
}

/// Ends what a server left that was killed in the middle: nothing of it has changed.
///
/// # Errors
/// As the database answers.
pub async fn end_the_dead(system: &System) -> Result<()> {
    end(system, 0).await
}

/// The same at a start. Beside a file there is no other server: whatever ran, ran in one that is gone.
///
/// # Errors
/// As the database answers.
pub async fn end_unfinished(system: &System) -> Result<()> {
    end(system, if system.db.kind() == "sqlite" { SILENT_MINUTES + 1 } else { 0 }).await
}

/// Ends those that have been silent for long enough, as it will be so many minutes from now.
async fn end(system: &System, later: i64) -> Result<()> {
    let dead = sql!("update clears set state = 'failed', cause = $2 where state = 'running' and beat_at < $1");
    system.db.run(dead, args![oldest(later), interrupted()?]).await?;
    Ok(())
}

/// One that has been noted. While it is kept it says now and then that it lives.
pub(super) struct Begun {
    scope: Scope,
    clock: Clock,
    id: ClearId,
    /// What was shown, which is what goes.
    plan: Plan,
    reason: String,
    told: Told,
    beating: JoinHandle<()>,
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.beating.abort();
        let mut now = self.scope.clearing.lock();
        // The next one may have begun already.
        if now.get(&self.scope.school_id()).is_some_and(|told| told.is(&self.told)) {
            now.remove(&self.scope.school_id());
        }
    }
}

impl Begun {
    pub fn new(scope: Scope, id: ClearId, plan: Plan, reason: &str) -> Begun {
        let (told, school) = (Told::default(), scope.school_id());
        scope.clearing.lock().insert(school, told.clone());
        let beat = sql!("update clears set beat_at = $3, step = $4 where school_id = $1 and id = $2 and state = 'running'");
        let system = System(scope.request.clone());
        let beating = tokio::spawn(told.clone().say_it_lives(system, beat, args![school, id]));
        let clock = Clock::of(&scope.request);
        Begun { scope, clock, id, plan, reason: reason.to_owned(), told, beating }
    }

    /// Whose it is, at the present instant.
    fn now(&self) -> Scope {
        let mut scope = self.scope.clone();
        scope.request.now = self.clock.now();
        scope
    }

    /// Carries it out. How it ended stands in its row.
    pub async fn carry_out(self) {
        let Err(error) = self.clear().await else { return };
        let (cause, said) = restore::cause(&error);
        if matches!(error, crate::Error::Fault(_)) {
            tracing::error!(error = said, "a clear failed; nothing was changed");
        }
        if let Err(error) = self.note_failed(&cause).await {
            tracing::error!(?error, "how a clear ended could not be noted");
        }
    }

    async fn clear(&self) -> Result<()> {
        let (system, of) = (System(self.scope.request.clone()), Some(self.scope.school_id()));
        self.told.step(Step::Safety, kept::copies(&system, of).await?);
        restore::keep(&system, of, self.plan.what.into(), &self.told).await?;
        self.told.step(Step::Remove, self.plan.total().unsigned_abs());
        // It is cleared when the rows go: the backup may have taken long.
        let scope = self.now();
        let mut work = scope.begin().await?;
        let begun = Instant::now();
        // Their place, or their permission, may have gone meanwhile.
        let scope = &lock(&mut work, &scope).await?;
        let doomed = Doomed::find(&mut work.tx, scope, self.plan.what).await?;
        if doomed.plan != self.plan {
            return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
        }
        let gone = doomed.remove(&mut work, self.id, &self.told).await.map_err(meanwhile)?;
        self.told.step(Step::Prove, 0);
        self.prove(&mut work, &gone).await?;
        let mut detail = counts(&gone);
        detail.insert("reason".to_owned(), self.reason.as_str().into());
        let what = self.plan.what;
        work.audit("backup.cleared", format!("clear.{what}"), Value::Object(detail)).await?;
        tell_admins(&mut work, scope, what, &self.reason).await?;
        tell_people(&mut work, doomed.ids(Going::Memberships));
        self.note_done(&mut work).await?;
        work.tx.forget();
        work.commit().await?;
        // Others waited as long as this.
        tracing::info!(%what, rows = self.plan.total(), ms = begun.elapsed().as_secs_f64() * 1000.0, "cleared");
        Ok(())
    }

    /// What went is what was shown, and every row of it is kept.
    async fn prove(&self, work: &mut Work, gone: &[(Going, i64)]) -> Result<()> {
        // What came while it was counted has not been shown.
        if gone != self.plan.counts {
            return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
        }
        let kept = sql!(
            "select cast(count(*) as bigint) as n from cleared_rows
             where school_id = $1 and clear_id = $2 and column_name is null"
        );
        let (kept,): (i64,) = work.tx.one(kept, args![self.scope.school_id(), self.id]).await?;
        if kept == self.plan.total() { Ok(()) } else { Err(anyhow::anyhow!("{kept} rows were kept of what went").into()) }
    }

    /// At its end: it is done exactly when what it did is. Its days begin only then.
    async fn note_done(&self, work: &mut Work) -> Result<()> {
        let done = sql!(
            "update clears set state = 'done', step = 'done', beat_at = $3, cleared_at = $4, expires_at = $5
             where school_id = $1 and id = $2 and state = 'running'"
        );
        let now = work.now();
        let args = args![self.scope.school_id(), self.id, store::clock::now(), now, now.plus_days(DAYS)];
        let noted = work.tx.run(done, args).await?;
        // Who was told that it died may have gone on already.
        if noted == 1 { Ok(()) } else { Err(anyhow::anyhow!("it was taken for dead").into()) }
    }

    async fn note_failed(&self, cause: &Cause) -> Result<()> {
        let failed = sql!(
            "update clears set state = 'failed', step = $3, cause = $4, beat_at = $5
             where school_id = $1 and id = $2 and state = 'running'"
        );
        let (step, cause) = (self.told.now().step.text(), serde_json::to_string(cause)?);
        self.scope.db.run(failed, args![self.scope.school_id(), self.id, step, cause, store::clock::now()]).await?;
        Ok(())
    }
}

//! Clearing what a school has, and bringing it back within seven days (product.md section 22). What goes is decided by the
//! table of [`fates`]; what went stands in `cleared_rows`, to the last column.

mod doomed;
mod fates;
mod page;
#[cfg(test)]
mod tests;
mod turns;
mod undo;

use std::time::Instant;

use model::backup::clear::{ClearForm, DAYS, Going, Plan, What};
use model::backup::kept::{Cause, Why};
use model::ids::{ClearId, UserId};
use model::{At, Error, Permission, Problem};
use serde_json::{Map, Value, json};
use store::{Tx, args, sql};

use self::doomed::Doomed;
use super::kept;
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Request, Result, Scope, Work, drawn, mail};

pub(super) use page::of_platform;
pub use page::{reach, show};
pub use undo::undo;

/// Whoever looks with another's eyes clears nothing.
fn may_clear(scope: &Scope) -> Result<()> {
    scope.require(Permission::BackupClear)?;
    if scope.me.viewer.is_none() { Ok(()) } else { Err(Error::Viewing.into()) }
}

/// Clears what the form says, after a backup of the school was made. The second of two clicks is answered like the first.
///
/// # Errors
/// `Forbidden` without `backup.clear`, `Viewing`; `Invalid` for a form that is not right, a name that is not the school's,
/// nothing to clear, or where no backup could be made; `Conflict` when other rows would go than were counted. Then nothing
/// is cleared.
pub async fn clear(scope: &Scope, form: &ClearForm) -> Result<ClearId> {
    may_clear(scope)?;
    let what = form.validate()?;
    if !form.names(&scope.place.name) {
        return Err(Error::field("name", Problem::NotThatName).into());
    }
    let since = Instant::now();
    // A second click waits, and finds what the first has done instead of a backup that is being made.
    let _alone = turns::take(scope.school_id()).await;
    {
        let mut tx = scope.db.snapshot().await?;
        let plan = Doomed::find(&mut tx, scope, what).await?.plan;
        if let Some(id) = done_before(&mut tx, scope, &plan, form).await? {
            return Ok(id);
        }
    }
    safe(scope, since).await?;
    let mut work = scope.begin().await?;
    let begun = Instant::now();
    let scope = &lock(&mut work, scope).await?;
    let doomed = Doomed::find(&mut work.tx, scope, what).await?;
    if let Some(id) = done_before(&mut work.tx, scope, &doomed.plan, form).await? {
        return Ok(id);
    }
    let id = ClearId::new();
    note(&mut work, scope, id, &doomed.plan, form).await?;
    let gone = doomed.remove(&mut work, id).await.map_err(meanwhile)?;
    // What came while it was counted has not been shown.
    if gone != doomed.plan.counts {
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    let mut detail = counts(&gone);
    detail.insert("reason".to_owned(), form.reason.trim().into());
    work.audit("backup.cleared", format!("clear.{what}"), Value::Object(detail)).await?;
    tell_admins(&mut work, scope, what, form.reason.trim()).await?;
    tell_people(&mut work, doomed.ids(Going::Memberships));
    work.tx.forget();
    work.commit().await?;
    // Others waited as long as this.
    tracing::info!(%what, rows = doomed.plan.total(), ms = begun.elapsed().as_secs_f64() * 1000.0, "cleared");
    Ok(id)
}

/// Locks the school and answers who clears as they stand then: an admin of the platform needs no place in it.
///
/// # Errors
/// `Forbidden` for those who may not any more.
async fn lock(work: &mut Work, scope: &Scope) -> Result<Scope> {
    let by_platform = scope.me.is_platform_admin();
    if by_platform {
        admins::lock_platform(work).await?;
    }
    admins::lock(work, scope.school_id()).await?;
    if by_platform {
        match admins::is_of_platform(work, scope.user_id()).await {
            Err(crate::Error::Refused(Error::Forbidden)) => {}
            done => return done.map(|()| scope.clone()),
        }
    }
    let now = admins::as_now(work, scope).await?;
    may_clear(&now)?;
    Ok(now)
}

/// What goes is what was shown, and it is something.
fn stands(plan: &Plan, form: &ClearForm) -> Result<()> {
    drawn::check(&form.drawn, &plan.seal())?;
    if plan.total() > 0 { Ok(()) } else { Err(Error::form(Problem::NothingToClear).into()) }
}

/// What the same form has done already: nothing while what was shown is still there, though it is the same again.
async fn done_before(tx: &mut Tx, scope: &Scope, plan: &Plan, form: &ClearForm) -> Result<Option<ClearId>> {
    let Err(refused) = stands(plan, form) else { return Ok(None) };
    let id = twin(tx, scope, plan.what, form).await?;
    id.map(Some).ok_or(refused)
}

/// The backup before it, without which nothing is cleared. It is of now, however long one waited.
async fn safe(scope: &Scope, since: Instant) -> Result<()> {
    let waited = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
    let now = At(scope.now.0.saturating_add(waited));
    let request = Request { now, ..scope.request.clone() };
    let made = kept::make(&request, Some(scope.school_id()), Why::Safety).await;
    made.map(|_| ()).map_err(|error| match error {
        crate::Error::Refused(answer) => answer.into(),
        fault => {
            tracing::error!(error = ?fault, "no backup before a clear");
            let words = kept::words(&fault);
            // What is no sentence stands in the list of backups, in the reader's language.
            let is_cause = words.parse::<Cause>().is_ok();
            let refused =
                if is_cause { Error::form(Problem::NoSafetyBackup) } else { Error::clash("", Problem::NoSafetyBackup, &words) };
            refused.into()
        }
    })
}

/// The clear that a form like this one did last.
async fn twin(tx: &mut Tx, scope: &Scope, what: What, form: &ClearForm) -> Result<Option<ClearId>> {
    if form.drawn.is_empty() {
        return Ok(None);
    }
    let found: Option<(ClearId,)> = tx
        .maybe(
            sql!(
                "select id from clears
                 where school_id = $1 and cleared_by = $2 and what = $3 and seal = $4 and reason = $5 and undone_at is null
                   and cleared_at > $6
                 order by cleared_at desc, id desc limit 1"
            ),
            args![
                scope.school_id(),
                scope.user_id(),
                what.text(),
                form.drawn.as_str(),
                form.reason.trim(),
                scope.now.plus_minutes(-10)
            ],
        )
        .await?;
    Ok(found.map(|(id,)| id))
}

async fn note(work: &mut Work, scope: &Scope, id: ClearId, plan: &Plan, form: &ClearForm) -> Result<()> {
    work.tx
        .run(
            sql!(
                "insert into clears (school_id, id, what, reason, seal, rows, cleared_by, cleared_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            args![
                scope.school_id(),
                id,
                plan.what.text(),
                form.reason.trim(),
                plan.seal(),
                plan.total(),
                scope.user_id(),
                scope.now,
                scope.now.plus_days(DAYS)
            ],
        )
        .await?;
    Ok(())
}

/// A row that came in between and needs one that goes.
fn meanwhile(error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Fault(cause) if matches!(cause.downcast_ref::<store::Error>(), Some(store::Error::ForeignKey(_))) => {
            Error::Conflict(Problem::ChangedMeanwhile).into()
        }
        other => other,
    }
}

/// How many of each table, as the audit log has it.
fn counts(rows: &[(Going, i64)]) -> Map<String, Value> {
    rows.iter().map(|(going, rows)| (going.text().to_owned(), json!(rows))).collect()
}

/// What they may see has changed.
fn tell_people(work: &mut Work, people: &[String]) {
    for user in people.iter().filter_map(|id| id.parse::<UserId>().ok()) {
        work.tell(Event::AccessChanged { user });
    }
}

async fn tell_admins(work: &mut Work, scope: &Scope, what: What, reason: &str) -> Result<()> {
    let others: Vec<(String, String)> = work
        .tx
        .all(
            sql!(
                "select u.email, u.name from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.role = 'school_admin' and m.status = 'active' and m.user_id <> $2
                   and u.status in ('pending', 'active')
                 order by u.id"
            ),
            args![scope.school_id(), scope.user_id()],
        )
        .await?;
    for (to, name) in others {
        let it =
            mail::ClearedOf { to: &to, name: &name, by: scope, what: what.label(), reason, until: scope.now.plus_days(DAYS) };
        mail::send_cleared(work, &it).await?;
    }
    Ok(())
}

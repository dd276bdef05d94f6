//! Clearing what a school has, and bringing it back within seven days (product.md section 22). What goes is decided by the
//! table of [`fates`]; what went stands in `cleared_rows`, to the last column.

mod doomed;
mod fates;
mod page;
mod running;
#[cfg(test)]
pub(super) mod tests;
mod undo;

use model::backup::clear::{ClearForm, DAYS, Going, Plan, What};
use model::ids::{ClearId, UserId};
use model::{Error, Permission, Problem};
use serde_json::{Map, Value, json};
use store::{Tx, args, sql};
use tracing::Instrument;

use self::doomed::Doomed;
use self::running::{Begun, Runs};
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work, drawn, mail};

pub(super) use page::of_platform;
pub use page::{gone, reach, running, show};
pub use running::{Clearing, end_the_dead, end_unfinished};
pub use undo::undo;

/// Whoever looks with another's eyes clears nothing.
fn may_clear(scope: &Scope) -> Result<()> {
    scope.require(Permission::BackupClear)?;
    if scope.me.viewer.is_none() { Ok(()) } else { Err(Error::Viewing.into()) }
}

/// Begins to clear what the form says, which is carried out after this has answered. The second of two clicks is answered
/// like the first.
///
/// # Errors
/// `Forbidden` without `backup.clear`, `Viewing`; `Invalid` for a form that is not right, a name that is not the school's, or
/// nothing to clear; `Conflict` when other rows would go than were counted, and with [`Problem::ClearRuns`] while something
/// else of the school is being cleared. Then nothing is begun.
pub async fn begin(scope: &Scope, form: &ClearForm) -> Result<ClearId> {
    let (id, begun) = start(scope, form).await?;
    if let Some(begun) = begun {
        tokio::spawn(begun.carry_out().in_current_span());
    }
    Ok(id)
}

/// Notes that it begins; only the id where a click before has begun it, or done it.
async fn start(scope: &Scope, form: &ClearForm) -> Result<(ClearId, Option<Begun>)> {
    may_clear(scope)?;
    let what = form.validate()?;
    if !form.names(&scope.place.name) {
        return Err(Error::field("name", Problem::NotThatName).into());
    }
    // Asked before the first statement that writes: while rows go, such a one would wait until all of them have.
    if let Some(runs) = running::alive(scope).await? {
        return same(&runs, scope, what, form);
    }
    let mut work = scope.begin().await?;
    let scope = lock(&mut work, scope).await?;
    if let Some(runs) = running::of_school(&mut work.tx, scope.school_id()).await? {
        return same(&runs, &scope, what, form);
    }
    let plan = Doomed::find(&mut work.tx, &scope, what).await?.plan;
    if let Some(id) = done_before(&mut work.tx, &scope, &plan, form).await? {
        return Ok((id, None));
    }
    let id = ClearId::new();
    note(&mut work, &scope, id, &plan, form).await?;
    work.commit().await?;
    Ok((id, Some(Begun::new(scope, id, plan, form.reason.trim()))))
}

/// What runs, where this form has begun it; else it is in the way.
fn same(runs: &Runs, scope: &Scope, what: What, form: &ClearForm) -> Result<(ClearId, Option<Begun>)> {
    let is_twin =
        runs.cleared_by == scope.user_id() && runs.what == what && runs.seal == form.drawn && runs.reason == form.reason.trim();
    if is_twin { Ok((runs.id, None)) } else { Err(Error::Conflict(Problem::ClearRuns).into()) }
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

/// The clear that a form like this one did last.
async fn twin(tx: &mut Tx, scope: &Scope, what: What, form: &ClearForm) -> Result<Option<ClearId>> {
    if form.drawn.is_empty() {
        return Ok(None);
    }
    let found: Option<(ClearId,)> = tx
        .maybe(
            sql!(
                "select id from clears
                 where school_id = $1 and cleared_by = $2 and what = $3 and seal = $4 and reason = $5 and state = 'done'
                   and undone_at is null and cleared_at > $6
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
                "insert into clears (school_id, id, what, reason, seal, rows, cleared_by, cleared_at, expires_at, state, step,
                                     beat_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', 'wait', $10)"
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
                scope.now.plus_days(DAYS),
                store::clock::now()
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

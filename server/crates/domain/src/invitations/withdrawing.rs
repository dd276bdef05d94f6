//! All open invitations that match, withdrawn at once: first counted, then done.

use model::ids::InvitationId;
use model::invitations::{InvitationFilter, Withdrawable};
use model::{At, Error, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use super::policy;
use super::search::{self, Meant};
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work, drawn, twice};

/// What [`withdraw_all`] would withdraw, before it is done.
///
/// # Errors
/// `Forbidden` without `members.manage`.
pub(super) async fn preview(scope: &Scope, filter: &InvitationFilter) -> Result<Withdrawable> {
    scope.require(Permission::MembersManage)?;
    let all: Vec<Meant> = scope.db.all(search::meant(), search::arguments_of_waiting(scope, filter)).await?;
    let (own, kept) = parted(scope, filter, all);
    Ok(Withdrawable { count: own.len() as i64, kept: kept.len() as i64, seal: seal(&own) })
}

/// Those whose role the caller may give, and the others: who may not give a role withdraws no invitation with it.
fn parted(scope: &Scope, filter: &InvitationFilter, all: Vec<Meant>) -> (Vec<Meant>, Vec<Meant>) {
    let all = search::with_words(all, filter);
    all.into_iter().partition(|it| policy::may_invite(scope.permissions(), it.role).is_ok())
}

fn seal(invitations: &[Meant]) -> String {
    drawn::together(invitations.iter().map(|it| it.id))
}

/// Withdraws all that match, nobody has come by and the caller may give, in one transaction: those that the list was sealed
/// with. The second of two clicks is answered like the first.
///
/// # Errors
/// `Forbidden` without `members.manage`; `Conflict` when others match than were shown, or none. Then nothing is withdrawn.
pub async fn withdraw_all(scope: &Scope, filter: &InvitationFilter, sealed: &str) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    // Of two clicks the second waits and finds what the first has withdrawn.
    admins::lock(&mut work, scope.school_id()).await?;
    let scope = &admins::as_now(&mut work, scope).await?;
    scope.require(Permission::MembersManage)?;
    if is_done(&mut work, scope, sealed).await? {
        return Ok(());
    }
    // Whoever comes by one of them at this moment has come, or comes too late.
    work.tx
        .run(
            sql!("update invitations set id = id where school_id = $1 and accepted_at is null and withdrawn_at is null"),
            args![scope.school_id()],
        )
        .await?;
    let all: Vec<Meant> = work.tx.all(search::meant(), search::arguments_of_waiting(scope, filter)).await?;
    let (own, _) = parted(scope, filter, all);
    if own.is_empty() || seal(&own) != sealed {
        return Err(Error::Conflict(Problem::OthersMatch).into());
    }
    work.tx
        .run(
            sql!("update invitations set withdrawn_at = $3 where school_id = $1 and id in (select value from {list $2})"),
            args![scope.school_id(), store::list(own.iter().map(|it| it.id)), scope.now],
        )
        .await?;
    let told = own.into_iter().map(|it| (it.id, json!({ "email": it.email, "role": it.role.text() }))).collect();
    work.audit_each("member.invitation_withdrawn", told).await?;
    work.commit().await
}

/// Whether these very ones were withdrawn together a moment ago.
async fn is_done(work: &mut Work, scope: &Scope, sealed: &str) -> Result<bool> {
    let withdrawn: Vec<(InvitationId, At)> = work
        .tx
        .all(
            sql!(
                "select id, withdrawn_at from invitations
                 where school_id = $1 and accepted_at is null and withdrawn_at > $2 order by withdrawn_at, id"
            ),
            args![scope.school_id(), twice::since(scope.now)],
        )
        .await?;
    let mut together = withdrawn.chunk_by(|(_, one), (_, next)| one == next);
    Ok(together.any(|these| drawn::together(these.iter().map(|(id, _)| id)) == sealed))
}

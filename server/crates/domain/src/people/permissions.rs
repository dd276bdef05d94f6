//! Permissions of one member beyond the role, and those taken from it.

use model::ids::UserId;
use model::people::PermissionsForm;
use model::{Error, Permission, Permissions, Problem, Role};
use serde_json::json;
use store::{args, sql};

use super::{change, policy};
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, announcements, drawn};

/// Grants and revokes permissions until one member may do exactly what is ticked.
///
/// # Errors
/// `Forbidden` without `roles.manage` and for a school's admin, from whom nothing can be taken; `Beyond` for permissions
/// that the caller does not hold and for members who hold more; `NotFound`; `Conflict` when the role or the permissions are no
/// longer those that the boxes were drawn for.
pub async fn save(scope: &Scope, id: UserId, form: &PermissionsForm) -> Result<()> {
    scope.require(Permission::RolesManage)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    admins::lock(&mut work, school).await?;
    let members = change::named(&mut work, scope, &[id]).await?;
    let member = members.first().ok_or(Error::NotFound)?;
    if member.role.text() != form.role {
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    if member.role == Role::SchoolAdmin {
        return Err(Error::Forbidden.into());
    }
    let (granted, revoked) = form.differences(member.role);
    let (granted, revoked) = (granted.names(), revoked.names());
    if (&member.granted, &member.revoked) == (&granted, &revoked) {
        return Ok(());
    }
    let after = Permissions::of_member(member.role, &granted, &revoked);
    let by = admins::as_now(&mut work, scope).await?.permissions();
    policy::may_grant(by, member.held(), after)?;
    drawn::check(&form.drawn, &format!("{}/{}", member.granted, member.revoked))?;
    work.tx
        .run(
            sql!("update memberships set granted = $3, revoked = $4 where school_id = $1 and user_id = $2"),
            args![school, id, granted.as_str(), revoked.as_str()],
        )
        .await?;
    announcements::put_back(&mut work, school, scope.now, [id], None).await?;
    let detail = json!({
        "before": signed(&member.granted, &member.revoked),
        "after": signed(&granted, &revoked),
    });
    work.audit("member.permissions_changed", id, detail).await?;
    work.tell(Event::AccessChanged { user: id });
    work.commit().await
}

/// `+audit.read -chat.write`
fn signed(granted: &str, revoked: &str) -> String {
    let granted = granted.split_whitespace().map(|name| format!("+{name}"));
    granted.chain(revoked.split_whitespace().map(|name| format!("-{name}"))).collect::<Vec<_>>().join(" ")
}

//! A misspelt name that a school puts right, for somebody who belongs to it alone: elsewhere a name is the person's own.

use model::ids::UserId;
use model::people::NameForm;
use model::{Error, Permission};
use serde_json::json;
use store::{args, sql};

use super::change::Member;
use super::policy;
use crate::accounts::links;
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, bounds, drawn, names};

/// Whether the person `u` never belonged to another school than `$1` and is no admin of the platform.
macro_rules! only_here {
    () => {
        "(u.platform_role <> 'super_admin'
          and not exists (select 1 from memberships o where o.user_id = u.id and o.school_id <> $1))"
    };
}
pub(super) use only_here;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    member: Member,
    name: String,
    only_here: bool,
}

/// Puts a member's name right. What is as it was changes nothing.
///
/// # Errors
/// `Invalid` on `name`, `NotFound`; `Forbidden` for those who may not change the member, and for a member who has left,
/// has another school or is an admin of the platform; `Conflict` when somebody changed it since the form was drawn.
pub async fn rename(scope: &Scope, id: UserId, form: &NameForm) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    form.validate()?;
    let name = form.name.trim();
    let mut work = scope.begin().await?;
    links::lock(&mut work.tx, id).await?;
    let row: Option<Row> = work
        .tx
        .maybe(
            sql!(concat!(
                "select m.user_id, m.role, m.status, m.ended_at, m.suspended_at, m.granted, m.revoked, u.name, ",
                only_here!(),
                " as only_here
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2 and m.search_key <> '' and ",
                bounds::person!("m.user_id", "$3")
            )),
            args![scope.school_id(), id, scope.people_reach()],
        )
        .await?;
    let Row { member, name: before, only_here } = row.ok_or(Error::NotFound)?;
    let by = admins::as_now(&mut work, scope).await?.permissions();
    policy::may_change(by, member.held())?;
    if !only_here || !member.standing().shows_contact() {
        return Err(Error::Forbidden.into());
    }
    if before == name {
        return Ok(());
    }
    drawn::check(&form.drawn, &NameForm::drawn_from(&before))?;
    // The keys that the school finds and sorts its people by follow by themselves.
    work.tx.run(sql!("update users set name = $2, name_key = $3 where id = $1"), args![id, name, names::key(name)]).await?;
    work.audit("member.renamed", id, json!({ "before": before, "after": name })).await?;
    // Sessions and open sockets say the name they began with.
    work.tell(Event::AccessChanged { user: id });
    work.commit().await
}

//! A misspelt name that a school puts right, as long as nobody has used the account: from then on the name is the person's
//! own, and is only suggested to them. It is answered in one way for all of those, so that nothing is learnt of their other
//! schools.

use model::ids::UserId;
use model::people::{NameForm, Standing};
use model::{Error, Permission};
use serde_json::json;
use store::{args, sql};

use super::change::Member;
use super::{policy, suggestions};
use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, drawn, names, schools};

/// Whether nobody has used the account `u` yet, and it never had a place in another school than `$1`. Who registers
/// themselves, accepts an invitation or logs in has used theirs: the audit log says so.
macro_rules! unused_here {
    () => {
        "(u.status = 'pending' and u.platform_role <> 'super_admin'
          and not exists (select 1 from sessions n where n.user_id = u.id)
          and not exists (select 1 from audit a where a.actor_id = u.id)
          and not exists (select 1 from memberships o where o.user_id = u.id and o.school_id <> $1))"
    };
}
pub(super) use unused_here;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    member: Member,
    name: String,
    unused: bool,
}

/// What came of a name that a school sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It is the member's name now.
    Renamed,
    /// It waits for their answer.
    Suggested,
}

/// Puts a member's name right, where nobody has used the account; of all others it is suggested to them. What is as it was
/// changes nothing.
///
/// # Errors
/// `Invalid` on `name`, also with what is suggested being the name already; `NotFound`; `Forbidden` for those who may not
/// change the member, for a member who has left, and for a suggestion to one who waits or is suspended; `Conflict` when
/// somebody changed the name since the form was drawn.
pub async fn rename(scope: &Scope, id: UserId, form: &NameForm) -> Result<Named> {
    scope.require(Permission::MembersManage)?;
    form.validate()?;
    let name = form.name.trim();
    let mut work = scope.begin().await?;
    // Whoever ends the place waits here, or has ended it: nothing is suggested to those who have left.
    schools::lock_place(&mut work, scope.school_id(), id).await?;
    let row: Option<Row> = work
        .tx
        .maybe(
            sql!(concat!(
                "select m.user_id, m.role, m.status, m.ended_at, m.suspended_at, m.granted, m.revoked, u.name, ",
                unused_here!(),
                " as unused
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2 and m.search_key <> '' and ",
                bounds::person!("m.user_id", "$3")
            )),
            args![scope.school_id(), id, scope.people_reach()],
        )
        .await?;
    let Row { member, name: before, unused } = row.ok_or(Error::NotFound)?;
    let by = admins::as_now(&mut work, scope).await?.permissions();
    policy::may_change(by, member.held())?;
    if !member.standing().shows_contact() {
        return Err(Error::Forbidden.into());
    }
    if !unused {
        // Who waits or is suspended is not asked: they see nothing of the school.
        if member.standing() != Standing::Active {
            return Err(Error::Forbidden.into());
        }
        suggestions::suggest(work, scope, id, &before, form).await?;
        return Ok(Named::Suggested);
    }
    if before == name {
        return Ok(Named::Renamed);
    }
    drawn::check(&form.drawn, &NameForm::drawn_from(&before))?;
    write(&mut work, id, name).await?;
    work.audit("member.renamed", id, json!({ "before": before, "after": name })).await?;
    // Sessions and open sockets say the name they began with.
    work.tell(Event::AccessChanged { user: id });
    work.commit().await?;
    Ok(Named::Renamed)
}

/// Gives somebody a name. The keys that schools find and sort their people by follow by themselves, and whatever suggests
/// that very name ends.
pub(super) async fn write(work: &mut Work, user: UserId, name: &str) -> Result<()> {
    work.tx.run(sql!("update users set name = $2, name_key = $3 where id = $1"), args![user, name, names::key(name)]).await?;
    Ok(())
}

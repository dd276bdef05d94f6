//! A class is renamed, put into a department, archived and restored. An archived one is read: nobody joins, nobody writes, and only the list of
//! the archived names it.

use model::classes::ClassSettingsForm;
use model::ids::ClassId;
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use super::{department, own_role, policy, seats};
use crate::scope::Actor;
use crate::{Result, Scope, Work, announcements, drawn, names};

/// Gives a class another name, another department, or both.
///
/// # Errors
/// `Invalid`; `NotFound` for a class that is not the caller's, and for a department out of their reach; `Forbidden` for
/// those who do not manage it, and for taking it out of its department without reaching every class; `Conflict` where it
/// is archived, and when somebody changed it since the form was drawn.
pub async fn rename(scope: &Scope, id: ClassId, form: &ClassSettingsForm) -> Result<()> {
    policy::may_manage(scope.permissions(), own_role(scope, id).await?)?;
    form.validate()?;
    let name = form.name.trim();
    let mut work = scope.begin().await?;
    let (before, archived) = lock(&mut work, scope, id).await?;
    in_use(archived)?;
    let stands = ClassSettingsForm::drawn_from(&before, department::held(&mut work, scope, id).await?);
    let moved = department::put(&mut work, scope, id, &form.department).await?;
    if before == name && !moved {
        return Ok(());
    }
    drawn::check(&form.drawn, &stands)?;
    if before != name {
        work.tx
            .run(
                sql!("update class_groups set name = $3, name_key = $4 where school_id = $1 and id = $2"),
                args![scope.school_id(), id, name, names::key(name)],
            )
            .await?;
        work.audit("class.renamed", id, json!({ "before": { "name": before }, "after": { "name": name } })).await?;
    }
    work.commit().await
}

/// Archives a class, or puts it to use again. What was planned to be told to it is a draft again.
///
/// # Errors
/// `NotFound` for a class that is not the caller's; `Forbidden` for those who do not manage it.
pub async fn set_archived(scope: &Scope, id: ClassId, archived: bool) -> Result<()> {
    policy::may_manage(scope.permissions(), own_role(scope, id).await?)?;
    let mut work = scope.begin().await?;
    let (name, was) = lock(&mut work, scope, id).await?;
    if was == archived {
        return Ok(());
    }
    work.tx
        .run(
            sql!("update class_groups set archived_at = $3 where school_id = $1 and id = $2"),
            args![scope.school_id(), id, archived.then_some(scope.now)],
        )
        .await?;
    if archived {
        announcements::put_back(&mut work, scope.school_id(), scope.now, [], Some(id)).await?;
    }
    work.audit(if archived { "class.archived" } else { "class.restored" }, id, json!({ "name": name })).await?;
    work.commit().await
}

/// Waits for whoever changes the class too, and refuses where it is archived.
///
/// # Errors
/// `Conflict` with [`Problem::ClassArchived`].
pub(crate) async fn stay_in_use(work: &mut Work, scope: &Scope, id: ClassId) -> Result<()> {
    let (_, archived) = lock(work, scope, id).await?;
    in_use(archived)
}

fn in_use(archived: bool) -> Result<()> {
    if archived { Err(Error::Conflict(Problem::ClassArchived).into()) } else { Ok(()) }
}

/// Waits for whoever changes the class too; answers its name and whether it is archived.
pub(super) async fn lock(work: &mut Work, scope: &Scope, id: ClassId) -> Result<(String, bool)> {
    seats::lock(work, scope.school_id(), id).await?;
    let found = work
        .tx
        .maybe(
            sql!("select name, (archived_at is not null) as archived from class_groups where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?;
    Ok(found.ok_or(Error::NotFound)?)
}

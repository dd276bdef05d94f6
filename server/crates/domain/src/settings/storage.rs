//! What the classes of a school store, and the count that keeps it true.

use model::ids::{ClassId, SchoolId};
use model::settings::storage::{ClassStorage, PAGE, QuotaForm, StoragePage};
use model::{Error, Permission};
use serde_json::json;
use store::{args, sql};

use super::change;
use crate::classes::seats;
use crate::scope::Actor;
use crate::{Result, Scope, System, pages};

/// A page of the classes with what they store, the fullest first, and the sums over all. A page past the end is the last.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn show(scope: &Scope, page: i64) -> Result<StoragePage> {
    scope.require(Permission::SchoolSettings)?;
    classes(scope, page).await
}

/// The same for whoever may see it for another reason.
pub(crate) async fn classes(scope: &Scope, page: i64) -> Result<StoragePage> {
    let (total, storage_bytes, quota_bytes): (i64, i64, i64) = scope
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as total, cast(coalesce(sum(storage_bytes), 0) as bigint) as storage_bytes,
                        cast(coalesce(sum(quota_bytes), 0) as bigint) as quota_bytes
                 from class_groups where school_id = $1"
            ),
            args![scope.school_id()],
        )
        .await?;
    let page = pages::within(page, total, PAGE);
    let classes: Vec<ClassStorage> = scope
        .db
        .all(
            sql!(
                "select id, name, storage_bytes, quota_bytes, (archived_at is not null) as archived
                 from class_groups where school_id = $1 order by storage_bytes desc, name_key, id limit $2 offset $3"
            ),
            args![scope.school_id(), PAGE, (page - 1) * PAGE],
        )
        .await?;
    let can_set = scope.can(Permission::SchoolSettings);
    Ok(StoragePage { classes, total, page, storage_bytes, quota_bytes, can_set })
}

/// Gives a class another quota. Where it stores more than that already nothing is deleted, and nothing more is taken in.
///
/// # Errors
/// `Forbidden` without `school.settings`; `Invalid` for a form that is not right; `NotFound` for a class that is not the
/// school's.
pub async fn set_quota(scope: &Scope, form: &QuotaForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let (class, after) = form.validate()?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    seats::lock(&mut work, school, class).await?;
    let before: Option<(i64,)> = work
        .tx
        .maybe(sql!("select quota_bytes from class_groups where school_id = $1 and id = $2"), args![school, class])
        .await?;
    let (before,) = before.ok_or(Error::NotFound)?;
    if before == after {
        return Ok(());
    }
    work.tx
        .run(sql!("update class_groups set quota_bytes = $3 where school_id = $1 and id = $2"), args![school, class, after])
        .await?;
    work.audit("class.quota_changed", class, change(json!(before), json!(after))).await?;
    work.commit().await
}

/// Counts the storage of every class again from its files, and mends what differs. Answers how many did.
///
/// # Errors
/// As the database answers; what was mended before stays mended.
pub async fn recount(system: &System) -> Result<u64> {
    let wrong: Vec<(SchoolId, ClassId)> = system
        .db
        .all(
            sql!(
                "select g.school_id, g.id from class_groups g
                 left join (select school_id, class_id, cast(sum(bytes) as bigint) as bytes from files
                            group by school_id, class_id) f on f.school_id = g.school_id and f.class_id = g.id
                 where g.storage_bytes <> coalesce(f.bytes, 0) order by g.school_id, g.id"
            ),
            args![],
        )
        .await?;
    let mut mended = 0;
    for (school, class) in wrong {
        mended += mend(system, school, class).await?;
    }
    Ok(mended)
}

/// Asks once more under the lock of the class's row: an upload may have been on its way.
async fn mend(system: &System, school: SchoolId, class: ClassId) -> Result<u64> {
    let mut work = system.begin().await?;
    work.concerns(None, Some(school));
    seats::lock(&mut work, school, class).await?;
    let (before, after): (i64, i64) = work
        .tx
        .one(
            sql!(
                "select g.storage_bytes, (select cast(coalesce(sum(f.bytes), 0) as bigint) from files f
                                          where f.school_id = g.school_id and f.class_id = g.id) as counted
                 from class_groups g where g.school_id = $1 and g.id = $2"
            ),
            args![school, class],
        )
        .await?;
    if before == after {
        return Ok(0);
    }
    work.tx
        .run(sql!("update class_groups set storage_bytes = $3 where school_id = $1 and id = $2"), args![school, class, after])
        .await?;
    work.audit("storage.mended", class, change(json!(before), json!(after))).await?;
    work.commit().await?;
    tracing::warn!(%school, %class, before, after, "the storage of a class was counted anew");
    Ok(1)
}

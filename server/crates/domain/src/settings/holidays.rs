//! Days without school. They may lie within one another: a public holiday within a break.

use model::ids::HolidayId;
use model::settings::calendar::{HolidayCard, SpanForm};
use model::{Error, Permission};
use serde_json::json;
use store::{args, sql};

use super::calendar::Row;
use super::{change, lock, removed};
use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Result, Scope, Work, twice};

/// One holiday.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn show(scope: &Scope, id: HolidayId) -> Result<HolidayCard> {
    scope.require(Permission::SchoolSettings)?;
    let row: Option<Row> = scope
        .db
        .maybe(
            sql!("select name, starts_on, ends_on from holidays where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?;
    Ok(HolidayCard { id, span: row.ok_or(Error::NotFound)?.span(scope) })
}

/// Adds a holiday.
///
/// # Errors
/// `Invalid` on `name` for one that begins on the same day.
pub async fn create(scope: &Scope, form: &SpanForm) -> Result<HolidayId> {
    scope.require(Permission::SchoolSettings)?;
    let (school, row) = (scope.school_id(), Row::of(form)?);
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let twin: Option<(HolidayId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from holidays
                 where school_id = $1 and name = $2 and starts_on = $3 and ends_on = $4 and created_at > $5"
            ),
            args![school, row.name.as_str(), row.starts_on, row.ends_on, twice::since(scope.now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    let id = HolidayId::new();
    work.tx
        .run(
            sql!(
                "insert into holidays (school_id, id, name, name_key, starts_on, ends_on, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![school, id, row.name.as_str(), fold(&row.name), row.starts_on, row.ends_on, scope.now],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("holiday.created", id, row.json()).await?;
    work.commit().await?;
    Ok(id)
}

/// Changes a holiday.
///
/// # Errors
/// As [`create`]; `NotFound` when it is not the school's; `Conflict` when somebody changed it since the form was drawn.
pub async fn save(scope: &Scope, id: HolidayId, form: &SpanForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let (school, row) = (scope.school_id(), Row::of(form)?);
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let before = find(&mut work, scope, id).await?.ok_or(Error::NotFound)?;
    if before.is(&row) {
        return Ok(());
    }
    before.check(form)?;
    work.tx
        .run(
            sql!("update holidays set name = $3, name_key = $4, starts_on = $5, ends_on = $6 where school_id = $1 and id = $2"),
            args![school, id, row.name.as_str(), fold(&row.name), row.starts_on, row.ends_on],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("holiday.changed", id, change(before.json(), row.json())).await?;
    work.commit().await
}

/// Removes a holiday.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn remove(scope: &Scope, id: HolidayId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let Some(before) = find(&mut work, scope, id).await? else {
        return removed(&mut work, scope, "holiday.removed", id).await;
    };
    work.tx.run(sql!("delete from holidays where school_id = $1 and id = $2"), args![school, id]).await?;
    work.audit("holiday.removed", id, change(before.json(), json!(null))).await?;
    work.commit().await
}

async fn find(work: &mut Work, scope: &Scope, id: HolidayId) -> Result<Option<Row>> {
    Ok(work
        .tx
        .maybe(
            sql!("select name, starts_on, ends_on from holidays where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?)
}

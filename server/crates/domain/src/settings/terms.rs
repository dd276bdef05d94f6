//! The terms of an academic year. No two of a school share a day.

use model::ids::{TermId, YearId};
use model::settings::calendar::{SpanForm, TermCard};
use model::{Error, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use super::calendar::{Row, year};
use super::{change, lock, removed};
use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Result, Scope, Work, twice};

#[derive(sqlx::FromRow)]
struct Term {
    year_id: YearId,
    #[sqlx(flatten)]
    row: Row,
}

/// One term.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn show(scope: &Scope, id: TermId) -> Result<TermCard> {
    scope.require(Permission::SchoolSettings)?;
    let term: Option<Term> = scope
        .db
        .maybe(
            sql!("select year_id, name, starts_on, ends_on from terms where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?;
    let Term { year_id, row } = term.ok_or(Error::NotFound)?;
    Ok(TermCard { id, year_id, span: row.span(scope) })
}

/// Adds a term to a year.
///
/// # Errors
/// `NotFound` for a year that is not the school's; `Invalid` on `name` for one that the year has, on `starts_on` for
/// days outside the year or with the term whose days these are.
pub async fn create(scope: &Scope, year_id: YearId, form: &SpanForm) -> Result<TermId> {
    scope.require(Permission::SchoolSettings)?;
    let row = Row::of(form)?;
    let mut work = scope.begin().await?;
    lock(&mut work, scope.school_id()).await?;
    let id = add(&mut work, scope, year_id, &row).await?;
    work.commit().await?;
    Ok(id)
}

/// Adds a term, under the school's lock; the second of two clicks finds the first one's.
pub(super) async fn add(work: &mut Work, scope: &Scope, year_id: YearId, row: &Row) -> Result<TermId> {
    let school = scope.school_id();
    let twin: Option<(TermId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from terms where school_id = $1 and year_id = $2 and name = $3 and starts_on = $4 and ends_on = $5
                 and created_at > $6"
            ),
            args![school, year_id, row.name.as_str(), row.starts_on, row.ends_on, twice::since(scope.now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    let id = TermId::new();
    check(work, scope, year_id, id, row).await?;
    work.tx
        .run(
            sql!(
                "insert into terms (school_id, id, year_id, name, name_key, starts_on, ends_on, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            args![school, id, year_id, row.name.as_str(), fold(&row.name), row.starts_on, row.ends_on, scope.now],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("term.created", id, json!({ "year": year_id, "term": row.json() })).await?;
    Ok(id)
}

/// Changes a term; answers its year.
///
/// # Errors
/// As [`create`]; `Conflict` when somebody changed it since the form was drawn.
pub async fn save(scope: &Scope, id: TermId, form: &SpanForm) -> Result<YearId> {
    scope.require(Permission::SchoolSettings)?;
    let (school, row) = (scope.school_id(), Row::of(form)?);
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let Term { year_id, row: before } = find(&mut work, scope, id).await?.ok_or(Error::NotFound)?;
    if before.is(&row) {
        return Ok(year_id);
    }
    before.check(form)?;
    check(&mut work, scope, year_id, id, &row).await?;
    work.tx
        .run(
            sql!("update terms set name = $3, name_key = $4, starts_on = $5, ends_on = $6 where school_id = $1 and id = $2"),
            args![school, id, row.name.as_str(), fold(&row.name), row.starts_on, row.ends_on],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("term.changed", id, change(before.json(), row.json())).await?;
    work.commit().await?;
    Ok(year_id)
}

/// Removes a term.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn remove(scope: &Scope, id: TermId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let Some(term) = find(&mut work, scope, id).await? else { return removed(&mut work, scope, "term.removed", id).await };
    work.tx.run(sql!("delete from terms where school_id = $1 and id = $2"), args![school, id]).await?;
    work.audit("term.removed", id, change(json!({ "year": term.year_id, "term": term.row.json() }), json!(null))).await?;
    work.commit().await
}

async fn find(work: &mut Work, scope: &Scope, id: TermId) -> Result<Option<Term>> {
    Ok(work
        .tx
        .maybe(
            sql!("select year_id, name, starts_on, ends_on from terms where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?)
}

/// It lies within its year and shares no day with another term of the school.
async fn check(work: &mut Work, scope: &Scope, year_id: YearId, id: TermId, row: &Row) -> Result<()> {
    let within = year(work, scope, year_id).await?.ok_or(Error::NotFound)?;
    for (field, day) in [("starts_on", row.starts_on), ("ends_on", row.ends_on)] {
        if !(within.starts_on..=within.ends_on).contains(&day) {
            return Err(Error::clash(field, Problem::OutsideYear, &within.name).into());
        }
    }
    let other: Option<(String,)> = work
        .tx
        .maybe(
            sql!(
                "select name from terms where school_id = $1 and id <> $2 and starts_on <= $4 and ends_on >= $3
                 order by starts_on, id limit 1"
            ),
            args![scope.school_id(), id, row.starts_on, row.ends_on],
        )
        .await?;
    other.map_or(Ok(()), |(name,)| Err(Error::clash("starts_on", Problem::Overlaps, &name).into()))
}

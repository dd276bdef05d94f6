//! The page: what there is to clear, and what was cleared and can be brought back.

use model::backup::clear::{ClearPage, Cleared, DAYS, SchoolClear, What};
use model::ids::ClearId;
use model::{At, Error, Permission};
use store::{args, sql};

use super::doomed::Doomed;
use crate::backup::policy::may_archive;
use crate::{Person, Reach, Result, Scope};

/// The school of that slug, for those who may clear it. Without a slug the only one where somebody may.
///
/// # Errors
/// `NotFound` for a school that is not the person's, `Forbidden` where they may not.
pub fn reach(person: &Person, school: &str) -> Result<Scope> {
    if school.is_empty() {
        let mut places = person.me.places.iter().filter(|place| place.can(Permission::BackupClear));
        return match (places.next(), places.next()) {
            (Some(only), None) => Ok(person.enter(&only.slug)?),
            _ => Err(Error::Forbidden.into()),
        };
    }
    let scope = person.enter(school)?;
    scope.require(Permission::BackupClear)?;
    Ok(scope)
}

/// What can be cleared, with all that goes along. The platform's admins choose a school first.
///
/// # Errors
/// As [`reach`].
pub async fn show(person: &Person, school: &str) -> Result<ClearPage> {
    if school.is_empty() && person.me.is_platform_admin() {
        let places = person.me.places.iter().filter(|place| place.can(Permission::BackupClear));
        return Ok(ClearPage::Choose(places.map(|place| (place.slug.clone(), place.name.clone())).collect()));
    }
    let scope = reach(person, school)?;
    let mut plans = Vec::new();
    {
        let mut tx = scope.db.snapshot().await?;
        for what in What::ALL {
            plans.push(Doomed::find(&mut tx, &scope, *what).await?.plan);
        }
    }
    let cleared = cleared(&scope).await?;
    let can_download = scope.can(Permission::BackupRead);
    let name = (scope.place.slug.clone(), scope.place.name.clone());
    let can_archive = can_download && may_archive(&Reach::School(scope)).is_ok();
    Ok(ClearPage::School(Box::new(SchoolClear { school: name, plans, cleared, can_download, can_archive })))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ClearId,
    what: What,
    reason: String,
    rows: i64,
    name: String,
    cleared_at: At,
    expires_at: At,
    undone_at: Option<At>,
}

async fn cleared(scope: &Scope) -> Result<Vec<Cleared>> {
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(
                "select c.id, c.what, c.reason, c.rows, coalesce(u.name, '') as name, c.cleared_at, c.expires_at, c.undone_at
                 from clears c left join users u on u.id = c.cleared_by
                 where c.school_id = $1 and c.expires_at > $2 and c.cleared_at > $3
                 order by c.cleared_at desc, c.id desc"
            ),
            args![scope.school_id(), scope.now, scope.now.plus_days(-DAYS)],
        )
        .await?;
    let tell = |row: Row| Cleared {
        id: row.id,
        what: row.what,
        reason: row.reason,
        rows: row.rows,
        by: row.name,
        when: scope.when(row.cleared_at),
        until: scope.when(row.expires_at),
        undone: row.undone_at.map(|at| scope.when(at)),
    };
    Ok(rows.into_iter().map(tell).collect())
}

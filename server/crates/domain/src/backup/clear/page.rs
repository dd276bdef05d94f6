//! The page: what there is to clear, how far it is, and what was cleared and can be brought back.

use model::backup::cause::Cause;
use model::backup::clear::{ClearPage, Cleared, DAYS, Failed, SchoolClear, TOLD_MINUTES, Undone, What};
use model::backup::restore::{Kind, RunState, Running, Step};
use model::ids::{ClearId, SchoolId};
use model::schools::{Place, TeacherLabel};
use model::{At, Error, Features, Locale, Permission, Role};
use store::{args, sql};

use super::doomed::Doomed;
use super::running::is_alive;
use crate::backup::policy::{OF_PLATFORM, may_archive, parts};
use crate::backup::schools::by_name;
use crate::{Person, Reach, Result, Scope};

/// The school of that slug, for those who may clear it: the platform's admins may everywhere. Without a slug the only one
/// where somebody may.
///
/// # Errors
/// `NotFound` for a school that is not the person's, `Forbidden` where they may not.
pub async fn reach(person: &Person, school: &str) -> Result<Scope> {
    if school.is_empty() {
        let mut places = person.me.places.iter().filter(|place| place.can(Permission::BackupClear));
        return match (places.next(), places.next()) {
            (Some(only), None) => Ok(person.enter(&only.slug)?),
            _ => Err(Error::Forbidden.into()),
        };
    }
    let has_it = person.me.place(school).is_some_and(|place| place.can(Permission::BackupClear));
    if !has_it && person.me.is_platform_admin() {
        return of_platform(person, school, &[Permission::BackupClear]).await;
    }
    let scope = person.enter(school)?;
    scope.require(Permission::BackupClear)?;
    Ok(scope)
}

#[derive(sqlx::FromRow)]
struct SchoolRow {
    id: SchoolId,
    slug: String,
    name: String,
    time_zone: String,
    locale: String,
    currency: String,
    features: String,
    teacher_label: TeacherLabel,
    brand_color: String,
    logo: String,
    created_at: At,
}

/// A school for the platform's admin, who needs no place in it: with these permissions, and no others.
pub(in crate::backup) async fn of_platform(person: &Person, slug: &str, may: &[Permission]) -> Result<Scope> {
    person.require_platform_admin()?;
    let row: Option<SchoolRow> = person
        .db
        .maybe(
            sql!(
                "select id, slug, name, time_zone, locale, currency, features, teacher_label, brand_color, logo, created_at
                 from schools where slug = $1"
            ),
            args![slug],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let place = Place {
        school_id: row.id,
        slug: row.slug,
        name: row.name,
        time_zone: row.time_zone,
        locale: row.locale.parse().unwrap_or(Locale::En),
        currency: row.currency,
        role: Role::SchoolAdmin,
        permissions: may.iter().copied().collect(),
        features: Features::parse(&row.features),
        teacher_label: row.teacher_label,
        brand_color: row.brand_color,
        logo: row.logo,
        guardian: false,
        since: row.created_at,
    };
    Ok(Scope { request: person.request.clone(), me: person.me.clone(), place })
}

/// What can be cleared, with all that goes along. The platform's admins choose a school first, of a page of those that the words
/// fit.
///
/// # Errors
/// As [`reach`].
pub async fn show(person: &Person, school: &str, q: &str, page: i64) -> Result<ClearPage> {
    if school.is_empty() && person.me.is_platform_admin() {
        let schools = by_name(person, q, page).await?;
        return Ok(ClearPage::Choose(schools.map(|it| (it.slug, it.name))));
    }
    let scope = reach(person, school).await?;
    let (running, failed) = last(&scope).await?;
    let mut plans = Vec::new();
    {
        let mut tx = scope.db.snapshot().await?;
        for what in What::ALL {
            plans.push(Doomed::find(&mut tx, &scope, *what).await?.plan);
        }
    }
    let cleared = cleared(&scope).await?;
    let of_platform = !person.me.place(&scope.place.slug).is_some_and(|place| place.can(Permission::BackupClear));
    let name = (scope.place.slug.clone(), scope.place.name.clone());
    let whole = if of_platform { Reach::Platform(person.clone()) } else { Reach::School(scope.clone()) };
    let can_download = of_platform || scope.can(Permission::BackupRead);
    let can_archive = can_download && may_archive(&whole).is_ok();
    let parts = if of_platform { OF_PLATFORM.to_vec() } else { parts(&whole) };
    let page = SchoolClear {
        school: name,
        of_platform,
        parts,
        zone: scope.place.time_zone.clone(),
        running,
        failed,
        plans,
        cleared,
        can_download,
        can_archive,
    };
    Ok(ClearPage::School(Box::new(page)))
}

/// What was cleared and can be brought back, for those who may: it is told where one would wonder what became of it.
///
/// # Errors
/// As the database answers.
pub async fn gone(scope: &Scope) -> Result<Vec<Cleared>> {
    if !scope.can(Permission::BackupClear) {
        return Ok(Vec::new());
    }
    Ok(cleared(scope).await?.into_iter().filter(Cleared::is_gone).collect())
}

/// How far it is with what is being cleared; nothing where nothing is.
///
/// # Errors
/// As [`reach`].
pub async fn running(person: &Person, school: &str) -> Result<Option<Running>> {
    let scope = reach(person, school).await?;
    Ok(last(&scope).await?.0)
}

#[derive(sqlx::FromRow)]
struct Last {
    what: What,
    state: RunState,
    step: Step,
    cause: String,
    cleared_at: At,
    beat_at: At,
}

/// How far the last one is, or why it cleared nothing.
async fn last(scope: &Scope) -> Result<(Option<Running>, Option<Failed>)> {
    let last: Option<Last> = scope
        .db
        .maybe(
            sql!(
                "select what, state, step, cause, cleared_at, beat_at from clears
                 where school_id = $1 and cleared_at > $2
                 order by case when state = 'running' then 0 else 1 end, cleared_at desc, id desc limit 1"
            ),
            args![scope.school_id(), scope.now.plus_days(-1)],
        )
        .await?;
    let Some(last) = last else { return Ok((None, None)) };
    let failed = |cause| Failed { what: last.what, when: scope.when(last.cleared_at), step: last.step, cause };
    Ok(match last.state {
        RunState::Done => (None, None),
        RunState::Failed => (None, Some(failed(serde_json::from_str(&last.cause).unwrap_or(Cause::Fault)))),
        RunState::Running | RunState::Loading => match scope.clearing.of(scope.school_id()) {
            Some(now) => (Some(Running { kind: Kind::Clear, step: now.step, done: now.done, of: now.of }), None),
            // Another node may have begun it, which says its step alone.
            None if is_alive(last.beat_at) => (Some(Running { kind: Kind::Clear, step: last.step, done: 0, of: 0 }), None),
            None => (None, Some(failed(Cause::Interrupted))),
        },
    })
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
    back: Option<i64>,
    there: Option<i64>,
    restored_at: Option<At>,
}

async fn cleared(scope: &Scope) -> Result<Vec<Cleared>> {
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(
                "select c.id, c.what, c.reason, c.rows, coalesce(u.name, '') as name, c.cleared_at, c.expires_at, c.undone_at,
                        c.back, c.there,
                        (select max(r.ended_at) from restores r
                         where r.kind = 'restore' and r.state = 'done' and r.begun_at >= c.cleared_at
                           and (r.school_id is null or r.school_id = c.school_id)) as restored_at
                 from clears c left join users u on u.id = c.cleared_by
                 where c.school_id = $1 and c.expires_at > $2 and c.cleared_at > $3 and c.state = 'done'
                 order by c.cleared_at desc, c.id desc"
            ),
            args![scope.school_id(), scope.now, scope.now.plus_days(-DAYS)],
        )
        .await?;
    let fresh = |at: At| at > scope.now.plus_minutes(-TOLD_MINUTES);
    let tell = |row: Row| Cleared {
        id: row.id,
        what: row.what,
        reason: row.reason,
        rows: row.rows,
        by: row.name,
        when: scope.when(row.cleared_at),
        until: scope.when(row.expires_at),
        fresh: fresh(row.cleared_at),
        undone: row.undone_at.map(|at| Undone { when: scope.when(at), rows: row.back.zip(row.there), fresh: fresh(at) }),
        restored: row.restored_at.map(|at| scope.when(at)),
    };
    Ok(rows.into_iter().map(tell).collect())
}

//! Sessions: the cookie's value is kept as its hash; one text loads the session with its person and their schools.

use std::sync::Arc;

use model::accounts::{Me, SessionCard, UserStatus, Viewer};
use model::device::Device;
use model::ids::{SchoolId, UserId};
use model::schools::{Place, TeacherLabel};
use model::{At, Features, Locale, Permissions, PlatformRole, Role, Theme};
use store::{args, sql};

use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, accounts, secrets};

/// Hours a session lives without use (product.md section 3).
pub const IDLE_HOURS: i64 = 24;
/// Days it lives with "stay logged in".
pub const REMEMBER_DAYS: i64 = 30;
/// Minutes between two notes that a session is in use, so that reading a page is never a write.
const TOUCH_MINUTES: i64 = 10;

/// A session as the cookie layer keeps it.
#[derive(Clone, Debug)]
pub struct Session {
    pub user_id: UserId,
    pub device: String,
    pub remember: bool,
}

/// Stores a new session under the hash of its secret.
///
/// # Errors
/// As the database answers.
pub async fn create(request: &Request, id_hash: &str, session: &Session) -> Result<()> {
    let now = request.now;
    request
        .db
        .run(
            sql!(
                "insert into sessions (id_hash, user_id, device, remember, created_at, seen_at, expires_at)
                 values ($1, $2, $3, $4, $5, $5, $6)"
            ),
            args![id_hash, session.user_id, session.device.as_str(), session.remember, now, expiry(now, session.remember)],
        )
        .await?;
    Ok(())
}

fn expiry(now: At, remember: bool) -> At {
    if remember { now.plus_days(REMEMBER_DAYS) } else { now.plus_hours(IDLE_HOURS) }
}

#[derive(sqlx::FromRow)]
struct Row {
    seen_at: At,
    remember: bool,
    user_id: UserId,
    status: UserStatus,
    name: String,
    username: String,
    email: String,
    platform_role: PlatformRole,
    verified: bool,
    locale: String,
    time_zone: String,
    theme: Theme,
    photo: String,
    primary_school_id: Option<SchoolId>,
    viewer_id: Option<UserId>,
    viewer_name: Option<String>,
    school_id: Option<SchoolId>,
    slug: Option<String>,
    school: Option<String>,
    school_zone: Option<String>,
    school_locale: Option<String>,
    currency: Option<String>,
    role: Option<Role>,
    suspended: bool,
    granted: Option<String>,
    revoked: Option<String>,
    features: Option<String>,
    teacher_label: Option<TeacherLabel>,
    brand_color: Option<String>,
    logo: Option<String>,
}

impl Row {
    /// The school of this row, if it has one that is open to them.
    fn place(&self) -> Option<Place> {
        let role = self.role.filter(|_| !self.suspended)?;
        Some(Place {
            school_id: self.school_id?,
            slug: self.slug.clone()?,
            name: self.school.clone()?,
            time_zone: self.school_zone.clone()?,
            locale: self.school_locale.as_deref()?.parse().unwrap_or(Locale::En),
            currency: self.currency.clone()?,
            role,
            permissions: Permissions::of_member(role, self.granted.as_deref()?, self.revoked.as_deref()?),
            features: Features::parse(self.features.as_deref()?),
            teacher_label: self.teacher_label?,
            brand_color: self.brand_color.clone()?,
            logo: self.logo.clone()?,
        })
    }

    fn viewer(&self) -> Option<Viewer> {
        Some(Viewer { user_id: self.viewer_id?, name: self.viewer_name.clone()? })
    }
}

/// The person behind a session, with every school they are an active member of: one statement.
/// Answers nothing for an unknown, expired or ended session, or when the person is not active any more.
///
/// # Errors
/// As the database answers.
pub async fn load(request: &Request, id_hash: &str) -> Result<Option<Person>> {
    let rows: Vec<Row> = request
        .db
        .all(
            sql!(
                "select s.seen_at, s.remember, u.id as user_id, u.status, u.name, u.username, u.email, u.platform_role,
                        (u.verified_at is not null) as verified, u.locale, u.time_zone, u.theme, u.photo, u.primary_school_id,
                        case when s.view_user_id is not null then o.id end as viewer_id,
                        case when s.view_user_id is not null then o.name end as viewer_name,
                        c.id as school_id, c.slug, c.name as school, c.time_zone as school_zone, c.locale as school_locale,
                        c.currency, m.role, (m.suspended_at is not null) as suspended, m.granted, m.revoked, c.features, c.teacher_label, c.brand_color, c.logo
                 from sessions s
                 join users o on o.id = s.user_id and o.status in ('pending', 'active')
                 join users u on u.id = coalesce(s.view_user_id, s.user_id)
                 left join memberships m on m.user_id = u.id and (m.status = 'active' or m.suspended_at is not null)
                      and (s.view_school_id is null or m.school_id = s.view_school_id)
                 left join schools c on c.id = m.school_id
                 where s.id_hash = $1 and s.expires_at > $2 and u.status in ('pending', 'active')
                 order by c.name_key nulls last, c.id"
            ),
            args![id_hash, request.now],
        )
        .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    // The first use of an account counts soon: one without any is swept.
    let minutes = if first.status == UserStatus::Pending { 1 } else { TOUCH_MINUTES };
    if request.now.0 - first.seen_at.0 >= minutes * 60_000
        && let Err(error) = touch(request, id_hash, first).await
    {
        // No reason to refuse the page.
        tracing::warn!(?error, "a session could not be touched");
    }
    let me = Me {
        user_id: first.user_id,
        name: first.name.clone(),
        username: first.username.clone(),
        email: first.email.clone(),
        platform_role: first.platform_role,
        verified: first.verified,
        locale: first.locale.parse().ok(),
        time_zone: first.time_zone.clone(),
        theme: first.theme,
        photo: first.photo.clone(),
        primary: first.primary_school_id,
        viewer: first.viewer(),
        places: rows.iter().filter_map(Row::place).collect(),
        suspended: rows.iter().filter(|row| row.suspended).filter_map(|row| row.slug.clone()).collect(),
    };
    Ok(Some(Person { request: request.clone(), me: Arc::new(me), session: id_hash.into() }))
}

/// Whether a session has not ended or run out. Unlike [`load`] this is no use of it: a socket that stays open asks now
/// and then, and a page left alone still ends in time.
///
/// # Errors
/// As the database answers.
pub async fn stands(request: &Request, id_hash: &str) -> Result<bool> {
    let (stands,): (bool,) = request
        .db
        .one(
            sql!("select exists (select 1 from sessions where id_hash = $1 and expires_at > $2) as stands"),
            args![id_hash, request.now],
        )
        .await?;
    Ok(stands)
}

/// Notes that the session is in use, and with it an account that only waited for its person.
async fn touch(request: &Request, id_hash: &str, row: &Row) -> Result<()> {
    request
        .db
        .run(
            sql!("update sessions set seen_at = $2, expires_at = $3 where id_hash = $1 and seen_at < $2"),
            args![id_hash, request.now, expiry(request.now, row.remember)],
        )
        .await?;
    if row.status == UserStatus::Pending {
        accounts::note_use(&request.db, row.user_id).await?;
    }
    Ok(())
}

/// Ends one session: log-out.
///
/// # Errors
/// As the database answers.
pub async fn end(request: &Request, id_hash: &str) -> Result<()> {
    let ended: Option<(UserId,)> =
        request.db.maybe(sql!("select user_id from sessions where id_hash = $1"), args![id_hash]).await?;
    request.db.run(sql!("delete from sessions where id_hash = $1"), args![id_hash]).await?;
    if let Some((user,)) = ended {
        request.hub.tell(Event::AccessChanged { user });
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct OwnRow {
    id_hash: String,
    device: String,
    seen_at: At,
    created_at: At,
}

/// The person's own sessions, the latest used first.
///
/// # Errors
/// As the database answers.
pub async fn own(person: &Person) -> Result<Vec<SessionCard>> {
    let rows: Vec<OwnRow> = person
        .db
        .all(
            sql!(
                "select id_hash, device, seen_at, created_at from sessions
                 where user_id = $1 and expires_at > $2 order by seen_at desc, id_hash"
            ),
            args![person.me.user_id, person.now],
        )
        .await?;
    let card = |row: OwnRow| SessionCard {
        current: secrets::same(&row.id_hash, &person.session),
        key: row.id_hash.chars().take(16).collect(),
        device: Device::of(&row.device),
        seen: person.when(row.seen_at),
        created: person.when(row.created_at),
    };
    Ok(rows.into_iter().map(card).collect())
}

/// Ends every session of the person, this one too: "log out everywhere".
///
/// # Errors
/// As the database answers.
pub async fn end_all(person: &Person) -> Result<()> {
    let mut work = person.begin().await?;
    let ended = work.tx.run(sql!("delete from sessions where user_id = $1"), args![person.me.user_id]).await?;
    if ended == 0 {
        return Ok(());
    }
    work.audit("session.end_all", person.me.user_id, serde_json::json!({ "ended": ended })).await?;
    work.tell(Event::AccessChanged { user: person.me.user_id });
    work.commit().await
}

/// The statuses a log-in may have.
pub(crate) fn may_log_in(status: UserStatus) -> bool {
    matches!(status, UserStatus::Pending | UserStatus::Active)
}

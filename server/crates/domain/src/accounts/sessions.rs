//! Sessions: the cookie's value is kept as its hash; one text loads the session with its person and their schools.

mod ending;
mod renewal;
pub(crate) mod rights;

use std::sync::Arc;

use model::accounts::{Closed, Me, SessionCard, UserStatus, Viewer};
use model::device::Device;
use model::ids::{SchoolId, UserId};
use model::schools::{Place, TeacherLabel};
use model::{At, Features, Locale, Permission, Permissions, PlatformRole, Role, Theme};
use store::{args, sql};

use crate::accounts::contexts::Known;
use crate::accounts::{links, proof};
use crate::backup::gate;
use crate::viewing::{self, View};
use crate::{Person, Request, Result, accounts, secrets};

pub use ending::{end, end_all, end_one};
pub use renewal::{renew, renewed, stands};

/// Hours a session lives without use (product.md section 3).
pub const IDLE_HOURS: i64 = 24;
/// Days it lives with "stay logged in".
pub const REMEMBER_DAYS: i64 = 30;
/// Letters of the hash that name a session to its person: they open nothing.
const KEY: usize = 16;
/// Minutes between two notes that a session is in use, so that reading a page is never a write.
const TOUCH_MINUTES: i64 = 10;

/// A session as the cookie layer keeps it.
#[derive(Clone, Debug)]
pub struct Session {
    pub user_id: UserId,
    pub device: String,
    pub remember: bool,
    /// Whose eyes it sees with, if not the person's own.
    pub view: Option<View>,
    /// The password it rests on, see [`Proof::of`](accounts::Proof::of).
    pub proof: Option<String>,
}

/// Stores a new session under the hash of its secret. On a password that has been changed since none begins: it would
/// have ended with the change.
///
/// # Errors
/// As the database answers.
pub async fn create(request: &Request, id_hash: &str, session: &Session) -> Result<()> {
    let now = request.now;
    let rights = match session.view {
        // They are another's.
        Some(_) => String::new(),
        None => rights::read(request, session.user_id).await?,
    };
    let mut tx = request.db.begin().await?;
    // Whoever sets a new password waits here too: they end this session, or it does not begin.
    links::lock(&mut tx, session.user_id).await?;
    if let Some(proof) = &session.proof
        && !proof::stands(&mut tx, session.user_id, proof).await?
    {
        return Ok(());
    }
    tx.run(
        sql!(
            "insert into sessions (id_hash, user_id, device, remember, created_at, seen_at, expires_at, view_user_id,
                                   view_school_id, rights)
             values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)"
        ),
        args![
            id_hash,
            session.user_id,
            session.device.as_str(),
            session.remember,
            now,
            expiry(now, session.remember),
            session.view.map(|view| view.user_id),
            session.view.map(|view| view.school_id),
            rights
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

fn expiry(now: At, remember: bool) -> At {
    if remember { now.plus_days(REMEMBER_DAYS) } else { now.plus_hours(IDLE_HOURS) }
}

#[derive(sqlx::FromRow)]
struct Row {
    seen_at: At,
    remember: bool,
    expires_at: At,
    rights: String,
    aside: bool,
    repeated: bool,
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
    created_at: At,
    view_school_id: Option<SchoolId>,
    viewer_id: Option<UserId>,
    viewer_name: Option<String>,
    viewer_role: Option<Role>,
    viewer_granted: Option<String>,
    viewer_revoked: Option<String>,
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
    guardian: bool,
    since: Option<At>,
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
            // Whoever is looked at shows their place, not their family.
            guardian: self.guardian && self.viewer_id.is_none(),
            since: self.since?,
        })
    }

    /// The school of this row, if their place in it is suspended.
    fn closed(&self) -> Option<Closed> {
        if self.suspended { Some(Closed { slug: self.slug.clone()?, name: self.school.clone()? }) } else { None }
    }

    /// What the session shows with another member's eyes.
    fn view(&self) -> Option<(UserId, View)> {
        Some((self.viewer_id?, View { user_id: self.user_id, school_id: self.view_school_id? }))
    }

    /// Whether a view lasts: its hour is not over, the one may still look and the other be looked at, both in the school.
    fn lasts(&self, now: At) -> bool {
        let may_look = self.viewer_role.zip(self.viewer_granted.as_deref()).zip(self.viewer_revoked.as_deref()).is_some_and(
            |((role, granted), revoked)| Permissions::of_member(role, granted, revoked).can(Permission::MembersViewAs),
        );
        let may_be_seen = self.place().is_some_and(|place| viewing::can_be_viewed(self.platform_role, place.permissions));
        may_look && may_be_seen && viewing::until(self.created_at) > now && may_log_in(self.status)
    }

    fn viewer(&self) -> Option<Viewer> {
        Some(Viewer { user_id: self.viewer_id?, name: self.viewer_name.clone()? })
    }
}

/// A session that stands.
#[derive(Clone, Debug)]
pub struct Found {
    pub person: Person,
    /// They may do something else than when it began: it is to go on with a new id.
    pub renew: bool,
    /// Another one has taken its place, whose id may have been lost on the way.
    pub aside: bool,
    /// It saw with another member's eyes until that ended by itself: under this id nothing can be changed.
    pub read_only: bool,
}

/// The person behind a session, as [`find`], for those who follow it without its id: a socket.
///
/// # Errors
/// As the database answers.
pub async fn load(request: &Request, id_hash: &str) -> Result<Option<Person>> {
    Ok(look(request, id_hash).await?.map(|known| known.person(request, id_hash)))
}

/// The person behind a session, with every school they are an active member of: from the cache, else by one statement.
/// Answers nothing for an unknown, expired or ended session, or when the person is not active any more. Somebody sent its
/// id: where it took the place of another, it has arrived.
///
/// # Errors
/// As the database answers.
pub async fn find(request: &Request, id_hash: &str) -> Result<Option<Found>> {
    let Some(known) = look(request, id_hash).await? else { return Ok(None) };
    if known.repeated
        && let Err(error) = renewal::arrived(request, id_hash).await
    {
        // No reason to refuse the page: the next one tries again.
        tracing::warn!(?error, "a new id that arrived could not be noted");
    }
    let person = known.person(request, id_hash);
    Ok(Some(Found { person, renew: known.changed && !known.aside, aside: known.aside, read_only: known.lapsed }))
}

async fn look(request: &Request, id_hash: &str) -> Result<Option<Arc<Known>>> {
    let known = match request.contexts.find(&request.db, id_hash, request.now) {
        Some(known) => known,
        None => {
            // Asked before the database is: what changes in between is then seen.
            let epoch = request.db.changes().epoch();
            let Some(known) = read(request, id_hash).await?.map(Arc::new) else { return Ok(None) };
            // One that goes on with a new id is read each time, so that no node knows it longer than it stands.
            if !known.changed && !known.aside {
                request.contexts.keep(epoch, id_hash, &known, request.now);
            }
            known
        }
    };
    // The first use of an account counts soon: one without any is swept.
    let minutes = if known.pending { 1 } else { TOUCH_MINUTES };
    if request.now.0 - known.seen_at.0 >= minutes * 60_000 {
        request.contexts.forget(id_hash);
        if let Err(error) = touch(request, id_hash, &known).await {
            // No reason to refuse the page.
            tracing::warn!(?error, "a session could not be touched");
        }
    }
    Ok(Some(known))
}

async fn read(request: &Request, id_hash: &str) -> Result<Option<Known>> {
    let mut rows = rows(request, id_hash).await?;
    if let Some((viewer, view)) = rows.first().filter(|row| !row.lasts(request.now)).and_then(Row::view) {
        // From here on they are themselves again.
        viewing::lapse(request, id_hash, viewer, view).await?;
        rows = self::rows(request, id_hash).await?;
    }
    let known = known(&rows);
    if let Some(known) = known.as_ref().filter(|known| known.me.viewer.is_none())
        && rows.first().is_some_and(|row| row.rights.is_empty())
        && let Err(error) = rights::fill(request, id_hash, &known.me).await
    {
        // No reason to refuse the page: the next one tries again.
        tracing::warn!(?error, "a session did not get its fingerprint");
    }
    Ok(known)
}

async fn rows(request: &Request, id_hash: &str) -> Result<Vec<Row>> {
    Ok(request
        .db
        .all(
            sql!(
                "select s.seen_at, s.remember, s.expires_at, s.rights, (s.next_hash is not null) as aside, s.created_at,
                        exists (select 1 from sessions b where b.next_hash = s.id_hash and b.next_salt is not null) as repeated,
                        s.view_school_id, u.id as user_id, u.status, u.name,
                        u.username, u.email, u.platform_role,
                        (u.verified_at is not null) as verified, u.locale, u.time_zone, u.theme, u.photo, u.primary_school_id,
                        case when s.view_user_id is not null then o.id end as viewer_id,
                        case when s.view_user_id is not null then o.name end as viewer_name,
                        v.role as viewer_role, v.granted as viewer_granted, v.revoked as viewer_revoked,
                        c.id as school_id, c.slug, c.name as school, c.time_zone as school_zone, c.locale as school_locale,
                        c.currency, m.role, m.created_at as since, (m.suspended_at is not null) as suspended, m.granted, m.revoked, c.features, c.teacher_label, c.brand_color, c.logo,
                        exists (select 1 from guardians g
                                join memberships k on k.school_id = g.school_id and k.user_id = g.child_id
                                                   and k.status = 'active' and k.role = 'student'
                                where g.school_id = m.school_id and g.parent_id = m.user_id and m.role <> 'student') as guardian
                 from sessions s
                 join users o on o.id = s.user_id and o.status in ('pending', 'active')
                 join users u on u.id = coalesce(s.view_user_id, s.user_id)
                 left join memberships m on m.user_id = u.id and (m.status = 'active' or m.suspended_at is not null)
                      and (s.view_school_id is null or m.school_id = s.view_school_id)
                 left join schools c on c.id = m.school_id
                 left join memberships v on v.school_id = s.view_school_id and v.user_id = s.user_id and v.status = 'active'
                 where s.id_hash = $1 and s.expires_at > $2
                 order by c.name_key nulls last, c.id"
            ),
            args![id_hash, request.now],
        )
        .await?)
}

fn known(rows: &[Row]) -> Option<Known> {
    let first = rows.first()?;
    let me = Me {
        user_id: first.user_id,
        name: first.name.clone(),
        username: first.username.clone(),
        // Private to the person, like their account's page.
        email: if first.viewer_id.is_some() { String::new() } else { first.email.clone() },
        platform_role: first.platform_role,
        verified: first.verified,
        locale: first.locale.parse().ok(),
        time_zone: first.time_zone.clone(),
        theme: first.theme,
        photo: first.photo.clone(),
        primary: first.primary_school_id,
        viewer: first.viewer(),
        places: rows.iter().filter_map(Row::place).collect(),
        suspended: rows.iter().filter_map(Row::closed).collect(),
    };
    let viewed = first.viewer_id.is_some();
    Some(Known {
        changed: !viewed && !first.rights.is_empty() && first.rights != rights::of(&me),
        aside: first.aside,
        repeated: first.repeated,
        lapsed: first.rights == rights::LAPSED,
        me: Arc::new(me),
        // Somebody who looks with their eyes is no use of an account.
        pending: first.status == UserStatus::Pending && !viewed,
        remember: first.remember,
        seen_at: first.seen_at,
        expires_at: if viewed { first.expires_at.min(viewing::until(first.created_at)) } else { first.expires_at },
    })
}

/// Notes that the session is in use, and with it an account that only waited for its person.
async fn touch(request: &Request, id_hash: &str, known: &Known) -> Result<()> {
    if gate::is_anything_closed(request).await? {
        return Ok(());
    }
    request
        .db
        .run(
            sql!("update sessions set seen_at = $2, expires_at = $3 where id_hash = $1 and seen_at < $2 and next_hash is null"),
            args![id_hash, request.now, expiry(request.now, known.remember)],
        )
        .await?;
    if known.pending {
        accounts::note_use(&request.db, known.me.user_id).await?;
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

/// The person's own sessions, the latest used first; none that has stepped aside.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn own(person: &Person) -> Result<Vec<SessionCard>> {
    person.require_self()?;
    let rows: Vec<OwnRow> = person
        .db
        .all(
            sql!(
                "select id_hash, device, seen_at, created_at from sessions
                 where user_id = $1 and expires_at > $2 and next_hash is null order by seen_at desc, id_hash"
            ),
            args![person.me.user_id, person.now],
        )
        .await?;
    let card = |row: OwnRow| SessionCard {
        current: secrets::same(&row.id_hash, &person.session),
        key: row.id_hash.chars().take(KEY).collect(),
        device: Device::of(&row.device),
        seen: person.when(row.seen_at),
        created: person.when(row.created_at),
    };
    Ok(rows.into_iter().map(card).collect())
}

/// The statuses a log-in may have.
pub(crate) fn may_log_in(status: UserStatus) -> bool {
    matches!(status, UserStatus::Pending | UserStatus::Active)
}

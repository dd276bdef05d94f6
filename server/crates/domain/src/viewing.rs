//! Seeing a school with another member's eyes, for support (product.md section 2): read-only, for an hour at most, and
//! audited with the name of who really looks.

#[cfg(test)]
mod tests;

use model::accounts::Viewer;
use model::ids::{SchoolId, UserId};
use model::viewing::{MINUTES, ViewForm, ViewPage, Viewable};
use model::{At, Error, Permission, Permissions, PlatformRole, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{args, sql};

use crate::accounts::sessions::rights::LAPSED;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, Scope, Work, bounds, search};

/// Members that a search shows.
const FOUND: usize = 20;
/// Members a search looks at; of those who hold keys none is shown.
const LOOKED_AT: i64 = 200;

/// Whoever holds one of these is not looked at: their eyes see more than support may.
const KEYS: &[Permission] = &[
    Permission::MembersManage,
    Permission::RolesManage,
    Permission::SchoolSettings,
    Permission::BackupRead,
    Permission::BackupRestore,
    Permission::BackupClear,
    Permission::GuardiansManage,
];

/// What is seen with whose eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub user_id: UserId,
    pub school_id: SchoolId,
}

/// When a view ends by itself that began then.
pub(crate) fn until(began: At) -> At {
    began.plus_minutes(MINUTES)
}

/// Whether a member with these rights may be viewed.
pub(crate) fn can_be_viewed(platform: PlatformRole, permissions: Permissions) -> bool {
    platform != PlatformRole::SuperAdmin && !KEYS.iter().any(|key| permissions.can(*key))
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: UserId,
    name: String,
    username: String,
    photo: String,
    platform_role: PlatformRole,
    role: Role,
    granted: String,
    revoked: String,
}

impl Row {
    /// Nobody looks at themselves.
    fn viewable(self, scope: &Scope) -> Option<Viewable> {
        let permissions = Permissions::of_member(self.role, &self.granted, &self.revoked);
        let fits = self.user_id != scope.user_id() && can_be_viewed(self.platform_role, permissions);
        fits.then_some(Viewable {
            user_id: self.user_id,
            name: self.name,
            username: self.username,
            photo: self.photo,
            role: self.role,
        })
    }
}

/// The page on which viewing begins: with the member it names, or with those who fit the search.
///
/// # Errors
/// `Forbidden` without `members.view_as` and for a member who cannot be viewed, `NotFound` for one who is not there.
pub async fn page(scope: &Scope, member: Option<UserId>, words: &str) -> Result<ViewPage> {
    scope.require(Permission::MembersViewAs)?;
    let teacher_label = scope.place.teacher_label;
    if let Some(member) = member {
        return Ok(ViewPage { member: Some(viewable(scope, member).await?), found: Vec::new(), teacher_label });
    }
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select m.user_id, u.name, u.username, u.photo, u.platform_role, m.role, m.granted, m.revoked
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.status = 'active' and u.status in ('pending', 'active')
                   and (cast($2 as text) is null or u.name_key like $2 escape '~' or u.username_key like $2 escape '~')
                   and ",
                bounds::person!("m.user_id", "$4"),
                " order by u.name_key, u.id limit $3"
            )),
            args![scope.school_id(), search::containing(words), LOOKED_AT, scope.people_reach()],
        )
        .await?;
    let found = rows.into_iter().filter_map(|row| row.viewable(scope)).take(FOUND).collect();
    Ok(ViewPage { member: None, found, teacher_label })
}

/// Whether the caller may see the school with this member's eyes.
///
/// # Errors
/// As the database answers.
pub(crate) async fn may_view(scope: &Scope, member: UserId) -> Result<bool> {
    if scope.me.viewer.is_some() || !scope.can(Permission::MembersViewAs) {
        return Ok(false);
    }
    match viewable(scope, member).await {
        Ok(_) => Ok(true),
        Err(crate::Error::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

async fn viewable(scope: &Scope, member: UserId) -> Result<Viewable> {
    let row: Option<Row> = scope
        .db
        .maybe(
            sql!(concat!(
                "select m.user_id, u.name, u.username, u.photo, u.platform_role, m.role, m.granted, m.revoked
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2 and m.status = 'active' and u.status in ('pending', 'active')
                   and ",
                bounds::person!("m.user_id", "$3")
            )),
            args![scope.school_id(), member, scope.people_reach()],
        )
        .await?;
    row.ok_or(Error::NotFound)?.viewable(scope).ok_or_else(|| Error::Forbidden.into())
}

/// Begins to see the school as the member does. The session `session` has ended with it: the caller makes the new one,
/// which lasts as long as the old one would have. Answers the view and whether the session is to be remembered.
///
/// # Errors
/// `Invalid` without a reason, and as [`page`]; `Unauthorized` for the second of two clicks, as its session has ended.
pub async fn start(scope: &Scope, session: &str, form: &ViewForm) -> Result<(View, bool)> {
    scope.require(Permission::MembersViewAs)?;
    form.validate()?;
    let member = viewable(scope, form.member).await?;
    let mut work = scope.begin().await?;
    let remember = end_session(&mut work, scope, scope.user_id(), session).await?;
    let detail = json!({ "reason": form.reason.trim(), "role": member.role, "minutes": MINUTES });
    work.audit("view.started", member.user_id, detail).await?;
    work.tell(Event::AccessChanged { user: scope.user_id() });
    work.commit().await?;
    Ok((View { user_id: member.user_id, school_id: scope.school_id() }, remember))
}

/// Ends the view: the caller makes a session of the one who really looks. Answers them, whether they are to be
/// remembered, and the page to go to; nothing for those who view nobody.
///
/// # Errors
/// `Unauthorized` for the second of two clicks, as its session has ended.
pub async fn stop(person: &Person) -> Result<Option<(UserId, bool, String)>> {
    let Some(Viewer { user_id, .. }) = person.me.viewer else { return Ok(None) };
    let place = person.me.places.first();
    // Nobody is kept in it, whatever is closed.
    let mut work = Work::begin(&person.through(), Some(user_id), place.map(|place| place.school_id)).await?;
    let remember = end_session(&mut work, person, user_id, &person.session).await?;
    work.audit("view.stopped", person.me.user_id, json!({ "by": "hand" })).await?;
    work.tell(Event::AccessChanged { user: user_id });
    work.commit().await?;
    Ok(Some((user_id, remember, place.map_or_else(|| "/".to_owned(), |place| format!("/s/{}", place.slug)))))
}

/// A session that shows another member is not changed: it ends, and the next one has a new id. One that has stepped aside
/// has its next one already, and gets no other. The next one rests on the password that this one ends with.
async fn end_session(work: &mut Work, request: &Request, user: UserId, session: &str) -> Result<bool> {
    let ended: Option<(bool,)> = work
        .tx
        .maybe(sql!("delete from sessions where id_hash = $1 and next_hash is null returning remember"), args![session])
        .await?;
    let (remember,) = ended.ok_or(Error::Unauthorized)?;
    request.proof.keep_present(&mut work.tx, user).await?;
    Ok(remember)
}

/// Takes the view away from a session whose hour is over, or whose two people are not any more what they were. As after
/// [`stop`] it is another session that goes on, with a new id; until it has one, nothing can be changed with this one.
pub(crate) async fn lapse(request: &Request, session: &str, viewer: UserId, view: View) -> Result<()> {
    let mut work = Work::begin(&request.through(), Some(viewer), Some(view.school_id)).await?;
    let lapsed = work
        .tx
        .run(
            sql!(
                "update sessions set view_user_id = null, view_school_id = null, rights = $2
                 where id_hash = $1 and view_user_id is not null"
            ),
            args![session, LAPSED],
        )
        .await?;
    if lapsed == 0 {
        return Ok(());
    }
    work.audit("view.stopped", view.user_id, json!({ "by": "itself" })).await?;
    work.commit().await
}

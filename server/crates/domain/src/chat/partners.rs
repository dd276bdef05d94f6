//! Rooms of two: with whom one may begin a talk, beginning it, and putting it out of sight.

use model::chat::{DirectForm, Partner, Partners, RoomKind, SearchForm};
use model::ids::{RoomId, UserId};
use model::{Error, Feature, Permission, Role};
use serde_json::json;
use store::{Arg, args, list, sql};

use super::lists::{found, must_chat};
use super::policy::{self, Side, Tie};
use super::rooms::{self, Key};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, bounds, search};

/// People of a page of those who may be written to.
const PEOPLE: i64 = 30;

/// Whom the caller may write to, and who fits some words by name or username: a page of them.
///
/// # Errors
/// `NotFound` where the school has no chat.
pub async fn partners(scope: &Scope, form: &SearchForm) -> Result<Partners> {
    must_chat(scope)?;
    let skipped = i64::try_from(form.page.saturating_sub(1)).unwrap_or(0).saturating_mul(PEOPLE);
    let mut people = find(scope, None, &form.q, PEOPLE + 1, skipped).await?;
    let more = people.len() as i64 > PEOPLE;
    people.truncate(PEOPLE as usize);
    Ok(Partners { people, more, teacher_label: scope.place.teacher_label })
}

/// Whether there is anybody.
pub(super) async fn are_any(scope: &Scope) -> Result<bool> {
    Ok(!find(scope, None, "", 1, 0).await?.is_empty())
}

/// A parent finds the teachers of the children who may be asked about, and a teacher the parents of those they teach; where
/// the school allows it everybody those whom [`policy::may_write_to`] names: near are those of one's classes, and whom one may
/// look up among the people.
async fn find(scope: &Scope, one: Option<UserId>, words: &str, limit: i64, skipped: i64) -> Result<Vec<Partner>> {
    if scope.me.viewer.is_some() {
        return Ok(Vec::new());
    }
    let side = Side { role: scope.role(), by: scope.permissions() };
    let allowed = scope.place.features.has(Feature::DirectMessages);
    let roles = |tie| list(Role::ALL.iter().filter(|to| allowed && policy::may_write_to(side, **to, tie).is_ok()));
    let looks_up = if scope.can(Permission::MembersRead) { scope.people_reach() } else { String::new() };
    let mut asked = args![
        scope.school_id(),
        scope.user_id(),
        scope.can(Permission::TeachersContact),
        scope.can(Permission::ChatWrite),
        roles(Tie::Far),
        roles(Tie::Near),
        looks_up,
        one,
        limit,
        skipped
    ];
    asked.extend(search::words(words).map(Arg::from));
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select p.user_id, p.name, p.username, p.photo, p.role, p.child_id, p.child
                 from (
                   select distinct u.id as user_id, u.name, u.username, u.photo, m.role, f.child_id, uc.name as child,
                          u.name_key, u.username_key, uc.name_key as child_key
                   from guardians f
                   join users uc on uc.id = f.child_id
                   join class_members c on c.school_id = f.school_id and c.user_id = f.child_id and c.role = 'student'
                   join class_groups g on g.school_id = c.school_id and g.id = c.class_id and g.archived_at is null
                   join class_members t on t.school_id = c.school_id and t.class_id = c.class_id and t.role = 'teacher'
                   join memberships m on m.school_id = f.school_id and m.status = 'active'
                     and m.user_id = case when f.parent_id = $2 then t.user_id else f.parent_id end
                   join users u on u.id = m.user_id
                   where f.school_id = $1 and f.contact_teachers
                     and (f.parent_id = $2 and cast($3 as boolean) or t.user_id = $2 and cast($4 as boolean))
                     and t.user_id <> f.parent_id
                   union all
                   select u.id as user_id, u.name, u.username, u.photo, m.role, cast(null as text) as child_id,
                          cast(null as text) as child, u.name_key, u.username_key, cast('' as text) as child_key
                   from memberships m
                   join users u on u.id = m.user_id and u.status in ('pending', 'active')
                   where m.school_id = $1 and m.status = 'active' and m.user_id <> $2
                     and (m.role in (select value from {list $5})
                          or m.role in (select value from {list $6})
                             and (m.user_id in (select o.user_id from class_members o
                                                join class_members mine on mine.school_id = o.school_id
                                                  and mine.class_id = o.class_id
                                                where o.school_id = $1 and mine.user_id = $2)
                                  or ",
                bounds::person!("m.user_id", "$7"),
                "))
                 ) as p
                 where (cast($8 as text) is null or p.user_id = $8) and ",
                search::fits!("$11", "$12", "$13", "$14", "p.name_key", " or p.username_key"),
                " order by p.name_key, p.child_key, p.user_id, coalesce(p.child_id, '') limit $9 offset $10"
            )),
            asked,
        )
        .await?)
}

/// The room of two people, or of a parent and a teacher about a child; it is made when it is first asked for, and seen again
/// by who had put it out of sight.
///
/// # Errors
/// `NotFound` for somebody whom the caller may not write to.
pub async fn open_direct(scope: &Scope, form: &DirectForm) -> Result<RoomId> {
    must_chat(scope)?;
    let (school, me) = (scope.school_id(), scope.user_id());
    let those = find(scope, Some(form.with), "", PEOPLE, 0).await?;
    if !those.iter().any(|it| it.child_id == form.child) {
        return Err(Error::NotFound.into());
    }
    let mut work = scope.begin().await?;
    let kind = if form.child.is_some() { RoomKind::Family } else { RoomKind::Direct };
    let (first, second) = if me < form.with { (me, form.with) } else { (form.with, me) };
    let about = form.child.map(|child| format!(":{child}")).unwrap_or_default();
    let key = format!("{first}:{second}{about}");
    let id = RoomId::new();
    // Whoever came first has the key: the other finds their room.
    let made = work
        .tx
        .run(
            sql!(
                "insert into rooms (school_id, id, kind, key, child_id, created_at) values ($1, $2, $3, $4, $5, $6)
                 on conflict (school_id, key) do nothing"
            ),
            args![school, id, kind.text(), key.as_str(), form.child, scope.now],
        )
        .await?;
    let id = if made > 0 { id } else { found(&mut work.tx, scope, &key).await? };
    let mut came = 0;
    for user in [first, second] {
        came += work
            .tx
            .run(
                sql!(
                    "insert into room_members (school_id, room_id, user_id, joined_at) values ($1, $2, $3, $4)
                     on conflict (school_id, room_id, user_id) do nothing"
                ),
                args![school, id, user, scope.now],
            )
            .await?;
    }
    let shown = work
        .tx
        .run(
            sql!(
                "update room_members set hidden_seq = cast(null as bigint)
                 where school_id = $1 and room_id = $2 and user_id = $3 and hidden_seq is not null"
            ),
            args![school, id, me],
        )
        .await?;
    if came + shown == 0 {
        return Ok(id);
    }
    // They have a room more, which they follow from now on.
    work.tell(Event::Notified { user: me });
    if came > 0 {
        work.audit("room.opened", id, json!({ "member": form.with })).await?;
        work.tell(Event::Notified { user: form.with });
    }
    work.commit().await?;
    Ok(id)
}

/// Puts a room of two out of the caller's sight until something is said there again. What is there has been read by then; the
/// other one notices nothing.
///
/// # Errors
/// `NotFound` where the room is not theirs, `Forbidden` for a room of a class, `Viewing` for those who see with another
/// member's eyes.
pub async fn hide(scope: &Scope, room: RoomId) -> Result<()> {
    let found = rooms::reach(scope, Key::Room(room)).await?;
    if !found.kind.is_private() {
        return Err(Error::Forbidden.into());
    }
    rooms::read(scope, room, found.last_seq).await?;
    let mut work = scope.begin().await?;
    let hidden = work
        .tx
        .run(
            sql!(
                "update room_members set hidden_seq = $4 where school_id = $1 and room_id = $2 and user_id = $3
                   and (hidden_seq is null or hidden_seq < $4)"
            ),
            args![scope.school_id(), room, scope.user_id(), found.last_seq],
        )
        .await?;
    // What somebody has in sight is no deed that the log would have to remember.
    if hidden == 0 {
        return Ok(());
    }
    // On their other pages the list has a room less.
    work.tell(Event::Notified { user: scope.user_id() });
    work.commit().await
}

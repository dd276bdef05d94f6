//! A room as its people find it: entering, the page, how far they have read, who is there.

use std::sync::Arc;

use model::chat::{Present, RoomPage};
use model::classes::ClassRole;
use model::ids::{ClassId, MessageId, RoomId};
use model::{At, Error, Feature, Features, Permissions, Role};
use store::{Arg, Sql, args, sql};

use super::{messages, policy};
use crate::backup::gate;
use crate::hub::{Event, Stay};
use crate::scope::Actor;
use crate::{Result, Scope, calendar};

/// What names a room: itself, or the class it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    Room(RoomId),
    Class(ClassId),
}

/// A room as one person reaches it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Room {
    pub id: RoomId,
    class_id: ClassId,
    name: String,
    last_seq: i64,
    archived_at: Option<At>,
    /// Who heads the department of the class is there as its teachers are.
    own_role: Option<ClassRole>,
    /// The role now: a socket's scope may be older than the last change of the membership.
    role: Role,
    granted: String,
    revoked: String,
    features: String,
    read_seq: i64,
}

impl Room {
    fn permissions(&self) -> Permissions {
        Permissions::of_member(self.role, &self.granted, &self.revoked)
    }

    pub fn may_write(&self) -> Result<()> {
        policy::may_write(self.permissions(), self.own_role, self.archived_at.is_some())
    }
}

/// The room with the person's place in it; the caller adds which one.
macro_rules! room_sql {
    ($which:literal) => {
        sql!(concat!(
            "select r.id, r.class_id, g.name, r.last_seq, g.archived_at, m.role,
                    case when m.role = 'department_head' and ",
            $crate::bounds::class!("r.class_id", "$2"),
            " then cast('teacher' as text) else o.role end as own_role,
                    m.granted, m.revoked, s.features,
                    cast(coalesce(d.seq, 0) as bigint) as read_seq
             from rooms r
             join schools s on s.id = r.school_id
             join class_groups g on g.school_id = r.school_id and g.id = r.class_id
             join memberships m on m.school_id = r.school_id and m.user_id = $2 and m.status = 'active'
             join users u on u.id = m.user_id and u.status in ('pending', 'active')
             left join class_members o on o.school_id = r.school_id and o.class_id = r.class_id and o.user_id = $2
             left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = $2
             where r.school_id = $1 and ",
            $which
        ))
    };
}

pub(super) fn statement(scope: &Scope, key: Key) -> (Sql, Vec<Arg>) {
    let (school, user) = (scope.school_id(), scope.user_id());
    match key {
        Key::Room(id) => (room_sql!("r.id = $3"), args![school, user, id]),
        Key::Class(id) => (room_sql!("r.class_id = $3"), args![school, user, id]),
    }
}

/// The room if the person may enter it now.
pub(super) fn entered(room: Option<Room>) -> Result<Room> {
    let room = room.ok_or(Error::NotFound)?;
    // Asked each time: a socket's scope may be older than the school's last word on it.
    if !Features::parse(&room.features).has(Feature::Chat) {
        return Err(Error::NotFound.into());
    }
    policy::may_enter(room.permissions(), room.own_role)?;
    Ok(room)
}

pub(super) async fn reach(scope: &Scope, key: Key) -> Result<Room> {
    let (sql, args) = statement(scope, key);
    entered(scope.db.maybe(sql, args).await?)
}

/// The room's page with its newest messages.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn open(scope: &Scope, room: RoomId) -> Result<RoomPage> {
    page(scope, Key::Room(room), None).await
}

/// As [`open`], by the class, and with `before` the page of older messages that ends there.
///
/// # Errors
/// As [`open`].
pub async fn open_class(scope: &Scope, class: ClassId, before: Option<i64>) -> Result<RoomPage> {
    page(scope, Key::Class(class), before).await
}

async fn page(scope: &Scope, key: Key, before: Option<i64>) -> Result<RoomPage> {
    let room = reach(scope, key).await?;
    let history = messages::page(scope, room.id, before.unwrap_or(i64::MAX)).await?;
    Ok(RoomPage {
        room_id: room.id,
        class_id: room.class_id,
        me: scope.user_id(),
        my_name: scope.me.name.clone(),
        newest: before.is_none_or(|before| before > room.last_seq),
        history,
        may_write: room.may_write().is_ok() && scope.me.viewer.is_none(),
        live: scope.me.viewer.is_none(),
        read: room.read_seq,
        next_id: MessageId::new(),
        zone_minutes: calendar::offset_minutes(scope.now, &scope.place.time_zone),
        name: room.name,
    })
}

/// Checks that the person may be in the room now. Answers the number of its newest message.
///
/// # Errors
/// As [`open`].
pub async fn join(scope: &Scope, room: RoomId) -> Result<i64> {
    Ok(reach(scope, Key::Room(room)).await?.last_seq)
}

/// Notes how far the person has read; the mark never goes back and never past the newest message. While the school is
/// closed none is made.
///
/// # Errors
/// As [`open`].
pub async fn read(scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    gate::spared(mark(scope, room, seq).await)
}

async fn mark(scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    let found = reach(scope, Key::Room(room)).await?;
    let seq = seq.min(found.last_seq);
    if seq <= found.read_seq {
        return Ok(());
    }
    let mut work = scope.begin().await?;
    let moved = work
        .tx
        .run(
            sql!(
                "insert into room_reads (school_id, room_id, user_id, seq) values ($1, $2, $3, $4)
                 on conflict (school_id, room_id, user_id) do update set seq = excluded.seq
                 where room_reads.seq < excluded.seq"
            ),
            args![scope.school_id(), room, scope.user_id(), seq],
        )
        .await?;
    if moved > 0 {
        work.tell(Event::Read { school: scope.school_id(), room, user: scope.user_id(), seq });
    }
    work.commit().await
}

/// Tells the others that the person writes. For callers who have [`join`]ed: it asks nobody.
pub fn typing(scope: &Scope, room: RoomId) {
    scope.hub.tell(Event::Typing { school: scope.school_id(), room, user: scope.user_id(), name: scope.me.name.as_str().into() });
}

/// Counts the person as present until the stay is dropped. For callers who have [`join`]ed.
pub fn enter(scope: &Scope, room: RoomId) -> Stay {
    let name: Arc<str> = scope.me.name.as_str().into();
    scope.hub.enter(scope.school_id(), room, scope.user_id(), &name)
}

/// Who is in the room. For callers who have [`join`]ed.
pub fn present(scope: &Scope, room: RoomId) -> Vec<Present> {
    scope.hub.present(scope.school_id(), room)
}

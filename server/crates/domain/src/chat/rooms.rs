//! A room as its people find it: entering, the page, who is there.

use std::sync::Arc;

use model::chat::{History, Level, Present, RoomKind, RoomPage, Standing, Window};
use model::classes::ClassRole;
use model::ids::{ClassId, MessageId, RoomId, UserId};
use model::{At, Error, Feature, Features, Permissions, Role};
use store::{Arg, Sql, args, sql};

use super::{moderation, people, policy, readers, reading};
use crate::hub::{Event, Mailbox, Stay};
use crate::{Result, Scope, calendar};

/// What names a room: itself, or the class whose own it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    Room(RoomId),
    Class(ClassId),
}

/// A room as one person reaches it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Room {
    pub id: RoomId,
    /// Whose place in it this is.
    pub user_id: UserId,
    pub kind: RoomKind,
    pub class_id: Option<ClassId>,
    class_name: String,
    name: String,
    pub last_seq: i64,
    pub last_revision: i64,
    read_only: bool,
    pub slow_seconds: i64,
    archived_at: Option<At>,
    /// Since when a further room is closed.
    pub closed_at: Option<At>,
    /// Who heads the department of the class is there as its teachers are.
    own_role: Option<ClassRole>,
    /// The role now: a socket's scope may be older than the last change of the membership.
    role: Role,
    granted: String,
    revoked: String,
    features: String,
    /// Up to where they have read, if they ever did.
    pub read_seq: i64,
    /// Whether what is said there waits for them: they sit in it, or have been there.
    waits: bool,
    /// How far the other one of a room of two has read.
    other_seq: i64,
    muted_until: Option<At>,
    belongs: bool,
    tied: bool,
    /// The other one of a room of two.
    other: Option<String>,
    other_role: Option<Role>,
    child: Option<String>,
    /// Whether the school has words that it does not want said.
    pub listed: bool,
    /// What the person has chosen to be told of it.
    told: Option<Level>,
    /// Whether somebody wants to be told of all that is said there.
    pub heard: bool,
}

impl Room {
    pub fn seat(&self, now: At) -> policy::Seat {
        policy::Seat {
            kind: self.kind,
            role: self.role,
            by: Permissions::of_member(self.role, &self.granted, &self.revoked),
            own: self.own_role,
            belongs: self.belongs,
            other: self.other_role,
            tied: self.tied,
            archived: self.archived_at.is_some() || self.closed_at.is_some(),
            read_only: self.read_only,
            muted: self.muted_until.is_some_and(|until| until > now),
        }
    }

    pub fn standing(&self, scope: &Scope) -> Standing {
        let seat = self.seat(scope.now);
        let acts = scope.me.viewer.is_none();
        Standing {
            may_write: acts && policy::may_write(&seat).is_ok(),
            may_moderate: acts && policy::may_moderate(&seat).is_ok(),
            read_only: self.read_only,
            closed: self.closed_at.is_some(),
            slow_seconds: self.slow_seconds,
            muted_until: self.muted_until.filter(|until| *until > scope.now).map(|until| scope.when(until)),
            seen: self.other_seq,
            // Asked for beside (`readers`), and not by everybody.
            readers: Vec::new(),
        }
    }

    /// The number after which it is new to the person. Where they have never been, and come by their role alone, nothing is.
    pub fn known_to(&self) -> i64 {
        if self.waits { self.read_seq } else { self.last_seq }
    }

    /// What the person is told of it.
    pub fn level(&self) -> Level {
        self.told.unwrap_or(Level::of(self.kind))
    }

    /// The name of a further room.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is called.
    pub fn title(&self) -> String {
        title(self.kind, &self.name, &self.class_name, self.other.as_deref(), self.child.as_deref())
    }
}

/// What a room is called: a room of two by the other one, and by the child it is about.
pub(super) fn title(kind: RoomKind, name: &str, class: &str, other: Option<&str>, child: Option<&str>) -> String {
    match kind {
        RoomKind::Class => class.to_owned(),
        RoomKind::Topic => name.to_owned(),
        RoomKind::Direct => other.unwrap_or_default().to_owned(),
        RoomKind::Family => [other, child].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

/// The other one of a room of two, and the child it is about. The reader is `$2`, if nobody else is named.
macro_rules! two_sql {
    () => {
        two_sql!("$2")
    };
    ($user:literal) => {
        concat!(
            "(select uo.name from room_members po join users uo on uo.id = po.user_id
              where po.school_id = r.school_id and po.room_id = r.id and po.user_id <> ",
            $user,
            " order by po.user_id limit 1) as other,
             (select uc.name from users uc where uc.id = r.child_id) as child"
        )
    };
}
pub(super) use two_sql;

/// The room with the person's place in it; the caller adds who that is, and which room.
macro_rules! room_sql {
    ($which:literal) => {
        room_sql!("", "$2", $which)
    };
    ($asked:literal, $user:literal, $which:literal) => {
        sql!(concat!(
            "select r.id, m.user_id, r.kind, r.class_id, coalesce(g.name, '') as class_name, r.name, r.last_seq, r.last_revision,
                    r.read_only, r.slow_seconds, g.archived_at, r.closed_at, m.role, mt.role as other_role,
                    case when m.role = 'department_head' and ",
            $crate::bounds::class!("r.class_id", $user),
            " then cast('teacher' as text) else o.role end as own_role,
                    m.granted, m.revoked, s.features,
                    cast(coalesce(d.seq, 0) as bigint) as read_seq,
                    (d.user_id is not null or r.class_id is null or o.user_id is not null) as waits, t.until_at as muted_until,
                    cast(coalesce((
                       select max(od.seq) from room_members q
                       join room_reads od on od.school_id = q.school_id and od.room_id = q.room_id and od.user_id = q.user_id
                       where q.school_id = r.school_id and q.room_id = r.id and q.user_id <> m.user_id), 0) as bigint) as other_seq,
                    (p.user_id is not null) as belongs,
                    (r.kind <> 'family' or exists (
                       select 1 from guardians f
                       join room_members q on q.school_id = f.school_id and q.user_id = f.parent_id
                       where f.school_id = r.school_id and q.room_id = r.id and f.child_id = r.child_id and f.contact_teachers
                     ) and exists (
                       select 1 from class_members ct
                       join class_members cc on cc.school_id = ct.school_id and cc.class_id = ct.class_id
                       join room_members q on q.school_id = ct.school_id and q.user_id = ct.user_id
                       where ct.school_id = r.school_id and q.room_id = r.id and ct.role = 'teacher'
                         and cc.user_id = r.child_id and cc.role = 'student')) as tied,
                    exists (select 1 from chat_words w where w.school_id = r.school_id) as listed, d.told,
                    exists (select 1 from room_reads h
                            where h.school_id = r.school_id and h.room_id = r.id and h.told = 'all') as heard, ",
            two_sql!($user),
            " from ",
            $asked,
            "rooms r
             join schools s on s.id = r.school_id
             left join class_groups g on g.school_id = r.school_id and g.id = r.class_id
             join memberships m on m.school_id = r.school_id and m.user_id = ",
            $user,
            " and m.status = 'active'
             join users u on u.id = m.user_id and u.status in ('pending', 'active')
             left join class_members o on o.school_id = r.school_id and o.class_id = r.class_id and o.user_id = m.user_id
             left join room_members p on p.school_id = r.school_id and p.room_id = r.id and p.user_id = m.user_id
             left join room_members pt on r.kind = 'direct' and pt.school_id = r.school_id and pt.room_id = r.id
               and pt.user_id <> m.user_id
             left join memberships mt on mt.school_id = pt.school_id and mt.user_id = pt.user_id and mt.status = 'active'
             left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = m.user_id
             left join room_mutes t on t.school_id = r.school_id and t.room_id = r.id and t.user_id = m.user_id
             where r.school_id = $1 and ",
            $which
        ))
    };
}

pub(super) fn statement(scope: &Scope, key: Key) -> (Sql, Vec<Arg>) {
    let (school, user) = (scope.school_id(), scope.user_id());
    match key {
        Key::Room(id) => (room_sql!("r.id = $3"), args![school, user, id]),
        Key::Class(id) => (room_sql!("r.class_id = $3 and r.kind = 'class'"), args![school, user, id]),
    }
}

/// The rooms of many: `$2` are pairs of a room and a person. What is asked for comes first, so that SQLite goes from there to
/// the rooms, and not through all of them.
pub(super) fn of_many() -> Sql {
    room_sql!(
        "(select value ->> 0 as room_id, value ->> 1 as user_id from {rows $2}) a cross join ",
        "a.user_id",
        "r.id = a.room_id"
    )
}

/// The room if the person may enter it now.
pub(super) fn entered(scope: &Scope, room: Option<Room>) -> Result<Room> {
    let room = room.ok_or(Error::NotFound)?;
    // Asked each time: a socket's scope may be older than the school's last word on it.
    let features = Features::parse(&room.features);
    let has = features.has(Feature::Chat) && (room.kind != RoomKind::Direct || features.has(Feature::DirectMessages));
    // What two people tell each other is shown to nobody with their eyes.
    if !has || room.kind.is_private() && scope.me.viewer.is_some() {
        return Err(Error::NotFound.into());
    }
    policy::may_enter(&room.seat(scope.now))?;
    Ok(room)
}

pub(super) async fn reach(scope: &Scope, key: Key) -> Result<Room> {
    let (sql, args) = statement(scope, key);
    entered(scope, scope.db.maybe(sql, args).await?)
}

/// The room's page, from where the reader left off.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn open(scope: &Scope, room: RoomId, window: Window) -> Result<RoomPage> {
    page(scope, Key::Room(room), window).await
}

/// As [`open`], of the room that the class has from its beginning.
///
/// # Errors
/// As [`open`].
pub async fn open_class(scope: &Scope, class: ClassId, window: Window) -> Result<RoomPage> {
    page(scope, Key::Class(class), window).await
}

async fn page(scope: &Scope, key: Key, window: Window) -> Result<RoomPage> {
    let room = reach(scope, key).await?;
    let history = reading::page(scope, &room, reading::upper(&room, window)).await?;
    shown(scope, room, history).await
}

/// The page of a room that the caller has reached, with a part of its talk.
pub(super) async fn shown(scope: &Scope, room: Room, history: History) -> Result<RoomPage> {
    let pins = reading::pinned(scope, room.id).await?;
    let standing = readers::standing(scope, &room).await?;
    let (people, muted) = if standing.may_moderate {
        (people::mutable(scope, &room).await?, moderation::muted(scope, room.id).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let leads = people::leads(scope, &room).await?;
    let unread = reading::unread(scope, room.id, room.known_to()).await?;
    Ok(RoomPage {
        room_id: room.id,
        kind: room.kind,
        class_id: room.class_id,
        name: room.title(),
        me: scope.user_id(),
        my_name: scope.me.name.clone(),
        my_photo: scope.me.photo.clone(),
        history,
        standing,
        people,
        muted,
        leads,
        told: room.level(),
        live: scope.me.viewer.is_none(),
        read: room.known_to(),
        unread,
        last: room.last_seq,
        revision: room.last_revision,
        pins,
        next_id: MessageId::new(),
        zone_minutes: calendar::offset_minutes(scope.now, &scope.place.time_zone),
        class_name: room.class_name,
    })
}

/// Checks that the person may be in the room now. Answers the numbers of its newest message and of its newest change, and how
/// it stands for them: what was told of that while they were away is not told again.
///
/// # Errors
/// As [`open`].
pub async fn join(scope: &Scope, room: RoomId) -> Result<(i64, i64, Standing)> {
    let room = reach(scope, Key::Room(room)).await?;
    let standing = readers::standing(scope, &room).await?;
    Ok((room.last_seq, room.last_revision, standing))
}

/// How the room stands for the person now.
///
/// # Errors
/// As [`open`].
pub async fn standing(scope: &Scope, room: RoomId) -> Result<Standing> {
    readers::standing(scope, &reach(scope, Key::Room(room)).await?).await
}

/// Tells the others that the person writes. For callers who have [`join`]ed: it asks nobody.
pub fn typing(scope: &Scope, room: RoomId) {
    scope.hub.tell(Event::Typing { school: scope.school_id(), room, user: scope.user_id(), name: scope.me.name.as_str().into() });
}

/// Counts the person, if they look, as present until the stay is dropped; until then the mailbox hears what is said. For
/// callers who have [`join`]ed.
pub fn enter(scope: &Scope, room: RoomId, mailbox: &Mailbox, looks: bool) -> Stay {
    let name: Arc<str> = scope.me.name.as_str().into();
    let mut stay = scope.hub.attend(scope.school_id(), room, scope.user_id(), &name, mailbox);
    stay.look(looks);
    stay
}

/// Who is in the room: the first by name, and how many there are beyond those. For callers who have [`join`]ed.
pub fn present(scope: &Scope, room: RoomId) -> (Vec<Present>, usize) {
    scope.hub.present(scope.school_id(), room)
}

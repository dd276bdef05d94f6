//! What is new to a person in the chats of all their schools, for the menu, the title of their tabs and the icon of the app.

use std::hash::{DefaultHasher, Hash, Hasher};

use model::chat::{News, RoomNews};
use model::ids::{RoomId, SchoolId, UserId};
use model::{Feature, Features, Permission, Permissions, Role};
use store::{args, list, sql};

use super::unread::{count_new, is_called, is_new};
use crate::{Person, Request, Result};

/// Schools by what somebody may do in their chats.
#[derive(Default)]
struct Schools {
    /// They are in the rooms of their classes.
    classes: Vec<SchoolId>,
    /// They write to others of their classes.
    direct: Vec<SchoolId>,
    /// There is a chat at all: what a parent and a teacher have to say, they say there.
    all: Vec<SchoolId>,
}

impl Schools {
    fn add(&mut self, school: SchoolId, by: Permissions, features: Features) {
        if !features.has(Feature::Chat) {
            return;
        }
        self.all.push(school);
        if by.can(Permission::ClassesRead) {
            self.classes.push(school);
        }
        if features.has(Feature::DirectMessages) {
            self.direct.push(school);
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    school_id: SchoolId,
    school: String,
    id: RoomId,
    last_seq: i64,
    last_revision: i64,
    seq: i64,
    unread: i64,
    called: bool,
    quiet: i64,
    name: String,
    /// Whether they chose to be told nothing of it.
    muted: bool,
    /// Whether it is out of their sight: closed, or put there with nothing new in it since.
    away: bool,
}

/// What is new to the person, and the rooms of which that is said: those of their classes, and those of two, also where they
/// are out of sight, as what is said there brings them back. Nobody hears of another's.
///
/// # Errors
/// As the database answers.
pub async fn news(person: &Person) -> Result<(News, Vec<(SchoolId, RoomId)>)> {
    if person.me.viewer.is_some() {
        return Ok((News::default(), Vec::new()));
    }
    let mut schools = Schools::default();
    for place in &person.me.places {
        schools.add(place.school_id, place.permissions, place.features);
    }
    let rows = rows(person, person.me.user_id, &schools).await?;
    let rooms = rows.iter().map(|row| (row.school_id, row.id)).collect();
    Ok((told(rows), rooms))
}

fn told(rows: Vec<Row>) -> News {
    let mut stamp = DefaultHasher::new();
    for row in &rows {
        (row.id, row.last_seq, row.last_revision, row.seq, row.unread, row.called, row.quiet).hash(&mut stamp);
        (&row.name, row.away, row.muted).hash(&mut stamp);
    }
    // A muted room counts in the list alone.
    let news = |row: Row| RoomNews {
        school: row.school,
        room: row.id,
        unread: row.unread,
        called: row.called && !row.muted,
        quiet: if row.muted { 0 } else { row.quiet },
        muted: row.muted,
    };
    let rooms = rows.into_iter().filter(|row| row.unread > 0 && !row.away).map(news).collect();
    // 0 is that of who has not looked.
    News { stamp: (stamp.finish() as u32).max(1), rooms }
}

/// The messages that are for somebody alone, wait to be read, and of which nothing unread in their bell tells: for the icon
/// of the app on their devices.
pub(crate) async fn quiet(request: &Request, user: UserId) -> Result<i64> {
    let places: Vec<(SchoolId, Role, String, String, String)> = request
        .db
        .all(
            sql!(
                "select m.school_id, m.role, m.granted, m.revoked, s.features
                 from memberships m join schools s on s.id = m.school_id
                 where m.user_id = $1 and m.status = 'active' and m.suspended_at is null order by m.school_id"
            ),
            args![user],
        )
        .await?;
    let mut schools = Schools::default();
    for (school, role, granted, revoked, features) in places {
        schools.add(school, Permissions::of_member(role, &granted, &revoked), Features::parse(&features));
    }
    Ok(told(rows(request, user, &schools).await?).quiet(None))
}

/// Of the message `n` nothing unread in the bell of `$1` tells.
macro_rules! untold {
    () => {
        "not exists (select 1 from notifications w
                     where w.user_id = $1 and w.kind in ('chat_mention', 'chat_reply', 'chat_direct')
                       and w.key = n.id and w.in_bell and w.read_at is null)"
    };
}

/// Rooms in which nothing is new cost nothing but their own row. In a room of two of which one wants to hear what calls one
/// alone, that alone is for oneself, as in others.
async fn rows(request: &Request, user: UserId, schools: &Schools) -> Result<Vec<Row>> {
    if schools.all.is_empty() {
        return Ok(Vec::new());
    }
    Ok(request
        .db
        .all(
            sql!(concat!(
                "select r.school_id, s.slug as school, r.id, r.last_seq, r.last_revision,
                        cast(coalesce(d.seq, 0) as bigint) as seq,
                        case when r.last_seq > coalesce(d.seq, 0) then ",
                count_new!("coalesce(d.seq, 0)", "$1"),
                " else 0 end as unread,
                        r.last_seq > coalesce(d.seq, 0) and ",
                is_called!("coalesce(d.seq, 0)", "$1"),
                " as called,
                        case when r.last_seq <= coalesce(d.seq, 0) then 0
                        when r.kind in ('direct', 'family') and coalesce(d.told, 'all') = 'all' then (
                          select cast(count(*) as bigint) from (
                            select n.id from messages n where n.school_id = r.school_id and n.room_id = r.id
                              and ",
                is_new!("coalesce(d.seq, 0)", "$1"),
                " and ",
                untold!(),
                " limit 100) as few)
                        else (
                          select cast(count(*) as bigint) from message_mentions c
                          join messages n on n.school_id = c.school_id and n.id = c.message_id
                          where c.school_id = r.school_id and c.user_id = $1 and n.room_id = r.id
                            and ",
                is_new!("coalesce(d.seq, 0)", "$1"),
                " and ",
                untold!(),
                ") + (
                          select cast(count(*) as bigint) from messages n
                          where n.school_id = r.school_id and n.room_id = r.id and n.calls_all and ",
                is_new!("coalesce(d.seq, 0)", "$1"),
                "
                            and not exists (select 1 from message_mentions c
                                            where c.school_id = n.school_id and c.message_id = n.id and c.user_id = $1) and ",
                untold!(),
                ") end as quiet,
                        r.name, coalesce(d.told, '') = 'nothing' as muted, (r.closed_at is not null or coalesce(mine.hidden_seq, -1) >= r.last_seq) as away
                 from (
                   select q.school_id, q.id, cast(null as bigint) as hidden_seq from class_members o
                   join rooms q on q.school_id = o.school_id and q.class_id = o.class_id
                   join class_groups g on g.school_id = q.school_id and g.id = q.class_id and g.archived_at is null
                   where o.user_id = $1 and o.school_id in (select value from {list $2})
                   union all
                   select q.school_id, q.id, p.hidden_seq from room_members p
                   join rooms q on q.school_id = p.school_id and q.id = p.room_id
                   where p.user_id = $1 and (q.kind = 'direct' and p.school_id in (select value from {list $3})
                                             or q.kind = 'family' and p.school_id in (select value from {list $4}))
                 ) mine
                 join rooms r on r.school_id = mine.school_id and r.id = mine.id
                 join schools s on s.id = r.school_id
                 left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = $1
                 order by r.last_seq > coalesce(d.seq, 0) desc, r.school_id, r.id limit 500"
            )),
            args![user, list(&schools.classes), list(&schools.direct), list(&schools.all)],
        )
        .await?)
}

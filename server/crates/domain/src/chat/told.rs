//! Who is told of what is said while they are elsewhere: who is called, the other one of a room of two, and of a report
//! those who moderate. What is told of a message counts as read with it.

use model::chat::Present;
use model::ids::{MessageId, RoomId, UserId};
use model::notifications::Kind;
use model::{Permission, Permissions, Role};
use serde_json::json;
use store::{args, sql};

use super::rooms::Room;
use crate::hub::Event;
use crate::notifications::{Notice, tell};
use crate::{Result, Scope, Work};

/// Tells those whom a message calls, once. In a room of two the other one hears of each message anyway.
pub(super) async fn called(work: &mut Work, scope: &Scope, room: &Room, id: MessageId, people: &[Present]) -> Result<()> {
    let to: Vec<UserId> = people.iter().map(|it| it.user_id).filter(|it| *it != scope.user_id()).collect();
    if to.is_empty() || room.kind.is_private() {
        return Ok(());
    }
    let (seq,): (i64,) =
        work.tx.one(sql!("select seq from messages where school_id = $1 and id = $2"), args![scope.school_id(), id]).await?;
    let link = format!("/s/{}/chat/{}?at={seq}#m{seq}", scope.place.slug, room.id);
    let args = json!({ "name": scope.me.name, "room": room.title() });
    let (kind, school, key) = (Kind::ChatMention, Some(scope.school_id()), id.to_string());
    tell(work, &Notice { kind, school, to: &to, key: &key, args, link: &link }).await
}

/// Tells the other one of a room of two. Who has something unread there already was told of that, and is not told of each
/// further line.
pub(super) async fn said(work: &mut Work, scope: &Scope, room: &Room, id: MessageId, seq: i64) -> Result<()> {
    if !room.kind.is_private() {
        return Ok(());
    }
    let school = scope.school_id();
    let others: Vec<(UserId,)> = work
        .tx
        .all(
            sql!(
                "select p.user_id from room_members p
                 join memberships m on m.school_id = p.school_id and m.user_id = p.user_id and m.status = 'active'
                 left join room_reads d on d.school_id = p.school_id and d.room_id = p.room_id and d.user_id = p.user_id
                 where p.school_id = $1 and p.room_id = $2 and p.user_id <> $3
                   and not exists (select 1 from messages b
                                   where b.school_id = p.school_id and b.room_id = p.room_id and b.user_id <> p.user_id
                                     and b.seq > coalesce(d.seq, 0) and b.seq < $4 and b.deleted_at is null)
                 order by p.user_id"
            ),
            args![school, room.id, scope.user_id(), seq],
        )
        .await?;
    let to: Vec<UserId> = others.into_iter().map(|(user,)| user).collect();
    let link = format!("/s/{}/chat/{}", scope.place.slug, room.id);
    let (args, key) = (json!({ "name": scope.me.name }), id.to_string());
    tell(work, &Notice { kind: Kind::ChatDirect, school: Some(school), to: &to, key: &key, args, link: &link }).await
}

/// Somebody who may have to look at a report.
#[derive(sqlx::FromRow)]
struct Near {
    id: UserId,
    role: Role,
    granted: String,
    revoked: String,
    teaches: bool,
}

/// Tells the teachers of the class that a message was reported; where there are none, those who reach every class. Whose
/// message it is looks at no report of it.
pub(super) async fn reported(work: &mut Work, scope: &Scope, room: &Room, id: MessageId, author: UserId) -> Result<()> {
    let school = scope.school_id();
    let near: Vec<Near> = work
        .tx
        .all(
            sql!(
                "select m.user_id as id, m.role, m.granted, m.revoked, (o.user_id is not null) as teaches
                 from memberships m
                 left join class_members o on o.school_id = m.school_id and o.class_id = $2 and o.user_id = m.user_id
                                              and o.role = 'teacher'
                 where m.school_id = $1 and m.status = 'active' and m.role not in ('student', 'parent')
                   and m.user_id <> $3 and m.user_id <> $4
                 order by m.user_id"
            ),
            args![school, room.class_id, scope.user_id(), author],
        )
        .await?;
    let can = |it: &Near, what: Permission| Permissions::of_member(it.role, &it.granted, &it.revoked).can(what);
    let moderate = || near.iter().filter(|it| can(it, Permission::ChatModerate));
    let mut to: Vec<UserId> = moderate().filter(|it| it.teaches && !room.kind.is_private()).map(|it| it.id).collect();
    if to.is_empty() {
        to = moderate().filter(|it| can(it, Permission::ClassesReadAll)).map(|it| it.id).collect();
    }
    let link = format!("/s/{}/chat/reports", scope.place.slug);
    let (args, key) = (json!({ "room": room.title() }), id.to_string());
    tell(work, &Notice { kind: Kind::ChatReport, school: Some(school), to: &to, key: &key, args, link: &link }).await
}

/// Notes that what somebody was told of a room is read, as far as they have read it.
pub(super) async fn read(work: &mut Work, scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    let (user, now) = (scope.user_id(), work.now());
    let read = work
        .tx
        .run(
            sql!(
                "update notifications set read_at = $5, mail_at = null
                 where user_id = $2 and read_at is null and school_id = $1 and kind in ('chat_mention', 'chat_direct')
                   and exists (select 1 from messages m
                               where m.school_id = $1 and m.id = notifications.key and m.room_id = $3 and m.seq <= $4)"
            ),
            args![scope.school_id(), user, room, seq, now],
        )
        .await?;
    if read > 0 {
        work.tell(Event::Notified { user });
    }
    Ok(())
}

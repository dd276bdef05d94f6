//! Who is told of what was said, as they chose for the room: whom it calls, whom it answers, who wants to hear of everything,
//! and the other one of a room of two; and of what was reported those who look after it. What was said stands in the room
//! alone: others see the screen of a phone, and it can be taken back.

use std::collections::BTreeSet;

use model::chat::{Level, Message};
use model::classes::ClassRole;
use model::ids::{MessageId, NotificationId, RoomId, UserId};
use model::notifications::Kind;
use model::{Permission, Permissions, Role};
use serde_json::json;
use store::{args, list, sql};

use super::people::{self, Near, near};
use super::policy;
use super::rooms::Room;
use crate::hub::Event;
use crate::notifications::{Notice, take_back, tell, tell_together};
use crate::{Result, Scope, Work};

/// Messages of several authors, or to several rooms, are about to be told in one transaction: it holds every card that one of
/// them may renew, in the order of their ids as everybody holds several. Those of one after those of another would be in none,
/// and it would wait for somebody who waits for it.
pub(super) async fn hold_cards(work: &mut Work, scope: &Scope, rooms: &[&Room]) -> Result<()> {
    let gathers = |room: &&&Room| room.kind.is_private() || room.heard;
    let rooms: BTreeSet<RoomId> = rooms.iter().filter(gathers).map(|room| room.id).collect();
    if rooms.is_empty() {
        return Ok(());
    }
    let links = rooms.iter().map(|room| address(scope, *room));
    let _: Vec<(NotificationId,)> = work
        .tx
        .all(
            sql!(
                "select n.id from notifications n
                 where n.user_id in (select p.user_id from room_members p
                                     where p.school_id = $1 and p.room_id in (select value from {list $2})
                                     union
                                     select h.user_id from room_reads h
                                     where h.school_id = $1 and h.room_id in (select value from {list $2}) and h.told = 'all')
                   and n.kind in ('chat_direct', 'chat_message') and n.link in (select value from {list $3})
                   and n.read_at is null
                 order by n.id {locked}"
            ),
            args![scope.school_id(), list(rooms.iter()), list(links)],
        )
        .await?;
    Ok(())
}

/// Tells of a new message. Who is called and answered by it, and hears of everything, hears of it once.
pub(super) async fn said(work: &mut Work, scope: &Scope, room: &Room, message: &Message) -> Result<()> {
    let called = called(work, scope, room, message).await?;
    let answered = answered(work, scope, room, message).await?;
    let answered: Vec<UserId> = answered.into_iter().filter(|it| !called.contains(it)).collect();
    let meant = [called.as_slice(), answered.as_slice()].concat();
    if room.kind.is_private() {
        return written_to(work, scope, room, message, &meant).await;
    }
    send(work, scope, room, message, Kind::ChatMention, &called).await?;
    send(work, scope, room, message, Kind::ChatReply, &answered).await?;
    if room.heard { heard(work, scope, room, message, &meant).await } else { Ok(()) }
}

/// Whom a message calls: by name, or everybody who sits in the room.
async fn called(work: &mut Work, scope: &Scope, room: &Room, message: &Message) -> Result<Vec<UserId>> {
    let mut called: Vec<UserId> = message.mentions.iter().map(|it| it.user_id).collect();
    if message.calls_all {
        called.extend(people::sitting(&mut work.tx, scope.school_id(), room).await?);
    }
    Ok(called)
}

/// Tells those whom a message calls now that it says something else. `before` is the message as it was: whom that called, or
/// answers, knows of it.
pub(super) async fn reworded(work: &mut Work, scope: &Scope, room: &Room, before: &Message, now: &Message) -> Result<()> {
    if room.kind.is_private() {
        return Ok(());
    }
    let known: BTreeSet<UserId> = called(work, scope, room, before).await?.into_iter().collect();
    let called: Vec<UserId> = called(work, scope, room, now).await?.into_iter().filter(|it| !known.contains(it)).collect();
    if called.is_empty() {
        return Ok(());
    }
    let answered = answered(work, scope, room, before).await?;
    let called: Vec<UserId> = called.into_iter().filter(|it| !answered.contains(it)).collect();
    send(work, scope, room, before, Kind::ChatMention, &called).await
}

/// What was told of a message that was taken back is taken back, too.
pub(super) async fn taken_back(work: &mut Work, scope: &Scope, room: &Room, message: &Message) -> Result<()> {
    let key = message.id.to_string();
    let mut told = called(work, scope, room, message).await?;
    told.extend(answered(work, scope, room, message).await?);
    take_back(work, &[Kind::ChatMention, Kind::ChatReply], &key, &told).await
}

/// Whose message it answers.
async fn answered(work: &mut Work, scope: &Scope, room: &Room, message: &Message) -> Result<Vec<UserId>> {
    let Some(seq) = message.reply_seq else { return Ok(Vec::new()) };
    let author: Option<(UserId,)> = work
        .tx
        .maybe(
            sql!("select user_id from messages where school_id = $1 and room_id = $2 and seq = $3"),
            args![scope.school_id(), room.id, seq],
        )
        .await?;
    Ok(author.into_iter().map(|(author,)| author).collect())
}

/// To those who may be in the room now, but for who wrote it.
async fn send(work: &mut Work, scope: &Scope, room: &Room, message: &Message, kind: Kind, to: &[UserId]) -> Result<()> {
    if to.is_empty() {
        return Ok(());
    }
    let (school, user) = (scope.school_id(), scope.user_id());
    let named = near!("m.user_id in (select value from {list $3}) and m.user_id <> $4");
    let near: Vec<Near> = work.tx.all(named, args![school, room.id, list(to), user]).await?;
    let hears = |it: &&Near| it.is_told(room) && policy::may_enter(&it.seat(room)).is_ok();
    let to: Vec<UserId> = near.iter().filter(hears).map(|it| it.id).collect();
    let (key, link) = (message.id.to_string(), format!("{}?at={seq}#m{seq}", address(scope, room.id), seq = message.seq));
    let args = json!({ "name": scope.me.name, "room": room.title() });
    tell(work, &Notice { kind, school: Some(school), to: &to, key: &key, args, link: &link }).await
}

/// To those who want to hear of everything, but for those who are `meant` by it and have heard. Until they have read it, what
/// is said there is one card.
async fn heard(work: &mut Work, scope: &Scope, room: &Room, message: &Message, meant: &[UserId]) -> Result<()> {
    let (school, user) = (scope.school_id(), scope.user_id());
    let all = near!(
        "m.user_id in (select h.user_id from room_reads h where h.school_id = $1 and h.room_id = $2 and h.told = 'all')
         and m.user_id <> $3"
    );
    let near: Vec<Near> = work.tx.all(all, args![school, room.id, user]).await?;
    let hears = |it: &&Near| !meant.contains(&it.id) && policy::may_enter(&it.seat(room)).is_ok();
    let to: Vec<UserId> = near.iter().filter(hears).map(|it| it.id).collect();
    let (key, link) = (message.id.to_string(), address(scope, room.id));
    let args = json!({ "name": scope.me.name, "room": room.title() });
    let notice = Notice { kind: Kind::ChatMessage, school: Some(school), to: &to, key: &key, args, link: &link };
    tell_together(work, &notice).await
}

fn address(scope: &Scope, room: RoomId) -> String {
    format!("/s/{}/chat/{room}", scope.place.slug)
}

/// Tells the other one of a room of two: until they have read it, what is written to them is one card.
async fn written_to(work: &mut Work, scope: &Scope, room: &Room, message: &Message, meant: &[UserId]) -> Result<()> {
    let (school, link) = (scope.school_id(), address(scope, room.id));
    let others: Vec<(UserId, Option<Level>)> = work
        .tx
        .all(
            sql!(
                "select p.user_id, d.told from room_members p
                 join memberships m on m.school_id = p.school_id and m.user_id = p.user_id and m.status = 'active'
                 left join room_reads d on d.school_id = p.school_id and d.room_id = p.room_id and d.user_id = p.user_id
                 where p.school_id = $1 and p.room_id = $2 and p.user_id <> $3
                 order by p.user_id"
            ),
            args![school, room.id, scope.user_id()],
        )
        .await?;
    let hears = |(user, told): &(UserId, Option<Level>)| told.unwrap_or(Level::of(room.kind)).tells(meant.contains(user));
    let to: Vec<UserId> = others.iter().filter(|it| hears(it)).map(|(user, _)| *user).collect();
    let (key, args) = (message.id.to_string(), json!({ "name": scope.me.name }));
    let notice = Notice { kind: Kind::ChatDirect, school: Some(school), to: &to, key: &key, args, link: &link };
    tell_together(work, &notice).await
}

/// What the caller was told of a room's messages, up to a number, and has not read: `$1` is the caller, `$2` the school, `$3`
/// the room, `$4` the number.
macro_rules! unread {
    () => {
        "user_id = $1 and kind in ('chat_mention', 'chat_reply', 'chat_direct', 'chat_message') and read_at is null
         and exists (select 1 from messages m where m.school_id = $2 and m.id = notifications.key and m.room_id = $3
                       and m.seq <= $4)"
    };
}

/// Whether the caller was told of something there that they have not read.
pub(super) async fn waits(scope: &Scope, room: RoomId, seq: i64) -> Result<bool> {
    let found: Option<(String,)> = scope
        .db
        .maybe(
            sql!(concat!("select id from notifications where ", unread!(), " order by id limit 1")),
            args![scope.user_id(), scope.school_id(), room, seq],
        )
        .await?;
    Ok(found.is_some())
}

/// Notes that the caller has read it in the room itself: every device of theirs hears of it.
pub(super) async fn seen(work: &mut Work, scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    let (user, now) = (scope.user_id(), work.now());
    let read = work
        .tx
        .run(
            sql!(concat!(
                "update notifications set read_at = $5, mail_at = null where id in (select id from notifications where ",
                unread!(),
                " order by id {locked})"
            )),
            args![user, scope.school_id(), room, seq, now],
        )
        .await?;
    if read > 0 {
        work.tell(Event::Notified { user });
    }
    Ok(())
}

/// Tells of a message that was reported: the teachers of the class, and where there are none but its author, or between two
/// people, those who reach every class. Who wrote it is not told.
pub(super) async fn reported(work: &mut Work, scope: &Scope, room: &Room, message: &Message) -> Result<()> {
    let mut keepers = keepers(work, scope, room).await?;
    keepers.retain(|it| it.id != message.user_id && it.id != scope.user_id());
    let teaches = keepers.iter().any(|it| it.own_role == Some(ClassRole::Teacher));
    let near = keepers.iter().filter(|it| !teaches || it.own_role == Some(ClassRole::Teacher));
    let (to, key) = (near.map(|it| it.id).collect::<Vec<_>>(), report_key(work, scope, message.id).await?);
    let (args, link) = (json!({ "room": room.title() }), format!("/s/{}/chat/reports", scope.place.slug));
    tell(work, &Notice { kind: Kind::ChatReport, school: Some(scope.school_id()), to: &to, key: &key, args, link: &link }).await
}

/// The reports of a message are settled, of which was told by a key: nobody else need look at them.
pub(super) async fn settled(work: &mut Work, scope: &Scope, room: &Room, key: &str) -> Result<()> {
    let to: Vec<UserId> = keepers(work, scope, room).await?.into_iter().map(|it| it.id).collect();
    take_back(work, &[Kind::ChatReport], key, &to).await
}

/// Of the same message those who look after it are told again when it is reported after they had left it.
pub(super) async fn report_key(work: &mut Work, scope: &Scope, message: MessageId) -> Result<String> {
    let (left,): (i64,) = work
        .tx
        .one(
            sql!("select coalesce(max(settled_at), 0) as left_at from message_reports where school_id = $1 and message_id = $2"),
            args![scope.school_id(), message],
        )
        .await?;
    Ok(format!("{message}/{left}"))
}

/// Who looks at what is reported in a room.
async fn keepers(work: &mut Work, scope: &Scope, room: &Room) -> Result<Vec<Near>> {
    let roles = Role::ALL.iter().filter(|role| Permissions::from(**role).can(Permission::ChatModerate));
    let near: Vec<Near> = work
        .tx
        .all(
            near!("(o.role = 'teacher' or m.role in (select value from {list $3}) or m.granted <> '')"),
            args![scope.school_id(), room.id, list(roles)],
        )
        .await?;
    let keeps = |it: &Near| {
        let seat = it.seat(room);
        let reaches = seat.by.can(Permission::ClassesReadAll) || !room.kind.is_private() && seat.own == Some(ClassRole::Teacher);
        reaches && seat.by.can(Permission::ChatModerate)
    };
    Ok(near.into_iter().filter(keeps).collect())
}

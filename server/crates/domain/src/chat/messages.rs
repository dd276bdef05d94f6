//! Saying something, once.

use std::sync::Arc;

use model::chat::{Message, MessageForm, Present};
use model::ids::{MessageId, RoomId, SchoolId, UserId};
use model::{At, Error, Problem, markup};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use super::attaching::{self, Attachment};
use super::rooms::{self, Key, Room};
use super::{policy, reading, told, words};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, search};

/// Says something in a room. The id comes from the sender, so that sending again after a lost answer stores nothing
/// twice and tells nobody twice: it answers the message as it is now. Another text under an id that was used is refused, not lost.
///
/// # Errors
/// `Invalid` when empty, too long or with an unwanted word, `NotFound` when the room is not the caller's, `Forbidden` when
/// they only read there, `TooMany` where they have just spoken in a slow room, `Conflict` when the id names another message.
pub async fn send(scope: &Scope, room: RoomId, id: MessageId, form: &MessageForm) -> Result<Message> {
    send_with(scope, room, id, form, &[]).await
}

/// The same with files, which lie at their addresses already.
///
/// # Errors
/// As [`send`], and `Invalid` on `files` with too many and where the class cannot take them.
pub async fn send_with(scope: &Scope, room: RoomId, id: MessageId, form: &MessageForm, files: &[Attachment]) -> Result<Message> {
    form.validate_beside(!files.is_empty())?;
    model::chat::files::check_count(files.len())?;
    let (school, user) = (scope.school_id(), scope.user_id());
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    policy::may_write(&room.seat(scope.now))?;
    let body = form.text();
    if form.reply.is_some_and(|seq| seq < 1 || seq > room.last_seq) {
        return Err(Error::field("reply", Problem::NoneChosen).into());
    }
    let file_names = attaching::names(files);
    let shown: Vec<&str> = files.iter().map(|it| it.alt.as_str()).collect();
    let said = format!("{body}\n{file_names}\n{}", shown.join("\n"));
    words::must_be_wanted(&mut work.tx, school, &room, &said).await?;
    must_be_slow(&mut work.tx, scope, &room, Some(id)).await?;
    // From here on the transaction holds the room: numbers are committed in their order.
    let (seq,): (i64,) = work
        .tx
        .one(
            sql!("update rooms set last_seq = last_seq + 1 where school_id = $1 and id = $2 returning last_seq"),
            args![school, room.id],
        )
        .await?;
    let added = work
        .tx
        .run(
            sql!(
                "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at, reply_seq, words, file_names)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (school_id, id) do nothing"
            ),
            args![
                school,
                id,
                room.id,
                seq,
                user,
                body.as_str(),
                scope.now,
                form.reply,
                search::index(&found_by(&body, &file_names)),
                file_names.as_str()
            ],
        )
        .await?;
    if added == 0 {
        // Not committed: the number goes back to the room.
        return stored(&mut work.tx, scope, &room, id, &body, files).await;
    }
    attaching::attach(&mut work, scope, &room, id, files).await?;
    let mentions = call(&mut work, scope, &room, id, &body).await?;
    let message = Message {
        id,
        seq,
        user_id: user,
        author: scope.me.name.clone(),
        body,
        sent_at: scope.now,
        revision: 0,
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
        reply_seq: form.reply,
        quote: None,
        mentions,
        reactions: Vec::new(),
        file_names,
        files: Vec::new(),
    };
    let message = if form.reply.is_some() || !files.is_empty() {
        reading::message(&mut work.tx, scope, room.id, id).await?.unwrap_or(message)
    } else {
        message
    };
    told::said(&mut work, scope, &room, &message).await?;
    let detail = match files.len() {
        0 => json!({ "room": room.id, "seq": seq }),
        count => json!({ "room": room.id, "seq": seq, "files": count }),
    };
    work.audit("message.sent", id, detail).await?;
    work.tell(Event::Said { school, room: room.id, message: Arc::new(message.clone()) });
    work.commit().await?;
    Ok(message)
}

/// What a message is found by.
pub(super) fn found_by(body: &str, file_names: &str) -> String {
    format!("{body} {file_names}")
}

/// In a slow room some time lies between two messages of one person; those who moderate are not held up, and what was sent
/// before under the same id is answered.
pub(super) async fn must_be_slow(tx: &mut Tx, scope: &Scope, room: &Room, id: Option<MessageId>) -> Result<()> {
    if room.slow_seconds == 0 || policy::may_moderate(&room.seat(scope.now)).is_ok() {
        return Ok(());
    }
    let last: Option<(MessageId, At)> = tx
        .maybe(
            sql!(
                "select id, sent_at from messages where school_id = $1 and room_id = $2 and user_id = $3
                 order by sent_at desc, id desc limit 1"
            ),
            args![scope.school_id(), room.id, scope.user_id()],
        )
        .await?;
    let Some((_, at)) = last.filter(|(last, _)| Some(*last) != id) else { return Ok(()) };
    let left = at.0 + room.slow_seconds * 1000 - scope.now.0;
    if left <= 0 { Ok(()) } else { Err(Error::TooMany(u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX)).into()) }
}

/// The message under an id that was used: the same one, sent again, or another. What it said at first is what counts.
async fn stored(tx: &mut Tx, scope: &Scope, room: &Room, id: MessageId, body: &str, files: &[Attachment]) -> Result<Message> {
    let (room_id, user, said, file_names): (RoomId, UserId, String, String) = tx
        .one(
            sql!(
                "select m.room_id, m.user_id, coalesce(v.body, m.body) as body,
                        coalesce(v.file_names, m.file_names) as file_names
                 from messages m
                 left join message_versions v on v.school_id = m.school_id and v.message_id = m.id and v.version = 1
                 where m.school_id = $1 and m.id = $2"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let taken = Error::Conflict(Problem::Taken);
    if room_id != room.id || user != scope.user_id() || said != body || file_names != attaching::names(files) {
        return Err(taken.into());
    }
    if !attaching::are_those(tx, scope, id, files).await? {
        return Err(taken.into());
    }
    Ok(reading::message(tx, scope, room.id, id).await?.ok_or(taken)?)
}

/// The people of a room, as far as they are here: whom a message can call.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn people(scope: &Scope, room: RoomId) -> Result<Vec<Present>> {
    let room = rooms::reach(scope, Key::Room(room)).await?;
    let mut tx = scope.db.begin().await?;
    people_of(&mut tx, scope.school_id(), &room).await
}

async fn people_of(tx: &mut Tx, school: SchoolId, room: &Room) -> Result<Vec<Present>> {
    let rows: Vec<(UserId, String)> = tx
        .all(
            sql!(
                "select u.id, u.name from users u
                 join memberships m on m.school_id = $1 and m.user_id = u.id and m.status = 'active'
                 where u.id in (select o.user_id from class_members o where o.school_id = $1 and o.class_id = $2
                                union select p.user_id from room_members p where p.school_id = $1 and p.room_id = $3)
                 order by u.name_key, u.id"
            ),
            args![school, room.class_id, room.id],
        )
        .await?;
    Ok(rows.into_iter().map(|(user_id, name)| Present { user_id, name }).collect())
}

/// Notes whom a text calls. Those who were called by an earlier one and no longer are, are forgotten.
pub(super) async fn call(work: &mut Work, scope: &Scope, room: &Room, id: MessageId, body: &str) -> Result<Vec<Present>> {
    if !body.contains('@') {
        return Ok(Vec::new());
    }
    let school = scope.school_id();
    let people = people_of(&mut work.tx, school, room).await?;
    let names: Vec<&str> = people.iter().map(|it| it.name.as_str()).collect();
    let called = markup::called(body, &names);
    let mut called: Vec<Present> = people.iter().filter(|it| called.contains(&it.name.as_str())).cloned().collect();
    called.sort_by(|a, b| (&a.name, a.user_id).cmp(&(&b.name, b.user_id)));
    // In one statement: a text has room for everybody's name.
    let rows: Value = called.iter().map(|person| json!([person.user_id, person.name])).collect();
    work.tx
        .run(
            sql!(
                "insert into message_mentions (school_id, message_id, user_id, name)
                 select cast($1 as text), cast($2 as text), value ->> 0, value ->> 1 from {rows $3} where true
                 on conflict (school_id, message_id, user_id) do nothing"
            ),
            args![school, id, rows.to_string()],
        )
        .await?;
    Ok(called)
}

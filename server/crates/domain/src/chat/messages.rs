//! What is said: sending once, reading page by page, catching up.

use std::sync::Arc;

use model::chat::{History, Message, MessageForm, MessageRow, PAGE};
use model::ids::{ClassId, MessageId, RoomId, SchoolId};
use model::{Error, Problem};
use serde_json::json;
use store::{Tx, args, sql};

use super::rooms::{self, Key};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Messages of one step of catching up.
const STEP: i64 = 200;

/// Says something in a room. The id comes from the sender, so that sending again after a lost answer stores nothing
/// twice and tells nobody twice: it answers the message as it was stored. Another text under an id that was used is refused, not lost.
///
/// # Errors
/// `Invalid` when empty or too long, `NotFound` when the room is not the caller's, `Forbidden` when they only read
/// there, `Conflict` when the id names another message.
pub async fn send(scope: &Scope, room: RoomId, id: MessageId, form: &MessageForm) -> Result<Message> {
    say(scope, Key::Room(room), id, form).await
}

/// As [`send`], to the room of a class.
///
/// # Errors
/// As [`send`].
pub async fn send_to_class(scope: &Scope, class: ClassId, id: MessageId, form: &MessageForm) -> Result<Message> {
    say(scope, Key::Class(class), id, form).await
}

async fn say(scope: &Scope, key: Key, id: MessageId, form: &MessageForm) -> Result<Message> {
    form.validate()?;
    let (school, user) = (scope.school_id(), scope.user_id());
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, key);
    let room = rooms::entered(work.tx.maybe(sql, args).await?)?;
    room.may_write()?;
    // From here on the transaction holds the room: numbers are committed in their order.
    let (seq,): (i64,) = work
        .tx
        .one(
            sql!("update rooms set last_seq = last_seq + 1 where school_id = $1 and id = $2 returning last_seq"),
            args![school, room.id],
        )
        .await?;
    let body = form.text();
    let added = work
        .tx
        .run(
            sql!(
                "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, id) do nothing"
            ),
            args![school, id, room.id, seq, user, body.as_str(), scope.now],
        )
        .await?;
    if added == 0 {
        // Not committed: the number goes back to the room.
        let stored = stored(&mut work.tx, school, id).await?;
        let same = stored.room_id == room.id && stored.message.user_id == user && stored.message.body == body;
        return if same { Ok(stored.message) } else { Err(Error::Conflict(Problem::Taken).into()) };
    }
    let message = Message { id, seq, user_id: user, author: scope.me.name.clone(), body, sent_at: scope.now };
    work.audit("message.sent", id, json!({ "room": room.id, "seq": seq })).await?;
    work.tell(Event::Said { school, room: room.id, message: Arc::new(message.clone()) });
    work.commit().await?;
    Ok(message)
}

#[derive(sqlx::FromRow)]
struct Stored {
    room_id: RoomId,
    #[sqlx(flatten)]
    message: Message,
}

async fn stored(tx: &mut Tx, school: SchoolId, id: MessageId) -> Result<Stored> {
    Ok(tx
        .one(
            sql!(
                "select m.room_id, m.id, m.seq, m.user_id, u.name as author, m.body, m.sent_at
                 from messages m join users u on u.id = m.user_id where m.school_id = $1 and m.id = $2"
            ),
            args![school, id],
        )
        .await?)
}

/// The messages before a number, a page of them.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn history(scope: &Scope, room: RoomId, before: i64) -> Result<History> {
    rooms::reach(scope, Key::Room(room)).await?;
    page(scope, room, before).await
}

/// A page of a room the caller has reached.
pub(super) async fn page(scope: &Scope, room: RoomId, before: i64) -> Result<History> {
    let mut newest_first: Vec<Message> = scope
        .db
        .all(
            sql!(
                "select m.id, m.seq, m.user_id, u.name as author, m.body, m.sent_at
                 from messages m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.room_id = $2 and m.seq < $3
                 order by m.seq desc, m.id limit $4"
            ),
            args![scope.school_id(), room, before, PAGE + 1],
        )
        .await?;
    let more = newest_first.len() as i64 > PAGE;
    newest_first.truncate(PAGE as usize);
    let reader = scope.reader();
    let row = |message: Message| MessageRow { day: reader.day(message.sent_at), time: reader.time(message.sent_at), message };
    Ok(History { messages: newest_first.into_iter().rev().map(row).collect(), more })
}

/// What was said after a number, in order, a step at a time: empty when there is nothing more.
///
/// # Errors
/// As [`history`].
pub async fn since(scope: &Scope, room: RoomId, after: i64) -> Result<Vec<Message>> {
    rooms::reach(scope, Key::Room(room)).await?;
    Ok(scope
        .db
        .all(
            sql!(
                "select m.id, m.seq, m.user_id, u.name as author, m.body, m.sent_at
                 from messages m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.room_id = $2 and m.seq > $3
                 order by m.seq, m.id limit $4"
            ),
            args![scope.school_id(), room, after, STEP],
        )
        .await?)
}

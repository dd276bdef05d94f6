//! Saying something, once.

use model::chat::{Message, MessageForm, Present};
use model::ids::{MessageId, RoomId, SchoolId, UserId};
use model::{Error, markup};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use super::attaching::Attachment;
use super::rooms::{self, Key, Room};
use super::talking::{self, Saying};
use crate::scope::Actor;
use crate::{Result, Scope, Work};

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
    if scope.is_viewed() {
        return Err(Error::Viewing.into());
    }
    talking::say(Saying { scope: scope.clone(), room, id, body: form.text(), reply: form.reply, files: files.to_vec() }).await
}

/// What a message is found by.
pub(super) fn found_by(body: &str, file_names: &str) -> String {
    format!("{body} {file_names}")
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

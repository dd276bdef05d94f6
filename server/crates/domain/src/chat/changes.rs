//! Changing what was said: editing, deleting, pinning, signs under it. What it was before is kept.

use std::sync::Arc;

use model::chat::{Message, MessageForm, ReactionForm, Version};
use model::ids::{MessageId, RoomId};
use model::{At, Error, Problem, limits};
use serde_json::{Value, json};
use store::{args, sql};

use super::rooms::{self, Key, Room};
use super::{attaching, messages, moderation, people, policy, reading, told, words};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, search};

/// A message that is being changed: its room is held until the end, so that changes are numbered in their order.
struct Change {
    work: Work,
    room: Room,
    message: Message,
    revision: i64,
}

async fn begin(scope: &Scope, room: RoomId, id: MessageId) -> Result<Change> {
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    hold(work, scope, room, id).await
}

/// The same for who need not be in the room, as a report of the message lies before them. Answers whether one does.
async fn begin_over(scope: &Scope, room: RoomId, id: MessageId) -> Result<(Change, bool)> {
    let mut work = scope.begin().await?;
    let over = moderation::is_reported_to(&mut work.tx, scope, id).await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let found: Option<Room> = work.tx.maybe(sql, args).await?;
    let room = if over { found.ok_or(Error::NotFound)? } else { rooms::entered(scope, found)? };
    Ok((hold(work, scope, room, id).await?, over))
}

async fn hold(mut work: Work, scope: &Scope, room: Room, id: MessageId) -> Result<Change> {
    let school = scope.school_id();
    let (revision,): (i64,) = work
        .tx
        .one(
            sql!(
                "update rooms set last_revision = last_revision + 1 where school_id = $1 and id = $2
                 returning last_revision"
            ),
            args![school, room.id],
        )
        .await?;
    let message = reading::message(&mut work.tx, scope, room.id, id).await?.ok_or(Error::NotFound)?;
    Ok(Change { work, room, message, revision })
}

impl Change {
    /// Keeps what the message says now, before it says something else.
    async fn keep(&mut self, scope: &Scope) -> Result<()> {
        self.work
            .tx
            .run(
                sql!(
                    "insert into message_versions (school_id, message_id, version, body, by_author, replaced_at, file_names)
                     select m.school_id, m.id,
                            1 + (select count(*) from message_versions v where v.school_id = m.school_id and v.message_id = m.id),
                            m.body, cast($3 as boolean), cast($4 as bigint), m.file_names
                     from messages m where m.school_id = $1 and m.id = $2"
                ),
                args![scope.school_id(), self.message.id, self.message.user_id == scope.user_id(), scope.now],
            )
            .await?;
        Ok(())
    }

    /// Numbers the change, and tells it to the room.
    async fn end(mut self, scope: &Scope, action: Option<(&str, Value)>) -> Result<Message> {
        let (school, id) = (scope.school_id(), self.message.id);
        self.work
            .tx
            .run(sql!("update messages set revision = $3 where school_id = $1 and id = $2"), args![school, id, self.revision])
            .await?;
        // The log says who pinned it.
        if let Some((action, detail)) = action {
            self.work.audit(action, id, detail).await?;
        }
        let message = reading::message(&mut self.work.tx, scope, self.room.id, id).await?.ok_or(Error::NotFound)?;
        self.work.tell(Event::Changed { school, room: self.room.id, message: Arc::new(message.clone()) });
        self.work.commit().await?;
        Ok(message)
    }
}

/// Lets a message of one's own say something else.
///
/// # Errors
/// As [`super::send`], and `Forbidden` for a message of another, or one that was deleted.
pub async fn edit(scope: &Scope, room: RoomId, id: MessageId, form: &MessageForm) -> Result<Message> {
    let body = form.text();
    let mut change = begin(scope, room, id).await?;
    form.validate_beside(!change.message.file_names.is_empty())?;
    policy::may_write(&change.room.seat(scope.now))?;
    if change.message.user_id != scope.user_id() || change.message.deleted_at.is_some() {
        return Err(Error::Forbidden.into());
    }
    if change.message.body == body {
        return Ok(change.message);
    }
    let school = scope.school_id();
    let unwanted = words::unwanted(&mut change.work.tx, school, change.room.listed).await?;
    words::must_be_wanted(&unwanted, &body)?;
    let calls_all = people::calls_everybody(&change.room, scope.now, &body);
    if calls_all && !change.message.calls_all {
        people::must_be_rare(&mut change.work.tx, scope, &change.room, id).await?;
    }
    change.keep(scope).await?;
    let found = messages::found_by(&body, &change.message.file_names);
    change
        .work
        .tx
        .run(
            sql!("update messages set body = $3, words = $4, edited_at = $5, calls_all = $6 where school_id = $1 and id = $2"),
            args![school, id, body.as_str(), search::index(&found), scope.now, calls_all],
        )
        .await?;
    change.work.tx.run(sql!("delete from message_mentions where school_id = $1 and message_id = $2"), args![school, id]).await?;
    let mentions = people::call(&mut change.work, scope, &change.room, id, &body).await?;
    let now = Message { mentions, calls_all, ..change.message.clone() };
    told::reworded(&mut change.work, scope, &change.room, &change.message, &now).await?;
    let room = change.room.id;
    change.end(scope, Some(("message.edited", json!({ "room": room })))).await
}

/// Takes a message of one's own back, or one of another where the caller moderates, or looks at the report of it. That it was
/// there stays to be seen; its files go with it.
///
/// # Errors
/// `NotFound` when it is not there, `Forbidden` for a message of another, and where the class is archived.
pub async fn delete(scope: &Scope, room: RoomId, id: MessageId) -> Result<Message> {
    let (mut change, over) = begin_over(scope, room, id).await?;
    let seat = change.room.seat(scope.now);
    if !over && (change.message.user_id != scope.user_id() || seat.archived) {
        policy::may_moderate(&seat)?;
    }
    if change.message.deleted_at.is_some() {
        return Ok(change.message);
    }
    let school = scope.school_id();
    change.keep(scope).await?;
    change
        .work
        .tx
        .run(
            sql!(
                "update messages set body = '', words = '', file_names = '', deleted_at = $3, pinned_at = cast(null as bigint)
                 where school_id = $1 and id = $2"
            ),
            args![school, id, scope.now],
        )
        .await?;
    attaching::detach(&mut change.work, scope, id).await?;
    moderation::lay_aside(&mut change.work, scope, &change.room, id).await?;
    told::taken_back(&mut change.work, scope, &change.room, &change.message).await?;
    let room = change.room.id;
    change.end(scope, Some(("message.deleted", json!({ "room": room })))).await
}

/// Puts a sign under a message, or takes one's own away.
///
/// # Errors
/// `NotFound` when it is not there, `Forbidden` for who may not write, and for a message that was deleted; `Invalid` where too many
/// kinds of signs are there.
pub async fn react(scope: &Scope, room: RoomId, id: MessageId, form: &ReactionForm) -> Result<Message> {
    form.validate()?;
    let mut change = begin(scope, room, id).await?;
    policy::may_answer(&change.room.seat(scope.now))?;
    if change.message.deleted_at.is_some() {
        return Err(Error::Forbidden.into());
    }
    let signs = &change.message.reactions;
    if form.on && signs.len() >= limits::SIGNS_PER_MESSAGE && signs.iter().all(|it| it.emoji != form.emoji) {
        return Err(Error::field("emoji", Problem::TooManySigns(limits::SIGNS_PER_MESSAGE)).into());
    }
    let (school, user) = (scope.school_id(), scope.user_id());
    let changed = if form.on {
        change
            .work
            .tx
            .run(
                sql!(
                    "insert into message_reactions (school_id, message_id, user_id, emoji, reacted_at)
                     values ($1, $2, $3, $4, $5) on conflict (school_id, message_id, user_id, emoji) do nothing"
                ),
                args![school, id, user, form.emoji.as_str(), scope.now],
            )
            .await?
    } else {
        change
            .work
            .tx
            .run(
                sql!(
                    "delete from message_reactions
                     where school_id = $1 and message_id = $2 and user_id = $3 and emoji = $4"
                ),
                args![school, id, user, form.emoji.as_str()],
            )
            .await?
    };
    // A sign is no deed that the log would have to remember.
    if changed == 0 { Ok(change.message) } else { change.end(scope, None).await }
}

/// Pins a message where all find it, or takes it down. In a room of two both do so, elsewhere who moderates.
///
/// # Errors
/// `NotFound` when it is not there, `Forbidden` for who may not, and for a message that was deleted.
pub async fn pin(scope: &Scope, room: RoomId, id: MessageId, on: bool) -> Result<Message> {
    let mut change = begin(scope, room, id).await?;
    let seat = change.room.seat(scope.now);
    if change.room.kind.is_private() {
        policy::may_write(&seat)?
    } else {
        policy::may_moderate(&seat)?
    }
    if change.message.deleted_at.is_some() {
        return Err(Error::Forbidden.into());
    }
    if change.message.pinned_at.is_some() == on {
        return Ok(change.message);
    }
    change
        .work
        .tx
        .run(
            sql!("update messages set pinned_at = $3 where school_id = $1 and id = $2"),
            args![scope.school_id(), id, on.then_some(scope.now)],
        )
        .await?;
    let room = change.room.id;
    change.end(scope, Some((if on { "message.pinned" } else { "message.unpinned" }, json!({ "room": room })))).await
}

/// What a message said before, oldest first: for its author and for who moderates.
///
/// # Errors
/// `NotFound` when it is not there, `Forbidden` for all others.
pub async fn versions(scope: &Scope, room: RoomId, id: MessageId) -> Result<Vec<Version>> {
    let room = rooms::reach(scope, Key::Room(room)).await?;
    let mut tx = scope.db.snapshot().await?;
    let message = reading::message(&mut tx, scope, room.id, id).await?.ok_or(Error::NotFound)?;
    if message.user_id != scope.user_id() {
        policy::may_moderate(&room.seat(scope.now))?;
    }
    let rows: Vec<(String, bool, At, String)> = tx
        .all(
            sql!(
                "select body, by_author, replaced_at, file_names from message_versions where school_id = $1 and message_id = $2
                 order by version"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let version = |(body, by_author, at, file_names): (String, bool, At, String)| Version {
        body,
        file_names,
        by_author,
        until: scope.when(at),
    };
    Ok(rows.into_iter().map(version).collect())
}

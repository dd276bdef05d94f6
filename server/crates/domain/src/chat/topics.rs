//! The further rooms of a class: they get another name, are closed, and opened again.

use model::chat::{RoomKind, TopicForm};
use model::ids::{ClassId, RoomId, UserId};
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use super::policy;
use super::rooms::{self, Key, Room};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, names};

/// What a further room of a class is there for once: its class and its name. See the unique key of the rooms.
pub(super) fn key(class: ClassId, name: &str) -> String {
    format!("{class}:{}", names::key(name))
}

/// Gives a further room another name.
///
/// # Errors
/// `NotFound` where the room is not the caller's, `Forbidden` for who does not moderate and for every other room, `Invalid`
/// without a name and with one that another room of the class has.
pub async fn rename(scope: &Scope, room: RoomId, form: &TopicForm) -> Result<()> {
    form.validate()?;
    let (mut work, room, class) = hold(scope, room).await?;
    let (school, name) = (scope.school_id(), form.name.trim());
    if room.name() == name {
        return Ok(());
    }
    let key = key(class, name);
    let other: Option<(RoomId,)> = work
        .tx
        .maybe(sql!("select id from rooms where school_id = $1 and key = $2 and id <> $3"), args![school, key.as_str(), room.id])
        .await?;
    if other.is_some() {
        return Err(Error::field("name", Problem::Taken).into());
    }
    work.tx
        .run(
            sql!("update rooms set name = $3, key = $4 where school_id = $1 and id = $2"),
            args![school, room.id, name, key.as_str()],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("room.renamed", room.id, json!({ "before": { "name": room.name() }, "after": { "name": name } })).await?;
    work.tell(Event::Ruled { school, room: room.id });
    tell_the_class(&mut work, scope, class).await?;
    work.commit().await
}

/// Closes a further room: everybody reads it, and nobody writes there. Or opens it again.
///
/// # Errors
/// As [`rename`], but for the name.
pub async fn close(scope: &Scope, room: RoomId, closed: bool) -> Result<()> {
    let (mut work, room, class) = hold(scope, room).await?;
    if room.closed_at.is_some() == closed {
        return Ok(());
    }
    let school = scope.school_id();
    work.tx
        .run(
            sql!("update rooms set closed_at = $3 where school_id = $1 and id = $2"),
            args![school, room.id, closed.then_some(scope.now)],
        )
        .await?;
    let action = if closed { "room.closed" } else { "room.reopened" };
    work.audit(action, room.id, json!({ "name": room.name() })).await?;
    work.tell(Event::Ruled { school, room: room.id });
    tell_the_class(&mut work, scope, class).await?;
    work.commit().await
}

/// Tells the people of a class that their rooms are others: a room more, which they follow from now on, or one of another name.
pub(super) async fn tell_the_class(work: &mut Work, scope: &Scope, class: ClassId) -> Result<()> {
    let people: Vec<(UserId,)> = work
        .tx
        .all(
            sql!("select user_id from class_members where school_id = $1 and class_id = $2 order by user_id"),
            args![scope.school_id(), class],
        )
        .await?;
    for (user,) in people {
        work.tell(Event::Notified { user });
    }
    Ok(())
}

/// A further room that the caller moderates; it is held until the end, and read under that.
async fn hold(scope: &Scope, id: RoomId) -> Result<(Work, Room, ClassId)> {
    let mut work = scope.begin().await?;
    let held: Option<(RoomId,)> = work
        .tx
        .maybe(sql!("select id from rooms where school_id = $1 and id = $2 {locked}"), args![scope.school_id(), id])
        .await?;
    let (id,) = held.ok_or(Error::NotFound)?;
    let (sql, args) = rooms::statement(scope, Key::Room(id));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    policy::may_moderate(&room.seat(scope.now))?;
    match room.class_id {
        Some(class) if room.kind == RoomKind::Topic => Ok((work, room, class)),
        _ => Err(Error::Forbidden.into()),
    }
}

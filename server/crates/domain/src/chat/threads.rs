//! Threads: a message with all that answers it, and all that answers those.

use model::Error;
use model::chat::ThreadPage;
use model::ids::RoomId;

use super::reading;
use super::rooms::{self, Key};
use crate::{Result, Scope};

/// The thread that a message begins or stands in, with its newest answers or those before a number.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's, and where it has no such message.
pub async fn thread(scope: &Scope, room: RoomId, seq: i64, before: Option<i64>) -> Result<ThreadPage> {
    let room = rooms::reach(scope, Key::Room(room)).await?;
    let asked = reading::numbered(scope, room.id, seq).await?.ok_or(Error::NotFound)?;
    let root = match asked.message.thread_seq {
        Some(root) => reading::numbered(scope, room.id, root).await?.ok_or(Error::NotFound)?,
        None => asked,
    };
    let history = reading::answers(scope, &room, root.message.seq, before.unwrap_or(i64::MAX)).await?;
    Ok(ThreadPage { root, room: rooms::shown(scope, room, history).await? })
}

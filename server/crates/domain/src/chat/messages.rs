//! Saying something, once.

use model::Error;
use model::chat::{Message, MessageForm};
use model::ids::{MessageId, RoomId};

use super::attaching::Attachment;
use super::talking::{self, Saying};
use crate::scope::Actor;
use crate::{Result, Scope};

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

//! The class chat and its protocol (product.md section 14): typed frames, the same on both sides.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, RoomId, UserId};
use crate::{At, Check, Result, limits};

/// The version a client names when it connects; another one is answered with [`Refusal::Version`].
pub const PROTOCOL: u32 = 1;

/// A message in its room. `seq` counts from 1 without gaps in each room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Message {
    /// Made by the sender's browser: sending it twice stores it once.
    pub id: MessageId,
    pub seq: i64,
    pub user_id: UserId,
    pub author: String,
    pub body: String,
    pub sent_at: At,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// Enter the room and receive everything after `after` (0: nothing older than what the page shows).
    Join {
        version: u32,
        room: RoomId,
        after: i64,
    },
    Send {
        room: RoomId,
        id: MessageId,
        body: String,
    },
    Typing {
        room: RoomId,
    },
    Read {
        room: RoomId,
        seq: i64,
    },
    Leave {
        room: RoomId,
    },
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// In the room; `last` is its newest message's number.
    Joined {
        room: RoomId,
        user_id: UserId,
        name: String,
        last: i64,
    },
    Left {
        room: RoomId,
        user_id: UserId,
    },
    /// A message, also the sender's own: that is the receipt.
    Receive {
        room: RoomId,
        message: Message,
    },
    Typing {
        room: RoomId,
        user_id: UserId,
        name: String,
    },
    Presence {
        room: RoomId,
        people: Vec<(UserId, String)>,
    },
    Read {
        room: RoomId,
        user_id: UserId,
        seq: i64,
    },
    /// `id` names the message that was refused, if it was one.
    Error {
        refusal: Refusal,
        id: Option<MessageId>,
    },
}

/// Why a frame was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The frame could not be read.
    Malformed,
    /// The page is older than the server: reload.
    Version,
    Unauthorized,
    Forbidden,
    NotFound,
    TooLong,
    Empty,
    TooFast,
    Unavailable,
}

/// Messages a page loads at once.
pub const PAGE: i64 = 50;

/// The room's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomPage {
    pub room_id: RoomId,
    pub name: String,
    pub me: UserId,
    /// Oldest first, with the day and time written for the reader.
    pub messages: Vec<MessageRow>,
    /// Whether there are older ones.
    pub more: bool,
    pub may_write: bool,
    /// The newest message the reader had read before.
    pub read: i64,
    /// Minutes east of UTC of the school now: how the browser writes new messages' times.
    pub zone_minutes: i64,
}

/// A message with its time in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageRow {
    pub message: Message,
    /// Such as "Friday 27 November".
    pub day: String,
    /// Such as "17:05".
    pub time: String,
}

/// A message sent by a plain form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageForm {
    pub body: String,
}

impl MessageForm {
    /// # Errors
    /// [`crate::Error::Invalid`] when it is empty or too long.
    pub fn validate(&self) -> Result<()> {
        Check::new().text("body", &self.body, limits::MESSAGE).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_tagged_json() {
        let room = RoomId::from_u128(7);
        let text = serde_json::to_string(&ClientFrame::Join { version: 1, room, after: 3 }).unwrap();
        assert_eq!(text, r#"{"type":"join","version":1,"room":"00000000-0000-0000-0000-000000000007","after":3}"#);
        assert_eq!(serde_json::from_str::<ClientFrame>(&text).unwrap(), ClientFrame::Join { version: 1, room, after: 3 });
    }
}

//! The class chat and its protocol (product.md section 14): typed frames, the same on both sides.

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, MessageId, RoomId, UserId};
use crate::{At, Check, Error, Problem, Result, limits};

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

/// What a client says. Each frame is one JSON text with its kind in `type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// Enter the room and receive everything numbered higher than `after`, then what is said from now on.
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
    /// The person writes; sent again every two seconds while they do.
    Typing {
        room: RoomId,
    },
    /// The person has seen everything up to `seq`.
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
    /// Somebody is in the room now. The answer to one's own join carries `catch_up`.
    Joined {
        room: RoomId,
        user_id: UserId,
        name: String,
        catch_up: Option<CatchUp>,
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
    /// Everybody who is in the room now.
    Presence {
        room: RoomId,
        people: Vec<Present>,
    },
    /// The person's own mark, moved by another of their devices.
    Read {
        room: RoomId,
        user_id: UserId,
        seq: i64,
    },
    /// `room` and `id` name the room and the message that were refused, where there were any.
    Error {
        refusal: Refusal,
        room: Option<RoomId>,
        id: Option<MessageId>,
    },
}

/// What follows the answer to a join: the messages after `from`, up to `last` at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatchUp {
    /// What the client asked for, or higher when that was too long ago: then it forgets what it has and pages back.
    pub from: i64,
    pub last: i64,
}

/// A person in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub user_id: UserId,
    pub name: String,
}

/// Why a frame was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The frame could not be read.
    Malformed,
    /// The page is older than the server, or the other way round: reload.
    Version,
    Unauthorized,
    Forbidden,
    NotFound,
    TooLong,
    Empty,
    /// The id names another message.
    Conflict,
    /// Sent faster than allowed; the same frame may succeed a second later.
    TooFast,
    /// In more rooms at once than one socket may be.
    TooManyRooms,
    /// Not carried out for a reason that passes: send it again.
    Unavailable,
    /// The school is being put back: send it again when it is.
    Closed,
}

impl Refusal {
    /// Whether the same frame may succeed later.
    pub const fn passes(self) -> bool {
        matches!(self, Refusal::TooFast | Refusal::Unavailable | Refusal::Closed)
    }
}

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        match error {
            Error::Unauthorized => Refusal::Unauthorized,
            Error::Forbidden | Error::Beyond | Error::Viewing | Error::Suspended => Refusal::Forbidden,
            Error::NotFound => Refusal::NotFound,
            Error::Conflict(_) => Refusal::Conflict,
            Error::TooMany(_) => Refusal::TooFast,
            Error::Malformed => Refusal::Malformed,
            Error::Unavailable | Error::Internal(_) => Refusal::Unavailable,
            Error::Closed(_) => Refusal::Closed,
            Error::Invalid(_) => match error.problem_of("body") {
                Some(Problem::TooLong(_)) => Refusal::TooLong,
                Some(Problem::Required) => Refusal::Empty,
                _ => Refusal::Malformed,
            },
        }
    }
}

/// Messages a page loads at once.
pub const PAGE: i64 = 50;

/// Messages that are sent again at most when a client comes back; who was away longer pages back instead.
pub const CATCH_UP: i64 = 1000;

/// The room's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomPage {
    pub room_id: RoomId,
    pub class_id: ClassId,
    pub name: String,
    pub me: UserId,
    /// The reader's own name, for messages that are on their way.
    pub my_name: String,
    pub history: History,
    /// Whether this is the end of the talk, not an older page of it.
    pub newest: bool,
    pub may_write: bool,
    /// Whether the room tells what happens in it; not to those who only look with another member's eyes.
    pub live: bool,
    /// The newest message the reader had read before.
    pub read: i64,
    /// The id of the next message, for a form sent without script: sent twice, it is stored once.
    pub next_id: MessageId,
    /// Minutes east of UTC of the school now: how the browser writes new messages' times.
    pub zone_minutes: i64,
}

/// A page of messages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Oldest first, with the day and time written for the reader.
    pub messages: Vec<MessageRow>,
    /// Whether there are older ones.
    pub more: bool,
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

/// What a person says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MessageForm {
    pub body: String,
}

impl MessageForm {
    /// The text as it is stored: trimmed, with one kind of line end.
    pub fn text(&self) -> String {
        self.body.replace("\r\n", "\n").trim().to_owned()
    }

    /// # Errors
    /// [`crate::Error::Invalid`] when it is empty or too long.
    pub fn validate(&self) -> Result<()> {
        Check::new().text("body", &self.text(), limits::MESSAGE).done()
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

    #[test]
    fn a_message_is_trimmed_and_counted_in_characters() {
        let form = |body: &str| MessageForm { body: body.into() };
        assert_eq!(form(" a\r\nb \n").text(), "a\nb");
        let refusal = |body: &str| Refusal::from(&form(body).validate().unwrap_err());
        assert_eq!(refusal(" \r\n "), Refusal::Empty);
        assert_eq!(refusal(&"ä".repeat(limits::MESSAGE + 1)), Refusal::TooLong);
        assert_eq!(refusal("a\0b"), Refusal::Malformed);
        assert_eq!(form(&format!(" {} ", "ä".repeat(limits::MESSAGE))).validate(), Ok(()));
    }
}

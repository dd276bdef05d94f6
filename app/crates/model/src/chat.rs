//! The chat and its protocol (product.md section 14): typed frames, the same on both sides.

pub mod emoji;
pub mod files;
mod forms;
pub mod news;
mod room;

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, RoomId, UserId};
use crate::{At, Error, Problem};

pub use files::MessageFile;
pub use forms::{
    DirectForm, EMOJI, MessageForm, MuteForm, ReactionForm, ReportForm, RoomForm, RulesForm, SearchForm, TopicForm, WordsForm,
};
pub use news::{News, RoomNews};
pub use room::{
    CATCH_UP, Found, History, LastWord, Leads, MessageRow, Muted, PAGE, Partner, Partners, Report, RoomCard, RoomKind, RoomList,
    RoomPage, Standing, Version, Window,
};

/// The version a client names when it connects; another one is answered with [`Refusal::Version`].
pub const PROTOCOL: u32 = 2;

/// A message in its room, as it is now. `seq` counts from 1 without gaps in each room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Message {
    /// Made by the sender's browser: sending it twice stores it once.
    pub id: MessageId,
    pub seq: i64,
    pub user_id: UserId,
    pub author: String,
    /// The hash of the author's photo; empty without one, and of one who has left the school.
    #[serde(default)]
    pub photo: String,
    /// Empty where it was deleted.
    pub body: String,
    pub sent_at: At,
    /// The number that its last change has in the room; 0 as it was said.
    pub revision: i64,
    pub edited_at: Option<At>,
    pub deleted_at: Option<At>,
    pub pinned_at: Option<At>,
    /// Who pinned it.
    #[serde(default)]
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub pinned_by: Option<Present>,
    /// The number of the message it answers.
    pub reply_seq: Option<i64>,
    /// The beginning of that message, as it is now.
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub quote: Option<Quote>,
    /// Whom it calls, by the names that stand in it.
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub mentions: Vec<Present>,
    /// Whether it calls everybody in the room, by a word of [`EVERYBODY`].
    #[serde(default)]
    pub calls_all: bool,
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub reactions: Vec<Reaction>,
    /// The names of its files, one a line.
    #[serde(default)]
    pub file_names: String,
    #[serde(default)]
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub files: Vec<MessageFile>,
}

impl Message {
    /// What stands for it in one line: its words, else the names of its files.
    pub fn gist(&self) -> &str {
        if self.body.is_empty() { &self.file_names } else { &self.body }
    }

    /// Knows of the reader which signs they gave, from how the message was before, where it says that of somebody else.
    pub fn remember(&mut self, before: &Message, reader: UserId) {
        for reaction in self.reactions.iter_mut().filter(|it| it.is_from(reader).is_none()) {
            let on = before.reactions.iter().any(|it| it.emoji == reaction.emoji && it.is_from(reader) == Some(true));
            reaction.known = Some(Giver { user_id: reader, on });
        }
    }
}

/// The beginning of a message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub author: String,
    /// The names of its files where it has no words; empty where it was deleted.
    pub body: String,
}

/// A sign under a message, with those who gave it: in a large room too many to be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    pub emoji: String,
    /// How many gave it.
    pub count: usize,
    /// The first of them, [`Reaction::NAMED`] at most.
    pub by: Vec<Present>,
    /// Of one person who need not be among those: the reader, or in what a whole room is told who has just changed the
    /// message.
    #[serde(default)]
    pub known: Option<Giver>,
}

/// Whether somebody gave a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Giver {
    pub user_id: UserId,
    pub on: bool,
}

impl Reaction {
    /// People who are named.
    pub const NAMED: usize = 20;

    /// Whether a person gave it; nothing where that is not said.
    pub fn is_from(&self, user: UserId) -> Option<bool> {
        if self.by.iter().any(|it| it.user_id == user) {
            Some(true)
        } else if self.count <= self.by.len() {
            Some(false)
        } else {
            self.known.filter(|it| it.user_id == user).map(|it| it.on)
        }
    }
}

/// What a client says. Each frame is one JSON text with its kind in `type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// Enter the room and receive everything numbered higher than `after`, what was changed since `revision`, then what
    /// is said and changed from now on. Who does not look is not among those who are here.
    Join {
        version: u32,
        room: RoomId,
        after: i64,
        #[serde(default)]
        revision: i64,
        #[serde(default = "yes")]
        looking: bool,
    },
    /// Whether the person looks at the room now: who does is among those who are here, and hears of them.
    Looking {
        room: RoomId,
        on: bool,
    },
    Send {
        room: RoomId,
        id: MessageId,
        body: String,
        /// The number of the message it answers.
        #[serde(default)]
        reply: Option<i64>,
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
    /// Asks whether the server is there.
    Ping,
}

fn yes() -> bool {
    true
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
    /// A message as it is now: edited, deleted, pinned, or with other reactions.
    Changed {
        room: RoomId,
        message: Message,
    },
    /// How the room stands for the person: after the answer to their join, and when that has changed.
    Standing {
        room: RoomId,
        standing: Standing,
    },
    Typing {
        room: RoomId,
        user_id: UserId,
        name: String,
    },
    /// Who is in the room now: in a large one the first by name, and how many more.
    Presence {
        room: RoomId,
        people: Vec<Present>,
        #[serde(default)]
        more: usize,
    },
    /// The person's own mark, moved by another of their devices.
    Read {
        room: RoomId,
        user_id: UserId,
        seq: i64,
        /// Whether it was taken back: what comes after it is new to them again.
        #[serde(default)]
        back: bool,
    },
    /// `room` and `id` name the room and the message that were refused, where there were any.
    Error {
        refusal: Refusal,
        room: Option<RoomId>,
        id: Option<MessageId>,
    },
    /// The server is there.
    Pong,
}

/// How many sockets a person holds, and how many they may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub held: u32,
    pub most: u32,
}

impl Places {
    pub fn are_taken(self) -> bool {
        self.held >= self.most
    }
}

/// What follows the answer to a join: the messages after `from`, up to `last` at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatchUp {
    /// What the client asked for, or higher when that was too long ago: then it forgets what it has and pages back.
    pub from: i64,
    pub last: i64,
    /// The same of the changes; they follow the messages.
    pub revision: i64,
}

/// What stands after an `@` to call everybody in a room: in each language one word, and each is understood in all of them.
pub const EVERYBODY: &[&str] = &["all", "الجميع"];

/// Somebody whom a message can call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callee {
    pub user_id: UserId,
    pub name: String,
    /// What tells them from others of that name; empty where nobody else is called so.
    pub username: String,
}

impl Callee {
    /// What stands after the `@`.
    pub fn call(&self) -> String {
        if self.username.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.username) }
    }
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
    /// It holds a word that the school does not want said.
    Word,
    /// It calls everybody, and so did another a short while ago.
    Everybody,
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
                Some(Problem::UnwantedWord) => Refusal::Word,
                Some(Problem::EverybodyCalled) => Refusal::Everybody,
                _ => Refusal::Malformed,
            },
        }
    }
}

#[cfg(test)]
mod tests;

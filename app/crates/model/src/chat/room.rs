//! What the pages of the chat show.

use serde::{Deserialize, Serialize};

use super::{Level, Message, Present};
use crate::ids::{ClassId, MessageId, RoomId, UserId};
use crate::schools::TeacherLabel;
use crate::{At, Role, When};

/// Messages a page loads at once.
pub const PAGE: i64 = 50;

/// Others in a room of which it is told who has read.
pub const FEW: i64 = 50;

/// Messages that are sent again at most when a client comes back; who was away longer pages back instead.
pub const CATCH_UP: i64 = 1000;

crate::text_enum! {
    /// Whose a room is.
    pub enum RoomKind {
        /// The one that every class has.
        Class = "class",
        /// A further one, that a teacher opened for a class.
        Topic = "topic",
        /// Two people's, where the school allows it.
        Direct = "direct",
        /// A parent's and a teacher's, about a child.
        Family = "family",
    }
}

impl RoomKind {
    /// Whether it is two people's alone.
    pub const fn is_private(self) -> bool {
        matches!(self, RoomKind::Direct | RoomKind::Family)
    }
}

/// Which part of a talk a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// From the end of the talk, or from the first message that is new to the reader where that lies further up.
    #[default]
    Unread,
    Newest,
    Before(i64),
    After(i64),
    /// With this message in its middle.
    Around(i64),
}

impl Window {
    /// The one that an address asks for.
    pub fn of(before: Option<i64>, at: Option<i64>) -> Window {
        match (before, at) {
            (Some(before), _) => Window::Before(before),
            (None, Some(at)) => Window::Around(at),
            (None, None) => Window::Unread,
        }
    }
}

/// How a room stands for a person now: what it allows them, and whether they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub may_write: bool,
    pub may_moderate: bool,
    /// Only those who moderate write here.
    pub read_only: bool,
    /// It was closed, and is read alone.
    #[serde(default)]
    pub closed: bool,
    /// Seconds between two messages of one person; 0 where it is as they like.
    pub slow_seconds: i64,
    /// Until when the person may not write.
    pub muted_until: Option<When>,
    /// In a room of two: the newest message that the other one has read.
    #[serde(default)]
    pub seen: i64,
    /// In a room of few, for those who may see it: how far each of the others has read.
    #[serde(default)]
    pub readers: Vec<Reader>,
}

/// Somebody else of a room, with the newest message that they have read; 0 for none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Reader {
    pub user_id: UserId,
    pub name: String,
    pub seq: i64,
}

/// The room's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomPage {
    pub room_id: RoomId,
    pub kind: RoomKind,
    /// The class it belongs to, and what that is called.
    pub class_id: Option<ClassId>,
    pub class_name: String,
    /// The class's name for its own room, the other one's for a room of two.
    pub name: String,
    pub me: UserId,
    /// The reader's own name, for messages that are on their way.
    pub my_name: String,
    pub my_photo: String,
    pub history: History,
    pub standing: Standing,
    /// For those who moderate: whom they can keep from writing, and who is kept from it now.
    pub people: Vec<Present>,
    pub muted: Vec<Muted>,
    /// Whose names lead the reader to their page.
    pub leads: Leads,
    /// What of it the reader is told, by the bell and beyond.
    pub told: Level,
    /// Whether the room tells what happens in it; not to those who only look with another member's eyes.
    pub live: bool,
    /// The newest message the reader had read before.
    pub read: i64,
    /// How many messages of others came after that; no more than 100 are counted.
    pub unread: i64,
    /// The newest message, and the newest change, when the page was made.
    pub last: i64,
    pub revision: i64,
    /// Newest first.
    pub pins: Vec<MessageRow>,
    /// The id of the next message, for a form sent without script: sent twice, it is stored once.
    pub next_id: MessageId,
    /// Minutes east of UTC of the school now: how the browser writes new messages' times.
    pub zone_minutes: i64,
}

impl RoomPage {
    /// Whether this is the end of the talk, not an older page of it.
    pub fn newest(&self) -> bool {
        !self.history.newer
    }
}

/// Somebody who is kept from writing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Muted {
    pub user_id: UserId,
    pub name: String,
    pub until: When,
    /// Who keeps them from it; nothing where that is not known any more.
    pub by: Option<String>,
}

/// Whose names lead a reader to their page among the people of the school.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Leads {
    #[default]
    Nobody,
    All,
    To(Vec<UserId>),
}

impl Leads {
    pub fn to(&self, user: UserId) -> bool {
        match self {
            Leads::Nobody => false,
            Leads::All => true,
            Leads::To(people) => people.contains(&user),
        }
    }
}

/// A message with its answers: a part of the room, in which they are the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadPage {
    pub root: MessageRow,
    pub room: RoomPage,
}

/// A page of messages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Oldest first, with the day and time written for the reader.
    pub messages: Vec<MessageRow>,
    /// Whether there are older ones.
    pub more: bool,
    /// Whether there are newer ones.
    pub newer: bool,
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

/// A room in the list of rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomCard {
    pub id: RoomId,
    pub kind: RoomKind,
    pub name: String,
    /// The class of a further room, or the child a room of a parent is about.
    pub about: String,
    /// The hash of the photo of the other one of a room of two.
    pub photo: String,
    /// Whether it was closed, and is read alone.
    pub closed: bool,
    /// Messages of others that the reader has not seen; no more than 100 are counted.
    pub unread: i64,
    /// Whether one of them calls the reader.
    pub called: bool,
    /// What of it the reader is told.
    pub told: Level,
    /// The newest message.
    pub last: Option<LastWord>,
}

/// The newest message of a room, as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastWord {
    pub author: String,
    /// Whether the reader wrote it.
    pub own: bool,
    /// Its beginning in one line, else the names of its files; empty where it was deleted.
    pub words: String,
    pub at: When,
    /// The same in few words, by the reader's own clock: "17:05", "Wed" or "27 Nov".
    pub brief: String,
}

/// The rooms of a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoomList {
    /// By their newest message.
    pub rooms: Vec<RoomCard>,
    /// Those of the reader's classes that were closed.
    pub closed: Vec<RoomCard>,
    /// Rooms of classes that the reader is not in, and may enter by their role: those that fit the words asked for, by their
    /// newest message. Only in those they have been in is anything new.
    pub by_role: Vec<RoomCard>,
    /// Whether more of them fit.
    pub more_by_role: bool,
    /// The classes for which the reader may open a further room.
    pub classes: Vec<(ClassId, String)>,
    /// Whether there is anybody with whom the reader may begin a talk of two.
    pub may_begin: bool,
    /// Whether the reader may say which words are not wanted.
    pub may_set_words: bool,
}

/// Somebody to write to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Partner {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub photo: String,
    pub role: Role,
    /// The child that it is about, between a parent and a teacher.
    pub child_id: Option<UserId>,
    pub child: Option<String>,
}

/// Those to whom the reader may write, and who fit what was looked for: a page of them, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partners {
    pub people: Vec<Partner>,
    pub more: bool,
    pub teacher_label: TeacherLabel,
}

/// A message that was found, in its room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub room_id: RoomId,
    pub room: String,
    pub row: MessageRow,
    /// Its words without their markup, around the first that was searched; and the names of its files.
    pub said: Vec<Piece>,
    pub files: Vec<Vec<Piece>>,
}

/// A part of a text, and whether it is one of the words that were searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// What was found, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundPage {
    pub found: Vec<Found>,
    /// Whether there is more.
    pub more: bool,
    /// Who may have said it, by name: as far as a list goes.
    pub people: Vec<Present>,
}

/// A message as it was before it was edited or deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub body: String,
    /// The names of the files that were deleted with it, one a line.
    #[serde(default)]
    pub file_names: String,
    /// Else one who moderates replaced it.
    pub by_author: bool,
    pub until: When,
}

/// A message that somebody reported, with the reasons given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub room_id: RoomId,
    /// Between two people, who looks after it does not enter the room.
    pub kind: RoomKind,
    pub room: String,
    pub row: MessageRow,
    /// Who reported it, and why.
    pub by: Vec<(Present, String)>,
    pub at: At,
}

//! What happened, told to whoever listens in this process: sockets, the job runner. And who is in which room now.

mod changed;
mod presence;

use std::sync::Arc;

use model::chat::Message;
use model::ids::{AnnouncementId, RoomId, SchoolId, UserId};
use tokio::sync::broadcast;

pub use changed::Watch;
use changed::Watchers;
use presence::Rooms;
pub use presence::Stay;

/// Something that is true now.
#[derive(Clone, Debug)]
pub enum Event {
    Said {
        school: SchoolId,
        room: RoomId,
        message: Arc<Message>,
    },
    /// A message is no longer as it was; its revision says which change of the room that is.
    Changed {
        school: SchoolId,
        room: RoomId,
        message: Arc<Message>,
    },
    /// How a room stands has changed, for one of its people or for all.
    Ruled {
        school: SchoolId,
        room: RoomId,
    },
    Read {
        school: SchoolId,
        room: RoomId,
        user: UserId,
        seq: i64,
    },
    /// Somebody writes; never stored.
    Typing {
        school: SchoolId,
        room: RoomId,
        user: UserId,
        name: Arc<str>,
    },
    /// Somebody entered a room with the first of their sockets, or left it with the last.
    Present {
        school: SchoolId,
        room: RoomId,
        user: UserId,
        name: Arc<str>,
        here: bool,
    },
    /// A role, a membership or a session changed: open sockets of this person look again.
    AccessChanged {
        user: UserId,
    },
    /// An announcement is there to be read.
    Announced {
        school: SchoolId,
        announcement: AnnouncementId,
    },
    /// Somebody was told something, or has read it.
    Notified {
        user: UserId,
    },
    /// A job waits.
    JobAdded,
}

/// The in-process hub: every listener gets every event and keeps what it cares for. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Event>,
    rooms: Rooms,
    watchers: Watchers,
}

/// Events a slow listener may lag behind before it must catch up from the database.
const BACKLOG: usize = 4096;

impl Default for Hub {
    fn default() -> Self {
        Hub { sender: broadcast::channel(BACKLOG).0, rooms: Rooms::default(), watchers: Watchers::default() }
    }
}

impl Hub {
    /// Never waits and never fails: nobody listening is fine.
    pub fn tell(&self, event: Event) {
        let _ = self.sender.send(event);
    }

    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }
}

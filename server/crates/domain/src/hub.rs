//! What happened, told to whoever listens: sockets, the job runner. And who is in which room now. Where several nodes work
//! on one database, [`nodes`] carries it from each to all.

mod changed;
pub mod nodes;
mod presence;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use model::chat::Message;
use model::ids::{AnnouncementId, RoomId, SchoolId, UserId};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

pub use changed::Watch;
use changed::Watchers;
use nodes::Outbox;
use presence::Rooms;
pub use presence::Stay;

/// Something that is true now. Between nodes it travels as JSON: a field that is added must have a default, since nodes of
/// two versions talk to each other while one after the other is brought up to date.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Said {
        school: SchoolId,
        room: RoomId,
        #[serde(with = "wire::shared")]
        message: Arc<Message>,
    },
    /// A message is no longer as it was; its revision says which change of the room that is.
    Changed {
        school: SchoolId,
        room: RoomId,
        #[serde(with = "wire::shared")]
        message: Arc<Message>,
    },
    /// What a room allows has changed, for one of its people or for all.
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
        #[serde(with = "wire::shared")]
        name: Arc<str>,
    },
    /// Somebody entered a room with the first of their sockets, or left it with the last: on any node, as it is told in
    /// one, and on its own, as it is told between them.
    Present {
        school: SchoolId,
        room: RoomId,
        user: UserId,
        #[serde(with = "wire::shared")]
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
    /// Something that other nodes said was lost on the way, nobody knows what. Each listener looks at what the database has,
    /// at some moment of this time, lest all of them ask it at once. Never leaves its node.
    #[serde(skip)]
    Missed {
        within: Duration,
    },
}

/// The hub of this process: every listener gets every event and keeps what it cares for. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Event>,
    rooms: Rooms,
    watchers: Watchers,
    outbox: Outbox,
}

/// Events a slow listener may lag behind before it must catch up from the database.
const BACKLOG: usize = 4096;

/// Sockets that may ask the database in one second for what they missed, and the longest one of them waits for that.
const LOOKS_PER_SECOND: u32 = 2000;
const LOOKS_WITHIN: Duration = Duration::from_secs(10);

impl Default for Hub {
    fn default() -> Self {
        let (sender, rooms) = (broadcast::channel(BACKLOG).0, Rooms::default());
        Hub { sender, rooms, watchers: Watchers::default(), outbox: Outbox::default() }
    }
}

impl Hub {
    /// Never waits and never fails: nobody listening is fine. The other nodes hear of it too.
    pub fn tell(&self, event: Event) {
        self.outbox.put(&event);
        self.hear(event);
    }

    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Tells it in this process alone.
    fn hear(&self, event: Event) {
        let _ = self.sender.send(event);
    }

    /// Has everybody in this process look for what may have been missed; answers within what time they do.
    fn miss(&self) -> Duration {
        metrics::counter!("hub_missed_total").increment(1);
        let within = (Duration::from_secs(1) * self.sockets() / LOOKS_PER_SECOND).min(LOOKS_WITHIN);
        self.hear(Event::Missed { within });
        within
    }
}

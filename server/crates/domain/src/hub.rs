//! What happened, told to whoever listens in this process: sockets, the job runner. And who is in which room now.

mod changed;
mod mailbox;
mod presence;

use std::sync::Arc;

use model::chat::{Message, Present};
use model::ids::{AnnouncementId, RoomId, SchoolId, UserId};
use tokio::sync::{broadcast, watch};

pub use changed::Watch;
use changed::Watchers;
use mailbox::People;
pub use mailbox::{Lagged, Mailbox, Told};
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
    /// Who is in a large room now: the first by name, and how many more.
    Gathered {
        school: SchoolId,
        room: RoomId,
        people: Arc<[Present]>,
        more: usize,
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

/// The in-process hub. What concerns a room goes to those who are in it, what concerns a person to that person's mailboxes;
/// a few hear everything. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Event>,
    jobs: watch::Sender<()>,
    rooms: Rooms,
    people: People,
    watchers: Watchers,
}

/// Events that one who hears everything may lag behind.
const BACKLOG: usize = 4096;

impl Default for Hub {
    fn default() -> Self {
        Hub {
            sender: broadcast::channel(BACKLOG).0,
            jobs: watch::channel(()).0,
            rooms: Rooms::default(),
            people: People::default(),
            watchers: Watchers::default(),
        }
    }
}

impl Hub {
    /// Never waits and never fails: nobody listening is fine.
    pub fn tell(&self, event: Event) {
        // Most of the time nobody hears everything.
        if self.sender.receiver_count() > 0 {
            let _ = self.sender.send(event.clone());
        }
        let told = Told::new(event);
        match told.event {
            Event::Said { school, room, .. }
            | Event::Changed { school, room, .. }
            | Event::Gathered { school, room, .. }
            | Event::Ruled { school, room } => {
                self.rooms.tell_all((school, room), &told);
            }
            Event::Typing { school, room, user, .. } | Event::Present { school, room, user, .. } => {
                self.rooms.tell_others((school, room), user, &told);
            }
            Event::Read { school, room, user, .. } => self.rooms.tell_own((school, room), user, &told),
            Event::AccessChanged { user } | Event::Notified { user } => self.people.tell(user, &told),
            Event::JobAdded => {
                self.jobs.send_replace(());
            }
            Event::Announced { .. } => {}
        }
    }

    /// Hears everything: for those who are few.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Hears that there is a job more; any number of them is one.
    pub fn jobs(&self) -> watch::Receiver<()> {
        self.jobs.subscribe()
    }
}

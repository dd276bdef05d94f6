//! What happened, told to whoever listens: sockets, the job runner. And who is in which room now. Where several nodes work
//! on one database, [`nodes`] carries it from each to all.

mod changed;
mod followers;
mod mailbox;
pub mod nodes;
mod presence;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use model::chat::{Message, Present};
use model::ids::{AnnouncementId, RoomId, SchoolId, ThreadId, UserId};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};

pub use changed::Watch;
use changed::Watchers;
pub use followers::Follower;
use followers::Followers;
use mailbox::People;
pub use mailbox::{Lagged, Mailbox, Told};
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
    /// How a room stands has changed, for one of its people or for all.
    Ruled {
        school: SchoolId,
        room: RoomId,
    },
    /// With `back` the mark was taken back: what comes after it is new to the person again. Where the others of the room are
    /// few, those who may see how far one has read are told, too.
    Read {
        school: SchoolId,
        room: RoomId,
        user: UserId,
        seq: i64,
        #[serde(default)]
        back: bool,
        #[serde(default)]
        few: bool,
    },
    /// The same for the others. Never leaves its node: each one knows it from the mark.
    #[serde(skip)]
    Seen {
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
    /// Who is in a large room now, on any node: the first by name, and how many more. Never leaves its node: each one counts
    /// for itself, as all of them know of everybody.
    #[serde(skip)]
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
    /// A thread of the forum is no longer as it was.
    Posted {
        school: SchoolId,
        thread: ThreadId,
    },
    /// Somebody was told something, or has read it, or is in a room more.
    Notified {
        user: UserId,
    },
    /// A school, or without one the platform, can only be read from now on; or it is open again.
    Shut {
        school: Option<SchoolId>,
        closed: bool,
    },
    JobAdded,
    /// Something that other nodes said was lost on the way, nobody knows what. Each listener looks at what the database has,
    /// at some moment of this time, lest all of them ask it at once. Never leaves its node.
    #[serde(skip)]
    Missed {
        within: Duration,
    },
}

/// The hub of this process. What concerns a room goes to those who are in it, what concerns a person to that person's
/// mailboxes; a few hear everything. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Event>,
    jobs: watch::Sender<()>,
    rooms: Rooms,
    people: People,
    watchers: Watchers<Option<SchoolId>>,
    threads: Watchers<(SchoolId, ThreadId)>,
    followers: Followers,
    outbox: Outbox,
}

/// Events that one who hears everything may lag behind.
const BACKLOG: usize = 4096;

/// Rooms and people that may be asked of the database in one second, where something was missed, and the longest that one of
/// those who ask waits for that.
const LOOKS_PER_SECOND: u32 = 2000;
const LOOKS_WITHIN: Duration = Duration::from_secs(10);

impl Default for Hub {
    fn default() -> Self {
        Hub {
            sender: broadcast::channel(BACKLOG).0,
            jobs: watch::channel(()).0,
            rooms: Rooms::default(),
            people: People::default(),
            watchers: Watchers::default(),
            threads: Watchers::default(),
            followers: Followers::default(),
            outbox: Outbox::default(),
        }
    }
}

impl Hub {
    /// Never waits and never fails: nobody listening is fine. The other nodes hear of it too.
    pub fn tell(&self, event: Event) {
        self.outbox.put(&event);
        self.hear(event);
    }

    /// Hears everything: for those who are few.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Hears that there is a job more, or that there may be; any number of them is one.
    pub fn jobs(&self) -> watch::Receiver<()> {
        self.jobs.subscribe()
    }

    /// Tells it in this process alone, whichever node it comes from.
    fn hear(&self, event: Event) {
        let told = self.announce(event);
        self.followers.hear(&told.event);
        match told.event {
            Event::Said { school, room, .. } | Event::Changed { school, room, .. } | Event::Ruled { school, room } => {
                self.rooms.tell_all((school, room), &told)
            }
            Event::Gathered { school, room, .. } => self.rooms.tell_here((school, room), &told),
            Event::Typing { school, room, user, .. } | Event::Present { school, room, user, .. } => {
                self.rooms.tell_others((school, room), user, &told);
            }
            Event::Read { school, room, user, seq, few, .. } => {
                self.rooms.tell_own((school, room), user, &told);
                if few {
                    self.rooms.tell_all_others((school, room), user, &Told::new(Event::Seen { school, room, user, seq }));
                }
            }
            Event::Posted { school, thread } => self.threads.mark((school, thread)),
            Event::AccessChanged { user } | Event::Notified { user } => self.people.tell(user, &told),
            Event::JobAdded => {
                self.jobs.send_replace(());
            }
            // Whose school it is, each listener knows of its person.
            Event::Shut { .. } => self.people.tell_all(&told),
            Event::Missed { .. } => {
                self.people.tell_all(&told);
                self.jobs.send_replace(());
            }
            // Made of a mark, above.
            Event::Seen { .. } | Event::Announced { .. } => {}
        }
    }

    /// Tells those who hear everything, and makes it ready for the mailboxes.
    fn announce(&self, event: Event) -> Arc<Told> {
        // Most of the time nobody hears everything.
        if self.sender.receiver_count() > 0 {
            let _ = self.sender.send(event.clone());
        }
        Told::new(event)
    }

    /// Has everybody in this process look for what may have been missed; answers within what time they do.
    fn miss(&self) -> Duration {
        metrics::counter!("hub_missed_total").increment(1);
        let looks = u32::try_from(self.people.mailboxes() + self.stays()).unwrap_or(u32::MAX);
        let within = (Duration::from_secs(1) * looks / LOOKS_PER_SECOND).min(LOOKS_WITHIN);
        self.hear(Event::Missed { within });
        within
    }
}

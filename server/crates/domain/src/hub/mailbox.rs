//! What one listener hears: of its person, and of the rooms it is in. What happens elsewhere costs it nothing.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use model::chat::ServerFrame;
use model::ids::UserId;
use tokio::sync::mpsc;

use super::{Event, Hub};

/// Events that wait for a slow listener before it must catch up from the database.
const WAITING: usize = 256;

/// An event on its way to many.
#[derive(Debug)]
pub struct Told {
    pub event: Event,
    frame: OnceLock<Bytes>,
}

impl Told {
    pub(super) fn new(event: Event) -> Arc<Told> {
        Arc::new(Told { event, frame: OnceLock::new() })
    }

    /// The JSON of the frame that everybody gets of it: written by the first who sends it, shared by all others. Empty where
    /// there is none for all.
    pub fn frame(&self) -> Bytes {
        let written = || self.event.frame().and_then(|frame| serde_json::to_vec(&frame).ok()).unwrap_or_default().into();
        self.frame.get_or_init(written).clone()
    }
}

impl Event {
    /// What those in a room are told of it, if that is the same for all of them.
    fn frame(&self) -> Option<ServerFrame> {
        Some(match self {
            Event::Said { room, message, .. } => ServerFrame::Receive { room: *room, message: (**message).clone() },
            Event::Changed { room, message, .. } => ServerFrame::Changed { room: *room, message: (**message).clone() },
            Event::Read { room, user, seq, back, .. } => {
                ServerFrame::Read { room: *room, user_id: *user, seq: *seq, back: *back }
            }
            Event::Seen { room, user, seq, .. } => ServerFrame::Seen { room: *room, user_id: *user, seq: *seq },
            Event::Typing { room, user, name, .. } => ServerFrame::Typing { room: *room, user_id: *user, name: name.to_string() },
            Event::Present { room, user, name, here: true, .. } => {
                ServerFrame::Joined { room: *room, user_id: *user, name: name.to_string(), catch_up: None }
            }
            Event::Present { room, user, here: false, .. } => ServerFrame::Left { room: *room, user_id: *user },
            Event::Gathered { room, people, more, .. } => {
                ServerFrame::Presence { room: *room, people: people.to_vec(), more: *more }
            }
            Event::Ruled { .. }
            | Event::AccessChanged { .. }
            | Event::Announced { .. }
            | Event::Posted { .. }
            | Event::Notified { .. }
            | Event::Shut { .. }
            | Event::JobAdded
            | Event::Missed { .. } => return None,
        })
    }
}

/// Where a listener's events are put.
#[derive(Debug)]
pub(super) struct Slot {
    sender: mpsc::Sender<Arc<Told>>,
    /// Something found no room here.
    lagged: AtomicBool,
}

impl Slot {
    /// Never waits: what finds no room is lost, and the listener is told that something was.
    pub(super) fn put(&self, told: &Arc<Told>) {
        if self.sender.try_send(told.clone()).is_err() {
            self.lagged.store(true, Ordering::Release);
        }
    }
}

/// Events were lost, as the listener is slow: it asks the database what is true now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lagged;

/// A listener's own. Dropped, it hears nothing more.
#[derive(Debug)]
pub struct Mailbox {
    hub: Hub,
    user: UserId,
    pub(super) slot: Arc<Slot>,
    receiver: mpsc::Receiver<Arc<Told>>,
}

impl Mailbox {
    /// Waits for the next event.
    ///
    /// # Errors
    /// [`Lagged`] when some were lost: those that were not are gone too then, as they may be older.
    pub async fn next(&mut self) -> Result<Arc<Told>, Lagged> {
        let told = match self.receiver.recv().await {
            Some(told) => told,
            // Its own slot could tell, so this is never.
            None => std::future::pending().await,
        };
        if self.slot.lagged.swap(false, Ordering::AcqRel) {
            while self.receiver.try_recv().is_ok() {}
            return Err(Lagged);
        }
        Ok(told)
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.hub.people.leave(self.user, &self.slot);
    }
}

/// Everybody's mailboxes.
#[derive(Clone, Debug, Default)]
pub(super) struct People(Arc<Mutex<HashMap<UserId, Vec<Arc<Slot>>>>>);

impl People {
    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Vec<Arc<Slot>>>> {
        // The map is whole between two statements, also when a thread died holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tell(&self, user: UserId, told: &Arc<Told>) {
        for slot in self.lock().get(&user).into_iter().flatten() {
            slot.put(told);
        }
    }

    /// Everybody, once for each mailbox.
    pub(super) fn tell_all(&self, told: &Arc<Told>) {
        for slot in self.lock().values().flatten() {
            slot.put(told);
        }
    }

    pub(super) fn mailboxes(&self) -> usize {
        self.lock().values().map(Vec::len).sum()
    }

    fn leave(&self, user: UserId, slot: &Arc<Slot>) {
        let mut people = self.lock();
        let Some(slots) = people.get_mut(&user) else { return };
        slots.retain(|it| !Arc::ptr_eq(it, slot));
        if slots.is_empty() {
            people.remove(&user);
        }
    }
}

impl Hub {
    /// Hears of that person, and of each room that it is taken into by [`Hub::enter`].
    pub fn mailbox(&self, user: UserId) -> Mailbox {
        let (sender, receiver) = mpsc::channel(WAITING);
        let slot = Arc::new(Slot { sender, lagged: AtomicBool::new(false) });
        self.people.lock().entry(user).or_default().push(slot.clone());
        Mailbox { hub: self.clone(), user, slot, receiver }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use model::ids::{RoomId, SchoolId};

    use super::*;

    /// What it hears without waiting.
    fn heard(mailbox: &mut Mailbox) -> Option<Result<Arc<Told>, Lagged>> {
        mailbox.next().now_or_never()
    }

    fn typing(school: SchoolId, room: RoomId, user: UserId) -> Event {
        Event::Typing { school, room, user, name: "Ada".into() }
    }

    #[test]
    fn one_hears_of_ones_own_rooms_and_of_oneself_and_nothing_else() {
        let hub = Hub::default();
        let (school, room, ada, ben) = (SchoolId::new(), RoomId::new(), UserId::new(), UserId::new());
        let mut mailbox = hub.mailbox(ada);
        let stay = hub.enter(school, room, ada, &"Ada".into(), &mailbox);
        hub.tell(typing(school, RoomId::new(), ben));
        hub.tell(typing(SchoolId::new(), room, ben));
        hub.tell(typing(school, room, ada));
        hub.tell(Event::AccessChanged { user: ben });
        hub.tell(Event::JobAdded);
        assert!(heard(&mut mailbox).is_none(), "another room, another school, oneself, another one, nobody");
        hub.tell(typing(school, room, ben));
        hub.tell(Event::AccessChanged { user: ada });
        assert!(matches!(heard(&mut mailbox), Some(Ok(told)) if matches!(told.event, Event::Typing { .. })));
        assert!(matches!(heard(&mut mailbox), Some(Ok(told)) if matches!(told.event, Event::AccessChanged { .. })));
        drop(stay);
        hub.tell(typing(school, room, ben));
        assert!(heard(&mut mailbox).is_none(), "left");
        drop(mailbox);
        assert!(hub.people.lock().is_empty(), "nobody is remembered");
    }

    #[test]
    fn a_mark_is_told_to_its_person_alone() {
        let hub = Hub::default();
        let (school, room, ada, ben) = (SchoolId::new(), RoomId::new(), UserId::new(), UserId::new());
        let (mut own, mut other) = (hub.mailbox(ada), hub.mailbox(ben));
        let _stays = [hub.enter(school, room, ada, &"Ada".into(), &own), hub.enter(school, room, ben, &"Ben".into(), &other)];
        while heard(&mut own).is_some() {}
        hub.tell(Event::Read { school, room, user: ada, seq: 3, back: false, few: false });
        assert!(heard(&mut own).is_some());
        assert!(heard(&mut other).is_none());
        // Among few the others hear that it was seen; whether they may, their sockets know.
        hub.tell(Event::Read { school, room, user: ada, seq: 4, back: false, few: true });
        assert!(matches!(heard(&mut own), Some(Ok(told)) if matches!(told.event, Event::Read { .. })));
        assert!(heard(&mut own).is_none());
        assert!(matches!(heard(&mut other), Some(Ok(told)) if matches!(told.event, Event::Seen { seq: 4, .. })));
    }

    #[test]
    fn who_does_not_listen_holds_few_events_and_is_told_that_some_were_lost() {
        let hub = Hub::default();
        let (school, room, ada) = (SchoolId::new(), RoomId::new(), UserId::new());
        let mut mailbox = hub.mailbox(ada);
        let _stay = hub.enter(school, room, ada, &"Ada".into(), &mailbox);
        (0..=WAITING).for_each(|_| hub.tell(typing(school, room, UserId::new())));
        assert_eq!(heard(&mut mailbox).map(|it| it.is_err()), Some(true));
        assert!(heard(&mut mailbox).is_none(), "what was kept is old");
        hub.tell(typing(school, room, UserId::new()));
        assert_eq!(heard(&mut mailbox).map(|it| it.is_ok()), Some(true), "and from there on it hears again");
    }

    #[test]
    fn what_may_have_been_missed_is_looked_for_by_all_once_and_by_the_runner_of_jobs() {
        let hub = Hub::default();
        let (school, ada) = (SchoolId::new(), UserId::new());
        let mut mailboxes = [hub.mailbox(ada), hub.mailbox(ada), hub.mailbox(UserId::new())];
        let _stays = [RoomId::new(), RoomId::new()].map(|room| hub.enter(school, room, ada, &"Ada".into(), &mailboxes[0]));
        let jobs = hub.jobs();
        hub.miss();
        for mailbox in &mut mailboxes {
            assert!(matches!(heard(mailbox), Some(Ok(told)) if matches!(told.event, Event::Missed { .. })));
            assert!(heard(mailbox).is_none(), "once, however many rooms it is in");
        }
        assert_eq!(jobs.has_changed().ok(), Some(true));
    }

    #[test]
    fn what_another_node_says_is_heard_like_what_is_said_here_and_written_once_for_all() {
        let hub = Hub::default();
        let (school, room) = (SchoolId::new(), RoomId::new());
        let mut mailboxes = [(); 3].map(|()| hub.mailbox(UserId::new()));
        let _stays = mailboxes.each_ref().map(|mailbox| hub.enter(school, room, mailbox.user, &"Ada".into(), mailbox));
        for mailbox in &mut mailboxes {
            while heard(mailbox).is_some() {}
        }
        hub.hear(typing(school, room, UserId::new()));
        let frames = mailboxes.each_mut().map(|mailbox| heard(mailbox).unwrap().unwrap().frame());
        assert!(!frames[0].is_empty());
        assert!(frames.iter().all(|frame| frame.as_ptr() == frames[0].as_ptr()));
    }

    #[test]
    fn a_frame_is_written_once_for_all() {
        let told = Told::new(typing(SchoolId::new(), RoomId::new(), UserId::new()));
        let (first, second) = (told.frame(), told.frame());
        assert!(first.starts_with(b"{\"type\":\"typing\""));
        assert_eq!(first.as_ptr(), second.as_ptr());
        assert!(Told::new(Event::JobAdded).frame().is_empty());
    }
}

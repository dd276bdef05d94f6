//! Who is in which room: counted by socket, told by person. What concerns a room is told to its sockets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::chat::Present;
use model::ids::{RoomId, SchoolId, UserId};

use super::mailbox::Slot;
use super::{Event, Hub, Mailbox, Told};

/// People of a room who are named, and told of one by one. Where there are more, it is told from time to time who is there:
/// else each of a thousand would hear of each of the thousand.
const NAMED: usize = 50;
/// How long a large room waits for that.
const GATHER: Duration = Duration::from_secs(5);

/// A room's number is unique in its school only.
type Key = (SchoolId, RoomId);

#[derive(Debug)]
struct Guest {
    name: Arc<str>,
    /// Of each stay.
    slots: Vec<Arc<Slot>>,
}

impl Guest {
    fn tell(&self, told: &Arc<Told>) {
        self.slots.iter().for_each(|slot| slot.put(told));
    }
}

/// A room with somebody in it.
#[derive(Debug, Default)]
struct Place {
    guests: HashMap<UserId, Guest>,
    /// Who is there is told in a moment.
    gathers: bool,
}

/// What is told of somebody who came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Nothing,
    /// To the others, by name.
    One,
    /// To all, later; the first one sees to it.
    Many,
}

impl Place {
    fn change(&mut self, people: usize) -> Change {
        if people <= NAMED {
            Change::One
        } else if std::mem::replace(&mut self.gathers, true) {
            Change::Nothing
        } else {
            Change::Many
        }
    }
}

/// The people in every room of this process.
#[derive(Clone, Debug, Default)]
pub(super) struct Rooms(Arc<Mutex<HashMap<Key, Place>>>);

impl Rooms {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Place>> {
        // The map is whole between two statements, also when a thread died holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everybody in a room, in the order in which it is told: the lock is held so long.
    pub(super) fn tell_all(&self, key: Key, told: &Arc<Told>) {
        if let Some(place) = self.lock().get(&key) {
            place.guests.values().for_each(|guest| guest.tell(told));
        }
    }

    /// Everybody but the one it is about.
    pub(super) fn tell_others(&self, key: Key, user: UserId, told: &Arc<Told>) {
        if let Some(place) = self.lock().get(&key) {
            place.guests.iter().filter(|(id, _)| **id != user).for_each(|(_, guest)| guest.tell(told));
        }
    }

    /// The one it is about, as far as they are there.
    pub(super) fn tell_own(&self, key: Key, user: UserId, told: &Arc<Told>) {
        if let Some(guest) = self.lock().get(&key).and_then(|place| place.guests.get(&user)) {
            guest.tell(told);
        }
    }
}

/// One socket's stay in a room; it ends when this is dropped.
#[derive(Debug)]
pub struct Stay {
    hub: Hub,
    key: Key,
    user: UserId,
    name: Arc<str>,
    slot: Arc<Slot>,
}

impl Hub {
    /// Counts one more socket of a person in a room, whose mailbox hears of the room from now on; the first one is told to
    /// the others.
    pub fn enter(&self, school: SchoolId, room: RoomId, user: UserId, name: &Arc<str>, mailbox: &Mailbox) -> Stay {
        let key = (school, room);
        let slot = mailbox.slot.clone();
        let change = {
            let mut rooms = self.rooms.lock();
            let place = rooms.entry(key).or_default();
            let guest = place.guests.entry(user).or_insert_with(|| Guest { name: name.clone(), slots: Vec::new() });
            guest.slots.push(slot.clone());
            let first = guest.slots.len() == 1;
            if first { place.change(place.guests.len()) } else { Change::Nothing }
        };
        let stay = Stay { hub: self.clone(), key, user, name: name.clone(), slot };
        stay.tell(change, true);
        stay
    }

    /// Who is in a room: the first by name, and how many there are beyond those.
    pub fn present(&self, school: SchoolId, room: RoomId) -> (Vec<Present>, usize) {
        let rooms = self.rooms.lock();
        let Some(place) = rooms.get(&(school, room)) else { return (Vec::new(), 0) };
        let mut people: Vec<(&Arc<str>, UserId)> = place.guests.iter().map(|(user, guest)| (&guest.name, *user)).collect();
        let more = people.len().saturating_sub(NAMED);
        if more > 0 {
            people.select_nth_unstable(NAMED);
            people.truncate(NAMED);
        }
        people.sort_unstable();
        (people.into_iter().map(|(name, user_id)| Present { user_id, name: name.to_string() }).collect(), more)
    }

    /// Tells all in a large room who is there, in a moment.
    fn gather(&self, key: Key) {
        let hub = self.clone();
        // Where nothing runs any more nobody listens.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            tokio::time::sleep(GATHER).await;
            hub.gathered(key);
        });
    }

    fn gathered(&self, (school, room): Key) {
        match self.rooms.lock().get_mut(&(school, room)) {
            Some(place) => place.gathers = false,
            None => return,
        }
        let (people, more) = self.present(school, room);
        self.tell(Event::Gathered { school, room, people: people.into(), more });
    }
}

impl Stay {
    fn tell(&self, change: Change, here: bool) {
        let (school, room) = self.key;
        match change {
            Change::Nothing => {}
            Change::One => self.hub.tell(Event::Present { school, room, user: self.user, name: self.name.clone(), here }),
            Change::Many => self.hub.gather(self.key),
        }
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let change = {
            let mut rooms = self.hub.rooms.lock();
            let Some(place) = rooms.get_mut(&self.key) else { return };
            let before = place.guests.len();
            let Some(guest) = place.guests.get_mut(&self.user) else { return };
            // One of them: a socket that enters again is there twice for a moment.
            if let Some(at) = guest.slots.iter().position(|it| Arc::ptr_eq(it, &self.slot)) {
                guest.slots.swap_remove(at);
            }
            let mut change = Change::Nothing;
            if guest.slots.is_empty() {
                place.guests.remove(&self.user);
                change = place.change(before);
            }
            if place.guests.is_empty() {
                rooms.remove(&self.key);
            }
            change
        };
        self.tell(change, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_with_two_sockets_enters_once_and_leaves_once() {
        let hub = Hub::default();
        let mut events = hub.listen();
        let (school, room, user) = (SchoolId::new(), RoomId::new(), UserId::new());
        let name: Arc<str> = "Ada".into();
        let mailboxes = [hub.mailbox(user), hub.mailbox(user)];
        let [first, second] = mailboxes.each_ref().map(|mailbox| hub.enter(school, room, user, &name, mailbox));
        assert_eq!(hub.present(school, room), (vec![Present { user_id: user, name: "Ada".into() }], 0));
        assert_eq!(hub.present(SchoolId::new(), room), (vec![], 0), "the same number in another school is another room");
        drop(first);
        assert_eq!(hub.present(school, room).0.len(), 1);
        drop(second);
        assert_eq!(hub.present(school, room), (vec![], 0));
        assert!(hub.rooms.lock().is_empty(), "empty rooms are forgotten");
        let told: Vec<bool> = std::iter::from_fn(|| match events.try_recv() {
            Ok(Event::Present { here, .. }) => Some(here),
            _ => None,
        })
        .collect();
        assert_eq!(told, [true, false]);
    }

    #[test]
    fn in_a_large_room_it_is_told_from_time_to_time_who_is_there() {
        let hub = Hub::default();
        let mut events = hub.listen();
        let (school, room) = (SchoolId::new(), RoomId::new());
        let mut stays: Vec<(Mailbox, Stay)> = Vec::new();
        for n in 0..2 * NAMED {
            let user = UserId::new();
            let mailbox = hub.mailbox(user);
            let stay = hub.enter(school, room, user, &format!("Person {n:03}").into(), &mailbox);
            stays.push((mailbox, stay));
        }
        let (people, more) = hub.present(school, room);
        assert_eq!((people.len(), people[NAMED - 1].name.as_str(), more), (NAMED, "Person 049", NAMED));
        let mut told = move || {
            let told = std::iter::from_fn(|| events.try_recv().ok());
            told.map(|event| if let Event::Gathered { more, .. } = event { more } else { 0 }).collect::<Vec<_>>()
        };
        assert_eq!(told(), [0; NAMED], "the first by name");
        assert!(hub.rooms.lock()[&(school, room)].gathers, "the others are told of, later");
        hub.gathered((school, room));
        assert_eq!(told(), [NAMED]);
        stays.truncate(NAMED);
        hub.gathered((school, room));
        assert_eq!(told(), [0], "all of them are named again");
        stays.clear();
        assert_eq!(told().len(), NAMED, "and told of one by one");
        assert!(hub.rooms.lock().is_empty());
    }
}

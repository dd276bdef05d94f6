//! Who is in which room: counted by socket, told by person. What concerns a room is told to its sockets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::chat::Present;
use model::ids::{RoomId, SchoolId, UserId};

use super::mailbox::Slot;
use super::{Event, Hub, Mailbox, Told};

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

/// The people in every room of this process.
#[derive(Clone, Debug, Default)]
pub(super) struct Rooms(Arc<Mutex<HashMap<Key, HashMap<UserId, Guest>>>>);

impl Rooms {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, HashMap<UserId, Guest>>> {
        // The map is whole between two statements, also when a thread died holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everybody in a room, in the order in which it is told: the lock is held so long.
    pub(super) fn tell_all(&self, key: Key, told: &Arc<Told>) {
        if let Some(guests) = self.lock().get(&key) {
            guests.values().for_each(|guest| guest.tell(told));
        }
    }

    /// Everybody but the one it is about.
    pub(super) fn tell_others(&self, key: Key, user: UserId, told: &Arc<Told>) {
        if let Some(guests) = self.lock().get(&key) {
            guests.iter().filter(|(id, _)| **id != user).for_each(|(_, guest)| guest.tell(told));
        }
    }

    /// The one it is about, as far as they are there.
    pub(super) fn tell_own(&self, key: Key, user: UserId, told: &Arc<Told>) {
        if let Some(guest) = self.lock().get(&key).and_then(|guests| guests.get(&user)) {
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
        let first = {
            let mut rooms = self.rooms.lock();
            let guests = rooms.entry(key).or_default();
            let guest = guests.entry(user).or_insert_with(|| Guest { name: name.clone(), slots: Vec::new() });
            guest.slots.push(slot.clone());
            guest.slots.len() == 1
        };
        let stay = Stay { hub: self.clone(), key, user, name: name.clone(), slot };
        if first {
            stay.tell(true);
        }
        stay
    }

    /// Everybody in a room, by name.
    pub fn present(&self, school: SchoolId, room: RoomId) -> Vec<Present> {
        let rooms = self.rooms.lock();
        let guests = rooms.get(&(school, room)).into_iter().flatten();
        let mut people: Vec<Present> =
            guests.map(|(user_id, guest)| Present { user_id: *user_id, name: guest.name.to_string() }).collect();
        people.sort_by(|a, b| (&a.name, a.user_id).cmp(&(&b.name, b.user_id)));
        people
    }
}

impl Stay {
    fn tell(&self, here: bool) {
        let (school, room) = self.key;
        self.hub.tell(Event::Present { school, room, user: self.user, name: self.name.clone(), here });
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let last = {
            let mut rooms = self.hub.rooms.lock();
            let Some(guests) = rooms.get_mut(&self.key) else { return };
            let Some(guest) = guests.get_mut(&self.user) else { return };
            // One of them: a socket that enters again is there twice for a moment.
            if let Some(place) = guest.slots.iter().position(|it| Arc::ptr_eq(it, &self.slot)) {
                guest.slots.swap_remove(place);
            }
            let last = guest.slots.is_empty();
            if last {
                guests.remove(&self.user);
            }
            if guests.is_empty() {
                rooms.remove(&self.key);
            }
            last
        };
        if last {
            self.tell(false);
        }
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
        assert_eq!(hub.present(school, room), [Present { user_id: user, name: "Ada".into() }]);
        assert_eq!(hub.present(SchoolId::new(), room), [], "the same number in another school is another room");
        drop(first);
        assert_eq!(hub.present(school, room).len(), 1);
        drop(second);
        assert_eq!(hub.present(school, room), []);
        assert!(hub.rooms.lock().is_empty(), "empty rooms are forgotten");
        let told: Vec<bool> = std::iter::from_fn(|| match events.try_recv() {
            Ok(Event::Present { here, .. }) => Some(here),
            _ => None,
        })
        .collect();
        assert_eq!(told, [true, false]);
    }
}

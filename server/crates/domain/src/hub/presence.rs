//! Who is in which room: counted by socket, told by person. What concerns a room is told to its sockets; of people, only to
//! those whose own person looks at the room, who alone is counted. Those who are there by other nodes are known by node
//! ([`super::nodes`]): somebody with a socket on each is one person, who has left when both are gone.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::chat::Present;
use model::ids::{RoomId, SchoolId, UserId};

use super::mailbox::Slot;
use super::nodes::Node;
use super::{Event, Hub, Mailbox, Told};

/// People of a room who are named, and told of one by one. Where there are more, it is told from time to time who is there:
/// else each of a thousand would hear of each of the thousand.
const NAMED: usize = 50;
/// How long a large room waits for that.
const GATHER: Duration = Duration::from_secs(5);
/// Comings and goings by another node that are told one by one at once; of more, everybody looks who is there.
const TOLD: usize = 200;

/// A room's number is unique in its school only.
pub(super) type Key = (SchoolId, RoomId);
type Map = HashMap<Key, Place>;

#[derive(Debug)]
struct Guest {
    name: Arc<str>,
    /// Of each stay by a socket of this process.
    slots: Vec<Arc<Slot>>,
    /// The same while nobody looks at it: they hear what is said, and nothing of people.
    aside: Vec<Arc<Slot>>,
    elsewhere: Vec<Node>,
}

impl Guest {
    fn is_here(&self) -> bool {
        !self.slots.is_empty() || !self.elsewhere.is_empty()
    }

    /// Those who look.
    fn tell(&self, told: &Arc<Told>) {
        self.slots.iter().for_each(|slot| slot.put(told));
    }

    fn tell_all(&self, told: &Arc<Told>) {
        self.slots.iter().chain(&self.aside).for_each(|slot| slot.put(told));
    }
}

/// One of them: a socket that enters again is there twice for a moment.
fn take(slots: &mut Vec<Arc<Slot>>, slot: &Arc<Slot>) -> bool {
    let at = slots.iter().position(|it| Arc::ptr_eq(it, slot));
    at.map(|at| slots.swap_remove(at)).is_some()
}

/// A room with somebody in it, on whichever node.
#[derive(Debug, Default)]
struct Place {
    guests: HashMap<UserId, Guest>,
    /// How many of them are here: the others have it open, and look elsewhere.
    here: usize,
    /// Who is there is told in a moment.
    gathers: bool,
}

/// What is told of somebody who came or went.
#[derive(Debug)]
enum Change {
    Nothing,
    /// To the others, by name.
    One(Key, UserId, Event),
    /// To all, later; the first one sees to it.
    Many(Key),
}

fn moved((school, room): Key, user: UserId, name: &Arc<str>, here: bool) -> Event {
    Event::Present { school, room, user, name: name.clone(), here }
}

impl Place {
    fn guest(&mut self, user: UserId, name: &Arc<str>) -> &mut Guest {
        let new = || Guest { name: name.clone(), slots: Vec::new(), aside: Vec::new(), elsewhere: Vec::new() };
        self.guests.entry(user).or_insert_with(new)
    }

    /// Somebody was here or not, and is or is not: what is told of it.
    fn turned(&mut self, key: Key, user: UserId, name: &Arc<str>, (was, is): (bool, bool)) -> Change {
        if was == is {
            return Change::Nothing;
        }
        let before = self.here;
        self.here = if is { before + 1 } else { before - 1 };
        if before.max(self.here) <= NAMED {
            Change::One(key, user, moved(key, user, name, is))
        } else if std::mem::replace(&mut self.gathers, true) {
            Change::Nothing
        } else {
            Change::Many(key)
        }
    }

    fn tell_others(&self, user: UserId, told: &Arc<Told>) {
        self.guests.iter().filter(|(id, _)| **id != user).for_each(|(_, guest)| guest.tell(told));
    }
}

/// The people in every room, as far as this process knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Rooms(Arc<Mutex<Map>>);

impl Rooms {
    fn lock(&self) -> MutexGuard<'_, Map> {
        // The map is whole between two statements, also when a thread died holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everybody in a room, in the order in which it is told: the lock is held so long.
    pub(super) fn tell_all(&self, key: Key, told: &Arc<Told>) {
        if let Some(place) = self.lock().get(&key) {
            place.guests.values().for_each(|guest| guest.tell_all(told));
        }
    }

    /// Those who look at it.
    pub(super) fn tell_here(&self, key: Key, told: &Arc<Told>) {
        if let Some(place) = self.lock().get(&key) {
            place.guests.values().for_each(|guest| guest.tell(told));
        }
    }

    /// Those who look, but for the one it is about.
    pub(super) fn tell_others(&self, key: Key, user: UserId, told: &Arc<Told>) {
        if let Some(place) = self.lock().get(&key) {
            place.tell_others(user, told);
        }
    }

    /// The one it is about, as far as they are there.
    pub(super) fn tell_own(&self, key: Key, user: UserId, told: &Arc<Told>) {
        if let Some(guest) = self.lock().get(&key).and_then(|place| place.guests.get(&user)) {
            guest.tell_all(told);
        }
    }
}

/// Somebody is there in one way more: by a socket, or by a node.
fn come(rooms: &mut Map, key: Key, user: UserId, name: &Arc<str>, by: impl FnOnce(&mut Guest)) -> Change {
    let place = rooms.entry(key).or_default();
    let guest = place.guest(user, name);
    let was = guest.is_here();
    by(guest);
    let is = guest.is_here();
    place.turned(key, user, name, (was, is))
}

/// Somebody is there in one way less.
fn go(rooms: &mut Map, key: Key, user: UserId, by: impl FnOnce(&mut Guest)) -> Change {
    let Some(place) = rooms.get_mut(&key) else { return Change::Nothing };
    let Some(guest) = place.guests.get_mut(&user) else { return Change::Nothing };
    let was = guest.is_here();
    by(guest);
    let (is, name) = (guest.is_here(), guest.name.clone());
    if !is && guest.aside.is_empty() {
        place.guests.remove(&user);
    }
    let change = place.turned(key, user, &name, (was, is));
    if place.guests.is_empty() {
        rooms.remove(&key);
    }
    change
}

fn came(rooms: &mut Map, node: &Node, key: Key, user: UserId, name: &Arc<str>) -> Change {
    come(rooms, key, user, name, |guest| {
        if !guest.elsewhere.contains(node) {
            guest.elsewhere.push(node.clone());
        }
    })
}

fn went(rooms: &mut Map, node: &Node, key: Key, user: UserId) -> Change {
    go(rooms, key, user, |guest| guest.elsewhere.retain(|other| other != node))
}

/// One socket's stay in a room; it ends when this is dropped.
#[derive(Debug)]
pub struct Stay {
    hub: Hub,
    key: Key,
    user: UserId,
    name: Arc<str>,
    slot: Arc<Slot>,
    looks: bool,
}

impl Hub {
    /// Counts one more socket of a person in a room, whose mailbox hears of the room from now on; the first one is told to
    /// the others.
    pub fn enter(&self, school: SchoolId, room: RoomId, user: UserId, name: &Arc<str>, mailbox: &Mailbox) -> Stay {
        let mut stay = self.attend(school, room, user, name, mailbox);
        stay.look(true);
        stay
    }

    /// The same for a socket at which nobody looks: its mailbox hears what is said.
    pub fn attend(&self, school: SchoolId, room: RoomId, user: UserId, name: &Arc<str>, mailbox: &Mailbox) -> Stay {
        let (key, slot) = ((school, room), mailbox.slot.clone());
        self.rooms.lock().entry(key).or_default().guest(user, name).aside.push(slot.clone());
        Stay { hub: self.clone(), key, user, name: name.clone(), slot, looks: false }
    }

    /// Who is in a room: the first by name, and how many there are beyond those.
    pub fn present(&self, school: SchoolId, room: RoomId) -> (Vec<Present>, usize) {
        let rooms = self.rooms.lock();
        let Some(place) = rooms.get(&(school, room)) else { return (Vec::new(), 0) };
        let here = place.guests.iter().filter(|(_, guest)| guest.is_here());
        let mut people: Vec<(&Arc<str>, UserId)> = here.map(|(user, guest)| (&guest.name, *user)).collect();
        let more = people.len().saturating_sub(NAMED);
        if more > 0 {
            people.select_nth_unstable(NAMED);
            people.truncate(NAMED);
        }
        people.sort_unstable();
        (people.into_iter().map(|(name, user_id)| Present { user_id, name: name.to_string() }).collect(), more)
    }

    /// How many stays there are by sockets of this process.
    pub(super) fn stays(&self) -> usize {
        let rooms = self.rooms.lock();
        rooms.values().flat_map(|place| place.guests.values()).map(|guest| guest.slots.len() + guest.aside.len()).sum()
    }

    /// Who is where by sockets of this process, and looks.
    pub(super) fn seated(&self) -> Vec<(Key, UserId, Arc<str>)> {
        let rooms = self.rooms.lock();
        let guests = rooms.iter().flat_map(|(key, place)| place.guests.iter().map(move |(user, guest)| (*key, *user, guest)));
        let seated = guests.filter(|(.., guest)| !guest.slots.is_empty());
        seated.map(|(key, user, guest)| (key, user, guest.name.clone())).collect()
    }

    /// Somebody entered a room by another node, or left it there.
    pub(super) fn elsewhere(&self, node: &Node, key: Key, user: UserId, name: &Arc<str>, here: bool) {
        let mut rooms = self.rooms.lock();
        let change = if here { came(&mut rooms, node, key, user, name) } else { went(&mut rooms, node, key, user) };
        self.tell_change(&rooms, change);
    }

    /// These are the people of another node, all of them. Answers whether that is told; else so many came or went that
    /// everybody is to look.
    pub(super) fn replace(&self, node: &Node, people: &[(Key, UserId, Arc<str>)]) -> bool {
        let mut rooms = self.rooms.lock();
        let stay: HashSet<(Key, UserId)> = people.iter().map(|(key, user, _)| (*key, *user)).collect();
        let known = rooms.iter().flat_map(|(key, place)| place.guests.iter().map(move |(user, guest)| (*key, *user, guest)));
        let known = known.filter(|(key, user, guest)| guest.elsewhere.contains(node) && !stay.contains(&(*key, *user)));
        let gone: Vec<(Key, UserId)> = known.map(|(key, user, _)| (key, user)).collect();
        let mut changes: Vec<Change> = gone.into_iter().map(|(key, user)| went(&mut rooms, node, key, user)).collect();
        changes.extend(people.iter().map(|(key, user, name)| came(&mut rooms, node, *key, *user, name)));
        let few = changes.iter().filter(|change| matches!(change, Change::One(..))).count() <= TOLD;
        // A large room tells who is there in any case.
        let told = changes.into_iter().filter(|change| few || matches!(change, Change::Many(_)));
        told.for_each(|change| self.tell_change(&rooms, change));
        few
    }

    /// Tells it in this process. The rooms are held meanwhile: comings and goings are heard in the order in which they were.
    fn tell_change(&self, rooms: &Map, change: Change) {
        match change {
            Change::Nothing => {}
            Change::One(key, user, event) => {
                let told = self.announce(event);
                if let Some(place) = rooms.get(&key) {
                    place.tell_others(user, &told);
                }
            }
            Change::Many(key) => self.gather(key),
        }
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
        self.hear(Event::Gathered { school, room, people: people.into(), more });
    }
}

impl Stay {
    pub fn looks(&self) -> bool {
        self.looks
    }

    /// Whether its person looks at the room now. The first of their sockets that does, and the last, is told to the others.
    pub fn look(&mut self, looks: bool) {
        if std::mem::replace(&mut self.looks, looks) == looks {
            return;
        }
        let mut rooms = self.hub.rooms.lock();
        let mut told = false;
        let turn = |guest: &mut Guest| {
            let (from, to) = if looks { (&mut guest.aside, &mut guest.slots) } else { (&mut guest.slots, &mut guest.aside) };
            take(from, &self.slot);
            to.push(self.slot.clone());
            told = guest.slots.len() == usize::from(looks);
        };
        let change = if looks {
            come(&mut rooms, self.key, self.user, &self.name, turn)
        } else {
            go(&mut rooms, self.key, self.user, turn)
        };
        if told {
            self.hub.outbox.put(&moved(self.key, self.user, &self.name, looks));
        }
        self.hub.tell_change(&rooms, change);
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let mut rooms = self.hub.rooms.lock();
        let mut last = false;
        let change = go(&mut rooms, self.key, self.user, |guest| {
            if self.looks {
                last = take(&mut guest.slots, &self.slot) && guest.slots.is_empty();
            } else {
                take(&mut guest.aside, &self.slot);
            }
        });
        if last {
            self.hub.outbox.put(&moved(self.key, self.user, &self.name, false));
        }
        self.hub.tell_change(&rooms, change);
    }
}

//! Who is in which room: counted by socket, told by person. Those who are there by other nodes are known by node
//! ([`super::nodes`]): somebody with a socket on each is one person, who has left when both are gone.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::chat::Present;
use model::ids::{RoomId, SchoolId, UserId};

use super::nodes::Node;
use super::{Event, Hub};

/// A room's number is unique in its school only.
pub(super) type Key = (SchoolId, RoomId);
type Map = HashMap<Key, HashMap<UserId, Guest>>;

/// Comings and goings that are told one by one; of more, everybody looks who is there.
const TOLD: usize = 200;

#[derive(Debug)]
struct Guest {
    name: Arc<str>,
    /// Here.
    sockets: u32,
    elsewhere: Vec<Node>,
}

impl Guest {
    fn is_anywhere(&self) -> bool {
        self.sockets > 0 || !self.elsewhere.is_empty()
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
}

/// One socket's stay in a room; it ends when this is dropped.
#[derive(Debug)]
pub struct Stay {
    hub: Hub,
    key: Key,
    user: UserId,
    name: Arc<str>,
}

/// Whoever tells a coming or a going holds the rooms meanwhile: they are heard in the order in which they were.
fn moved((school, room): Key, user: UserId, name: &Arc<str>, here: bool) -> Event {
    Event::Present { school, room, user, name: name.clone(), here }
}

fn guest<'a>(rooms: &'a mut Map, key: Key, user: UserId, name: &Arc<str>) -> &'a mut Guest {
    let new = || Guest { name: name.clone(), sockets: 0, elsewhere: Vec::new() };
    rooms.entry(key).or_default().entry(user).or_insert_with(new)
}

fn find(rooms: &mut Map, key: Key, user: UserId) -> Option<&mut Guest> {
    rooms.get_mut(&key)?.get_mut(&user)
}

fn remove(rooms: &mut Map, key: Key, user: UserId) {
    if let Some(guests) = rooms.get_mut(&key) {
        guests.remove(&user);
        if guests.is_empty() {
            rooms.remove(&key);
        }
    }
}

/// Somebody is there by that node; answers what is to be told of it.
fn came(rooms: &mut Map, node: &Node, key: Key, user: UserId, name: &Arc<str>) -> Option<Event> {
    let guest = guest(rooms, key, user, name);
    let was = guest.is_anywhere();
    if !guest.elsewhere.contains(node) {
        guest.elsewhere.push(node.clone());
    }
    (!was).then(|| moved(key, user, name, true))
}

/// Somebody is not there by that node any more.
fn went(rooms: &mut Map, node: &Node, key: Key, user: UserId) -> Option<Event> {
    let guest = find(rooms, key, user)?;
    guest.elsewhere.retain(|other| other != node);
    if guest.is_anywhere() {
        return None;
    }
    let told = moved(key, user, &guest.name, false);
    remove(rooms, key, user);
    Some(told)
}

impl Hub {
    /// Counts one more socket of a person in a room; the first one is told to the others.
    pub fn enter(&self, school: SchoolId, room: RoomId, user: UserId, name: &Arc<str>) -> Stay {
        let key = (school, room);
        let mut rooms = self.rooms.lock();
        let guest = guest(&mut rooms, key, user, name);
        let was = guest.is_anywhere();
        guest.sockets += 1;
        let told = moved(key, user, name, true);
        if guest.sockets == 1 {
            self.outbox.put(&told);
        }
        if !was {
            self.hear(told);
        }
        drop(rooms);
        Stay { hub: self.clone(), key, user, name: name.clone() }
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

    /// How many stays there are by sockets of this process.
    pub(super) fn sockets(&self) -> u32 {
        self.rooms.lock().values().flat_map(HashMap::values).map(|guest| guest.sockets).sum()
    }

    /// Who is where by sockets of this process.
    pub(super) fn seated(&self) -> Vec<(Key, UserId, Arc<str>)> {
        let rooms = self.rooms.lock();
        let guests = rooms.iter().flat_map(|(key, guests)| guests.iter().map(move |(user, guest)| (*key, *user, guest)));
        guests.filter(|(.., guest)| guest.sockets > 0).map(|(key, user, guest)| (key, user, guest.name.clone())).collect()
    }

    /// Somebody entered a room by another node, or left it there.
    pub(super) fn elsewhere(&self, node: &Node, key: Key, user: UserId, name: &Arc<str>, here: bool) {
        let mut rooms = self.rooms.lock();
        let told = if here { came(&mut rooms, node, key, user, name) } else { went(&mut rooms, node, key, user) };
        if let Some(told) = told {
            self.hear(told);
        }
    }

    /// These are the people of another node, all of them. Answers whether that is told; else so many came or went that
    /// everybody is to look.
    pub(super) fn replace(&self, node: &Node, people: &[(Key, UserId, Arc<str>)]) -> bool {
        let mut rooms = self.rooms.lock();
        let stay: HashSet<(Key, UserId)> = people.iter().map(|(key, user, _)| (*key, *user)).collect();
        let known = rooms.iter().flat_map(|(key, guests)| guests.iter().map(move |(user, guest)| (*key, *user, guest)));
        let known = known.filter(|(key, user, guest)| guest.elsewhere.contains(node) && !stay.contains(&(*key, *user)));
        let gone: Vec<(Key, UserId)> = known.map(|(key, user, _)| (key, user)).collect();
        let mut told: Vec<Event> = gone.into_iter().filter_map(|(key, user)| went(&mut rooms, node, key, user)).collect();
        told.extend(people.iter().filter_map(|(key, user, name)| came(&mut rooms, node, *key, *user, name)));
        let few = told.len() <= TOLD;
        if few {
            told.into_iter().for_each(|event| self.hear(event));
        }
        few
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let mut rooms = self.hub.rooms.lock();
        let Some(guest) = find(&mut rooms, self.key, self.user) else { return };
        guest.sockets -= 1;
        if guest.sockets > 0 {
            return;
        }
        let stays = guest.is_anywhere();
        let told = moved(self.key, self.user, &self.name, false);
        self.hub.outbox.put(&told);
        if !stays {
            remove(&mut rooms, self.key, self.user);
            self.hub.hear(told);
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
        let (first, second) = (hub.enter(school, room, user, &name), hub.enter(school, room, user, &name));
        assert_eq!(hub.present(school, room), [Present { user_id: user, name: "Ada".into() }]);
        assert_eq!(hub.present(SchoolId::new(), room), [], "the same number in another school is another room");
        drop(first);
        assert_eq!(hub.present(school, room).len(), 1);
        drop(second);
        assert_eq!(hub.present(school, room), []);
        assert!(hub.rooms.lock().is_empty(), "empty rooms are forgotten");
        assert_eq!(told(&mut events), [(user, true), (user, false)]);
    }

    /// The comings and goings that were told, with the person.
    fn told(events: &mut tokio::sync::broadcast::Receiver<Event>) -> Vec<(UserId, bool)> {
        std::iter::from_fn(|| match events.try_recv() {
            Ok(Event::Present { user, here, .. }) => Some((user, here)),
            _ => None,
        })
        .collect()
    }

    #[test]
    fn a_person_on_two_nodes_has_left_when_they_are_gone_from_both() {
        let hub = Hub::default();
        let mut events = hub.listen();
        let (school, room, ada, ben) = (SchoolId::new(), RoomId::new(), UserId::new(), UserId::new());
        let key = (school, room);
        let name: Arc<str> = "Ada".into();
        let (b, c): (Node, Node) = ("b".into(), "c".into());
        let stay = hub.enter(school, room, ada, &name);
        for node in [&b, &c, &c] {
            hub.elsewhere(node, key, ada, &name, true);
        }
        hub.elsewhere(&b, key, ben, &"Ben".into(), true);
        assert_eq!(told(&mut events), [(ada, true), (ben, true)]);
        assert_eq!((hub.present(school, room).len(), hub.sockets(), hub.seated().len()), (2, 1, 1));
        drop(stay);
        hub.elsewhere(&b, key, ada, &name, false);
        assert!(told(&mut events).is_empty(), "one is left");
        hub.elsewhere(&c, key, ada, &name, false);
        // What is told again, or of somebody who is not known.
        hub.elsewhere(&c, key, ada, &name, false);
        assert_eq!(told(&mut events), [(ada, false)]);
        assert!(hub.replace(&b, &[]), "that node died");
        assert_eq!(told(&mut events), [(ben, false)]);
        assert!(hub.rooms.lock().is_empty());
    }

    #[test]
    fn those_of_a_node_are_put_in_the_place_of_what_was_known_of_it() {
        let hub = Hub::default();
        let mut events = hub.listen();
        let key = (SchoolId::new(), RoomId::new());
        let (ada, ben, cem) = (UserId::new(), UserId::new(), UserId::new());
        let name: Arc<str> = "Somebody".into();
        let (b, c): (Node, Node) = ("b".into(), "c".into());
        assert!(hub.replace(&b, &[(key, ada, name.clone()), (key, ben, name.clone())]));
        hub.elsewhere(&c, key, ben, &name, true);
        assert_eq!(told(&mut events), [(ada, true), (ben, true)]);
        assert!(hub.replace(&b, &[(key, ada, name.clone()), (key, cem, name.clone())]));
        assert_eq!(told(&mut events), [(cem, true)], "one stays, one is still there by the other");
        assert!(hub.replace(&c, &[]));
        assert_eq!(told(&mut events), [(ben, false)]);
        let crowd: Vec<_> = (0..=TOLD).map(|_| (key, UserId::new(), name.clone())).collect();
        assert!(!hub.replace(&c, &crowd), "too many to be told one by one");
        assert_eq!((told(&mut events).len(), hub.present(key.0, key.1).len()), (0, TOLD + 3));
        assert_eq!(hub.seated().len(), 0);
    }
}

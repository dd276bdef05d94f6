//! That something is new in rooms, for those who are not in them: bells, and lists of rooms. It goes to who follows the room
//! and says no more than that; what is new the database says. Nothing queues: any number of messages between two looks are one.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::ids::{RoomId, SchoolId, UserId};
use tokio::sync::Notify;

use super::presence::Key;
use super::{Event, Hub};

type Ears<K> = HashMap<K, Vec<Arc<Notify>>>;

#[derive(Debug, Default)]
struct Ways {
    rooms: Ears<Key>,
    people: Ears<UserId>,
}

fn stir<K: Eq + Hash>(ears: &Ears<K>, key: &K) {
    for ear in ears.get(key).into_iter().flatten() {
        ear.notify_one();
    }
}

fn leave<K: Eq + Hash>(ears: &mut Ears<K>, key: &K, ear: &Arc<Notify>) {
    let Some(all) = ears.get_mut(key) else { return };
    all.retain(|it| !Arc::ptr_eq(it, ear));
    if all.is_empty() {
        ears.remove(key);
    }
}

/// Everybody in this process who follows rooms.
#[derive(Clone, Debug, Default)]
pub(super) struct Followers(Arc<Mutex<Ways>>);

impl Followers {
    fn lock(&self) -> MutexGuard<'_, Ways> {
        // The maps are whole between two statements, also when a thread died holding them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes on that something happened, where it changes what is new or how it begins. A sign under a message does not.
    pub(super) fn hear(&self, event: &Event) {
        match event {
            Event::Said { school, room, .. } => stir(&self.lock().rooms, &(*school, *room)),
            Event::Changed { school, room, message } if message.edited_at.is_some() || message.deleted_at.is_some() => {
                stir(&self.lock().rooms, &(*school, *room));
            }
            Event::Read { user, .. } => stir(&self.lock().people, user),
            _ => {}
        }
    }
}

/// One who follows rooms. Dropped, it hears nothing more.
#[derive(Debug)]
pub struct Follower {
    hub: Hub,
    user: UserId,
    rooms: HashSet<Key>,
    ear: Arc<Notify>,
}

impl Hub {
    /// Follows how far a person has read, and the rooms that [`Follower::follow`] names.
    pub fn follower(&self, user: UserId) -> Follower {
        let ear = Arc::new(Notify::new());
        self.followers.lock().people.entry(user).or_default().push(ear.clone());
        Follower { hub: self.clone(), user, rooms: HashSet::new(), ear }
    }
}

impl Follower {
    /// Follows these rooms from now on, and no others. Of one that is new to it nobody knows what came before: that is a
    /// reason to look, too.
    pub fn follow(&mut self, rooms: impl IntoIterator<Item = (SchoolId, RoomId)>) {
        let now: HashSet<Key> = rooms.into_iter().collect();
        if now == self.rooms {
            return;
        }
        let is_more = !now.is_subset(&self.rooms);
        let mut ways = self.hub.followers.lock();
        for key in self.rooms.difference(&now) {
            leave(&mut ways.rooms, key, &self.ear);
        }
        for key in now.difference(&self.rooms) {
            ways.rooms.entry(*key).or_default().push(self.ear.clone());
        }
        drop(ways);
        self.rooms = now;
        if is_more {
            self.ear.notify_one();
        }
    }

    /// Waits until something is new since the last time it waited. May be dropped meanwhile.
    pub async fn stirred(&self) {
        self.ear.notified().await;
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut ways = self.hub.followers.lock();
        leave(&mut ways.people, &self.user, &self.ear);
        for key in &self.rooms {
            leave(&mut ways.rooms, key, &self.ear);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use model::At;
    use model::chat::Message;
    use model::ids::MessageId;

    use super::*;

    fn message() -> Message {
        Message {
            id: MessageId::new(),
            seq: 1,
            user_id: UserId::new(),
            author: "Ada".into(),
            photo: String::new(),
            body: "Hello".into(),
            sent_at: At(0),
            revision: 0,
            edited_at: None,
            deleted_at: None,
            pinned_at: None,
            pinned_by: None,
            reply_seq: None,
            quote: None,
            mentions: Vec::new(),
            calls_all: false,
            reactions: Vec::new(),
            file_names: String::new(),
            files: Vec::new(),
        }
    }

    fn stirred(follower: &Follower) -> bool {
        follower.stirred().now_or_never().is_some()
    }

    #[test]
    fn a_thousand_messages_are_one_and_those_of_other_rooms_are_none() {
        let hub = Hub::default();
        let (school, room, ada) = (SchoolId::new(), RoomId::new(), UserId::new());
        let mut follower = hub.follower(ada);
        let said = |school, room| hub.tell(Event::Said { school, room, message: Arc::new(message()) });
        said(school, room);
        assert!(!stirred(&follower), "it follows none yet");
        follower.follow([(school, room)]);
        assert!(stirred(&follower), "what was said before is not known");
        follower.follow([(school, room)]);
        assert!(!stirred(&follower), "it is the same one");
        (0..1000).for_each(|_| said(school, room));
        assert!(stirred(&follower));
        assert!(!stirred(&follower), "any number of them are one");
        said(school, RoomId::new());
        said(SchoolId::new(), room);
        assert!(!stirred(&follower), "another room, another school");
        follower.follow([]);
        said(school, room);
        assert!(!stirred(&follower), "it follows none any more");
    }

    #[test]
    fn what_is_edited_and_what_one_has_read_counts_and_a_sign_does_not() {
        let hub = Hub::default();
        let (school, room, ada) = (SchoolId::new(), RoomId::new(), UserId::new());
        let mut follower = hub.follower(ada);
        follower.follow([(school, room)]);
        assert!(stirred(&follower));
        hub.tell(Event::Changed { school, room, message: Arc::new(Message { revision: 1, ..message() }) });
        assert!(!stirred(&follower));
        let deleted = Message { revision: 2, deleted_at: Some(At(1)), ..message() };
        hub.tell(Event::Changed { school, room, message: Arc::new(deleted) });
        assert!(stirred(&follower));
        hub.tell(Event::Read { school, room, user: UserId::new(), seq: 1, back: false });
        assert!(!stirred(&follower), "another one's mark");
        hub.tell(Event::Read { school, room, user: ada, seq: 1, back: false });
        assert!(stirred(&follower));
    }

    #[test]
    fn who_has_gone_is_forgotten() {
        let hub = Hub::default();
        let mut follower = hub.follower(UserId::new());
        follower.follow([(SchoolId::new(), RoomId::new()), (SchoolId::new(), RoomId::new())]);
        drop(follower);
        let ways = hub.followers.lock();
        assert!(ways.rooms.is_empty() && ways.people.is_empty());
    }
}

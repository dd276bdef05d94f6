//! How what happened is written for other nodes: JSON, and never more than a few kilobytes.

use model::ids::{MessageId, RoomId, SchoolId, UserId};
use serde::{Deserialize, Serialize};

use super::Event;

/// Bytes of one word at most. Ten thousand of them are kept: of a longer message, such as one with many reactions, only the
/// id is carried, and each node reads it once.
const LONGEST: usize = 8 * 1024;

/// What one node says to the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    /// It is still there.
    Alive,
    /// It stops, and its people have left.
    Gone,
    Event(Event),
    /// A message that was said, or changed, and is too long for this way.
    Long {
        school: SchoolId,
        room: RoomId,
        id: MessageId,
        said: bool,
    },
}

impl Word {
    /// Nothing for what is told in one process only.
    pub fn write(self) -> Option<String> {
        let text = serde_json::to_string(&self).ok()?;
        if text.len() <= LONGEST {
            return Some(text);
        }
        let (school, room, id, said) = match self {
            Word::Event(Event::Said { school, room, message }) => (school, room, message.id, true),
            Word::Event(Event::Changed { school, room, message }) => (school, room, message.id, false),
            _ => return Some(text),
        };
        serde_json::to_string(&Word::Long { school, room, id, said }).ok()
    }

    /// Nothing for what a newer node says and this one does not know.
    pub fn read(text: &str) -> Option<Word> {
        serde_json::from_str(text).ok()
    }
}

/// Whose room somebody is in, as the name of a field.
pub(super) fn seat(school: SchoolId, room: RoomId, user: UserId) -> String {
    format!("{school}:{room}:{user}")
}

pub(super) fn read_seat(field: &str) -> Option<((SchoolId, RoomId), UserId)> {
    let mut parts = field.split(':');
    let (school, room, user) = (parts.next()?, parts.next()?, parts.next()?);
    Some(((school.parse().ok()?, room.parse().ok()?), user.parse().ok()?))
}

/// Values that several owners share are written as they are (serde's own feature for it would be on everywhere).
pub(super) mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize + ?Sized, S: Serializer>(value: &Arc<T>, to: S) -> Result<S::Ok, S::Error> {
        T::serialize(value, to)
    }

    pub fn deserialize<'de, T: ?Sized, D: Deserializer<'de>>(from: D) -> Result<Arc<T>, D::Error>
    where
        Box<T>: Deserialize<'de>,
    {
        Ok(<Box<T>>::deserialize(from)?.into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use model::At;
    use model::chat::{Message, MessageFile, Present};
    use model::ids::{AnnouncementId, FileId, ThreadId};
    use model::pictures::Picture;

    use super::*;

    fn message(body: &str) -> Arc<Message> {
        let user_id = UserId::new();
        let picture = Picture { width: 1200, height: 800, small: FileId::new() };
        Arc::new(Message {
            id: MessageId::new(),
            seq: 7,
            user_id,
            author: "Ada".into(),
            photo: String::new(),
            body: body.into(),
            sent_at: At(1_700_000_000_000),
            revision: 2,
            edited_at: Some(At(1_700_000_000_001)),
            deleted_at: None,
            pinned_at: None,
            pinned_by: None,
            reply_seq: None,
            quote: None,
            mentions: vec![Present { user_id, name: "عائشة".into() }],
            calls_all: false,
            reactions: Vec::new(),
            file_names: "board.jpg".into(),
            files: vec![MessageFile {
                id: FileId::new(),
                name: "board.jpg".into(),
                bytes: 10,
                alt: "الصبورة".into(),
                picture: Some(picture),
            }],
            thread_seq: Some(3),
            answers: Some(model::chat::Answers { count: 2, last: 9 }),
        })
    }

    /// What arrives of an event on another node.
    fn carried(event: &Event) -> Option<Event> {
        match Word::read(&Word::Event(event.clone()).write()?)? {
            Word::Event(event) => Some(event),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_event_arrives_as_it_was_told() {
        let (school, room, user) = (SchoolId::new(), RoomId::new(), UserId::new());
        let name: Arc<str> = "Ada \"the first\" Person".into();
        let events = [
            Event::Said { school, room, message: message("Hello\n👩‍🏫") },
            Event::Changed { school, room, message: message("") },
            Event::Ruled { school, room },
            Event::Read { school, room, user, seq: i64::MAX, back: true, few: true },
            Event::Typing { school, room, user, name: name.clone() },
            Event::Present { school, room, user, name: name.clone(), here: true },
            Event::Present { school, room, user, name, here: false },
            Event::AccessChanged { user },
            Event::Announced { school, announcement: AnnouncementId::new() },
            Event::Posted { school, thread: ThreadId::new() },
            Event::Notified { user },
            Event::Shut { school: Some(school), closed: true },
            Event::Shut { school: None, closed: false },
            Event::JobAdded,
        ];
        for event in events {
            let arrived = carried(&event).unwrap_or_else(|| panic!("{event:?}"));
            assert_eq!(format!("{arrived:?}"), format!("{event:?}"));
        }
        assert!(matches!(Word::read(&Word::Alive.write().unwrap()), Some(Word::Alive)));
        assert!(matches!(Word::read(&Word::Gone.write().unwrap()), Some(Word::Gone)));
    }

    #[test]
    fn what_is_too_long_is_told_by_its_id_and_what_is_told_in_one_process_stays_there() {
        let (school, room) = (SchoolId::new(), RoomId::new());
        let message = message(&"ع".repeat(LONGEST / 2));
        let long = [
            (Event::Said { school, room, message: message.clone() }, true),
            (Event::Changed { school, room, message: message.clone() }, false),
        ];
        for (event, as_said) in long {
            let text = Word::Event(event).write().unwrap();
            let Some(Word::Long { school: of, room: which, id, said }) = Word::read(&text) else { panic!("{text}") };
            assert_eq!((of, which, id, said), (school, room, message.id, as_said));
        }
        assert!(carried(&Event::Missed { within: Duration::ZERO }).is_none());
        assert!(carried(&Event::Gathered { school, room, people: Arc::from([]), more: 7 }).is_none());
        assert!(carried(&Event::Seen { school, room, user: UserId::new(), seq: 7 }).is_none());
    }

    #[test]
    fn what_a_newer_node_says_is_not_known_and_a_field_more_is_no_matter() {
        assert!(Word::read("{\"event\":{\"invented\":{}}}").is_none());
        assert!(Word::read("").is_none());
        let user = UserId::new();
        let text = format!("{{\"event\":{{\"notified\":{{\"user\":\"{user}\",\"loudly\":true}}}}}}");
        assert!(matches!(Word::read(&text), Some(Word::Event(Event::Notified { user: told })) if told == user));
    }

    #[test]
    fn a_seat_is_read_as_it_was_written() {
        let (school, room, user) = (SchoolId::new(), RoomId::new(), UserId::new());
        assert_eq!(read_seat(&seat(school, room, user)), Some(((school, room), user)));
        for field in ["", "::", "a:b:c", &format!("{school}:{room}")] {
            assert_eq!(read_seat(field), None, "{field}");
        }
    }
}

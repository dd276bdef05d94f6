//! What is new to somebody in the chats, over all their schools: it comes with the frame of a page, and the bell's stream
//! says it whenever it has changed (docs/chat-protocol.md, "What is new elsewhere").

use serde::{Deserialize, Serialize};

use crate::ids::RoomId;

/// Before it in the stream, which says other things too.
const WORD: &str = "chat ";

/// Messages of a room that are counted.
pub const COUNTED: i64 = 100;

/// What is new, by room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Another one when anything in the rooms is: also what is not new to the reader, such as their own message. 0 where
    /// nobody has looked.
    pub stamp: u32,
    /// The rooms in which something is new.
    pub rooms: Vec<RoomNews>,
}

/// What is new in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomNews {
    /// The slug of its school.
    pub school: String,
    pub room: RoomId,
    /// Messages of others that the reader has not seen; no more than [`COUNTED`] are counted.
    pub unread: i64,
    /// Whether one of them calls the reader.
    pub called: bool,
    /// Those that are for the reader alone, as they call them or stand in a room of two, and of which nothing unread in the
    /// bell tells.
    pub quiet: i64,
}

impl News {
    /// Messages that are new in the rooms of a school, and whether one calls the reader. What comes in the room `but` is
    /// read as it comes.
    pub fn of(&self, school: &str, but: Option<RoomId>) -> (i64, bool) {
        let rooms = self.rooms.iter().filter(|it| it.school == school && Some(it.room) != but);
        rooms.fold((0, false), |(unread, called), it| (unread + it.unread, called || it.called))
    }

    /// What waits for the reader alone and is counted nowhere else, over all schools.
    pub fn quiet(&self, but: Option<RoomId>) -> i64 {
        self.rooms.iter().filter(|it| Some(it.room) != but).map(|it| it.quiet).sum()
    }

    /// As the stream says it.
    pub fn write(&self) -> String {
        format!("{WORD}{}", serde_json::to_string(self).unwrap_or_default())
    }

    /// Nothing where the stream says something else.
    pub fn read(word: &str) -> Option<News> {
        serde_json::from_str(word.strip_prefix(WORD)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(number: u128, school: &str, unread: i64, quiet: i64) -> RoomNews {
        RoomNews { school: school.into(), room: RoomId::from_u128(number), unread, called: quiet > 0, quiet }
    }

    #[test]
    fn a_school_counts_its_own_rooms_and_not_the_one_that_is_read_just_now() {
        let news = News { stamp: 1, rooms: vec![room(1, "accra", 3, 0), room(2, "accra", 2, 1), room(3, "lagos", 7, 4)] };
        assert_eq!((news.of("accra", None), news.of("lagos", None), news.of("", None)), ((5, true), (7, true), (0, false)));
        assert_eq!(news.of("accra", Some(RoomId::from_u128(2))), (3, false));
        assert_eq!((news.quiet(None), news.quiet(Some(RoomId::from_u128(3)))), (5, 1));
    }

    #[test]
    fn a_word_of_the_stream_is_read_as_it_was_written_and_no_other_is() {
        let news = News { stamp: 7, rooms: vec![room(1, "accra", 3, 0)] };
        let word = news.write();
        assert!(word.starts_with("chat {") && !word.contains('\n'), "{word}");
        assert_eq!(News::read(&word), Some(news));
        for other in ["3", "closed accra", "chat", "chat 3", "chats {}"] {
            assert_eq!(News::read(other), None, "{other}");
        }
    }
}

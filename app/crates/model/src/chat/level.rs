//! How somebody is told of what is said in a room: each chooses for themselves.

use super::RoomKind;
use crate::Key;
use crate::text::chat as t;

crate::text_enum! {
    /// What somebody wants to hear of in a room.
    pub enum Level {
        All = "all",
        /// What calls them, and what answers them.
        Calls = "calls",
        Nothing = "nothing",
    }
}

impl Level {
    /// Of those who have chosen nothing.
    pub const fn of(kind: RoomKind) -> Level {
        if kind.is_private() { Level::All } else { Level::Calls }
    }

    /// Whether they are told of a message; `meant` are those whom it calls or answers.
    pub const fn tells(self, meant: bool) -> bool {
        match self {
            Level::All => true,
            Level::Calls => meant,
            Level::Nothing => false,
        }
    }

    pub const fn label(self) -> Key {
        match self {
            Level::All => t::LEVEL_ALL,
            Level::Calls => t::LEVEL_CALLS,
            Level::Nothing => t::LEVEL_NOTHING,
        }
    }

    /// What a list says of a room where it is chosen, if it is another than everybody begins with.
    pub fn told(self, kind: RoomKind) -> Option<Key> {
        let words = match self {
            Level::All => t::TOLD_ALL,
            Level::Calls => t::TOLD_CALLS,
            Level::Nothing => t::TOLD_NOTHING,
        };
        (self != Level::of(kind)).then_some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_calls_its_people_and_who_writes_to_one_alone_is_heard() {
        for kind in RoomKind::ALL.iter().copied() {
            let level = Level::of(kind);
            assert!(level.tells(true), "{kind}");
            assert_eq!(level.tells(false), kind.is_private(), "{kind}");
            assert!(!Level::Nothing.tells(true));
            assert_eq!(Level::ALL.iter().filter(|it| it.told(kind).is_some()).count(), 2, "{kind}");
        }
    }
}

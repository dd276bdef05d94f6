//! What is said in the room and what is on its way, as this browser knows it: in order, nothing twice. Plain data, so
//! that it is tried out without a browser.

mod drawn;
#[cfg(test)]
mod tests;

use model::chat::{History, Message, MessageRow, RoomPage};
use model::ids::UserId;

pub use self::drawn::Line;
use super::clock;
use super::outbox::Outbox;

/// What a message that came in was to this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    Known,
    Mine,
    FromOthers,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What the person wrote and the server has not sent back yet.
    pub outbox: Outbox,
    me: UserId,
    my_name: String,
    zone_minutes: i64,
    /// By number, without gaps as far as the server sends them.
    said: Vec<MessageRow>,
    more: bool,
    /// The page began with messages that were new to the person: those after this number.
    read: Option<i64>,
}

impl Timeline {
    pub fn new(page: &RoomPage) -> Timeline {
        Timeline {
            outbox: Outbox::default(),
            me: page.me,
            my_name: page.my_name.clone(),
            zone_minutes: page.zone_minutes,
            said: page.history.messages.clone(),
            more: page.history.more,
            // A first visit marks nothing, and neither does what is said while the person is here.
            read: Some(page.read)
                .filter(|read| *read > 0 && page.history.messages.last().is_some_and(|row| row.message.seq > *read)),
        }
    }

    /// Number of the newest message here; the server is asked for those after it.
    pub fn last(&self) -> i64 {
        self.said.last().map_or(0, |row| row.message.seq)
    }

    /// Number of the oldest message here.
    pub fn first(&self) -> Option<i64> {
        self.said.first().map(|row| row.message.seq)
    }

    /// Whether there are older messages than those here.
    pub fn more(&self) -> bool {
        self.more
    }

    pub fn is_empty(&self) -> bool {
        self.said.is_empty() && self.outbox.is_empty()
    }

    /// Takes a message from the server.
    pub fn receive(&mut self, message: Message) -> Arrival {
        let mine = message.user_id == self.me;
        self.outbox.arrived(message.id);
        let Err(place) = self.said.binary_search_by_key(&message.seq, |row| row.message.seq) else { return Arrival::Known };
        let row = MessageRow {
            day: clock::day(message.sent_at, self.zone_minutes),
            time: clock::time(message.sent_at, self.zone_minutes),
            message,
        };
        self.said.insert(place, row);
        if mine { Arrival::Mine } else { Arrival::FromOthers }
    }

    /// Takes a page of older messages.
    pub fn older(&mut self, history: History) {
        let first = self.first().unwrap_or(i64::MAX);
        let mut older: Vec<MessageRow> = history.messages.into_iter().filter(|row| row.message.seq < first).collect();
        older.append(&mut self.said);
        self.said = older;
        self.more = history.more;
    }

    /// Forgets what is here, because the server goes on from later than that.
    pub fn forget(&mut self) {
        self.said.clear();
        self.more = true;
    }
}

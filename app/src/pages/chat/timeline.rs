//! What is said in the room and what is on its way, as this browser knows it: in order, nothing twice. Plain data, so
//! that it is tried out without a browser.

mod drawn;
mod seen;
mod signs;
#[cfg(test)]
mod tests;
mod threads;
mod window;

use model::chat::{History, Message, MessageFile, MessageRow, Quote, RoomPage};
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
    /// Whether there are newer ones than these: what is said now has no place here yet.
    newer: bool,
    /// Number of the newest change of a message that is known here.
    revision: i64,
    /// The page began with messages that were new to the person: those after this number.
    read: Option<i64>,
    /// Of a thread: the number of the message that it goes back to, and that message, when it is here.
    thread: Option<i64>,
    root: Option<MessageRow>,
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
            newer: page.history.newer,
            revision: page.revision,
            // What is said while the person is here is not marked.
            read: Some(page.read).filter(|read| page.history.messages.iter().any(|row| is_new(&row.message, page.me, *read))),
            thread: None,
            root: None,
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

    /// Number of the newest change here; the server is asked for those after it.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Whether there are newer messages than those here.
    pub fn newer(&self) -> bool {
        self.newer
    }

    /// A message that is here.
    pub fn find(&self, seq: i64) -> Option<&MessageRow> {
        if let Some(root) = self.root.as_ref().filter(|row| row.message.seq == seq) {
            return Some(root);
        }
        self.said.binary_search_by_key(&seq, |row| row.message.seq).ok().map(|place| &self.said[place])
    }

    /// Number of the first message that was new to the person when the page came: the mark of what is new stands before it.
    pub fn first_unread(&self) -> Option<i64> {
        let read = self.mark()?;
        self.said.iter().map(|row| &row.message).find(|it| is_new(it, self.me, read)).map(|it| it.seq)
    }

    /// The pictures that are here, in their order.
    pub fn pictures(&self) -> Vec<MessageFile> {
        let files = self.rows().flat_map(|row| &row.message.files);
        files.filter(|file| file.picture.is_some()).cloned().collect()
    }

    /// Number of the newest message if it is the person's own, and nothing of theirs is still on its way.
    pub fn own_end(&self) -> Option<i64> {
        let last = self.said.last().filter(|_| !self.newer && self.outbox.is_empty())?;
        Some(&last.message).filter(|it| it.user_id == self.me && it.deleted_at.is_none()).map(|it| it.seq)
    }

    /// The message that the person said last, where the end of the talk is here and nothing of theirs is still on its way.
    pub fn own_last(&self) -> Option<&MessageRow> {
        let own = |row: &&MessageRow| row.message.user_id == self.me && row.message.deleted_at.is_none();
        self.said.iter().rev().find(own).filter(|_| !self.newer && self.outbox.is_empty())
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
        if let Some(root) = message.thread_seq {
            self.answered(root, message.seq);
        }
        if self.thread.is_some() && message.thread_seq != self.thread {
            return Arrival::Known;
        }
        if self.newer && message.seq > self.last() {
            return if mine { Arrival::Mine } else { Arrival::FromOthers };
        }
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

    /// Takes a page of newer messages. Answers whether the end of the talk is here now.
    pub fn newer_page(&mut self, history: History) -> bool {
        let last = self.last();
        self.said.extend(history.messages.into_iter().filter(|row| row.message.seq > last));
        self.newer = history.newer;
        !self.newer
    }

    /// Shows another part of the talk.
    pub fn replace(&mut self, history: History) {
        self.said = history.messages;
        (self.more, self.newer) = (history.more, history.newer);
    }

    /// Takes a message as it is now, and shows it so where others quote it. What is older than what is here says nothing.
    pub fn change(&mut self, message: Message) {
        self.revision = self.revision.max(message.revision);
        self.show(message);
    }

    /// The same of the answer to what the person did, before its turn has come.
    pub fn show(&mut self, message: Message) {
        let me = self.me;
        let here = self.rows().find(|row| row.message.id == message.id);
        if here.is_some_and(|row| row.message.revision >= message.revision) {
            return;
        }
        let quote = Quote { author: message.author.clone(), body: excerpt(message.gist()) };
        let (id, seq) = (message.id, message.seq);
        for row in self.rows_mut() {
            if row.message.reply_seq == Some(seq) {
                row.message.quote = Some(quote.clone());
            }
        }
        if let Some(row) = self.rows_mut().find(|row| row.message.id == id) {
            let before = std::mem::replace(&mut row.message, message);
            row.message.remember(&before, me);
            row.message.answers = threads::latest(before.answers, row.message.answers);
        }
    }

    /// What was said from a message on is new to the person again.
    pub fn put_aside(&mut self, seq: i64) {
        self.read = Some(seq - 1);
    }

    /// Forgets what is here, because the server goes on from later than that.
    pub fn forget(&mut self) {
        self.said.clear();
        self.more = true;
    }
}

/// Whether a message is new to who has read up to a number, as the server counts it.
fn is_new(message: &Message, me: UserId, read: i64) -> bool {
    message.seq > read && message.user_id != me && message.deleted_at.is_none()
}

/// Characters of a message that stand over an answer to it.
const QUOTED: usize = 160;

/// The beginning of a message.
pub fn excerpt(body: &str) -> String {
    let mut quoted: String = body.chars().take(QUOTED).collect();
    if quoted.len() < body.len() {
        quoted.push('…');
    }
    quoted
}

//! A thread: the message that it goes back to, and what answers it. And in the whole talk, how many answer each.

use model::chat::{Answers, History, MessageRow, ThreadPage};

use super::Timeline;
use crate::pages::chat::outbox::Outbox;

impl Timeline {
    pub fn of_thread(page: &ThreadPage) -> Timeline {
        let root = page.root.clone();
        Timeline { read: None, thread: Some(root.message.seq), root: Some(root), ..Timeline::new(&page.room) }
    }

    /// A thread of this talk, of which nothing is known yet.
    pub fn beside(&self, seq: i64) -> Timeline {
        Timeline {
            outbox: Outbox::default(),
            me: self.me,
            my_name: self.my_name.clone(),
            zone_minutes: self.zone_minutes,
            said: Vec::new(),
            more: false,
            newer: false,
            revision: self.revision,
            read: None,
            thread: Some(seq),
            root: None,
        }
    }

    pub fn is_thread(&self) -> bool {
        self.thread.is_some()
    }

    /// What a thread goes back to.
    pub fn root(&self) -> Option<&MessageRow> {
        self.root.as_ref()
    }

    /// All messages that are here.
    pub(super) fn rows(&self) -> impl Iterator<Item = &MessageRow> {
        self.root.iter().chain(&self.said)
    }

    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut MessageRow> {
        self.root.iter_mut().chain(&mut self.said)
    }

    /// Counts an answer where the message is that its thread goes back to.
    pub(super) fn answered(&mut self, root: i64, seq: i64) {
        let said = self.said.binary_search_by_key(&root, |row| row.message.seq).ok();
        let row = match said {
            Some(place) => self.said.get_mut(place),
            None => self.root.as_mut().filter(|row| row.message.seq == root),
        };
        if let Some(row) = row {
            row.message.answered_by(seq);
        }
    }

    /// Takes a thread as the server has it now. What came since it was asked stays, and so do older answers, unless there may
    /// be others between.
    pub fn renew(&mut self, root: MessageRow, history: History) {
        let (oldest, newest) = (number(history.messages.first()), number(history.messages.last()));
        let joins = !history.more || self.said.iter().any(|row| row.message.seq >= oldest);
        let before = std::mem::take(&mut self.said);
        let (older, later): (Vec<_>, Vec<_>) = before.into_iter().partition(|row| row.message.seq < oldest);
        let mut said = if joins { older } else { Vec::new() };
        if said.is_empty() {
            self.more = history.more;
        }
        for row in history.messages {
            // Another word on it may have come before this answer.
            let known = later.iter().find(|it| it.message.seq == row.message.seq);
            said.push(known.filter(|it| it.message.revision > row.message.revision).cloned().unwrap_or(row));
        }
        said.extend(later.into_iter().filter(|row| row.message.seq > newest));
        self.said = said;
        self.thread = Some(root.message.seq);
        self.newer = history.newer;
        let known = self.root.take().filter(|it| it.message.revision > root.message.revision);
        let answers = latest(known.as_ref().and_then(|it| it.message.answers), root.message.answers);
        let mut root = known.unwrap_or(root);
        root.message.answers = answers;
        self.root = Some(root);
    }
}

fn number(row: Option<&MessageRow>) -> i64 {
    row.map_or(0, |row| row.message.seq)
}

/// What is known of the answers to a message, of two words on it.
pub(super) fn latest(one: Option<Answers>, other: Option<Answers>) -> Option<Answers> {
    one.into_iter().chain(other).max_by_key(|it| it.last)
}

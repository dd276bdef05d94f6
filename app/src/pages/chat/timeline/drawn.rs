//! The list as it is drawn: messages with the days, the mark and the names between them, and what is on its way.

use model::chat::{Message, MessageRow};
use model::ids::MessageId;

use super::Timeline;
use crate::pages::chat::clock;
use crate::pages::chat::outbox::Outgoing;

/// Milliseconds within which a person's next message stands under the same name.
const SAME: i64 = 5 * 60_000;

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The day of the message `of` and those after it.
    Day {
        text: String,
        of: MessageId,
    },
    Unread,
    Said {
        row: Box<MessageRow>,
        mine: bool,
        /// Goes on where the line before ends: the same person, a few minutes later at most.
        same: bool,
    },
    Outgoing {
        message: Outgoing,
        author: String,
        time: String,
    },
}

impl Line {
    /// Names the line as long as it is drawn the same.
    pub fn key(&self) -> String {
        match self {
            Line::Day { text, of } => format!("{text} {of}"),
            Line::Unread => "unread".to_owned(),
            Line::Said { row, same, .. } => format!("{} {same} {} {:?}", row.message.id, row.message.revision, row.message.quote),
            Line::Outgoing { message, .. } => format!("{} {:?} {}", message.id, message.refused, message.stored),
        }
    }
}

impl Timeline {
    /// The list as it is drawn.
    pub fn lines(&self) -> Vec<Line> {
        self.lines_with(self.outbox.iter())
    }

    /// The same with what is on its way from elsewhere.
    pub fn lines_with<'a>(&self, outgoing: impl Iterator<Item = &'a Outgoing>) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.said.len() + 4);
        let mut day = "";
        let mut before: Option<&Message> = None;
        let unread = self.first_unread();
        for row in &self.said {
            let message = &row.message;
            let mine = message.user_id == self.me;
            if row.day != day {
                day = &row.day;
                lines.push(Line::Day { text: row.day.clone(), of: message.id });
                before = None;
            }
            if unread == Some(message.seq) {
                lines.push(Line::Unread);
                before = None;
            }
            let goes_on = |it: &Message| it.user_id == message.user_id && message.sent_at.0 - it.sent_at.0 < SAME;
            lines.push(Line::Said { row: Box::new(row.clone()), mine, same: before.is_some_and(goes_on) });
            before = Some(message);
        }
        let mut day = day.to_owned();
        for outgoing in outgoing {
            let today = clock::day(outgoing.at, self.zone_minutes);
            if today != day {
                lines.push(Line::Day { text: today.clone(), of: outgoing.id });
                day = today;
            }
            let time = clock::time(outgoing.at, self.zone_minutes);
            lines.push(Line::Outgoing { message: outgoing.clone(), author: self.my_name.clone(), time });
        }
        lines
    }
}

//! What is said in the room and what is on its way, as this browser knows it: in order, nothing twice. Plain data, so
//! that it is tried out without a browser.

use std::collections::VecDeque;

use model::At;
use model::chat::{History, Message, MessageRow, Refusal, RoomPage};
use model::ids::{MessageId, UserId};

use super::clock;

/// Milliseconds within which a person's next message stands under the same name.
const SAME: i64 = 5 * 60_000;

/// A message of one's own that the server has not sent back yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub id: MessageId,
    pub body: String,
    pub at: At,
    /// Why it was refused; it then waits for the person to decide.
    pub refused: Option<Refusal>,
}

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
        row: MessageRow,
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
            Line::Said { row, same, .. } => format!("{} {same}", row.message.id),
            Line::Outgoing { message, .. } => format!("{} {:?}", message.id, message.refused),
        }
    }
}

/// What a message that came in was to this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    Known,
    Mine,
    FromOthers,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    me: UserId,
    my_name: String,
    zone_minutes: i64,
    /// By number, without gaps as far as the server sends them.
    said: Vec<MessageRow>,
    more: bool,
    /// In the order they were written.
    outgoing: VecDeque<Outgoing>,
    /// The one message that was sent and not yet answered: one at a time, so that they stay in order.
    in_flight: Option<MessageId>,
    /// The page began with messages that were new to the person: those after this number.
    read: Option<i64>,
}

impl Timeline {
    pub fn new(page: &RoomPage) -> Timeline {
        Timeline {
            me: page.me,
            my_name: page.my_name.clone(),
            zone_minutes: page.zone_minutes,
            said: page.history.messages.clone(),
            more: page.history.more,
            outgoing: VecDeque::new(),
            in_flight: None,
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
        self.said.is_empty() && self.outgoing.is_empty()
    }

    /// Takes a message from the server.
    pub fn receive(&mut self, message: Message) -> Arrival {
        let mine = message.user_id == self.me;
        self.outgoing.retain(|outgoing| outgoing.id != message.id);
        if self.in_flight == Some(message.id) {
            self.in_flight = None;
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

    /// Forgets what is here, because the server goes on from later than that.
    pub fn forget(&mut self) {
        self.said.clear();
        self.more = true;
    }

    /// Writes a message: it is seen at once and sent when it is its turn.
    pub fn say(&mut self, id: MessageId, body: String, at: At) {
        self.outgoing.push_back(Outgoing { id, body, at, refused: None });
    }

    /// The message to send now, if none is on its way.
    pub fn next(&mut self) -> Option<(MessageId, String)> {
        if self.in_flight.is_some() {
            return None;
        }
        let next = self.outgoing.iter().find(|outgoing| outgoing.refused.is_none())?;
        self.in_flight = Some(next.id);
        Some((next.id, next.body.clone()))
    }

    /// Whether a message was sent and not yet answered.
    pub fn awaits_receipt(&self) -> bool {
        self.in_flight.is_some()
    }

    /// The connection broke: whether what was on its way arrived is not known, so it is sent again.
    pub fn lost(&mut self) {
        self.in_flight = None;
    }

    /// The server refused a message: one that may pass later stays in its place, another waits for the person.
    pub fn refused(&mut self, id: MessageId, refusal: Refusal) {
        if self.in_flight == Some(id) {
            self.in_flight = None;
        }
        if let Some(outgoing) = self.outgoing.iter_mut().find(|outgoing| outgoing.id == id && !refusal.passes()) {
            outgoing.refused = Some(refusal);
        }
    }

    /// The person wants a refused message sent again: it joins the end.
    pub fn retry(&mut self, id: MessageId) {
        if let Some(place) = self.outgoing.iter().position(|outgoing| outgoing.id == id)
            && let Some(mut outgoing) = self.outgoing.remove(place)
        {
            outgoing.refused = None;
            self.outgoing.push_back(outgoing);
        }
    }

    /// The person gives a refused message up.
    pub fn discard(&mut self, id: MessageId) {
        self.outgoing.retain(|outgoing| outgoing.id != id || outgoing.refused.is_none());
    }

    /// The list as it is drawn.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.said.len() + self.outgoing.len() + 4);
        let mut day = "";
        let mut before: Option<&Message> = None;
        let mut read = self.read;
        for row in &self.said {
            let message = &row.message;
            let mine = message.user_id == self.me;
            if row.day != day {
                day = &row.day;
                lines.push(Line::Day { text: row.day.clone(), of: message.id });
                before = None;
            }
            if read.is_some_and(|read| message.seq > read) {
                read = None;
                if !mine {
                    lines.push(Line::Unread);
                    before = None;
                }
            }
            let goes_on = |it: &Message| it.user_id == message.user_id && message.sent_at.0 - it.sent_at.0 < SAME;
            lines.push(Line::Said { row: row.clone(), mine, same: before.is_some_and(goes_on) });
            before = Some(message);
        }
        let mut day = day.to_owned();
        for outgoing in &self.outgoing {
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

#[cfg(test)]
mod tests {
    use model::ids::{ClassId, RoomId};

    use super::*;

    const ME: UserId = UserId::from_u128(1);
    const ADA: UserId = UserId::from_u128(2);
    const NOON: i64 = 1_795_780_800_000;

    fn id(n: i64) -> MessageId {
        MessageId::from_u128(n as u128)
    }

    fn message(seq: i64, user_id: UserId) -> Message {
        Message { id: id(seq), seq, user_id, author: "Ada".into(), body: format!("Number {seq}"), sent_at: At(NOON + seq * 1000) }
    }

    fn history(seqs: impl IntoIterator<Item = i64>, more: bool) -> History {
        let row = |seq| MessageRow { message: message(seq, ADA), day: "Friday 27 November".into(), time: "12:00".into() };
        History { messages: seqs.into_iter().map(row).collect(), more }
    }

    fn timeline(history: History, read: i64) -> Timeline {
        Timeline::new(&RoomPage {
            room_id: RoomId::from_u128(1),
            class_id: ClassId::from_u128(1),
            name: "First class".into(),
            me: ME,
            my_name: "Me".into(),
            history,
            newest: true,
            may_write: true,
            read,
            next_id: id(99),
            zone_minutes: 0,
        })
    }

    fn seqs(timeline: &Timeline) -> Vec<i64> {
        timeline.said.iter().map(|row| row.message.seq).collect()
    }

    #[test]
    fn messages_stand_in_order_and_once_however_they_come() {
        let mut it = timeline(history(3..=4, true), 0);
        assert_eq!(it.receive(message(6, ADA)), Arrival::FromOthers);
        assert_eq!(it.receive(message(5, ME)), Arrival::Mine);
        assert_eq!(it.receive(message(4, ADA)), Arrival::Known);
        assert_eq!(it.receive(message(6, ADA)), Arrival::Known);
        it.older(history(1..=3, false));
        assert_eq!((seqs(&it), it.more(), it.first(), it.last()), (vec![1, 2, 3, 4, 5, 6], false, Some(1), 6));
    }

    #[test]
    fn an_own_message_is_seen_at_once_and_confirmed_by_its_id() {
        let mut it = timeline(History::default(), 0);
        assert!(it.is_empty());
        it.say(id(1), "Number 1".into(), At(NOON));
        assert!(matches!(it.lines().last(), Some(Line::Outgoing { message, .. }) if message.id == id(1)));
        assert_eq!(it.next(), Some((id(1), "Number 1".into())));
        assert_eq!(it.receive(message(1, ME)), Arrival::Mine);
        assert!(matches!(it.lines().as_slice(), [Line::Day { .. }, Line::Said { mine: true, .. }]));
        assert_eq!(it.next(), None);
    }

    #[test]
    fn what_was_written_offline_is_sent_one_after_the_other_in_order() {
        let mut it = timeline(History::default(), 0);
        (1..=3).for_each(|n| it.say(id(n), format!("Number {n}"), At(NOON)));
        assert_eq!(it.next().map(|(id, _)| id), Some(id(1)));
        assert_eq!(it.next(), None, "one at a time");
        it.lost();
        assert_eq!(it.next().map(|(id, _)| id), Some(id(1)), "again, with the same id");
        it.refused(id(1), Refusal::TooFast);
        assert_eq!(it.next().map(|(id, _)| id), Some(id(1)), "too fast keeps its place");
        it.receive(message(1, ME));
        assert_eq!(it.next().map(|(id, _)| id), Some(id(2)));
        it.lost();
        it.receive(message(2, ME));
        assert_eq!(it.next().map(|(id, _)| id), Some(id(3)), "what arrived before the line broke is not sent again");
    }

    #[test]
    fn a_connection_replaced_under_a_message_leaves_nothing_on_its_way() {
        let mut it = timeline(History::default(), 0);
        (1..=2).for_each(|n| it.say(id(n), format!("Number {n}"), At(NOON)));
        it.next();
        it.lost();
        it.lost();
        assert!(!it.awaits_receipt());
        assert_eq!(it.next(), Some((id(1), "Number 1".into())));
        // It had arrived after all: catching up brings it, and so does the answer to sending it again.
        it.receive(message(1, ME));
        assert_eq!(it.receive(message(1, ME)), Arrival::Known);
        assert_eq!((seqs(&it), it.next().map(|(id, _)| id)), (vec![1], Some(id(2))));
    }

    #[test]
    fn a_refused_message_waits_for_the_person_and_lets_the_next_pass() {
        let mut it = timeline(History::default(), 0);
        (1..=3).for_each(|n| it.say(id(n), format!("Number {n}"), At(NOON)));
        it.next();
        it.refused(id(1), Refusal::TooLong);
        assert_eq!(it.next().map(|(id, _)| id), Some(id(2)));
        it.discard(id(2));
        it.receive(message(1, ME));
        it.refused(id(2), Refusal::Forbidden);
        assert_eq!(it.outgoing.iter().map(|it| it.id).collect::<Vec<_>>(), [id(2), id(3)], "only refused ones are given up");
        it.retry(id(2));
        assert_eq!(it.next().map(|(id, _)| id), Some(id(3)));
        it.refused(id(3), Refusal::Forbidden);
        it.discard(id(3));
        assert_eq!(it.next().map(|(id, _)| id), Some(id(2)));
    }

    #[test]
    fn days_the_unread_mark_and_names_stand_where_they_change() {
        let mut rows = history(1..=4, false);
        rows.messages[2].day = "Saturday 28 November".into();
        rows.messages[3].day = "Saturday 28 November".into();
        let lines = timeline(rows, 3).lines();
        let shape: Vec<&str> = lines
            .iter()
            .map(|line| match line {
                Line::Day { .. } => "day",
                Line::Unread => "unread",
                Line::Said { same: true, .. } => "same",
                Line::Said { .. } => "said",
                Line::Outgoing { .. } => "outgoing",
            })
            .collect();
        assert_eq!(shape, ["day", "said", "same", "day", "said", "unread", "said"]);
        let mut keys: Vec<String> = lines.iter().map(Line::key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), lines.len(), "each line has a name of its own");
        assert!(!timeline(history(1..=2, false), 0).lines().contains(&Line::Unread), "a first visit marks nothing");
        let mut all_read = timeline(history(1..=2, false), 2);
        all_read.receive(message(3, ADA));
        assert!(!all_read.lines().contains(&Line::Unread), "who is here has seen it");
    }

    #[test]
    fn who_was_away_too_long_starts_afresh_and_pages_back() {
        let mut it = timeline(history(1..=2, false), 0);
        it.say(id(50), "Mine".into(), At(NOON));
        it.forget();
        it.receive(message(5000, ADA));
        assert_eq!((seqs(&it), it.more()), (vec![5000], true));
        assert!(it.next().is_some(), "what waits is kept");
    }
}

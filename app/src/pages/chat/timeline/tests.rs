use model::At;
use model::chat::Refusal;
use model::ids::{ClassId, MessageId, RoomId};

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
        live: true,
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
    it.outbox.say(id(1), "Number 1".into(), At(NOON));
    assert!(matches!(it.lines().last(), Some(Line::Outgoing { message, .. }) if message.id == id(1)));
    assert_eq!(it.outbox.next(), Some((id(1), "Number 1".into())));
    assert_eq!(it.receive(message(1, ME)), Arrival::Mine);
    assert!(matches!(it.lines().as_slice(), [Line::Day { .. }, Line::Said { mine: true, .. }]));
    assert_eq!(it.outbox.next(), None);
}

#[test]
fn what_was_written_offline_is_sent_one_after_the_other_in_order() {
    let mut it = timeline(History::default(), 0);
    (1..=3).for_each(|n| it.outbox.say(id(n), format!("Number {n}"), At(NOON)));
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(1)));
    assert_eq!(it.outbox.next(), None, "one at a time");
    it.outbox.lost();
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(1)), "again, with the same id");
    it.outbox.refused(id(1), Refusal::TooFast);
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(1)), "too fast keeps its place");
    it.receive(message(1, ME));
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(2)));
    it.outbox.lost();
    it.receive(message(2, ME));
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(3)), "what arrived before the line broke is not sent again");
}

#[test]
fn a_connection_replaced_under_a_message_leaves_nothing_on_its_way() {
    let mut it = timeline(History::default(), 0);
    (1..=2).for_each(|n| it.outbox.say(id(n), format!("Number {n}"), At(NOON)));
    it.outbox.next();
    it.outbox.lost();
    it.outbox.lost();
    assert!(!it.outbox.awaits_receipt());
    assert_eq!(it.outbox.next(), Some((id(1), "Number 1".into())));
    // It had arrived after all: catching up brings it, and so does the answer to sending it again.
    it.receive(message(1, ME));
    assert_eq!(it.receive(message(1, ME)), Arrival::Known);
    assert_eq!((seqs(&it), it.outbox.next().map(|(id, _)| id)), (vec![1], Some(id(2))));
}

#[test]
fn a_refused_message_waits_for_the_person_and_lets_the_next_pass() {
    let mut it = timeline(History::default(), 0);
    (1..=3).for_each(|n| it.outbox.say(id(n), format!("Number {n}"), At(NOON)));
    it.outbox.next();
    it.outbox.refused(id(1), Refusal::TooLong);
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(2)));
    it.outbox.discard(id(2));
    it.receive(message(1, ME));
    it.outbox.refused(id(2), Refusal::Forbidden);
    assert_eq!(it.outbox.iter().map(|it| it.id).collect::<Vec<_>>(), [id(2), id(3)], "only refused ones are given up");
    it.outbox.retry(id(2));
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(3)));
    it.outbox.refused(id(3), Refusal::Forbidden);
    it.outbox.discard(id(3));
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(2)));
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
    it.outbox.say(id(50), "Mine".into(), At(NOON));
    it.forget();
    it.receive(message(5000, ADA));
    assert_eq!((seqs(&it), it.more()), (vec![5000], true));
    assert!(it.outbox.next().is_some(), "what waits is kept");
}

use model::At;
use model::chat::{MessageForm, Reaction, Refusal, RoomKind, Standing};
use model::ids::{ClassId, MessageId, RoomId};

use super::*;
use crate::pages::chat::outbox::Going;

mod signs;
mod threads;

const ME: UserId = UserId::from_u128(1);
const ADA: UserId = UserId::from_u128(2);
const NOON: i64 = 1_795_780_800_000;

fn id(n: i64) -> MessageId {
    MessageId::from_u128(n as u128)
}

fn message(seq: i64, user_id: UserId) -> Message {
    Message {
        id: id(seq),
        seq,
        user_id,
        author: "Ada".into(),
        photo: String::new(),
        body: format!("Number {seq}"),
        sent_at: At(NOON + seq * 1000),
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
        thread_seq: None,
        answers: None,
    }
}

fn history(seqs: impl IntoIterator<Item = i64>, more: bool) -> History {
    let row = |seq| MessageRow { message: message(seq, ADA), day: "Friday 27 November".into(), time: "12:00".into() };
    History { messages: seqs.into_iter().map(row).collect(), more, newer: false }
}

fn timeline(history: History, read: i64) -> Timeline {
    Timeline::new(&RoomPage {
        room_id: RoomId::from_u128(1),
        kind: RoomKind::Class,
        class_id: Some(ClassId::from_u128(1)),
        class_name: "First class".into(),
        name: "First class".into(),
        me: ME,
        my_name: "Me".into(),
        my_photo: String::new(),
        history,
        standing: Standing::default(),
        people: Vec::new(),
        muted: Vec::new(),
        leads: model::chat::Leads::Nobody,
        told: model::chat::Level::Calls,
        live: true,
        read,
        unread: 0,
        last: 0,
        revision: 0,
        pins: Vec::new(),
        next_id: id(99),
        zone_minutes: 0,
    })
}

fn form(body: impl Into<String>) -> MessageForm {
    MessageForm { body: body.into(), reply: None }
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
    it.outbox.say(id(1), form("Number 1"), Vec::new(), At(NOON));
    assert!(matches!(it.lines().last(), Some(Line::Outgoing { message, .. }) if message.id == id(1)));
    assert_eq!(it.outbox.next(), Some((id(1), form("Number 1"))));
    assert_eq!(it.receive(message(1, ME)), Arrival::Mine);
    assert!(matches!(it.lines().as_slice(), [Line::Day { .. }, Line::Said { mine: true, .. }]));
    assert_eq!(it.outbox.next(), None);
}

#[test]
fn what_was_written_offline_is_sent_one_after_the_other_in_order() {
    let mut it = timeline(History::default(), 0);
    (1..=3).for_each(|n| it.outbox.say(id(n), form(format!("Number {n}")), Vec::new(), At(NOON)));
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
    (1..=2).for_each(|n| it.outbox.say(id(n), form(format!("Number {n}")), Vec::new(), At(NOON)));
    it.outbox.next();
    it.outbox.lost();
    it.outbox.lost();
    assert!(!it.outbox.awaits_receipt());
    assert_eq!(it.outbox.next(), Some((id(1), form("Number 1"))));
    // It had arrived after all: catching up brings it, and so does the answer to sending it again.
    it.receive(message(1, ME));
    assert_eq!(it.receive(message(1, ME)), Arrival::Known);
    assert_eq!((seqs(&it), it.outbox.next().map(|(id, _)| id)), (vec![1], Some(id(2))));
}

#[test]
fn a_refused_message_waits_for_the_person_and_lets_the_next_pass() {
    let mut it = timeline(History::default(), 0);
    (1..=3).for_each(|n| it.outbox.say(id(n), form(format!("Number {n}")), Vec::new(), At(NOON)));
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
    let first = timeline(history(1..=2, false), 0);
    assert_eq!((first.lines()[1].clone(), first.first_unread()), (Line::Unread, Some(1)), "all is new on a first visit");
    let mut all_read = timeline(history(1..=2, false), 2);
    all_read.receive(message(3, ADA));
    assert!(!all_read.lines().contains(&Line::Unread), "who is here has seen it");
}

#[test]
fn the_mark_of_what_is_new_passes_over_what_is_ones_own_and_what_is_gone() {
    let mut rows = history(1..=4, false);
    rows.messages[1].message.user_id = ME;
    rows.messages[2].message.deleted_at = Some(At(NOON));
    let marked = |it: &Timeline| {
        let lines = it.lines();
        let place = lines.iter().position(|line| *line == Line::Unread)?;
        matches!(&lines[place + 1], Line::Said { row, .. } if Some(row.message.seq) == it.first_unread())
            .then(|| it.first_unread())?
    };
    assert_eq!(marked(&timeline(rows.clone(), 1)), Some(4));
    rows.messages.truncate(3);
    let mut nothing_new = timeline(rows, 1);
    nothing_new.receive(message(4, ADA));
    assert_eq!(marked(&nothing_new), None, "who is here has seen it");
    // The end of a talk, of which much more is new further up.
    assert_eq!(marked(&timeline(history(50..=60, true), 10)), None);
}

#[test]
fn who_was_away_too_long_starts_afresh_and_pages_back() {
    let mut it = timeline(history(1..=2, false), 0);
    it.outbox.say(id(50), form("Mine"), Vec::new(), At(NOON));
    it.forget();
    it.receive(message(5000, ADA));
    assert_eq!((seqs(&it), it.more()), (vec![5000], true));
    assert!(it.outbox.next().is_some(), "what waits is kept");
}

#[test]
fn a_changed_message_is_shown_as_it_is_now_and_never_as_it_was() {
    let mut it = timeline(history(1..=3, false), 0);
    let reaction = Reaction { emoji: "👍".into(), count: 0, by: Vec::new(), known: None };
    it.said[2].message.reply_seq = Some(1);
    it.change(Message { revision: 2, body: "Second thoughts".into(), reactions: vec![reaction], ..message(1, ADA) });
    assert_eq!((it.said[0].message.body.as_str(), it.revision()), ("Second thoughts", 2));
    assert_eq!(it.said[2].message.quote.as_ref().map(|quote| quote.body.as_str()), Some("Second thoughts"));
    it.change(Message { revision: 1, body: "First thoughts".into(), ..message(1, ADA) });
    assert_eq!((it.said[0].message.body.as_str(), it.revision()), ("Second thoughts", 2), "an older change comes too late");
    it.change(Message { revision: 3, ..message(99, ADA) });
    assert_eq!((seqs(&it), it.revision()), (vec![1, 2, 3], 3), "what is not here is not drawn, and not asked for again");
}

#[test]
fn from_the_middle_of_a_talk_one_reads_on_to_its_end_and_misses_nothing() {
    let mut it = timeline(History { newer: true, ..history(11..=13, true) }, 10);
    assert_eq!(it.first_unread(), Some(11));
    assert_eq!(it.receive(message(20, ADA)), Arrival::FromOthers);
    assert_eq!(it.receive(message(21, ME)), Arrival::Mine);
    assert_eq!(seqs(&it), [11, 12, 13], "what is said now has no place in the middle");
    assert!(!it.newer_page(History { newer: true, ..history(13..=15, true) }));
    assert!(it.newer_page(history(16..=21, true)));
    assert_eq!(seqs(&it), (11..=21).collect::<Vec<_>>());
    it.receive(message(22, ADA));
    assert_eq!(it.last(), 22);
    it.replace(History { newer: true, ..history(1..=2, false) });
    assert_eq!((seqs(&it), it.newer(), it.more()), (vec![1, 2], true, false));
}

#[test]
fn files_are_carried_once_though_the_line_breaks_and_hold_up_what_was_written_after() {
    let mut it = timeline(History::default(), 0);
    let going = vec![Going { name: "board.jpg".into(), bytes: 3 }];
    it.outbox.say(id(1), form(""), going.clone(), At(NOON));
    it.outbox.say(id(2), form("After it"), Vec::new(), At(NOON));
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(1)));
    it.outbox.lost();
    assert_eq!(it.outbox.next(), None, "its own request goes on");
    it.outbox.refused(id(1), Refusal::Unavailable);
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(1)), "that ended without an answer");
    it.outbox.stored(id(1));
    assert_eq!(it.outbox.len(), 2, "it is shown until it comes back");
    assert_eq!(it.outbox.next().map(|(id, _)| id), Some(id(2)));
    it.receive(message(1, ME));
    assert_eq!(it.outbox.len(), 1);
    it.outbox.cancel(id(2));
    assert!(it.outbox.is_empty());
}

#[test]
fn what_is_neither_stored_nor_kept_is_held_by_its_page_also_when_it_was_refused() {
    let mut it = timeline(History::default(), 0);
    let going = vec![Going { name: "board.jpg".into(), bytes: 3 }];
    it.outbox.say(id(1), form(""), going, At(NOON));
    it.outbox.say(id(2), form("Words alone"), Vec::new(), At(NOON));
    assert!(it.outbox.holds(|_| false) && it.outbox.holds(|kept| kept == id(1)) && !it.outbox.holds(|_| true));
    it.outbox.stored(id(1));
    it.outbox.refused(id(2), Refusal::Word);
    assert!(it.outbox.holds(|_| false), "they may want its words");
    it.outbox.discard(id(2));
    assert!(!it.outbox.holds(|_| false));
}

#[test]
fn pictures_are_looked_at_in_their_order_and_an_answer_quotes_the_name_of_a_file() {
    let file = |n: u128, picture: bool| MessageFile {
        id: model::ids::FileId::from_u128(n),
        name: format!("file{n}"),
        bytes: 1,
        alt: String::new(),
        picture: picture.then(|| model::pictures::Picture { width: 1, height: 1, small: model::ids::FileId::from_u128(n) }),
    };
    let with = |seq: i64, files: Vec<MessageFile>| Message {
        body: String::new(),
        file_names: files.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join("\n"),
        files,
        ..message(seq, ADA)
    };
    let mut it = timeline(History::default(), 0);
    it.receive(with(2, vec![file(3, true)]));
    it.receive(with(1, vec![file(1, true), file(2, false)]));
    let names: Vec<String> = it.pictures().into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["file1", "file3"]);
    it.receive(Message { reply_seq: Some(1), ..message(3, ME) });
    it.change(Message { revision: 1, ..with(1, vec![file(1, true)]) });
    assert_eq!(it.find(3).unwrap().message.quote.as_ref().unwrap().body, "file1");
}

#[test]
fn what_one_said_last_is_taken_up_from_the_end_of_the_talk_alone() {
    let mut it = timeline(history(1..=2, false), 2);
    let last = |it: &Timeline| it.own_last().map(|row| row.message.seq);
    assert_eq!(last(&it), None);
    it.receive(message(3, ME));
    it.receive(message(4, ADA));
    assert_eq!(last(&it), Some(3), "whoever spoke since");
    it.receive(message(5, ME));
    it.change(Message { revision: 1, deleted_at: Some(At(NOON)), ..message(5, ME) });
    assert_eq!(last(&it), Some(3), "what is gone is not edited");
    it.outbox.say(id(50), form("More"), Vec::new(), At(NOON));
    assert_eq!(last(&it), None, "what is on its way is not there to be edited");
    it.outbox.arrived(id(50));
    it.replace(History { newer: true, ..history(1..=2, false) });
    assert_eq!(last(&it), None);
}

#[test]
fn what_is_put_aside_is_marked_as_new() {
    let mut it = timeline(history(1..=3, false), 3);
    assert!(!it.lines().contains(&Line::Unread));
    it.put_aside(2);
    assert_eq!(it.lines().iter().position(|line| *line == Line::Unread), Some(2), "after the day and the first");
    assert_eq!(it.first_unread(), Some(2));
}

#[test]
fn whether_one_is_read_is_said_of_what_one_said_last() {
    let mut it = timeline(history(1..=2, false), 2);
    assert_eq!(it.own_end(), None, "the other one spoke last");
    it.receive(message(3, ME));
    assert_eq!(it.own_end(), Some(3));
    it.outbox.say(id(50), form("More"), Vec::new(), At(NOON));
    assert_eq!(it.own_end(), None, "it is not there yet");
    it.outbox.arrived(id(50));
    it.change(Message { revision: 1, deleted_at: Some(At(NOON)), ..message(3, ME) });
    assert_eq!(it.own_end(), None);
    it.receive(message(4, ADA));
    assert_eq!(it.own_end(), None);
}

#[test]
fn a_page_lets_the_far_end_of_the_talk_go_and_takes_it_up_again() {
    let mut it = timeline(history(101..=150, true), 0);
    it.older(history(51..=100, true));
    it.keep_oldest(80);
    assert_eq!((it.first(), it.last(), it.count(), it.newer(), it.more()), (Some(51), 130, 80, true, true));
    assert_eq!(it.receive(message(151, ADA)), Arrival::FromOthers);
    assert_eq!(it.last(), 130, "what is said now has no place until the rest has come again");
    assert!(it.newer_page(history(131..=150, true)));
    it.keep_newest(80);
    assert_eq!((it.first(), it.last(), it.newer(), it.more()), (Some(71), 150, false, true));
    it.receive(message(151, ADA));
    assert_eq!(it.last(), 151);
    let before = it.clone();
    it.keep_newest(81);
    it.keep_oldest(81);
    assert_eq!(it, before, "what is not too much stays");
}

#[test]
fn the_mark_of_what_is_new_goes_with_what_it_stood_before_and_comes_back_with_it() {
    let mut it = timeline(history(1..=60, false), 10);
    let marks = |it: &Timeline| it.lines().iter().filter(|line| matches!(line, Line::Unread)).count();
    assert_eq!(marks(&it), 1);
    it.keep_newest(40);
    assert_eq!(marks(&it), 0, "it is not said of a message further down");
    it.older(history(1..=20, false));
    assert_eq!(marks(&it), 1);
}

#[test]
fn who_has_read_is_said_under_the_newest_message_that_they_have_read() {
    let reader = |n: u128, name: &str, seq| model::chat::Reader { user_id: UserId::from_u128(n), name: name.into(), seq };
    let mut it = timeline(History::default(), 0);
    for (seq, who) in [(1, ME), (2, ADA), (3, ME), (4, ME)] {
        it.receive(message(seq, who));
    }
    let names = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let readers = [reader(2, "Ada", 4), reader(3, "Ben", 2), reader(4, "Eve", 0)];
    assert_eq!(it.seen_by(&readers), [(4, names(&["Ada"])), (1, names(&["Ada", "Ben"]))]);
    let all = [reader(2, "Ada", 9), reader(3, "Ben", 4)];
    assert_eq!(it.seen_by(&all), [(4, names(&["Ada", "Ben"]))]);
    assert_eq!(it.seen_by(&[reader(2, "Ada", 0)]), []);
    assert_eq!(it.seen_by(&[]), []);
}

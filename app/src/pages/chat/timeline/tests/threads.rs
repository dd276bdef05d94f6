//! A message with what answers it.

use super::*;

fn answer(seq: i64, user_id: UserId, reply: i64, root: i64) -> Message {
    Message { reply_seq: Some(reply), thread_seq: Some(root), ..message(seq, user_id) }
}

fn counted(it: &Timeline, seq: i64) -> Option<(i64, i64)> {
    it.find(seq).and_then(|row| row.message.answers).map(|it| (it.count, it.last))
}

#[test]
fn answers_are_counted_once_where_their_thread_begins() {
    let mut it = timeline(history(1..=2, false), 0);
    it.receive(answer(3, ADA, 1, 1));
    it.receive(answer(4, ME, 3, 1));
    it.receive(answer(4, ME, 3, 1));
    assert_eq!((counted(&it, 1), counted(&it, 2), counted(&it, 3)), (Some((2, 4)), None, None));
    it.change(Message { revision: 1, body: "Second thoughts".into(), ..message(1, ADA) });
    assert_eq!(counted(&it, 1), Some((2, 4)), "what the server said of it before counts no fewer");
    it.keep_oldest(2);
    it.receive(answer(5, ADA, 1, 1));
    assert_eq!((it.last(), counted(&it, 1)), (2, Some((3, 5))), "also one that has no place here now");
}

#[test]
fn a_thread_takes_what_belongs_to_it_and_nothing_else() {
    let mut it = timeline(history(1..=4, false), 0).beside(2);
    assert!(it.is_thread() && it.root().is_none());
    assert_eq!(it.receive(answer(6, ADA, 2, 2)), Arrival::FromOthers, "said while the rest is on its way");
    let answers = |seqs: &[i64], more| {
        let row =
            |seq: &i64| MessageRow { message: answer(*seq, ADA, 2, 2), day: "Friday 27 November".into(), time: "12:00".into() };
        History { messages: seqs.iter().map(row).collect(), more, newer: false }
    };
    let root = || history(2..=2, false).messages.remove(0);
    it.renew(root(), answers(&[3, 5], false));
    assert_eq!((seqs(&it), it.root().map(|row| row.message.seq)), (vec![3, 5, 6], Some(2)));
    assert_eq!(it.receive(message(7, ADA)), Arrival::Known, "said in the room");
    assert_eq!(it.receive(answer(8, ADA, 4, 4)), Arrival::Known, "said in another thread");
    it.change(Message { revision: 1, body: "Second thoughts".into(), ..message(2, ADA) });
    assert_eq!(it.root().map(|row| row.message.body.as_str()), Some("Second thoughts"));
    it.renew(root(), answers(&[5, 6, 9], true));
    assert_eq!((seqs(&it), it.more()), (vec![3, 5, 6, 9], false), "what was read above stays");
    assert_eq!(it.root().map(|row| row.message.body.as_str()), Some("Second thoughts"), "what is newer stays");
    it.renew(root(), answers(&[60, 61], true));
    assert_eq!((seqs(&it), it.more()), (vec![60, 61], true), "unless there may be others between");
}

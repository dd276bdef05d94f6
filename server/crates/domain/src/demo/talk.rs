//! What was said in the class chats, and how far people have read.

use model::At;
use model::ids::{MessageId, UserId};
use serde_json::{Value, json};
use store::{Tx, sql};

use super::dice::Dice;
use super::fill;
use super::hours::SCHOOL;
use super::teaching::Teaching;
use crate::{Result, search};

/// Who speaks in a written conversation: the teacher, or one of three students.
#[derive(Clone, Copy)]
enum Voice {
    T,
    A,
    B,
    C,
}

use Voice::{A, B, C, T};

/// Conversations of a class, each within an hour or two. `{work}` is an assignment, `{course}` a course.
#[rustfmt::skip]
static CONVERSATIONS: &[&[(Voice, &str)]] = &[
    &[(T, "Welcome, everybody. This is the place for questions; no question is too small."), (A, "Hello!"), (B, "Good morning 👋"), (C, "Thanks, can we ask about homework here as well?"), (T, "Please do. Others will have the same question.")],
    &[(A, "Is \"{work}\" for this week or the next?"), (B, "This week I think"), (T, "The due time stands on the assignment's page. It is this week.")],
    &[(A, "Does anybody have the sheet from yesterday?"), (B, "I can send you a photo"), (A, "That would be great, thank you"), (T, "The sheet is on the shelf beside the door, too.")],
    &[(A, "I do not understand the second part of {work}"), (C, "Same here"), (B, "You need the result of the first part for it"), (A, "Ah. Now it works!"), (T, "Well explained.")],
    &[(T, "The room has changed for tomorrow: we meet in 204."), (A, "Same time?"), (T, "Same time.")],
    &[(B, "How long should the answer be?"), (T, "As long as it needs. Half a page is usually enough."), (B, "👍")],
    &[(T, "I have marked \"{work}\". Many of you did very well."), (A, "That was quick, thanks!"), (C, "I have a question about my mark, may I come by on Thursday?"), (T, "Of course. After two o'clock.")],
    &[(C, "Is the library open on Saturday?"), (A, "Until one, I was there last week"), (C, "Perfect")],
    &[(A, "Who wants to study {course} together on Wednesday?"), (B, "Me"), (C, "Me too. At three?"), (A, "At three, in the cafeteria")],
    &[(B, "I was ill on Monday. What did I miss?"), (A, "We started the new chapter and did two examples on the board"), (T, "Get well soon. My notes for {course} are in the folder.")],
    &[(A, "My upload says it was late but it is one minute after!"), (T, "I see it. One minute will not hurt you.")],
    &[(T, "A reminder: \"{work}\" is due soon. Start early, the last question is the interesting one."), (B, "Already done 😅"), (C, "Show-off"), (A, "Started at least")],
    &[(C, "Can we hand it in in pairs?"), (T, "This one alone, please. The next one may be in pairs.")],
    &[(A, "There is a mistake in question three, isn't there? The numbers do not add up."), (T, "You are right, well spotted. It must be 12, not 21. I have corrected it."), (B, "Oh good, I thought it was me")],
    &[(T, "Thank you for today, that was a lively discussion of {course}."), (C, "It was fun"), (A, "More of that please")],
    &[(B, "Which format do you want, txt or pdf?"), (T, "Either. What matters is what is in it.")],
];

pub(super) struct Said {
    id: MessageId,
    class: usize,
    seq: i64,
    user: UserId,
    body: String,
    at: At,
}

/// The talk of a school.
pub(super) struct Talk {
    pub messages: Vec<Said>,
    /// Class, reader, and the number of the last message read.
    reads: Vec<(usize, UserId, i64)>,
}

pub(super) fn invent(dice: &mut Dice, teaching: &Teaching<'_>, now: At) -> Talk {
    let mut talk = Talk { messages: Vec::new(), reads: Vec::new() };
    for index in 0..teaching.classes.len() {
        let before = talk.messages.len();
        class(dice, teaching, index, now, &mut talk.messages);
        let last = (talk.messages.len() - before) as i64;
        let class = &teaching.classes[index];
        for human in class.teachers.iter().chain(&class.students) {
            // Most have read nearly all of it, some never look.
            if dice.chance(85) {
                let behind = if dice.chance(60) { 0 } else { dice.between(1, 9) };
                talk.reads.push((index, human.id, (last - behind).max(0)));
            }
        }
    }
    talk
}

fn class(dice: &mut Dice, teaching: &Teaching<'_>, index: usize, now: At, messages: &mut Vec<Said>) {
    let class = &teaching.classes[index];
    let courses = &teaching.courses[2 * index..2 * index + 2];
    let old: Vec<_> = class.students.iter().filter(|human| human.joined < now.plus_days(-76)).collect();
    let zone = teaching.school.plan.zone;
    let total = dice.between(16, 24);
    let mut said = At(0);
    let mut order: Vec<usize> = (1..CONVERSATIONS.len()).collect();
    let mut seq = 0;
    for turn in 0..total {
        // The first one is the welcome; the others come in an order of each class's own.
        let conversation = if turn == 0 {
            CONVERSATIONS[0]
        } else {
            if order.is_empty() {
                order = (1..CONVERSATIONS.len()).collect();
            }
            let at = dice.below(order.len());
            CONVERSATIONS[order.swap_remove(at)]
        };
        // Spread over the term; the last one was on the last day of school, and ended before now.
        let days = -74 * (total - 1 - turn) / (total - 1);
        let mut at = SCHOOL.up_to(dice, zone, now.plus_days(days).plus_minutes(-65));
        // What was said before a weekend is not answered before it was said.
        at = At(at.0.max(said.plus_minutes(5).0));
        let course = dice.pick(courses);
        let work = course.subject.work[dice.below(5)].0;
        let teacher = class.teachers[dice.below(class.teachers.len())].id;
        let speakers: Vec<UserId> = (0..3).map(|shift| old[(turn as usize * 3 + shift + index) % old.len()].id).collect();
        for (voice, text) in conversation {
            seq += 1;
            at = At(at.plus_seconds(dice.between(20, 700)).0.min(now.plus_seconds(-30).0));
            said = at;
            let user = match voice {
                T => teacher,
                A => speakers[0],
                B => speakers[1],
                C => speakers[2],
            };
            let body = text.replace("{work}", work).replace("{course}", course.subject.title);
            messages.push(Said { id: dice.id(at), class: index, seq, user, body, at });
        }
    }
}

/// Something that somebody might say in any class.
pub(super) fn line(dice: &mut Dice) -> String {
    let conversation = *dice.pick(CONVERSATIONS);
    let (_, text) = dice.pick(conversation);
    text.replace("{work}", "the essay").replace("{course}", "this course")
}

/// Writes messages: school, id, room, number, who, text, when, and what it is found by.
pub(super) async fn say(tx: &mut Tx, messages: impl Iterator<Item = Value>) -> Result<()> {
    fill(
        tx,
        sql!(
            "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at, words)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint), value ->> 4, value ->> 5,
                    cast(value ->> 6 as bigint), value ->> 7
             from {rows $1}"
        ),
        messages,
    )
    .await
}

pub(super) async fn write(tx: &mut Tx, teaching: &Teaching<'_>, talk: &Talk) -> Result<()> {
    let (school, classes) = (teaching.school.id, &teaching.classes);
    let mut last = vec![0; classes.len()];
    for message in &talk.messages {
        last[message.class] = message.seq;
    }
    fill(
        tx,
        sql!(
            "insert into rooms (school_id, id, kind, key, class_id, last_seq)
             select value ->> 0, value ->> 1, 'class', value ->> 2, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        classes.iter().zip(last).map(|(class, seq)| json!([school, class.room, class.id, seq])),
    )
    .await?;
    let said = talk.messages.iter();
    let row =
        |it: &Said| json!([school, it.id, classes[it.class].room, it.seq, it.user, it.body, it.at, search::index(&it.body)]);
    say(tx, said.map(row)).await?;
    fill(
        tx,
        sql!(
            "insert into room_reads (school_id, room_id, user_id, seq)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        talk.reads.iter().map(|(class, user, seq)| json!([school, classes[*class].room, user, seq])),
    )
    .await
}

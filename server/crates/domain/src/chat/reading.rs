//! Reading what was said: page by page both ways, catching up, what was changed since.

use std::collections::HashMap;

use model::chat::{Answers, Giver, History, Message, MessageFile, MessageRow, PAGE, Present, Quote, Reaction, Window};
use model::ids::{MessageId, RoomId, SchoolId, UserId};
use serde_json::json;
use store::{Db, Tx, args, sql};

use super::attaching::{by_message, files_sql};
use super::rooms::{self, Key, Room};
use super::unread::count_new;
use crate::{Result, Scope};

/// Messages of one step of catching up.
const STEP: i64 = 200;
/// Pinned messages that a page shows.
const PINS: i64 = 20;
/// Characters of a message that an answer quotes.
const QUOTED: usize = 160;

/// The columns of a message `m`, with its author `u`.
macro_rules! message_columns {
    () => {
        "m.id, m.seq, m.user_id, u.name as author,
         case when exists (select 1 from memberships um
                           where um.school_id = m.school_id and um.user_id = m.user_id and um.status = 'active')
              then u.photo else '' end as photo,
         m.body, m.sent_at, m.revision, m.edited_at, m.deleted_at, m.pinned_at, m.reply_seq, m.calls_all, m.file_names,
         coalesce(m.thread_seq, m.reply_seq) as thread_seq"
    };
}
pub(super) use message_columns;

macro_rules! messages_sql {
    ($which:literal) => {
        sql!(concat!(
            "select ",
            message_columns!(),
            " from messages m join users u on u.id = m.user_id where m.school_id = $1 and m.room_id = $2 and ",
            $which
        ))
    };
}

/// What stands beside messages in other tables, read on a database or in a transaction. Of those that were never changed
/// no reaction is asked for, of those that call nobody no name, of those that have none no file, and of
/// those that are not pinned not by whom. Of a sign that many gave
/// it is said whether the reader did, if there is one.
macro_rules! completed {
    ($on:expr, $school:expr, $room:expr, $reader:expr, $messages:expr) => {{
        let reader: Option<UserId> = $reader;
        let mut messages: Vec<Message> = $messages;
        let ids = |wanted: &dyn Fn(&Message) -> bool| {
            let ids: Vec<MessageId> = messages.iter().filter(|it| wanted(it)).map(|it| it.id).collect();
            (!ids.is_empty()).then(|| json!(ids).to_string())
        };
        let (changed, calling) = (ids(&|it| it.revision > 0), ids(&|it| it.body.contains('@')));
        let (carrying, pinned) = (ids(&|it| !it.file_names.is_empty()), ids(&|it| it.pinned_at.is_some()));
        let seqs: Vec<String> = messages.iter().filter_map(|it| it.reply_seq).map(|seq| seq.to_string()).collect();
        let roots: Vec<String> = messages.iter().filter(|it| it.thread_seq.is_none()).map(|it| it.seq.to_string()).collect();
        let mut beside = Beside::default();
        if !roots.is_empty() {
            // "+ 0": a cast has an affinity in SQLite, and the index over the expression has none.
            let rows: Vec<(i64, i64, i64)> = $on
                .all(
                    sql!(
                        "select coalesce(m.thread_seq, m.reply_seq) as root, cast(count(*) as bigint) as answers,
                                max(m.seq) as newest
                         from messages m
                         where m.school_id = $1 and m.room_id = $2 and m.reply_seq is not null
                           and coalesce(m.thread_seq, m.reply_seq) in (select cast(value as bigint) + 0 from {list $3})
                         group by coalesce(m.thread_seq, m.reply_seq)"
                    ),
                    args![$school, $room, json!(roots).to_string()],
                )
                .await?;
            beside.answers = rows.into_iter().map(|(root, count, last)| (root, Answers { count, last })).collect();
        }
        if let Some(ids) = carrying {
            beside.files = by_message($on.all(files_sql!(), args![$school, ids]).await?);
        }
        if let Some(ids) = pinned {
            // It stands in the log alone.
            let rows: Vec<(MessageId, UserId, String)> = $on
                .all(
                    sql!(
                        "select a.subject as message_id, u.id, u.name
                         from audit a join users u on u.id = a.actor_id
                         where a.school_id = $1 and a.action = 'message.pinned'
                           and a.subject in (select value from {list $2})
                         order by a.at, a.id"
                    ),
                    args![$school, ids],
                )
                .await?;
            // Of several times the last.
            beside.pinned_by = rows.into_iter().map(|(id, user_id, name)| (id, Present { user_id, name })).collect();
        }
        if let Some(ids) = changed {
            let rows: Vec<Given> = $on
                .all(
                    sql!(
                        "select g.message_id, g.emoji, g.user_id, u.name, g.people, g.own
                         from (select x.message_id, x.emoji, x.user_id, x.reacted_at,
                                      row_number() over (partition by x.message_id, x.emoji
                                                         order by x.reacted_at, x.user_id) as place,
                                      cast(count(*) over (partition by x.message_id, x.emoji) as bigint) as people,
                                      cast(sum(case when x.user_id = $3 then 1 else 0 end)
                                           over (partition by x.message_id, x.emoji) as bigint) as own
                               from message_reactions x
                               where x.school_id = $1 and x.message_id in (select value from {list $2})) g
                         join users u on u.id = g.user_id
                         where g.place <= $4 order by g.reacted_at, g.user_id, g.emoji"
                    ),
                    args![$school, ids, reader, Reaction::NAMED as i64],
                )
                .await?;
            beside.reactions(rows, reader);
        }
        if let Some(ids) = calling {
            let rows: Vec<(MessageId, UserId, String)> = $on
                .all(
                    sql!(
                        "select message_id, user_id, name from message_mentions
                         where school_id = $1 and message_id in (select value from {list $2}) order by name, user_id"
                    ),
                    args![$school, ids],
                )
                .await?;
            beside.mentions(rows);
        }
        if !seqs.is_empty() {
            let rows: Vec<(i64, String, String)> = $on
                .all(
                    sql!(
                        "select m.seq, u.name as author, case when m.body = '' then m.file_names else m.body end as body
                         from messages m join users u on u.id = m.user_id
                         where m.school_id = $1 and m.room_id = $2
                           and m.seq in (select cast(value as bigint) from {list $3})"
                    ),
                    args![$school, $room, json!(seqs).to_string()],
                )
                .await?;
            beside.quotes = rows.into_iter().map(|(seq, author, body)| (seq, quote(author, &body))).collect();
        }
        messages.iter_mut().for_each(|message| beside.complete(message));
        messages
    }};
}

/// A sign under a message, by one of the first who gave it.
#[derive(sqlx::FromRow)]
struct Given {
    message_id: MessageId,
    emoji: String,
    user_id: UserId,
    name: String,
    /// How many gave it, and how many of them are the reader.
    people: i64,
    own: i64,
}

#[derive(Default)]
struct Beside {
    reactions: HashMap<MessageId, Vec<Reaction>>,
    mentions: HashMap<MessageId, Vec<Present>>,
    quotes: HashMap<i64, Quote>,
    answers: HashMap<i64, Answers>,
    files: HashMap<MessageId, Vec<MessageFile>>,
    pinned_by: HashMap<MessageId, Present>,
}

impl Beside {
    fn reactions(&mut self, rows: Vec<Given>, reader: Option<UserId>) {
        for row in rows {
            let given = self.reactions.entry(row.message_id).or_default();
            let by = Present { user_id: row.user_id, name: row.name };
            if let Some(reaction) = given.iter_mut().find(|it| it.emoji == row.emoji) {
                reaction.by.push(by);
                continue;
            }
            let count = usize::try_from(row.people).unwrap_or_default();
            // Of few it is seen by their names.
            let known = reader.filter(|_| count > Reaction::NAMED).map(|user_id| Giver { user_id, on: row.own > 0 });
            given.push(Reaction { emoji: row.emoji, count, by: vec![by], known });
        }
    }

    fn mentions(&mut self, rows: Vec<(MessageId, UserId, String)>) {
        for (message, user_id, name) in rows {
            self.mentions.entry(message).or_default().push(Present { user_id, name });
        }
    }

    fn complete(&mut self, message: &mut Message) {
        message.answers = self.answers.get(&message.seq).copied().filter(|_| message.thread_seq.is_none());
        message.quote = message.reply_seq.and_then(|seq| self.quotes.get(&seq).cloned());
        if message.deleted_at.is_none() {
            message.reactions = self.reactions.remove(&message.id).unwrap_or_default();
            message.mentions = self.mentions.remove(&message.id).unwrap_or_default();
            message.files = self.files.remove(&message.id).unwrap_or_default();
            message.pinned_by = self.pinned_by.remove(&message.id);
        }
    }
}

fn quote(author: String, body: &str) -> Quote {
    let mut quoted: String = body.chars().take(QUOTED).collect();
    if quoted.len() < body.len() {
        quoted.push('…');
    }
    Quote { author, body: quoted }
}

/// A message as it is now, with all that stands beside it.
pub(super) async fn message(tx: &mut Tx, scope: &Scope, room: RoomId, id: MessageId) -> Result<Option<Message>> {
    one(tx, scope.school_id(), room, id, Some(scope.user_id())).await
}

/// The same for the hub of a node, which was told by another one that there is something to be heard of it: who may hear it
/// is asked by each socket.
pub(crate) async fn told(db: &Db, school: SchoolId, room: RoomId, id: MessageId) -> Result<Option<Message>> {
    one(&mut db.snapshot().await?, school, room, id, None).await
}

async fn one(tx: &mut Tx, school: SchoolId, room: RoomId, id: MessageId, reader: Option<UserId>) -> Result<Option<Message>> {
    let found: Vec<Message> = tx.all(messages_sql!("m.id = $3"), args![school, room, id]).await?;
    Ok(completed!(tx, school, room, reader, found).pop())
}

/// The same of messages that were read.
async fn complete(scope: &Scope, room: RoomId, messages: Vec<Message>) -> Result<Vec<Message>> {
    Ok(completed!(scope.db, scope.school_id(), room, Some(scope.user_id()), messages))
}

/// The number before which the page of a window ends; those after a number end where a page of them does.
pub(super) fn upper(room: &Room, window: Window) -> i64 {
    let around = |seq: i64| seq.saturating_add(PAGE / 2);
    match window {
        Window::Newest => i64::MAX,
        // With less that is new than a page holds, the page ends where the talk does.
        Window::Unread if room.last_seq - room.known_to() < PAGE => i64::MAX,
        // Near the beginning there is less above than below.
        Window::Unread => around(room.known_to()).max(PAGE + 1),
        Window::Around(seq) => around(seq),
        Window::Before(seq) => seq,
        Window::After(seq) => seq.saturating_add(PAGE + 1),
    }
}

/// The messages of a room that the caller has reached, before a number, a page of them.
pub(super) async fn page(scope: &Scope, room: &Room, before: i64) -> Result<History> {
    let newest_first: Vec<Message> = scope
        .db
        .all(messages_sql!("m.seq < $3 order by m.seq desc, m.id limit $4"), args![scope.school_id(), room.id, before, PAGE + 1])
        .await?;
    paged(scope, room, newest_first, before).await
}

/// Messages with day and time as the reader's words.
pub(super) fn rows(scope: &Scope, messages: Vec<Message>) -> Vec<MessageRow> {
    let reader = scope.reader();
    let row = |message: Message| MessageRow { day: reader.day(message.sent_at), time: reader.time(message.sent_at), message };
    messages.into_iter().map(row).collect()
}

async fn paged(scope: &Scope, room: &Room, mut newest_first: Vec<Message>, before: i64) -> Result<History> {
    let more = newest_first.len() as i64 > PAGE;
    newest_first.truncate(PAGE as usize);
    newest_first.reverse();
    let messages = complete(scope, room.id, newest_first).await?;
    Ok(History { messages: rows(scope, messages), more, newer: before <= room.last_seq })
}

/// The message of a number, if there is one.
pub(super) async fn numbered(scope: &Scope, room: RoomId, seq: i64) -> Result<Option<MessageRow>> {
    let found = scope.db.all(messages_sql!("m.seq = $3"), args![scope.school_id(), room, seq]).await?;
    Ok(rows(scope, complete(scope, room, found).await?).pop())
}

/// The answers of a thread before a number, a page of them.
pub(super) async fn answers(scope: &Scope, room: &Room, root: i64, before: i64) -> Result<History> {
    let newest_first: Vec<Message> = scope
        .db
        .all(
            messages_sql!(
                "m.reply_seq is not null and coalesce(m.thread_seq, m.reply_seq) = $3 and m.seq < $4
                 order by m.seq desc, m.id limit $5"
            ),
            args![scope.school_id(), room.id, root, before, PAGE + 1],
        )
        .await?;
    paged(scope, room, newest_first, before).await
}

/// A part of a talk.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn history(scope: &Scope, room: RoomId, window: Window) -> Result<History> {
    let room = rooms::reach(scope, Key::Room(room)).await?;
    page(scope, &room, upper(&room, window)).await
}

/// What was said after a number, in order, a step at a time: empty when there is nothing more.
///
/// # Errors
/// As [`history`].
pub async fn since(scope: &Scope, room: RoomId, after: i64) -> Result<Vec<Message>> {
    rooms::reach(scope, Key::Room(room)).await?;
    let messages = scope
        .db
        .all(messages_sql!("m.seq > $3 order by m.seq, m.id limit $4"), args![scope.school_id(), room, after, STEP])
        .await?;
    complete(scope, room, messages).await
}

/// The messages that were changed after a change, each as it is now, a step at a time.
///
/// # Errors
/// As [`history`].
pub async fn changed_since(scope: &Scope, room: RoomId, after: i64) -> Result<Vec<Message>> {
    rooms::reach(scope, Key::Room(room)).await?;
    let messages = scope
        .db
        .all(
            messages_sql!("m.revision > $3 and m.revision > 0 order by m.revision, m.id limit $4"),
            args![scope.school_id(), room, after, STEP],
        )
        .await?;
    complete(scope, room, messages).await
}

pub(super) async fn pinned(scope: &Scope, room: RoomId) -> Result<Vec<MessageRow>> {
    let messages = scope
        .db
        .all(
            messages_sql!("m.pinned_at is not null order by m.pinned_at desc, m.id limit $3"),
            args![scope.school_id(), room, PINS],
        )
        .await?;
    Ok(rows(scope, complete(scope, room, messages).await?))
}

/// How many messages of others came after a number.
pub(super) async fn unread(scope: &Scope, room: RoomId, read: i64) -> Result<i64> {
    let (unread,): (i64,) = scope
        .db
        .one(
            sql!(concat!("select ", count_new!("$3", "$4"), " as unread from rooms r where r.school_id = $1 and r.id = $2")),
            args![scope.school_id(), room, read, scope.user_id()],
        )
        .await?;
    Ok(unread)
}

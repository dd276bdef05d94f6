//! What was said in a school at about the same time, stored in one transaction by a handful of statements, however much it is:
//! each message with its own checks, answer and audit row, numbered in the order in which they came.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use model::chat::Message;
use model::ids::{ClassId, MessageId, RoomId, SchoolId, UserId};
use model::{At, Error, Problem};
use serde_json::{Value, json};
use store::{Tx, args, sql};

use super::messages::found_by;
use super::people::{self, call};
use super::rooms::{self, Room};
use super::talking::Saying;
use super::{attaching, policy, reading, told, words};
use crate::hub::Event;
use crate::{Result, Scope, Work, search};

/// Tries where another node has just stored one of the same ids.
const TRIES: usize = 3;

/// Stores them, all of one school and no two of one person or id, or that call everybody in one room. Answers each in its place.
///
/// # Errors
/// What is in the way of all: then nothing was stored.
pub(super) async fn store(sayings: &[&Saying]) -> Result<Vec<Result<Message>>> {
    for _ in 0..TRIES {
        if let Some(done) = Box::pin(store_once(sayings)).await? {
            return Ok(done);
        }
    }
    Err(Error::Unavailable.into())
}

/// One that passes, with the room it goes to and its number there.
struct Passed<'a> {
    place: usize,
    saying: &'a Saying,
    room: Room,
    /// The class whose room its files take, if it has any.
    class: Option<ClassId>,
    /// Whether it calls everybody there.
    calls_all: bool,
    seq: i64,
}

impl<'a> Passed<'a> {
    /// What is noted of it.
    fn noted(&self) -> (&'a Scope, MessageId, Value) {
        let mut detail = json!({ "room": self.room.id, "seq": self.seq });
        if !self.saying.files.is_empty() {
            detail["files"] = self.saying.files.len().into();
        }
        (&self.saying.scope, self.saying.id, detail)
    }
}

/// A message that is stored under an id: its room, its author, and what it said at first, with the names of its files.
type Stored = (MessageId, RoomId, UserId, String, String);

/// Nothing where an id was stored by somebody else between the look and the writing.
async fn store_once(sayings: &[&Saying]) -> Result<Option<Vec<Result<Message>>>> {
    let Some(first) = sayings.first() else { return Ok(Some(Vec::new())) };
    let school = first.scope.school_id();
    let mut work = Work::begin(&first.scope.request, None, Some(school)).await?;
    let mut seats = seats(&mut work.tx, school, sayings).await?;
    let stored = stored(&mut work.tx, school, sayings).await?;
    let unwanted = words::unwanted(&mut work.tx, school, seats.values().any(|room| room.listed)).await?;
    let mut done: Vec<Result<Message>> = Vec::with_capacity(sayings.len());
    let mut passed = Vec::new();
    for (place, saying) in sayings.iter().copied().enumerate() {
        let scope = &saying.scope;
        let entered = rooms::entered(scope, seats.remove(&(saying.room, scope.user_id())));
        let stored = stored.iter().find(|it| it.0 == saying.id);
        let looked = match &entered {
            Ok(room) => look(&mut work.tx, saying, room, &unwanted, stored).await,
            Err(_) => Ok(None),
        };
        done.push(match (entered, looked) {
            (Ok(room), Ok(None)) => match attaching::class_for(&mut work.tx, scope, &room, &saying.files).await {
                Ok(class) => {
                    let calls_all = people::calls_everybody(&room, scope.now, &saying.body);
                    passed.push(Passed { place, saying, room, class, calls_all, seq: 0 });
                    // Until it is stored.
                    Err(Error::Unavailable.into())
                }
                Err(error) => Err(error),
            },
            (Ok(_), Ok(Some(message))) => Ok(message),
            (Err(error), _) | (_, Err(error)) => Err(error),
        });
    }
    if passed.is_empty() {
        return Ok(Some(done));
    }
    let held = hold(&mut work.tx, school, &passed).await?;
    let passed = still_right(&mut work.tx, passed, &held, &mut done).await?;
    let mut passed = count(&mut work, passed, &mut done).await;
    if passed.is_empty() {
        return Ok(Some(done));
    }
    number(&mut passed, held)?;
    if !insert(&mut work.tx, school, &passed).await? {
        return Ok(None);
    }
    work.audit_of_each("message.sent", passed.iter().map(Passed::noted).collect()).await?;
    if passed.len() > 1 {
        let rooms: Vec<&Room> = passed.iter().map(|it| &it.room).collect();
        told::hold_cards(&mut work, &first.scope, &rooms).await?;
    }
    for it in passed {
        let message = message(&mut work, &it).await?;
        work.tell(Event::Said { school, room: it.room.id, message: Arc::new(message.clone()) });
        done[it.place] = Ok(message);
    }
    work.commit().await?;
    Ok(Some(done))
}

/// Everybody's place in the room they speak in, as far as there is one.
async fn seats(tx: &mut Tx, school: SchoolId, sayings: &[&Saying]) -> Result<HashMap<(RoomId, UserId), Room>> {
    let asked: Value = sayings.iter().map(|it| json!([it.room, it.scope.user_id()])).collect();
    let rooms: Vec<Room> = tx.all(rooms::of_many(), args![school, asked.to_string()]).await?;
    Ok(rooms.into_iter().map(|room| ((room.id, room.user_id), room)).collect())
}

/// Those whose id was used before.
async fn stored(tx: &mut Tx, school: SchoolId, sayings: &[&Saying]) -> Result<Vec<Stored>> {
    Ok(tx
        .all(
            sql!(
                "select m.id, m.room_id, m.user_id, coalesce(v.body, m.body) as body,
                        coalesce(v.file_names, m.file_names) as file_names
                 from messages m
                 left join message_versions v on v.school_id = m.school_id and v.message_id = m.id and v.version = 1
                 where m.school_id = $1 and m.id in (select value from {list $2})"
            ),
            args![school, store::list(sayings.iter().map(|it| it.id))],
        )
        .await?)
}

/// Checks one; answers the message where it was stored before.
async fn look(
    tx: &mut Tx,
    saying: &Saying,
    room: &Room,
    unwanted: &[String],
    stored: Option<&Stored>,
) -> Result<Option<Message>> {
    policy::may_write(&room.seat(saying.scope.now))?;
    if saying.reply.is_some_and(|seq| seq < 1 || seq > room.last_seq) {
        return Err(Error::field("reply", Problem::NoneChosen).into());
    }
    words::must_be_wanted(unwanted, &attaching::said(&saying.body, &saying.files))?;
    let Some((id, room_id, user, said, file_names)) = stored else { return Ok(None) };
    let taken = Error::Conflict(Problem::Taken);
    // What it said at first is what counts.
    let same = *said == saying.body && *file_names == attaching::names(&saying.files);
    if *room_id != room.id || *user != saying.scope.user_id() || !same {
        return Err(taken.into());
    }
    if !attaching::are_those(tx, &saying.scope, *id, &saying.files).await? {
        return Err(taken.into());
    }
    Ok(Some(reading::message(tx, &saying.scope, room.id, *id).await?.ok_or(taken)?))
}

/// In a slow room some time lies between two messages of one person; those who moderate are not held up, and what was sent
/// before under the same id is answered.
pub(super) async fn must_be_slow(tx: &mut Tx, scope: &Scope, room: &Room, id: Option<MessageId>) -> Result<()> {
    if room.slow_seconds == 0 || policy::may_moderate(&room.seat(scope.now)).is_ok() {
        return Ok(());
    }
    let last: Option<(MessageId, At)> = tx
        .maybe(
            sql!(
                "select id, sent_at from messages where school_id = $1 and room_id = $2 and user_id = $3
                 order by sent_at desc, id desc limit 1"
            ),
            args![scope.school_id(), room.id, scope.user_id()],
        )
        .await?;
    let Some((_, at)) = last.filter(|(last, _)| Some(*last) != id) else { return Ok(()) };
    let left = at.0 + room.slow_seconds * 1000 - scope.now.0;
    if left <= 0 { Ok(()) } else { Err(Error::TooMany(u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX)).into()) }
}

/// A room that is held, as it is now.
#[derive(sqlx::FromRow)]
struct Held {
    id: RoomId,
    last_seq: i64,
    closed: bool,
    read_only: bool,
    /// Who is kept from writing there, and until when, of those who speak.
    #[sqlx(skip)]
    muted: HashMap<UserId, At>,
}

/// From here on the transaction holds the rooms: numbers are committed in their order.
async fn hold(tx: &mut Tx, school: SchoolId, passed: &[Passed<'_>]) -> Result<HashMap<RoomId, Held>> {
    let rooms: BTreeSet<RoomId> = passed.iter().map(|it| it.room.id).collect();
    let held: Vec<Held> = tx
        .all(
            sql!(
                "select id, last_seq, (closed_at is not null) as closed, read_only from rooms
                 where school_id = $1 and id in (select value from {list $2}) order by id {locked}"
            ),
            args![school, store::list(rooms.iter())],
        )
        .await?;
    let mut held: HashMap<RoomId, Held> = held.into_iter().map(|room| (room.id, room)).collect();
    let speaking: BTreeSet<UserId> = passed.iter().map(|it| it.saying.scope.user_id()).collect();
    // Whoever keeps somebody from writing holds the room, too: what they said is there to be read now.
    let muted: Vec<(RoomId, UserId, At)> = tx
        .all(
            sql!(
                "select room_id, user_id, until_at from room_mutes
                 where school_id = $1 and room_id in (select value from {list $2}) and user_id in (select value from {list $3})"
            ),
            args![school, store::list(rooms.iter()), store::list(speaking)],
        )
        .await?;
    for (room, user, until) in muted {
        if let Some(room) = held.get_mut(&room) {
            room.muted.insert(user, until);
        }
    }
    Ok(held)
}

/// Those that pass also now: what another node did between the look and the holding of the rooms is seen under that alone.
async fn still_right<'a>(
    tx: &mut Tx,
    passed: Vec<Passed<'a>>,
    held: &HashMap<RoomId, Held>,
    done: &mut [Result<Message>],
) -> Result<Vec<Passed<'a>>> {
    let mut still = Vec::with_capacity(passed.len());
    for it in passed {
        match must_still_be_right(tx, &it, held.get(&it.room.id)).await {
            Ok(()) => still.push(it),
            Err(crate::Error::Refused(refusal)) => done[it.place] = Err(refusal.into()),
            Err(fault) => return Err(fault),
        }
    }
    Ok(still)
}

async fn must_still_be_right(tx: &mut Tx, it: &Passed<'_>, held: Option<&Held>) -> Result<()> {
    let (held, scope) = (held.ok_or(Error::NotFound)?, &it.saying.scope);
    let seat = it.room.seat(scope.now);
    let (archived, read_only) = (seat.archived || held.closed, held.read_only);
    let muted = held.muted.get(&scope.user_id()).is_some_and(|until| *until > scope.now);
    policy::may_write(&policy::Seat { archived, read_only, muted, ..seat })?;
    must_be_slow(tx, scope, &it.room, Some(it.saying.id)).await?;
    if it.calls_all {
        people::must_be_rare(tx, scope, &it.room, it.saying.id).await?;
    }
    Ok(())
}

/// Counts the files of each against their class, and answers those that it takes. Classes are held after the rooms, as by who
/// deletes a message, and in their order: so nobody waits for somebody who waits for them.
async fn count<'a>(work: &mut Work, mut passed: Vec<Passed<'a>>, done: &mut [Result<Message>]) -> Vec<Passed<'a>> {
    passed.sort_by_key(|it| it.class);
    let mut counted = Vec::with_capacity(passed.len());
    for it in passed {
        match attaching::take_space(work, &it.saying.scope, it.class, &it.saying.files).await {
            Ok(()) => counted.push(it),
            Err(error) => done[it.place] = Err(error),
        }
    }
    counted.sort_by_key(|it| it.place);
    counted
}

/// Gives each the next number of its room.
fn number(passed: &mut [Passed<'_>], mut held: HashMap<RoomId, Held>) -> Result<()> {
    for it in passed {
        let room = held.get_mut(&it.room.id).ok_or(Error::Unavailable)?;
        room.last_seq += 1;
        it.seq = room.last_seq;
    }
    Ok(())
}

/// Answers whether all of them are stored: an id that was used meanwhile is not.
async fn insert(tx: &mut Tx, school: SchoolId, passed: &[Passed<'_>]) -> Result<bool> {
    let row = |it: &Passed<'_>| {
        let (saying, scope) = (it.saying, &it.saying.scope);
        let file_names = attaching::names(&saying.files);
        let words = search::index(&found_by(&saying.body, &file_names));
        let (id, user, body) = (saying.id, scope.user_id(), &saying.body);
        json!([id, it.room.id, it.seq, user, body, scope.now, saying.reply, words, file_names, it.calls_all])
    };
    let rows: Value = passed.iter().map(row).collect();
    let added = tx
        .run(
            sql!(
                "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at, reply_seq, words, file_names,
                                       calls_all, thread_seq)
                 select cast($1 as text), value ->> 0, value ->> 1, cast(value ->> 2 as bigint), value ->> 3, value ->> 4,
                        cast(value ->> 5 as bigint), cast(value ->> 6 as bigint), value ->> 7, value ->> 8,
                        cast(value ->> 9 as boolean),
                        (select coalesce(p.thread_seq, p.reply_seq, p.seq) from messages p
                         where p.school_id = $1 and p.room_id = value ->> 1 and p.seq = cast(value ->> 6 as bigint))
                 from {rows $2} where true on conflict (school_id, id) do nothing"
            ),
            args![school, rows.to_string()],
        )
        .await?;
    let rooms: BTreeSet<RoomId> = passed.iter().map(|it| it.room.id).collect();
    tx.run(
        sql!(
            "update rooms set last_seq = (select max(m.seq) from messages m where m.school_id = $1 and m.room_id = rooms.id)
             where school_id = $1 and id in (select value from {list $2})"
        ),
        args![school, store::list(rooms)],
    )
    .await?;
    Ok(added == passed.len() as u64)
}

/// The message as its room hears of it.
async fn message(work: &mut Work, it: &Passed<'_>) -> Result<Message> {
    let (scope, id, files) = (&it.saying.scope, it.saying.id, &it.saying.files);
    if let Some(class) = it.class {
        attaching::attach(work, scope, class, id, files).await?;
    }
    let mentions = call(work, scope, &it.room, id, &it.saying.body).await?;
    let message = Message {
        id,
        seq: it.seq,
        user_id: scope.user_id(),
        author: scope.me.name.clone(),
        photo: scope.me.photo.clone(),
        body: it.saying.body.clone(),
        sent_at: scope.now,
        revision: 0,
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
        pinned_by: None,
        reply_seq: it.saying.reply,
        quote: None,
        mentions,
        calls_all: it.calls_all,
        reactions: Vec::new(),
        file_names: attaching::names(files),
        files: Vec::new(),
        thread_seq: None,
        answers: None,
    };
    let message = if it.saying.reply.is_some() || !files.is_empty() {
        reading::message(&mut work.tx, scope, it.room.id, id).await?.unwrap_or(message)
    } else {
        message
    };
    told::said(work, scope, &it.room, &message).await?;
    Ok(message)
}

//! A school that talks very much: to see that what reads all of it stays quick and small.

use std::collections::HashMap;

use model::ids::{ClassId, MessageId, RoomId, SchoolId, UserId};
use model::{At, Error};
use serde_json::{Value, json};
use store::{args, sql};

use super::dice::Dice;
use super::{note, talk};
use crate::scope::Actor;
use crate::{Result, System, search};

/// Messages of one transaction.
const AT_ONCE: usize = 20_000;
/// Days of talk in a room where nobody has said anything so far.
const DAYS: i64 = 70;

struct Room {
    id: RoomId,
    /// The number of the newest message, and when it was sent.
    last: i64,
    since: At,
    speakers: Vec<UserId>,
}

/// Adds so many messages to a school, spread over its classes and over the time since the last one in each.
///
/// # Errors
/// `NotFound` for a school that is not there, or has no class with members.
pub async fn chatter(system: &System, slug: &str, messages: usize, seed: u64) -> Result<()> {
    let school = super::school(system, slug).await?;
    let mut rooms = rooms(system, school).await?;
    if rooms.is_empty() {
        return Err(Error::NotFound.into());
    }
    let mut dice = Dice::new(seed);
    let count = rooms.len();
    let turns = messages.div_ceil(count);
    for first in (0..messages).step_by(AT_ONCE) {
        let numbers = first..messages.min(first + AT_ONCE);
        let mut work = system.begin().await?;
        // Room by room in turn: what comes later has the greater id.
        let said = numbers.map(|number| {
            let at = (number / count + 1) as i64;
            rooms[number % count].said(&mut dice, school, (at, turns as i64 + 1), system.now)
        });
        talk::say(&mut work.tx, said).await?;
        for room in &rooms {
            work.tx
                .run(sql!("update rooms set last_seq = $3 where school_id = $1 and id = $2"), args![school, room.id, room.last])
                .await?;
        }
        work.commit().await?;
    }
    note(system, school, json!({ "messages": messages })).await
}

/// Where there is somebody to speak.
async fn rooms(system: &System, school: SchoolId) -> Result<Vec<Room>> {
    let members: Vec<(ClassId, UserId)> = system
        .db
        .all(sql!("select class_id, user_id from class_members where school_id = $1 order by class_id, user_id"), args![school])
        .await?;
    let mut speakers: HashMap<ClassId, Vec<UserId>> = HashMap::new();
    for (class, user) in members {
        speakers.entry(class).or_default().push(user);
    }
    let quiet = system.now.plus_days(-DAYS);
    let rooms: Vec<(RoomId, ClassId, i64, Option<At>)> = system
        .db
        .all(
            sql!(
                "select r.id, r.class_id, r.last_seq, m.sent_at
                 from rooms r
                 left join messages m on m.school_id = r.school_id and m.room_id = r.id and m.seq = r.last_seq
                 where r.school_id = $1 order by r.id"
            ),
            args![school],
        )
        .await?;
    let room = |(id, class, last, since): (RoomId, ClassId, i64, Option<At>)| {
        Some(Room { id, last, since: since.unwrap_or(quiet), speakers: speakers.remove(&class)? })
    };
    Ok(rooms.into_iter().filter_map(room).collect())
}

impl Room {
    /// The next message as a row, sent when that part of the time is over.
    fn said(&mut self, dice: &mut Dice, school: SchoolId, (part, parts): (i64, i64), now: At) -> Value {
        self.last += 1;
        let at = At(self.since.0 + (now.0 - self.since.0) * part / parts);
        let id: MessageId = dice.id(at);
        let user = *dice.pick(&self.speakers);
        let body = talk::line(dice);
        json!([school, id, self.id, self.last, user, body, at, search::index(&body)])
    }
}

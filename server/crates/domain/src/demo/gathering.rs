//! A school whose people are all there at once: to see how many a server holds, and how quickly they hear each other.

use model::classes::ClassRole;
use model::ids::{ClassId, RoomId};
use model::{Role, limits};
use serde_json::json;
use store::sql;

use super::crowd::{Newcomer, newcomer, seat, welcome};
use super::dice::Dice;
use super::{PASSWORD, fill};
use crate::accounts::sessions::{IDLE_HOURS, rights};
use crate::scope::Actor;
use crate::{Result, System, names};

/// Beyond the numbers of those whom [`super::crowd`] adds.
const FIRST: usize = 1_000_000;

/// Adds a class of each of these sizes to a school, with students who are in no other and have a session each, whose hashes
/// are given: as many as there are people. Answers the room of each class.
///
/// # Errors
/// `NotFound` for a school that is not there.
pub async fn gathering(system: &System, slug: &str, sizes: &[usize], sessions: &[String], seed: u64) -> Result<Vec<RoomId>> {
    let school = super::school(system, slug).await?;
    let password_hash = system.passwords.hash(PASSWORD).await?;
    let (mut dice, now) = (Dice::new(seed), system.now);
    let people: usize = sizes.iter().sum();
    let crowd: Vec<Newcomer> = (0..people).map(|index| newcomer(&mut dice, slug, FIRST + index, Role::Student, now)).collect();
    let mut rest = crowd.as_slice();
    let mut classes: Vec<(ClassId, RoomId, &[Newcomer])> = Vec::new();
    for size in sizes {
        let (members, others) = rest.split_at(*size);
        classes.push((dice.id(now), dice.id(now), members));
        rest = others;
    }
    let mut work = system.begin().await?;
    welcome(&mut work.tx, school, slug, &password_hash, &crowd).await?;
    fill(
        &mut work.tx,
        sql!(
            "insert into class_groups (school_id, id, name, name_key, quota_bytes, created_by, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint), value ->> 5,
                    cast(value ->> 6 as bigint)
             from {rows $1}"
        ),
        classes.iter().enumerate().filter_map(|(number, (class, _, members))| {
            let name = format!("Gathering {number:05} of {}", members.len());
            let maker = members.first()?;
            Some(json!([school, class, name, names::key(&name), limits::FREE_CLASS_BYTES, maker.id, now]))
        }),
    )
    .await?;
    fill(
        &mut work.tx,
        sql!(
            "insert into rooms (school_id, id, kind, key, class_id)
             select value ->> 0, value ->> 1, 'class', value ->> 2, value ->> 2 from {rows $1}"
        ),
        classes.iter().filter(|it| !it.2.is_empty()).map(|(class, room, _)| json!([school, room, class])),
    )
    .await?;
    let seats = classes.iter().flat_map(|(class, _, members)| members.iter().map(move |it| (class, it)));
    seat(&mut work.tx, seats.map(|(class, it)| json!([school, class, it.id, ClassRole::Student, it.came]))).await?;
    work.audit("demo.crowded", school, json!({ "people": people })).await?;
    work.commit().await?;
    begin_sessions(system, &crowd, sessions).await?;
    Ok(classes.into_iter().map(|(_, room, _)| room).collect())
}

/// As if each had logged in now. They may all do the same.
async fn begin_sessions(system: &System, crowd: &[Newcomer], sessions: &[String]) -> Result<()> {
    let Some(first) = crowd.first() else { return Ok(()) };
    let rights = rights::read(system, first.id).await?;
    let (now, until) = (system.now, system.now.plus_hours(IDLE_HOURS));
    let mut tx = system.db.begin().await?;
    fill(
        &mut tx,
        sql!(
            "insert into sessions (id_hash, user_id, device, remember, created_at, seen_at, expires_at, rights)
             select value ->> 0, value ->> 1, 'load', false, cast(value ->> 2 as bigint), cast(value ->> 2 as bigint),
                    cast(value ->> 3 as bigint), value ->> 4
             from {rows $1}"
        ),
        crowd.iter().zip(sessions).map(|(it, hash)| json!([hash, it.id, now, until, rights])),
    )
    .await?;
    Ok(tx.commit().await?)
}

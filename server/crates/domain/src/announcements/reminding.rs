//! Reminding those who have not read it, by mail and once a day at most.

use model::announcements::State;
use model::ids::{AnnouncementId, SchoolId, UserId};
use model::notifications::Kind;
use model::{At, Error, Problem};
use serde_json::json;
use store::{args, list, sql};

use super::before::{Before, find, one, who};
use super::mailing::{BATCH, Letter, named, payload};
use super::{audience, writing};
use crate::backup::gate;
use crate::scope::Actor;
use crate::{Result, Scope, System, jobs, notifications};

/// The job that reminds the readers of an announcement.
pub const REMINDER: &str = "announcement.reminder";

/// The latest time of the last reminder that lets another go out at an instant.
pub(super) fn rested(now: At) -> At {
    now.plus_days(-1)
}

/// Writes to those it is for, who have not read it and take mails. Within a day of the last time nobody is written to
/// again, so that the second of two clicks is answered as the first.
///
/// # Errors
/// `NotFound` for one that is not the caller's to see; `Forbidden` for those who may not know who has read it; `Conflict`
/// where it is not out, or no more.
pub async fn remind(scope: &Scope, id: AnnouncementId) -> Result<()> {
    find(scope, id).await?;
    let mut work = scope.begin().await?;
    writing::lock(&mut work, scope.school_id(), id).await?;
    let before = work.tx.maybe::<Before>(one(), who(scope, id)).await?.ok_or(Error::NotFound)?;
    if State::of(before.publish_at, before.until_at, before.withdrawn_at, scope.now) != State::Out {
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    let due = work
        .tx
        .run(
            sql!(
                "update announcements set reminded_at = $3
                 where school_id = $1 and id = $2 and (reminded_at is null or reminded_at <= $4)"
            ),
            args![scope.school_id(), id, scope.now, rested(scope.now)],
        )
        .await?;
    if due == 0 {
        return Ok(());
    }
    jobs::add(&mut work, REMINDER, &payload(scope.school_id(), id), scope.now).await?;
    work.audit("announcement.reminded", id, json!({ "title": before.title })).await?;
    work.commit().await
}

/// Writes the mails. Who was written to since the reminder was asked for is not written to again, whichever mail it was.
///
/// # Errors
/// `Closed` while the school is; else as the database answers; what was done stays done, and the next try goes on from there.
pub async fn send_reminders(system: &System, payload: &str) -> Result<()> {
    let (school, announcement) = named(payload)?;
    gate::passes(system, Some(school)).await?;
    let Some(letter) = Letter::of(system, school, announcement).await? else { return Ok(()) };
    let Some(asked) = letter.reminded_at else { return Ok(()) };
    while batch(system, school, announcement, &letter, asked).await? {}
    notifications::deliver(system).await
}

/// Reminds the next readers; answers whether there may be more.
async fn batch(system: &System, school: SchoolId, announcement: AnnouncementId, letter: &Letter, asked: At) -> Result<bool> {
    let mut work = system.begin().await?;
    work.concerns(None, Some(school));
    writing::lock(&mut work, school, announcement).await?;
    let readers: Vec<(UserId,)> = work
        .tx
        .all(
            sql!(concat!(
                "select p.user_id from ",
                audience::readers!(),
                " and ",
                audience::out!("$3"),
                " and u.verified_at is not null and u.status in ('pending', 'active')
                  and not exists (select 1 from announcement_reads d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id)
                  and not exists (select 1 from announcement_mails d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id
                                    and d.mailed_at >= $5)
                  order by p.user_id limit $4"
            )),
            args![school, announcement, system.now, BATCH, asked],
        )
        .await?;
    let readers: Vec<UserId> = readers.into_iter().map(|(user,)| user).collect();
    work.tx
        .run(
            sql!(
                "insert into announcement_mails (school_id, announcement_id, user_id, mailed_at)
                 select cast($1 as text), cast($2 as text), value, cast($4 as bigint) from {list $3} where true
                 on conflict (school_id, announcement_id, user_id) do update set mailed_at = excluded.mailed_at"
            ),
            args![school, announcement, list(&readers), system.now.max(asked)],
        )
        .await?;
    let key = format!("{announcement} {}", asked.0);
    letter.tell(&mut work, (school, announcement), Kind::AnnouncementReminder, &key, &readers).await?;
    work.commit().await?;
    Ok(readers.len() as i64 == BATCH)
}

//! Making a backup: to the first shelf out of the database and the file store, to each further one out of what lies on the
//! first. What one shelf refuses is no reason to leave the others.

use std::sync::Arc;
use std::time::Duration;

use model::backup::kept::{Before, Why};
use model::ids::{KeptId, SchoolId, UserId};
use model::{At, Error};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{args, sql};

use super::copies::Progress;
use super::runs::{self, Begin, Figures};
use super::shelf::Shelf;
use super::writing::{Made, copy, write};
use super::{SUBJECT, sweep, verify, whose};
use crate::backup::archive::Job;
use crate::backup::archive::contents::Sum;
use crate::backup::clock::Clock;
use crate::backup::policy::may_archive;
use crate::backup::restore::Told;
use crate::{Reach, Request, Result, System, calendar, jobs, meanwhile};

/// Seconds between two words of how far it is.
const BEAT: Duration = Duration::from_secs(5);
/// Backups that are asked for in a day, of one school or of the platform.
const BY_HAND: i64 = 10;
/// Seconds after which it is worth asking again.
const LATER: u32 = 3600;
/// Days after which the newest that was read to its end is too old.
const VERIFY_DAYS: i64 = 7;
/// Letters that part the names of one second.
const LETTERS: usize = 6;

/// A backup that was made.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: KeptId,
    pub name: String,
}

/// The payload of a job that makes one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wish {
    pub of: Option<SchoolId>,
    pub why: Why,
    #[serde(default)]
    pub before: Option<Before>,
    pub asked_by: Option<UserId>,
}

/// What stands on a shelf beside the rows: what one knows of a backup without reading it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub of: Option<SchoolId>,
    pub name: String,
    pub why: Why,
    #[serde(default)]
    pub before: Option<Before>,
    /// The version of the program that wrote it.
    pub app: String,
    pub schema: i64,
    pub made_at: At,
    pub figures: Figures,
    /// What the archive of rows is known by.
    pub rows: Sum,
    /// Whether rows and files are locked with the key of the shelf.
    #[serde(default)]
    pub locked: bool,
}

/// Asks for a backup now: a job makes it.
///
/// # Errors
/// `Forbidden` to whoever may not have the archive; `TooMany` for the eleventh of a day; `Conflict` for
/// [`model::Problem::DiskFull`].
pub async fn ask(reach: &Reach) -> Result<()> {
    may_archive(reach)?;
    let asked_by = match reach {
        Reach::Platform(person) => person.me.user_id,
        Reach::School(scope) => scope.user_id(),
    };
    let (wish, now) = (Wish { of: reach.school(), why: Why::Hand, before: None, asked_by: Some(asked_by) }, reach.request().now);
    runs::fail_silent(reach.request(), now).await?;
    for shelf in &reach.request().shelves {
        shelf.must_have_room().await?;
    }
    let mut work = reach.begin().await?;
    super::schedule::lock(&mut work, wish.of).await?;
    if super::list::is_on_its_way(&mut work, wish.of).await? {
        // Pressed twice.
        return Ok(());
    }
    if runs::by_hand_since(&mut work, wish.of, now.plus_days(-1)).await? >= BY_HAND {
        return Err(Error::TooMany(LATER).into());
    }
    jobs::add(&mut work, jobs::KEEP, &serde_json::to_string(&wish)?, now).await?;
    work.audit("backup.asked", SUBJECT, json!({ "school": reach.slug() })).await?;
    work.commit().await
}

/// Makes a backup of a school, or of the whole platform, before something that cannot be undone otherwise. It lies on one
/// shelf at least, and was checked there: what was written for it was read again, and all else is there with its size.
///
/// # Errors
/// `Conflict` while another one of the same is made; else the cause of the first shelf's failing.
pub async fn make(request: &Request, of: Option<SchoolId>, why: Why) -> Result<Kept> {
    // Boxed: it is awaited in the middle of what is deep already.
    Box::pin(keep(request, &Wish { of, why, before: None, asked_by: None }, &Told::default())).await
}

/// The same before a step that is known, which tells how many files have come, on each shelf.
///
/// # Errors
/// As [`make`].
pub async fn make_before(request: &Request, of: Option<SchoolId>, before: Before, told: &Told) -> Result<Kept> {
    let wish = Wish { of, why: Why::Safety, before: Some(before), asked_by: None };
    Box::pin(keep(request, &wish, told)).await
}

/// Does what a job asks for, and makes room, whatever came of it: backups that are too old go, and the contents that only they named.
///
/// # Errors
/// As [`make`].
pub async fn carry_out(system: &System, wish: &Wish) -> Result<Kept> {
    // Both boxed: they are awaited in the middle of what is deep already.
    let kept = Box::pin(keep(system, wish, &Told::default())).await;
    // Also after one that failed: it may be room that it lacked. What lies there too long is looked at again next time.
    if let Err(error) = Box::pin(sweep::sweep(system, wish.of)).await {
        tracing::warn!(?error, "old backups could not be removed");
    }
    kept
}

async fn keep(request: &Request, wish: &Wish, told: &Told) -> Result<Kept> {
    let job = Job::of(&System(request.clone()), wish.of).await?;
    let name = name(request.now, &job.zone);
    if super::key::is_lost(request).await? {
        tracing::warn!(
            name,
            "a backup is made that is not encrypted, as earlier ones are: backups_passphrase is not set any more"
        );
    }
    let clock = Clock::of(request);
    let mut kept: Option<(Kept, Shelf, Made)> = None;
    let mut failed = None;
    for shelf in &request.shelves {
        let Wish { of, why, before, asked_by } = *wish;
        let begin = Begin { of, name: &name, shelf: shelf.kind, why, before, asked_by };
        let id = match runs::begin(request, &begin, clock.now()).await {
            Ok(id) => id,
            // Another one is made at this moment.
            Err(error) if kept.is_none() => return Err(error),
            Err(error) => {
                tracing::warn!(?error, shelf = shelf.kind.text(), "a copy of a backup could not begin");
                runs::never_begun(request, &begin, clock.now()).await?;
                continue;
            }
        };
        at("begin", &name);
        let progress = Arc::new(Progress::told(told));
        let making = async {
            shelf.must_lock(request).await?;
            match &kept {
                None => write(&job, wish, shelf, &name, &progress).await,
                Some((_, first, made)) => copy(first, shelf, made, &progress).await,
            }
        };
        let begun = Begun { id, of: wish.of, name: &name, shelf };
        let made = settle(request, &begun, &progress, &clock, making).await?;
        match made {
            Ok(made) => {
                kept.get_or_insert_with(|| (Kept { id, name: name.clone() }, shelf.clone(), made));
            }
            Err(error) => {
                failed.get_or_insert(error);
            }
        }
    }
    match (kept, failed) {
        (Some((kept, ..)), _) => Ok(kept),
        (None, Some(error)) => Err(error),
        (None, None) => Err(anyhow::anyhow!("there is no place for backups").into()),
    }
}

/// A backup that is being made on a shelf.
pub(super) struct Begun<'s> {
    pub id: KeptId,
    pub of: Option<SchoolId>,
    pub name: &'s str,
    pub shelf: &'s Shelf,
}

/// Waits until it is made, and notes what came of it.
///
/// # Errors
/// As the database answers; what failed with the backup is answered within.
pub(super) async fn settle(
    request: &Request,
    begun: &Begun<'_>,
    progress: &Progress,
    clock: &Clock,
    making: impl Future<Output = Result<Made>>,
) -> Result<Result<Made>> {
    let Begun { id, of, name, shelf } = *begun;
    let made = match while_beating(request, id, progress, clock, making).await {
        Ok(made) => {
            at("end", name);
            runs::end(request, id, &made.head, clock.now()).await.map(|()| made)
        }
        Err(error) => Err(error),
    };
    match &made {
        Ok(_) => {
            if let Err(error) = look_again_sometimes(request, of, shelf, id, clock.now()).await {
                tracing::warn!(?error, name, "a backup is not read again");
            }
        }
        Err(error) => {
            tracing::error!(?error, shelf = shelf.kind.text(), name, "a backup failed");
            runs::fail(request, id, error, clock.now()).await?;
        }
    }
    Ok(made)
}

/// Says where the making of one is.
pub(super) fn at(step: &'static str, name: &str) {
    tracing::debug!(step, name, "a backup is made");
}

/// Has a backup read again to its last byte where none of its shelf was for days: of what lay there before the size was
/// looked at.
async fn look_again_sometimes(request: &Request, of: Option<SchoolId>, shelf: &Shelf, id: KeptId, now: At) -> Result<()> {
    let last = runs::last_read(request, of, shelf.kind).await?;
    if last.is_some_and(|at| at > now.plus_days(-VERIFY_DAYS)) { Ok(()) } else { verify::plan(request, id).await }
}

/// Waits for it, and says every few seconds that it is still being made.
async fn while_beating<T>(
    request: &Request,
    id: KeptId,
    progress: &Progress,
    clock: &Clock,
    making: impl Future<Output = Result<T>>,
) -> Result<T> {
    let beat = || async move {
        if let Err(error) = runs::beat(request, id, progress.figures(), clock.now()).await {
            tracing::warn!(?error, "how far a backup is could not be noted");
        }
    };
    meanwhile::say(BEAT, beat, making).await
}

/// `backup_15_01_2024_14_30_45_abcdef`
fn name(now: At, zone: &str) -> String {
    let mut random = rand::rng();
    let letters: String = (0..LETTERS).map(|_| char::from(random.random_range(b'a'..=b'z'))).collect();
    format!("backup_{}_{letters}", calendar::file_stamp(now, zone))
}

/// Adds what lies on a shelf and is not in the list.
pub(super) async fn add_found(request: &Request, shelf: &Shelf, head: &Head) -> Result<()> {
    let it = head.figures;
    request
        .db
        .run(
            sql!(
                "insert into kept_backups (id, whose, name, shelf, why, state, begun_at, beat_at, ended_at, row_count, file_count,
                                           bytes, new_bytes, lacking, locked, made_before, students)
                 values ($1, $2, $3, $4, $5, 'kept', $6, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing"
            ),
            args![
                KeptId::new(),
                whose(head.of),
                head.name.as_str(),
                shelf.kind.text(),
                head.why.text(),
                head.made_at,
                it.rows,
                it.files,
                it.bytes,
                it.new_bytes,
                it.lacking,
                head.locked,
                head.before.map(Before::text),
                it.students
            ],
        )
        .await?;
    Ok(())
}

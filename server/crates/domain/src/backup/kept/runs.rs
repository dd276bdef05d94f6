//! The list of backups and of tries: a row each, from its beginning to its end.

use model::At;
use model::backup::kept::{Before, Cause, KeptState, ShelfKind, Why};
use model::ids::{KeptId, SchoolId, UserId};
use model::{Error, Problem};
use serde::{Deserialize, Serialize};
use store::{args, sql};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::make::Head;
use super::{causes, whose};
use crate::{Request, Result, System, Work};

/// Minutes without a word after which whoever made a backup is taken for dead.
const SILENT_MINUTES: i64 = 3;

/// A backup begins, or a sweep makes sure that none runs and removes a content: never both at once in this process. The row
/// of a backup is there before it looks for a content.
static BEGINNING: RwLock<()> = RwLock::const_new(());

async fn beginning() -> RwLockReadGuard<'static, ()> {
    BEGINNING.read().await
}

pub(super) async fn alone() -> RwLockWriteGuard<'static, ()> {
    BEGINNING.write().await
}

/// A row of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Run {
    pub id: KeptId,
    pub whose: String,
    pub name: String,
    pub shelf: ShelfKind,
    pub why: Why,
    pub made_before: Option<Before>,
    pub state: KeptState,
    pub begun_at: At,
    pub students: Option<i64>,
    pub row_count: i64,
    pub file_count: i64,
    pub bytes: i64,
    pub new_bytes: i64,
    pub lacking: i64,
    pub locked: bool,
    pub verified_at: Option<At>,
    pub error: String,
}

impl Run {
    pub fn school(&self) -> Option<SchoolId> {
        self.whose.parse().ok()
    }

    /// Whether it is what one would go back to. What was there before a restore is what somebody wanted to be rid of: it
    /// may be a school that was just cleared, and it is kept, but never as the last good one.
    pub fn is_good(&self) -> bool {
        self.state == KeptState::Kept && self.made_before != Some(Before::Restore)
    }
}

/// What a backup came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Figures {
    pub rows: i64,
    pub files: i64,
    pub bytes: i64,
    pub new_bytes: i64,
    pub lacking: i64,
    /// Nothing where they were not counted.
    #[serde(default)]
    pub students: Option<i64>,
}

/// What begins.
pub(super) struct Begin<'a> {
    pub of: Option<SchoolId>,
    pub name: &'a str,
    pub shelf: ShelfKind,
    pub why: Why,
    pub before: Option<Before>,
    pub asked_by: Option<UserId>,
}

/// Begins a backup.
///
/// # Errors
/// `Conflict` while another one of the same is made.
pub(super) async fn begin(request: &Request, it: &Begin<'_>, now: At) -> Result<KeptId> {
    fail_silent(request, now).await?;
    let id = KeptId::new();
    let _beginning = beginning().await;
    let begun = request
        .db
        .run(
            sql!(
                "insert into kept_backups (id, whose, name, shelf, why, state, begun_at, beat_at, asked_by, made_before)
                 values ($1, $2, $3, $4, $5, 'running', $6, $6, $7, $8) on conflict do nothing"
            ),
            args![id, whose(it.of), it.name, it.shelf.text(), it.why.text(), now, it.asked_by, it.before.map(Before::text)],
        )
        .await?;
    if begun == 0 { Err(Error::Conflict(Problem::BackupRuns).into()) } else { Ok(id) }
}

/// Notes that a copy could not even begin: it is tried later, like one that failed.
pub(super) async fn never_begun(request: &Request, it: &Begin<'_>, now: At) -> Result<()> {
    request
        .db
        .run(
            sql!(
                "insert into kept_backups (id, whose, name, shelf, why, state, begun_at, beat_at, ended_at, error, asked_by,
                                           made_before)
                 values ($1, $2, $3, $4, $5, 'failed', $6, $6, $6, $7, $8, $9) on conflict do nothing"
            ),
            args![
                KeptId::new(),
                whose(it.of),
                it.name,
                it.shelf.text(),
                it.why.text(),
                now,
                Cause::Stopped.text(),
                it.asked_by,
                it.before.map(Before::text)
            ],
        )
        .await?;
    Ok(())
}

/// Begins a backup that failed on a shelf there again, of the time it is of; nothing where none failed, or while another one
/// of the same is made. Its row is a new one, as of whatever begins: by that a sweep knows of it.
pub(super) async fn begin_again(request: &Request, good: &Run, shelf: ShelfKind, now: At) -> Result<Option<KeptId>> {
    fail_silent(request, now).await?;
    let id = KeptId::new();
    let _beginning = beginning().await;
    let mut tx = request.db.begin().await?;
    let failed = sql!("delete from kept_backups where shelf = $1 and name = $2 and state = 'failed' and row_count = 0");
    if tx.run(failed, args![shelf.text(), good.name.as_str()]).await? == 0 {
        return Ok(None);
    }
    let begun = tx
        .run(
            sql!(
                "insert into kept_backups (id, whose, name, shelf, why, state, begun_at, beat_at, made_before)
                 values ($1, $2, $3, $4, $5, 'running', $6, $7, $8) on conflict do nothing"
            ),
            args![
                id,
                good.whose.as_str(),
                good.name.as_str(),
                shelf.text(),
                good.why.text(),
                good.begun_at,
                now,
                good.made_before.map(Before::text)
            ],
        )
        .await?;
    if begun == 0 {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(id))
}

/// Says that it is still being made, and how far it is.
pub(super) async fn beat(request: &Request, id: KeptId, so_far: Figures, now: At) -> Result<()> {
    request
        .db
        .run(
            sql!("update kept_backups set beat_at = $2, file_count = $3, new_bytes = $4 where id = $1 and state = 'running'"),
            args![id, now, so_far.files, so_far.new_bytes],
        )
        .await?;
    Ok(())
}

/// Notes that it lies there and was checked where it lies.
///
/// # Errors
/// When its row was given up meanwhile: then it is none.
pub(super) async fn end(request: &Request, id: KeptId, head: &Head, now: At) -> Result<()> {
    let it = head.figures;
    let ended = request
        .db
        .run(
            sql!(
                "update kept_backups set state = 'kept', ended_at = $2, beat_at = $2, row_count = $3, file_count = $4, bytes = $5,
                        new_bytes = $6, lacking = $7, verified_at = $2, locked = $8, students = $9
                 where id = $1 and state = 'running'"
            ),
            args![id, now, it.rows, it.files, it.bytes, it.new_bytes, it.lacking, head.locked, it.students],
        )
        .await?;
    if ended == 0 { Err(anyhow::anyhow!("it was given up before it was done").into()) } else { Ok(()) }
}

/// Notes why there is none.
pub(super) async fn fail(request: &Request, id: KeptId, why: &crate::Error, now: At) -> Result<()> {
    request
        .db
        .run(
            sql!(
                "update kept_backups set state = 'failed', ended_at = $2, error = $3
                 where id = $1 and state in ('running', 'kept')"
            ),
            args![id, now, causes::words(why)],
        )
        .await?;
    Ok(())
}

/// Notes that it was read again and is whole.
pub(super) async fn verified(request: &Request, id: KeptId, now: At) -> Result<()> {
    request.db.run(sql!("update kept_backups set verified_at = $2 where id = $1 and state = 'kept'"), args![id, now]).await?;
    Ok(())
}

/// How many of a school, or of the platform, somebody asked for since, whatever became of them.
pub(super) async fn by_hand_since(work: &mut Work, of: Option<SchoolId>, since: At) -> Result<i64> {
    let (made,): (i64,) = work
        .tx
        .one(
            sql!(
                "select cast(count(distinct name) as bigint) as n from kept_backups
                 where whose = $1 and why = 'hand' and begun_at > $2"
            ),
            args![whose(of), since],
        )
        .await?;
    Ok(made)
}

/// When a backup of a school, or of the platform, was last read to its last byte on a shelf. The check at its end reads no
/// more than what is new, which may be all of it; one that came later has read everything.
pub(super) async fn last_read(request: &Request, of: Option<SchoolId>, shelf: ShelfKind) -> Result<Option<At>> {
    let last: Option<(At,)> = request
        .db
        .maybe(
            sql!(
                "select verified_at from kept_backups
                 where whose = $1 and shelf = $2 and state = 'kept' and verified_at is not null
                   and (new_bytes >= bytes or ended_at is null or verified_at > ended_at)
                 order by verified_at desc limit 1"
            ),
            args![whose(of), shelf.text()],
        )
        .await?;
    Ok(last.map(|(at,)| at))
}

/// Notes that it has to be read again.
pub(super) async fn doubted(request: &Request, id: KeptId) -> Result<()> {
    request.db.run(sql!("update kept_backups set verified_at = null where id = $1 and state = 'kept'"), args![id]).await?;
    Ok(())
}

/// Gives up what nobody makes any more.
pub(super) async fn fail_silent(request: &Request, now: At) -> Result<()> {
    request
        .db
        .run(
            sql!("update kept_backups set state = 'failed', ended_at = $1, error = $3 where state = 'running' and beat_at < $2"),
            args![now, now.plus_minutes(-SILENT_MINUTES), Cause::Stopped.text()],
        )
        .await?;
    Ok(())
}

/// The same at a start. Beside a file there is no other server.
pub(super) async fn fail_unfinished(system: &System) -> Result<()> {
    let later = if system.db.kind() == "sqlite" { SILENT_MINUTES + 1 } else { 0 };
    // Whatever beat last did so before now.
    fail_silent(system, system.now.plus_minutes(later)).await
}

/// The backups and tries of a school or of the platform, the newest first.
pub(super) async fn all(request: &Request, of: Option<SchoolId>) -> Result<Vec<Run>> {
    Ok(request
        .db
        .all(
            sql!(
                "select id, whose, name, shelf, why, made_before, state, begun_at, students, row_count, file_count, bytes,
                        new_bytes, lacking, locked, verified_at, error
                 from kept_backups where whose = $1 and state <> 'gone' order by begun_at desc, id desc"
            ),
            args![whose(of)],
        )
        .await?)
}

/// The backups that lie on a shelf, whosesoever.
pub(super) async fn lying(request: &Request, shelf: ShelfKind) -> Result<Vec<Run>> {
    Ok(request
        .db
        .all(
            sql!(
                "select id, whose, name, shelf, why, made_before, state, begun_at, students, row_count, file_count, bytes,
                        new_bytes, lacking, locked, verified_at, error
                 from kept_backups where shelf = $1 and state = 'kept' order by begun_at desc, id desc"
            ),
            args![shelf.text()],
        )
        .await?)
}

/// One of them, whoever looks.
pub(super) async fn one(request: &Request, id: KeptId) -> Result<Run> {
    Ok(request
        .db
        .one(
            sql!(
                "select id, whose, name, shelf, why, made_before, state, begun_at, students, row_count, file_count, bytes,
                        new_bytes, lacking, locked, verified_at, error
                 from kept_backups where id = $1"
            ),
            args![id],
        )
        .await?)
}

/// Whether anything is being made on a shelf.
pub(super) async fn any_runs(request: &Request, shelf: ShelfKind) -> Result<bool> {
    let (runs,): (bool,) = request
        .db
        .one(
            sql!("select exists (select 1 from kept_backups where shelf = $1 and state = 'running') as runs"),
            args![shelf.text()],
        )
        .await?;
    Ok(runs)
}

/// Whether a good backup on a shelf is locked, whosesoever.
pub(super) async fn any_locked(request: &Request, shelf: ShelfKind) -> Result<bool> {
    let (locked,): (bool,) = request
        .db
        .one(
            sql!("select exists (select 1 from kept_backups where shelf = $1 and state = 'kept' and locked) as locked"),
            args![shelf.text()],
        )
        .await?;
    Ok(locked)
}

/// The last that began on a shelf.
pub(super) async fn last(request: &Request, shelf: ShelfKind) -> Result<Option<KeptId>> {
    let last: Option<(KeptId,)> = request
        .db
        .maybe(sql!("select id from kept_backups where shelf = $1 order by id desc limit 1"), args![shelf.text()])
        .await?;
    Ok(last.map(|(id,)| id))
}

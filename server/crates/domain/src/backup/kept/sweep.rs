//! What goes: backups by hand or by their age, pieces of what never became one, and contents that no backup names any more.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use futures::stream::StreamExt;
use model::backup::kept::KeptState;
use model::ids::{KeptId, SchoolId};
use model::{At, Error, Problem};
use object_store::ObjectMeta;
use object_store::path::Path;
use serde_json::json;
use store::{args, sql};

use super::retention::{Dated, expendable};
use super::runs::{self, Run};
use super::shelf::{BACKUPS, CONTENTS, Folder, HEAD, Shelf};
use super::verify::{self, folder_of, shelf_of};
use super::{SUBJECT, key, leftovers, make, whose};
use crate::backup::policy::may_archive;
use crate::jobs::noted;
use crate::{Reach, Result, System};

/// Younger than this a piece may belong to a backup that is being made.
const HOURS: i64 = 24;
/// Days that a try which failed is told of.
const FAILED_DAYS: i64 = 30;
/// How long whoever removes a backup waits until it is taken off its shelf.
const PATIENCE: Duration = Duration::from_secs(10);
/// Days that the list remembers what has gone.
const GONE_DAYS: i64 = 366;

/// Removes a backup. Its contents go with the next sweep, if no other names them.
///
/// # Errors
/// `Conflict` for the newest good one of its shelf; `NotFound` for one that is not there or not theirs; `Forbidden` to
/// whoever may not have the archive.
pub async fn remove(reach: &Reach, id: KeptId) -> Result<()> {
    may_archive(reach)?;
    let request = reach.request();
    let run = runs::one(request, id).await?;
    if run.whose != whose(reach.school()) {
        return Err(Error::NotFound.into());
    }
    match run.state {
        // Removed twice.
        KeptState::Gone => return Ok(()),
        KeptState::Running => return Err(Error::Conflict(Problem::BackupRuns).into()),
        KeptState::Kept | KeptState::Failed => {}
    }
    let mut work = reach.begin().await?;
    super::schedule::lock(&mut work, reach.school()).await?;
    let good: Vec<(KeptId,)> = work
        .tx
        .all(
            sql!(
                "select id from kept_backups where whose = $1 and shelf = $2 and state = 'kept'
                 order by case when made_before = 'restore' then 1 else 0 end, begun_at desc, id desc limit 1"
            ),
            args![run.whose.as_str(), run.shelf.text()],
        )
        .await?;
    if good.first().is_some_and(|(newest,)| *newest == id) {
        return Err(Error::Conflict(Problem::LastBackup).into());
    }
    let gone = sql!("update kept_backups set state = 'gone', ended_at = $2 where id = $1 and state <> 'gone'");
    let gone = work.tx.run(gone, args![id, request.now]).await?;
    if gone == 0 {
        return Ok(());
    }
    work.audit("backup.removed", SUBJECT, json!({ "name": run.name })).await?;
    work.commit().await?;
    // It is no longer listed; what stays now goes with the next sweep, and nobody waits for a store that does not answer.
    if let Ok(shelf) = shelf_of(request, &run) {
        match tokio::time::timeout(PATIENCE, take_off(shelf, &folder_of(&run))).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(?error, name = run.name, "a removed backup could not be taken off its shelf"),
            Err(_) => tracing::warn!(name = run.name, "the shelf of a removed backup does not answer in time"),
        }
    }
    Ok(())
}

/// Its head first: without it the rest is none.
async fn take_off(shelf: &Shelf, folder: &Folder) -> Result<()> {
    for part in [folder.head(), folder.rows(false), folder.rows(true), folder.files()] {
        shelf.remove(&part).await?;
    }
    Ok(())
}

/// Makes the list say what lies on the shelves: after a restore, or on another machine. For a start.
///
/// # Errors
/// As the database answers. A shelf that does not answer is left as it was.
pub async fn look_again(system: &System) -> Result<()> {
    runs::fail_unfinished(system).await?;
    if key::is_lost(system).await? {
        tracing::error!(
            "backups that are made now are not encrypted, as earlier ones are: backups_passphrase is not set any more"
        );
    }
    for shelf in &system.shelves {
        // One that has no key yet gets it with its first backup.
        if shelf.locks()
            && let Err(error) = shelf.key().await
            && !key::is_absent(&error)
        {
            tracing::error!(?error, shelf = shelf.kind.text(), "backups cannot be made or opened with this passphrase");
        }
        if let Err(error) = look(system, shelf).await {
            tracing::warn!(?error, shelf = shelf.kind.text(), "a shelf of backups does not answer");
        }
    }
    Ok(())
}

async fn look(system: &System, shelf: &Shelf) -> Result<()> {
    let listed: Vec<(String, KeptState)> = system
        .db
        .all(sql!("select name, state from kept_backups where shelf = $1 order by name"), args![shelf.kind.text()])
        .await?;
    let listed: HashMap<String, KeptState> = listed.into_iter().collect();
    let found = found(shelf).await?;
    if found.is_empty() && listed.values().any(|state| *state == KeptState::Kept) {
        // A folder that is not mounted, a bucket that is misspelt: it says nothing of what was there.
        tracing::error!(shelf = shelf.kind.text(), place = shelf.place, "nothing lies where backups should");
        return Ok(());
    }
    let mut there = HashSet::new();
    for folder in found.into_iter().filter(|(_, found)| found.has_head).map(|(folder, _)| folder) {
        if !listed.contains_key(&folder.name) {
            match verify::head(shelf, &folder).await {
                Ok(head) => make::add_found(system, shelf, &head).await?,
                Err(error) => tracing::warn!(?error, name = folder.name, "what lies there is no backup"),
            }
        }
        there.insert(folder.name);
    }
    for (name, _) in listed.iter().filter(|(name, state)| **state == KeptState::Kept && !there.contains(*name)) {
        // Not "gone", which is what was removed: whatever comes back is found again by its head.
        tracing::warn!(name, shelf = shelf.kind.text(), "a kept backup is not there any more");
        let unseen = sql!("delete from kept_backups where shelf = $1 and name = $2 and state = 'kept'");
        system.db.run(unseen, args![shelf.kind.text(), name.as_str()]).await?;
    }
    Ok(())
}

/// Whether no backup lies on a shelf: then it is the shelf that is not there, more likely than all that was on it.
pub(super) async fn is_bare(shelf: &Shelf) -> Result<bool> {
    Ok(shelf.store.list(Some(&Path::from(BACKUPS))).next().await.transpose()?.is_none())
}

/// The folders of the backups that lie on a shelf.
pub(super) async fn folders(shelf: &Shelf) -> Result<Vec<Folder>> {
    Ok(found(shelf).await?.into_iter().filter(|(_, found)| found.has_head).map(|(folder, _)| folder).collect())
}

/// What lies in the folder of a backup.
#[derive(Default)]
struct Found {
    has_head: bool,
    /// When the newest part of it was written, in milliseconds.
    newest: i64,
    parts: Vec<Path>,
}

async fn found(shelf: &Shelf) -> Result<HashMap<Folder, Found>> {
    let mut all = HashMap::<Folder, Found>::new();
    let mut objects = shelf.store.list(Some(&Path::from(BACKUPS)));
    while let Some(object) = objects.next().await {
        let object = object?;
        let Some((folder, part)) = Folder::parse(&object.location) else { continue };
        let found = all.entry(folder).or_default();
        found.has_head |= part == HEAD;
        found.newest = found.newest.max(object.last_modified.timestamp_millis());
        found.parts.push(object.location);
    }
    Ok(all)
}

/// Removes the backups of a school, or of the platform, that are too old, and then what nothing on the shelves names.
///
/// # Errors
/// As the shelves and the database answer; what was removed before stays removed.
pub(super) async fn sweep(system: &System, of: Option<SchoolId>) -> Result<()> {
    let mut outcome = retain(system, of).await;
    for shelf in &system.shelves {
        outcome = noted(outcome, shelf.kind.text(), sweep_shelf(system, shelf).await);
        let left = leftovers::sweep(shelf, system.now.plus_hours(-HOURS)).await;
        outcome = noted(outcome, "what was left half written", left);
    }
    outcome
}

async fn retain(system: &System, of: Option<SchoolId>) -> Result<()> {
    let runs = runs::all(system, of).await?;
    let zone = super::schedule::of(system, of).await?.map_or_else(|| "UTC".to_owned(), |it| it.zone);
    let mut outcome = Ok(());
    for shelf in &system.shelves {
        let good: Vec<&Run> = runs.iter().filter(|run| run.shelf == shelf.kind && run.state == KeptState::Kept).collect();
        let dated: Vec<Dated> = good.iter().map(|run| Dated { at: run.begun_at, why: run.why }).collect();
        for index in expendable(&dated, system.now, &zone) {
            outcome = noted(outcome, "a backup that is too old", expire(system, shelf, good[index]).await);
        }
        let old = system.now.plus_days(-FAILED_DAYS);
        for run in runs.iter().filter(|run| run.shelf == shelf.kind && never_was(run) && run.begun_at < old) {
            outcome = noted(outcome, "a try that failed", forget(system, shelf, run).await);
        }
    }
    outcome
}

/// A try that never became a backup. One that was a backup, and was then found damaged, somebody has to remove.
fn never_was(run: &Run) -> bool {
    run.state == KeptState::Failed && run.row_count == 0
}

async fn expire(system: &System, shelf: &Shelf, run: &Run) -> Result<()> {
    let gone = sql!("update kept_backups set state = 'gone', ended_at = $2 where id = $1 and state = 'kept'");
    system.db.run(gone, args![run.id, system.now]).await?;
    take_off(shelf, &folder_of(run)).await
}

async fn forget(system: &System, shelf: &Shelf, run: &Run) -> Result<()> {
    take_off(shelf, &folder_of(run)).await?;
    system.db.run(sql!("delete from kept_backups where id = $1 and state = 'failed'"), args![run.id]).await?;
    Ok(())
}

async fn sweep_shelf(system: &System, shelf: &Shelf) -> Result<()> {
    let before = system.now.plus_hours(-HOURS);
    let last = runs::last(system, shelf.kind).await?;
    if runs::any_runs(system, shelf.kind).await? {
        return Ok(());
    }
    let listed: Vec<(String, KeptState)> = system
        .db
        .all(sql!("select name, state from kept_backups where shelf = $1 order by name"), args![shelf.kind.text()])
        .await?;
    let are = |state: KeptState| listed.iter().filter(move |it| it.1 == state).map(|(name, _)| name.as_str());
    let (mut kept, removed): (HashSet<&str>, HashSet<&str>) = (are(KeptState::Kept).collect(), are(KeptState::Gone).collect());
    let (mut named, mut there) = (HashSet::new(), HashSet::new());
    for (folder, found) in found(shelf).await? {
        there.insert(folder.name.clone());
        if !found.has_head && found.newest < before.0 {
            for part in &found.parts {
                shelf.remove(part).await?;
            }
        } else if found.has_head && removed.contains(folder.name.as_str()) {
            take_off(shelf, &folder).await?;
        } else if found.has_head {
            // Without it nothing may go: it is not known what this one names.
            let names = shelf.get(&folder.files()).await?;
            named.extend(String::from_utf8_lossy(&names).lines().map(str::to_owned));
            kept.remove(folder.name.as_str());
        }
    }
    if !kept.is_empty() {
        // The same holds for what is not seen at this moment.
        return Err(anyhow::anyhow!("{} kept backups are not on their shelf", kept.len()).into());
    }
    if !there.is_empty() {
        forget_gone(system, shelf, &there).await?;
    }
    let mut contents = shelf.store.list(Some(&Path::from(CONTENTS)));
    while let Some(object) = contents.next().await {
        let object = object?;
        let path: &str = object.location.as_ref();
        if is_old(&object, before) && !named.contains(path) {
            // A backup that began since then may name it; one that begins sees either that it is there, or that it is not.
            let _alone = runs::alone().await;
            if runs::last(system, shelf.kind).await? != last {
                return Ok(());
            }
            shelf.remove(&object.location).await?;
        }
    }
    Ok(())
}

/// Forgets what has gone long ago. What still lies there stays in the list: it would be found again as a backup.
async fn forget_gone(system: &System, shelf: &Shelf, there: &HashSet<String>) -> Result<()> {
    let before = system.now.plus_days(-GONE_DAYS);
    let gone: Vec<(KeptId, String)> = system
        .db
        .all(
            sql!(
                "select id, name from kept_backups
                 where shelf = $1 and state = 'gone' and coalesce(ended_at, begun_at) < $2 order by id"
            ),
            args![shelf.kind.text(), before],
        )
        .await?;
    for (id, _) in gone.iter().filter(|(_, name)| !there.contains(name)) {
        system.db.run(sql!("delete from kept_backups where id = $1 and state = 'gone'"), args![*id]).await?;
    }
    Ok(())
}

fn is_old(object: &ObjectMeta, before: At) -> bool {
    object.last_modified.timestamp_millis() < before.0
}

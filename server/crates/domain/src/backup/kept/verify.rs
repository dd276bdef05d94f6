//! Reading a backup again: its rows as any archive is checked, its files by their hashes.

use std::collections::HashSet;
use std::io::ErrorKind;

use model::Error;
use model::backup::kept::KeptState;
use model::ids::KeptId;
use object_store::path::Path;
use serde_json::json;

use super::make::Head;
use super::runs::{self, Run};
use super::shelf::{self, Folder, Shelf};
use super::{SUBJECT, sweep, whose};
use crate::backup::archive::Content;
use crate::backup::archive::contents::Contents;
use crate::backup::check::{Problem, Report, check_apart, judge};
use crate::backup::policy::may_archive;
use crate::scope::Actor;
use crate::{Reach, Request, Result, System, jobs};

/// Problems that stand in the list.
const TOLD: usize = 3;

/// Asks that all of a backup be read again: a job does it.
///
/// # Errors
/// `NotFound` for one that is not there or not theirs; `Forbidden` to whoever may not have the archive; `Conflict` where
/// the server cannot open it.
pub async fn ask(reach: &Reach, id: KeptId) -> Result<()> {
    may_archive(reach)?;
    let run = of(reach, id).await?;
    must_open(reach.request(), &run).await?;
    let mut work = reach.begin().await?;
    super::schedule::lock(&mut work, reach.school()).await?;
    if jobs::is_planned(&mut work, jobs::VERIFY, &run.id.to_string()).await? {
        return Ok(());
    }
    jobs::add(&mut work, jobs::VERIFY, &run.id.to_string(), reach.request().now).await?;
    work.audit("backup.check_asked", SUBJECT, json!({ "name": run.name })).await?;
    work.commit().await
}

/// A backup that lies there, of those the reach holds.
pub(super) async fn of(reach: &Reach, id: KeptId) -> Result<Run> {
    let run = runs::one(reach.request(), id).await?;
    if run.whose == whose(reach.school()) && run.state == KeptState::Kept { Ok(run) } else { Err(Error::NotFound.into()) }
}

/// The same of those that the reach may put back: the platform's admin puts back every school's, too.
pub(super) async fn to_put_back(reach: &Reach, id: KeptId) -> Result<Run> {
    let run = runs::one(reach.request(), id).await?;
    let is_theirs = reach.school().is_none_or(|school| run.school() == Some(school));
    if is_theirs && run.state == KeptState::Kept { Ok(run) } else { Err(Error::NotFound.into()) }
}

/// The shelf a backup lies on.
pub(super) fn shelf_of<'r>(request: &'r Request, run: &Run) -> Result<&'r Shelf> {
    let found = request.shelves.iter().find(|shelf| shelf.kind == run.shelf);
    found.ok_or_else(|| anyhow::anyhow!("this server has no shelf {}", run.shelf).into())
}

/// What is locked is opened with the passphrase of the settings.
///
/// # Errors
/// `Conflict`, which says what the settings lack.
pub(super) async fn must_open(request: &Request, run: &Run) -> Result<()> {
    if run.locked {
        shelf_of(request, run)?.must_open().await?;
    }
    Ok(())
}

/// The folder of a backup.
pub(super) fn folder_of(run: &Run) -> Folder {
    Folder { whose: run.school(), name: run.name.clone() }
}

/// What a shelf says of a backup.
///
/// # Errors
/// When there is no such backup on it, or its head is another's.
pub(super) async fn head(shelf: &Shelf, folder: &Folder) -> Result<Head> {
    let head: Head = serde_json::from_slice(&shelf.get(&folder.head()).await?)?;
    if head.of == folder.whose && head.name == folder.name {
        Ok(head)
    } else {
        let other = format!("{} is another backup's", folder.head());
        Err(std::io::Error::new(ErrorKind::InvalidData, other).into())
    }
}

/// Reads all of a backup again and notes what came of it. A content that is not as it was written is taken off the shelf:
/// the next backup puts a good one there, and the others that name it are read again.
///
/// # Errors
/// As the shelf and the database answer: what could not be read is no verdict, and the job tries again.
pub async fn verify(system: &System, id: KeptId) -> Result<()> {
    let run = runs::one(system, id).await?;
    if run.state != KeptState::Kept {
        return Ok(());
    }
    if let Err(error) = must_open(system, &run).await {
        // It may be whole: that cannot be told without its passphrase.
        tracing::warn!(?error, name = run.name, "a kept backup cannot be opened, and so not be checked");
        return Ok(());
    }
    let (shelf, folder) = (shelf_of(system, &run)?, folder_of(&run));
    let looked = async {
        let head = head(shelf, &folder).await?;
        look(shelf, &folder, &head, |_| true).await
    };
    let damage = match looked.await {
        Ok(report) if report.is_whole() => return runs::verified(system, id, system.now).await,
        Ok(report) => {
            remove_changed(system, shelf, id, &report).await?;
            crate::Error::from(told(&report))
        }
        Err(error) => {
            if !is_damage(&error) || sweep::is_bare(shelf).await? {
                return Err(error);
            }
            error
        }
    };
    tracing::error!(error = ?damage, name = run.name, "a kept backup is not whole");
    runs::fail(system, id, &damage, system.now).await
}

/// Whether an error says of what lies there that it is not as it was written, and not of the way there.
fn is_damage(error: &crate::Error) -> bool {
    let crate::Error::Fault(cause) = error else { return false };
    matches!(cause.downcast_ref::<object_store::Error>(), Some(object_store::Error::NotFound { .. }))
        || cause.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == ErrorKind::InvalidData)
        || cause.is::<serde_json::Error>()
}

/// The rows of a backup, checked.
async fn rows(shelf: &Shelf, folder: &Folder, head: &Head) -> Result<Report> {
    let file = shelf.fetch(&folder.rows(head.locked), &head.rows).await?;
    let checked = tokio::task::spawn_blocking(move || check_apart(file.path())).await.map_err(anyhow::Error::from)?;
    Ok(checked?)
}

/// What a backup holds.
///
/// # Errors
/// With what is wrong with its rows; else as the shelf answers.
pub(super) async fn contents(shelf: &Shelf, folder: &Folder, head: &Head) -> Result<Contents> {
    let report = rows(shelf, folder, head).await?;
    if !report.is_whole() {
        return Err(told(&report).into());
    }
    report.contents.ok_or_else(|| anyhow::anyhow!("it has no list").into())
}

/// Looks at a backup; `is_read` says of which contents more than the size.
pub(super) async fn look(shelf: &Shelf, folder: &Folder, head: &Head, is_read: impl Fn(&Path) -> bool) -> Result<Report> {
    let mut report = rows(shelf, folder, head).await?;
    let Some(contents) = report.contents.take() else { return Ok(report) };
    // Two rows may name one content.
    let mut seen = HashSet::new();
    for part in &contents.files {
        let Some(content) = Content::parse(&part.path) else { continue };
        let path = shelf::content(&Content { sha256: part.sum.sha256.clone(), ..content }, head.locked);
        if !seen.insert(path.clone()) {
            continue;
        }
        match shelf.size(&path).await? {
            None => report.tell(Problem::Absent(path.to_string())),
            Some(found) if found != part.sum.bytes => {
                report.tell(Problem::Size { part: path.to_string(), said: part.sum.bytes, found });
            }
            Some(_) if is_read(&path) => judge(&mut report, path.to_string(), &part.sum, Ok(shelf.sum(&path).await?)),
            Some(_) => {}
        }
    }
    report.contents = Some(contents);
    Ok(report)
}

/// Takes off what is not as it was written, once it is noted which others have to be looked at for that.
async fn remove_changed(system: &System, shelf: &Shelf, id: KeptId, report: &Report) -> Result<()> {
    let changed: HashSet<&str> = report
        .problems
        .iter()
        .filter_map(|problem| match problem {
            Problem::Changed(part) | Problem::Size { part, .. } if part.starts_with(shelf::CONTENTS) => Some(part.as_str()),
            _ => None,
        })
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    doubt(system, shelf, id, &changed).await?;
    for part in changed {
        shelf.remove(&Path::from(part)).await?;
    }
    Ok(())
}

/// Has the other backups that name a content read again: until then none of them is called checked.
async fn doubt(system: &System, shelf: &Shelf, found_in: KeptId, changed: &HashSet<&str>) -> Result<()> {
    for run in runs::lying(system, shelf.kind).await?.iter().filter(|run| run.id != found_in) {
        let named = shelf.get(&folder_of(run).files()).await;
        // One whose names cannot be read may name it.
        if named.is_ok_and(|names| !String::from_utf8_lossy(&names).lines().any(|name| changed.contains(name))) {
            continue;
        }
        runs::doubted(system, run.id).await?;
        plan(system, run.id).await?;
    }
    Ok(())
}

/// Makes sure that a job reads a backup again. No restore replaces it, whatever is closed now.
pub(super) async fn plan(request: &Request, id: KeptId) -> Result<()> {
    let mut work = System(request.through()).begin().await?;
    if jobs::is_planned(&mut work, jobs::VERIFY, &id.to_string()).await? {
        return Ok(());
    }
    jobs::add(&mut work, jobs::VERIFY, &id.to_string(), request.now).await?;
    work.commit().await
}

/// What is wrong, in the words of the check.
pub(super) fn told(report: &Report) -> anyhow::Error {
    let problems: Vec<String> = report.problems.iter().take(TOLD).map(ToString::to_string).collect();
    let more = report.problems.len().saturating_sub(TOLD) as u64 + report.more;
    let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
    anyhow::anyhow!("{}{more}", problems.join(" "))
}

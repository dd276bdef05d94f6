//! Writing a backup to a shelf, out of the database and the file store or out of another shelf: its head comes last, after all
//! of it was checked where it lies.

use std::sync::Arc;

use model::ids::SchoolId;
use object_store::path::Path;
use store::{args, sql};

use super::copies::{Copies, Progress};
use super::make::{Head, Wish, at};
use super::runs::Figures;
use super::shelf::{self, Folder, Shelf};
use super::{verify, whose};
use crate::backup::archive::contents::{Contents, Sum};
use crate::backup::archive::{Content, Job};
use crate::backup::stream::Out;
use crate::{Request, Result};

/// What came of making one on a shelf.
pub(super) struct Made {
    pub contents: Contents,
    pub head: Head,
}

/// Writes a backup out of the database and the file store.
pub(super) async fn write(job: &Job, wish: &Wish, shelf: &Shelf, name: &str, progress: &Arc<Progress>) -> Result<Made> {
    let folder = Folder { whose: wish.of, name: name.to_owned() };
    let mut copies = Copies::onto(shelf, wish.why, progress);
    copies.must_have_room().await?;
    let locked = shelf.locks();
    let mut out = Out::onto(shelf.write(folder.rows(locked)).await?);
    let place = job.request.downloads.wait().await?;
    at("rows", name);
    let students = students(&job.request, wish.of).await?;
    let contents = match job.write(&mut out, place, Some(&mut copies)).await {
        Ok(contents) => contents,
        Err(error) => {
            out.abort().await;
            return Err(error);
        }
    };
    let rows = out.finish().await?;
    let head = Head {
        of: wish.of,
        name: name.to_owned(),
        why: wish.why,
        before: wish.before,
        app: contents.app.clone(),
        schema: contents.schema,
        made_at: job.request.now,
        figures: figures(&contents, &copies, Some(students)),
        rows,
        locked,
    };
    seal(shelf, &folder, &contents, &head, &copies).await?;
    Ok(Made { contents, head })
}

/// Copies a backup from a shelf to another one.
pub(super) async fn copy(from: &Shelf, to: &Shelf, made: &Made, progress: &Arc<Progress>) -> Result<Made> {
    let Made { contents, head } = made;
    let folder = Folder { whose: head.of, name: head.name.clone() };
    let mut copies = Copies::onto(to, head.why, progress);
    copies.must_have_room().await?;
    for (content, sum) in lying(contents) {
        copies.from(from, head.locked, &content, sum).await?;
    }
    let locked = to.locks();
    let mut pieces = from.read(&folder.rows(head.locked)).await?;
    let mut writing = to.write(folder.rows(locked)).await?;
    while let Some(piece) = futures::StreamExt::next(&mut pieces).await {
        let put = match piece {
            // Of a file that was cut short meanwhile a local store answers nothing again and again.
            Ok(piece) if piece.is_empty() => break,
            Ok(piece) => writing.put(piece).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = put {
            writing.abort().await;
            return Err(error);
        }
    }
    writing.finish().await?;
    let head = Head { figures: figures(contents, &copies, head.figures.students), locked, ..head.clone() };
    seal(to, &folder, contents, &head, &copies).await?;
    Ok(Made { contents: contents.clone(), head })
}

/// Reads again what was written, looks whether all else is there with its size, and only then makes it a backup.
async fn seal(shelf: &Shelf, folder: &Folder, contents: &Contents, head: &Head, copies: &Copies) -> Result<()> {
    let names: String = lying(contents).map(|(content, _)| format!("{}\n", shelf::content(&content, head.locked))).collect();
    at("files", &head.name);
    shelf.put(&folder.files(), names.clone().into_bytes()).await?;
    at("read", &head.name);
    let report = verify::look(shelf, folder, head, |path| copies.new.contains(path)).await?;
    if !report.is_whole() {
        return Err(verify::told(&report).into());
    }
    is_there(shelf, &folder.files(), names.as_bytes()).await?;
    at("head", &head.name);
    let text = serde_json::to_vec_pretty(head)?;
    shelf.put(&folder.head(), text.clone()).await?;
    if let Err(error) = is_there(shelf, &folder.head(), &text).await {
        // With one it would be found again as a backup.
        if let Err(error) = shelf.remove(&folder.head()).await {
            tracing::warn!(?error, name = head.name, "the head of a backup that is none could not be removed");
        }
        return Err(error);
    }
    Ok(())
}

/// Looks whether a small object is as it was written.
async fn is_there(shelf: &Shelf, path: &Path, written: &[u8]) -> Result<()> {
    if shelf.get(path).await? == written { Ok(()) } else { Err(anyhow::anyhow!("{path} is not as it was written").into()) }
}

/// The contents of a backup, by the hashes that they have, and what each is known by.
fn lying(contents: &Contents) -> impl Iterator<Item = (Content, &Sum)> {
    contents
        .files
        .iter()
        .filter_map(|part| Some((Content { sha256: part.sum.sha256.clone(), ..Content::parse(&part.path)? }, &part.sum)))
}

/// The students of a school, or of all: a backup is told from others by them. Counted beside it, and so of about its time.
async fn students(request: &Request, of: Option<SchoolId>) -> Result<i64> {
    let (students,): (i64,) = request
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as n from memberships
                 where role = 'student' and status = 'active' and (cast($1 as text) = '' or school_id = $1)"
            ),
            args![whose(of)],
        )
        .await?;
    Ok(students)
}

fn figures(contents: &Contents, copies: &Copies, students: Option<i64>) -> Figures {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Figures {
        rows: number(contents.tables.iter().map(|table| table.rows).sum()),
        files: number(contents.files.len() as u64),
        bytes: number(contents.files.iter().map(|file| file.sum.bytes).sum()),
        new_bytes: copies.new_bytes(),
        lacking: number((contents.missing.len() + contents.damaged.len()) as u64),
        students,
    }
}

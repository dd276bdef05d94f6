//! A kept backup as an archive with everything inside, as it is taken home and put back from: assembled while it leaves.

use std::fs::File;
use std::io::{BufReader, Error, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use model::ids::KeptId;
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;
use zip::ZipArchive;

use super::SUBJECT;
use super::shelf::{self, Folder, Shelf};
use super::verify::{self, folder_of, shelf_of};
use crate::backup::archive::Content;
use crate::backup::archive::contents::{Contents, Sum, table_path};
use crate::backup::archive::zipped::Zipped;
use crate::backup::check::check_apart;
use crate::backup::policy::may_archive;
use crate::backup::restore::Told;
use crate::backup::seal::SealKey;
use crate::backup::stream::{self, Download, Out, Place};
use crate::{Reach, Result, System};

/// Bytes of a part that are read at once.
const PIECE: usize = 64 * 1024;
/// Pieces read ahead.
const AHEAD: usize = 4;

/// A kept backup as an archive, streamed.
///
/// # Errors
/// `Forbidden` to whoever may not have the archive; `NotFound` for one that is not there or not theirs; `TooMany` while
/// several downloads run already; `Conflict` where the server cannot open it.
pub async fn download(reach: Reach, id: KeptId) -> Result<Download> {
    may_archive(&reach)?;
    let run = verify::of(&reach, id).await?;
    let request = reach.request();
    verify::must_open(request, &run).await?;
    let (shelf, folder) = (shelf_of(request, &run)?.clone(), folder_of(&run));
    let (_, place) = request.downloads.take_archive()?;
    crate::backup::note(&reach, SUBJECT, "zip").await?;
    let key = SealKey::of(&request.db).await?;
    let file_name = format!("{}.zip", run.name);
    Ok(Download { file_name, media_type: "application/zip", body: body(shelf, folder, key, place, Told::default()) })
}

/// The same of what lies on a shelf, for the command line.
pub(super) async fn of_folder(system: &System, shelf: &Shelf, folder: Folder) -> Result<Download> {
    let place = system.downloads.wait_to_fetch().await?;
    let key = SealKey::of(&system.db).await?;
    let file_name = format!("{}.zip", folder.name);
    Ok(Download { file_name, media_type: "application/zip", body: body(shelf.clone(), folder, key, place, Told::default()) })
}

/// What a kept backup is called that is to be put back, and how many bytes its files have.
///
/// # Errors
/// `NotFound` for one that is not there or not theirs to put back.
pub(crate) async fn about(reach: &Reach, id: KeptId) -> Result<(String, i64)> {
    let run = verify::to_put_back(reach, id).await?;
    Ok((run.name, run.bytes))
}

/// The same in a file, for a restore; each of its files that has come is told.
///
/// # Errors
/// `NotFound` for one that is not there; `Conflict` where the server cannot open it; else as the shelf and the disk answer.
pub async fn archive_file(system: &System, id: KeptId, to: &Path, told: &Told) -> Result<()> {
    let run = super::runs::one(system, id).await?;
    verify::must_open(system, &run).await?;
    let (shelf, folder) = (shelf_of(system, &run)?.clone(), folder_of(&run));
    let mut file = tokio::fs::File::create(to).await?;
    let key = SealKey::of(&system.db).await?;
    let mut body = body(shelf, folder, key, system.downloads.wait_to_fetch().await?, told.clone());
    while let Some(piece) = body.try_next().await? {
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    Ok(file.sync_all().await?)
}

fn body(shelf: Shelf, folder: Folder, key: SealKey, place: Place, told: Told) -> BoxStream<'static, std::io::Result<Bytes>> {
    stream::run(place, async move |mut out: Out| {
        let written = assemble(&shelf, &folder, &key, &mut out, &told).await;
        (out, written)
    })
}

/// Writes the archive: nothing of a backup that is not whole is taken for one.
async fn assemble(shelf: &Shelf, folder: &Folder, key: &SealKey, out: &mut Out, told: &Told) -> Result<()> {
    let head = verify::head(shelf, folder).await?;
    let rows = shelf.fetch(&folder.rows(head.locked), &head.rows).await?;
    let file = rows.path().to_owned();
    let report = {
        let file = file.clone();
        tokio::task::spawn_blocking(move || check_apart(&file)).await.map_err(anyhow::Error::from)??
    };
    if !report.is_whole() {
        return Err(verify::told(&report).into());
    }
    let contents = report.contents.ok_or_else(|| anyhow::anyhow!("it has no list"))?;
    let mut zip = Zipped::new(out);
    for table in &contents.tables {
        let path = table_path(&table.name);
        zip.start(&path, true)?;
        let mut pieces = pieces(file.clone(), path.clone());
        while let Some(piece) = pieces.recv().await {
            zip.write(&piece?).await?;
        }
        is_as_written(&path, &zip.sum(), &table.sum)?;
    }
    for part in &contents.files {
        let content = Content::parse(&part.path).ok_or_else(|| anyhow::anyhow!("{} is no file of ours", part.path))?;
        let content = Content { sha256: part.sum.sha256.clone(), ..content };
        let mut pieces = shelf.read(&shelf::content(&content, head.locked)).await?;
        zip.start(&part.path, false)?;
        while let Some(piece) = pieces.next().await {
            let piece = piece?;
            if piece.is_empty() {
                break;
            }
            zip.write(&piece).await?;
        }
        is_as_written(&part.path, &zip.sum(), &part.sum)?;
        told.add(1);
    }
    zip.list(&Contents { apart: false, ..contents }, key).await
}

fn is_as_written(path: &str, found: &Sum, said: &Sum) -> Result<()> {
    if found == said { Ok(()) } else { Err(anyhow::anyhow!("{path} is not as it was written").into()) }
}

/// A part of an archive, read beside what writes it.
fn pieces(file: PathBuf, part: String) -> mpsc::Receiver<std::io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = send(&file, &part, &sender) {
            // Whoever reads may have gone.
            let _ = sender.blocking_send(Err(error));
        }
    });
    receiver
}

fn send(file: &Path, part: &str, to: &mpsc::Sender<std::io::Result<Bytes>>) -> std::io::Result<()> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(file)?)).map_err(Error::other)?;
    let mut entry = zip.by_name(part).map_err(Error::other)?;
    loop {
        let mut piece = vec![0; PIECE];
        let count = entry.read(&mut piece)?;
        piece.truncate(count);
        if count == 0 || to.blocking_send(Ok(piece.into())).is_err() {
            return Ok(());
        }
    }
}

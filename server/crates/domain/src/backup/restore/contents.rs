//! The files of an archive, put into the store before any row names them. What is there already is read and compared: a
//! content that was damaged meanwhile is mended.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use bytes::Bytes;
use futures::stream::StreamExt;
use model::backup::restore::Step;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use store::{Cells, args};
use tokio::sync::mpsc;
use zip::ZipArchive;

use super::Told;
use super::people::table;
use super::rows::row;
use super::staging::Staged;
use crate::backup::archive::Content;
use crate::backup::manifest::Column;
use crate::{Result, System, secrets};

/// Bytes read of the archive at once.
const PIECE: usize = 256 * 1024;
/// Pieces that wait to be written.
const WAITING: usize = 4;
/// Parts in flight to the store.
const PARTS: usize = 2;

/// Stores what the rows that come will name; answers how many of them were not there.
pub(super) async fn store(system: &System, staged: &Staged, archive: &Path, told: &Told) -> Result<u64> {
    let there: HashMap<&str, u64> = staged.contents.files.iter().map(|file| (file.path.as_str(), file.sum.bytes)).collect();
    let named = named(staged).await?;
    // What was damaged when the archive was made is none the better for it.
    let wanted: Vec<(Content, u64)> = named
        .into_iter()
        .filter_map(|content| {
            let path = content.to_string();
            let bytes = there.get(path.as_str()).copied()?;
            (!staged.contents.damaged.contains(&path)).then_some((content, bytes))
        })
        .collect();
    told.step(Step::Files, wanted.iter().map(|(_, bytes)| bytes).sum());
    let mut stored = 0;
    for (content, bytes) in wanted {
        if !is_there(system, &content).await? {
            write(system, &content, archive).await?;
            stored += 1;
        }
        told.add(bytes);
    }
    Ok(stored)
}

/// What the rows that are put back name.
pub(super) async fn named(staged: &Staged) -> Result<BTreeSet<Content>> {
    let mut named = BTreeSet::new();
    for name in ["files", "schools", "users"] {
        let table = table(name);
        let columns: Vec<Column> = table.archived(false).collect();
        let (sql, args) = match (&staged.school, table.entire) {
            (Some(school), Some(sql)) => (sql, args![school.id]),
            _ => (table.whole.platform, args![]),
        };
        let mut rows = staged.db.stream::<Cells>(sql, args);
        while let Some(cells) = rows.next().await {
            let Cells(cells) = cells?;
            named.extend(Content::of(name, &row(&columns, cells)));
        }
    }
    Ok(named)
}

/// Whether it is in the store, as it should be.
async fn is_there(system: &System, content: &Content) -> Result<bool> {
    let found = match system.files.get(&content.address()).await {
        Ok(found) => found,
        Err(object_store::Error::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let (mut pieces, mut hash) = (found.into_stream(), Sha256::new());
    while let Some(piece) = pieces.next().await {
        match piece {
            Ok(piece) if piece.is_empty() => break,
            Ok(piece) => hash.update(&piece),
            Err(_) => return Ok(false),
        }
    }
    Ok(secrets::hex(&hash.finalize()) == content.sha256)
}

/// Copies one out of the archive, whose check found it to be what it is called.
async fn write(system: &System, content: &Content, archive: &Path) -> Result<()> {
    let (sender, mut receiver) = mpsc::channel::<Bytes>(WAITING);
    let (path, name) = (archive.to_owned(), content.to_string());
    let reading = tokio::task::spawn_blocking(move || read(&path, &name, &sender));
    let mut writer = WriteMultipart::new(system.files.put_multipart(&content.address()).await?);
    while let Some(piece) = receiver.recv().await {
        writer.wait_for_capacity(PARTS).await?;
        writer.put(piece);
    }
    match reading.await.map_err(anyhow::Error::from)? {
        Ok(()) => {
            writer.finish().await?;
            Ok(())
        }
        Err(error) => {
            let _ = writer.abort().await;
            Err(error.into())
        }
    }
}

/// Reads a part of the archive: for a thread of its own.
fn read(archive: &Path, name: &str, sender: &mpsc::Sender<Bytes>) -> std::io::Result<()> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(archive)?)).map_err(std::io::Error::other)?;
    let mut file = zip.by_name(name).map_err(std::io::Error::other)?;
    loop {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece)?;
        piece.truncate(read);
        if read == 0 || sender.blocking_send(piece.into()).is_err() {
            return Ok(());
        }
    }
}

//! The files of an archive, put into the store before any row names them. What is there already is read and compared: a
//! content that was damaged meanwhile is mended.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

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
/// Bytes of a content up to which several are stored at once: most of their time is spent in waiting for the disk.
const SMALL: u64 = 1024 * 1024;
const AT_ONCE: usize = 4;

/// What came of the files that rows name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stored {
    /// Those that are in the store now.
    pub all: u64,
    /// Of these the ones that were not there.
    pub new: u64,
    /// Those that the archive lacks, or has as they were damaged.
    pub lacking: u64,
}

/// Stores what the rows that come will name.
pub(super) async fn store(system: &System, staged: &Staged, archive: &Path, told: &Told) -> Result<Stored> {
    let there: HashMap<&str, u64> = staged.contents.files.iter().map(|file| (file.path.as_str(), file.sum.bytes)).collect();
    let named = named(staged).await?;
    let of = named.len();
    // What was damaged when the archive was made is none the better for it.
    let wanted: Vec<(Content, u64)> = named
        .into_iter()
        .filter_map(|content| {
            let path = content.to_string();
            let bytes = there.get(path.as_str()).copied()?;
            (!staged.contents.damaged.contains(&path)).then_some((content, bytes))
        })
        .collect();
    let (all, lacking) = (wanted.len() as u64, (of - wanted.len()) as u64);
    told.step(Step::Files, wanted.iter().map(|(_, bytes)| bytes).sum());
    let archive = archive.to_owned();
    let archive = tokio::task::spawn_blocking(move || Shared::open(&archive)).await.map_err(anyhow::Error::from)??;
    let (small, large): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|(_, bytes)| *bytes <= SMALL);
    let new = each(system, small, &archive, AT_ONCE, told).await? + each(system, large, &archive, 1, told).await?;
    Ok(Stored { all, new, lacking })
}

/// Stores those that are not there, so many at once; answers how many those were.
async fn each(
    system: &System,
    contents: Vec<(Content, u64)>,
    archive: &ZipArchive<Shared>,
    at_once: usize,
    told: &Told,
) -> Result<u64> {
    let each = contents.into_iter().map(|(content, bytes)| {
        let (system, archive) = (system.clone(), archive.clone());
        async move {
            let is_new = !is_there(&system, &content).await?;
            if is_new {
                write(&system, &content, archive).await?;
            }
            Ok::<_, crate::Error>((bytes, is_new))
        }
    });
    let mut storing = futures::stream::iter(each).buffer_unordered(at_once);
    let mut stored = 0;
    while let Some(done) = storing.next().await {
        let (bytes, is_new) = done?;
        stored += u64::from(is_new);
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
async fn write(system: &System, content: &Content, archive: ZipArchive<Shared>) -> Result<()> {
    let (sender, mut receiver) = mpsc::channel::<Bytes>(WAITING);
    let name = content.to_string();
    let reading = tokio::task::spawn_blocking(move || read(archive, &name, &sender));
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
fn read(mut zip: ZipArchive<Shared>, name: &str, sender: &mpsc::Sender<Bytes>) -> io::Result<()> {
    let mut file = zip.by_name(name).map_err(io::Error::other)?;
    loop {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece)?;
        piece.truncate(read);
        if read == 0 || sender.blocking_send(piece.into()).is_err() {
            return Ok(());
        }
    }
}

/// An archive that several read at once, each from a place of its own. Its directory is read once for all of them.
#[derive(Clone)]
struct Shared {
    file: Arc<Mutex<File>>,
    at: u64,
}

impl Shared {
    fn open(path: &Path) -> io::Result<ZipArchive<Shared>> {
        let file = Arc::new(Mutex::new(File::open(path)?));
        ZipArchive::new(Shared { file, at: 0 }).map_err(io::Error::other)
    }
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => {
                self.at.checked_add_signed(by).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?
            }
            SeekFrom::End(_) => self.file.lock().unwrap_or_else(PoisonError::into_inner).seek(to)?,
        };
        Ok(self.at)
    }
}

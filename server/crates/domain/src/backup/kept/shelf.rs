//! A shelf: where backups lie, on this machine's disk or in a store elsewhere. Every byte goes to it by [`Shelf::write`] and
//! comes from it by [`Shelf::read`]; between those two and the store stands what locks backups away, where the name of an
//! object says that it is locked.

use std::future::ready;
use std::io::{Error, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use model::backup::kept::ShelfKind;
use model::ids::SchoolId;
use object_store::buffered::BufWriter;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use super::key::Lock;
use crate::backup::archive::Content;
use crate::backup::archive::contents::Sum;
use crate::backup::disk;
use crate::backup::lock::{self, Locking, Passphrase};
use crate::{Result, secrets};

/// Bytes of what goes to a store in one piece, and of each piece of what is larger.
const PIECE: usize = 8 * 1024 * 1024;
/// Pieces on their way at once.
const PIECES: usize = 2;

#[derive(Clone, Debug)]
pub struct Shelf {
    pub kind: ShelfKind,
    /// Where it is, for the platform's admin: a folder or a bucket, and never a key.
    pub place: String,
    pub store: Arc<dyn ObjectStore>,
    /// What is written is locked with; nothing where no passphrase is set.
    pub(super) lock: Option<Lock>,
}

impl Shelf {
    pub fn new(kind: ShelfKind, place: String, store: Arc<dyn ObjectStore>) -> Shelf {
        Shelf { kind, place, store, lock: None }
    }

    /// The same, locked with a passphrase.
    pub fn locked(self, with: Passphrase) -> Shelf {
        Shelf { lock: Some(Lock::new(with)), ..self }
    }

    /// Whether backups that are made now are locked.
    pub(super) fn locks(&self) -> bool {
        self.lock.is_some()
    }

    /// Backups leave a part of this machine's disk to everything else. A disk that cannot be asked is no reason against one.
    ///
    /// # Errors
    /// `Conflict` for [`model::Problem::DiskFull`].
    pub(super) async fn must_have_room(&self) -> Result<()> {
        let is_full = self.kind == ShelfKind::Disk && disk::free(PathBuf::from(&self.place)).await.is_ok_and(|free| free == 0);
        if is_full { Err(disk::full()) } else { Ok(()) }
    }

    /// One that forgets when the process ends, for tests.
    pub fn in_memory(kind: ShelfKind) -> Shelf {
        Shelf::new(kind, "memory".to_owned(), Arc::new(InMemory::new()))
    }

    /// Begins an object. It is there after [`Writing::finish`].
    ///
    /// # Errors
    /// As [`Shelf::key`] for what is locked.
    pub(super) async fn write(&self, path: Path) -> Result<Writing> {
        let locking = if is_locked(&path) { Some(Locking::with_key(&self.key().await?)?) } else { None };
        let writer = BufWriter::with_capacity(self.store.clone(), path, PIECE).with_max_concurrency(PIECES);
        Ok(Writing { writer, locking, hash: Sha256::new(), bytes: 0 })
    }

    /// Puts a small object there at once.
    pub(super) async fn put(&self, path: &Path, content: Vec<u8>) -> Result<()> {
        self.store.put(path, PutPayload::from(content)).await?;
        Ok(())
    }

    /// An object as it is read.
    ///
    /// # Errors
    /// As [`Shelf::key`] for what is locked; else as the store answers.
    pub(super) async fn read(&self, path: &Path) -> Result<BoxStream<'static, object_store::Result<Bytes>>> {
        if !is_locked(path) {
            return Ok(self.store.get(path).await?.into_stream());
        }
        let key = self.key().await?;
        let locked = self.store.get(path).await?.into_stream();
        // Of an object that was cut short meanwhile a local store answers nothing again and again.
        let locked = locked.map_err(Error::other).try_take_while(|piece| ready(Ok(!piece.is_empty())));
        let open = lock::open(&key, locked.boxed()).await.map_err(generic)?;
        Ok(open.map_err(generic).boxed())
    }

    /// A small object.
    pub(super) async fn get(&self, path: &Path) -> Result<Bytes> {
        Ok(self.store.get(path).await?.bytes().await?)
    }

    /// How large an object is, of what is locked the content; nothing where there is none.
    pub(super) async fn size(&self, path: &Path) -> Result<Option<u64>> {
        let found = async {
            if !is_locked(path) {
                return Ok(Some(self.store.head(path).await?.size));
            }
            let beginning = GetOptions { range: Some(GetRange::Bounded(0..lock::HEADER)), ..GetOptions::default() };
            let found = self.store.get_opts(path, beginning).await?;
            let size = found.meta.size;
            Ok::<_, object_store::Error>(lock::bytes(&found.bytes().await?, size))
        };
        match found.await {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            found => Ok(found?),
        }
    }

    /// Removes an object, if it is there.
    pub(super) async fn remove(&self, path: &Path) -> Result<()> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What an object is known by, read to its end. What cannot be unlocked as it was locked has no hash.
    pub(super) async fn sum(&self, path: &Path) -> Result<Sum> {
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        let mut pieces = match self.read(path).await {
            Err(error) if is_changed(&error) => return Ok(Sum::default()),
            pieces => pieces?,
        };
        while let Some(piece) = pieces.next().await {
            let piece = match piece.map_err(crate::Error::from) {
                Err(error) if is_changed(&error) => return Ok(Sum { bytes, sha256: String::new() }),
                piece => piece?,
            };
            if piece.is_empty() {
                break;
            }
            hash.update(&piece);
            bytes += piece.len() as u64;
        }
        Ok(Sum { bytes, sha256: secrets::hex(&hash.finalize()) })
    }

    /// An object in a file of this machine's own, which goes when it is dropped.
    ///
    /// # Errors
    /// When it is not what it is known by.
    pub(super) async fn fetch(&self, path: &Path, known: &Sum) -> Result<NamedTempFile> {
        let file = NamedTempFile::new()?;
        let mut out = tokio::fs::File::from_std(file.reopen()?);
        let (mut pieces, mut hash, mut bytes) = (self.read(path).await?, Sha256::new(), 0_u64);
        while let Some(piece) = pieces.next().await {
            let piece = piece?;
            bytes += piece.len() as u64;
            if piece.is_empty() || bytes > known.bytes {
                break;
            }
            hash.update(&piece);
            out.write_all(&piece).await?;
        }
        out.flush().await?;
        if bytes != known.bytes || secrets::hex(&hash.finalize()) != known.sha256 {
            let changed = Error::new(ErrorKind::InvalidData, format!("{path} is not as it was written"));
            return Err(changed.into());
        }
        Ok(file)
    }
}

/// An object on its way to a shelf.
pub(crate) struct Writing {
    writer: BufWriter,
    locking: Option<Locking>,
    /// Of what is written, before it is locked.
    hash: Sha256,
    bytes: u64,
}

impl Writing {
    pub async fn put(&mut self, piece: Bytes) -> Result<()> {
        self.hash.update(&piece);
        self.bytes += piece.len() as u64;
        let piece = match &mut self.locking {
            Some(locking) => {
                locking.add(&piece)?;
                Bytes::from(locking.take())
            }
            None => piece,
        };
        // What is locked waits until it makes a piece.
        if !piece.is_empty() {
            self.writer.put(piece).await?;
        }
        Ok(())
    }

    /// What has been written so far.
    pub(super) fn sum(&self) -> Sum {
        Sum { bytes: self.bytes, sha256: secrets::hex(&self.hash.clone().finalize()) }
    }

    pub async fn finish(mut self) -> Result<Sum> {
        if let Some(locking) = self.locking.take() {
            self.writer.put(Bytes::from(locking.finish()?)).await?;
        }
        self.writer.shutdown().await?;
        Ok(self.sum())
    }

    /// Leaves nothing behind.
    pub async fn abort(mut self) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(%error, "what was begun on a shelf could not be taken away");
        }
    }
}

/// The folder of contents, each there once for all backups of the shelf.
pub(super) const CONTENTS: &str = "contents";
/// The folder of backups.
pub(super) const BACKUPS: &str = "backups";

/// What the name of each locked object ends with. One content may lie there open, from before a passphrase was set, and
/// locked: no locked backup names the open one.
const LOCKED: &str = ".age";

fn ending(is_locked: bool) -> &'static str {
    if is_locked { LOCKED } else { "" }
}

fn is_locked(path: &Path) -> bool {
    let name: &str = path.as_ref();
    name.ends_with(LOCKED)
}

/// What opening fails with, among what a store fails with.
fn generic(error: Error) -> object_store::Error {
    object_store::Error::Generic { store: "lock", source: error.into() }
}

/// Whether an object is not as it was locked. A store that does not answer is no reason to think so.
fn is_changed(error: &crate::Error) -> bool {
    let crate::Error::Fault(cause) = error else { return false };
    let Some(object_store::Error::Generic { source, .. }) = cause.downcast_ref::<object_store::Error>() else { return false };
    let kind = source.downcast_ref::<Error>().map(Error::kind);
    matches!(kind, Some(ErrorKind::InvalidData | ErrorKind::UnexpectedEof))
}

/// Where a content lies. Its hash is that of what it is, also where its rows say another one.
pub(super) fn content(of: &Content, is_locked: bool) -> Path {
    let (name, ending) = (&of.sha256, ending(is_locked));
    match of.school {
        Some(school) => Path::from(format!("{CONTENTS}/{school}/{name}{ending}")),
        None => Path::from(format!("{CONTENTS}/photos/{name}{ending}")),
    }
}

/// The folder of one backup.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Folder {
    pub whose: Option<SchoolId>,
    pub name: String,
}

impl Folder {
    fn part(&self, name: &str) -> Path {
        let whose = self.whose.map_or_else(|| PLATFORM.to_owned(), |school| school.to_string());
        Path::from(format!("{BACKUPS}/{whose}/{}/{name}", self.name))
    }

    /// The archive of rows.
    pub fn rows(&self, is_locked: bool) -> Path {
        self.part(&format!("rows.zip{}", ending(is_locked)))
    }

    /// The contents it names, a path a line: what a sweep needs to know of it, without a passphrase.
    pub fn files(&self) -> Path {
        self.part("files.txt")
    }

    /// Written last: what lacks it is no backup. It is never locked, and names nobody.
    pub fn head(&self) -> Path {
        self.part(HEAD)
    }

    /// The folder and the name of what lies at a path; nothing for what is not ours.
    pub fn parse(path: &Path) -> Option<(Folder, String)> {
        let parts: Vec<_> = path.parts().collect();
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        let [backups, whose, name, part] = *parts.as_slice() else { return None };
        let whose = if whose == PLATFORM { None } else { Some(whose.parse().ok()?) };
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_ours = backups == BACKUPS && name.len() <= 64 && name.chars().all(is_plain);
        is_ours.then(|| (Folder { whose, name: name.to_owned() }, part.to_owned()))
    }
}

const PLATFORM: &str = "platform";
pub(super) const HEAD: &str = "head.json";

//! The contents of a backup on their way to a shelf: what lies there already is not copied again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use model::backup::kept::Why;
use object_store::ObjectStoreExt;
use object_store::path::Path;

use super::runs::Figures;
use super::shelf::{self, Shelf};
use crate::backup::archive::Content;
use crate::backup::archive::contents::{Contents, FilePart, Sum};
use crate::backup::courtesy::Courtesy;
use crate::backup::restore::Told;
use crate::{Request, Result};

/// How far a backup is, for those who look meanwhile.
#[derive(Debug, Default)]
pub(super) struct Progress {
    files: AtomicI64,
    new_bytes: AtomicI64,
    told: Told,
}

impl Progress {
    /// One that somebody else watches too.
    pub fn told(told: &Told) -> Progress {
        Progress { told: told.clone(), ..Progress::default() }
    }

    fn file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.told.add(1);
    }

    pub fn figures(&self) -> Figures {
        let (files, new_bytes) = (self.files.load(Ordering::Relaxed), self.new_bytes.load(Ordering::Relaxed));
        Figures { files, new_bytes, ..Figures::default() }
    }
}

/// What is copied to a shelf.
pub(crate) struct Copies {
    shelf: Shelf,
    progress: Arc<Progress>,
    why: Why,
    /// What was not there before.
    pub(super) new: BTreeSet<Path>,
    courtesy: Courtesy,
}

impl Copies {
    pub(super) fn onto(shelf: &Shelf, why: Why, progress: &Arc<Progress>) -> Copies {
        Copies { shelf: shelf.clone(), progress: progress.clone(), why, new: BTreeSet::new(), courtesy: Courtesy::default() }
    }

    /// Looks whether the disk has room beside what is left to everything else. A backup before something dangerous takes
    /// that too: what follows it may be what makes room.
    ///
    /// # Errors
    /// `Conflict` for [`model::Problem::DiskFull`].
    pub(super) async fn must_have_room(&self) -> Result<()> {
        if self.why == Why::Safety { Ok(()) } else { self.shelf.must_have_room().await }
    }

    pub(super) fn new_bytes(&self) -> i64 {
        self.progress.new_bytes.load(Ordering::Relaxed)
    }

    /// Copies a content of the file store, unless it lies there whole. One that is not as it was stored is kept as it is,
    /// under the hash that it has; one that cannot be read ends no backup: the list says what there is not.
    pub(crate) async fn file(&mut self, request: &Request, content: &Content, contents: &mut Contents) -> Result<()> {
        let path = content.to_string();
        let mut named = content.clone();
        // Once under the hash that it should have, and else once under the one that it turned out to have.
        for _ in 0..2 {
            if let Some(sum) = self.lying(request, content, &named).await? {
                self.list(path, sum, content, contents);
                return Ok(());
            }
            let pieces = match request.files.get(&content.address()).await {
                Ok(found) => found.into_stream(),
                Err(error) => {
                    tracing::warn!(%error, path, "a backup goes without a file");
                    break;
                }
            };
            match self.copy(pieces, &named).await? {
                Copied::Whole(sum) => {
                    self.list(path, sum, content, contents);
                    return Ok(());
                }
                Copied::Other(sha256) => named.sha256 = sha256,
                Copied::Unread(error) => {
                    tracing::warn!(%error, path, "a backup goes without a file");
                    break;
                }
            }
        }
        contents.missing.push(path);
        Ok(())
    }

    /// What lies on the shelf already. By its size it may be what the file store has; of another size it is read, for it may
    /// be that one which is not as it was stored. Nothing where it has rotted: then it is written anew.
    async fn lying(&self, request: &Request, content: &Content, named: &Content) -> Result<Option<Sum>> {
        let path = self.place(named);
        let Some(bytes) = self.shelf.size(&path).await? else { return Ok(None) };
        let stored = request.files.head(&content.address()).await.ok().map(|found| found.size);
        if stored == Some(bytes) {
            return Ok(Some(Sum { bytes, sha256: named.sha256.clone() }));
        }
        let sum = self.shelf.sum(&path).await?;
        if sum.sha256 != named.sha256 {
            tracing::error!(%path, "a content of backups is not as it was written");
            return Ok(None);
        }
        Ok(Some(sum))
    }

    /// Copies a content from another shelf, where it is locked or not, unless it lies there.
    ///
    /// # Errors
    /// When it is not what it is known by.
    pub(super) async fn from(&mut self, other: &Shelf, is_locked: bool, content: &Content, known: &Sum) -> Result<()> {
        let path = self.place(content);
        if self.shelf.size(&path).await? != Some(known.bytes) {
            let pieces = other.read(&shelf::content(content, is_locked)).await?;
            match self.copy(pieces, content).await? {
                Copied::Whole(_) => {}
                Copied::Other(_) => return Err(anyhow::anyhow!("{path} is not as it was written").into()),
                Copied::Unread(error) => return Err(error.into()),
            }
        }
        self.progress.file();
        Ok(())
    }

    fn place(&self, content: &Content) -> Path {
        shelf::content(content, self.shelf.locks())
    }

    fn list(&self, path: String, sum: Sum, content: &Content, contents: &mut Contents) {
        if sum.sha256 != content.sha256 {
            contents.damaged.push(path.clone());
        }
        contents.files.push(FilePart { path, sum });
        self.progress.file();
    }

    /// Puts what is read under a name, if it has the hash that the name says.
    async fn copy(&mut self, mut from: BoxStream<'static, object_store::Result<Bytes>>, as_what: &Content) -> Result<Copied> {
        self.must_have_room().await?;
        let path = self.place(as_what);
        let mut writing = self.shelf.write(path.clone()).await?;
        while let Some(piece) = from.next().await {
            match piece {
                // Of a file that was cut short meanwhile a local store answers nothing again and again.
                Ok(piece) if piece.is_empty() => break,
                Ok(piece) => {
                    if let Err(error) = writing.put(piece).await {
                        writing.abort().await;
                        return Err(error);
                    }
                    self.courtesy.give_way().await;
                }
                Err(error) => {
                    writing.abort().await;
                    return Ok(Copied::Unread(error));
                }
            }
        }
        let sum = writing.sum();
        if sum.sha256 != as_what.sha256 {
            writing.abort().await;
            return Ok(Copied::Other(sum.sha256));
        }
        writing.finish().await?;
        self.progress.new_bytes.fetch_add(i64::try_from(sum.bytes).unwrap_or(i64::MAX), Ordering::Relaxed);
        self.new.insert(path);
        Ok(Copied::Whole(sum))
    }
}

enum Copied {
    Whole(Sum),
    /// It has this hash instead.
    Other(String),
    Unread(object_store::Error),
}

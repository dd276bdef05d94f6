//! An archive while its bytes come: one writer at a time, whole pieces or nothing of them, on the disk for good before it is
//! said that they have come.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use model::ids::UploadId;
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use super::{Row, SUBJECT, checking, may_change, of, place, user};
use crate::{Reach, Result};

/// Bytes that are written at once.
const PIECE: usize = 1024 * 1024;
/// How often it is noted that more has come.
const WORD: Duration = Duration::from_secs(600);

/// The archives that somebody writes to, or that are being checked, in this process.
#[derive(Clone, Debug, Default)]
pub struct Writers(Arc<Mutex<HashSet<UploadId>>>);

/// The right to be the only one, until the last of its holders drops it.
pub(super) type Writing = Arc<Held>;

#[derive(Debug)]
pub(super) struct Held(Writers, UploadId);

impl Writers {
    fn lock(&self) -> MutexGuard<'_, HashSet<UploadId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an archive; nothing where somebody has it.
    pub(super) fn take(&self, id: UploadId) -> Option<Writing> {
        self.lock().insert(id).then(|| Arc::new(Held(self.clone(), id)))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.lock().remove(&self.1);
    }
}

/// An archive that is being received. Dropped, it keeps what was written.
#[derive(Debug)]
pub struct Arriving {
    reach: Reach,
    id: UploadId,
    name: String,
    /// Bytes that it has altogether.
    bytes: u64,
    /// Bytes in the file.
    at: u64,
    file: Arc<File>,
    /// What has come and is not in the file yet.
    rest: Vec<u8>,
    /// When this sending began, and after what time it was noted last that more has come.
    began: Instant,
    noted: Duration,
    writing: Writing,
}

impl Arriving {
    /// Goes on at a place, or from the beginning.
    pub(super) async fn open(reach: &Reach, row: &Row, at: Option<u64>) -> Result<Arriving> {
        let request = reach.request();
        let writing = request.writers.take(row.id).ok_or(Error::Conflict(Problem::SentElsewhere))?;
        place::make_room(request, 0).await?;
        let path = place::path(request, row.id);
        let (file, length) = place::aside(move || {
            let (file, length) = place::open(&path)?;
            if at.is_some() {
                return Ok((file, length));
            }
            file.set_len(0)?;
            Ok((file, 0))
        })
        .await?;
        if at.is_some_and(|at| at != length) {
            return Err(Error::Conflict(Problem::OtherOffset).into());
        }
        Ok(Arriving {
            reach: reach.clone(),
            id: row.id,
            name: row.name.clone(),
            bytes: row.bytes as u64,
            at: length,
            file: Arc::new(file),
            rest: Vec::new(),
            began: Instant::now(),
            noted: Duration::ZERO,
            writing,
        })
    }

    /// Bytes that are still to come.
    pub fn left(&self) -> u64 {
        self.bytes.saturating_sub(self.at + self.rest.len() as u64)
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// `Conflict` for [`Problem::BeyondLength`] and [`Problem::DiskFull`]; what came before stays.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        if bytes.len() as u64 > self.left() {
            return Err(Error::Conflict(Problem::BeyondLength).into());
        }
        self.rest.extend_from_slice(&bytes);
        if self.rest.len() < PIECE {
            return Ok(());
        }
        self.put().await?;
        if self.began.elapsed() > self.noted + WORD {
            self.noted = self.began.elapsed();
            self.note().await?;
        }
        Ok(())
    }

    /// Writes what waits: all of it, or nothing.
    async fn put(&mut self) -> Result<()> {
        let (file, at, rest) = (self.file.clone(), self.at, std::mem::take(&mut self.rest));
        // Whoever comes next waits for this one, even if the sender is gone.
        let writing = self.writing.clone();
        let rest = place::aside(move || {
            let _writing = writing;
            if let Err(error) = (&*file).write_all(&rest) {
                file.set_len(at)?;
                return Err(error);
            }
            Ok(rest)
        })
        .await?;
        self.at += rest.len() as u64;
        // Its room is used again.
        self.rest = rest;
        self.rest.clear();
        Ok(())
    }

    /// Ends this sending: what has come is on the disk for good, and checked if it is all. Answers where the next goes on.
    ///
    /// # Errors
    /// `Conflict` for [`Problem::DiskFull`]: what came before stays.
    pub async fn close(mut self) -> Result<u64> {
        self.settle().await
    }

    async fn settle(&mut self) -> Result<u64> {
        let put = self.put().await;
        let (file, writing) = (self.file.clone(), self.writing.clone());
        let synced = place::aside(move || {
            let _writing = writing;
            file.sync_all()
        })
        .await;
        self.note().await?;
        put.and(synced)?;
        if self.at == self.bytes {
            self.finish().await?;
        }
        Ok(self.at)
    }

    /// The same for what came in one form, of which it was not known how long it is. Nobody else writes until it is dropped.
    ///
    /// # Errors
    /// `Invalid` on `archive` for one without a byte; else as [`Arriving::close`].
    pub async fn end(&mut self) -> Result<()> {
        self.put().await?;
        if self.at == 0 {
            return Err(Error::field("archive", Problem::FileEmpty).into());
        }
        self.bytes = self.at;
        self.settle().await?;
        Ok(())
    }

    async fn note(&self) -> Result<()> {
        let request = self.reach.request();
        let now = request.now.plus_seconds(i64::try_from(self.began.elapsed().as_secs()).unwrap_or_default());
        request
            .db
            .run(
                sql!(
                    "update archive_uploads set received = $4, touched_at = $5
                     where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'coming'"
                ),
                args![self.id, user(&self.reach), of(&self.reach), self.at as i64, now],
            )
            .await?;
        Ok(())
    }

    /// All of it is there.
    async fn finish(&self) -> Result<()> {
        may_change(&self.reach)?;
        let mut work = self.reach.begin().await?;
        let now = work.now();
        let first = work
            .tx
            .run(
                sql!(
                    "update archive_uploads set state = 'whole', bytes = $4, received = $4, touched_at = $5
                     where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'coming'"
                ),
                args![self.id, user(&self.reach), of(&self.reach), self.at as i64, now],
            )
            .await?;
        if first == 0 {
            // It was given up meanwhile.
            return Err(Error::NotFound.into());
        }
        work.audit("backup.uploaded", SUBJECT, json!({ "name": self.name, "bytes": self.at })).await?;
        work.commit().await?;
        checking::start(&self.reach, self.id, self.writing.clone());
        Ok(())
    }
}

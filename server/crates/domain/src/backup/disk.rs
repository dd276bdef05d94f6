//! The disk that archives and backups lie on, and the room that is left on it for all else.

use std::io;
use std::path::PathBuf;

use model::{Error, Problem};

use crate::Result;

/// Bytes that are left free on the disk, or one of so many parts of it where that is less.
const FREE: u64 = 1024 * 1024 * 1024;
const SHARE: u64 = 20;

/// Does what waits for the disk beside what waits for people.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?.map_err(refusal)
}

/// Who waits is told of a disk that takes no more, and of all else that it is none of theirs.
fn refusal(error: io::Error) -> crate::Error {
    match crate::Error::from(error) {
        crate::Error::Fault(error) => {
            tracing::error!(?error, "a folder of archives or backups");
            Error::Unavailable.into()
        }
        refused => refused,
    }
}

pub(super) fn full() -> crate::Error {
    Error::Conflict(Problem::DiskFull).into()
}

/// Bytes that a folder has room for, beside what must stay free.
pub(super) async fn free(folder: PathBuf) -> Result<u64> {
    aside(move || {
        let disk = fs4::statvfs(&folder)?;
        Ok(disk.available_space().saturating_sub(FREE.min(disk.total_space() / SHARE)))
    })
    .await
}

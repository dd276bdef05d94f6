//! Where archives lie while they are here: in files beside the database, which nobody else on the machine reads.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use model::ids::UploadId;
use model::{Error, Problem};

use crate::{Request, Result};

const FOLDER: &str = "restores";
/// The ending of their names.
const ENDING: &str = "part";
/// Bytes that are left free on the disk, or one of so many parts of it where that is less.
const FREE: u64 = 1024 * 1024 * 1024;
const SHARE: u64 = 20;

/// The folder that they lie in.
pub(super) fn folder(request: &Request) -> PathBuf {
    request.settings.data.join(FOLDER)
}

/// The file of an archive.
pub(super) fn path(request: &Request, id: UploadId) -> PathBuf {
    folder(request).join(format!("{id}.{ENDING}"))
}

/// Does what waits for the disk beside what waits for people.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?.map_err(refusal)
}

/// What a disk that takes no more is answered with.
fn refusal(error: io::Error) -> crate::Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Error::Conflict(Problem::DiskFull).into(),
        _ => {
            tracing::error!(%error, "the folder of archives to restore from");
            Error::Unavailable.into()
        }
    }
}

/// Makes the folder, and looks whether so many bytes more have room beside what must stay free.
pub(super) async fn make_room(request: &Request, bytes: u64) -> Result<()> {
    let folder = folder(request);
    let free = aside(move || {
        make(&folder)?;
        let disk = fs4::statvfs(&folder)?;
        Ok(disk.available_space().saturating_sub(FREE.min(disk.total_space() / SHARE)))
    })
    .await?;
    if free > bytes { Ok(()) } else { Err(Error::Conflict(Problem::DiskFull).into()) }
}

/// A folder for this user alone.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Opens a file to go on at its end, made where it is not there; answers its length too.
pub(super) fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// What has come of an archive, on the disk for good; nothing of one whose file is not there.
pub(super) async fn length(path: PathBuf) -> Result<u64> {
    aside(move || {
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error),
        };
        file.sync_all()?;
        Ok(file.metadata()?.len())
    })
    .await
}

/// Removes a file. What cannot be removed now, the sweep finds.
pub(super) async fn remove(path: &Path) {
    if let Err(error) = tokio::fs::remove_file(path).await
        && error.kind() != ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %path.display(), "an archive that was thrown away is still there");
    }
}

/// The archives that lie there.
pub(super) async fn lying(request: &Request) -> Result<Vec<UploadId>> {
    let folder = folder(request);
    aside(move || {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut lying = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            let id: Option<UploadId> = name.to_str().and_then(|name| name.strip_suffix(ENDING)?.strip_suffix('.')?.parse().ok());
            lying.extend(id);
        }
        Ok(lying)
    })
    .await
}

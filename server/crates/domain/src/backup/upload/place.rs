//! Where archives lie while they are here: in files beside the database, which nobody else on the machine reads.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use model::ids::UploadId;
use store::{args, sql};

use crate::backup::disk;
use crate::{Reach, Request, Result};

pub(super) use disk::aside;

const FOLDER: &str = "restores";
/// The ending of their names, and of what comes out of those that are locked until all of it has.
const ENDING: &str = "part";
const OPENED: &str = "open";
/// One of so many parts of what is free is what a school may bring.
const SCHOOL_SHARE: u64 = 4;
/// Minutes that room is left for one of which nothing comes.
const WAITED_FOR: i64 = 60;

/// The folder that they lie in.
pub(super) fn folder(request: &Request) -> PathBuf {
    request.settings.data.join(FOLDER)
}

/// The file of an archive.
pub(super) fn path(request: &Request, id: UploadId) -> PathBuf {
    folder(request).join(format!("{id}.{ENDING}"))
}

/// The file that comes out of a locked archive.
pub(super) fn opened(request: &Request, id: UploadId) -> PathBuf {
    path(request, id).with_extension(OPENED)
}

/// Makes the folder, and looks whether so many bytes more have room beside what must stay free.
pub(super) async fn make_room(request: &Request, bytes: u64) -> Result<()> {
    if free(request).await? > bytes { Ok(()) } else { Err(disk::full()) }
}

/// Looks whether there is room beside all that is on its way to this machine; a school's archives leave room for
/// those of others.
pub(super) async fn room_for(reach: &Reach, bytes: u64) -> Result<()> {
    let request = reach.request();
    let since = request.now.plus_minutes(-WAITED_FOR);
    let (coming,): (i64,) = request
        .db
        .one(
            sql!(
                "select cast(coalesce(sum(bytes - received), 0) as bigint) as n from archive_uploads where state = 'coming'
                   and touched_at > $1"
            ),
            args![since],
        )
        .await?;
    make_room(request, bytes.saturating_add(coming.max(0) as u64)).await?;
    let Some(school) = reach.school() else { return Ok(()) };
    let (own,): (i64,) = request
        .db
        .one(
            sql!(
                "select cast(coalesce(sum(case when state = 'coming' and touched_at <= $2 then received else bytes end), 0)
                             as bigint) as n
                 from archive_uploads where school_id = $1"
            ),
            args![school, since],
        )
        .await?;
    let own = bytes.saturating_add(own.max(0) as u64);
    if free(request).await? / SCHOOL_SHARE > own { Ok(()) } else { Err(disk::full()) }
}

async fn free(request: &Request) -> Result<u64> {
    let folder = folder(request);
    let made = folder.clone();
    aside(move || make(&made)).await?;
    disk::free(folder).await
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

/// Removes all that there is of an archive.
pub(super) async fn remove_all(request: &Request, id: UploadId) {
    remove(&path(request, id)).await;
    remove(&opened(request, id)).await;
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
            let Some((id, ending)) = name.to_str().and_then(|name| name.rsplit_once('.')) else { continue };
            if matches!(ending, ENDING | OPENED) {
                lying.extend(id.parse::<UploadId>().ok());
            }
        }
        Ok(lying)
    })
    .await
}

//! What a server that was killed while it wrote left on its own disk: files named `name#1`, of which no listing of the shelf
//! tells.

use std::fs;
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use model::At;
use model::backup::kept::ShelfKind;

use super::shelf::{BACKUPS, CONTENTS, Shelf};
use crate::backup::disk;

/// Removes those of a shelf that nobody has written to since.
pub(super) async fn sweep(shelf: &Shelf, since: At) -> crate::Result<()> {
    if shelf.kind != ShelfKind::Disk {
        return Ok(());
    }
    let place = PathBuf::from(&shelf.place);
    let since = SystemTime::UNIX_EPOCH + Duration::from_millis(since.0.try_into().unwrap_or_default());
    disk::aside(move || [BACKUPS, CONTENTS].into_iter().try_for_each(|folder| clean(&place.join(folder), since))).await
}

fn clean(folder: &Path, since: SystemTime) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            clean(&entry.path(), since)?;
        } else if entry.file_name().to_str().is_some_and(is_left) && entry.metadata()?.modified()? < since {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether a file's name is of one that is being written.
fn is_left(name: &str) -> bool {
    name.rsplit_once('#').is_some_and(|(_, turn)| !turn.is_empty() && turn.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use object_store::local::LocalFileSystem;

    use super::*;

    #[tokio::test]
    async fn what_a_killed_server_left_goes_after_a_day_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join(BACKUPS).join("platform/backup_a");
        fs::create_dir_all(&deep).unwrap();
        for name in ["rows.zip", "rows.zip#1", "head.json#12", "odd#name"] {
            fs::write(deep.join(name), b"half").unwrap();
        }
        let store = LocalFileSystem::new_with_prefix(folder.path()).unwrap();
        let shelf = Shelf::new(ShelfKind::Disk, folder.path().display().to_string(), Arc::new(store));
        let left = || {
            let mut names: Vec<_> = fs::read_dir(&deep).unwrap().map(|it| it.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let now = store::clock::now();
        sweep(&shelf, now.plus_hours(-1)).await.unwrap();
        assert_eq!(left().len(), 4, "they may be written at this moment");
        sweep(&shelf, now.plus_hours(1)).await.unwrap();
        assert_eq!(left(), ["odd#name", "rows.zip"]);
    }
}

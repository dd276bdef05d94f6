//! The sweep: removes contents that no row names and uploads that never became whole, when they are older than a day.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::Path as Folder;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::stream::StreamExt;
use model::At;
use model::ids::SchoolId;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use store::{args, list, sql};
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::accounts::photo;
use crate::{Result, System, World};

/// Younger than this a content may belong to an upload whose transaction is still to come.
const HOURS: i64 = 24;
/// Contents asked about in one statement.
const BATCH: usize = 500;

/// A content moves to its address, or the sweep looks at its age and removes it: never both at once in this process.
static STORING: RwLock<()> = RwLock::const_new(());

pub(crate) async fn storing() -> RwLockReadGuard<'static, ()> {
    STORING.read().await
}

/// Archives being made. While there is one nothing is removed that a row may have named when it began; the sweep after it
/// does that. It is no lock: uploads go on, as does all of the sweep that is about what never became whole. And it is of
/// this process alone: beside an archive of the command line a server removes what is no longer named, and the archive lists
/// as missing what it did not get to in time.
#[derive(Clone, Debug, Default)]
pub struct Keeping(Arc<AtomicUsize>);

/// What holds contents, until it is dropped.
pub(crate) struct Held(Arc<AtomicUsize>);

impl Keeping {
    /// Begins to hold: a removal that was decided on before is done before this answers.
    pub(crate) async fn hold(&self) -> Held {
        let _storing = storing().await;
        self.0.fetch_add(1, Ordering::SeqCst);
        Held(self.0.clone())
    }

    /// Asked by whoever is alone with [`STORING`].
    fn is_held(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads that never became whole.
    pub unfinished: u64,
    /// Contents and photos that no row names.
    pub unnamed: u64,
}

/// Sweeps the store. `folder` is where a local store lies: the pieces of an upload that was cut off by a crash are
/// not objects yet and are only seen there.
///
/// # Errors
/// As the store and the database answer; what was removed before stays removed.
pub async fn sweep(system: &System, folder: Option<&Folder>) -> Result<Swept> {
    let before = oldest(system.now);
    let mut swept = Swept::default();
    if let Some(folder) = folder {
        swept.unfinished += sweep_pieces(&folder.join("incoming"), before).await?;
    }
    let mut waiting: HashMap<SchoolId, Vec<String>> = HashMap::new();
    let mut objects = system.files.list(None);
    while let Some(object) = objects.next().await {
        let object = object?;
        if !is_old(&object, before) {
            continue;
        }
        match place(&object.location) {
            Some(Place::Incoming) => {
                swept.unfinished += remove(system, &object.location).await?;
            }
            Some(Place::Content(school, sha256)) => {
                let batch = waiting.entry(school).or_default();
                batch.push(sha256);
                if batch.len() >= BATCH {
                    swept.unnamed += remove_unnamed(system, school, std::mem::take(batch), before).await?;
                }
            }
            Some(Place::Photo(sha256)) => {
                swept.unnamed += remove_photo(system, &sha256).await?;
            }
            None => {}
        }
    }
    for (school, batch) in waiting {
        swept.unnamed += remove_unnamed(system, school, batch, before).await?;
    }
    if swept != Swept::default() {
        tracing::info!(unfinished = swept.unfinished, unnamed = swept.unnamed, "files swept");
    }
    Ok(swept)
}

/// What lies in the store.
pub(crate) enum Place {
    Incoming,
    Content(SchoolId, String),
    Photo(String),
}

/// What came before is old enough to be taken.
fn oldest(now: At) -> At {
    now.plus_hours(-HOURS)
}

/// What an object is by its path; `None` for what this module did not put there.
pub(crate) fn place(path: &Path) -> Option<Place> {
    let parts: Vec<_> = path.parts().collect();
    match parts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().as_slice() {
        ["incoming", _] => Some(Place::Incoming),
        ["photos", shelf, sha256] if sha256.starts_with(shelf) => Some(Place::Photo((*sha256).to_owned())),
        [school, shelf, sha256] if sha256.len() == 64 && sha256.starts_with(shelf) => {
            Some(Place::Content(school.parse().ok()?, (*sha256).to_owned()))
        }
        _ => None,
    }
}

/// Whether the sweep of that time takes an object, when no row names it.
pub(crate) fn is_due(object: &ObjectMeta, now: At) -> bool {
    is_old(object, oldest(now))
}

fn is_old(object: &ObjectMeta, before: At) -> bool {
    object.last_modified.timestamp_millis() < before.0
}

async fn remove_unnamed(system: &System, school: SchoolId, batch: Vec<String>, before: At) -> Result<u64> {
    let named: Vec<(String,)> = system
        .db
        .all(
            sql!(
                "select f.sha256 from files f
                 where f.school_id = $1 and f.sha256 in (select value from {list $2})
                 union select c.content from cleared_rows c
                 where c.school_id = $1 and c.content in (select value from {list $2})
                 union select s.logo from schools s where s.id = $1 order by sha256"
            ),
            args![school, list(&batch)],
        )
        .await?;
    let named: HashSet<String> = named.into_iter().map(|(sha256,)| sha256).collect();
    let mut removed = 0;
    for sha256 in batch.iter().filter(|sha256| !named.contains(*sha256)) {
        let path = super::address(school, sha256);
        let _alone = STORING.write().await;
        if system.keeping.is_held() {
            break;
        }
        // It may have been sent again since it was listed.
        match system.files.head(&path).await {
            Ok(object) if is_old(&object, before) => removed += remove(system, &path).await?,
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(removed)
}

/// Removes a photo, unless somebody has it; answers how many that were.
pub(crate) async fn remove_photo(world: &World, sha256: &str) -> Result<u64> {
    let _alone = STORING.write().await;
    if world.keeping.is_held() || photo::is_named(world, sha256).await? {
        Ok(0)
    } else {
        remove(world, &photo::address(sha256)).await
    }
}

/// Removes an object; answers how many that were: none when it vanished meanwhile.
pub(super) async fn remove(world: &World, path: &Path) -> Result<u64> {
    match world.files.delete(path).await {
        Ok(()) => Ok(1),
        Err(object_store::Error::NotFound { .. }) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// The local store writes to `name#1` and renames when the object is whole.
async fn sweep_pieces(incoming: &Folder, before: At) -> Result<u64> {
    let mut entries = match tokio::fs::read_dir(incoming).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let mut removed = 0;
    while let Some(entry) = entries.next_entry().await? {
        let is_piece = entry.file_name().to_string_lossy().contains('#');
        // An upload that ends at this moment takes its piece away itself.
        let about = match entry.metadata().await {
            Ok(about) => about,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        let changed = about.modified()?;
        let age = changed.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis() as i64;
        if is_piece && age < before.0 {
            match tokio::fs::remove_file(entry.path()).await {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(removed)
}

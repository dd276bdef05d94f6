//! The key of a shelf. It is made once and lies there, locked with the passphrase of the settings, so that what each backup
//! holds is locked and opened without the cost of a passphrase.

use std::sync::Arc;
use std::time::Duration;

use model::backup::kept::{Lock as Shows, ShelfKind};
use model::{Error, Problem};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use tokio::sync::Mutex;

use super::runs;
use super::shelf::Shelf;
use crate::backup::lock::{Key, Passphrase};
use crate::{Request, Result};

/// Where it lies.
const KEY: &str = "key.age";
/// How long a page waits for it.
const PATIENCE: Duration = Duration::from_secs(3);

/// The passphrase of the settings, and what it opens.
#[derive(Clone, Debug)]
pub(super) struct Lock {
    passphrase: Passphrase,
    /// The key that was found last.
    found: Arc<Mutex<Option<Found>>>,
}

/// A key as it lies on its shelf, and what came out of it: nothing where the passphrase is not the one of this shelf.
struct Found {
    wrapped: Vec<u8>,
    key: Option<Key>,
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Found {
    fn key(&self) -> Result<Key> {
        self.key.clone().ok_or_else(|| Error::Conflict(Problem::OtherPassphrase).into())
    }
}

impl Lock {
    pub fn new(passphrase: Passphrase) -> Lock {
        Lock { passphrase, found: Arc::default() }
    }

    /// The key that lies on the shelf at this moment. A passphrase takes its time: it is asked for once for each key.
    async fn look(&self, store: &dyn ObjectStore, found: &mut Option<Found>) -> Result<Key> {
        let wrapped = store.get_opts(&Path::from(KEY), Default::default()).await?.bytes().await?.to_vec();
        if let Some(known) = found.as_ref().filter(|known| known.wrapped == wrapped) {
            return known.key();
        }
        let opened = Found { key: unwrapped(wrapped.clone(), &self.passphrase).await?, wrapped };
        found.insert(opened).key()
    }
}

impl Shelf {
    /// What locks and opens what lies here.
    ///
    /// # Errors
    /// `Conflict` without a passphrase in the settings, and with one that is not the shelf's; else as the store answers.
    pub(super) async fn key(&self) -> Result<Key> {
        let lock = self.has_lock()?;
        let mut found = lock.found.lock().await;
        match &*found {
            Some(known) => known.key(),
            None => lock.look(&*self.store, &mut found).await,
        }
    }

    fn has_lock(&self) -> Result<&Lock> {
        self.lock.as_ref().ok_or_else(|| Error::Conflict(Problem::BackupLocked).into())
    }

    /// The same before something is opened: another disk may lie there by now than when the key was found.
    ///
    /// # Errors
    /// As [`Shelf::key`].
    pub(super) async fn must_open(&self) -> Result<()> {
        let lock = self.has_lock()?;
        let mut found = lock.found.lock().await;
        lock.look(&*self.store, &mut found).await.map(|_| ())
    }

    /// The same before something is locked. A shelf without a key gets one, but for one where locked backups should lie: it is
    /// not mounted, more likely than that its key is gone, and what was locked with another would open for nobody later.
    ///
    /// # Errors
    /// As [`Shelf::key`].
    pub(super) async fn must_lock(&self, request: &Request) -> Result<()> {
        let Some(lock) = &self.lock else { return Ok(()) };
        let mut found = lock.found.lock().await;
        let looked = lock.look(&*self.store, &mut found).await;
        if !looked.as_ref().is_err_and(is_absent) {
            return looked.map(|_| ());
        }
        // A bucket is never unmounted: one that answers and is empty is a new one, as one that is misspelt is not there.
        let is_new = self.kind == ShelfKind::S3 && super::sweep::is_bare(self).await?;
        if !is_new && runs::any_locked(request, self.kind).await? {
            return looked.map(|_| ());
        }
        make(&*self.store, &lock.passphrase).await?;
        // What lies there is what opens later, whoever put it there.
        lock.look(&*self.store, &mut found).await.map(|_| ())
    }

    /// What is told of backups that are locked here. Nobody waits long for a store that does not answer: there is a
    /// passphrase then, and nothing says that it is another one.
    pub(super) async fn shows(&self) -> Shows {
        match tokio::time::timeout(PATIENCE, self.key()).await {
            Ok(Ok(_)) => Shows::Opens,
            Ok(Err(crate::Error::Refused(Error::Conflict(Problem::OtherPassphrase)))) => Shows::Other,
            Ok(Err(crate::Error::Refused(_))) => Shows::Missing,
            Ok(Err(error)) => {
                tracing::warn!(?error, shelf = self.kind.text(), "a shelf of backups does not answer");
                Shows::Opens
            }
            Err(_) => {
                tracing::warn!(shelf = self.kind.text(), "a shelf of backups does not answer in time");
                Shows::Opens
            }
        }
    }

    /// Locks the key anew. What lies on the shelf stays as it is.
    ///
    /// # Errors
    /// `NotFound` where nothing was ever locked; `Conflict` when neither passphrase is the shelf's, one of which it has when
    /// this was broken off between two shelves; else as the store answers.
    pub async fn change_passphrase(&self, old: &Passphrase, new: &Passphrase) -> Result<()> {
        let path = Path::from(KEY);
        let Some(wrapped) = wrapped(&*self.store, &path).await? else { return Err(Error::NotFound.into()) };
        let Some(key) = unwrapped(wrapped.clone(), old).await? else {
            let is_changed = unwrapped(wrapped, new).await?.is_some();
            return if is_changed { Ok(()) } else { Err(Error::Conflict(Problem::OtherPassphrase).into()) };
        };
        let made = locked(key, new).await?;
        self.store.put(&path, PutPayload::from(made)).await?;
        Ok(())
    }
}

/// Whether backups are made open on a shelf where others lie locked: the settings have lost their passphrase, or it was
/// taken out on purpose. They are made all the same, for one that anybody may read is better than none; it is told instead.
pub(super) async fn is_lost(request: &Request) -> Result<bool> {
    for shelf in request.shelves.iter().filter(|shelf| !shelf.locks()) {
        if runs::any_locked(request, shelf.kind).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a shelf answers that it has no key.
pub(super) fn is_absent(error: &crate::Error) -> bool {
    let crate::Error::Fault(cause) = error else { return false };
    matches!(cause.downcast_ref::<object_store::Error>(), Some(object_store::Error::NotFound { .. }))
}

async fn make(store: &dyn ObjectStore, passphrase: &Passphrase) -> Result<()> {
    let made = PutPayload::from(locked(Key::generate(), passphrase).await?);
    match store.put_opts(&Path::from(KEY), made, PutMode::Create.into()).await {
        // Another server may have been quicker.
        Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn wrapped(store: &dyn ObjectStore, path: &Path) -> Result<Option<Vec<u8>>> {
    match store.get_opts(path, Default::default()).await {
        Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn unwrapped(wrapped: Vec<u8>, passphrase: &Passphrase) -> Result<Option<Key>> {
    let passphrase = passphrase.clone();
    let key = tokio::task::spawn_blocking(move || Key::unwrap(&wrapped, &passphrase)).await.map_err(anyhow::Error::from)?;
    Ok(key?)
}

async fn locked(key: Key, passphrase: &Passphrase) -> Result<Vec<u8>> {
    let passphrase = passphrase.clone();
    let made = tokio::task::spawn_blocking(move || key.wrap(&passphrase)).await.map_err(anyhow::Error::from)?;
    Ok(made?)
}

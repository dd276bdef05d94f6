//! The key of a shelf. It is made once and lies there, locked with the passphrase of the settings, so that what each backup
//! holds is locked and opened without the cost of a passphrase.

use std::sync::Arc;

use model::backup::kept::Lock as Shows;
use model::{Error, Problem};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use tokio::sync::OnceCell;

use super::runs;
use super::shelf::Shelf;
use crate::backup::lock::{Key, Passphrase};
use crate::{Request, Result};

/// Where it lies.
const KEY: &str = "key.age";

/// The passphrase of the settings, and what it opens.
#[derive(Clone, Debug)]
pub(super) struct Lock {
    passphrase: Passphrase,
    /// Found out once in a process; nothing where the passphrase is not the one of this shelf.
    key: Arc<OnceCell<Option<Key>>>,
}

impl Lock {
    pub fn new(passphrase: Passphrase) -> Lock {
        Lock { passphrase, key: Arc::default() }
    }
}

impl Shelf {
    /// What locks and opens what lies here.
    ///
    /// # Errors
    /// `Conflict` without a passphrase in the settings, and with one that is not the shelf's; else as the store answers.
    pub(super) async fn key(&self) -> Result<Key> {
        let Some(lock) = &self.lock else { return Err(Error::Conflict(Problem::BackupLocked).into()) };
        let key = lock.key.get_or_try_init(|| found_or_made(&*self.store, &lock.passphrase)).await?;
        key.clone().ok_or_else(|| Error::Conflict(Problem::OtherPassphrase).into())
    }

    /// What is told of backups that are locked here.
    pub(super) async fn shows(&self) -> Shows {
        match self.key().await {
            Ok(_) => Shows::Opens,
            Err(crate::Error::Refused(Error::Conflict(Problem::OtherPassphrase))) => Shows::Other,
            Err(crate::Error::Refused(_)) => Shows::Missing,
            Err(error) => {
                tracing::warn!(?error, shelf = self.kind.text(), "a shelf of backups does not answer");
                Shows::Missing
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

async fn found_or_made(store: &dyn ObjectStore, passphrase: &Passphrase) -> Result<Option<Key>> {
    let path = Path::from(KEY);
    if let Some(wrapped) = wrapped(store, &path).await? {
        return unwrapped(wrapped, passphrase).await;
    }
    let made = PutPayload::from(locked(Key::generate(), passphrase).await?);
    match store.put_opts(&path, made, PutMode::Create.into()).await {
        // Another server may have been quicker.
        Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    // What lies there is what opens later, whoever put it there.
    match wrapped(store, &path).await? {
        Some(wrapped) => unwrapped(wrapped, passphrase).await,
        None => Err(anyhow::anyhow!("{KEY} was written and is not there").into()),
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

//! The seal of an archive: by it a platform knows its own archives again, as they were written. It is made over the list,
//! which holds the hash of every other part.

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{BufReader, Error, Read};
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use store::{Db, args, sql};
use zip::ZipArchive;

use super::archive::contents::{Contents, NAME};
use crate::{Result, secrets};

/// Its place in the archive, before the list.
pub(super) const SEAL: &str = "seal.json";
/// Bytes it has at most.
pub(super) const MOST: u64 = 1024;

#[derive(Serialize, Deserialize)]
pub(super) struct Seal {
    /// In hexadecimal.
    hmac: String,
}

impl Seal {
    pub fn read(text: &[u8]) -> Option<Seal> {
        serde_json::from_slice(text).ok()
    }
}

/// What this platform seals with, and no other. No log shows it.
#[derive(Clone)]
pub(super) struct SealKey(String);

impl SealKey {
    /// The one of this platform.
    pub async fn of(db: &Db) -> Result<SealKey> {
        let (value,): (String,) = db.one(sql!("select value from secrets where name = 'archives'"), args![]).await?;
        Ok(SealKey(value))
    }

    fn hmac(&self, list: &[u8]) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).map_err(anyhow::Error::from)?;
        mac.update(list);
        Ok(secrets::hex(&mac.finalize().into_bytes()))
    }

    /// The seal of a list, as it stands in the archive.
    pub fn seal(&self, list: &[u8]) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&Seal { hmac: self.hmac(list)? })?)
    }
}

/// Whether this platform wrote an archive, as it is. To be asked of one that was found whole, with the list it was found
/// whole by: that is true then, and no longer than it should be.
///
/// # Errors
/// When it cannot be read any more.
pub(super) async fn is_ours(db: &Db, path: &Path, contents: &Contents) -> Result<bool> {
    let (key, path) = (SealKey::of(db).await?, path.to_owned());
    let read = tokio::task::spawn_blocking(move || read(&path)).await.map_err(anyhow::Error::from)??;
    let Some((list, seal)) = read else { return Ok(false) };
    let is_that_list = serde_json::from_slice::<Contents>(&list).is_ok_and(|list| list == *contents);
    Ok(is_that_list && secrets::same(&key.hmac(&list)?, &seal.hmac))
}

/// The list and the seal on it; nothing where there is none, or none that can be one.
fn read(path: &Path) -> std::io::Result<Option<(Vec<u8>, Seal)>> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(Error::other)?;
    if zip.index_for_name(SEAL).is_none() {
        return Ok(None);
    }
    let mut text = Vec::new();
    zip.by_name(SEAL).map_err(Error::other)?.take(MOST).read_to_end(&mut text)?;
    let Some(seal) = Seal::read(&text) else { return Ok(None) };
    let mut list = Vec::new();
    zip.by_name(NAME).map_err(Error::other)?.read_to_end(&mut list)?;
    Ok(Some((list, seal)))
}

//! A file on its way in: hashed, measured and looked at while it streams to the store, laid aside when it is whole and
//! given its address when it is kept. What is broken off leaves nothing; what a crash leaves, the sweep finds.

use bytes::Bytes;
use model::ids::{FileId, SchoolId};
use model::{Error, Problem};
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

use super::films::Film;
use super::{address, kinds, most_bytes, names, sweep};
use crate::{Request, Result, World, secrets};

/// Parts in flight to the store: what an upload can hold in memory is this and one more times five megabytes.
const PARTS: usize = 2;

/// A whole file in the store, at its address, not yet named by a row. Only [`Sealed::keep`] makes one.
#[derive(Clone, Debug)]
pub struct Upload {
    school: SchoolId,
    name: String,
    media_type: &'static str,
    bytes: i64,
    sha256: String,
}

impl Upload {
    /// Whose content it is: rows of other schools cannot name it.
    pub fn school(&self) -> SchoolId {
        self.school
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }
    pub fn bytes(&self) -> i64 {
        self.bytes
    }
    /// In hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// A file being received.
pub struct Incoming {
    world: World,
    school: SchoolId,
    name: String,
    path: Path,
    writer: WriteMultipart,
    /// A film or a sound out of which is taken what it tells.
    film: Option<Film>,
    hash: Sha256,
    head: Vec<u8>,
    bytes: i64,
}

fn refuse(name: &str, problem: Problem) -> crate::Error {
    Error::file("files", problem, name).into()
}

impl Incoming {
    /// Begins to receive a file of that name.
    ///
    /// # Errors
    /// `Invalid` on `files` with [`Problem::FileTypeRefused`] for an ending that is not taken.
    pub async fn start(request: &Request, school: SchoolId, name: &str) -> Result<Incoming> {
        let name = names::clean(name);
        if !kinds::is_taken(&name) {
            return Err(refuse(&name, Problem::FileTypeRefused));
        }
        let path = Path::from(format!("incoming/{}", FileId::new()));
        let writer = WriteMultipart::new(request.files.put_multipart(&path).await?);
        let (hash, head) = (Sha256::new(), Vec::with_capacity(kinds::HEAD));
        Ok(Incoming { world: request.world.clone(), school, name, path, writer, film: None, hash, head, bytes: 0 })
    }

    /// What a film or a sound tells beside what it shows is taken out of it on its way.
    #[must_use]
    pub fn without_traces(mut self) -> Incoming {
        self.film = Film::named(&self.name);
        self
    }

    /// Takes the next bytes. After an error the file is gone; [`Incoming::abort`] removes what arrived.
    ///
    /// # Errors
    /// `Invalid` on `files` with [`Problem::FileTooLarge`] at the first byte too many, with [`Problem::FileTypeRefused`] for a
    /// film that is none.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        let clean = match &mut self.film {
            Some(film) => film.pass(&bytes).map(Bytes::from),
            None => Some(bytes),
        };
        let clean = clean.ok_or_else(|| refuse(&self.name, Problem::FileTypeRefused))?;
        self.put(clean).await
    }

    async fn put(&mut self, bytes: Bytes) -> Result<()> {
        self.bytes += bytes.len() as i64;
        if self.bytes > most_bytes() {
            return Err(refuse(&self.name, Problem::FileTooLarge(most_bytes() as u64)));
        }
        let missing = kinds::HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        self.hash.update(&bytes);
        self.writer.wait_for_capacity(PARTS).await?;
        self.writer.put(bytes);
        Ok(())
    }

    /// Bytes so far.
    pub fn bytes(&self) -> i64 {
        self.bytes
    }

    /// The file is whole: looks at what it is. It lies aside until it is kept or discarded.
    ///
    /// # Errors
    /// `Invalid` on `files`: [`Problem::FileEmpty`], [`Problem::FileTypeRefused`]. Nothing is left behind.
    pub async fn seal(mut self) -> Result<Sealed> {
        let rest = self.film.take().map_or(Some(Vec::new()), Film::end);
        let is_whole = rest.is_some();
        if let Err(error) = self.put(rest.unwrap_or_default().into()).await {
            self.abort().await;
            return Err(error);
        }
        let problem = match kinds::media_type(&self.name, &self.head) {
            _ if self.bytes == 0 => Problem::FileEmpty,
            Some(media_type) if is_whole => {
                let sha256 = secrets::hex(&self.hash.finalize());
                let upload = Upload { school: self.school, name: self.name, media_type, bytes: self.bytes, sha256 };
                let sealed = Sealed { world: self.world, path: Some(self.path), upload };
                self.writer.finish().await?;
                return Ok(sealed);
            }
            _ => Problem::FileTypeRefused,
        };
        let refused = refuse(&self.name, problem);
        self.abort().await;
        Err(refused)
    }

    /// Removes what arrived.
    pub async fn abort(self) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(path = %self.path, %error, "an upload broken off could not be removed; the sweep will");
        }
    }
}

/// A whole file that lies aside: the form around it may still be refused. Dropped, it is removed.
pub struct Sealed {
    world: World,
    /// Where it lies; `None` once it is kept or discarded.
    path: Option<Path>,
    upload: Upload,
}

impl Sealed {
    /// Gives the file its address. This comes before the transaction that names it, so that no row ever names a content
    /// that is not there.
    ///
    /// # Errors
    /// As the store answers.
    pub async fn keep(mut self) -> Result<Upload> {
        // Also over a content that is there already: its age begins anew, which keeps the sweep away from it.
        let _storing = sweep::storing().await;
        if let Some(path) = &self.path {
            self.world.files.rename(path, &address(self.upload.school, &self.upload.sha256)).await?;
        }
        self.path = None;
        Ok(self.upload.clone())
    }

    /// Throws the file away.
    pub async fn discard(mut self) {
        if let Some(path) = self.path.take() {
            remove(&self.world, &path).await;
        }
    }
}

impl Drop for Sealed {
    /// The sender went away in the middle of the form, or the store failed. Without a runtime the sweep finds it.
    fn drop(&mut self) {
        if let (Some(path), Ok(runtime)) = (self.path.take(), tokio::runtime::Handle::try_current()) {
            let world = self.world.clone();
            runtime.spawn(async move { remove(&world, &path).await });
        }
    }
}

async fn remove(world: &World, path: &Path) {
    if let Err(error) = sweep::remove(world, path).await {
        tracing::warn!(%path, ?error, "a refused upload could not be removed; the sweep will");
    }
}

/// Stores a file that is in memory: for seeds.
///
/// # Errors
/// As [`Incoming`].
pub async fn keep(request: &Request, school: SchoolId, name: &str, content: Bytes) -> Result<Upload> {
    lay_aside(request, school, name, content).await?.keep().await
}

/// Lays a file aside that is in memory.
///
/// # Errors
/// As [`Incoming`].
pub async fn lay_aside(request: &Request, school: SchoolId, name: &str, content: Bytes) -> Result<Sealed> {
    let mut incoming = Incoming::start(request, school, name).await?;
    match incoming.write(content).await {
        Ok(()) => incoming.seal().await,
        Err(error) => {
            incoming.abort().await;
            Err(error)
        }
    }
}

/// A whole file that lies aside, and of a picture what was made of it.
pub struct Piece {
    pub(super) file: Sealed,
    /// Width and height.
    pub(super) sides: Option<(u32, u32)>,
    pub(super) small: Option<Sealed>,
}

/// A file at its address, not yet named by a row, with the small picture beside it.
#[derive(Clone, Debug)]
pub struct Kept {
    pub file: Upload,
    pub sides: Option<(u32, u32)>,
    pub small: Option<Upload>,
}

impl Kept {
    /// Every content of it.
    pub fn contents(&self) -> impl Iterator<Item = &Upload> {
        std::iter::once(&self.file).chain(&self.small)
    }
}

impl From<Sealed> for Piece {
    fn from(file: Sealed) -> Piece {
        Piece { file, sides: None, small: None }
    }
}

impl Piece {
    /// Bytes of all of it.
    pub fn bytes(&self) -> i64 {
        self.file.upload.bytes + self.small.as_ref().map_or(0, |small| small.upload.bytes)
    }

    /// As [`Sealed::keep`].
    ///
    /// # Errors
    /// As the store answers.
    pub async fn keep(self) -> Result<Kept> {
        let small = match self.small {
            Some(small) => Some(small.keep().await?),
            None => None,
        };
        Ok(Kept { file: self.file.keep().await?, sides: self.sides, small })
    }

    /// Throws it away.
    pub async fn discard(self) {
        self.file.discard().await;
        if let Some(small) = self.small {
            small.discard().await;
        }
    }
}

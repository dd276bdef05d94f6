//! Locking away with age (age-encryption.org): what is written leaves encrypted piece by piece, and comes back the same way,
//! however large it is. What is locked here opens with the `age` command line tool too.

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::File;
use std::io::{Cursor, Error, ErrorKind, Read, Result, Write};
use std::iter::once;
use std::path::Path;
use std::sync::Arc;

use age::secrecy::{ExposeSecret, SecretString};
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor};
use bytes::Bytes;
use futures::io::AsyncReadExt;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use model::limits;
use tempfile::NamedTempFile;

use super::made::Made;
use super::restore::OPENED;

/// What guessing a passphrase costs, as a power of two: half a second and 128 MiB. Tests have a short life.
const WORK: u8 = if cfg!(test) { 8 } else { 17 };
/// The most that is paid for opening what somebody else locked.
const MOST_WORK: u8 = 22;
/// Bytes that are locked at once, and those that each such piece has more then.
const PIECE: u64 = 64 * 1024;
const TAG: u64 = 16;
/// Bytes between the header and the first piece.
const NONCE: u64 = 16;
/// What all that is locked begins with.
pub(super) const BEGINNING: &[u8] = b"age-encryption.org/v1";
/// Where a header ends: its last line begins so.
const LAST_LINE: &[u8] = b"\n--- ";
/// Bytes from the beginning that hold a whole header, with what age adds to it by chance.
pub(super) const HEADER: u64 = 2048;

/// What a person chose to lock with. No log shows it.
#[derive(Clone)]
pub struct Passphrase(Arc<str>);

impl Passphrase {
    /// Nothing where it is too short, or too long.
    pub fn new(words: &str) -> Option<Passphrase> {
        limits::PASSPHRASE.contains(&words.chars().count()).then(|| Passphrase(words.into()))
    }

    fn secret(&self) -> SecretString {
        SecretString::from(self.0.to_string())
    }

    fn recipient(&self) -> age::scrypt::Recipient {
        let mut recipient = age::scrypt::Recipient::new(self.secret());
        recipient.set_work_factor(WORK);
        recipient
    }

    fn identity(&self, most: u8) -> age::scrypt::Identity {
        let mut identity = age::scrypt::Identity::new(self.secret());
        identity.set_max_work_factor(most);
        identity
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What opens what was locked with it, without the cost of a passphrase.
#[derive(Clone)]
pub(super) struct Key(Arc<age::x25519::Identity>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Key {
    pub fn generate() -> Key {
        Key(Arc::new(age::x25519::Identity::generate()))
    }

    /// The key locked with a passphrase, as it lies somewhere. It takes its time: for a thread of its own.
    pub fn wrap(&self, with: &Passphrase) -> Result<Vec<u8>> {
        let mut locking = Locking::with_passphrase(with)?;
        locking.add(self.0.to_string().expose_secret().as_bytes())?;
        locking.add(b"\n")?;
        locking.finish()
    }

    /// The key out of what [`Key::wrap`] made; nothing where it was made with another passphrase. For a thread of its own.
    ///
    /// # Errors
    /// When it is no key at all.
    pub fn unwrap(wrapped: &[u8], with: &Passphrase) -> Result<Option<Key>> {
        let Some(mut open) = unlock(Cursor::new(wrapped), with)? else { return Ok(None) };
        let mut text = String::new();
        open.read_to_string(&mut text)?;
        let identity = text.trim().parse::<age::x25519::Identity>();
        let identity = identity.map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
        Ok(Some(Key(Arc::new(identity))))
    }
}

/// What was locked, as it comes out open.
pub(super) type Open<R> = StreamReader<R>;

/// What a passphrase locks, open; nothing where it was locked with another one. It takes its time: for a thread of its own.
///
/// # Errors
/// When it cannot be read, or was not locked with a passphrase.
pub(super) fn unlock<R: Read>(locked: R, with: &Passphrase) -> Result<Option<Open<R>>> {
    unlock_within(locked, with, MOST_WORK)
}

/// The same, where no more may be paid for it than that power of two.
///
/// # Errors
/// As [`unlock`]; `InvalidData` for what costs more.
pub(super) fn unlock_within<R: Read>(locked: R, with: &Passphrase, most: u8) -> Result<Option<Open<R>>> {
    let decryptor = Decryptor::new(locked).map_err(told)?;
    if !decryptor.is_scrypt() {
        return Err(Error::new(ErrorKind::InvalidData, "it is not locked with a passphrase"));
    }
    match decryptor.decrypt(once(&with.identity(most) as &dyn age::Identity)) {
        Ok(open) => Ok(Some(open)),
        Err(DecryptError::Io(error)) => Err(error),
        Err(error @ DecryptError::ExcessiveWork { .. }) => Err(told(error)),
        Err(_) => Ok(None),
    }
}

/// An archive that was locked, open in a file that goes with this.
#[derive(Debug)]
pub struct Opened(NamedTempFile);

impl Opened {
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What a passphrase locks in a file, open in another one for this user alone, which goes with the answer; nothing where it
/// was locked with another one. It takes its time: for a thread of its own.
///
/// # Errors
/// As [`unlock`], and when it is not as it was locked.
pub fn opened(path: &Path, with: &Passphrase, folder: &Path) -> Result<Option<Opened>> {
    let Some(mut open) = unlock(File::open(path)?, with)? else { return Ok(None) };
    // Where this process is killed, a staging of the next days takes it away.
    let mut file = tempfile::Builder::new().prefix(OPENED).suffix(".zip").tempfile_in(folder)?;
    std::io::copy(&mut open, &mut file)?;
    file.flush()?;
    Ok(Some(Opened(file)))
}

/// Locks what is added. What came of it is taken out again and again.
pub(super) struct Locking {
    writer: StreamWriter<Made>,
    made: Made,
}

impl Locking {
    pub fn with_key(key: &Key) -> Result<Locking> {
        Locking::to(&key.0.to_public())
    }

    /// It takes its time: for a thread of its own.
    pub fn with_passphrase(passphrase: &Passphrase) -> Result<Locking> {
        Locking::to(&passphrase.recipient())
    }

    fn to(recipient: &dyn age::Recipient) -> Result<Locking> {
        let made = Made::default();
        let encryptor = Encryptor::with_recipients(once(recipient)).map_err(|error| Error::other(error.to_string()))?;
        let writer = encryptor.wrap_output(made.clone()).map_err(|error| Error::other(error.to_string()))?;
        Ok(Locking { writer, made })
    }

    pub fn add(&mut self, piece: &[u8]) -> Result<()> {
        self.writer.write_all(piece)
    }

    /// What came of it since this was asked for last.
    pub fn take(&self) -> Vec<u8> {
        let mut taken = Vec::new();
        self.made.take(&mut taken);
        taken
    }

    /// The end. Without it no reader takes the rest for whole.
    pub fn finish(self) -> Result<Vec<u8>> {
        let Locking { writer, made } = self;
        writer.finish()?;
        let mut taken = Vec::new();
        made.take(&mut taken);
        Ok(taken)
    }
}

/// What is read, locked on its way.
pub(super) fn lock(locking: Locking, open: BoxStream<'static, Result<Bytes>>) -> BoxStream<'static, Result<Bytes>> {
    let pieces = futures::stream::try_unfold((Some(locking), open), |(locking, mut open)| async move {
        let Some(mut locking) = locking else { return Ok::<_, Error>(None) };
        while let Some(piece) = open.try_next().await? {
            locking.add(&piece)?;
            let taken = locking.take();
            if !taken.is_empty() {
                return Ok(Some((Bytes::from(taken), (Some(locking), open))));
            }
        }
        Ok(Some((Bytes::from(locking.finish()?), (None, open))))
    });
    pieces.boxed()
}

/// What was locked with a key, as it is read.
///
/// # Errors
/// `InvalidData` or `UnexpectedEof`, here and in the stream, when it is not as it was locked; else as it is read.
pub(super) async fn open(key: &Key, locked: BoxStream<'static, Result<Bytes>>) -> Result<BoxStream<'static, Result<Bytes>>> {
    let decryptor = Decryptor::new_async(locked.into_async_read()).await.map_err(told)?;
    let reader = decryptor.decrypt_async(once(&*key.0 as &dyn age::Identity)).map_err(told)?;
    let pieces = futures::stream::try_unfold(reader, |mut reader| async move {
        let mut piece = vec![0; PIECE as usize];
        let count = AsyncReadExt::read(&mut reader, &mut piece).await?;
        piece.truncate(count);
        Ok::<_, Error>((count > 0).then(|| (Bytes::from(piece), reader)))
    });
    Ok(pieces.boxed())
}

/// How many bytes were locked, told from the beginning of what came of them and from its size; nothing where that is not
/// the beginning of such.
pub(super) fn bytes(beginning: &[u8], size: u64) -> Option<u64> {
    let line = beginning.windows(LAST_LINE.len()).position(|it| it == LAST_LINE)? + 1;
    let header = line + beginning[line..].iter().position(|byte| *byte == b'\n')? + 1;
    let pieces = size.checked_sub(header as u64 + NONCE)?;
    pieces.checked_sub(pieces.div_ceil(PIECE + TAG).max(1) * TAG)
}

fn told(error: DecryptError) -> Error {
    match error {
        DecryptError::Io(error) => error,
        other => Error::new(ErrorKind::InvalidData, other.to_string()),
    }
}

//! How a download leaves: written by a task, taken by the client, with a bounded channel between the two, so that
//! memory is the same for a thousand rows and a million.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::Instant;

use super::archive::contents::Sum;
use super::kept::Writing;
use super::lock::{self, Locking, Passphrase};
use crate::Result;

/// A file being made while it is sent.
pub struct Download {
    pub file_name: String,
    pub media_type: &'static str,
    /// An error in it breaks the connection off: a file cut short is never taken for a whole one.
    pub body: BoxStream<'static, std::io::Result<Bytes>>,
}

impl Download {
    /// The same, locked with a passphrase.
    ///
    /// # Errors
    /// As the machine answers.
    pub async fn locked(self, with: &Passphrase) -> Result<Download> {
        let with = with.clone();
        let locking =
            tokio::task::spawn_blocking(move || Locking::with_passphrase(&with)).await.map_err(anyhow::Error::from)??;
        Ok(Download {
            file_name: format!("{}.age", self.file_name),
            media_type: "application/octet-stream",
            body: lock::lock(locking, self.body),
        })
    }
}

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces that may wait for the client.
const WAITING: usize = 4;
/// How long a client may take no piece before its download ends: each holds a database connection.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that a client takes in a second at least, beside that patience.
const LEAST: u64 = 16 * 1024;
/// Downloads at a time, for the same reason.
const AT_A_TIME: usize = 2;
/// Archives at a time: their files come after the rows, without a connection, but may take long, and no sweep removes
/// anything meanwhile.
const ARCHIVES: usize = 2;
/// Seconds until a refused download may be tried again.
const LATER: u32 = 10;

/// The places for downloads of this process.
#[derive(Clone, Debug)]
pub struct Places {
    rows: Arc<Semaphore>,
    archives: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        Places { rows: Arc::new(Semaphore::new(AT_A_TIME)), archives: Arc::new(Semaphore::new(ARCHIVES)) }
    }
}

/// The right to hold a connection, or to be one of the archives, until it is dropped.
pub(crate) type Place = OwnedSemaphorePermit;

impl Places {
    /// Takes a place, or says when to come back.
    pub(crate) fn take(&self) -> Result<Place> {
        place(&self.rows)
    }

    /// The same for what nobody waits for in front of a screen: it comes to its turn.
    pub(crate) async fn wait(&self) -> Result<Place> {
        Ok(self.rows.clone().acquire_owned().await.map_err(anyhow::Error::from)?)
    }

    /// Takes the two places of an archive: one for its rows, to be given back after them, and one for all of it.
    pub(crate) fn take_archive(&self) -> Result<(Place, Place)> {
        let archive = place(&self.archives)?;
        Ok((self.take()?, archive))
    }
}

fn place(of: &Arc<Semaphore>) -> Result<Place> {
    of.clone().try_acquire_owned().map_err(|_| model::Error::TooMany(LATER).into())
}

/// How fast a client is: what it took, and how long it was waited for. The time in which nothing was ready is not its.
#[derive(Debug, Default)]
struct Pace {
    taken: u64,
    waited: Duration,
}

impl Pace {
    /// How long the next piece may wait.
    fn left(&self) -> Duration {
        let allowed = PATIENCE + Duration::from_secs(self.taken / LEAST);
        allowed.saturating_sub(self.waited).min(PATIENCE)
    }

    fn took(&mut self, bytes: usize, waited: Duration) {
        self.taken = self.taken.saturating_add(bytes as u64);
        self.waited = self.waited.saturating_add(waited);
    }
}

/// Where a download, or a backup, is written to.
pub(crate) struct Out {
    pub buffer: Vec<u8>,
    to: To,
}

enum To {
    /// It must take what it asked for.
    Client {
        pace: Pace,
        sender: mpsc::Sender<std::io::Result<Bytes>>,
    },
    Shelf(Box<Writing>),
}

impl Out {
    fn new(to: To) -> Out {
        Out { buffer: Vec::with_capacity(PIECE + PIECE / 4), to }
    }

    /// What is written lies on a shelf after [`Out::finish`].
    pub fn onto(writing: Writing) -> Out {
        Out::new(To::Shelf(Box::new(writing)))
    }

    /// Sends what is written when it makes a piece.
    pub async fn pass(&mut self) -> Result<()> {
        if self.buffer.len() >= PIECE { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE + PIECE / 4)));
        match &mut self.to {
            To::Client { pace, sender } => {
                let (bytes, begun) = (piece.len(), Instant::now());
                let sent = sender.send_timeout(Ok(piece), pace.left()).await;
                pace.took(bytes, begun.elapsed());
                sent.map_err(|_| anyhow::anyhow!("the client went away or is too slow").into())
            }
            To::Shelf(writing) => writing.put(piece).await,
        }
    }

    /// Leaves nothing behind on a shelf.
    pub async fn abort(self) {
        if let To::Shelf(writing) = self.to {
            writing.abort().await;
        }
    }

    /// Ends what goes to a shelf; answers what it is known by.
    pub async fn finish(mut self) -> Result<Sum> {
        self.flush().await?;
        match self.to {
            To::Shelf(writing) => writing.finish().await,
            To::Client { .. } => Err(anyhow::anyhow!("a download ends with its writer").into()),
        }
    }
}

/// Runs the writer and answers what it writes.
pub(crate) fn run<W, F>(place: Place, write: W) -> BoxStream<'static, std::io::Result<Bytes>>
where
    W: FnOnce(Out) -> F,
    F: Future<Output = (Out, Result<()>)> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(WAITING);
    let client = sender.clone();
    let writing = write(Out::new(To::Client { pace: Pace::default(), sender }));
    tokio::spawn(async move {
        let (mut out, mut written) = writing.await;
        if written.is_ok() {
            written = out.flush().await;
        }
        if let Err(error) = written {
            tracing::warn!(error = ?error, "a download broke off");
            let broken = std::io::Error::other("the download broke off");
            let _ = client.send_timeout(Err(broken), PATIENCE).await;
        }
        drop(place);
    });
    receive(receiver)
}

fn receive(mut receiver: mpsc::Receiver<std::io::Result<Bytes>>) -> BoxStream<'static, std::io::Result<Bytes>> {
    futures::stream::poll_fn(move |context| receiver.poll_recv(context)).boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// How many pieces a client gets that lets each wait for so long; `None` where it gets a hundred thousand.
    fn pieces(wait: Duration) -> Option<u32> {
        let mut pace = Pace::default();
        for piece in 0..100_000 {
            if pace.left() < wait {
                return Some(piece);
            }
            pace.took(PIECE, wait);
        }
        None
    }

    #[test]
    fn a_client_may_be_slow_but_not_for_ever() {
        assert_eq!(pieces(SECOND * 61), Some(0), "no piece waits longer than a minute");
        assert_eq!(pieces(SECOND * 59), Some(1), "the first one, but not again and again");
        assert_eq!(pieces(SECOND * 5), Some(56), "a little below the least pace the minute is used up in the end");
        assert_eq!(pieces(SECOND * 4), None, "64 KiB in four seconds is the least pace");
        assert_eq!(pieces(Duration::ZERO), None);
    }

    #[test]
    fn who_was_fast_before_still_may_not_stop_for_more_than_a_minute() {
        let mut pace = Pace::default();
        pace.took(1024 * 1024 * 1024, SECOND);
        assert_eq!(pace.left(), PATIENCE);
        pace.took(0, SECOND * 1_000_000);
        assert_eq!(pace.left(), Duration::ZERO);
    }
}

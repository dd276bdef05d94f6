//! How a download leaves: written by a task, taken by the client, with a bounded channel between the two, so that
//! memory is the same for a thousand rows and a million.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, ready};
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
/// Backups that the server makes for itself at a time, each of its rows with a connection too. They have places of their
/// own: no download, however slow, holds up what has to be there before something is cleared or put back.
const BACKUPS: usize = 2;
/// Kept backups that are put together in a file at a time: they hold no connection, and may take long.
const FETCHES: usize = 2;
/// Archives at a time: their files come after the rows, without a connection, but may take long, and no sweep removes
/// anything meanwhile.
const ARCHIVES: usize = 2;
/// Seconds until a refused download may be tried again.
const LATER: u32 = 10;

/// The places for downloads of this process.
#[derive(Clone, Debug)]
pub struct Places {
    rows: Arc<Semaphore>,
    backups: Arc<Semaphore>,
    fetches: Arc<Semaphore>,
    archives: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Places { rows: places(AT_A_TIME), backups: places(BACKUPS), fetches: places(FETCHES), archives: places(ARCHIVES) }
    }
}

/// The right to hold a connection, or to be one of the archives, until it is dropped.
pub(crate) type Place = OwnedSemaphorePermit;

impl Places {
    /// Takes a place, or says when to come back.
    pub(crate) fn take(&self) -> Result<Place> {
        place(&self.rows)
    }

    /// The same for a backup that the server makes for itself: it comes to its turn.
    pub(crate) async fn wait(&self) -> Result<Place> {
        Ok(self.backups.clone().acquire_owned().await.map_err(anyhow::Error::from)?)
    }

    /// The same for a kept backup that is put together in a file.
    pub(crate) async fn wait_to_fetch(&self) -> Result<Place> {
        Ok(self.fetches.clone().acquire_owned().await.map_err(anyhow::Error::from)?)
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
        sender: mpsc::Sender<Bytes>,
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
                let sent = sender.send_timeout(piece, pace.left()).await;
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
    let writing = write(Out::new(To::Client { pace: Pace::default(), sender }));
    let whole = Arc::new(AtomicBool::new(false));
    let to_be_whole = whole.clone();
    tokio::spawn(async move {
        let (mut out, mut written) = writing.await;
        if written.is_ok() {
            written = out.flush().await;
        }
        drop(place);
        match written {
            // Said before the channel ends with what writes to it.
            Ok(()) => to_be_whole.store(true, Ordering::Release),
            Err(error) => tracing::warn!(error = ?error, "a download broke off"),
        }
        drop(out);
    });
    receive(receiver, whole)
}

/// What comes, and an error at the end of what is not `whole`: also where the writer died, or gave up a client that comes
/// back for the last pieces an hour later.
fn receive(mut receiver: mpsc::Receiver<Bytes>, whole: Arc<AtomicBool>) -> BoxStream<'static, std::io::Result<Bytes>> {
    let mut told = false;
    futures::stream::poll_fn(move |context| {
        Poll::Ready(match ready!(receiver.poll_recv(context)) {
            Some(piece) => Some(Ok(piece)),
            None if told || whole.load(Ordering::Acquire) => None,
            None => {
                told = true;
                Some(Err(std::io::Error::other("the download broke off")))
            }
        })
    })
    .boxed()
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

    /// Pieces without end.
    async fn endless(mut out: Out) -> (Out, Result<()>) {
        loop {
            out.buffer.resize(PIECE, b'a');
            if let Err(error) = out.pass().await {
                return (out, Err(error));
            }
        }
    }

    #[tokio::test]
    async fn a_client_that_goes_away_in_the_middle_makes_room_for_another() {
        let places = Places::default();
        let mut bodies = [0; AT_A_TIME].map(|_| run(places.take().unwrap(), endless));
        for body in &mut bodies {
            assert_eq!(body.next().await.unwrap().unwrap().len(), PIECE);
        }
        assert!(places.take().is_err(), "all places are taken");
        assert!(places.wait().await.is_ok(), "but those of the server's own backups");
        drop(bodies);
        let all = places.rows.clone().acquire_many_owned(AT_A_TIME as u32);
        let _places = tokio::time::timeout(SECOND * 10, all).await.expect("room in time").unwrap();
    }

    #[tokio::test]
    async fn what_was_cut_short_never_ends_as_what_is_whole_does() {
        let places = Places::default();
        let mut whole = run(places.take().unwrap(), async move |mut out: Out| {
            out.buffer.extend_from_slice(b"all of it");
            (out, Ok(()))
        });
        assert_eq!(whole.next().await.unwrap().unwrap(), "all of it");
        assert!(whole.next().await.is_none());
        // It gave up without a word, as of a client that took nothing for too long.
        let mut given_up = run(places.take().unwrap(), async move |mut out: Out| {
            out.buffer.resize(PIECE, b'a');
            let written = out.pass().await;
            (out, written.and(Err(anyhow::anyhow!("too slow").into())))
        });
        assert!(given_up.next().await.unwrap().is_ok());
        assert!(given_up.next().await.unwrap().is_err() && given_up.next().await.is_none());
        let mut died = run(places.take().unwrap(), async move |out: Out| {
            assert!(!out.buffer.is_empty(), "a fault of ours, made for this test");
            (out, Ok(()))
        });
        assert!(died.next().await.unwrap().is_err() && died.next().await.is_none());
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

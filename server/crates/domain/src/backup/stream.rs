//! How a download leaves: written by a task, taken by the client, with a bounded channel between the two, so that
//! memory is the same for a thousand rows and a million.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::Result;

/// A file being made while it is sent.
pub struct Download {
    pub file_name: String,
    pub media_type: &'static str,
    /// An error in it breaks the connection off: a file cut short is never taken for a whole one.
    pub body: BoxStream<'static, std::io::Result<Bytes>>,
}

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces that may wait for the client.
const WAITING: usize = 4;
/// Seconds a client may take no piece before its download ends: each holds a database connection.
const PATIENCE: Duration = Duration::from_secs(60);
/// Downloads at a time, for the same reason.
const AT_A_TIME: usize = 2;
/// Seconds until a refused download may be tried again.
const LATER: u32 = 10;

/// The places for downloads of this process.
#[derive(Clone, Debug)]
pub struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Places(Arc::new(Semaphore::new(AT_A_TIME)))
    }
}

/// The right to hold a connection for as long as a download takes.
pub(crate) type Place = OwnedSemaphorePermit;

impl Places {
    /// Takes a place, or says when to come back.
    pub(crate) fn take(&self) -> Result<Place> {
        self.0.clone().try_acquire_owned().map_err(|_| model::Error::TooMany(LATER).into())
    }
}

/// Where a download is written to.
pub(crate) struct Out {
    pub buffer: Vec<u8>,
    sender: mpsc::Sender<std::io::Result<Bytes>>,
}

impl Out {
    /// Sends what is written when it makes a piece.
    pub async fn pass(&mut self) -> Result<()> {
        if self.buffer.len() >= PIECE { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE + PIECE / 4));
        self.sender
            .send_timeout(Ok(piece.into()), PATIENCE)
            .await
            .map_err(|_| anyhow::anyhow!("the client went away or takes nothing").into())
    }
}

/// Runs the writer and answers what it writes.
pub(crate) fn run<W, F>(place: Place, write: W) -> BoxStream<'static, std::io::Result<Bytes>>
where
    W: FnOnce(Out) -> F,
    F: Future<Output = (Out, Result<()>)> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(WAITING);
    let writing = write(Out { buffer: Vec::with_capacity(PIECE + PIECE / 4), sender });
    tokio::spawn(async move {
        let (mut out, mut written) = writing.await;
        if written.is_ok() {
            written = out.flush().await;
        }
        if let Err(error) = written {
            tracing::warn!(error = ?error, "a download broke off");
            let broken = std::io::Error::other("the download broke off");
            let _ = out.sender.send_timeout(Err(broken), PATIENCE).await;
        }
        drop(place);
    });
    receive(receiver)
}

fn receive(mut receiver: mpsc::Receiver<std::io::Result<Bytes>>) -> BoxStream<'static, std::io::Result<Bytes>> {
    futures::stream::poll_fn(move |context| receiver.poll_recv(context)).boxed()
}

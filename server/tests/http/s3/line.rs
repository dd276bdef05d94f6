//! A line to the S3 that breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::of_s3;

/// A line to the S3 that is cut for good once so many bytes have gone up.
pub async fn line(bytes: i64) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (store, left, (cut, mut is_cut)) = (of_s3("ENDPOINT"), Arc::new(AtomicI64::new(bytes)), watch::channel(false));
    tokio::spawn(async move {
        loop {
            let near = tokio::select! {
                near = listener.accept() => near.unwrap().0,
                () = until_cut(&mut is_cut) => return,
            };
            tokio::spawn(carry(near, store.clone(), left.clone(), cut.clone()));
        }
    });
    address
}

async fn until_cut(is_cut: &mut watch::Receiver<bool>) {
    let _ = is_cut.wait_for(|is_cut| *is_cut).await;
}

async fn carry(near: TcpStream, store: String, left: Arc<AtomicI64>, cut: watch::Sender<bool>) {
    let mut is_cut = cut.subscribe();
    let far = TcpStream::connect(store.trim_start_matches("http://")).await.unwrap();
    let ((mut from_near, mut to_near), (mut from_far, mut to_far)) = (near.into_split(), far.into_split());
    let up = async {
        let mut piece = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from_near.read(&mut piece).await {
            if left.fetch_sub(count as i64, Ordering::Relaxed) < count as i64 {
                cut.send_replace(true);
            }
            if to_far.write_all(&piece[..count]).await.is_err() {
                return;
            }
        }
    };
    let down = async {
        // Whichever side hangs up.
        let _ = tokio::io::copy(&mut from_far, &mut to_near).await;
        let _ = to_near.shutdown().await;
    };
    tokio::select! {
        _ = async { tokio::join!(up, down) } => {}
        () = until_cut(&mut is_cut) => {}
    }
}

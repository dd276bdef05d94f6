//! A browser that still sends hears of no answer: what a refused upload sends is read and thrown away, within bounds.

use std::time::Duration;

use axum::extract::Request;
use futures::StreamExt;

/// Bytes read at most.
const PATIENCE: usize = 64 * 1024 * 1024;
/// How long it may take.
const WHOLE: Duration = Duration::from_secs(10);

/// Reads what is left of a request whose answer is a refusal.
pub async fn drain(request: Request) {
    let mut body = request.into_body().into_data_stream();
    let reading = async {
        let mut bytes = 0;
        while let Some(Ok(piece)) = body.next().await {
            bytes += piece.len();
            if bytes > PATIENCE {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(WHOLE, reading).await;
}

//! What every upload begins with, and how a small part of one is read. A browser that still sends hears of no answer: what
//! a refused upload sends is read and thrown away, within bounds.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use model::Error;
use model::ids::UserId;

use crate::files::places::{Place, Uploads, patient};
use crate::files::sips::Sips;

/// Bytes read and thrown away at most.
pub const PATIENCE: usize = 64 * 1024 * 1024;
/// How long throwing them away may take.
const WHOLE: Duration = Duration::from_secs(10);

/// A place for somebody's upload, with the request.
///
/// # Errors
/// As [`Uploads::enter`]; then the request has been read.
pub async fn enter(uploads: &Arc<Uploads>, user: UserId, request: Request) -> Result<(Place, Request), Error> {
    match uploads.enter(user) {
        Ok(place) => Ok((place, request)),
        Err(error) => {
            drain(request).await;
            Err(error)
        }
    }
}

/// How long a request says that it is.
pub fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads what is left of a request whose answer is a refusal.
pub async fn drain(request: Request) {
    drain_body(&mut request.into_body().into_data_stream()).await;
}

/// Reads what is left of a body.
pub async fn drain_body(body: &mut BodyDataStream) {
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

/// The parts of a form, a piece at a time.
///
/// # Errors
/// `Malformed` for a request that is no such form.
pub async fn parts_of(request: Request) -> Result<Multipart, Error> {
    let request = request.map(|body| Body::from_stream(Sips::of(body.into_data_stream())));
    Multipart::from_request(request, &()).await.map_err(|_| Error::Malformed)
}

/// A part that is kept in memory; nothing of one that has more than `most` bytes. Those are read and thrown away as long as
/// there is patience left, then no more is read.
///
/// # Errors
/// `Malformed` for a part that is broken off.
pub async fn small(field: &mut Field<'_>, most: usize, left: &mut usize) -> Result<Option<Bytes>, Error> {
    let (mut content, mut fits) = (BytesMut::new(), true);
    while let Some(chunk) = patient(field.chunk()).await? {
        let Some(rest) = left.checked_sub(chunk.len()) else {
            *left = 0;
            return Ok(None);
        };
        *left = rest;
        fits = fits && content.len() + chunk.len() <= most;
        if fits {
            content.extend_from_slice(&chunk);
        }
    }
    Ok(fits.then(|| content.freeze()))
}

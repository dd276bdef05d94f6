//! Files in and out: what is handed in, attached or said comes as a streamed multipart form, downloads go with ranges. Plain routes, not server
//! functions: nothing is read before the sender may send it, and never more than may be kept (architecture section 3).

mod attach;
mod download;
mod logo;
mod parts;
mod photo;
pub(crate) mod places;
pub(crate) mod receiving;
mod say;
mod shared;
mod sips;
mod thread;
mod upload;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::routing::{get, post};

pub use places::Uploads;

use crate::router::Endpoint;

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        // The handler has limits of its own, for each file and for all of them, held while it streams.
        Endpoint::new(
            Method::POST,
            "/s/{school}/assignments/{id}/submissions",
            post(upload::hand_in).layer(DefaultBodyLimit::disable()),
        ),
        Endpoint::new(
            Method::POST,
            "/s/{school}/forum/posts/{id}/files",
            post(attach::attach).layer(DefaultBodyLimit::disable()),
        ),
        Endpoint::new(Method::POST, "/s/{school}/forum/{board}/threads", post(thread::start).layer(DefaultBodyLimit::disable())),
        Endpoint::new(Method::POST, "/s/{school}/chat/{room}/messages", post(say::say).layer(DefaultBodyLimit::disable())),
        Endpoint::new(Method::GET, "/s/{school}/files/{id}", get(download::download)),
        Endpoint::new(Method::POST, "/s/{school}/settings/logo", post(logo::set).layer(DefaultBodyLimit::disable())),
        Endpoint::new(Method::GET, "/logos/{school}/{sha256}", get(logo::fetch)),
        Endpoint::new(Method::POST, "/me/photo", post(photo::save).layer(DefaultBodyLimit::disable())),
        Endpoint::new(Method::GET, "/photos/{sha256}", get(photo::show)),
        Endpoint::new(Method::POST, "/share", post(shared::came)),
    ]
}

/// The head of what is shown to some: their browser may keep it, and asks each time whether they still may see it.
fn kept(etag: &str) -> HeaderMap {
    let etag = HeaderValue::from_str(etag).ok().map(|etag| (header::ETAG, etag));
    let control = (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    etag.into_iter().chain([control]).collect()
}

/// Whether a browser has already what it asks for.
fn has(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag))
}

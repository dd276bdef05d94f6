//! What is asked of the server while an archive is sent, and what comes back.

use model::{Error, Problem, limits};
use web_sys::{Blob, XmlHttpRequest};

use crate::xhr::answer;

/// What a request carries.
pub enum Body {
    Text(String),
    /// A piece that begins there.
    Piece(Blob, f64),
}

/// What came back; the status is 0 where nothing did.
pub struct Reply {
    pub status: u16,
    pub location: String,
    pub offset: Option<f64>,
    pub error: Error,
}

impl Reply {
    pub fn of(request: &XmlHttpRequest) -> Reply {
        let header = |name: &str| request.get_response_header(name).ok().flatten();
        Reply {
            status: request.status().unwrap_or_default(),
            location: header("Location").unwrap_or_default(),
            offset: header("Upload-Offset").and_then(|offset| offset.parse().ok()),
            error: answer(request, Error::field("archive", Problem::FileTooLarge(limits::ARCHIVE_BYTES))),
        }
    }
}

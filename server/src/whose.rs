//! Whom an answer is for, said to the device that asked: the service worker keeps pages for one person, and takes them
//! away with the first answer that is for another, or for nobody (public/device.js). And the other way round: what a
//! device has kept to be sent names the person who wrote it, and is taken as theirs alone.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use domain::Person;

/// In answers: the person's id, [`NOBODY`] or [`VIEWING`]; with `;once` where the answer shows what the next will not.
const PERSON: HeaderName = HeaderName::from_static("lyceum-person");
/// In requests: the id of the person who wrote what is sent.
const AS: HeaderName = HeaderName::from_static("lyceum-as");
/// In requests: the page is fetched for later, and nobody sees it now.
const COPY: HeaderName = HeaderName::from_static("lyceum-copy");

/// In answers: the version of the client that this server has (server/src/assets.rs).
pub const VERSION: HeaderName = HeaderName::from_static("lyceum-version");

const NOBODY: &str = "none";
/// The eyes of another member: what they see is not the viewer's to keep.
const VIEWING: &str = "viewing";

/// Whether a request may go on as this person: it names nobody, or them.
pub fn is_meant(headers: &HeaderMap, person: Option<&Person>) -> bool {
    let Some(meant) = headers.get(AS) else { return true };
    person.is_some_and(|person| meant.as_bytes() == person.me.user_id.to_string().as_bytes())
}

/// Whether a page is fetched to be kept: what is told once waits for the page that follows.
pub fn is_copy(headers: &HeaderMap) -> bool {
    headers.contains_key(COPY)
}

/// Who asked, as the answer says it.
pub fn said(person: Option<&Person>) -> String {
    match person {
        None => NOBODY.to_owned(),
        Some(person) if person.me.viewer.is_some() => VIEWING.to_owned(),
        Some(person) => person.me.user_id.to_string(),
    }
}

/// Says it on pages and on what a script is answered, with the version that answers: a file is kept by nobody.
pub fn say(response: &mut Response, said: String, version: &HeaderValue) {
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media.starts_with("text/html") && !media.starts_with("application/json") && !response.status().is_redirection() {
        return;
    }
    let once = response.headers().contains_key(header::SET_COOKIE);
    if let Ok(value) = HeaderValue::try_from(if once { format!("{said};once") } else { said }) {
        response.headers_mut().insert(PERSON, value);
    }
    response.headers_mut().insert(VERSION, version.clone());
}

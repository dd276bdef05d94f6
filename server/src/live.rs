//! The live side of the chat: `GET /s/{school}/live`, a websocket with the frames of `model::chat`, described in
//! docs/chat-protocol.md.
//!
//! Cookies go with every request, also with one that a foreign page makes, so the origin is asked first. Whether a
//! person may be in a room is asked in the domain with every join and every message; a socket is thrown out as soon as
//! the hub says that its person's access has changed. `GET /live/places` says how many sockets a person holds: a browser that is
//! refused one does not tell its page why.

mod crowd;
mod line;
mod looks;
mod origin;
mod rooms;
mod socket;

pub use crowd::{Crowd, Place};
pub use looks::Looks;

use axum::Json;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use model::chat::Places;
use tokio::sync::watch;

use crate::answer::Refusal;
use crate::caller::{InSchool, LoggedIn};
use crate::{App, Endpoint};
use origin::SameOrigin;
use socket::Socket;

/// Bytes of one frame and one message: the longest message there may be, with room for its frame.
const FRAME_BYTES: usize = 64 * 1024;
/// Bytes that wait for a slow client before writing to it fails.
const UNSENT_BYTES: usize = 1024 * 1024;
/// Bytes that are read at once. Each socket keeps so many for itself; 128 KiB, as they would be else, are 1.3 GB for ten
/// thousand sockets, and what people say is short.
const READ_BYTES: usize = 4 * 1024;

pub fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::new(Method::GET, "/s/{school}/live", get(connect)), Endpoint::new(Method::GET, "/live/places", get(places))]
}

async fn places(LoggedIn(person): LoggedIn, State(app): State<App>) -> Result<Response, Refusal> {
    person.require_self()?;
    let places = Places { held: app.crowd.held(person.me.user_id), most: crowd::SOCKETS };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(places)).into_response())
}

async fn connect(
    _: SameOrigin,
    LoggedIn(person): LoggedIn,
    InSchool(scope): InSchool,
    State(app): State<App>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    // Asked for without the head of an upgrade, too: nobody listens with another member's eyes.
    if let Err(error) = person.require_self() {
        return Refusal::from(error).into_response();
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let place = match app.crowd.enter(scope.user_id()) {
        Ok(place) => place,
        Err(error) => return Refusal(error).into_response(),
    };
    // From before anything is read: what happens meanwhile waits here.
    let events = app.world.hub.mailbox(scope.user_id());
    let socket = Socket::new(scope, person.session, events, app.stopping.clone(), place);
    upgrade
        .max_frame_size(FRAME_BYTES)
        .max_message_size(FRAME_BYTES)
        .read_buffer_size(READ_BYTES)
        .max_write_buffer_size(UNSENT_BYTES)
        .on_upgrade(async move |stream| socket.run(stream).await)
}

/// Waits until the server stops.
pub async fn stop(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

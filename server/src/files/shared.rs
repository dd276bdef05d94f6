//! What is shared to the app while no worker of its own takes it (public/sw.js): after an installation that has opened no page
//! yet, in a browser that has thrown the worker away, or where the operator has turned it off. It cannot be kept here, as nobody
//! has said where it goes; the page where it is chosen says so.

use axum::extract::Request;
use axum::response::Response;

use crate::answer::see_other;
use crate::files::receiving::drain;

/// The page that the worker leads to, with the word that nothing has come.
const PAGE: &str = "/share?again=1";

/// `POST /share`: 303 to the page where it is chosen what to do with it.
pub async fn came(request: Request) -> Response {
    // A browser that still sends hears of no answer.
    drain(request).await;
    see_other(PAGE)
}

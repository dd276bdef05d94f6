//! Where the shortcuts of the installed app lead that are another address for each person (public/manifest.webmanifest).

use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use model::Feature;

use crate::answer::see_other;
use crate::caller::LoggedIn;
use crate::router::Endpoint;

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::new(Method::GET, "/chat", get(chat))]
}

/// `GET /chat`: 303 to the chats of the school one logs in to, of another where that has none, or to the list of schools.
async fn chat(LoggedIn(person): LoggedIn) -> Response {
    let me = &person.me;
    let place = me.main_place().into_iter().chain(&me.places).find(|place| place.has(Feature::Chat));
    see_other(&place.map_or_else(|| "/schools".to_owned(), |place| format!("/s/{}/chat", place.slug)))
}

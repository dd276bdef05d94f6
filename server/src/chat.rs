//! The way to a day of a chat, as a plain form asks for it.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use domain::chat;
use model::ids::RoomId;
use model::{Day, Error};
use serde::Deserialize;

use crate::answer::{Refusal, see_other};
use crate::caller::InSchool;
use crate::router::Endpoint;

pub fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::new(Method::GET, "/s/{school}/chat/{room}/day", get(day))]
}

#[derive(Deserialize)]
struct Asked {
    day: String,
}

/// 303 to the first message of the day or after it, else to the newest.
async fn day(
    InSchool(scope): InSchool,
    Path((_, room)): Path<(String, String)>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Refusal> {
    let room: RoomId = room.parse().map_err(|_| Error::NotFound)?;
    let Query(asked) = asked.map_err(|_| Error::Malformed)?;
    let day: Day = asked.day.parse().map_err(|_| Error::Malformed)?;
    let place = match chat::first_from(&scope, room, day).await? {
        Some(seq) => format!("?at={seq}#m{seq}"),
        None => "#newest".to_owned(),
    };
    Ok(see_other(&format!("/s/{}/chat/{room}{place}", scope.place.slug)))
}

//! One's photo, in and out: a picture and the square of it that is kept, by a plain form; and the photo itself, under an
//! address whose content never changes.

use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::Person;
use domain::accounts::photo;
use model::profile::Crop;
use model::{Done, Error, Problem, limits};

use crate::App;
use crate::answer::{Refusal, see_other};
use crate::caller::LoggedIn;
use crate::files::places::{Place, patient};
use crate::files::receiving::{PATIENCE, enter, parts_of, small};
use crate::files::{has, kept};
use crate::flash;

/// The page of the form.
const PAGE: &str = "/me";
/// Digits of a number of the crop.
const DIGITS: usize = 10;

/// `POST /me/photo`: 303 to the profile, which tells that it is saved or shows what is wrong.
pub async fn save(LoggedIn(person): LoggedIn, State(app): State<App>, request: Request) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let saved = match enter(&app.uploads, person.me.user_id, request).await {
        Ok((place, request)) => receive(&person, place, app.uploads.time_for(0), request).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => {
            let mut response = see_other(PAGE);
            if let Ok(line) = HeaderValue::from_str(&app::told::line(Done::PhotoSaved)) {
                response.headers_mut().append(header::SET_COOKIE, line);
            }
            response
        }
        Err(error) if flash::is_worth_keeping(&error) => flash::refuse(&person.request, &headers, &path, error, Vec::new()).await,
        Err(error) => Refusal(error).into_response(),
    }
}

async fn receive(person: &Person, place: Place, whole: Duration, request: Request) -> Result<(), Error> {
    let form = tokio::time::timeout(whole, Form::read(request)).await.map_err(|_| Error::Unavailable)??;
    let crop = match (form.x, form.y, form.side) {
        (Some(x), Some(y), Some(side)) => Some(Crop { x, y, side }),
        _ => None,
    };
    if form.picture.is_empty() {
        return Err(Error::field("photo", Problem::Required));
    }
    let person = person.clone();
    // The picture has arrived: who goes away now changes nothing.
    let saved = tokio::spawn(async move {
        // Taken until it is done, also when the sender goes away.
        let _place = place;
        photo::set(&person, form.picture, crop).await
    });
    Ok(saved.await.map_err(|_| Error::Unavailable)??)
}

#[derive(Default)]
struct Form {
    picture: Bytes,
    x: Option<u32>,
    y: Option<u32>,
    side: Option<u32>,
}

impl Form {
    async fn read(request: Request) -> Result<Form, Error> {
        let mut multipart = parts_of(request).await?;
        let (mut form, mut too_large, mut left) = (Form::default(), false, PATIENCE);
        while let Some(mut field) = patient(multipart.next_field()).await? {
            let name = field.name().unwrap_or_default().to_owned();
            let most = if name == "photo" { limits::PHOTO_BYTES } else { DIGITS };
            let content = match small(&mut field, most, &mut left).await? {
                Some(content) => content,
                None if name == "photo" && left > 0 => {
                    too_large = true;
                    continue;
                }
                None => return Err(Error::Malformed),
            };
            // Without a script, or where it could not show the picture, there are no numbers.
            let number = || std::str::from_utf8(&content).ok().and_then(|text| text.parse().ok());
            match name.as_str() {
                "photo" => form.picture = content,
                "x" => form.x = number(),
                "y" => form.y = number(),
                "side" => form.side = number(),
                _ => return Err(Error::Malformed),
            }
        }
        match too_large {
            true => Err(Error::field("photo", Problem::FileTooLarge(limits::PHOTO_BYTES as u64))),
            false => Ok(form),
        }
    }
}

/// `GET /photos/{sha256}`: for the person on it and those who share a school with them.
pub async fn show(LoggedIn(person): LoggedIn, Path(sha256): Path<String>, headers: HeaderMap) -> Result<Response, Refusal> {
    let etag = format!("\"{sha256}\"");
    if has(&headers, &etag) {
        photo::check(&person, &sha256).await?;
        return Ok((StatusCode::NOT_MODIFIED, kept(&etag)).into_response());
    }
    let photo = photo::open(&person, &sha256).await?;
    let media = [(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"))];
    Ok((StatusCode::OK, kept(&etag), media, photo).into_response())
}

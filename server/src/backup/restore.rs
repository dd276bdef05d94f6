//! Bringing an archive to restore from. By script it comes in pieces, as in tus (the protocol for resumable uploads): a
//! length is announced, `HEAD` says how much has come, `PATCH` goes on there. Without a script it comes whole, in a form.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, head, patch, post};
use domain::backup::upload::{self, Arriving, Start};
use domain::{Person, Reach};
use futures::TryStreamExt;
use model::backup::upload::UploadForm;
use model::ids::UploadId;
use model::{Error, Problem};
use serde_json::json;

use super::Of;
use crate::App;
use crate::answer::{Refusal, see_other, wants_page};
use crate::caller::LoggedIn;
use crate::files::places::patient;
use crate::files::receiving::{PATIENCE, announced, drain, drain_body, enter, parts_of, small};
use crate::flash;
use crate::router::Endpoint;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// What a piece is sent as.
const PIECE: &str = "application/offset+octet-stream";
/// Bytes of the parts of a form that are no file.
const SMALL: usize = 1024;
/// How long the first of two clicks is waited for, and how often it is looked at.
const OTHER: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(200);

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        // Both have limits of their own: what was announced, and what the disk has room for.
        Endpoint::new(Method::POST, "/backup/restore", post(bring).layer(DefaultBodyLimit::disable())),
        Endpoint::new(Method::PATCH, "/backup/uploads/{id}", patch(append).layer(DefaultBodyLimit::disable())),
        Endpoint::new(Method::POST, "/backup/uploads", post(begin)),
        Endpoint::new(Method::HEAD, "/backup/uploads/{id}", head(offset)),
        Endpoint::new(Method::DELETE, "/backup/uploads/{id}", delete(give_up)),
    ]
}

type Asked = Result<Query<Of>, QueryRejection>;

fn reach(person: &Person, of: Asked) -> Result<Reach, Error> {
    let Query(of) = of.map_err(|_| Error::Malformed)?;
    Ok(upload::reach(person, of.school.as_deref())?)
}

fn id_of(text: &str) -> Result<UploadId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The page of an archive.
fn page_of(reach: &Reach, id: UploadId) -> String {
    match reach {
        Reach::Platform(_) => format!("/backup/restore/{id}"),
        Reach::School(scope) => format!("/s/{}/backup/restore/{id}", scope.place.slug),
    }
}

/// `POST /backup/uploads`: 201 with the address that the pieces are sent to.
async fn begin(LoggedIn(person): LoggedIn, of: Asked, State(app): State<App>, body: Bytes) -> Result<Response, Refusal> {
    let reach = reach(&person, of)?;
    let form: UploadForm = serde_json::from_slice(&body).map_err(|_| Error::Malformed)?;
    let _place = app.uploads.enter(person.me.user_id)?;
    let id = upload::begin(&reach, &form).await?;
    let query = match &reach {
        Reach::Platform(_) => String::new(),
        Reach::School(scope) => format!("?school={}", scope.place.slug),
    };
    let location = format!("/backup/uploads/{id}{query}");
    let answer = axum::Json(json!({ "id": id, "page": page_of(&reach, id) }));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], answer).into_response())
}

/// `HEAD /backup/uploads/{id}`: how much of it has come.
async fn offset(LoggedIn(person): LoggedIn, Path(id): Path<String>, of: Asked) -> Result<Response, Refusal> {
    let reach = reach(&person, of)?;
    let (offset, length) = upload::offset(&reach, id_of(&id)?).await?;
    Ok((StatusCode::OK, [(OFFSET, HeaderValue::from(offset)), (LENGTH, HeaderValue::from(length))]).into_response())
}

/// `PATCH /backup/uploads/{id}`: a piece, appended where the one before ended. 204 with the place of the next.
async fn append(
    LoggedIn(person): LoggedIn,
    Path(id): Path<String>,
    of: Asked,
    State(app): State<App>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let opened = match reach(&person, of) {
        Ok(reach) => open(&reach, &id, &headers).await,
        Err(error) => Err(error),
    };
    let arriving = match opened {
        Ok(arriving) => arriving,
        Err(error) => {
            drain(request).await;
            return Refusal(error).into_response();
        }
    };
    let time = app.uploads.time_for(announced(&headers).unwrap_or_default());
    match receive(arriving, request.into_body(), time).await {
        Ok(offset) => (StatusCode::NO_CONTENT, [(OFFSET, HeaderValue::from(offset))]).into_response(),
        Err(error) => Refusal(error).into_response(),
    }
}

async fn open(reach: &Reach, id: &str, headers: &HeaderMap) -> Result<Arriving, Error> {
    let id = id_of(id)?;
    let number = |name: HeaderName| headers.get(name)?.to_str().ok()?.parse::<u64>().ok();
    let is_piece = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == PIECE);
    let at = number(OFFSET).filter(|_| is_piece).ok_or(Error::Malformed)?;
    let arriving = upload::open(reach, id, at).await?;
    match announced(headers) {
        Some(length) if length > arriving.left() => Err(Error::Conflict(Problem::BeyondLength)),
        _ => Ok(arriving),
    }
}

/// Writes what comes. Whatever ends it, what has come by then is kept.
async fn receive(mut arriving: Arriving, body: Body, time: Duration) -> Result<u64, Error> {
    let mut pieces = body.into_data_stream();
    let writing = async {
        while let Some(piece) = patient(pieces.try_next()).await? {
            arriving.write(piece).await?;
        }
        Ok::<(), Error>(())
    };
    // Not 408: after that some browsers send everything once more by themselves.
    let written = tokio::time::timeout(time, writing).await.unwrap_or(Err(Error::Unavailable));
    let closed = arriving.close().await;
    if let Err(error) = written {
        drain_body(&mut pieces).await;
        return Err(error);
    }
    Ok(closed?)
}

/// `DELETE /backup/uploads/{id}`
async fn give_up(LoggedIn(person): LoggedIn, Path(id): Path<String>, of: Asked) -> Result<Response, Refusal> {
    let reach = reach(&person, of)?;
    upload::give_up(&reach, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /backup/restore`: a form with the archive, 303 to its page.
async fn bring(LoggedIn(person): LoggedIn, of: Asked, State(app): State<App>, request: Request) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let reach = match reach(&person, of) {
        Ok(reach) => reach,
        Err(error) => {
            drain(request).await;
            return Refusal(error).into_response();
        }
    };
    let brought = match enter(&app.uploads, person.me.user_id, request).await {
        Ok((_place, request)) => {
            let length = announced(&headers).unwrap_or_default();
            form(&reach, length, app.uploads.time_for(length), request).await
        }
        Err(error) => Err(error),
    };
    match brought {
        Ok(id) => see_other(&page_of(&reach, id)),
        Err(error)
            if wants_page(&headers)
                && matches!(error, Error::Invalid(_) | Error::Conflict(_) | Error::Unavailable | Error::Closed(_)) =>
        {
            flash::refuse(&person.request, &headers, &path, error, Vec::new()).await
        }
        Err(error) => Refusal(error).into_response(),
    }
}

/// Reads the form: the id that its page made, and then the archive.
async fn form(reach: &Reach, length: u64, time: Duration, request: Request) -> Result<UploadId, Error> {
    let mut multipart = parts_of(request).await?;
    let mut id = None;
    while let Some(mut field) = patient(multipart.next_field()).await? {
        let (name, file) = (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
        match (name.as_str(), file) {
            ("upload", None) => {
                let mut left = PATIENCE;
                let text = small(&mut field, SMALL, &mut left).await?.ok_or(Error::Malformed)?;
                id = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
            }
            ("archive", Some(name)) => {
                let id = id.ok_or(Error::Malformed)?;
                if name.is_empty() {
                    return Err(Error::field("archive", Problem::Required));
                }
                // The length of the form: of the archive in it nothing is known.
                let form = UploadForm { name, bytes: length.max(1) };
                archive(reach, id, &form, time, &mut field).await?;
                return Ok(id);
            }
            _ => return Err(Error::Malformed),
        }
    }
    Err(Error::Malformed)
}

/// Receives the archive of a form. One that is broken off leaves nothing: no browser goes on with it.
async fn archive(reach: &Reach, id: UploadId, form: &UploadForm, time: Duration, field: &mut Field<'_>) -> Result<(), Error> {
    let waited = tokio::time::Instant::now();
    let mut arriving = loop {
        match upload::start(reach, id, form).await? {
            Start::Fresh(arriving) => break arriving,
            Start::There => return throw_away(field).await,
            Start::Busy if waited.elapsed() > OTHER => return Err(Error::Conflict(Problem::SentElsewhere)),
            Start::Busy => tokio::time::sleep(AGAIN).await,
        }
    };
    let received = tokio::time::timeout(time, fill(&mut arriving, field)).await.unwrap_or(Err(Error::Unavailable));
    if received.is_err() {
        // What is wrong is told, not what could not be tidied up: the sweep does that. The right to write is kept until
        // then: a form that was sent twice begins anew after it, and not in between.
        let _ = upload::give_up(reach, id).await;
        drop(arriving);
        let _ = throw_away(field).await;
    }
    received
}

async fn fill(arriving: &mut Arriving, field: &mut Field<'_>) -> Result<(), Error> {
    while let Some(piece) = patient(field.chunk()).await? {
        arriving.write(piece).await?;
    }
    Ok(arriving.end().await?)
}

/// Reads the rest of an archive that is there already, or is refused, as far as there is patience.
async fn throw_away(field: &mut Field<'_>) -> Result<(), Error> {
    let mut left = PATIENCE;
    small(field, 0, &mut left).await.map(|_| ())
}

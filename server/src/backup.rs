//! Downloads of the backup page: streamed while they are made, always as an attachment, never kept by a cache. What is
//! brought to be restored from comes in `restore`.

mod restore;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Reach;
use domain::backup::{self, Download};
use model::Error;
use serde::Deserialize;

use crate::answer::Refusal;
use crate::caller::LoggedIn;
use crate::router::Endpoint;

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    let mut routes = vec![
        Endpoint::new(Method::GET, "/backup/download/all", get(all)),
        Endpoint::new(Method::GET, "/backup/download/archive", get(archive)),
        Endpoint::new(Method::GET, "/backup/download/{table}", get(table)),
    ];
    routes.extend(restore::endpoints());
    routes
}

/// `?school=slug`; without it the whole platform, or the only school one looks after.
#[derive(Deserialize)]
struct Of {
    school: Option<String>,
}

fn reach(person: &domain::Person, of: Result<Query<Of>, QueryRejection>) -> Result<Reach, Refusal> {
    let Query(of) = of.map_err(|_| Error::Malformed)?;
    Ok(backup::reach(person, of.school.as_deref())?)
}

/// `GET /backup/download/{table}`
async fn table(
    LoggedIn(person): LoggedIn,
    Path(table): Path<String>,
    of: Result<Query<Of>, QueryRejection>,
) -> Result<Response, Refusal> {
    let reach = reach(&person, of)?;
    let table = table.parse().map_err(|_| Error::NotFound)?;
    Ok(attachment(backup::csv(reach, table).await?))
}

/// `GET /backup/download/all`
async fn all(LoggedIn(person): LoggedIn, of: Result<Query<Of>, QueryRejection>) -> Result<Response, Refusal> {
    Ok(attachment(backup::all(reach(&person, of)?).await?))
}

/// `GET /backup/download/archive`
async fn archive(LoggedIn(person): LoggedIn, of: Result<Query<Of>, QueryRejection>) -> Result<Response, Refusal> {
    Ok(attachment(backup::archive(reach(&person, of)?).await?))
}

/// Sends a download as a file to keep.
pub fn attachment(download: Download) -> Response {
    // The name is ours: letters, digits, underscores, hyphens and a dot.
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", download.file_name))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(download.media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, Body::from_stream(download.body)).into_response()
}

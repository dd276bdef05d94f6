//! The logo of a school: one picture in, by a plain form, and out to everybody, since the log-in page shows it.

use std::time::Duration;

use app::caller::Caller;
use app::told;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::settings::brand;
use domain::{Scope, Visitor};
use model::settings::brand::LOGO_BYTES;
use model::{Done, Error, Problem};

use crate::App;
use crate::answer::{Refusal, see_other};
use crate::caller::InSchool;
use crate::files::places::patient;
use crate::files::receiving::{PATIENCE, enter, parts_of, small};
use crate::flash;

/// How long sending it may take altogether.
const WHOLE: Duration = Duration::from_secs(2 * 60);

/// `POST /s/{school}/settings/logo`: 303 to the page of the brand.
pub async fn set(InSchool(scope): InSchool, State(app): State<App>, request: Request) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let kept = match enter(&app.uploads, scope.user_id(), request).await {
        Ok((_place, request)) => keep(&scope, request).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => {
            let mut response = see_other(&format!("/s/{}/settings/brand", scope.place.slug));
            if let Ok(line) = HeaderValue::from_str(&told::line(Done::LogoSaved)) {
                response.headers_mut().append(header::SET_COOKIE, line);
            }
            response
        }
        Err(error)
            if crate::answer::wants_page(&headers)
                && matches!(error, Error::Invalid(_) | Error::Unavailable | Error::Closed(_)) =>
        {
            flash::refuse(&scope.request, &headers, &path, error, Vec::new()).await
        }
        Err(error) => Refusal(error).into_response(),
    }
}

async fn keep(scope: &Scope, request: Request) -> Result<(), Error> {
    brand::may_change(scope)?;
    let multipart = parts_of(request).await?;
    let sent = tokio::time::timeout(WHOLE, receive(multipart)).await.unwrap_or(Err(Error::Unavailable))?;
    Ok(brand::set_logo(scope, sent).await?)
}

/// The one part of the form.
async fn receive(mut multipart: Multipart) -> Result<Bytes, Error> {
    let mut field = patient(multipart.next_field()).await?.ok_or(Error::Malformed)?;
    if field.name() != Some("logo") || field.file_name().is_none() {
        return Err(Error::Malformed);
    }
    let mut left = PATIENCE;
    match small(&mut field, LOGO_BYTES, &mut left).await? {
        None => Err(Error::field("logo", Problem::FileTooLarge(LOGO_BYTES as u64))),
        Some(sent) if sent.is_empty() => Err(Error::field("logo", Problem::Required)),
        Some(sent) => Ok(sent),
    }
}

/// `GET /logos/{school}/{sha256}`: what has this name never changes.
pub async fn fetch(
    Extension(caller): Extension<Caller>,
    Path((school, sha256)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let content = brand::logo(&Visitor(caller.request), &school, &sha256).await?;
    let headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ]);
    Ok((headers, Body::from_stream(content)).into_response())
}

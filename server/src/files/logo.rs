//! The logo of a school: one picture in, by a plain form, and out to everybody, since the log-in page shows it.

use std::time::Duration;

use app::caller::Caller;
use app::told;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{Extension, FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use domain::settings::brand;
use domain::{Scope, Visitor};
use model::settings::brand::LOGO_BYTES;
use model::{Done, Error, Problem};

use crate::App;
use crate::answer::{Refusal, see_other};
use crate::caller::InSchool;
use crate::files::drain::drain;
use crate::files::sips::Sips;
use crate::flash;

/// Bytes read and thrown away of a picture that is too large, so that the browser listens to the answer.
const PATIENCE: usize = 64 * 1024 * 1024;
/// How long sending it may take altogether.
const WHOLE: Duration = Duration::from_secs(2 * 60);

/// `POST /s/{school}/settings/logo`: 303 to the page of the brand.
pub async fn set(InSchool(scope): InSchool, State(app): State<App>, request: Request) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let kept = match app.uploads.enter(scope.user_id()) {
        Ok(_place) => keep(&scope, request).await,
        Err(error) => {
            drain(request).await;
            Err(error)
        }
    };
    match kept {
        Ok(()) => {
            let mut response = see_other(&format!("/s/{}/settings/brand", scope.place.slug));
            if let Ok(line) = HeaderValue::from_str(&told::line(Done::LogoSaved)) {
                response.headers_mut().append(header::SET_COOKIE, line);
            }
            response
        }
        Err(error) if crate::answer::wants_page(&headers) && matches!(error, Error::Invalid(_) | Error::Unavailable) => {
            flash::refuse(&scope.request, &headers, &path, error, Vec::new()).await
        }
        Err(error) => Refusal(error).into_response(),
    }
}

async fn keep(scope: &Scope, request: Request) -> Result<(), Error> {
    brand::may_change(scope)?;
    let request = request.map(|body| Body::from_stream(Sips::of(body.into_data_stream())));
    let multipart = Multipart::from_request(request, &()).await.map_err(|_| Error::Malformed)?;
    let sent = tokio::time::timeout(WHOLE, receive(multipart)).await.unwrap_or(Err(Error::Unavailable))?;
    Ok(brand::set_logo(scope, sent).await?)
}

/// The one part of the form.
async fn receive(mut multipart: Multipart) -> Result<Bytes, Error> {
    let mut field = multipart.next_field().await.map_err(|_| Error::Malformed)?.ok_or(Error::Malformed)?;
    if field.name() != Some("logo") || field.file_name().is_none() {
        return Err(Error::Malformed);
    }
    let (mut sent, mut count) = (BytesMut::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(|_| Error::Malformed)? {
        count += chunk.len();
        if count > PATIENCE {
            break;
        }
        if count <= LOGO_BYTES {
            sent.extend_from_slice(&chunk);
        }
    }
    match count {
        0 => Err(Error::field("logo", Problem::Required)),
        count if count > LOGO_BYTES => Err(Error::field("logo", Problem::FileTooLarge(LOGO_BYTES as u64))),
        _ => Ok(sent.freeze()),
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

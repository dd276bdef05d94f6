//! Downloads of the backup page: streamed while they are made, always as an attachment, never kept by a cache. And the
//! stream that says when its figures have changed, and the plain forms that clear what a school has and bring it back.
//! What is brought to be restored from comes in `restore`.

mod restore;

mod live;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::Reach;
use domain::backup::{self, Download};
use model::backup::clear::ClearForm;
use model::backup::lock::PassphraseForm;
use model::{Done, Error};
use serde::Deserialize;
use tracing::Instrument;

use crate::answer::{Refusal, see_other, wants_page};
use crate::caller::LoggedIn;
use crate::flash;
use crate::router::Endpoint;

const ARCHIVE: &str = "/backup/download/archive";
const CLEAR: &str = "/backup/clear";
const UNDO: &str = "/backup/clear/undo";

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    let mut routes = vec![
        Endpoint::new(Method::GET, "/backup/download/all", get(all)),
        Endpoint::new(Method::GET, ARCHIVE, get(archive)),
        Endpoint::new(Method::POST, ARCHIVE, post(locked)),
        Endpoint::new(Method::GET, "/backup/download/{table}", get(table)),
        Endpoint::new(Method::GET, "/backup/live", get(live::connect)),
        Endpoint::new(Method::POST, CLEAR, post(clear)),
        Endpoint::new(Method::POST, UNDO, post(undo)),
        Endpoint::new(Method::GET, "/backup/kept/{id}/download", get(kept)),
    ];
    routes.extend(restore::endpoints());
    routes
}

/// `?school=slug`; without it the whole platform, or the only school one looks after.
#[derive(Deserialize)]
struct Of {
    school: Option<String>,
}

async fn reach(person: &domain::Person, of: Result<Query<Of>, QueryRejection>) -> Result<Reach, Refusal> {
    let Query(of) = of.map_err(|_| Error::Malformed)?;
    Ok(backup::reach(person, of.school.as_deref()).await?)
}

/// `GET /backup/download/{table}`
async fn table(
    LoggedIn(person): LoggedIn,
    Path(table): Path<String>,
    of: Result<Query<Of>, QueryRejection>,
) -> Result<Response, Refusal> {
    let reach = reach(&person, of).await?;
    let table = table.parse().map_err(|_| Error::NotFound)?;
    Ok(attachment(backup::csv(reach, table).await?))
}

/// `GET /backup/download/all`
async fn all(LoggedIn(person): LoggedIn, of: Result<Query<Of>, QueryRejection>) -> Result<Response, Refusal> {
    Ok(attachment(backup::all(reach(&person, of).await?).await?))
}

/// `GET /backup/download/archive`
async fn archive(LoggedIn(person): LoggedIn, of: Result<Query<Of>, QueryRejection>) -> Result<Response, Refusal> {
    Ok(attachment(backup::archive(reach(&person, of).await?).await?))
}

/// `POST /backup/download/archive`: the same, locked with the passphrase of the form.
async fn locked(LoggedIn(person): LoggedIn, headers: HeaderMap, body: Bytes) -> Response {
    let sent = Sent::read(&body);
    let form = PassphraseForm { passphrase: sent.field("passphrase"), passphrase_again: sent.field("passphrase_again") };
    let made = async { backup::archive_locked(backup::reach(&person, Some(&sent.field("school"))).await?, &form).await };
    match made.await.map_err(Error::from) {
        Ok(download) => attachment(download),
        Err(error) => sent.refused(ARCHIVE, &person, &headers, error).await,
    }
}

/// A form as it was sent: fields are named as on the page, `form[reason]`, or by themselves.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn read(body: &[u8]) -> Sent {
        Sent(form_urlencoded::parse(body).into_owned().collect())
    }

    fn field(&self, name: &str) -> String {
        let within = format!("form[{name}]");
        let found = self.0.iter().find(|(key, _)| *key == within || key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Leads to the school's page, which tells what was done; or back to the form, with what was typed.
    async fn answer(
        self,
        path: &str,
        person: &domain::Person,
        headers: &HeaderMap,
        done: Result<(String, Done), domain::Error>,
    ) -> Response {
        match done.map_err(Error::from) {
            Ok((slug, done)) => {
                let mut response = see_other(&format!("/s/{slug}{CLEAR}"));
                if let Ok(line) = HeaderValue::from_str(&app::told::line(done)) {
                    response.headers_mut().append(header::SET_COOKIE, line);
                }
                response
            }
            Err(error) => self.refused(path, person, headers, error).await,
        }
    }

    /// Leads back to the form, with what was typed.
    async fn refused(self, path: &str, person: &domain::Person, headers: &HeaderMap, error: Error) -> Response {
        if wants_page(headers) && flash::is_worth_keeping(&error) {
            return flash::refuse(&person.request, headers, path, error, self.0).await;
        }
        Refusal(error).into_response()
    }
}

/// Goes on where whoever asked goes away: nobody would know what is done, and what was noted to have begun would not begin.
async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, domain::Error>> + Send + 'static,
) -> Result<T, domain::Error> {
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => done,
        Err(broken) => match broken.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::Unavailable.into()),
        },
    }
}

/// `POST /backup/clear`: begins it. The page tells how it goes.
async fn clear(LoggedIn(person): LoggedIn, headers: HeaderMap, body: Bytes) -> Response {
    let sent = Sent::read(&body);
    let form = ClearForm {
        what: sent.field("what"),
        reason: sent.field("reason"),
        name: sent.field("name"),
        drawn: sent.field("drawn"),
    };
    let (who, school) = (person.clone(), sent.field("school"));
    let done = to_the_end(async move {
        let scope = backup::clear::reach(&who, &school).await?;
        backup::clear::begin(&scope, &form).await?;
        Ok((scope.place.slug.clone(), Done::ClearBegun))
    })
    .await;
    sent.answer(CLEAR, &person, &headers, done).await
}

/// `POST /backup/clear/undo`
async fn undo(LoggedIn(person): LoggedIn, headers: HeaderMap, body: Bytes) -> Response {
    let sent = Sent::read(&body);
    let (who, school, id) = (person.clone(), sent.field("school"), sent.field("id"));
    let done = to_the_end(async move {
        let scope = backup::clear::reach(&who, &school).await?;
        let id = id.parse().map_err(|_| Error::NotFound)?;
        backup::clear::undo(&scope, id).await?;
        Ok((scope.place.slug.clone(), Done::ClearUndone))
    })
    .await;
    sent.answer(UNDO, &person, &headers, done).await
}

/// `GET /backup/kept/{id}/download`
async fn kept(
    LoggedIn(person): LoggedIn,
    Path(id): Path<String>,
    of: Result<Query<Of>, QueryRejection>,
) -> Result<Response, Refusal> {
    let reach = reach(&person, of).await?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    Ok(attachment(backup::kept::download(reach, id).await?))
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

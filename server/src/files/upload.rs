//! Handing in: `submission` (the id the page made), `note` and several `files`, by a plain form or by script.

use axum::Json;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use domain::Scope;
use domain::assignments::submissions::{self, Admission};
use domain::files::{Incoming, Sealed, Upload, most_bytes};
use model::assignments::SubmissionForm;
use model::ids::{AssignmentId, SubmissionId};
use model::{Error, Problem, limits};
use serde_json::json;
use tracing::Instrument;

use crate::App;
use crate::answer::Refusal;
use crate::caller::InSchool;
use crate::files::places::{Place, Uploads, patient};
use crate::files::receiving::{PATIENCE, announced, enter, parts_of};
use crate::flash;

/// Bytes of the parts that are not files, and of what stands between the parts.
const SLACK: u64 = limits::FORM_BYTES as u64;

/// What is answered instead of a receipt, and the note to type into the form again.
struct Refused {
    error: Error,
    note: String,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Refused { error, note: String::new() }
    }
}

impl From<domain::Error> for Refused {
    fn from(error: domain::Error) -> Self {
        Error::from(error).into()
    }
}

/// `POST /s/{school}/assignments/{id}/submissions`: 303 to the receipt on the assignment's page, or `{"location"}` for a script.
pub async fn hand_in(
    InSchool(scope): InSchool,
    Path((_, id)): Path<(String, String)>,
    State(app): State<App>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let page = format!("/s/{}/assignments/{id}", scope.place.slug);
    let received = match enter(&app.uploads, scope.user_id(), request).await {
        Ok((place, request)) => receive(&scope, place, &app.uploads, &id, request).await,
        Err(error) => Err(error.into()),
    };
    match received {
        Ok(()) if wants_json(&headers) => Json(json!({ "location": page })).into_response(),
        Ok(()) => Redirect::to(&format!("{page}#own")).into_response(),
        // What can be put right is said beside the form; the rest has a page of its own.
        Err(Refused { error, note, .. })
            if !wants_json(&headers)
                && matches!(error, Error::Invalid(_) | Error::Conflict(_) | Error::Unavailable | Error::Closed(_)) =>
        {
            flash::refuse(&scope.request, &headers, &path, error, vec![("form[note]".to_owned(), note)]).await
        }
        Err(Refused { error, .. }) => Refusal::from(error).into_response(),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("application/json"))
}

async fn receive(scope: &Scope, place: Place, uploads: &Uploads, id: &str, request: Request) -> Result<(), Refused> {
    let id: AssignmentId = id.parse().map_err(|_| Error::NotFound)?;
    let admission = submissions::admit(scope, id).await?;
    let announced = announced(request.headers());
    let most = most_bytes() as u64;
    if announced.is_some_and(|length| length > most * limits::FILES_PER_SUBMISSION as u64 + SLACK + PATIENCE as u64) {
        return Err(Error::field("files", Problem::FileTooLarge(most)).into());
    }
    let multipart = parts_of(request).await?;
    let mut receiving = Receiving { scope, admission, submission: None, note: Vec::new(), sealed: Vec::new(), bytes: 0 };
    let whole = uploads.time_for(announced.unwrap_or_default());
    // Not 408: after that some browsers send everything once more by themselves.
    let outcome = tokio::time::timeout(whole, receiving.all(multipart)).await.unwrap_or(Err(Error::Unavailable));
    let Receiving { submission, note, sealed, bytes, .. } = receiving;
    let note = String::from_utf8_lossy(&note).into_owned();
    let keep = |error: Error| Refused { error, note: note.clone() };
    let submission = match outcome.and_then(|()| submission.ok_or(Error::Malformed)) {
        Ok(submission) => submission,
        Err(error) => {
            discard(sealed).await;
            return Err(keep(error));
        }
    };
    let form = SubmissionForm { submission, note: note.clone() };
    let scope = scope.clone();
    // Everything has arrived: who goes away now cannot leave files at their addresses that no submission names.
    let settled = tokio::spawn(
        async move {
            let _place = place;
            settle(&scope, id, &form, sealed, bytes).await
        }
        .in_current_span(),
    );
    match settled.await {
        Ok(outcome) => outcome.map_err(keep),
        Err(broken) => match broken.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(keep(Error::Unavailable)),
        },
    }
}

/// Gives the files their addresses and hands them in; after a refusal nothing of them is left.
async fn settle(scope: &Scope, id: AssignmentId, form: &SubmissionForm, sealed: Vec<Sealed>, bytes: i64) -> Result<(), Error> {
    if let Err(error) = submissions::check(scope, id, form, sealed.len(), bytes).await {
        discard(sealed).await;
        return Err(error.into());
    }
    let mut uploads: Vec<Upload> = Vec::with_capacity(sealed.len());
    for file in sealed {
        uploads.push(file.keep().await?);
    }
    submissions::submit(scope, id, form, uploads).await?;
    Ok(())
}

async fn discard(sealed: Vec<Sealed>) {
    for file in sealed {
        file.discard().await;
    }
}

/// A form on its way in.
struct Receiving<'a> {
    scope: &'a Scope,
    admission: Admission,
    submission: Option<SubmissionId>,
    note: Vec<u8>,
    /// Whole, but at no address of their own before the whole form is right.
    sealed: Vec<Sealed>,
    /// Of all files so far.
    bytes: i64,
}

/// Where the bytes of the part being read go.
enum Sink {
    File(Box<Incoming>),
    Submission(Vec<u8>),
    Note,
    /// A file field in which nothing was chosen.
    Nothing,
}

impl Receiving<'_> {
    /// Reads the parts one after the other. After the first refusal the rest is thrown away, up to a measure, but for the
    /// note: it is given back with what is wrong.
    async fn all(&mut self, mut multipart: Multipart) -> Result<(), Error> {
        let mut outcome = Ok(());
        let mut thrown_away = 0;
        while let Some(mut field) = patient(multipart.next_field()).await? {
            let (first, before) = (outcome.is_ok(), self.bytes);
            let is_note = field.name() == Some("note") && field.file_name().is_none();
            if first || is_note {
                outcome = outcome.and(self.part(&mut field).await);
            }
            let mut rest: u64 = 0;
            while let Some(chunk) = patient(field.chunk()).await? {
                rest += chunk.len() as u64;
                thrown_away += chunk.len();
                if thrown_away > PATIENCE {
                    return outcome.and(Err(Error::Malformed));
                }
            }
            // A file that is too large is told its size, now that all of it went by.
            if first {
                outcome = outcome.map_err(|error| error.sized((self.bytes - before) as u64 + rest));
            }
        }
        outcome
    }

    async fn part(&mut self, field: &mut Field<'_>) -> Result<(), Error> {
        let mut sink = self.open(field.name().unwrap_or_default(), field.file_name()).await?;
        let written = self.fill(&mut sink, field).await;
        match sink {
            Sink::File(incoming) if written.is_err() => incoming.abort().await,
            Sink::File(incoming) => self.sealed.push(incoming.seal().await?),
            Sink::Submission(text) if written.is_ok() => {
                let text = String::from_utf8(text).map_err(|_| Error::Malformed)?;
                self.submission = Some(text.parse().map_err(|_| Error::Malformed)?);
            }
            _ => {}
        }
        written
    }

    async fn open(&self, name: &str, file_name: Option<&str>) -> Result<Sink, Error> {
        match (name, file_name) {
            ("submission", None) => Ok(Sink::Submission(Vec::new())),
            ("note", None) => Ok(Sink::Note),
            ("files", Some("")) => Ok(Sink::Nothing),
            ("files", Some(_)) if self.sealed.len() >= limits::FILES_PER_SUBMISSION => {
                Err(Error::field("files", Problem::TooManyFiles(limits::FILES_PER_SUBMISSION)))
            }
            ("files", Some(name)) => Ok(Sink::File(Box::new(Incoming::start(self.scope, self.scope.school_id(), name).await?))),
            _ => Err(Error::Malformed),
        }
    }

    async fn fill(&mut self, sink: &mut Sink, field: &mut Field<'_>) -> Result<(), Error> {
        while let Some(chunk) = patient(field.chunk()).await? {
            self.write(sink, chunk).await?;
        }
        Ok(())
    }

    async fn write(&mut self, sink: &mut Sink, chunk: Bytes) -> Result<(), Error> {
        match sink {
            Sink::File(incoming) => {
                self.bytes += chunk.len() as i64;
                incoming.write(chunk).await?;
                if self.bytes > self.admission.free_bytes {
                    return Err(Error::field("files", Problem::QuotaExceeded));
                }
            }
            Sink::Note => {
                self.note.extend_from_slice(&chunk);
                // Four bytes a character at most, and a line end may come as two.
                if self.note.len() > limits::BRIEF * 5 {
                    self.note.truncate(limits::BRIEF);
                    return Err(Error::field("note", Problem::TooLong(limits::BRIEF)));
                }
            }
            Sink::Submission(text) => {
                text.extend_from_slice(&chunk);
                if text.len() > 36 {
                    return Err(Error::Malformed);
                }
            }
            Sink::Nothing if chunk.is_empty() => {}
            Sink::Nothing => return Err(Error::Malformed),
        }
        Ok(())
    }
}

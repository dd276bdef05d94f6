//! Files for a post of the forum: a plain form with several `files`, streamed as what is handed in. Pictures are drawn anew
//! before they are kept.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::Scope;
use domain::files::{Incoming, Sealed, Upload, lay_aside, most_bytes, pictures};
use domain::forum;
use model::forum::PAGE;
use model::ids::PostId;
use model::{Error, Problem, limits};
use tracing::Instrument;

use crate::App;
use crate::answer::{Refusal, see_other};
use crate::caller::InSchool;
use crate::files::places::{Place, Uploads, patient};
use crate::files::receiving::{PATIENCE, announced, enter, parts_of, small};
use crate::flash;

/// `POST /s/{school}/forum/posts/{id}/files`: 303 to the post.
pub async fn attach(
    InSchool(scope): InSchool,
    Path((_, id)): Path<(String, String)>,
    State(app): State<App>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let received = match enter(&app.uploads, scope.user_id(), request).await {
        Ok((place, request)) => receive(&scope, place, &app.uploads, &id, request).await,
        Err(error) => Err(error),
    };
    match received {
        Ok(page) => see_other(&page),
        Err(error)
            if crate::answer::wants_page(&headers)
                && matches!(error, Error::Invalid(_) | Error::Conflict(_) | Error::Unavailable | Error::Closed(_)) =>
        {
            flash::refuse(&scope.request, &headers, &path, error, Vec::new()).await
        }
        Err(error) => Refusal(error).into_response(),
    }
}

async fn receive(scope: &Scope, place: Place, uploads: &Uploads, id: &str, request: Request) -> Result<String, Error> {
    let id: PostId = id.parse().map_err(|_| Error::NotFound)?;
    let admission = forum::admit(scope, id).await?;
    let announced = announced(request.headers());
    let largest = limits::PHOTO_BYTES as u64;
    let most = largest.max(most_bytes() as u64) * limits::FILES_PER_SUBMISSION as u64 + PATIENCE as u64;
    if announced.is_some_and(|length| length > most) {
        return Err(Error::field("files", Problem::FileTooLarge(most_bytes() as u64)));
    }
    let multipart = parts_of(request).await?;
    let mut receiving = Receiving { scope, left: admission.left, free_bytes: admission.free_bytes, sealed: Vec::new(), bytes: 0 };
    let whole = uploads.time_for(announced.unwrap_or_default());
    let outcome = tokio::time::timeout(whole, receiving.all(multipart)).await.unwrap_or(Err(Error::Unavailable));
    let sealed = receiving.sealed;
    if let Err(error) = outcome {
        for file in sealed {
            file.discard().await;
        }
        return Err(error);
    }
    let page = format!(
        "/s/{}/forum/threads/{}?page={}#post-{}",
        scope.place.slug,
        admission.thread,
        (admission.number - 1) / PAGE + 1,
        admission.number
    );
    let scope = scope.clone();
    // Everything has arrived: who goes away now cannot leave files at their addresses that no post names.
    let settled = tokio::spawn(
        async move {
            let _place = place;
            let mut uploads: Vec<Upload> = Vec::with_capacity(sealed.len());
            for file in sealed {
                uploads.push(file.keep().await?);
            }
            Ok::<(), Error>(forum::attach(&scope, id, uploads).await?)
        }
        .in_current_span(),
    );
    match settled.await {
        Ok(outcome) => outcome.map(|()| page),
        Err(broken) => match broken.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::Unavailable),
        },
    }
}

/// A form on its way in.
struct Receiving<'a> {
    scope: &'a Scope,
    /// Files there may still be.
    left: usize,
    free_bytes: i64,
    sealed: Vec<Sealed>,
    bytes: i64,
}

impl Receiving<'_> {
    /// Reads the parts one after the other; after the first refusal the rest is thrown away, up to a measure.
    async fn all(&mut self, mut multipart: Multipart) -> Result<(), Error> {
        let (mut outcome, mut thrown_away) = (Ok(()), 0);
        while let Some(mut field) = patient(multipart.next_field()).await? {
            if outcome.is_ok() {
                outcome = self.part(&mut field).await;
            }
            while let Some(chunk) = patient(field.chunk()).await? {
                thrown_away += chunk.len();
                if thrown_away > PATIENCE {
                    return outcome.and(Err(Error::Malformed));
                }
            }
        }
        outcome
    }

    async fn part(&mut self, field: &mut Field<'_>) -> Result<(), Error> {
        let name = match (field.name(), field.file_name()) {
            (Some("files"), Some("")) => return Ok(()),
            (Some("files"), Some(name)) => name.to_owned(),
            _ => return Err(Error::Malformed),
        };
        if self.sealed.len() >= self.left {
            return Err(Error::field("files", Problem::TooManyFiles(limits::FILES_PER_SUBMISSION)));
        }
        if pictures::is_drawn(&name) {
            return self.picture(&name, field).await;
        }
        let mut incoming = Incoming::start(self.scope, self.scope.school_id(), &name).await?;
        match self.fill(&mut incoming, field).await {
            Ok(()) => {
                self.sealed.push(incoming.seal().await?);
                Ok(())
            }
            Err(error) => {
                incoming.abort().await;
                Err(error)
            }
        }
    }

    async fn fill(&mut self, incoming: &mut Incoming, field: &mut Field<'_>) -> Result<(), Error> {
        while let Some(chunk) = patient(field.chunk()).await? {
            self.count(chunk.len())?;
            incoming.write(chunk).await?;
        }
        Ok(())
    }

    /// What comes may be larger than what is kept of it.
    async fn picture(&mut self, name: &str, field: &mut Field<'_>) -> Result<(), Error> {
        let mut left = PATIENCE;
        let sent = small(field, limits::PHOTO_BYTES, &mut left).await?;
        let too_large = || Error::file("files", Problem::FileTooLarge(limits::PHOTO_BYTES as u64), name);
        let (name, kept) = pictures::drawn(name, sent.ok_or_else(too_large)?).await?;
        self.count(kept.len())?;
        self.sealed.push(lay_aside(self.scope, self.scope.school_id(), &name, kept).await?);
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Result<(), Error> {
        self.bytes += bytes as i64;
        if self.bytes > self.free_bytes { Err(Error::field("files", Problem::QuotaExceeded)) } else { Ok(()) }
    }
}

//! Files for a post of the forum: a plain form with several `files`, streamed as what is handed in. Pictures are drawn anew
//! before they are kept.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::Scope;
use domain::forum;
use model::forum::PAGE;
use model::ids::PostId;
use model::{Error, limits};

use crate::App;
use crate::answer::{Refusal, see_other};
use crate::caller::InSchool;
use crate::files::parts::{self, Bounds};
use crate::files::places::{Place, Uploads};
use crate::files::receiving::enter;
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
    let bounds =
        Bounds { texts: &[], files: limits::FILES_PER_SUBMISSION, left: admission.left, free_bytes: Some(admission.free_bytes) };
    let (form, outcome) = parts::read(scope, bounds, uploads, request).await;
    outcome?;
    let page = format!(
        "/s/{}/forum/threads/{}?page={}#post-{}",
        scope.place.slug,
        admission.thread,
        (admission.number - 1) / PAGE + 1,
        admission.number
    );
    let scope = scope.clone();
    parts::settle(place, async move {
        let mut files = Vec::with_capacity(form.files.len());
        for piece in form.files {
            files.push(piece.keep().await?);
        }
        forum::attach(&scope, id, files).await?;
        Ok(page)
    })
    .await
}

//! A thread that is begun, with files to its first post: a plain form, streamed as what is handed in. Without a file it is the
//! same form.

use app::told;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::Scope;
use domain::forum::{self, Draft};
use model::forum::{Board, ThreadForm};
use model::{Done, Error, limits};

use crate::App;
use crate::answer::{Refusal, see_other, wants_page};
use crate::caller::InSchool;
use crate::files::parts::{self, Bounds, Form, Text};
use crate::files::places::{Place, Uploads};
use crate::files::receiving::enter;
use crate::flash;

/// Of an id, and of a word.
const SHORT: usize = 40;

const ID: &str = "form[id]";
const TITLE: &str = "form[title]";
const BODY: &str = "form[body]";
const TOPIC: &str = "form[topic]";
const ANONYMOUS: &str = "form[anonymous]";
const KEEP: &str = "form[keep]";

const TEXTS: &[Text] = &[
    Text { name: ID, field: "id", most: SHORT },
    Text { name: TITLE, field: "title", most: limits::TITLE },
    Text { name: BODY, field: "body", most: limits::MESSAGE },
    Text { name: TOPIC, field: "topic", most: SHORT },
    Text { name: ANONYMOUS, field: "anonymous", most: SHORT },
    Text { name: KEEP, field: "keep", most: SHORT },
];

/// What was done, and the page that follows.
struct Led(Done, String);

/// `POST /s/{school}/forum/{board}/threads`: 303 to the thread, or to the form again where it is kept as a draft.
pub async fn start(
    InSchool(scope): InSchool,
    Path((_, board)): Path<(String, String)>,
    State(app): State<App>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let mut typed = Vec::new();
    let started = match enter(&app.uploads, scope.user_id(), request).await {
        Ok((place, request)) => receive(&scope, place, &app.uploads, &board, request, &mut typed).await,
        Err(error) => Err(error),
    };
    match started {
        Ok(Led(done, page)) => {
            let mut response = see_other(&page);
            // Nobody waits for what a device sends by itself.
            if wants_page(&headers)
                && let Ok(line) = HeaderValue::from_str(&told::line(done))
            {
                response.headers_mut().append(header::SET_COOKIE, line);
            }
            response
        }
        Err(error) if wants_page(&headers) && flash::is_worth_keeping(&error) => {
            flash::refuse(&scope.request, &headers, &path, error, typed).await
        }
        Err(error) => Refusal(error).into_response(),
    }
}

async fn receive(
    scope: &Scope,
    place: Place,
    uploads: &Uploads,
    board: &str,
    request: Request,
    typed: &mut Vec<(String, String)>,
) -> Result<Led, Error> {
    let board: Board = board.parse().map_err(|_| Error::NotFound)?;
    let most = limits::FILES_PER_SUBMISSION;
    let free_bytes = Some(forum::admit_thread(scope, board).await?);
    let (form, outcome) =
        parts::read(scope, Bounds { texts: TEXTS, files: most, left: most, free_bytes }, uploads, request).await;
    typed.extend(form.texts.iter().filter(|(name, _)| name != ID).cloned());
    outcome?;
    let thread = thread(&form);
    let below = format!("/s/{}/forum", scope.place.slug);
    if thread.keep {
        let ThreadForm { title, body, topic, anonymous, .. } = thread;
        forum::keep_draft(scope, &board.to_string(), &Draft { title, body, topic, anonymous }).await?;
        return Ok(Led(Done::ForumDraftKept, format!("{below}/{board}/new")));
    }
    thread.validate()?;
    let scope = scope.clone();
    parts::settle(place, async move {
        let mut files = Vec::with_capacity(form.files.len());
        for piece in form.files {
            files.push(piece.keep().await?);
        }
        let id = forum::start_with(&scope, board, &thread, &files).await?;
        Ok(Led(Done::ThreadStarted, format!("{below}/threads/{id}")))
    })
    .await
}

fn thread(form: &Form) -> ThreadForm {
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let is = |name: &str| form.text(name) == Some("true");
    ThreadForm {
        id: text(ID),
        title: text(TITLE),
        body: text(BODY),
        topic: text(TOPIC),
        anonymous: is(ANONYMOUS),
        keep: is(KEEP),
    }
}

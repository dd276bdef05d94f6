//! A message with pictures and files: a plain form, streamed, or sent by a script that tells how far it is.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::Scope;
use domain::chat::{self, Attachment};
use model::chat::{Message, MessageForm};
use model::ids::{MessageId, RoomId};
use model::{Error, limits};
use serde_json::json;

use crate::App;
use crate::answer::{Refusal, see_other, wants_page};
use crate::caller::InSchool;
use crate::files::parts::{self, Bounds, Form, Text};
use crate::files::places::{Place, Uploads};
use crate::files::receiving::enter;
use crate::flash;

/// Of an id, and of a number.
const SHORT: usize = 40;

const BODY: &str = "form[body]";
const REPLY: &str = "form[reply]";
/// Said on the page of a thread, to which it leads back.
const THREAD: &str = "thread";

/// `alt` comes for each file, in their order; a form that is sent without a script has one, for the first.
const TEXTS: &[Text] = &[
    Text { name: "id", field: "id", most: SHORT },
    Text { name: BODY, field: "body", most: limits::MESSAGE },
    Text { name: REPLY, field: "reply", most: SHORT },
    Text { name: THREAD, field: "thread", most: SHORT },
    Text { name: "alt", field: "alt", most: limits::ALT },
];

/// `POST /s/{school}/chat/{room}/messages`: 303 to the room or its thread, or id and number of the message for a script.
pub async fn say(
    InSchool(scope): InSchool,
    Path((_, room)): Path<(String, String)>,
    State(app): State<App>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let mut typed = Vec::new();
    let said = match enter(&app.uploads, scope.user_id(), request).await {
        Ok((place, request)) => receive(&scope, place, &app.uploads, &room, request, &mut typed).await,
        Err(error) => Err(error),
    };
    match said {
        Ok((message, in_thread)) if wants_page(&headers) => {
            let thread = message.thread_seq.filter(|_| in_thread).map(|seq| format!("/thread/{seq}")).unwrap_or_default();
            see_other(&format!("/s/{}/chat/{room}{thread}#newest", scope.place.slug))
        }
        Ok((message, _)) => Json(json!({ "id": message.id, "seq": message.seq })).into_response(),
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
    room: &str,
    request: Request,
    typed: &mut Vec<(String, String)>,
) -> Result<(Message, bool), Error> {
    let room: RoomId = room.parse().map_err(|_| Error::NotFound)?;
    let admission = chat::admit(scope, room).await?;
    let bounds = Bounds {
        texts: TEXTS,
        files: limits::FILES_PER_MESSAGE,
        left: limits::FILES_PER_MESSAGE,
        free_bytes: admission.free_bytes,
    };
    let (form, outcome) = parts::read(scope, bounds, uploads, request).await;
    typed.extend(form.texts.iter().filter(|(name, _)| name == BODY).cloned());
    outcome?;
    let (id, message) = message(&form)?;
    let in_thread = form.text(THREAD).is_some_and(|text| !text.is_empty());
    let plain = |alt: &str| alt.trim().chars().filter(|it| !it.is_control()).take(limits::ALT).collect::<String>();
    let alts: Vec<String> = form.all("alt").map(plain).collect();
    let scope = scope.clone();
    let said = parts::settle(place, async move {
        let mut files = Vec::with_capacity(form.files.len());
        for (at, piece) in form.files.into_iter().enumerate() {
            let alt = alts.get(at).cloned().unwrap_or_default();
            files.push(Attachment { kept: piece.keep().await?, alt });
        }
        Ok(chat::send_with(&scope, room, id, &message, &files).await?)
    })
    .await?;
    Ok((said, in_thread))
}

/// What is said, as far as it can be known to be right before its files get their addresses.
fn message(form: &Form) -> Result<(MessageId, MessageForm), Error> {
    let id: MessageId = form.text("id").and_then(|id| id.parse().ok()).ok_or(Error::Malformed)?;
    let reply = match form.text(REPLY).filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| Error::Malformed)?),
        None => None,
    };
    let message = MessageForm { body: form.text(BODY).unwrap_or_default().to_owned(), reply };
    message.validate_beside(!form.files.is_empty())?;
    Ok((id, message))
}

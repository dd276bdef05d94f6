//! Server functions under `/fn`: one place owns their status and their plain forms. Leptos would answer every error
//! with 500, and a plain form with the error in the address.

use app::caller::Caller;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos_axum::handle_server_fns_with_context;
use model::{Error, limits};

use crate::answer::{Refusal, see_other, wants_page};
use crate::{App, flash};

/// Functions that cost a password hash, send a mail or change something for whoever holds a secret.
const PACED: &[&str] = &[
    "log_in",
    "register_by_code",
    "register_by_founding",
    "ask_reset",
    "reset_password",
    "verify_code",
    "verify_link",
    "verify_again",
    "prove_registration",
    "mail_registration_again",
    "join_by_code",
    "register_by_family_code",
    "join_family",
    "look_at_code",
    "set_code",
    "register_by_invitation",
    "accept_invitation",
    "invite",
    "send_invitation_again",
    "help_log_in",
    "found_school",
    "change_password",
    "ask_email",
    "prove_email_code",
    "prove_email_link",
    "stop_mails",
];

pub async fn handle(State(app): State<App>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let plain = parts.method == Method::POST && wants_page(&parts.headers);
    let path = parts.uri.path().to_owned();
    let Some(caller) = parts.extensions.get::<Caller>().cloned() else { return Refusal(Error::Unauthorized).into_response() };
    let Ok(body) = to_bytes(body, limits::FORM_BYTES).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    // Run as for a script: the answer to a plain form is made below.
    let headers = parts.headers.clone();
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let name = path.rsplit('/').next().unwrap_or_default();
    let pace = match caller.request.address {
        Some(address) if PACED.contains(&name) => app.pace.check(address),
        _ => Ok(()),
    };
    let outcome = match pace {
        Ok(()) => run(Request::from_parts(parts, Body::from(body.clone()))).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(mut response) => {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            if !plain {
                return response;
            }
            let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok().map(str::to_owned));
            let mut answer = see_other(&location.or_else(|| flash::own_referer(&headers)).unwrap_or_else(|| "/".to_owned()));
            for line in response.headers().get_all(header::SET_COOKIE) {
                answer.headers_mut().append(header::SET_COOKIE, line.clone());
            }
            answer
        }
        // Only what a person can put right is kept for them.
        Err(error) if plain && flash::is_worth_keeping(&error) => {
            flash::refuse(&caller.request, &headers, &path, error, typed(&body)).await
        }
        Err(error) => Refusal(error).into_response(),
    }
}

/// Runs the function; its error comes back as itself.
async fn run(request: Request) -> Result<Response, Error> {
    let response = handle_server_fns_with_context(|| {}, request).await.into_response();
    let status = response.status();
    if status == StatusCode::BAD_REQUEST {
        // Leptos knows no function of this path.
        return Err(Error::NotFound);
    }
    if !status.is_server_error() && !status.is_client_error() {
        return Ok(response);
    }
    let body = to_bytes(response.into_body(), limits::FORM_BYTES).await.unwrap_or_default();
    Err(serde_json::from_slice(&body).unwrap_or(Error::Internal(String::new())))
}

/// The fields of a url-encoded form.
fn typed(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

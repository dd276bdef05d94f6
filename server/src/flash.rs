//! Answers to forms sent without JavaScript: back to the page they came from, which shows what was typed and what is
//! wrong with it; and the delivery of what was done to the page that tells it.

use std::sync::Arc;

use app::form::{FLASH, Flash, flash_line};
use app::told;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::Error;

use crate::answer::{Refusal, see_other};

/// Bytes of typed text that are kept; a form that typed more gets its errors only.
const MOST: usize = 128 * 1024;

/// Sends the browser back to the page the form stood on, with what was typed, without secrets.
pub async fn refuse(
    request: &domain::Request,
    headers: &HeaderMap,
    path: &str,
    error: Error,
    typed: Vec<(String, String)>,
) -> Response {
    let Some(back) = own_referer(headers) else { return Refusal(error).into_response() };
    if error == Error::Unauthorized {
        return see_other(&format!("/login?next={}", app::params::encode(&back)));
    }
    let mut flash = Flash {
        path: path.to_owned(),
        error: Some(error),
        typed: typed.into_iter().filter(|(name, _)| !is_secret(name)).collect(),
    };
    if flash.typed.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MOST {
        flash.typed.clear();
    }
    let body = serde_json::to_string(&flash).unwrap_or_default();
    match domain::flashes::keep(request, &body).await {
        Ok(secret) => {
            let mut response = see_other(&back);
            set_cookie(&mut response, &flash_line(&secret));
            response
        }
        Err(fault) => Refusal::from(fault).into_response(),
    }
}

/// Whether the page can show this error beside what was typed; others are answered as they are.
pub fn is_worth_keeping(error: &Error) -> bool {
    matches!(
        error,
        Error::Invalid(_) | Error::Conflict(_) | Error::Beyond | Error::Unavailable | Error::Closed(_) | Error::Unauthorized
    )
}

/// Field names whose values never come back.
fn is_secret(name: &str) -> bool {
    ["password", "passphrase", "token", "secret"].iter().any(|secret| name.contains(secret))
}

/// The path and query of the page a form was on, if that page is ours.
pub fn own_referer(headers: &HeaderMap) -> Option<String> {
    let referer: axum::http::Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let path = referer.path_and_query()?.as_str();
    (referer.authority()?.as_str() == host && app::params::is_own_path(path)).then(|| path.to_owned())
}

/// Hands the flash, and what is told to have been done, to the page that follows, once.
pub async fn deliver(mut request: Request, next: Next) -> Response {
    // A script's request in another tab is not the page they wait for, and neither is one that a device keeps for later.
    if request.method() != Method::GET
        || !crate::answer::wants_page(request.headers())
        || crate::whose::is_copy(request.headers())
    {
        return next.run(request).await;
    }
    let secret = cookies(request.headers()).find_map(|pair| Some(pair.strip_prefix(FLASH)?.strip_prefix('=')?.to_owned()));
    let told = cookies(request.headers()).find_map(told::read);
    if let Some(done) = told {
        request.extensions_mut().insert(done);
    }
    let asked = request.extensions().get::<app::caller::Caller>().map(|caller| caller.request.clone());
    if let (Some(asked), Some(secret)) = (asked, &secret)
        && let Ok(Some(body)) = domain::flashes::take(&asked, secret).await
        && let Ok(flash) = serde_json::from_str::<Flash>(&body)
    {
        request.extensions_mut().insert(Arc::new(flash));
    }
    let mut response = next.run(request).await;
    if secret.is_some() {
        set_cookie(&mut response, &format!("{FLASH}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
    }
    // A page that only leads on has told nothing.
    if told.is_some() && !response.status().is_redirection() {
        set_cookie(&mut response, told::GONE);
    }
    response
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(';')).map(str::trim)
}

fn set_cookie(response: &mut Response, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

//! Refusals of plain routes: the status table as JSON for programs and as a styled page for people.

use app::caller::{in_language, language, say_in};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::text::{common, errors};
use model::{Error, Key};

use crate::session::accepted;

/// A refusal on its way out.
#[derive(Clone, Debug)]
pub struct Refusal(pub Error);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal(error)
    }
}

impl From<domain::Error> for Refusal {
    fn from(error: domain::Error) -> Self {
        Refusal(error.into())
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        domain::Error::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(&self.0)).into_response();
        if let Some(seconds) = self.0.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Whether a person's browser navigates here, rather than a script.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// Turns refusals into pages for browsers. Nobody logged in is sent to the log-in page.
pub async fn as_pages(request: Request, next: Next) -> Response {
    let page = wants_page(request.headers());
    let path = request.uri().to_string();
    let response = next.run(request).await;
    let Some(Refusal(error)) = response.extensions().get::<Refusal>().cloned().filter(|_| page) else { return response };
    if error == Error::Unauthorized {
        return see_other(&format!("/login?next={}", app::params::encode(&path)));
    }
    let (mut parts, _) = response.into_parts();
    let locale = parts.extensions.get().copied().unwrap_or_else(|| language().locale());
    let html = say_in(locale, || {
        let (title, hint) = app::text::error(&error);
        page_html(error.status(), title, &hint)
    });
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, Body::from(html))
}

/// Answers in the browser's language, until it is known who asks.
pub async fn in_own_language(request: Request, next: Next) -> Response {
    let locale = accepted(request.headers());
    in_language(locale, next.run(request)).await
}

/// 303 to a path of ours.
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// A form that came from another site (tower-http's CSRF layer found it so).
pub fn forged() -> Response {
    let html = page_html(403, text(errors::FORGED), text(errors::FORGED_HINT));
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn text(key: Key) -> &'static str {
    app::text::t(key)
}

fn page_html(status: u16, title: &str, hint: &str) -> String {
    let (title, hint, locale) = (escape(title), escape(hint), language().locale());
    let (lang, dir) = (locale.text(), locale.dir());
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"/style.css\"></head>\
         <body><main id=\"main\" class=\"page\"><section class=\"error-page\"><p class=\"error-status\" aria-hidden=\"true\">{status}</p>\
         <h1>{title}</h1><p>{hint}</p><p class=\"actions\"><a class=\"button\" href=\"/\">{}</a></p></section></main></body></html>",
        escape(text(common::HOME))
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

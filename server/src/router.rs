//! The whole Router, built from one table of endpoints, the pages and the server functions.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use leptos_axum::{generate_route_list, render_app_async_with_context};
use model::Error;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;

use crate::answer::{Refusal, as_pages, forged, in_own_language};
use crate::{
    App, assets, audit, backup, chat, files, flash, forum, functions, headers, health, live, notifications, observe, people,
    session, shortcuts,
};

/// A plain route: what the access table of the tests lists.
pub struct Endpoint {
    pub method: Method,
    pub path: &'static str,
    pub route: MethodRouter<App>,
}

impl Endpoint {
    pub fn new(method: Method, path: &'static str, route: MethodRouter<App>) -> Endpoint {
        Endpoint { method, path, route }
    }
}

/// Every plain route there is. Those before log-in are `health::*` alone.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = vec![
        Endpoint::new(Method::GET, "/health", get(health::live)),
        Endpoint::new(Method::GET, health::READY, get(health::ready)),
        Endpoint::new(Method::GET, "/metrics", get(health::metrics)),
    ];
    all.extend(files::endpoints());
    all.extend(chat::endpoints());
    all.extend(live::endpoints());
    all.extend(notifications::endpoints());
    all.extend(forum::endpoints());
    all.extend(audit::endpoints());
    all.extend(backup::endpoints());
    all.extend(people::endpoints());
    all.extend(shortcuts::endpoints());
    all
}

/// Paths of all pages, as axum writes them.
pub fn pages() -> Vec<String> {
    generate_route_list(app::App).into_iter().map(|listing| listing.path().to_owned()).collect()
}

/// Builds the server.
pub fn build(state: App) -> Router {
    let mut router = Router::new();
    for endpoint in endpoints() {
        router = router.route(endpoint.path, endpoint.route);
    }
    router = router.route("/fn/{*name}", get(functions::handle).post(functions::handle));
    for page in pages() {
        router = router.route(&page, get(page_handler));
    }
    let dynamic = ServiceBuilder::new()
        .layer(session::layer(&state.world))
        .layer(from_fn_with_state(state.clone(), session::who))
        .layer(from_fn(flash::deliver));
    let all = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .layer(from_fn(headers::protect))
        // gzip alone: on pages of 15 kB it is as small as brotli at the same price, and files are compressed before. Level 4:
        // the usual 6 looks at five times as many places for a few percent, and a page is compressed for one reader.
        .layer(
            CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(
                // What is in an archive has been made small already, and what is encrypted nothing makes small.
                DefaultPredicate::new()
                    .and(SizeAbove::new(1000))
                    .and(NotForContentType::const_new("application/zip"))
                    .and(NotForContentType::const_new("application/octet-stream")),
            ),
        )
        .layer(from_fn(in_own_language))
        .layer(CsrfLayer::new().with_rejection_response(|_| forged()))
        .layer(from_fn(as_pages))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Refusal(Error::Internal(String::new())).into_response()
        }))
        .layer(from_fn_with_state(state.clone(), assets::first));
    router.fallback(no_such).layer(dynamic).layer(all).with_state(state)
}

async fn page_handler(State(app): State<App>, request: Request) -> Response {
    let assets = app.site.assets.clone();
    let bundle = app::routes::bundle(request.uri().path());
    render_app_async_with_context(|| {}, move || app::shell(assets.clone(), bundle))(request).await
}

/// An address that is nothing: the page that says so, for browsers; the status alone for others.
async fn no_such(state: State<App>, request: Request) -> Response {
    if request.method() == Method::GET && crate::answer::wants_page(request.headers()) {
        return page_handler(state, request).await;
    }
    match *request.method() {
        Method::GET | Method::HEAD => Refusal(Error::NotFound).into_response(),
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

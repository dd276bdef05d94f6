//! Whether this node lives, whether it can work, and its numbers.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::Error;
use object_store::ObjectStoreExt;
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::answer::Refusal;
use crate::{App, address};

/// Where it is asked whether this node is ready.
pub const READY: &str = "/health/ready";

/// The process answers: 200 always.
pub async fn live() -> Json<serde_json::Value> {
    Json(json!({ "status": "healthy" }))
}

/// The database and the file store answer, and the server is not stopping: 200, else 503. Without the other nodes it works,
/// more slowly for who talks with people on them: a warning.
pub async fn ready(State(app): State<App>) -> Response {
    let database = app.world.db.ping().await;
    let storage = app.world.files.put(&object_store::path::Path::from("incoming/.ready"), "ready".into()).await;
    let stopping = *app.stopping.borrow();
    let healthy = database.is_ok() && storage.is_ok() && !stopping;
    let state = |fine: bool| if fine { "healthy" } else { "unhealthy" };
    let nodes = match app.world.hub.is_connected() {
        None => "alone",
        Some(true) => "healthy",
        Some(false) => "warning",
    };
    let body = json!({
        "status": if healthy && nodes == "warning" { nodes } else { state(healthy) },
        "checks": {
            "database": { "status": state(database.is_ok()), "kind": app.world.db.kind() },
            "storage": { "status": state(storage.is_ok()) },
            "nodes": { "status": nodes },
            "stopping": stopping,
        },
        "version": env!("CARGO_PKG_VERSION"),
        "timestamp": domain::calendar::iso(store::clock::now()),
    });
    let status = if healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

/// The numbers in Prometheus' text format: for this machine, or whoever has the token.
pub async fn metrics(State(app): State<App>, request: Request) -> Response {
    let headers = request.headers();
    let may = match &app.config.metrics_token {
        Some(token) => headers
            .get(header::AUTHORIZATION)
            .is_some_and(|value| value.as_bytes().ct_eq(format!("Bearer {token}").as_bytes()).into()),
        None => {
            let local = address::client(request.extensions(), headers, &[]).is_loopback();
            local && !headers.contains_key("x-forwarded-for")
        }
    };
    if !may {
        return Refusal(Error::NotFound).into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render()).into_response()
}

//! What is seen of a request from outside: its id, how long it took, a line in the log, the metrics.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use domain::backup;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::Instrument;

use crate::{App, health};

/// Milliseconds from which an operation is called slow.
const SLOW_MS: u128 = 1000;

/// The id of a request, put into its extensions.
#[derive(Clone)]
pub struct RequestId(pub Arc<str>);

/// The numbers of this process.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// The process has one set of numbers, however many servers tests start in it.
    pub fn install() -> Metrics {
        static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
        let handle = HANDLE.get_or_init(|| {
            let builder = PrometheusBuilder::new().set_buckets(&[0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0]);
            let recorder = builder.unwrap_or_else(|_| PrometheusBuilder::new()).build_recorder();
            let handle = recorder.handle();
            // Fails only where another recorder is installed; then there is nothing to add.
            let _ = metrics::set_global_recorder(recorder);
            handle
        });
        Metrics(handle.clone())
    }

    /// The numbers in Prometheus' text format.
    pub fn render(&self) -> String {
        self.0.run_upkeep();
        self.0.render()
    }
}

pub async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    backup::somebody_asks();
    let id = new_id();
    let method = request.method().clone();
    // The pattern, never the address itself: an address can hold a token.
    let route = request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id = %id, %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let taken = started.elapsed();
    let status = response.status().as_u16();
    // That this node is not ready is what it was asked, and no fault.
    if response.status().is_server_error() && route != health::READY {
        app.world.faults.note(store::clock::now());
    }
    let labels = [("route", route.clone()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(taken.as_secs_f64());
    span.in_scope(|| {
        let ms = taken.as_secs_f64() * 1000.0;
        if taken.as_millis() > SLOW_MS {
            tracing::warn!(status, ms, "slow");
        } else {
            tracing::debug!(status, ms, "answered");
        }
    });
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    if let Ok(value) = HeaderValue::from_str(&format!("{:.1}ms", taken.as_secs_f64() * 1000.0)) {
        headers.insert(HeaderName::from_static("x-response-time"), value);
    }
    response
}

/// Sixteen random hexadecimal digits.
fn new_id() -> Arc<str> {
    use rand::RngExt;
    format!("{:016x}", rand::rng().random::<u64>()).into()
}

//! `/healthz`, `/readyz`, `/metrics`, and what is counted for them.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::Site;

/// Longest wait for the store before it counts as not answering.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process answers.
pub(crate) async fn healthz() -> Response {
    ([(CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// `GET /readyz`: the process can do its work.
pub(crate) async fn readyz(State(site): State<Site>) -> Response {
    let answered = match tokio::time::timeout(PATIENCE, site.store.ping()).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    };
    let (status, words) = if let Err(error) = answered {
        tracing::warn!(error, "not ready: the store does not answer");
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    } else if (site.ready)() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "starting or stopping\n")
    };
    (status, [(CACHE_CONTROL, "no-store")], words).into_response()
}

/// `GET /metrics`
pub(crate) async fn metrics(State(site): State<Site>) -> Response {
    match &site.metrics {
        Some(handle) => (
            [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (CACHE_CONTROL, "no-store")],
            handle.render(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Counts a request by the route that it took, never by its address, of which there is no end.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    };
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::histogram!("mimus_http_request_seconds", "method" => method, "route" => route, "status" => status)
        .record(start.elapsed());
    response
}

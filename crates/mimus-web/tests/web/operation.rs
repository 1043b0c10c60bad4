//! Health, readiness, metrics.

use std::sync::atomic::Ordering;

use crate::place::Place;

#[tokio::test]
async fn health_is_of_the_process_and_readiness_of_its_parts() {
    let place = Place::start().await;
    assert_eq!(place.get("/healthz").await.status, 200);
    assert_eq!(place.get("/readyz").await.status, 200);
    place.ready.store(false, Ordering::SeqCst);
    assert_eq!(place.get("/readyz").await.status, 503);
    assert_eq!(place.get("/healthz").await.status, 200);
    place.ready.store(true, Ordering::SeqCst);
    place.store.close().await;
    assert_eq!(place.get("/readyz").await.status, 503);
    let failed = place.get("/").await;
    assert_eq!((failed.status, failed.header("retry-after")), (503, "60"));
    failed.has("This server cannot do that just now.");
    failed.has_not("database");
}

#[tokio::test]
async fn requests_are_counted_by_route() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().unwrap();
    let place = Place::start_with(|parts| parts.metrics = Some(recorder)).await;
    place.get("/@nobody").await;
    let metrics = place.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    metrics.has("mimus_http_request_seconds");
    metrics.has("route=\"/@{handle}\"");
    metrics.has("status=\"404\"");
    metrics.has_not("nobody");
    assert_eq!(Place::start().await.get("/metrics").await.status, 404);
}

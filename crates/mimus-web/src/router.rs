//! Which address is answered by what.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use mimus_engine::relay::connect::MASTODON_RETURN;

use crate::pages::error::Failure;
use crate::{
    Site, assets, authorized, demo, desk, discovery, federation, headers, inbox, media, operation, pages,
    x_webhook,
};

/// Longest time that an answer may take to begin.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Everything that this server answers.
pub fn router(site: Site) -> Router {
    let https = site.addresses.base_url().scheme() == "https";
    Router::new()
        .route("/", get(pages::home::get))
        .route("/about", get(pages::about::get))
        .route("/about/ledger", get(pages::ledger::get))
        .route(
            "/ask",
            get(pages::ask::get).post(pages::ask::post).layer(DefaultBodyLimit::max(pages::ask::MAX_FORM)),
        )
        .route("/@{handle}", get(pages::profile::get))
        .route("/@{handle}/follow", get(pages::follow::get))
        .route("/@{handle}/tagged/{tag}", get(pages::tag::get))
        .route("/@{handle}/{id}", get(pages::post::get))
        .route("/demo", get(demo::page::get))
        .merge(desk::router())
        .route("/x/connected", get(pages::connected::get))
        .route(MASTODON_RETURN, get(pages::connected::get))
        .route("/media/{name}", get(media::get))
        .route("/assets/{name}", get(assets::get))
        .route("/users/{handle}", get(federation::actor))
        .route("/users/{handle}/inbox", post(inbox::of_mirror))
        .route("/users/{handle}/outbox", get(federation::outbox))
        .route("/users/{handle}/followers", get(federation::followers))
        .route("/users/{handle}/following", get(federation::following))
        .route("/users/{handle}/collections/featured", get(federation::featured))
        .route("/users/{handle}/posts/{id}", get(federation::post))
        .route("/users/{handle}/posts/{id}/activity", get(federation::publish))
        .route("/users/{handle}/posts/{id}/quotes/{stamp}", get(federation::quote))
        .route("/users/{handle}/activities/{seq}", get(federation::activity))
        .route("/actor", get(federation::instance))
        .route("/actor/inbox", post(inbox::shared))
        .route("/inbox", post(inbox::shared))
        .route("/actor/outbox", get(federation::instance_outbox))
        .route("/x/webhook", get(x_webhook::prove).post(x_webhook::receive))
        .route("/.well-known/webfinger", get(discovery::webfinger))
        .route("/.well-known/host-meta", get(discovery::host_meta))
        .route("/.well-known/nodeinfo", get(discovery::nodeinfo_links))
        .route("/nodeinfo/2.1", get(discovery::nodeinfo))
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/metrics", get(operation::metrics))
        .merge(crate::api::router())
        .fallback(pages::error::not_found)
        .method_not_allowed_fallback(pages::error::method_not_allowed)
        .layer(middleware::from_fn_with_state(site.clone(), authorized::check))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(site.clone(), pages::error::dress))
        .layer(middleware::from_fn(move |request: Request, next: Next| headers::secure(https, request, next)))
        .layer(middleware::from_fn(operation::measure))
        .with_state(site)
}

/// What a node answers that has no pages: whether it lives, is ready, and what it counts.
pub fn operation_router(site: Site) -> Router {
    Router::new()
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/metrics", get(operation::metrics))
        .with_state(site)
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::Slow.into_response(),
    }
}

//! `/.well-known/…` and NodeInfo.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use mimus_core::{AskedBy, LocalHandle, XHandle};
use mimus_engine::requests::{Outcome, RequestError};
use mimus_federation::discovery::{self, NodeFacts, Subject};
use mimus_store::MirrorState;

use crate::pages::error::Failure;
use crate::{Site, query};

type Answer = Result<Response, Failure>;

fn send(content_type: &'static str, body: String) -> Response {
    (
        [
            (CONTENT_TYPE, content_type),
            // RFC 7033 §5 asks for it; browsers' clients look people up as well.
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (CACHE_CONTROL, "public, max-age=300"),
        ],
        body,
    )
        .into_response()
}

/// `GET /.well-known/webfinger?resource=…`
pub(crate) async fn webfinger(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    let resource = query::value(query.as_deref(), "resource")
        .ok_or_else(|| Failure::Bad("Ask with ?resource=acct:name@server.".into()))?;
    let mut subject = discovery::subject(&site.addresses, &resource).ok_or(Failure::NotFound)?;
    if let Subject::Mirror(handle) = &subject {
        match site.store.mirror(handle).await?.map(|mirror| mirror.state) {
            None => subject = Subject::Mirror(asked_for(&site, handle).await?),
            Some(MirrorState::Removed) => return Err(Failure::MirrorGone),
            Some(MirrorState::Active | MirrorState::Paused | MirrorState::Ended) => {}
        }
    }
    Ok(send(discovery::JRD, discovery::webfinger(&site.addresses, &subject).to_string()))
}

/// Whoever looks up an account of X that is not mirrored asks for it, where this server's mode allows. Answers the mirror
/// that came of it at once.
async fn asked_for(site: &Site, name: &LocalHandle) -> Result<LocalHandle, Failure> {
    let (engine, _) = site.asking().ok_or(Failure::NotFound)?;
    let handle: XHandle = name.as_str().parse().map_err(|_| Failure::NotFound)?;
    site.lookups.take(site.clock.now()).map_err(|_| Failure::NotFound)?;
    match engine.ask(&handle, &AskedBy::Lookup).await {
        Ok(Outcome::Mirrored(local)) => Ok(local),
        Ok(_) => Err(Failure::NotFound),
        Err(RequestError::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%handle, %error, "a mirror that was looked up could not be made");
            Err(Failure::NotFound)
        }
    }
}

/// `GET /.well-known/host-meta`
pub(crate) async fn host_meta(State(site): State<Site>) -> Response {
    send(discovery::XRD, discovery::host_meta(&site.addresses))
}

/// `GET /.well-known/nodeinfo`
pub(crate) async fn nodeinfo_links(State(site): State<Site>) -> Response {
    send("application/json", discovery::nodeinfo_links(&site.addresses).to_string())
}

/// `GET /nodeinfo/2.1`
pub(crate) async fn nodeinfo(State(site): State<Site>) -> Answer {
    let (mirrors, posts) = site.store.mirror_totals().await?;
    let facts = NodeFacts { mirrors, posts, operator: &site.info.operator };
    Ok(send(discovery::NODEINFO, discovery::nodeinfo(&facts).to_string()))
}

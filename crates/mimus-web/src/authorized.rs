//! Authorised fetch: where it is on, documents are for servers that sign.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, Uri};
use mimus_federation::signature::{self, RequestHead};

use crate::Site;
use crate::negotiation::{Wants, wants};
use crate::pages::error::Failure;

/// Lets a request for a document pass if it is signed by an actor whose key can be had, or if it need not be.
pub(crate) async fn check(State(site): State<Site>, request: Request, next: Next) -> Response {
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    if site.authorized_fetch && read && is_document(request.uri(), request.headers()) {
        let (method, uri, headers) =
            (request.method().clone(), request.uri().clone(), request.headers().clone());
        if let Err(why) = verify(&site, &method, &uri, &headers).await {
            tracing::debug!(why, path = uri.path(), "a document was asked for without a valid signature");
            return Failure::Unsigned(why).into_response();
        }
    }
    next.run(request).await
}

/// Whether a document of a mirror is asked for. The server's own actor is not among them: nobody could check
/// our signatures without it.
fn is_document(uri: &Uri, headers: &HeaderMap) -> bool {
    let path = uri.path();
    if path.starts_with("/users/") {
        wants(headers, Wants::Document) == Wants::Document
    } else {
        path.starts_with("/@") && wants(headers, Wants::Page) == Wants::Document
    }
}

async fn verify(site: &Site, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), String> {
    let now = site.clock.now();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let head = RequestHead { method, target, headers, public_base: site.addresses.base_url() };
    let unverified = signature::parse(&head, b"", now)
        .map_err(|error| format!("This server answers signed requests only: {error}"))?;
    let key_id = unverified.key_id();
    let no_key = |error| format!("The key cannot be had: {error}");
    let signer = site.remote.signer(key_id, now).await.map_err(no_key)?;
    let Err(error) = unverified.verify(&signer.key) else { return Ok(()) };
    // Keys change; the one that is kept may be the old one.
    match site.remote.changed_signer(key_id, now).await.map_err(no_key)? {
        Some(signer) => unverified.verify(&signer.key).map(drop).map_err(|error| error.to_string()),
        None => Err(error.to_string()),
    }
}

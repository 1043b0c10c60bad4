//! Authorised fetch: where it is on, documents are for servers that sign.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, Uri};
use mimus_core::Verdict;
use mimus_federation::remote::RemoteError;
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
            tracing::debug!(%why, path = uri.path(), "a document was not given");
            return why.into_response();
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

async fn verify(site: &Site, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Failure> {
    let now = site.clock.now();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let head = RequestHead { method, target, headers, public_base: site.addresses.base_url() };
    let unverified = signature::parse(&head, b"", now)
        .map_err(|error| Failure::Unsigned(format!("This server answers signed requests only: {error}")))?;
    let key_id = unverified.key_id();
    let no_key = |error| match error {
        RemoteError::Denied(_) => denied(""),
        RemoteError::Store(error) => Failure::Unavailable(error.to_string()),
        error => Failure::Unsigned(format!("The key cannot be had: {error}")),
    };
    let mut signer = site.remote.signer(key_id, now).await.map_err(no_key)?;
    if let Err(error) = unverified.verify(&signer.key) {
        // Keys change; the one that is kept may be the old one.
        let changed = site.remote.changed_signer(key_id, now).await.map_err(no_key)?;
        signer = changed.ok_or_else(|| Failure::Unsigned(error.to_string()))?;
        unverified.verify(&signer.key).map_err(|error| Failure::Unsigned(error.to_string()))?;
    }
    let handle = signer.actor.document.get("handle").and_then(|handle| handle.as_str());
    match site.remote.access().list().await?.actor(&signer.actor.uri, handle) {
        Verdict::Denied(reason) => Err(denied(reason)),
        Verdict::Allowed => Ok(()),
    }
}

fn denied(reason: &str) -> Failure {
    let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    Failure::Forbidden(format!("This server gives you nothing{because}."))
}

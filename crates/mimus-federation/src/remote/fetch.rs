//! Reading documents from other servers over HTTP, signed as the instance actor.

use http::{HeaderValue, Method, StatusCode, header};
use jiff::Timestamp;
use mimus_http::{Redirects, Request};
use mimus_store::RemoteActor;
use serde_json::Value;
use url::Url;

use super::{Inner, RemoteError, actor};
use crate::addresses::authority;
use crate::json;
use crate::signature::{self, RequestToSign, Scheme};

/// Most redirects in a row.
const MAX_REDIRECTS: usize = 3;
/// Largest document that is read, in bytes.
const MAX_DOCUMENT: u64 = 1 << 20;
const ACCEPT: HeaderValue = HeaderValue::from_static(
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
);

struct Found {
    /// Where it was found in the end.
    url: Url,
    document: Value,
}

/// Reads an actor. What it says of itself only counts where it was found at the id that it gives.
pub(super) async fn read_actor(inner: &Inner, uri: &str, now: Timestamp) -> Result<RemoteActor, RemoteError> {
    let (id, document) = at_its_id(inner, get(inner, uri, now).await?, now).await?;
    actor::parse(&id, &document, None, None, now).map_err(|why| RemoteError::invalid(&id, why))
}

/// Reads any document that is found at the id that it gives, `uri`.
pub(super) async fn read_document(inner: &Inner, uri: &str, now: Timestamp) -> Result<Value, RemoteError> {
    let (id, document) = at_its_id(inner, get(inner, uri, now).await?, now).await?;
    if id == uri { Ok(document) } else { Err(RemoteError::invalid(uri, format!("its id is {id}"))) }
}

/// Reads a key's owner. A key's id leads to the actor (with a fragment), to the key alone, or to an actor in brief
/// with the key (GoToSocial); in the latter cases the owner is read too, and must have the key.
pub(super) async fn read_key(
    inner: &Inner,
    key_id: &str,
    now: Timestamp,
) -> Result<RemoteActor, RemoteError> {
    let found = get(inner, key_id, now).await?;
    let is_key =
        found.document.get("publicKeyPem").is_some() || found.document.get("publicKeyMultibase").is_some();
    if !is_key {
        let (id, document) = at_its_id(inner, found, now).await?;
        return actor::parse(&id, &document, Some(key_id), None, now)
            .map_err(|why| RemoteError::invalid(&id, why));
    }
    let owner = json::first_id(&found.document, "owner")
        .or_else(|| json::first_id(&found.document, "controller"))
        .ok_or_else(|| RemoteError::invalid(key_id, "the key does not say whose it is"))?;
    same_host(&found.url, owner)?;
    let (id, document) = at_its_id(inner, get(inner, owner, now).await?, now).await?;
    actor::parse(&id, &document, Some(key_id), Some(&found.document), now)
        .map_err(|why| RemoteError::invalid(&id, why))
}

/// The document from the address that is its id. Where it was found elsewhere on that host it is read again from
/// there, once.
async fn at_its_id(inner: &Inner, found: Found, now: Timestamp) -> Result<(String, Value), RemoteError> {
    let id = json::id(&found.document)
        .ok_or_else(|| RemoteError::invalid(found.url.as_str(), "it has no id"))?
        .to_owned();
    same_host(&found.url, &id)?;
    if is_at(&found.url, &id) {
        return Ok((id, found.document));
    }
    let again = get(inner, &id, now).await?;
    if json::id(&again.document) != Some(&id) {
        return Err(RemoteError::invalid(&id, "it gives another id each time"));
    }
    same_host(&again.url, &id)?;
    Ok((id, again.document))
}

fn is_at(url: &Url, id: &str) -> bool {
    Url::parse(id).is_ok_and(|mut id| {
        id.set_fragment(None);
        id == *url
    })
}

fn same_host(url: &Url, id: &str) -> Result<(), RemoteError> {
    let named = Url::parse(id).ok().and_then(|id| authority(&id));
    if named.is_some() && named == authority(url) {
        return Ok(());
    }
    Err(RemoteError::invalid(url.as_str(), "it speaks for another server"))
}

/// Asks for a document. Each hop is signed for its own address.
async fn get(inner: &Inner, uri: &str, now: Timestamp) -> Result<Found, RemoteError> {
    let mut url = Url::parse(uri).map_err(|_| RemoteError::invalid(uri, "it is not a URL"))?;
    url.set_fragment(None);
    for _ in 0..=MAX_REDIRECTS {
        if inner.addresses.is_local(url.as_str()) {
            return Err(RemoteError::Local(url.into()));
        }
        let response =
            inner.http.send(signed(inner, &url, now)?).await.map_err(|error| match error.is_transient() {
                true => RemoteError::unreachable(uri, error.to_string()),
                false => RemoteError::invalid(uri, error.to_string()),
            })?;
        if let Some(mut next) = response.redirect_target() {
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(RemoteError::invalid(uri, "a secure address leads to one that is not"));
            }
            next.set_fragment(None);
            inner.check_access(next.as_str()).await?;
            url = next;
            continue;
        }
        return match response.status {
            StatusCode::OK => {
                let content_type = response.headers.get(header::CONTENT_TYPE);
                if !content_type.is_some_and(is_activity_json) {
                    return Err(RemoteError::invalid(uri, "it is not ActivityPub's JSON"));
                }
                let document = serde_json::from_slice(&response.body)
                    .map_err(|error| RemoteError::invalid(uri, error.to_string()))?;
                Ok(Found { url, document })
            }
            StatusCode::NOT_FOUND | StatusCode::GONE => Err(RemoteError::Gone(super::excerpt(uri))),
            status => Err(RemoteError::unreachable(uri, format!("the answer was {status}"))),
        };
    }
    Err(RemoteError::invalid(uri, format!("more than {MAX_REDIRECTS} redirects in a row")))
}

fn signed(inner: &Inner, url: &Url, now: Timestamp) -> Result<Request, RemoteError> {
    let request = RequestToSign { method: &Method::GET, url, body: None, content_type: None };
    let key_id = inner.addresses.key_id(&inner.addresses.instance_actor());
    let headers = signature::sign(Scheme::Cavage, &request, &inner.key, &key_id, now)
        .map_err(|error| RemoteError::invalid(url.as_str(), error.to_string()))?;
    Ok(Request::get(url.clone())
        .headers(headers)
        .header(header::ACCEPT, ACCEPT)
        .redirects(Redirects::None)
        .max_body(MAX_DOCUMENT))
}

/// Whether a media type is one of ActivityPub's: `application/activity+json`, or `application/ld+json` with its
/// profile. Any other JSON may be somebody's upload.
pub(crate) fn is_activity_json(value: &HeaderValue) -> bool {
    let Ok(value) = value.to_str() else { return false };
    let value = value.to_ascii_lowercase();
    let (kind, parameters) = value.split_once(';').unwrap_or((&value, ""));
    match kind.trim() {
        "application/activity+json" => true,
        "application/ld+json" => parameters.contains("https://www.w3.org/ns/activitystreams"),
        _ => false,
    }
}

//! Answers that need not be sent again: entity tags and 304.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};

/// FNV-1a over `bytes`: tells versions of one document apart, and is no defence against forgery.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A document that stands until its words change: with its tag, or 304 where the visitor has it already.
pub(crate) fn respond(request: &HeaderMap, content_type: &'static str, body: impl Into<Bytes>) -> Response {
    let body: Bytes = body.into();
    let tag = format!("\"{:016x}\"", fingerprint(&body));
    let (status, body) = match matches(request, &tag) {
        true => (StatusCode::NOT_MODIFIED, Body::empty()),
        false => (StatusCode::OK, Body::from(body)),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    if status == StatusCode::OK {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    // Kept by anyone, shown only after asking: a removed post must not live on in a cache.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    response
}

/// Whether `If-None-Match` names `tag`, weakly or not.
pub(crate) fn matches(request: &HeaderMap, tag: &str) -> bool {
    request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
    })
}

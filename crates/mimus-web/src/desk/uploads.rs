//! `/desk/media/{name}`: what was uploaded for drafts, for those who have signed in.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use mimus_core::media::type_of_ending;

use super::session::{Visitor, engine};
use crate::Site;
use crate::pages::error::Failure;

/// `GET /desk/media/{name}`
pub(crate) async fn get(
    State(site): State<Site>,
    _: Visitor,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let path = engine(&site)?.media.file(&name).ok_or(Failure::NotFound)?;
    let media_type = name.rsplit('.').next().and_then(type_of_ending).ok_or(Failure::NotFound)?;
    let bytes = match tokio::fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Failure::NotFound),
        Err(error) => return Err(Failure::Broken(error.to_string())),
    };
    let headers = [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "private, max-age=86400, immutable"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, bytes).into_response())
}

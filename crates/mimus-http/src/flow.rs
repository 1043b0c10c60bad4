//! An answer that does not end: read piece by piece for as long as it comes.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::timeout;
use url::Url;

use crate::body::Body;
use crate::error::HttpError;

/// An answer that goes on until one side lets go. Dropping it ends the connection.
pub struct Flow {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    url: Url,
    body: Body,
    idle: Duration,
}

impl Flow {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Body, url: Url, idle: Duration) -> Self {
        Self { status, headers, url, body, idle }
    }

    /// The next piece, or none at the end. When nothing comes for longer than the flow may rest, that is a
    /// [`HttpError::Timeout`].
    pub async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        match timeout(self.idle, self.body.next()).await {
            Err(_) => Err(HttpError::Timeout { url: self.url.clone(), sent: true }),
            Ok(next) => next.map_err(|why| HttpError::broke_off(&self.url, why, true)),
        }
    }
}

//! An answer that does not end: read piece by piece for as long as it comes.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use http::{HeaderMap, StatusCode};
use tokio::time::timeout;
use url::Url;

use crate::error::HttpError;

/// An answer that goes on until one side lets go. Dropping it ends the connection.
pub struct Flow {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    url: Url,
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>,
    idle: Duration,
}

impl Flow {
    pub(crate) fn new(response: reqwest::Response, url: Url, idle: Duration) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, url, chunks: Box::pin(response.bytes_stream()), idle }
    }

    /// The next piece, or none at the end. When nothing comes for longer than the flow may rest, that is a
    /// [`HttpError::Timeout`].
    pub async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        match timeout(self.idle, self.chunks.next()).await {
            Err(_) => Err(HttpError::Timeout { url: self.url.clone(), sent: true }),
            Ok(None) => Ok(None),
            Ok(Some(Ok(chunk))) => Ok(Some(chunk)),
            Ok(Some(Err(error))) => Err(HttpError::of(&error, &self.url, true)),
        }
    }
}

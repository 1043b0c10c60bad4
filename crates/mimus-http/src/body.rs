//! Bodies on their way out and in.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::StatusCode;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::error::HttpError;

/// Whether a request has begun to leave.
///
/// The connection takes a request's body right after its head, and only once it is made. So a body that was not
/// asked for was not sent, nor was its head. Where there is no body to be asked for, the request counts as sent.
#[derive(Clone)]
pub(crate) struct Sent(Arc<AtomicBool>);

impl Sent {
    /// Makes a body that notes when it is taken. It has no length of its own: the request must say it.
    pub(crate) fn watch(body: Bytes) -> (Self, Option<reqwest::Body>) {
        let sent = Self(Arc::new(AtomicBool::new(body.is_empty())));
        if body.is_empty() {
            return (sent, None);
        }
        let noted = sent.clone();
        let once = stream::once(async move {
            noted.0.store(true, Ordering::Release);
            Ok::<_, Infallible>(body)
        });
        (sent, Some(reqwest::Body::wrap_stream(once)))
    }

    pub(crate) fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// An answer's body as it comes, within its bounds.
pub(crate) struct Incoming<'a> {
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>,
    status: StatusCode,
    url: &'a Url,
    limit: u64,
    read: u64,
    deadline: Instant,
}

impl<'a> Incoming<'a> {
    pub(crate) fn new(
        response: reqwest::Response,
        url: &'a Url,
        limit: u64,
        deadline: Instant,
    ) -> Result<Self, HttpError> {
        let status = response.status();
        if response.content_length().is_some_and(|length| length > limit) {
            return Err(HttpError::TooLarge { url: url.clone(), limit, status });
        }
        Ok(Self { chunks: Box::pin(response.bytes_stream()), status, url, limit, read: 0, deadline })
    }

    /// The next piece, or none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        let next = timeout_at(self.deadline, self.chunks.next()).await;
        let chunk = match next.map_err(|_| HttpError::Timeout { url: self.url.clone(), sent: true })? {
            None => return Ok(None),
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Err(HttpError::of(&error, self.url, true)),
        };
        self.read += chunk.len() as u64;
        if self.read > self.limit {
            return Err(HttpError::TooLarge {
                url: self.url.clone(),
                limit: self.limit,
                status: self.status,
            });
        }
        Ok(Some(chunk))
    }

    /// How many bytes have come so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }
}

//! Bodies of answers, unpacked and within their bounds.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::connection::Arriving;
use crate::error::{HttpError, why};
use crate::gzip::Gunzip;
use crate::pool::{Origin, Pool};

/// A body as it comes. At its end its connection is left to rest; dropped before, the connection is closed.
pub(crate) struct Body {
    /// None at the end.
    arriving: Option<Arriving>,
    gunzip: Option<Gunzip>,
    home: Option<(Arc<Pool>, Origin)>,
}

impl Body {
    /// Of an answer with these headers, which from then on are those of the unpacked body.
    pub(crate) fn new(arriving: Arriving, headers: &mut HeaderMap, home: (Arc<Pool>, Origin)) -> Self {
        let is_gzip = |coding: &HeaderValue| {
            [&b"gzip"[..], b"x-gzip"].iter().any(|name| coding.as_bytes().eq_ignore_ascii_case(name))
        };
        let gunzip = headers.get(CONTENT_ENCODING).is_some_and(is_gzip).then(Gunzip::new);
        if gunzip.is_some() {
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
        }
        Self { arriving: Some(arriving), gunzip, home: Some(home) }
    }

    /// How many bytes there will be, where that is known.
    fn announced(&self) -> Option<u64> {
        let arriving = self.arriving.as_ref().filter(|_| self.gunzip.is_none());
        arriving.and_then(Arriving::announced)
    }

    /// The next piece, or none at the end; else why not.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, String> {
        loop {
            let unpacked = self.gunzip.as_mut().map_or(Ok(None), Gunzip::next).map_err(|e| why(&e))?;
            if unpacked.is_some() {
                return Ok(unpacked);
            }
            let Some(arriving) = &mut self.arriving else {
                return self.gunzip.as_mut().map_or(Ok(None), Gunzip::finish).map_err(|e| why(&e));
            };
            match (arriving.next().await.map_err(|e| why(&e))?, &mut self.gunzip) {
                (Some(data), Some(gunzip)) => gunzip.feed(data),
                (Some(data), None) => return Ok(Some(data)),
                (None, _) => self.rest(),
            }
        }
    }

    fn rest(&mut self) {
        let (arriving, home) = (self.arriving.take(), self.home.take());
        let Some(connection) = arriving.map(Arriving::into_connection).filter(|one| !one.has_ended()) else {
            return;
        };
        if let Some((pool, origin)) = home {
            pool.put(origin, connection);
        }
    }
}

/// An answer's body as it comes, within its bounds.
pub(crate) struct Incoming<'a> {
    body: Body,
    status: StatusCode,
    url: &'a Url,
    limit: u64,
    read: u64,
    deadline: Instant,
}

impl<'a> Incoming<'a> {
    pub(crate) fn new(
        body: Body,
        status: StatusCode,
        url: &'a Url,
        limit: u64,
        deadline: Instant,
    ) -> Result<Self, HttpError> {
        if body.announced().is_some_and(|length| length > limit) {
            return Err(HttpError::TooLarge { url: url.clone(), limit, status });
        }
        Ok(Self { body, status, url, limit, read: 0, deadline })
    }

    /// The next piece, or none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        let next = timeout_at(self.deadline, self.body.next()).await;
        let chunk = match next.map_err(|_| HttpError::Timeout { url: self.url.clone(), sent: true })? {
            Ok(None) => return Ok(None),
            Ok(Some(chunk)) => chunk,
            Err(why) => return Err(HttpError::broke_off(self.url, why, true)),
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

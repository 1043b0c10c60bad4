//! Getting a feed's document: from the web with conditional requests, or from a file.

use std::io;
use std::path::Path;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use mimus_core::WebUrl;
use mimus_http::{HttpClient, HttpError, Request, Response};
use tokio::io::AsyncReadExt;

use super::cursor::Cursor;
use super::{MAX_FEED_BYTES, headers};
use crate::connector::Failure;

pub(super) enum Fetched {
    Unchanged { moved_to: Option<String>, fresh_for: Option<SignedDuration> },
    Gone,
    Document(Box<Document>),
}

pub(super) struct Document {
    pub(super) body: Bytes,
    pub(super) content_type: Option<String>,
    /// Where it stands, for references in it.
    pub(super) base: Option<WebUrl>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) fresh_for: Option<SignedDuration>,
    /// Where it asks to be read from now on.
    pub(super) moved_to: Option<String>,
}

const ACCEPT: HeaderValue = HeaderValue::from_static(
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, text/xml;q=0.8, */*;q=0.1",
);

/// Asks for a feed on the web. `cursor` makes the request conditional.
pub(super) async fn web(
    http: &HttpClient,
    url: &WebUrl,
    cursor: Option<&Cursor>,
    now: Timestamp,
) -> Result<Fetched, Failure> {
    let mut request =
        Request::get(url.as_url().clone()).max_body(MAX_FEED_BYTES).header(header::ACCEPT, ACCEPT);
    let conditions: [(HeaderName, Option<&String>); 2] = [
        (header::IF_NONE_MATCH, cursor.and_then(|c| c.etag.as_ref())),
        (header::IF_MODIFIED_SINCE, cursor.and_then(|c| c.last_modified.as_ref())),
    ];
    for (name, value) in conditions {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            request = request.header(name, value);
        }
    }
    let answer = http.send(request).await.map_err(|error| match error {
        HttpError::TooLarge { .. } | HttpError::ForbiddenUrl { .. } | HttpError::ForbiddenAddress { .. } => {
            Failure::Rejected { why: error.to_string() }
        }
        _ => Failure::Retry { why: error.to_string() },
    })?;
    read(answer, now)
}

fn read(answer: Response, now: Timestamp) -> Result<Fetched, Failure> {
    let url = answer.url.as_str();
    let status = answer.status.as_u16();
    let moved_to = answer.permanent_url.as_ref().map(|url| url.as_str().to_owned());
    let fresh_for = headers::fresh_for(&answer.headers, now);
    let why = match status {
        304 => return Ok(Fetched::Unchanged { moved_to, fresh_for }),
        410 => return Ok(Fetched::Gone),
        200..=299 => {
            let text = |name: HeaderName, limit| headers::text(&answer.headers, &name, limit);
            return Ok(Fetched::Document(Box::new(Document {
                content_type: text(header::CONTENT_TYPE, 256),
                base: WebUrl::try_from(answer.url.clone()).ok(),
                etag: text(header::ETAG, 512),
                last_modified: text(header::LAST_MODIFIED, 128),
                fresh_for,
                moved_to,
                body: answer.body,
            })));
        }
        401 | 403 => "it does not give its feed to us; ask whoever runs it, or choose another address",
        404 => "there is no feed (any more); look whether it has moved",
        429 => "it is asked too often",
        500..=599 => "it has a fault of its own",
        _ => "that is no feed",
    };
    let why = format!("{url} answers {status}: {why}");
    match headers::retry_after(&answer.headers, now) {
        Some(until) if matches!(status, 429 | 503) => Err(Failure::RateLimited { until, why }),
        _ => Err(Failure::Retry { why }),
    }
}

/// Reads a file, if it is not as it was when `cursor` was written.
pub(super) async fn file(path: &Path, cursor: &Cursor) -> Result<Fetched, Failure> {
    let name = path.display();
    let rejected = |why: String| Failure::Rejected { why };
    let failed = |error: io::Error| {
        let why = format!("{name}: {error}");
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Failure::Retry { why },
            _ => rejected(why),
        }
    };
    // Looked at before it is opened: opening a pipe waits for somebody to write.
    let metadata = tokio::fs::metadata(path).await.map_err(failed)?;
    if !metadata.is_file() {
        return Err(rejected(format!("{name} is no file")));
    }
    let modified = metadata.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    let stamp = format!("{}-{}", modified.map_or(0, Timestamp::as_nanosecond), metadata.len());
    if cursor.etag.as_deref() == Some(stamp.as_str()) {
        return Ok(Fetched::Unchanged { moved_to: None, fresh_for: None });
    }
    let mut body = Vec::new();
    let file = tokio::fs::File::open(path).await.map_err(failed)?;
    file.take(MAX_FEED_BYTES + 1).read_to_end(&mut body).await.map_err(failed)?;
    if body.len() as u64 > MAX_FEED_BYTES {
        return Err(rejected(format!(
            "{name} is larger than {MAX_FEED_BYTES} bytes, the most that is read of a feed"
        )));
    }
    Ok(Fetched::Document(Box::new(Document {
        body: body.into(),
        content_type: None,
        base: None,
        etag: Some(stamp),
        last_modified: None,
        fresh_for: None,
        moved_to: None,
    })))
}

//! Getting a feed's document: from the web with conditional requests, or from a file.

use std::io;
use std::path::Path;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use mimus_core::{Network, WebUrl};
use mimus_http::{HttpClient, HttpError, Request, Response};

use super::MAX_FEED_BYTES;
use super::cursor::Cursor;
use crate::connector::Failure;

pub(super) enum Fetched {
    Unchanged,
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
    pub(super) moved_to: Option<String>,
}

const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, text/xml;q=0.8, */*;q=0.1";

pub(super) async fn web(
    http: &HttpClient,
    url: &WebUrl,
    cursor: &Cursor,
    now: Timestamp,
) -> Result<Fetched, Failure> {
    let answer = ask(http, url, Some(cursor)).await?;
    match read(answer, now)? {
        Answer::Fetched(fetched) => Ok(fetched),
        // A site's front page was given in place of its feed: follow what it names, once.
        Answer::Page(alternate) => {
            let answer = ask(http, &alternate, None).await?;
            match read(answer, now)? {
                Answer::Fetched(Fetched::Document(document)) => {
                    let moved_to = document.moved_to.clone().or_else(|| Some(alternate.as_str().to_owned()));
                    Ok(Fetched::Document(Box::new(Document { moved_to, ..*document })))
                }
                Answer::Fetched(other) => Ok(other),
                Answer::Page(_) => Err(Failure::Rejected {
                    why: format!(
                        "{url} is a web page, and what it names as its feed, {alternate}, is one too"
                    ),
                }),
            }
        }
    }
}

async fn ask(http: &HttpClient, url: &WebUrl, cursor: Option<&Cursor>) -> Result<Response, Failure> {
    let mut request = Request::get(url.as_url().clone()).max_body(MAX_FEED_BYTES);
    let header = |name: &'static str, value: &str| Some((reqwest_header(name)?, value.parse().ok()?));
    let conditions = cursor.into_iter().flat_map(|cursor| {
        [
            cursor.etag.as_deref().and_then(|v| header("if-none-match", v)),
            cursor.last_modified.as_deref().and_then(|v| header("if-modified-since", v)),
        ]
    });
    for (name, value) in conditions.flatten().chain(header("accept", ACCEPT)) {
        request = request.header(name, value);
    }
    http.send(request).await.map_err(|error| match error {
        HttpError::TooLarge { .. } | HttpError::ForbiddenUrl { .. } | HttpError::ForbiddenAddress { .. } => {
            Failure::Rejected { why: error.to_string() }
        }
        _ => Failure::Retry { why: error.to_string() },
    })
}

fn reqwest_header(name: &'static str) -> Option<http::HeaderName> {
    http::HeaderName::from_bytes(name.as_bytes()).ok()
}

enum Answer {
    Fetched(Fetched),
    Page(WebUrl),
}

fn read(answer: Response, now: Timestamp) -> Result<Answer, Failure> {
    let header = |name: &str| answer.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let url = answer.url.as_str();
    let status = answer.status.as_u16();
    match status {
        304 => return Ok(Answer::Fetched(Fetched::Unchanged)),
        410 => return Ok(Answer::Fetched(Fetched::Gone)),
        429 | 503 => {
            let until = header("retry-after").and_then(|v| retry_after(&v, now));
            let why = format!("{url} answers {status}");
            return Err(match until {
                Some(until) => Failure::RateLimited { until, why },
                None => Failure::Retry { why },
            });
        }
        200..=299 => {}
        401 | 403 => {
            return Err(Failure::Retry {
                why: format!("{url} answers {status}: it does not give its feed to us"),
            });
        }
        404 => return Err(Failure::Retry { why: format!("{url} answers 404: there is no feed (any more)") }),
        _ => return Err(Failure::Retry { why: format!("{url} answers {status}") }),
    }
    let base = WebUrl::try_from(answer.url.clone()).ok();
    let content_type = header("content-type");
    if looks_like_html(&answer.body) {
        let text = String::from_utf8_lossy(&answer.body);
        return match alternate(&text, base.as_ref()) {
            Some(feed) => Ok(Answer::Page(feed)),
            None => Err(Failure::Rejected {
                why: format!(
                    "{url} is a web page and names no feed; look for a link called RSS or Atom on it"
                ),
            }),
        };
    }
    Ok(Answer::Fetched(Fetched::Document(Box::new(Document {
        content_type,
        base,
        etag: header("etag").filter(|v| v.len() <= 512),
        last_modified: header("last-modified").filter(|v| v.len() <= 128),
        fresh_for: header("cache-control").and_then(|v| max_age(&v)),
        moved_to: answer.permanent_url.map(String::from),
        body: answer.body,
    }))))
}

/// Seconds or an HTTP date (RFC 9110, 10.2.3), at most a day ahead.
fn retry_after(value: &str, now: Timestamp) -> Option<Timestamp> {
    let value = value.trim();
    let until = match value.parse::<i64>() {
        Ok(seconds) => now.checked_add(SignedDuration::from_secs(seconds.clamp(0, 86_400))).ok()?,
        Err(_) => jiff::fmt::rfc2822::parse(value).ok()?.timestamp(),
    };
    let latest = now.checked_add(SignedDuration::from_hours(24)).ok()?;
    Some(until.clamp(now, latest))
}

fn max_age(value: &str) -> Option<SignedDuration> {
    let seconds = value.split(',').find_map(|part| part.trim().strip_prefix("max-age="))?;
    Some(SignedDuration::from_secs(seconds.trim_matches('"').parse::<u32>().ok()?.into()))
}

fn looks_like_html(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&body[..body.len().min(1_024)]).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// The feed that a page names: the first `<link rel="alternate">` of a feed's type in its first 256 KiB.
fn alternate(page: &str, base: Option<&WebUrl>) -> Option<WebUrl> {
    let mut end = page.len().min(256 << 10);
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    mimus_core::rich_text::linked_feeds(&page[..end], base).into_iter().next()
}

pub(super) async fn file(path: &Path, cursor: &Cursor) -> Result<Fetched, Failure> {
    let failed = |error: io::Error| {
        let why = format!("{}: {error}", path.display());
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Failure::Retry { why },
            _ => Failure::Rejected { why },
        }
    };
    let metadata = tokio::fs::metadata(path).await.map_err(failed)?;
    if metadata.len() > MAX_FEED_BYTES {
        return Err(Failure::Rejected {
            why: format!(
                "{} is larger than {MAX_FEED_BYTES} bytes, the most that is read of a feed",
                path.display()
            ),
        });
    }
    let modified = metadata.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    let stamp = format!("{}-{}", modified.map_or(0, Timestamp::as_millisecond), metadata.len());
    if cursor.etag.as_deref() == Some(stamp.as_str()) {
        return Ok(Fetched::Unchanged);
    }
    let body = tokio::fs::read(path).await.map_err(failed)?;
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

/// Which network a mention in a feed belongs to: none that can be known.
pub(super) const MENTIONS: Network = Network::Feed;

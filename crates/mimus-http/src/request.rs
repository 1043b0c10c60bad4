//! Requests and what comes back.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use url::Url;

/// Whether redirects are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// They are, for GET, up to the client's bound.
    Follow,
    /// They are returned as they are.
    None,
}

/// A request to be sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Who is asked.
    pub url: Url,
    /// The headers. `Host`, `Content-Length` and `User-Agent` need not be given.
    pub headers: HeaderMap,
    /// What is sent.
    pub body: Bytes,
    /// Bound on the answer's body, in bytes after decompression.
    pub max_body: u64,
    /// Bound on the whole exchange in place of the client's.
    pub timeout: Option<Duration>,
    /// Whether redirects are followed. Only for GET they ever are.
    pub redirects: Redirects,
    /// Whether more is soon asked of the same server. If not, its connection is kept only while few are.
    pub more: bool,
}

/// What is taken of an answer unless the request says otherwise: 1 MiB.
pub(crate) const DEFAULT_MAX_BODY: u64 = 1 << 20;

impl Request {
    /// Asks for something. Redirects are followed, and at most 1 MiB is taken.
    #[must_use]
    pub fn get(url: Url) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            max_body: DEFAULT_MAX_BODY,
            timeout: None,
            redirects: Redirects::Follow,
            more: true,
        }
    }

    /// Sends something. Redirects are not followed, and at most 1 MiB of the answer is taken.
    #[must_use]
    pub fn post(url: Url, body: impl Into<Bytes>) -> Self {
        Self { method: Method::POST, body: body.into(), redirects: Redirects::None, ..Self::get(url) }
    }

    /// With a header, in place of any of that name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// With headers, in place of any of those names. A name may come more than once.
    #[must_use]
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// As the last that is asked of its server for now.
    #[must_use]
    pub fn last(mut self) -> Self {
        self.more = false;
        self
    }

    /// With a bound on the answer's body, in bytes after decompression.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// With a bound on the whole exchange in place of the client's.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// With redirects followed or not.
    #[must_use]
    pub fn redirects(mut self, redirects: Redirects) -> Self {
        self.redirects = redirects;
        self
    }
}

/// An answer. A status that says no is an answer too.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// Who answered in the end.
    pub url: Url,
    /// The body.
    pub body: Bytes,
    /// Where the thing is from now on: the URL that redirects which call themselves permanent (301, 308) led to,
    /// counted from the start up to the first that does not. None where the first already does not, or where there
    /// was none.
    pub permanent_url: Option<Url>,
}

impl Response {
    /// Where a redirect leads, if the answer is one.
    #[must_use]
    pub fn redirect_target(&self) -> Option<Url> {
        redirect_target(self.status, &self.headers, &self.url)
    }
}

/// An answer whose body has been written somewhere.
#[derive(Debug, Clone)]
pub struct Downloaded {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// Who answered in the end.
    pub url: Url,
    /// How many bytes were written.
    pub bytes: u64,
}

pub(crate) fn redirect_target(status: StatusCode, headers: &HeaderMap, url: &Url) -> Option<Url> {
    let redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = headers.get(header::LOCATION).filter(|_| redirect)?;
    // Some servers write names in their own script as they are; the URL's parser encodes them.
    url.join(std::str::from_utf8(location.as_bytes()).ok()?).ok()
}

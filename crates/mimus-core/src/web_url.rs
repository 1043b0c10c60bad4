//! [`WebUrl`]: an http(s) address that may be shown to people and put into a link.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::Network;

/// Longest address accepted, in bytes. X's own limit for a link is 4,096 (facts/x-in-practice.md §9).
pub const MAX_URL_BYTES: usize = 4_096;

/// Parameters that tell visitors apart, besides those that begin with `utm_`.
const TRACKERS: [&str; 21] = [
    "_hsenc",
    "_hsmi",
    "at_campaign",
    "at_medium",
    "dclid",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ref_src",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "yclid",
];

/// An absolute `http` or `https` URL with a host, without credentials, of at most [`MAX_URL_BYTES`].
///
/// Anything that is not such a URL (`javascript:`, `data:`, relative references) cannot be one, so a link
/// made from it is safe to put into HTML once escaped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebUrl(Url);

/// Why a string is no [`WebUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebUrlError {
    /// Longer than [`MAX_URL_BYTES`].
    #[error("the address is {0} bytes long; at most {MAX_URL_BYTES} are accepted")]
    TooLong(usize),
    /// Not a URL at all, or a relative one.
    #[error("{0:?} is not an absolute URL")]
    NotAUrl(String),
    /// A scheme that people cannot follow on the web.
    #[error("{0:?} is not http or https")]
    Scheme(String),
    /// Carries a user name or password.
    #[error("the address of {0} carries a user name or password; leave it out")]
    Credentials(String),
}

impl WebUrl {
    /// Parses an absolute URL.
    pub fn parse(text: &str) -> Result<Self, WebUrlError> {
        let text = text.trim();
        if text.len() > MAX_URL_BYTES {
            return Err(WebUrlError::TooLong(text.len()));
        }
        let url = Url::parse(text).map_err(|_| WebUrlError::NotAUrl(text.to_owned()))?;
        Self::try_from(url)
    }

    /// Resolves a reference found in a document at `base`.
    pub fn join(base: Option<&WebUrl>, reference: &str) -> Result<Self, WebUrlError> {
        let reference = reference.trim();
        if reference.len() > MAX_URL_BYTES {
            return Err(WebUrlError::TooLong(reference.len()));
        }
        match base {
            None => Self::parse(reference),
            Some(base) => base
                .0
                .join(reference)
                .map_err(|_| WebUrlError::NotAUrl(reference.to_owned()))
                .and_then(Self::try_from),
        }
    }

    /// The URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The URL as the `url` crate's type.
    #[must_use]
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// The host in lower case, internationalised names in their `xn--` form.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The same address without the parameters by which visitors are told apart (`utm_…`, `fbclid` and their kin),
    /// which lead nowhere else.
    #[must_use]
    pub fn without_trackers(&self) -> Self {
        let is_tracker = |pair: &str| {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            name.starts_with("utm_") || TRACKERS.contains(&name.as_str())
        };
        let Some(query) = self.0.query().filter(|query| query.split('&').any(is_tracker)) else {
            return self.clone();
        };
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracker(pair)).collect();
        let mut url = self.0.clone();
        url.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
        Self(url)
    }

    /// The network that is one site, where the address is on that: X or Bluesky. The fediverse may be anywhere else.
    #[must_use]
    pub fn network(&self) -> Option<Network> {
        let host = self.host();
        let host = ["www.", "mobile.", "m."].iter().find_map(|sub| host.strip_prefix(sub)).unwrap_or(host);
        match host {
            "x.com" | "twitter.com" => Some(Network::X),
            "bsky.app" => Some(Network::Bluesky),
            _ => None,
        }
    }

    /// Host and, where it is not the scheme's own, port: `example.org`, `127.0.0.1:8420`.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.0.port() {
            Some(port) => format!("{}:{port}", self.host()),
            None => self.host().to_owned(),
        }
    }
}

impl TryFrom<Url> for WebUrl {
    type Error = WebUrlError;

    fn try_from(url: Url) -> Result<Self, WebUrlError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(WebUrlError::Scheme(url.scheme().to_owned()));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(WebUrlError::NotAUrl(url.to_string()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebUrlError::Credentials(url.host_str().unwrap_or_default().to_owned()));
        }
        if url.as_str().len() > MAX_URL_BYTES {
            return Err(WebUrlError::TooLong(url.as_str().len()));
        }
        Ok(Self(url))
    }
}

impl TryFrom<String> for WebUrl {
    type Error = WebUrlError;

    fn try_from(text: String) -> Result<Self, WebUrlError> {
        Self::parse(&text)
    }
}

impl From<WebUrl> for String {
    fn from(url: WebUrl) -> Self {
        url.0.into()
    }
}

impl From<WebUrl> for Url {
    fn from(url: WebUrl) -> Self {
        url.0
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebUrl({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_accepted() {
        assert!(WebUrl::parse("https://example.org/a?b=c#d").is_ok());
        assert_eq!(WebUrl::parse("javascript:alert(1)"), Err(WebUrlError::Scheme("javascript".into())));
        assert!(matches!(WebUrl::parse("/relative"), Err(WebUrlError::NotAUrl(_))));
        assert!(matches!(WebUrl::parse("https://a:b@example.org/"), Err(WebUrlError::Credentials(_))));
        assert!(matches!(
            WebUrl::parse(&format!("https://example.org/{}", "x".repeat(5_000))),
            Err(WebUrlError::TooLong(_))
        ));
    }

    #[test]
    fn trackers_go_and_everything_else_stays() {
        let clean = |url: &str| WebUrl::parse(url).map(|u| u.without_trackers().as_str().to_owned());
        assert_eq!(
            clean("https://a.org/x?utm_source=r&id=7&fbclid=z#top"),
            Ok("https://a.org/x?id=7#top".into())
        );
        assert_eq!(clean("https://a.org/x?utm_source=r"), Ok("https://a.org/x".into()));
        assert_eq!(clean("https://a.org/x?q=a%20b&c"), Ok("https://a.org/x?q=a%20b&c".into()));
    }

    #[test]
    fn references_are_resolved_against_the_page_they_stand_on() {
        let base = WebUrl::parse("https://example.org/blog/post").ok();
        let joined = WebUrl::join(base.as_ref(), "../picture.png").map(String::from);
        assert_eq!(joined, Ok("https://example.org/picture.png".to_owned()));
        assert!(WebUrl::join(base.as_ref(), "data:text/html,x").is_err());
    }
}

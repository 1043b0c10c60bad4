//! The parts of a request that signatures speak of.

use http::{HeaderMap, Method};
use url::Url;

use super::error::SignatureError;

/// The most components that a signature may list.
const MAX_COMPONENTS: usize = 64;
/// The most bytes that a signature may cover, beside the body.
const MAX_SIGNED: usize = 64 * 1024;

/// A request as it came in, without its body.
#[derive(Debug, Clone, Copy)]
pub struct RequestHead<'a> {
    /// The method.
    pub method: &'a Method,
    /// Path and query as received, percent-encoding untouched.
    pub target: &'a str,
    /// All headers as received.
    pub headers: &'a HeaderMap,
    /// The address that this server is known by. Only scheme, host and port are used: behind a proxy they
    /// cannot be told from the request. A signature made for any other host is refused, so that a request
    /// to another server cannot be replayed here.
    pub public_base: &'a Url,
}

impl RequestHead<'_> {
    /// Host, and port where it is not the scheme's own, in lower case.
    pub(super) fn authority(&self) -> String {
        authority(self.public_base)
    }

    /// Path without query; never empty.
    pub(super) fn path(&self) -> &str {
        let path = self.target.split_once('?').map_or(self.target, |(path, _)| path);
        if path.is_empty() { "/" } else { path }
    }

    /// Query without its question mark.
    pub(super) fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The one value of a header that must not be repeated.
    pub(super) fn single(&self, name: &'static str) -> Result<Option<&[u8]>, SignatureError> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next();
        if values.next().is_some() {
            return Err(SignatureError::malformed(
                "the request",
                format!("it has more than one {name} header"),
            ));
        }
        Ok(first.map(|value| value.as_bytes().trim_ascii()))
    }

    /// A header's value as it is signed: trimmed, several joined by a comma and a space (RFC 9421 §2.1; the
    /// same in draft-cavage §2.3).
    ///
    /// `host` is answered with this server's own, in the received spelling where that names it: a proxy may
    /// have put another there, HTTP/2 has none.
    pub(super) fn field(&self, name: &str) -> Option<Vec<u8>> {
        if name == "host" {
            return Some(self.host());
        }
        let mut values = self.headers.get_all(name).iter().map(|value| value.as_bytes().trim_ascii());
        let mut joined = values.next()?.to_vec();
        for value in values {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(value);
        }
        Some(joined)
    }

    fn host(&self) -> Vec<u8> {
        let own = self.authority();
        let with_port = match (self.public_base.host_str(), self.public_base.port_or_known_default()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            _ => own.clone(),
        };
        match self.single("host") {
            Ok(Some(received))
                if received.eq_ignore_ascii_case(own.as_bytes())
                    || received.eq_ignore_ascii_case(with_port.as_bytes()) =>
            {
                received.to_vec()
            }
            _ => own.into_bytes(),
        }
    }
}

/// A request that is to be signed.
#[derive(Debug, Clone, Copy)]
pub struct RequestToSign<'a> {
    /// The method.
    pub method: &'a Method,
    /// Where it goes, http or https.
    pub url: &'a Url,
    /// The whole body; `None` for a request that has none, like GET.
    pub body: Option<&'a [u8]>,
    /// The body's type. ActivityPub wants `application/activity+json`.
    pub content_type: Option<&'a str>,
}

impl RequestToSign<'_> {
    /// The `Host` header: host, and port where it is not the scheme's own.
    pub(super) fn host(&self) -> Result<String, SignatureError> {
        if self.url.host_str().is_none_or(str::is_empty) {
            return Err(SignatureError::unsignable(format!("{} has no host", self.url.scheme())));
        }
        Ok(authority(self.url))
    }

    /// Path and query as they go over the wire.
    pub(super) fn target(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The lines that are signed, within their bounds.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

impl Lines {
    /// Adds `label: value`.
    pub(super) fn push(&mut self, label: &str, value: &[u8]) -> Result<(), SignatureError> {
        if self.0.len() + label.len() + value.len() > MAX_SIGNED {
            return Err(SignatureError::TooLarge { what: "the signed part of the head", limit: MAX_SIGNED });
        }
        if !self.0.is_empty() {
            self.0.push(b'\n');
        }
        self.0.extend_from_slice(label.as_bytes());
        self.0.extend_from_slice(b": ");
        self.0.extend_from_slice(value);
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Refuses lists of components that are too long or name one twice.
pub(super) fn check_components(what: &'static str, components: &[String]) -> Result<(), SignatureError> {
    if components.len() > MAX_COMPONENTS {
        return Err(SignatureError::TooLarge { what, limit: MAX_COMPONENTS });
    }
    for (at, component) in components.iter().enumerate() {
        if components[..at].contains(component) {
            return Err(SignatureError::malformed(what, "a component is listed twice"));
        }
    }
    Ok(())
}

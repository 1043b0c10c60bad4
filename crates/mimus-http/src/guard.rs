//! What may be asked: schemes, forms of URLs, addresses.

use std::net::{IpAddr, Ipv4Addr};

use url::Url;

use crate::address;
use crate::error::HttpError;

/// Longest URL that is asked, in bytes. Servers commonly stop reading a request line at 8 KiB.
const MAX_URL: usize = 8 << 10;

/// What a client may reach.
#[derive(Clone, Copy)]
pub(crate) struct Guard {
    allows: fn(IpAddr) -> bool,
    /// Whether names of this network, and the way from https to http, are open too.
    closed_network: bool,
}

impl Guard {
    /// Public addresses only.
    pub(crate) fn public() -> Self {
        Self { allows: address::is_public, closed_network: false }
    }

    /// Any address: for tests and closed networks.
    pub(crate) fn anywhere() -> Self {
        Self { allows: |_| true, closed_network: true }
    }

    /// As strict as [`Guard::public`], with other ideas of which addresses are public.
    #[cfg(test)]
    pub(crate) fn judging(allows: fn(IpAddr) -> bool) -> Self {
        Self { allows, closed_network: false }
    }

    pub(crate) fn allows(&self, ip: IpAddr) -> bool {
        (self.allows)(ip)
    }

    /// Refuses a name that means this machine or network wherever it is asked for.
    pub(crate) fn check_name(&self, host: &str) -> Result<(), IpAddr> {
        match !self.closed_network && address::is_local_name(host) {
            true => Err(Ipv4Addr::LOCALHOST.into()),
            false => Ok(()),
        }
    }

    /// Judges all that can be seen in a URL itself: its scheme, its form and its host if that is a literal address.
    pub(crate) fn check(&self, url: &Url) -> Result<(), HttpError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(forbidden(url, "only http and https are spoken"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(forbidden(url, "it carries a user name or password"));
        }
        if url.port() == Some(0) {
            return Err(forbidden(url, "there is no port 0"));
        }
        if url.as_str().len() > MAX_URL {
            return Err(forbidden(url, "it is longer than 8192 bytes"));
        }
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return Err(forbidden(url, "it has no host"));
        };
        let refused = match address::literal(url) {
            Some(ip) if self.allows(ip) => None,
            Some(ip) => Some(ip),
            None => self.check_name(host).err(),
        };
        refused.map_or(Ok(()), |ip| Err(HttpError::ForbiddenAddress { host: host.to_owned(), ip }))
    }

    /// Judges the step from one hop to the next.
    pub(crate) fn check_step(&self, from: &Url, to: &Url) -> Result<(), HttpError> {
        if from.scheme() == "https" && to.scheme() == "http" && !self.closed_network {
            return Err(forbidden(to, "a secure address leads to it, and it is not one"));
        }
        self.check(to)
    }
}

/// The refusal of a URL, which is named without credentials and not at length.
pub(crate) fn forbidden(url: &Url, why: &'static str) -> HttpError {
    const SHOWN: usize = 200;
    let mut shown = url.clone();
    let _ = shown.set_password(None);
    let _ = shown.set_username("");
    let mut shown = shown.to_string();
    if let Some((end, _)) = shown.char_indices().nth(SHOWN) {
        shown.truncate(end);
        shown.push('…');
    }
    HttpError::ForbiddenUrl { url: shown, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(url: &str) -> Url {
        Url::parse(url).expect("a URL")
    }

    #[test]
    fn only_plain_web_addresses_are_asked() {
        for refused in [
            "ftp://example.org/",
            "file:///etc/passwd",
            "data:text/plain,x",
            "unix:/run/docker.sock",
            "http://user@example.org/",
            "http://:secret@example.org/",
            "http://example.org:0/",
            &format!("http://example.org/{}", "x".repeat(MAX_URL)),
        ] {
            let error = Guard::anywhere().check(&url(refused)).expect_err(refused);
            assert!(matches!(error, HttpError::ForbiddenUrl { .. }), "{refused}: {error}");
            assert!(!error.to_string().contains("secret") && error.to_string().len() < 400, "{error}");
            assert!(!error.is_transient() && !error.outcome_unknown());
        }
        for fine in
            ["http://example.org/", "https://example.org:8443/a?b", "http://1.1.1.1/", "http://ü.example/"]
        {
            assert!(Guard::public().check(&url(fine)).is_ok(), "{fine}");
        }
    }

    #[test]
    fn a_secure_address_does_not_lead_to_an_insecure_one() {
        let (secure, plain) = (url("https://example.org/"), url("http://example.org/"));
        assert!(Guard::public().check_step(&secure, &plain).is_err());
        assert!(Guard::public().check_step(&plain, &secure).is_ok());
        assert!(Guard::public().check_step(&plain, &plain).is_ok());
        assert!(Guard::anywhere().check_step(&secure, &plain).is_ok());
    }
}

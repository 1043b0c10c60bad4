//! How a request can fail.

use std::net::IpAddr;

use url::Url;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The host is, or resolves to, an address that is not public.
    #[error(
        "{host} is at {ip}, which is not a public address (allow_private_addresses is for tests and closed networks)"
    )]
    ForbiddenAddress {
        /// The host as written.
        host: String,
        /// Where it is.
        ip: IpAddr,
    },
    /// The URL is of a kind that is never asked.
    #[error("{url} is not asked: {why}")]
    ForbiddenUrl {
        /// The URL, without credentials.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The answer is larger than the caller takes.
    #[error("{url} sent more than {limit} bytes")]
    TooLarge {
        /// Who sent it.
        url: Url,
        /// The bound in bytes.
        limit: u64,
    },
    /// It took too long. `sent` says whether the request may have arrived.
    #[error("{url} did not answer in time")]
    Timeout {
        /// Who was asked.
        url: Url,
        /// Whether a connection had been made.
        sent: bool,
    },
    /// One redirect after the other.
    #[error("{url} leads on and on; more than {limit} redirects are not followed")]
    TooManyRedirects {
        /// The last address.
        url: Url,
        /// The bound.
        limit: u8,
    },
    /// The name has no address.
    #[error("{host} cannot be found: {why}")]
    Resolve {
        /// The name.
        host: String,
        /// What the resolver said.
        why: String,
    },
    /// No connection, or no TLS.
    #[error("no connection to {host}: {why}")]
    Connect {
        /// The host.
        host: String,
        /// What went wrong.
        why: String,
    },
    /// The connection broke, or what came over it is no HTTP.
    #[error("the exchange with {host} broke off: {why}")]
    Protocol {
        /// The host.
        host: String,
        /// What went wrong.
        why: String,
    },
    /// What was received could not be written down.
    #[error("what {host} sent could not be written down: {why}")]
    Sink {
        /// The host.
        host: String,
        /// What went wrong.
        why: String,
    },
}

impl HttpError {
    /// Whether the same request may be answered later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Timeout { .. }
            | Self::Resolve { .. }
            | Self::Connect { .. }
            | Self::Protocol { .. }
            | Self::Sink { .. } => true,
            Self::ForbiddenAddress { .. }
            | Self::ForbiddenUrl { .. }
            | Self::TooLarge { .. }
            | Self::TooManyRedirects { .. } => false,
        }
    }

    /// Whether the other side may have acted on the request although no answer came.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Timeout { sent, .. } => *sent,
            Self::Protocol { .. } | Self::TooLarge { .. } | Self::Sink { .. } => true,
            _ => false,
        }
    }
}

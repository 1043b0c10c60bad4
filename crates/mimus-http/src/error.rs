//! How a request can fail.

use std::net::IpAddr;

use http::StatusCode;
use rustls::CertificateError;
use url::Url;

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// Its time is over.
    #[error("has expired")]
    Expired,
    /// Its time has not come; or this machine's clock is behind.
    #[error("is not valid yet; check this machine's clock")]
    NotYetValid,
    /// It is of another host.
    #[error("is for another host")]
    OtherName,
    /// Nobody who is trusted here has signed it.
    #[error("is signed by nobody whom this machine trusts")]
    UnknownIssuer,
    /// It was taken back.
    #[error("was revoked")]
    Revoked,
    /// Something else, as the library says it.
    #[error("cannot be used: {0}")]
    Other(String),
}

impl CertificateFault {
    /// What is wrong with a certificate, if that is why TLS could not be agreed on.
    pub(crate) fn of(mut error: &(dyn std::error::Error + 'static)) -> Option<Self> {
        // TLS errors come wrapped into those of I/O, which do not name them as their source.
        while let Some(within) = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            error = within;
        }
        let error = error.downcast_ref::<rustls::Error>()?;
        let rustls::Error::InvalidCertificate(error) = error else { return None };
        Some(match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::OtherName
            }
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::Revoked => Self::Revoked,
            other => Self::Other(other.to_string()),
        })
    }
}

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
        /// What it had answered before its body grew too large: of a delivery, all that matters.
        status: StatusCode,
    },
    /// It took too long. `sent` says whether the request may have arrived.
    #[error("{url} did not answer in time")]
    Timeout {
        /// Who was asked.
        url: Url,
        /// Whether the request may have left: false where it was the connection that took too long.
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
    /// The host's certificate is not what it should be. It is asked again later: certificates are renewed.
    #[error("the certificate of {host} {fault}")]
    Certificate {
        /// The host.
        host: String,
        /// What is wrong with it.
        fault: CertificateFault,
    },
    /// The connection broke, or what came over it is no HTTP.
    #[error("the exchange with {host} broke off: {why}")]
    Protocol {
        /// The host.
        host: String,
        /// What went wrong.
        why: String,
        /// Whether the request may have left.
        sent: bool,
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
            | Self::Certificate { .. }
            | Self::Protocol { .. }
            | Self::Sink { .. } => true,
            Self::ForbiddenAddress { .. }
            | Self::ForbiddenUrl { .. }
            | Self::TooLarge { .. }
            | Self::TooManyRedirects { .. } => false,
        }
    }

    /// Whether the other side may have acted on the request although no answer, or only the start of one, came.
    /// False where the request cannot have left.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Timeout { sent, .. } | Self::Protocol { sent, .. } => *sent,
            Self::TooLarge { .. } | Self::Sink { .. } => true,
            Self::ForbiddenAddress { .. }
            | Self::ForbiddenUrl { .. }
            | Self::TooManyRedirects { .. }
            | Self::Resolve { .. }
            | Self::Connect { .. }
            | Self::Certificate { .. } => false,
        }
    }

    /// The exchange with a URL's host broke off.
    pub(crate) fn broke_off(url: &Url, why: String, sent: bool) -> Self {
        Self::Protocol { host: url.host_str().unwrap_or_default().to_owned(), why, sent }
    }
}

/// What lies under an error at the bottom: the layers above only say that something went wrong.
pub(crate) fn why(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

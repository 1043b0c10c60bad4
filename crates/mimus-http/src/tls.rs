//! Whom TLS trusts: whom this machine trusts, and who is named besides.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;
use tokio_rustls::TlsConnector;

/// A client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// What it calls itself cannot be said in a header.
    #[error("its name cannot be a user agent: {0}")]
    UserAgent(#[from] http::header::InvalidHeaderValue),
    /// A root certificate is not what PEM looks like.
    #[error("a root certificate cannot be read; give it in PEM: {0}")]
    Root(#[from] rustls::pki_types::pem::Error),
    /// TLS cannot be had, or whom to trust cannot be found out.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// Makes TLS connections for HTTP/1.1. `extra_roots` are in PEM.
pub(crate) fn connector(extra_roots: &[Vec<u8>]) -> Result<TlsConnector, BuildError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut roots = Vec::new();
    for pem in extra_roots {
        roots.push(CertificateDer::from_pem_slice(pem)?);
    }
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))?;
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

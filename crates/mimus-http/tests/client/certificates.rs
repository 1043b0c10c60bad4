//! Certificates that are as they should be, and those that are not.

use std::net::IpAddr;
use std::sync::{Arc, Once};
use std::time::Duration;

use mimus_http::{CertificateFault, ClientConfig, HttpClient, HttpError, Request, Resolve, Resolving};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};
use url::Url;

/// Every name is this machine.
struct Here;

impl Resolve for Here {
    fn resolve(&self, _: String) -> Resolving {
        Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) })
    }
}

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// A peer whose certificate this authority has signed; its port.
    async fn peer(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> u16 {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let _ = stream.read(&mut [0; 4_096]).await;
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        port
    }
}

fn client(roots: Vec<Vec<u8>>) -> HttpClient {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(crypto::aws_lc_rs::default_provider().install_default()));
    let mut config = ClientConfig::new("Mimus-test/1");
    config.allow_private_addresses = true;
    config.extra_roots = roots;
    config.resolver = Some(Arc::new(Here));
    config.total_timeout = Duration::from_secs(10);
    HttpClient::new(config).unwrap()
}

async fn ask(client: &HttpClient, port: u16) -> Result<u16, HttpError> {
    let url = Url::parse(&format!("https://peer.example:{port}/")).unwrap();
    client.send(Request::get(url)).await.map(|answer| answer.status.as_u16())
}

#[tokio::test]
async fn a_certificate_that_is_not_good_is_said_in_words() {
    let (authority, other) = (Authority::new("One"), Authority::new("Another"));
    let client = client(vec![authority.pem.clone().into_bytes()]);
    let good = authority.peer("peer.example", |_| {}).await;
    assert_eq!(ask(&client, good).await.unwrap(), 200);
    let expired = authority
        .peer("peer.example", |params| {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        })
        .await;
    let early = authority.peer("peer.example", |params| params.not_before = date_time_ymd(4_000, 1, 1)).await;
    let elsewhere = authority.peer("other.example", |_| {}).await;
    let unknown = other.peer("peer.example", |_| {}).await;
    for (port, fault, words) in [
        (expired, CertificateFault::Expired, "the certificate of peer.example has expired"),
        (
            early,
            CertificateFault::NotYetValid,
            "the certificate of peer.example is not valid yet; check this machine's clock",
        ),
        (elsewhere, CertificateFault::OtherName, "the certificate of peer.example is for another host"),
        (
            unknown,
            CertificateFault::UnknownIssuer,
            "the certificate of peer.example is signed by nobody whom this machine trusts",
        ),
    ] {
        let error = ask(&client, port).await.unwrap_err();
        assert!(
            matches!(&error, HttpError::Certificate { fault: found, .. } if *found == fault),
            "{fault:?}: {error:?}"
        );
        assert_eq!(error.to_string(), words);
        assert!(error.is_transient() && !error.outcome_unknown(), "it is tried again, and nothing was sent");
    }
}

//! The client against peers on loopback: what it reaches, what it refuses, where it stops.

#![allow(clippy::unwrap_used)]

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Redirect;
use axum::routing::{get, post};
use mimus_http::{ClientConfig, HttpClient, HttpError, Redirects, Request, Resolve, Resolving};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

fn client(change: impl FnOnce(&mut ClientConfig)) -> HttpClient {
    let mut config = ClientConfig::new("Mimus-test/1");
    change(&mut config);
    HttpClient::new(config).unwrap()
}

fn open() -> HttpClient {
    client(|config| config.allow_private_addresses = true)
}

async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

fn url(address: SocketAddr, path: &str) -> Url {
    Url::parse(&format!("http://{address}{path}")).unwrap()
}

/// A peer that answers every connection with `bytes`, one each `pause`.
async fn raw(bytes: &'static [u8], pause: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = [0; 1024];
                let _ = peer.read(&mut head).await;
                for byte in bytes.chunks(if pause.is_zero() { 4096 } else { 1 }) {
                    if peer.write_all(byte).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(pause).await;
                }
            });
        }
    });
    address
}

type Lookup = dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync;

struct Names(Box<Lookup>);

impl Resolve for Names {
    fn resolve(&self, host: String) -> Resolving {
        let found = (self.0)(&host);
        Box::pin(async move { found })
    }
}

#[tokio::test]
async fn private_addresses_are_refused_however_they_are_written() {
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&hits);
    let address = serve(Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { "secret" }
    }))
    .await;
    let port = address.port();
    let guarded = client(|_| {});
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "10.0.0.1",
        "printer.local",
        "127.0.0.1.",
    ] {
        let result = guarded.send(Request::get(Url::parse(&format!("http://{host}:{port}/")).unwrap())).await;
        assert!(matches!(result, Err(HttpError::ForbiddenAddress { .. })), "{host}: {result:?}");
    }
    for other in
        ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/", "gopher://127.0.0.1/"]
    {
        let result = guarded.send(Request::get(Url::parse(other).unwrap())).await;
        assert!(matches!(result, Err(HttpError::ForbiddenUrl { .. })), "{other}: {result:?}");
    }
    assert_eq!(hits.load(Ordering::SeqCst), 0, "nothing was asked");
    assert_eq!(open().send(Request::get(url(address, "/"))).await.unwrap().body, "secret");
}

#[tokio::test]
async fn a_name_is_judged_by_the_addresses_that_are_connected_to() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    // Public at the first look, private at any later one.
    let rebinding = Names(Box::new(move |host| match (host, count.fetch_add(1, Ordering::SeqCst)) {
        ("mixed.example", _) => Ok(vec!["10.0.0.1".parse().unwrap(), "127.0.0.1".parse().unwrap()]),
        ("none.example", _) => Err(io::Error::other("no such name")),
        (_, 0) => Ok(vec!["192.0.2.7".parse().unwrap()]),
        _ => Ok(vec!["127.0.0.1".parse().unwrap()]),
    }));
    let guarded = client(|config| {
        config.resolver = Some(Arc::new(rebinding));
        config.connect_timeout = Duration::from_millis(300);
    });
    for (host, refused) in [("rebinding.example", true), ("mixed.example", true)] {
        let result = guarded.send(Request::get(Url::parse(&format!("http://{host}/")).unwrap())).await;
        assert_eq!(matches!(result, Err(HttpError::ForbiddenAddress { .. })), refused, "{host}: {result:?}");
    }
    let missing = guarded.send(Request::get(Url::parse("http://none.example/").unwrap())).await.unwrap_err();
    assert!(missing.is_transient() && !missing.outcome_unknown(), "{missing}");
    assert!(missing.to_string().contains("none.example"), "{missing}");
}

#[tokio::test]
async fn redirects_are_judged_hop_by_hop() {
    let router = Router::new()
        .route("/metadata", get(|| async { Redirect::temporary("http://169.254.169.254/latest/") }))
        .route("/file", get(|| async { Redirect::temporary("file:///etc/passwd") }))
        .route("/loop", get(|| async { Redirect::temporary("/loop") }))
        .route("/a", get(|| async { Redirect::permanent("/b") }))
        .route("/b", get(|| async { (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/end")]) }))
        .route("/c", get(|| async { Redirect::temporary("/a") }))
        .route(
            "/end",
            get(|headers: HeaderMap| async move { format!("{}", headers.contains_key("signature")) }),
        )
        .route("/post", post(|| async { Redirect::temporary("/end") }));
    let address = serve(router).await;
    let names = Names(Box::new(move |_| Ok(vec![address.ip()])));
    // Everything on loopback is let through here except what only a literal check can see.
    let open = client(|config| {
        config.allow_private_addresses = true;
        config.resolver = Some(Arc::new(names));
    });
    let ended = open.send(Request::get(url(address, "/a"))).await.unwrap();
    assert_eq!(ended.permanent_url, Some(url(address, "/end")));
    let signed = Request::get(url(address, "/c")).header("signature".parse().unwrap(), "x".parse().unwrap());
    let ended = open.send(signed).await.unwrap();
    assert_eq!(
        (ended.permanent_url, &ended.body[..]),
        (None, &b"true"[..]),
        "one temporary hop is not permanent"
    );
    assert!(matches!(
        open.send(Request::get(url(address, "/loop"))).await,
        Err(HttpError::TooManyRedirects { .. })
    ));
    assert!(matches!(
        open.send(Request::get(url(address, "/file"))).await,
        Err(HttpError::ForbiddenUrl { .. })
    ));
    let kept = open.send(Request::get(url(address, "/a")).redirects(Redirects::None)).await.unwrap();
    assert_eq!((kept.status.as_u16(), kept.redirect_target()), (308, Some(url(address, "/b"))));
    let posted = open.send(Request::post(url(address, "/post"), "body")).await.unwrap();
    assert_eq!(posted.status.as_u16(), 307, "what is sent is not sent again elsewhere");
    let mut foreign = url(address, "/end");
    foreign.set_host(Some("other.example")).unwrap();
    let away =
        serve(Router::new().route("/", get(move || async move { Redirect::temporary(foreign.as_str()) })))
            .await;
    let signed = Request::get(url(away, "/")).header("signature".parse().unwrap(), "x".parse().unwrap());
    assert_eq!(open.send(signed).await.unwrap().body, "false", "a signature is for one host");
    // With the guard on, a public name that leads to the metadata service is stopped at the second hop.
    let error = HttpError::ForbiddenAddress {
        host: "169.254.169.254".into(),
        ip: "169.254.169.254".parse().unwrap(),
    };
    let guarded = client(|_| {});
    let target = Url::parse("http://169.254.169.254/latest/").unwrap();
    assert_eq!(guarded.check_url(&target).unwrap_err().to_string(), error.to_string());
}

#[tokio::test]
async fn bodies_end_at_the_bound() {
    const BOMB: &[u8] = include_bytes!("fixtures/zeros.gz");
    let router = Router::new()
        .route("/known", get(|| async { "x".repeat(5_000) }))
        .route(
            "/unknown",
            get(|| async {
                axum::body::Body::from_stream(futures_util::stream::repeat_with(|| {
                    Ok::<_, io::Error>("x".repeat(100))
                }))
            }),
        )
        .route("/bomb", get(|| async { ([(header::CONTENT_ENCODING, "gzip")], BOMB) }));
    let address = serve(router).await;
    for path in ["/known", "/unknown", "/bomb"] {
        let result = open().send(Request::get(url(address, path)).max_body(4_000)).await;
        assert!(matches!(result, Err(HttpError::TooLarge { limit: 4_000, .. })), "{path}: {result:?}");
    }
    assert_eq!(
        open().send(Request::get(url(address, "/known")).max_body(5_000)).await.unwrap().body.len(),
        5_000
    );
    let mut sink = Vec::new();
    let downloaded =
        open().download(Request::get(url(address, "/known")).max_body(9_000), &mut sink).await.unwrap();
    assert_eq!((downloaded.bytes, sink.len()), (5_000, 5_000));
}

#[tokio::test]
async fn slow_peers_are_cut_off_and_the_outcome_is_said() {
    let drip = raw(
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        Duration::from_millis(40),
    )
    .await;
    let began = std::time::Instant::now();
    let request = Request::post(url(drip, "/"), "x").timeout(Duration::from_millis(400));
    let error = open().send(request).await.unwrap_err();
    assert!(matches!(error, HttpError::Timeout { sent: true, .. }), "{error:?}");
    assert!(error.outcome_unknown() && error.is_transient());
    assert!(began.elapsed() < Duration::from_secs(5), "cut off");

    let broken = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort", Duration::ZERO).await;
    let error = open().send(Request::get(url(broken, "/"))).await.unwrap_err();
    assert!(matches!(error, HttpError::Protocol { .. }) && error.outcome_unknown(), "{error:?}");

    let garbage = raw(b"\x16\x03\x01 not http at all\r\n\r\n", Duration::ZERO).await;
    assert!(open().send(Request::get(url(garbage, "/"))).await.is_err());

    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let error = open().send(Request::get(url(closed, "/"))).await.unwrap_err();
    assert!(matches!(error, HttpError::Connect { .. }) && !error.outcome_unknown(), "{error:?}");
}

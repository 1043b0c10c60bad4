//! Peers that are slow, silent or broken: when they are cut off, and what is said of what they may have done.

use std::future::pending;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use mimus_http::{HttpClient, HttpError, Request, Resolve, Resolving};
use tokio::net::TcpListener;
use url::Url;

use crate::{client, open, raw, serve, url};

const SHORT: Duration = Duration::from_millis(400);
/// Far more than SHORT, far less than the client's own bound.
const LONG: Duration = Duration::from_secs(10);

/// Never finds anything, and never says so.
struct Silent;

impl Resolve for Silent {
    fn resolve(&self, _: String) -> Resolving {
        Box::pin(pending())
    }
}

fn lost(connect_timeout: Duration) -> HttpClient {
    client(|config| {
        config.allow_private_addresses = true;
        config.connect_timeout = connect_timeout;
        config.resolver = Some(Arc::new(Silent));
    })
}

#[tokio::test]
async fn a_peer_that_drips_is_cut_off() {
    const DRIP: &[u8] =
        b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let address = raw(DRIP, Duration::from_millis(15)).await;
    let request = Request::post(url(address, "/"), "x").timeout(SHORT);
    let began = Instant::now();
    let mut sink = Vec::new();
    for error in [
        open().send(request.clone()).await.unwrap_err(),
        open().download(request, &mut sink).await.unwrap_err(),
    ] {
        assert!(matches!(error, HttpError::Timeout { sent: true, .. }), "{error:?}");
        assert!(error.outcome_unknown() && error.is_transient());
    }
    assert!((2 * SHORT..LONG).contains(&began.elapsed()), "{:?}", began.elapsed());
}

#[tokio::test]
async fn redirects_share_one_bound() {
    // No hop is slow enough to be cut off for itself.
    let slow = || async {
        tokio::time::sleep(SHORT / 3).await;
        Redirect::temporary("/")
    };
    let address = serve(Router::new().route("/", get(slow))).await;
    let error = open().send(Request::get(url(address, "/")).timeout(SHORT)).await.unwrap_err();
    assert!(matches!(error, HttpError::Timeout { .. }), "{error:?}");
}

#[tokio::test]
async fn what_took_too_long_may_have_been_acted_on_only_if_it_left() {
    let silent = serve(Router::new().route("/", post(|| async { pending::<()>().await }))).await;
    let error = open().send(Request::post(url(silent, "/"), "x").timeout(SHORT)).await.unwrap_err();
    assert!(matches!(error, HttpError::Timeout { .. }) && error.outcome_unknown(), "{error:?}");

    let nowhere = Url::parse("http://nowhere.example/").unwrap();
    // The bound on the connection is the nearer one, or that on the whole.
    for (client, timeout) in [(lost(SHORT), LONG), (lost(LONG), SHORT)] {
        let began = Instant::now();
        let error = client.send(Request::post(nowhere.clone(), "x").timeout(timeout)).await.unwrap_err();
        assert!(matches!(error, HttpError::Timeout { sent: false, .. }), "{error:?}");
        assert!(!error.outcome_unknown() && error.is_transient());
        assert!(began.elapsed() < LONG / 2, "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_connection_that_never_was_did_nothing() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = open().send(Request::post(url(closed, "/"), "x")).await.unwrap_err();
    assert!(matches!(error, HttpError::Connect { .. }), "{error:?}");
    assert!(!error.outcome_unknown() && error.is_transient());

    // A peer that does not speak TLS has not seen the request either.
    let plain = serve(Router::new().route("/", post(|| async { "x" }))).await;
    let mut secure = url(plain, "/");
    secure.set_scheme("https").unwrap();
    let error = open().send(Request::post(secure, "x")).await.unwrap_err();
    assert!(matches!(error, HttpError::Connect { .. }) && !error.outcome_unknown(), "{error:?}");
}

#[tokio::test]
async fn an_exchange_that_broke_off_may_have_been_acted_on() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-len",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\nnot a length",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nplain",
        b"\x16\x03\x01 not http at all\r\n\r\n",
    ] {
        let address = raw(answer, Duration::ZERO).await;
        let error = open().send(Request::post(url(address, "/"), "x")).await.unwrap_err();
        let answer = String::from_utf8_lossy(answer);
        assert!(matches!(error, HttpError::Protocol { sent: true, .. }), "{answer:?}: {error:?}");
        assert!(error.outcome_unknown() && error.is_transient(), "{answer:?}");
    }
}

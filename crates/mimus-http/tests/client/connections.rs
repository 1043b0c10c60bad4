//! Connections that are used again, and those that the other side has let go.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use mimus_http::{HttpError, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::{open, serve, url};

/// "unpacked", packed.
const PACKED: &[u8] =
    &[31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 43, 205, 43, 72, 76, 206, 78, 77, 1, 0, 150, 98, 47, 202, 8, 0, 0, 0];

/// A peer whose routes say from which port they were asked.
async fn telling(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    address
}

fn from(asker: SocketAddr) -> HeaderMap {
    HeaderMap::from_iter([(header::ETAG, asker.port().to_string().parse().unwrap())])
}

#[tokio::test]
async fn one_connection_serves_one_exchange_after_the_other() {
    type Asker = ConnectInfo<SocketAddr>;
    let chunked =
        || Body::from_stream(futures_util::stream::iter((0..3).map(|_| Ok::<_, std::io::Error>("x"))));
    let address = telling(
        Router::new()
            .route("/length", get(|ConnectInfo(asker): Asker| async move { (from(asker), "x") }))
            .route("/chunks", get(move |ConnectInfo(asker): Asker| async move { (from(asker), chunked()) }))
            .route(
                "/none",
                post(|ConnectInfo(asker): Asker| async move { (StatusCode::ACCEPTED, from(asker)) }),
            )
            .route(
                "/packed",
                get(|ConnectInfo(asker): Asker| async move {
                    (from(asker), [(header::CONTENT_ENCODING, "gzip")], PACKED)
                }),
            ),
    )
    .await;
    let client = open();
    let mut ports = Vec::new();
    for _ in 0..2 {
        for (path, body) in [("/length", "x"), ("/chunks", "xxx"), ("/none", ""), ("/packed", "unpacked")] {
            let there = url(address, path);
            let request = if path == "/none" { Request::post(there, "news") } else { Request::get(there) };
            let answer = client.send(request).await.unwrap();
            assert_eq!(answer.body, body, "{path}");
            assert!(!answer.headers.contains_key(header::CONTENT_ENCODING));
            ports.push(answer.headers[header::ETAG].clone());
        }
    }
    ports.dedup();
    assert_eq!(ports.len(), 1, "{ports:?}");
}

#[tokio::test]
async fn what_was_not_read_to_its_end_is_no_beginning_of_the_next() {
    let address = telling(Router::new().route(
        "/",
        get(|ConnectInfo(asker): ConnectInfo<SocketAddr>| async move { (from(asker), "x".repeat(5_000)) }),
    ))
    .await;
    let client = open();
    let request = || Request::get(url(address, "/"));
    client.send(request().max_body(10)).await.unwrap_err();
    let one = client.send(request()).await.unwrap();
    client.send(request().max_body(10)).await.unwrap_err();
    let other = client.send(request()).await.unwrap();
    assert_ne!(one.headers[header::ETAG], other.headers[header::ETAG]);
    assert_eq!((one.body.len(), other.body.len()), (5_000, 5_000));
}

/// How a peer leaves a connection.
#[derive(Clone, Copy, PartialEq)]
enum Leaves {
    /// As soon as it has answered, without a word of it.
    AfterAnswering,
    /// When it is asked a second time, without an answer.
    WhenAskedAgain,
}

/// A peer that answers the first request of every connection only. It tells of each connection that it has left; the
/// requests that it has read are counted.
async fn leaving(leaves: Leaves) -> (SocketAddr, mpsc::UnboundedReceiver<()>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (left, has_left) = mpsc::unbounded_channel();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let (left, counted) = (left.clone(), Arc::clone(&counted));
            tokio::spawn(async move {
                let mut head = [0; 4_096];
                for n in 0..2 {
                    if peer.read(&mut head).await.unwrap_or(0) == 0 {
                        break;
                    }
                    counted.fetch_add(1, Ordering::SeqCst);
                    if n == 0 {
                        peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await.unwrap();
                    }
                    if leaves == Leaves::AfterAnswering {
                        break;
                    }
                }
                drop(peer);
                let _ = left.send(());
            });
        }
    });
    (address, has_left, asked)
}

#[tokio::test]
async fn a_connection_that_was_left_while_it_rested_is_not_used() {
    let (address, mut has_left, asked) = leaving(Leaves::AfterAnswering).await;
    let elsewhere = serve(Router::new().route("/", get(|| async { "x" }))).await;
    let client = open();
    for _ in 0..4 {
        let answer = client.send(Request::post(url(address, "/"), "news")).await.unwrap();
        assert_eq!(answer.body, Bytes::from("hi"));
        has_left.recv().await.unwrap();
        // What has happened on other connections is seen at the latest while this one is waited for.
        client.send(Request::get(url(elsewhere, "/"))).await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn what_is_lost_on_a_kept_connection_is_asked_again_where_that_changes_nothing() {
    let (address, _has_left, asked) = leaving(Leaves::WhenAskedAgain).await;
    let client = open();
    for _ in 0..3 {
        assert_eq!(client.send(Request::get(url(address, "/"))).await.unwrap().body, "hi");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 5, "the second and third were asked twice");

    // To send something again might do it twice; who asked is told instead.
    let error = client.send(Request::post(url(address, "/"), "news")).await.unwrap_err();
    assert!(matches!(error, HttpError::Protocol { sent: true, .. }), "{error:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 6);
    assert_eq!(client.send(Request::post(url(address, "/"), "news")).await.unwrap().body, "hi");
}

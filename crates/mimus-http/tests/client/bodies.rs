//! How much is taken of an answer, and what is sent.

use std::io;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::routing::{get, post};
use mimus_http::{HttpError, Request};

use crate::{open, serve, url};

/// 20 MB of zeros.
const BOMB: &[u8] = include_bytes!("fixtures/zeros.gz");

fn endless() -> Body {
    Body::from_stream(futures_util::stream::repeat_with(|| Ok::<_, io::Error>("x".repeat(100))))
}

#[tokio::test]
async fn bodies_end_at_the_bound() {
    let router = Router::new()
        .route("/known", get(|| async { "x".repeat(5_000) }))
        .route("/unknown", get(|| async { endless() }))
        .route("/bomb", get(|| async { ([(header::CONTENT_ENCODING, "gzip")], BOMB) }))
        .route("/refusal", get(|| async { (StatusCode::INTERNAL_SERVER_ERROR, endless()) }));
    let address = serve(router).await;
    for (path, said) in [("/known", 200), ("/unknown", 200), ("/bomb", 200), ("/refusal", 500)] {
        let error = open().send(Request::get(url(address, path)).max_body(4_000)).await.unwrap_err();
        let HttpError::TooLarge { limit: 4_000, status, .. } = error else { panic!("{path}: {error:?}") };
        assert_eq!(status.as_u16(), said, "{path}");
        assert!(!error.is_transient(), "it would be as large again");
    }
    for path in ["/known", "/unknown", "/bomb"] {
        let mut sink = Vec::new();
        let error =
            open().download(Request::get(url(address, path)).max_body(4_000), &mut sink).await.unwrap_err();
        assert!(matches!(error, HttpError::TooLarge { limit: 4_000, .. }), "{path}: {error:?}");
        assert!(sink.len() <= 4_000, "{path}: {} bytes were written", sink.len());
    }
    // The bound itself is within it.
    let whole = open().send(Request::get(url(address, "/known")).max_body(5_000)).await.unwrap();
    assert_eq!(whole.body.len(), 5_000);
}

#[tokio::test]
async fn a_download_is_written_only_if_it_is_what_was_asked_for() {
    let router = Router::new()
        .route("/picture", get(|| async { ([(header::CONTENT_TYPE, "image/png")], "x".repeat(5_000)) }))
        .route("/missing", get(|| async { (StatusCode::NOT_FOUND, "not here") }));
    let address = serve(router).await;
    let mut sink = Vec::new();
    let picture = open().download(Request::get(url(address, "/picture")), &mut sink).await.unwrap();
    assert_eq!((picture.status.as_u16(), picture.bytes, sink.len()), (200, 5_000, 5_000));
    assert_eq!(
        (picture.headers[header::CONTENT_TYPE].as_bytes(), picture.url),
        (&b"image/png"[..], url(address, "/picture"))
    );
    let mut sink = Vec::new();
    let missing = open().download(Request::get(url(address, "/missing")), &mut sink).await.unwrap();
    assert_eq!((missing.status.as_u16(), missing.bytes, sink.len()), (404, 0, 0));
}

#[tokio::test]
async fn what_cannot_be_written_down_is_said_so() {
    struct Full;
    impl tokio::io::AsyncWrite for Full {
        fn poll_write(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &[u8],
        ) -> std::task::Poll<io::Result<usize>> {
            std::task::Poll::Ready(Err(io::Error::new(io::ErrorKind::StorageFull, "no space left")))
        }
        fn poll_flush(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<io::Result<()>> {
            std::task::Poll::Ready(Ok(()))
        }
        fn poll_shutdown(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<io::Result<()>> {
            std::task::Poll::Ready(Ok(()))
        }
    }
    let address = serve(Router::new().route("/", get(|| async { "x" }))).await;
    let error = open().download(Request::get(url(address, "/")), &mut Full).await.unwrap_err();
    assert!(
        matches!(error, HttpError::Sink { .. }) && error.to_string().contains("no space left"),
        "{error}"
    );
}

#[tokio::test]
async fn what_is_sent_arrives_with_its_length_and_every_header() {
    let echo = |headers: HeaderMap, body: Bytes| async move {
        let length = headers.get_all(header::CONTENT_LENGTH).iter().map(|v| v.to_str().unwrap().to_owned());
        let length = length.collect::<Vec<_>>().join(",");
        let chunked = headers.contains_key(header::TRANSFER_ENCODING);
        let twice = headers.get_all("x-twice").iter().count();
        let agent = headers[header::USER_AGENT].to_str().unwrap().to_owned();
        format!("{length} {chunked} {twice} {agent} {}", body.len())
    };
    let address = serve(Router::new().route("/", post(echo).get(echo))).await;
    let mut headers = HeaderMap::new();
    for value in ["1", "2"] {
        headers.append(HeaderName::from_static("x-twice"), value.parse().unwrap());
    }
    // Even where a caller has said a length that is not so.
    headers.insert(header::CONTENT_LENGTH, "7".parse().unwrap());
    let request = Request::post(url(address, "/"), "x".repeat(100_000)).headers(headers);
    assert_eq!(open().send(request).await.unwrap().body, "100000 false 2 Mimus-test/1 100000");
    let bare = open().send(Request::get(url(address, "/"))).await.unwrap();
    assert_eq!(bare.body, " false 0 Mimus-test/1 0", "a GET says nothing of a body");
}

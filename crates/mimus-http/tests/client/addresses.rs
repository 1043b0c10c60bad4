//! What is refused before anything is sent. Hops and changing names are proved beside the client itself, where an
//! address of loopback can stand for a public one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use mimus_http::{HttpError, Request};
use url::Url;

use crate::{Names, client, open, serve, url};

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
    // Those on loopback come first: were the guard broken, the test would end before it asked anything beyond.
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "0",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::1]",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "10.0.0.1",
        "printer.local",
        "metadata.google.internal",
    ] {
        let target = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let judged = guarded.check_url(&target);
        assert!(matches!(judged, Err(HttpError::ForbiddenAddress { .. })), "{host}: {judged:?}");
        let result = guarded.send(Request::get(target)).await;
        assert!(matches!(result, Err(HttpError::ForbiddenAddress { .. })), "{host}: {result:?}");
    }
    for other in
        ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/", "gopher://127.0.0.1/"]
    {
        let target = Url::parse(other).unwrap();
        assert!(guarded.check_url(&target).is_err(), "{other}");
        let result = guarded.send(Request::get(target)).await;
        assert!(matches!(result, Err(HttpError::ForbiddenUrl { .. })), "{other}: {result:?}");
    }
    assert_eq!(hits.load(Ordering::SeqCst), 0, "nothing was asked");
    assert_eq!(open().send(Request::get(url(address, "/"))).await.unwrap().body, "secret");
}

#[tokio::test]
async fn a_name_is_judged_by_what_it_resolves_to() {
    let names = Names::from(|host| match host {
        "private.example" => Ok(vec!["127.0.0.1".parse().unwrap(), "127.0.0.2".parse().unwrap()]),
        "mapped.example" => Ok(vec!["::ffff:127.0.0.1".parse().unwrap()]),
        "empty.example" => Ok(vec![]),
        _ => Err(std::io::Error::other("no such name")),
    });
    let guarded = client(|config| config.resolver = Some(names));
    let ask = |host: &str| guarded.send(Request::get(Url::parse(&format!("http://{host}/")).unwrap()));
    for host in ["private.example", "mapped.example"] {
        let error = ask(host).await.unwrap_err();
        assert!(matches!(error, HttpError::ForbiddenAddress { .. }), "{host}: {error:?}");
        assert!(
            !error.is_transient() && !error.outcome_unknown() && error.to_string().contains(host),
            "{error}"
        );
    }
    for host in ["empty.example", "none.example"] {
        let error = ask(host).await.unwrap_err();
        assert!(matches!(error, HttpError::Resolve { .. }), "{host}: {error:?}");
        assert!(
            error.is_transient() && !error.outcome_unknown() && error.to_string().contains(host),
            "{error}"
        );
    }
}

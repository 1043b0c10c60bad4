//! Which redirects are followed, how far, and what is carried along.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Redirect;
use axum::routing::{get, post};
use mimus_http::{HttpError, Redirects, Request};

use crate::{Names, client, open, serve, url};

#[tokio::test]
async fn permanent_is_what_leads_permanently_from_the_start() {
    let moved =
        |to: &'static str| get(move || async move { (StatusCode::MOVED_PERMANENTLY, [("location", to)]) });
    let router = Router::new()
        .route("/308-301", get(|| async { Redirect::permanent("/301") }))
        .route("/301", moved("/end"))
        .route("/307-301", get(|| async { Redirect::temporary("/301") }))
        .route("/302", get(|| async { (StatusCode::FOUND, [("location", "/end")]) }))
        .route("/303", get(|| async { Redirect::to("/end") }))
        .route("/301-302", moved("/302"))
        .route("/301-302-301", moved("/302-301"))
        .route("/302-301", get(|| async { (StatusCode::FOUND, [("location", "/301")]) }))
        .route("/end", get(|| async { "end" }));
    let address = serve(router).await;
    for (from, permanent) in [
        ("/end", None),
        ("/301", Some("/end")),
        ("/308-301", Some("/end")),
        ("/302", None),
        ("/303", None),
        ("/307-301", None),
        ("/301-302", Some("/302")),
        ("/301-302-301", Some("/302-301")),
    ] {
        let answer = open().send(Request::get(url(address, from))).await.unwrap();
        assert_eq!(answer.permanent_url, permanent.map(|path| url(address, path)), "{from}");
        assert_eq!((&answer.body[..], answer.url), (&b"end"[..], url(address, "/end")), "{from}");
    }
}

#[tokio::test]
async fn no_more_hops_than_the_bound() {
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&hits);
    let step = move |Path(left): Path<u32>| async move {
        counted.fetch_add(1, Ordering::SeqCst);
        match left {
            0 => Err("end"),
            left => Ok(Redirect::temporary(&format!("/{}", left - 1))),
        }
    };
    let address = serve(Router::new().route("/{left}", get(step))).await;
    assert_eq!(open().send(Request::get(url(address, "/5"))).await.unwrap().body, "end");
    hits.store(0, Ordering::SeqCst);
    let error = open().send(Request::get(url(address, "/6"))).await.unwrap_err();
    assert!(matches!(error, HttpError::TooManyRedirects { limit: 5, .. }), "{error:?}");
    assert_eq!(hits.load(Ordering::SeqCst), 6, "the first request and five redirects");
}

#[tokio::test]
async fn what_is_for_one_origin_is_not_carried_to_another() {
    const SECRET: [&str; 5] =
        ["authorization", "cookie", "signature", "signature-input", "proxy-authorization"];
    let seen = |headers: HeaderMap| async move {
        let names = SECRET.iter().chain(&["accept"]).filter(|name| headers.contains_key(**name));
        names.copied().collect::<Vec<_>>().join(" ")
    };
    let router = Router::new()
        .route("/seen", get(seen))
        .route(
            "/host",
            get(|headers: HeaderMap| async move { headers[header::HOST].to_str().unwrap().to_owned() }),
        )
        .route("/near", get(|| async { Redirect::temporary("/seen") }));
    let target = serve(router).await;
    let far = move |path: &'static str| {
        let to = format!("http://other.example:{}{path}", target.port());
        get(move || async move { Redirect::temporary(&to) })
    };
    let origin = serve(Router::new().route("/far", far("/seen")).route("/far-host", far("/host"))).await;
    let client = client(|config| {
        config.allow_private_addresses = true;
        config.resolver = Some(Names::from(move |_| Ok(vec![target.ip()])));
    });
    let request = |url| {
        SECRET.iter().fold(
            Request::get(url).header(header::ACCEPT, HeaderValue::from_static("*/*")),
            |request, name| request.header(HeaderName::from_static(name), HeaderValue::from_static("secret")),
        )
    };
    let near = client.send(request(url(target, "/near"))).await.unwrap();
    assert_eq!(near.body, format!("{} accept", SECRET.join(" ")));
    let far = client.send(request(url(origin, "/far"))).await.unwrap();
    assert_eq!(far.body, "accept");
    let host = HeaderValue::from_str(&origin.to_string()).unwrap();
    let far = client.send(Request::get(url(origin, "/far-host")).header(header::HOST, host)).await.unwrap();
    assert_eq!(far.body, format!("other.example:{}", target.port()));
}

#[tokio::test]
async fn what_is_sent_is_not_sent_again_elsewhere() {
    let router = Router::new().route("/", post(|| async { Redirect::temporary("/end") }));
    let address = serve(router).await;
    for redirects in [Redirects::None, Redirects::Follow] {
        let answer =
            open().send(Request::post(url(address, "/"), "body").redirects(redirects)).await.unwrap();
        assert_eq!((answer.status.as_u16(), answer.redirect_target()), (307, Some(url(address, "/end"))));
    }
}

#[tokio::test]
async fn a_caller_can_follow_by_hand() {
    let router = Router::new()
        .route("/relative", get(|| async { Redirect::permanent("b?c=d") }))
        .route("/script", get(|| async { (StatusCode::FOUND, [("location", "/é".as_bytes())]) }))
        .route("/nowhere", get(|| async { StatusCode::FOUND }))
        .route("/unreadable", get(|| async { (StatusCode::FOUND, [("location", &b"/\xff"[..])]) }))
        .route("/choices", get(|| async { (StatusCode::NOT_MODIFIED, [("location", "/b")]) }));
    let address = serve(router).await;
    for (path, target) in [
        ("/relative", Some("/b?c=d")),
        ("/script", Some("/%C3%A9")),
        ("/nowhere", None),
        ("/unreadable", None),
        ("/choices", None),
    ] {
        let answer = open().send(Request::get(url(address, path)).redirects(Redirects::None)).await.unwrap();
        assert_eq!(answer.redirect_target(), target.map(|target| url(address, target)), "{path}");
        assert_eq!((answer.url, answer.permanent_url), (url(address, path), None));
    }
}

#[tokio::test]
async fn a_redirect_to_what_is_no_web_address_is_refused() {
    let lead = |to: &'static str| get(move || async move { Redirect::temporary(to) });
    let router = Router::new()
        .route("/file", lead("file:///etc/passwd"))
        .route("/secret", lead("http://user:secret@127.0.0.1/"))
        .route("/port", lead("http://127.0.0.1:0/"));
    let address = serve(router).await;
    for path in ["/file", "/secret", "/port"] {
        let error = open().send(Request::get(url(address, path))).await.unwrap_err();
        assert!(matches!(error, HttpError::ForbiddenUrl { .. }), "{path}: {error:?}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

//! What is signed here, read here.

use http::{HeaderMap, Method};
use mimus_federation::signature::{RequestToSign, Scheme, SignatureError, Verified, sign};
use proptest::prelude::*;
use url::Url;

use super::peer::{BODY, KEY_ID, Request, now, public, rsa};

fn signed(scheme: Scheme, method: &Method, url: &Url, body: Option<&[u8]>) -> Request {
    let request = RequestToSign {
        method,
        url,
        body,
        content_type: body.is_some().then_some("application/activity+json"),
    };
    let headers = sign(scheme, &request, rsa(), KEY_ID, now()).unwrap();
    Request {
        method: method.clone(),
        target: url[url::Position::BeforePath..url::Position::AfterQuery].to_owned(),
        headers,
        body: body.unwrap_or_default().to_vec(),
        base: url.clone(),
    }
}

fn check(request: &Request) -> Verified {
    request.check(&public(rsa())).unwrap()
}

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn a_post_by_draft_cavage() {
    let request = signed(Scheme::Cavage, &Method::POST, &url("https://mimus.example/inbox"), Some(BODY));
    let verified = check(&request);
    assert_eq!(verified.scheme, Scheme::Cavage);
    assert_eq!(verified.key_id, KEY_ID);
    assert_eq!(verified.signed_at, now());
    assert_eq!(verified.covered, ["(request-target)", "host", "date", "digest", "content-type"]);
    assert_eq!(request.text("host"), "mimus.example");
    assert_eq!(request.text("date"), "Tue, 10 Nov 2026 09:00:00 GMT");
    assert!(request.text("digest").starts_with("SHA-256="), "capitals, or snac answers 400");
    assert_eq!(request.text("content-type"), "application/activity+json");
    let signature = request.text("signature");
    assert!(signature.contains(r#"algorithm="rsa-sha256""#), "{signature}");
}

#[test]
fn a_get_by_draft_cavage_signs_no_digest() {
    let request = signed(Scheme::Cavage, &Method::GET, &url("https://mimus.example/users/lark"), None);
    assert_eq!(check(&request).covered, ["(request-target)", "host", "date"]);
    assert!(!request.headers.contains_key("digest"));
    assert!(!request.headers.contains_key("content-type"));
}

#[test]
fn a_post_by_rfc_9421() {
    let request = signed(Scheme::Rfc9421, &Method::POST, &url("https://mimus.example/inbox"), Some(BODY));
    let verified = check(&request);
    assert_eq!(verified.scheme, Scheme::Rfc9421);
    assert_eq!(verified.key_id, KEY_ID);
    assert_eq!(verified.covered, ["@method", "@target-uri", "content-digest"]);
    assert_eq!(
        request.text("signature-input"),
        format!(
            r#"sig1=("@method" "@target-uri" "content-digest");created={};keyid="{KEY_ID}";alg="rsa-v1_5-sha256""#,
            now().as_second()
        )
    );
}

#[test]
fn a_get_by_rfc_9421() {
    let request = signed(Scheme::Rfc9421, &Method::GET, &url("https://mimus.example/users/lark"), None);
    assert_eq!(check(&request).covered, ["@method", "@target-uri"]);
}

#[test]
fn a_port_that_is_not_the_schemes_own_is_part_of_the_host() {
    for (address, host) in [
        ("http://localhost:8420/inbox", "localhost:8420"),
        ("https://mimus.example:8443/inbox", "mimus.example:8443"),
        ("https://mimus.example:443/inbox", "mimus.example"),
        ("http://[::1]:8420/inbox", "[::1]:8420"),
    ] {
        for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
            let request = signed(scheme, &Method::POST, &url(address), Some(BODY));
            assert_eq!(request.text("host"), host);
            check(&request);
        }
    }
}

#[test]
fn a_query_and_percent_encoding_are_signed_as_sent() {
    let address = url("https://mimus.example/%7Elark/a%20b?page=2&q=%C3%A9&empty=");
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        check(&signed(scheme, &Method::GET, &address, None));
    }
}

#[test]
fn an_empty_body_is_a_body() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let request = signed(scheme, &Method::POST, &url("https://mimus.example/inbox"), Some(b""));
        assert!(check(&request).covered.iter().any(|name| name.ends_with("digest")));
    }
}

#[test]
fn what_no_header_can_hold_is_not_signed() {
    let fails = |url: &str, key_id: &str, content_type: &str| {
        for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
            let url = url.parse().unwrap();
            let request = RequestToSign {
                method: &Method::POST,
                url: &url,
                body: Some(b"{}"),
                content_type: Some(content_type),
            };
            let result: Result<HeaderMap, _> = sign(scheme, &request, rsa(), key_id, now());
            assert!(matches!(result, Err(SignatureError::Unsignable { .. })), "{url} {key_id}: {result:?}");
        }
    };
    fails("mailto:lark@mimus.example", KEY_ID, "text/plain");
    fails("https://mimus.example/inbox", "", "text/plain");
    fails("https://mimus.example/inbox", "https://mimus.example/\"quoted\"", "text/plain");
    fails("https://mimus.example/inbox", "https://mimus.example/\r\nevil: 1", "text/plain");
    fails("https://mimus.example/inbox", &"a".repeat(2049), "text/plain");
    fails("https://mimus.example/inbox", KEY_ID, "text/plain\r\nevil: 1");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_body_to_any_address(
        body in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..2000)),
        path in "(/[a-zA-Z0-9@._~%é -]{0,12}){0,4}",
        query in proptest::option::of("[a-zA-Z0-9=&%?/é ]{0,20}"),
        port in proptest::option::of(1u16..),
        cavage in any::<bool>(),
    ) {
        let mut address = url("https://mimus.example");
        address.set_path(&path);
        address.set_query(query.as_deref());
        address.set_port(port).unwrap();
        let scheme = if cavage { Scheme::Cavage } else { Scheme::Rfc9421 };
        let request = signed(scheme, &Method::POST, &address, body.as_deref());
        prop_assert!(request.check(&public(rsa())).is_ok());
    }
}

//! Whatever comes in is answered: no panic, and no forged request accepted.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use mimus_federation::signature::{RequestHead, Unverified, VerifyingKey, parse};
use proptest::collection::vec;
use proptest::prelude::*;
use url::Url;

use super::peer::{NOW, Request, USUAL, With, now, public, rsa};

const NAMES: [&str; 8] =
    ["signature", "signature-input", "digest", "content-digest", "date", "host", "content-type", "x-other"];

fn header_value() -> impl Strategy<Value = HeaderValue> {
    vec(any::<u8>(), 0..300)
        .prop_filter_map("bytes no header can hold", |bytes| HeaderValue::from_bytes(&bytes).ok())
}

/// Text from the words of both grammars, which gets further than bytes at random.
fn near_miss() -> impl Strategy<Value = String> {
    let words = [
        "keyId=",
        "headers=",
        "signature=",
        "algorithm=",
        "created=",
        "expires=",
        "sig1=",
        "sig2=",
        "(request-target)",
        "(created)",
        "(expires)",
        "host",
        "date",
        "digest",
        "content-digest",
        "@method",
        "@target-uri",
        "@path",
        "@query",
        "\"",
        "\\",
        "'",
        ",",
        ";",
        ":",
        "=",
        "(",
        ")",
        " ",
        "\t",
        "%\"",
        "?1",
        "@1",
        "1794301200",
        "-1",
        "1e9",
        "0.5",
        "99999999999999999",
        "hs2019",
        "rsa-sha256",
        "keyid=",
        "alg=",
        "SHA-256=",
        "sha-256=",
        "AAAA",
        "AAAA=",
        "é",
        "k",
    ];
    vec(proptest::sample::select(words.to_vec()), 0..40).prop_map(|words| words.concat())
}

fn parse_all(headers: &HeaderMap, target: &str, body: &[u8], at: i64) -> Option<Unverified> {
    let base: Url = "https://mimus.example/".parse().unwrap();
    let at = Timestamp::from_second(at).unwrap_or(Timestamp::MAX);
    let head = RequestHead { method: &Method::POST, target, headers, public_base: &base };
    parse(&head, body, at).ok()
}

fn signed(by_rfc9421: bool) -> Request {
    if by_rfc9421 {
        let components = &[
            ("@method", "POST"),
            ("@target-uri", "https://mimus.example/users/lark/inbox"),
            ("content-digest", ""),
        ];
        Request::post().rfc9421(With::Rsa, components, &format!(";created={NOW};keyid=\"k\""))
    } else {
        Request::post().cavage(With::Rsa, "algorithm=\"hs2019\",", USUAL)
    }
}

proptest! {
    #[test]
    fn arbitrary_headers(
        values in vec((0..NAMES.len(), header_value()), 0..12),
        target in ".{0,40}",
        body in vec(any::<u8>(), 0..64),
        at in any::<i64>(),
    ) {
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(HeaderName::from_static(NAMES[name]), value);
        }
        if let Some(unverified) = parse_all(&headers, &target, &body, at) {
            prop_assert!(unverified.verify(&public(rsa())).is_err());
        }
    }

    #[test]
    fn headers_that_are_nearly_right(
        signature in near_miss(),
        input in proptest::option::of(near_miss()),
        digest in near_miss(),
        date in near_miss(),
        body in vec(any::<u8>(), 0..64),
    ) {
        let mut headers = HeaderMap::new();
        let texts = [("signature", Some(signature)), ("signature-input", input), ("digest", Some(digest.clone())),
            ("content-digest", Some(digest)), ("date", Some(date))];
        for (name, text) in texts {
            if let Some(text) = text {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_bytes(text.as_bytes()).unwrap());
            }
        }
        if let Some(unverified) = parse_all(&headers, "/inbox", &body, NOW) {
            prop_assert!(unverified.verify(&public(rsa())).is_err());
        }
    }

    #[test]
    fn a_signed_request_with_bytes_changed(
        by_rfc9421 in any::<bool>(),
        name in 0..NAMES.len(),
        at in any::<proptest::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut request = signed(by_rfc9421);
        let Some(value) = request.headers.get(NAMES[name]) else { return Ok(()) };
        let mut bytes = value.as_bytes().to_vec();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let Ok(value) = HeaderValue::from_bytes(&bytes) else { return Ok(()) };
        request.headers.insert(HeaderName::from_static(NAMES[name]), value);
        // What still verifies after a change to it says nothing else: spelling, or a header not signed.
        if let Ok(verified) = request.check(&public(rsa())) {
            let untouched = signed(by_rfc9421).parse_at(now()).unwrap().parts().clone();
            prop_assert_eq!(&verified.covered, &untouched.covered);
            prop_assert_eq!(verified.signed_at, untouched.signed_at);
        }
    }

    #[test]
    fn a_signed_request_with_its_body_changed(
        by_rfc9421 in any::<bool>(),
        at in any::<proptest::sample::Index>(),
        flip in 1..=255u8,
    ) {
        let mut request = signed(by_rfc9421);
        let at = at.index(request.body.len());
        request.body[at] ^= flip;
        prop_assert!(request.parse_at(now()).is_err());
    }

    #[test]
    fn arbitrary_keys(text in ".{0,200}", inner in vec(any::<u8>(), 0..600)) {
        let _ = VerifyingKey::from_pem(&text);
        let _ = VerifyingKey::from_multibase(&text);
        let _ = VerifyingKey::from_multibase(&format!("z{text}"));
        for label in ["PUBLIC KEY", "RSA PUBLIC KEY"] {
            prop_assert!(VerifyingKey::from_pem(&super::peer::pem(label, &inner)).is_err());
        }
    }
}

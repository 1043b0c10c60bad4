//! What servers send by draft-cavage that differs from what is sent here: each accepted or refused on
//! purpose.

use mimus_federation::signature::SignatureError;

use super::expectation::Expect::{self, Accept};
use super::expectation::{expect, refuse};
use super::peer::{
    BODY, Components, KEY_ID, NOW, Request, USUAL, With, http_date, now, public, rsa, sha256_digest,
    sha512_content_digest,
};

const GET: &[(&str, &str)] = &[("(request-target)", ""), ("host", ""), ("date", "")];

fn post(change: impl FnOnce(&mut Request)) -> Request {
    let mut request = Request::post();
    change(&mut request);
    request
}

#[test]
fn algorithms_of_draft_cavage() {
    let table: &[(&str, With, Expect)] = &[
        ("", With::Rsa, Accept),
        (r#"algorithm="","#, With::Rsa, Accept),
        (r#"algorithm="rsa-sha256","#, With::Rsa, Accept),
        (r#"algorithm="RSA-SHA256","#, With::Rsa, Accept),
        (r#"algorithm=rsa-sha256,"#, With::Rsa, Accept),
        (r#"algorithm="hs2019","#, With::Rsa, Accept),
        (r#"algorithm="hs2019","#, With::RsaPss, Accept),
        (r#"algorithm="hs2019","#, With::RsaSha512, Accept),
        (r#"algorithm="rsa-sha512","#, With::RsaSha512, Accept),
        ("", With::Ed25519, Accept),
        (r#"algorithm="hs2019","#, With::Ed25519, Accept),
        (r#"algorithm="ed25519","#, With::Ed25519, Accept),
        (r#"algorithm="rsa-sha256","#, With::RsaSha512, refuse!(SignatureError::BadSignature)),
        (r#"algorithm="rsa-sha256","#, With::RsaPss, refuse!(SignatureError::BadSignature)),
        (r#"algorithm="rsa-sha256","#, With::Ed25519, refuse!(SignatureError::KeyMismatch { .. })),
        (r#"algorithm="ed25519","#, With::Rsa, refuse!(SignatureError::KeyMismatch { .. })),
        (r#"algorithm="rsa-sha1","#, With::Rsa, refuse!(SignatureError::UnsupportedAlgorithm { .. })),
        (r#"algorithm="hmac-sha256","#, With::Rsa, refuse!(SignatureError::UnsupportedAlgorithm { .. })),
        (r#"algorithm="none","#, With::Rsa, refuse!(SignatureError::UnsupportedAlgorithm { .. })),
    ];
    for (params, with, expected) in table {
        let request = Request::post().cavage(*with, params, USUAL);
        expect(params, request.check(&with.public()), *expected);
    }
}

#[test]
fn signed_headers_of_draft_cavage() {
    let created = NOW.to_string();
    let expires = (NOW + 300).to_string();
    let table: &[(&str, Components<'_>, Expect)] = &[
        ("without content-type", &USUAL[..4], Accept),
        ("in another order", &[("digest", ""), ("date", ""), ("host", ""), ("(request-target)", "")], Accept),
        (
            "(created) for date",
            &[("(request-target)", ""), ("(created)", &created), ("host", ""), ("digest", "")],
            Accept,
        ),
        (
            "(created) and (expires)",
            &[
                ("(request-target)", ""),
                ("(created)", &created),
                ("(expires)", &expires),
                ("host", ""),
                ("digest", ""),
            ],
            Accept,
        ),
        (
            "host date digest",
            &[("host", ""), ("date", ""), ("digest", "")],
            refuse!(SignatureError::NotCovered { component: "(request-target)" }),
        ),
        (
            "date digest",
            &[("date", ""), ("digest", "")],
            refuse!(SignatureError::NotCovered { component: "(request-target)" }),
        ),
        ("date", &[("date", "")], refuse!(SignatureError::NotCovered { .. })),
        (
            "no digest",
            &[("(request-target)", ""), ("host", ""), ("date", "")],
            refuse!(SignatureError::NotCovered { component: "digest" }),
        ),
        (
            "no host",
            &[("(request-target)", ""), ("date", ""), ("digest", "")],
            refuse!(SignatureError::NotCovered { component: "host" }),
        ),
        (
            "neither date nor (created)",
            &[("(request-target)", ""), ("host", ""), ("digest", "")],
            refuse!(SignatureError::NotCovered { component: "date" }),
        ),
        (
            "one twice",
            &[("(request-target)", ""), ("host", ""), ("host", ""), ("date", ""), ("digest", "")],
            refuse!(SignatureError::Malformed { .. }),
        ),
        ("none", &[], refuse!(SignatureError::NotCovered { .. })),
    ];
    for (name, components, expected) in table {
        let params = format!("created={created},expires={expires},");
        let request = Request::post().cavage(With::Rsa, &params, components);
        expect(name, request.check(&public(rsa())), *expected);
    }
}

#[test]
fn spellings_of_the_signature_header() {
    let signed = Request::post().cavage(With::Rsa, r#"algorithm="rsa-sha256","#, USUAL);
    let value = signed.text("signature");
    let signature = value.rsplit_once("signature=\"").unwrap().1.trim_end_matches('"').to_owned();
    let names = "(request-target) host date digest content-type";
    let of = |text: &str| text.replace("SIG", &signature).replace("NAMES", names).replace("KEY", KEY_ID);
    let table: &[(&str, Expect)] = &[
        (r#"keyId="KEY",headers="NAMES",signature="SIG""#, Accept),
        (r#"keyId="KEY", headers="NAMES", signature="SIG""#, Accept),
        (r#"  keyId = "KEY"  ,	headers = "NAMES"  ,  signature = "SIG"  "#, Accept),
        (r#"signature="SIG",headers="NAMES",keyId="KEY""#, Accept),
        (r#"keyId="KEY",headers="NAMES",signature="SIG","#, Accept),
        (r#"keyid="KEY",Headers="NAMES",signature="SIG""#, Accept),
        (r#"keyId="KEY",headers="NAMES",signature=SIG"#, Accept),
        (r#"keyId=KEY,headers="NAMES",signature="SIG""#, Accept),
        (r#"keyId="KEY",headers="NAMES",opaque="a,b\"c",signature="SIG""#, Accept),
        (r#"keyId="https:\/\/peer.example\/k",headers="NAMES",signature="SIG""#, Accept),
        (r#"keyId="KEY",headers="(Request-Target)  Host Date DIGEST  Content-Type",signature="SIG""#, Accept),
        (r#"headers="NAMES",signature="SIG""#, refuse!(SignatureError::Missing { .. })),
        (r#"keyId="",headers="NAMES",signature="SIG""#, refuse!(SignatureError::Missing { .. })),
        (r#"keyId="KEY",headers="NAMES""#, refuse!(SignatureError::Missing { .. })),
        (r#"keyId="KEY",signature="SIG""#, refuse!(SignatureError::NotCovered { .. })),
        (r#"keyId="KEY",headers="",signature="SIG""#, refuse!(SignatureError::NotCovered { .. })),
        (
            r#"keyId="KEY",keyId="KEY",headers="NAMES",signature="SIG""#,
            refuse!(SignatureError::Malformed { .. }),
        ),
        (
            r#"keyId="KEY",headers="NAMES",signature="SIG",signature="SIG""#,
            refuse!(SignatureError::Malformed { .. }),
        ),
        (r#"keyId="KEY",headers="NAMES",signature="SIG"#, refuse!(SignatureError::Malformed { .. })),
        (r#"keyId="KEY"headers="NAMES",signature="SIG""#, refuse!(SignatureError::Malformed { .. })),
        (r#"keyId="KEY",,headers="NAMES",signature="SIG""#, refuse!(SignatureError::Malformed { .. })),
        (r#"keyId="KEY",headers="NAMES",signature="!!!""#, refuse!(SignatureError::Malformed { .. })),
        (r#"="KEY""#, refuse!(SignatureError::Malformed { .. })),
        ("Signature", refuse!(SignatureError::Malformed { .. })),
        ("", refuse!(SignatureError::Missing { .. })),
    ];
    for (text, expected) in table {
        let mut request = signed.clone();
        request.set("signature", &of(text));
        expect(text, request.check(&public(rsa())), *expected);
    }
    let mut unpadded = signed;
    unpadded.set(
        "signature",
        &format!(r#"keyId="{KEY_ID}",headers="{names}",signature="{}""#, signature.trim_end_matches('=')),
    );
    expect("unpadded", unpadded.check(&public(rsa())), Accept);
}

#[test]
fn spellings_of_the_digest() {
    let sha256 = sha256_digest(BODY);
    let base64 = sha256.strip_prefix("SHA-256=").unwrap();
    let wrong = sha256_digest(b"another body");
    let wrong = wrong.strip_prefix("SHA-256=").unwrap();
    let sha512 = sha512_content_digest(BODY).replace(':', "").replace("sha-512", "SHA-512");
    let table: &[(String, Expect)] = &[
        (format!("SHA-256={base64}"), Accept),
        (format!("sha-256={base64}"), Accept),
        (format!("Sha-256={}", base64.trim_end_matches('=')), Accept),
        (sha512.clone(), Accept),
        (format!("SHA-256={base64},{sha512}"), Accept),
        (format!("{sha512}, SHA-256={base64}"), Accept),
        (format!("MD5=AAAA, SHA-256={base64}"), Accept),
        (format!("SHA-256={base64}, MD5=AAAA"), Accept),
        (format!("SHA-256={wrong}"), refuse!(SignatureError::BadDigest)),
        (format!("SHA-256={wrong},SHA-256={base64}"), refuse!(SignatureError::BadDigest)),
        (format!("SHA-256={base64},SHA-256={wrong}"), refuse!(SignatureError::BadDigest)),
        (format!("SHA-256={wrong},{sha512}"), refuse!(SignatureError::BadDigest)),
        ("SHA-256=".to_owned(), refuse!(SignatureError::BadDigest)),
        ("SHA-256=AAAA".to_owned(), refuse!(SignatureError::BadDigest)),
        (base64.trim_end_matches('=').to_owned(), refuse!(SignatureError::Malformed { .. })),
        ("SHA-256=\"x\"".to_owned(), refuse!(SignatureError::Malformed { .. })),
        ("MD5=AAAA".to_owned(), refuse!(SignatureError::UnsupportedAlgorithm { .. })),
        (String::new(), refuse!(SignatureError::UnsupportedAlgorithm { .. })),
        ("a".repeat(5000), refuse!(SignatureError::TooLarge { .. })),
    ];
    for (value, expected) in table {
        let request = post(|request| request.set("digest", value)).cavage(With::Rsa, "", &USUAL[..4]);
        expect(value, request.check(&public(rsa())), *expected);
    }
}

#[test]
fn a_query_may_be_left_out_of_the_request_target() {
    let mut request = Request::get();
    request.target = "/users/lark/outbox?page=1".to_owned();
    let with_query = request.clone().cavage(With::Rsa, "", GET);
    expect("with", with_query.check(&public(rsa())), Accept);
    let without = request.cavage(
        With::Rsa,
        "",
        &[("(request-target)", "get /users/lark/outbox"), ("host", ""), ("date", "")],
    );
    expect("without", without.check(&public(rsa())), Accept);
}

#[test]
fn the_host_behind_a_proxy_and_in_other_spellings() {
    let table: &[(&str, &str, &str, Expect)] = &[
        // Known as; signed host; Host header as received here.
        ("https://mimus.example/", "mimus.example", "mimus.example", Accept),
        ("https://mimus.example/", "mimus.example", "127.0.0.1:8420", Accept),
        ("https://mimus.example/", "Mimus.Example", "Mimus.Example", Accept),
        ("https://mimus.example/", "mimus.example:443", "mimus.example:443", Accept),
        ("https://mimus.example:8443/", "mimus.example:8443", "mimus.example:8443", Accept),
        ("http://localhost:8420/", "localhost:8420", "localhost:8420", Accept),
        ("https://mimus.example/", "other.example", "other.example", refuse!(SignatureError::BadSignature)),
        ("https://mimus.example/", "127.0.0.1:8420", "127.0.0.1:8420", refuse!(SignatureError::BadSignature)),
        (
            "https://mimus.example:8443/",
            "mimus.example",
            "mimus.example",
            refuse!(SignatureError::BadSignature),
        ),
        (
            "https://mimus.example/",
            "mimus.example:80",
            "mimus.example:80",
            refuse!(SignatureError::BadSignature),
        ),
    ];
    for (base, signed, received, expected) in table {
        let mut request = post(|request| request.base = base.parse().unwrap()).cavage(
            With::Rsa,
            "",
            &[("(request-target)", ""), ("host", signed), ("date", ""), ("digest", "")],
        );
        request.set("host", received);
        expect(&format!("{base} {signed} {received}"), request.check(&public(rsa())), *expected);
    }
    // HTTP/2 has no Host header.
    let mut request = Request::post().cavage(With::Rsa, "", USUAL);
    request.headers.remove("host");
    expect("no Host", request.check(&public(rsa())), Accept);
}

#[test]
fn dates_of_other_forms() {
    let table: &[(&str, Expect)] = &[
        ("Tue, 10 Nov 2026 09:00:00 GMT", Accept),
        ("Tue, 10 Nov 2026 10:00:00 +0100", Accept),
        ("Mon, 10 Nov 2026 09:00:00 GMT", Accept),
        ("2026-11-10T09:00:00Z", refuse!(SignatureError::Malformed { .. })),
        ("1794301200", refuse!(SignatureError::Malformed { .. })),
        ("yesterday", refuse!(SignatureError::Malformed { .. })),
    ];
    for (date, expected) in table {
        let request = post(|request| request.set("date", date)).cavage(With::Rsa, "", USUAL);
        expect(date, request.check(&public(rsa())), *expected);
    }
    let mut twice = Request::post().cavage(With::Rsa, "", USUAL);
    twice.headers.append("date", http_date(now()).parse().unwrap());
    expect("twice", twice.check(&public(rsa())), refuse!(SignatureError::Malformed { .. }));
}

#[test]
fn what_is_too_large_is_not_read() {
    let signed = Request::post().cavage(With::Rsa, "", USUAL);
    let mut large = signed.clone();
    large.edit("signature", |value| format!("{value},pad=\"{}\"", "a".repeat(8192)));
    expect("header", large.check(&public(rsa())), refuse!(SignatureError::TooLarge { limit: 8192, .. }));

    let mut large = signed.clone();
    large.edit("signature", |value| value.replace(KEY_ID, &"k".repeat(2049)));
    expect("key id", large.check(&public(rsa())), refuse!(SignatureError::TooLarge { .. }));

    let mut large = signed.clone();
    let names: String = (0..100).map(|n| format!("x{n} ")).collect();
    large.edit("signature", |value| value.replace("headers=\"", &format!("headers=\"{names}")));
    expect("list", large.check(&public(rsa())), refuse!(SignatureError::TooLarge { limit: 64, .. }));

    let mut large = signed;
    large.set("x-large", &"a".repeat(70_000));
    large.edit("signature", |value| value.replace("headers=\"", "headers=\"x-large "));
    expect("signed lines", large.check(&public(rsa())), refuse!(SignatureError::TooLarge { .. }));
}

#[test]
fn faults_name_the_remedy_and_quote_little() {
    let mut request = Request::post().cavage(With::Rsa, "", USUAL);
    request.edit("signature", |value| format!("algorithm=\"{}\",{value}", "x".repeat(4000)));
    let fault = request.check(&public(rsa())).unwrap_err().to_string();
    assert!(fault.contains("rsa-sha256") && fault.len() < 200, "{fault}");
    let fault =
        Request::post().cavage(With::Rsa, "", &USUAL[..3]).check(&public(rsa())).unwrap_err().to_string();
    assert_eq!(fault, "digest is not among what was signed: sign it too");
}

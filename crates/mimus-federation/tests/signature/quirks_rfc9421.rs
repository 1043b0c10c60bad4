//! What servers may send by RFC 9421 that differs from what is sent here: each accepted or refused on purpose.

use mimus_federation::signature::SignatureError;

use super::expectation::Expect::{self, Accept};
use super::expectation::{expect, refuse};
use super::peer::{
    BODY, Components, NOW, Request, With, public, rsa, sha256_content_digest, sha512_content_digest,
};

const INBOX: &str = "https://mimus.example/users/lark/inbox";

#[test]
fn spellings_of_the_content_digest() {
    let sha256 = sha256_content_digest(BODY);
    let sha512 = sha512_content_digest(BODY);
    let wrong = sha256_content_digest(b"another body");
    let table: &[(String, Expect)] = &[
        (sha256.clone(), Accept),
        (sha512.clone(), Accept),
        (format!("{sha256}, {sha512}"), Accept),
        (format!("md5=:AAAA:, {sha256}"), Accept),
        (wrong.clone(), refuse!(SignatureError::BadDigest)),
        (format!("{wrong}, {sha512}"), refuse!(SignatureError::BadDigest)),
        ("sha-256=::".to_owned(), refuse!(SignatureError::BadDigest)),
        ("md5=:AAAA:".to_owned(), refuse!(SignatureError::UnsupportedAlgorithm { .. })),
        ("sha-256=abc".to_owned(), refuse!(SignatureError::Malformed { .. })),
        ("sha-256=(:AAAA:)".to_owned(), refuse!(SignatureError::Malformed { .. })),
        ("sha-256".to_owned(), refuse!(SignatureError::Malformed { .. })),
        ("SHA-256=:AAAA:".to_owned(), refuse!(SignatureError::Malformed { .. })),
    ];
    for (value, expected) in table {
        let request = with_digest(value).rfc9421(
            With::Rsa,
            &[("@method", "POST"), ("@target-uri", INBOX), ("content-digest", "")],
            &format!(";created={NOW};keyid=\"k\""),
        );
        expect(value, request.check(&public(rsa())), *expected);
    }
}

#[test]
fn components_of_rfc_9421() {
    let table: &[(&str, Components<'_>, Expect)] = &[
        ("Mastodon", &[("@method", "POST"), ("@target-uri", INBOX), ("content-digest", "")], Accept),
        (
            "all derived components",
            &[
                ("@method", "POST"),
                ("@target-uri", INBOX),
                ("@authority", "mimus.example"),
                ("@scheme", "https"),
                ("@request-target", "/users/lark/inbox"),
                ("@path", "/users/lark/inbox"),
                ("@query", "?"),
                ("host", ""),
                ("date", ""),
                ("content-type", ""),
                ("content-digest", ""),
            ],
            Accept,
        ),
        (
            "authority and path",
            &[
                ("content-digest", ""),
                ("@path", "/users/lark/inbox"),
                ("@authority", "mimus.example"),
                ("@method", "POST"),
            ],
            Accept,
        ),
        (
            "host and request-target",
            &[
                ("@method", "POST"),
                ("@request-target", "/users/lark/inbox"),
                ("host", ""),
                ("content-digest", ""),
            ],
            Accept,
        ),
        (
            "no method",
            &[("@target-uri", INBOX), ("content-digest", "")],
            refuse!(SignatureError::NotCovered { component: "@method" }),
        ),
        (
            "no target",
            &[("@method", "POST"), ("@authority", "mimus.example"), ("content-digest", "")],
            refuse!(SignatureError::NotCovered { component: "@target-uri" }),
        ),
        (
            "no host",
            &[("@method", "POST"), ("@request-target", "/users/lark/inbox"), ("content-digest", "")],
            refuse!(SignatureError::NotCovered { component: "@target-uri" }),
        ),
        (
            "no digest",
            &[("@method", "POST"), ("@target-uri", INBOX)],
            refuse!(SignatureError::NotCovered { component: "content-digest" }),
        ),
        (
            "the older digest",
            &[("@method", "POST"), ("@target-uri", INBOX), ("digest", "")],
            refuse!(SignatureError::NotCovered { component: "content-digest" }),
        ),
        (
            "another server",
            &[
                ("@method", "POST"),
                ("@target-uri", "https://other.example/users/lark/inbox"),
                ("content-digest", ""),
            ],
            refuse!(SignatureError::BadSignature),
        ),
        (
            "of a response",
            &[("@method", "POST"), ("@target-uri", INBOX), ("content-digest", ""), ("@status", "200")],
            refuse!(SignatureError::UnsupportedComponent { .. }),
        ),
        (
            "upper case",
            &[("@method", "POST"), ("@target-uri", INBOX), ("Content-Digest", "x")],
            refuse!(SignatureError::Malformed { .. }),
        ),
        (
            "one twice",
            &[("@method", "POST"), ("@method", "POST"), ("@target-uri", INBOX), ("content-digest", "")],
            refuse!(SignatureError::Malformed { .. }),
        ),
        (
            "a header that is not there",
            &[("@method", "POST"), ("@target-uri", INBOX), ("content-digest", ""), ("x-lark", "1")],
            refuse!(SignatureError::Missing { .. }),
        ),
    ];
    for (name, components, expected) in table {
        let request = Request::post().rfc9421(With::Rsa, components, &format!(";created={NOW};keyid=\"k\""));
        expect(name, request.check(&public(rsa())), *expected);
    }
}

#[test]
fn parameters_of_rfc_9421() {
    let components = &[("@method", "POST"), ("@target-uri", INBOX), ("content-digest", "")];
    let table: &[(String, With, Expect)] = &[
        (format!(";created={NOW};keyid=\"k\""), With::Rsa, Accept),
        (format!(";created={NOW};keyid=\"k\""), With::RsaPss, Accept),
        (format!(";created={NOW};keyid=\"k\""), With::Ed25519, Accept),
        (format!(";keyid=\"k\";alg=\"rsa-v1_5-sha256\";created={NOW}"), With::Rsa, Accept),
        (format!(";created={NOW};keyid=\"k\";alg=\"rsa-pss-sha512\""), With::RsaPss, Accept),
        (format!(";created={NOW};keyid=\"k\";alg=\"ed25519\""), With::Ed25519, Accept),
        (format!(";created={NOW};keyid=\"k\";nonce=\"a, b\";tag=\"t\";other"), With::Rsa, Accept),
        // Not as a serialiser would write it, but signed as written.
        (format!(";  created={NOW};keyid=\"k\";a=?1;b=1.50"), With::Rsa, Accept),
        (
            format!(";created={NOW};keyid=\"k\";alg=\"rsa-v1_5-sha256\""),
            With::RsaPss,
            refuse!(SignatureError::BadSignature),
        ),
        (
            format!(";created={NOW};keyid=\"k\";alg=\"rsa-v1_5-sha256\""),
            With::Ed25519,
            refuse!(SignatureError::KeyMismatch { .. }),
        ),
        (
            format!(";created={NOW};keyid=\"k\";alg=\"hmac-sha256\""),
            With::Rsa,
            refuse!(SignatureError::UnsupportedAlgorithm { .. }),
        ),
        (format!(";created={NOW};keyid=\"k\";alg=1"), With::Rsa, refuse!(SignatureError::Malformed { .. })),
        (";keyid=\"k\"".to_owned(), With::Rsa, refuse!(SignatureError::Missing { .. })),
        (format!(";created={NOW}"), With::Rsa, refuse!(SignatureError::Missing { .. })),
        (format!(";created={NOW};keyid=\"\""), With::Rsa, refuse!(SignatureError::Malformed { .. })),
        (format!(";created={NOW};keyid=k"), With::Rsa, refuse!(SignatureError::Malformed { .. })),
        (format!(";created=\"{NOW}\";keyid=\"k\""), With::Rsa, refuse!(SignatureError::Malformed { .. })),
        (
            ";created=999999999999999;keyid=\"k\"".to_owned(),
            With::Rsa,
            refuse!(SignatureError::Malformed { .. }),
        ),
    ];
    for (params, with, expected) in table {
        let request = Request::post().rfc9421(*with, components, params);
        expect(params, request.check(&with.public()), *expected);
    }
}

#[test]
fn several_signatures_of_rfc_9421() {
    let signed = Request::post().rfc9421(
        With::Rsa,
        &[("@method", "POST"), ("@target-uri", INBOX), ("content-digest", "")],
        &format!(";created={NOW};keyid=\"k\""),
    );
    // A proxy's signature before the sender's, in the same header and in one of its own.
    let proxy_input = format!("proxy=(\"@authority\");created={NOW};keyid=\"p\\\", q\"");
    let mut both = signed.clone();
    both.edit("signature-input", |value| format!("{proxy_input},{value}"));
    both.edit("signature", |value| format!("proxy=:AAAA:, {value}"));
    expect("one header", both.check(&public(rsa())), Accept);
    assert_eq!(both.check(&public(rsa())).unwrap().key_id, "k");

    let mut both = signed.clone();
    both.headers.append("signature-input", proxy_input.parse().unwrap());
    both.headers.append("signature", "proxy=:AAAA:".parse().unwrap());
    expect("two headers", both.check(&public(rsa())), Accept);

    let mut twice = signed.clone();
    twice.edit("signature-input", |value| format!("{value}, {value}"));
    expect("one label twice", twice.check(&public(rsa())), refuse!(SignatureError::Malformed { .. }));

    let mut many = signed.clone();
    let others: String = (0..4).map(|n| format!("s{n}=(\"@method\");created=1, ")).collect();
    many.edit("signature-input", |value| format!("{others}{value}"));
    expect("many", many.check(&public(rsa())), refuse!(SignatureError::TooLarge { .. }));

    let mut relabelled = signed;
    relabelled.edit("signature", |value| value.replace("sig1", "sig2"));
    expect("no such label", relabelled.check(&public(rsa())), refuse!(SignatureError::Missing { .. }));
}

fn with_digest(value: &str) -> Request {
    let mut request = Request::post();
    request.set("content-digest", value);
    request
}

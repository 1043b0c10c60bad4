//! The examples that RFC 9421 publishes (appendix B), as far as such signatures are accepted here.
//!
//! Those of draft-cavage-http-signatures-12 use a key of 1024 bits, which is not; a test beside the code
//! checks what is signed there.

use http::Method;
use jiff::Timestamp;
use mimus_federation::signature::{SignatureError, VerifyingKey};

use super::peer::{Request, public, rsa};

// Appendix B.1.2, test-key-rsa-pss.
const RSA: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----";

// Appendix B.1.4, test-key-ed25519.
const ED25519: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----";

fn signed_at() -> Timestamp {
    Timestamp::from_second(1_618_884_473).unwrap()
}

/// Appendix B.2, test-request.
fn request(input: &str, signature: &str) -> Request {
    let mut request = Request::post();
    request.headers.clear();
    request.method = Method::POST;
    request.base = "https://example.com/".parse().unwrap();
    request.target = "/foo?param=Value&Pet=dog".to_owned();
    request.body = br#"{"hello": "world"}"#.to_vec();
    request.set("host", "example.com");
    request.set("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    request.set("content-type", "application/json");
    request.set("content-length", "18");
    request.set(
        "content-digest",
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
    );
    request.set("signature-input", input);
    request.set("signature", signature);
    request
}

#[test]
fn b_2_3_full_coverage_using_rsa_pss_sha512() {
    let request = request(
        r#"sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss""#,
        "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:",
    );
    let unverified = request.parse_at(signed_at()).unwrap();
    assert_eq!(unverified.key_id(), "test-key-rsa-pss");
    unverified.verify(&VerifyingKey::from_pem(RSA).unwrap()).unwrap();
    assert_eq!(unverified.verify(&public(rsa())).unwrap_err(), SignatureError::BadSignature);
}

#[test]
fn b_2_6_signing_a_request_using_ed25519() {
    // Its content-digest is not signed, so it only passes without the body.
    let mut request = request(
        r#"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#,
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
    );
    assert_eq!(
        request.parse_at(signed_at()).unwrap_err(),
        SignatureError::NotCovered { component: "content-digest" }
    );
    request.body.clear();
    let key = VerifyingKey::from_pem(ED25519).unwrap();
    request.parse_at(signed_at()).unwrap().verify(&key).unwrap();
    request.set("content-length", "19");
    let fault = request.parse_at(signed_at()).unwrap().verify(&key).unwrap_err();
    assert_eq!(fault, SignatureError::BadSignature);
}

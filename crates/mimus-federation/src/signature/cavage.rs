//! draft-cavage-http-signatures-12 as the fediverse speaks it.

use base64::Engine as _;
use http::header::{CONTENT_TYPE, DATE, HOST, HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

use super::digest::{LENIENT, check_digest, sha256_base64};
use super::error::{SignatureError, excerpt};
use super::keys::{Algorithm, SigningKey};
use super::request::{Lines, RequestHead, RequestToSign, check_components};
use super::{MAX_HEADER, MAX_KEY_ID, MAX_SIGNATURE, Scheme, SignedParts, Unverified, clock};

const WHAT: &str = "the Signature header";
const LIST: &str = "the list of signed headers";
const REQUEST_TARGET: &str = "(request-target)";
const CREATED: &str = "(created)";
const EXPIRES: &str = "(expires)";
const DIGEST: HeaderName = HeaderName::from_static("digest");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");

// What `hs2019`, or no algorithm, stands for is left to the key. Fediverse servers mean the first; the draft
// itself means RSASSA-PSS with SHA-512.
const BY_KEY: &[Algorithm] =
    &[Algorithm::RsaV15Sha256, Algorithm::Ed25519, Algorithm::RsaPssSha512, Algorithm::RsaV15Sha512];

/// Signs `(request-target) host date`, and `digest content-type` with a body: what every measured server
/// accepts.
pub(super) fn sign(
    request: &RequestToSign<'_>,
    key: &SigningKey,
    key_id: &str,
    now: Timestamp,
) -> Result<HeaderMap, SignatureError> {
    let mut headers = HeaderMap::new();
    let mut lines = Lines::default();
    let mut names = String::from(REQUEST_TARGET);
    let target = format!("{} {}", request.method.as_str().to_ascii_lowercase(), request.target());
    lines.push(REQUEST_TARGET, target.as_bytes())?;

    let mut fields = vec![(HOST, request.host()?), (DATE, clock::format_date(now)?)];
    if let Some(body) = request.body {
        fields.push((DIGEST, format!("SHA-256={}", sha256_base64(body))));
        if let Some(content_type) = request.content_type {
            fields.push((CONTENT_TYPE, content_type.to_owned()));
        }
    }
    for (name, value) in fields {
        names.push(' ');
        names.push_str(name.as_str());
        lines.push(name.as_str(), value.as_bytes())?;
        headers.insert(name, super::header_value(&value)?);
    }

    let signature = key.sign(&lines.into_bytes())?;
    let value =
        format!(r#"keyId="{key_id}",algorithm="rsa-sha256",headers="{names}",signature="{signature}""#);
    headers.insert(SIGNATURE, super::header_value(&value)?);
    Ok(headers)
}

/// Does every check of a signed request that needs no key.
pub(super) fn parse(
    head: &RequestHead<'_>,
    value: &HeaderValue,
    body: &[u8],
    now: Timestamp,
) -> Result<Unverified, SignatureError> {
    let params = Params::parse(value)?;
    let algorithms = algorithms(params.algorithm.as_deref())?;
    check_components(LIST, &params.headers)?;
    let covers = |name: &str| params.headers.iter().any(|header| header == name);

    if !covers(REQUEST_TARGET) {
        return Err(SignatureError::NotCovered { component: REQUEST_TARGET });
    }
    if !covers("host") {
        return Err(SignatureError::NotCovered { component: "host" });
    }
    if !body.is_empty() && !covers("digest") {
        return Err(SignatureError::NotCovered { component: "digest" });
    }

    // `expires` is obeyed even where it is not signed: it can only make the window narrower.
    let expires_at = match &params.expires {
        Some(text) => Some(clock::parse_seconds("the expires parameter", text)?),
        None => None,
    };
    let mut signed_at = None;
    if covers("date") {
        let date = head.single("date")?.ok_or_else(|| SignatureError::missing("the Date header"))?;
        let date = clock::parse_date(date)?;
        clock::check(date, expires_at, now)?;
        signed_at = Some(date);
    }
    if covers(CREATED) {
        let text = params.created.as_deref();
        let text = text.ok_or_else(|| SignatureError::missing("the created parameter"))?;
        let created = clock::parse_seconds("the created parameter", text)?;
        clock::check(created, expires_at, now)?;
        signed_at = Some(created);
    }
    let signed_at = signed_at.ok_or(SignatureError::NotCovered { component: "date" })?;

    if covers("digest") {
        let digest = head.field("digest").ok_or_else(|| SignatureError::missing("the Digest header"))?;
        check_digest(&digest, body)?;
    }

    let mut bases = vec![signing_string(head, &params, head.target)?];
    // Older Mastodon and some others sign the path alone and send a query with it.
    if head.query().is_some() {
        bases.push(signing_string(head, &params, head.path())?);
    }
    Ok(Unverified {
        parts: SignedParts {
            scheme: Scheme::Cavage,
            key_id: params.key_id,
            signed_at,
            expires_at,
            covered: params.headers,
        },
        algorithm: params.algorithm,
        algorithms,
        signature: params.signature,
        bases,
    })
}

fn signing_string(head: &RequestHead<'_>, params: &Params, target: &str) -> Result<Vec<u8>, SignatureError> {
    let missing = |name: &str| SignatureError::missing(&format!("the signed {name}"));
    let mut lines = Lines::default();
    for name in &params.headers {
        match name.as_str() {
            REQUEST_TARGET => {
                let value = format!("{} {target}", head.method.as_str().to_ascii_lowercase());
                lines.push(name, value.as_bytes())?;
            }
            CREATED => {
                let created = params.created.as_deref().ok_or_else(|| missing(name))?;
                lines.push(name, created.as_bytes())?;
            }
            EXPIRES => {
                let expires = params.expires.as_deref().ok_or_else(|| missing(name))?;
                lines.push(name, expires.as_bytes())?;
            }
            _ => lines.push(name, &head.field(name).ok_or_else(|| missing(name))?)?,
        }
    }
    Ok(lines.into_bytes())
}

fn algorithms(name: Option<&str>) -> Result<&'static [Algorithm], SignatureError> {
    let Some(name) = name else { return Ok(BY_KEY) };
    match name.to_ascii_lowercase().as_str() {
        "hs2019" => Ok(BY_KEY),
        "rsa-sha256" => Ok(&[Algorithm::RsaV15Sha256]),
        "rsa-sha512" => Ok(&[Algorithm::RsaV15Sha512]),
        "ed25519" | "ed25519-sha512" => Ok(&[Algorithm::Ed25519]),
        _ => Err(SignatureError::UnsupportedAlgorithm {
            algorithm: excerpt(name),
            instead: "rsa-sha256 or hs2019",
        }),
    }
}

/// The parameters of a `Signature` header.
struct Params {
    key_id: String,
    algorithm: Option<String>,
    /// As written, since they are signed as written.
    created: Option<String>,
    expires: Option<String>,
    /// In lower case.
    headers: Vec<String>,
    signature: Vec<u8>,
}

impl Params {
    fn parse(value: &HeaderValue) -> Result<Self, SignatureError> {
        if value.len() > MAX_HEADER {
            return Err(SignatureError::TooLarge { what: WHAT, limit: MAX_HEADER });
        }
        let text = value.to_str().map_err(|_| SignatureError::malformed(WHAT, "it is not plain text"))?;

        let [mut key_id, mut algorithm, mut created, mut expires, mut headers, mut signature] =
            [const { None::<String> }; 6];
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (name, value, after) = next_pair(rest)?;
            rest = after;
            // Names are written in several spellings of keyId, and none differ in case only.
            let slot = match name.to_ascii_lowercase().as_str() {
                "keyid" => &mut key_id,
                "algorithm" => &mut algorithm,
                "created" => &mut created,
                "expires" => &mut expires,
                "headers" => &mut headers,
                "signature" => &mut signature,
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(SignatureError::malformed(WHAT, format!("{} is there twice", excerpt(name))));
            }
        }

        let key_id = key_id.filter(|id| !id.is_empty()).ok_or_else(|| SignatureError::missing("keyId"))?;
        if key_id.len() > MAX_KEY_ID {
            return Err(SignatureError::TooLarge { what: "keyId", limit: MAX_KEY_ID });
        }
        let signature = signature.ok_or_else(|| SignatureError::missing("signature"))?;
        let signature = LENIENT
            .decode(signature)
            .map_err(|_| SignatureError::malformed(WHAT, "the signature is not base64"))?;
        if signature.len() > MAX_SIGNATURE {
            return Err(SignatureError::TooLarge { what: "the signature", limit: MAX_SIGNATURE });
        }
        // The draft's default, which never is enough here, but names what to add.
        let headers = headers.unwrap_or_else(|| CREATED.to_owned());
        let headers = headers.split_ascii_whitespace().map(str::to_ascii_lowercase).collect();
        let algorithm = algorithm.filter(|algorithm| !algorithm.is_empty());
        Ok(Self { key_id, algorithm, created, expires, headers, signature })
    }
}

/// Reads `name=value` or `name="value"`, and what follows its comma.
fn next_pair(text: &str) -> Result<(&str, String, &str), SignatureError> {
    let bad = |why: &str| SignatureError::malformed(WHAT, why);
    let (name, rest) = text.split_once('=').ok_or_else(|| bad("a parameter has no value"))?;
    let name = name.trim();
    if name.is_empty() || name.contains(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)) {
        return Err(bad("a parameter has no name"));
    }
    let rest = rest.trim_start();
    let (value, rest) = match rest.strip_prefix('"') {
        Some(quoted) => unquote(quoted).ok_or_else(|| bad("a quotation mark is missing"))?,
        None => {
            let end = rest.find(',').unwrap_or(rest.len());
            let (value, rest) = rest.split_at(end);
            (value.trim().to_owned(), rest)
        }
    };
    let rest = rest.trim_start();
    match rest.strip_prefix(',') {
        Some(after) => Ok((name, value, after.trim_start())),
        None if rest.is_empty() => Ok((name, value, rest)),
        None => Err(bad("a comma is missing between two parameters")),
    }
}

/// Reads up to the closing quotation mark, and returns what follows it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
    use http::Method;

    use super::*;

    // Appendix C of the draft: its key has 1024 bits, so these cannot go the way that requests go.
    const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\
                       6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\
                       Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\
                       oYi+1hqp1fIekaxsyQIDAQAB";
    const BASIC: &str = "qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndm\
                         w2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn\
                         04swr2Os0=";
    const ALL: &str = "vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIv\
                       B1q52LaEUHFv120V01IL+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH\
                       7s1dE=";

    fn verified(names: &str, signature: &str, body: &[u8]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("host", "example.com"),
            ("date", "Sun, 05 Jan 2014 21:31:40 GMT"),
            ("content-type", "application/json"),
            ("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
            ("content-length", "18"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let head = RequestHead {
            method: &Method::POST,
            target: "/foo?param=value&pet=dog",
            headers: &headers,
            public_base: &"http://example.com/".parse().unwrap(),
        };
        let value =
            format!(r#"keyId="Test",algorithm="rsa-sha256",headers="{names}",signature="{signature}""#);
        let now = Timestamp::from_second(1_388_957_500).unwrap();
        let unverified = parse(&head, &HeaderValue::from_str(&value).unwrap(), body, now).unwrap();
        let key = LENIENT.decode(KEY).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, key)
            .verify(&unverified.bases[0], &unverified.signature)
            .is_ok()
    }

    #[test]
    fn appendix_c_2_basic_test() {
        assert!(verified("(request-target) host date", BASIC, b""));
        assert!(!verified("(request-target) date host", BASIC, b""));
    }

    #[test]
    fn appendix_c_3_all_headers_test() {
        let names = "(request-target) host date content-type digest content-length";
        assert!(verified(names, ALL, br#"{"hello": "world"}"#));
        assert!(!verified(names, BASIC, br#"{"hello": "world"}"#));
    }
}

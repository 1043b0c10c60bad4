//! HTTP message signatures, RFC 9421.

use http::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName};
use jiff::Timestamp;
use sfv::{BareItem, InnerList, Item, List, ListEntry, Parameters, Parser, Version};

use super::digest::{check_content_digest, sha256_base64};
use super::error::{SignatureError, excerpt};
use super::keys::{Algorithm, SigningKey};
use super::request::{Lines, RequestHead, RequestToSign, check_components};
use super::{MAX_HEADER, MAX_KEY_ID, MAX_SIGNATURE, Scheme, SignedParts, Unverified, clock};

const INPUT: &str = "the Signature-Input header";
const SIGNATURE: &str = "the Signature header";
/// The most signatures that are looked at. Fediverse servers send one; a proxy may add its own.
const MAX_SIGNATURES: usize = 4;

// Without `alg` the key decides; RSA keys are used with either padding.
const BY_KEY: &[Algorithm] = &[Algorithm::RsaV15Sha256, Algorithm::Ed25519, Algorithm::RsaPssSha512];

/// Signs `@method`, `@target-uri` and, with a body, `content-digest`, as Mastodon 4.5 asks for.
pub(super) fn sign(
    request: &RequestToSign<'_>,
    key: &SigningKey,
    key_id: &str,
    now: Timestamp,
) -> Result<HeaderMap, SignatureError> {
    let mut headers = HeaderMap::new();
    let mut lines = Lines::default();
    let mut components = String::from(r#""@method" "@target-uri""#);
    headers.insert(HOST, super::header_value(&request.host()?)?);
    lines.push(r#""@method""#, request.method.as_str().as_bytes())?;
    let origin = request.url.origin().ascii_serialization();
    lines.push(r#""@target-uri""#, format!("{origin}{}", request.target()).as_bytes())?;

    if let Some(body) = request.body {
        let value = format!("sha-256=:{}:", sha256_base64(body));
        lines.push(r#""content-digest""#, value.as_bytes())?;
        components.push_str(r#" "content-digest""#);
        headers.insert(HeaderName::from_static("content-digest"), super::header_value(&value)?);
        if let Some(content_type) = request.content_type {
            headers.insert(CONTENT_TYPE, super::header_value(content_type)?);
        }
    }

    // Servers that read RFC 9421 from RSA keys agree on this one algorithm; naming it spares the others a guess.
    let params =
        format!(r#"({components});created={};keyid="{key_id}";alg="rsa-v1_5-sha256""#, now.as_second());
    lines.push(r#""@signature-params""#, params.as_bytes())?;
    let signature = key.sign(&lines.into_bytes())?;
    let input = super::header_value(&format!("sig1={params}"))?;
    headers.insert(HeaderName::from_static("signature-input"), input);
    let signature = super::header_value(&format!("sig1=:{signature}:"))?;
    headers.insert(HeaderName::from_static("signature"), signature);
    Ok(headers)
}

/// Does every check of a signed request that needs no key. Of several signatures the first that passes
/// them counts.
pub(super) fn parse(
    head: &RequestHead<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<Unverified, SignatureError> {
    let input = header_text(head, "signature-input", INPUT)?;
    let signatures = header_text(head, "signature", SIGNATURE)?;
    let inputs = members(&input, INPUT)?;
    let signatures = members(&signatures, SIGNATURE)?;

    let mut first_fault = None;
    for (label, raw) in inputs {
        let signature = signatures.iter().find(|(name, _)| *name == label).map(|(_, value)| *value);
        match signature_of(head, body, now, raw, signature) {
            Ok(unverified) => return Ok(unverified),
            Err(fault) => {
                first_fault.get_or_insert(fault);
            }
        }
    }
    Err(first_fault.unwrap_or_else(|| SignatureError::missing("a signature")))
}

fn signature_of(
    head: &RequestHead<'_>,
    body: &[u8],
    now: Timestamp,
    raw: &str,
    signature: Option<&str>,
) -> Result<Unverified, SignatureError> {
    let list = inner_list(raw)?;
    let covered = components(&list)?;
    check_components("the list of components", &covered)?;
    let signature = decode_signature(signature.ok_or_else(|| SignatureError::missing(SIGNATURE))?)?;

    let key_id = match list.params.get("keyid") {
        Some(BareItem::String(id)) if !id.as_str().is_empty() => id.as_str().to_owned(),
        Some(_) => return Err(SignatureError::malformed(INPUT, "keyid is not a string")),
        None => return Err(SignatureError::missing("keyid")),
    };
    if key_id.len() > MAX_KEY_ID {
        return Err(SignatureError::TooLarge { what: "keyid", limit: MAX_KEY_ID });
    }
    let (algorithm, algorithms) = algorithms(&list.params)?;
    let signed_at = seconds(&list.params, "created")?.ok_or_else(|| SignatureError::missing("created"))?;
    let expires_at = seconds(&list.params, "expires")?;
    clock::check(signed_at, expires_at, now)?;

    check_coverage(&covered, body)?;
    if covered.iter().any(|name| name == "content-digest") {
        let value = head.field("content-digest");
        let value = value.ok_or_else(|| SignatureError::missing("the Content-Digest header"))?;
        check_content_digest(&value, body)?;
    }

    let base = signature_base(head, &covered, raw)?;
    Ok(Unverified {
        parts: SignedParts { scheme: Scheme::Rfc9421, key_id, signed_at, expires_at, covered },
        algorithm,
        algorithms,
        signature,
        bases: vec![base],
    })
}

/// The signature base of RFC 9421 §2.5. The parameters go in as received: written anew they could come out
/// in another spelling than the one that was signed.
fn signature_base(head: &RequestHead<'_>, covered: &[String], raw: &str) -> Result<Vec<u8>, SignatureError> {
    let mut lines = Lines::default();
    for name in covered {
        lines.push(&format!("\"{name}\""), &component(head, name)?)?;
    }
    lines.push(r#""@signature-params""#, raw.as_bytes())?;
    Ok(lines.into_bytes())
}

/// A component's value, RFC 9421 §2.1 and §2.2.
fn component(head: &RequestHead<'_>, name: &str) -> Result<Vec<u8>, SignatureError> {
    let base = head.public_base;
    let value = match name {
        "@method" => head.method.as_str().to_owned(),
        "@target-uri" => format!("{}{}", base.origin().ascii_serialization(), head.target),
        "@authority" => head.authority(),
        "@scheme" => base.scheme().to_owned(),
        "@request-target" => head.target.to_owned(),
        "@path" => head.path().to_owned(),
        "@query" => format!("?{}", head.query().unwrap_or_default()),
        _ if name.starts_with('@') => {
            return Err(SignatureError::UnsupportedComponent { component: excerpt(name) });
        }
        _ => {
            let value = head.field(name);
            return value.ok_or_else(|| SignatureError::missing(&format!("the signed {name}")));
        }
    };
    Ok(value.into_bytes())
}

fn check_coverage(covered: &[String], body: &[u8]) -> Result<(), SignatureError> {
    let covers = |name: &str| covered.iter().any(|component| component == name);
    if !covers("@method") {
        return Err(SignatureError::NotCovered { component: "@method" });
    }
    let host = covers("@authority") || covers("host");
    let path = covers("@path") || covers("@request-target");
    let target = covers("@target-uri") || (host && path);
    if !target {
        return Err(SignatureError::NotCovered { component: "@target-uri" });
    }
    if !body.is_empty() && !covers("content-digest") {
        return Err(SignatureError::NotCovered { component: "content-digest" });
    }
    Ok(())
}

fn header_text(
    head: &RequestHead<'_>,
    name: &'static str,
    what: &'static str,
) -> Result<String, SignatureError> {
    let size: usize = head.headers.get_all(name).iter().map(http::HeaderValue::len).sum();
    if size > MAX_HEADER {
        return Err(SignatureError::TooLarge { what, limit: MAX_HEADER });
    }
    let bytes = head.field(name).ok_or_else(|| SignatureError::missing(what))?;
    match String::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Ok(text),
        _ => Err(SignatureError::malformed(what, "it is not plain text")),
    }
}

/// Cuts a dictionary into its members' labels and raw values.
///
/// Commas occur in strings only, apart from those between members; what lies between them is checked by the
/// parser of structured fields.
fn members<'t>(text: &'t str, what: &'static str) -> Result<Vec<(&'t str, &'t str)>, SignatureError> {
    let mut members: Vec<(&str, &str)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = member_end(rest);
        let (member, after) = rest.split_at(end);
        rest = after.strip_prefix(',').unwrap_or(after).trim_start();
        let Some((label, value)) = member.split_once('=') else {
            return Err(SignatureError::malformed(what, "it is not a dictionary of labels and values"));
        };
        let label = label.trim_start();
        if members.iter().any(|(known, _)| *known == label) {
            return Err(SignatureError::malformed(what, "a label is there twice"));
        }
        if members.len() == MAX_SIGNATURES {
            return Err(SignatureError::TooLarge { what: "the number of signatures", limit: MAX_SIGNATURES });
        }
        members.push((label, value.trim_end()));
    }
    Ok(members)
}

fn member_end(text: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.bytes().enumerate() {
        match c {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

// A list of one member is read, because no parser for a single inner list is offered. RFC 9421 is written
// on RFC 8941, which also knows no strings with another rule for quotation marks.
fn single_member(raw: &str, what: &'static str) -> Result<ListEntry, SignatureError> {
    let list: List = Parser::new(raw)
        .with_version(Version::Rfc8941)
        .parse()
        .map_err(|_| SignatureError::malformed(what, "it is not a structured dictionary"))?;
    let mut list = list.into_iter();
    match (list.next(), list.next()) {
        (Some(entry), None) => Ok(entry),
        _ => Err(SignatureError::malformed(what, "it is not a structured dictionary")),
    }
}

fn inner_list(raw: &str) -> Result<InnerList, SignatureError> {
    match single_member(raw, INPUT)? {
        ListEntry::InnerList(list) => Ok(list),
        ListEntry::Item(_) => Err(SignatureError::malformed(INPUT, "it is not a list of components")),
    }
}

fn decode_signature(raw: &str) -> Result<Vec<u8>, SignatureError> {
    match single_member(raw, SIGNATURE)? {
        ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. })
            if bytes.len() <= MAX_SIGNATURE =>
        {
            Ok(bytes)
        }
        ListEntry::Item(Item { bare_item: BareItem::ByteSequence(_), .. }) => {
            Err(SignatureError::TooLarge { what: "the signature", limit: MAX_SIGNATURE })
        }
        _ => Err(SignatureError::malformed(SIGNATURE, "the signature is not a byte sequence")),
    }
}

fn components(list: &InnerList) -> Result<Vec<String>, SignatureError> {
    list.items.iter().map(component_name).collect()
}

fn component_name(item: &Item) -> Result<String, SignatureError> {
    let BareItem::String(name) = &item.bare_item else {
        return Err(SignatureError::malformed(INPUT, "a component is not a string"));
    };
    let name = name.as_str();
    if let Some((parameter, _)) = item.params.first() {
        let component = format!("{} with {}", excerpt(name), excerpt(parameter.as_str()));
        return Err(SignatureError::UnsupportedComponent { component });
    }
    let field = name.strip_prefix('@').unwrap_or(name);
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-_.!#$%&'*+^`|~".contains(&c);
    if field.is_empty() || !field.bytes().all(plain) {
        return Err(SignatureError::malformed(INPUT, "a component is not a header name in lower case"));
    }
    Ok(name.to_owned())
}

fn seconds(params: &Parameters, name: &'static str) -> Result<Option<Timestamp>, SignatureError> {
    match params.get(name) {
        None => Ok(None),
        Some(BareItem::Integer(seconds)) => Timestamp::from_second(i64::from(*seconds))
            .map(Some)
            .map_err(|_| SignatureError::malformed(name, "it is not a number of seconds since 1970")),
        Some(_) => Err(SignatureError::malformed(name, "it is not a number of seconds since 1970")),
    }
}

fn algorithms(params: &Parameters) -> Result<(Option<String>, &'static [Algorithm]), SignatureError> {
    let name = match params.get("alg") {
        None => return Ok((None, BY_KEY)),
        Some(BareItem::String(name)) => name.as_str(),
        Some(_) => return Err(SignatureError::malformed(INPUT, "alg is not a string")),
    };
    let algorithms: &[Algorithm] = match name {
        "rsa-v1_5-sha256" => &[Algorithm::RsaV15Sha256],
        "rsa-pss-sha512" => &[Algorithm::RsaPssSha512],
        "ed25519" => &[Algorithm::Ed25519],
        _ => {
            return Err(SignatureError::UnsupportedAlgorithm {
                algorithm: excerpt(name),
                instead: "rsa-v1_5-sha256 or ed25519",
            });
        }
    };
    Ok((Some(name.to_owned()), algorithms))
}

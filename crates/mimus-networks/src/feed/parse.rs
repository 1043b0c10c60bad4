//! From bytes to entries.

use std::borrow::Cow;

use feed_rs::model::Feed;
use mimus_core::WebUrl;

use crate::connector::Failure;

/// Reads a feed of any kind. Entries without an id of their own have an empty one.
pub(super) fn parse(body: &[u8], content_type: Option<&str>, base: Option<&WebUrl>) -> Result<Feed, Failure> {
    let rejected = |why: String| Failure::Rejected { why };
    let body = without_bom(body);
    let start = body.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(body.len());
    let body = &body[start..];
    if body.is_empty() {
        return Err(rejected("the feed is empty".into()));
    }
    let bytes = decoded(body, content_type);
    feed_rs::parser::Builder::new()
        .base_uri(base.map(WebUrl::as_str))
        .id_generator(|_, _, _| String::new())
        .build()
        .parse(&bytes[..])
        .map_err(|error| rejected(format!("this is no RSS, Atom or JSON feed that can be read: {error}")))
}

fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// UTF-16 and, where only the header tells, Latin-1 are brought to UTF-8; what the XML declares itself is the
/// parser's to decode.
fn decoded<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, [u8]> {
    let wide = |big: bool| {
        let units = body[2..].chunks_exact(2).map(|two| {
            let two = [two[0], two[1]];
            if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) }
        });
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        // The declaration names an encoding that is no longer true.
        let text = match text.trim_start().strip_prefix("<?xml") {
            Some(rest) => rest.split_once("?>").map_or(text.clone(), |(_, rest)| rest.to_owned()),
            None => text,
        };
        Cow::Owned(text.into_bytes())
    };
    match body {
        [0xFE, 0xFF, ..] => return wide(true),
        [0xFF, 0xFE, ..] => return wide(false),
        _ => {}
    }
    let head = String::from_utf8_lossy(&body[..body.len().min(200)]).to_ascii_lowercase();
    let charset = content_type.map(str::to_ascii_lowercase).unwrap_or_default();
    let latin = ["iso-8859-1", "latin1", "windows-1252"].iter().any(|name| charset.contains(name));
    if latin && !head.contains("encoding=") && std::str::from_utf8(body).is_err() {
        return Cow::Owned(body.iter().map(|b| char::from(*b)).collect::<String>().into_bytes());
    }
    Cow::Borrowed(body)
}

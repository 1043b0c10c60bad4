//! From a feed's bytes to text, whatever it says of itself: labels are often wrong, bytes seldom.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes at the beginning may hold the XML declaration.
const HEAD: usize = 512;

/// The text of a document. A byte order mark counts first; bytes that are UTF-8 are UTF-8, whatever the label; else
/// the encoding that the document or its `Content-Type` names; bytes that fit nowhere are read as Windows-1252.
pub(super) fn decoded<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return encoding.decode(body).0;
    }
    match body {
        [0, b'<' | b'{', ..] => return UTF_16BE.decode_without_bom_handling(body).0,
        [b'<' | b'{', 0, ..] => return UTF_16LE.decode_without_bom_handling(body).0,
        _ => {}
    }
    let label = declared(body).or_else(|| charset(content_type?));
    let label = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    match (std::str::from_utf8(body), label) {
        // Encodings that switch by an escape look like ASCII.
        (Ok(_), Some(encoding)) if !encoding.is_ascii_compatible() && body.contains(&0x1B) => {
            encoding.decode_without_bom_handling(body).0
        }
        (Ok(text), _) => Cow::Borrowed(text),
        (Err(_), Some(encoding)) if encoding.is_ascii_compatible() && encoding != UTF_8 => {
            encoding.decode_without_bom_handling(body).0
        }
        (Err(_), _) => Cow::Owned(mended(body)),
    }
}

/// The text of a web page: the same, but that a page names its encoding in its own way.
#[must_use]
pub fn page_text<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let named = content_type.and_then(charset);
    let head = String::from_utf8_lossy(&body[..body.len().min(2 * HEAD)]).to_ascii_lowercase();
    let in_head = || {
        let (_, after) = head.split_once("charset=")?;
        let name = after.trim_start_matches(['"', '\'']);
        Some(name.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>())
    };
    let label = named.or_else(in_head).map(|name| format!("text/html; charset={name}"));
    decoded(body, label.as_deref())
}

/// UTF-8 in which single bytes are of Windows-1252.
fn mended(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len() + body.len() / 8);
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

/// The character that a byte stands for in Windows-1252, as numeric references of 128 to 159 are meant.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
}

/// The encoding that an XML declaration names.
fn declared(body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&body[..body.len().min(HEAD)]);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0.to_owned();
    quoted_after(&declaration, "encoding")
}

/// The `charset` of a media type.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, rest) = lower.split_once("charset=")?;
    Some(rest.split(';').next()?.trim().trim_matches(['"', '\'']).to_owned())
}

fn quoted_after(text: &str, word: &str) -> Option<String> {
    let (_, rest) = text.split_once(word)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(rest[1..].split_once(quote)?.0.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_more_than_labels() {
        let xml = |label: &str, rest: &[u8]| {
            [format!("<?xml version='1.0' encoding='{label}'?>").as_bytes(), rest].concat()
        };
        for (bytes, content_type, expected) in [
            (b"caf\xe9 \x93q\x94".to_vec(), None, "café “q”"),
            (xml("UTF-8", b"caf\xe9"), None, "café"),
            (xml("UTF-8", "é ".as_bytes()).into_iter().chain(*b"\xe9").collect(), None, "é é"),
            (xml("utf-16", "é".as_bytes()), None, "é"),
            (xml("ISO-8859-1", "é".as_bytes()), None, "é"),
            (xml("ISO-8859-1", b"\xe9"), None, "é"),
            (xml("Shift_JIS", b"\x93\xfa\x96\x7b"), None, "日本"),
            (xml("ISO-2022-JP", b"\x1b$BF|K\\\x1b(B"), None, "日本"),
            (b"\x93\xfa".to_vec(), Some("text/xml; charset=\"Shift_JIS\""), "日"),
            (xml("nonsense", b"\xe9"), None, "é"),
        ] {
            let text = decoded(&bytes, content_type);
            assert!(text.ends_with(expected), "{text} is not {expected}");
        }
    }

    #[test]
    fn wide_text_is_read_with_and_without_a_mark() {
        let wide: Vec<u8> = "\u{feff}<a>日本</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide, None), "<a>日本</a>");
        assert_eq!(decoded(&wide[2..], None), "<a>日本</a>");
        let big: Vec<u8> = "<a>日本</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&big, None), "<a>日本</a>");
    }
}

//! Where the pieces of a text begin and end that mean something, so that they can be changed as wholes.

use std::ops::Range;

/// How a text is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Brackets, strings, numbers.
    Json,
    /// Tags and what stands between them.
    Markup,
    /// Words between signs, as in headers.
    Words,
}

/// Most tokens that are looked for.
const MAX_TOKENS: usize = 4_096;

/// The tokens of a text, in order and apart; whatever the bytes are, something is found.
#[must_use]
pub fn tokens(shape: Shape, bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() && found.len() < MAX_TOKENS {
        let end = match shape {
            Shape::Json => json_end(bytes, at),
            Shape::Markup => markup_end(bytes, at),
            Shape::Words => words_end(bytes, at),
        };
        if !bytes[at..end].iter().all(u8::is_ascii_whitespace) {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// The first place from `from` on where a byte satisfies `stop`, else the end.
fn until(bytes: &[u8], from: usize, stop: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |found| from + found)
}

fn json_end(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b'"' => {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            (end + 1).min(bytes.len())
        }
        b'{' | b'}' | b'[' | b']' | b',' | b':' => at + 1,
        _ => until(bytes, at + 1, |byte| b"{}[],:\"".contains(&byte)),
    }
}

fn markup_end(bytes: &[u8], at: usize) -> usize {
    if bytes[at] == b'<' {
        (until(bytes, at + 1, |byte| byte == b'>') + 1).min(bytes.len())
    } else {
        until(bytes, at + 1, |byte| byte == b'<')
    }
}

fn words_end(bytes: &[u8], at: usize) -> usize {
    const SIGNS: &[u8] = b" ,;:=\"()\n\r\t{}";
    if SIGNS.contains(&bytes[at]) { at + 1 } else { until(bytes, at + 1, |byte| SIGNS.contains(&byte)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(shape: Shape, text: &str) -> Vec<&str> {
        tokens(shape, text.as_bytes()).into_iter().map(|token| &text[token]).collect()
    }

    #[test]
    fn texts_fall_into_their_pieces() {
        assert_eq!(
            pieces(Shape::Json, r#"{"a\"b": [1, x]}"#),
            ["{", r#""a\"b""#, ":", "[", "1", ",", " x", "]", "}"]
        );
        assert_eq!(pieces(Shape::Markup, "<a b>c</a"), ["<a b>", "c", "</a"]);
        assert_eq!(pieces(Shape::Words, "k=\"v\", w"), ["k", "=", "\"", "v", "\"", ",", "w"]);
        assert_eq!(pieces(Shape::Json, "\"\\"), ["\"\\"]);
    }
}

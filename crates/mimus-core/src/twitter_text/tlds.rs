//! The top-level domains that make X take words for an address.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::chars::is_accented;

static LIST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("tlds.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Longest name of ASCII letters.
const LONGEST_ASCII: usize = 24;
/// Longest internationalised name of the list, in characters.
const LONGEST_IDN: usize = 17;

/// The length in bytes of the top-level domain that `text` begins with: of ASCII letters all there are, of others
/// the longest; neither is followed by a letter or digit of ASCII, `@`, `+` or `-`.
pub(super) fn length_at_start(text: &str) -> Option<usize> {
    let ends = |len: &usize| {
        let next = text[*len..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-'))
    };
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if ascii > 0 {
        let is_known = ascii <= LONGEST_ASCII && LIST.contains(text[..ascii].to_ascii_lowercase().as_str());
        let found = Some(ascii).filter(|_| is_known).filter(ends).or_else(|| punycode(text));
        if found.is_some() || !text[ascii..].starts_with(is_accented) {
            return found;
        }
    }
    let lengths = text.char_indices().take(LONGEST_IDN).map(|(at, c)| at + c.len_utf8());
    lengths.filter(|len| LIST.contains(&text[..*len])).filter(ends).last()
}

fn punycode(text: &str) -> Option<usize> {
    let rest = text.get(..4).filter(|start| start.eq_ignore_ascii_case("xn--")).map(|_| &text[4..])?;
    let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    (len > 0).then_some(4 + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_x_ends_them() {
        for (text, length) in [
            ("com", Some(3)),
            ("CO.uk", Some(2)),
            ("comma", None),
            ("com-x", None),
            ("com_x", Some(3)),
            ("みんなです", Some("みんな".len())),
            ("xn--p1ai/", Some(8)),
            ("baz", None),
            ("", None),
        ] {
            assert_eq!(length_at_start(text), length, "{text}");
        }
        assert!(LIST.iter().filter(|name| !name.is_ascii()).all(|name| name.chars().count() <= LONGEST_IDN));
        assert!(
            LIST.len() > 1_500
                && ["py", "rs", "md", "sh", "zip", "укр"].iter().all(|name| LIST.contains(name))
        );
    }
}

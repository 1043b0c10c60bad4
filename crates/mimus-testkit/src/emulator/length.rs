//! The length of words as X counts it, in short: links as 23, letters of most scripts as 1, all else as 2. Emoji of
//! several characters count for each, where X counts 2 for all.

/// What a link counts.
const LINK: usize = 23;
/// Ends of names of hosts that are known here; X knows some 1,500.
const ENDS: [&str; 14] =
    ["com", "org", "net", "io", "dev", "de", "uk", "fr", "social", "example", "test", "md", "rs", "in"];

/// The links in words, with a scheme or without.
pub(super) fn links(words: &str) -> Vec<&str> {
    words.split(|c: char| c.is_whitespace() || "<>\"".contains(c)).filter_map(link).collect()
}

fn link(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(['(', '\'', '[']);
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', ']', '…']);
    let bare = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"));
    if let Some(bare) = bare {
        return bare.contains('.').then_some(word);
    }
    let host = word.split(['/', '?', '#', ':']).next()?;
    let end = host.rsplit_once('.')?.1.to_ascii_lowercase();
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    let whole = host.split('.').all(|label| !label.is_empty());
    (plain && whole && ENDS.contains(&end.as_str())).then_some(word)
}

/// Whether words hold a link, and so cost what a post with one costs.
pub(super) fn has_link(words: &str) -> bool {
    !links(words).is_empty()
}

/// The weighted length.
pub(super) fn weighted(words: &str) -> usize {
    let light =
        |c: char| matches!(u32::from(c), 0..=0x10FF | 0x2000..=0x200D | 0x2010..=0x201F | 0x2032..=0x2037);
    let of = |words: &str| words.chars().map(|c| if light(c) { 1 } else { 2 }).sum::<usize>();
    let links = links(words);
    of(words) - links.iter().map(|link| of(link)).sum::<usize>() + links.len() * LINK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_count_23() {
        assert_eq!(
            links("see https://a.example/x, README.md and (b.org)."),
            ["https://a.example/x", "README.md", "b.org"]
        );
        assert!(!has_link("a@b.example is no link, nor is 3.14 or @c.d"));
        assert_eq!(weighted("ab https://a.example/long/way"), 3 + 23);
        assert_eq!((weighted("é"), weighted("猫"), weighted("…")), (1, 2, 2));
    }
}

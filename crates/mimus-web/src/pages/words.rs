//! Times, numbers and languages as people read them.

use jiff::Timestamp;
use mimus_core::{Language, Network, WebUrl};

/// A time for machines and for people.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    /// For `<time datetime>`.
    pub(crate) machine: String,
    /// Day and time: `9 November 2024, 12:14 UTC`.
    pub(crate) full: String,
    /// The day: `9 November 2024`.
    pub(crate) day: String,
}

impl Moment {
    pub(crate) fn new(at: Timestamp) -> Self {
        Self {
            machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            full: at.strftime("%-d %B %Y, %H:%M UTC").to_string(),
            day: at.strftime("%-d %B %Y").to_string(),
        }
    }
}

/// `12,345`
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 post`, `12,345 posts`
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// The value of `dir`: what the language says, else what the words themselves say.
pub(crate) fn direction(language: Option<&Language>) -> &'static str {
    match language {
        Some(language) if language.is_right_to_left() => "rtl",
        Some(_) => "ltr",
        None => "auto",
    }
}

/// An address as people write it: without scheme, `www.` and a closing slash, cut where it is long.
pub(crate) fn short_url(url: &WebUrl) -> String {
    let text = url.as_str();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("www.").unwrap_or(text).trim_end_matches('/');
    match text.char_indices().nth(48) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The host as people write it.
pub(crate) fn short_host(url: &WebUrl) -> &str {
    url.host().trim_start_matches("www.")
}

/// Where a post of this network stands: `X`, or the host of its address.
pub(crate) fn place(network: Network, url: Option<&WebUrl>) -> String {
    match (network, url) {
        (Network::X | Network::Archive, _) => "X".to_owned(),
        (Network::Bluesky, _) => "Bluesky".to_owned(),
        (_, Some(url)) => short_host(url).to_owned(),
        (Network::Mastodon | Network::Feed | Network::Elsewhere, None) => "its source".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_well() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(12_345_678), "12,345,678");
        assert_eq!(count(1, "post", "posts"), "1 post");
        let moment = Moment::new("2024-11-09T12:14:05.5Z".parse().expect("a test's own time"));
        assert_eq!(moment.full, "9 November 2024, 12:14 UTC");
        assert_eq!(moment.machine, "2024-11-09T12:14:05Z");
    }
}

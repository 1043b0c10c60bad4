//! Handles and addresses on X.

use mimus_core::WebUrl;

use super::TweetId;

/// Longest handle; 15 for new ones, older ones may be longer.
const MAX_HANDLE: usize = 20;

/// Whether `text` can be a handle: 1 to 20 letters, digits and `_`.
pub(crate) fn is_handle(text: &str) -> bool {
    (1..=MAX_HANDLE).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The page of an account.
pub(crate) fn profile_url(handle: &str) -> Option<WebUrl> {
    is_handle(handle).then(|| WebUrl::parse(&format!("https://x.com/{handle}")).ok()).flatten()
}

/// The page of a post; X finds it without the handle as well.
pub(crate) fn status_url(handle: Option<&str>, id: TweetId) -> Option<WebUrl> {
    let address = match handle.filter(|handle| is_handle(handle)) {
        Some(handle) => format!("https://x.com/{handle}/status/{id}"),
        None => format!("https://x.com/i/web/status/{id}"),
    };
    WebUrl::parse(&address).ok()
}

/// A link to a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusLink {
    /// Whose post; none for `x.com/i/web/status/…`.
    pub(crate) handle: Option<String>,
    pub(crate) id: TweetId,
    /// Whether it leads to a picture or film of the post rather than to the post.
    pub(crate) to_media: bool,
}

/// Reads `https://x.com/name/status/1`, also on twitter.com, `www.` and `mobile.`, with `statuses`, a query or
/// `/photo/1` behind.
pub(crate) fn parse_status_url(address: &str) -> Option<StatusLink> {
    let (scheme, rest) = address.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.split('/');
    let host = parts.next()?.to_ascii_lowercase();
    let host = ["www.", "mobile.", "m."].iter().find_map(|sub| host.strip_prefix(sub)).unwrap_or(&host);
    if !matches!(host, "x.com" | "twitter.com") {
        return None;
    }
    let first = parts.next()?;
    let mut second = parts.next()?;
    if first == "i" && second == "web" {
        second = parts.next()?;
    }
    if !matches!(second, "status" | "statuses") || !is_handle(first) {
        return None;
    }
    let id = parts.next()?;
    let digits = id.bytes().take_while(u8::is_ascii_digit).count();
    let id = id.get(..digits)?.parse().ok().filter(|id| *id > 0).map(TweetId)?;
    let to_media = matches!(parts.next(), Some("photo" | "video"));
    Some(StatusLink { handle: (first != "i").then(|| first.to_owned()), id, to_media })
}

/// The last part of an address's path: `x.jpg` of `https://pbs.twimg.com/media/x.jpg?name=orig`.
pub(crate) fn basename(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    let plain = !name.is_empty() && !matches!(name, "." | "..") && !name.contains(['\\', '\0']);
    plain.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_posts_are_known_in_all_their_forms() {
        let read = |address: &str| parse_status_url(address).map(|l| (l.handle, l.id.0, l.to_media));
        let ana = Some("ana".to_owned());
        assert_eq!(read("https://x.com/ana/status/12"), Some((ana.clone(), 12, false)));
        assert_eq!(read("http://mobile.twitter.com/ana/statuses/12?s=20"), Some((ana.clone(), 12, false)));
        assert_eq!(read("https://www.twitter.com/ana/status/12/photo/1"), Some((ana, 12, true)));
        assert_eq!(read("https://twitter.com/i/web/status/12"), Some((None, 12, false)));
        for other in [
            "https://x.com/ana",
            "https://x.com/ana/status/",
            "https://x.com/ana/lists/12",
            "https://example.org/ana/status/12",
            "https://notx.com/ana/status/12",
            "x.com/ana/status/12",
            "https://x.com/ana/status/99999999999999999999999",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_basename_never_leaves_its_folder() {
        assert_eq!(basename("https://pbs.twimg.com/media/x.jpg?name=orig"), Some("x.jpg"));
        for bad in ["https://pbs.twimg.com/media/..", "https://h/a/", "https://h/a\\..\\b", ""] {
            assert_eq!(basename(bad), None, "{bad}");
        }
    }
}

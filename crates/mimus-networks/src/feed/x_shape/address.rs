//! Addresses on X, and those of an instance that shows X under an address of its own.

use mimus_core::{Byline, WebUrl};

pub(super) fn is_handle(text: &str) -> bool {
    (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

pub(super) fn is_x(host: &str) -> bool {
    let host = host.trim_start_matches("www.").trim_start_matches("mobile.");
    matches!(host, "x.com" | "twitter.com")
}

/// Handle and id of a post's address, on X or on any instance that uses its paths.
pub(super) fn status(link: &str) -> Option<(String, String)> {
    let url = WebUrl::parse(link).ok()?;
    let mut parts = url.as_url().path_segments()?;
    let (handle, word, id) = (parts.next()?, parts.next()?, parts.next()?);
    let number = (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    ((is_handle(handle) || handle == "i") && word == "status" && number)
        .then(|| (handle.to_owned(), id.to_owned()))
}

pub(super) fn profile_url(handle: &str) -> Option<WebUrl> {
    WebUrl::parse(&format!("https://x.com/{handle}")).ok()
}

pub(super) fn status_url(handle: &str, id: &str) -> Option<WebUrl> {
    WebUrl::parse(&format!("https://x.com/{handle}/status/{id}")).ok()
}

pub(super) fn byline(handle: &str, name: Option<String>) -> Byline {
    Byline { name, handle: Some(handle.to_owned()), url: profile_url(handle) }
}

/// The address on X's own servers of a picture that an instance passes on.
pub(super) fn original(url: &WebUrl) -> WebUrl {
    let path = url.as_url().path();
    let Some(rest) = path.strip_prefix("/pic/") else { return url.clone() };
    let rest = rest.strip_prefix("orig/").unwrap_or(rest);
    let decoded = rest
        .replace("%2F", "/")
        .replace("%2f", "/")
        .replace("%3F", "?")
        .replace("%3D", "=")
        .replace("%26", "&");
    let decoded = decoded.trim_start_matches("https://");
    let known =
        ["pbs.twimg.com/", "video.twimg.com/", "abs.twimg.com/"].iter().any(|host| decoded.starts_with(host));
    let whole = if known { format!("https://{decoded}") } else { format!("https://pbs.twimg.com/{decoded}") };
    WebUrl::parse(&whole).unwrap_or_else(|_| url.clone())
}

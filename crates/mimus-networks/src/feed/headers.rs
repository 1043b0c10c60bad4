//! What an answer's headers say of when to ask again.

use http::{HeaderMap, HeaderName, header};
use jiff::{SignedDuration, Timestamp};

/// Shortest wait that is taken from a server which asks to wait, whatever it says.
const SHORTEST_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// Longest.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// A header's text, if it has at most `limit` bytes.
pub(super) fn text(headers: &HeaderMap, name: &HeaderName, limit: usize) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (value.len() <= limit).then(|| value.to_owned())
}

/// Until when a server asks to wait: seconds or a date (RFC 9110, 10.2.3), from a minute to a day ahead.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let value = text(headers, &header::RETRY_AFTER, 64)?;
    let is_number = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let wait = match is_number {
        true => value.parse::<i64>().map_or(LONGEST_WAIT, SignedDuration::from_secs),
        false => date(&value)?.duration_since(now),
    };
    now.checked_add(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT)).ok()
}

/// How long an answer calls itself fresh: `max-age` (RFC 9111, 5.2.2.1), else `Expires` (5.3). `None` where it says
/// nothing, or that it must not be kept.
pub(super) fn fresh_for(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let control = text(headers, &header::CACHE_CONTROL, 512).unwrap_or_default().to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    if directives.clone().any(|directive| matches!(directive, "no-store" | "no-cache")) {
        return None;
    }
    let age = directives.find_map(|directive| directive.strip_prefix("max-age="));
    let fresh = match age {
        Some(seconds) => SignedDuration::from_secs(seconds.trim_matches('"').parse::<u32>().ok()?.into()),
        None => date(&text(headers, &header::EXPIRES, 64)?)?.duration_since(now),
    };
    (fresh > SignedDuration::ZERO).then_some(fresh)
}

fn date(value: &str) -> Option<Timestamp> {
    Some(jiff::fmt::rfc2822::parse(value).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-20T12:00:00Z".parse().expect("a time")
    }

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().expect("a value"))])
    }

    #[test]
    fn waits_are_read_and_bounded() {
        let wait = |value: &str| {
            retry_after(&headers(header::RETRY_AFTER, value), now())
                .map(|until| until.duration_since(now()).as_secs())
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Fri, 20 Nov 2026 13:00:00 GMT"), Some(3_600));
        assert_eq!(wait("0"), Some(60), "a server that says so would be asked without end");
        assert_eq!(wait("Thu, 01 Jan 1970 00:00:00 GMT"), Some(60));
        assert_eq!(wait("99999999999999999999"), Some(86_400));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-5"), None);
    }

    #[test]
    fn freshness_is_read() {
        let control =
            |value: &str| fresh_for(&headers(header::CACHE_CONTROL, value), now()).map(|d| d.as_secs());
        assert_eq!(control("public, Max-Age=1800"), Some(1_800));
        assert_eq!(control("no-cache, max-age=1800"), None);
        assert_eq!(control("max-age=0"), None);
        assert_eq!(control("max-age=-1"), None);
        let expires = |value: &str| fresh_for(&headers(header::EXPIRES, value), now()).map(|d| d.as_secs());
        assert_eq!(expires("Fri, 20 Nov 2026 12:30:00 GMT"), Some(1_800));
        assert_eq!(expires("0"), None);
        assert_eq!(expires("Fri, 20 Nov 2026 11:30:00 GMT"), None);
    }
}

//! What an `Accept` header asks for: a page for people or a document for servers.

use http::HeaderMap;
use http::header::ACCEPT;

/// What a visitor wants to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// HTML, for a person.
    Page,
    /// ActivityPub's JSON, for a server.
    Document,
}

/// Most bytes of `Accept` that are read; what follows is as if it were not there.
const MAX_ACCEPT_BYTES: usize = 2_048;

/// What `headers` ask for, and `otherwise` where they do not say.
///
/// `application/activity+json`, `application/ld+json` with or without a profile, and plain JSON ask for the
/// document; HTML by name asks for the page. Where both are named with the same weight the document wins:
/// no browser names it.
pub(crate) fn wants(headers: &HeaderMap, otherwise: Wants) -> Wants {
    let mut page = 0_u16;
    let mut document = 0_u16;
    let mut read = 0;
    for value in headers.get_all(ACCEPT) {
        let Ok(value) = value.to_str() else { continue };
        read += value.len();
        if read > MAX_ACCEPT_BYTES {
            break;
        }
        for range in split_outside_quotes(value, ',') {
            let mut parts = split_outside_quotes(range, ';');
            let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = parts.find_map(weight).unwrap_or(1_000);
            match essence.as_str() {
                "text/html" | "application/xhtml+xml" => page = page.max(weight),
                "application/activity+json" | "application/ld+json" | "application/json" => {
                    document = document.max(weight);
                }
                _ => {}
            }
        }
    }
    match (page, document) {
        (0, 0) => otherwise,
        (page, document) if document >= page => Wants::Document,
        _ => Wants::Page,
    }
}

/// The weight of a `q` parameter in thousandths; `None` for another parameter. What cannot be read weighs
/// nothing.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let weight: f32 = value.trim().parse().unwrap_or(0.0);
    // Within 0..=1000 after the clamp; NaN becomes 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some((weight.clamp(0.0, 1.0) * 1_000.0) as u16)
}

/// Splits at `separator` except within `"…"`.
fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    text.split(move |c: char| {
        if escaped {
            escaped = false;
            return false;
        }
        match c {
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accept: &[&str]) -> Option<Wants> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT, value.parse().expect("a test's own header"));
        }
        let (page, document) = (wants(&headers, Wants::Page), wants(&headers, Wants::Document));
        (page == document).then_some(page)
    }

    #[test]
    fn servers_get_documents() {
        for accept in [
            "application/activity+json",
            "application/ld+json",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;profile=\"a,b;text/html\", text/html;q=0.1",
            "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1",
            "application/activity+json, application/ld+json, text/html",
            "APPLICATION/ACTIVITY+JSON; charset=utf-8, */*;q=0.1",
            "application/json",
        ] {
            assert_eq!(asked(&[accept]), Some(Wants::Document), "{accept}");
        }
        assert_eq!(asked(&["text/html;q=0.1", "application/activity+json"]), Some(Wants::Document));
    }

    #[test]
    fn people_get_pages() {
        for accept in [
            "text/html",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html, application/activity+json;q=0.5",
            "text/html, application/activity+json;q=0",
            "application/activity+json;q=none, text/html;q=0.2",
        ] {
            assert_eq!(asked(&[accept]), Some(Wants::Page), "{accept}");
        }
    }

    #[test]
    fn who_does_not_say_gets_what_the_address_is_for() {
        for accept in ["*/*", "", "image/png", "text/html;q=0", "garbage;;;q=,"] {
            assert_eq!(asked(&[accept]), None, "{accept}");
        }
        assert_eq!(asked(&[]), None);
    }
}

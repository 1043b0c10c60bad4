//! Whether a text as a whole is an address as X writes them: stricter than what it makes a link of within a text.

/// Whether `text` is one whole address with `http` or `https`, in the parts of RFC 3986 as twitter-text narrows them: its
/// server is a name of two labels or more, or an IP address, and every character stands where it may.
#[must_use]
pub fn is_valid_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return false;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let of_path = |c: char| is_part(c) || matches!(c, ':' | '@' | '|' | '/');
    let of_query = |c: char| of_path(c) || c == '?';
    is_authority(authority) && holds(path, of_path) && holds(query, of_query) && holds(fragment, of_query)
}

/// Unreserved characters and delimiters within a part (RFC 3986 sections 2.2 and 2.3), with those of the Cyrillic script.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{400}'..='\u{4FF}') || "-._~!$&'()*+,;=".contains(c)
}

/// Whether all characters may be there; a `%` begins two hexadecimal digits.
fn holds(text: &str, may: impl Fn(char) -> bool) -> bool {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let fine = match c {
            '%' => (0..2).all(|_| rest.next().is_some_and(|digit| digit.is_ascii_hexdigit())),
            c => may(c),
        };
        if !fine {
            return false;
        }
    }
    true
}

fn is_authority(authority: &str) -> bool {
    let (user, place) =
        authority.rsplit_once('@').map_or((None, authority), |(user, place)| (Some(user), place));
    if user.is_some_and(|user| !holds(user, |c| is_part(c) || c == ':')) {
        return false;
    }
    let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            let is_address =
                !address.is_empty() && address.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c));
            return is_address && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
        }
        None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
    };
    port.is_none_or(is_port) && (is_ipv4(host) || is_name(host))
}

fn is_port(port: &str) -> bool {
    (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit())
}

fn is_ipv4(host: &str) -> bool {
    host.split('.').count() == 4
        && host.split('.').all(|part| {
            part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()) && part.parse::<u8>().is_ok()
        })
}

/// A name: a top-level domain behind a domain behind any number of others, which alone may have `_` in them.
fn is_name(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    let letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
    let label = |label: &str, within: &dyn Fn(char) -> bool| {
        let ends = label.starts_with(letter) && label.ends_with(letter);
        ends && label.chars().all(|c| letter(c) || within(c))
    };
    let top = labels.next().unwrap_or_default();
    let (Some(domain), false) = (labels.next(), top.starts_with(|c: char| c.is_ascii_digit())) else {
        return false;
    };
    label(top, &|c| c == '-')
        && label(domain, &|c| c == '-')
        && labels.all(|other| label(other, &|c| matches!(c, '-' | '_')))
}

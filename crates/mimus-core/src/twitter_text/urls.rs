//! Addresses, with and without `https://`.

use std::ops::Range;

use url::Host;

use super::chars::{
    ends_path, ends_query, is_accented, is_directional, is_domain, is_invalid, is_path, is_query,
};
use super::tlds;

/// Longest address, in characters.
const MAX_URL: usize = 4_096;
/// Longest label of a host, in bytes of its ASCII form.
const MAX_LABEL: usize = 63;
/// Longest slug of `t.co`.
const MAX_SLUG: usize = 40;
/// Most labels of a host; the domain name system has no longer ones.
const MAX_LABELS: usize = 128;

/// The addresses in `text`, in order.
pub(super) fn urls(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('.') {
        return found;
    }
    let (mut at, mut tried, mut barren) = (0, 0, 0);
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        if at >= tried && may_begin_after(before) {
            match url_at(text, at, &mut barren) {
                Ok(url) => {
                    let end = url.end;
                    url.push_to(&mut found, text, before);
                    // What follows an address is looked at only as what stands before the next.
                    before = text[end..].chars().next();
                    at = end + before.map_or(0, char::len_utf8);
                    continue;
                }
                Err(next) => tried = next,
            }
        }
        before = Some(c);
        at += c.len_utf8();
    }
    found
}

fn may_begin_after(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        is_directional(c) || !(c.is_ascii_alphanumeric() || "@＠$#＃".contains(c) || is_invalid(c))
    })
}

/// What has the shape of an address.
struct Found {
    start: usize,
    end: usize,
    /// The host's bytes.
    domain: Range<usize>,
    has_protocol: bool,
    has_path: bool,
}

/// What has the shape of an address at `at`, or where it is worth looking again.
///
/// Before `barren` no dot is followed by a top-level domain, as far as has been looked.
fn url_at(text: &str, at: usize, barren: &mut usize) -> Result<Found, usize> {
    let protocol = protocol_length(&text[at..]);
    let start = at + protocol;
    let domain_end = match domain(text, start, barren) {
        Ok(end) => end,
        Err(_) if protocol > 0 => return Err(at + 1),
        Err(next) => return Err(next),
    };
    let mut end = domain_end;
    let digits =
        text[end..].strip_prefix(':').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    if digits > 0 {
        end += 1 + digits;
    }
    let path = path(&text[end..]);
    end += path;
    end += query(&text[end..]);
    Ok(Found { start: at, end, domain: start..domain_end, has_protocol: protocol > 0, has_path: path > 0 })
}

fn protocol_length(text: &str) -> usize {
    let begins =
        |scheme: &&str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["https://", "http://"].into_iter().find(begins).map_or(0, str::len)
}

/// Where the host that begins at `start` ends: after as many labels as make one. Else where to look again: what fails
/// here fails at every later letter of the same label.
fn domain(text: &str, start: usize, barren: &mut usize) -> Result<usize, usize> {
    let mut dots: Vec<(usize, bool)> = Vec::new();
    let mut label = start;
    while dots.len() < MAX_LABELS {
        let rest = &text[label..];
        let len = label_length(rest);
        let words = &rest[..len];
        let sound = words.starts_with(is_domain) && words.ends_with(is_domain);
        if !sound || !rest[len..].starts_with('.') {
            break;
        }
        dots.push((label + len, words.contains('_')));
        label += len + 1;
    }
    let ending = dots.iter().rev().filter(|(dot, underscored)| !underscored && dot >= barren);
    let end =
        ending.filter_map(|(dot, _)| tlds::length_at_start(&text[dot + 1..]).map(|len| dot + 1 + len)).next();
    end.ok_or_else(|| {
        let looked_at = dots.iter().take_while(|(_, underscored)| !underscored).last();
        *barren = looked_at.map_or(*barren, |(dot, _)| (*barren).max(dot + 1));
        next_start(text, start)
    })
}

fn label_length(text: &str) -> usize {
    text.find(|c| !(is_domain(c) || matches!(c, '_' | '-'))).unwrap_or(text.len())
}

/// Where a host can begin after none began at `start`: within the label only where it is sound without its beginning,
/// or where it holds the `http` of `http://`.
fn next_start(text: &str, start: usize) -> usize {
    let len = label_length(&text[start..]);
    let (label, end) = (&text[start..start + len], start + len);
    if text[end..].starts_with("://") {
        let mut last = (start + 1..end).rev().take("https".len()).filter(|at| text.is_char_boundary(*at));
        return last.rfind(|at| protocol_length(&text[*at..]) > 0).unwrap_or(end);
    }
    if !text[end..].starts_with('.') || !label.ends_with(is_domain) {
        return end.max(start + 1);
    }
    if !label.starts_with(is_domain) {
        return start + label.find(is_domain).unwrap_or(len);
    }
    label.rfind('_').map_or(end, |at| start + at + 1)
}

/// The length of the path that `text` begins with, from its `/` on.
fn path(text: &str) -> usize {
    if !text.starts_with('/') {
        return 0;
    }
    let (mut at, mut end) = (1, 1);
    while let Some(c) = text[at..].chars().next() {
        if c == '(' {
            let Some(len) = brackets(&text[at..]) else { break };
            at += len;
            end = at;
        } else if is_path(c) {
            at += c.len_utf8();
            if ends_path(c) {
                end = at;
            }
        } else {
            break;
        }
    }
    end
}

/// The length of brackets that close, with at most one pair within.
fn brackets(text: &str) -> Option<usize> {
    let run = |at: usize| text[at..].find(|c| !is_path(c)).unwrap_or(text.len() - at);
    let mut at = 1 + run(1);
    if text[at..].starts_with('(') {
        let inner = run(at + 1);
        if inner == 0 || !text[at + 1 + inner..].starts_with(')') {
            return None;
        }
        at += inner + 2;
        at += run(at);
    } else if at == 1 {
        return None;
    }
    text[at..].starts_with(')').then_some(at + 1)
}

/// The length of the query that `text` begins with, from its `?` on.
fn query(text: &str) -> usize {
    if !text.starts_with('?') {
        return 0;
    }
    let len = text.find(|c| !is_query(c)).unwrap_or(text.len());
    text[1..len].rfind(ends_query).map_or(0, |at| at + 2)
}

impl Found {
    /// Adds the addresses that it is: itself, or without a protocol every host of ASCII letters in it.
    fn push_to(self, found: &mut Vec<Range<usize>>, text: &str, before: Option<char>) {
        let domain = &text[self.domain.clone()];
        let length = text[self.start..self.end].chars().count() + if self.has_protocol { 0 } else { 8 };
        if length > MAX_URL || !is_host(domain) {
            return;
        }
        if self.has_protocol {
            let end = match slug(&text[self.start..self.end]) {
                None => self.end,
                Some((slug, _)) if slug > MAX_SLUG => return,
                Some((_, len)) => self.start + len,
            };
            found.push(self.start..end);
            return;
        }
        if before.is_some_and(|c| "-_./".contains(c)) {
            return;
        }
        let hosts = ascii_hosts(domain);
        let last = hosts.len();
        for (n, host) in hosts.into_iter().enumerate() {
            let (from, to) = (self.domain.start + host.start, self.domain.start + host.end);
            let end = if n + 1 == last && self.has_path { self.end } else { to };
            found.push(from..end);
        }
    }
}

/// Whether every label can be one of the domain name system.
fn is_host(domain: &str) -> bool {
    match Host::parse(domain) {
        Ok(Host::Domain(ascii)) => ascii.split('.').all(|label| label.len() <= MAX_LABEL),
        _ => false,
    }
}

/// Of an address of `t.co`: the slug's length, and that of the address, which ends with slug and query.
fn slug(url: &str) -> Option<(usize, usize)> {
    let head = protocol_length(url) + "t.co/".len();
    let host = url.get(protocol_length(url)..head)?;
    if !host.eq_ignore_ascii_case("t.co/") {
        return None;
    }
    let slug = url[head..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    (slug > 0).then(|| (slug, head + slug + query(&url[head + slug..])))
}

/// The hosts of ASCII and accented letters in a longer one, as where Japanese text goes on without a space.
fn ascii_hosts(domain: &str) -> Vec<Range<usize>> {
    let is_label = |c: char| c == '-' || c.is_ascii_alphanumeric() || is_accented(c);
    let mut hosts = Vec::new();
    let mut at = 0;
    while let Some(c) = domain[at..].chars().next() {
        let mut dots = Vec::new();
        let mut label = at;
        let mut first_end = at;
        loop {
            let rest = &domain[label..];
            let len = rest.find(|c| !is_label(c)).unwrap_or(rest.len());
            if label == at {
                first_end = at + len;
            }
            if len == 0 || !rest[len..].starts_with('.') {
                break;
            }
            dots.push(label + len);
            label += len + 1;
        }
        let host_end = |dot: &usize| tlds::length_at_start(&domain[dot + 1..]).map(|len| dot + 1 + len);
        match dots.iter().rev().filter_map(host_end).next() {
            Some(end) => {
                hosts.push(at..end);
                at = end;
            }
            // What fails here fails at every later letter of the same label.
            None => at = first_end.max(at + c.len_utf8()),
        }
    }
    hosts
}

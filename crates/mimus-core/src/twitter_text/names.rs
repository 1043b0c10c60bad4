//! Mentions, lists and what a text answers.

use std::ops::Range;

use super::chars::{is_accented, is_space};

/// Longest name, in characters.
const MAX_NAME: usize = 20;
/// Longest slug of a list after its first letter, in characters.
const MAX_SLUG: usize = 24;

/// A mention of an account, or of one of its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its bytes, from the `@` on.
    pub range: Range<usize>,
    /// The bytes of the name.
    pub name: Range<usize>,
    /// The bytes of a list's slug, from the `/` on; empty where it is none.
    pub list: Range<usize>,
}

/// The mentions in `text`, in order.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].find(['@', '＠']).map(|found| at + found) {
        let name = sign + text[sign..].chars().next().map_or(1, char::len_utf8);
        at = name;
        let name_end = name + name_length(&text[name..]);
        if name_end == name || !may_begin(&text[..sign]) {
            continue;
        }
        let end = name_end + list_length(&text[name_end..]);
        if !ends_no_mention(&text[end..]) {
            found.push(Mention { range: sign..end, name: name..name_end, list: name_end..end });
        }
        at = end;
    }
    found
}

/// The name that a text answers: with which it begins.
#[must_use]
pub fn reply(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_space).strip_prefix(['@', '＠'])?;
    let len = name_length(rest);
    (len > 0 && !ends_no_mention(&rest[len..])).then(|| &rest[..len])
}

fn name_length(text: &str) -> usize {
    text.bytes().take(MAX_NAME).take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()
}

fn list_length(text: &str) -> usize {
    let Some(slug) =
        text.strip_prefix('/').filter(|slug| slug.starts_with(|c: char| c.is_ascii_alphabetic()))
    else {
        return 0;
    };
    let more = slug.bytes().skip(1).take(MAX_SLUG);
    2 + more.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count()
}

fn may_begin(before: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if before.chars().next_back().is_none_or(|c| !(is_name(c) || "!#$%&*@＠".contains(c))) {
        return true;
    }
    let bare = before.strip_suffix(':').unwrap_or(before);
    let Some((rest, rt)) = bare.len().checked_sub(2).and_then(|at| bare.split_at_checked(at)) else {
        return false;
    };
    rt.eq_ignore_ascii_case("rt")
        && rest.chars().next_back().is_none_or(|c| !(is_name(c) || "+~.-".contains(c)))
}

fn ends_no_mention(after: &str) -> bool {
    after.starts_with(['@', '＠']) || after.starts_with(is_accented) || after.starts_with("://")
}

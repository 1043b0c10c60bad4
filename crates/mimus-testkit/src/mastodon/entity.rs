//! Links, mentions and hashtags in words, and how long words are by Mastodon's count.
//!
//! As Mastodon's `twitter_regex.rb`, `account.rb` and `tag.rb` find them, but for two things: any name of two letters or
//! more counts as a top-level domain, and a link's brackets nest one deep.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Url,
    /// A name, and a domain where one is given.
    Mention(String, Option<String>),
    Hashtag(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entity {
    /// In bytes.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// Those of the words, in order; none lies over another.
pub(super) fn entities(words: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = None;
    while let Some(letter) = words.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = words.get(at..).unwrap_or_default();
        let entity = match letter {
            'h' | 'H' => url(rest, before),
            '@' => mention(rest, before),
            '#' | '＃' => hashtag(rest, before),
            _ => None,
        };
        let length = if let Some((length, kind)) = entity {
            found.push(Entity { range: at..at + length, kind });
            length
        } else {
            letter.len_utf8()
        };
        before = words.get(at..at + length).and_then(|passed| passed.chars().last());
        at += length;
    }
    found
}

fn url(rest: &str, before: Option<char>) -> Option<(usize, Kind)> {
    let is_apart = before.is_none_or(|letter| !letter.is_ascii_alphanumeric() && !"@＠$#＃".contains(letter));
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let after = rest.get(scheme.len()..)?;
    let host = domain(after)?;
    let mut length = scheme.len() + host;
    let port = rest.get(length..).and_then(|rest| rest.strip_prefix(':')).map_or(0, digits);
    length += if port > 0 { port + 1 } else { 0 };
    if rest.get(length..)?.starts_with('/') {
        length += path(rest.get(length..)?);
    }
    if rest.get(length..)?.starts_with('?') {
        length += query(rest.get(length..)?);
    }
    is_apart.then_some((length, Kind::Url))
}

fn digits(rest: &str) -> usize {
    rest.bytes().take_while(u8::is_ascii_digit).count()
}

/// How long the domain is that the words begin with.
fn domain(rest: &str) -> Option<usize> {
    let whole =
        rest.find(|letter: char| !letter.is_alphanumeric() && !"-_.".contains(letter)).unwrap_or(rest.len());
    let host = rest.get(..whole)?.trim_end_matches(['.', '-', '_']);
    let labels: Vec<&str> = host.split('.').collect();
    let top = labels.last()?;
    let is_top =
        top.starts_with("xn--") || (top.chars().count() >= 2 && top.chars().all(char::is_alphabetic));
    (labels.len() >= 2 && labels.iter().all(|label| !label.is_empty()) && is_top).then_some(host.len())
}

/// How long the path is: it ends in no sign of punctuation, and in a bracket only where that closes one of its own.
fn path(rest: &str) -> usize {
    let mut end = 0;
    let mut open = 0_u32;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if letter.is_whitespace() => break,
            '<' | '>' | '?' | '"' => break,
            '(' => open += 1,
            ')' if open == 0 => break,
            ')' => {
                open -= 1;
                end = at + 1;
            }
            '!' | '*' | '\'' | '「' | '」' | ';' | ':' | '=' | ',' | '.' | '$' | '%' | '[' | ']' | '~'
            | '&' | '|' | '@' => {}
            _ if open == 0 => end = at + letter.len_utf8(),
            _ => {}
        }
    }
    end.max(1)
}

/// How long the query is; nothing where only its mark is there.
fn query(rest: &str) -> usize {
    let mut end = 0;
    for (at, letter) in rest.char_indices() {
        let may_end = letter.is_alphanumeric() || "_&=#/-".contains(letter);
        if may_end {
            end = at + letter.len_utf8();
        } else if letter.is_whitespace() || !"!?*'();:+$%[].,~|@^".contains(letter) {
            break;
        }
    }
    if end <= 1 { 0 } else { end }
}

fn mention(rest: &str, before: Option<char>) -> Option<(usize, Kind)> {
    if before.is_some_and(|letter| letter.is_alphanumeric() || "=/_".contains(letter)) {
        return None;
    }
    let after = rest.get(1..)?;
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    let end = after.find(|letter| !is_name(letter)).unwrap_or(after.len());
    let name = after.get(..end)?.trim_end_matches(['.', '-']);
    if name.is_empty() || name.starts_with(['.', '-']) {
        return None;
    }
    let mut length = 1 + name.len();
    let far = rest.get(length..)?.strip_prefix('@').and_then(far_domain);
    if let Some(far) = &far {
        length += 1 + far.len();
    }
    Some((length, Kind::Mention(name.to_owned(), far)))
}

/// The domain of a mention, with its port.
fn far_domain(rest: &str) -> Option<String> {
    let whole =
        rest.find(|letter: char| !letter.is_alphanumeric() && !"-_.".contains(letter)).unwrap_or(rest.len());
    let host = rest.get(..whole)?.trim_end_matches(['.', '-', '_']);
    if host.chars().count() < 3 || !host.starts_with(char::is_alphanumeric) {
        return None;
    }
    let port = rest.get(host.len()..)?.strip_prefix(':').map_or(0, digits);
    let length = host.len() + if port > 0 { port + 1 } else { 0 };
    rest.get(..length).map(str::to_owned)
}

fn hashtag(rest: &str, before: Option<char>) -> Option<(usize, Kind)> {
    if before.is_some_and(|letter| letter.is_alphanumeric() || "=/)_".contains(letter)) {
        return None;
    }
    let mark = rest.chars().next()?.len_utf8();
    let after = rest.get(mark..)?;
    let is_part = |letter: char| letter.is_alphanumeric() || "_·・\u{200c}".contains(letter);
    let end = after.find(|letter| !is_part(letter)).unwrap_or(after.len());
    let name = after.get(..end)?.trim_end_matches(['·', '・', '\u{200c}']);
    let is_tag = name.chars().any(|letter| !letter.is_ascii_digit() && letter != '_' && letter != '·');
    is_tag.then(|| (mark + name.len(), Kind::Hashtag(name.to_owned())))
}

/// How long spoiler and words are: in graphemes, each link as long as any, each mention without its domain.
pub(super) fn length(spoiler: &str, words: &str, per_url: usize) -> usize {
    let mut counted = spoiler.to_owned();
    let mut at = 0;
    for entity in entities(words) {
        counted.push_str(words.get(at..entity.range.start).unwrap_or_default());
        match entity.kind {
            Kind::Url => counted.push_str(&"x".repeat(per_url)),
            Kind::Mention(name, _) => {
                counted.push('@');
                counted.push_str(&name);
            }
            Kind::Hashtag(_) => counted.push_str(words.get(entity.range.clone()).unwrap_or_default()),
        }
        at = entity.range.end;
    }
    counted.push_str(words.get(at..).unwrap_or_default());
    counted.graphemes(true).count()
}

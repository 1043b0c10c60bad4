//! Names of accounts in plain words.

use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{Network, RichText, SpanKind};

use super::address::{is_handle, profile_url};

/// Longest name that is taken for one without an entity that says so.
const MAX_TYPED: usize = 15;

/// The mention of an account on X.
pub(crate) fn mention(handle: &str) -> SpanKind {
    SpanKind::Mention { network: Network::X, handle: handle.to_owned(), url: profile_url(handle) }
}

/// Makes mentions of the names in parts that no span covers.
pub(crate) fn mentions(text: &RichText) -> RichText {
    let whole = text.as_str();
    let mut out = RichTextBuilder::default();
    let mut start = 0;
    for (piece, kind) in text.pieces() {
        let end = start + piece.len();
        match kind {
            Some(kind) => out.push_span(piece, kind.clone()),
            None => push_mentions(&mut out, whole, start, end),
        }
        start = end;
    }
    out.build()
}

fn push_mentions(out: &mut RichTextBuilder, whole: &str, start: usize, end: usize) {
    let mut from = start;
    for (at, sign) in whole[start..end].match_indices(['@', '＠']) {
        let at = start + at;
        if at < from || !may_stand_before(whole[..at].chars().next_back()) {
            continue;
        }
        let rest = &whole[at + sign.len()..end];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (handle, after) = (&rest[..length], &whole[at + sign.len() + length..]);
        if handle.len() <= MAX_TYPED && is_handle(handle) && may_stand_after(after) {
            out.push_str(&whole[from..at]);
            from = at + sign.len() + length;
            out.push_span(&whole[at..from], mention(handle));
        }
    }
    out.push_str(&whole[from..end]);
}

/// X takes no mention within a word or after these signs (twitter-text, `validMentionPrecedingChars`), and `/` and `-`
/// stand within addresses.
fn may_stand_before(c: Option<char>) -> bool {
    c.is_none_or(|c| !(c.is_ascii_alphanumeric() || is_accented(c) || "_!#$%&*@＠/-+~".contains(c)))
}

/// What follows must not make another kind of name of it: `@name@server`, `@name.server`, `@name://`.
fn may_stand_after(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => true,
        Some('@' | '＠') => false,
        Some('.') => !chars.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(':') => !rest.starts_with("://"),
        Some(c) => !is_accented(c),
    }
}

/// Latin letters with accents, which X counts to a word beside its name's own letters.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
        && !matches!(c, '×' | '÷')
}

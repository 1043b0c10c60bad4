//! From the words and entities of a post on X to [`RichText`], whether they come from the API or an archive.
//!
//! X counts code points on the *escaped* words (`&amp;` is five), so entities are placed first and what is
//! between them is unescaped afterwards, once (facts/conversion.md). An entity whose offsets do not fit the
//! words is looked for in them, so that no t.co stays where an entity tells what it stands for.

use std::borrow::Cow;
use std::ops::Range;

use mimus_core::rich_text::{Detect, RichTextBuilder, detect};
use mimus_core::{RichText, SpanKind, WebUrl};

use super::TweetId;
use super::address::{StatusLink, is_handle, parse_status_url};
use super::names::{mention, mentions};

/// Most entities without fitting offsets that are looked for in the words.
const MAX_SEARCHED: usize = 100;

/// How the words of one record are to be read.
#[derive(Debug, Default)]
pub(crate) struct Reading<'a> {
    /// The post's own id: a link to it is no quote.
    pub(crate) id: Option<TweetId>,
    /// Bytes of the escaped words to leave out at the front (`RT @name: `).
    pub(crate) from: usize,
    /// Code points at the front that X hides, used where they hold nothing but mentions.
    pub(crate) shown_from: usize,
    /// A handle whose mention at the front says only whom the post answers.
    pub(crate) answers_self: Option<&'a str>,
    /// Whether a link to a post at the end is a quote.
    pub(crate) quotation: Quotation,
    /// Whether the links of the media at the end are left out.
    pub(crate) drop_media_links: bool,
    /// Whether X cut the words, so that an address at the end may be half.
    pub(crate) cut: bool,
}

/// Which link to a post at the end is a quote and no words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Quotation {
    /// None.
    #[default]
    None,
    /// Any, where X does not tell what is quoted.
    Any,
    /// The one to this post.
    Of(TweetId),
}

impl Quotation {
    fn is(self, link: TweetId) -> bool {
        match self {
            Self::None => false,
            Self::Any => true,
            Self::Of(quoted) => quoted == link,
        }
    }
}

/// What the words say.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) text: RichText,
    pub(crate) quote: Option<StatusLink>,
}

/// What an entity is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mark<'a> {
    /// A link: the t.co address in the words, where it leads, and how X shows it.
    Url {
        short: &'a str,
        expanded: Option<&'a str>,
        display: Option<&'a str>,
    },
    /// The link of the post's own media.
    Media {
        short: &'a str,
        expanded: Option<&'a str>,
    },
    Mention {
        handle: &'a str,
    },
    Hashtag,
    Cashtag,
}

/// An entity as X gives it.
#[derive(Debug, Clone)]
pub(crate) struct Entity<'a> {
    /// Where it stands, in code points of the escaped words; where unknown it is looked for.
    pub(crate) points: Option<Range<usize>>,
    pub(crate) mark: Mark<'a>,
}

/// An entity in its place: bytes of the escaped words.
#[derive(Debug, Clone)]
struct Placed<'a> {
    range: Range<usize>,
    mark: Mark<'a>,
}

/// Reads `escaped` with its entities.
pub(crate) fn read(escaped: &str, entities: Vec<Entity<'_>>, reading: &Reading<'_>) -> Words {
    let placed = place(escaped, entities);
    let start = first_shown(escaped, &placed, reading);
    let (end, quote) = last_shown(escaped, &placed, start, reading);
    let text = assemble(escaped, &placed, start..end, reading.cut);
    // A name without an entity, of an account that is no more, must not become somebody else's here.
    let text = mentions(&detect(&text, Detect { links: true, hashtags: false }));
    Words { text: text.trimmed(), quote }
}

/// `RT @name: …`: the name, and the length of what stands before the words.
pub(crate) fn repost_prefix(escaped: &str) -> Option<(&str, usize)> {
    let rest = escaped.strip_prefix("RT @")?;
    let (name, words) = rest.split_once(':')?;
    let space = words.len() - words.trim_start_matches(' ').len();
    is_handle(name).then_some((name, escaped.len() - words.len() + space))
}

/// Decodes the five entities of X's escaping, once, and leaves out control characters.
pub(crate) fn unescape(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];
        let (len, c) = known
            .iter()
            .find(|(name, _)| rest.starts_with(name))
            .map_or((1, '&'), |(name, c)| (name.len(), *c));
        out.push(c);
        rest = &rest[len..];
    }
    out.push_str(rest);
    out.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    out
}

fn place<'a>(escaped: &str, entities: Vec<Entity<'a>>) -> Vec<Placed<'a>> {
    let offsets = Offsets::of(escaped);
    let mut placed: Vec<Placed<'a>> = Vec::with_capacity(entities.len());
    let mut misplaced = Vec::new();
    for Entity { points, mark } in entities {
        let range = points
            .and_then(|points| offsets.bytes(&points))
            .filter(|range| fits(&escaped[range.clone()], mark));
        match range {
            Some(range) => placed.push(Placed { range, mark }),
            None => misplaced.push(mark),
        }
    }
    disjoin(&mut placed);
    for mark in misplaced.into_iter().take(MAX_SEARCHED) {
        if let Some(range) = search(escaped, mark, &placed) {
            placed.push(Placed { range, mark });
            disjoin(&mut placed);
        }
    }
    place_repeated_links(escaped, &mut placed);
    placed
}

/// Sorts and leaves out what overlaps with something before it, as the link of several pictures does.
fn disjoin(placed: &mut Vec<Placed<'_>>) {
    placed.sort_by_key(|p| (p.range.start, std::cmp::Reverse(p.range.end)));
    let mut end = 0;
    placed.retain(|p| {
        let free = p.range.start >= end;
        if free {
            end = p.range.end;
        }
        free
    });
}

/// Whether the words at an entity's place are those of such an entity.
fn fits(words: &str, mark: Mark<'_>) -> bool {
    let mut chars = words.chars();
    let sign = chars.next();
    let rest = chars.as_str();
    match mark {
        Mark::Url { short, .. } | Mark::Media { short, .. } => words == short,
        Mark::Mention { .. } => matches!(sign, Some('@' | '＠')) && is_handle(rest),
        Mark::Hashtag => matches!(sign, Some('#' | '＃')) && is_tag(rest),
        Mark::Cashtag => matches!(sign, Some('$' | '＄')) && is_tag(rest),
    }
}

fn is_tag(word: &str) -> bool {
    !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || c.is_control() || c == '&')
}

fn search(escaped: &str, mark: Mark<'_>, placed: &[Placed<'_>]) -> Option<Range<usize>> {
    let free = |range: &Range<usize>| {
        let next = placed.partition_point(|p| p.range.end <= range.start);
        placed.get(next).is_none_or(|p| p.range.start >= range.end)
    };
    match mark {
        Mark::Url { short, .. } | Mark::Media { short, .. } => escaped
            .match_indices(short)
            .map(|(at, found)| at..at + found.len())
            .find(|range| free(range) && ends_word(&escaped[range.end..])),
        Mark::Mention { handle } => {
            escaped.match_indices('@').map(|(at, _)| at..at + 1 + handle.len()).find(|range| {
                let words = escaped.get(range.start + 1..range.end);
                words.is_some_and(|words| words.eq_ignore_ascii_case(handle))
                    && free(range)
                    && ends_word(&escaped[range.end..])
            })
        }
        // Without its place a tag is not told from the same word elsewhere.
        Mark::Hashtag | Mark::Cashtag => None,
    }
}

fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// The same t.co twice is expanded twice, although X may list it once.
fn place_repeated_links(escaped: &str, placed: &mut Vec<Placed<'_>>) {
    let mut found = Vec::new();
    for (host, _) in escaped.match_indices("://t.co/") {
        let Some(scheme) = ["https", "http"].into_iter().find(|scheme| escaped[..host].ends_with(scheme))
        else {
            continue;
        };
        let start = host - scheme.len();
        let code = host + "://t.co/".len();
        let end = escaped[code..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .map_or(escaped.len(), |len| code + len);
        let next = placed.partition_point(|p| p.range.end <= start);
        if placed.get(next).is_some_and(|p| p.range.start < end) {
            continue;
        }
        let same = placed.iter().find(|p| match p.mark {
            Mark::Url { short, .. } | Mark::Media { short, .. } => {
                short.split_once("://").is_some_and(|(_, rest)| rest == &escaped[host + 3..end])
            }
            _ => false,
        });
        if let Some(same) = same {
            found.push(Placed { range: start..end, mark: same.mark });
        }
        if found.len() >= MAX_SEARCHED {
            break;
        }
    }
    if !found.is_empty() {
        placed.extend(found);
        disjoin(placed);
    }
}

/// The first byte to show.
fn first_shown(escaped: &str, placed: &[Placed<'_>], reading: &Reading<'_>) -> usize {
    let mut start = reading.from.min(escaped.len());
    while !escaped.is_char_boundary(start) {
        start += 1;
    }
    let hidden = escaped.char_indices().nth(reading.shown_from).map_or(escaped.len(), |(at, _)| at);
    if reading.shown_from > 0 && only_mentions(escaped, placed, 0..hidden) {
        start = start.max(hidden);
    }
    let space = |at: usize| escaped.len() - escaped[at..].trim_start().len();
    if let Some(own) = reading.answers_self {
        let first = placed.iter().find(|p| p.range.start == space(start));
        if let Some(Placed { range, mark: Mark::Mention { handle } }) = first
            && handle.eq_ignore_ascii_case(own)
        {
            start = space(range.end);
        }
    }
    start
}

fn only_mentions(escaped: &str, placed: &[Placed<'_>], part: Range<usize>) -> bool {
    let mut at = part.start;
    for p in placed.iter().filter(|p| p.range.start < part.end) {
        let between = escaped.get(at..p.range.start).is_some_and(|words| words.trim().is_empty());
        if !between || !matches!(p.mark, Mark::Mention { .. }) || p.range.end > part.end {
            return false;
        }
        at = p.range.end;
    }
    escaped.get(at..part.end).is_some_and(|words| words.trim().is_empty())
}

/// The byte after the last to show, and what is quoted: links of media and of one quoted post at the end are
/// no words.
fn last_shown(
    escaped: &str,
    placed: &[Placed<'_>],
    start: usize,
    reading: &Reading<'_>,
) -> (usize, Option<StatusLink>) {
    let mut end = escaped.len();
    let mut quote = None;
    for p in placed.iter().rev() {
        let trimmed = start + escaped[start..end].trim_end().len();
        if p.range.end != trimmed || p.range.start < start {
            break;
        }
        match p.mark {
            Mark::Media { .. } if reading.drop_media_links => {}
            Mark::Url { expanded, .. } => match expanded.and_then(parse_status_url) {
                Some(link) if Some(link.id) == reading.id && link.to_media && reading.drop_media_links => {}
                Some(link)
                    if Some(link.id) != reading.id
                        && !link.to_media
                        && quote.is_none()
                        && reading.quotation.is(link.id) =>
                {
                    quote = Some(link);
                }
                _ => break,
            },
            _ => break,
        }
        end = p.range.start;
    }
    (end, quote)
}

fn assemble(escaped: &str, placed: &[Placed<'_>], part: Range<usize>, cut: bool) -> RichText {
    let mut builder = RichTextBuilder::default();
    let mut at = part.start;
    for p in placed.iter().filter(|p| p.range.start >= part.start && p.range.end <= part.end) {
        builder.push_str(&unescape(&escaped[at..p.range.start]));
        push_mark(&mut builder, &escaped[p.range.clone()], p.mark);
        at = p.range.end;
    }
    let rest = &escaped[at..part.end.max(at)];
    builder.push_str(&unescape(&if cut { without_half_address(rest) } else { rest.into() }));
    builder.build()
}

/// Leaves out an address that was cut in the middle, for it leads nowhere. X marks a cut by `…`, before about
/// 2014 by ` ...`.
fn without_half_address(rest: &str) -> Cow<'_, str> {
    let Some((words, mark)) = ["…", " ..."].iter().find_map(|mark| Some((rest.strip_suffix(mark)?, mark)))
    else {
        return rest.into();
    };
    let last = words.trim_end_matches(|c: char| !c.is_whitespace()).len();
    match words.split_at_checked(last) {
        Some((before, word)) if word.starts_with("http://") || word.starts_with("https://") => {
            format!("{}{mark}", if *mark == "…" { before } else { before.trim_end() }).into()
        }
        _ => rest.into(),
    }
}

fn push_mark(builder: &mut RichTextBuilder, words: &str, mark: Mark<'_>) {
    match mark {
        Mark::Url { short, expanded, display } => {
            let target = expanded.unwrap_or(short);
            match WebUrl::parse(target) {
                Ok(url) => {
                    let plain = url.without_trackers();
                    let target = if plain == url { target } else { plain.as_str() };
                    builder.push_span(&link_words(target, display), SpanKind::Link { url: plain });
                }
                Err(_) => builder.push_str(&unescape(target)),
            }
        }
        Mark::Media { short, expanded } => match WebUrl::parse(expanded.unwrap_or(short)) {
            Ok(url) => builder.push_span(&url.to_string(), SpanKind::Link { url }),
            Err(_) => builder.push_str(&unescape(words)),
        },
        Mark::Mention { handle } => builder.push_span(words, mention(handle)),
        Mark::Hashtag => builder.push_span(words, SpanKind::Hashtag { name: without_sign(words) }),
        Mark::Cashtag => builder.push_span(words, SpanKind::Cashtag { symbol: without_sign(words) }),
    }
}

fn without_sign(words: &str) -> String {
    words.chars().skip(1).collect()
}

/// How a link reads: as the address, but a bare domain as it was typed (X adds `http://` to it).
fn link_words(target: &str, display: Option<&str>) -> String {
    let bare = target.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
    match (bare, display) {
        (Some(bare), Some(display)) if bare == display && !bare.contains('/') => display.to_owned(),
        _ => target.chars().filter(|c| !c.is_control()).collect(),
    }
}

/// Where the code points of a text begin.
enum Offsets {
    /// Every code point is one byte; the length.
    Ascii(usize),
    /// The byte of each code point, and the length.
    Table(Vec<usize>),
}

impl Offsets {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            Self::Ascii(text.len())
        } else {
            Self::Table(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
        }
    }

    fn byte(&self, point: usize) -> Option<usize> {
        match self {
            Self::Ascii(len) => (point <= *len).then_some(point),
            Self::Table(table) => table.get(point).copied(),
        }
    }

    fn bytes(&self, points: &Range<usize>) -> Option<Range<usize>> {
        let range = self.byte(points.start)?..self.byte(points.end)?;
        (!range.is_empty()).then_some(range)
    }
}

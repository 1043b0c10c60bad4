//! An entry becomes a post as a person would have written it: the whole text where it is short, else title and
//! link.

use std::cmp::Reverse;
use std::collections::HashSet;

use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;
use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{Language, Network, Origin, Post, SpanKind, WebUrl};

use super::absence::Sight;
use super::cursor::Cursor;
use super::identity::{self, Marks};
use super::known::Known;
use super::media::{Collected, is_attached};
use super::parse::Parsed;
use super::words::one_line;
use super::{Entries, MAX_ENTRIES, body, date, profile, tags, x_shape};
use crate::connector::{Failure, Skipped};

/// Longest text that is carried whole, in characters: Mastodon's usual limit.
const SHORT: usize = 500;

/// Longest excerpt of a longer text, in characters as people count them.
const EXCERPT: usize = 280;

/// An entry and its place in the document.
pub(super) type Placed = (usize, Entry);

/// Makes posts of a document's entries, oldest first.
pub(super) fn take_in(
    parsed: Parsed,
    base: Option<&WebUrl>,
    cursor: &mut Cursor,
    first: bool,
    now: Timestamp,
) -> Result<Entries, Failure> {
    let Parsed { mut feed, mut skipped, complete, .. } = parsed;
    let mut entries: Vec<Placed> = std::mem::take(&mut feed.entries).into_iter().enumerate().collect();
    // Oldest first; where the dates do not tell, feeds begin with the newest.
    entries.sort_by_key(|(place, entry)| (written_ms(entry).unwrap_or_default(), Reverse(*place)));
    let surplus = entries.len().saturating_sub(MAX_ENTRIES);
    for (_, left) in entries.drain(..surplus) {
        skipped.push(Skipped { what: name(&left), why: format!("beyond the newest {MAX_ENTRIES} entries") });
    }
    let mut taken = match x_shape::Shape::of(&feed, &entries) {
        Some(shape) => x_shape::posts(&shape, &feed, entries, cursor, first, now)?,
        // Were it read as anything else, everything in it would be posted again.
        None if cursor.stands_for_x => {
            return Err(Failure::Retry {
                why: "the feed stood for an account on X, and what it gives now does not; if that is right, run mimus \
                      mirror refresh HANDLE --whole"
                    .into(),
            });
        }
        None => plain(&feed, &entries, base, cursor, first, now)?,
    };
    taken.skipped.splice(0..0, skipped);
    taken.sight.is_whole = complete && surplus == 0;
    Ok(taken)
}

fn plain(
    feed: &Feed,
    entries: &[Placed],
    base: Option<&WebUrl>,
    cursor: &mut Cursor,
    first: bool,
    now: Timestamp,
) -> Result<Entries, Failure> {
    let mut skipped = Vec::new();
    let site = profile::site(feed, base);
    let here = site.as_ref().or(base);
    let marks: Vec<Marks> = entries.iter().map(|(_, entry)| marks(entry, feed, here, now)).collect();
    let identified = identity::identify(cursor, &marks, first, date::seconds(now))?;
    let language = feed.language.as_deref().and_then(|tag| Language::new(tag).ok());
    let mut posts = Vec::with_capacity(entries.len());
    for (((_, entry), mark), known) in entries.iter().zip(&marks).zip(&identified) {
        let Some((known, id)) = known.and_then(|known| Some((known, known.id.remote()?))) else {
            skipped.push(Skipped { what: name(entry), why: "the same entry twice".into() });
            continue;
        };
        let origin = Origin { network: Network::Feed, remote_id: id, url: mark.link.clone() };
        let mut post = Post::new(origin, date::timestamp(known.date));
        write(&mut post, entry, feed, site.as_ref(), here);
        post.edited_at = edited(entry, now);
        let of_feed = language.clone().filter(|language| language.may_be_of(post.text.as_str()));
        post.language = entry.language.as_deref().and_then(|t| Language::new(t).ok()).or(of_feed);
        if post.is_empty() {
            skipped.push(Skipped { what: name(entry), why: "nothing to read or see".into() });
        } else {
            posts.push(post);
        }
    }
    let sight = sight(entries, &identified, |_, known| known.is_dated);
    Ok(Entries { profile: profile::of(feed, site.clone(), base), posts, skipped, sight })
}

/// What a page shows of its feed's order, those entries counted that `is_in_place`.
pub(super) fn sight(
    entries: &[Placed],
    identified: &[Option<Known>],
    is_in_place: impl Fn(&Entry, &Known) -> bool,
) -> Sight {
    let mut in_place: Vec<(usize, Known)> = entries
        .iter()
        .zip(identified)
        .filter_map(|((place, entry), known)| {
            known.filter(|known| is_in_place(entry, known)).map(|k| (*place, k))
        })
        .collect();
    in_place.sort_by_key(|(place, _)| *place);
    let present: HashSet<_> = identified.iter().flatten().map(|known| known.id).collect();
    Sight { in_place: in_place.into_iter().map(|(_, known)| known).collect(), present, is_whole: true }
}

/// What an entry is called in messages.
pub(super) fn name(entry: &Entry) -> String {
    let title = entry.title.as_ref().map(|t| t.content.trim()).filter(|t| !t.is_empty());
    title.unwrap_or(&entry.id).chars().filter(|c| !c.is_control()).take(80).collect()
}

/// When an entry was written, in milliseconds since 1970.
pub(super) fn written_ms(entry: &Entry) -> Option<i64> {
    entry.published.or(entry.updated).map(|at| at.timestamp_millis())
}

/// Where an entry leads. Links to its comments, its files and what it speaks of are others.
pub(super) fn link_of(entry: &Entry) -> Option<&str> {
    let is_own = |link: &&feed_rs::model::Link| {
        link.target.is_none() && matches!(link.rel.as_deref(), None | Some("alternate")) && !is_attached(link)
    };
    entry.links.iter().find(is_own).map(|link| link.href.as_str())
}

fn title_of(entry: &Entry, feed: &Feed) -> Option<String> {
    entry.title.as_ref().map(|text| one_line(text, &feed.feed_type)).filter(|title| !title.is_empty())
}

fn marks(entry: &Entry, feed: &Feed, base: Option<&WebUrl>, now: Timestamp) -> Marks {
    let guid_link = WebUrl::parse(&entry.id).ok();
    let link = link_of(entry).and_then(|href| WebUrl::join(base, href).ok()).or(guid_link);
    let words = || body::of_entry(entry, &feed.feed_type, base).text.as_str().chars().take(500).collect();
    Marks {
        guid: entry.id.trim().to_owned(),
        title: title_of(entry, feed).unwrap_or_else(words),
        date: date::written(written_ms(entry), now),
        certain: None,
        link: link.map(|link| link.without_trackers()),
    }
}

fn edited(entry: &Entry, now: Timestamp) -> Option<Timestamp> {
    let published = entry.published?.timestamp_millis();
    let updated = entry.updated?.timestamp_millis();
    (updated > published + 60_000).then(|| date::written(Some(updated), now).map(date::timestamp)).flatten()
}

fn write(post: &mut Post, entry: &Entry, feed: &Feed, site: Option<&WebUrl>, base: Option<&WebUrl>) {
    let title = title_of(entry, feed);
    let content = body::of_entry(entry, &feed.feed_type, base);
    let mut media = Collected::default();
    content.media.into_iter().for_each(|found| media.inline(found));
    media.of_entry(entry, base);
    post.media = media.finish();

    let link = post.origin.url.clone();
    let (words, is_cut) = body::without_signature(&content.text, link.as_ref(), site);
    let repeats = title.as_deref().is_some_and(|title| begins_with(words.as_str(), title));
    let is_short = words.as_str().chars().count() <= SHORT;
    let mut out = RichTextBuilder::default();
    if is_short {
        out.push_rich(&words);
    } else if let Some(summary) = &entry.summary {
        // A summary beside the full text is its author's own excerpt.
        let summary = body::of_text(summary, &feed.feed_type, base).text;
        let (summary, _) = body::without_signature(&summary, link.as_ref(), site);
        if Some(summary.as_str()) != title.as_deref() {
            out.push_rich(&summary.truncated(EXCERPT).0);
        }
    } else if title.is_none() {
        out.push_rich(&words.truncated(EXCERPT).0);
    }
    // What was only excerpted, or stands under a title of its own, is an article: the reader must find it.
    let is_article = is_cut || !is_short || (title.is_some() && !repeats);
    post.title = title.filter(|_| !(is_short && repeats));
    if let (true, Some(link)) = (is_article, &link)
        && !leads_to(&out, link)
    {
        if !out.as_str().is_empty() {
            out.push_str("\n\n");
        }
        out.push_span(link.as_str(), SpanKind::Link { url: link.clone() });
    }
    let written = out.build();
    let mut out = RichTextBuilder::default();
    out.push_rich(&written);
    tags::append(&mut out, tags::of(&entry.categories, &written));
    post.text = out.build().trimmed();
    post.sensitive = entry
        .categories
        .iter()
        .any(|c| matches!(c.term.trim().to_ascii_lowercase().as_str(), "nsfw" | "nsfl" | "adult"));
}

/// Whether a text begins with its title, as microblogs write it: cut, or with other white space.
fn begins_with(text: &str, title: &str) -> bool {
    let squeeze = |t: &str| super::words::squeezed(t).to_lowercase();
    let title = squeeze(title);
    let title = title.trim_end_matches(['…', '.']).trim_end();
    !title.is_empty() && squeeze(text).starts_with(title)
}

fn leads_to(out: &RichTextBuilder, link: &WebUrl) -> bool {
    out.spans().iter().any(|span| matches!(&span.kind, SpanKind::Link { url } if url == link))
}

//! An entry becomes a post as a person would have written it: the whole text where it is short, else title and
//! link.

use feed_rs::model::{Entry, Feed, Text};
use jiff::Timestamp;
use mimus_core::rich_text::{Detect, HtmlContent, RichTextBuilder, detect, parse_html};
use mimus_core::{
    Language, MediaSource, Network, Origin, Post, Profile, ProfileField, RichText, SpanKind, WebUrl,
};

use super::cursor::Cursor;
use super::identity::{self, Marks};
use super::media::{Collected, is_attached, plain};
use super::{MAX_ENTRIES, date, fetch, x_shape};
use crate::connector::{Failure, Skipped};

/// Longest text that is carried whole, in characters: Mastodon's usual limit.
const SHORT: usize = 500;

/// Longest excerpt of a longer text.
const EXCERPT: usize = 280;

/// Most hashtags made of categories.
const MAX_TAGS: usize = 5;

/// Makes posts of a feed's entries, oldest first, with what was left out and the feed's profile.
pub(super) fn posts(
    mut feed: Feed,
    base: Option<&WebUrl>,
    cursor: &mut Cursor,
    first: bool,
    now: Timestamp,
) -> Result<(Vec<Post>, Vec<Skipped>, Profile), Failure> {
    let mut skipped = Vec::new();
    let mut entries = std::mem::take(&mut feed.entries);
    for left in entries.drain(MAX_ENTRIES.min(entries.len())..) {
        skipped.push(Skipped { what: name(&left), why: format!("beyond the first {MAX_ENTRIES} entries") });
    }
    if let Some(shape) = x_shape::Shape::of(&feed, &entries) {
        return x_shape::posts(&shape, &feed, entries, cursor, first, now);
    }
    let site = link_of_feed(&feed).and_then(|href| WebUrl::join(base, href).ok());
    let here = site.clone().or_else(|| base.cloned());
    entries.sort_by_key(written_ms);
    let marks: Vec<Marks> = entries.iter().map(|entry| marks(entry, here.as_ref(), now)).collect();
    let identified = identity::identify(cursor, &marks, first, now.as_second())?;
    let language = feed.language.as_deref().and_then(|tag| Language::new(tag).ok());
    let mut posts = Vec::with_capacity(entries.len());
    for ((entry, mark), (id, seconds)) in entries.iter().zip(&marks).zip(identified) {
        if identity::is_repetition(&id) {
            skipped.push(Skipped { what: name(entry), why: "the same entry twice".into() });
            continue;
        }
        let origin = Origin { network: Network::Feed, remote_id: id, url: mark.link.clone() };
        let mut post = Post::new(origin, Timestamp::from_second(seconds).unwrap_or(now));
        write(&mut post, entry, here.as_ref());
        post.edited_at = edited(entry, now);
        let of_feed = language.clone().filter(|language| language.may_be_of(post.text.as_str()));
        post.language = entry.language.as_deref().and_then(|t| Language::new(t).ok()).or(of_feed);
        if post.is_empty() {
            skipped.push(Skipped { what: name(entry), why: "nothing to read or see".into() });
        } else {
            posts.push(post);
        }
    }
    Ok((posts, skipped, profile(&feed, site, base)))
}

/// What an entry is called in messages.
pub(super) fn name(entry: &Entry) -> String {
    let title = entry.title.as_ref().map(|t| t.content.trim()).filter(|t| !t.is_empty());
    title.unwrap_or(&entry.id).chars().take(80).collect()
}

pub(super) fn written_ms(entry: &Entry) -> i64 {
    entry.published.or(entry.updated).map_or(0, |at| at.timestamp_millis())
}

pub(super) fn link_of(entry: &Entry) -> Option<&str> {
    entry
        .links
        .iter()
        .find(|link| matches!(link.rel.as_deref(), None | Some("alternate")) && !is_attached(link))
        .map(|link| link.href.as_str())
}

pub(super) fn link_of_feed(feed: &Feed) -> Option<&str> {
    let page = |link: &&feed_rs::model::Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    feed.links.iter().find(page).map(|link| link.href.as_str())
}

fn marks(entry: &Entry, base: Option<&WebUrl>, now: Timestamp) -> Marks {
    let title = entry.title.as_ref().map(|t| plain(&t.content)).filter(|t| !t.is_empty());
    let guid_link = WebUrl::parse(&entry.id).ok();
    let link = link_of(entry).and_then(|href| WebUrl::join(base, href).ok()).or(guid_link);
    let link = link.map(|link| link.without_trackers());
    Marks {
        guid: entry.id.trim().to_owned(),
        title: title.unwrap_or_else(|| body(entry).map(|(html, _)| plain(html)).unwrap_or_default()),
        date: date::written(Some(written_ms(entry)), now).map_or(0, Timestamp::as_second),
        certain: None,
        link,
    }
}

fn edited(entry: &Entry, now: Timestamp) -> Option<Timestamp> {
    let published = entry.published?.timestamp_millis();
    let updated = entry.updated?.timestamp_millis();
    (updated > published + 60_000).then(|| date::written(Some(updated), now)).flatten()
}

/// The fullest text of an entry, and whether it is HTML.
fn body(entry: &Entry) -> Option<(&str, bool)> {
    let is_html =
        |mime: &str, text: &str| mime != "text/plain" || text.contains("</") || text.contains("<br");
    let content = entry.content.as_ref().and_then(|c| Some((c.body.as_deref()?, c.content_type.as_str())));
    let summary = entry.summary.as_ref().map(|t| (t.content.as_str(), t.content_type.as_str()));
    let (text, mime) =
        content.filter(|(t, _)| !t.trim().is_empty()).or(summary).filter(|(t, _)| !t.trim().is_empty())?;
    Some((text, is_html(mime, text)))
}

fn read(text: &str, is_html: bool, base: Option<&WebUrl>) -> HtmlContent {
    let mut content = if is_html {
        parse_html(text, base, fetch::MENTIONS)
    } else {
        HtmlContent { text: RichText::plain(text.trim()), ..HtmlContent::default() }
    };
    content.text =
        detect(&content.text, Detect { links: true, hashtags: true }).map_spans(|words, kind| match kind {
            SpanKind::Link { url } => {
                let clean = url.without_trackers();
                let shown = if words == url.as_str() { clean.as_str() } else { words };
                (shown.to_owned(), Some(SpanKind::Link { url: clean }))
            }
            other => (words.to_owned(), Some(other.clone())),
        });
    content
}

fn read_text(text: &Text, base: Option<&WebUrl>) -> RichText {
    let is_html = text.content_type.as_str() != "text/plain" || text.content.contains("</");
    read(&text.content, is_html, base).text
}

fn write(post: &mut Post, entry: &Entry, base: Option<&WebUrl>) {
    let title = entry.title.as_ref().map(|t| plain(&t.content)).filter(|t| !t.is_empty());
    let content = body(entry).map(|(text, is_html)| read(text, is_html, base)).unwrap_or_default();
    let mut media = Collected::default();
    content.media.into_iter().for_each(|found| media.inline(found));
    media.of_entry(entry, base);
    post.media = media.finish();

    let words = content.text;
    let repeats = title.as_deref().is_some_and(|title| begins_with(words.as_str(), title));
    let short = words.as_str().chars().count() <= SHORT;
    let mut out = RichTextBuilder::default();
    if short {
        out.push_rich(&words);
    } else if let Some(summary) = &entry.summary {
        // A summary beside the full text is its author's own excerpt.
        let summary = read_text(summary, base);
        if summary.as_str() != title.as_deref().unwrap_or_default() {
            out.push_rich(&summary.truncated(EXCERPT).0);
        }
    } else if title.is_none() {
        out.push_rich(&words.truncated(EXCERPT).0);
    }
    // What was only excerpted, or stands under a title of its own, is an article: the reader must find it.
    let is_article = !short || (title.is_some() && !repeats);
    post.title = title.filter(|_| !(short && repeats));
    if let (true, Some(link)) = (is_article, &post.origin.url)
        && !leads_to(&out, link)
    {
        paragraph(&mut out);
        out.push_span(link.as_str(), SpanKind::Link { url: link.clone() });
    }
    append_tags(&mut out, entry);
    post.text = out.build().trimmed();
    post.sensitive = entry
        .categories
        .iter()
        .any(|c| matches!(c.term.to_ascii_lowercase().as_str(), "nsfw" | "nsfl" | "adult"));
}

/// Whether a text begins with its title, as microblogs write it: cut, or with other white space.
fn begins_with(text: &str, title: &str) -> bool {
    let squeeze = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let title = squeeze(title);
    let title = title.trim_end_matches(['…', '.']).trim_end();
    !title.is_empty() && squeeze(text).starts_with(title)
}

fn leads_to(out: &RichTextBuilder, link: &WebUrl) -> bool {
    out.spans().iter().any(|span| matches!(&span.kind, SpanKind::Link { url } if url == link))
}

fn paragraph(out: &mut RichTextBuilder) {
    if !out.as_str().is_empty() {
        out.push_str("\n\n");
    }
}

/// Categories as hashtags, those that the words do not have yet.
fn append_tags(out: &mut RichTextBuilder, entry: &Entry) {
    let mut known: Vec<String> = out
        .spans()
        .iter()
        .filter_map(|s| match &s.kind {
            SpanKind::Hashtag { name } => Some(name.to_lowercase()),
            _ => None,
        })
        .collect();
    let mut added = 0;
    for category in &entry.categories {
        let label = category.label.as_deref().filter(|l| !l.trim().is_empty()).unwrap_or(&category.term);
        let Some(tag) = tag(label) else { continue };
        if added == MAX_TAGS || known.contains(&tag.to_lowercase()) {
            continue;
        }
        if added == 0 {
            paragraph(out);
        } else {
            out.push_str(" ");
        }
        known.push(tag.to_lowercase());
        out.push_span(&format!("#{tag}"), SpanKind::Hashtag { name: tag });
        added += 1;
    }
}

/// `free software` as `FreeSoftware`, in any script, so that screen readers part the words. `None` for what is no
/// word: addresses, dates, numbers, whole sentences.
fn tag(label: &str) -> Option<String> {
    let label = label.trim().trim_start_matches('#');
    let words: Vec<&str> =
        label.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    if words.is_empty() || words.len() > 4 || label.contains("://") {
        return None;
    }
    let name = match words.as_slice() {
        [one] => (*one).to_owned(),
        several => several
            .iter()
            .map(|word| {
                let mut chars = word.chars();
                chars
                    .next()
                    .map(|c| c.to_uppercase().collect::<String>() + chars.as_str())
                    .unwrap_or_default()
            })
            .collect(),
    };
    (name.chars().any(char::is_alphabetic) && name.chars().count() <= 50).then_some(name)
}

fn profile(feed: &Feed, site: Option<WebUrl>, base: Option<&WebUrl>) -> Profile {
    let name = feed.title.as_ref().map(|t| plain(&t.content)).filter(|t| !t.is_empty());
    let name = name.or_else(|| site.as_ref().map(|s| s.host().to_owned())).unwrap_or_else(|| "A feed".into());
    let picture = feed.icon.as_ref().or(feed.logo.as_ref());
    let avatar =
        picture.and_then(|image| WebUrl::join(site.as_ref().or(base), &image.uri).ok()).map(MediaSource::Url);
    let fields = site.iter().map(|url| {
        let mut value = RichTextBuilder::default();
        value.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
        ProfileField { name: "Website".into(), value: value.build() }
    });
    Profile {
        name: name.chars().take(200).collect(),
        handle: None,
        bio: feed.description.as_ref().map(|t| read_text(t, base).truncated(EXCERPT).0).unwrap_or_default(),
        fields: fields.collect(),
        url: site,
        avatar,
        banner: None,
    }
}

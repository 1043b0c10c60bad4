//! Feeds that stand for an account on X, as Nitter and RSSHub write them (facts/x-in-practice.md §11): their titles and
//! markup say what is a reply, a repost, a quote, a poll.

mod address;
mod notice;
mod parts;
mod thread;
mod words;

use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;
use mimus_core::rich_text::{HtmlContent, RichTextBuilder};
use mimus_core::{
    MediaSource, Network, Origin, Post, PostRef, Profile, ProfileField, RemoteId, RichText, SpanKind, WebUrl,
};

use self::address::{byline, is_handle, is_x, original, profile_url, status, status_url};
use self::parts::{Parts, add_part, is_quote, take_quote_link};
use self::thread::Own;
use self::words::Reader;
use super::Entries;
use super::cursor::Cursor;
use super::date;
use super::entry::{Placed, link_of, name, sight, written_ms};
use super::identity::{self, Marks};
use super::known::{Id, Known};
use super::media::Collected;
use super::profile::link as link_of_feed;
use super::words::plain;
use crate::connector::{Failure, Skipped};

/// Who writes the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    Nitter,
    RssHub,
}

/// A feed that stands for an account.
#[derive(Debug)]
pub(super) struct Shape {
    writer: Writer,
    handle: String,
    name: String,
}

impl Shape {
    /// The account that a feed stands for, if it is in one of the shapes that are known.
    pub(super) fn of(feed: &Feed, placed: &[Placed]) -> Option<Self> {
        let entries = || placed.iter().map(|(_, entry)| entry);
        let title = feed.title.as_ref().map(|t| plain(&t.content)).unwrap_or_default();
        if !placed.is_empty() && entries().all(notice::is_certain) {
            return Some(Self { writer: Writer::Nitter, handle: String::new(), name: title });
        }
        let telling = || entries().filter(|entry| !notice::is_one(entry));
        let statuses = telling().filter(|e| link_of(e).is_some_and(|l| status(l).is_some())).count();
        let told = telling().count();
        let mostly = told == 0 || statuses * 2 > told;
        let description = feed.description.as_ref().map(|t| t.content.as_str()).unwrap_or_default();
        if let (Some((name, handle)), true) = (title.rsplit_once(" / @"), mostly)
            && (description.starts_with("Twitter feed for: @") || statuses > 0)
            && is_handle(handle)
        {
            return Some(Self { writer: Writer::Nitter, handle: handle.to_owned(), name: name.to_owned() });
        }
        let site = link_of_feed(feed).and_then(|l| WebUrl::parse(l).ok())?;
        let path = site.as_url().path().trim_matches('/').to_owned();
        if is_x(site.host()) && is_handle(&path) && mostly && statuses > 0 {
            let name = title.strip_prefix("Twitter @").unwrap_or(&title).to_owned();
            return Some(Self { writer: Writer::RssHub, handle: path, name });
        }
        None
    }
}

/// Makes posts of a feed's entries, oldest first.
pub(super) fn posts(
    shape: &Shape,
    feed: &Feed,
    mut entries: Vec<Placed>,
    cursor: &mut Cursor,
    first: bool,
    now: Timestamp,
) -> Result<Entries, Failure> {
    let mut skipped = Vec::new();
    let notices: Vec<Placed> = entries.extract_if(.., |(_, entry)| notice::is_one(entry)).collect();
    if let (Some((_, notice)), true) = (notices.first(), entries.is_empty()) {
        return Err(notice::instead_of_posts(feed, notice));
    }
    let why = "a notice of the instance that gives the feed";
    skipped.extend(notices.iter().map(|(_, notice)| Skipped { what: name(notice), why: why.into() }));
    let mut read: Vec<Placed> = Vec::with_capacity(entries.len());
    let mut heads: Vec<Head> = Vec::with_capacity(entries.len());
    let mut marks: Vec<Marks> = Vec::with_capacity(entries.len());
    for (place, entry) in entries {
        let head = Head::of(shape, &entry);
        let Some((head, id)) = head.and_then(|head| head.known_as().map(|id| (head, id))) else {
            skipped.push(Skipped { what: name(&entry), why: "it leads to no post".into() });
            continue;
        };
        marks.push(Marks {
            date: date::written(written_ms(&entry), now),
            certain: Some(id),
            ..Marks::default()
        });
        heads.push(head);
        read.push((place, entry));
    }
    let identified = identity::identify(cursor, &marks, first, date::seconds(now))?;
    cursor.stands_for_x = true;
    let own = read.iter().zip(&heads).filter(|(_, head)| head.repost.is_none());
    let own = own.map(|((_, entry), head)| (head.id.as_str(), written_ms(entry).unwrap_or_default()));
    let own = Own::new(own.collect());
    let instance = link_of_feed(feed).and_then(|l| WebUrl::parse(l).ok());
    let mut posts = Vec::with_capacity(read.len());
    for (((_, entry), head), known) in read.iter().zip(&heads).zip(&identified) {
        let Some((known, id)) = known.and_then(|known| Some((known, known.id.remote()?))) else {
            skipped.push(Skipped { what: name(entry), why: "the same post twice".into() });
            continue;
        };
        let url = status_url(&head.author, &head.id);
        let origin = Origin { network: Network::X, remote_id: id, url };
        let mut post = Post::new(origin, date::timestamp(known.date));
        write(shape, &mut post, entry, head, &reader(shape, entry, instance.as_ref()));
        post.reply_to = reply(shape, head, &own);
        if post.is_empty() {
            skipped.push(Skipped { what: name(entry), why: "nothing to read or see".into() });
        } else {
            posts.push(post);
        }
    }
    // What is pinned or boosted stands where its date does not put it.
    let is_in_place = |entry: &Entry, known: &Known| {
        matches!(known.id, Id::Status(_)) && known.is_dated && !is_pinned(entry)
    };
    let sight = sight(&read, &identified, is_in_place);
    Ok(Entries { posts, skipped, profile: profile(shape, feed), sight })
}

fn is_pinned(entry: &Entry) -> bool {
    entry.title.as_ref().is_some_and(|title| title.content.trim_start().starts_with("Pinned: "))
}

/// What an entry's title and link tell.
struct Head {
    author: String,
    id: String,
    reply_to: Option<String>,
    repost: Option<String>,
    /// Words at the start of the text that only say what it is.
    prefix: Option<String>,
}

impl Head {
    fn of(shape: &Shape, entry: &Entry) -> Option<Self> {
        let link = link_of(entry).and_then(status).or_else(|| status(&entry.id));
        let title = entry.title.as_ref().map(|t| plain(&t.content)).unwrap_or_default();
        let title = title.strip_prefix("Pinned: ").unwrap_or(&title).to_owned();
        let bare =
            |id: &str| (id.bytes().all(|b| b.is_ascii_digit()) && !id.is_empty()).then(|| id.to_owned());
        let (author, id) = match link {
            Some((author, id)) if author == "i" => (shape.handle.clone(), id),
            Some(found) => found,
            None => (shape.handle.clone(), bare(&entry.id)?),
        };
        let mut head = Self { author, id, reply_to: None, repost: None, prefix: None };
        let after = |prefix: &str| {
            let rest = title.strip_prefix(prefix)?;
            let handle: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            is_handle(&handle).then_some(handle)
        };
        match shape.writer {
            Writer::Nitter => {
                head.reply_to = after("R to @");
                if title.starts_with(&format!("RT by @{}", shape.handle)) {
                    let creator =
                        entry.authors.iter().find_map(|a| Some(a.name.as_deref()?.trim_start_matches('@')));
                    head.repost =
                        Some(creator.filter(|c| is_handle(c)).map_or(head.author.clone(), str::to_owned));
                }
            }
            Writer::RssHub => {
                if let Some(handle) = after("Re @") {
                    head.reply_to = Some(handle);
                    head.prefix = Some("Re ".into());
                } else if let Some((who, _)) =
                    title.strip_prefix("RT ").and_then(|rest| rest.split_once(": "))
                {
                    head.repost = Some(who.trim_start_matches('@').to_owned());
                    head.prefix = Some(format!("RT {who}: "));
                }
            }
        }
        Some(head)
    }

    /// A repost and its original share guid and link.
    fn known_as(&self) -> Option<Id> {
        let number = self.id.parse().ok()?;
        Some(if self.repost.is_some() { Id::Repost(number) } else { Id::Status(number) })
    }
}

fn reader(shape: &Shape, entry: &Entry, instance: Option<&WebUrl>) -> Reader {
    let base = link_of(entry).and_then(|l| WebUrl::parse(l).ok());
    let hosts = || [instance, base.as_ref()].into_iter().flatten().map(WebUrl::host);
    let instances = match shape.writer {
        Writer::Nitter => hosts().filter(|host| !is_x(host)).map(str::to_owned).collect(),
        Writer::RssHub => Vec::new(),
    };
    Reader { instances, plain_mentions: shape.writer == Writer::RssHub, base }
}

fn write(shape: &Shape, post: &mut Post, entry: &Entry, head: &Head, reader: &Reader) {
    let html = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let html = html.or(entry.summary.as_ref().map(|s| s.content.as_str())).unwrap_or_default();
    let parts = Parts::of(html);
    let HtmlContent { mut text, media, .. } = reader.read(parts.main);
    if let Some(prefix) = &head.prefix
        && text.as_str().starts_with(prefix.as_str())
    {
        text = text.slice(prefix.len()..text.as_str().len()).trimmed();
    }
    if let Some(who) = &head.repost {
        // Media, quote and poll are the original's, as in an archive.
        post.repost_of = Some(reposted(shape, head, who, text));
        return;
    }
    let mut collected = Collected::default();
    for mut found in media {
        found.url = original(&found.url);
        found.poster = found.poster.map(|p| original(&p));
        collected.inline(found);
    }
    post.media = collected.finish();
    // The link to what is quoted ends the words, before anything that joins them.
    text = parts
        .rest
        .iter()
        .filter(|part| is_quote(part))
        .fold(text, |text, part| add_part(post, text, part, reader));
    text = take_quote_link(post, text);
    post.text = parts
        .rest
        .iter()
        .filter(|part| !is_quote(part))
        .fold(text, |text, part| add_part(post, text, part, reader));
}

fn reposted(shape: &Shape, head: &Head, who: &str, text: RichText) -> PostRef {
    let handle = if is_handle(who) { who } else { &head.author };
    let url = match shape.writer {
        // RSSHub links to the reposter's own copy of the address; the author's is not told.
        Writer::RssHub => None,
        Writer::Nitter => status_url(handle, &head.id),
    };
    let name = (!is_handle(who)).then(|| who.to_owned());
    PostRef {
        remote_id: RemoteId::new(head.id.as_str()).ok(),
        url,
        author: Some(byline(handle, name)),
        text: Some(text),
    }
}

fn reply(shape: &Shape, head: &Head, own: &Own<'_>) -> Option<PostRef> {
    let target = head.reply_to.as_ref()?;
    let to_self = target.eq_ignore_ascii_case(&shape.handle);
    let remote_id = to_self.then(|| own.parent(&head.id)).flatten();
    let url = remote_id.as_ref().and_then(|id| status_url(target, id.as_str()));
    Some(PostRef { remote_id, url, author: Some(byline(target, None)), text: None })
}

fn profile(shape: &Shape, feed: &Feed) -> Profile {
    let url = profile_url(&shape.handle);
    let avatar = feed.icon.as_ref().or(feed.logo.as_ref()).and_then(|image| WebUrl::parse(&image.uri).ok());
    let fields = url.iter().map(|url| {
        let mut value = RichTextBuilder::default();
        value.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
        ProfileField { name: "X".into(), value: value.build() }
    });
    Profile {
        name: if shape.name.trim().is_empty() { shape.handle.clone() } else { shape.name.trim().to_owned() },
        handle: Some(shape.handle.clone()),
        bio: RichText::default(),
        fields: fields.collect(),
        avatar: avatar.map(|a| MediaSource::Url(original(&a))),
        url,
        banner: None,
    }
}

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
use super::cursor::Cursor;
use super::date;
use super::entry::{link_of, link_of_feed, name, written_ms};
use super::identity::{self, Marks};
use super::media::{Collected, plain};
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
    pub(super) fn of(feed: &Feed, entries: &[Entry]) -> Option<Self> {
        let title = feed.title.as_ref().map(|t| plain(&t.content)).unwrap_or_default();
        if !entries.is_empty() && entries.iter().all(notice::is_certain) {
            return Some(Self { writer: Writer::Nitter, handle: String::new(), name: title });
        }
        let telling = || entries.iter().filter(|entry| !notice::is_one(entry));
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
    mut entries: Vec<Entry>,
    cursor: &mut Cursor,
    first: bool,
    now: Timestamp,
) -> Result<(Vec<Post>, Vec<Skipped>, Profile), Failure> {
    let mut skipped = Vec::new();
    let notices: Vec<Entry> = entries.extract_if(.., |entry| notice::is_one(entry)).collect();
    if let (Some(notice), true) = (notices.first(), entries.is_empty()) {
        return Err(notice::instead_of_posts(feed, notice));
    }
    let why = "a notice of the instance that gives the feed";
    skipped.extend(notices.iter().map(|notice| Skipped { what: name(notice), why: why.into() }));
    entries.sort_by_key(written_ms);
    let read: Vec<(Entry, Head)> = entries
        .into_iter()
        .filter_map(|entry| match Head::of(shape, &entry) {
            Some(head) => Some((entry, head)),
            None => {
                skipped.push(Skipped { what: name(&entry), why: "it leads to no post".into() });
                None
            }
        })
        .collect();
    let marks: Vec<Marks> = read
        .iter()
        .map(|(entry, head)| Marks {
            date: date::written(Some(written_ms(entry)), now).map_or(0, Timestamp::as_second),
            certain: RemoteId::new(head.remote_id()).ok(),
            ..Marks::default()
        })
        .collect();
    let identified = identity::identify(cursor, &marks, first, now.as_second())?;
    let own = read.iter().filter(|(_, head)| head.repost.is_none());
    let own = Own::new(own.map(|(entry, head)| (head.id.as_str(), written_ms(entry))).collect());
    let instance = link_of_feed(feed).and_then(|l| WebUrl::parse(l).ok());
    let mut posts = Vec::with_capacity(read.len());
    for ((entry, head), (id, seconds)) in read.iter().zip(identified) {
        if identity::is_repetition(&id) {
            skipped.push(Skipped { what: name(entry), why: "the same post twice".into() });
            continue;
        }
        let url = status_url(&head.author, &head.id);
        let origin = Origin { network: Network::X, remote_id: id, url };
        let mut post = Post::new(origin, Timestamp::from_second(seconds).unwrap_or(now));
        write(shape, &mut post, entry, head, &reader(shape, entry, instance.as_ref()));
        post.reply_to = reply(shape, head, &own);
        if post.is_empty() {
            skipped.push(Skipped { what: name(entry), why: "nothing to read or see".into() });
        } else {
            posts.push(post);
        }
    }
    Ok((posts, skipped, profile(shape, feed)))
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
    fn remote_id(&self) -> String {
        match self.repost {
            Some(_) => format!("repost:{}", self.id),
            None => self.id.clone(),
        }
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

//! Feeds that stand for an account on X, as Nitter and RSSHub write them (facts/x-in-practice.md §11): their titles and
//! markup say what is a reply, a repost, a quote, a poll.

use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;
use mimus_core::rich_text::{Detect, HtmlContent, RichTextBuilder, detect, parse_html};
use mimus_core::{
    Byline, LinkCard, MediaSource, Network, Origin, Poll, PollOption, Post, PostRef, Profile, ProfileField,
    RemoteId, RichText, SpanKind, WebUrl,
};

use super::cursor::Cursor;
use super::entry::{link_of, link_of_feed, name, written_ms};
use super::identity::{self, Marks};
use super::media::{Collected, plain};
use super::{date, fetch};
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
        let statuses = entries.iter().filter(|e| link_of(e).is_some_and(|l| status(l).is_some())).count();
        let mostly = entries.is_empty() || statuses * 2 > entries.len();
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

fn is_handle(text: &str) -> bool {
    (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn is_x(host: &str) -> bool {
    let host = host.trim_start_matches("www.").trim_start_matches("mobile.");
    matches!(host, "x.com" | "twitter.com")
}

/// Handle and id of a post's address, on X or on any instance that uses its paths.
fn status(link: &str) -> Option<(String, String)> {
    let url = WebUrl::parse(link).ok()?;
    let mut parts = url.as_url().path_segments()?;
    let (handle, word, id) = (parts.next()?, parts.next()?, parts.next()?);
    let number = (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    ((is_handle(handle) || handle == "i") && word == "status" && number)
        .then(|| (handle.to_owned(), id.to_owned()))
}

fn profile_url(handle: &str) -> Option<WebUrl> {
    WebUrl::parse(&format!("https://x.com/{handle}")).ok()
}

fn status_url(handle: &str, id: &str) -> Option<WebUrl> {
    WebUrl::parse(&format!("https://x.com/{handle}/status/{id}")).ok()
}

fn byline(handle: &str, name: Option<String>) -> Byline {
    Byline { name, handle: Some(handle.to_owned()), url: profile_url(handle) }
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
    let own: Vec<(String, i64)> = read
        .iter()
        .filter(|(_, head)| head.repost.is_none())
        .map(|(e, h)| (h.id.clone(), written_ms(e)))
        .collect();
    let mut posts = Vec::with_capacity(read.len());
    for ((entry, head), (id, seconds)) in read.iter().zip(identified) {
        if identity::is_repetition(&id) {
            skipped.push(Skipped { what: name(entry), why: "the same post twice".into() });
            continue;
        }
        let url = status_url(&head.author, &head.id);
        let origin = Origin { network: Network::X, remote_id: id, url };
        let mut post = Post::new(origin, Timestamp::from_second(seconds).unwrap_or(now));
        write(shape, &mut post, entry, head, &own);
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

fn write(shape: &Shape, post: &mut Post, entry: &Entry, head: &Head, own: &[(String, i64)]) {
    let html = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let html = html.or(entry.summary.as_ref().map(|s| s.content.as_str())).unwrap_or_default();
    let parts = Parts::of(html);
    let base = link_of(entry).and_then(|l| WebUrl::parse(l).ok());
    let mut content = words(parts.main, base.as_ref());
    if let Some(prefix) = &head.prefix
        && content.text.as_str().starts_with(prefix.as_str())
    {
        content.text = content.text.slice(prefix.len()..content.text.as_str().len()).trimmed();
    }
    let mut media = Collected::default();
    for mut found in content.media {
        found.url = original(&found.url);
        found.poster = found.poster.map(|p| original(&p));
        media.inline(found);
    }
    post.media = media.finish();
    let mut text = content.text;
    for part in parts.rest {
        text = add_part(post, text, part, base.as_ref());
    }
    if post.quote.is_none() {
        (text, post.quote) = trailing_quote(text);
    }
    match &head.repost {
        Some(who) => {
            let handle = if is_handle(who) { who.clone() } else { head.author.clone() };
            let (remote_id, url) = match shape.writer {
                // RSSHub links to the reposter's own copy of the address; the author's is not told.
                Writer::RssHub => (RemoteId::new(head.id.as_str()).ok(), None),
                Writer::Nitter => (RemoteId::new(head.id.as_str()).ok(), status_url(&handle, &head.id)),
            };
            let name = (!is_handle(who)).then(|| who.clone());
            post.repost_of =
                Some(PostRef { remote_id, url, author: Some(byline(&handle, name)), text: Some(text) });
        }
        None => post.text = text,
    }
    if let Some(target) = &head.reply_to {
        let same = target.eq_ignore_ascii_case(&shape.handle);
        let remote_id = same.then(|| thread_parent(own, &head.id)).flatten();
        let url = remote_id.as_ref().and_then(|id: &RemoteId| status_url(target, id.as_str()));
        post.reply_to = Some(PostRef { remote_id, url, author: Some(byline(target, None)), text: None });
    }
}

/// The post of a thread that a reply to oneself goes on: the one just before it in the feed, if it was written
/// within the ten minutes before; otherwise it cannot be told.
fn thread_parent(own: &[(String, i64)], id: &str) -> Option<RemoteId> {
    let at = own.iter().position(|(known, _)| known == id)?;
    let (parent, written) = own.get(at.checked_sub(1)?)?;
    let (_, mine) = own.get(at)?;
    (mine - written <= 600_000).then(|| RemoteId::new(parent.as_str()).ok()).flatten()
}

fn words(html: &str, base: Option<&WebUrl>) -> HtmlContent {
    let mut content = parse_html(html, base, fetch::MENTIONS);
    let text = content.text.map_spans(|words, kind| match kind {
        SpanKind::Link { url } => {
            let path = url.as_url().path().trim_matches('/');
            if let Some(handle) = words.strip_prefix(['@', '＠'])
                && path.eq_ignore_ascii_case(handle)
                && is_handle(handle)
            {
                let kind = SpanKind::Mention {
                    network: Network::X,
                    handle: handle.to_owned(),
                    url: profile_url(handle),
                };
                return (words.to_owned(), Some(kind));
            }
            if let Some(tag) = words.strip_prefix(['#', '＃'])
                && (path == "search" || path.starts_with("hashtag/"))
            {
                return (words.to_owned(), Some(SpanKind::Hashtag { name: tag.to_owned() }));
            }
            if let Some(symbol) = words.strip_prefix('$')
                && path == "search"
            {
                return (words.to_owned(), Some(SpanKind::Cashtag { symbol: symbol.to_owned() }));
            }
            // A shortened address is shown whole; how much of it is seen is the reader's page's to say.
            let shortened = words.ends_with('…') && !words.contains(char::is_whitespace);
            let bare = url.as_str().split_once("://").is_some_and(|(_, rest)| {
                rest.trim_start_matches("www.")
                    .starts_with(words.trim_end_matches('…').trim_start_matches("www."))
            });
            let shown = if shortened || bare { url.as_str().to_owned() } else { words.to_owned() };
            (shown, Some(kind.clone()))
        }
        other => (words.to_owned(), Some(other.clone())),
    });
    content.text = detect(&text, Detect { links: true, hashtags: true });
    content
}

/// A description cut at its rules: the post's own words first, then what hangs on.
struct Parts<'a> {
    main: &'a str,
    rest: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(html: &'a str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = html;
        while pieces.len() < 8 {
            let Some(at) = rest.find("<hr") else { break };
            let Some(end) = rest[at..].find('>') else { break };
            pieces.push(&rest[..at]);
            rest = &rest[at + end + 1..];
        }
        pieces.push(rest);
        Self { main: pieces[0], rest: pieces.split_off(1) }
    }
}

fn add_part(post: &mut Post, text: RichText, html: &str, base: Option<&WebUrl>) -> RichText {
    let html = html.trim();
    if html.starts_with("<blockquote") || html.contains("rsshub-quote") {
        post.quote = quoted(html, base);
        return text;
    }
    if let Some(poll) = html.strip_prefix("<b>Poll</b>") {
        post.poll = self::poll(poll);
        if post.poll.is_some() {
            return text;
        }
    }
    if let Some(card) = html.strip_prefix("<b>Link</b>").or_else(|| html.strip_prefix("<b>Article</b>")) {
        let read = words(card, base);
        let link = read.text.spans().iter().find_map(|s| match &s.kind {
            SpanKind::Link { url } => Some((url.clone(), read.text.as_str()[s.range()].to_owned())),
            _ => None,
        });
        if let Some((url, title)) = link {
            let description =
                read.text.as_str().lines().map(str::trim).find(|l| !l.is_empty() && *l != title);
            post.card = Some(LinkCard { url, title, description: description.map(str::to_owned) });
            return text;
        }
    }
    let more = words(html, base);
    let mut out = RichTextBuilder::default();
    out.push_rich(&text);
    if !more.text.is_empty() {
        if !text.is_empty() {
            out.push_str("\n\n");
        }
        out.push_rich(&more.text);
    }
    out.build()
}

/// `<b>Name (@handle)</b><p>words</p><footer>— <cite><a href=…>`, or RSSHub's `Name: words`.
fn quoted(html: &str, base: Option<&WebUrl>) -> Option<PostRef> {
    let (body, footer) = html.split_once("<footer").unwrap_or((html, ""));
    let read = words(&body.replace("<blockquote>", "").replace("</blockquote>", ""), base);
    let link = |text: &RichText| {
        text.spans().iter().rev().find_map(|s| match &s.kind {
            SpanKind::Link { url } => status(url.as_str()),
            _ => None,
        })
    };
    let found = link(&words(&format!("<p{footer}"), base).text).or_else(|| link(&read.text));
    let lines = read.text.as_str();
    let (first, rest) = lines.split_once('\n').unwrap_or((lines, ""));
    let (name, handle, from) = match first.rsplit_once(" (@") {
        Some((name, handle)) => (Some(name.to_owned()), handle.trim_end_matches(')').to_owned(), first.len()),
        None => match first.split_once(':') {
            Some((name, _)) => (Some(name.to_owned()), String::new(), name.len() + 1),
            None => (None, String::new(), 0),
        },
    };
    let _ = rest;
    let handle = if is_handle(&handle) { Some(handle) } else { found.as_ref().map(|(h, _)| h.clone()) };
    let author = Byline { name, url: handle.as_deref().and_then(profile_url), handle };
    Some(PostRef {
        remote_id: found.as_ref().and_then(|(_, id)| RemoteId::new(id.as_str()).ok()),
        url: found.as_ref().and_then(|(h, id)| status_url(h, id)),
        text: Some(read.text.slice(from..lines.len()).trimmed()),
        author: Some(author),
    })
}

/// `<p>NN% — option<br>…<i>N votes • status</i></p>`.
fn poll(html: &str) -> Option<Poll> {
    let read = parse_html(html, None, fetch::MENTIONS);
    let mut options = Vec::new();
    let (mut total, mut closed) = (None, false);
    for line in read.text.as_str().lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some((share, label)) = line.split_once("% — ").or_else(|| line.split_once("% - "))
            && let Ok(share) = share.trim().parse::<u64>()
            && options.len() < 20
        {
            options.push((share.min(100), label.trim().to_owned()));
        } else if let Some((votes, state)) = line.split_once(" votes") {
            total = votes.replace([',', '.'], "").trim().parse::<u64>().ok();
            closed = state.contains("Final");
        }
    }
    if options.is_empty() {
        return None;
    }
    let votes = |share: u64| total.map_or(share, |total| (total.min(1 << 40) * share + 50) / 100);
    let options =
        options.into_iter().map(|(share, label)| PollOption { label, votes: votes(share) }).collect();
    Some(Poll { options, multiple: false, ends_at: None, closed })
}

/// A link to a post at the very end of the words is what is quoted; only that link goes.
fn trailing_quote(text: RichText) -> (RichText, Option<PostRef>) {
    let Some(last) = text.spans().last() else { return (text, None) };
    let SpanKind::Link { url } = &last.kind else { return (text, None) };
    let at_end = text.as_str()[last.end..].trim().is_empty();
    let found = status(url.as_str()).filter(|_| at_end && is_x(url.host()));
    let Some((handle, id)) = found else { return (text, None) };
    let quote = PostRef {
        remote_id: RemoteId::new(id.as_str()).ok(),
        url: status_url(&handle, &id),
        author: (handle != "i").then(|| byline(&handle, None)),
        text: None,
    };
    let rest = text.slice(0..last.start).trimmed();
    // Words that are nothing but the link stay, as a post must not be empty.
    if rest.is_empty() { (text, None) } else { (rest, Some(quote)) }
}

/// The address on X's own servers of a picture that an instance passes on.
fn original(url: &WebUrl) -> WebUrl {
    let path = url.as_url().path();
    let Some(rest) = path.strip_prefix("/pic/") else { return url.clone() };
    let rest = rest.strip_prefix("orig/").unwrap_or(rest);
    let decoded = rest
        .replace("%2F", "/")
        .replace("%2f", "/")
        .replace("%3F", "?")
        .replace("%3D", "=")
        .replace("%26", "&");
    let decoded = decoded.trim_start_matches("https://");
    let known =
        ["pbs.twimg.com/", "video.twimg.com/", "abs.twimg.com/"].iter().any(|host| decoded.starts_with(host));
    let whole = if known { format!("https://{decoded}") } else { format!("https://pbs.twimg.com/{decoded}") };
    WebUrl::parse(&whole).unwrap_or_else(|_| url.clone())
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

//! Reading the files of cases.

use jiff::Timestamp;
use mimus_core::rich_text::{Detect, RichTextBuilder, detect, parse_html};
use mimus_core::{
    AltText, Byline, LinkCard, Media, MediaKind, MediaSource, Network, Origin, Poll, PollOption, Post,
    PostRef, RemoteId, RichText, RouteFacts, RoutePolicy, SpanKind, Visibility, WebUrl,
};

/// One case.
pub(crate) struct Case {
    pub(crate) name: String,
    /// Its lines as they stand in the file.
    pub(crate) source: String,
    pub(crate) post: Post,
    pub(crate) facts: RouteFacts,
    pub(crate) policy: RoutePolicy,
}

pub(crate) fn read(file: &str) -> Vec<Case> {
    file.split("=== ").skip(1).map(one).collect()
}

fn url(text: &str) -> WebUrl {
    WebUrl::parse(text).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn one(source: &str) -> Case {
    let (name, rest) = source.split_once('\n').unwrap();
    let (facts_lines, body) = rest.split_once("---").unwrap_or((rest, ""));
    let origin = Origin {
        network: Network::Mastodon,
        remote_id: RemoteId::new("1").unwrap(),
        url: Some(url("https://town.example.org/@town/1")),
    };
    let mut post = Post::new(origin, at("2026-08-10T09:30:00Z"));
    post.text = words(body.trim_matches('\n'));
    let mut facts =
        RouteFacts { source_handle: Some("town@town.example.org".into()), ..RouteFacts::default() };
    let mut policy = RoutePolicy::default();
    for line in facts_lines.lines().filter(|line| !line.trim().is_empty()) {
        let (key, value) = line.split_once(':').map_or((line, ""), |(key, value)| (key, value.trim()));
        match key.trim() {
            "html" => post.text = parse_html(body.trim(), None, Network::Mastodon).text,
            "from" => post.origin.network = value.parse().unwrap(),
            "url" => post.origin.url = (value != "none").then(|| url(value)),
            "cw" => post.content_warning = Some(repeated(value)),
            "title" => post.title = Some(value.to_owned()),
            "lang" => post.language = Some(mimus_core::Language::new(value).unwrap()),
            "sensitive" => post.sensitive = true,
            "unlisted" => post.visibility = Visibility::Unlisted,
            "image" => media(&mut post, MediaKind::Image, value),
            "gif" => media(&mut post, MediaKind::Gifv, value),
            "film" => media(&mut post, MediaKind::Video, value),
            "sound" => media(&mut post, MediaKind::Audio, value),
            "poll" => post.poll = Some(poll(value)),
            "quote" => post.quote = Some(reference(value)),
            "repost" => post.repost_of = Some(reference(value)),
            "reply" => post.reply_to = Some(reference(value)),
            "card" => {
                let mut parts = value.split(" | ");
                post.card = Some(LinkCard {
                    url: url(parts.next().unwrap()),
                    title: parts.next().unwrap().to_owned(),
                    description: parts.next().map(str::to_owned),
                });
            }
            "facts" => {
                for fact in value.split(", ") {
                    match fact {
                        "own_reply" => facts.own_reply = true,
                        "reply_there" => facts.reply_on_destination = true,
                        "quote_there" => facts.quote_on_destination = true,
                        "repost_there" => facts.repost_on_destination = true,
                        other => facts.quote_url = Some(url(other)),
                    }
                }
            }
            "policy" => policy = serde_json::from_str(value).unwrap(),
            other => panic!("{name}: what is {other:?}?"),
        }
    }
    Case { name: name.trim().to_owned(), source: rest.trim().to_owned(), post, facts, policy }
}

fn media(post: &mut Post, kind: MediaKind, alt: &str) {
    let number = post.media.len() + 1;
    let source = MediaSource::Url(url(&format!("https://files.town.example.org/{number}")));
    let mut medium = Media::new(kind, source);
    if !alt.is_empty() {
        medium.alt.push(AltText { language: None, text: repeated(alt) });
    }
    post.media.push(medium);
}

/// `A | B | C; until 2026-08-11T09:30:00Z; multiple; closed`, options with votes as `A = 12`.
fn poll(value: &str) -> Poll {
    let mut parts = value.split("; ");
    let option = |option: &str| {
        let (label, votes) = option.split_once(" = ").unwrap_or((option, "0"));
        PollOption { label: label.to_owned(), votes: votes.parse().unwrap() }
    };
    let options = parts.next().unwrap().split(" | ").map(option).collect();
    let mut poll = Poll { options, multiple: false, ends_at: None, closed: false };
    for part in parts {
        match part.split_once(' ') {
            Some(("until", end)) => poll.ends_at = Some(at(end)),
            _ if part == "multiple" => poll.multiple = true,
            _ => poll.closed = true,
        }
    }
    poll
}

/// `address | @handle | words`; an author without a page is on no network.
fn reference(value: &str) -> PostRef {
    let mut parts = value.splitn(3, " | ");
    let address = parts.next().filter(|address| *address != "none").map(url);
    let author = parts.next().map(|handle| {
        let handle = handle.trim_start_matches('@');
        let page = match handle.split_once('@') {
            Some((name, server)) => format!("https://{server}/@{name}"),
            None if handle.contains('.') => format!("https://bsky.app/profile/{handle}"),
            None => format!("https://x.com/{handle}"),
        };
        Byline { name: None, handle: Some(handle.to_owned()), url: Some(url(&page)) }
    });
    PostRef { remote_id: RemoteId::new("2").ok(), url: address, author, text: parts.next().map(words) }
}

/// `«word»×90` written out.
fn repeated(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (word, after) = after.split_once("»×").unwrap();
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(before);
        out.push_str(&word.repeat(after[..digits].parse().unwrap()));
        rest = &after[digits..];
    }
    out.push_str(rest);
    out
}

/// The words with their spans.
pub(crate) fn words(text: &str) -> RichText {
    let text = repeated(text).replace("\\u200b", "\u{200B}");
    let mut out = RichTextBuilder::default();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['[', '{']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        rest = span(&mut out, after);
    }
    out.push_str(rest);
    detect(&out.build(), Detect { links: true, hashtags: true })
}

/// Appends the span that `text` begins with, and returns what follows.
fn span<'a>(out: &mut RichTextBuilder, text: &'a str) -> &'a str {
    if let Some((label, rest)) = text.strip_prefix('[').and_then(|text| text.split_once("]("))
        && !label.contains('\n')
        && let Some((address, rest)) = rest.split_once(')')
    {
        out.push_span(label, SpanKind::Link { url: url(address) });
        return rest;
    }
    if let Some((inside, rest)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) {
        if let Some(shortcode) = inside.strip_prefix(':') {
            let shortcode = shortcode.trim_end_matches(':').to_owned();
            let picture = url("https://town.example.org/emoji.png");
            out.push_span(&format!(":{shortcode}:"), SpanKind::Emoji { shortcode, url: picture });
            return rest;
        }
        let account: mimus_core::Account = inside.parse().unwrap();
        let short = account.handle().split('@').next().unwrap();
        let kind = SpanKind::Mention {
            network: account.network(),
            handle: account.handle().to_owned(),
            url: account.page(),
        };
        out.push_span(&format!("@{short}"), kind);
        return rest;
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    out.push_str(&text[..first]);
    &text[first..]
}

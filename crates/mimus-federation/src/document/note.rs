//! A post as `Note`, or as `Question` where it has a poll.

use jiff::Timestamp;
use mimus_core::present::words_for_fediverse;
use mimus_core::rich_text::{HtmlOptions, escape};
use mimus_core::{FocalPoint, Media, Network, Poll, RichText, SpanKind, WebUrl};
use mimus_store::{StoredFile, StoredMedium, StoredPost};
use serde_json::{Value, json};

use super::{PUBLIC, Related, audience, post_context, quote_stamp, set, with_context};
use crate::Addresses;

/// A post standing alone.
///
/// A repost whose original is a boost has no such document of its own, except where it is asked for by its id.
#[must_use]
pub fn note(addresses: &Addresses, post: &StoredPost, related: &Related) -> Value {
    with_context(bare_note(addresses, post, related), post_context())
}

/// A post within another document.
pub(super) fn bare_note(addresses: &Addresses, stored: &StoredPost, related: &Related) -> Value {
    let post = &stored.post;
    let handle = &stored.handle;
    let id = addresses.post(handle, stored.id);
    let known = |network: Network, name: &str| {
        let local = related.mentions.get(&name.to_ascii_lowercase()).filter(|_| network == Network::X)?;
        let actor = WebUrl::parse(&addresses.actor(local)).ok()?;
        Some((format!("{local}@{}", addresses.host()), actor))
    };
    let words = words_for_fediverse(post, related.quote.is_some(), &known);
    let content = content(addresses, stored, &words, related);
    let tags = tags(addresses, stored, &words);
    let (to, mut cc) = audience(addresses, handle, post.visibility);
    cc.extend(
        tags.iter()
            .filter(|tag| tag["type"] == "Mention")
            .filter_map(|tag| tag["href"].as_str().map(str::to_owned)),
    );
    let mut note = json!({
        "id": id,
        "type": if post.poll.is_some() { "Question" } else { "Note" },
        "url": addresses.post_page(handle, stored.id),
        "attributedTo": addresses.actor(handle),
        "published": seconds(post.created_at),
        "to": to,
        "cc": cc,
        "content": content,
        "sensitive": post.sensitive || post.content_warning.is_some(),
        "tag": tags,
        "attachment": attachments(addresses, stored),
        // Whoever can read may quote (FEP-044f).
        "interactionPolicy": { "canQuote": { "automaticApproval": [PUBLIC] } },
    });
    if let Some(language) = &post.language {
        set(&mut note, "contentMap", Some(json!({ language.as_str(): content })));
    }
    set(&mut note, "summary", post.content_warning.as_deref());
    set(&mut note, "updated", updated(stored).map(seconds));
    set(&mut note, "inReplyTo", related.reply_to.as_ref().map(|(id, handle)| addresses.post(handle, *id)));
    if let Some((quoted, author)) = &related.quote {
        let target = addresses.post(author, *quoted);
        let stamp = addresses.quote_authorization(author, *quoted, &quote_stamp(&id));
        for name in ["quote", "quoteUri", "_misskey_quote"] {
            set(&mut note, name, Some(target.as_str()));
        }
        set(&mut note, "quoteAuthorization", Some(stamp));
    }
    if let Some(poll) = &post.poll {
        ask(&mut note, poll, stored);
    }
    note
}

/// Times as Mastodon writes them, without fractions.
pub(super) fn seconds(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// When it was last changed. An edit is only taken for one where this moves on, so what changed here counts
/// where the source gives no time or one from before.
fn updated(stored: &StoredPost) -> Option<Timestamp> {
    let here = stored.changed_at.filter(|_| stored.revision > 1);
    stored.post.edited_at.max(here)
}

fn content(addresses: &Addresses, stored: &StoredPost, words: &RichText, related: &Related) -> String {
    let hashtag = |name: &str| Some(addresses.tag_page(&stored.handle, name));
    let html = words.to_html(&HtmlOptions { hashtag: &hashtag, shorten_links: true });
    let Some((quoted, author)) = &related.quote else { return html };
    // What servers show that know no quotes; those that do leave it out by its class, as Mastodon's own.
    let page = addresses.post_page(author, *quoted);
    let page = escape(&page);
    format!(
        "<p class=\"quote-inline\">RE: <a href=\"{page}\" rel=\"nofollow noopener\" target=\"_blank\">{page}</a></p>{html}"
    )
}

fn tags(addresses: &Addresses, stored: &StoredPost, words: &RichText) -> Vec<Value> {
    let mut tags: Vec<Value> = Vec::new();
    let mut push = |tag: Value| {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    };
    for name in words.hashtags() {
        push(json!({
            "type": "Hashtag",
            "name": format!("#{name}"),
            "href": addresses.tag_page(&stored.handle, name),
        }));
    }
    for span in words.spans() {
        match &span.kind {
            SpanKind::Mention { network: Network::Mastodon, handle, url: Some(url) } => {
                push(json!({ "type": "Mention", "name": format!("@{handle}"), "href": url.as_str() }));
            }
            SpanKind::Emoji { shortcode, url } => push(json!({
                "type": "Emoji",
                "id": url.as_str(),
                "name": format!(":{shortcode}:"),
                "icon": { "type": "Image", "url": url.as_str() },
            })),
            _ => {}
        }
    }
    tags
}

/// The media whose bytes are here, or were and are fetched again when asked for.
fn attachments(addresses: &Addresses, stored: &StoredPost) -> Vec<Value> {
    stored
        .media
        .iter()
        .filter_map(|medium| attachment(addresses, stored.post.media.get(medium.position)?, medium))
        .collect()
}

fn attachment(
    addresses: &Addresses,
    media: &Media,
    StoredMedium { file, preview, .. }: &StoredMedium,
) -> Option<Value> {
    let mut document = json!({ "type": "Document", "url": addresses.media(&file.name()?) });
    set(&mut document, "mediaType", file.mime.as_deref());
    let (width, height) = file.size.or(media.size).unzip();
    set(&mut document, "width", width);
    set(&mut document, "height", height);
    set(&mut document, "blurhash", file.blurhash.as_deref());
    if let Some(FocalPoint { x, y }) = media.focal_point {
        let point = [f64::from(x) / 1000.0, f64::from(y) / 1000.0];
        set(&mut document, "focalPoint", Some(json!(point)));
    }
    // Mastodon reads the alt text from `name`, GoToSocial from `summary`.
    set(&mut document, "name", media.alt_text());
    set(&mut document, "summary", media.alt_text());
    let still = |file: &StoredFile| {
        let mut icon = json!({ "type": "Image", "url": addresses.media(&file.name()?) });
        set(&mut icon, "mediaType", file.mime.as_deref());
        Some(icon)
    };
    set(&mut document, "icon", preview.as_ref().and_then(still));
    Some(document)
}

fn ask(note: &mut Value, poll: &Poll, stored: &StoredPost) {
    let options: Vec<Value> = poll
        .options
        .iter()
        .map(|option| {
            json!({
                "type": "Note",
                "name": option.label,
                "replies": { "type": "Collection", "totalItems": option.votes },
            })
        })
        .collect();
    set(note, if poll.multiple { "anyOf" } else { "oneOf" }, Some(options));
    if !poll.multiple {
        set(note, "votersCount", Some(poll.total()));
    }
    set(note, "endTime", poll.ends_at.map(seconds));
    if poll.closed {
        let closed = poll.ends_at.or(stored.changed_at).unwrap_or(stored.post.created_at);
        set(note, "closed", Some(seconds(closed)));
    }
}

//! What other people's posts say, cleaned and bounded before it is kept.

use jiff::Timestamp;
use mimus_core::rich_text::parse_html;
use mimus_core::{Language, Network, WebUrl};
use serde_json::{Value, json};

use crate::document::PUBLIC;
use crate::json;
use crate::remote::web_address;

/// Most of a post that is kept, in grapheme clusters. GoToSocial's own bound is 5,000 characters.
const MAX_TEXT: usize = 10_000;
const MAX_SUMMARY: usize = 1_000;
const MAX_ALT: usize = 3_000;
const MAX_MEDIA: usize = 16;
const MAX_MENTIONS: usize = 32;

/// Types of objects that can be read as posts.
const POSTS: [&str; 9] =
    ["Note", "Article", "Page", "Question", "Video", "Audio", "Image", "Event", "Document"];

pub(super) fn is_post(object: &Value) -> bool {
    json::types(object).any(|kind| POSTS.contains(&kind))
}

/// Who may see a post, as it is kept: only what is `public` or `unlisted` may be shown to anybody.
fn visibility(object: &Value, activity: &Value) -> &'static str {
    let has = |name: &str, wanted: &dyn Fn(&str) -> bool| {
        json::ids(object, name).chain(json::ids(activity, name)).any(wanted)
    };
    let public = |id: &str| matches!(id, PUBLIC | "as:Public" | "Public");
    // Servers name their followers' collections so; a wrong guess here only calls a private post by the wrong
    // name for private.
    let followers = |id: &str| id.trim_end_matches('/').ends_with("/followers");
    if has("to", &public) {
        "public"
    } else if has("cc", &public) {
        "unlisted"
    } else if has("to", &followers) || has("cc", &followers) {
        "followers"
    } else {
        "direct"
    }
}

/// A post as it is kept for the Inbox:
/// `{"type", "url", "text": RichText, "summary", "sensitive", "language", "published", "visibility", "in_reply_to",
/// "media": [{"url", "mime", "alt", "width", "height"}], "mentions": [{"name", "href"}]}`.
pub(super) fn kept(object: &Value, activity: &Value) -> Value {
    let page = json::list(object, "url")
        .iter()
        .find_map(web_address)
        .or_else(|| object.get("id").and_then(web_address));
    let base = page.as_deref().and_then(|page| WebUrl::parse(page).ok());
    let content = json::text(object, "content")
        .or_else(|| object.get("contentMap")?.as_object()?.values().next()?.as_str())
        .or_else(|| json::text(object, "name"))
        .unwrap_or_default();
    let (text, _) = parse_html(content, base.as_ref(), Network::Mastodon).text.truncated(MAX_TEXT);
    let summary = json::text(object, "summary").map(plain).filter(|summary| !summary.is_empty());
    json!({
        "type": json::types(object).next(),
        "url": page,
        "text": text,
        "summary": summary.map(|summary| summary.chars().take(MAX_SUMMARY).collect::<String>()),
        "sensitive": object.get("sensitive").and_then(Value::as_bool).unwrap_or_default(),
        "language": language(object),
        "published": time(object, "published").map(|at| at.to_string()),
        "visibility": visibility(object, activity),
        "in_reply_to": json::first_id(object, "inReplyTo"),
        "media": json::list(object, "attachment").iter().filter_map(medium).take(MAX_MEDIA).collect::<Vec<_>>(),
        "mentions": mentions(object),
    })
}

/// The words of a piece of HTML.
pub(super) fn plain(html: &str) -> String {
    parse_html(html, None, Network::Mastodon).text.as_str().to_owned()
}

/// The language, where it is the only one.
fn language(object: &Value) -> Option<Language> {
    let map = object.get("contentMap")?.as_object()?;
    let mut languages = map.keys();
    match (languages.next(), languages.next()) {
        (Some(only), None) => Language::new(only).ok(),
        _ => None,
    }
}

fn time(object: &Value, name: &str) -> Option<Timestamp> {
    json::text(object, name).filter(|text| text.len() <= 64)?.parse().ok()
}

fn medium(attachment: &Value) -> Option<Value> {
    let link = json::first(attachment, "url").or_else(|| json::first(attachment, "href"))?;
    let mime = json::line(attachment, "mediaType", 80).or_else(|| json::line(link, "mediaType", 80));
    let alt = json::text(attachment, "name").or_else(|| json::text(attachment, "summary"));
    let pixels = |name: &str| attachment.get(name).and_then(Value::as_u64).filter(|n| *n <= 100_000);
    Some(json!({
        "url": web_address(link)?,
        "mime": mime,
        "alt": alt.map(|alt| alt.trim().chars().take(MAX_ALT).collect::<String>()).filter(|alt| !alt.is_empty()),
        "width": pixels("width"),
        "height": pixels("height"),
    }))
}

fn mentions(object: &Value) -> Vec<Value> {
    json::list(object, "tag")
        .iter()
        .filter(|tag| json::is_a(tag, "Mention"))
        .filter_map(|tag| {
            let href = tag.get("href").and_then(web_address)?;
            Some(json!({ "href": href, "name": json::line(tag, "name", 200) }))
        })
        .take(MAX_MENTIONS)
        .collect()
}

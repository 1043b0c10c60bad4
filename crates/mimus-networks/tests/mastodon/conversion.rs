//! Statuses of our own writing, and the posts that they become.

use mimus_core::{MediaKind, Network, Post, SpanKind, Visibility};
use mimus_networks::read_one;
use serde_json::{Value, json};

fn status(change: &Value) -> Value {
    let mut status = json!({
        "id": "110", "created_at": "2026-11-23T10:00:00.000Z", "visibility": "public", "language": "en",
        "url": "https://social.example/@ana/110", "uri": "https://social.example/users/ana/statuses/110",
        "content": "<p>Good morning</p>", "spoiler_text": "", "sensitive": false,
        "account": {"id": "7", "acct": "ana", "username": "ana", "display_name": "Ana", "url": "https://social.example/@ana"},
        "media_attachments": [], "mentions": [], "tags": [], "emojis": [],
    });
    for (key, value) in change.as_object().unwrap() {
        status[key] = value.clone();
    }
    status
}

fn read(change: &Value) -> Result<Post, String> {
    read_one(Network::Mastodon, status(change).to_string().as_bytes()).unwrap().post
}

#[test]
fn what_is_not_for_everybody_is_no_post() {
    for (visibility, why) in
        [("private", "for followers only"), ("direct", "a direct message"), ("local", "not for everybody")]
    {
        assert_eq!(read(&json!({ "visibility": visibility })), Err(why.to_owned()));
    }
    assert_eq!(read(&json!({ "visibility": null })), Err("not for everybody".to_owned()));
    assert_eq!(read(&json!({"visibility": "unlisted"})).unwrap().visibility, Visibility::Unlisted);
}

#[test]
fn words_links_mentions_and_tags_are_spans() {
    let post = read(&json!({
        "content": "<p>See <a href=\"https://example.org/a/very/long/address\" rel=\"nofollow\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">example.org/a/very</span><span class=\"invisible\">/long/address</span></a> with <span class=\"h-card\"><a href=\"https://other.example/@bo\" class=\"u-url mention\">@<span>bo</span></a></span> and <span class=\"h-card\"><a href=\"https://social.example/@cy\" class=\"u-url mention\">@<span>cy</span></a></span><br />on <a href=\"https://social.example/tags/birds\" class=\"mention hashtag\" rel=\"tag\">#<span>birds</span></a> :blobcat:</p><p>Second</p>",
        "mentions": [{"id": "8", "acct": "bo@other.example", "username": "bo", "url": "https://other.example/@bo"},
                     {"id": "9", "acct": "cy", "username": "cy", "url": "https://social.example/@cy"}],
    }))
    .unwrap();
    assert!(post.text.as_str().ends_with("on #birds :blobcat:\n\nSecond"), "{:?}", post.text.as_str());
    let kinds: Vec<&SpanKind> = post.text.spans().iter().map(|span| &span.kind).collect();
    assert!(
        matches!(kinds[0], SpanKind::Link { url } if url.as_str() == "https://example.org/a/very/long/address")
    );
    assert!(matches!(kinds[1], SpanKind::Mention { handle, .. } if handle == "bo@other.example"));
    assert!(matches!(kinds[2], SpanKind::Mention { handle, .. } if handle == "cy@social.example"));
    assert!(matches!(kinds[3], SpanKind::Hashtag { name } if name == "birds"));
}

#[test]
fn warnings_media_and_polls_come_along() {
    let post = read(&json!({
        "spoiler_text": "food", "sensitive": true, "edited_at": "2026-11-23T11:00:00Z",
        "media_attachments": [
            {"id": "1", "type": "image", "url": "https://files.example/1.png", "description": " A bird ",
             "meta": {"original": {"width": 640, "height": 480}, "focus": {"x": -0.5, "y": 0.25}}},
            {"id": "2", "type": "unknown", "url": null, "remote_url": "https://files.example/2.bin"},
            {"id": "3", "type": "video", "url": "https://files.example/3.mp4", "preview_url": "https://files.example/3.png"}],
        "poll": {"id": "1", "expires_at": "2026-11-24T10:00:00Z", "expired": false, "multiple": true,
                 "options": [{"title": "Tea", "votes_count": 2}, {"title": "Coffee", "votes_count": null}]},
    }))
    .unwrap();
    assert_eq!((post.content_warning.as_deref(), post.sensitive), (Some("food"), true));
    assert_eq!(post.edited_at.unwrap().to_string(), "2026-11-23T11:00:00Z");
    assert_eq!(post.media.len(), 2, "what is of no known kind is left out");
    let picture = &post.media[0];
    assert_eq!((picture.alt_text(), picture.size), (Some("A bird"), Some((640, 480))));
    assert_eq!(picture.focal_point.map(|at| (at.x, at.y)), Some((-500, 250)));
    assert_eq!(post.media[1].kind, MediaKind::Video);
    let poll = post.poll.unwrap();
    assert_eq!((poll.options.len(), poll.options[0].votes, poll.multiple), (2, 2, true));
}

#[test]
fn threads_answers_reposts_and_quotes_name_what_they_are_about() {
    let thread = status(&json!({"in_reply_to_id": "109", "in_reply_to_account_id": "7"}));
    let one = read_one(Network::Mastodon, thread.to_string().as_bytes()).unwrap();
    assert!(one.is_own_reply);
    let to = one.post.unwrap().reply_to.unwrap();
    assert_eq!(
        (to.remote_id.unwrap().as_str(), to.author.unwrap().handle.unwrap().as_str()),
        ("109", "ana@social.example")
    );

    let answer = status(&json!({"in_reply_to_id": "50", "in_reply_to_account_id": "8",
        "mentions": [{"id": "8", "acct": "bo@other.example", "url": "https://other.example/@bo"}]}));
    let one = read_one(Network::Mastodon, answer.to_string().as_bytes()).unwrap();
    assert!(!one.is_own_reply);
    assert_eq!(one.post.unwrap().reply_to.unwrap().author.unwrap().handle.unwrap(), "bo@other.example");

    let other =
        status(&json!({"id": "60", "content": "<p>Their words</p>", "url": "https://other.example/@bo/60"}));
    let repost = read(&json!({ "reblog": other, "content": "" })).unwrap();
    assert!(repost.text.is_empty());
    assert_eq!(repost.repost_of.unwrap().text.unwrap().as_str(), "Their words");

    let new = json!({"quote": {"state": "accepted", "quoted_status": other},
        "content": "<p class=\"quote-inline\">RE: <a href=\"https://other.example/@bo/60\">x</a></p><p>Mine</p>"});
    let quote = read(&new).unwrap();
    assert_eq!(quote.text.as_str(), "Mine");
    assert_eq!(quote.quote.unwrap().remote_id.unwrap().as_str(), "60");
    assert!(read(&json!({"quote": {"state": "revoked", "quoted_status": null}})).unwrap().quote.is_none());
    assert!(read(&json!({ "quote": other })).unwrap().quote.is_some(), "as Akkoma and Fedibird write it");
    assert!(read(&json!({"quote_id": "60"})).unwrap().quote.is_some());
}

#[test]
fn what_is_broken_is_as_if_it_were_not_there() {
    let post = read(&json!({
        "edited_at": 5, "language": ["en"], "media_attachments": [5, {"type": "image"}], "mentions": "none",
        "poll": "none", "card": {"url": 1}, "spoiler_text": null, "sensitive": "yes", "reblog": {"id": 1},
    }))
    .unwrap();
    assert_eq!((post.text.as_str(), post.media.len()), ("Good morning", 0));
    assert!(post.repost_of.is_none());
    for bad in ["", "[]", "{}", r#"{"id": "1"}"#] {
        assert!(read_one(Network::Mastodon, bad.as_bytes()).is_err(), "{bad}");
    }
}

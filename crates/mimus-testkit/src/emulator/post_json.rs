//! Posts and accounts as X writes them (facts/x-api.md §3).

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::words::{self, Written};
use super::world::{Account, EDITABLE, EDITS, NewPoll, Post, World};

/// Characters of a post; longer words are a note.
const MAX_CHARS: usize = 280;
/// Characters of a repost's words.
const MAX_REPOST_CHARS: usize = 140;

/// A time as X writes it: to the second, with zeros behind.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// Which members an answer has beside the default ones.
fn only(object: Value, default: &[&str], asked: &BTreeSet<String>) -> Value {
    let Value::Object(all) = object else { return object };
    let kept = all.into_iter().filter(|(name, _)| default.contains(&name.as_str()) || asked.contains(name));
    Value::Object(kept.collect())
}

/// What of each kind of object is asked for, and what is to come along.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) tweet: BTreeSet<String>,
    pub(super) user: BTreeSet<String>,
    pub(super) media: BTreeSet<String>,
    pub(super) poll: BTreeSet<String>,
    pub(super) expansions: BTreeSet<String>,
}

pub(super) fn media_keys(post: &Post) -> impl Iterator<Item = String> {
    post.media_ids.iter().map(|id| format!("3_{id}"))
}

/// A post with the members that are asked for.
pub(super) fn post(post: &Post, world: &World, wanted: &Wanted) -> Value {
    let mut whole = json!({
        "id": post.id.to_string(),
        "author_id": post.author.to_string(),
        "created_at": time(post.written),
        "conversation_id": post.conversation.to_string(),
        "edit_history_tweet_ids": world.versions(post).iter().map(u64::to_string).collect::<Vec<_>>(),
        "edit_controls": edit_controls(post, world),
        "lang": post.content.lang.as_deref().unwrap_or("und"),
        "possibly_sensitive": post.content.sensitive,
        "reply_settings": "everyone",
        "public_metrics": {"like_count": post.content.likes, "reply_count": 0, "retweet_count": 0, "quote_count": 0},
    });
    if let Value::Object(members) = &mut whole {
        members.extend(references(post, world));
        members.extend(words_of(post, world));
    }
    let attached: Vec<String> = media_keys(post).collect();
    if !attached.is_empty() {
        whole["attachments"]["media_keys"] = json!(attached);
    }
    if let Some(poll) = post.poll_id {
        whole["attachments"]["poll_ids"] = json!([poll.to_string()]);
    }
    only(whole, &["id", "text", "edit_history_tweet_ids"], &wanted.tweet)
}

fn edit_controls(post: &Post, world: &World) -> Value {
    let first = world.post(post.first).map_or(post.written, |first| first.written);
    let until = first.checked_add(EDITABLE).unwrap_or(Timestamp::MAX);
    let content = &post.content;
    let may_be = content.repost_of.is_none() && content.poll.is_none() && content.reply_to.is_none();
    json!({
        "edits_remaining": (EDITS + 1).saturating_sub(world.versions(post).len()),
        "is_edit_eligible": may_be,
        "editable_until": time(until),
    })
}

fn references(post: &Post, world: &World) -> Map<String, Value> {
    let content = &post.content;
    let kinds =
        [("retweeted", content.repost_of), ("quoted", content.quote), ("replied_to", content.reply_to)];
    let all: Vec<Value> = kinds
        .into_iter()
        .filter_map(|(kind, id)| Some(json!({"type": kind, "id": id?.to_string()})))
        .collect();
    let mut members = Map::new();
    if !all.is_empty() {
        members.insert("referenced_tweets".into(), json!(all));
    }
    if let Some(answered) = content.reply_to.and_then(|id| world.post(id)) {
        members.insert("in_reply_to_user_id".into(), json!(answered.author.to_string()));
    }
    members
}

fn handle_of(author: u64, world: &World) -> &str {
    world.user(author).map_or("unknown", |account| account.handle.as_str())
}

/// The words as typed, with the name of who is answered in front, as X puts it there. It is not there where somebody
/// answers himself.
fn typed(post: &Post, world: &World) -> (String, usize) {
    let text = &post.content.text;
    let answered = post.content.reply_to.and_then(|id| world.post(id)).map(|answered| answered.author);
    let Some(answered) = answered.filter(|answered| *answered != post.author) else {
        return (text.clone(), 0);
    };
    let before = format!("@{} ", handle_of(answered, world));
    let whole = if text.starts_with(&before) { text.clone() } else { format!("{before}{text}") };
    (whole, before.chars().count())
}

fn words_of(post: &Post, world: &World) -> Map<String, Value> {
    if let Some(original) = post.content.repost_of.and_then(|id| world.post(id)) {
        return repost_words(post, original, world);
    }
    let (typed, shown_from) = typed(post, world);
    let mut members = Map::new();
    let is_long = words::chars(&typed) > MAX_CHARS;
    let mut written = if is_long {
        let note = words::write(&typed, post.id, world);
        members.insert("note_tweet".into(), note.json());
        words::write_cut(&typed, MAX_CHARS, post.id, world)
    } else {
        words::write(&typed, post.id, world)
    };
    let shown_to = written.points();
    add_quote_link(&mut written, post, world);
    add_media_link(&mut written, post, world);
    members.insert("display_text_range".into(), json!([shown_from.min(shown_to), shown_to]));
    members.insert("text".into(), json!(written.text));
    if let Some(entities) = written.entities() {
        members.insert("entities".into(), entities);
    }
    members
}

fn repost_words(post: &Post, original: &Post, world: &World) -> Map<String, Value> {
    let whole = format!("RT @{}: {}", handle_of(original.author, world), typed(original, world).0);
    let written = words::write_cut(&whole, MAX_REPOST_CHARS, post.id, world);
    let mut members = Map::new();
    members.insert("display_text_range".into(), json!([0, written.points()]));
    if let Some(entities) = written.entities() {
        members.insert("entities".into(), entities);
    }
    members.insert("text".into(), json!(written.text));
    members
}

fn status_url(post: &Post, world: &World) -> String {
    format!("https://x.com/{}/status/{}", handle_of(post.author, world), post.id)
}

fn add_quote_link(written: &mut Written, post: &Post, world: &World) {
    let Some(quoted) = post.content.quote.and_then(|id| world.post(id)) else { return };
    let address = status_url(quoted, world);
    let short = words::short_link(post.id, &address);
    let display = words::display(&address);
    written.append_link(&short, &[json!({"expanded_url": address, "display_url": display})]);
}

/// One link for all media, and an entity of it for each.
fn add_media_link(written: &mut Written, post: &Post, world: &World) {
    let address = format!("{}/photo/1", status_url(post, world));
    let short = words::short_link(post.id, &address);
    let shown = short.replacen("https://t.co/", "pic.x.com/", 1);
    let entities: Vec<Value> = media_keys(post)
        .map(|key| json!({"expanded_url": address, "display_url": shown, "media_key": key}))
        .collect();
    if !entities.is_empty() {
        written.append_link(&short, &entities);
    }
}

/// The pictures of a post.
pub(super) fn media(post: &Post, wanted: &Wanted) -> Vec<Value> {
    let one = |(key, (address, alt)): (String, &(String, Option<String>))| {
        let mut medium =
            json!({"media_key": key, "type": "photo", "url": address, "width": 1200, "height": 800});
        if let Some(alt) = alt {
            medium["alt_text"] = json!(alt);
        }
        only(medium, &["media_key", "type"], &wanted.media)
    };
    media_keys(post).zip(&post.content.photos).map(one).collect()
}

/// The poll of a post.
pub(super) fn poll(post: &Post, world: &World, wanted: &Wanted) -> Option<Value> {
    let NewPoll { options, minutes } = post.content.poll.as_ref()?;
    let ends = post.written.checked_add(std::time::Duration::from_secs(u64::from(*minutes) * 60)).ok()?;
    let options: Vec<Value> = (1..)
        .zip(options)
        .map(|(position, label): (u32, &String)| json!({"position": position, "label": label, "votes": 0}))
        .collect();
    let poll = json!({
        "id": post.poll_id?.to_string(),
        "options": options,
        "duration_minutes": minutes,
        "end_datetime": time(ends),
        "voting_status": if world.now() < ends { "open" } else { "closed" },
    });
    Some(only(poll, &["id", "options"], &wanted.poll))
}

/// An account.
pub(super) fn account(account: &Account, wanted: &Wanted) -> Value {
    let is_protected = account.standing == super::world::Standing::Protected;
    let whole = json!({
        "id": account.id.to_string(),
        "name": account.name,
        "username": account.handle,
        "created_at": time(account.since),
        "description": format!("{} as the emulator knows it", account.name),
        "protected": is_protected,
        "verified": account.subscribed,
        "verified_type": if account.subscribed { "blue" } else { "none" },
        "subscription_type": if account.subscribed { "Premium" } else { "None" },
        "profile_image_url": format!("https://pbs.twimg.com/profile_images/{}/face_normal.png", account.id),
    });
    let mut whole = whole;
    if let Some(pinned) = account.pinned {
        whole["pinned_tweet_id"] = json!(pinned.to_string());
    }
    only(whole, &["id", "name", "username"], &wanted.user)
}

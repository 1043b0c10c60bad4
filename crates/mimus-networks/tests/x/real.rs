//! Real answers, where they are at hand (`MIMUS_SHARED`): each is read, and what becomes of each post is held fast by a
//! digest, for the posts themselves are other people's and stay where they are.

use std::collections::BTreeMap;

use mimus_core::render::{MastodonLimits, mastodon};
use mimus_networks::read_one;
use mimus_networks::x::{Answer, FilmLimit, Refusal, Users, convert};
use serde_json::Value;

use crate::shared::{files, folder, line};

#[test]
fn every_real_post_becomes_what_it_became_before() {
    let Some(folder) = folder("x") else { return };
    let mut lines = Vec::new();
    let mut by_kind: BTreeMap<String, usize> = BTreeMap::new();
    for part in ["tweets", "derived"] {
        for (name, file) in files(&folder.join(part)) {
            let one = read_one(mimus_core::Network::X, file["body"].to_string().as_bytes()).unwrap();
            if let Ok(post) = &one.post {
                let shown = mastodon(
                    post.clone(),
                    one.is_own_reply,
                    &mimus_core::MirrorPolicy::default(),
                    &|_, _| None,
                    MastodonLimits::default(),
                );
                for part in &shown.parts {
                    let words = part.words.as_str();
                    assert!(!words.contains("t.co/"), "{name}: a shortened address is left");
                    assert!(
                        !words.contains("&amp;") && !words.contains("&lt;"),
                        "{name}: escaped words are left"
                    );
                    assert!(part.length <= part.limit, "{name}: {} of {}", part.length, part.limit);
                }
                assert!(!shown.parts.is_empty() || shown.skipped.is_some(), "{name}: nothing, and no reason");
            }
            let read = line(&name, &one);
            let kind = read.split_once(": ").unwrap().1.split(',').next().unwrap().to_owned();
            *by_kind.entry(kind).or_default() += 1;
            lines.push(read);
        }
    }
    println!("what becomes of {} real posts:", lines.len());
    for (kind, count) in &by_kind {
        println!("  {count:4}  {kind}");
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_the_real_posts_cover() {
    let Some(folder) = folder("x") else { return };
    let mut covered: BTreeMap<String, usize> = BTreeMap::new();
    for index in ["index-tweets.json", "index-derived.json"] {
        let list: Vec<Value> =
            serde_json::from_str(&std::fs::read_to_string(folder.join(index)).unwrap()).unwrap();
        for cover in list.iter().flat_map(|entry| entry["covers"].as_array().unwrap()) {
            *covered.entry(cover.as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    println!("what the real posts hold:");
    for (what, count) in &covered {
        println!("  {count:4}  {what}");
    }
    for needed in [
        "note_tweet",
        "edited",
        "poll",
        "alt_text",
        "quote",
        "retweet",
        "reply",
        "rtl",
        "zwj",
        "withheld",
        "unwound",
    ] {
        assert!(covered.contains_key(needed), "no real post holds {needed}");
    }
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(folder) = folder("x") else { return };
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for part in ["tweepy", "manual", "academictwitteR"] {
        for (name, file) in files(&folder.join(part)) {
            let response = &file["response"];
            let status = response["status"].as_u64().unwrap_or(200);
            let body = match &response["body"] {
                Value::String(text) => text.clone(),
                Value::Null => continue,
                body => body.to_string(),
            };
            if status >= 400 {
                let refusal = Refusal::read(u16::try_from(status).unwrap(), body.as_bytes());
                assert!(!matches!(refusal, Refusal::Wrong(_)) || status == 400, "{name}: {refusal:?}");
                *found.entry("refusals").or_default() += 1;
                continue;
            }
            let users = Users::parse(body.as_bytes()).map_or(0, |users| users.users.len());
            let answer = Answer::parse(body.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
            let posts = answer.tweets.iter().filter(|tweet| tweet.date().is_some()).count();
            for tweet in answer.tweets.iter().filter(|tweet| tweet.date().is_some()) {
                convert(tweet, &answer.includes, FilmLimit::default())
                    .unwrap_or_else(|why| panic!("{name}: {why}"));
            }
            *found.entry("answers").or_default() += 1;
            *found.entry("posts").or_default() += posts;
            *found.entry("accounts or other objects with an id").or_default() += users;
        }
    }
    println!("recorded answers: {found:?}");
    assert!(found["answers"] > 100 && found["refusals"] > 5, "{found:?}");
}

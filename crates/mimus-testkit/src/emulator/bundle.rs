//! An answer with posts and what comes along with them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::billing::Brought;
use super::post_json::{self, Wanted};
use super::problems::{self, Refused};
use super::world::{Post, World, first_id_at};

/// What an answer holds, and what it brings that X may charge.
#[derive(Default)]
pub(super) struct Given {
    pub(super) json: Value,
    pub(super) brought: Brought,
    /// What it brings in `includes`.
    pub(super) along: Brought,
}

/// Posts with what comes along.
#[derive(Default)]
pub(super) struct Bundle {
    pub(super) data: Vec<Value>,
    pub(super) errors: Vec<Value>,
    media: BTreeMap<String, Value>,
    polls: BTreeMap<u64, Value>,
    tweets: BTreeMap<u64, Value>,
    users: BTreeMap<u64, Value>,
    brought: Brought,
}

impl Bundle {
    pub(super) fn add(&mut self, post: &Post, world: &World, wanted: &Wanted) {
        let expands = |name: &str| wanted.expansions.contains(name);
        self.data.push(post_json::post(post, world, wanted));
        self.brought.posts.insert(post.id);
        if expands("attachments.media_keys") {
            self.add_media(post, wanted);
        }
        if let Some(id) = post.poll_id.filter(|_| expands("attachments.poll_ids")) {
            self.polls.extend(post_json::poll(post, world, wanted).map(|poll| (id, poll)));
        }
        if expands("author_id") {
            self.add_user(post.author, world, wanted);
        }
        if expands("referenced_tweets.id") {
            let content = &post.content;
            for id in [content.repost_of, content.quote, content.reply_to].into_iter().flatten() {
                self.add_referenced(id, world, wanted);
            }
        }
    }

    fn add_referenced(&mut self, id: u64, world: &World, wanted: &Wanted) {
        let Some(post) = world.public_post(id) else {
            self.errors.push(absent_post(id, "referenced_tweets.id", world));
            return;
        };
        self.tweets.insert(id, post_json::post(post, world, wanted));
        if wanted.expansions.contains("referenced_tweets.id.author_id") {
            self.add_user(post.author, world, wanted);
        }
        if wanted.expansions.contains("referenced_tweets.id.attachments.media_keys") {
            self.add_media(post, wanted);
        }
    }

    fn add_media(&mut self, post: &Post, wanted: &Wanted) {
        self.media.extend(post_json::media_keys(post).zip(post_json::media(post, wanted)));
    }

    fn add_user(&mut self, id: u64, world: &World, wanted: &Wanted) {
        let user = world.user(id).map(|account| (id, post_json::account(account, wanted)));
        self.users.extend(user);
    }

    /// The answer. `data` makes its `data` of the posts; whatever is empty is left out.
    pub(super) fn finish(self, data: impl FnOnce(Vec<Value>) -> Value) -> Given {
        let mut whole = Map::new();
        if !self.data.is_empty() {
            whole.insert("data".into(), data(self.data));
        }
        let along = Brought {
            posts: self.tweets.keys().copied().collect(),
            users: self.users.keys().copied().collect(),
        };
        let kinds: [(&str, Vec<Value>); 4] = [
            ("media", self.media.into_values().collect()),
            ("polls", self.polls.into_values().collect()),
            ("tweets", self.tweets.into_values().collect()),
            ("users", self.users.into_values().collect()),
        ];
        let there = kinds.into_iter().filter(|(_, all)| !all.is_empty());
        let includes: Map<String, Value> = there.map(|(kind, all)| (kind.to_owned(), json!(all))).collect();
        if !includes.is_empty() {
            whole.insert("includes".into(), json!(includes));
        }
        if !self.errors.is_empty() {
            whole.insert("errors".into(), json!(self.errors));
        }
        Given { json: Value::Object(whole), brought: self.brought, along }
    }
}

/// Why a post is not given: its author's account, or it is not there.
pub(super) fn absent_post(id: u64, parameter: &str, world: &World) -> Value {
    match world.post(id) {
        Some(_) => problems::not_authorized("tweet", parameter, &id.to_string()),
        None => problems::not_found("tweet", parameter, &id.to_string()),
    }
}

/// How a page is asked for.
pub(super) struct PageAsked {
    since: u64,
    until: u64,
    most: usize,
}

impl PageAsked {
    /// Reads it, with the names by which a call takes the token of a page.
    pub(super) fn read(
        asked: &Asked,
        range: std::ops::RangeInclusive<usize>,
        tokens: &[&str],
    ) -> Result<Self, Refused> {
        let most = asked.count("max_results", range, 10)?;
        let since = asked.id("since_id")?.unwrap_or(0);
        let from = asked.time("start_time")?.map_or(0, |at| first_id_at(at).saturating_sub(1));
        let until = asked.id("until_id")?.unwrap_or(u64::MAX);
        let to = asked.time("end_time")?.map_or(u64::MAX, first_id_at);
        let mut before = u64::MAX;
        for name in tokens {
            let Some(token) = asked.text(name) else { continue };
            let id = token.strip_prefix("before").and_then(|id| u64::from_str_radix(id, 36).ok());
            before = id.ok_or_else(|| problems::invalid(name, token, "this is no token of a page"))?;
        }
        Ok(Self { since: since.max(from), until: until.min(to).min(before), most })
    }

    /// The id after which posts are asked for.
    pub(super) fn since(&self) -> u64 {
        self.since
    }

    /// The page of posts that come newest first.
    pub(super) fn of<'a>(
        &self,
        posts: impl Iterator<Item = &'a Post>,
        world: &World,
        wanted: &Wanted,
    ) -> Given {
        let mut posts = posts.filter(|post| self.since < post.id && post.id < self.until).peekable();
        let mut bundle = Bundle::default();
        let mut meta = json!({"result_count": 0});
        for count in 1..=self.most {
            let Some(post) = posts.next() else { break };
            bundle.add(post, world, wanted);
            if count == 1 {
                meta["newest_id"] = json!(post.id.to_string());
            }
            meta["oldest_id"] = json!(post.id.to_string());
            meta["result_count"] = json!(count);
            if count == self.most && posts.peek().is_some() {
                meta["next_token"] = json!(format!("before{}", base36(post.id)));
            }
        }
        let mut given = bundle.finish(Value::from);
        given.json["meta"] = meta;
        given
    }
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.is_empty() {
        let digit = u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36));
        digits.extend(digit);
        number /= 36;
    }
    digits.iter().rev().collect()
}

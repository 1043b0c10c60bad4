//! Subscriptions to accounts' activity, the webhooks that get the events, and the events (facts/x-api.md §2.8).

use axum::body::Bytes;
use mimus_networks::x::Limits;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::State;
use super::asked::Asked;
use super::billing::Brought;
use super::bundle::Bundle;
use super::problems::{self, Refused};

/// All of a post: who subscribes chooses no fields.
const ALL: &str = "tweet.fields=author_id,created_at,conversation_id,referenced_tweets,attachments,entities,note_tweet,edit_controls,in_reply_to_user_id,lang,possibly_sensitive&user.fields=created_at,description,protected&media.fields=alt_text,url,width,height,type&poll.fields=options,duration_minutes,end_datetime,voting_status&expansions=author_id,attachments.media_keys,attachments.poll_ids,referenced_tweets.id,referenced_tweets.id.author_id";
/// Longest address of a webhook, in characters.
const MAX_URL: usize = 200;
/// The first id of what is made here.
const FIRST_ID: u64 = 1_800_000_000_000_000_000;

/// An event on its way to a webhook.
pub(super) struct Sent {
    pub(super) url: String,
    pub(super) body: Bytes,
}

struct Hook {
    id: String,
    url: String,
    valid: bool,
}

impl Hook {
    fn json(&self) -> Value {
        json!({"id": self.id, "url": self.url, "valid": self.valid, "created_at": "2026-08-01T00:00:00.000Z"})
    }
}

struct Subscription {
    id: String,
    kind: String,
    account: u64,
    tag: String,
    hook: String,
}

impl Subscription {
    fn json(&self) -> Value {
        json!({
            "subscription_id": self.id, "event_type": self.kind, "filter": {"user_id": self.account.to_string()},
            "tag": self.tag, "webhook_id": self.hook,
        })
    }
}

/// Who is told of what.
pub(super) struct Activity {
    hooks: Vec<Hook>,
    subscriptions: Vec<Subscription>,
    made: u64,
    sender: mpsc::UnboundedSender<Sent>,
}

#[derive(Deserialize)]
struct NewHook {
    url: String,
}

#[derive(Deserialize)]
struct NewSubscription {
    event_type: String,
    filter: Filter,
    #[serde(default)]
    tag: String,
    webhook_id: String,
}

#[derive(Deserialize)]
struct Filter {
    user_id: String,
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| problems::invalid("body", "", &error.to_string()))
}

impl Activity {
    pub(super) fn new(sender: mpsc::UnboundedSender<Sent>) -> Self {
        Self { hooks: Vec::new(), subscriptions: Vec::new(), made: 0, sender }
    }

    /// Kind and account of each subscription, in order.
    pub(super) fn all(&self) -> Vec<(String, u64)> {
        let mut all: Vec<_> =
            self.subscriptions.iter().map(|held| (held.kind.clone(), held.account)).collect();
        all.sort();
        all
    }

    fn id(&mut self) -> String {
        self.made += 1;
        (FIRST_ID + self.made).to_string()
    }

    /// Whose proof a call needs: that of a webhook that is new or checked again.
    pub(super) fn asks_proof(&self, method: &str, hook: u64, body: &[u8]) -> Option<String> {
        match method {
            "POST" => read(body).ok().map(|NewHook { url }| url),
            "PUT" => self.hooks.iter().find(|held| held.id == hook.to_string()).map(|held| held.url.clone()),
            _ => None,
        }
    }

    pub(super) fn webhooks(
        &mut self,
        method: &str,
        hook: u64,
        body: &[u8],
        proven: bool,
    ) -> Result<(u16, Value), Refused> {
        match method {
            "GET" => {
                let all: Vec<Value> = self.hooks.iter().map(Hook::json).collect();
                Ok((200, json!({"data": all, "meta": {"result_count": all.len()}})))
            }
            "POST" => {
                let NewHook { url } = read(body)?;
                if url.chars().count() > MAX_URL || self.hooks.iter().any(|held| held.url == url) {
                    return Err(problems::invalid("url", &url, "the address is too long, or known already"));
                }
                if !proven {
                    return Err(problems::invalid("url", &url, "CrcValidationFailed"));
                }
                let hook = Hook { id: self.id(), url, valid: true };
                let answer = json!({"data": hook.json()});
                self.hooks.push(hook);
                Ok((200, answer))
            }
            _ => {
                let id = hook.to_string();
                let Some(hook) = self.hooks.iter_mut().find(|held| held.id == id) else {
                    return Err(problems::no_such_path(&format!("webhook {id}")));
                };
                hook.valid = proven;
                Ok((200, json!({"data": {"attempted": true}})))
            }
        }
    }

    pub(super) fn subscriptions(
        &mut self,
        method: &str,
        query: &str,
        body: &[u8],
        is_open: impl Fn(u64) -> bool,
    ) -> Result<(u16, Value), Refused> {
        match method {
            "GET" => self.list(query),
            "POST" => self.subscribe(read(body)?, is_open),
            _ => {
                let ids = Asked::read(query, &["ids"])?.named("ids", |id| id.parse::<u64>().is_ok())?;
                self.subscriptions.retain(|held| !ids.contains(&held.id));
                Ok((200, json!({"data": {"deleted": true}, "meta": self.meta()})))
            }
        }
    }

    fn meta(&self) -> Value {
        json!({"total_subscriptions": self.subscriptions.len()})
    }

    fn list(&self, query: &str) -> Result<(u16, Value), Refused> {
        let asked = Asked::read(query, &["max_results", "pagination_token"])?;
        let most = asked.count("max_results", 1..=1_000, 1_000)?;
        let from = asked.text("pagination_token").and_then(|token| token.parse().ok()).unwrap_or(0);
        let page: Vec<Value> =
            self.subscriptions.iter().skip(from).take(most).map(Subscription::json).collect();
        let mut answer = json!({"data": page, "meta": self.meta()});
        if from + page.len() < self.subscriptions.len() {
            answer["meta"]["next_token"] = json!((from + page.len()).to_string());
        }
        Ok((200, answer))
    }

    fn subscribe(
        &mut self,
        new: NewSubscription,
        is_open: impl Fn(u64) -> bool,
    ) -> Result<(u16, Value), Refused> {
        let limit = Limits::PAY_PER_USE.activity_subscriptions;
        let account = new.filter.user_id.parse().ok().filter(|account| is_open(*account));
        let known = ["post.create", "post.delete"].contains(&new.event_type.as_str());
        let hooked = self.hooks.iter().any(|held| held.id == new.webhook_id);
        let (Some(account), true, true) = (account, known, hooked) else {
            return Err(problems::invalid(
                "event_type",
                &new.event_type,
                "no such event, account or webhook",
            ));
        };
        let same = |held: &Subscription| held.kind == new.event_type && held.account == account;
        if self.subscriptions.len() >= limit || self.subscriptions.iter().any(same) {
            let why = format!("it is there already, or there are {limit} subscriptions");
            return Err(problems::invalid("filter", &new.filter.user_id, &why));
        }
        let id = self.id();
        let held = Subscription { id, kind: new.event_type, account, tag: new.tag, hook: new.webhook_id };
        let answer = json!({"data": held.json(), "meta": self.meta()});
        self.subscriptions.push(held);
        Ok((200, answer))
    }

    /// Where events of a kind by an account go, with what the subscription is called.
    fn place(&self, kind: &str, account: u64) -> Option<(String, String)> {
        let of = |held: &&Subscription| held.kind == kind && held.account == account;
        let held = self.subscriptions.iter().find(of)?;
        let hook = self.hooks.iter().find(|hook| hook.id == held.hook && hook.valid)?;
        Some((hook.url.clone(), held.tag.clone()))
    }
}

impl State {
    /// Sends an event of a post that was written.
    pub(super) fn tell_of_post(&mut self, id: u64) {
        let Some(post) = self.world.public_post(id) else { return };
        let Some((url, tag)) = self.activity.place("post.create", post.author) else { return };
        if self.is_out_of_credits() {
            return;
        }
        let Ok(asked) = Asked::read(ALL, &[]) else { return };
        let (author, mut bundle) = (post.author, Bundle::default());
        bundle.add(post, &self.world, &asked.wanted());
        let mut given = bundle.finish(|mut data| data.remove(0));
        let (payload, includes) = (given.json["data"].take(), given.json["includes"].take());
        self.charge(given.brought, given.along);
        self.send("post.create", author, &payload, &includes, (url, tag));
    }

    /// Sends an event of a post that is gone.
    pub(super) fn tell_of_deletion(&mut self, id: u64, author: u64) {
        let Some(place) = self.activity.place("post.delete", author) else { return };
        if self.is_out_of_credits() {
            return;
        }
        let payload = json!({"id": id.to_string(), "author_id": author.to_string()});
        let wrapped = json!({"users": [{"data": {"id": author.to_string()}}]});
        let uuid = self.send("post.delete", author, &payload, &wrapped, place);
        let brought = Brought { posts: [uuid.cast_unsigned()].into(), ..Brought::default() };
        self.charge(brought, Brought::default());
    }

    fn send(
        &mut self,
        kind: &str,
        author: u64,
        payload: &Value,
        includes: &Value,
        (url, tag): (String, String),
    ) -> i64 {
        self.activity.made += 1;
        let uuid = -self.activity.made.cast_signed();
        let event = json!({"data": {
            "event_uuid": uuid.to_string(), "filter": {"user_id": author.to_string()}, "event_type": kind, "tag": tag,
            "payload": payload, "includes": includes,
        }});
        // The emulator is ending where nobody takes it.
        let _ = self.activity.sender.send(Sent { url, body: Bytes::from(event.to_string()) });
        uuid
    }
}

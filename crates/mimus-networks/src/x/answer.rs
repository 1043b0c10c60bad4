//! What X answers: posts with what they bring along, problems, and where the next page is.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::TweetId;
use super::lenient;
use super::model::{Includes, ReferenceKind, Tweet, User};
use super::problem::Problem;
use crate::connector::Failure;

/// Largest answer that is read, in bytes. A page of a hundred posts with everything is below 1 MiB.
pub const MAX_ANSWER_BYTES: usize = 8 << 20;

/// A page of posts, a single post, a line of the stream, or an event of an account's activity.
#[derive(Debug, Default)]
pub struct Answer {
    /// The posts in X's order, newest first.
    pub tweets: Vec<Tweet>,
    /// What they bring along.
    pub includes: Includes,
    /// What X could not give.
    pub problems: Vec<Problem>,
    /// Where the next page is.
    pub next_token: Option<String>,
}

/// Accounts.
#[derive(Debug, Default)]
pub struct Users {
    /// Those that there are.
    pub users: Vec<User>,
    /// Why the others are not.
    pub problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    data: Value,
    #[serde(default)]
    includes: Option<Includes>,
    #[serde(default, deserialize_with = "lenient::list::<_, _, 1_000>")]
    errors: Vec<Problem>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    #[serde(deserialize_with = "lenient::text")]
    next_token: Option<String>,
}

/// An event of an account's activity: what it brings along stands within `data`.
#[derive(Deserialize)]
struct Event {
    payload: Tweet,
    #[serde(default)]
    includes: Includes,
}

fn read<T: DeserializeOwned>(data: Value) -> Result<T, Failure> {
    serde_json::from_value(data).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> Failure {
    Failure::Rejected { why: format!("this is no answer of X's API: {error}") }
}

impl Answer {
    /// Reads an answer. Posts that stand alone, without `data` around them, are read as well.
    pub fn parse(json: &[u8]) -> Result<Self, Failure> {
        if json.len() > MAX_ANSWER_BYTES {
            return Err(Failure::Rejected {
                why: format!("the answer has {} bytes; at most {MAX_ANSWER_BYTES} are read", json.len()),
            });
        }
        let whole: Value = serde_json::from_slice(json).map_err(|error| unreadable(&error))?;
        if !whole.is_object() {
            let mut tweets: Vec<Tweet> = read(whole)?;
            tweets.retain(|tweet| tweet.id().is_some());
            return Ok(Self { tweets, ..Self::default() });
        }
        if whole.get("data").is_none() && whole.get("text").is_some() {
            return Ok(Self { tweets: vec![read(whole)?], ..Self::default() });
        }
        let envelope: Envelope = read(whole)?;
        let mut answer = Self {
            tweets: Vec::new(),
            includes: envelope.includes.unwrap_or_default(),
            problems: envelope.errors,
            next_token: envelope.meta.next_token,
        };
        match envelope.data {
            data @ Value::Array(_) => answer.tweets = read(data)?,
            Value::Object(event) if event.contains_key("payload") => {
                let event: Event = read(Value::Object(event))?;
                answer.includes = event.includes;
                answer.tweets.push(event.payload);
            }
            data @ Value::Object(_) => answer.tweets.push(read(data)?),
            _ => {}
        }
        answer.tweets.retain(|tweet| tweet.id().is_some());
        Ok(answer)
    }
}

impl Answer {
    /// The ids of all posts in it, those that come along as well: X is said to charge for both.
    #[must_use]
    pub fn post_ids(&self) -> Vec<u64> {
        let along = self.includes.tweets();
        self.tweets.iter().chain(along).filter_map(|tweet| tweet.id().map(|id| id.0)).collect()
    }

    /// Takes in another page.
    pub fn join(&mut self, mut other: Self) {
        self.tweets.append(&mut other.tweets);
        self.problems.append(&mut other.problems);
        self.next_token = other.next_token.take();
        self.includes.add(other);
    }

    /// The posts that are repeated or quoted and did not come along, each once.
    #[must_use]
    pub fn missing(&self) -> Vec<TweetId> {
        let spoken_of = self.tweets.iter().filter_map(|tweet| {
            tweet.reference(ReferenceKind::Retweeted).or_else(|| tweet.reference(ReferenceKind::Quoted))
        });
        let here = |id: &TweetId| {
            self.includes.tweet(*id).is_some() || self.tweets.iter().any(|t| t.id() == Some(*id))
        };
        let missing: BTreeSet<TweetId> = spoken_of.filter(|id| !here(id)).collect();
        missing.into_iter().collect()
    }

    /// The ids of the accounts that come along.
    #[must_use]
    pub fn user_ids(&self) -> Vec<u64> {
        self.includes.users.iter().filter_map(User::id).collect()
    }
}

impl Users {
    /// Reads an answer with one account or several.
    pub fn parse(json: &[u8]) -> Result<Self, Failure> {
        let envelope: Envelope = serde_json::from_slice(json).map_err(|error| unreadable(&error))?;
        let mut users: Vec<User> = match envelope.data {
            data @ Value::Array(_) => read(data)?,
            data @ Value::Object(_) => vec![read(data)?],
            _ => Vec::new(),
        };
        users.retain(|user| user.id().is_some());
        Ok(Self { users, problems: envelope.errors })
    }
}

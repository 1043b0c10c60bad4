//! The calls that write, each as a function with types (facts/x-in-practice.md §3.8).

use http::{HeaderValue, Method, header};
use mimus_http::Request;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::Users;
use super::client::{CallError, Called, USER_FIELDS, XClient};
use super::{Endpoint, TweetId, User, WriteKind, has_link, lenient};
use crate::connector::Failure;

/// A post that is to be written. X takes one of media, poll and quote.
#[derive(Debug, Clone, Default)]
pub struct NewTweet<'a> {
    /// The words; may be empty where there are media.
    pub text: &'a str,
    /// What it answers.
    pub reply_to: Option<TweetId>,
    /// What it quotes; Enterprise apps only.
    pub quote: Option<TweetId>,
    /// Up to four pictures, or one film, by the ids that X gave them.
    pub media: Vec<&'a str>,
    /// Two to four options of 1 to 25 characters, and for how many minutes it is open: 5 to 10,080.
    pub poll: Option<(Vec<&'a str>, u32)>,
    /// The version that it takes the place of.
    pub edits: Option<TweetId>,
    /// Whether its media are made by machine.
    pub made_with_ai: bool,
    /// Whether what it answers is known to speak of the account or to quote it; X then charges less.
    pub summoned: bool,
}

impl NewTweet<'_> {
    /// What X charges for it at most.
    #[must_use]
    pub fn kind(&self) -> WriteKind {
        match self.summoned {
            _ if has_link(self.text) => WriteKind::PostWithUrl,
            true => WriteKind::SummonedReply,
            false => WriteKind::Post,
        }
    }

    fn body(&self) -> String {
        let mut body = json!({});
        if !self.text.is_empty() {
            body["text"] = json!(self.text);
        }
        if let Some(id) = self.reply_to {
            body["reply"] = json!({"in_reply_to_tweet_id": id.to_string()});
        }
        if let Some(id) = self.quote {
            body["quote_tweet_id"] = json!(id.to_string());
        }
        if !self.media.is_empty() {
            body["media"] = json!({"media_ids": self.media});
        }
        if let Some((options, minutes)) = &self.poll {
            body["poll"] = json!({"options": options, "duration_minutes": minutes});
        }
        if let Some(id) = self.edits {
            body["edit_options"] = json!({"previous_post_id": id.to_string()});
        }
        if self.made_with_ai {
            body["made_with_ai"] = json!(true);
        }
        body.to_string()
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    data: Created,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Created {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(deserialize_with = "lenient::flag")]
    deleted: bool,
}

fn created(body: &[u8]) -> Result<TweetId, Failure> {
    let id = serde_json::from_slice::<Envelope>(body).ok().and_then(|answer| answer.data.id);
    id.filter(|id| *id > 0)
        .map(TweetId)
        .ok_or_else(|| Failure::Rejected { why: "X's answer names no post".into() })
}

fn me(body: &[u8]) -> Result<User, Failure> {
    let mut users = Users::parse(body)?.users;
    users.pop().ok_or_else(|| Failure::Rejected { why: "X's answer names no account".into() })
}

/// Whether X says that it has deleted; an answer without a word of it (204) counts as yes.
fn deleted(body: &[u8]) -> Result<bool, Failure> {
    if body.is_empty() {
        return Ok(true);
    }
    let answer: Envelope = serde_json::from_slice(body)
        .map_err(|error| Failure::Rejected { why: format!("X's answer cannot be read: {error}") })?;
    Ok(answer.data.deleted)
}

/// A call whose body is JSON.
pub(super) fn json_request(url: url::Url, body: impl Into<bytes::Bytes>) -> Request {
    Request::post(url, body).header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))
}

impl XClient {
    /// The account whose token it is.
    pub async fn me(&self) -> Result<Called<User>, CallError> {
        let fields = format!("{USER_FIELDS},subscription_type,verified_type,pinned_tweet_id");
        let url = self.url("/2/users/me", &[("user.fields", fields)], false);
        self.get(Endpoint::UsersMe, url, me).await
    }

    /// Writes a post, or another version of one.
    pub async fn create(&self, tweet: &NewTweet<'_>) -> Result<Called<TweetId>, CallError> {
        let request = json_request(self.url("/2/tweets", &[], false), tweet.body());
        self.call(Endpoint::PostCreate, request, created).await
    }

    /// Takes a post away with all its versions. `false` says that X did not.
    pub async fn delete_post(&self, id: TweetId) -> Result<Called<bool>, CallError> {
        let mut request = Request::get(self.url(&format!("/2/tweets/{id}"), &[], false));
        request.method = Method::DELETE;
        self.call(Endpoint::PostDelete, request, deleted).await
    }

    /// Repeats a post as the account `me`.
    pub async fn repost(&self, me: u64, id: TweetId) -> Result<Called<()>, CallError> {
        let url = self.url(&format!("/2/users/{me}/retweets"), &[], false);
        let body: Value = json!({"tweet_id": id.to_string()});
        self.call(Endpoint::RepostCreate, json_request(url, body.to_string()), |_| Ok(())).await
    }

    /// Takes back a repetition by the account `me`.
    pub async fn take_repost_back(&self, me: u64, id: TweetId) -> Result<Called<()>, CallError> {
        let mut request = Request::get(self.url(&format!("/2/users/{me}/retweets/{id}"), &[], false));
        request.method = Method::DELETE;
        self.call(Endpoint::RepostDelete, request, |_| Ok(())).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_holds_what_is_there_and_nothing_else() {
        let plain = NewTweet { text: "Moin", ..NewTweet::default() };
        assert_eq!((plain.body().as_str(), plain.kind()), (r#"{"text":"Moin"}"#, WriteKind::Post));
        let full = NewTweet {
            text: "See https://a.org",
            reply_to: Some(TweetId(7)),
            media: vec!["9"],
            made_with_ai: true,
            ..NewTweet::default()
        };
        let body: Value = serde_json::from_str(&full.body()).unwrap();
        let told = json!({"text": "See https://a.org", "reply": {"in_reply_to_tweet_id": "7"},
            "media": {"media_ids": ["9"]}, "made_with_ai": true});
        assert_eq!((body, full.kind()), (told, WriteKind::PostWithUrl));
    }

    #[test]
    fn answers_are_read_or_refused_whatever_they_hold() {
        assert_eq!(created(br#"{"data":{"id":"12","text":"x"}}"#).unwrap(), TweetId(12));
        assert!(deleted(b"").unwrap() && deleted(br#"{"data":{"deleted":true}}"#).unwrap());
        assert!(!deleted(br#"{"data":{"deleted":false}}"#).unwrap());
        for wrong in ["", "[]", "{}", r#"{"data":{"id":"0"}}"#, "<html>"] {
            assert!(created(wrong.as_bytes()).is_err() && me(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}

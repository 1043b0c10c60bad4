//! Activity: events of single accounts that X sends of its own, and the subscriptions that ask for them.
//!
//! One subscription is one kind of event of one account (facts/x-api.md §2.8). X answers some of these calls with an object
//! and some with a list; either is read.

use std::fmt;
use std::str::FromStr;

use http::{HeaderValue, Method, header};
use mimus_http::Request;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::Answer;
use super::client::{CallError, Called, XClient};
use super::lenient;
use super::limits::Endpoint;
use super::problem::Problem;
use super::{Tweet, TweetId};
use crate::connector::Failure;

/// Largest delivery that is read, in bytes. One holds a single post with what it brings along.
pub const MAX_DELIVERY_BYTES: usize = 1 << 20;

/// What Mimus calls its subscriptions; others are left alone.
pub const TAG: &str = "mimus";

/// Subscriptions on one page; X gives at most so many.
const PAGE: &str = "1000";

/// Longest mark of an event that is kept, in bytes.
const MAX_UUID: usize = 100;

/// A kind of event that is subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A post, reply, quote or repost by the account.
    PostCreate,
    /// A post of the account is gone.
    PostDelete,
}

/// A kind of event that is not subscribed to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of event that Mimus subscribes to")]
pub struct UnknownEventKind(String);

impl EventKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::PostCreate, Self::PostDelete];

    /// X's name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PostCreate => "post.create",
            Self::PostDelete => "post.delete",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for EventKind {
    type Err = UnknownEventKind;

    fn from_str(name: &str) -> Result<Self, UnknownEventKind> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == name);
        kind.ok_or_else(|| UnknownEventKind(name.chars().take(80).collect()))
    }
}

/// What has happened.
#[derive(Debug)]
pub enum Event {
    /// An account wrote.
    Posts(Box<Answer>),
    /// A post is gone.
    Gone {
        /// The post.
        post: TweetId,
        /// Whose it was.
        account: u64,
    },
    /// An account changed how it shows itself.
    Profile {
        /// Which.
        account: u64,
    },
    /// Something that Mimus does not follow.
    Other,
}

/// An event with the mark that X gives it.
#[derive(Debug)]
pub struct Delivery {
    /// The same when X sends the event again.
    pub uuid: Option<String>,
    /// What has happened.
    pub event: Event,
}

#[derive(Deserialize)]
struct Envelope {
    data: Data,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    event_uuid: Value,
    #[serde(deserialize_with = "lenient::text")]
    event_type: Option<String>,
    filter: Filter,
    payload: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Filter {
    #[serde(deserialize_with = "lenient::number")]
    user_id: Option<u64>,
}

fn unreadable(error: &serde_json::Error) -> Failure {
    Failure::Rejected { why: format!("this is no answer of X about activity: {error}") }
}

/// The mark of an event: X writes it as a text or a number, which may be negative.
fn mark(uuid: &Value) -> Option<String> {
    let text = match uuid {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.len() <= MAX_UUID).then_some(text)
}

/// The mark of a delivery alone, to tell one that comes again.
#[must_use]
pub fn uuid_of(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Marked {
        data: Mark,
    }
    #[derive(Deserialize)]
    struct Mark {
        event_uuid: Value,
    }
    if body.len() > MAX_DELIVERY_BYTES {
        return None;
    }
    let marked: Marked = serde_json::from_slice(body).ok()?;
    mark(&marked.data.event_uuid)
}

impl Delivery {
    /// Reads the body of a delivery.
    pub fn parse(body: &[u8]) -> Result<Self, Failure> {
        if body.len() > MAX_DELIVERY_BYTES {
            return Err(Failure::Rejected {
                why: format!("the event has {} bytes; at most {MAX_DELIVERY_BYTES} are read", body.len()),
            });
        }
        let Envelope { data } = serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
        let number = |field: &str| match data.payload.get(field)? {
            Value::String(text) => text.parse::<u64>().ok(),
            value => value.as_u64(),
        };
        let event = match data.event_type.as_deref() {
            Some("post.create") => {
                let answer = Answer::parse(body)?;
                if answer.tweets.is_empty() { Event::Other } else { Event::Posts(Box::new(answer)) }
            }
            Some("post.delete") => {
                let post = number("id").filter(|id| *id > 0).map(TweetId);
                match (post, number("author_id").or(data.filter.user_id)) {
                    (Some(post), Some(account)) => Event::Gone { post, account },
                    _ => Event::Other,
                }
            }
            Some(kind) if kind.starts_with("profile.update.") => {
                data.filter.user_id.map_or(Event::Other, |account| Event::Profile { account })
            }
            _ => Event::Other,
        };
        Ok(Self { uuid: mark(&data.event_uuid), event })
    }

    /// What it is charged as: the post that came, which X charges once a day, or the event itself.
    #[must_use]
    pub fn charged_as(&self) -> Vec<u64> {
        let by_mark = || self.uuid.as_ref().and_then(|uuid| uuid.parse::<i64>().ok()).map(i64::cast_unsigned);
        match &self.event {
            Event::Posts(answer) => answer.tweets.iter().filter_map(Tweet::id).map(|id| id.0).collect(),
            Event::Gone { post, .. } => vec![by_mark().unwrap_or(post.0)],
            Event::Profile { account } => vec![by_mark().unwrap_or(*account)],
            Event::Other => Vec::new(),
        }
    }

    /// The accounts that it is about.
    #[must_use]
    pub fn accounts(&self) -> Vec<u64> {
        match &self.event {
            Event::Posts(answer) => answer.tweets.iter().filter_map(Tweet::author).collect(),
            Event::Gone { account, .. } | Event::Profile { account } => vec![*account],
            Event::Other => Vec::new(),
        }
    }
}

/// A subscription that X holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// X's id of it.
    pub id: String,
    /// Its kind of event, by X's name.
    pub kind: String,
    /// The account.
    pub account: Option<u64>,
    /// What it is called.
    pub tag: Option<String>,
    /// The webhook that gets the events.
    pub webhook: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Held {
    #[serde(deserialize_with = "lenient::text")]
    subscription_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    event_type: Option<String>,
    filter: Filter,
    #[serde(deserialize_with = "lenient::text")]
    tag: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    webhook_id: Option<String>,
}

/// A page of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// Those that there are.
    pub held: Vec<Subscription>,
    /// Where the next page is.
    pub next_token: Option<String>,
}

/// A webhook that X knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Webhook {
    /// X's id of it.
    #[serde(deserialize_with = "text_or_empty")]
    pub id: String,
    /// Where it is.
    #[serde(deserialize_with = "text_or_empty")]
    pub url: String,
    /// Whether X has had its proof lately.
    #[serde(deserialize_with = "lenient::flag")]
    pub valid: bool,
}

fn text_or_empty<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(lenient::text(from)?.unwrap_or_default())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Whole {
    data: Value,
    #[serde(deserialize_with = "lenient::list::<_, _, 100>")]
    errors: Vec<Problem>,
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    #[serde(deserialize_with = "lenient::text")]
    next_token: Option<String>,
}

/// The objects of an answer, which X gives as one or as a list, and where the next page is.
fn objects<T: for<'de> Deserialize<'de>>(json: &[u8]) -> Result<(Vec<T>, Option<String>), Failure> {
    let whole: Whole = serde_json::from_slice(json).map_err(|error| unreadable(&error))?;
    let listed = match whole.data {
        Value::Array(listed) => listed,
        Value::Null => Vec::new(),
        one => vec![one],
    };
    if listed.is_empty()
        && let Some(problem) = whole.errors.first()
    {
        return Err(Failure::Rejected { why: problem.words() });
    }
    let read = listed.into_iter().map(serde_json::from_value).collect::<Result<_, _>>();
    Ok((read.map_err(|error| unreadable(&error))?, whole.meta.next_token))
}

fn subscriptions(json: &[u8]) -> Result<Subscriptions, Failure> {
    let (held, next_token) = objects::<Held>(json)?;
    let held = held.into_iter().filter_map(|held| {
        Some(Subscription {
            id: held.subscription_id?,
            kind: held.event_type?,
            account: held.filter.user_id,
            tag: held.tag,
            webhook: held.webhook_id,
        })
    });
    Ok(Subscriptions { held: held.collect(), next_token })
}

fn webhooks(json: &[u8]) -> Result<Vec<Webhook>, Failure> {
    Ok(objects(json)?.0)
}

const SUBSCRIPTIONS: &str = "/2/activity/subscriptions";
const WEBHOOKS: &str = "/2/webhooks";

impl XClient {
    /// A page of the subscriptions of this app.
    pub async fn subscriptions(&self, token: Option<&str>) -> Result<Called<Subscriptions>, CallError> {
        let mut asked = vec![("max_results", PAGE.to_owned())];
        asked.extend(token.map(|token| ("pagination_token", token.to_owned())));
        self.get(Endpoint::ActivitySubscriptions, self.url(SUBSCRIPTIONS, &asked, false), subscriptions).await
    }

    /// Subscribes to one kind of event of one account.
    pub async fn subscribe(
        &self,
        kind: EventKind,
        account: u64,
        webhook: &str,
    ) -> Result<Called<Vec<Subscription>>, CallError> {
        let body = json!({
            "event_type": kind.name(), "filter": {"user_id": account.to_string()}, "tag": TAG, "webhook_id": webhook,
        });
        let request = self.json(Method::POST, SUBSCRIPTIONS, &body);
        self.call(Endpoint::ActivitySubscriptions, request, |json| Ok(subscriptions(json)?.held)).await
    }

    /// Ends subscriptions, at most a hundred.
    pub async fn unsubscribe(&self, ids: &[String]) -> Result<Called<()>, CallError> {
        let ids: Vec<&str> = ids.iter().take(100).map(String::as_str).collect();
        let mut request = Request::get(self.url(SUBSCRIPTIONS, &[("ids", ids.join(","))], false));
        request.method = Method::DELETE;
        self.call(Endpoint::ActivitySubscriptions, request, |_| Ok(())).await
    }

    /// The webhooks of this app.
    pub async fn webhooks(&self) -> Result<Called<Vec<Webhook>>, CallError> {
        self.get(Endpoint::Webhooks, self.url(WEBHOOKS, &[], false), webhooks).await
    }

    /// Registers a webhook. X takes HTTPS without a port and at most 200 characters.
    pub async fn register_webhook(&self, url: &str) -> Result<Called<Vec<Webhook>>, CallError> {
        let request = self.json(Method::POST, WEBHOOKS, &json!({ "url": url }));
        self.call(Endpoint::Webhooks, request, webhooks).await
    }

    /// Has X ask a webhook for proof again.
    pub async fn recheck_webhook(&self, id: &str) -> Result<Called<()>, CallError> {
        let request = self.json(Method::PUT, &format!("{WEBHOOKS}/{id}"), &json!({}));
        self.call(Endpoint::Webhooks, request, |_| Ok(())).await
    }

    fn json(&self, method: Method, path: &str, body: &Value) -> Request {
        let mut request = Request::post(self.url(path, &[], false), body.to_string())
            .header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request.method = method;
        request
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn event(kind: &str, payload: &Value) -> Delivery {
        let body = json!({"data": {
            "event_uuid": "-1958", "event_type": kind, "filter": {"user_id": "12"}, "tag": "mimus", "payload": payload,
            "includes": {"users": [{"id": "12", "username": "ana", "name": "Ana"}]},
        }});
        Delivery::parse(body.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn a_post_comes_with_its_author() {
        let delivery = event("post.create", &json!({"id": "77", "author_id": "12", "text": "hello"}));
        assert_eq!(delivery.uuid.as_deref(), Some("-1958"));
        assert_eq!((delivery.charged_as(), delivery.accounts()), (vec![77], vec![12]));
        let Event::Posts(answer) = delivery.event else { panic!("no post: {:?}", delivery.event) };
        assert_eq!(answer.user_ids(), vec![12]);
    }

    #[test]
    fn a_deletion_names_post_and_account() {
        let delivery = event("post.delete", &json!({"id": "77", "author_id": "12"}));
        assert!(matches!(delivery.event, Event::Gone { post: TweetId(77), account: 12 }), "{delivery:?}");
        assert_eq!(delivery.charged_as().len(), 1);
    }

    #[test]
    fn every_change_of_a_profile_is_one_and_others_are_nothing() {
        let changed = event("profile.update.bio", &json!({"before": "a", "after": "b"}));
        assert!(matches!(changed.event, Event::Profile { account: 12 }), "{changed:?}");
        let liked = event("like.create", &json!({}));
        assert!(matches!(liked.event, Event::Other) && liked.charged_as().is_empty(), "{liked:?}");
    }

    #[test]
    fn a_mark_may_be_a_number() {
        assert_eq!(uuid_of(br#"{"data":{"event_uuid":-7}}"#).as_deref(), Some("-7"));
        assert_eq!(uuid_of(br#"{"data":{"event_uuid":null}}"#), None);
        assert_eq!(uuid_of(b"no JSON"), None);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for body in ["", "[]", "{}", r#"{"data":7}"#] {
            assert!(Delivery::parse(body.as_bytes()).is_err(), "{body}");
        }
        assert!(Delivery::parse(&vec![b' '; MAX_DELIVERY_BYTES + 1]).is_err());
    }

    #[test]
    fn one_subscription_and_a_list_are_read_alike() {
        let one = json!({"subscription_id": "5", "event_type": "post.create", "filter": {"user_id": "12"}, "tag": "mimus",
            "webhook_id": "9"});
        let read = |data: Value| subscriptions(json!({"data": data}).to_string().as_bytes()).unwrap().held;
        assert_eq!(read(one.clone()), read(json!([one])));
        assert_eq!(read(one)[0].account, Some(12));
    }

    #[test]
    fn a_refusal_among_errors_is_one() {
        let refused = br#"{"errors":[{"title":"Invalid Request","detail":"too many"}]}"#;
        assert!(matches!(subscriptions(refused), Err(Failure::Rejected { .. })));
    }
}

//! What the API answers (<https://docs.joinmastodon.org/entities/Status/>), as far as it is used.
//!
//! Servers of other makes leave things out, or write them otherwise: whatever is not as it should be is as if it were not
//! there, and only a status without id, account or time is none.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Most media, mentions or options of a status that are read.
const MANY: usize = 100;

/// Anything that can be read, else nothing.
fn or_none<'de, D: Deserializer<'de>, T: for<'a> Deserialize<'a>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(from)?).ok())
}

/// What of a list can be read.
fn or_fewer<'de, D: Deserializer<'de>, T: for<'a> Deserialize<'a>>(from: D) -> Result<Vec<T>, D::Error> {
    let Value::Array(list) = Value::deserialize(from)? else { return Ok(Vec::new()) };
    Ok(list.into_iter().take(MANY).filter_map(|one| serde_json::from_value(one).ok()).collect())
}

/// A text, or a number's digits.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match Value::deserialize(from)? {
        Value::String(id) => Ok(id),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err(serde::de::Error::custom("an id is a text")),
    }
}

fn opt_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(id) if !id.is_empty() => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}

/// A status.
#[derive(Debug, Clone, Deserialize)]
pub struct Status {
    /// Its id on the server that was asked.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was changed last.
    #[serde(default, deserialize_with = "or_none")]
    pub edited_at: Option<Timestamp>,
    /// Whose it is.
    pub account: Account,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) content: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) spoiler_text: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) sensitive: Option<bool>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) visibility: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) language: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) url: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) uri: Option<String>,
    #[serde(default, deserialize_with = "opt_id")]
    pub(super) in_reply_to_id: Option<String>,
    #[serde(default, deserialize_with = "opt_id")]
    pub(super) in_reply_to_account_id: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) reblog: Option<Box<Self>>,
    #[serde(default, deserialize_with = "or_fewer")]
    pub(super) media_attachments: Vec<Attachment>,
    #[serde(default, deserialize_with = "or_fewer")]
    pub(super) mentions: Vec<Mention>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) poll: Option<Poll>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) card: Option<Card>,
    /// A quote (Mastodon 4.4: with the status inside; Akkoma and Fedibird: the status itself).
    #[serde(default, deserialize_with = "or_none")]
    pub(super) quote: Option<Value>,
    #[serde(default, deserialize_with = "opt_id")]
    pub(super) quote_id: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) favourites_count: Option<u64>,
    /// Whether whoever asks has pinned it; said of one's own alone.
    #[serde(default, deserialize_with = "or_none")]
    pub(super) pinned: Option<bool>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) bookmarked: Option<bool>,
}

impl Status {
    /// Whether it answers its own author.
    #[must_use]
    pub fn answers_itself(&self) -> bool {
        self.in_reply_to_id.is_some() && self.in_reply_to_account_id.as_ref() == Some(&self.account.id)
    }
}

/// An account.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// Its id on the server that was asked.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// `name`, or `name@server` where it is of another server.
    pub acct: String,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) display_name: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) note: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) url: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) avatar: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) header: Option<String>,
    #[serde(default, deserialize_with = "or_fewer")]
    pub(super) fields: Vec<Field>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Mention {
    #[serde(deserialize_with = "id")]
    pub(super) id: String,
    pub(super) acct: String,
    pub(super) url: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Attachment {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) url: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) remote_url: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) preview_url: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) description: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) meta: Option<Meta>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Meta {
    #[serde(default, deserialize_with = "or_none")]
    pub(super) original: Option<Size>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) focus: Option<Focus>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Focus {
    pub(super) x: f64,
    pub(super) y: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Poll {
    #[serde(default, deserialize_with = "or_none")]
    pub(super) expires_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) expired: Option<bool>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) multiple: Option<bool>,
    #[serde(default, deserialize_with = "or_fewer")]
    pub(super) options: Vec<Choice>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Choice {
    pub(super) title: String,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) votes_count: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Card {
    pub(super) url: String,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) title: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) description: Option<String>,
}

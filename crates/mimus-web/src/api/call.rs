//! A request to the API as its operation sees it, and what it answers.

use std::str::FromStr;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, LINK, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use mimus_engine::Engine;
use mimus_engine::desk::tokens::TokenUser;
use mimus_store::{AccountId, Person};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::{Kind, Problem};
use crate::query;

/// Most of a list that is answered at once.
pub(crate) const MOST: u32 = 100;
/// How much of one is where nothing is said.
pub(crate) const USUAL: u32 = 50;

/// A request by somebody who is known.
pub(crate) struct Call {
    /// The engine that does it.
    pub(crate) engine: Engine,
    /// Who asks.
    pub(crate) user: TokenUser,
    /// The path that was asked, without its query.
    pub(crate) path: String,
    /// The values in the path, by their names in the table.
    pub(crate) params: Vec<(String, String)>,
    /// What follows the question mark.
    pub(crate) query: Option<String>,
    /// What was sent.
    pub(crate) body: Bytes,
}

impl Call {
    /// Who asks.
    pub(crate) fn by(&self) -> &Person {
        &self.user.person
    }

    /// A value in the path; what is none of that kind is not there.
    pub(crate) fn param<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let found = self.params.iter().find(|(known, _)| known == name);
        found.and_then(|(_, value)| value.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// A value of the query.
    pub(crate) fn value<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem>
    where
        T::Err: std::fmt::Display,
    {
        let Some(value) = query::value(self.query.as_deref(), name) else { return Ok(None) };
        let read = value.parse().map_err(|error| Problem::new(Kind::Query, format!("{name}: {error}")));
        read.map(Some)
    }

    /// How many of a list are wanted.
    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        Ok(self.value::<u32>("limit")?.unwrap_or(USUAL).clamp(1, MOST))
    }

    /// What was sent, as JSON. Nothing is an empty object.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let body: &[u8] = if self.body.is_empty() { b"{}" } else { &self.body };
        serde_json::from_slice(body).map_err(|error| Problem::new(Kind::Body, error.to_string()))
    }

    /// The header that tells where the list goes on, with `before` in place of what was asked.
    pub(crate) fn next(&self, before: &str) -> String {
        self.next_below(before, None)
    }

    /// The same by another name of where it goes on.
    pub(crate) fn next_by(&self, name: &str, value: &str) -> String {
        self.next_with(&[name], &[(name, value)])
    }

    /// The same of a list in which several may have the same `before`: of those, only what has a number below this one.
    pub(crate) fn next_below(&self, before: &str, below: Option<i64>) -> String {
        let below = below.map(|below| below.to_string());
        let mut pairs = vec![("before", before)];
        pairs.extend(below.as_deref().map(|below| ("below", below)));
        self.next_with(&["before", "below"], &pairs)
    }

    fn next_with(&self, but: &[&str], pairs: &[(&str, &str)]) -> String {
        let mut next = url::form_urlencoded::Serializer::new(String::new());
        let asked = url::form_urlencoded::parse(self.query.as_deref().unwrap_or_default().as_bytes());
        next.extend_pairs(asked.filter(|(known, _)| !but.contains(&known.as_ref())));
        next.extend_pairs(pairs);
        format!("<{}?{}>; rel=\"next\"", self.path, next.finish())
    }
}

/// An account's number in what was sent.
pub(crate) fn account(number: i64) -> Result<AccountId, Problem> {
    number.to_string().parse().map_err(|error: String| Problem::new(Kind::Body, error))
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Option<Value>,
    link: Option<String>,
    location: Option<String>,
}

impl Reply {
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body), link: None, location: None }
    }

    /// It was made, and is there.
    pub(crate) fn created(body: Value, location: String) -> Self {
        Self { status: StatusCode::CREATED, location: Some(location), ..Self::ok(body) }
    }

    /// It was done, and there is nothing to say about it.
    pub(crate) fn done() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, link: None, location: None }
    }

    /// The same, and the list goes on there.
    pub(crate) fn linked(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(body) => (self.status, body.to_string()).into_response(),
            None => self.status.into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::NO_CONTENT {
            headers.remove(CONTENT_TYPE);
        } else {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        for (name, value) in [(LINK, self.link), (LOCATION, self.location)] {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// Who asks, by the token that they sent.
pub(crate) async fn user(engine: &Engine, headers: &HeaderMap) -> Result<TokenUser, Problem> {
    let wanted = || {
        Problem::new(
            Kind::NoToken,
            "send a token that is good: Authorization: Bearer mimus_…; the Desk gives you one",
        )
    };
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or_else(wanted)?;
    let (scheme, token) = sent.split_once(' ').ok_or_else(wanted)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(wanted());
    }
    engine.token_user(token.trim()).await?.ok_or_else(wanted)
}

/// Reads what was sent, at most `most` bytes.
pub(crate) async fn read(body: Body, most: usize) -> Result<Bytes, Problem> {
    axum::body::to_bytes(body, most).await.map_err(|error| {
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        let mut kind = Kind::Body;
        while let Some(found) = cause {
            if found.to_string().contains("length limit exceeded") {
                kind = Kind::TooLarge;
            }
            cause = found.source();
        }
        match kind {
            Kind::TooLarge => Problem::new(kind, format!("at most {} MiB are taken", most >> 20)),
            _ => Problem::new(kind, "what was sent broke off"),
        }
    })
}

/// Fails where what was sent says that it is no JSON.
pub(crate) fn must_be_json(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(said) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let said = said.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if said.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(Kind::MediaType, "send application/json"))
}

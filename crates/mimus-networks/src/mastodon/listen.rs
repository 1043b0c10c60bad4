//! Hearing what happens on an account: `GET /api/v1/streaming/user`, as server-sent events
//! (<https://docs.joinmastodon.org/methods/streaming/>).

use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderValue, header};
use mimus_core::RemoteId;
use mimus_http::{Flow, Redirects, Request};
use serde_json::Value;
use url::Url;

use super::client::MastodonClient;
use crate::connector::{BoxFuture, Failure};
use crate::publish::{Heard, Listen};

/// A stream that is silent for longer is dead: Mastodon says something every 15 seconds.
const IDLE: Duration = Duration::from_secs(60);
/// Longest line of an event, in bytes.
const MAX_LINE: usize = 1 << 20;

/// An ear at an account.
pub struct MastodonEar {
    flow: Flow,
    events: Events,
}

/// Server-sent events, as they come in.
#[derive(Debug)]
pub struct Events {
    buffer: BytesMut,
    event: String,
    /// The account's id: a home timeline has others' posts too.
    account: String,
}

/// A line is longer than a mebibyte.
#[derive(Debug, thiserror::Error)]
#[error("a line has no end")]
pub struct EndlessLine;

impl Events {
    /// Those of an account with this id.
    #[must_use]
    pub fn of(account: String) -> Self {
        Self { buffer: BytesMut::new(), event: String::new(), account }
    }

    /// Takes in what has come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next thing that was heard; none until more has come.
    pub fn heard(&mut self) -> Result<Option<Heard>, EndlessLine> {
        while let Some(at) = self.buffer.iter().position(|byte| *byte == b'\n') {
            let line = self.buffer.split_to(at + 1);
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if let Some(heard) = self.line(&line) {
                return Ok(Some(heard));
            }
        }
        if self.buffer.len() > MAX_LINE { Err(EndlessLine) } else { Ok(None) }
    }

    /// What a line of an event says.
    fn line(&mut self, line: &str) -> Option<Heard> {
        if let Some(event) = line.strip_prefix("event:") {
            event.trim().clone_into(&mut self.event);
            return None;
        }
        let data = line.strip_prefix("data:")?.trim();
        match self.event.as_str() {
            "update" | "status.update" => {
                let status: Value = serde_json::from_str(data).ok()?;
                let author = status.pointer("/account/id")?;
                let own = author.as_str() == Some(self.account.as_str());
                own.then_some(Heard::News)
            }
            "delete" => RemoteId::new(data.trim_matches('"')).ok().map(Heard::Gone),
            _ => None,
        }
    }
}

impl MastodonEar {
    /// Begins to listen.
    pub async fn open(client: &MastodonClient) -> Result<Self, Failure> {
        let (account, _, instance) = client.owner().await?;
        let url = match &instance.streaming {
            // Streaming may have a host of its own; it is asked by plain HTTP all the same.
            Some(place) => {
                Url::parse(&place.replacen("ws", "http", 1)).unwrap_or_else(|_| client.base.clone())
            }
            None => client.base.clone(),
        };
        let mut url = url;
        url.set_path("/api/v1/streaming/user");
        let request = client.authorised(Request::get(url)).redirects(Redirects::None);
        let request = request.header(header::ACCEPT, HeaderValue::from_static("text/event-stream"));
        let flow = client
            .http
            .open(request, IDLE)
            .await
            .map_err(|error| Failure::Retry { why: format!("streaming: {error}") })?;
        match flow.status.as_u16() {
            200 => Ok(Self { flow, events: Events::of(account.id) }),
            401 => Err(Failure::SignInAgain { why: "streaming is refused (401)".into() }),
            404 | 501 => Err(Failure::Unsupported { what: "streaming".into() }),
            status => Err(Failure::Retry { why: format!("streaming is answered with {status}") }),
        }
    }

    async fn hear(&mut self) -> Result<Heard, Failure> {
        let broken = |why: String| Failure::Retry { why: format!("streaming broke off: {why}") };
        loop {
            if let Some(heard) = self.events.heard().map_err(|error| broken(error.to_string()))? {
                return Ok(heard);
            }
            match self.flow.next().await {
                Ok(Some(chunk)) => self.events.push(&chunk),
                Ok(None) => return Err(broken("the server ended it".into())),
                Err(error) => return Err(broken(error.to_string())),
            }
        }
    }
}

impl Listen for MastodonEar {
    fn next(&mut self) -> BoxFuture<'_, Result<Heard, Failure>> {
        Box::pin(self.hear())
    }
}

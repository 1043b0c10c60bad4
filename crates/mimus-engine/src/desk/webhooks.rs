//! Webhooks: every entry of the record is sent to each of them, in order. One that does not take an entry gets it again, and
//! nothing after it, until it does.

use std::collections::HashMap;
use std::time::Duration;

use aws_lc_rs::hmac;
use futures_util::{StreamExt, stream};
use http::{HeaderName, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use mimus_core::desk::{Deed, Entry};
use mimus_http::Request;
use mimus_store::{DueWebhook, Duty, Person, PersonState, StoreError, Webhook, WebhookId};
use serde_json::json;
use tokio::task::{self, JoinSet};
use url::Url;

use super::record::entry;
use super::token::hex;
use super::{BadAddress, DeskError, Token, Wanting};
use crate::{Engine, Hold};

/// The header with the time and the signature of a request: `t=SECONDS,v1=HEX`.
pub const SIGNATURE_HEADER: &str = "mimus-signature";

/// Time between two looks at the record.
const LOOK: Duration = Duration::from_secs(2);
/// How long a webhook may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Most bytes that are taken of its answer.
const ANSWER: u64 = 64 << 10;
/// Entries that one webhook gets in a turn.
const TURN: u32 = 100;
/// Webhooks that are sent to at once; as many as there may be, so that none waits for others.
const AT_ONCE: usize = 50;
/// Most webhooks.
const MOST: u64 = 50;
/// Longest address, in bytes.
const MAX_URL: usize = 1_000;
/// Wait after the first failure; each further one doubles it, up to a day.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(10);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// Most characters of an error that is kept.
const MAX_ERROR: usize = 300;

/// Sends what is new in the record until it is time to stop. Each webhook is sent to by itself: one that is slow holds up no other.
pub async fn run(engine: Engine) {
    let mut busy: HashMap<task::Id, WebhookId> = HashMap::new();
    let mut sending = JoinSet::new();
    while !engine.wake.stopping() {
        // Before it is looked what is due: of one whose sending has ended since, that would be what it has already.
        while let Some(ended) = sending.try_join_next_with_id() {
            busy.remove(&ended.map_or_else(|error| error.id(), |(id, ())| id));
        }
        match due(&engine).await {
            Ok(None) => {}
            Ok(Some((hold, due))) => {
                let free = AT_ONCE.saturating_sub(busy.len());
                let idle = due.into_iter().filter(|due| !busy.values().any(|id| *id == due.webhook.id));
                for due in idle.take(free).collect::<Vec<_>>() {
                    let id = due.webhook.id;
                    let task = sending.spawn(tell_all(engine.clone(), hold.clone(), due));
                    busy.insert(task.id(), id);
                }
            }
            Err(error) => tracing::error!(%error, "webhooks cannot be told just now"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => {}
        }
    }
    while sending.join_next().await.is_some() {}
}

async fn tell_all(engine: Engine, hold: Hold, due: DueWebhook) {
    if let Err(error) = tell(&engine, &hold, due).await {
        tracing::error!(%error, "a webhook cannot be told just now");
    }
}

/// What is due, unless another node has the duty.
async fn due(engine: &Engine) -> Result<Option<(Hold, Vec<DueWebhook>)>, StoreError> {
    if engine.store.webhooks_due(engine.clock.now()).await?.is_empty() {
        return Ok(None);
    }
    let hold = engine.node.hold().await?;
    if !engine.store.claim_duty(Duty::Webhooks, hold.name()).await? {
        return Ok(None);
    }
    // What was due before the duty was taken may have been sent by the node that had it.
    let due = engine.store.webhooks_due(engine.clock.now()).await?;
    Ok(Some((hold, due)))
}

/// Sends what is due once, unless another node does. Returns how many entries were taken.
pub async fn turn(engine: &Engine) -> Result<usize, StoreError> {
    let Some((hold, due)) = due(engine).await? else { return Ok(0) };
    let sent: Vec<Result<usize, StoreError>> = stream::iter(due)
        .map(|webhook| tell(engine, &hold, webhook))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    sent.into_iter().sum()
}

/// Sends one webhook what it has not, entry after entry.
async fn tell(engine: &Engine, hold: &Hold, due: DueWebhook) -> Result<usize, StoreError> {
    let webhook = due.webhook;
    let mut taken = 0;
    for entry in engine.store.record_after(webhook.cursor, TURN).await? {
        if !hold.is_good() || engine.wake.stopping() {
            break;
        }
        let seq = entry.seq;
        match send(engine, &webhook, &due.secret, &entry).await {
            Ok(()) => {
                // Another cursor than expected: it was taken away meanwhile.
                if !engine.store.webhook_took(webhook.id, seq).await? {
                    break;
                }
                taken += 1;
            }
            Err(why) => {
                let failures = if taken == 0 { webhook.failures } else { 0 };
                let retry_at = engine.clock.now().saturating_add(wait(failures)).unwrap_or(Timestamp::MAX);
                let why: String = why.chars().take(MAX_ERROR).collect();
                tracing::warn!(webhook = %webhook.id, seq, why, "a webhook did not take an entry");
                engine.store.webhook_failed(webhook.id, &why, retry_at).await?;
                break;
            }
        }
    }
    Ok(taken)
}

async fn send(engine: &Engine, webhook: &Webhook, sealed: &[u8], entry: &Entry) -> Result<(), String> {
    let secret = engine.secrets.unseal(&purpose(&webhook.url), sealed).map_err(|error| error.to_string())?;
    let url = Url::parse(&webhook.url).map_err(|error| error.to_string())?;
    let body = serde_json::to_string(entry).map_err(|error| error.to_string())?;
    let signature = signature(&secret, engine.clock.now(), &body);
    let signature = HeaderValue::from_str(&signature).map_err(|error| error.to_string())?;
    let request = Request::post(url, body)
        .header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .header(HeaderName::from_static(SIGNATURE_HEADER), signature)
        .timeout(PATIENCE)
        .max_body(ANSWER);
    match engine.http.send(request).await {
        Ok(answer) if answer.status.is_success() => Ok(()),
        Ok(answer) => Err(format!("it answered {}", answer.status)),
        // It said yes before it said too much.
        Err(mimus_http::HttpError::TooLarge { status, .. }) if status.is_success() => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// What a request carries: its time, and the HMAC-SHA256 of that time, a dot and the body.
fn signature(secret: &[u8], now: Timestamp, body: &str) -> String {
    let seconds = now.as_second();
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", hex(tag.as_ref()))
}

/// How long a webhook rests after it has failed so often before.
fn wait(failures: u32) -> SignedDuration {
    let factor = 2_i32.checked_pow(failures).unwrap_or(i32::MAX);
    FIRST_WAIT.checked_mul(factor).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

fn purpose(url: &str) -> String {
    format!("the webhook {url}")
}

fn must_keep(by: &Person) -> Result<(), DeskError> {
    let keeps = by.keeper && by.state == PersonState::Active;
    if keeps { Ok(()) } else { Err(DeskError::MayNot(Deed::Keep)) }
}

impl Engine {
    /// All webhooks.
    pub async fn webhooks(&self, by: &Person) -> Result<Vec<Webhook>, DeskError> {
        must_keep(by)?;
        Ok(self.store.webhooks().await?)
    }

    /// Adds a webhook, which gets what is recorded from now on, first of all that it was added. Returns its number and what its
    /// requests are signed with, shown this once.
    pub async fn add_webhook(&self, by: &Person, address: &str) -> Result<(WebhookId, String), DeskError> {
        must_keep(by)?;
        let url = Url::parse(address.trim()).map_err(|error| BadAddress::None(error.to_string()))?;
        if url.as_str().len() > MAX_URL {
            return Err(DeskError::Address(BadAddress::Long(MAX_URL)));
        }
        self.http.check_url(&url).map_err(|error| BadAddress::NotAllowed(error.to_string()))?;
        let secret = Token::random()?;
        let sealed = self
            .secrets
            .seal(&purpose(url.as_str()), secret.expose().as_bytes())
            .map_err(|_| DeskError::NoRandomness)?;
        // The record is open, and an address may carry a password: only its host is told.
        let host = url.host_str().unwrap_or_default().to_owned();
        let entries = [entry(&by.shown, "webhook.added", format!("webhook at {host}"), None, json!({}))];
        let id = self.store.add_webhook(url.as_str(), sealed, MOST, &entries, self.clock.now()).await?;
        let id = id.ok_or(DeskError::Wanting(Wanting::FewerWebhooks))?;
        Ok((id, secret.expose().to_owned()))
    }

    /// Takes a webhook away.
    pub async fn remove_webhook(&self, by: &Person, id: WebhookId) -> Result<(), DeskError> {
        must_keep(by)?;
        let webhooks = self.store.webhooks().await?;
        let webhook = webhooks.iter().find(|webhook| webhook.id == id).ok_or(DeskError::NotFound)?;
        let host = Url::parse(&webhook.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let about = format!("webhook at {}", host.unwrap_or_default());
        let entries = [entry(&by.shown, "webhook.removed", about, None, json!({}))];
        let gone = self.store.remove_webhook(id, &entries, self.clock.now()).await?;
        if gone { Ok(()) } else { Err(DeskError::NotFound) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn waits_grow_up_to_a_day() {
        let seconds: Vec<i64> = [0, 1, 2, 10, 13, 14, 40, 4_000].map(|n| wait(n).as_secs()).to_vec();
        assert_eq!(seconds, [10, 20, 40, 10_240, 81_920, 86_400, 86_400, 86_400]);
    }

    #[test]
    fn a_request_is_signed_as_any_tool_can_check() {
        // printf '1764000000.{"seq":1}' | openssl dgst -sha256 -hmac secret
        let at = Timestamp::from_second(1_764_000_000).unwrap();
        assert_eq!(signature(b"secret", at, r#"{"seq":1}"#), SIGNED);
    }

    const SIGNED: &str = "t=1764000000,v1=8c9e4f22eca5d8b03f25419425559be8a5de88358a29c93235bda1a296321146";
}

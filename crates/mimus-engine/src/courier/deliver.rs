//! One delivery: sign, send, and make of the answer what it means.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use mimus_federation::signature::{self, RequestToSign, Scheme};
use mimus_http::{HttpError, Request};
use mimus_store::{MirrorId, Server, StoreError};
use url::Url;

use super::Courier;

/// What an inbox must be sent (facts/fediverse.md: GoToSocial answers 406 to any other type).
const CONTENT_TYPE: &str = "application/activity+json";

/// Longest wait for one inbox to answer, from first to last byte.
const PATIENCE: Duration = Duration::from_secs(20);

/// Most bytes of an answer that are read; what it says does not matter.
const MAX_ANSWER: u64 = 64 << 10;

/// What one delivery came to.
pub(crate) enum Delivered {
    /// It is there.
    Yes,
    /// It is refused for good; to send it again would change nothing.
    Refused(StatusCode),
    /// The inbox says that it is gone for good.
    Gone,
    /// Later, perhaps.
    Failed {
        /// What it said.
        why: String,
        /// Not before that time, if it said one.
        retry_at: Option<Timestamp>,
    },
}

impl Delivered {
    fn label(&self) -> &'static str {
        match self {
            Self::Yes => "delivered",
            Self::Refused(_) => "refused",
            Self::Gone => "gone",
            Self::Failed { .. } => "failed",
        }
    }
}

/// Sends one document to one inbox in an actor's name; `more` says whether more goes to the same server right after. Signed anew for every try: receivers look at the date.
pub(crate) async fn deliver(
    courier: &Courier,
    server: &Server,
    inbox: &str,
    actor: MirrorId,
    body: Bytes,
    more: bool,
) -> Result<Delivered, StoreError> {
    let engine = &courier.engine;
    let Ok(url) = Url::parse(inbox) else { return Ok(Delivered::Gone) };
    let Some((key, key_id)) = courier.keys.of(actor).await? else {
        return Ok(Delivered::Refused(StatusCode::GONE));
    };
    let scheme = if server.rfc9421 { Scheme::Rfc9421 } else { Scheme::Cavage };
    let to_sign = RequestToSign {
        method: &Method::POST,
        url: &url,
        body: Some(&body),
        content_type: Some(CONTENT_TYPE),
    };
    let failed = |why: String| Delivered::Failed { why, retry_at: None };
    let outcome = match signature::sign(scheme, &to_sign, &key, &key_id, engine.clock.now()) {
        Ok(headers) => {
            let request = Request::post(url, body).headers(headers).timeout(PATIENCE).max_body(MAX_ANSWER);
            let request = if more { request } else { request.last() };
            match engine.http.send(request).await {
                Ok(answer) => {
                    judge(answer.status, answer.headers.get(header::RETRY_AFTER), engine.clock.now())
                }
                Err(HttpError::TooLarge { status, .. }) => judge(status, None, engine.clock.now()),
                Err(error) => failed(error.to_string()),
            }
        }
        Err(error) => failed(error.to_string()),
    };
    metrics::counter!("mimus_deliveries_total", "outcome" => outcome.label()).increment(1);
    Ok(outcome)
}

/// As Mastodon does: what is wrong with the request will stay wrong, but 401 may come from a key that could not be
/// fetched just now, 408 and 429 ask for patience.
fn judge(status: StatusCode, retry_after: Option<&HeaderValue>, now: Timestamp) -> Delivered {
    let failed = || Delivered::Failed {
        why: format!("answered {status}"),
        retry_at: retry_after.and_then(|value| asked_for(value, now)),
    };
    match status.as_u16() {
        200..=299 => Delivered::Yes,
        410 => Delivered::Gone,
        401 | 408 | 425 | 429 => failed(),
        400..=499 | 501 => Delivered::Refused(status),
        _ => failed(),
    }
}

/// `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), at most a day ahead.
fn asked_for(value: &HeaderValue, now: Timestamp) -> Option<Timestamp> {
    let value = value.to_str().ok()?.trim();
    let latest = now.checked_add(SignedDuration::from_hours(24)).ok()?;
    let until = match value.parse::<u32>() {
        Ok(seconds) => now.checked_add(SignedDuration::from_secs(i64::from(seconds))).ok()?,
        Err(_) => jiff::fmt::rfc2822::parse(value).ok()?.timestamp(),
    };
    Some(until.min(latest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_waited_for_as_it_asks_within_a_day() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().expect("a time");
        let waits = |value: &'static str| {
            let Delivered::Failed { retry_at, .. } =
                judge(StatusCode::TOO_MANY_REQUESTS, Some(&HeaderValue::from_static(value)), now)
            else {
                return None;
            };
            retry_at.map(|at| at.duration_since(now).as_secs())
        };
        assert_eq!(waits("120"), Some(120));
        assert_eq!(waits("Fri, 20 Nov 2026 13:00:00 GMT"), Some(3_600));
        assert_eq!(waits("99999999"), Some(86_400));
        assert_eq!(waits("soon"), None);
    }
}

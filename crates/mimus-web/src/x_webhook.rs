//! `/x/webhook`: where X sends events of accounts' activity (facts/x-api.md §2.8).

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{StatusCode, Uri};
use mimus_federation::inbox::Refusal;
use mimus_networks::x::activity::{MAX_DELIVERY_BYTES, uuid_of};
use mimus_networks::x::webhook::{SIGNATURE_HEADER, is_signed, response_token};
use serde_json::json;

use crate::Site;
use crate::inbox;
use crate::pages::error::Failure;
use crate::query;

/// Events whose marks are kept, to tell one that X sends again.
const REMEMBERED: usize = 10_000;
/// Longest question that is answered, in characters; X's have some fifty.
const MAX_QUESTION: usize = 200;
/// After so many seconds X may try again.
const RETRY_AFTER: u32 = 10;

/// Takes an event's body; false where there is no room for it now.
pub type Deliver = Arc<dyn Fn(Bytes) -> bool + Send + Sync>;

/// What X's webhook needs. Cheap to clone.
#[derive(Clone)]
pub(crate) struct XWebhook {
    secret: Arc<str>,
    deliver: Deliver,
    seen: Arc<Mutex<Seen>>,
}

impl XWebhook {
    pub(crate) fn new(consumer_secret: &str, deliver: Deliver) -> Self {
        Self { secret: consumer_secret.into(), deliver, seen: Arc::default() }
    }

    /// Hands an event on unless it came before; false where there is no room.
    fn take(&self, body: Bytes) -> bool {
        let Some(uuid) = uuid_of(&body) else { return (self.deliver)(body) };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.marks.contains(&uuid) {
            return true;
        }
        let taken = (self.deliver)(body);
        if taken {
            seen.add(uuid, REMEMBERED);
        }
        taken
    }
}

/// The marks of the last events.
#[derive(Default)]
struct Seen {
    marks: HashSet<String>,
    order: VecDeque<String>,
}

impl Seen {
    fn add(&mut self, mark: String, most: usize) {
        if self.marks.insert(mark.clone()) {
            self.order.push_back(mark);
        }
        while self.order.len() > most {
            if let Some(oldest) = self.order.pop_front() {
                self.marks.remove(&oldest);
            }
        }
    }
}

/// Whether a question may be answered. The answer is the signature of the question, and the same secret signs deliveries: a
/// question that could be a delivery would let anyone sign one. None of these letters begins a JSON object.
fn is_question(token: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=+/.~".contains(&byte);
    !token.is_empty() && token.len() <= MAX_QUESTION && token.bytes().all(plain)
}

/// `GET /x/webhook?crc_token=…`: X asks whether we know the secret.
pub(crate) async fn prove(State(site): State<Site>, uri: Uri) -> Result<Response, Failure> {
    let webhook = site.x_webhook.as_ref().ok_or(Failure::NotFound)?;
    let token = query::value(uri.query(), "crc_token").unwrap_or_default();
    if !is_question(&token) {
        return Err(Failure::Bad("This address answers X's crc_token and nothing else.".to_owned()));
    }
    Ok(Json(json!({ "response_token": response_token(&webhook.secret, &token) })).into_response())
}

/// `POST /x/webhook`: an event.
pub(crate) async fn receive(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let webhook = site.x_webhook.as_ref().ok_or(Failure::NotFound)?;
    let (parts, body) = request.into_parts();
    let signature = parts.headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let unsigned = || Failure::Forbidden("This is not signed by X.".to_owned());
    let signature = signature.ok_or_else(unsigned)?;
    let held = inbox::read_in_time(&site.intake, &parts.headers, body, MAX_DELIVERY_BYTES).await?;
    if !is_signed(&webhook.secret, signature, &held.body) {
        return Err(unsigned());
    }
    if webhook.take(Bytes::copy_from_slice(&held.body)) {
        return Ok(StatusCode::OK.into_response());
    }
    Err(Failure::Refused(Refusal {
        status: StatusCode::SERVICE_UNAVAILABLE,
        message: "there is no room for this event now; try again later".to_owned(),
        retry_after: Some(RETRY_AFTER),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_marks_are_kept() {
        let mut seen = Seen::default();
        for n in 0..10 {
            seen.add(n.to_string(), 3);
            seen.add(n.to_string(), 3);
        }
        assert_eq!((seen.marks.len(), seen.order.len()), (3, 3));
        assert!(seen.marks.contains("9") && !seen.marks.contains("6"));
    }

    #[test]
    fn nothing_that_could_be_an_event_is_signed() {
        assert!(is_question("MDY1ZGI2-_=+/.~"));
        for token in ["", "{}", r#"{"data":{}}"#, " a", "a\n", &"a".repeat(201)] {
            assert!(!is_question(token), "{token}");
        }
    }
}

//! One server's turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use mimus_federation::document::render_activity;
use mimus_federation::signature::{self, RequestToSign, Scheme};
use mimus_http::Request;
use mimus_store::{
    Activity, ActivityKind, DueServer, Inbox, Lease, MirrorId, StoreError, Subscription, Waiting,
};
use url::Url;

use super::{Courier, LEASE, backoff};

/// What an inbox must be sent (facts/fediverse.md: GoToSocial answers 406 to any other type).
const CONTENT_TYPE: &str = "application/activity+json";

/// Most activities sent to one inbox in one turn, so that a server that is far behind does not keep its place for
/// ever.
const TURN: u32 = 50;

/// Longest turn. With one exchange more it still ends well within the lease, so that nobody else serves the server
/// meanwhile.
const TURN_TIME: Duration = Duration::from_secs(60);

/// Longest wait for one inbox to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a server's turn ended.
pub(crate) enum Served {
    /// It has what there was for this turn.
    All,
    /// It failed, and is tried again later.
    PutOff {
        /// What it said.
        why: String,
    },
    /// It is gone.
    Retired,
}

/// What one delivery came to.
enum Delivered {
    /// It is there.
    Yes,
    /// It is refused for good; to send it again would change nothing.
    Refused(StatusCode),
    /// The inbox says that it is gone for good.
    Gone,
    /// Later, perhaps.
    Failed { why: String, retry_at: Option<Timestamp> },
}

/// Serves all inboxes of a server under the lease with which it was taken, and gives it back.
pub(crate) async fn serve(
    courier: &Courier,
    server: DueServer,
    waiting: Vec<Waiting>,
) -> Result<Served, StoreError> {
    let engine = &courier.engine;
    let lease = Lease::starting(&engine.node, engine.clock.now(), LEASE);
    let outcome = serve_inboxes(courier, &server, waiting).await;
    let now = engine.clock.now();
    match outcome {
        Ok(None) => {
            courier.commits.served(server.id).await?;
            Ok(Served::All)
        }
        Ok(Some(Delivered::Failed { why, retry_at })) => {
            let since = server.failing_since.unwrap_or(now);
            let patience =
                SignedDuration::try_from(engine.limits.retire_after).unwrap_or(SignedDuration::MAX);
            if now.duration_since(since) > patience {
                engine.store.retire_server(server.id, &why, now).await?;
                return Ok(Served::Retired);
            }
            let chance = server.host.bytes().fold(now.as_millisecond().to_le_bytes()[0], u8::wrapping_add);
            let wait = SignedDuration::try_from(backoff::wait(server.failures + 1, chance))
                .unwrap_or(SignedDuration::MAX);
            let retry_at = now.checked_add(wait).unwrap_or(Timestamp::MAX).max(retry_at.unwrap_or(now));
            engine.store.server_failed(server.id, &lease, &why, now, retry_at).await?;
            Ok(Served::PutOff { why })
        }
        Ok(Some(Delivered::Yes | Delivered::Refused(_) | Delivered::Gone)) => {
            engine.store.release_server(server.id, &lease).await?;
            Ok(Served::All)
        }
        Err(error) => {
            engine.store.release_server(server.id, &lease).await?;
            Err(error)
        }
    }
}

/// Returns what stopped it, if anything did.
async fn serve_inboxes(
    courier: &Courier,
    server: &DueServer,
    waiting: Vec<Waiting>,
) -> Result<Option<Delivered>, StoreError> {
    let store = &courier.engine.store;
    let began = Instant::now();
    for Waiting { inbox, letters, behind } in waiting {
        let letters = if letters { store.letters(inbox.id, TURN).await? } else { Vec::new() };
        for letter in letters {
            if began.elapsed() > TURN_TIME {
                return Ok(Some(Delivered::Yes));
            }
            let body = Bytes::from(letter.document.to_string());
            match deliver(courier, server, &inbox, letter.mirror, body, false).await? {
                Delivered::Yes | Delivered::Refused(_) | Delivered::Gone => {
                    store.letter_done(letter.id).await?;
                }
                failed @ Delivered::Failed { .. } => return Ok(Some(failed)),
            }
        }
        for subscription in behind {
            match serve_log(courier, server, &inbox, &subscription, began).await? {
                None => {}
                Some(Delivered::Gone) => {
                    tracing::info!(
                        inbox = inbox.url,
                        "an inbox says that it is gone; its followers are let go"
                    );
                    store.forget_inbox(inbox.id).await?;
                    break;
                }
                stopped => return Ok(stopped),
            }
        }
    }
    Ok(None)
}

async fn serve_log(
    courier: &Courier,
    server: &DueServer,
    inbox: &Inbox,
    subscription: &Subscription,
    began: Instant,
) -> Result<Option<Delivered>, StoreError> {
    let activities = activities(courier, subscription).await?;
    if activities.is_empty() {
        // The log was tidied beyond the cursor; there is nothing left to send of it.
        courier.commits.advance(subscription.mirror, inbox.id, subscription.head).await?;
        return Ok(None);
    }
    for (at, activity) in activities.iter().enumerate() {
        let last = at + 1 == activities.len();
        // A server without followers here is told of changes to what it has, and not of what is new.
        let wanted = subscription.followers > 0 || activity.kind != ActivityKind::Publish;
        let body = if wanted { document(courier, activity).await? } else { None };
        if let Some(body) = body {
            match deliver(courier, server, inbox, activity.mirror, body, last).await? {
                Delivered::Yes => {}
                Delivered::Refused(status) => {
                    tracing::info!(inbox = inbox.url, %status, seq = activity.seq, "an inbox refused an activity; it is not sent again");
                }
                stopped @ (Delivered::Gone | Delivered::Failed { .. }) => return Ok(Some(stopped)),
            }
        }
        courier.commits.advance(activity.mirror, inbox.id, activity.seq).await?;
        if courier.engine.wake.stopping() || began.elapsed() > TURN_TIME {
            return Ok(Some(Delivered::Yes));
        }
    }
    Ok(None)
}

/// The part of a log that an inbox is to be sent in this turn. Most inboxes are equally far behind.
async fn activities(
    courier: &Courier,
    Subscription { mirror, cursor, head, .. }: &Subscription,
) -> Result<Arc<[Activity]>, StoreError> {
    if let Some(kept) = courier.letterbox.log(*mirror, *cursor, *head) {
        return Ok(kept);
    }
    let read: Arc<[Activity]> = courier.engine.store.activities(*mirror, *cursor, TURN).await?.into();
    courier.letterbox.keep_log(*mirror, *cursor, *head, Arc::clone(&read));
    Ok(read)
}

async fn document(courier: &Courier, activity: &Activity) -> Result<Option<Bytes>, StoreError> {
    let engine = &courier.engine;
    let now = engine.clock.now();
    if let Some(rendered) = courier.letterbox.get(activity.mirror, activity.seq, now) {
        return Ok(rendered);
    }
    let value = render_activity(&engine.addresses, &engine.operator, &engine.store, activity).await?;
    let rendered = value.map(|value| Bytes::from(value.to_string()));
    courier.letterbox.put(activity.mirror, activity.seq, now, rendered.clone());
    Ok(rendered)
}

async fn deliver(
    courier: &Courier,
    server: &DueServer,
    inbox: &Inbox,
    mirror: MirrorId,
    body: Bytes,
    last: bool,
) -> Result<Delivered, StoreError> {
    let engine = &courier.engine;
    let Ok(url) = Url::parse(&inbox.url) else { return Ok(Delivered::Gone) };
    let Some((key, key_id)) = courier.keys.of(mirror).await? else {
        return Ok(Delivered::Refused(StatusCode::GONE));
    };
    // Signed anew for every try: receivers look at the date.
    let scheme = if server.rfc9421 { Scheme::Rfc9421 } else { Scheme::Cavage };
    let to_sign = RequestToSign {
        method: &Method::POST,
        url: &url,
        body: Some(&body),
        content_type: Some(CONTENT_TYPE),
    };
    let headers = match signature::sign(scheme, &to_sign, &key, &key_id, engine.clock.now()) {
        Ok(headers) => headers,
        Err(error) => return Ok(Delivered::Failed { why: error.to_string(), retry_at: None }),
    };
    let request = Request::post(url, body).headers(headers).timeout(PATIENCE).max_body(64 << 10);
    let request = if last { request.last() } else { request };
    let outcome = match engine.http.send(request).await {
        Ok(answer) => judge(answer.status, answer.headers.get(header::RETRY_AFTER), engine.clock.now()),
        // What it said after its status line does not matter.
        Err(mimus_http::HttpError::TooLarge { status, .. }) => judge(status, None, engine.clock.now()),
        Err(error) => Delivered::Failed { why: error.to_string(), retry_at: None },
    };
    let label = match &outcome {
        Delivered::Yes => "delivered",
        Delivered::Refused(_) => "refused",
        Delivered::Gone => "gone",
        Delivered::Failed { .. } => "failed",
    };
    metrics::counter!("mimus_deliveries_total", "outcome" => label).increment(1);
    Ok(outcome)
}

/// As Mastodon does: what is wrong with the request will stay wrong, but 401 may come from a key that could not be
/// fetched just now, 408 and 429 ask for patience.
fn judge(status: StatusCode, retry_after: Option<&http::HeaderValue>, now: Timestamp) -> Delivered {
    let seconds = retry_after.and_then(|v| v.to_str().ok()).and_then(|v| v.trim().parse::<i64>().ok());
    let retry_at = seconds.and_then(|s| now.checked_add(SignedDuration::from_secs(s.clamp(0, 86_400))).ok());
    match status.as_u16() {
        200..=299 => Delivered::Yes,
        410 => Delivered::Gone,
        401 | 408 | 425 | 429 => Delivered::Failed { why: format!("answered {status}"), retry_at },
        400..=499 | 501 => Delivered::Refused(status),
        _ => Delivered::Failed { why: format!("answered {status}"), retry_at },
    }
}

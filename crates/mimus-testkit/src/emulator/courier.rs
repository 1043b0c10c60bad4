//! What the emulator says to webhooks: questions for proof, and events.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use mimus_http::{HttpClient, Request};
use mimus_networks::x::webhook::{SIGNATURE_HEADER, response_token, signature};
use serde_json::Value;
use tokio::sync::mpsc;
use url::Url;

use super::activity::Sent;

/// Tries of one event.
const TRIES: u32 = 20;
/// Time between two tries.
const PAUSE: Duration = Duration::from_millis(250);

/// Whether a webhook knows the secret.
pub(super) async fn is_proven(http: &HttpClient, secret: &str, url: &str) -> bool {
    const QUESTION: &str = "MDY1ZGI2ZDktNTg3Yi00";
    let Ok(mut asked) = Url::parse(url) else { return false };
    asked.query_pairs_mut().append_pair("crc_token", QUESTION);
    let Ok(answer) = http.send(Request::get(asked)).await else { return false };
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    answer.status.is_success() && told["response_token"] == response_token(secret, QUESTION)
}

/// Brings events, one after the other, until the emulator ends. One that is not taken is sent again for a time.
pub(super) async fn bring(http: HttpClient, secret: String, mut events: mpsc::UnboundedReceiver<Sent>) {
    while let Some(Sent { url, body }) = events.recv().await {
        let (Ok(url), Ok(signed)) = (Url::parse(&url), HeaderValue::from_str(&signature(&secret, &body)))
        else {
            continue;
        };
        for _ in 0..TRIES {
            let request = Request::post(url.clone(), body.clone())
                .header(HeaderName::from_static(SIGNATURE_HEADER), signed.clone());
            if http.send(request).await.is_ok_and(|answer| !answer.status.is_server_error()) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

//! What one RSA-2048 signature costs: the yardstick of a delivery.

use std::fs;
use std::time::Duration;

use mimus_federation::signature::{self, RequestToSign, Scheme, SigningKey};
use url::Url;

use super::now;

/// Signatures of one measurement. The system counts CPU time in steps of a few milliseconds, so fewer would tell little.
const SIGNATURES: u32 = 1_000;

/// CPU time of one signature over a request like those that the courier sends, digest and headers included, in
/// milliseconds; the mean of many on one thread.
pub(crate) fn cpu_ms(body: &[u8]) -> Result<f64, String> {
    let key = SigningKey::generate().map_err(|e| e.to_string())?;
    let url: Url = "http://127.16.0.1:40000/inbox".parse().map_err(|_| "a URL".to_owned())?;
    let method = "POST".parse().map_err(|_| "a method".to_owned())?;
    let request = RequestToSign {
        method: &method,
        url: &url,
        body: Some(body),
        content_type: Some("application/activity+json"),
    };
    let key_id = "http://127.0.0.1:8420/users/bench#main-key";
    let before = thread_cpu()?;
    for _ in 0..SIGNATURES {
        signature::sign(Scheme::Cavage, &request, &key, key_id, now()).map_err(|e| e.to_string())?;
    }
    let took = thread_cpu()?.saturating_sub(before);
    Ok(took.as_secs_f64() * 1_000.0 / f64::from(SIGNATURES))
}

/// CPU time of this thread. Linux tells it in nanoseconds.
fn thread_cpu() -> Result<Duration, String> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").map_err(|e| e.to_string())?;
    let nanoseconds = told.split_whitespace().next().and_then(|n| n.parse().ok());
    nanoseconds.map(Duration::from_nanos).ok_or_else(|| "the CPU time of a thread cannot be read".to_owned())
}

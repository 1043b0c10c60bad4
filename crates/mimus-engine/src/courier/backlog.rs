//! What waits, told to `/metrics` and, where it grows old, to the log.

use std::time::Duration;

use jiff::SignedDuration;

use crate::Engine;

/// Time between two looks.
const LOOK: Duration = Duration::from_secs(30);

/// An age of what waits at servers that are well, from which on something is wrong here.
const OLD: SignedDuration = SignedDuration::from_mins(30);

/// Tells what waits, until it is time to stop.
pub(crate) async fn watch(engine: Engine) {
    while !engine.wake.stopping() {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => return,
        }
        let backlog = match engine.store.backlog().await {
            Ok(backlog) => backlog,
            Err(error) => {
                tracing::debug!(%error, "what waits cannot be counted");
                continue;
            }
        };
        let age = backlog.oldest.map_or(SignedDuration::ZERO, |at| engine.clock.now().duration_since(at));
        metrics::gauge!("mimus_delivery_backlog", "kind" => "activity").set(backlog.activities as f64);
        metrics::gauge!("mimus_delivery_backlog", "kind" => "letter").set(backlog.letters as f64);
        metrics::gauge!("mimus_delivery_oldest_seconds").set(age.as_secs_f64().max(0.0));
        for (state, count) in [
            ("well", backlog.alive.saturating_sub(backlog.failing)),
            ("failing", backlog.failing),
            ("retired", backlog.retired),
        ] {
            metrics::gauge!("mimus_servers", "state" => state).set(count as f64);
        }
        if backlog.failing == 0 && age > OLD {
            tracing::warn!(
                waiting = backlog.activities + backlog.letters,
                minutes = age.as_mins(),
                "deliveries are late: this machine, its network or its database is too slow for them"
            );
        }
    }
}

//! The poller: takes sources that are due and reads them.

use std::sync::Arc;
use std::time::Duration;

use mimus_store::Lease;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::ingest::{self, LEASE, ReadingError};
use crate::{Engine, wake::Worker};

/// Longest time without a look at what is due: mirrors are added by other processes too.
const LOOK: Duration = Duration::from_secs(2);

/// Reads sources as they become due, until it is time to stop; then finishes the pages in hand.
pub async fn run(engine: Engine) {
    let slots = Arc::new(Semaphore::new(engine.limits.readings));
    let mut readings = JoinSet::new();
    while !engine.wake.stopping() {
        while readings.try_join_next().is_some() {}
        let free = u32::try_from(slots.available_permits()).unwrap_or(u32::MAX);
        let claimed = if free == 0 { Ok(Vec::new()) } else { claim(&engine, free).await };
        match claimed {
            Ok(sources) => {
                for source in sources {
                    let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
                    let engine = engine.clone();
                    readings.spawn(async move {
                        let mirror = source.mirror;
                        match ingest::read(&engine, source, None, &mut |_, _| {}).await {
                            Ok(reading) => tracing::debug!(%mirror, ?reading, "read a source"),
                            // Said where it happened, and recorded.
                            Err(ReadingError::Source { .. }) => {}
                            Err(ReadingError::Store(error)) => {
                                tracing::error!(%mirror, %error, "a reading was not recorded");
                            }
                        }
                        drop(slot);
                        engine.wake.ring(Worker::Poller);
                    });
                }
            }
            Err(error) => tracing::error!(%error, "the poller cannot see what is due"),
        }
        let wait = pause(&engine).await;
        engine.wake.wait(Worker::Poller, wait).await;
    }
    while readings.join_next().await.is_some() {}
}

async fn claim(engine: &Engine, free: u32) -> Result<Vec<mimus_store::Source>, mimus_store::StoreError> {
    let now = engine.clock.now();
    engine.store.claim_sources(&Lease::starting(&engine.node, now, LEASE), now, free).await
}

/// Until the next source is due, within bounds.
async fn pause(engine: &Engine) -> Duration {
    match engine.store.next_source_due().await {
        Ok(Some(due)) => Duration::try_from(due.duration_since(engine.clock.now()))
            .unwrap_or_default()
            .clamp(Duration::from_millis(200), LOOK),
        Ok(None) | Err(_) => LOOK,
    }
}

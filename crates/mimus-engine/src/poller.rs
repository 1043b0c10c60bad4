//! The poller: takes sources that are due and reads them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use mimus_store::{MirrorId, Source, StoreError};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::ingest::{self, ReadingError};
use crate::{Engine, Hold, wake::Worker};

/// Longest time without a look at what is due: mirrors are added by other processes too.
const LOOK: Duration = Duration::from_secs(2);

/// Reads sources as they become due, until it is time to stop; then finishes the pages in hand.
pub async fn run(engine: Engine) {
    let slots = Arc::new(Semaphore::new(engine.limits.readings));
    let mut readings = JoinSet::new();
    while !engine.wake.stopping() {
        while readings.try_join_next().is_some() {}
        let free = u32::try_from(slots.available_permits()).unwrap_or(u32::MAX);
        if free > 0 {
            match claim(&engine, free).await {
                Ok((hold, sources)) => {
                    for source in sources {
                        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
                        let (engine, hold) = (engine.clone(), hold.clone());
                        readings.spawn(async move {
                            read(&engine, &hold, source).await;
                            drop(slot);
                            engine.wake.ring(Worker::Poller);
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "the poller cannot see what is due"),
            }
        }
        let wait = pause(&engine).await;
        engine.wake.wait(Worker::Poller, wait).await;
    }
    while readings.join_next().await.is_some() {}
}

async fn claim(engine: &Engine, free: u32) -> Result<(Hold, Vec<Source>), StoreError> {
    let hold = engine.node.hold().await?;
    match engine.store.claim_sources(hold.name(), engine.clock.now(), free).await {
        Ok(sources) => Ok((hold, sources)),
        Err(error) => {
            engine.node.renounce(&hold).await;
            Err(error)
        }
    }
}

async fn read(engine: &Engine, hold: &Hold, source: Source) {
    let mirror = source.mirror;
    let mut untold = |_, _| {};
    let reading =
        AssertUnwindSafe(ingest::read(engine, hold, source, None, &mut untold)).catch_unwind().await;
    let (why, wait) = match reading {
        Ok(Ok(reading)) => {
            tracing::debug!(%mirror, ?reading, "read a source");
            return;
        }
        // Said where it happened, and recorded.
        Ok(Err(ReadingError::Source { .. })) => return,
        Ok(Err(ReadingError::Store(StoreError::LeaseLost))) => {
            tracing::warn!(%mirror, "another node has taken a reading over");
            return;
        }
        Ok(Err(ReadingError::Store(error))) => (error.to_string(), SignedDuration::from_mins(1)),
        Err(_) => ("the reading broke off: a fault of Mimus".to_owned(), SignedDuration::from_hours(6)),
    };
    tracing::error!(%mirror, why, "a reading was not recorded");
    give_back(engine, hold, mirror, &why, wait).await;
}

/// A source that is not given back would wait as long as this node lives.
async fn give_back(engine: &Engine, hold: &Hold, mirror: MirrorId, why: &str, wait: SignedDuration) {
    let again = engine.clock.now().checked_add(wait).unwrap_or(Timestamp::MAX);
    match engine.store.source_failed(mirror, hold.name(), why, Some(again)).await {
        Ok(()) | Err(StoreError::LeaseLost) => {}
        Err(_) => engine.node.renounce(hold).await,
    }
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

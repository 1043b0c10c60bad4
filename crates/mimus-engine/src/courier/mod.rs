//! The courier: brings each actor's activities to the inboxes that follow it.
//!
//! The unit is a server. A server is taken under a lease, its inboxes are served one after the other, each actor's
//! log in order, and what has arrived is recorded before the next thing is sent: a crash repeats at most what
//! was in flight. A server that fails is put off by itself and holds up nobody.

mod backoff;
mod commit;
mod keys;
mod letterbox;
mod serve;

use std::sync::Arc;
use std::time::Duration;

use mimus_store::{Lease, StoreError};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::{Engine, wake::Worker};

pub use backoff::wait;
use commit::Commits;
use keys::Keys;
use serve::{Served, serve};

/// How long a server is held. Long enough for a slow exchange and the recording of it.
pub(crate) const LEASE: Duration = Duration::from_secs(120);

/// Longest time without a look at what waits: activities are logged by other processes too.
const LOOK: Duration = Duration::from_secs(1);

/// How long the first free place waits for others.
const GATHER: Duration = Duration::from_millis(10);

/// What the courier's tasks share.
#[derive(Clone)]
pub(crate) struct Courier {
    pub(crate) engine: Engine,
    pub(crate) keys: Arc<Keys>,
    pub(crate) commits: Commits,
    pub(crate) letterbox: Arc<letterbox::Letterbox>,
}

/// Delivers until it is time to stop; then finishes what is in flight.
pub async fn run(engine: Engine) {
    let (commits, committing) =
        Commits::start(engine.store.clone(), engine.node.clone(), engine.clock.clone());
    let courier = Courier {
        keys: Arc::new(Keys::new(engine.store.clone(), engine.addresses.clone())),
        letterbox: Arc::default(),
        commits,
        engine,
    };
    let slots = Arc::new(Semaphore::new(courier.engine.limits.deliveries));
    let mut tasks = JoinSet::new();
    while !courier.engine.wake.stopping() {
        while tasks.try_join_next().is_some() {}
        match round(&courier, &slots, &mut tasks).await {
            Ok(Round::Full) => {
                courier.engine.wake.wait(Worker::Courier, LOOK).await;
                // Places that become free together are filled together.
                tokio::time::sleep(GATHER).await;
                continue;
            }
            Ok(Round::All) => {}
            Err(error) => tracing::error!(%error, "the courier cannot see what waits"),
        }
        let pause = pause(&courier.engine).await;
        courier.engine.wake.wait(Worker::Courier, pause).await;
    }
    while tasks.join_next().await.is_some() {}
    drop(courier);
    if let Err(error) = committing.await {
        tracing::error!(%error, "what was delivered last may be delivered again");
    }
}

/// How many of the servers that something waits for have been taken.
enum Round {
    /// As many as there are places; there may be more.
    Full,
    /// All.
    All,
}

/// Takes as many servers as there are free places.
async fn round(
    courier: &Courier,
    slots: &Arc<Semaphore>,
    tasks: &mut JoinSet<()>,
) -> Result<Round, StoreError> {
    let free = slots.available_permits();
    if free == 0 {
        // A place becomes free with a ring.
        return Ok(Round::Full);
    }
    let now = courier.engine.clock.now();
    let lease = Lease::starting(&courier.engine.node, now, LEASE);
    let servers =
        courier.engine.store.claim_servers(&lease, now, u32::try_from(free).unwrap_or(u32::MAX)).await?;
    let round = if servers.len() == free { Round::Full } else { Round::All };
    let ids: Vec<_> = servers.iter().map(|server| server.id).collect();
    let mut waiting = courier.engine.store.waiting(&ids).await?;
    for server in servers {
        let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return Ok(Round::All) };
        let courier = courier.clone();
        let waiting = waiting.remove(&server.id).unwrap_or_default();
        tasks.spawn(async move {
            let host = server.host.clone();
            match serve(&courier, server, waiting).await {
                Ok(Served::All) => tracing::debug!(host, "a server has all that is for it"),
                Ok(Served::PutOff { why }) => tracing::info!(host, why, "a server is put off"),
                Ok(Served::Retired) => tracing::warn!(host, "a server is retired"),
                Err(error) => tracing::error!(host, %error, "a delivery could not be recorded"),
            }
            drop(slot);
            courier.engine.wake.ring(Worker::Courier);
        });
    }
    Ok(round)
}

/// Until the next server may be tried, within bounds.
async fn pause(engine: &Engine) -> Duration {
    match engine.store.next_delivery_due().await {
        Ok(Some(due)) => Duration::try_from(due.duration_since(engine.clock.now()))
            .unwrap_or_default()
            .clamp(Duration::from_millis(50), LOOK),
        Ok(None) | Err(_) => LOOK,
    }
}

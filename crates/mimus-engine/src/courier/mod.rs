//! The courier: brings each actor's activities to the inboxes that follow it.
//!
//! The unit is a server. A node claims servers for which something waits, keeps them in line, and gives each a turn
//! ([`turn`]); those that fail wait by themselves ([`backoff`]) and may take a quarter of the places at most, so that
//! they hold up nobody. What has arrived is recorded before the next thing is sent ([`commit`]): a crash repeats at
//! most what was in flight. Before each sending the node asks whether it still holds its claims
//! ([`crate::node::Hold`]).

mod backlog;
mod backoff;
mod commit;
mod deliver;
mod keys;
mod letterbox;
mod line;
mod shelf;
mod turn;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use mimus_store::{DueServer, ServerId, StoreError};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

use crate::{Engine, Hold, wake::Worker};

pub use backoff::wait;
use commit::Commits;
use keys::Keys;
use letterbox::Letterbox;
use line::Line;
use turn::Turn;

/// Longest time without a look at what waits: activities are logged by other processes too.
const LOOK: Duration = Duration::from_secs(1);

/// What the turns of one stretch of this node's life share.
pub(crate) struct Courier {
    pub(crate) engine: Engine,
    pub(crate) hold: Hold,
    pub(crate) keys: Arc<Keys>,
    pub(crate) letterbox: Arc<Letterbox>,
    pub(crate) commits: Commits,
    /// As many places again, for servers with several inboxes, of which more than one is delivered to at once.
    pub(crate) beside: Arc<Semaphore>,
}

impl Courier {
    /// Whether another thing may be sent.
    pub(crate) fn may_go_on(&self) -> bool {
        self.hold.is_good() && !self.engine.wake.stopping()
    }
}

/// A turn that has ended.
struct Ended {
    courier: Arc<Courier>,
    server: ServerId,
    host: String,
    failing: bool,
    turn: Result<Turn, StoreError>,
}

/// Delivers until it is time to stop; then finishes what is in flight.
pub async fn run(engine: Engine) {
    let keys = Arc::new(Keys::new(engine.store.clone(), engine.addresses.clone()));
    let letterbox: Arc<Letterbox> = Arc::default();
    let beside = Arc::new(Semaphore::new(engine.limits.deliveries));
    let watching = tokio::spawn(backlog::watch(engine.clone()));
    let mut turns: JoinSet<Ended> = JoinSet::new();
    let mut recordings: Vec<JoinHandle<()>> = Vec::new();
    let mut line = Line::new(engine.limits.deliveries);
    let mut courier: Option<Arc<Courier>> = None;
    while !engine.wake.stopping() {
        recordings.retain(|recording| !recording.is_finished());
        let hold = match engine.node.hold().await {
            Ok(hold) => hold,
            Err(error) => {
                tracing::error!(%error, "the courier waits for the database");
                engine.wake.wait(Worker::Courier, LOOK).await;
                continue;
            }
        };
        let current = match courier.take().filter(|courier| courier.hold.is(&hold)) {
            Some(courier) => courier,
            None => {
                line.clear();
                let (commits, recording) = Commits::start(engine.clone(), hold.clone());
                recordings.push(recording);
                let (keys, letterbox) = (Arc::clone(&keys), Arc::clone(&letterbox));
                let beside = Arc::clone(&beside);
                Arc::new(Courier { engine: engine.clone(), hold, keys, letterbox, commits, beside })
            }
        };
        courier = Some(Arc::clone(&current));
        if let Err(error) = line.fill(&current).await {
            tracing::error!(%error, "the courier cannot see what waits");
            engine.node.renounce(&current.hold).await;
            continue;
        }
        while let Some(due) = line.next(turns.len()) {
            turns.spawn(take_turn(Arc::clone(&current), due));
        }
        tokio::select! {
            Some(ended) = turns.join_next() => match ended {
                Ok(ended) => end_turn(&mut line, ended).await,
                Err(error) => tracing::error!(%error, "a delivery broke off"),
            },
            () = engine.wake.wait(Worker::Courier, line.quiet()) => line.look(),
        }
        while let Some(Ok(ended)) = turns.try_join_next() {
            end_turn(&mut line, ended).await;
        }
    }
    while turns.join_next().await.is_some() {}
    drop(courier);
    for recording in recordings {
        if let Err(error) = recording.await {
            tracing::error!(%error, "what was delivered last may be delivered again");
        }
    }
    watching.abort();
}

async fn take_turn(courier: Arc<Courier>, due: DueServer) -> Ended {
    let (server, host, failing) = (due.server.id, due.server.host.clone(), due.server.failures > 0);
    let turn = match AssertUnwindSafe(turn::serve(&courier, due)).catch_unwind().await {
        Ok(turn) => turn,
        Err(_) => {
            tracing::error!(host, "a delivery broke off: a fault of Mimus");
            // Nothing is known of how far it came but what is recorded.
            Err(StoreError::LeaseLost)
        }
    };
    Ended { courier, server, host, failing, turn }
}

async fn end_turn(line: &mut Line, ended: Ended) {
    let Ended { courier, server, host, failing, turn } = ended;
    line.left(failing);
    match turn {
        Ok(Turn::More(due)) if courier.hold.is_good() => line.again(*due),
        Ok(Turn::Served) => tracing::debug!(host, "a server has all that is for it"),
        Ok(Turn::PutOff { why }) => tracing::info!(host, why, "a server is put off"),
        Ok(Turn::Retired) => tracing::warn!(host, "a server is retired"),
        Ok(Turn::More(_) | Turn::Stopped) => tracing::debug!(host, "a server's turn was cut short"),
        Err(error) => {
            tracing::error!(host, %error, "a delivery could not be recorded");
            let store = &courier.engine.store;
            if store.release_server(server, courier.hold.name()).await.is_err() {
                courier.engine.node.renounce(&courier.hold).await;
            }
        }
    }
}

//! Recording what has arrived, many servers' at once: one transaction for all that arrived while the last one was
//! being written.

use mimus_store::{Deliveries, InboxId, LetterId, MirrorId, ServerId, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::{Engine, Hold};

/// What is recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Entry {
    /// An inbox has had an actor's log up to an entry.
    Had { mirror: MirrorId, inbox: InboxId, seq: i64 },
    /// A letter needs no more.
    Letter(LetterId),
    /// A server is given back after a turn without failure.
    Served { server: ServerId, taken: u32, refused: u32 },
}

struct Commit {
    entries: [Option<Entry>; 2],
    done: oneshot::Sender<bool>,
}

/// Where deliveries are reported. All of one stretch of this node's life.
#[derive(Clone)]
pub(crate) struct Commits(mpsc::Sender<Commit>);

/// Most deliveries recorded in one transaction.
const MAX_BATCH: usize = 512;

impl Commits {
    /// Starts recording for one hold; it ends when all handles are gone.
    pub(crate) fn start(engine: Engine, hold: Hold) -> (Self, JoinHandle<()>) {
        let (sender, mut receiver) = mpsc::channel::<Commit>(MAX_BATCH);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MAX_BATCH);
            while receiver.recv_many(&mut batch, MAX_BATCH).await > 0 {
                let mut deliveries = Deliveries::default();
                for entry in batch.iter().flat_map(|commit| commit.entries).flatten() {
                    match entry {
                        Entry::Had { mirror, inbox, seq } => deliveries.cursors.push((mirror, inbox, seq)),
                        Entry::Letter(letter) => deliveries.letters.push(letter),
                        Entry::Served { server, taken, refused } => {
                            deliveries.served.push((server, taken, refused));
                        }
                    }
                }
                let result =
                    engine.store.record_deliveries(hold.name(), &deliveries, engine.clock.now()).await;
                if let Err(error) = &result {
                    tracing::error!(%error, "deliveries could not be recorded; they may be repeated");
                }
                for commit in batch.drain(..) {
                    // A task that no longer waits has been ended.
                    let _ = commit.done.send(result.is_ok());
                }
            }
        });
        (Self(sender), task)
    }

    /// Records what there is, together, and returns once that is durable.
    pub(crate) async fn record(&self, entries: [Option<Entry>; 2]) -> Result<(), StoreError> {
        if entries.iter().all(Option::is_none) {
            return Ok(());
        }
        let (done, recorded) = oneshot::channel();
        let sent = self.0.send(Commit { entries, done }).await.is_ok();
        if sent && recorded.await.unwrap_or(false) { Ok(()) } else { Err(StoreError::LeaseLost) }
    }
}

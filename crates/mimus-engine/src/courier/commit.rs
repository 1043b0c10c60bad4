//! Recording what has arrived, many servers' at once: one transaction for all that arrived while the last one was
//! being written.

use std::time::Duration;

use mimus_store::{InboxId, MirrorId, ServerId, Store, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::Clock;

/// What is to be recorded.
#[derive(Clone, Copy)]
enum Entry {
    Advanced(MirrorId, InboxId, i64),
    Served(ServerId),
}

struct Commit {
    entry: Entry,
    done: oneshot::Sender<bool>,
}

/// Where deliveries are reported.
#[derive(Clone)]
pub(crate) struct Commits(mpsc::Sender<Commit>);

/// Most deliveries recorded in one transaction.
const MAX_BATCH: usize = 512;

/// How long the first waits for others: a transaction costs more than a signature, and is shared.
const GATHER: Duration = Duration::from_millis(5);

impl Commits {
    /// Starts recording; it ends when all handles are gone.
    pub(crate) fn start(store: Store, owner: String, clock: Clock) -> (Self, JoinHandle<()>) {
        let (sender, mut receiver) = mpsc::channel::<Commit>(MAX_BATCH);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MAX_BATCH);
            while receiver.recv_many(&mut batch, MAX_BATCH).await > 0 {
                tokio::time::sleep(GATHER).await;
                while batch.len() < MAX_BATCH {
                    let Ok(commit) = receiver.try_recv() else { break };
                    batch.push(commit);
                }
                let (mut advanced, mut served) = (Vec::new(), Vec::new());
                for commit in &batch {
                    match commit.entry {
                        Entry::Advanced(mirror, inbox, seq) => advanced.push((mirror, inbox, seq)),
                        Entry::Served(server) => served.push(server),
                    }
                }
                let result = store.record_deliveries(&advanced, &served, &owner, clock.now()).await;
                if let Err(error) = &result {
                    tracing::error!(%error, "deliveries could not be recorded");
                }
                for commit in batch.drain(..) {
                    // A task that no longer waits has been ended.
                    let _ = commit.done.send(result.is_ok());
                }
            }
        });
        (Self(sender), task)
    }

    /// Records that an inbox has had an actor's log up to an entry, and returns once that is durable.
    pub(crate) async fn advance(&self, mirror: MirrorId, inbox: InboxId, seq: i64) -> Result<(), StoreError> {
        self.record(Entry::Advanced(mirror, inbox, seq)).await
    }

    /// Gives a server back after deliveries that arrived.
    pub(crate) async fn served(&self, server: ServerId) -> Result<(), StoreError> {
        self.record(Entry::Served(server)).await
    }

    async fn record(&self, entry: Entry) -> Result<(), StoreError> {
        let (done, recorded) = oneshot::channel();
        let sent = self.0.send(Commit { entry, done }).await.is_ok();
        if sent && recorded.await.unwrap_or(false) { Ok(()) } else { Err(StoreError::LeaseLost) }
    }
}

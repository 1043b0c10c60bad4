//! Recording what has arrived, many servers' at once: one transaction for all that arrived while the last one was
//! being written.

use mimus_store::{InboxId, MirrorId, Store, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

type Entry = (MirrorId, InboxId, i64);

struct Commit {
    entry: Entry,
    done: oneshot::Sender<bool>,
}

/// Where deliveries are reported.
#[derive(Clone)]
pub(crate) struct Commits(mpsc::Sender<Commit>);

/// Most deliveries recorded in one transaction.
const MAX_BATCH: usize = 512;

impl Commits {
    /// Starts recording; it ends when all handles are gone.
    pub(crate) fn start(store: Store) -> (Self, JoinHandle<()>) {
        let (sender, mut receiver) = mpsc::channel::<Commit>(MAX_BATCH);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MAX_BATCH);
            while receiver.recv_many(&mut batch, MAX_BATCH).await > 0 {
                let entries: Vec<Entry> = batch.iter().map(|commit| commit.entry).collect();
                let result = store.advance(&entries).await;
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
        let (done, recorded) = oneshot::channel();
        let commit = Commit { entry: (mirror, inbox, seq), done };
        let sent = self.0.send(commit).await.is_ok();
        if sent && recorded.await.unwrap_or(false) { Ok(()) } else { Err(StoreError::LeaseLost) }
    }
}

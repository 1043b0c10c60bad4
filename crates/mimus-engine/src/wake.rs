//! Waking the workers of this process. Only a help: each also looks by itself from time to time, as work may come
//! from another process.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};

/// Wakes workers, and tells them to stop.
#[derive(Clone)]
pub struct Wake {
    poller: Arc<Notify>,
    courier: Arc<Notify>,
    janitor: Arc<Notify>,
    relay: Arc<Notify>,
    publisher: Arc<Notify>,
    stop: Arc<watch::Sender<bool>>,
}

impl Default for Wake {
    fn default() -> Self {
        Self {
            poller: Arc::default(),
            courier: Arc::default(),
            janitor: Arc::default(),
            relay: Arc::default(),
            publisher: Arc::default(),
            stop: Arc::new(watch::Sender::new(false)),
        }
    }
}

/// A kind of worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worker {
    /// Reads sources.
    Poller,
    /// Delivers activities.
    Courier,
    /// Keeps the house.
    Janitor,
    /// Reads for routes.
    Relay,
    /// Publishes what is due.
    Publisher,
}

impl Wake {
    fn bell(&self, worker: Worker) -> &Notify {
        match worker {
            Worker::Poller => &self.poller,
            Worker::Courier => &self.courier,
            Worker::Janitor => &self.janitor,
            Worker::Relay => &self.relay,
            Worker::Publisher => &self.publisher,
        }
    }

    /// There is something for a worker.
    pub fn ring(&self, worker: Worker) {
        self.bell(worker).notify_one();
    }

    /// Waits until somebody rings, at most `longest`, or until it is time to stop.
    pub async fn wait(&self, worker: Worker, longest: Duration) {
        let mut stop = self.stop.subscribe();
        tokio::select! {
            () = self.bell(worker).notified() => {}
            () = tokio::time::sleep(longest) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }

    /// Tells all workers to finish what they have in hand and stop.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Whether it is time to stop.
    #[must_use]
    pub fn stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Waits until it is time to stop.
    pub async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        // The sender lives as long as this handle, so waiting cannot fail.
        let _ = stop.wait_for(|stop| *stop).await;
    }
}

//! What has been taken in before, so that a request that comes again is answered and not done again.
//!
//! Sightings are written many at once, as a write for each would cost as much as what it is of. Those that are lost
//! with the process are of its last moment; whatever an activity asks for can be done twice.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mimus_store::{Store, StoreError};

/// How many wait to be written, and for how long.
const MANY: usize = 256;
const LONG: Duration = Duration::from_secs(1);
/// Most that wait while the database takes none.
const MAX_WAITING: usize = 8_192;

/// The sightings of this process that are not written yet.
#[derive(Debug)]
pub(super) struct Sightings(Mutex<Waiting>);

#[derive(Debug)]
struct Waiting {
    names: HashSet<String>,
    written: Instant,
}

impl Default for Sightings {
    fn default() -> Self {
        Self(Mutex::new(Waiting { names: HashSet::new(), written: Instant::now() }))
    }
}

impl Sightings {
    /// Takes note of something by its name; says whether it is new.
    pub(super) async fn first(&self, store: &Store, name: &str, now: Timestamp) -> Result<bool, StoreError> {
        if !self.waiting().names.insert(name.to_owned()) {
            return Ok(false);
        }
        match store.has_seen(name).await {
            Ok(false) => {}
            known => {
                self.waiting().names.remove(name);
                return known.map(|_| false);
            }
        }
        let due: HashSet<String> = {
            let mut waiting = self.waiting();
            if waiting.names.len() < MANY && waiting.written.elapsed() < LONG {
                return Ok(true);
            }
            waiting.written = Instant::now();
            waiting.names.clone()
        };
        // What fails stays to be written with the next.
        let written = store.keep_sightings(&Vec::from_iter(due.iter().map(String::as_str)), now).await;
        let mut waiting = self.waiting();
        if written.is_ok() || waiting.names.len() > MAX_WAITING {
            waiting.names.retain(|name| !due.contains(name));
        }
        drop(waiting);
        if let Err(error) = written {
            tracing::warn!(%error, "what was taken in could not be noted");
        }
        Ok(true)
    }

    /// Takes a sighting back, where what was to be done failed and it may come again.
    pub(super) async fn take_back(&self, store: &Store, name: &str) -> Result<(), StoreError> {
        if self.waiting().names.remove(name) { Ok(()) } else { store.unsee(name).await }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

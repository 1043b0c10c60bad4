//! The rules on who may speak to this server, at hand for every request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mimus_core::AccessList;
use mimus_store::{Store, StoreError};

/// How old the rules at hand may be: a change counts on every node within this time.
const AGE: Duration = Duration::from_secs(2);

/// The rules as they stood moments ago. Cheap to clone; clones share them.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    store: Store,
    kept: Mutex<Option<Kept>>,
}

#[derive(Clone)]
struct Kept {
    list: Arc<AccessList>,
    version: i64,
    looked: Instant,
}

impl Access {
    pub(crate) fn new(store: Store) -> Self {
        Self(Arc::new(Inner { store, kept: Mutex::default() }))
    }

    /// The rules. While the database does not answer, the last known ones count; an error says that none are known.
    pub async fn list(&self) -> Result<Arc<AccessList>, StoreError> {
        let kept = self.kept();
        if let Some(kept) = kept.as_ref().filter(|kept| kept.looked.elapsed() < AGE) {
            return Ok(Arc::clone(&kept.list));
        }
        match (self.read(kept.as_ref()).await, kept) {
            (Ok(list), _) => Ok(list),
            (Err(error), Some(kept)) => {
                tracing::warn!(%error, "the rules on who may speak here could not be read again; the last known ones count");
                self.keep(Kept { looked: Instant::now(), ..kept.clone() });
                Ok(kept.list)
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn read(&self, kept: Option<&Kept>) -> Result<Arc<AccessList>, StoreError> {
        // Before the rules: a change in between is then read once more, and never missed.
        let version = self.0.store.access_version().await?;
        let list = match kept {
            Some(kept) if kept.version == version => Arc::clone(&kept.list),
            _ => {
                let mut list = AccessList::default();
                for rule in self.0.store.access_rules().await? {
                    list.add(rule.pattern, rule.kind, &rule.reason);
                }
                Arc::new(list)
            }
        };
        self.keep(Kept { list: Arc::clone(&list), version, looked: Instant::now() });
        Ok(list)
    }

    fn kept(&self) -> Option<Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, kept: Kept) {
        *self.0.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

//! What many deliveries need at once: had by the first, kept for the others, who wait for it meanwhile.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use mimus_store::StoreError;
use tokio::sync::OnceCell;

/// At most so many things, by their keys. When it is full, it is emptied.
pub(crate) struct Shelf<K, V> {
    most: usize,
    kept: Mutex<HashMap<K, Arc<OnceCell<V>>>>,
}

impl<K: Eq + Hash, V: Clone> Shelf<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// What is kept under a key, else what `get` gives. Where that fails, the next who asks tries again.
    pub(crate) async fn have<F: Future<Output = Result<V, StoreError>>>(
        &self,
        key: K,
        get: impl FnOnce() -> F,
    ) -> Result<V, StoreError> {
        let place = self.place(key);
        place.get_or_try_init(get).await.cloned()
    }

    /// Has it got anew by the next who asks.
    pub(crate) fn forget(&self, key: &K) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn place(&self, key: K) -> Arc<OnceCell<V>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= self.most && !kept.contains_key(&key) {
            kept.clear();
        }
        Arc::clone(kept.entry(key).or_default())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn of_many_at_once_one_gets_it_and_a_failure_is_not_kept() {
        let (shelf, asked) = (Shelf::new(8), AtomicUsize::new(0));
        let get = |fails: bool| {
            let asked = &asked;
            move || async move {
                tokio::task::yield_now().await;
                let n = asked.fetch_add(1, Ordering::Relaxed);
                if fails { Err(StoreError::LeaseLost) } else { Ok(n) }
            }
        };
        assert!(shelf.have(1, get(true)).await.is_err());
        let had = join_all((0..50).map(|_| shelf.have(1, get(false)))).await;
        assert!(had.into_iter().all(|had| had.unwrap() == 1), "the first after the failure");
        shelf.forget(&1);
        assert_eq!(shelf.have(1, get(false)).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn no_more_is_kept_than_the_bound() {
        let shelf = Shelf::new(4);
        for n in 0..100 {
            shelf.have(n, || async move { Ok(n) }).await.unwrap();
            assert!(shelf.kept.lock().unwrap().len() <= 4);
        }
    }
}

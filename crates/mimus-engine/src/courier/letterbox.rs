//! Stretches of logs and documents on their way out, read and made once and sent to many.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use jiff::Timestamp;
use mimus_federation::document::render_activity;
use mimus_store::{Activity, MirrorId, StoreError, Subscription};

use crate::Engine;

/// Most documents, and most stretches of logs, kept.
const MAX_KEPT: usize = 256;

/// A document is made anew after this time, as its post may have changed.
const KEEP_SECONDS: i64 = 30;

/// `None` is an activity of which nothing is to be sent any more.
type Rendered = Option<Bytes>;

/// A stretch of a log: whose, after which entry, up to which.
type Stretch = (MirrorId, i64, i64);

/// What is being delivered.
#[derive(Default)]
pub(crate) struct Letterbox {
    documents: Mutex<HashMap<(MirrorId, i64), (Timestamp, Rendered)>>,
    logs: Mutex<HashMap<Stretch, Arc<[Activity]>>>,
}

impl Letterbox {
    /// The activities that a subscription has not had, in order, at most `limit`.
    pub(crate) async fn log(
        &self,
        engine: &Engine,
        subscription: &Subscription,
        limit: u32,
    ) -> Result<Arc<[Activity]>, StoreError> {
        let key = (subscription.mirror, subscription.cursor, subscription.head);
        if let Some(log) = self.logs.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(log));
        }
        let log: Arc<[Activity]> =
            engine.store.activities(subscription.mirror, subscription.cursor, limit).await?.into();
        keep(&self.logs, key, Arc::clone(&log));
        Ok(log)
    }

    /// The document of an activity.
    pub(crate) async fn document(
        &self,
        engine: &Engine,
        activity: &Activity,
    ) -> Result<Rendered, StoreError> {
        let (key, now) = ((activity.mirror, activity.seq), engine.clock.now());
        let kept = self.documents.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((since, rendered)) = kept
            && (0..KEEP_SECONDS).contains(&(now.as_second() - since.as_second()))
        {
            return Ok(rendered);
        }
        let value = render_activity(&engine.addresses, &engine.operator, &engine.store, activity).await?;
        let rendered = value.map(|value| Bytes::from(value.to_string()));
        keep(&self.documents, key, (now, rendered.clone()));
        Ok(rendered)
    }
}

fn keep<K: Eq + Hash, V>(shelf: &Mutex<HashMap<K, V>>, key: K, value: V) {
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if shelf.len() >= MAX_KEPT {
        shelf.clear();
    }
    shelf.insert(key, value);
}

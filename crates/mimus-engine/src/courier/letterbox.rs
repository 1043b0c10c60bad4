//! Stretches of logs and documents on their way out, read and made once and sent to many.

use std::sync::Arc;

use bytes::Bytes;
use mimus_federation::document::render_activity;
use mimus_store::{Activity, MirrorId, StoreError, Subscription};

use super::shelf::Shelf;
use crate::Engine;

/// Most documents, and most stretches of logs, kept.
const MAX_KEPT: usize = 256;

/// A document is made anew after this time at most, as its post may have changed.
const KEEP_SECONDS: i64 = 30;

/// `None` is an activity of which nothing is to be sent any more.
type Rendered = Option<Bytes>;

/// A stretch of a log: whose, after which entry, up to which.
type Stretch = (MirrorId, i64, i64);

/// What is being delivered.
pub(crate) struct Letterbox {
    /// By whose log, which entry, and in which half minute it was made.
    documents: Shelf<(MirrorId, i64, i64), Rendered>,
    logs: Shelf<Stretch, Arc<[Activity]>>,
}

impl Default for Letterbox {
    fn default() -> Self {
        Self { documents: Shelf::new(MAX_KEPT), logs: Shelf::new(MAX_KEPT) }
    }
}

impl Letterbox {
    /// The activities that a subscription has not had, in order, at most `limit`.
    pub(crate) async fn log(
        &self,
        engine: &Engine,
        subscription: &Subscription,
        limit: u32,
    ) -> Result<Arc<[Activity]>, StoreError> {
        let (mirror, cursor) = (subscription.mirror, subscription.cursor);
        let read = || async move { Ok(engine.store.activities(mirror, cursor, limit).await?.into()) };
        self.logs.have((mirror, cursor, subscription.head), read).await
    }

    /// The document of an activity.
    pub(crate) async fn document(
        &self,
        engine: &Engine,
        activity: &Activity,
    ) -> Result<Rendered, StoreError> {
        let stretch = engine.clock.now().as_second().div_euclid(KEEP_SECONDS);
        let render = || async move {
            let document =
                render_activity(&engine.addresses, &engine.operator, &engine.store, activity).await?;
            Ok(document.map(|document| Bytes::from(document.to_string())))
        };
        self.documents.have((activity.mirror, activity.seq, stretch), render).await
    }
}

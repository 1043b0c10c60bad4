//! Documents on their way out, made once and sent to many.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use mimus_store::{Activity, MirrorId};

/// Most documents kept.
const MAX_KEPT: usize = 256;

/// `None` is an activity of which nothing is to be sent any more.
type Rendered = Option<Bytes>;

/// Parts of logs by mirror, the entry before them and the log's end.
type Logs = HashMap<(MirrorId, i64, i64), Arc<[Activity]>>;

/// The documents of the activities that are being delivered.
#[derive(Default)]
pub(crate) struct Letterbox {
    kept: Mutex<HashMap<(MirrorId, i64), (jiff::Timestamp, Rendered)>>,
    logs: Mutex<Logs>,
}

/// A document is made anew after this time, as its post may have changed.
const KEEP_SECONDS: i64 = 30;

impl Letterbox {
    /// The entries of a log after `cursor`, as they were read while it ended at `head`: entries do not change.
    pub(crate) fn log(&self, mirror: MirrorId, cursor: i64, head: i64) -> Option<Arc<[Activity]>> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).get(&(mirror, cursor, head)).cloned()
    }

    pub(crate) fn keep_log(&self, mirror: MirrorId, cursor: i64, head: i64, entries: Arc<[Activity]>) {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        if logs.len() >= MAX_KEPT {
            logs.clear();
        }
        logs.insert((mirror, cursor, head), entries);
    }

    pub(crate) fn get(&self, mirror: MirrorId, seq: i64, now: jiff::Timestamp) -> Option<Rendered> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, rendered) = kept.get(&(mirror, seq))?;
        (now.as_second() - since.as_second() < KEEP_SECONDS).then(|| rendered.clone())
    }

    pub(crate) fn put(&self, mirror: MirrorId, seq: i64, now: jiff::Timestamp, rendered: Rendered) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert((mirror, seq), (now, rendered));
    }
}

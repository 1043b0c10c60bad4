//! Documents on their way out, made once and sent to many.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use mimus_store::MirrorId;

/// Most documents kept.
const MAX_KEPT: usize = 256;

/// `None` is an activity of which nothing is to be sent any more.
type Rendered = Option<Bytes>;

/// The documents of the activities that are being delivered.
#[derive(Default)]
pub(crate) struct Letterbox {
    kept: Mutex<HashMap<(MirrorId, i64), (jiff::Timestamp, Rendered)>>,
}

/// A document is made anew after this time, as its post may have changed.
const KEEP_SECONDS: i64 = 30;

impl Letterbox {
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

//! What the follower has received, kept in memory within bounds.

use std::collections::VecDeque;

use jiff::Timestamp;
use mimus_federation::signature::Scheme;
use serde_json::Value;

/// Most activities kept; older ones are dropped.
pub(crate) const MAX_KEPT: usize = 10_000;
/// Most bytes of activities kept, as they came; older ones are dropped.
pub(crate) const MAX_KEPT_BYTES: usize = 64 << 20;

/// Something that came to one of the follower's inboxes.
#[derive(Debug, Clone)]
pub struct ReceivedActivity {
    /// When.
    pub at: Timestamp,
    /// To which inbox, by its path.
    pub inbox: String,
    /// How it was signed, or why the signature did not count; it was then answered 401.
    pub signature: Result<Scheme, String>,
    /// What came; [`Value::Null`] where that was no JSON.
    pub document: Value,
    bytes: usize,
}

impl ReceivedActivity {
    pub(crate) fn new(
        at: Timestamp,
        inbox: String,
        signature: Result<Scheme, String>,
        document: Value,
        bytes: usize,
    ) -> Self {
        Self { at, inbox, signature, document, bytes }
    }

    /// The type: `Create`, `Accept`, …; empty where it has none.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.document["type"].as_str().unwrap_or_default()
    }

    /// Its id; empty where it has none.
    #[must_use]
    pub fn id(&self) -> &str {
        self.document["id"].as_str().unwrap_or_default()
    }

    /// Who did it; empty where it does not say.
    #[must_use]
    pub fn actor(&self) -> &str {
        id_of(&self.document["actor"])
    }

    /// The id of what it was done to; empty where it does not say.
    #[must_use]
    pub fn object(&self) -> &str {
        id_of(&self.document["object"])
    }
}

fn id_of(value: &Value) -> &str {
    value.as_str().or_else(|| value["id"].as_str()).unwrap_or_default()
}

/// The activities, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Record {
    kept: VecDeque<ReceivedActivity>,
    bytes: usize,
}

impl Record {
    pub(crate) fn push(&mut self, activity: ReceivedActivity) {
        self.bytes += activity.bytes;
        self.kept.push_back(activity);
        while self.kept.len() > MAX_KEPT || self.bytes > MAX_KEPT_BYTES {
            let Some(dropped) = self.kept.pop_front() else { break };
            self.bytes -= dropped.bytes;
        }
    }

    pub(crate) fn all(&self) -> Vec<ReceivedActivity> {
        self.kept.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_keeps_to_its_bounds() {
        let mut record = Record::default();
        let activity = |n: usize, bytes| {
            ReceivedActivity::new(
                Timestamp::UNIX_EPOCH,
                String::new(),
                Ok(Scheme::Cavage),
                Value::from(n),
                bytes,
            )
        };
        for n in 0..MAX_KEPT + 5 {
            record.push(activity(n, 1));
        }
        assert_eq!(record.all().len(), MAX_KEPT);
        assert_eq!(record.all()[0].document, 5);
        record.push(activity(1, MAX_KEPT_BYTES));
        assert_eq!(record.all().len(), 1);
    }
}

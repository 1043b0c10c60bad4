//! How much one server may send: a bucket for each, filled evenly, emptied by what it signed.
//!
//! Only requests whose signature has been verified take from a bucket, so that nobody can use up another's by writing
//! its name. A server whose bucket is empty is turned away by its name alone, before any work is done: whoever
//! borrows the name then gets no more than it would.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

/// Requests a minute that a server may go on with.
pub const DEFAULT_A_MINUTE: u32 = 1_200;

/// Most servers of which a bucket is kept; those that have rested longest are forgotten first.
const MAX_BUCKETS: usize = 16_384;

/// The buckets of all servers, each as large as half a minute's requests.
#[derive(Debug)]
pub(super) struct Rates {
    /// Requests a minute; 0 for any number.
    a_minute: u32,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

impl Rates {
    pub(super) fn new(a_minute: u32) -> Self {
        Self { a_minute, buckets: Mutex::default() }
    }

    /// After how many seconds a server may come again, where it has sent too much.
    pub(super) fn wait(&self, host: &str, now: Timestamp) -> Option<u32> {
        let left = self.buckets().get(host).map(|bucket| self.filled(*bucket, now).left)?;
        if self.a_minute == 0 || left >= 1.0 {
            return None;
        }
        // Until a tenth of the bucket is there again: for one request at a time it need not come.
        let wanted = (self.capacity() / 10.0).max(1.0);
        Some(((wanted - left) / self.a_second()).ceil().clamp(1.0, 60.0) as u32)
    }

    /// Takes a verified request of a server from its bucket. Where many come at once some too many are let in, and the
    /// bucket owes them.
    pub(super) fn take(&self, host: &str, now: Timestamp) {
        if self.a_minute == 0 {
            return;
        }
        let mut buckets = self.buckets();
        if buckets.len() >= MAX_BUCKETS && !buckets.contains_key(host) {
            self.make_room(&mut buckets, now);
        }
        let full = Bucket { left: self.capacity(), at: now };
        let bucket = buckets.entry(host.to_owned()).or_insert(full);
        *bucket = self.filled(*bucket, now);
        bucket.left = (bucket.left - 1.0).max(-self.capacity());
    }

    fn capacity(&self) -> f64 {
        (f64::from(self.a_minute) / 2.0).max(1.0)
    }

    fn a_second(&self) -> f64 {
        f64::from(self.a_minute) / 60.0
    }

    /// A bucket as it is by now. Where the clock was set back, time stands still.
    fn filled(&self, bucket: Bucket, now: Timestamp) -> Bucket {
        let seconds = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        Bucket { left: (bucket.left + seconds * self.a_second()).min(self.capacity()), at: now }
    }

    fn make_room(&self, buckets: &mut HashMap<String, Bucket>, now: Timestamp) {
        buckets.retain(|_, bucket| self.filled(*bucket, now).left < self.capacity());
        while buckets.len() >= MAX_BUCKETS {
            let mut times: Vec<Timestamp> = buckets.values().map(|bucket| bucket.at).collect();
            let (_, median, _) = times.select_nth_unstable(MAX_BUCKETS / 2);
            let median = *median;
            let before = buckets.len();
            buckets.retain(|_, bucket| bucket.at > median);
            if buckets.len() == before {
                buckets.clear();
            }
        }
    }

    fn buckets(&self) -> MutexGuard<'_, HashMap<String, Bucket>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_800_000_000 + seconds)
    }

    #[test]
    fn a_server_may_send_half_a_minute_at_once_and_then_as_it_fills() {
        let rates = Rates::new(60);
        for _ in 0..30 {
            assert_eq!(rates.wait("a.example", at(0)), None);
            rates.take("a.example", at(0));
        }
        assert_eq!(rates.wait("a.example", at(0)), Some(3));
        assert_eq!(rates.wait("b.example", at(0)), None, "each has its own");
        assert_eq!(rates.wait("a.example", at(3)), None);
        for _ in 0..3 {
            rates.take("a.example", at(3));
        }
        assert_eq!(rates.wait("a.example", at(3)), Some(3));
        assert_eq!(rates.wait("a.example", at(3_600)), None);
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let rates = Rates::new(60);
        for _ in 0..30 {
            rates.take("a.example", at(3_600));
        }
        assert_eq!(rates.wait("a.example", at(0)), Some(3));
        rates.take("a.example", at(0));
        assert_eq!(rates.wait("a.example", at(5)), None, "it fills from the new time on");
    }

    #[test]
    fn nothing_is_counted_without_a_bound_and_no_more_than_fits() {
        let rates = Rates::new(0);
        (0..1_000).for_each(|_| rates.take("a.example", at(0)));
        assert_eq!((rates.wait("a.example", at(0)), rates.buckets().len()), (None, 0));
        let rates = Rates::new(60);
        for n in 0..40_000 {
            rates.take(&format!("{n}.example"), at(i64::from(n) / 10_000));
        }
        let kept = rates.buckets().len();
        assert!((1..=MAX_BUCKETS).contains(&kept), "{kept}");
    }
}

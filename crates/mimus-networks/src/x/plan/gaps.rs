//! After a gap of the stream: who is looked at first.
//!
//! Pay-per-use has no backfill. What the stream missed between its last line and its next is asked for by searches and
//! timelines that are bounded by the gap's two ends, so that nothing that came by the stream is billed again on a later day.

use std::collections::BTreeSet;

use super::batches::{self, Asked};
use super::{Plan, Way};

/// One look to fill a gap with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// A search over these.
    Search(Vec<u64>),
    /// One timeline.
    Timeline(u64),
}

/// All accounts of the stream in the order in which they are likely to have posted: the likeliest in searches, as many as
/// there are in a window to spare, the others by timelines, which have more room. `left_over` are accounts of an earlier gap
/// that was not filled yet; they come into the same order.
#[must_use]
pub fn after_gap(plan: &Plan, searches: usize, query_chars: usize, left_over: &BTreeSet<u64>) -> Vec<Look> {
    let streamed = plan
        .accounts
        .iter()
        .filter(|(id, reading)| matches!(reading.way, Way::Stream { .. }) || left_over.contains(*id));
    let mut order: Vec<(u64, f64)> = streamed.map(|(id, reading)| (*id, reading.posts_per_day)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let ids: Vec<u64> = order.into_iter().map(|(id, _)| id).collect();
    let mut batches = batches::cut(&ids, query_chars, Asked::Posts);
    let rest = batches.split_off(searches.min(batches.len()));
    let searches = batches.into_iter().map(Look::Search);
    searches.chain(rest.into_iter().flatten().map(Look::Timeline)).collect()
}

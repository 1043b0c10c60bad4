//! How old posts were when they were read.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::db::{Arg, args, built, placeholder_rows};
use crate::{Result, Store};

/// Seconds within which delays are counted; what is above the last is counted under [`i64::MAX`].
pub const DELAY_BOUNDS: [i64; 11] = [5, 15, 30, 60, 120, 300, 900, 1_800, 3_600, 4 * 3_600, 24 * 3_600];

/// Posts of one hour whose delay was within one bound and above the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayCount {
    /// When the hour began, in UTC.
    pub hour: Timestamp,
    /// Seconds; [`i64::MAX`] for those above all bounds.
    pub bound: i64,
    /// How many.
    pub posts: u64,
}

impl Store {
    /// Counts how old posts were that were read now.
    pub async fn note_delays(&self, delays: &[Duration], now: Timestamp) -> Result<()> {
        let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
        for delay in delays {
            let bound = DELAY_BOUNDS.iter().find(|bound| delay.as_secs_f64() <= **bound as f64);
            *counts.entry(bound.copied().unwrap_or(i64::MAX)).or_default() += 1;
        }
        if counts.is_empty() {
            return Ok(());
        }
        let hour = now.as_second().div_euclid(3_600);
        let sql = format!(
            "INSERT INTO ledger_delays (hour, bound, posts) VALUES {} ON CONFLICT (hour, bound) DO UPDATE SET \
             posts = ledger_delays.posts + excluded.posts",
            placeholder_rows(counts.len(), 3)
        );
        let args: Vec<Arg> =
            counts.into_iter().flat_map(|(bound, posts)| args![hour, bound, posts]).collect();
        self.db.execute(built(sql), &args).await.map(drop)
    }

    /// What was counted since the hour of `since`, the oldest first.
    pub async fn delays(&self, since: Timestamp) -> Result<Vec<DelayCount>> {
        let sql =
            "SELECT hour * 3600000, bound, posts FROM ledger_delays WHERE hour >= $1 ORDER BY hour, bound";
        let rows = self.db.rows(sql, &args![since.as_second().div_euclid(3_600)]).await?;
        rows.iter()
            .map(|row| {
                Ok(DelayCount {
                    hour: row.time(0, "ledger_delays.hour")?,
                    bound: row.int(1)?,
                    posts: row.count(2)?,
                })
            })
            .collect()
    }
}

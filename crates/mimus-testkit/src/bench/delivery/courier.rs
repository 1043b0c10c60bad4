//! The courier of a `mimus serve` at work.

use std::time::{Duration, Instant};

use super::Cell;
use super::seed::Seeded;
use crate::inboxes::{Counts, Inboxes};
use crate::process;

/// What delivering came to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delivered {
    /// What the inboxes were sent.
    pub(crate) counts: Counts,
    /// Deliveries while the deliverer was measured.
    pub(crate) deliveries: u64,
    /// For how long that was, in seconds: from the first delivery on.
    pub(crate) seconds: f64,
    /// CPU time of the deliverer meanwhile, in seconds.
    pub(crate) cpu: f64,
    /// The most memory it held, in MiB.
    pub(crate) peak: f64,
    /// The document that was delivered first.
    pub(crate) document: String,
    /// Whether everything was delivered, or time was up.
    pub(crate) complete: bool,
}

impl Delivered {
    pub(crate) fn per_second(&self) -> f64 {
        self.deliveries as f64 / self.seconds.max(0.001)
    }

    pub(crate) fn cpu_ms(&self) -> f64 {
        self.cpu * 1_000.0 / (self.deliveries.max(1)) as f64
    }
}

/// Longest wait for a first delivery.
const PATIENCE: Duration = Duration::from_secs(120);

/// Delivers a cell's posts by `mimus serve` on a database of its own.
pub(crate) async fn run(cell: &Cell) -> Result<Delivered, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let inboxes = Inboxes::start()?;
    let seeded = Seeded::new(folder.path(), cell, &inboxes).await.map_err(|e| e.to_string())?;
    let (server, _) = process::serve(folder.path(), "courier").await?;
    // What it does at its start is no part of a delivery.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let pid = server.0.id();
    let cpu = || process::cpu_seconds(pid).ok_or("the deliverer is gone".to_owned());
    let before = cpu()?;
    seeded.publish(cell.activities).await.map_err(|e| e.to_string())?;
    let all = cell.deliveries();
    let began = Instant::now();
    let mut first_seen = None;
    let complete = loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let counts = inboxes.counts().await?;
        if counts.requests == 0 && began.elapsed() > PATIENCE {
            return Err("nothing is delivered".into());
        }
        let since = *first_seen.get_or_insert_with(Instant::now);
        if counts.requests == 0 {
            first_seen = None;
        }
        // It counts as delivered when that is recorded.
        if counts.requests >= all && seeded.is_delivered().await? {
            break true;
        }
        if cell.seconds.is_some_and(|most| since.elapsed() > most) {
            break false;
        }
    };
    let cpu = cpu()? - before;
    let counts = inboxes.counts().await?;
    let document = inboxes.sample().await?;
    let peak = process::status_kib(pid, "VmHWM").unwrap_or(0) as f64 / 1_024.0;
    drop(server);
    seeded.close().await;
    if counts.signed < counts.requests {
        return Err(format!("{} requests came without a signature", counts.requests - counts.signed));
    }
    let seconds = counts.last - counts.first;
    Ok(Delivered { deliveries: counts.requests, seconds, cpu, peak, document, complete, counts })
}

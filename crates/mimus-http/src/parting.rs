//! Whether a connection is kept after its last request.
//!
//! A kept connection takes some 25 KiB and a file descriptor. At a thousand deliveries a second to as many servers,
//! keeping each for [`IDLE`](crate::pool::IDLE) takes hundreds of megabytes for nothing: most are not used again.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Most connections that are kept after their last request in one window.
const MOST: u32 = 300;

/// Counts how many connections were kept of late.
pub(crate) struct Parting {
    window: Duration,
    kept: Mutex<(Instant, u32)>,
}

impl Parting {
    pub(crate) fn new(window: Duration) -> Self {
        Self { window, kept: Mutex::new((Instant::now(), 0)) }
    }

    /// Whether one more connection may be kept; it counts as kept then.
    pub(crate) fn keeps(&self) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0.elapsed() >= self.window {
            *kept = (Instant::now(), 0);
        }
        kept.1 += 1;
        kept.1 <= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_are_kept_than_the_bound_until_the_window_is_over() {
        let parting = Parting::new(Duration::from_secs(3_600));
        assert_eq!((0..1_000).filter(|_| parting.keeps()).count(), MOST as usize);
        let parting = Parting::new(Duration::ZERO);
        assert!((0..1_000).all(|_| parting.keeps()));
    }
}

//! When to try a server again.

use std::time::Duration;

/// The wait after `failures` failures in a row: 1 minute, doubled each time up to 12 hours, and up to a quarter
/// more by `chance` (0 to 255), so that servers that failed together are not tried together.
#[must_use]
pub fn wait(failures: u32, chance: u8) -> Duration {
    let minutes = 1_u64 << failures.saturating_sub(1).min(10);
    let base = Duration::from_secs(minutes * 60).min(Duration::from_secs(12 * 3_600));
    base + base * u32::from(chance) / 1_024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_day_and_differ() {
        assert_eq!(wait(1, 0), Duration::from_secs(60));
        assert_eq!(wait(3, 0), Duration::from_secs(240));
        assert_eq!(wait(40, 0), Duration::from_secs(12 * 3_600));
        assert!(wait(5, 200) > wait(5, 10));
        assert!((0..=255).all(|chance| wait(7, chance) <= wait(7, 0) * 5 / 4));
    }
}

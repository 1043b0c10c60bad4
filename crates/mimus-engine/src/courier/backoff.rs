//! When to try a server again.

use std::time::Duration;

/// Longest wait, before chance.
const LONGEST: Duration = Duration::from_secs(12 * 3_600);

/// The wait after `failures` failures in a row: 15 seconds, four times as long each time, up to 12 hours; and up to a
/// quarter more by `chance` (0 to 255), so that servers that failed together are not tried together.
#[must_use]
pub fn wait(failures: u32, chance: u8) -> Duration {
    let base = Duration::from_secs(15 << (2 * failures.saturating_sub(1).min(6))).min(LONGEST);
    base + base * u32::from(chance) / 1_024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_day_and_differ() {
        let minutes: Vec<u64> = (2..9).map(|failures| wait(failures, 0).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 4, 16, 64, 256, 720, 720]);
        assert_eq!((wait(0, 0).as_secs(), wait(1, 0).as_secs()), (15, 15));
        assert!(wait(5, 200) > wait(5, 10));
        assert!((0..=255).all(|chance| wait(7, chance) <= wait(7, 0) * 5 / 4));
        assert!(wait(u32::MAX, 255) <= LONGEST * 5 / 4);
    }
}

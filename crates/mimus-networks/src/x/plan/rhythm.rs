//! Learning how often an account posts.

const DAY: f64 = 86_400.0;

/// How long the slow memory lasts, in seconds: a week.
const SLOW: f64 = 7.0 * DAY;

/// How long the fast memory lasts, in seconds: two hours.
const FAST: f64 = 2.0 * 3_600.0;

/// Posts in the fast memory that make a burst; fewer are chance.
const BURST: f64 = 2.5;

/// What is thought of an account before anything is seen: half a post a day, held as firmly as a fifth of a day of watching.
const PRIOR_POSTS: f64 = 0.1;
const PRIOR_DAYS: f64 = 0.2;

/// Posts a day of one account, learnt from what is seen: both memories fade exponentially, a burst counts at once, and who
/// falls quiet is forgotten within weeks. Times are seconds since any fixed moment; it takes 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rhythm {
    since: u32,
    last: u32,
    slow: f32,
    fast: f32,
    prior: (f32, f32),
}

impl Rhythm {
    /// An account that is watched from now on.
    #[must_use]
    pub fn new(now: u32) -> Self {
        Self { since: now, last: now, slow: 0.0, fast: 0.0, prior: (PRIOR_POSTS as f32, PRIOR_DAYS as f32) }
    }

    /// Something that is watched from now on and happens so often, as far as is known.
    #[must_use]
    pub fn expecting(now: u32, a_day: f64) -> Self {
        let prior = ((a_day * PRIOR_DAYS) as f32, PRIOR_DAYS as f32);
        Self { prior, ..Self::new(now) }
    }

    /// One more post, made at that second.
    pub fn seen(&mut self, at: u32) {
        let passed = f64::from(at.saturating_sub(self.last));
        // A post that comes late has already faded; the memory itself stays where it is.
        let late = f64::from(self.last.saturating_sub(at));
        self.slow = (f64::from(self.slow) * (-passed / SLOW).exp() + (-late / SLOW).exp()) as f32;
        self.fast = (f64::from(self.fast) * (-passed / FAST).exp() + (-late / FAST).exp()) as f32;
        self.last = self.last.max(at);
    }

    /// Posts a day, as they look at that second.
    #[must_use]
    pub fn posts_per_day(&self, now: u32) -> f64 {
        let passed = f64::from(now.saturating_sub(self.last));
        let watched = SLOW / DAY * (1.0 - (-f64::from(now.saturating_sub(self.since)) / SLOW).exp());
        let slow = f64::from(self.slow) * (-passed / SLOW).exp();
        let steady = (f64::from(self.prior.0) + slow) / (f64::from(self.prior.1) + watched);
        let fast = f64::from(self.fast) * (-passed / FAST).exp();
        if fast >= BURST { steady.max(fast * DAY / FAST) } else { steady }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u32 = 3_600;

    #[test]
    fn a_steady_account_is_learnt() {
        let mut rhythm = Rhythm::new(0);
        for at in (0..14 * 24 * HOUR).step_by(6 * HOUR as usize) {
            rhythm.seen(at);
        }
        let learnt = rhythm.posts_per_day(14 * 24 * HOUR);
        assert!((3.5..4.5).contains(&learnt), "{learnt}");
    }

    #[test]
    fn a_burst_counts_at_once_and_passes() {
        let mut rhythm = Rhythm::new(0);
        let quiet = rhythm.posts_per_day(10 * 24 * HOUR);
        for minute in 0..5 {
            rhythm.seen(10 * 24 * HOUR + minute * 60);
        }
        let burst = rhythm.posts_per_day(10 * 24 * HOUR + 300);
        let later = rhythm.posts_per_day(11 * 24 * HOUR);
        assert!(quiet < 0.05 && burst > 20.0 && later < 2.0, "{quiet} {burst} {later}");
    }

    #[test]
    fn who_falls_quiet_is_forgotten() {
        let mut rhythm = Rhythm::new(0);
        for at in (0..10 * 24 * HOUR).step_by(HOUR as usize) {
            rhythm.seen(at);
        }
        let rates: Vec<f64> = (10..40).map(|day| rhythm.posts_per_day(day * 24 * HOUR)).collect();
        assert!(rates.windows(2).all(|pair| pair[1] < pair[0]) && rates[29] < 1.0, "{rates:?}");
    }

    #[test]
    fn a_late_post_is_no_burst() {
        let mut rhythm = Rhythm::new(0);
        rhythm.seen(20 * 24 * HOUR);
        for _ in 0..5 {
            rhythm.seen(5 * 24 * HOUR);
        }
        assert!(rhythm.posts_per_day(20 * 24 * HOUR) < 2.0);
    }
}

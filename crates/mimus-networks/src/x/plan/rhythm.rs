//! Learning how often an account posts.

const DAY: f64 = 86_400.0;

/// How long the slow memory lasts, in seconds: a week.
const SLOW: f64 = 7.0 * DAY;

/// How long the fast memory lasts, in seconds: half an hour.
const FAST: f64 = 1_800.0;

/// Posts in the fast memory that make a burst; fewer are chance.
const BURST: f64 = 2.5;

/// What is thought of an account before anything is seen: half a post a day, held as firmly as half a day of watching.
const PRIOR_POSTS: f64 = 0.25;
const PRIOR_DAYS: f64 = 0.5;

/// Posts a day of one account, learnt from what is seen: both memories fade exponentially, a burst counts at once, and who
/// falls quiet is forgotten within weeks. Times are seconds since any fixed moment; it takes 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rhythm {
    at: u32,
    posts: f32,
    days: f32,
    fast: f32,
    prior: (f32, f32),
}

impl Rhythm {
    /// An account that is watched from now on.
    #[must_use]
    pub fn new(now: u32) -> Self {
        Self::expecting(now, PRIOR_POSTS / PRIOR_DAYS)
    }

    /// Something that is watched from now on and happens so often a day, as far as is known.
    #[must_use]
    pub fn expecting(now: u32, a_day: f64) -> Self {
        let prior = ((a_day * PRIOR_DAYS) as f32, PRIOR_DAYS as f32);
        Self { at: now, posts: 0.0, days: 0.0, fast: 0.0, prior }
    }

    /// One more post, made at that second; it was watched until then.
    pub fn seen(&mut self, at: u32) {
        self.watched(at);
        // A post that comes late has already faded.
        let late = f64::from(self.at.saturating_sub(at));
        self.posts += (-late / SLOW).exp() as f32;
        self.fast += (-late / FAST).exp() as f32;
    }

    /// It was watched until that second.
    pub fn watched(&mut self, now: u32) {
        let passed = f64::from(now.saturating_sub(self.at));
        let faded = (-passed / SLOW).exp();
        self.posts = (f64::from(self.posts) * faded) as f32;
        self.days = (f64::from(self.days) * faded + SLOW / DAY * (1.0 - faded)) as f32;
        self.rest(now);
    }

    /// Nobody looked until that second: what is known of its pace stays as it is.
    pub fn rest(&mut self, now: u32) {
        let passed = f64::from(now.saturating_sub(self.at));
        self.fast = (f64::from(self.fast) * (-passed / FAST).exp()) as f32;
        self.at = self.at.max(now);
    }

    /// Posts a day, as they look at that second if it was watched until then.
    #[must_use]
    pub fn posts_per_day(&self, now: u32) -> f64 {
        let mut then = *self;
        then.watched(now);
        then.known()
    }

    /// Posts a day, as far as it was watched.
    #[must_use]
    pub fn known(&self) -> f64 {
        let steady = f64::from(self.prior.0 + self.posts) / f64::from(self.prior.1 + self.days);
        let fast = f64::from(self.fast);
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
    fn who_is_not_looked_at_is_not_thought_quiet() {
        let mut rhythm = Rhythm::new(0);
        for day in 0..20 {
            rhythm.rest((day * 24 + 23) * HOUR);
            rhythm.seen((day * 24 + 23) * HOUR + HOUR / 2);
            rhythm.watched((day * 24 + 24) * HOUR);
        }
        let learnt = rhythm.known();
        assert!((14.0..26.0).contains(&learnt), "one post in each hour that was watched: {learnt}");
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

//! Sharing what may be read when it is not enough: owners' accounts first, and within a priority everyone the same.

use std::collections::BTreeSet;

use super::Priority;

/// The least that is worth reading an account for, in posts a day: one a month.
pub const LEAST: f64 = 1.0 / 30.0;

/// What one account would cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    /// The account.
    pub id: u64,
    /// Its priority.
    pub priority: Priority,
    /// Posts a day that would be billed if it were read whole.
    pub posts: f64,
}

/// Who may be read, and how much.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shares {
    /// Posts a day of one owner's account at most; `None`: as many as there are.
    pub owned: Option<f64>,
    /// The same for accounts that anyone asked for.
    pub asked: Option<f64>,
    /// Accounts whose share would be less than [`LEAST`].
    pub dropped: BTreeSet<u64>,
}

impl Shares {
    /// The share of an account of this priority.
    #[must_use]
    pub fn of(&self, priority: Priority) -> Option<f64> {
        match priority {
            Priority::Owned => self.owned,
            Priority::Asked => self.asked,
        }
    }
}

/// Shares out so many posts a day.
///
/// Accounts cheaper than the share are read whole, and what they leave is shared by the dearer ones (max-min fairness).
/// Where even the share of one post a month is not there for all, the dearest accounts are dropped, so that the most are read.
#[must_use]
pub fn share(demands: &[Demand], posts_a_day: f64) -> Shares {
    let mut shares = Shares::default();
    let mut left = posts_a_day.max(0.0);
    for priority in [Priority::Owned, Priority::Asked] {
        let mut tier: Vec<&Demand> = demands.iter().filter(|demand| demand.priority == priority).collect();
        tier.sort_by(|a, b| a.posts.total_cmp(&b.posts).then(a.id.cmp(&b.id)));
        let posts: Vec<f64> = tier.iter().map(|demand| demand.posts).collect();
        let kept = most_that_fit(&posts, left);
        let level = level(&posts[..kept], left);
        shares.dropped.extend(tier[kept..].iter().map(|demand| demand.id));
        left -= posts[..kept].iter().map(|posts| level.map_or(*posts, |level| posts.min(level))).sum::<f64>();
        left = left.max(0.0);
        match priority {
            Priority::Owned => shares.owned = level,
            Priority::Asked => shares.asked = level,
        }
    }
    shares
}

/// The height to which water rises in vessels of these sizes, given in rising order; `None` where all are full.
fn level(sizes: &[f64], water: f64) -> Option<f64> {
    let mut left = water;
    for (at, size) in sizes.iter().enumerate() {
        let each = left / (sizes.len() - at) as f64;
        if *size > each {
            return Some(each);
        }
        left -= size;
    }
    None
}

/// How many of the cheapest accounts can be kept without anyone's share falling under [`LEAST`].
fn most_that_fit(sizes: &[f64], water: f64) -> usize {
    let fits = |kept: usize| level(&sizes[..kept], water).is_none_or(|level| level >= LEAST);
    let (mut good, mut bad) = (0, sizes.len() + 1);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if fits(middle) { good = middle } else { bad = middle }
    }
    good
}

/// What one account may still be read: a token bucket, filled by its share, in posts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    posts: f64,
    at: u32,
}

impl Bucket {
    /// A bucket at this second. How full it is follows from the id, so that not all accounts are due at the same moment.
    #[must_use]
    pub fn new(now: u32, id: u64) -> Self {
        let mixed = (id ^ (id >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 44;
        Self { posts: mixed as f64 / f64::from(1 << 20), at: now }
    }

    /// Fills it with what a share of so many posts a day has brought since; it holds two days' share and five posts.
    pub fn fill(&mut self, now: u32, share: f64) {
        let days = f64::from(now.saturating_sub(self.at)) / 86_400.0;
        self.posts = (self.posts + share * days).min(share * 2.0 + 5.0);
        self.at = self.at.max(now);
    }

    /// Posts that may be read now.
    #[must_use]
    pub fn posts(&self) -> f64 {
        self.posts
    }

    /// Takes out posts that were read. A page can bring more than was there; the debt is paid by waiting.
    pub fn take(&mut self, posts: u32) {
        self.posts -= f64::from(posts);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(posts: &[f64]) -> Vec<Demand> {
        let demand =
            |(id, posts): (usize, &f64)| Demand { id: id as u64, priority: Priority::Asked, posts: *posts };
        posts.iter().enumerate().map(demand).collect()
    }

    #[test]
    fn water_finds_its_level() {
        let shares = share(&asked(&[0.5, 8.0, 1.0, 4.0]), 7.5);
        assert_eq!((shares.asked, shares.dropped.len()), (Some(3.0), 0));
        assert_eq!(share(&asked(&[0.5, 8.0]), 8.5).asked, None);
    }

    #[test]
    fn owners_come_first() {
        let mut demands = asked(&[1.0, 1.0]);
        demands[0].priority = Priority::Owned;
        let shares = share(&demands, 1.25);
        assert_eq!((shares.owned, shares.asked), (None, Some(0.25)));
    }

    #[test]
    fn with_next_to_nothing_the_dearest_are_dropped() {
        let shares = share(&asked(&[0.01, 5.0, 2.0, 3.0]), 0.08);
        assert_eq!(shares.dropped, BTreeSet::from([1]));
        assert_eq!(share(&asked(&[1.0, 1.0]), 0.0).dropped.len(), 2);
    }

    #[test]
    fn a_bucket_gives_its_share_and_no_more() {
        let mut bucket = Bucket::new(0, 42);
        let mut read = 0;
        for hour in 1..=24 * 60 {
            bucket.fill(hour * 3_600, 2.0);
            while bucket.posts() >= 1.0 {
                bucket.take(1);
                read += 1;
            }
        }
        assert!((119..=121).contains(&read), "{read}");
        bucket.take(5);
        assert!(bucket.posts() < -4.0, "a page that brought more is a debt");
    }

    proptest! {
        #[test]
        fn never_more_than_there_is_and_more_is_never_worse(
            rows in proptest::collection::vec((any::<bool>(), 0.0_f64..50.0), 0..60), water in 0.0_f64..400.0, more in 0.0_f64..100.0,
        ) {
            let demands: Vec<Demand> = rows.iter().enumerate().map(|(id, (owned, posts))| Demand {
                id: id as u64,
                priority: if *owned { Priority::Owned } else { Priority::Asked },
                posts: *posts,
            }).collect();
            let read = |shares: &Shares, demand: &Demand| {
                if shares.dropped.contains(&demand.id) { 0.0 } else {
                    shares.of(demand.priority).map_or(demand.posts, |level| level.min(demand.posts))
                }
            };
            let (less, richer) = (share(&demands, water), share(&demands, water + more));
            prop_assert!(demands.iter().map(|demand| read(&less, demand)).sum::<f64>() <= water + 1e-6);
            for demand in demands.iter().filter(|demand| demand.priority == Priority::Owned) {
                prop_assert!(read(&richer, demand) >= read(&less, demand) - 1e-9);
            }
        }
    }
}

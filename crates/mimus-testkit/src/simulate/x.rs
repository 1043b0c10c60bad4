//! A simple X: it counts requests in real windows of 15 minutes, and bills each post once a UTC day.

use std::collections::{BTreeMap, BTreeSet};

use mimus_core::Money;
use mimus_networks::x::{Endpoint, Limits};

use super::world::{DAY, Kind, MINUTE, SECOND, World};

/// A window.
pub(super) const WINDOW: u64 = 15 * MINUTE;

/// From a post to its being found by searches and timelines.
const INDEXED: u64 = 2 * SECOND;

/// What was used in the time that counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Used {
    pub(super) requests: BTreeMap<Endpoint, u64>,
    /// Requests of the busiest window.
    pub(super) busiest: BTreeMap<Endpoint, u32>,
    /// Posts that were billed, those of strangers among them.
    pub(super) billed: u64,
    pub(super) strangers: u64,
    /// Requests beyond a limit.
    pub(super) refused: u64,
}

/// X, as one app sees it.
pub(super) struct X<'a> {
    pub(super) world: &'a World,
    pub(super) limits: Limits,
    /// From when on what is used counts, and until when.
    counted: (u64, u64),
    window: u64,
    in_window: BTreeMap<Endpoint, u32>,
    day: u64,
    billed: BTreeSet<u32>,
    pub(super) used: Used,
}

impl<'a> X<'a> {
    pub(super) fn new(world: &'a World, limits: Limits, counted: (u64, u64)) -> Self {
        Self {
            world,
            limits,
            counted,
            window: 0,
            in_window: BTreeMap::new(),
            day: 0,
            billed: BTreeSet::new(),
            used: Used::default(),
        }
    }

    fn counts(&self, now: u64) -> bool {
        (self.counted.0..self.counted.1).contains(&now)
    }

    /// Requests already made in the window of this moment.
    pub(super) fn made(&mut self, endpoint: Endpoint, now: u64) -> u32 {
        if now / WINDOW != self.window {
            self.window = now / WINDOW;
            self.in_window.clear();
        }
        self.in_window.get(&endpoint).copied().unwrap_or(0)
    }

    /// Takes one request; false: the window is used up.
    pub(super) fn request(&mut self, endpoint: Endpoint, now: u64) -> bool {
        let made = self.made(endpoint, now) + 1;
        if made > self.limits.app_window(endpoint).unwrap_or(0) {
            self.used.refused += 1;
            return false;
        }
        self.in_window.insert(endpoint, made);
        if self.counts(now) {
            *self.used.requests.entry(endpoint).or_default() += 1;
            let busiest = self.used.busiest.entry(endpoint).or_default();
            *busiest = made.max(*busiest);
        }
        true
    }

    /// Bills a post unless it was given before on this UTC day; what it cost.
    pub(super) fn bill(&mut self, post: u32, now: u64) -> Money {
        if now / DAY != self.day {
            self.day = now / DAY;
            self.billed.clear();
        }
        if !self.billed.insert(post) {
            return Money::ZERO;
        }
        if self.counts(now) {
            self.used.billed += 1;
            self.used.strangers += u64::from(self.world.posts[post as usize].kind == Kind::Stranger);
        }
        self.limits.prices.post
    }

    /// The newest posts of these accounts after one moment and up to another, the newest first, at most so many; and whether
    /// there were more.
    pub(super) fn found(
        &self,
        accounts: &[u32],
        span: (u64, u64),
        now: u64,
        only_quotes: bool,
        most: usize,
    ) -> (Vec<u32>, bool) {
        let until = span.1.min(now.saturating_sub(INDEXED));
        let mut posts: Vec<u32> = accounts
            .iter()
            .flat_map(|account| self.world.between(*account, span.0, until))
            .copied()
            .collect();
        if only_quotes {
            posts.retain(|post| self.world.posts[*post as usize].kind == Kind::Quote);
        }
        posts.sort_unstable_by(|a, b| b.cmp(a));
        let more = posts.len() > most;
        posts.truncate(most);
        (posts, more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_days_are_counted_exactly() {
        let world = World::new(5, DAY, 1);
        let mut x = X::new(&world, Limits::ELEVATED_2022, (0, 3 * DAY));
        let taken = (0..460).filter(|_| x.request(Endpoint::SearchRecent, WINDOW - 1)).count();
        assert_eq!((taken, x.used.refused), (450, 10));
        assert!(x.request(Endpoint::SearchRecent, WINDOW), "a new window begins");

        let mut x = X::new(&world, Limits::PAY_PER_USE, (0, 3 * DAY));
        let bills = [DAY - 2, DAY - 1, DAY].map(|now| x.bill(0, now).micros());
        assert_eq!((bills, x.used.billed), ([5_000, 0, 5_000], 2));
    }
}

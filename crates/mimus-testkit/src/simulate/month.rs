//! A month of 1,000 accounts with five dollars.

use mimus_core::Money;
use mimus_networks::x::Limits;
use serde::Serialize;

use super::freshness::Freshness;
use super::reader::{self, Setting};
use super::world::{DAY, World};

const ACCOUNTS: usize = 1_000;
const OWNED: usize = 10;
const DAYS: u64 = 30;
const BUDGET: Money = Money::from_dollars(5);

/// One priority.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Tier {
    pub(super) accounts: usize,
    /// Of whose posts nine in ten were read.
    pub(super) whole: usize,
    pub(super) part: usize,
    /// That posted, and of whom nothing was read.
    pub(super) unread: usize,
    pub(super) silent: usize,
    pub(super) freshness: Freshness,
}

/// What came of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Month {
    pub(super) budget: f64,
    pub(super) spent: f64,
    pub(super) spent_per_day: Vec<f64>,
    /// Neither the month nor a day's part of it was passed.
    pub(super) within: bool,
    pub(super) owned: Tier,
    pub(super) asked: Tier,
    /// The planner's own words in the middle of the month.
    pub(super) plan: String,
}

impl Month {
    fn part_read(tier: &Tier) -> f64 {
        let posts = tier.freshness.posts as f64;
        (posts - tier.freshness.unread as f64) / posts.max(1.0)
    }

    /// Owners' posts are read, or others have next to nothing, and owners' are no later than others'.
    pub(super) fn owners_first(&self) -> bool {
        let read = |tier: &Tier| tier.freshness.posts - tier.freshness.unread;
        let first = Self::part_read(&self.owned) >= 0.95 || read(&self.asked) * 10 <= read(&self.owned);
        first && self.owned.freshness.p95 <= self.asked.freshness.p95.max(120.0)
    }

    pub(super) fn order(&self) -> String {
        let percent = |tier| Self::part_read(tier) * 100.0;
        format!("{:.0} % of owners' posts, {:.1} % of others'", percent(&self.owned), percent(&self.asked))
    }
}

/// Plays it.
pub(super) fn play(seed: u64) -> Month {
    play_with(seed, BUDGET, DAYS)
}

/// Plays so many days of a month with that much money.
fn play_with(seed: u64, budget: Money, days: u64) -> Month {
    let counted = (0, days * DAY);
    let world = World::new(ACCOUNTS, counted.1, seed);
    let limits = Limits::PAY_PER_USE;
    let setting = Setting { limits, month: Some(budget), owned: OWNED, counted, until: counted.1, seed };
    let outcome = reader::play(&world, setting);
    let spent: Money = outcome.spent.iter().copied().sum();
    let billed = limits.prices.post.times(outcome.used.billed);
    let tier = |accounts: std::ops::Range<u32>| {
        let of = |account: u32| outcome.read.freshness(&world, counted, |other| other == account);
        let each: Vec<Freshness> = accounts.clone().map(of).collect();
        let count = |some: &dyn Fn(&Freshness) -> bool| each.iter().filter(|one| some(one)).count();
        let whole = |one: &Freshness| one.posts > 0 && one.unread * 10 <= one.posts;
        Tier {
            accounts: each.len(),
            whole: count(&whole),
            part: count(&|one| !whole(one) && one.unread < one.posts),
            unread: count(&|one| one.posts > 0 && one.unread == one.posts),
            silent: count(&|one| one.posts == 0),
            freshness: outcome.read.freshness(&world, counted, |account| accounts.contains(&account)),
        }
    };
    Month {
        budget: budget.dollars(),
        spent: spent.dollars(),
        spent_per_day: outcome.spent.iter().map(|day| day.dollars()).collect(),
        within: spent <= budget && billed == spent && days_keep_to_their_part(&outcome.spent, budget),
        owned: tier(0..OWNED as u32),
        asked: tier(OWNED as u32..ACCOUNTS as u32),
        plan: outcome.plan,
    }
}

/// At the end of each day no more is spent than its day's part of the month and what the days before it left.
fn days_keep_to_their_part(spent: &[Money], budget: Money) -> bool {
    let mut all = Money::ZERO;
    spent.iter().zip(1..).all(|(day, days)| {
        all += *day;
        all <= Money::from_micros(budget.micros() * days / DAYS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_beyond_its_part_is_seen() {
        let part = Money::from_micros(166_666);
        assert!(days_keep_to_their_part(&[part; 30], BUDGET));
        assert!(!days_keep_to_their_part(&[Money::from_micros(170_000)], BUDGET));
    }

    #[test]
    fn five_dollars_are_never_passed_and_owners_come_first() {
        let month = play_with(1, BUDGET, 6);
        assert!(month.within, "{:?}", month.spent_per_day);
        assert!(month.owners_first(), "{:?} {:?}", month.owned, month.asked);
    }

    #[test]
    fn the_stream_is_closed_before_the_money_of_a_day_is_used_up() {
        let month = play_with(2, Money::from_dollars(120), 6);
        assert!(month.plan.contains("stream"), "{}", month.plan);
        assert!(month.within, "{:?}", month.spent_per_day);
    }
}

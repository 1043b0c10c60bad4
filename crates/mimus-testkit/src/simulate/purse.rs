//! A hard budget, a day at a time.

use mimus_core::Money;
use mimus_networks::x::plan::Budget;

use super::world::DAY;

/// What is left of the month, and of what the days until today may spend: what one day leaves, the next has.
pub(super) struct Purse {
    month: Money,
    left: Money,
    day: u64,
    days: u64,
    /// What each day has spent.
    pub(super) spent: Vec<Money>,
}

impl Purse {
    pub(super) fn new(month: Money, days: u64) -> Self {
        Self { month, left: month, day: 0, days, spent: vec![Money::ZERO] }
    }

    fn today(&self) -> Money {
        let later = self.days.saturating_sub(self.day + 1);
        let kept = Money::from_micros((self.month.micros() * later).div_ceil(self.days));
        if self.day < self.days { self.left - kept } else { Money::ZERO }
    }

    fn turn(&mut self, now: u64) {
        while self.day < now / DAY {
            self.day += 1;
            self.spent.push(Money::ZERO);
        }
    }

    /// Whether today still has so much.
    pub(super) fn has(&mut self, now: u64, money: Money) -> bool {
        self.turn(now);
        self.today() >= money && self.today() > Money::ZERO
    }

    pub(super) fn pay(&mut self, now: u64, money: Money) {
        self.turn(now);
        self.left = self.left - money;
        if let Some(spent) = self.spent.last_mut() {
            *spent += money;
        }
    }

    /// For the planner.
    pub(super) fn budget(&self, now: u64) -> Budget {
        let days_left = (self.days as f64 - now as f64 / DAY as f64).max(1.0 / 24.0);
        Budget { left: Some(self.left), days_left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_day_leaves_the_next_has() {
        let mut purse = Purse::new(Money::from_dollars(3), 3);
        assert!(purse.has(0, Money::from_dollars(1)) && !purse.has(0, Money::from_micros(1_000_001)));
        purse.pay(5, Money::from_micros(500_000));
        assert!(
            purse.has(DAY, Money::from_micros(1_500_000)) && !purse.has(DAY, Money::from_micros(1_500_001))
        );
        assert!(!purse.has(3 * DAY, Money::from_micros(1)), "the month is over");
        assert_eq!(purse.spent.len(), 4);
    }
}

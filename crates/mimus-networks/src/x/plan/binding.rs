//! Which limit binds, and what would lift it.

use mimus_core::Money;

use super::rules::Measure;
use super::words::{count, span};
use super::{Account, Budget, MONTH, Plan, demand};
use crate::x::limits::Limits;

/// A limit that a plan can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The operator's money.
    Money,
    /// The posts that X sells in a month.
    PostsOfMonth,
    /// The stream's rules.
    StreamRules,
}

/// One limit beside what the accounts would need of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The limit.
    pub limit: Limit,
    /// What is needed by what is allowed; above 1 it binds.
    pub ratio: f64,
    /// What it means and what would lift it, in a sentence for people.
    pub words: String,
}

impl Binding {
    /// Whether it keeps the plan from reading everything as it comes.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.ratio > 1.0
    }

    /// Whether posts stay unread by it; the others only make reading slower.
    #[must_use]
    pub fn leaves_unread(&self) -> bool {
        self.binds() && self.limit != Limit::StreamRules
    }
}

/// All limits: first those that leave posts unread, then by how far they are passed.
pub(super) fn all(plan: &Plan, accounts: &[&Account], limits: &Limits, budget: &Budget) -> Vec<Binding> {
    let posts = accounts.iter().map(|account| demand(account, &limits.prices).posts).sum::<f64>();
    let mut bindings = vec![month(posts, accounts.len(), limits), rules(plan, accounts, limits)];
    bindings.extend(money(posts, limits, budget));
    bindings.sort_by(|a, b| b.leaves_unread().cmp(&a.leaves_unread()).then(b.ratio.total_cmp(&a.ratio)));
    bindings
}

fn money(posts: f64, limits: &Limits, budget: &Budget) -> Option<Binding> {
    let day = budget.a_day()?.micros() as f64;
    let need = posts * limits.prices.post.micros() as f64;
    let month = |day: f64| Money::from_micros((day * MONTH / 1e4).ceil() as u64 * 10_000);
    let ratio = if need == 0.0 { 0.0 } else { need / day.max(1.0) };
    let words = if ratio > 1.0 {
        format!(
            "Money: reading everything would cost {} a month and {} is there; the smaller accounts are read whole, the others \
             up to an equal share. {} a month would lift it.",
            month(need),
            month(day),
            month(need)
        )
    } else {
        format!("Money: {} of {} a month.", month(need), month(day))
    };
    Some(Binding { limit: Limit::Money, ratio, words })
}

fn month(posts: f64, accounts: usize, limits: &Limits) -> Binding {
    let (need, most) = (posts * MONTH, limits.posts_per_month as f64);
    let ratio = need / most.max(1.0);
    let words = if ratio > 1.0 {
        format!(
            "Posts a month: these accounts make {}, and {} sells {}; about {} accounts like these would fit. {} would lift it.",
            count(need),
            limits.name,
            count(most),
            count((accounts as f64 / ratio).floor()),
            limits.above
        )
    } else {
        format!("Posts a month: {} of {}.", count(need), count(most))
    };
    Binding { limit: Limit::PostsOfMonth, ratio, words }
}

fn rules(plan: &Plan, accounts: &[&Account], limits: &Limits) -> Binding {
    let mut measure = Measure::new(limits.rule_chars);
    for account in accounts {
        measure.take(account.id, false, usize::MAX);
    }
    let (need, most) = (measure.rules().max(plan.rules.len()) as f64, limits.stream_rules as f64);
    let ratio = need / most.max(1.0);
    let words = if ratio > 1.0 {
        let looked = plan.forecast.polled_p95().map_or_else(
            || "are not read".to_owned(),
            |p95| {
                format!("are looked at in turn, and 95 of 100 of their posts are read within {}", span(p95))
            },
        );
        format!(
            "Stream rules: all accounts would need {} and there are {}. Those without a place {looked}. {} would lift it.",
            count(need),
            count(most),
            limits.above
        )
    } else {
        format!("Stream rules: {} of {}.", plan.rules.len(), count(most))
    };
    Binding { limit: Limit::StreamRules, ratio, words }
}

//! What a plan takes and brings: requests, rules, money, freshness.

use std::collections::BTreeMap;
use std::time::Duration;

use mimus_core::Money;

use super::{MONTH, Plan, Priority, Reading, Way};
use crate::x::limits::{Endpoint, Limits, WINDOW};

/// From a post to its line on the stream, in seconds; X names 6 to 7 for 99 of 100.
const STREAM: (f64, f64) = (1.0, 7.0);

/// From a post to its event.
const ACTIVITY: (f64, f64) = (0.5, 3.0);

/// From a post to its being found by a look.
const INDEXED: f64 = 3.0;

/// How often a stream breaks and how long it is away, as taken until it is known better.
const BREAKS_A_DAY: f64 = 4.0;
const BREAK_SECONDS: f64 = 60.0;

/// The part of posts that are quotes, as taken for accounts whose quotes come later.
const QUOTES: f64 = 0.1;

/// Requests to one endpoint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Requests in a common window.
    pub common: f64,
    /// Requests in the busiest, which is the one after a gap of the stream.
    pub most: f64,
    /// What X allows.
    pub limit: u32,
}

impl Load {
    /// The part of the busiest window, 1 for all of it.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.limit == 0 { 0.0 } else { self.most / f64::from(self.limit) }
    }
}

/// Who is reached, of one priority.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reach {
    /// Accounts of which all is read.
    pub whole: usize,
    /// Accounts of which a share is read.
    pub part: usize,
    /// Accounts that are not read.
    pub unread: usize,
    /// Half of the posts that are read are read within this time.
    pub p50: Option<Duration>,
    /// 95 of 100.
    pub p95: Option<Duration>,
}

/// What a plan takes and brings. Times are per post that is read, from its making to its reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forecast {
    /// Requests, by endpoint.
    pub loads: Vec<Load>,
    /// Rules of the stream.
    pub rules: usize,
    /// Subscriptions to activity.
    pub subscriptions: usize,
    /// Posts a day that are read, strangers' with them.
    pub posts_per_day: f64,
    /// Own posts a day that are not read, of accounts that are read in part or not at all.
    pub missed_per_day: f64,
    /// What a day costs.
    pub money_per_day: Money,
    /// What the accounts' own posts cost of it.
    pub own_posts_per_day: Money,
    /// Half of the posts are read within this time.
    pub p50: Option<Duration>,
    /// 95 of 100.
    pub p95: Option<Duration>,
    /// Owners' accounts.
    pub owned: Reach,
    /// Accounts that anyone asked for.
    pub asked: Reach,
    polled: Option<Duration>,
}

impl Forecast {
    /// The time within which 95 of 100 posts of those accounts are read that are looked at; `None` where there are none.
    #[must_use]
    pub fn polled_p95(&self) -> Option<Duration> {
        self.polled
    }

    /// What a month costs.
    #[must_use]
    pub fn money_per_month(&self) -> Money {
        Money::from_micros((self.money_per_day.micros() as f64 * MONTH) as u64)
    }

    /// Counts in an account that is not read.
    pub(super) fn leave_out(&mut self, priority: Priority, posts_per_day: f64) {
        let reach = match priority {
            Priority::Owned => &mut self.owned,
            Priority::Asked => &mut self.asked,
        };
        reach.unread += 1;
        self.missed_per_day += posts_per_day;
    }

    pub(super) fn of(plan: &Plan, limits: &Limits, timelines: f64, window: impl Fn(Endpoint) -> u32) -> Self {
        let all = || plan.accounts.values();
        let own: f64 = all().map(Reading::read_per_day).sum();
        // What is not read of an account brings nothing along.
        let part = |reading: &Reading| reading.read_per_day() / reading.posts_per_day.max(1e-6);
        let strangers: f64 = all()
            .map(|reading| reading.strangers_per_day + reading.originals_per_day * part(reading).min(1.0))
            .sum();
        let cost = |posts: f64| Money::from_micros((limits.prices.post.micros() as f64 * posts) as u64);
        let by_itself: f64 = all().filter(|reading| reading.way == Way::Own).map(Reading::read_per_day).sum();
        let paid = |posts: f64| {
            let owned = limits.prices.owned_post.micros() as f64 * by_itself;
            cost(posts - by_itself) + Money::from_micros(owned as u64)
        };
        let gap = Gap::of(plan, timelines);
        let quantile = |some: &dyn Fn(&Reading) -> bool, part| {
            let mut waits = Waits::default();
            for reading in all().filter(|reading| some(reading)) {
                waits.account(reading, gap.wait);
            }
            waits.quantile(part)
        };
        let reach = |priority| Reach {
            whole: all().filter(|reading| reading.priority == priority && !partial(reading)).count(),
            part: all().filter(|reading| reading.priority == priority && partial(reading)).count(),
            unread: 0,
            p50: quantile(&|reading| reading.priority == priority, 0.5),
            p95: quantile(&|reading| reading.priority == priority, 0.95),
        };
        Self {
            loads: loads(plan, timelines, &gap, window),
            rules: plan.rules.len(),
            subscriptions: plan.subscriptions.len() * 2,
            posts_per_day: own + strangers,
            missed_per_day: all().map(|reading| reading.posts_per_day - reading.read_per_day()).sum(),
            money_per_day: paid(own + strangers),
            own_posts_per_day: paid(own),
            p50: quantile(&|_| true, 0.5),
            p95: quantile(&|_| true, 0.95),
            owned: reach(Priority::Owned),
            asked: reach(Priority::Asked),
            polled: quantile(&|reading| looked_at(reading), 0.95),
        }
    }
}

/// Whether the share reads only a part of it.
fn partial(reading: &Reading) -> bool {
    reading.ration.is_some_and(|ration| ration < reading.posts_per_day)
}

fn looked_at(reading: &Reading) -> bool {
    matches!(reading.way, Way::Search | Way::List | Way::Timeline)
}

/// What a gap of the stream takes.
struct Gap {
    searches: f64,
    timelines: f64,
    /// Until everyone who was in the stream has been looked at, in seconds.
    wait: f64,
}

impl Gap {
    fn of(plan: &Plan, timelines: f64) -> Self {
        let streamed =
            plan.accounts.values().filter(|reading| matches!(reading.way, Way::Stream { .. })).count() as f64;
        let cap = |endpoint| plan.caps.get(&endpoint).map_or(0.0, |cap| f64::from(*cap));
        let spare_searches = (cap(Endpoint::SearchRecent) - searches(plan)).max(0.0);
        let spare_timelines = (cap(Endpoint::UserTweets) - timelines).max(0.0);
        let a_batch = 18.0;
        let searches = spare_searches.min((streamed / a_batch).ceil());
        let left = (streamed - searches * a_batch).max(0.0);
        let windows = if left > 0.0 { left / spare_timelines.max(1.0) } else { 0.0 };
        Self {
            searches,
            timelines: left.min(spare_timelines),
            wait: (1.0 + windows).min(96.0) * WINDOW.as_secs_f64(),
        }
    }
}

fn a_window(every: Duration) -> f64 {
    WINDOW.as_secs_f64() / every.as_secs_f64().max(1.0)
}

fn searches(plan: &Plan) -> f64 {
    plan.searches.iter().map(|search| a_window(search.every)).sum()
}

fn loads(plan: &Plan, timelines: f64, gap: &Gap, window: impl Fn(Endpoint) -> u32) -> Vec<Load> {
    let streams = if plan.rules.is_empty() { 0.0 } else { 1.0 };
    let lists: f64 = plan.lists.iter().map(|list| a_window(list.every)).sum();
    let load = |endpoint, common: f64, most: f64| Load {
        endpoint,
        common,
        most: common + most,
        limit: window(endpoint),
    };
    [
        load(Endpoint::UserTweets, timelines, gap.timelines),
        load(Endpoint::SearchRecent, searches(plan), gap.searches),
        load(Endpoint::ListTweets, lists, 0.0),
        load(Endpoint::Stream, streams * BREAKS_A_DAY / 96.0, streams * 2.0),
        load(Endpoint::StreamRulesWrite, streams / 2.0, streams),
    ]
    .into_iter()
    .filter(|load| load.most > 0.0)
    .collect()
}

/// How long posts wait: for each span of equally likely seconds, how many posts a day.
#[derive(Default)]
struct Waits(BTreeMap<(u64, u64), f64>);

impl Waits {
    fn add(&mut self, from: f64, until: f64, posts: f64) {
        *self.0.entry(((from * 1e3) as u64, (until * 1e3) as u64)).or_default() += posts;
    }

    fn account(&mut self, reading: &Reading, gap_wait: f64) {
        let posts = reading.read_per_day();
        let every = reading.every.map_or(0.0, |every| every.as_secs_f64());
        match reading.way {
            Way::Activity => self.add(ACTIVITY.0, ACTIVITY.1, posts),
            Way::Stream { guarded } => {
                let missed = BREAKS_A_DAY * BREAK_SECONDS / 86_400.0;
                let late = if guarded { QUOTES } else { 0.0 };
                self.add(STREAM.0, STREAM.1, posts * (1.0 - missed - late));
                self.add(0.0, gap_wait, posts * missed);
                self.add(INDEXED, INDEXED + every, posts * late);
            }
            Way::Search | Way::List | Way::Timeline | Way::Own => self.add(INDEXED, INDEXED + every, posts),
        }
    }

    fn quantile(&self, part: f64) -> Option<Duration> {
        let all: f64 = self.0.values().sum();
        if all <= 0.0 {
            return None;
        }
        let before = |second: f64| -> f64 {
            let of = |((from, until), posts): (&(u64, u64), &f64)| {
                let (from, until) = (*from as f64 / 1e3, *until as f64 / 1e3);
                posts * ((second - from) / (until - from).max(1e-3)).clamp(0.0, 1.0)
            };
            self.0.iter().map(of).sum()
        };
        let (mut low, mut high) = (0.0, 2.0 * 86_400.0);
        for _ in 0..32 {
            let middle = f64::midpoint(low, high);
            if before(middle) < all * part { low = middle } else { high = middle }
        }
        Some(Duration::from_secs_f64(high))
    }
}

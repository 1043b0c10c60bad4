//! Deciding how thousands of accounts are read: pure, without I/O, clock or chance.
//!
//! The ways, in the order in which they are filled: activity events (nothing of strangers is billed), the filtered stream,
//! then looking: timelines for the busiest, searches for the others in batches, lists where the operator allows them. Where
//! money is short each account has a share, and who is not read is listed with the reason.

mod batches;
mod binding;
mod fairness;
mod forecast;
mod gaps;
mod polls;
mod rhythm;
mod rules;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use mimus_core::Money;

pub use batches::{Asked, page, query};
pub use binding::{Binding, Limit};
pub use fairness::{Bucket, Demand, LEAST, Shares, share};
pub use forecast::{Forecast, Load, Reach};
pub use gaps::{Look, after_gap};
pub use polls::{List, Search, Timeline};
pub use rhythm::Rhythm;
pub use rules::{Changes, Rule, pack};

use super::limits::{Endpoint, Limits, Prices};
use polls::{Poller, Polls, Room};
use rules::Measure;

/// Part of each window that is used where that is enough for all.
pub const PLENTY: f64 = 0.10;

/// Part of each window that is planned where it is not.
pub const SCARCE: f64 = 0.90;

/// Part of each window that is never passed, so that X never has to say no.
pub const CEILING: f64 = 0.98;

/// Looks are enough where 95 of 100 posts are found within this time.
const FRESH: Duration = Duration::from_secs(60);

/// Days of the month that limits and budgets are reckoned with.
pub const MONTH: f64 = 30.0;

/// Posts of strangers by an account's own above which its rule is guarded, and below which it no longer is.
const GUARD: (f64, f64) = (0.05, 0.04);

/// Posts that may still come when a stream is closed because the day's money is used up.
const ON_THE_WAY: u64 = 64;

/// How much more often an account must post than one in the stream to take its place.
const STICKY: f64 = 1.25;

/// The part of a budget that is planned with: what bursts and the last page of a day take is not known beforehand.
const PLANNED: f64 = 0.95;

/// Who wants an account read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// An account of this server's owners.
    Owned,
    /// A mirror that anyone asked for.
    Asked,
}

/// An account on X to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// X's number of it, which stays when the handle changes.
    pub id: u64,
    /// Its handle without `@`, for people.
    pub handle: String,
    /// Whose wish it is.
    pub priority: Priority,
    /// Its own posts a day, learnt ([`Rhythm`]).
    pub posts_per_day: f64,
    /// Posts of others a day that an unguarded rule brings in, because `from:` also matches what a post quotes.
    pub strangers_per_day: f64,
    /// Posts of others a day that its own repeat or quote and that are read for their words, whichever way it is read.
    pub originals_per_day: f64,
    /// Whether its own token reads its own timeline at the price of owned reads, so that nothing else is to read it.
    pub own_token: bool,
}

impl Account {
    fn rate(&self) -> f64 {
        sane(self.posts_per_day)
    }

    fn originals(&self) -> f64 {
        sane(self.originals_per_day)
    }

    fn strangers(&self) -> f64 {
        sane(self.strangers_per_day)
    }
}

/// A rate from outside, within what X lets an account post.
fn sane(rate: f64) -> f64 {
    if rate.is_finite() { rate.clamp(0.0, 10_000.0) } else { 0.0 }
}

/// What this server has to read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// A token of the app, which the stream, activity and the larger windows need.
    pub app_token: bool,
    /// A token of a user, which making lists needs.
    pub user_token: bool,
    /// Whether lists may be made; X names adding many accounts to lists a violation, so the operator must say so.
    pub lists_allowed: bool,
    /// Whether X can reach this server by public HTTPS.
    pub webhooks: bool,
    /// Whether subscriptions to activity may be made.
    pub activity: bool,
}

impl Means {
    /// An app's token and nothing else.
    pub const APP: Self =
        Self { app_token: true, user_token: false, lists_allowed: false, webhooks: false, activity: false };
}

/// Money until the month ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// What is left; `None`: no limit but the month's posts.
    pub left: Option<Money>,
    /// Days until it is filled again, with fractions.
    pub days_left: f64,
}

impl Budget {
    /// No limit on money.
    pub const OPEN: Self = Self { left: None, days_left: MONTH };

    /// So much for a whole month.
    #[must_use]
    pub const fn month(money: Money) -> Self {
        Self { left: Some(money), days_left: MONTH }
    }

    /// What one day has of it.
    #[must_use]
    pub fn a_day(&self) -> Option<Money> {
        let days = if self.days_left.is_finite() { self.days_left.max(1.0 / 24.0) } else { MONTH };
        self.left.map(|left| Money::from_micros((left.micros() as f64 / days) as u64))
    }
}

/// How one account is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Events that X sends of its own.
    Activity,
    /// The filtered stream; guarded: its quotes come later, by a slow search.
    Stream {
        /// Whether quotes are kept out of the stream.
        guarded: bool,
    },
    /// A search that it shares with others.
    Search,
    /// A list that it shares with others.
    List,
    /// A timeline of its own.
    Timeline,
    /// A timeline of its own by its own token, at the price of owned reads.
    Own,
}

/// How one account is read, how often it is looked at and how much of it is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The way.
    pub way: Way,
    /// From one look to the next; for a guarded account, to its quotes. `None`: X pushes.
    pub every: Option<Duration>,
    /// Posts a day that may be read of it; `None`: all.
    pub ration: Option<f64>,
    /// Its owner.
    pub priority: Priority,
    /// Its own posts a day, as the plan took them.
    pub posts_per_day: f64,
    /// Strangers' posts a day that come with them.
    pub strangers_per_day: f64,
    /// Others' posts a day that its own repeat or quote.
    pub originals_per_day: f64,
}

impl Reading {
    /// Own posts a day that are read.
    #[must_use]
    pub fn read_per_day(&self) -> f64 {
        self.ration.map_or(self.posts_per_day, |ration| ration.min(self.posts_per_day))
    }
}

/// Why an account is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// There is no token that could read it.
    NoToken,
    /// The budget leaves it less than a post a month.
    Money,
    /// The posts that X sells in a month leave it less than one.
    PostsOfMonth,
    /// The windows leave it less than one look a day.
    Requests,
}

/// How everything is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Each account that is read.
    pub accounts: BTreeMap<u64, Reading>,
    /// Each account that is not, and why.
    pub unread: BTreeMap<u64, Reason>,
    /// Rules of the filtered stream.
    pub rules: Vec<Rule>,
    /// Accounts whose activity is subscribed to, two subscriptions each: posts made and posts deleted.
    pub subscriptions: Vec<u64>,
    /// Searches, for posts and for quotes that guarded rules keep out.
    pub searches: Vec<Search>,
    /// Lists.
    pub lists: Vec<List>,
    /// Timelines.
    pub timelines: Vec<Timeline>,
    /// Timelines that accounts' own tokens read, each in windows of its own.
    pub own: Vec<Timeline>,
    /// Requests that may be made in a window, gaps of the stream included.
    pub caps: BTreeMap<Endpoint, u32>,
    /// The stream is closed when less than this is left of the day's money, so that what is on the way is still paid.
    pub stream_reserve: Money,
    /// What it takes and brings.
    pub forecast: Forecast,
    /// Every limit, the one that binds most first.
    pub bindings: Vec<Binding>,
}

/// Decides how accounts are read. An account that is given twice counts once.
///
/// `previous` keeps rules and places in the stream stable; without it the same accounts give the same plan.
#[must_use]
pub fn plan(
    accounts: &[Account],
    means: &Means,
    limits: &Limits,
    budget: &Budget,
    previous: Option<&Plan>,
) -> Plan {
    let mut seen = BTreeSet::new();
    let accounts: Vec<&Account> = accounts.iter().filter(|account| seen.insert(account.id)).collect();
    let draft = Draft::new(&accounts, means, limits, budget, previous);
    let plenty = draft.finish(PLENTY);
    if plenty.forecast.polled_p95().is_none_or(|p95| p95 <= FRESH) {
        return plenty;
    }
    draft.finish(SCARCE)
}

/// What is settled before the looks are spread.
struct Draft<'a> {
    accounts: &'a [&'a Account],
    means: &'a Means,
    limits: &'a Limits,
    budget: &'a Budget,
    shares: Shares,
    short_of_money: bool,
    /// The day's money is too little to let anything push.
    frugal: bool,
    subscribed: BTreeSet<u64>,
    streamed: BTreeMap<u64, bool>,
    rules: Vec<Rule>,
}

impl<'a> Draft<'a> {
    fn new(
        accounts: &'a [&'a Account],
        means: &'a Means,
        limits: &'a Limits,
        budget: &'a Budget,
        previous: Option<&Plan>,
    ) -> Self {
        let price = limits.prices.post;
        let sold = limits.posts_per_month as f64 / MONTH * PLANNED;
        let paid = budget
            .a_day()
            .filter(|_| price > Money::ZERO)
            .map(|day| day.micros() as f64 / price.micros() as f64);
        let frugal = paid.is_some_and(|posts| posts < (ON_THE_WAY * 10) as f64);
        let demands: Vec<Demand> = accounts.iter().map(|account| demand(account, &limits.prices)).collect();
        let mut draft = Self {
            accounts,
            means,
            limits,
            budget,
            shares: share(&demands, paid.map_or(sold, |paid| (paid * PLANNED).min(sold))),
            short_of_money: paid.is_some_and(|paid| paid < sold),
            frugal,
            subscribed: BTreeSet::new(),
            streamed: BTreeMap::new(),
            rules: Vec::new(),
        };
        if means.app_token && !frugal {
            draft.push(previous);
        }
        draft
    }

    fn ration(&self, account: &Account) -> Option<f64> {
        let part = part_of_price(account, &self.limits.prices);
        let level = self.shares.of(account.priority);
        let posts = demand(account, &self.limits.prices).posts;
        level.filter(|level| self.frugal || posts > *level).map(|level| level / part.max(1e-6))
    }

    fn guarded(&self, account: &Account, previous: Option<&Plan>) -> bool {
        let was = previous.and_then(|plan| plan.accounts.get(&account.id));
        let was = was.is_some_and(|reading| reading.way == Way::Stream { guarded: true });
        let over = if was { GUARD.1 } else { GUARD.0 };
        account.strangers() > account.rate() * over
    }

    /// Fills what X pushes by: owners first, then who posts most. An owner's account that money does not read whole keeps its
    /// place free, so that more money never costs another one its place.
    fn push(&mut self, previous: Option<&Plan>) {
        let was = |id: &u64| {
            previous.and_then(|plan| plan.accounts.get(id)).is_some_and(|reading| reading.every.is_none())
        };
        let eager = |account: &Account| account.rate() * if was(&account.id) { STICKY } else { 1.0 };
        let mut order: Vec<(&Account, bool, f64)> = self
            .accounts
            .iter()
            .filter(|account| !account.own_token)
            .map(|account| (*account, self.guarded(account, previous), eager(account)))
            .collect();
        order.sort_by(|a, b| {
            (a.0.priority, !a.1)
                .cmp(&(b.0.priority, !b.1))
                .then(b.2.total_cmp(&a.2))
                .then(a.0.id.cmp(&b.0.id))
        });
        let whole = |draft: &Self, account: &Account| {
            draft.ration(account).is_none() && !draft.shares.dropped.contains(&account.id)
        };
        let subscriptions = if self.means.activity && self.means.webhooks {
            self.limits.activity_subscriptions / 2
        } else {
            0
        };
        let places: Vec<_> = order
            .iter()
            .filter(|(account, ..)| account.priority == Priority::Owned || whole(self, account))
            .copied()
            .collect();
        let (by_activity, mut by_stream) = (
            places[..subscriptions.min(places.len())].to_vec(),
            places[subscriptions.min(places.len())..].to_vec(),
        );
        by_stream.sort_by(|a, b| {
            a.0.priority.cmp(&b.0.priority).then(b.2.total_cmp(&a.2)).then(a.0.id.cmp(&b.0.id))
        });
        self.subscribed = by_activity
            .iter()
            .filter(|(account, ..)| whole(self, account))
            .map(|(account, ..)| account.id)
            .collect();
        let mut measure = Measure::new(self.limits.rule_chars);
        for (account, guarded, _) in by_stream {
            if measure.take(account.id, guarded, self.limits.stream_rules) && whole(self, account) {
                self.streamed.insert(account.id, guarded);
            }
        }
        let old = previous.map_or(&[][..], |plan| &plan.rules);
        self.rules = pack(&self.streamed, self.limits.rule_chars, old);
        if self.rules.len() > self.limits.stream_rules {
            self.rules = pack(&self.streamed, self.limits.rule_chars, &[]);
        }
    }

    fn window(&self, endpoint: Endpoint) -> u32 {
        let app = self.limits.app_window(endpoint).filter(|_| self.means.app_token);
        app.or_else(|| self.limits.user_window(endpoint).filter(|_| self.means.user_token)).unwrap_or(0)
    }

    fn room(&self, part: f64, quotes: f64) -> Room {
        let of = |endpoint| (f64::from(self.window(endpoint)) * part).floor();
        let lists =
            if self.means.lists_allowed && self.means.user_token { of(Endpoint::ListTweets) } else { 0.0 };
        Room {
            owned: (f64::from(self.window(Endpoint::UserTweets)) * SCARCE / 2.0).floor(),
            timelines: of(Endpoint::UserTweets),
            searches: (of(Endpoint::SearchRecent) - quotes).max(0.0),
            lists,
            query_chars: self.limits.query_chars,
            list_members: self.limits.list_members,
            list_count: self.limits.lists,
        }
    }

    fn poller(&self, account: &Account) -> Poller {
        let level = self.shares.of(account.priority);
        let open = level.map_or(1.0, |level| (level / account.rate().max(1e-6)).min(1.0));
        Poller {
            id: account.id,
            rate: account.rate(),
            most: f64::MAX,
            owned: account.priority == Priority::Owned,
            bounded: self.frugal || self.ration(account).is_some(),
            open: if self.ration(account).is_some() { open } else { 1.0 },
        }
    }

    fn finish(&self, part: f64) -> Plan {
        let token = self.means.app_token || self.means.user_token;
        let pushed = |id: &u64| self.subscribed.contains(id) || self.streamed.contains_key(id);
        let rest =
            || self.accounts.iter().filter(|account| token && !account.own_token && !pushed(&account.id));
        let read = rest().filter(|account| !self.shares.dropped.contains(&account.id));
        let pollers: Vec<Poller> = read.map(|account| self.poller(account)).collect();
        let owned: Vec<Poller> =
            rest().map(|account| self.poller(account)).filter(|poller| poller.owned).collect();
        let guarded: Vec<(u64, f64)> = self.guarded_accounts();
        let slow = f64::from(self.window(Endpoint::SearchRecent)) * PLENTY / 2.0;
        let (quotes, slow) = polls::quotes(&guarded, slow, self.limits.query_chars);
        let polls = polls::spread(&pollers, &owned, &self.room(part, slow));
        self.write(polls, quotes, part)
    }

    fn guarded_accounts(&self) -> Vec<(u64, f64)> {
        let rates: BTreeMap<u64, f64> =
            self.accounts.iter().map(|account| (account.id, account.rate())).collect();
        let guarded = self.streamed.iter().filter(|(_, guarded)| **guarded);
        let mut guarded: Vec<(u64, f64)> =
            guarded.map(|(id, _)| (*id, rates.get(id).copied().unwrap_or(0.0))).collect();
        guarded.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        guarded
    }

    fn write(&self, polls: Polls, quotes: Vec<Search>, part: f64) -> Plan {
        let mut ways: BTreeMap<u64, (Way, Option<Duration>)> = BTreeMap::new();
        ways.extend(self.subscribed.iter().map(|id| (*id, (Way::Activity, None))));
        ways.extend(
            self.streamed.iter().map(|(id, guarded)| (*id, (Way::Stream { guarded: *guarded }, None))),
        );
        ways.extend(
            polls.timelines.iter().map(|timeline| (timeline.account, (Way::Timeline, Some(timeline.every)))),
        );
        for list in &polls.lists {
            ways.extend(list.accounts.iter().map(|id| (*id, (Way::List, Some(list.every)))));
        }
        let read_by_itself =
            |account: &&&Account| account.own_token && !self.shares.dropped.contains(&account.id);
        let own: Vec<Timeline> = self
            .accounts
            .iter()
            .filter(read_by_itself)
            .map(|account| Timeline { account: account.id, every: polls::most_often() })
            .collect();
        ways.extend(own.iter().map(|timeline| (timeline.account, (Way::Own, Some(timeline.every)))));
        for search in &polls.searches {
            ways.extend(search.accounts.iter().map(|id| (*id, (Way::Search, Some(search.every)))));
        }
        for search in &quotes {
            ways.extend(
                search.accounts.iter().map(|id| (*id, (Way::Stream { guarded: true }, Some(search.every)))),
            );
        }
        let mut unread: BTreeMap<u64, Reason> =
            polls.starved.iter().map(|id| (*id, Reason::Requests)).collect();
        let mut accounts = BTreeMap::new();
        for account in self.accounts {
            if let Some((way, every)) = ways.get(&account.id) {
                accounts.insert(account.id, self.reading(account, *way, *every));
            } else {
                unread.entry(account.id).or_insert_with(|| self.reason(account));
            }
        }
        let mut plan = Plan {
            accounts,
            unread,
            rules: self.rules.clone(),
            subscriptions: self.subscribed.iter().copied().collect(),
            searches: polls.searches.into_iter().chain(quotes).collect(),
            lists: polls.lists,
            timelines: polls.timelines,
            own,
            caps: self.caps(part, polls.timeline_requests),
            stream_reserve: self.limits.prices.post.times(ON_THE_WAY),
            forecast: Forecast::default(),
            bindings: Vec::new(),
        };
        plan.forecast =
            Forecast::of(&plan, self.limits, polls.timeline_requests, |endpoint| self.window(endpoint));
        for account in self.accounts.iter().filter(|account| plan.unread.contains_key(&account.id)) {
            plan.forecast.leave_out(account.priority, account.rate());
        }
        plan.bindings = binding::all(&plan, self.accounts, self.limits, self.budget);
        plan
    }

    fn reading(&self, account: &Account, way: Way, every: Option<Duration>) -> Reading {
        let exposed = way == Way::Stream { guarded: false };
        Reading {
            way,
            every,
            ration: self.ration(account),
            priority: account.priority,
            posts_per_day: account.rate(),
            strangers_per_day: if exposed { account.strangers() } else { 0.0 },
            originals_per_day: account.originals(),
        }
    }

    fn reason(&self, account: &Account) -> Reason {
        if !self.means.app_token && !self.means.user_token {
            Reason::NoToken
        } else if !self.shares.dropped.contains(&account.id) {
            Reason::Requests
        } else if self.short_of_money {
            Reason::Money
        } else {
            Reason::PostsOfMonth
        }
    }

    /// Where looks are planned up to the safety share, gaps may use what is left under the ceiling.
    fn caps(&self, part: f64, timelines: f64) -> BTreeMap<Endpoint, u32> {
        let most = if part > PLENTY { CEILING } else { PLENTY };
        let cap = |endpoint| (endpoint, (f64::from(self.window(endpoint)) * most).floor() as u32);
        let used = [
            Endpoint::UserTweets,
            Endpoint::SearchRecent,
            Endpoint::ListTweets,
            Endpoint::Stream,
            Endpoint::StreamRulesWrite,
        ];
        let mut caps: BTreeMap<Endpoint, u32> = used.into_iter().map(cap).collect();
        if let Some(most) = caps.get_mut(&Endpoint::UserTweets) {
            // Owners' accounts may need more than the small share even where it is enough for the others.
            *most = (*most).max((timelines * 1.05).ceil() as u32);
        }
        caps
    }
}

/// What a post of an account costs, as a part of what any post costs.
fn part_of_price(account: &Account, prices: &Prices) -> f64 {
    if account.own_token && prices.post > Money::ZERO {
        prices.owned_post.micros() as f64 / prices.post.micros() as f64
    } else {
        1.0
    }
}

/// Posts a day that would be billed if it were read whole: its own with what they repeat and quote, and of
/// strangers' as many as no guard is set for.
fn demand(account: &Account, prices: &Prices) -> Demand {
    let own = account.rate() * part_of_price(account, prices);
    let posts = own + account.originals() + account.strangers().min(account.rate() * GUARD.0);
    Demand { id: account.id, priority: account.priority, posts }
}

#[cfg(test)]
mod tests;

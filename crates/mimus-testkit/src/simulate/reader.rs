//! Mimus reading: it carries a plan out on a virtual clock, learns, and plans anew each hour.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};
use std::time::Duration;

use mimus_core::Money;
use mimus_networks::x::plan::{
    self, Account, Asked, Bucket, Budget, Changes, Look, Means, Plan, Priority, Reading, Rhythm, Way,
};
use mimus_networks::x::{Endpoint, Limits};

use super::freshness::Read;
use super::purse::Purse;
use super::random::Random;
use super::world::{DAY, HOUR, Kind, MINUTE, SECOND, World};
use super::x::{Used, WINDOW, X};

/// How far a look overlaps with the one before: what X has not indexed yet is found by the next.
const OVERLAP: u64 = 10 * SECOND;

/// Posts of a timeline when each must be paid for beforehand: X gives no fewer.
const SMALL_PAGE: usize = 5;

/// Posts of a page when it need not.
const PAGE: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Replan,
    Break,
    Up,
    Fill,
    /// A search or timeline of the plan with this number.
    Search(usize, u32),
    Timeline(usize, u32),
}

/// What a run is about.
pub(super) struct Setting {
    pub(super) limits: Limits,
    /// Money a month; `None`: as much as it takes.
    pub(super) month: Option<Money>,
    /// The first accounts are owners'.
    pub(super) owned: usize,
    /// What counts: from and until.
    pub(super) counted: (u64, u64),
    /// When it ends.
    pub(super) until: u64,
    pub(super) seed: u64,
}

/// What a run came to.
pub(super) struct Outcome {
    pub(super) used: Used,
    pub(super) read: Read,
    /// The plan of the middle, in its own words.
    pub(super) plan: String,
    pub(super) spent: Vec<Money>,
    /// The most rules that were set while it counted.
    pub(super) rules: usize,
}

struct Reader<'a> {
    x: X<'a>,
    setting: Setting,
    index: HashMap<u64, u32>,
    random: Random,
    plan: Option<Plan>,
    plans: u32,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    events_made: u64,
    rhythms: Vec<Rhythm>,
    strangers: Vec<Rhythm>,
    /// In the stream, and whether guarded.
    streamed: Vec<Option<bool>>,
    covered: Vec<u64>,
    covered_quotes: Vec<u64>,
    buckets: Vec<Bucket>,
    /// Had to wait for its share or for money since the last look.
    waited: Vec<bool>,
    down_since: Option<u64>,
    /// What the stream missed and no look has asked for yet.
    gaps: BTreeMap<u32, (u64, u64)>,
    fill: VecDeque<Look>,
    filled: (u64, u32, u32),
    purse: Option<Purse>,
    read: Read,
    rules: usize,
    words: String,
}

fn second(at: u64) -> u32 {
    (at / SECOND) as u32
}

/// Plays it.
pub(super) fn play(world: &World, setting: Setting) -> Outcome {
    let accounts = world.ids.len();
    let mut reader = Reader {
        x: X::new(world, setting.limits, setting.counted),
        index: world.ids.iter().copied().zip(0..).collect(),
        random: Random::new(setting.seed ^ 0x5eed),
        plan: None,
        plans: 0,
        events: BinaryHeap::new(),
        events_made: 0,
        rhythms: vec![Rhythm::new(0); accounts],
        strangers: vec![Rhythm::expecting(0, 0.0); accounts],
        streamed: vec![None; accounts],
        covered: vec![0; accounts],
        covered_quotes: vec![0; accounts],
        buckets: world.ids.iter().map(|id| Bucket::new(0, *id)).collect(),
        waited: vec![false; accounts],
        down_since: None,
        gaps: BTreeMap::new(),
        fill: VecDeque::new(),
        filled: (0, 0, 0),
        purse: setting.month.map(|month| Purse::new(month, plan::MONTH as u64)),
        read: Read::new(world),
        rules: 0,
        words: String::new(),
        setting,
    };
    reader.run();
    let spent = reader.purse.map(|purse| purse.spent).unwrap_or_default();
    Outcome { used: reader.x.used, read: reader.read, plan: reader.words, spent, rules: reader.rules }
}

impl Reader<'_> {
    fn at(&mut self, when: u64, event: Event) {
        self.events_made += 1;
        self.events.push(Reverse((when, self.events_made, event)));
    }

    fn run(&mut self) {
        let world = self.x.world;
        let mut lines: Vec<u32> = (0..world.posts.len() as u32).collect();
        lines.sort_by_key(|post| world.posts[*post as usize].streamed_at);
        let mut lines = lines.into_iter().peekable();
        self.at(0, Event::Replan);
        self.break_later(0);
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            if now >= self.setting.until {
                return;
            }
            while let Some(line) = lines.next_if(|line| world.posts[*line as usize].streamed_at <= now) {
                self.line(line);
            }
            match event {
                Event::Replan => self.replan(now),
                Event::Break => self.break_stream(now),
                Event::Up => self.up(now),
                Event::Fill => self.fill(now),
                Event::Search(which, plans) if plans == self.plans => self.search(which, now),
                Event::Timeline(which, plans) if plans == self.plans => self.timeline(which, now),
                Event::Search(..) | Event::Timeline(..) => {}
            }
        }
    }

    /// One line of the stream.
    fn line(&mut self, post: u32) {
        let it = self.x.world.posts[post as usize];
        let Some(guarded) = self.streamed[it.account as usize].filter(|_| self.down_since.is_none()) else {
            return;
        };
        let reserve = self.plan.as_ref().map_or(Money::ZERO, |plan| plan.stream_reserve);
        let closed = self.purse.as_mut().is_some_and(|purse| !purse.has(it.streamed_at, reserve));
        if closed || guarded && it.kind != Kind::Own {
            return;
        }
        self.pay(post, it.streamed_at);
        if it.kind == Kind::Stranger {
            self.strangers[it.account as usize].seen(second(it.at));
        } else if self.read.note(post, it.streamed_at) {
            self.rhythms[it.account as usize].seen(second(it.at));
        }
    }

    fn pay(&mut self, post: u32, now: u64) {
        let cost = self.x.bill(post, now);
        if let Some(purse) = &mut self.purse {
            purse.pay(now, cost);
        }
    }

    // The stream.

    fn break_later(&mut self, now: u64) {
        let next = now + (self.random.exponential() * 6.0 * HOUR as f64) as u64;
        self.at(next, Event::Break);
    }

    fn break_stream(&mut self, now: u64) {
        self.break_later(now + 5 * MINUTE);
        if self.streamed.iter().all(Option::is_none) || self.down_since.is_some() {
            return;
        }
        self.down_since = Some(now);
        // Half of the breaks are noticed at once, half by 20 seconds of silence; then it takes one attempt or a few, each
        // after twice the pause.
        let mut back = now + if self.random.chance(0.5) { SECOND } else { 20 * SECOND };
        let mut pause = 5 * SECOND;
        while !self.may(Endpoint::Stream, back) || self.random.chance(0.4) {
            let full = self.x.made(Endpoint::Stream, back) >= self.cap(Endpoint::Stream);
            back = if full { self.next_window(back) } else { back + pause };
            pause = (pause * 2).min(320 * SECOND);
        }
        self.at(back, Event::Up);
    }

    fn up(&mut self, now: u64) {
        let Some(since) = self.down_since.take() else { return };
        let since = since.saturating_sub(OVERLAP);
        for account in 0..self.streamed.len() {
            if self.streamed[account].is_some() {
                self.missed(account as u32, since, now);
            }
        }
        self.order_fill(now);
    }

    fn missed(&mut self, account: u32, since: u64, until: u64) {
        let gap = self.gaps.entry(account).or_insert((since, until));
        *gap = (gap.0.min(since), gap.1.max(until));
    }

    /// Requests to spare for gaps in a window: searches, timelines.
    fn spare(&self) -> (u32, u32) {
        let Some(plan) = &self.plan else { return (0, 0) };
        let of = |endpoint| {
            let cap = plan.caps.get(&endpoint).copied().unwrap_or(0);
            let common = plan
                .forecast
                .loads
                .iter()
                .find(|load| load.endpoint == endpoint)
                .map_or(0.0, |load| load.common);
            cap.saturating_sub(common.ceil() as u32)
        };
        (of(Endpoint::SearchRecent), of(Endpoint::UserTweets))
    }

    fn order_fill(&mut self, now: u64) {
        let (searches, _) = self.spare();
        let Some(plan) = &self.plan else { return };
        let left_over: BTreeSet<u64> =
            self.gaps.keys().map(|account| self.x.world.ids[*account as usize]).collect();
        let looks = plan::after_gap(plan, searches as usize, self.setting.limits.query_chars, &left_over);
        let waiting = !self.fill.is_empty();
        self.fill = looks.into();
        if !waiting {
            self.at(now + OVERLAP, Event::Fill);
        }
    }

    /// Up to fifty looks a second, as long as the window has something to spare.
    fn fill(&mut self, now: u64) {
        let spare = self.spare();
        if self.filled.0 != now / WINDOW {
            self.filled = (now / WINDOW, 0, 0);
        }
        for _ in 0..50 {
            let Some(look) = self.fill.front() else { return };
            let search = matches!(look, Look::Search(_));
            let full = if search { self.filled.1 >= spare.0 } else { self.filled.2 >= spare.1 };
            if full || self.affordable(now).is_none() {
                return self.at((now / WINDOW + 1) * WINDOW + SECOND, Event::Fill);
            }
            if let Some(look) = self.fill.pop_front() {
                self.fill_one(&look, now);
            }
        }
        self.at(now + SECOND, Event::Fill);
    }

    fn fill_one(&mut self, look: &Look, now: u64) {
        let (endpoint, ids) = match look {
            Look::Search(ids) => (Endpoint::SearchRecent, ids.clone()),
            Look::Timeline(id) => (Endpoint::UserTweets, vec![*id]),
        };
        let accounts: Vec<u32> = ids.iter().filter_map(|id| self.index.get(id).copied()).collect();
        let gaps: Vec<(u64, u64)> =
            accounts.iter().filter_map(|account| self.gaps.get(account).copied()).collect();
        let (Some(since), Some(until)) =
            (gaps.iter().map(|gap| gap.0).min(), gaps.iter().map(|gap| gap.1).max())
        else {
            return;
        };
        if !self.may(endpoint, now) {
            return;
        }
        let Some(most) = self.affordable(now) else { return };
        let used = if endpoint == Endpoint::SearchRecent { &mut self.filled.1 } else { &mut self.filled.2 };
        *used += 1;
        let (posts, more) = self.x.found(&accounts, (since, until), now, false, most.min(PAGE));
        if more {
            self.x.request(endpoint, now);
        }
        self.take(&posts, now);
        for account in accounts {
            self.gaps.remove(&account);
        }
    }

    // Looks.

    /// Makes a request if the plan's cap leaves it.
    fn may(&mut self, endpoint: Endpoint, now: u64) -> bool {
        self.x.made(endpoint, now) < self.cap(endpoint) && self.x.request(endpoint, now)
    }

    fn cap(&self, endpoint: Endpoint) -> u32 {
        self.plan.as_ref().and_then(|plan| plan.caps.get(&endpoint).copied()).unwrap_or(0)
    }

    fn take(&mut self, posts: &[u32], now: u64) {
        for post in posts.iter().rev() {
            self.pay(*post, now);
            if self.read.note(*post, now) {
                let it = self.x.world.posts[*post as usize];
                self.rhythms[it.account as usize].seen(second(it.at));
            }
        }
    }

    /// Posts that today's money still pays for beside what owners' accounts need; `None`: not even a page of ten.
    fn affordable(&mut self, now: u64) -> Option<usize> {
        let (kept, price) = (self.owners_need(now), self.setting.limits.prices.post);
        let Some(purse) = &mut self.purse else { return Some(usize::MAX) };
        let pages = [PAGE, PAGE / 2, PAGE / 10];
        pages.into_iter().find(|posts| purse.has(now, price.times(*posts as u64) + kept))
    }

    fn next_window(&mut self, now: u64) -> u64 {
        (now / WINDOW + 1) * WINDOW + (self.random.unit() * MINUTE as f64) as u64
    }

    fn search(&mut self, which: usize, now: u64) {
        let Some(search) = self.plan.as_ref().and_then(|plan| plan.searches.get(which)).cloned() else {
            return;
        };
        let event = Event::Search(which, self.plans);
        let Some(most) = self.affordable(now) else { return self.at(now + WINDOW, event) };
        if !self.may(Endpoint::SearchRecent, now) {
            let later = self.next_window(now);
            return self.at(later, event);
        }
        let quotes = search.asked == Asked::Quotes;
        let accounts: Vec<u32> =
            search.accounts.iter().filter_map(|id| self.index.get(id).copied()).collect();
        let covered = if quotes { &self.covered_quotes } else { &self.covered };
        let since = accounts.iter().map(|account| covered[*account as usize]).min().unwrap_or(now);
        let (posts, _) = self.x.found(&accounts, (since, now), now, quotes, most);
        for _ in 0..posts.len().saturating_sub(1) / PAGE {
            self.x.request(Endpoint::SearchRecent, now);
        }
        self.take(&posts, now);
        for account in accounts {
            let until = now.saturating_sub(OVERLAP);
            if quotes {
                self.covered_quotes[account as usize] = until;
            } else {
                self.covered[account as usize] = until;
                self.rhythms[account as usize].watched(second(until));
            }
        }
        self.at(now + search.every.as_millis() as u64, event);
    }

    fn timeline(&mut self, which: usize, now: u64) {
        let Some(timeline) = self.plan.as_ref().and_then(|plan| plan.timelines.get(which)).copied() else {
            return;
        };
        let Some(account) = self.index.get(&timeline.account).copied() else { return };
        let reading = self.plan.as_ref().and_then(|plan| plan.accounts.get(&timeline.account)).copied();
        let event = Event::Timeline(which, self.plans);
        if let Some(wait) = reading.and_then(|reading| self.must_wait(account, &reading, now)) {
            self.waited[account as usize] = true;
            return self.at(now + wait, event);
        }
        if !self.may(Endpoint::UserTweets, now) {
            let later = self.next_window(now);
            return self.at(later, event);
        }
        self.look(account, reading.and_then(|reading| reading.ration), now);
        self.at(now + timeline.every.as_millis() as u64, event);
    }

    /// How long an account must wait for its share or for the day's money.
    fn must_wait(&mut self, account: u32, reading: &Reading, now: u64) -> Option<u64> {
        if let Some(share) = reading.ration {
            let bucket = &mut self.buckets[account as usize];
            bucket.fill(second(now), share);
            if bucket.posts() < 1.0 {
                let days = (1.0 - bucket.posts()) / share.max(1e-6);
                return Some(((days * DAY as f64) as u64).clamp(MINUTE, 30 * DAY));
            }
        }
        let page = self.setting.limits.prices.post.times(SMALL_PAGE as u64);
        let kept = if reading.priority == Priority::Asked { self.owners_need(now) } else { Money::ZERO };
        let short = self.purse.as_mut().is_some_and(|purse| !purse.has(now, page + kept));
        short.then(|| 15 * MINUTE + (self.random.unit() * MINUTE as f64) as u64)
    }

    /// What owners' accounts are expected to cost for the rest of the day, and one page to ask for more.
    fn owners_need(&self, now: u64) -> Money {
        let Some(plan) = self.plan.as_ref().filter(|_| self.purse.is_some()) else { return Money::ZERO };
        let rest = 1.0 - (now % DAY) as f64 / DAY as f64;
        let owned = self.x.world.ids[..self.setting.owned].iter().filter_map(|id| plan.accounts.get(id));
        let posts: f64 = owned.map(Reading::read_per_day).sum::<f64>() * 2.0 + SMALL_PAGE as f64 / rest;
        Money::from_micros((posts * rest * self.setting.limits.prices.post.micros() as f64) as u64)
    }

    fn look(&mut self, account: u32, share: Option<f64>, now: u64) {
        let at = account as usize;
        let mut since = self.covered[at];
        let waited = std::mem::take(&mut self.waited[at]);
        if waited && share.is_some_and(|share| share < self.rhythms[at].known()) {
            // Of an account that is read in part the next post is worth more than one that is days old.
            since = since.max(now.saturating_sub(OVERLAP));
            self.rhythms[at].rest(second(since));
        }
        let most = if self.purse.is_some() { SMALL_PAGE } else { usize::MAX };
        let (posts, more) = self.x.found(&[account], (since, now), now, false, most);
        if most == usize::MAX {
            for _ in 0..posts.len().saturating_sub(1) / PAGE {
                self.x.request(Endpoint::UserTweets, now);
            }
        }
        if let Some(oldest) = posts.last().filter(|_| more) {
            self.rhythms[at].rest(second(self.x.world.posts[*oldest as usize].at));
        }
        let fresh = posts.iter().filter(|post| !self.read.was(**post)).count() as u32;
        self.take(&posts, now);
        self.buckets[at].take(if share.is_some() { fresh } else { 0 });
        let until = now.saturating_sub(if self.purse.is_some() { 3 * SECOND } else { OVERLAP });
        self.covered[at] = until.max(self.covered[at]);
        self.rhythms[at].watched(second(until));
    }

    // The plan.

    fn rate(&self, account: usize, now: u64) -> f64 {
        match self.streamed[account] {
            Some(_) => self.rhythms[account].posts_per_day(second(now)),
            None => self.rhythms[account].known(),
        }
    }

    fn account(&self, account: usize, now: u64) -> Account {
        // Behind a guard strangers are not seen; what was known of them stays.
        let strangers = &self.strangers[account];
        Account {
            id: self.x.world.ids[account],
            handle: format!("account{account}"),
            priority: if account < self.setting.owned { Priority::Owned } else { Priority::Asked },
            posts_per_day: self.rate(account, now),
            own_token: false,
            originals_per_day: 0.0,
            strangers_per_day: match self.streamed[account] {
                Some(false) => strangers.posts_per_day(second(now)),
                _ => strangers.known(),
            },
        }
    }

    fn replan(&mut self, now: u64) {
        self.at(now + HOUR, Event::Replan);
        let accounts: Vec<Account> =
            (0..self.rhythms.len()).map(|account| self.account(account, now)).collect();
        let budget = self.purse.as_ref().map_or(Budget::OPEN, |purse| purse.budget(now));
        let plan = plan::plan(&accounts, &Means::APP, &self.setting.limits, &budget, self.plan.as_ref());
        let old = self.plan.replace(plan);
        self.plans += 1;
        if let Some(plan) = self.plan.as_ref().filter(|_| now <= self.setting.until / 2) {
            self.words = plan.to_string();
        }
        self.write_rules(old.as_ref(), now);
        self.move_accounts(old.is_none(), now);
        self.schedule(now);
        self.order_fill(now);
    }

    fn write_rules(&mut self, old: Option<&Plan>, now: u64) {
        let Some(plan) = &self.plan else { return };
        let before = old.map_or(&[][..], |plan| &plan.rules);
        let calls = Changes::between(before, &plan.rules).calls();
        if (self.setting.counted.0..self.setting.counted.1).contains(&now) {
            self.rules = self.rules.max(plan.rules.len());
        }
        let connects = before.is_empty() && !plan.rules.is_empty();
        for _ in 0..calls {
            self.x.request(Endpoint::StreamRulesWrite, now);
        }
        if connects {
            self.x.request(Endpoint::Stream, now);
        }
    }

    /// Who comes into the stream has a gap since the last look; who leaves it is covered until now.
    fn move_accounts(&mut self, first: bool, now: u64) {
        let Some(plan) = &self.plan else { return };
        let way = |id: &u64| match plan.accounts.get(id).map(|reading| reading.way) {
            Some(Way::Stream { guarded }) => Some(guarded),
            _ => None,
        };
        let ways: Vec<Option<bool>> = self.x.world.ids.iter().map(way).collect();
        for (account, new) in ways.into_iter().enumerate() {
            let old = std::mem::replace(&mut self.streamed[account], new);
            let seen = self.down_since.unwrap_or(now).saturating_sub(OVERLAP);
            match (old, new) {
                (None, Some(_)) if !first => {
                    self.missed(account as u32, self.covered[account], now);
                    self.covered_quotes[account] = seen;
                    self.strangers[account].rest(second(now));
                }
                (Some(guarded), None) => {
                    self.covered[account] = if guarded { self.covered_quotes[account] } else { seen };
                    let seen = second(seen);
                    self.rhythms[account].watched(seen);
                    self.strangers[account].watched(seen);
                }
                (Some(false), Some(true)) => {
                    self.covered_quotes[account] = seen;
                    self.strangers[account].watched(second(seen));
                }
                (Some(true), Some(false)) => {
                    self.missed(account as u32, self.covered_quotes[account], now);
                    self.strangers[account].rest(second(now));
                }
                _ => {}
            }
        }
    }

    /// Sets the next looks: when they would have been due, those that are late spread over a minute or, at the start, over
    /// their own pace.
    fn schedule(&mut self, now: u64) {
        let Some(plan) = &self.plan else { return };
        let mean = |accounts: &[u64], covered: &[u64]| {
            let known = accounts.iter().filter_map(|id| self.index.get(id));
            known.map(|account| covered[*account as usize]).sum::<u64>() / accounts.len().max(1) as u64
        };
        let searches = plan.searches.iter().map(|search| {
            let quotes = search.asked == Asked::Quotes;
            (mean(&search.accounts, if quotes { &self.covered_quotes } else { &self.covered }), search.every)
        });
        let timelines =
            plan.timelines.iter().map(|timeline| (mean(&[timeline.account], &self.covered), timeline.every));
        let searches: Vec<(u64, Duration)> = searches.collect();
        let timelines: Vec<(u64, Duration)> = timelines.collect();
        let plans = self.plans;
        for (which, (covered, every)) in searches.into_iter().enumerate() {
            let when = self.due(covered, every, now);
            self.at(when, Event::Search(which, plans));
        }
        for (which, (covered, every)) in timelines.into_iter().enumerate() {
            let when = self.due(covered, every, now);
            self.at(when, Event::Timeline(which, plans));
        }
    }

    fn due(&mut self, covered: u64, every: Duration, now: u64) -> u64 {
        let every = every.as_millis() as u64;
        let spread = if covered == 0 { every } else { every.min(MINUTE) };
        let soonest = now + (self.random.unit() * spread as f64) as u64;
        soonest.max(if covered == 0 { 0 } else { covered + OVERLAP + every })
    }
}

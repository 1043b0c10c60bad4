//! What calls and what they bring are counted and charged.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use mimus_core::CredentialKind;
use mimus_networks::x::limits::WINDOW;
use mimus_networks::x::{Endpoint, Limits, WriteKind, long_windows};

/// What was used since the start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bill {
    /// Calls with a right token, those that were refused as well.
    pub requests: BTreeMap<Endpoint, u64>,
    /// The fullest window of each endpoint, as a share of its limit. It passes 1 only where windows do not refuse.
    pub highest_share: BTreeMap<Endpoint, f64>,
    /// Posts that were charged: each once a UTC day.
    pub posts: u64,
    /// Accounts that were charged: each once a UTC day.
    pub users: u64,
    /// Posts that were charged at the price of one's own: each once a UTC day.
    pub owned_posts: u64,
    /// What was written, by what is charged for it.
    pub writes: BTreeMap<WriteKind, u64>,
    /// Lists that were made.
    pub lists_made: u64,
    /// Members that were added to lists or removed.
    pub list_changes: u64,
    /// What all that comes to, in millionths of a dollar.
    pub micros: u64,
    /// Calls that were refused because their window was full.
    pub refused_429: u64,
}

/// What an answer brought: ids of posts and of accounts.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub(super) posts: BTreeSet<u64>,
    pub(super) users: BTreeSet<u64>,
}

/// What is done to a list that is charged.
#[derive(Debug, Clone, Copy)]
pub(super) enum Managed {
    Made,
    Changed,
}

/// How full a window is, after the call that it is told to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fill {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    pub(super) resets_at: Timestamp,
    pub(super) is_over: bool,
}

#[derive(Default)]
pub(super) struct Billing {
    bill: Bill,
    /// When each window began, and the calls in it.
    windows: BTreeMap<(Endpoint, Option<u64>), (Timestamp, u32)>,
    /// The same of the windows that are longer, by name.
    long: BTreeMap<(&'static str, Option<u64>), (Timestamp, u32)>,
    owned_today: BTreeSet<u64>,
    day: Option<Date>,
    today: Brought,
}

impl Billing {
    pub(super) fn bill(&self) -> &Bill {
        &self.bill
    }

    /// Counts a call by the app or by a user. A window begins with the second of its first call.
    pub(super) fn count(
        &mut self,
        endpoint: Endpoint,
        user: Option<u64>,
        now: Timestamp,
        refuses: bool,
    ) -> Option<Fill> {
        *self.bill.requests.entry(endpoint).or_default() += 1;
        let limits = Limits::PAY_PER_USE;
        let limit = if user.is_some() { limits.user_window(endpoint) } else { limits.app_window(endpoint) }?;
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let full_long = refuses && self.is_long_full(endpoint, user, now);
        let (began, calls) = self.windows.entry((endpoint, user)).or_insert((now, 0));
        if now.duration_since(*began).unsigned_abs() >= WINDOW {
            (*began, *calls) = (now, 0);
        }
        let is_over = refuses && (*calls >= limit || full_long);
        if is_over {
            self.bill.refused_429 += 1;
        } else {
            *calls += 1;
        }
        let share = self.bill.highest_share.entry(endpoint).or_default();
        *share = share.max(f64::from(*calls) / f64::from(limit));
        let resets_at = began.checked_add(WINDOW).unwrap_or(Timestamp::MAX);
        let remaining = limit.saturating_sub(*calls);
        if !is_over {
            self.count_long(endpoint, user);
        }
        Some(Fill { limit, remaining, resets_at, is_over })
    }

    /// Begins the longer windows that are over anew, and says whether one of this call is full.
    fn is_long_full(&mut self, endpoint: Endpoint, user: Option<u64>, now: Timestamp) -> bool {
        let mut full = false;
        for window in long_windows(endpoint) {
            let of = user.filter(|_| window.of == CredentialKind::User);
            let (began, calls) = self.long.entry((window.name, of)).or_insert((now, 0));
            if now.duration_since(*began).unsigned_abs() >= window.length {
                (*began, *calls) = (now, 0);
            }
            full |= *calls >= window.calls;
        }
        full
    }

    fn count_long(&mut self, endpoint: Endpoint, user: Option<u64>) {
        for window in long_windows(endpoint) {
            let of = user.filter(|_| window.of == CredentialKind::User);
            if let Some((_, calls)) = self.long.get_mut(&(window.name, of)) {
                *calls += 1;
            }
        }
    }

    /// Charges something that was written.
    pub(super) fn charge_write(&mut self, kind: WriteKind) {
        *self.bill.writes.entry(kind).or_default() += 1;
        self.bill.micros += Limits::PAY_PER_USE.prices.writes.of(kind).micros();
    }

    /// Charges what was done to a list.
    pub(super) fn charge_list(&mut self, what: Managed) {
        let prices = Limits::PAY_PER_USE.prices;
        let (count, price) = match what {
            Managed::Made => (&mut self.bill.lists_made, prices.list_create),
            Managed::Changed => (&mut self.bill.list_changes, prices.list_manage),
        };
        *count += 1;
        self.bill.micros += price.micros();
    }

    /// Charges posts that an account which owns the app read of itself.
    pub(super) fn charge_owned(&mut self, posts: &BTreeSet<u64>, now: Timestamp) {
        self.turn_day(now);
        let new = posts.iter().filter(|id| self.owned_today.insert(**id)).count() as u64;
        self.bill.owned_posts += new;
        self.bill.micros += Limits::PAY_PER_USE.prices.owned_post.times(new).micros();
    }

    fn turn_day(&mut self, now: Timestamp) {
        let day = now.to_zoned(TimeZone::UTC).date();
        if self.day != Some(day) {
            (self.day, self.today, self.owned_today) = (Some(day), Brought::default(), BTreeSet::new());
        }
    }

    /// Charges what was brought and not yet charged on this UTC day.
    pub(super) fn charge(&mut self, brought: Brought, now: Timestamp) {
        self.turn_day(now);
        let posts = brought.posts.into_iter().filter(|id| self.today.posts.insert(*id)).count() as u64;
        let users = brought.users.into_iter().filter(|id| self.today.users.insert(*id)).count() as u64;
        let prices = Limits::PAY_PER_USE.prices;
        let dues = prices.post.times(posts).micros() + prices.user.times(users).micros();
        self.bill.posts += posts;
        self.bill.users += users;
        self.bill.micros += dues;
    }
}

//! How often accounts that nothing pushes are looked at: in proportion to the square root of how often they post, which
//! makes the time that a post waits shortest for a given number of requests.

use std::time::Duration;

use super::batches::{self, Asked};
use crate::x::limits::WINDOW;

/// No account is looked at more often, in looks a window: once a minute.
const MOST: f64 = 15.0;

/// An account that nothing shows would be looked at this often, in looks a window: once a day.
const FEWEST: f64 = 1.0 / 96.0;

/// Posts a day below which an account is taken to post this often, so that a newcomer is found.
const QUIETEST: f64 = 0.02;

/// The busiest are looked at no more often than so many times the mean: rates that were learnt in days are uncertain, and
/// minutes that the quiet win count for more than the seconds that the busy lose.
const STEEPEST: f64 = 1.5;

/// One account to look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Poller {
    pub(super) id: u64,
    pub(super) rate: f64,
    /// The rate from which on it is looked at no more often.
    pub(super) most: f64,
    pub(super) owned: bool,
    /// Whether what a look may cost must be bounded, so that it has a timeline of its own.
    pub(super) bounded: bool,
    /// The part of the time in which it may be read at all: its share by its rate.
    pub(super) open: f64,
}

impl Poller {
    fn weight(&self) -> f64 {
        self.rate.clamp(QUIETEST, self.most).sqrt()
    }
}

/// Holds the pace of the busiest to so many times the mean.
fn level(pollers: &mut [Poller]) {
    let mean = pollers.iter().map(Poller::weight).sum::<f64>() / pollers.len().max(1) as f64;
    for poller in pollers {
        poller.most = (mean * STEEPEST).powi(2).max(QUIETEST);
    }
}

/// Requests in a window that there are for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Timelines that only owners' accounts use.
    pub(super) owned: f64,
    pub(super) timelines: f64,
    pub(super) searches: f64,
    pub(super) lists: f64,
    pub(super) query_chars: usize,
    pub(super) list_members: usize,
    pub(super) list_count: usize,
}

/// A batch of accounts and how often it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Its accounts.
    pub accounts: Vec<u64>,
    /// Which of their posts.
    pub asked: Asked,
    /// From one look to the next.
    pub every: Duration,
}

/// A timeline and how often it is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timeline {
    /// Its account.
    pub account: u64,
    /// From one look to the next.
    pub every: Duration,
}

/// A list on X and how often it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Its members.
    pub accounts: Vec<u64>,
    /// From one look to the next.
    pub every: Duration,
    /// Posts a page: lists know no `since_id`, so each page is paid for once a day whether new or not.
    pub page: u32,
}

/// Who is looked at how.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Polls {
    pub(super) searches: Vec<Search>,
    pub(super) timelines: Vec<Timeline>,
    pub(super) lists: Vec<List>,
    /// Requests for timelines in a window, as far as accounts may be read.
    pub(super) timeline_requests: f64,
    /// Accounts that would be looked at less than once a day.
    pub(super) starved: Vec<u64>,
}

/// From one look to the next where nothing is scarce.
pub(super) fn most_often() -> Duration {
    every(MOST)
}

/// Looks a window as a time between two.
fn every(looks: f64) -> Duration {
    Duration::from_secs_f64(WINDOW.as_secs_f64() / looks.clamp(FEWEST, MOST))
}

/// The factor by which weights become looks, so that the looks at these costs take no more than there is room for.
fn scale(items: &[(f64, f64)], room: f64) -> f64 {
    let taken =
        |factor: f64| items.iter().map(|(weight, cost)| cost * (weight * factor).min(MOST)).sum::<f64>();
    let (mut low, mut high) = (0.0, MOST / QUIETEST.sqrt());
    if taken(high) <= room {
        return high;
    }
    for _ in 0..48 {
        let middle = f64::midpoint(low, high);
        if taken(middle) <= room { low = middle } else { high = middle }
    }
    low
}

/// Spreads the room over the accounts. `all_owned` are the weights of every owner's account that could ever be among the
/// pollers: their pace does not depend on how many of them today's money reads.
pub(super) fn spread(pollers: &[Poller], all_owned: &[Poller], room: &Room) -> Polls {
    let mut polls = Polls::default();
    let by_timeline = room.owned > 0.0;
    let weights: Vec<(f64, f64)> = all_owned.iter().map(|poller| (poller.weight(), 1.0)).collect();
    let factor = scale(&weights, room.owned);
    let (owned, mut rest): (Vec<Poller>, Vec<Poller>) =
        pollers.iter().partition(|poller| poller.owned && by_timeline);
    for poller in &owned {
        polls.timeline(poller, poller.weight() * factor);
    }
    rest.sort_by(|a, b| b.rate.total_cmp(&a.rate).then(a.id.cmp(&b.id)));
    let (mut bounded, mut free): (Vec<Poller>, Vec<Poller>) =
        rest.into_iter().partition(|poller| poller.bounded);
    let left = (room.timelines - polls.timeline_requests).max(0.0);
    let half = if free.is_empty() { left } else { left / 2.0 };
    level(&mut bounded);
    level(&mut free);
    polls.bounded(&bounded, half);
    let left = (room.timelines - polls.timeline_requests).max(0.0);
    polls.free(&mut free, left, room);
    polls
}

impl Polls {
    fn timeline(&mut self, poller: &Poller, looks: f64) {
        let looks = looks.clamp(FEWEST, MOST);
        self.timelines.push(Timeline { account: poller.id, every: every(looks) });
        self.timeline_requests += looks * poller.open;
    }

    /// Accounts that only a timeline of their own can read within their share.
    fn bounded(&mut self, pollers: &[Poller], room: f64) {
        let weights: Vec<(f64, f64)> = pollers.iter().map(|poller| (poller.weight(), poller.open)).collect();
        let factor = scale(&weights, room);
        let start = self.timeline_requests;
        for poller in pollers {
            if self.timeline_requests - start + FEWEST * poller.open > room {
                self.starved.push(poller.id);
            } else {
                self.timeline(poller, poller.weight() * factor);
            }
        }
    }

    /// The busiest by timelines, the others in batches of like rates.
    fn free(&mut self, pollers: &mut Vec<Poller>, timelines: f64, room: &Room) {
        let ids = |pollers: &[Poller]| pollers.iter().map(|poller| poller.id).collect::<Vec<_>>();
        let batches = batches::cut(&ids(pollers), room.query_chars, Asked::Posts).len().max(1);
        let a_batch = pollers.len() as f64 / batches as f64;
        let looks = timelines + room.searches * a_batch;
        let most = (looks / FEWEST / 2.0) as usize;
        if pollers.len() > most && room.lists < 1.0 {
            self.starved.extend(pollers.drain(most..).map(|poller| poller.id));
        }
        let weights: Vec<(f64, f64)> = pollers.iter().map(|poller| (poller.weight(), 1.0)).collect();
        let factor = scale(&weights, looks);
        let mut left = timelines;
        let busy = pollers
            .iter()
            .take_while(|poller| {
                left -= (poller.weight() * factor).clamp(FEWEST, MOST);
                left >= 0.0
            })
            .count();
        for poller in &pollers[..busy] {
            self.timeline(poller, poller.weight() * factor);
        }
        let quiet = &pollers[busy..];
        let slow = quiet.first().is_some_and(|poller| poller.weight() * factor < MOST);
        if slow && room.lists >= 1.0 && quiet.len() <= room.list_members.saturating_mul(room.list_count) {
            self.list(quiet, room);
        } else {
            self.search(quiet, room);
        }
    }

    fn search(&mut self, pollers: &[Poller], room: &Room) {
        let ids: Vec<u64> = pollers.iter().map(|poller| poller.id).collect();
        let batches = batches::cut(&ids, room.query_chars, Asked::Posts);
        let mut rest = pollers;
        let weigh = |accounts: &Vec<u64>| {
            let (these, others) = rest.split_at(accounts.len());
            rest = others;
            (these.iter().map(Poller::weight).sum::<f64>() / these.len() as f64, 1.0)
        };
        let weights: Vec<(f64, f64)> = batches.iter().map(weigh).collect();
        let factor = scale(&weights, room.searches);
        for (accounts, (weight, _)) in batches.into_iter().zip(weights) {
            self.searches.push(Search { accounts, asked: Asked::Posts, every: every(weight * factor) });
        }
    }

    fn list(&mut self, pollers: &[Poller], room: &Room) {
        let lists = pollers.len().div_ceil(room.list_members.max(1));
        for members in pollers.chunks(pollers.len().div_ceil(lists.max(1)).max(1)) {
            let every = every(room.lists / lists as f64 / 2.0);
            let expected =
                members.iter().map(|poller| poller.rate).sum::<f64>() * every.as_secs_f64() / 86_400.0;
            let accounts = members.iter().map(|poller| poller.id).collect();
            self.lists.push(List { accounts, every, page: batches::page(expected, 5) });
        }
    }
}

/// Slow searches for the quotes of accounts whose rule is guarded, and how many a window they are.
pub(super) fn quotes(guarded: &[(u64, f64)], most: f64, query_chars: usize) -> (Vec<Search>, f64) {
    let ids: Vec<u64> = guarded.iter().map(|(id, _)| *id).collect();
    let batches = batches::cut(&ids, query_chars, Asked::Quotes);
    // Once in five minutes is enough for what is one post in ten.
    let looks = (most / batches.len().max(1) as f64).min(3.0);
    let taken = looks * batches.len() as f64;
    let search = |accounts| Search { accounts, asked: Asked::Quotes, every: every(looks) };
    (batches.into_iter().map(search).collect(), taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poller(id: u64, rate: f64) -> Poller {
        Poller { id, rate, most: f64::MAX, owned: false, bounded: false, open: 1.0 }
    }

    fn room(timelines: f64, searches: f64, lists: f64) -> Room {
        Room {
            owned: timelines / 2.0,
            timelines,
            searches,
            lists,
            query_chars: 512,
            list_members: 5_000,
            list_count: 10,
        }
    }

    #[test]
    fn four_times_the_posts_twice_the_looks() {
        let pollers = [poller(1, 4.0), poller(2, 1.0)];
        let polls = spread(&pollers, &[], &room(3.0, 0.0, 0.0));
        let every: Vec<f64> = polls.timelines.iter().map(|timeline| timeline.every.as_secs_f64()).collect();
        assert!((every[0] - 450.0).abs() < 1.0 && (every[1] - 900.0).abs() < 1.0, "{every:?}");
    }

    #[test]
    fn no_more_requests_than_there_is_room_for() {
        let pollers: Vec<Poller> = (0..9_000).map(|n| poller(10_u64.pow(18) + n, 0.01 * n as f64)).collect();
        let polls = spread(&pollers, &[], &room(500.0, 200.0, 0.0));
        let a_window = |every: &Duration| 900.0 / every.as_secs_f64();
        let searches: f64 = polls.searches.iter().map(|search| a_window(&search.every)).sum();
        let timelines: f64 = polls.timelines.iter().map(|timeline| a_window(&timeline.every)).sum();
        assert!(searches <= 200.5 && timelines <= 500.5, "{searches} {timelines}");
        assert!(polls.starved.is_empty() && searches > 190.0 && timelines > 490.0, "{searches} {timelines}");
    }

    #[test]
    fn lists_take_the_quiet_where_they_are_allowed() {
        let pollers: Vec<Poller> = (0..9_000).map(|n| poller(10_u64.pow(18) + n, 0.1)).collect();
        let polls = spread(&pollers, &[], &room(100.0, 40.0, 90.0));
        assert_eq!((polls.lists.len(), polls.searches.len()), (2, 0));
        assert!(polls.lists.iter().all(|list| list.accounts.len() <= 5_000 && list.every.as_secs() <= 60));
    }

    #[test]
    fn whom_requests_do_not_reach_is_named() {
        let pollers: Vec<Poller> = (0..500).map(|n| poller(10_u64.pow(18) + n, 1.0)).collect();
        let polls = spread(&pollers, &[], &room(1.0, 0.0, 0.0));
        assert_eq!(polls.timelines.len() + polls.starved.len(), 500);
        assert!(polls.starved.len() > 400, "{}", polls.starved.len());
    }
}

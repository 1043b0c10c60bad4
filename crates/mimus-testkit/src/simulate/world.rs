//! The accounts and what they post, made before anything reads it.

use super::random::Random;

/// A second, in the simulation's milliseconds.
pub(super) const SECOND: u64 = 1_000;
pub(super) const MINUTE: u64 = 60 * SECOND;
pub(super) const HOUR: u64 = 60 * MINUTE;
pub(super) const DAY: u64 = 24 * HOUR;

/// Posts a day on average, and the tail: a log-normal with this deviation.
const MEAN: f64 = 2.0;
const SIGMA: f64 = 2.0;

/// Nobody posts more a day.
const MOST: f64 = 1_500.0;

/// How many posts begin a thread or a burst, and how many follow then on average, within ten minutes.
const BURSTS: f64 = 0.05;
const BURST_POSTS: f64 = 4.0;

/// The part of posts that quote another.
const QUOTES: f64 = 0.1;

/// Strangers' quotes by an account's own posts: a log-normal with this median and deviation.
const STRANGERS: (f64, f64) = (0.002, 2.5);

/// What a post is to the account under which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Own,
    /// Its own, and a quote of another.
    Quote,
    /// A stranger's quote of it: only an unguarded rule of the stream brings it.
    Stranger,
}

/// One post.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    pub(super) at: u64,
    pub(super) account: u32,
    pub(super) kind: Kind,
    /// When the stream would give it.
    pub(super) streamed_at: u64,
}

/// Everything that happens.
pub(super) struct World {
    /// Numeric ids of the longest kind, which fit worst into rules and searches.
    pub(super) ids: Vec<u64>,
    /// How often each really posts, which no reader is told.
    pub(super) rates: Vec<f64>,
    pub(super) posts: Vec<Post>,
    /// Each account's own posts in order of time, as places in `posts`.
    pub(super) own: Vec<Vec<u32>>,
}

impl World {
    /// So many accounts for so long. The rates are scaled so that their mean is two posts a day with any seed.
    pub(super) fn new(accounts: usize, until: u64, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let rates = rates(accounts, &mut random);
        let mut posts = Vec::new();
        for (account, rate) in rates.iter().enumerate() {
            post(account as u32, *rate, until, &mut random, &mut posts);
        }
        posts.sort_by_key(|post| (post.at, post.account));
        let mut own = vec![Vec::new(); accounts];
        for (at, post) in posts.iter().enumerate().filter(|(_, post)| post.kind != Kind::Stranger) {
            own[post.account as usize].push(at as u32);
        }
        let ids = (0..accounts as u64).map(|n| 1_000_000_000_000_000_000 + n * 7_919).collect();
        Self { ids, rates, posts, own }
    }

    /// An account's own posts after one moment and up to another, the oldest first.
    pub(super) fn between(&self, account: u32, after: u64, until: u64) -> &[u32] {
        let own = &self.own[account as usize];
        let from = own.partition_point(|post| self.posts[*post as usize].at <= after);
        let to = own.partition_point(|post| self.posts[*post as usize].at <= until);
        &own[from..to.max(from)]
    }
}

fn rates(accounts: usize, random: &mut Random) -> Vec<f64> {
    let mut rates: Vec<f64> = (0..accounts).map(|_| (SIGMA * random.normal()).exp()).collect();
    for _ in 0..20 {
        let factor = MEAN * accounts as f64 / rates.iter().sum::<f64>();
        rates.iter_mut().for_each(|rate| *rate = (*rate * factor).min(MOST));
    }
    rates
}

fn post(account: u32, rate: f64, until: u64, random: &mut Random, posts: &mut Vec<Post>) {
    // Most wake and sleep with the Americas or with Europe; the others anywhere.
    let noon = match random.unit() {
        part if part < 0.4 => 19.0,
        part if part < 0.7 => 13.0,
        _ => random.between(0.0, 24.0),
    };
    let strangers = (STRANGERS.0.ln() + STRANGERS.1 * random.normal()).exp();
    let starts = rate / (1.0 + BURSTS * BURST_POSTS);
    let mut at = 0.0;
    loop {
        at += random.exponential() / (starts * 1.9) * DAY as f64;
        if at >= until as f64 {
            return;
        }
        let hour = at / HOUR as f64 % 24.0;
        let awake = 1.0 + 0.9 * ((hour - noon) / 24.0 * std::f64::consts::TAU).cos();
        if !random.chance(awake / 1.9) {
            continue;
        }
        one(account, at, strangers, random, posts);
        if random.chance(BURSTS) {
            while random.chance(1.0 - 1.0 / (BURST_POSTS + 1.0)) {
                one(account, at + random.between(5e3, 600e3), strangers, random, posts);
            }
        }
    }
}

fn one(account: u32, at: f64, strangers: f64, random: &mut Random, posts: &mut Vec<Post>) {
    let mut push = |at: f64, kind, random: &mut Random| {
        let streamed_at = (at + random.between(1e3, 7e3)) as u64;
        posts.push(Post { at: at as u64, account, kind, streamed_at });
    };
    let kind = if random.chance(QUOTES) { Kind::Quote } else { Kind::Own };
    push(at, kind, random);
    let mut quotes = strangers.min(20.0);
    while quotes > 0.0 {
        if random.chance(quotes.min(1.0)) {
            let later = at + random.exponential() * 3.0 * HOUR as f64;
            push(later, Kind::Stranger, random);
        }
        quotes -= 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_two_a_day_and_the_tail_is_heavy() {
        let world = World::new(3_000, 4 * DAY, 1);
        let own = world.posts.iter().filter(|post| post.kind != Kind::Stranger).count() as f64;
        let mean = own / 3_000.0 / 4.0;
        assert!((1.85..2.15).contains(&mean), "{mean}");
        let mut rates = world.rates.clone();
        rates.sort_by(f64::total_cmp);
        let busiest: f64 = rates[2_970..].iter().sum();
        assert!(rates[1_500] < 0.5 && busiest > 1_200.0, "{} {busiest}", rates[1_500]);
    }

    #[test]
    fn the_same_seed_makes_the_same_world() {
        let ats = |seed| World::new(50, DAY, seed).posts.iter().map(|post| post.at).collect::<Vec<_>>();
        assert_eq!(ats(3), ats(3));
        assert_ne!(ats(3), ats(4));
    }

    #[test]
    fn posts_between_two_moments() {
        let world = World::new(20, 5 * DAY, 2);
        for account in 0..20 {
            let all: usize =
                (0..10).map(|half| world.between(account, half * DAY / 2, (half + 1) * DAY / 2).len()).sum();
            assert_eq!(all, world.between(account, 0, 5 * DAY).len());
        }
    }
}

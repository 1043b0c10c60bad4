//! `kill -9` at random moments, both ways: every post is there once.

use std::collections::BTreeMap;
use std::time::Duration;

use mimus_store::PublicationState;
use mimus_testkit::emulator::Options;
use mimus_testkit::mastodon::StatusId;

use crate::newsroom::{Newsroom, postgres, toot, tweet, until};

/// Kills, at random moments. `MIMUS_TEST_KILLS` sets another number.
const KILLS: usize = 200;
/// Pairs of accounts; X takes a hundred posts of an account in a quarter of an hour.
const PAIRS: usize = 4;
/// Posts on each side, in all.
const POSTS: usize = 200;

fn kills() -> usize {
    std::env::var("MIMUS_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS)
}

/// A number from 0 to `below`, another one each time.
fn random(below: u64) -> u64 {
    use std::hash::BuildHasher;
    std::collections::hash_map::RandomState::new().hash_one(0) % below
}

/// How often each text stands there.
fn counts(texts: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_carries_every_post_once_and_none_back() {
    let room = Newsroom::open_with(Options { windows: false, ..Options::default() }).await;
    carry(&room, kills(), "SQLite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_carries_every_post_once_on_postgres() {
    let Some(database) = postgres("relay_kills").await else { return };
    let options = Options { windows: false, ..Options::default() };
    let room = Newsroom::open_on(Some(database), options).await;
    carry(&room, kills() / 4, "PostgreSQL").await;
}

async fn carry(room: &Newsroom, kills: usize, database: &str) {
    let names: Vec<String> = (0..PAIRS).map(|n| format!("house{n}")).collect();
    let mut accounts = Vec::new();
    for name in &names {
        let (here, there) = (room.connect_mastodon(name), room.connect_x(name));
        room.route(&here, &there, &[]);
        room.route(&there, &here, &[]);
        accounts.push((here, there));
    }
    let first = room.serve();
    for (here, there) in &accounts {
        room.begun(here).await;
        room.begun(there).await;
    }
    first.kill();
    let users: Vec<u64> = names.iter().map(|name| room.x.connect_user(name).user).collect();
    let mut written = 0;
    let mut before: Vec<Option<StatusId>> = vec![None; PAIRS];
    for kill in 1..=kills {
        let server = room.serve();
        while written * kills < POSTS * kill {
            let (pair, n) = (written % PAIRS, written / PAIRS);
            // Every other goes on with the one before, so that order matters.
            let mut status = toot(&format!("Toot {n}"));
            status.in_reply_to = before[pair].filter(|_| n % 2 == 1);
            before[pair] = Some(room.mastodon.post(&names[pair], status));
            room.x.post(users[pair], tweet(&format!("Tweet {n}")));
            room.read_soon(&accounts[pair].1).await;
            written += 1;
        }
        tokio::time::sleep(Duration::from_millis(60 + random(300))).await;
        server.kill();
    }
    let last = room.serve();
    until("all is published", async || {
        for (_, there) in &accounts {
            room.read_soon(there).await;
        }
        assert_eq!(room.refused().await, []);
        room.in_state(PublicationState::Published).await >= 2 * POSTS
    })
    .await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    for name in &names {
        check(room, name);
    }
    room.store.check_integrity().await.unwrap();
    println!(
        "{kills} kills, {POSTS} posts on each side on {database}: each there once, threads in order, none back"
    );
    last.kill();
}

/// Everything is there once, and threads hang together.
fn check(room: &Newsroom, name: &str) {
    let posts = room.x.posts_of(name);
    let on_x = counts(posts.iter().map(|(_, post)| post.text.clone()));
    let statuses = room.mastodon.statuses_of(name);
    let on_mastodon = counts(statuses.iter().map(|status| status.text.clone()));
    let both = 2 * POSTS / PAIRS;
    assert_eq!((on_x.len(), on_mastodon.len()), (both, both));
    assert!(on_x.values().chain(on_mastodon.values()).all(|count| *count == 1), "{on_x:?} {on_mastodon:?}");
    let id = |words: &str| posts.iter().find(|(_, post)| post.text == words).map(|(id, _)| *id);
    for n in (1..POSTS / PAIRS).step_by(2) {
        let (_, answer) = posts.iter().find(|(_, post)| post.text == format!("Toot {n}")).unwrap();
        assert_eq!(answer.reply_to, id(&format!("Toot {}", n - 1)), "the thread of Toot {n}");
    }
}

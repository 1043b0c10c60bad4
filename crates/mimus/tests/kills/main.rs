//! Nodes that are killed, frozen and cut off while they deliver: nothing is lost, nothing is out of order, and what is
//! repeated is only what was in flight.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod cut;
mod farewell;
mod gone;
mod inboxes;
mod nodes;
mod town;

use std::time::{Duration, Instant};

use inboxes::Inboxes;
use nodes::Process;
use town::Town;

/// Inboxes, each on a server of its own.
const SERVERS: usize = 50;
/// Posts that each must have, and get.
const POSTS: u32 = 100;
/// Kills, at random moments. `MIMUS_TEST_KILLS` sets another number.
const KILLS: u32 = 200;
/// Longest wait for the last delivery once all is calm.
const PATIENCE: Duration = Duration::from_secs(180);

fn kills() -> u32 {
    std::env::var("MIMUS_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS)
}

/// A number from 0 to `below`, another one each time.
fn random(below: u64) -> u64 {
    use std::hash::BuildHasher;
    std::collections::hash_map::RandomState::new().hash_one(0) % below
}

/// Brings failing servers their next try, until all have everything.
async fn until_all_is_delivered(town: &Town, inboxes: &Inboxes) {
    let began = Instant::now();
    while inboxes.complete(POSTS) < SERVERS || town.waiting().await > 0 {
        assert!(
            began.elapsed() < PATIENCE,
            "{} of {SERVERS} servers have everything, {} deliveries wait",
            inboxes.complete(POSTS),
            town.waiting().await
        );
        town.store.retry_failing().await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_at_any_moment_delivers_everything_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("mimus.db").display());
    let inboxes = Inboxes::start(SERVERS).await;
    let town = Town::new(&database, &inboxes).await;
    let kills = kills();
    let mut published = 0;
    for kill in 1..=kills {
        let process = Process::start(folder.path(), &database);
        while published * kills < POSTS * kill {
            published += 1;
            town.publish(published).await;
        }
        town.store.retry_failing().await.unwrap();
        tokio::time::sleep(Duration::from_millis(50 + random(350))).await;
        process.kill();
    }
    let last = Process::start(folder.path(), &database);
    until_all_is_delivered(&town, &inboxes).await;
    let repeats = inboxes.assert_in_order(POSTS, 0);
    println!(
        "{kills} kills, {POSTS} posts, {SERVERS} servers on SQLite: {repeats} repeats, each of what was in flight"
    );
    last.stop();
    town.assert_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_three_nodes_one_is_killed_one_frozen_and_one_cut_off() {
    let Some(postgres) = town::postgres("kills_three_nodes").await else { return };
    let folder = tempfile::tempdir().unwrap();
    let inboxes = Inboxes::start(SERVERS).await;
    let town = Town::new(&postgres, &inboxes).await;
    let line = cut::Line::to(&postgres).await;
    let frozen = Process::start(folder.path(), &postgres);
    let cut_off = Process::start(folder.path(), &line.url);
    let kills = kills();
    let mut published = 0;
    let mut interruptions = 0;
    for kill in 1..=kills {
        let process = Process::start(folder.path(), &postgres);
        while published * kills < POSTS * kill {
            published += 1;
            town.publish(published).await;
        }
        town.store.retry_failing().await.unwrap();
        // Each for longer than a node may be silent: a fifth of the kills takes more than 15 s.
        match kill * 10 / kills {
            1 if !frozen.is_frozen() => frozen.freeze(),
            5 if frozen.is_frozen() => {
                frozen.thaw();
                line.cut(true);
                interruptions += 1;
            }
            9 if line.is_cut() => {
                line.cut(false);
                interruptions += 1;
            }
            _ => {}
        }
        tokio::time::sleep(Duration::from_millis(50 + random(350))).await;
        process.kill();
    }
    let last = Process::start(folder.path(), &postgres);
    until_all_is_delivered(&town, &inboxes).await;
    // One that was frozen or cut off between asking and sending may send late what it then had in hand.
    let repeats = inboxes.assert_in_order(POSTS, interruptions);
    println!(
        "{kills} kills, a freeze and a cut, {POSTS} posts, {SERVERS} servers on PostgreSQL: {repeats} repeats of what was in flight"
    );
    for node in [last, frozen, cut_off] {
        node.stop();
    }
    town.assert_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_falls_silent_is_taken_over() {
    let Some(postgres) = town::postgres("kills_take_over").await else { return };
    let folder = tempfile::tempdir().unwrap();
    let inboxes = Inboxes::start(SERVERS).await;
    let town = Town::new(&postgres, &inboxes).await;
    // Alone, it claims every server; then it falls silent with all of them in hand.
    inboxes.hold(true);
    let frozen = Process::start(folder.path(), &postgres);
    town.publish(1).await;
    town.until_all_is_claimed(SERVERS).await;
    frozen.freeze();
    let fallen_silent = Instant::now();
    inboxes.hold(false);
    let other = Process::start(folder.path(), &postgres);
    while inboxes.complete(1) < SERVERS {
        assert!(fallen_silent.elapsed() < PATIENCE, "{} of {SERVERS}", inboxes.complete(1));
        town.store.retry_failing().await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    println!(
        "all was taken over and delivered {:.1} s after the node fell silent",
        fallen_silent.elapsed().as_secs_f64()
    );
    frozen.thaw();
    for node in [frozen, other] {
        node.stop();
    }
}

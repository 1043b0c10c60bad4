//! `kill -9` at random moments, both ways: every post is there once.

use std::collections::BTreeMap;
use std::time::Duration;

use mimus_store::PublicationState;
use mimus_testkit::emulator::Options;
use mimus_testkit::mastodon::StatusId;

use crate::newsroom::{Newsroom, toot, tweet, until};

/// Kills, at random moments. `MIMUS_TEST_KILLS` sets another number.
const KILLS: usize = 200;
/// Posts on each side.
const POSTS: usize = 100;

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
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    room.route(&here, &there, &[]);
    room.route(&there, &here, &[]);
    let first = room.serve();
    room.begun(&here).await;
    room.begun(&there).await;
    first.kill();
    let user = room.x.connect_user("house").user;
    let kills = kills();
    let (mut written, mut before): (usize, Option<StatusId>) = (0, None);
    for kill in 1..=kills {
        let server = room.serve();
        while written * kills < POSTS * kill {
            // Every other goes on with the one before, so that order matters.
            let answers = before.filter(|_| written % 2 == 1);
            let mut status = toot(&format!("Toot {written}"));
            status.in_reply_to = answers;
            before = Some(room.mastodon.post("house", status));
            room.x.post(user, tweet(&format!("Tweet {written}")));
            written += 1;
        }
        room.read_soon(&there).await;
        tokio::time::sleep(Duration::from_millis(60 + random(300))).await;
        server.kill();
    }
    let last = room.serve();
    until("all is published", async || {
        room.read_soon(&there).await;
        // What was looked for too often in vain somebody has tried again.
        for state in [PublicationState::Unknown, PublicationState::Failed, PublicationState::Partial] {
            for stuck in room.store.publications(None, Some(state), None, 999).await.unwrap() {
                assert_eq!(state, PublicationState::Unknown, "{stuck:?}");
            }
        }
        room.in_state(PublicationState::Published).await >= 2 * POSTS
    })
    .await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let on_x = counts(room.x.posts_of("house").into_iter().map(|(_, post)| post.text));
    let statuses = room.mastodon.statuses_of("house");
    let on_mastodon = counts(statuses.iter().map(|status| status.text.clone()));
    assert_eq!((on_x.len(), on_mastodon.len()), (2 * POSTS, 2 * POSTS));
    assert!(on_x.values().chain(on_mastodon.values()).all(|count| *count == 1), "{on_x:?} {on_mastodon:?}");
    let posts = room.x.posts_of("house");
    let id = |words: &str| posts.iter().find(|(_, post)| post.text == words).map(|(id, _)| *id);
    for n in (1..POSTS).step_by(2) {
        let (_, answer) = posts.iter().find(|(_, post)| post.text == format!("Toot {n}")).unwrap();
        assert_eq!(answer.reply_to, id(&format!("Toot {}", n - 1)), "the thread of Toot {n}");
    }
    room.store.check_integrity().await.unwrap();
    println!("{kills} kills, {POSTS} posts on each side: each there once, threads in order, none back");
    last.kill();
}

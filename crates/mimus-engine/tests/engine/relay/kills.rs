//! Broken off anywhere, publishing goes on from there and does nothing twice.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use mimus_core::RoutePolicy;
use mimus_core::policy::Brake;
use mimus_core::render::{DestinationLimits, MastodonLimits, XLimits};
use mimus_store::PublicationState;

use super::Relay;
use super::square::Trouble;
use crate::house::{House, until};

// On PostgreSQL whole processes are killed (crates/mimus/tests/relay/kills.rs): a statement that nobody waits for any more goes
// on there and holds its locks, which no process that dies leaves behind.

#[tokio::test(flavor = "multi_thread")]
async fn on_x_every_post_is_there_once_whoever_dies() {
    broken_off(House::on_sqlite().await, DestinationLimits::X(XLimits::default()), false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_mastodon_every_post_is_there_once_whoever_dies() {
    broken_off(House::on_sqlite().await, DestinationLimits::Mastodon(MastodonLimits::default()), true).await;
}

/// A future that is dropped after so many polls, as if the process had died there.
struct Mortal<F> {
    polls: u32,
    inner: Pin<Box<F>>,
}

impl<F: Future> Future for Mortal<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}

/// Numbers that look drawn, the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

async fn broken_off(house: House, limits: DestinationLimits, knows_keys: bool) {
    const POSTS: usize = 40;
    let policy = RoutePolicy { brake: Brake { posts: 10_000, minutes: 1 }, ..RoutePolicy::default() };
    let relay = Relay::new(house, limits, policy).await;
    relay.there.square.lock().unwrap().knows_keys = knows_keys;
    let engine = &relay.house.engine;
    let mut dice = Dice(1);
    let (mut deaths, mut read) = (0, 0);
    for _ in 0..2_000 {
        if read < POSTS && dice.throw(3) == 0 {
            let id = read.to_string();
            let words = format!("Number {read}");
            let post = match read % 4 {
                0 | 1 => relay.post(&id, &words),
                2 => relay.answer(&id, &(read - 1).to_string(), &words),
                _ => relay.post(&id, &format!("{words}. {}", "A sentence that goes on. ".repeat(30))),
            };
            relay.read(vec![post], &[]).await;
            read += 1;
        }
        relay.there.trouble(&match dice.throw(6) {
            0 => vec![Trouble::DoneUnheard],
            1 => vec![Trouble::UndoneUnheard],
            2 => vec![Trouble::None, Trouble::Retry],
            _ => Vec::new(),
        });
        let polls = u32::try_from(dice.throw(60)).unwrap();
        let turn = Mortal { polls, inner: Box::pin(relay.turn()) };
        if turn.await.is_none() {
            deaths += 1;
            // What the dead had claimed is free again.
            engine.node.leave().await.unwrap();
        }
        relay.house.pass(jiff::SignedDuration::from_secs(30));
        let due = engine.store.next_publication_due().await.unwrap();
        if read == POSTS && due.is_none() {
            break;
        }
    }
    relay.there.square.lock().unwrap().troubles.clear();
    until("all is at rest", async || {
        relay.turn().await;
        relay.house.pass(jiff::SignedDuration::from_mins(10));
        for unknown in
            engine.store.publications(None, Some(PublicationState::Unknown), None, 99).await.unwrap()
        {
            // Too many looks in vain: somebody says that it is worth another.
            let _ = engine.retry_publication(unknown.id).await;
        }
        engine.store.next_publication_due().await.unwrap().is_none()
    })
    .await;
    for (post, state, reason) in relay.all().await {
        assert_eq!(state, PublicationState::Published, "{post}: {reason:?}");
    }
    let posts = relay.there.posts();
    for n in 0..POSTS {
        let whole = format!("Number {n}");
        let count = posts
            .iter()
            .filter(|post| post.words == whole || post.words.starts_with(&format!("{whole}. ")))
            .count();
        assert_eq!(count, 1, "{whole} stands {count} times after {deaths} deaths");
    }
    assert!(deaths > 30, "only {deaths} deaths");
    println!("{deaths} deaths, {} posts and parts, each once", posts.len());
}

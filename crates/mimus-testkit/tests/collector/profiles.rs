//! Profiles: a hundred a call, and what became of each account.

use std::time::Duration;

use mimus_engine::ledger::LedgerOptions;
use mimus_networks::x::Endpoint;
use mimus_store::{Mirror, MirrorState};
use mimus_testkit::emulator::{Emulator, Options};

use crate::house::{House, until, words};

const DAY: Duration = Duration::from_secs(86_400);

fn calls(x: &Emulator, endpoint: Endpoint) -> u64 {
    x.bill().requests.get(&endpoint).copied().unwrap_or(0)
}

async fn town(house: &House, count: usize) -> Vec<(u64, Mirror)> {
    let mut all = Vec::new();
    for n in 0..count {
        let handle = format!("house_{n}");
        let user = house.x.add_user(&handle, &format!("House {n}"));
        house.x.post(user, words("First"));
        all.push((user, house.add(&handle).await));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_each_account_is_found_in_one_call() {
    let house = House::new(Options::default(), LedgerOptions::default()).await;
    let town = town(&house, 5).await;
    house.x.rename(town[0].0, "new_name");
    house.x.protect(town[1].0);
    house.x.suspend(town[2].0);
    house.x.close(town[3].0);
    house.x.advance(DAY * 8 + DAY / 2);
    assert_eq!(calls(&house.x, Endpoint::Users), 0);
    let reading = house.read();
    until("all are as they are on X", async || {
        let mut states = Vec::new();
        for (_, mirror) in &town {
            states.push(house.mirror(mirror.id).await.state);
        }
        use MirrorState::{Active, Ended};
        let renamed = house.mirror(town[0].1.id).await.profile.handle.as_deref() == Some("new_name");
        renamed && states == [Active, Ended, Ended, Ended, Active]
    })
    .await;
    for (part, (_, mirror)) in ["protected", "suspended", "no more"].into_iter().zip(&town[1..4]) {
        let mirror = house.mirror(mirror.id).await;
        assert!(mirror.state_reason.is_some_and(|why| why.contains(part)), "{part}");
        assert_eq!(mirror.posts, 0, "its posts are taken away");
    }
    until("the last is noted", async || {
        let watched = house.engine.store.watched("x:id/").await.unwrap();
        watched.iter().all(|one| one.cursor.contains("2026-08-19"))
    })
    .await;
    reading.stop().await;
    assert_eq!(calls(&house.x, Endpoint::Users), 1);
    assert_eq!(house.spent().await, house.billed());

    // Nothing is due any more.
    let reading = house.read();
    until("it reads", async || house.x.streams_open() == 1).await;
    reading.stop().await;
    assert_eq!(calls(&house.x, Endpoint::Users), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_that_are_due_wait_for_a_hundred_and_share_calls() {
    let house = House::new(Options::default(), LedgerOptions::default()).await;
    let town = town(&house, 120).await;
    for (user, _) in &town {
        house.x.rename(*user, &format!("h{}", user % 1_000_000_000));
    }
    let renamed = async || {
        let mut renamed = 0;
        for (user, mirror) in &town {
            let handle = house.mirror(mirror.id).await.profile.handle;
            renamed += usize::from(handle == Some(format!("h{}", user % 1_000_000_000)));
        }
        renamed
    };
    house.x.advance(DAY * 7 + DAY / 2);
    let reading = house.read();
    until("a hundred have their profile", async || renamed().await == 100).await;
    reading.stop().await;
    assert_eq!(calls(&house.x, Endpoint::Users), 1);

    house.x.advance(DAY);
    let reading = house.read();
    until("the others have theirs", async || renamed().await == 120).await;
    reading.stop().await;
    assert_eq!(calls(&house.x, Endpoint::Users), 2);
    assert_eq!(house.spent().await, house.billed());
}

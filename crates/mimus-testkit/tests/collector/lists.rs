//! Reading by lists.

use mimus_engine::ledger::LedgerOptions;
use mimus_networks::x::plan::Way;
use mimus_networks::x::{Endpoint, Limits};
use mimus_store::{Mirror, MirrorState};
use mimus_testkit::emulator::Options;

use crate::house::{House, until, words};

/// More accounts than timelines and searches can look at once a minute under these limits.
const ACCOUNTS: usize = 130;

/// No stream, the windows of 2022, one account a search, and today's prices.
fn scarce() -> LedgerOptions {
    let mut limits = Limits::ELEVATED_2022;
    (limits.stream_rules, limits.query_chars) = (0, 30);
    limits.prices = Limits::PAY_PER_USE.prices;
    LedgerOptions { limits, ..LedgerOptions::default() }
}

fn calls(house: &House, endpoint: Endpoint) -> u64 {
    house.x.bill().requests.get(&endpoint).copied().unwrap_or(0)
}

/// One list was made, who is on it was put there once, and who was on it and is not was put there and taken off once.
async fn each_was_paid_once(house: &House, planned: &[u64]) {
    let (bill, lists) = (house.x.bill(), house.x.lists());
    assert_eq!((bill.lists_made, lists.len()), (1, 1));
    let members = &lists[0].2;
    let left = planned.iter().filter(|account| !members.contains(account)).count();
    assert_eq!(bill.list_changes, (members.len() + 2 * left) as u64);
    assert_eq!(house.spent().await, house.billed());
}

async fn by_lists(house: &House) -> Vec<u64> {
    let plan = house.engine.x_plan().await.unwrap();
    plan.accounts.iter().filter(|(_, reading)| reading.way == Way::List).map(|(id, _)| *id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_come_by_a_list_that_is_kept_and_paid_once() {
    let mut house = House::new(Options::default(), scarce()).await;
    let mut town: Vec<(u64, Mirror)> = Vec::new();
    for n in 0..ACCOUNTS {
        let handle = format!("house_{n}");
        let user = house.x.add_user(&handle, &handle);
        town.push((user, house.add(&handle).await));
    }
    house.connect("list_keeper", None).await;
    assert_eq!(by_lists(&house).await, [0; 0], "nobody allowed lists");
    house.engine.limits.x_lists = true;
    let planned = by_lists(&house).await;
    assert!(planned.len() >= 4, "{}", planned.len());

    let reading = house.read();
    until("all are on a list that is looked at", async || {
        let lists = house.x.lists();
        lists.iter().any(|(_, _, members)| *members == planned) && calls(&house, Endpoint::ListTweets) > 0
    })
    .await;
    assert_eq!(house.x.lists()[0].1, "mimus 1");
    let looks = calls(&house, Endpoint::ListTweets);
    let of = |user: &u64| town.iter().find(|(id, _)| id == user).unwrap();
    let [first, second, third, hidden] = [0, 1, 2, 3].map(|n| of(&planned[n]));
    house.x.protect(hidden.0);
    house.x.post(hidden.0, words("For friends"));
    for (user, _) in [first, second, third] {
        house.x.post(*user, words("News"));
    }
    until("the posts of three are here", async || {
        let [one, two, three] = [&first.1, &second.1, &third.1];
        house.has(one, "News").await && house.has(two, "News").await && house.has(three, "News").await
    })
    .await;
    assert!(calls(&house, Endpoint::ListTweets) > looks);
    assert!(!house.has(&hidden.1, "For friends").await, "what only followers see is not mirrored");

    // Whose mirror rests leaves the list.
    let now = house.x.now();
    house.engine.store.set_mirror_state(second.1.id, MirrorState::Paused, None, now).await.unwrap();
    until("he is off the list", async || !house.x.lists()[0].2.contains(&second.0)).await;
    reading.stop().await;
    each_was_paid_once(&house, &planned).await;

    // After a restart nothing is made anew, and what was written meanwhile is found.
    house.x.post(third.0, words("Meanwhile"));
    let reading = house.read();
    until("the post is here", async || house.has(&third.1, "Meanwhile").await).await;
    reading.stop().await;
    each_was_paid_once(&house, &planned).await;

    // A list that somebody deletes on X is made again.
    let gone = house.x.lists()[0].0;
    house.x.remove_list(gone);
    let reading = house.read();
    until("its members are on another", async || {
        house
            .x
            .lists()
            .first()
            .is_some_and(|(id, _, members)| *id != gone && members.len() >= planned.len() - 2)
    })
    .await;
    reading.stop().await;
    assert_eq!(house.x.bill().lists_made, 2);
    assert_eq!(house.spent().await, house.billed());
}

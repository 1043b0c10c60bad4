//! Others' posts that come with an account's own are counted and planned with.

use std::time::Duration;

use mimus_engine::ledger::LedgerOptions;
use mimus_testkit::emulator::{NewPost, Options};

use crate::house::{House, until, words};

#[tokio::test(flavor = "multi_thread")]
async fn what_others_posts_cost_is_learnt() {
    let house = House::new(Options::default(), LedgerOptions::default()).await;
    let town = house.x.add_user("town", "The Town");
    let first = house.x.post(town, words("First"));
    let mirror = house.add("town").await;
    let stranger = house.x.add_user("harbour", "The Harbour");
    let theirs = house.x.post(stranger, words("Theirs"));
    let reading = house.read();
    until("the stream is open", async || house.x.streams_open() == 1).await;
    house.x.advance(Duration::from_secs(60));
    house.x.post(town, NewPost { text: "Look".into(), quote: Some(theirs), ..NewPost::default() });
    house.x.post(town, NewPost { repost_of: Some(theirs), ..NewPost::default() });
    house.x.post(stranger, NewPost { text: "See".into(), quote: Some(first), ..NewPost::default() });
    house.x.post(town, words("Last"));
    until("all is here", async || house.has(&mirror, "Last").await).await;
    let rates = async || {
        let plan = house.engine.x_plan().await.unwrap();
        let account = plan.accounts[&town];
        (account.originals_per_day * 7.0, account.strangers_per_day)
    };
    // What quotes it is kept out of the stream from now on, so it costs nothing.
    until("both are counted", async || rates().await == (1.0, 0.0)).await;
    reading.stop().await;
    let plan = house.engine.x_plan().await.unwrap();
    assert!(plan.rules.iter().any(|rule| rule.value().contains("-is:quote")), "{:?}", plan.rules);
    assert_eq!(house.spent().await, house.billed());
}

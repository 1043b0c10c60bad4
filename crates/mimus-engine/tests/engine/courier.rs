//! Deliveries: in order, each once, put off where they fail, ended where they are unwanted.

use jiff::SignedDuration;
use mimus_engine::wake::Worker;
use mimus_engine::{courier, janitor, poller};
use mimus_store::{Mirror, NewFollower, ServerState};
use serde_json::{Value, json};

use crate::house::{House, on_both, until};

on_both!(
    what_fails_is_tried_again_in_order_and_once,
    a_refusal_is_final_and_a_gone_inbox_is_let_go,
    a_server_out_of_reach_for_a_month_is_retired,
    a_clock_set_back_an_hour_puts_nothing_off,
    the_inboxes_of_one_server_share_a_connection,
);

async fn follow(house: &House, mirror: &Mirror, name: &str) {
    let (actor, inbox) =
        (house.site.url(&format!("/users/{name}")), house.site.url(&format!("/users/{name}/inbox")));
    let answer = json!({"type": "Accept", "id": format!("accept-{name}")});
    let new = NewFollower {
        mirror: mirror.id,
        actor: &actor,
        follow_id: "https://fan.example/follows/1",
        inbox: &inbox,
        delivery_inbox: &inbox,
        answer: &answer,
    };
    house.engine.store.add_follower(&new, house.engine.clock.now()).await.unwrap();
}

async fn mirror(house: &House) -> Mirror {
    house.site.feed("/feed", &[(1, "Number 1".into())]);
    house.add(&format!("feed:{}", house.site.url("/feed"))).await.0
}

async fn publish(house: &House, mirror: &Mirror, numbers: std::ops::RangeInclusive<u32>) {
    for last in numbers.clone() {
        let items: Vec<_> = (1..=last).map(|n| (n, format!("Number {n}"))).collect();
        house.site.feed("/feed", &items);
        house.refresh(mirror).await;
    }
}

/// What arrived at an inbox: the type, and for a note its words.
fn arrived(house: &House, path: &str) -> Vec<String> {
    let name = |activity: &Value| {
        let content = activity["object"]["content"].as_str().unwrap_or_default();
        format!("{} {content}", activity["type"].as_str().unwrap()).trim().to_owned()
    };
    house
        .site
        .posted
        .lock()
        .unwrap()
        .iter()
        .filter(|(at, _)| at == path)
        .map(|(_, activity)| name(activity))
        .collect()
}

async fn the_inboxes_of_one_server_share_a_connection(house: House) {
    let mirror = mirror(&house).await;
    // More than the connections that are kept for servers that are met once.
    let fans: Vec<String> = (0..400).map(|n| format!("fan_{n}")).collect();
    for fan in &fans {
        house.site.says(&format!("/users/{fan}/inbox"), vec![(202, vec![])]);
        follow(&house, &mirror, fan).await;
    }
    let running = tokio::spawn(courier::run(house.engine.clone()));
    let all = async |count: usize| house.site.posted.lock().unwrap().len() == count * fans.len();
    until("the answers", async || all(1).await).await;
    house.site.senders.lock().unwrap().clear();
    publish(&house, &mirror, 2..=2).await;
    house.engine.wake.ring(Worker::Courier);
    until("the post", async || all(2).await).await;
    let connections = house.site.senders.lock().unwrap().len();
    assert!(connections <= 20, "{connections} connections for one post");
    house.engine.wake.stop();
    running.await.unwrap();
}

async fn what_fails_is_tried_again_in_order_and_once(house: House) {
    let mirror = mirror(&house).await;
    let inbox = "/users/fan/inbox";
    // The Accept arrives; then the server fails in the middle of the log.
    house.site.says(inbox, vec![(202, vec![]), (202, vec![]), (503, vec![]), (503, vec![]), (202, vec![])]);
    follow(&house, &mirror, "fan").await;
    publish(&house, &mirror, 2..=4).await;
    let running = tokio::spawn(courier::run(house.engine.clone()));
    let host = house.site.base.trim_start_matches("http://").to_owned();
    let store = &house.engine.store;
    until("everything", async || {
        if store.server(&host).await.unwrap().is_some_and(|s| s.failures > 0) {
            house.pass(SignedDuration::from_hours(1));
        }
        arrived(&house, inbox).len() == 4
    })
    .await;
    house.engine.wake.stop();
    running.await.unwrap();
    assert_eq!(
        arrived(&house, inbox),
        ["Accept", "Create <p>Number 2</p>", "Create <p>Number 3</p>", "Create <p>Number 4</p>"]
    );
}

async fn a_refusal_is_final_and_a_gone_inbox_is_let_go(house: House) {
    let mirror = mirror(&house).await;
    house.site.says("/users/picky/inbox", vec![(202, vec![]), (422, vec![]), (202, vec![])]);
    house.site.says("/users/left/inbox", vec![(202, vec![]), (410, vec![])]);
    follow(&house, &mirror, "left").await;
    follow(&house, &mirror, "picky").await;
    publish(&house, &mirror, 2..=3).await;
    let running = tokio::spawn(courier::run(house.engine.clone()));
    until("the rest", async || arrived(&house, "/users/picky/inbox").len() == 2).await;
    house.engine.wake.stop();
    running.await.unwrap();
    assert_eq!(arrived(&house, "/users/picky/inbox"), ["Accept", "Create <p>Number 3</p>"]);
    assert_eq!(arrived(&house, "/users/left/inbox"), ["Accept"]);
    assert_eq!(house.engine.store.follower_count(mirror.id).await.unwrap(), 1);
    let backlog = house.engine.store.backlog().await.unwrap();
    assert_eq!((backlog.activities, backlog.letters), (0, 0));
}

async fn a_server_out_of_reach_for_a_month_is_retired(house: House) {
    let mirror = mirror(&house).await;
    house.site.says("/users/fan/inbox", vec![(500, vec![])]);
    follow(&house, &mirror, "fan").await;
    let running = tokio::spawn(courier::run(house.engine.clone()));
    let host = house.site.base.trim_start_matches("http://").to_owned();
    let store = &house.engine.store;
    until("a first failure", async || store.server(&host).await.unwrap().is_some_and(|s| s.failures == 1))
        .await;
    house.pass(SignedDuration::from_hours(24 * 31));
    until("the end", async || {
        store.server(&host).await.unwrap().is_some_and(|s| s.state == ServerState::Retired)
    })
    .await;
    house.engine.wake.stop();
    running.await.unwrap();
    assert_eq!(store.follower_count(mirror.id).await.unwrap(), 0);
    store.server_spoke(&host, false).await.unwrap();
    assert_eq!(
        store.server(&host).await.unwrap().unwrap().state,
        ServerState::Alive,
        "it is back when it speaks"
    );
}

async fn a_clock_set_back_an_hour_puts_nothing_off(house: House) {
    let mirror = mirror(&house).await;
    let inbox = "/users/fan/inbox";
    house.site.says(inbox, vec![(503, vec![]), (202, vec![])]);
    follow(&house, &mirror, "fan").await;
    let host = house.site.base.trim_start_matches("http://").to_owned();
    let store = &house.engine.store;
    let running = tokio::spawn(courier::run(house.engine.clone()));
    until("a failure", async || store.server(&host).await.unwrap().is_some_and(|s| s.failures == 1)).await;
    // By the old time, the source is due in an hour and some minutes, and the server in an hour and some seconds.
    house.pass(SignedDuration::from_hours(-1));
    house.site.feed("/feed", &[(1, "Number 1".into()), (2, "Number 2".into())]);
    let poller = tokio::spawn(poller::run(house.engine.clone()));
    let janitor = tokio::spawn(janitor::run(house.engine.clone()));
    until("both", async || arrived(&house, inbox).len() == 2).await;
    assert_eq!(arrived(&house, inbox), ["Accept", "Create <p>Number 2</p>"]);
    house.engine.wake.stop();
    for worker in [running, poller, janitor] {
        worker.await.unwrap();
    }
}

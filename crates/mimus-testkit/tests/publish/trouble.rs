//! Whatever goes wrong is told as one of the kinds, and what may have happened is found.

use std::time::Duration;

use mimus_networks::x::Endpoint;
use mimus_networks::{Failure, Publish, RejectReason};
use mimus_testkit::emulator::{FaultKind, Options};

use crate::house::{HANDLE, House, outgoing, part};

#[tokio::test]
async fn the_same_words_twice_are_told_and_found() {
    let house = House::new().await;
    let start = house.x.now();
    let id = house.publish("Ahoy").await.unwrap().remote_id;
    let failure = house.publish("Ahoy").await.unwrap_err();
    assert_eq!(failure.reject_reason(), Some(RejectReason::Duplicate), "{failure}");
    let found = house.me.find(&outgoing(&part("Ahoy")), start).await.unwrap().unwrap();
    assert_eq!(found.remote_id, id);
    house.assert_paid().await;
}

#[tokio::test]
async fn where_nobody_knows_whether_it_is_there_it_is_looked_for() {
    let broken = [
        (FaultKind::Hang, false),
        (FaultKind::ActAndHang, true),
        (FaultKind::Cut, true),
        (FaultKind::CutMidLine, true),
        (FaultKind::ActAndStatus(500), true),
        (FaultKind::ActAndStatus(504), true),
        (FaultKind::Status(503), false),
    ];
    let house = House::new().await;
    for (number, (fault, is_there)) in broken.into_iter().enumerate() {
        let start = house.x.now();
        house.x.inject(Endpoint::PostCreate, fault, 1);
        let words = format!("try {number}");
        let failure = house.publish(&words).await.unwrap_err();
        assert!(matches!(failure, Failure::Unknown { .. }), "{fault:?}: {failure}");
        let found = house.me.find(&outgoing(&part(&words)), start).await.unwrap();
        assert_eq!(found.is_some(), is_there, "{fault:?}");
    }
}

#[tokio::test]
async fn a_connection_that_never_was_is_tried_again() {
    let house = House::new().await;
    let nowhere = mimus_testkit::emulator::Emulator::start().await.unwrap();
    let base = nowhere.base_url();
    drop(nowhere);
    let app = mimus_networks::x::OAuth2App { api: base.clone(), ..house.app.clone() };
    let keeper = std::sync::Arc::clone(&house.keeper) as _;
    let credentials = mimus_networks::x::UserCredentials::OAuth2 { app, keeper };
    let meter = mimus_engine::ledger::XMeter::new(house.ledger.clone(), "user:a".parse().unwrap());
    let user =
        mimus_networks::x::XUser::new(crate::house::http(), base, credentials, std::sync::Arc::new(meter));
    let me = mimus_networks::x::XPublisher::new(user);
    let failure = me.publish(&outgoing(&part("Hello?"))).await.unwrap_err();
    assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    house.assert_paid().await;
}

#[tokio::test]
async fn what_x_asks_for_is_kept_to() {
    let house = House::new().await;
    house.x.inject(Endpoint::PostCreate, FaultKind::Status(429), 1);
    let failure = house.publish("later").await.unwrap_err();
    assert!(matches!(failure, Failure::RateLimited { until, .. } if until > house.x.now()), "{failure:?}");
    house.x.inject(Endpoint::PostCreate, FaultKind::Status(402), 1);
    let failure = house.publish("no money").await.unwrap_err();
    let Failure::RateLimited { why, .. } = failure else { panic!("{failure:?}") };
    assert!(why.contains("buy credits"), "{why}");
    // The credential rests, and X is not asked.
    let calls = house.x.bill().requests;
    let failure = house.publish("no money").await.unwrap_err();
    assert!(matches!(&failure, Failure::RateLimited { why, .. } if why.contains("credits")), "{failure:?}");
    assert_eq!(house.x.bill().requests, calls);
    house.x.advance(Duration::from_secs(15 * 60 + 1));
    house.publish("no money").await.unwrap();
    house.assert_paid().await;
}

#[tokio::test]
async fn without_credits_nothing_is_written() {
    let house = House::with(Options { credits: Some(20_000), ..Options::default() }, None).await;
    house.publish("one").await.unwrap();
    house.publish("two").await.unwrap();
    let failure = house.publish("three").await.unwrap_err();
    assert!(matches!(&failure, Failure::RateLimited { why, .. } if why.contains("credits")), "{failure:?}");
    assert_eq!(house.words(), ["one", "two"]);
    house.assert_paid().await;
}

#[tokio::test]
async fn a_user_who_takes_it_all_back_signs_in_again() {
    let house = House::new().await;
    house.publish("before").await.unwrap();
    house.x.revoke_user(HANDLE);
    for failure in [house.publish("after").await.unwrap_err(), house.me.account().await.unwrap_err()] {
        assert!(matches!(failure, Failure::SignInAgain { .. }), "{failure:?}");
    }
    assert_eq!(house.words(), ["before"]);
    house.assert_paid().await;
}

#[tokio::test]
async fn a_deletion_or_a_repost_is_simply_tried_again() {
    let house = House::new().await;
    let id = house.publish("away").await.unwrap().remote_id;
    house.x.inject(Endpoint::PostDelete, FaultKind::ActAndHang, 1);
    let failure = house.me.delete(&id).await.unwrap_err();
    assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    house.me.delete(&id).await.unwrap();
    assert!(house.words().is_empty());
}

//! What is written as a user: reserved before, paid after, given back where X refused, kept where nobody knows.

use std::time::Duration;

use jiff::SignedDuration;
use mimus_core::CredentialName;
use mimus_engine::Ledger;
use mimus_engine::ledger::{LedgerOptions, XMeter};
use mimus_networks::Failure;
use mimus_networks::x::{Behalf, Brings, CallError, Endpoint, Grant, Meter, Refusal, Spent, WriteKind};

use mimus_store::UtcMonth;

use crate::house::{House, on_both};

on_both!(
    each_kind_of_write_has_its_price,
    what_x_refuses_costs_nothing_and_what_it_may_have_done_its_most,
    a_user_who_is_not_let_in_is_not_held,
    an_owner_reads_himself_for_less,
    long_windows_bind_each_user_and_the_app,
);

const NOTHING: Spent<'static> = Spent { posts: &[], users: &[], window: None };

fn ledger(house: &House) -> Ledger {
    Ledger::new(house.engine.store.clone(), house.engine.clock.clone(), LedgerOptions::default())
}

fn user(house: &House, name: &str) -> XMeter {
    XMeter::new(ledger(house), CredentialName::user(name).unwrap())
}

/// Micros spent and reserved.
async fn month(house: &House) -> (i64, i64) {
    let month = UtcMonth::of(house.engine.clock.now());
    let state = house.engine.store.ledger_month(month).await.unwrap().state;
    (state.spent, state.reserved)
}

async fn write(meter: &XMeter, endpoint: Endpoint, kind: WriteKind) -> Result<Box<dyn Grant>, Failure> {
    meter.reserve(endpoint, Behalf::Owned, Brings::Write(kind)).await
}

fn refused(refusal: Refusal) -> CallError {
    CallError::Refused { endpoint: Endpoint::PostCreate, refusal, window: None }
}

async fn each_kind_of_write_has_its_price(house: House) {
    let meter = user(&house, "ana");
    let mut spent = 0;
    for (endpoint, kind, price) in [
        (Endpoint::PostCreate, WriteKind::Post, 15_000),
        (Endpoint::PostCreate, WriteKind::PostWithUrl, 200_000),
        (Endpoint::PostCreate, WriteKind::SummonedReply, 10_000),
        (Endpoint::PostDelete, WriteKind::Delete, 10_000),
        (Endpoint::MediaMetadata, WriteKind::AltText, 5_000),
        (Endpoint::RepostCreate, WriteKind::Repost, 15_000),
        (Endpoint::RepostDelete, WriteKind::RepostDelete, 10_000),
    ] {
        // Each time, for nothing that is written is written before.
        for _ in 0..2 {
            let grant = write(&meter, endpoint, kind).await.unwrap();
            assert_eq!(month(&house).await, (spent, price), "{kind:?} is reserved");
            grant.settle(NOTHING).await;
            spent += price;
            assert_eq!(month(&house).await, (spent, 0), "{kind:?} is paid");
        }
    }
}

async fn what_x_refuses_costs_nothing_and_what_it_may_have_done_its_most(house: House) {
    let meter = user(&house, "ana");
    let no_answer =
        |sent| CallError::NoAnswer { endpoint: Endpoint::PostCreate, why: "silence".into(), sent };
    for (error, kept) in [
        (refused(Refusal::Forbidden("no".into())), 0),
        (refused(Refusal::Window("later".into())), 0),
        (no_answer(false), 0),
        (no_answer(true), 15_000),
        (refused(Refusal::Unwell("500".into())), 15_000),
    ] {
        let grant = write(&meter, Endpoint::PostCreate, WriteKind::Post).await.unwrap();
        let (before, _) = month(&house).await;
        grant.release(&error).await;
        assert_eq!(month(&house).await, (before, kept), "{error}");
        house.pass(SignedDuration::from_secs(5 * 60 + 1));
        ledger(&house).expire().await.unwrap();
        assert_eq!(month(&house).await, (before + kept, 0), "{error}");
    }
    // Whoever only read while X was not well has no money out.
    let grant = meter.reserve(Endpoint::UsersMe, Behalf::Owned, Brings::Users(1)).await.unwrap();
    grant.release(&refused(Refusal::Unwell("500".into()))).await;
    assert_eq!(month(&house).await, (30_000, 0));
}

async fn a_user_who_is_not_let_in_is_not_held(house: House) {
    let meter = user(&house, "ana");
    let grant = write(&meter, Endpoint::PostCreate, WriteKind::Post).await.unwrap();
    grant.release(&refused(Refusal::Token("401".into()))).await;
    let grant = write(&meter, Endpoint::PostCreate, WriteKind::Post).await.unwrap();
    grant.release(&refused(Refusal::Credits("402".into()))).await;
    let held = write(&meter, Endpoint::PostCreate, WriteKind::Post).await.map(drop).unwrap_err();
    assert!(matches!(&held, Failure::RateLimited { why, .. } if why.contains("credits")), "{held:?}");
}

async fn an_owner_reads_himself_for_less(house: House) {
    let brings = Brings::OwnPosts(20);
    let spent = Spent { posts: &[1, 2, 2], ..NOTHING };
    let app = XMeter::new(ledger(&house), CredentialName::app("main").unwrap());
    let mut paid = 0;
    for (meter, behalf, price, reads) in [
        (user(&house, "ana").of_owner(), Behalf::Owned, 1_000, 2),
        (user(&house, "ana").of_owner(), Behalf::Owned, 1_000, 0),
        // The same posts at the price of everybody's are other objects, and no app owns itself.
        (user(&house, "ana").of_owner(), Behalf::Asked, 5_000, 2),
        (user(&house, "ana"), Behalf::Owned, 5_000, 0),
        (app.of_owner(), Behalf::Owned, 5_000, 0),
    ] {
        // What anyone asked for may use no more than the month's pace: the month is well begun.
        let grant = meter.reserve(Endpoint::UserTweets, behalf, brings).await.unwrap();
        assert_eq!(month(&house).await, (paid, 20 * price));
        grant.settle(spent).await;
        paid += reads * price;
        assert_eq!(month(&house).await, (paid, 0));
    }
}

async fn long_windows_bind_each_user_and_the_app(house: House) {
    let (ana, bo) = (user(&house, "ana"), user(&house, "bo"));
    for _ in 0..3 {
        for _ in 0..100 {
            write(&ana, Endpoint::PostCreate, WriteKind::Post).await.unwrap().settle(NOTHING).await;
        }
        house.pass(SignedDuration::from_mins(15));
    }
    let Err(Failure::RateLimited { until, why }) = write(&ana, Endpoint::PostCreate, WriteKind::Post).await
    else {
        panic!("300 posts in three hours are the most")
    };
    assert!(why.contains("300"), "{why}");
    let wait = until.duration_since(house.engine.clock.now()).unsigned_abs();
    assert_eq!(wait, Duration::from_secs((3 * 60 - 45) * 60));
    // Reposts count among them, what another does not, and what is refused takes no place in the short window.
    assert!(write(&ana, Endpoint::RepostCreate, WriteKind::Repost).await.is_err());
    write(&bo, Endpoint::PostCreate, WriteKind::Post).await.unwrap().settle(NOTHING).await;
    write(&ana, Endpoint::PostDelete, WriteKind::Delete).await.unwrap().settle(NOTHING).await;
    let windows = house.engine.store.ledger_windows(house.engine.clock.now()).await.unwrap();
    let used = |credential: &str, name: &str| {
        let of = |w: &&mimus_store::LedgerWindow| w.credential.as_str() == credential && w.endpoint == name;
        windows.iter().find(of).map(|window| (window.used, window.allowed))
    };
    assert_eq!(used("app:main", "POST /2/tweets in a day"), Some((301, 10_000)));
    assert_eq!(used("user:ana", "posts and reposts in 3 hours"), Some((300, 300)));
    assert_eq!(used("user:ana", Endpoint::PostCreate.name()), None, "the refused call left no trace");
    house.pass(SignedDuration::from_hours(3));
    write(&ana, Endpoint::PostCreate, WriteKind::Post).await.unwrap().settle(NOTHING).await;
}

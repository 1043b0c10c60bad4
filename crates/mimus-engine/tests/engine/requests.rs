//! Mirrors of X that somebody asks for, in each mode.

use mimus_core::{AccessKind, AskedBy, LocalHandle, MirrorPolicy, MirrorsOfX, Profile, WebUrl, XHandle};
use mimus_engine::mirrors::MirrorError;
use mimus_engine::requests::{Outcome, RequestError};
use mimus_store::{NewMirror, OpenPlace, RequestState, SourceRule};

use crate::house::{House, START, on_both};

on_both!(
    a_closed_server_keeps_nothing_of_what_is_asked,
    a_request_waits_until_a_keeper_refuses_it,
    rules_decide_before_anybody_else,
    an_open_server_without_credentials_says_so,
    what_is_mirrored_is_found_and_what_was_removed_stays_away,
);

fn x(name: &str) -> XHandle {
    name.parse().unwrap()
}

fn set(house: &mut House, mode: MirrorsOfX) {
    house.engine.limits.asks.mode = mode;
}

async fn ask(house: &House, name: &str) -> Result<Outcome, RequestError> {
    house.engine.ask(&x(name), &AskedBy::Server("asks.example".into())).await
}

async fn rule(house: &House, pattern: &str, kind: AccessKind, reason: &str) {
    let created_at = house.engine.clock.now();
    let rule = SourceRule { pattern: pattern.parse().unwrap(), kind, reason: reason.into(), created_at };
    house.engine.store.keep_source_rule(&rule).await.unwrap();
}

async fn a_closed_server_keeps_nothing_of_what_is_asked(house: House) {
    assert_eq!(ask(&house, "city").await.unwrap(), Outcome::Closed);
    assert_eq!(house.engine.store.mirror_request(&x("city")).await.unwrap(), None);
}

async fn a_request_waits_until_a_keeper_refuses_it(mut house: House) {
    set(&mut house, MirrorsOfX::Request);
    // There are no credentials: had X been asked, this would fail.
    assert_eq!(ask(&house, "City").await.unwrap(), Outcome::Waiting);
    assert_eq!(ask(&house, "city").await.unwrap(), Outcome::Waiting);
    let engine = &house.engine;
    assert_eq!(engine.store.mirror_request(&x("city")).await.unwrap().unwrap().asks, 2);
    let unread = engine.accept_request(&x("city")).await;
    assert!(matches!(unread, Err(RequestError::NoCredentials)));
    assert_eq!(
        engine.standing(&x("city")).await.unwrap(),
        Some(Outcome::Waiting),
        "it can be accepted later"
    );
    engine.refuse_request(&x("city"), Some("not ours")).await.unwrap();
    assert_eq!(ask(&house, "city").await.unwrap(), Outcome::Refused("not ours".into()));
    let unasked = engine.refuse_request(&x("other"), None).await;
    assert!(matches!(unasked, Err(RequestError::NotAsked(handle)) if handle == x("other")));
}

async fn rules_decide_before_anybody_else(mut house: House) {
    set(&mut house, MirrorsOfX::Request);
    rule(&house, "shy", AccessKind::Deny, "asked by its owner").await;
    assert_eq!(ask(&house, "shy").await.unwrap(), Outcome::Refused("asked by its owner".into()));
    assert_eq!(house.engine.store.waiting_request_count().await.unwrap(), 0);
    let add = house.try_add("x:Shy").await;
    assert!(matches!(&add, Err(MirrorError::Denied { reason, .. }) if reason == "asked by its owner"));
    rule(&house, "id/12", AccessKind::Deny, "").await;
    assert!(matches!(house.try_add("x:id/12").await, Err(MirrorError::Denied { .. })));
    rule(&house, "ours", AccessKind::Allow, "").await;
    let let_through = ask(&house, "ours").await;
    assert!(matches!(let_through, Err(RequestError::NoCredentials)), "it waits for no keeper");
}

async fn an_open_server_without_credentials_says_so(mut house: House) {
    set(&mut house, MirrorsOfX::Open);
    house.engine.limits.asks.per_day = 1;
    let error = ask(&house, "city").await.unwrap_err();
    assert!(error.to_string().contains("x_bearer_token"), "{error}");
    let place = house.engine.store.take_open_place(&AskedBy::Page, 1, None, START / 86_400).await.unwrap();
    assert_eq!(place, OpenPlace::Given, "what never reached X uses no place");
}

async fn what_is_mirrored_is_found_and_what_was_removed_stays_away(mut house: House) {
    set(&mut house, MirrorsOfX::Request);
    let url = WebUrl::parse("https://x.com/City").ok();
    let profile = Profile { handle: Some("City".into()), url, ..Profile::default() };
    let handle = LocalHandle::new("our_city").unwrap();
    let new = NewMirror {
        handle: &handle,
        location: "x:id/1",
        policy: &MirrorPolicy::default(),
        profile: &profile,
        private_key: b"none",
        public_key: "none",
        first_read_at: None,
        reader: None,
    };
    house.engine.store.add_mirror(&new, house.engine.clock.now()).await.unwrap();
    assert_eq!(ask(&house, "city").await.unwrap(), Outcome::Mirrored(handle.clone()));
    house
        .engine
        .remove_mirror(&mimus_store::Person::at_the_command_line(), &handle, Some("asked by its owner"))
        .await
        .unwrap();
    rule(&house, "city", AccessKind::Allow, "").await;
    assert_eq!(ask(&house, "city").await.unwrap(), Outcome::Refused("asked by its owner".into()));
    let request = house.engine.store.mirror_request(&x("city")).await.unwrap();
    assert!(request.is_none_or(|request| request.state != RequestState::Waiting));
}

//! Rules on who may speak to this server: who is let go by them, and who stays.

use mimus_core::AccessKind;
use mimus_engine::access::Enforced;
use mimus_engine::janitor;
use mimus_store::{Mirror, NewFollower, NewReceived, ReceivedKind, RemoteActor, ServerState};
use serde_json::json;

use crate::house::{House, on_both, until};

on_both!(
    whoever_is_denied_is_let_go_and_nobody_else,
    an_exception_that_ends_is_an_exception_no_more,
    what_a_command_was_stopped_in_is_carried_out_by_the_janitor,
    all_rules_of_a_pattern_are_one,
);

async fn mirror(house: &House) -> Mirror {
    house.site.feed("/feed", &[(1, "Number 1".into())]);
    house.add(&format!("feed:{}", house.site.url("/feed"))).await.0
}

/// Somebody who follows by a shared inbox, and liked something.
async fn fan(house: &House, mirror: &Mirror, host: &str, name: &str) {
    let (store, now) = (&house.engine.store, house.engine.clock.now());
    let actor = format!("https://{host}/users/{name}");
    let (inbox, shared) = (format!("{actor}/inbox"), format!("https://{host}/inbox"));
    let known = RemoteActor {
        uri: actor.clone(),
        document: json!({"handle": name}),
        key_id: None,
        public_key: None,
        inbox: inbox.clone(),
        shared_inbox: Some(shared.clone()),
        fetched_at: now,
    };
    store.keep_remote_actor(&known).await.unwrap();
    let answer = json!({"type": "Accept"});
    let follow_id = format!("{actor}/follow");
    let follower = NewFollower {
        mirror: mirror.id,
        actor: &actor,
        follow_id: &follow_id,
        inbox: &inbox,
        delivery_inbox: &shared,
        answer: &answer,
    };
    store.add_follower(&follower, now).await.unwrap();
    let like = format!("{actor}/like");
    let document = json!({});
    let received = NewReceived {
        uri: &like,
        kind: ReceivedKind::Like,
        mirror: mirror.id,
        post: None,
        actor: &actor,
        document: &document,
    };
    assert!(store.receive(&received, now).await.unwrap());
}

async fn deny(house: &House, patterns: &[&str]) -> Enforced {
    rules(house, AccessKind::Deny, patterns).await
}

async fn rules(house: &House, kind: AccessKind, patterns: &[&str]) -> Enforced {
    let rule = |pattern: &&str| house.engine.access_rule(pattern.parse().unwrap(), kind, "");
    house.engine.keep_access_rules(patterns.iter().map(rule).collect()).await.unwrap()
}

async fn followers(house: &House, mirror: &Mirror) -> Vec<String> {
    let mut left = Vec::new();
    for host in ["bad.example", "sub.bad.example", "fine.example"] {
        for name in ["robin", "wren"] {
            let actor = format!("https://{host}/users/{name}");
            if house.engine.store.follower(mirror.id, &actor).await.unwrap().is_some() {
                left.push(format!("{name}@{host}"));
            }
        }
    }
    left
}

async fn everybody(house: &House) -> Mirror {
    let mirror = mirror(house).await;
    for host in ["bad.example", "sub.bad.example", "fine.example"] {
        fan(house, &mirror, host, "robin").await;
        fan(house, &mirror, host, "wren").await;
    }
    mirror
}

async fn whoever_is_denied_is_let_go_and_nobody_else(house: House) {
    let mirror = everybody(&house).await;
    let store = &house.engine.store;
    assert_eq!(deny(&house, &["nobody.example"]).await, Enforced::default());
    assert_eq!(followers(&house, &mirror).await.len(), 6);
    assert_eq!(deny(&house, &["sub.bad.example"]).await, Enforced { servers: 1, actors: 2 });
    assert_eq!(deny(&house, &["@robin@fine.example"]).await, Enforced { servers: 0, actors: 1 });
    assert_eq!(
        followers(&house, &mirror).await,
        ["robin@bad.example", "wren@bad.example", "wren@fine.example"]
    );
    let state = |host| async move { store.server(host).await.unwrap().unwrap().state };
    assert_eq!(state("sub.bad.example").await, ServerState::Retired);
    assert_eq!(state("fine.example").await, ServerState::Alive, "others are there");
    rules(&house, AccessKind::Allow, &["https://bad.example/users/wren"]).await;
    assert_eq!(deny(&house, &["*.bad.example"]).await, Enforced { servers: 0, actors: 1 });
    assert_eq!(followers(&house, &mirror).await, ["wren@bad.example", "wren@fine.example"]);
    let actors: Vec<String> =
        store.received(mirror.id, 10).await.unwrap().into_iter().map(|received| received.actor).collect();
    assert_eq!(actors.len(), 2, "{actors:?}");
    assert!(store.remote_actor("https://sub.bad.example/users/robin").await.unwrap().is_none());
    assert_eq!(store.follower_count(mirror.id).await.unwrap(), 2);
}

async fn an_exception_that_ends_is_an_exception_no_more(house: House) {
    let mirror = everybody(&house).await;
    rules(&house, AccessKind::Allow, &["bad.example", "*.fine.example"]).await;
    deny(&house, &["*"]).await;
    assert_eq!(followers(&house, &mirror).await.len(), 4);
    assert!(house.engine.store.remove_access_rule(&"bad.example".parse().unwrap()).await.unwrap());
    assert_eq!(house.engine.enforce_access().await.unwrap(), Enforced { servers: 1, actors: 2 });
    assert_eq!(followers(&house, &mirror).await, ["robin@fine.example", "wren@fine.example"]);
}

async fn what_a_command_was_stopped_in_is_carried_out_by_the_janitor(house: House) {
    let mirror = everybody(&house).await;
    let rule = house.engine.access_rule("*.bad.example".parse().unwrap(), AccessKind::Deny, "");
    // As far as the process came.
    house.engine.store.keep_access_rules(&[rule]).await.unwrap();
    let running = tokio::spawn(janitor::run(house.engine.clone()));
    until("the rest", async || followers(&house, &mirror).await.len() == 2).await;
    house.engine.wake.stop();
    running.await.unwrap();
}

async fn all_rules_of_a_pattern_are_one(house: House) {
    rules(&house, AccessKind::Deny, &["a.example", "A.example.", "b.example"]).await;
    rules(&house, AccessKind::Allow, &["a.example"]).await;
    let kept: Vec<(String, AccessKind)> = house
        .engine
        .store
        .access_rules()
        .await
        .unwrap()
        .into_iter()
        .map(|rule| (rule.pattern.to_string(), rule.kind))
        .collect();
    assert_eq!(kept, [("a.example".into(), AccessKind::Allow), ("b.example".into(), AccessKind::Deny)]);
    assert!(!house.engine.store.remove_access_rule(&"c.example".parse().unwrap()).await.unwrap());
}

//! Who is turned away: those whom a rule denies, and those who send too much.

use mimus_core::AccessKind;
use mimus_federation::inbox::{Inbox, Received, Refusal};
use mimus_store::AccessRule;

use super::here::Here;
use super::peer::{Peer, Person, key};
use super::world::at;

async fn rule(here: &Here, kind: AccessKind, pattern: &str) {
    let rule = AccessRule {
        pattern: pattern.parse().unwrap(),
        kind,
        reason: "Spam".into(),
        note: Some("for keepers alone".into()),
        origin: "keeper".into(),
        created_at: at(0),
    };
    here.world.store.keep_access_rules(&[rule]).await.unwrap();
}

async fn follow(here: &Here, person: &Person) -> Result<Received, Refusal> {
    person.send(here, &person.activity("Follow", "f", here.uri()), 0).await
}

#[tokio::test]
async fn whoever_is_denied_is_told_so_and_not_looked_up() {
    let (here, peer, other) = (Here::new().await, Peer::start().await, Peer::start().await);
    rule(&here, AccessKind::Deny, peer.host()).await;
    let robin = peer.person("robin", 0);
    let refusal = follow(&here, &robin).await.unwrap_err();
    assert_eq!(refusal.status, 403);
    assert!(refusal.message.contains("Spam") && !refusal.message.contains("keepers"), "{refusal}");
    // Another server that leads to the denied one.
    let wren = other.person("wren", 0);
    other.page("/users/wren", super::peer::Page::redirect(&robin.uri));
    assert_eq!(follow(&here, &wren).await.unwrap_err().status, 403);
    assert_eq!(peer.asked(), Vec::<String>::new());
    assert!(here.remote.read_actor(&robin.uri, at(0)).await.is_err());
    assert_eq!(peer.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn the_most_specific_rule_counts_for_actors_too() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let named = |name: &str, handle: &str| {
        let person = peer.person(name, 0);
        let mut document = person.document();
        document["preferredUsername"] = handle.into();
        peer.serve(&format!("/users/{name}"), &document);
        person
    };
    let (robin, wren, owl, lark) =
        (named("1", "robin"), named("2", "wren"), named("3", "owl"), named("4", "lark"));
    rule(&here, AccessKind::Deny, "*").await;
    rule(&here, AccessKind::Allow, &format!("@Robin@{}", peer.host())).await;
    rule(&here, AccessKind::Allow, &wren.uri).await;
    for (person, taken) in [(&robin, true), (&wren, true), (&owl, false), (&lark, false)] {
        let answer = follow(&here, person).await;
        assert_eq!(answer.is_ok(), taken, "{} {answer:?}", person.uri);
        assert_eq!(here.follows(&person.uri).await, taken, "{}", person.uri);
    }
}

#[tokio::test]
async fn a_rule_counts_within_seconds_and_so_does_its_end() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    follow(&here, &robin).await.unwrap();
    rule(&here, AccessKind::Deny, peer.host()).await;
    let answers = |taken: bool| {
        let (here, robin) = (&here, &robin);
        async move {
            while follow(here, robin).await.is_ok() != taken {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    };
    let limit = std::time::Duration::from_secs(10);
    tokio::time::timeout(limit, answers(false)).await.expect("denied");
    here.world.store.remove_access_rule(&peer.host().parse().unwrap()).await.unwrap();
    tokio::time::timeout(limit, answers(true)).await.expect("heard again");
}

#[tokio::test]
async fn a_flood_is_held_back_and_costs_nobody_else_anything() {
    let (mut here, peer, other) = (Here::new().await, Peer::start().await, Peer::start().await);
    here.inbox =
        Inbox::new(here.world.addresses.clone(), here.world.store.clone(), here.remote.clone()).with_rate(60);
    let (robin, wren) = (peer.person("robin", 0), other.person("wren", 1));
    // Mallory writes wren's name, and cannot sign as wren.
    let forged = Person { key: key(2), ..wren.clone() };
    let mut taken = 0;
    let mut last = None;
    for n in 0..60 {
        assert_eq!(
            forged
                .send(&here, &forged.activity("Like", &format!("x{n}"), here.post_uri()), 0)
                .await
                .unwrap_err()
                .status,
            401
        );
        match robin.send(&here, &robin.activity("Like", &format!("l{n}"), here.post_uri()), 0).await {
            Ok(_) => taken += 1,
            Err(refusal) => last = Some(refusal),
        }
    }
    assert_eq!(taken, 30, "half a minute's requests at once");
    let refusal = last.unwrap();
    assert_eq!((refusal.status.as_u16(), refusal.retry_after), (429, Some(3)), "{refusal}");
    let like = |n: u32| wren.activity("Like", &format!("w{n}"), here.post_uri());
    for n in 0..30 {
        wren.send(&here, &like(n), 0).await.expect("what others wrote in its name takes nothing from it");
    }
    assert_eq!(wren.send(&here, &like(31), 0).await.unwrap_err().status, 429);
    robin
        .send(&here, &robin.activity("Like", "later", here.post_uri()), 4)
        .await
        .expect("later it is heard again");
}

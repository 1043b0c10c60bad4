//! Mirrors as keepers look for them, and the brake for all accounts, on both databases.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use jiff::Timestamp;
use mimus_core::{LocalHandle, MirrorPolicy, Profile};
use mimus_store::{
    BrakeAll, MirrorCounts, MirrorFilter, MirrorStanding, MirrorState, NewEntry, NewFollower, NewMirror,
    NodeName, Store,
};
use serde_json::json;

use both::{postgres, sqlite};

macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                super::$name(super::sqlite().await.store.clone()).await;
            }
            #[tokio::test]
            async fn on_postgres() {
                if let Some(fresh) = super::postgres(stringify!($name)).await {
                    super::$name(fresh.store.clone()).await;
                }
            }
        }
    )*};
}

on_both!(mirrors_are_found_by_what_they_are_called_and_read, the_brake_for_all_is_pulled_once);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn handle(name: &str) -> LocalHandle {
    LocalHandle::new(name).unwrap()
}

async fn mirrors_are_found_by_what_they_are_called_and_read(store: Store) {
    let names = [
        ("lark", "feed:https://Birds.example/lark"),
        ("owl_1", "feed:https://night.example/50%"),
        ("wren", "x:77"),
    ];
    let mut ids = Vec::new();
    for (name, location) in names {
        let profile = Profile {
            handle: (name == "wren").then(|| "Tiny_Wren".to_owned()),
            url: mimus_core::WebUrl::parse("https://x.com/Tiny_Wren").ok().filter(|_| name == "wren"),
            ..Profile::default()
        };
        let new = NewMirror {
            handle: &handle(name),
            location,
            policy: &MirrorPolicy::default(),
            profile: &profile,
            private_key: b"none",
            public_key: "none",
            first_read_at: Some(at(0)),
            reader: None,
        };
        ids.push(store.add_mirror(&new, at(0)).await.unwrap());
    }
    let found = async |words: &str, standing| {
        let filter = MirrorFilter { standing, words: words.to_owned() };
        let listed = store.list_mirrors(&filter, None, 10).await.unwrap();
        listed.into_iter().map(|listed| listed.mirror.handle.to_string()).collect::<Vec<_>>()
    };
    let any = MirrorStanding::Any;
    assert_eq!(found("", any).await, ["lark", "owl_1", "wren"]);
    assert_eq!(found("birds.EXAMPLE", any).await, ["lark"]);
    assert_eq!(found("@Owl_", any).await, ["owl_1"]);
    assert_eq!(found("50%", any).await, ["owl_1"]);
    for signs in ["l_rk", "l%k", "\\", "' OR 1=1"] {
        assert_eq!(found(signs, any).await, Vec::<String>::new(), "{signs}");
    }
    let page = store.list_mirrors(&MirrorFilter::default(), Some(&handle("lark")), 1).await.unwrap();
    assert_eq!(page[0].mirror.handle.as_str(), "owl_1");

    let node = NodeName::new("one");
    store.claim_source(ids[0], &node).await.unwrap().unwrap();
    store.source_failed(ids[0], &node, "no answer", Some(at(60))).await.unwrap();
    let entry = |deed| NewEntry {
        who: "ana".into(),
        deed,
        about: "mirror @wren".into(),
        account: None,
        detail: json!({}),
    };
    let pause = async || {
        let entries = [entry("mirror.paused")];
        store.set_mirror_state_by(ids[2], MirrorState::Paused, None, &entries, at(1)).await.unwrap()
    };
    assert!(pause().await);
    assert!(!pause().await);
    assert_eq!(store.record_after(0, 9).await.unwrap().len(), 1, "what changes nothing is not recorded");
    assert_eq!(found("", MirrorStanding::Failing).await, ["lark"]);
    assert_eq!(found("", MirrorStanding::Paused).await, ["wren"]);
    let counts = MirrorCounts { active: 2, failing: 1, paused: 1, ended: 0 };
    assert_eq!(store.mirror_counts().await.unwrap(), counts);

    let follower = NewFollower {
        mirror: ids[0],
        actor: "https://town.example/ana",
        follow_id: "https://town.example/follows/1",
        inbox: "https://town.example/ana/inbox",
        delivery_inbox: "https://town.example/inbox",
        answer: &json!({}),
    };
    store.add_follower(&follower, at(2)).await.unwrap();
    let listed = store.listed_mirror(ids[0]).await.unwrap().unwrap();
    assert_eq!(listed.followers, 1);
    let source = listed.source.unwrap();
    assert_eq!((source.failures, source.last_error.as_deref()), (1, Some("no answer")));
    store.remove_mirror_by(ids[0], None, &[entry("mirror.removed")], at(3)).await.unwrap();
    let gone = store.listed_mirror(ids[0]).await.unwrap().unwrap();
    assert_eq!((gone.mirror.state, gone.source.is_none(), gone.followers), (MirrorState::Removed, true, 0));
    assert_eq!(found("", any).await, ["owl_1", "wren"]);
    assert!(store.verify_record().await.unwrap().is_ok());
}

async fn the_brake_for_all_is_pulled_once(store: Store) {
    let brake = |who: &str| BrakeAll { who: who.into(), why: "a wrong feed".into(), at: at(0) };
    let entry = |deed| {
        [NewEntry { who: "ana".into(), deed, about: "all accounts".into(), account: None, detail: json!({}) }]
    };
    assert_eq!(store.brake_all().await.unwrap(), None);
    assert!(!store.release_brake_all("nothing", &entry("brake.released"), at(1)).await.unwrap());
    assert!(store.pull_brake_all(&brake("ana"), &entry("brake.pulled"), at(1)).await.unwrap());
    assert!(!store.pull_brake_all(&brake("bo"), &entry("brake.pulled"), at(2)).await.unwrap());
    assert_eq!(store.brake_all().await.unwrap(), Some(brake("ana")));
    assert!(store.release_brake_all("nothing", &entry("brake.released"), at(3)).await.unwrap());
    assert_eq!(store.brake_all().await.unwrap(), None);
    let deeds: Vec<String> =
        store.record_after(0, 9).await.unwrap().into_iter().map(|entry| entry.deed).collect();
    assert_eq!(deeds, ["brake.pulled", "brake.released"]);
}

//! Whatever a known actor sends, the inbox answers it, and never by a failure of its own.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::here::Here;
use super::peer::Peer;

const TYPES: [&str; 24] = [
    "Follow",
    "Undo",
    "Like",
    "EmojiReact",
    "Announce",
    "Create",
    "Update",
    "Delete",
    "Block",
    "Flag",
    "Move",
    "QuoteRequest",
    "Accept",
    "Reject",
    "Note",
    "Question",
    "Person",
    "Service",
    "Tombstone",
    "Mention",
    "Hashtag",
    "Image",
    "as:Follow",
    "",
];
const NAMES: [&str; 32] = [
    "id",
    "@id",
    "type",
    "actor",
    "object",
    "target",
    "instrument",
    "to",
    "cc",
    "attributedTo",
    "inReplyTo",
    "content",
    "contentMap",
    "name",
    "summary",
    "sensitive",
    "published",
    "tag",
    "href",
    "url",
    "attachment",
    "mediaType",
    "width",
    "inbox",
    "endpoints",
    "sharedInbox",
    "publicKey",
    "publicKeyPem",
    "owner",
    "alsoKnownAs",
    "@context",
    "_misskey_reaction",
];

/// Things that mean something here or there, and things that mean nothing anywhere.
fn word(uris: Vec<String>) -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => prop::sample::select(uris).prop_map(Value::from),
        4 => prop::sample::select(TYPES.as_slice()).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        1 => "<[a-z/]{0,5}>\\PC{0,20}".prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(Value::from("\u{0}\u{feff}\u{202e}")),
        1 => Just(Value::from("x".repeat(5_000))),
    ]
}

fn thing(uris: Vec<String>) -> impl Strategy<Value = Value> {
    word(uris).prop_recursive(4, 40, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(prop::sample::select(NAMES.as_slice()), inner, 0..8).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

#[test]
fn any_activity_is_answered() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (here, peer, robin) = runtime.block_on(async {
        let (here, peer) = (Here::new().await, Peer::start().await);
        let robin = peer.person("robin", 0);
        robin.send(&here, &robin.activity("Like", "first", here.post_uri()), 0).await.unwrap();
        (here, peer, robin)
    });
    let uris = vec![
        robin.uri.clone(),
        format!("{}/1", robin.uri),
        format!("{}/2", robin.uri),
        peer.at("/users/nobody"),
        here.uri(),
        here.post_uri(),
        "http://mimus.example/users/nobody".to_owned(),
        "http://mimus.example/@lark/1".to_owned(),
        "https://www.w3.org/ns/activitystreams#Public".to_owned(),
        "javascript:alert(1)".to_owned(),
        "http://[::1".to_owned(),
    ];
    let member = (prop::sample::select(NAMES.as_slice()), thing(uris.clone()));
    let activity = (
        prop::sample::select(TYPES.as_slice()),
        prop::option::of(prop::sample::select(uris)),
        vec(member, 0..8),
    );
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let mut now = 0;
    let clock = std::cell::RefCell::new(&mut now);
    let result = runner.run(&activity, |(kind, id, members)| {
        let mut activity: Map<String, Value> =
            members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        activity.insert("type".to_owned(), kind.into());
        activity.insert("actor".to_owned(), json!(robin.uri));
        if let Some(id) = id {
            activity.insert("id".to_owned(), id.into());
        }
        let now = {
            let mut clock = clock.borrow_mut();
            **clock += 1;
            **clock
        };
        let answer = runtime.block_on(robin.send(&here, &Value::Object(activity), now));
        if let Err(refusal) = answer {
            prop_assert!(refusal.status.is_client_error(), "{refusal}");
        }
        Ok(())
    });
    result.unwrap();
    assert!(now >= 400);
}

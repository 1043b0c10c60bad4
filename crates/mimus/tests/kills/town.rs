//! A mirror with followers everywhere, and posts that it gets one after the other.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use mimus_core::{LocalHandle, MirrorPolicy, Network, Origin, Post, Profile, RemoteId, RichText};
use mimus_federation::signature::SigningKey;
use mimus_store::{
    Change, MirrorId, NewFollower, NewMirror, NodeName, Recording, ServerFilter, Store, StoreError,
    StoreOptions,
};

use super::inboxes::Inboxes;

pub(crate) struct Town {
    pub(crate) store: Store,
    mirror: MirrorId,
    sqlite: bool,
}

/// An empty database, or `None` with a word about it.
pub(crate) async fn postgres(name: &str) -> Option<String> {
    let Ok(base) = std::env::var("MIMUS_TEST_POSTGRES_URL") else {
        assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_POSTGRES_URL is not set");
        println!("skipped: MIMUS_TEST_POSTGRES_URL is not set");
        return None;
    };
    Some(mimus_store::testing::fresh_database(&base, name).await.unwrap())
}

#[expect(clippy::disallowed_methods, reason = "the servers beside it run by the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

impl Town {
    pub(crate) async fn new(database: &str, inboxes: &Inboxes) -> Self {
        let store = Store::open(&StoreOptions { url: database.into(), connections: 4 }).await.unwrap();
        let key = SigningKey::generate().unwrap();
        let secret = key.to_pkcs8_der().unwrap();
        let handle = LocalHandle::new("town").unwrap();
        let new = NewMirror {
            handle: &handle,
            location: "feed:https://town.example/feed",
            policy: &MirrorPolicy::default(),
            profile: &Profile { name: "Town".into(), ..Profile::default() },
            private_key: secret.as_bytes(),
            public_key: key.public_key_pem(),
            first_read_at: None,
            reader: None,
        };
        let mirror = store.add_mirror(&new, now()).await.unwrap();
        let town = Self { sqlite: database.starts_with("sqlite:"), store, mirror };
        town.record(Vec::new()).await;
        for url in inboxes.urls() {
            let actor = url.replace("/inbox", "/users/fan");
            let new = NewFollower {
                mirror,
                actor: &actor,
                follow_id: &format!("{actor}/follow"),
                inbox: url,
                delivery_inbox: url,
                answer: &serde_json::json!({"type": "Accept"}),
            };
            town.store.add_follower(&new, now()).await.unwrap();
        }
        town
    }

    /// One more post: “Number 7”.
    pub(crate) async fn publish(&self, number: u32) {
        let origin = Origin {
            network: Network::Feed,
            remote_id: RemoteId::new(format!("post-{number}")).unwrap(),
            url: None,
        };
        let mut post = Post::new(origin, now());
        post.text = RichText::plain(format!("Number {number}"));
        self.record(vec![Change::Seen(Box::new(post))]).await;
    }

    async fn record(&self, changes: Vec<Change>) {
        let node = NodeName::new(format!("press-{}", super::random(u64::MAX)));
        self.store.join(&node, "the test", "press", Duration::from_secs(60)).await.unwrap();
        self.store.claim_source(self.mirror, &node).await.unwrap().unwrap();
        let recording = Recording {
            mirror: self.mirror,
            node: &node,
            changes: &changes,
            cursor: "c",
            next_read_at: None,
            finished: true,
            announce: true,
            progress: None,
            state: None,
        };
        self.store.record(&recording, now()).await.unwrap();
        match self.store.leave(&node).await {
            Ok(()) | Err(StoreError::LeaseLost) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// What waits for delivery.
    pub(crate) async fn waiting(&self) -> u64 {
        let backlog = self.store.backlog().await.unwrap();
        backlog.activities + backlog.letters
    }

    /// Waits until nodes have claimed so many servers.
    pub(crate) async fn until_all_is_claimed(&self, count: usize) {
        let began = Instant::now();
        loop {
            let servers = self.store.servers(ServerFilter::All, None, 1_000).await.unwrap();
            if servers.iter().filter(|report| report.server.node.is_some()).count() == count {
                return;
            }
            assert!(began.elapsed() < super::PATIENCE, "not all servers are claimed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The database is sound, and no claim is left behind.
    pub(crate) async fn assert_whole(&self) {
        self.store.check_integrity().await.unwrap();
        if self.sqlite {
            let servers = self.store.servers(ServerFilter::All, None, 1_000).await.unwrap();
            assert!(servers.iter().all(|report| report.server.node.is_none()), "a claim is left behind");
        }
        let failing = self.store.servers(ServerFilter::Failing, None, 1_000).await.unwrap();
        assert!(failing.is_empty(), "{failing:?}");
    }
}

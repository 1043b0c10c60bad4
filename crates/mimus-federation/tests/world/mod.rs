//! A store with mirrors in it, on a folder of its own.

#![allow(dead_code, clippy::unwrap_used)]

use jiff::Timestamp;
use mimus_core::{
    LocalHandle, MirrorPolicy, Network, Origin, Post, PostId, Profile, RemoteId, RichText, WebUrl, rich_text,
};
use mimus_federation::Addresses;
use mimus_store::{Change, Mirror, NewMirror, NodeName, Recording, Store, StoreOptions, StoredPost};

pub(crate) const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) addresses: Addresses,
    _folder: tempfile::TempDir,
}

/// Seconds after a fixed moment.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(crate) fn handle(name: &str) -> LocalHandle {
    LocalHandle::new(name).unwrap()
}

pub(crate) fn web(url: &str) -> WebUrl {
    WebUrl::parse(url).unwrap()
}

pub(crate) fn remote_id(id: &str) -> RemoteId {
    RemoteId::new(id).unwrap()
}

/// A post of an X account.
pub(crate) fn tweet(id: &str, second: i64, text: &str) -> Post {
    let url = Some(web(&format!("https://x.com/lark/status/{id}")));
    let mut post = Post::new(Origin { network: Network::Archive, remote_id: remote_id(id), url }, at(second));
    post.text = rich(text);
    post
}

pub(crate) fn rich(text: &str) -> RichText {
    rich_text::detect(&RichText::plain(text), rich_text::Detect { links: true, hashtags: true })
}

impl World {
    /// At `https://mimus.example`.
    pub(crate) async fn new() -> Self {
        Self::at("https://mimus.example").await
    }

    pub(crate) async fn at(base: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 4 }).await.unwrap();
        let addresses = Addresses::new(&base.parse().unwrap());
        Self { store, addresses, _folder: folder }
    }

    pub(crate) async fn mirror(&self, name: &str, profile: &Profile) -> Mirror {
        let handle = handle(name);
        let new = NewMirror {
            handle: &handle,
            location: &format!("archive:/srv/{name}.zip"),
            policy: &MirrorPolicy::default(),
            profile,
            private_key: b"secret",
            public_key: PEM,
            first_read_at: Some(at(0)),
            reader: None,
        };
        let id = self.store.add_mirror(&new, at(0)).await.unwrap();
        self.store.mirror_by_id(id).await.unwrap().unwrap()
    }

    pub(crate) async fn record(&self, mirror: &Mirror, changes: Vec<Change>, now: i64) -> Vec<PostId> {
        let node = NodeName::new("test");
        self.store.claim_source(mirror.id, &node).await.unwrap().unwrap();
        let recording = Recording {
            mirror: mirror.id,
            node: &node,
            changes: &changes,
            cursor: "c",
            next_read_at: Some(at(now + 60)),
            finished: true,
            announce: true,
            progress: None,
            state: None,
        };
        let recorded = self.store.record(&recording, at(now)).await.unwrap();
        recorded.added.into_iter().chain(recorded.changed).chain(recorded.removed).collect()
    }

    /// Records one post, and returns it as stored.
    pub(crate) async fn post(&self, mirror: &Mirror, post: Post, now: i64) -> StoredPost {
        let ids = self.record(mirror, vec![Change::Seen(Box::new(post))], now).await;
        self.store.post(ids[0]).await.unwrap().unwrap()
    }
}

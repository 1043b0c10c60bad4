//! This server, with two mirrors and an inbox.

use http::HeaderMap;
use mimus_core::{PollOption, Profile};
use mimus_federation::inbox::{Received, Refusal};
use mimus_federation::{Inbox, Remote};
use mimus_http::{ClientConfig, HttpClient};
use mimus_store::{Mirror, ReceivedKind, StoredPost};
use serde_json::Value;

use super::peer::{self, key};
use super::world::{World, at, tweet};

pub(crate) struct Here {
    pub(crate) world: World,
    pub(crate) inbox: Inbox,
    pub(crate) remote: Remote,
    pub(crate) lark: Mirror,
    pub(crate) wren: Mirror,
    /// A post of lark's.
    pub(crate) post: StoredPost,
}

impl Here {
    pub(crate) async fn new() -> Self {
        // Peers on loopback have no certificates, and who is reached by https hears nobody without.
        Self::at("http://mimus.example").await
    }

    pub(crate) async fn at(base: &str) -> Self {
        let world = World::at(base).await;
        let lark = world.mirror("lark", &Profile::default()).await;
        let wren = world.mirror("wren", &Profile::default()).await;
        let post = world.post(&lark, tweet("1800000000000000001", -1_000, "Sing"), -900).await;
        let mut config = ClientConfig::new("mimus-test");
        config.allow_private_addresses = true;
        let http = HttpClient::new(config).unwrap();
        // The last of the shared keys is the server's own.
        let remote = Remote::new(world.addresses.clone(), world.store.clone(), http, key(3));
        let inbox = Inbox::new(world.addresses.clone(), world.store.clone(), remote.clone());
        Self { world, inbox, remote, lark, wren, post }
    }

    pub(crate) async fn post(&self, headers: &HeaderMap, body: &[u8], now: i64) -> Result<Received, Refusal> {
        self.inbox.receive(peer::request(headers, body), at(now)).await
    }

    pub(crate) fn uri(&self) -> String {
        self.world.addresses.actor(&self.lark.handle)
    }

    pub(crate) fn post_uri(&self) -> String {
        self.world.addresses.post(&self.lark.handle, self.post.id)
    }

    pub(crate) async fn follows(&self, actor: &str) -> bool {
        self.world.store.follower(self.lark.id, actor).await.unwrap().is_some()
    }

    /// What lark has received, newest first.
    pub(crate) async fn received(&self) -> Vec<mimus_store::Received> {
        self.world.store.received(self.lark.id, 100).await.unwrap()
    }

    pub(crate) async fn received_kinds(&self) -> Vec<ReceivedKind> {
        self.received().await.iter().map(|received| received.kind).collect()
    }

    /// The letters that wait for an inbox.
    pub(crate) async fn letters(&self, inbox: &str) -> Vec<Value> {
        let inbox = self.world.store.inbox(inbox).await.unwrap();
        let letters = self.world.store.letters(inbox, 100).await.unwrap();
        letters.into_iter().map(|letter| letter.document).collect()
    }

    pub(crate) async fn poll(&self, id: &str, closed: bool) -> StoredPost {
        let option = |label: &str| PollOption { label: label.into(), votes: 0 };
        let mut post = tweet(id, 0, "Dawn or dusk?");
        let options = vec![option("Dawn"), option("Dusk")];
        post.poll = Some(mimus_core::Poll { options, multiple: false, ends_at: Some(at(5_000)), closed });
        self.world.post(&self.lark, post, 1).await
    }
}

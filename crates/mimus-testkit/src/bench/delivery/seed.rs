//! A mirror that is followed from as many servers as wished, and posts of it.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use mimus_core::{
    LocalHandle, MirrorPolicy, Network, Origin, Post, Profile, RemoteId, RichText, WebUrl, rich_text,
};
use mimus_federation::signature::SigningKey;
use mimus_store::{Change, MirrorId, NewMirror, NodeName, Recording, Store, StoreOptions};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use super::{Cell, now};
use crate::inboxes::Inboxes;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The handle of the mirror.
const HANDLE: &str = "bench";
/// The first of the servers' addresses, 127.16.0.0, as a number.
const FIRST: u32 = 0x7f10_0000;

/// The database that is delivered from.
pub(crate) struct Seeded {
    store: Store,
    mirror: MirrorId,
}

impl Seeded {
    /// Makes the database in `folder/data`, where `mimus` looks for it.
    pub(crate) async fn new(folder: &Path, cell: &Cell, inboxes: &Inboxes) -> Result<Self, Failure> {
        let path = folder.join("data/mimus.db");
        std::fs::create_dir_all(folder.join("data"))?;
        let store = open(&path).await?;
        let now = now();
        let key = SigningKey::generate()?;
        let secret = key.to_pkcs8_der()?;
        let handle = LocalHandle::new(HANDLE)?;
        let profile = Profile { name: "The town library".to_owned(), ..Profile::default() };
        let policy = MirrorPolicy::default();
        let new = NewMirror {
            handle: &handle,
            location: "feed:https://source.example/feed",
            policy: &policy,
            profile: &profile,
            private_key: secret.as_bytes(),
            public_key: key.public_key_pem(),
            first_read_at: None,
            reader: None,
        };
        let mirror = store.add_mirror(&new, now).await?;
        subscribe(&path, cell, inboxes.port).await?;
        Ok(Self { store, mirror })
    }

    /// Records posts, which from then on are to be delivered.
    pub(crate) async fn publish(&self, posts: u32) -> Result<(), Failure> {
        let now = now();
        let changes: Vec<Change> = (0..posts).map(|n| post(n, now)).collect::<Result<_, Failure>>()?;
        let node = NodeName::new("bench");
        self.store.join(&node, "the bench", "bench", Duration::from_secs(60)).await?;
        self.store.claim_source(self.mirror, &node).await?.ok_or("the mirror is being read")?;
        let recording = Recording {
            mirror: self.mirror,
            node: &node,
            changes: &changes,
            cursor: "{}",
            next_read_at: None,
            finished: true,
            announce: true,
            progress: None,
            state: None,
        };
        self.store.record(&recording, now).await?;
        self.store.leave(&node).await?;
        Ok(())
    }

    /// Whether all that was published is recorded as delivered.
    pub(crate) async fn is_delivered(&self) -> Result<bool, String> {
        let backlog = self.store.backlog().await.map_err(|e| e.to_string())?;
        Ok(backlog.activities + backlog.letters == 0)
    }

    pub(crate) async fn close(self) {
        self.store.close().await;
    }
}

async fn open(path: &Path) -> Result<Store, Failure> {
    let url = format!("sqlite:{}", path.display());
    Ok(Store::open(&StoreOptions { url, connections: 1 }).await?)
}

fn post(n: u32, now: Timestamp) -> Result<Change, Failure> {
    let origin = Origin {
        network: Network::Feed,
        remote_id: RemoteId::new(format!("bench-{n}"))?,
        url: WebUrl::parse(&format!("https://source.example/{n}")).ok(),
    };
    let mut post = Post::new(origin, now);
    let words = format!(
        "Number {n}: the reading room opens at nine and closes when the last reader leaves. #Library https://source.example/{n}"
    );
    post.text = rich_text::detect(&RichText::plain(words), rich_text::Detect { links: true, hashtags: true });
    Ok(Change::Seen(Box::new(post)))
}

/// Followers of the one mirror, `followers` of each server, with an inbox each beside their server's shared one, as
/// follows leave them behind. One transaction instead of one for each follow, which would take an hour.
async fn subscribe(path: &Path, cell: &Cell, port: u16) -> Result<(), Failure> {
    let mut db = SqliteConnectOptions::new().filename(path).foreign_keys(true).connect().await?;
    let numbers = |to: u64| {
        format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {to})")
    };
    let host = |i: &str| {
        let part = |shift: u32| format!("((({FIRST} + {i}) >> {shift}) & 255)");
        format!(
            "{} || '.' || {} || '.' || {} || '.' || {} || ':{port}'",
            part(24),
            part(16),
            part(8),
            part(0)
        )
    };
    let (servers, followers) = (u64::from(cell.servers), u64::from(cell.followers));
    let server = format!("(i / {followers})");
    let actor = format!("'http://' || {} || '/users/reader_' || (i % {followers})", host(&server));
    let all = servers * followers;
    let now = now().as_millisecond();
    // Their own inboxes come after the shared ones.
    let (inbox, each, subscribed) = if cell.own_inboxes {
        (format!("{servers} + i"), 1, all)
    } else {
        ("i".to_owned(), followers, servers)
    };
    let followed = if cell.own_inboxes { inbox.clone() } else { server.clone() };
    let script = [
        "BEGIN IMMEDIATE".to_owned(),
        format!(
            "{} INSERT INTO servers (id, host) SELECT i + 1, {} FROM n",
            numbers(servers),
            host("i")
        ),
        format!(
            "{} INSERT INTO inboxes (id, server_id, url) SELECT i + 1, i + 1, 'http://' || {} || '/inbox' FROM n",
            numbers(servers),
            host("i")
        ),
        format!(
            "{} INSERT INTO inboxes (server_id, url) SELECT {server} + 1, {actor} || '/inbox' FROM n",
            numbers(all)
        ),
        format!(
            "{} INSERT INTO followers (mirror_id, actor, follow_id, inbox_id, created_at) \
             SELECT m.id, {actor}, {actor} || '/follow', {followed} + 1, {now} FROM n, mirrors m",
            numbers(all)
        ),
        format!(
            "{} INSERT INTO subscriptions (mirror_id, inbox_id, cursor, followers) \
             SELECT m.id, {inbox} + 1, m.head, {each} FROM n, mirrors m",
            numbers(subscribed)
        ),
        "COMMIT".to_owned(),
        "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
    ]
    .join(";\n");
    sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&mut db).await?;
    sqlx::Connection::close(db).await?;
    Ok(())
}

//! A site on a store of its own, and a visitor that says exactly what it is told to say.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use mimus_core::{LocalHandle, MirrorPolicy, Network, Origin, Post, PostId, Profile, RemoteId, RichText};
use mimus_federation::signature::SigningKey;
use mimus_federation::{Addresses, Inbox, Remote};
use mimus_http::{ClientConfig, HttpClient};
use mimus_store::{Change, MirrorId, NewMirror, NodeName, Recording, Store, StoreOptions};
use mimus_web::{Site, SiteInfo, SiteParts, listen, router};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());

/// A site that answers at `address`, under the name `mimus.example`.
pub(crate) struct Place {
    pub(crate) store: Store,
    pub(crate) address: SocketAddr,
    pub(crate) ready: Arc<AtomicBool>,
    /// How often the courier was woken.
    pub(crate) woken: Arc<AtomicUsize>,
    folder: TempDir,
    /// Where browsers find it.
    pub(crate) origin: String,
}

impl Place {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut SiteParts)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::start_at(listener, "https://mimus.example", None, change, |site| site).await
    }

    /// A site under its real address, which a follower can reach.
    pub(crate) async fn start_reachable(
        change: impl FnOnce(&mut SiteParts),
        finish: impl FnOnce(Site) -> Site,
    ) -> Self {
        Self::start_furnished(None, change, finish).await
    }

    /// The same on a database that holds what another held: the bytes of its file.
    pub(crate) async fn start_furnished(
        database: Option<&[u8]>,
        change: impl FnOnce(&mut SiteParts),
        finish: impl FnOnce(Site) -> Site,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        Self::start_at(listener, &base, database, change, finish).await
    }

    /// The same under a name, as browsers want for passkeys.
    pub(crate) async fn start_at_localhost(finish: impl FnOnce(Site) -> Site) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        Self::start_at(listener, &base, None, |_| {}, finish).await
    }

    async fn start_at(
        listener: TcpListener,
        base: &str,
        database: Option<&[u8]>,
        change: impl FnOnce(&mut SiteParts),
        finish: impl FnOnce(Site) -> Site,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        if let Some(bytes) = database {
            std::fs::write(folder.path().join("mimus.db"), bytes).unwrap();
        }
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 4 }).await.unwrap();
        let ready = Arc::new(AtomicBool::new(true));
        let woken = Arc::new(AtomicUsize::new(0));
        let addresses = Addresses::new(&base.parse().unwrap());
        let remote = Remote::new(addresses.clone(), store.clone(), http_client(), KEY.clone());
        let mut parts = SiteParts {
            store: store.clone(),
            inbox: Inbox::new(addresses.clone(), store.clone(), remote.clone()),
            remote,
            addresses,
            instance_key: Arc::new(KEY.clone()),
            media_folder: folder.path().join("media"),
            info: SiteInfo {
                name: "Mimus of Example".into(),
                operator: "Example Society".into(),
                operator_url: mimus_core::WebUrl::parse("https://example.org/").ok(),
                contact: Some("mirrors@example.org".into()),
                description: "The accounts of the Example Society.".into(),
                version: "9.9.9".into(),
                source_code: None,
            },
            metrics: None,
            on_received: {
                let woken = woken.clone();
                Arc::new(move || {
                    woken.fetch_add(1, Ordering::SeqCst);
                })
            },
            ready: {
                let ready = ready.clone();
                Arc::new(move || ready.load(Ordering::SeqCst))
            },
            authorized_fetch: false,
        };
        change(&mut parts);
        let address = listener.local_addr().unwrap();
        let app = router(finish(Site::new(parts)));
        tokio::spawn(listen::serve(listener, app, listen::Bounds::default(), std::future::pending()));
        Self { store, address, ready, woken, folder, origin: base.to_owned() }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its database, as the bytes of one file.
    pub(crate) async fn database(&self) -> Vec<u8> {
        // What waits in the log beside the file goes into it when the last connection is closed.
        self.store.close().await;
        std::fs::read(self.folder.path().join("mimus.db")).unwrap()
    }

    pub(crate) fn media_folder(&self) -> PathBuf {
        self.folder.path().join("media")
    }

    pub(crate) async fn mirror(&self, name: &str, profile: &Profile) -> MirrorId {
        let new = NewMirror {
            handle: &handle(name),
            location: &format!("feed:https://source.example/{name}"),
            policy: &MirrorPolicy::default(),
            profile,
            private_key: b"not a key",
            public_key: KEY.public_key_pem(),
            first_read_at: Some(now()),
            reader: None,
        };
        self.store.add_mirror(&new, now()).await.unwrap()
    }

    /// Records posts of a mirror, and returns their ids in that order.
    pub(crate) async fn record(&self, mirror: MirrorId, posts: Vec<Post>) -> Vec<PostId> {
        let remote: Vec<String> = posts.iter().map(|p| p.origin.remote_id.as_str().to_owned()).collect();
        self.change(mirror, posts.into_iter().map(|post| Change::Seen(Box::new(post))).collect()).await;
        let names: Vec<&str> = remote.iter().map(String::as_str).collect();
        let known = self.store.posts_by_remote_id(mirror, &names).await.unwrap();
        remote.iter().map(|name| known[name]).collect()
    }

    pub(crate) async fn change(&self, mirror: MirrorId, changes: Vec<Change>) {
        let node = NodeName::new("test");
        self.store.claim_source(mirror, &node).await.unwrap().unwrap();
        let recording = Recording {
            mirror,
            node: &node,
            changes: &changes,
            cursor: "",
            next_read_at: None,
            finished: true,
            announce: true,
            progress: None,
            state: None,
        };
        self.store.record(&recording, now()).await.unwrap();
    }

    /// Puts bytes into the media folder under a made-up hash, and marks the file of `source` as stored.
    pub(crate) async fn store_file(&self, source: &str, mime: &str, hash: &str, bytes: &[u8]) -> String {
        let mut file = self.store.want_file(source, now()).await.unwrap();
        file.sha256 = Some(hash.to_owned());
        file.mime = Some(mime.to_owned());
        file.bytes = bytes.len() as u64;
        file.size = Some((640, 480));
        self.store.file_stored(&file, now()).await.unwrap();
        let name = self.store.file(file.id).await.unwrap().unwrap().name().unwrap();
        let folder = self.media_folder().join(&hash[..2]).join(&hash[2..4]);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(&name), bytes).unwrap();
        name
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[]).await
    }

    pub(crate) async fn get_as(&self, path: &str, accept: &str) -> Answer {
        self.ask("GET", path, &[("Accept", accept)]).await
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, b"").await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("Host: {}\r\n", self.address));
        }
        if !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server may answer and close before it has read all of a body that it does not want.
        let _ = stream.write_all(body).await;
        let mut raw = Vec::new();
        let _ = stream.read_to_end(&mut raw).await;
        Answer::parse(&raw, method == "HEAD")
    }
}

/// What the server said.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(raw: &[u8], head_only: bool) -> Self {
        let end = raw.windows(4).position(|w| w == b"\r\n\r\n").expect("an answer with a head");
        let head = String::from_utf8(raw[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers: HashMap<String, String> = HashMap::new();
        for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
            // One that comes again goes on a line of its own.
            let known = headers.entry(name.to_ascii_lowercase());
            known.and_modify(|all| *all = format!("{all}\n{value}")).or_insert_with(|| value.to_owned());
        }
        let mut body = raw[end + 4..].to_vec();
        if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") && !head_only {
            body = unchunk(&body);
        }
        Self { status, headers, body }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn has(&self, words: &str) {
        assert!(self.text().contains(words), "{words:?} is not in\n{}", self.text());
    }

    #[track_caller]
    pub(crate) fn has_not(&self, words: &str) {
        assert!(!self.text().contains(words), "{words:?} is in\n{}", self.text());
    }
}

fn unchunk(mut chunked: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = chunked.windows(2).position(|w| w == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&chunked[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend(&chunked[end + 2..end + 2 + length]);
        chunked = &chunked[end + 2 + length + 2..];
    }
}

pub(crate) fn now() -> Timestamp {
    "2026-01-02T03:04:05Z".parse().unwrap()
}

pub(crate) fn handle(name: &str) -> LocalHandle {
    LocalHandle::new(name).unwrap()
}

/// A post of a feed; `n` orders posts in time.
pub(crate) fn post(n: i64, words: &str) -> Post {
    let origin = Origin {
        network: Network::Feed,
        remote_id: RemoteId::new(format!("remote-{n}")).unwrap(),
        url: mimus_core::WebUrl::parse(&format!("https://source.example/{n}")).ok(),
    };
    let mut post = Post::new(origin, Timestamp::from_second(1_731_154_440 + n * 60).unwrap());
    post.text = RichText::plain(words);
    post
}

pub(crate) fn profile(name: &str) -> Profile {
    Profile {
        name: name.into(),
        url: mimus_core::WebUrl::parse("https://source.example/").ok(),
        ..Profile::default()
    }
}

/// A hash that is none, but looks like one.
pub(crate) fn hash(n: u8) -> String {
    format!("{n:02x}").repeat(32)
}

thread_local! {
    /// Each test has a thread of its own. To make a client is to read all certificates that the machine trusts, which is most of
    /// what opening a place takes.
    static CLIENT: HttpClient = {
        let config = ClientConfig { allow_private_addresses: true, ..ClientConfig::new("test") };
        HttpClient::new(config).unwrap()
    };
}

/// A client that may ask this machine.
pub(crate) fn http_client() -> HttpClient {
    CLIENT.with(HttpClient::clone)
}

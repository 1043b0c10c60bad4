//! The public pages in a real browser: axe finds nothing, nothing scrolls sideways, nothing is asked of anybody else,
//! at 1280, 360 and 320 px, light and dark, with JavaScript and without.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use mimus_core::policy::OverLong;
use mimus_core::render::{DestinationLimits, MastodonLimits};
use mimus_core::{CredentialName, Network, Profile, RoutePolicy};
use mimus_engine::ledger::{Answer, Call, LedgerOptions, Priority, Resource};
use mimus_engine::{Clock, Ledger};
use mimus_http::{ClientConfig, HttpClient, Request};
use mimus_networks::x::limits::Endpoint;
use mimus_store::{
    AccountStanding, NewAccount, NewFollower, NodeName, RouteFrom, Standing, Store, StoreOptions,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

struct Demo(Child, String);

impl Demo {
    fn start() -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_mimus"))
            .args(["demo", "--port", "0"])
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut demo = Self(child, String::new());
        let lines = BufReader::new(demo.0.stdout.take().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            if let Some((base, _)) = line.strip_prefix("Open ").and_then(|rest| rest.split_once("/demo")) {
                demo.1 = base.to_owned();
                return demo;
            }
        }
        panic!("the demo ended before it told its address");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Politely, so that it takes its folder away.
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

/// Paths of posts that a page links to.
async fn posts(base: &str, page: &str, most: usize) -> Vec<String> {
    let mut config = ClientConfig::new("Mimus-test/1");
    config.allow_private_addresses = true;
    let url = format!("{base}{page}").parse().unwrap();
    let answer = HttpClient::new(config).unwrap().send(Request::get(url)).await.unwrap();
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    let mut found: Vec<String> = text
        .split(&format!("href=\"{page}/"))
        .skip(1)
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>())
        .filter(|id| !id.is_empty())
        .map(|id| format!("{page}/{id}"))
        .collect();
    found.dedup();
    found.truncate(most);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_public_pages() {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let demo = Demo::start();
    let base = demo.1.clone();
    let mut paths: Vec<String> = [
        "/",
        "/about",
        "/about/ledger",
        "/demo",
        "/@observatory",
        "/@borrowed_songs",
        "/@dawn_chorus",
        "404:/@nobody",
    ]
    .map(String::from)
    .to_vec();
    for mirror in ["/@observatory", "/@borrowed_songs", "/@dawn_chorus"] {
        let found = posts(&base, mirror, 2).await;
        assert!(!found.is_empty(), "{mirror} links to its posts");
        paths.extend(found);
    }
    check(&peers, &base, &paths, &["--js", "on"]);
    // Without JavaScript the pages are the same documents, as they have none; a few of them show it.
    check(&peers, &base, &["/", "/@observatory", "/demo"].map(String::from), &["--js", "off"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_at_the_desk() {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let desk = Desk::start().await;
    let cookie = desk.sign_in().await;
    let link = desk.link();
    let paths = [
        "401:/desk/servers",
        "/x/connected?state=of-the-desk&code=a-code-to-be-copied",
        "400:/mastodon/connected?error=access_denied",
        link.strip_prefix(&desk.base).unwrap(),
    ]
    .map(String::from);
    check(&peers, &desk.base, &paths, &[]);
    let paths = [
        "/desk/servers",
        "/desk/servers?only=failing",
        "/desk/servers?only=retired",
        "/desk/requests",
        "/desk/accounts",
        "/desk/mirrors",
        "/desk/mirrors?only=failing",
        "/desk/mirrors/1",
        "/desk/routes",
        "/desk/routes/1",
        "/desk/ledger",
        "/desk/settings",
    ]
    .map(String::from);
    check(&peers, &desk.base, &paths, &["--cookie", &cookie]);
    if let Some(folder) = std::env::var_os("MIMUS_TEST_PICTURES") {
        let taken = Command::new("node")
            .arg(peers.join("browser/shot.mjs"))
            .args([
                "--base",
                &desk.base,
                "--shots",
                "/desk/servers=servers,/desk/accounts=accounts,/x/connected?code=a-code=connected,/desk/mirrors=mirrors,\
                 /desk/mirrors/1=mirror,/desk/routes=routes,/desk/routes/1=route,/desk/ledger=ledger,/desk/settings=settings",
                "--full",
                "--cookie",
                &cookie,
                "--out",
            ])
            .arg(folder)
            .status();
        assert!(taken.expect("node runs").success());
    }
}

/// Has the pages looked at, which must find nothing wrong.
fn check(peers: &Path, base: &str, paths: &[String], options: &[&str]) {
    let checked = Command::new("node")
        .arg(peers.join("browser/check.mjs"))
        .args(["--base", base, "--paths", &paths.join(",")])
        .args(options)
        .stdin(Stdio::null())
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&checked.stdout);
    let error = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{options:?}: {said}\n{error}");
    println!("{paths:?}: {said}");
}

/// A server with followers on servers that fare well and ill.
struct Desk {
    child: Child,
    base: String,
    folder: tempfile::TempDir,
}

impl Desk {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = format!("http://127.0.0.1:{port}");
        std::fs::write(
            folder.path().join("feed.xml"),
            "<rss version='2.0'><channel><title>News</title></channel></rss>",
        )
        .unwrap();
        assert!(
            Self::command(&folder, &base, &["mirror", "add", "feed:feed.xml"]).status().unwrap().success()
        );
        Self::populate(&folder).await;
        let listen = format!("127.0.0.1:{port}");
        let child = Self::command(&folder, &base, &["serve", "--roles", "web", "--listen", &listen])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let desk = Self { child, base, folder };
        let began = std::time::Instant::now();
        while tokio::net::TcpStream::connect(&listen).await.is_err() {
            assert!(began.elapsed() < std::time::Duration::from_secs(60), "the server does not come up");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        desk
    }

    fn command(folder: &tempfile::TempDir, base: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
            command.env_remove(name);
        }
        command.args(arguments).args(["--public-url", base, "--log", "off"]);
        command.current_dir(folder.path()).stdin(Stdio::null());
        command
    }

    async fn populate(folder: &tempfile::TempDir) {
        let url = format!("sqlite:{}", folder.path().join("mimus-data/mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 2 }).await.unwrap();
        let mirror = store.mirrors(None, 1).await.unwrap().remove(0);
        let now: jiff::Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        let node = NodeName::new("test");
        let hosts = [
            "a-server-with-a-rather-long-name.social.example.org:8443",
            "failing.example",
            "gone.example",
            "well.example",
        ];
        for host in hosts {
            let new = NewFollower {
                mirror: mirror.id,
                actor: &format!("https://{host}/users/fan"),
                follow_id: &format!("https://{host}/follow"),
                inbox: &format!("https://{host}/users/fan/inbox"),
                delivery_inbox: &format!("https://{host}/inbox"),
                answer: &serde_json::json!({"type": "Accept"}),
            };
            store.add_follower(&new, now).await.unwrap();
        }
        for due in store.claim_servers(&node, Standing::Well, now, 9).await.unwrap() {
            let id = due.server.id;
            match due.server.host.as_str() {
                "failing.example" => {
                    let why = "https://failing.example/inbox could not be reached: connection refused (os error 111)";
                    store.server_failed(id, &node, why, now, now).await.unwrap();
                }
                "gone.example" => store.retire_server(id, "answered 410 Gone", now).await.unwrap(),
                _ => store.release_server(id, &node).await.unwrap(),
            }
        }
        relay(&store, now).await;
        metered(&store).await;
        let slow = "/timeline could not be reached: connection refused (os error 111)";
        store.claim_source(mirror.id, &node).await.unwrap().unwrap();
        store.source_failed(mirror.id, &node, slow, Some(now)).await.unwrap();
        store.close().await;
    }

    fn link(&self) -> String {
        let output = Self::command(&self.folder, &self.base, &["desk", "link"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    async fn sign_in(&self) -> String {
        let link = self.link();
        let token = link.rsplit('/').next().unwrap();
        let body = "name=ana&password=four+words+in+a+row";
        let host = self.base.trim_start_matches("http://");
        let request = format!(
            "POST /desk/enter/{token} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let cookie = answer.split("mimus_desk=").nth(1).expect("a cookie").split(';').next().unwrap();
        format!("mimus_desk={cookie}")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A route from a feed to an account.
async fn relay(store: &Store, now: jiff::Timestamp) {
    let limits = DestinationLimits::Mastodon(MastodonLimits::default());
    let handle = "town@a-server-with-a-rather-long-name.social.example.org";
    let standing = AccountStanding { handle, profile: &Profile::default(), limits: &limits, rules: &[] };
    let new = NewAccount {
        network: Network::Mastodon,
        server: "https://a-server-with-a-rather-long-name.social.example.org",
        remote_id: "1",
        standing,
        credentials: b"sealed".to_vec(),
    };
    let to = store.connect_account(&new, now).await.unwrap();
    let policy =
        RoutePolicy { footer: "#mirrored".into(), over_long: OverLong::Cut, ..RoutePolicy::default() };
    let from = RouteFrom::Location("feed:https://blog.example.org/a-rather-long-way-to-a-feed.xml".into());
    store.add_route(&from, to.id, &policy, (now, now), |_| Vec::new()).await.unwrap();
}

/// A metered call today, by each of two credentials.
async fn metered(store: &Store) {
    let options = LedgerOptions { budget: "25".parse().ok(), ..LedgerOptions::default() };
    let ledger = Ledger::new(store.clone(), Clock::system(), options);
    for credential in [CredentialName::app("main").unwrap(), CredentialName::user("1234567").unwrap()] {
        let call = Call {
            credential: &credential,
            endpoint: Endpoint::Tweets,
            priority: Priority::Owned,
            resource: Resource::Post,
            at_most: 80,
        };
        let reservation = ledger.reserve(&call).await.unwrap();
        let answer = Answer { objects: &[(Resource::Post, "1"), (Resource::Post, "2")], window: None };
        ledger.settle(reservation, &answer).await.unwrap();
    }
}

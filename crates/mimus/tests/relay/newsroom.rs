//! Two networks, an account on each, and Mimus between them.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use mimus_store::{AccountName, PublicationState, RouteFrom, Store, StoreOptions};
use mimus_testkit::emulator::{Emulator, NewPost, Options as XOptions};
use mimus_testkit::mastodon::{Limits, MastodonServer, NewStatus, Options, Window};
use serde_json::json;

/// Longest wait for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);

pub(crate) struct Newsroom {
    pub(crate) mastodon: MastodonServer,
    pub(crate) x: Emulator,
    pub(crate) store: Store,
    folder: tempfile::TempDir,
    database: String,
    /// The tokens that accounts were connected with.
    tokens: Mutex<HashMap<String, String>>,
}

/// A running server.
pub(crate) struct Process(Child);

impl Process {
    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn toot(text: &str) -> NewStatus {
    NewStatus { text: text.into(), ..NewStatus::default() }
}

pub(crate) fn tweet(text: &str) -> NewPost {
    NewPost { text: text.into(), ..NewPost::default() }
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !so().await {
        assert!(began.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed()
}

impl Newsroom {
    pub(crate) async fn open() -> Self {
        Self::open_with(XOptions::default()).await
    }

    pub(crate) async fn open_with(options: XOptions) -> Self {
        Self::open_on(None, options).await
    }

    pub(crate) async fn open_on(database: Option<String>, options: XOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let in_folder = || format!("sqlite:{}", folder.path().join("mimus.db").display());
        let database = database.unwrap_or_else(in_folder);
        let plenty = Window { at_most: 1_000_000, each: Duration::from_secs(1_800) };
        let mastodon = MastodonServer::start(Options::default()).await.unwrap();
        mastodon.set_limits(Limits {
            calls: plenty,
            uploads: plenty,
            deletions: plenty,
            ..Limits::default()
        });
        let x = Emulator::start_with(options).await.unwrap();
        let store = Store::open(&StoreOptions { url: database.clone(), connections: 2 }).await.unwrap();
        Self { mastodon, x, store, folder, database, tokens: Mutex::default() }
    }

    fn command(&self) -> Command {
        self.command_at("http://newsroom.example")
    }

    fn command_at(&self, public_url: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
            command.env_remove(name);
        }
        command
            .args(["--public-url", public_url, "--allow-private-addresses"])
            .args(["--database-url", &self.database])
            .arg("--data")
            .arg(self.folder.path())
            .env("MIMUS_X_BASE_URL", self.x.base_url().as_str())
            .env("MIMUS_X_CLIENT_ID", "emulated-client")
            .env("MIMUS_X_CLIENT_SECRET", "emulated-client-secret")
            .env("MIMUS_X_BUDGET", "1000")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `mimus serve` with the role that carries posts.
    pub(crate) fn serve(&self) -> Process {
        let log = std::env::var("MIMUS_TEST_LOG").unwrap_or_else(|_| "error".into());
        let mut command = self.command();
        let child = command
            .args(["serve", "--roles", "relay", "--listen", "127.0.0.1:0", "--log", &log])
            .spawn()
            .unwrap();
        Process(child)
    }

    /// `mimus serve` with the pages alone, and their address.
    pub(crate) fn serve_pages(&self) -> (Process, String) {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = format!("http://127.0.0.1:{port}");
        let listen = format!("127.0.0.1:{port}");
        let mut command = self.command_at(&base);
        let child = command.args(["serve", "--roles", "web", "--listen", &listen, "--log", "error"]).spawn();
        (Process(child.unwrap()), base)
    }

    /// `mimus serve` with the pages at this address, and the role that carries posts.
    pub(crate) fn serve_all(&self, base: &str) -> Process {
        let listen = base.trim_start_matches("http://");
        let mut command = self.command_at(base);
        let child =
            command.args(["serve", "--roles", "web,relay", "--listen", listen, "--log", "off"]).spawn();
        Process(child.unwrap())
    }

    pub(crate) fn try_run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Runs a command that succeeds, and returns what it printed.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> String {
        let output = self.try_run(arguments, input);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "mimus {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Connects an account on the server with Mastodon's API, made where there is none.
    pub(crate) fn connect_mastodon(&self, name: &str) -> String {
        self.mastodon.add_user(name);
        let token = self.mastodon.token_for(name);
        self.tokens.lock().unwrap().insert(name.to_owned(), token.clone());
        let server = format!("mastodon:{}", self.mastodon.base());
        self.connected(&self.run(&["account", "connect", &server, "--token-stdin", "--json"], &token))
    }

    /// The token that an account was connected with last.
    pub(crate) fn token(&self, name: &str) -> String {
        self.tokens.lock().unwrap()[name].clone()
    }

    /// Connects an account on X.
    pub(crate) fn connect_x(&self, handle: &str) -> String {
        let tokens = self.x.connect_user(handle);
        let given =
            json!({"access_token": tokens.access, "refresh_token": tokens.refresh, "expires_in": 7_000});
        self.connected(&self.run(&["account", "connect", "x", "--token-stdin", "--json"], &given.to_string()))
    }

    fn connected(&self, printed: &str) -> String {
        let account: serde_json::Value = serde_json::from_str(printed).unwrap();
        assert_eq!(account["state"], "connected");
        account["account"].as_str().unwrap().to_owned()
    }

    /// Makes a route that is not braked, and returns its number.
    pub(crate) fn route(&self, from: &str, to: &str, flags: &[&str]) -> i64 {
        let mut arguments = vec!["route", "add", "--from", from, "--to", to, "--brake", "100000/1", "--json"];
        arguments.extend(flags);
        let route: serde_json::Value = serde_json::from_str(&self.run(&arguments, "")).unwrap();
        route["id"].as_i64().unwrap()
    }

    /// Has an account read at once; X is asked once a minute.
    pub(crate) async fn read_soon(&self, account: &str) {
        let name: AccountName = account.parse().unwrap();
        let account = self.store.account_named(&name).await.unwrap().unwrap();
        self.store.read_account_soon(account.id, jiff_now()).await.unwrap();
    }

    /// Waits until the place where an account's routes begin has been read once.
    pub(crate) async fn begun(&self, account: &str) {
        let name: AccountName = account.parse().unwrap();
        let account = self.store.account_named(&name).await.unwrap().unwrap();
        until("the first reading", async || {
            let routes = self.store.routes().await.unwrap();
            let route = routes.iter().find(|route| route.from == RouteFrom::Account(account.id)).unwrap();
            let source = self.store.route_source(route.source).await.unwrap().unwrap();
            source.cursor.is_some()
        })
        .await;
    }

    /// How many publications are in a state.
    pub(crate) async fn in_state(&self, state: PublicationState) -> usize {
        self.store.publications(None, Some(state), None, 10_000).await.unwrap().len()
    }

    /// What was refused, and why.
    pub(crate) async fn refused(&self) -> Vec<(String, PublicationState, Option<String>)> {
        let mut all = self.told().await;
        all.retain(|(_, state, _)| matches!(state, PublicationState::Failed | PublicationState::Partial));
        all
    }

    /// What became of all that is not published, for a failure's words.
    pub(crate) async fn told(&self) -> Vec<(String, PublicationState, Option<String>)> {
        let mut all = self.store.publications(None, None, None, 10_000).await.unwrap();
        all.retain(|publication| publication.state != PublicationState::Published);
        all.into_iter().map(|p| (p.post.text.as_str().to_owned(), p.state, p.reason)).collect()
    }
}

/// An empty PostgreSQL database on the server that `./test` starts.
pub(crate) async fn postgres(name: &str) -> Option<String> {
    let Ok(base) = std::env::var("MIMUS_TEST_POSTGRES_URL") else {
        assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_POSTGRES_URL is not set");
        println!("skipped on PostgreSQL: MIMUS_TEST_POSTGRES_URL is not set");
        return None;
    };
    Some(mimus_store::testing::fresh_database(&base, name).await.unwrap())
}

/// The machine's time.
#[allow(clippy::disallowed_methods, reason = "the server that is tested has it from there too")]
pub(crate) fn jiff_now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

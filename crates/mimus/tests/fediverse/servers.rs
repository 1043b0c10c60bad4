//! The two servers: ours as a process of the built binary, and Fedify's.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use mimus_http::{ClientConfig, HttpClient, Request, Response};
use serde_json::Value;
use url::Url;

/// Longest wait for anything that should come at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the peers are, or `None` with a word about it.
pub(crate) fn peers() -> Option<PathBuf> {
    match std::env::var_os("MIMUS_TEST_PEERS") {
        Some(path) => Some(path.into()),
        None => {
            assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_PEERS is not set");
            println!("skipped: MIMUS_TEST_PEERS is not set; ./test sets it");
            None
        }
    }
}

pub(crate) fn http() -> HttpClient {
    let mut config = ClientConfig::new("Mimus-test/1");
    config.allow_private_addresses = true;
    config.total_timeout = PATIENCE;
    HttpClient::new(config).unwrap()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Our server.
pub(crate) struct Mimus {
    child: Child,
    pub(crate) base: String,
    pub(crate) folder: tempfile::TempDir,
    database: String,
    settings: Vec<(&'static str, String)>,
    http: HttpClient,
}

impl Mimus {
    pub(crate) async fn start(database: Option<String>) -> Self {
        Self::start_with(database, Vec::new()).await
    }

    /// Starts with settings in the environment.
    pub(crate) async fn start_with(database: Option<String>, settings: Vec<(&'static str, String)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}");
        let database =
            database.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("mimus.db").display()));
        let mut command = Self::command(&base, folder.path(), &database, &settings);
        let child = command.arg("serve").args(["--listen", &format!("127.0.0.1:{port}")]).spawn().unwrap();
        let server = Self { child, base, folder, database, settings, http: http() };
        let began = Instant::now();
        loop {
            if let Ok(answer) = server.http.send(Request::get(server.url("/readyz"))).await
                && answer.status.is_success()
            {
                return server;
            }
            assert!(began.elapsed() < PATIENCE, "the server is not ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn command(base: &str, folder: &Path, database: &str, settings: &[(&'static str, String)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
        command
            .args([
                "--public-url",
                base,
                "--database-url",
                database,
                "--allow-private-addresses",
                "--log",
                "warn",
            ])
            .arg("--data")
            .arg(folder)
            .current_dir(folder)
            .envs(settings.iter().map(|(name, value)| (*name, value.as_str())))
            .stdin(Stdio::null());
        command
    }

    /// Runs a command beside the server, and returns what it printed.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = Self::command(&self.base, self.folder.path(), &self.database, &self.settings)
            .args(arguments)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "mimus {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        Url::parse(&format!("{}{path}", self.base)).unwrap()
    }

    pub(crate) async fn get(&self, path: &str, accept: &'static str) -> Response {
        let request = Request::get(self.url(path)).header("accept".parse().unwrap(), accept.parse().unwrap());
        self.http.send(request).await.unwrap()
    }

    /// Asks the server to stop as an operator would, and waits for it.
    pub(crate) fn stop(mut self) -> Duration {
        let began = Instant::now();
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        while self.child.try_wait().unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_secs(20), "the server does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(self.child.wait().unwrap().success());
        began.elapsed()
    }
}

impl Drop for Mimus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Fedify's server; it ends when its standard input is closed.
pub(crate) struct Fedify {
    child: Child,
    _stdin: Option<ChildStdin>,
    pub(crate) base: String,
    http: HttpClient,
}

impl Fedify {
    pub(crate) fn start(peers: &Path, options: &[&str]) -> Self {
        let mut child = Command::new("node")
            .arg(peers.join("fedify/server.mjs"))
            .args(["--port", "0", "--exit-with-stdin"])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port =
            line.trim().strip_prefix("ready ").unwrap_or_else(|| panic!("the peer said {line:?}")).to_owned();
        Self { _stdin: child.stdin.take(), child, base: format!("http://127.0.0.1:{port}"), http: http() }
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let url = Url::parse(&format!("{}{path}", self.base)).unwrap();
        let request = Request::post(url, body.to_string())
            .header("content-type".parse().unwrap(), "application/json".parse().unwrap());
        let answer = self.http.send(request.max_body(8 << 20)).await.unwrap();
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(answer.status.is_success(), "{path} {body}: {} {text}", answer.status);
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let url = Url::parse(&format!("{}{path}", self.base)).unwrap();
        let answer = self.http.send(Request::get(url).max_body(8 << 20)).await.unwrap();
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// Waits until `enough` activities have been received and verified.
    pub(crate) async fn received(&self, enough: usize) -> Vec<Value> {
        let began = Instant::now();
        let mut all: Vec<Value> = Vec::new();
        while all.len() < enough {
            assert!(began.elapsed() < PATIENCE, "{} of {enough} activities came: {all:#?}", all.len());
            let after = all.last().map_or(0, |entry| entry["order"].as_u64().unwrap());
            let new = self.get(&format!("/control/received?after={after}&wait=5000")).await;
            let list = new.as_array().cloned().or_else(|| new["received"].as_array().cloned()).unwrap();
            all.extend(list);
        }
        all
    }
}

impl Drop for Fedify {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
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

/// A feed with entries of these numbers and words.
pub(crate) fn feed(entries: &[(u32, &str)]) -> String {
    let items: String = entries
        .iter()
        .map(|(n, words)| {
            format!(
                "<item><guid isPermaLink=\"false\">e{n}</guid><link>https://news.example/{n}</link>\
                 <pubDate>{n:02} Nov 2026 08:00:00 GMT</pubDate><description>{words}</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News of the town</title>\
         <link>https://news.example/</link><description>What happens here</description>\
         <language>en</language>{items}</channel></rss>"
    )
}

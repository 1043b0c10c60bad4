//! The Desk as people use it: a keeper, a stranger, an editor and a publisher, each in a browser of their own, and a server with
//! Mastodon's API that nobody here wrote; what was published, Mastodon.py tells.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A process that ends with its handle.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn up(port: u16) {
    let began = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing answers at {port}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A newsroom in an empty folder, and the server that its account is at.
struct Newsroom {
    base: String,
    mastodon: String,
    link: String,
    picture: PathBuf,
    _mimus: Process,
    _server: Process,
    _folder: tempfile::TempDir,
}

impl Newsroom {
    async fn open(peers: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (port, there) = (free_port(), free_port());
        let python = peers.join("mastodonmock/.venv/bin/python");
        let server = Command::new(python)
            .args(["-m", "mastodon_mock", "serve", "--in-memory", "--host", "127.0.0.1", "--port"])
            .arg(there.to_string())
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the virtual environment of peers/mastodonmock; ./test makes it");
        let server = Process(server);
        let base = format!("http://127.0.0.1:{port}");
        let mut serve =
            Self::command(folder.path(), &base, &["serve", "--listen", &format!("127.0.0.1:{port}")]);
        let mimus = Process(serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        up(port).await;
        up(there).await;
        let link = Self::command(folder.path(), &base, &["desk", "link"]).output().unwrap();
        let link = String::from_utf8(link.stdout).unwrap().trim().to_owned();
        let picture = folder.path().join("door.png");
        let canvas = image::RgbImage::from_fn(96, 64, |x, y| image::Rgb([x as u8 * 2, y as u8 * 3, 120]));
        canvas.save(&picture).unwrap();
        Self {
            base,
            mastodon: format!("http://127.0.0.1:{there}"),
            link,
            picture,
            _mimus: mimus,
            _server: server,
            _folder: folder,
        }
    }

    fn command(folder: &Path, base: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
            command.env_remove(name);
        }
        command.args(arguments).args(["--public-url", base, "--log", "off"]);
        command.env("MIMUS_ALLOW_PRIVATE_ADDRESSES", "true");
        command.current_dir(folder).stdin(Stdio::null());
        command
    }

    /// Has the whole day happen in a browser; returns what it told at its end.
    fn happen(&self, peers: &Path, options: &[&str]) -> Value {
        let mut browser = Command::new("node");
        browser
            .arg(peers.join("browser/newsroom.mjs"))
            .args(["--base", &self.base, "--mastodon", &self.mastodon, "--link", &self.link, "--picture"])
            .arg(&self.picture)
            .args(options);
        if let Some(folder) = std::env::var_os("MIMUS_TEST_PICTURES") {
            browser.arg("--shots").arg(folder);
        }
        let output = browser.stdin(Stdio::null()).output().expect("node runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{options:?}: {said}\n{error}");
        println!("{said}");
        serde_json::from_str(said.lines().last().unwrap()).unwrap()
    }

    /// The newest post as Mastodon.py sees it.
    fn published(&self, peers: &Path) -> Value {
        let folder = peers.join("mastodonpy");
        let mut child = Command::new(folder.join(".venv/bin/python"))
            .arg(folder.join("read.py"))
            .arg(&self.mastodon)
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the virtual environment of peers/mastodonpy; ./test makes it");
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"mock_token").unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "Mastodon.py failed");
        let statuses: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        statuses.into_iter().next().expect("a post")
    }

    fn is_published_as_it_was_approved(&self, peers: &Path) {
        let post = self.published(peers);
        let content = post["content"].as_str().unwrap();
        assert!(content.contains("The library is open on Sundays now, from ten to five."), "{post}");
        assert_eq!(post["spoiler_text"], "Good news");
        assert_eq!(post["sensitive"], true);
        assert_eq!(post["language"], "en");
        assert_eq!(post["visibility"], "unlisted");
        assert_eq!(post["alt"], serde_json::json!(["The open door of the library"]));
        println!("Mastodon.py sees: {post}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_strangers_proposal_to_the_published_post() {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let room = Newsroom::open(&peers).await;
    room.happen(&peers, &[]);
    room.is_published_as_it_was_approved(&peers);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_without_javascript() {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let room = Newsroom::open(&peers).await;
    room.happen(&peers, &["--js", "off"]);
    room.is_published_as_it_was_approved(&peers);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_by_keyboard_alone() {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let room = Newsroom::open(&peers).await;
    room.happen(&peers, &["--hands", "keyboard"]);
    room.is_published_as_it_was_approved(&peers);
}

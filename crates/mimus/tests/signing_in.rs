//! Signing in by a passkey and by an account on the fediverse, in a real browser, and the pages on which that is done.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mimus_testkit::mastodon::{MastodonServer, Options};

/// A server that ends with its handle.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

fn mimus(folder: &Path, base: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
        command.env_remove(name);
    }
    command.args(arguments).args(["--public-url", base, "--log", "off"]);
    command.env("MIMUS_ALLOW_PRIVATE_ADDRESSES", "true");
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs a script of the browser; returns what it printed.
fn node(peers: &Path, script: &str, arguments: &[&str]) -> String {
    let mut node = Command::new("node");
    node.arg(peers.join("browser").join(script)).args(arguments);
    let output = node.stdin(Stdio::null()).output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} {arguments:?}: {said}\n{error}");
    println!("{said}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_passkey_and_by_an_account_on_the_fediverse() {
    let Some(peers) = mimus_testkit::peers::folder() else { return };
    let server = MastodonServer::start(Options::default()).await.unwrap();
    server.add_user("ada");
    server.sign_in("ada");
    let folder = tempfile::tempdir().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    // Browsers know no passkeys at a number.
    let base = format!("http://localhost:{port}");
    let mut serve = mimus(folder.path(), &base, &["serve", "--listen", &format!("127.0.0.1:{port}")]);
    let _served = Served(serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let began = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing answers at {port}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let link = mimus(folder.path(), &base, &["desk", "link"]).output().unwrap();
    let link = String::from_utf8(link.stdout).unwrap().trim().to_owned();
    let there = server.base().to_string();
    let done = tokio::task::spawn_blocking(move || {
        let told = node(&peers, "passkeys.mjs", &["--base", &base, "--link", &link, "--mastodon", &there]);
        let cookie = told.lines().last().unwrap();
        node(&peers, "check.mjs", &["--base", &base, "--paths", "/desk/me", "--cookie", cookie]);
        node(&peers, "check.mjs", &["--base", &base, "--paths", "/desk/enter"]);
        if let Some(folder) = std::env::var_os("MIMUS_TEST_PICTURES") {
            let out = folder.to_str().unwrap();
            let shots = ["--base", &base, "--full", "--out", out, "--cookie", cookie, "--shots"];
            node(&peers, "shot.mjs", &[&shots[..], &["/desk/me=me,/desk/enter=enter"]].concat());
        }
    });
    done.await.unwrap();
    assert_eq!(server.good_tokens(), 0, "every token was given back");
}

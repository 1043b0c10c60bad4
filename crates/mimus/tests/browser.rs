//! The public pages in a real browser: axe finds nothing, nothing scrolls sideways, nothing is asked of anybody else,
//! at 1280, 360 and 320 px, light and dark, with JavaScript and without.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use mimus_http::{ClientConfig, HttpClient, Request};

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
    let Some(peers) = std::env::var_os("MIMUS_TEST_PEERS").map(PathBuf::from) else {
        assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_PEERS is not set");
        println!("skipped: MIMUS_TEST_PEERS is not set; ./test sets it");
        return;
    };
    let demo = Demo::start();
    let base = demo.1.clone();
    let mut paths: Vec<String> =
        ["/", "/about", "/demo", "/@observatory", "/@borrowed_songs", "/@dawn_chorus", "404:/@nobody"]
            .map(String::from)
            .to_vec();
    for mirror in ["/@observatory", "/@borrowed_songs", "/@dawn_chorus"] {
        let found = posts(&base, mirror, 2).await;
        assert!(!found.is_empty(), "{mirror} links to its posts");
        paths.extend(found);
    }
    // Without JavaScript the pages are the same documents, as they have none; a few of them show it.
    let few = ["/", "/@observatory", "/demo"].join(",");
    for (paths, options) in [(paths.join(","), ["--js", "on"]), (few, ["--js", "off"])] {
        let checked = Command::new("node")
            .arg(peers.join("browser/check.mjs"))
            .args(["--base", &base, "--paths", &paths])
            .args(options)
            .stdin(Stdio::null())
            .output()
            .expect("node runs");
        let said = String::from_utf8_lossy(&checked.stdout);
        let error = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{options:?}: {said}\n{error}");
        println!("{options:?}: {said}");
    }
}

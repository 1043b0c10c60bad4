//! `mimus demo` as a person sees it: the built binary, its words, its pages, and what it leaves behind.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use mimus_http::{ClientConfig, HttpClient, Request};
use serde_json::Value;

/// Longest wait for the demo to tell its story; it takes a few seconds.
const STORY: Duration = Duration::from_secs(120);
/// Longest wait for it to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// A demo that runs, and is ended when the test ends.
struct Demo {
    child: Child,
    base: String,
    said: String,
}

impl Demo {
    fn start(temporary: &Path, arguments: &[&str]) -> Self {
        let mut child = command(temporary, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the binary starts");
        let (sender, lines) = mpsc::channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut demo = Self { child, base: String::new(), said: String::new() };
        let until = Instant::now() + STORY;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line =
                lines.recv_timeout(left).unwrap_or_else(|_| panic!("the story broke off:\n{}", demo.said));
            demo.said.push_str(&line);
            demo.said.push('\n');
            if let Some((address, _)) = line.strip_prefix("Open ").and_then(|l| l.split_once("/demo")) {
                demo.base = address.to_owned();
                return demo;
            }
        }
    }

    /// Sends SIGTERM, and returns how long the end took and whether the status was 0.
    fn terminate(mut self) -> (Duration, bool) {
        let begun = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        while begun.elapsed() < FAREWELL {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (begun.elapsed(), status.success());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the demo did not stop within {FAREWELL:?}");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended already, which is what most tests want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(temporary: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
    command.arg("demo").args(arguments).env("TMPDIR", temporary).current_dir(temporary);
    // Settings of whoever runs the tests must not matter, and must not matter to the demo either.
    command.env("MIMUS_PUBLIC_URL", "https://elsewhere.example").env("MIMUS_OPERATOR", "somebody else");
    command
}

fn finish(temporary: &Path, arguments: &[&str]) -> Output {
    command(temporary, arguments).output().unwrap()
}

fn left_behind(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

struct Web(HttpClient);

impl Web {
    fn new() -> Self {
        let mut config = ClientConfig::new("a test");
        config.allow_private_addresses = true;
        Self(HttpClient::new(config).unwrap())
    }

    async fn get(&self, address: &str, accept: &str) -> (u16, Vec<u8>) {
        let request = Request::get(address.parse().unwrap())
            .header(http::header::ACCEPT, accept.parse().unwrap())
            .timeout(Duration::from_secs(30));
        let answer = self.0.send(request).await.unwrap_or_else(|error| panic!("{address}: {error}"));
        (answer.status.as_u16(), answer.body.to_vec())
    }

    async fn page(&self, address: &str) -> String {
        let (status, body) = self.get(address, "text/html").await;
        assert_eq!(status, 200, "{address}");
        String::from_utf8(body).unwrap()
    }

    async fn document(&self, address: &str) -> Value {
        let (status, body) = self.get(address, "application/activity+json").await;
        assert_eq!(status, 200, "{address}");
        serde_json::from_slice(&body).unwrap()
    }

    /// The activities of an outbox, all pages.
    async fn outbox(&self, address: &str) -> Vec<Value> {
        let mut next = self.document(address).await["first"].as_str().map(str::to_owned);
        let mut all = Vec::new();
        while let Some(page) = next {
            let page = self.document(&page).await;
            all.extend(page["orderedItems"].as_array().into_iter().flatten().cloned());
            next = page["next"].as_str().map(str::to_owned);
            assert!(all.len() < 1_000, "the outbox has an end");
        }
        all
    }
}

#[tokio::test]
async fn the_demo_does_the_main_job_before_ones_eyes_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(temporary.path(), &["--port", "0"]);
    let (base, web) = (demo.base.clone(), Web::new());
    assert!(base.starts_with("http://localhost:"), "{base}");
    assert_eq!(left_behind(temporary.path()).len(), 1);

    for (handle, name) in [
        ("observatory", "The Mockingbird Observatory"),
        ("borrowed_songs", "Museum of Borrowed Songs"),
        ("dawn_chorus", "Dawn Chorus"),
    ] {
        assert!(demo.said.contains(name), "{}", demo.said);
        assert!(demo.said.contains(&format!("{base}/@{handle}")), "{}", demo.said);
        assert!(web.page(&format!("{base}/")).await.contains(name));
        assert!(web.page(&format!("{base}/@{handle}")).await.contains(name));
    }
    assert_eq!(demo.said.matches("Accept came back").count(), 3, "{}", demo.said);
    assert!(!demo.said.contains("turned away"), "{}", demo.said);

    let told = web.page(&format!("{base}/demo")).await;
    for kind in ["Accept", "Create", "Update", "Delete"] {
        assert!(told.contains(&format!("<strong>{kind}</strong>")), "the follower got no {kind}:\n{told}");
    }
    assert!(told.contains("the young mockingbird sang its first whole phrase"));
    assert!(told.contains("starts at seven"));
    assert!(told.contains("bore a valid signature"));

    what_is_mirrored(&base, &web).await;
    the_desk_has_work_in_it(&demo.said, &told, &web).await;

    let (took, well) = demo.terminate();
    assert!(well, "the status is 0");
    assert!(took < FAREWELL);
    assert_eq!(left_behind(temporary.path()), Vec::<String>::new());
}

/// Three people may enter, what was approved stands on the server beside, and what waits does not.
async fn the_desk_has_work_in_it(said: &str, told: &str, web: &Web) {
    let enter: Vec<&str> = said.split_whitespace().filter(|word| word.contains("/desk/enter/")).collect();
    assert_eq!(enter.len(), 3, "{said}");
    for link in enter {
        assert!(web.page(link).await.contains("<h1>Welcome to the Desk</h1>"), "{link}");
    }
    let town = said.split_whitespace().find(|word| word.ends_with("/@library")).unwrap();
    let begun = Instant::now();
    let published = loop {
        let page = web.page(town).await;
        if page.contains("A dawn chorus in the library") {
            break page;
        }
        assert!(begun.elapsed() < STORY, "nothing was published: {page}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(published.contains("alt=\"A pale sky over roofs before the sun is up\""), "{published}");
    assert!(!published.contains("Story time"), "it waits for its reviewer: {published}");
    assert!(told.contains("drafts on the Desk"), "{told}");
}

/// The posts as other servers get them: every kind that the demo promises is among them.
async fn what_is_mirrored(base: &str, web: &Web) {
    let mut notes = Vec::new();
    let mut boosts = Vec::new();
    for handle in ["observatory", "borrowed_songs", "dawn_chorus"] {
        for activity in web.outbox(&format!("{base}/users/{handle}/outbox")).await {
            match activity["type"].as_str() {
                Some("Create") => notes.push(activity["object"].clone()),
                Some("Announce") => boosts.push(activity["object"].as_str().unwrap_or_default().to_owned()),
                other => panic!("{other:?} in an outbox"),
            }
        }
    }
    let content = |note: &Value| note["content"].as_str().unwrap_or_default().to_owned();
    let with = |words: &str| {
        let found = notes.iter().find(|note| content(note).contains(words));
        found.unwrap_or_else(|| panic!("no post with {words:?}")).clone()
    };
    assert!(!notes.iter().any(|note| content(note).contains("The hut is closed")), "it was taken down");
    assert_eq!(with("starts at seven")["updated"].as_str().map(str::is_empty), Some(false));
    assert_eq!(with("five thrushes")["summary"], "dead birds");
    assert_eq!(with("Which voice should open")["type"], "Question");
    assert!(with("At five past six")["inReplyTo"].as_str().is_some_and(|to| to.starts_with(base)));
    assert!(
        with("listened to this four times")["quote"].as_str().is_some_and(|q| q.contains("borrowed_songs"))
    );
    assert!(with("What we learnt").to_string().contains("4,112 entries"), "the long text is whole");
    assert!(boosts.iter().any(|original| original.contains("/users/borrowed_songs/")), "{boosts:?}");
    for language in ["en", "de", "ar", "hi", "ja", "es", "he"] {
        let spoken = notes.iter().any(|note| note["contentMap"].get(language).is_some());
        assert!(spoken, "no post in {language}");
    }

    let media: Vec<&Value> =
        notes.iter().filter_map(|note| note["attachment"].as_array()).flatten().collect();
    let described = media.iter().filter(|medium| medium["name"].as_str().is_some_and(|alt| !alt.is_empty()));
    assert_eq!((media.len(), described.count()), (23, 22), "one picture is undescribed on purpose");
    for medium in media {
        let url = medium["url"].as_str().or_else(|| medium["url"][0]["href"].as_str()).unwrap();
        assert!(url.starts_with(base), "{url} is not served from here");
        let (status, bytes) = web.get(url, "image/*").await;
        assert_eq!((status, bytes.starts_with(b"\x89PNG")), (200, true), "{url}");
    }
    let alt = "A grey heron among reeds in still water";
    assert!(web.page(&format!("{base}/@observatory")).await.contains(alt), "people can read it too");
}

#[test]
fn a_kept_folder_stays_and_is_named() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(temporary.path(), &["--port", "0", "--keep"]);
    let kept = left_behind(temporary.path());
    assert_eq!(kept.len(), 1);
    let folder = temporary.path().join(&kept[0]);
    assert!(demo.said.contains(folder.to_str().unwrap()), "{}", demo.said);
    assert!(demo.terminate().1, "the status is 0");
    assert!(folder.join("data/mimus.db").exists());
    assert!(folder.join("sources/observatory.atom").exists());
}

#[test]
fn a_port_that_is_taken_is_told_with_what_to_do() {
    let temporary = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = finish(temporary.path(), &["--port", &port]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("port {port} is taken")) && said.contains("--port"), "{said}");
    assert_eq!(left_behind(temporary.path()), Vec::<String>::new());
}

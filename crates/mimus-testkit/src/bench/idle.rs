//! An idle server, and its pages.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use mimus_core::{
    LocalHandle, MirrorPolicy, Network, Origin, Post, Profile, RemoteId, RichText, WebUrl, rich_text,
};
use mimus_federation::signature::SigningKey;
use mimus_http::{ClientConfig, HttpClient, Request};
use mimus_store::{
    Change, Deliveries, NewFollower, NewMirror, NodeName, Recording, Standing, Store, StoreOptions,
};
use serde_json::json;
use url::Url;

use super::{Figure, figure};
use crate::process::{self, Running};

/// Posts of each mirror.
const POSTS: u32 = 50;

/// Servers over which the followers are spread.
const SERVERS: u32 = 500;

/// How long the server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(20);

pub(crate) async fn run(mirrors: u32, followers: u32, requests: u32) -> Result<Vec<Figure>, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    std::fs::create_dir_all(folder.path().join("data")).map_err(|e| e.to_string())?;
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.port();
    let base = format!("http://127.0.0.1:{port}");
    seed(folder.path(), mirrors, followers).await.map_err(|e| e.to_string())?;

    let listen = format!("127.0.0.1:{port}");
    let mut serve = process::command(folder.path(), &["--public-url", &base, "--listen", &listen, "serve"])?;
    let began = Instant::now();
    let server = Running(serve.spawn().map_err(|e| e.to_string())?);
    let mut config = ClientConfig::new("mimus-testkit");
    config.allow_private_addresses = true;
    let http = HttpClient::new(config).map_err(|e| e.to_string())?;
    let ask = async |path: &str, accept: &'static str| {
        let url = Url::parse(&format!("{base}{path}")).map_err(|e| e.to_string())?;
        let accept = accept.parse().map_err(|_| "a header".to_owned())?;
        let name = "accept".parse().map_err(|_| "a header".to_owned())?;
        http.send(Request::get(url).header(name, accept)).await.map_err(|e| e.to_string())
    };
    while !ask("/readyz", "*/*").await.is_ok_and(|answer| answer.status.is_success()) {
        if began.elapsed() > Duration::from_secs(60) {
            return Err("the server is not ready after a minute".into());
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let ready = began.elapsed();
    let pid = server.0.id();
    let cpu = process::cpu_seconds(pid).unwrap_or_default();
    tokio::time::sleep(REST).await;
    let idle_cpu = (process::cpu_seconds(pid).unwrap_or_default() - cpu) / REST.as_secs_f64() * 100.0;
    let mib = |name| process::status_kib(pid, name).unwrap_or(0) as f64 / 1_024.0;
    let mut figures = vec![
        figure("mirrors", mirrors.into(), ""),
        figure("followers", followers.into(), ""),
        figure("ready after", ready.as_secs_f64() * 1_000.0, "ms"),
        figure("resident after 20 s idle", mib("VmRSS"), "MiB"),
        figure("CPU while idle", idle_cpu, "% of a core"),
    ];
    let html = "text/html";
    let activity = "application/activity+json";
    let post = latest(&ask("/@bench_7.rss", html).await?.body).unwrap_or_default();
    let pages: [(&str, String, &'static str); 7] = [
        ("bare: /healthz", "/healthz".into(), html),
        ("/", "/".into(), html),
        ("/@handle (40 posts)", "/@bench_7".into(), html),
        ("/@handle/id", format!("/@bench_7/{post}"), html),
        ("actor", "/users/bench_7".into(), activity),
        ("outbox page", "/users/bench_7/outbox?page=true".into(), activity),
        ("WebFinger", format!("/.well-known/webfinger?resource=acct:bench_7@127.0.0.1:{port}"), "*/*"),
    ];
    let mut bare = 0.0;
    for (name, path, accept) in pages {
        let mut times = Vec::with_capacity(requests as usize);
        for _ in 0..requests {
            let began = Instant::now();
            let answer = ask(&path, accept).await?;
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
            if !answer.status.is_success() {
                return Err(format!("{path} answers {}", answer.status));
            }
        }
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        if bare == 0.0 {
            bare = median;
        }
        figures.push(figure(format!("{name}: median"), median, "ms"));
        figures.push(figure(format!("{name}: p99"), times[times.len() * 99 / 100], "ms"));
        figures.push(figure(format!("{name}: over bare"), median / bare, "times"));
    }
    figures.push(figure("resident after the pages", mib("VmRSS"), "MiB"));
    Ok(figures)
}

/// The id of the first post in a feed.
fn latest(feed: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(feed);
    let at = text.find("/@bench_7/")? + "/@bench_7/".len();
    Some(text[at..].chars().take_while(char::is_ascii_digit).collect())
}

async fn seed(folder: &Path, mirrors: u32, followers: u32) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open(&StoreOptions {
        url: format!("sqlite:{}", folder.join("data/mimus.db").display()),
        connections: 2,
    })
    .await?;
    // One key for all: making a thousand takes a minute and measures nothing.
    let key = SigningKey::generate()?;
    let secret = key.to_pkcs8_der()?;
    let now: Timestamp = "2026-11-20T12:00:00Z".parse()?;
    let node = NodeName::new("bench");
    let policy = MirrorPolicy::default();
    for n in 0..mirrors {
        let handle = LocalHandle::new(&format!("bench_{n}"))?;
        let profile = Profile {
            name: format!("The {n}th mirror"),
            bio: RichText::plain("What is said here is said elsewhere first."),
            url: WebUrl::parse(&format!("https://source-{n}.example/")).ok(),
            ..Profile::default()
        };
        let new = NewMirror {
            handle: &handle,
            location: &format!("feed:https://source-{n}.example/feed"),
            policy: &policy,
            profile: &profile,
            private_key: secret.as_bytes(),
            public_key: key.public_key_pem(),
            first_read_at: Some(now),
            reader: Some(&node),
        };
        let id = store.add_mirror(&new, now).await?;
        let posts = (0..POSTS).filter_map(|m| {
            let origin = Origin {
                network: Network::Feed,
                remote_id: RemoteId::new(format!("{n}-{m}")).ok()?,
                url: WebUrl::parse(&format!("https://source-{n}.example/{m}")).ok(),
            };
            let mut post = Post::new(origin, now.checked_sub(SignedDuration::from_hours(m.into())).ok()?);
            let words = format!("Number {m} of mirror {n}: what the town library says today #Library{} https://source-{n}.example/{m}", m % 5);
            post.text = rich_text::detect(&RichText::plain(words), rich_text::Detect { links: true, hashtags: true });
            Some(Change::Seen(Box::new(post)))
        });
        let changes: Vec<Change> = posts.collect();
        let recording = Recording {
            mirror: id,
            node: &node,
            changes: &changes,
            cursor: "{}",
            // Nothing is due while the bench runs.
            next_read_at: None,
            finished: true,
            announce: false,
            progress: None,
            state: None,
        };
        store.record(&recording, now).await?;
        let each = followers / mirrors.max(1);
        for m in 0..each {
            let server = (n * each + m) % SERVERS;
            let actor = format!("https://server-{server}.example/users/fan_{n}_{m}");
            let answer = json!({"type": "Accept"});
            let new = NewFollower {
                mirror: id,
                actor: &actor,
                follow_id: &format!("{actor}/follow"),
                inbox: &format!("{actor}/inbox"),
                delivery_inbox: &format!("https://server-{server}.example/inbox"),
                answer: &answer,
            };
            store.add_follower(&new, now).await?;
        }
    }
    // The answers have long been delivered.
    loop {
        let claimed = store.claim_servers(&node, Standing::Well, now, 500).await?;
        if claimed.is_empty() {
            break;
        }
        let mut done = Deliveries::default();
        for due in claimed {
            for inbox in due.inboxes {
                done.letters.extend(store.letters(inbox.id, 1_000).await?.iter().map(|letter| letter.id));
            }
            done.served.push((due.server.id, 0, 0));
        }
        store.record_deliveries(&node, &done, now).await?;
    }
    store.close().await;
    Ok(())
}

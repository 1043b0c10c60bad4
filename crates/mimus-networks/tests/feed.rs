//! Feeds from files and from the web: what they become, and how they are asked.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::feed::FeedReader;
use mimus_networks::{Failure, Next, Page, Read};
use proptest::prelude::*;

fn http() -> HttpClient {
    let mut config = ClientConfig::new("Mimus-test/1");
    config.allow_private_addresses = true;
    HttpClient::new(config).unwrap()
}

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feed").join(name)
}

async fn read(place: &str, cursor: Option<&str>) -> Result<Page, Failure> {
    FeedReader::open(http(), place)?.read(cursor, now()).await
}

async fn page_of(name: &str) -> Page {
    read(fixture(name).to_str().unwrap(), None).await.unwrap()
}

#[tokio::test]
async fn a_blog_reads_as_a_person_would_have_written_it() {
    let page = page_of("blog.rss").await;
    insta::assert_json_snapshot!("blog_profile", page.profile);
    insta::assert_json_snapshot!("blog_posts", page.posts);
    assert_eq!(page.skipped.iter().map(|s| s.why.as_str()).collect::<Vec<_>>(), ["nothing to read or see"]);
}

#[tokio::test]
async fn atom_json_and_old_feeds_are_read_alike() {
    for name in ["notes.atom", "stream.json", "old.rss"] {
        insta::assert_json_snapshot!(format!("feed_{}", name.replace('.', "_")), page_of(name).await.posts);
    }
}

#[tokio::test]
async fn a_feed_that_stands_for_an_account_on_x_becomes_its_posts() {
    let page = page_of("nitter.rss").await;
    insta::assert_json_snapshot!("nitter_profile", page.profile);
    insta::assert_json_snapshot!("nitter_posts", page.posts);
}

#[tokio::test]
async fn a_file_is_read_again_only_when_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.rss");
    std::fs::copy(fixture("blog.rss"), &path).unwrap();
    let place = path.to_str().unwrap();
    let first = read(place, None).await.unwrap();
    let again = read(place, Some(&first.cursor)).await.unwrap();
    assert!(again.posts.is_empty());
    let changed =
        std::fs::read_to_string(&path).unwrap().replace("Closed on Friday", "Closed on Saturday and Sunday");
    std::fs::write(&path, changed).unwrap();
    let edited = read(place, Some(&again.cursor)).await.unwrap();
    let ids = |page: &Page| page.posts.iter().map(|p| p.origin.remote_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&edited), ids(&first), "an edit is the same post");
    assert_ne!(edited.posts[1], first.posts[1]);
    let missing = read(folder.path().join("none.rss").to_str().unwrap(), None).await.unwrap_err();
    assert!(missing.to_string().contains("none.rss"), "{missing}");
}

/// Status, headers and body.
type Answer = (u16, Vec<(&'static str, String)>, String);

#[derive(Default)]
struct Site {
    answers: Vec<Answer>,
    asked: Vec<(String, HeaderMap)>,
}

type Shared = Arc<Mutex<Site>>;

/// A site that gives its answers one after the other, the last one for ever.
async fn site(answers: Vec<Answer>) -> (String, Shared) {
    async fn answer(State(site): State<Shared>, uri: axum::http::Uri, headers: HeaderMap) -> Response {
        let mut site = site.lock().unwrap();
        site.asked.push((uri.path().to_owned(), headers));
        let (status, headers, body) =
            if site.answers.len() > 1 { site.answers.remove(0) } else { site.answers[0].clone() };
        let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
        for (name, value) in headers {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        response
    }
    let shared: Shared = Arc::new(Mutex::new(Site { answers, asked: Vec::new() }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, shared)
}

fn rss(items: &str) -> String {
    format!(
        "<rss version='2.0'><channel><title>T</title><link>https://t.example/</link><description>d</description>{items}</channel></rss>"
    )
}

fn item(guid: &str, link: &str, title: &str, day: u32) -> String {
    format!(
        "<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title><pubDate>{day:02} Nov 2026 09:00:00 GMT</pubDate></item>"
    )
}

#[tokio::test]
async fn the_web_is_asked_conditionally_and_its_answers_are_told_apart() {
    let etag = vec![
        ("etag", "\"v1\"".to_owned()),
        ("last-modified", "Mon, 02 Nov 2026 10:00:00 GMT".to_owned()),
        ("cache-control", "max-age=1800".to_owned()),
    ];
    let (base, shared) = site(vec![
        (200, etag, rss(&item("1", "https://t.example/1", "One", 19))),
        (304, vec![], String::new()),
        (429, vec![("retry-after", "120".to_owned())], String::new()),
        (503, vec![("retry-after", "Fri, 20 Nov 2026 13:00:00 GMT".to_owned())], String::new()),
        (503, vec![], String::new()),
        (500, vec![], String::new()),
        (404, vec![], String::new()),
        (410, vec![], String::new()),
    ])
    .await;
    let place = format!("{base}/feed");
    let first = read(&place, None).await.unwrap();
    assert!(
        matches!(first.next, Next::After(wait) if wait >= SignedDuration::from_mins(30)),
        "{:?}",
        first.next
    );
    let unchanged = read(&place, Some(&first.cursor)).await.unwrap();
    assert!(unchanged.posts.is_empty() && unchanged.profile.is_none());
    {
        let asked = &shared.lock().unwrap().asked;
        assert_eq!(asked[1].1["if-none-match"], "\"v1\"");
        assert_eq!(asked[1].1["if-modified-since"], "Mon, 02 Nov 2026 10:00:00 GMT");
    }
    let until = |failure: Failure| match failure {
        Failure::RateLimited { until, .. } => until.to_string(),
        other => panic!("{other:?}"),
    };
    let cursor = Some(unchanged.cursor.as_str());
    assert_eq!(until(read(&place, cursor).await.unwrap_err()), "2026-11-20T12:02:00Z");
    assert_eq!(until(read(&place, cursor).await.unwrap_err()), "2026-11-20T13:00:00Z");
    for _ in 0..3 {
        assert!(matches!(read(&place, cursor).await.unwrap_err(), Failure::Retry { .. }));
    }
    assert!(matches!(read(&place, cursor).await.unwrap().next, Next::Ended(_)));
}

#[tokio::test]
async fn permanent_redirects_are_kept_and_a_page_leads_to_its_feed() {
    let (feed, _) = site(vec![(200, vec![], rss(&item("1", "https://t.example/1", "One", 19)))]).await;
    let (moved, _) = site(vec![(301, vec![("location", format!("{feed}/new"))], String::new())]).await;
    assert_eq!(read(&format!("{moved}/old"), None).await.unwrap().moved_to, Some(format!("{feed}/new")));
    let (temporary, _) = site(vec![(302, vec![("location", format!("{feed}/new"))], String::new())]).await;
    assert_eq!(read(&format!("{temporary}/old"), None).await.unwrap().moved_to, None);
    let html = format!(
        "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='{feed}/found'></head></html>"
    );
    let (page, _) = site(vec![(200, vec![("content-type", "text/html".to_owned())], html)]).await;
    let read_page = read(&page, None).await.unwrap();
    assert_eq!((read_page.moved_to, read_page.posts.len()), (Some(format!("{feed}/found")), 1));
    let (none, _) = site(vec![(200, vec![], "<html><body>hello</body></html>".to_owned())]).await;
    let refused = read(&none, None).await.unwrap_err();
    assert!(matches!(&refused, Failure::Rejected { why } if why.contains("names no feed")), "{refused}");
}

#[tokio::test]
async fn a_feed_that_changes_how_it_names_its_entries_posts_nothing_again() {
    let page = |guid: &str, link: &str| {
        rss(&(1..=19)
            .map(|n| item(&format!("{guid}{n}"), &format!("{link}/{n}"), &format!("Entry {n}"), n))
            .collect::<String>())
    };
    let (base, _) = site(vec![
        (200, vec![], page("a", "http://t.example")),
        (200, vec![], page("b", "https://www.t.example")),
        (
            200,
            vec![],
            rss(&(1..=20)
                .map(|n| {
                    item(
                        &format!("c{n}"),
                        &format!("https://t.example/{n}"),
                        &format!("Entry {n}"),
                        n.min(19),
                    )
                })
                .collect::<String>()),
        ),
    ])
    .await;
    let first = read(&base, None).await.unwrap();
    let second = read(&base, Some(&first.cursor)).await.unwrap();
    let third = read(&base, Some(&second.cursor)).await.unwrap();
    let ids = |page: &Page| {
        let mut ids: Vec<String> = page.posts.iter().map(|p| p.origin.remote_id.to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&second), ids(&first));
    assert_eq!(ids(&third).iter().filter(|id| !ids(&first).contains(id)).count(), 1, "one is new");
}

#[tokio::test]
async fn an_entry_that_vanishes_from_the_middle_is_removed_and_one_that_slides_out_is_not() {
    let page = |numbers: &[u32]| {
        rss(&numbers
            .iter()
            .map(|n| item(&format!("g{n}"), &format!("https://t.example/{n}"), &format!("Entry {n}"), *n))
            .collect::<String>())
    };
    let (base, _) = site(vec![
        (200, vec![], page(&[1, 2, 3, 4, 5])),
        (200, vec![], page(&[2, 3, 5, 6])),
        (200, vec![], page(&[2, 3, 4, 5, 6])),
        (200, vec![], page(&[2, 3, 5, 6])),
        (304, vec![], String::new()),
    ])
    .await;
    let mut cursor = None;
    let mut gone = Vec::new();
    let mut fourth = None;
    for _ in 0..5 {
        let read = read(&base, cursor.as_deref()).await.unwrap();
        fourth = fourth.or_else(|| read.posts.get(3).map(|p| p.origin.remote_id.clone()));
        gone.push(read.gone);
        cursor = Some(read.cursor);
    }
    assert_eq!(
        gone,
        [vec![], vec![], vec![], vec![], vec![fourth.unwrap()]],
        "missing twice in a row, older ones there"
    );
}

#[tokio::test]
async fn hostile_documents_are_refused_with_a_reason() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]><rss version='2.0'><channel><title>&d;&d;&d;</title><item><title>&d;</title></item></channel></rss>";
    for body in [
        bomb.to_owned(),
        String::new(),
        "\u{0}\u{1}".to_owned(),
        "{\"a\":".to_owned(),
        "<rss".to_owned(),
        "x".repeat(11 << 20),
        "<a>".repeat(200_000),
    ] {
        let (base, _) = site(vec![(200, vec![], body.clone())]).await;
        match read(&base, None).await {
            Err(Failure::Rejected { .. }) => {}
            Ok(page) => {
                let name = page.profile.map(|p| p.name).unwrap_or_default();
                assert!(name.len() < 1_000 && page.posts.len() <= 1, "an entity was unfolded");
            }
            other => panic!("{body:.40}: {other:?}"),
        }
    }
    assert!(matches!(read("ftp://x.example/", None).await, Err(Failure::Rejected { .. })));
}

#[tokio::test]
async fn real_feeds_lose_nothing() {
    let shared = std::env::var_os("MIMUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("data/nitter-rss");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "xml") {
            continue;
        }
        let items = std::fs::read_to_string(&path).unwrap().matches("<item>").count();
        let page = read(path.to_str().unwrap(), None).await.unwrap();
        let count = |what: fn(&mimus_core::Post) -> bool| page.posts.iter().filter(|p| what(p)).count();
        println!(
            "{:<40} items {items:>3}  posts {:>3}  left out {:>2}  replies {:>2}  reposts {:>2}  quotes {:>2}  with media {:>2}",
            path.file_name().unwrap().to_string_lossy(),
            page.posts.len(),
            page.skipped.len(),
            count(|p| p.reply_to.is_some()),
            count(|p| p.repost_of.is_some()),
            count(|p| p.quote.is_some()),
            count(|p| !p.media.is_empty()),
        );
        assert_eq!(page.posts.len() + page.skipped.len(), items);
        assert!(page.profile.unwrap().handle.is_some());
        assert!(
            page.posts.iter().all(|p| p.media.iter().all(|m| !m.source.as_str().contains("nitter.example")))
        );
        assert!(page.cursor.len() < 64 << 10);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn damaged_feeds_never_panic(which in 0_usize..5, cuts in prop::collection::vec((0_usize..4_000, any::<u8>()), 1..12)) {
        let name = ["blog.rss", "notes.atom", "stream.json", "old.rss", "nitter.rss"][which];
        let mut bytes = std::fs::read(fixture(name)).unwrap();
        for (at, byte) in cuts {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feed");
        std::fs::write(&path, bytes).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let result = runtime.block_on(read(path.to_str().unwrap(), None));
        let fine = matches!(result, Ok(_) | Err(Failure::Rejected { .. }));
        prop_assert!(fine);
    }
}

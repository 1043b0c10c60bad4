//! Looks at a feed one after another: what is told as removed, and when it is looked at again.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use mimus_core::RemoteId;
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::feed::FeedReader;
use mimus_networks::{Failure, Next, Page, Read};

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

async fn read(place: &str, cursor: Option<&str>) -> Result<Page, Failure> {
    let mut config = ClientConfig::new("Mimus-test/1");
    config.allow_private_addresses = true;
    FeedReader::open(HttpClient::new(config).unwrap(), place)?.read(cursor, now()).await
}

/// Status, headers and body.
type Answer = (u16, Vec<(&'static str, String)>, String);

/// A site that gives its answers one after the other, the last one for ever.
async fn site(answers: Vec<Answer>) -> String {
    async fn answer(State(answers): State<Arc<Mutex<Vec<Answer>>>>) -> Response {
        let mut answers = answers.lock().unwrap();
        let (status, headers, body) = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
        for (name, value) in headers {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        response
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::new(Mutex::new(answers)));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

fn channel(title: &str, inner: &str) -> String {
    format!(
        "<rss version='2.0'><channel><title>{title}</title><link>https://t.example/</link>{inner}</channel></rss>"
    )
}

/// A blog's entries as they stand, each written on the day of its number.
fn blog(numbers: &[u32]) -> String {
    let item = |n: &u32| {
        format!(
            "<item><guid>https://t.example/{n}</guid><title>Entry {n}</title><pubDate>{n:02} Nov 2026 09:00:00 GMT</pubDate></item>"
        )
    };
    channel("T", &numbers.iter().map(item).collect::<String>())
}

/// Posts of an account on X with what is put before their titles.
fn account(posts: &[(u32, &str)]) -> String {
    let item = |(n, prefix): &(u32, &str)| {
        let link = format!("https://bird.example/obs/status/{n}");
        format!(
            "<item><guid>{link}</guid><link>{link}</link><title>{prefix}Post {n}</title><description>Post {n}</description><pubDate>{n:02} Nov 2026 09:00:00 GMT</pubDate></item>"
        )
    };
    channel("Obs / @obs", &posts.iter().map(item).collect::<String>())
}

/// Looks at the documents one after another.
async fn looks(documents: Vec<String>) -> Vec<Page> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed");
    let mut pages: Vec<Page> = Vec::new();
    for document in documents {
        std::fs::write(&path, document).unwrap();
        let cursor = pages.last().map(|page| page.cursor.clone());
        pages.push(read(path.to_str().unwrap(), cursor.as_deref()).await.unwrap());
    }
    pages
}

async fn gone(documents: Vec<String>) -> Vec<usize> {
    looks(documents).await.iter().map(|page| page.gone.len()).collect()
}

#[tokio::test]
async fn what_slides_out_of_a_ranked_or_pinned_feed_is_not_removed() {
    let feeds = [
        // The old entry 2 was put on top for a while.
        [blog(&[2, 9, 8, 7, 6]), blog(&[9, 8, 7, 6, 5]), blog(&[10, 9, 8, 7, 6]), blog(&[10, 9, 8, 7, 6])],
        [blog(&[6, 9, 4, 5, 3]), blog(&[9, 4, 5, 3, 1]), blog(&[9, 5, 4, 3, 1]), blog(&[9, 5, 4, 3, 1])],
        [blog(&[5, 4, 3, 2, 1]), blog(&[6, 5, 4, 3, 2]), blog(&[7, 6, 5, 4, 3]), blog(&[8, 7, 6, 5, 4])],
    ];
    for documents in feeds {
        assert_eq!(gone(documents.clone().into()).await, [0; 4], "{}", documents[0]);
    }
}

#[tokio::test]
async fn on_x_only_own_posts_in_their_place_are_removed() {
    for prefix in ["Pinned: ", "RT by @obs: "] {
        let with = || account(&[(9, ""), (6, prefix), (8, ""), (5, ""), (4, "")]);
        let without = || account(&[(9, ""), (8, ""), (5, ""), (4, "")]);
        assert_eq!(gone(vec![with(), without(), without(), without()]).await, [0; 4], "{prefix}");
    }
    let with = account(&[(9, ""), (8, ""), (6, ""), (5, ""), (4, "")]);
    let without = || account(&[(9, ""), (8, ""), (5, ""), (4, "")]);
    let pages = looks(vec![with, without(), without()]).await;
    assert_eq!(pages[2].gone, [RemoteId::new("6").unwrap()]);
}

#[tokio::test]
async fn an_entry_that_comes_back_is_given_out_again() {
    let all = || blog(&[6, 5, 4, 3, 2, 1]);
    let hole = || blog(&[6, 5, 3, 2, 1]);
    let pages = looks(vec![all(), hole(), hole(), all(), all()]).await;
    assert_eq!(pages.iter().map(|page| page.gone.len()).collect::<Vec<_>>(), [0, 0, 1, 0, 0]);
    let removed = &pages[2].gone[0];
    let holds = |page: &Page| page.posts.iter().any(|post| post.origin.remote_id == *removed);
    assert!(holds(&pages[0]) && !holds(&pages[2]) && holds(&pages[3]), "under the id that it had");
}

#[tokio::test]
async fn a_page_at_a_known_address_moves_nothing() {
    let other = site(vec![(200, vec![], blog(&[1]))]).await;
    let html =
        format!("<!DOCTYPE html><link rel='alternate' type='application/rss+xml' href='{other}/feed'>");
    let place = site(vec![(200, vec![], blog(&[1])), (200, vec![], html)]).await;
    let first = read(&place, None).await.unwrap();
    match read(&place, Some(&first.cursor)).await {
        Err(Failure::Retry { why }) => assert!(why.contains("web page"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wait_of_nothing_is_a_minute() {
    let place = site(vec![(429, vec![("retry-after", "0".into())], String::new())]).await;
    match read(&place, None).await {
        Err(Failure::RateLimited { until, .. }) => assert_eq!(until.duration_since(now()).as_secs(), 60),
        other => panic!("{other:?}"),
    }
}

/// A busy feed, looked at every five minutes unless it asks for more.
fn busy(inner: &str) -> String {
    let item = |n: u32| {
        format!(
            "<item><guid>g{n}</guid><title>{n}</title><pubDate>20 Nov 2026 11:{n:02}:00 GMT</pubDate></item>"
        )
    };
    channel("T", &format!("{inner}{}", (40..60).rev().map(item).collect::<String>()))
}

fn wait(page: &Page) -> SignedDuration {
    let Next::After(wait) = page.next else { panic!("{:?}", page.next) };
    wait
}

#[tokio::test]
async fn what_a_feed_asks_for_holds_while_it_is_unchanged() {
    let expires = || vec![("expires", "Fri, 20 Nov 2026 12:40:00 GMT".to_owned())];
    let age = vec![("cache-control", "max-age=2700".to_owned())];
    let place = site(vec![
        (200, expires(), busy("")),
        (304, expires(), String::new()),
        (304, age, String::new()),
        (304, vec![], String::new()),
        (200, vec![], busy("<ttl>50</ttl>")),
        (304, vec![], String::new()),
    ])
    .await;
    let mut cursor = None;
    let mut minutes = Vec::new();
    for _ in 0..6 {
        let page = read(&place, cursor.as_deref()).await.unwrap();
        minutes.push(wait(&page).as_mins());
        cursor = Some(page.cursor);
    }
    assert_eq!(minutes, [40, 40, 45, 5, 50, 50]);
}

#[tokio::test]
async fn a_permanent_move_is_told_though_nothing_changed() {
    let feed =
        site(vec![(200, vec![("etag", "\"1\"".into())], blog(&[1])), (304, vec![], String::new())]).await;
    let moved = site(vec![(301, vec![("location", format!("{feed}/new"))], String::new())]).await;
    let first = read(&format!("{feed}/old"), None).await.unwrap();
    let second = read(&moved, Some(&first.cursor)).await.unwrap();
    assert_eq!((second.posts.len(), second.moved_to), (0, Some(format!("{feed}/new"))));
}

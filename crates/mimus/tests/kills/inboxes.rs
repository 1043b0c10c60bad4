//! Inboxes on loopback, each a server of its own: quick ones, slow ones, and ones that fail now and then.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;

use super::random;

/// How an inbox behaves.
#[derive(Clone, Copy)]
enum Manner {
    Quick,
    Slow,
    Failing,
}

#[derive(Clone)]
struct Inbox {
    manner: Manner,
    held: Arc<AtomicBool>,
    /// The numbers of the posts, in the order in which they came.
    had: Arc<Mutex<Vec<u32>>>,
}

pub(crate) struct Inboxes {
    inboxes: Vec<Inbox>,
    urls: Vec<String>,
    held: Arc<AtomicBool>,
}

impl Inboxes {
    pub(crate) async fn start(count: usize) -> Self {
        let held = Arc::new(AtomicBool::new(false));
        let (mut inboxes, mut urls) = (Vec::new(), Vec::new());
        for n in 0..count {
            let manner = match n % 5 {
                3 => Manner::Slow,
                4 => Manner::Failing,
                _ => Manner::Quick,
            };
            let inbox = Inbox { manner, held: Arc::clone(&held), had: Arc::default() };
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            urls.push(format!("http://{}/inbox", listener.local_addr().unwrap()));
            let router = Router::new().route("/inbox", post(receive)).with_state(inbox.clone());
            tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
            inboxes.push(inbox);
        }
        Self { inboxes, urls, held }
    }

    pub(crate) fn urls(&self) -> &[String] {
        &self.urls
    }

    /// Whether answers are held back.
    pub(crate) fn hold(&self, held: bool) {
        self.held.store(held, Ordering::SeqCst);
    }

    /// How many have all of the first so many posts.
    pub(crate) fn complete(&self, posts: u32) -> usize {
        self.inboxes.iter().filter(|inbox| inbox.had.lock().unwrap().iter().max() >= Some(&posts)).count()
    }

    /// Every inbox has had every post, in order; what came again is the last before, but for `late` that may have come
    /// later at each. Returns how many came again.
    pub(crate) fn assert_in_order(&self, posts: u32, late: usize) -> usize {
        let mut repeats = 0;
        for (n, inbox) in self.inboxes.iter().enumerate() {
            let had = inbox.had.lock().unwrap();
            let (mut last, mut came_late) = (0, 0);
            for number in had.iter().copied() {
                match number {
                    next if next == last + 1 => last = next,
                    again if again == last => repeats += 1,
                    old if old < last => came_late += 1,
                    _ => panic!("server {n} had {number} after {last}: {had:?}"),
                }
            }
            assert_eq!(last, posts, "server {n} had {had:?}");
            assert!(came_late <= late, "server {n}: {came_late} came late: {had:?}");
            repeats += came_late;
        }
        repeats
    }
}

async fn receive(State(inbox): State<Inbox>, body: Bytes) -> StatusCode {
    while inbox.held.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    match inbox.manner {
        Manner::Quick => {}
        Manner::Slow => tokio::time::sleep(Duration::from_millis(20 + random(100))).await,
        Manner::Failing if random(10) < 3 => return StatusCode::SERVICE_UNAVAILABLE,
        Manner::Failing => {}
    }
    let activity: Value = serde_json::from_slice(&body).unwrap();
    if activity["type"] == "Create" {
        inbox.had.lock().unwrap().push(number(&activity));
        // Received, and yet the sender does not learn it.
        if matches!(inbox.manner, Manner::Failing) && random(10) == 0 {
            return StatusCode::BAD_GATEWAY;
        }
    }
    StatusCode::ACCEPTED
}

/// The number in the words of a post: “Number 7”.
fn number(activity: &Value) -> u32 {
    let content = activity["object"]["content"].as_str().unwrap();
    content.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

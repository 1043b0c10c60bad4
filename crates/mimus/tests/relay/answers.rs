//! Drafts that answer, quote and boost what is there: by the address that people know a post by.

use http::Method;
use mimus_testkit::mastodon::StatusId;
use serde_json::{Value, json};

use crate::api::{Program, keeper};
use crate::newsroom::{Newsroom, Process, toot, tweet, until};

/// A newsroom with two people and both networks.
struct Place {
    room: Newsroom,
    ana: Program,
    ben: Program,
    _servers: [Process; 2],
}

impl Place {
    async fn open() -> Self {
        let room = Newsroom::open().await;
        room.connect_mastodon("town");
        room.connect_x("town");
        let relay = room.serve();
        let (pages, base) = room.serve_pages();
        keeper(&room, "ana").await;
        keeper(&room, "ben").await;
        let ana = Program::of(&room, &base, "ana", "read,write,publish");
        let ben = Program::of(&room, &base, "ben", "read,review");
        until("the pages are there", async || {
            tokio::net::TcpStream::connect(base.trim_start_matches("http://")).await.is_ok()
        })
        .await;
        Self { room, ana, ben, _servers: [relay, pages] }
    }

    async fn account(&self, network: &str) -> Value {
        let all = self.ana.get("/api/v1/accounts").await;
        let found = all["accounts"].as_array().unwrap().iter().find(|account| account["network"] == network);
        found.unwrap_or_else(|| panic!("no account on {network} in {all}"))["id"].clone()
    }

    /// Has a draft published to the accounts of these networks, and waits until nothing of it is due any more.
    async fn publish(&self, content: Value, networks: &[&str]) -> Vec<Value> {
        let mut accounts = Vec::new();
        for network in networks {
            accounts.push(self.account(network).await);
        }
        let begun = self.ana.post("/api/v1/drafts", json!({"content": content, "accounts": accounts})).await;
        let path = format!("/api/v1/drafts/{}", begun["id"]);
        let hash = json!({"hash": begun["hash"]});
        self.ana.post(&format!("{path}/propose"), hash).await;
        self.ben.post(&format!("{path}/rulings"), json!({"ruling": "approve", "hash": begun["hash"]})).await;
        self.ana.post(&format!("{path}/schedule"), json!({"hash": begun["hash"], "when": "now"})).await;
        let own = async || -> Vec<Value> {
            let all = self.ana.get("/api/v1/publications?limit=100").await;
            let own =
                all["publications"].as_array().unwrap().iter().filter(|one| one["draft"] == begun["id"]);
            own.cloned().collect()
        };
        let done = |one: &Value| matches!(one["state"].as_str(), Some("published" | "failed" | "skipped"));
        until("it is published", async || {
            let own = own().await;
            own.len() == networks.len() && own.iter().all(done)
        })
        .await;
        own().await
    }
}

fn words(text: &str) -> Value {
    json!({"text": text, "language": "en"})
}

fn with(text: &str, name: &str, url: &str) -> Value {
    let mut content = words(text);
    content[name] = json!(url);
    content
}

/// What a post of the account on X answers.
fn replied_to(room: &Newsroom, id: u64) -> Option<u64> {
    let posts = room.x.posts_of("town");
    posts.into_iter().find(|(known, _)| *known == id).and_then(|(_, post)| post.reply_to)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_answers_quotes_and_boosts_by_the_address() {
    let place = Place::open().await;
    let room = &place.room;
    room.mastodon.add_user("reader");
    let asked = room.mastodon.post("reader", toot("When do you open?"));
    let url = format!("{}@reader/{asked}", room.mastodon.base());
    let last = || room.mastodon.statuses_of("town").pop().unwrap();

    place.publish(with("At nine.", "reply_to", &url), &["mastodon"]).await;
    assert_eq!((last().text.as_str(), last().in_reply_to_id), ("At nine.", Some(asked)));

    place.publish(with("A good question.", "quote", &url), &["mastodon"]).await;
    assert_eq!(last().quote, Some(asked), "{:?}", last());

    place.publish(json!({"text": "", "boost": url}), &["mastodon"]).await;
    assert_eq!(last().reblog_of, Some(asked));

    let gone = format!("{}@reader/999999", room.mastodon.base());
    let before = room.mastodon.statuses_of("town").len();
    let failed = place.publish(with("Said to nobody", "reply_to", &gone), &["mastodon"]).await;
    assert_eq!(failed[0]["state"], "failed");
    let why = failed[0]["reason"].as_str().unwrap();
    assert!(why.contains(&gone) && why.contains("finds no post"), "{why}");
    assert_eq!(
        room.mastodon.statuses_of("town").len(),
        before,
        "an answer to nothing is not said to everybody"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn on_x_the_id_in_the_address_is_answered() {
    let place = Place::open().await;
    let reader = place.room.x.add_user("reader", "A reader");
    // X lets programs answer those who have mentioned the account (facts/x-in-practice.md).
    let asked = place.room.x.post(reader, tweet("@town When do you open?"));
    let url = format!("https://x.com/reader/status/{asked}");
    let done = place.publish(with("At nine.", "reply_to", &url), &["x"]).await;
    assert_eq!(done[0]["state"], "published", "{done:?}");
    let id = done[0]["parts"][0]["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(replied_to(&place.room, id), Some(asked));

    let of_others = place.room.x.post(reader, tweet("Lovely weather."));
    let before = place.room.x.posts_of("town").len();
    let url = format!("https://x.com/reader/status/{of_others}");
    let done = place.publish(with("Yes!", "reply_to", &url), &["x"]).await;
    assert_eq!(done[0]["state"], "failed", "{done:?}");
    assert_eq!(place.room.x.posts_of("town").len(), before, "what answers somebody is not said to everybody");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_published_on_both_is_answered_on_both() {
    let place = Place::open().await;
    let first = place.publish(words("The library opens a reading room."), &["mastodon", "x"]).await;
    let part = |publications: &[Value], host: bool| -> (String, String) {
        let is_there =
            |one: &&Value| one["parts"][0]["url"].as_str().unwrap().starts_with("https://x.com/") == host;
        let part = publications.iter().find(is_there).unwrap()["parts"][0].clone();
        (part["id"].as_str().unwrap().to_owned(), part["url"].as_str().unwrap().to_owned())
    };
    let (on_mastodon, url) = part(&first, false);
    let (on_x, _) = part(&first, true);
    let more = place.publish(with("It has twelve seats.", "reply_to", &url), &["mastodon", "x"]).await;
    let status = place.room.mastodon.statuses_of("town").pop().unwrap();
    assert_eq!(status.in_reply_to_id, Some(StatusId(on_mastodon.parse().unwrap())));
    let (answer, _) = part(&more, true);
    assert_eq!(replied_to(&place.room, answer.parse().unwrap()), Some(on_x.parse().unwrap()));
    // The preview says so before.
    let draft = with("And a window.", "quote", &url);
    let account = place.account("x").await;
    let begun = place.ana.post("/api/v1/drafts", json!({"content": draft, "accounts": [account]})).await;
    let path = format!("/api/v1/drafts/{}/preview", begun["id"]);
    let (status, shown) = place.ana.ask(Method::GET, &path, &Value::Null).await;
    assert_eq!(status, 200, "{shown}");
}

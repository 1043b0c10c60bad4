//! Cards of linked pages on a draft's preview.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::Uri;
use mimus_core::desk::Content;
use mimus_engine::desk::drafts::Intent;
use mimus_engine::janitor;
use mimus_store::{DraftId, Window};

use crate::api::room::{Room, picture};

/// What a page answers: status, type, body.
type Page = (u16, &'static str, Vec<u8>);

/// A site on loopback that counts what it is asked for.
#[derive(Clone, Default)]
pub(crate) struct Site {
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub(crate) async fn start() -> (Self, String) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let site = Self::default();
        let router = axum::Router::new().fallback(answer).with_state(site.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (site, base)
    }

    pub(crate) fn says(&self, path: &str, status: u16, kind: &'static str, body: impl Into<Vec<u8>>) {
        self.pages.lock().unwrap().insert(path.to_owned(), (status, kind, body.into()));
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

async fn answer(State(site): State<Site>, uri: Uri) -> Response {
    site.asked.lock().unwrap().push(uri.path().to_owned());
    let (status, kind, body) =
        site.pages.lock().unwrap().get(uri.path()).cloned().unwrap_or((404, "text/html", Vec::new()));
    let status = http::StatusCode::from_u16(status).unwrap();
    (status, [(http::header::CONTENT_TYPE, kind)], body).into_response()
}

async fn draft(room: &Room, text: String) -> DraftId {
    let content = Content { text, ..Content::default() };
    let intent = Intent { content, accounts: vec![room.account], window: Window::default() };
    room.engine.begin_draft(&room.who("author").await, intent).await.unwrap()
}

const HTML: &str = "text/html; charset=utf-8";

#[tokio::test]
async fn a_card_is_shown_as_words_and_looked_at_once() {
    let room = Room::open().await;
    let (site, base) = Site::start().await;
    site.says(
        "/bridge",
        200,
        HTML,
        r#"<meta property="og:title" content="&lt;img src=x onerror=alert(1)&gt; The bridge">
           <meta property="og:description" content='"&gt;&lt;script&gt;alert(1)&lt;/script&gt;'>
           <meta property="og:site_name" content="News &amp; more"><meta property="og:image" content="/bridge.png">"#,
    );
    site.says("/bridge.png", 200, "image/png", picture());
    let id = draft(&room, format!("Open again: {base}/bridge and {base}/other")).await;
    let cookie = room.cookie("auditor").await;
    let path = format!("/desk/drafts/{id}/preview");
    let before = room.open_page(&cookie, &path).await.text().to_owned();
    assert!(before.contains("127.0.0.1 was not looked at yet") && before.contains("Show cards"), "{before}");
    assert_eq!(site.asked(), 0, "opening the page asks nobody for anything");
    let looked = room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await;
    assert_eq!(looked.status, 303, "{}", looked.text());
    assert_eq!(
        *site.asked.lock().unwrap(),
        ["/bridge", "/bridge.png"],
        "Mastodon makes one of the first link"
    );
    let shown = room.open_page(&cookie, &path).await.text().to_owned();
    assert!(shown.contains("The bridge") && shown.contains("News &#38; more"), "{shown}");
    assert!(!shown.contains("<img src=x") && !shown.contains("<script>alert"), "{shown}");
    assert!(shown.contains("has no description"), "{shown}");
    assert!(!shown.contains("Show cards"), "there is nothing left to look at");
    // The picture is ours, made anew, and for those who have signed in.
    let name = shown.split("/desk/cards/").nth(1).unwrap().split('"').next().unwrap();
    let small = room.open_page(&cookie, &format!("/desk/cards/{name}")).await;
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
    assert!(small.body.starts_with(&[0xFF, 0xD8]));
    assert_eq!(room.open_page("mimus_desk=", &format!("/desk/cards/{name}")).await.status, 401);
    // Nobody asks twice within a day, whoever it is.
    let editor = room.cookie("editor").await;
    assert_eq!(room.submit(&editor, &format!("/desk/drafts/{id}/cards"), "").await.status, 303);
    assert_eq!(site.asked(), 2);
    room.pass(25 * 3_600);
    // Sessions do not last so long.
    let editor = room.cookie("editor").await;
    assert_eq!(room.submit(&editor, &format!("/desk/drafts/{id}/cards"), "").await.status, 303);
    assert_eq!(site.asked(), 4);
    // What nobody has looked at for long goes, with its picture.
    room.pass(3 * 24 * 3_600);
    janitor::tidy(&room.engine).await.unwrap();
    assert!(!room.engine.media.file(name).unwrap().exists());
}

#[tokio::test]
async fn without_a_card_it_says_why() {
    let room = Room::open().await;
    let (site, base) = Site::start().await;
    site.says("/empty", 200, HTML, "<p>No title</p>");
    site.says("/large", 200, HTML, format!("<title>Large</title>{}", " ".repeat(600 << 10)));
    site.says("/sheet", 200, "application/pdf", "%PDF-1.7");
    let links = ["missing", "empty", "large", "sheet"].map(|page| format!("{base}/{page}"));
    let id = draft(&room, links.join("\n---\n")).await;
    let cookie = room.cookie("keeper").await;
    assert_eq!(room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await.status, 303);
    let shown = room.open_page(&cookie, &format!("/desk/drafts/{id}/preview")).await.text().to_owned();
    for why in ["answers 404", "has no title", "512 KiB", "is no web page"] {
        assert!(shown.contains(why), "{why}: {shown}");
    }
    let asked = site.asked();
    // That there is none is known for ten minutes.
    site.says("/missing", 200, HTML, "<title>Found</title>");
    room.pass(500);
    room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await;
    assert_eq!(site.asked(), asked);
    room.pass(200);
    room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await;
    let shown = room.open_page(&cookie, &format!("/desk/drafts/{id}/preview")).await.text().to_owned();
    assert!(shown.contains("Found") && !shown.contains("answers 404"), "{shown}");
}

#[tokio::test]
async fn a_person_has_twenty_pages_a_minute_looked_at() {
    let room = Room::open().await;
    let (site, base) = Site::start().await;
    let links: Vec<String> = (0..25).map(|n| format!("{base}/{n}")).collect();
    let id = draft(&room, links.join("\n---\n")).await;
    let cookie = room.cookie("editor").await;
    let many = room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await;
    assert_eq!((many.status, site.asked()), (429, 20));
    assert_eq!(room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await.status, 429);
    assert_eq!(site.asked(), 20);
    room.pass(61);
    assert_eq!(room.submit(&cookie, &format!("/desk/drafts/{id}/cards"), "").await.status, 303);
    assert_eq!(site.asked(), 25);
    // Who may not read it has nobody asked.
    let other = draft(&room, format!("{base}/other")).await;
    let stranger = room.cookie("stranger").await;
    assert_eq!(room.submit(&stranger, &format!("/desk/drafts/{other}/cards"), "").await.status, 404);
    assert_eq!(site.asked(), 25);
}

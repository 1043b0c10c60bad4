//! [`Town`]: a small server with as much of Mastodon's client API as a Desk needs to publish there, and one account, `library`.
//!
//! Everything is in memory, at most [`KEPT`] posts and [`FILES`] files, and what is beyond is refused.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, Request, State};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use mimus_core::RichText;
use mimus_core::rich_text::{Detect, detect, escape};
use mimus_engine::Clock;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::pages::view::words_as_html;

/// Most posts that are kept.
const KEPT: usize = 1_000;
/// Most files that are kept.
const FILES: usize = 100;
/// Largest body, in bytes.
const MAX_BODY: usize = 41 << 20;
/// Types of files that are taken.
const TYPES: [&str; 5] = ["image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4"];
/// Name of the one account.
const NAME: &str = "library";

/// A server of a town, whose library has an account there. Cheap to clone; it runs until the process ends.
#[derive(Clone)]
pub struct Town(Arc<Inner>);

struct Inner {
    base: String,
    token: String,
    clock: Clock,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    posts: Vec<Post>,
    files: Vec<File>,
    last: u64,
}

struct Post {
    id: u64,
    key: Option<String>,
    at: jiff::Timestamp,
    edited: Option<jiff::Timestamp>,
    said: Said,
}

struct File {
    id: u64,
    mime: &'static str,
    bytes: Bytes,
    description: String,
}

/// What a post says, as it was sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Said {
    status: String,
    spoiler_text: String,
    sensitive: bool,
    language: Option<String>,
    visibility: Option<String>,
    in_reply_to_id: Option<String>,
    media_ids: Vec<String>,
}

impl Town {
    /// Starts the server on a free port of loopback. Whoever has `token` publishes as its account.
    pub async fn start(token: String) -> std::io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let town = Self(Arc::new(Inner { base, token, clock: Clock::system(), kept: Mutex::default() }));
        let app = town.router();
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the town's server has stopped");
            }
        });
        Ok(town)
    }

    /// Its address, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// The page of its account.
    #[must_use]
    pub fn page(&self) -> String {
        format!("{}/@{NAME}", self.0.base)
    }

    /// How many posts stand there.
    #[must_use]
    pub fn posts(&self) -> usize {
        self.kept().posts.len()
    }

    fn router(&self) -> Router {
        let known = Router::new()
            .route("/api/v1/accounts/verify_credentials", get(me))
            .route("/api/v1/accounts/{id}/statuses", get(newest))
            .route("/api/v1/statuses", post(publish))
            .route("/api/v1/statuses/{id}", get(one).put(edit).delete(remove))
            .route("/api/v2/search", get(search))
            .route("/api/v2/media", post(upload))
            .layer(middleware::from_fn_with_state(self.clone(), known));
        known
            .route("/api/v2/instance", get(instance))
            .route("/files/{id}", get(file))
            .route("/@library", get(page))
            .layer(DefaultBodyLimit::max(MAX_BODY))
            .with_state(self.clone())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // What is kept is whole after every line that changes it.
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn account(&self) -> Value {
        json!({
            "id": "1", "username": NAME, "acct": NAME, "display_name": "The town library", "url": self.page(),
            "note": "<p>Books, readings and a roof when it rains.</p>", "fields": [],
        })
    }

    fn status(&self, kept: &Kept, post: &Post) -> Value {
        let media: Vec<Value> = files_of(kept, post).map(|file| self.medium(file)).collect();
        json!({
            "id": post.id.to_string(), "created_at": post.at, "edited_at": post.edited, "account": self.account(),
            "url": format!("{}#p{}", self.page(), post.id), "uri": format!("{}/posts/{}", self.base(), post.id),
            "content": format!("<p>{}</p>", escape(&post.said.status).replace('\n', "<br>")),
            "spoiler_text": post.said.spoiler_text, "sensitive": post.said.sensitive,
            "visibility": post.said.visibility.as_deref().unwrap_or("public"), "language": post.said.language,
            "in_reply_to_id": post.said.in_reply_to_id, "media_attachments": media, "mentions": [], "reblog": null,
        })
    }

    fn medium(&self, file: &File) -> Value {
        let url = format!("{}/files/{}", self.base(), file.id);
        json!({"id": file.id.to_string(), "type": file.kind(), "url": url, "description": file.description})
    }
}

impl File {
    fn kind(&self) -> &'static str {
        if self.mime.starts_with("image/") { "image" } else { "video" }
    }
}

impl Kept {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

fn files_of<'k>(kept: &'k Kept, post: &'k Post) -> impl Iterator<Item = &'k File> {
    kept.files.iter().filter(|file| post.said.media_ids.contains(&file.id.to_string()))
}

fn refused(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"error": why}))).into_response()
}

fn not_found() -> Response {
    refused(StatusCode::NOT_FOUND, "Record not found")
}

async fn known(State(town): State<Town>, request: Request, next: Next) -> Response {
    let given = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given.and_then(|given| given.strip_prefix("Bearer ")) != Some(town.0.token.as_str()) {
        return refused(StatusCode::UNAUTHORIZED, "The access token is invalid");
    }
    next.run(request).await
}

async fn me(State(town): State<Town>) -> Json<Value> {
    Json(town.account())
}

async fn instance(State(town): State<Town>) -> Json<Value> {
    Json(json!({
        "domain": town.base().trim_start_matches("http://"), "title": "The town",
        "configuration": {
            "statuses": {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23},
            "media_attachments": {"description_limit": 1500, "image_size_limit": 16_777_216},
        },
        "rules": [{"id": "1", "text": "Be kind."}],
    }))
}

async fn newest(State(town): State<Town>) -> Json<Value> {
    let kept = town.kept();
    Json(kept.posts.iter().rev().take(40).map(|post| town.status(&kept, post)).collect())
}

async fn one(State(town): State<Town>, Path(id): Path<u64>) -> Response {
    let kept = town.kept();
    let found = kept.posts.iter().find(|post| post.id == id);
    found.map_or_else(not_found, |post| Json(town.status(&kept, post)).into_response())
}

async fn publish(State(town): State<Town>, headers: HeaderMap, Json(said): Json<Said>) -> Response {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let mut kept = town.kept();
    if let Some(post) = kept.posts.iter().find(|post| key.is_some() && post.key == key) {
        return Json(town.status(&kept, post)).into_response();
    }
    if kept.posts.len() >= KEPT {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "the town's server is full");
    }
    let post = Post { id: kept.next(), key, at: town.0.clock.now(), edited: None, said };
    let answer = town.status(&kept, &post);
    kept.posts.push(post);
    Json(answer).into_response()
}

async fn edit(State(town): State<Town>, Path(id): Path<u64>, Json(said): Json<Said>) -> Response {
    let now = town.0.clock.now();
    let mut kept = town.kept();
    let Some(post) = kept.posts.iter_mut().find(|post| post.id == id) else { return not_found() };
    let before = std::mem::take(&mut post.said);
    post.said = Said { visibility: before.visibility, in_reply_to_id: before.in_reply_to_id, ..said };
    post.edited = Some(now);
    kept.posts
        .iter()
        .find(|post| post.id == id)
        .map_or_else(not_found, |post| Json(town.status(&kept, post)).into_response())
}

async fn remove(State(town): State<Town>, Path(id): Path<u64>) -> Response {
    let mut kept = town.kept();
    let before = kept.posts.len();
    kept.posts.retain(|post| post.id != id);
    if kept.posts.len() == before { not_found() } else { Json(json!({})).into_response() }
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn search(State(town): State<Town>, Query(search): Query<Search>) -> Json<Value> {
    let kept = town.kept();
    let statuses = kept.posts.iter().map(|post| town.status(&kept, post));
    let found: Vec<Value> = statuses.filter(|status| status["url"] == search.q.as_str()).take(1).collect();
    Json(json!({"accounts": [], "hashtags": [], "statuses": found}))
}

async fn upload(State(town): State<Town>, mut form: Multipart) -> Response {
    let (mut bytes, mut description, mut mime) = (Bytes::new(), String::new(), None);
    while let Ok(Some(field)) = form.next_field().await {
        match field.name() {
            Some("file") => {
                let said = field.content_type().unwrap_or_default();
                mime = TYPES.into_iter().find(|known| *known == said);
                bytes = field.bytes().await.unwrap_or_default();
            }
            Some("description") => description = field.text().await.unwrap_or_default(),
            _ => {}
        }
    }
    let Some(mime) = mime else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "this is no picture or film that is taken");
    };
    let mut kept = town.kept();
    if kept.files.len() >= FILES {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "the town's server is full");
    }
    let file = File { id: kept.next(), mime, bytes, description };
    let answer = town.medium(&file);
    kept.files.push(file);
    Json(answer).into_response()
}

async fn file(State(town): State<Town>, Path(id): Path<u64>) -> Response {
    let kept = town.kept();
    kept.files
        .iter()
        .find(|file| file.id == id)
        .map_or_else(not_found, |file| ([(CONTENT_TYPE, file.mime)], file.bytes.clone()).into_response())
}

/// What everybody sees of the account.
async fn page(State(town): State<Town>) -> Html<String> {
    let kept = town.kept();
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>The town library</title><h1>The town library</h1><p>What a server with Mastodon’s API got from the Desk.</p>",
    );
    for post in kept.posts.iter().rev() {
        let said = &post.said;
        let words =
            words_as_html(&detect(&RichText::plain(&said.status), Detect { links: true, hashtags: true }));
        let language = said.language.as_deref().unwrap_or("en");
        html.push_str(&format!("<article id=\"p{}\" lang=\"{}\">", post.id, escape(language)));
        if !said.spoiler_text.is_empty() {
            html.push_str(&format!("<p><strong>CW: {}</strong></p>", escape(&said.spoiler_text)));
        }
        html.push_str(&words);
        for file in files_of(&kept, post).filter(|file| file.kind() == "image") {
            let alt = escape(&file.description);
            html.push_str(&format!("<p><img src=\"/files/{}\" alt=\"{alt}\" width=\"320\"></p>", file.id));
        }
        html.push_str(&format!("<p><small>{}</small></p><hr></article>", post.at.strftime("%F %H:%M UTC")));
    }
    Html(html)
}

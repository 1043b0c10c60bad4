//! The server of Mastodon's client API as Mimus's own client sees it.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mimus_http::{ClientConfig, HttpClient, HttpError, Redirects, Request};
use mimus_testkit::mastodon::{
    Fault, FaultKind, Limits, MastodonServer, NewMedia, NewPoll, NewStatus, Options, Visibility, Window,
};
use serde_json::{Value, json};

/// Which bodies a call has.
enum Sends {
    Nothing,
    Json(Value),
    Form(&'static str),
    File { bytes: Vec<u8>, fields: Vec<(&'static str, &'static str)> },
}

struct Answered {
    status: u16,
    headers: HeaderMap,
    json: Value,
    text: String,
}

impl Answered {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap().to_str().unwrap()
    }

    fn id(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json["id"].as_str().unwrap().to_owned()
    }

    fn refused(&self, status: u16, error: &str) {
        assert_eq!((self.status, &self.json["error"]), (status, &json!(error)), "{}", self.text);
    }
}

#[derive(Clone)]
struct Client {
    http: HttpClient,
    server: MastodonServer,
    token: String,
    key: Option<&'static str>,
    patience: Duration,
}

impl Client {
    async fn try_call(&self, method: Method, path: &str, sends: Sends) -> Result<Answered, HttpError> {
        let (kind, body) = match sends {
            Sends::Nothing => (None, Vec::new()),
            Sends::Json(json) => (Some("application/json"), json.to_string().into_bytes()),
            Sends::Form(form) => (Some("application/x-www-form-urlencoded"), form.into()),
            Sends::File { bytes, fields } => {
                (Some("multipart/form-data; boundary=\"b0undary\""), multipart(&bytes, &fields))
            }
        };
        let url = self.server.base().join(path).unwrap();
        let mut request = Request { method, ..Request::post(url, body) }.redirects(Redirects::None);
        let mut set = |name: HeaderName, value: &str| {
            request.headers.insert(name, HeaderValue::from_str(value).unwrap());
        };
        if let Some(kind) = kind {
            set(header::CONTENT_TYPE, kind);
        }
        if !self.token.is_empty() {
            set(header::AUTHORIZATION, &format!("Bearer {}", self.token));
        }
        if let Some(key) = self.key {
            set(HeaderName::from_static("idempotency-key"), key);
        }
        let response = self.http.send(request.timeout(self.patience)).await?;
        let text = String::from_utf8_lossy(&response.body).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Ok(Answered { status: response.status.as_u16(), headers: response.headers, json, text })
    }

    async fn call(&self, method: Method, path: &str, sends: Sends) -> Answered {
        self.try_call(method, path, sends).await.unwrap()
    }

    async fn get(&self, path: &str) -> Answered {
        self.call(Method::GET, path, Sends::Nothing).await
    }

    async fn post(&self, status: Value) -> Answered {
        self.call(Method::POST, "/api/v1/statuses", Sends::Json(status)).await
    }

    async fn upload(&self, fields: Vec<(&'static str, &'static str)>) -> Answered {
        let sends = Sends::File { bytes: png(), fields };
        self.call(Method::POST, "/api/v2/media", sends).await
    }
}

fn multipart(file: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    body.extend(b"--b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n");
    body.extend(b"Content-Type: image/png\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--b0undary--\r\n");
    body
}

/// The first bytes of a picture of 30 by 20, with what looks like the end of a part.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(30_u32.to_be_bytes());
    bytes.extend(20_u32.to_be_bytes());
    bytes.extend(b"\r\n--b0und\r\n\r\n");
    bytes
}

async fn start_with(options: Options) -> (MastodonServer, Client) {
    let server = MastodonServer::start(options).await.unwrap();
    server.add_user("ana");
    let mut config = ClientConfig::new("mimus-test");
    config.allow_private_addresses = true;
    config.total_timeout = Duration::from_secs(3);
    let http = HttpClient::new(config).unwrap();
    let token = server.token_for("ana");
    let client = Client { http, server: server.clone(), token, key: None, patience: Duration::from_secs(3) };
    (server, client)
}

async fn start() -> (MastodonServer, Client) {
    start_with(Options::default()).await
}

fn words(text: &str) -> NewStatus {
    NewStatus { text: text.into(), ..NewStatus::default() }
}

#[tokio::test]
async fn consent_gives_a_token_to_who_can_prove_they_asked() {
    let (server, mut client) = start().await;
    let token = std::mem::take(&mut client.token);
    let meta = client.get("/.well-known/oauth-authorization-server").await.json;
    assert_eq!(meta["code_challenge_methods_supported"], json!(["S256"]));

    let app = Sends::Form(
        "client_name=Mimus&redirect_uris=http://127.0.0.1:9/back%0Aurn:ietf:wg:oauth:2.0:oob&scopes=read+write:statuses",
    );
    let app = client.call(Method::POST, "/api/v1/apps", app).await.json;
    assert_eq!(app["scopes"], json!(["read", "write:statuses"]));
    let id = app["client_id"].as_str().unwrap();
    let verifier = "a-verifier-of-forty-three-letters-or-more-it-is";
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    let ask = |uri: &str, scope: &str| {
        format!(
            "/oauth/authorize?response_type=code&client_id={id}&redirect_uri={uri}&scope={scope}&state=s1\
             &code_challenge={challenge}&code_challenge_method=S256"
        )
    };
    let code_in = |answered: &Answered, name: &str| {
        let to = url::Url::parse(answered.header("location")).unwrap();
        to.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let exchange = async |code: &str, uri: &str, verifier: &str| {
        let sends = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": uri,
            "client_id": id, "client_secret": app["client_secret"], "code_verifier": verifier});
        client.call(Method::POST, "/oauth/token", Sends::Json(sends)).await
    };
    let back = "http://127.0.0.1:9/back";

    let wide = client.get(&ask(back, "read+write")).await;
    assert_eq!(code_in(&wide, "error").as_deref(), Some("invalid_scope"));
    server.consent(false);
    let denied = client.get(&ask(back, "read")).await;
    assert_eq!(code_in(&denied, "error").as_deref(), Some("access_denied"));
    server.consent(true);

    let asked = client.get(&ask(back, "read+write:statuses")).await;
    assert_eq!((asked.status, code_in(&asked, "state").as_deref()), (302, Some("s1")));
    let code = code_in(&asked, "code").unwrap();
    exchange(&code, back, "another").await.refused(400, "invalid_grant");
    exchange(&code, back, verifier).await.refused(400, "invalid_grant");

    let code = code_in(&client.get(&ask(back, "read+write:statuses")).await, "code").unwrap();
    let given = exchange(&code, back, verifier).await;
    assert_eq!((given.status, &given.json["scope"]), (200, &json!("read write:statuses")));
    let given = given.json["access_token"].as_str().unwrap().to_owned();
    let ours = Client { token: given.clone(), ..client.clone() };
    let posted = ours.post(json!({"status": "by an application"})).await;
    assert_eq!(posted.json["application"]["name"], "Mimus");
    ours.upload(Vec::new()).await.refused(403, "This action is outside the authorized scopes");

    let shown = client.get(&ask("urn:ietf:wg:oauth:2.0:oob", "read")).await;
    let code = code_in(&shown, "code").unwrap();
    assert!(client.get(shown.header("location")).await.text.contains(&code));

    let revoke = json!({"client_id": id, "client_secret": app["client_secret"], "token": given});
    assert_eq!(client.call(Method::POST, "/oauth/revoke", Sends::Json(revoke)).await.status, 200);
    ours.get("/api/v1/accounts/verify_credentials").await.refused(401, "The access token was revoked");
    client.post(json!({"status": "?"})).await.refused(401, "The access token is invalid");
    server.revoke(&token);
    let first = Client { token, ..client.clone() };
    assert_eq!(first.post(json!({"status": "?"})).await.status, 401);
}

#[tokio::test]
async fn the_server_says_what_it_takes() {
    let (server, client) = start().await;
    server.set_limits(Limits { characters: 640, ..Limits::default() });
    let second = client.get("/api/v2/instance").await.json;
    assert_eq!(second["configuration"]["statuses"]["max_characters"], 640);
    assert_eq!(second["configuration"]["statuses"]["characters_reserved_per_url"], 23);
    assert_eq!(second["configuration"]["media_attachments"]["description_limit"], 1_500);
    assert_eq!(second["rules"][0]["id"], "1");
    assert!(second["configuration"]["urls"]["streaming"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
    let first = client.get("/api/v1/instance").await.json;
    assert_eq!(first["configuration"]["polls"]["max_options"], 4);
}

#[tokio::test]
async fn statuses_are_whole_and_marked_up() {
    let (server, client) = start().await;
    server.add_user("bob@far.example");
    let long = "https://www.example.com/a/long/path/that/goes/on/and/on?x=1&y=2";
    let text = format!("Hi @bob@far.example & <all>\nsee {long}.\n\n#Tea at @nobody");
    let posted = client.post(json!({"status": text, "visibility": "unlisted", "language": "de"})).await;
    let status = posted.json.clone();
    assert_eq!((&status["visibility"], &status["language"]), (&json!("unlisted"), &json!("de")));
    let base = server.base();
    let html = format!(
        "<p>Hi <span class=\"h-card\" translate=\"no\"><a href=\"https://far.example/@bob\" class=\"u-url mention\">\
         @<span>bob</span></a></span> &amp; &lt;all&gt;<br />see <a \
         href=\"https://www.example.com/a/long/path/that/goes/on/and/on?x=1&amp;y=2\" target=\"_blank\" \
         rel=\"nofollow noopener noreferrer\" translate=\"no\"><span class=\"invisible\">https://www.</span><span \
         class=\"ellipsis\">example.com/a/long/path/that/g</span><span \
         class=\"invisible\">oes/on/and/on?x=1&amp;y=2</span></a>.</p><p><a href=\"{base}tags/tea\" class=\"mention \
         hashtag\" rel=\"tag\">#<span>Tea</span></a> at @nobody</p>"
    );
    assert_eq!(status["content"], html);
    assert_eq!(status["mentions"][0]["acct"], "bob@far.example");
    assert_eq!(status["tags"][0]["name"], "tea");
    assert_eq!(status["url"], format!("{base}@ana/{}", posted.id()));
    assert_eq!(status["account"]["acct"], "ana");
    let held = server.statuses_of("ana");
    assert_eq!((held.len(), held[0].text.as_str(), held[0].visibility), (1, &*text, Visibility::Unlisted));

    let form = Sends::Form(
        "status=%F0%9F%9A%80&spoiler_text=space&poll[options][]=a&poll[options][]=b&poll[expires_in]=300",
    );
    let formed = client.call(Method::POST, "/api/v1/statuses", form).await.json;
    assert_eq!((&formed["sensitive"], &formed["poll"]["options"][1]["title"]), (&json!(true), &json!("b")));
}

#[tokio::test]
async fn words_are_counted_as_mastodon_does() {
    let (_, client) = start().await;
    let refused = "Validation failed: Text character limit of 500 exceeded";
    let link = format!("https://example.com/{}", "x".repeat(200));
    let fits = format!("{} {link} @ana@a.very.long.example", "👩‍👩‍👧".repeat(500 - 23 - 4 - 2));
    client.post(json!({"status": fits})).await.id();
    client.post(json!({"status": format!("{fits}!")})).await.refused(422, refused);
    client.post(json!({"status": "x".repeat(499), "spoiler_text": "ab"})).await.refused(422, refused);
    client.post(json!({"status": "  "})).await.refused(422, "Validation failed: Text can't be blank");
}

#[tokio::test]
async fn polls_have_rules() {
    let (_, client) = start().await;
    let poll = |options: Value, seconds: u32| json!({"status": "?", "poll": {"options": options, "expires_in": seconds}});
    let refuse = async |options: Value, seconds, error: &str| {
        client.post(poll(options, seconds)).await.refused(422, &format!("Validation failed: {error}"));
    };
    refuse(json!(["a"]), 600, "Choices must have more than one item").await;
    refuse(json!(["a", "a"]), 600, "Choices contain duplicate items").await;
    refuse(json!(["a", "b", "c", "d", "e"]), 600, "Choices can't contain more than 4 items").await;
    refuse(json!(["a", "b".repeat(51)]), 600, "Choices cannot be longer than 50 characters each").await;
    refuse(json!(["a", "b"]), 10, "Deadline is too soon").await;
    let posted = client.post(poll(json!(["a", "b"]), 600)).await;
    assert_eq!(posted.json["poll"]["expired"], false);
    let media = client.upload(Vec::new()).await.id();
    let mut both = poll(json!(["a", "b"]), 600);
    both["media_ids"] = json!([media]);
    assert_eq!(client.post(both).await.status, 422);
}

#[tokio::test]
async fn a_key_gives_the_same_status_for_an_hour() {
    let (server, mut client) = start().await;
    client.key = Some("k1");
    let first = client.post(json!({"status": "once"})).await.id();
    assert_eq!(client.post(json!({"status": "other words"})).await.id(), first);
    server.advance(Duration::from_secs(3_601));
    assert_ne!(client.post(json!({"status": "later"})).await.id(), first);
    let held: Vec<String> = server.statuses_of("ana").into_iter().map(|status| status.text).collect();
    assert_eq!(held, ["once", "later"]);
}

#[tokio::test]
async fn media_are_in_the_works_before_they_are_ready() {
    let (server, client) = start_with(Options { media_polls: 2, ..Options::default() }).await;
    let uploaded = client.upload(vec![("description", "a dot"), ("focus", "0.5,-1")]).await;
    assert_eq!((uploaded.status, &uploaded.json["url"]), (202, &Value::Null));
    let id = uploaded.json["id"].as_str().unwrap();
    let early = client.post(json!({"status": "a", "media_ids": [id]})).await;
    early.refused(422, "Cannot attach files that have not finished processing. Try again in a moment!");
    let path = format!("/api/v1/media/{id}");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(client.get(&path).await.status);
    }
    assert_eq!(statuses, [206, 206, 200]);
    let described = client.call(Method::PUT, &path, Sends::Form("description=a+boat")).await.json;
    assert_eq!(described["meta"]["focus"], json!({"x": 0.5, "y": -1.0}));
    assert_eq!(described["meta"]["original"]["size"], "30x20");
    let posted = client.post(json!({"status": "", "media_ids": [id]})).await;
    let url = posted.json["media_attachments"][0]["url"].as_str().unwrap().to_owned();
    let file = client.http.send(Request::get(url.parse().unwrap())).await.unwrap();
    assert_eq!(file.body.as_ref(), png());
    let held = &server.statuses_of("ana")[0].media[0];
    assert_eq!((held.description.as_deref(), held.focus), (Some("a boat"), Some((0.5, -1.0))));
    let again = client.post(json!({"status": "b", "media_ids": [id]})).await;
    again.refused(422, &format!("Media {id} not found or already attached to another post"));
    assert_eq!(client.get(&path).await.status, 404);
}

#[tokio::test]
async fn an_edit_replaces_and_is_remembered() {
    let (server, client) = start().await;
    let media = client.upload(vec![("description", "old")]).await.id();
    let id = client.post(json!({"status": "one", "media_ids": [media]})).await.id();
    let path = format!("/api/v1/statuses/{id}");
    let edit = json!({"status": "two", "media_ids": [media], "media_attributes": [{"id": media, "description": "new"}]});
    let edited = client.call(Method::PUT, &path, Sends::Json(edit.clone())).await;
    assert_eq!(edited.json["media_attachments"][0]["description"], "new");
    let at = edited.json["edited_at"].clone();
    assert!(at.is_string());
    let same = client.call(Method::PUT, &path, Sends::Json(edit)).await;
    assert_eq!(same.json["edited_at"], at);
    let history = client.get(&format!("{path}/history")).await.json;
    let contents: Vec<&Value> =
        history.as_array().unwrap().iter().map(|version| &version["content"]).collect();
    assert_eq!(contents, ["<p>one</p>", "<p>two</p>"]);
    assert_eq!(client.get(&format!("{path}/source")).await.json["text"], "two");
    let bare = client.call(Method::PUT, &path, Sends::Json(json!({"status": "three"}))).await;
    assert_eq!(bare.json["media_attachments"], json!([]));
    assert_eq!(server.statuses_of("ana")[0].history.len(), 3);
    let gone = client.call(Method::DELETE, &path, Sends::Nothing).await;
    assert_eq!((&gone.json["text"], gone.json.get("content")), (&json!("three"), None));
    client.get(&path).await.refused(404, "Record not found");
}

#[tokio::test]
async fn replies_quotes_and_reblogs_name_what_is_there() {
    let (server, client) = start().await;
    server.add_user("bea");
    let said = server.post("bea", words("said"));
    let secret = server.post("bea", NewStatus { visibility: Visibility::Private, ..words("psst") });
    let reply = client.post(json!({"status": "yes", "in_reply_to_id": said.to_string()})).await;
    assert_eq!(reply.json["in_reply_to_id"], said.to_string());
    let quote = client.post(json!({"status": "so", "quoted_status_id": said.to_string()})).await;
    assert_eq!(quote.json["quote"]["quoted_status"]["content"], "<p>said</p>");
    let lost = client.post(json!({"status": "no", "in_reply_to_id": secret.to_string()})).await;
    lost.refused(404, "The post you are trying to reply to does not appear to exist.");
    let reblog = format!("/api/v1/statuses/{said}/reblog");
    let first = client.call(Method::POST, &reblog, Sends::Nothing).await;
    assert_eq!(first.json["reblog"]["id"], said.to_string());
    assert_eq!(client.call(Method::POST, &reblog, Sends::Nothing).await.id(), first.id());
    let back = client.call(Method::POST, &format!("/api/v1/statuses/{said}/unreblog"), Sends::Nothing).await;
    assert_eq!((back.id(), &back.json["reblogged"]), (said.to_string(), &json!(false)));
    assert_eq!(client.get(&format!("/api/v1/statuses/{}", first.id())).await.status, 404);
    server.delete(said);
    let quote = client.get(&format!("/api/v1/statuses/{}", quote.id())).await;
    assert_eq!(quote.json["quote"]["state"], "deleted");
}

#[tokio::test]
async fn timelines_page_both_ways() {
    let (server, client) = start().await;
    let own = client.get("/api/v1/accounts/verify_credentials").await.id();
    assert_eq!(client.get("/api/v1/accounts/lookup?acct=Ana").await.id(), own);
    client.get("/api/v1/accounts/lookup?acct=nobody").await.refused(404, "Record not found");
    let ids: Vec<String> = (0..45).map(|at| server.post("ana", words(&at.to_string())).to_string()).collect();
    let page = async |query: String| {
        let answered = client.get(&format!("/api/v1/accounts/{own}/statuses?{query}")).await;
        let list = answered.json.as_array().unwrap().clone();
        (list.iter().map(|status| status["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>(), answered)
    };
    let reversed = |range: &[String]| range.iter().rev().cloned().collect::<Vec<_>>();
    let (newest, answered) = page("limit=100".into()).await;
    assert_eq!(newest, reversed(&ids[5..]));
    assert!(answered.header("link").contains(&format!("max_id={}>; rel=\"next\"", ids[5])));
    assert_eq!(page(format!("max_id={}", ids[5])).await.0, reversed(&ids[..5]));
    assert_eq!(page(format!("min_id={}&limit=3", ids[9])).await.0, reversed(&ids[10..13]));
    assert_eq!(page(format!("since_id={}&limit=3", ids[9])).await.0, reversed(&ids[42..]));
    server.add_user("bea");
    let said = server.post("bea", words("said"));
    server.reblog("ana", said);
    server.post("ana", NewStatus { in_reply_to: Some(said), ..words("reply") });
    let (kept, _) = page("limit=1&exclude_replies=true&exclude_reblogs=1".into()).await;
    assert_eq!(kept, [ids[44].clone()]);
}

#[tokio::test]
async fn windows_fill_and_open_again() {
    let (server, client) = start().await;
    let calls = Window { at_most: 2, each: Duration::from_secs(1_000_000_000) };
    server.set_limits(Limits { calls, ..Limits::default() });
    let path = "/api/v1/accounts/verify_credentials";
    assert_eq!(client.get(path).await.header("x-ratelimit-remaining"), "1");
    assert_eq!(client.get(path).await.header("x-ratelimit-limit"), "2");
    let over = client.get(path).await;
    over.refused(429, "Too many requests");
    assert!(over.header("x-ratelimit-reset").ends_with('Z'));
    server.advance(calls.each);
    assert_eq!(client.get(path).await.status, 200);
}

#[tokio::test]
async fn streams_tell_what_happens() {
    let (server, client) =
        start_with(Options { keep_alive: Duration::from_millis(20), ..Options::default() }).await;
    assert_eq!(client.get("/api/v1/streaming/health").await.text, "OK");
    let url =
        |token: &str| server.base().join(&format!("/api/v1/streaming/user?access_token={token}")).unwrap();
    let open =
        async |token: &str| client.http.open(Request::get(url(token)), Duration::from_secs(3)).await.unwrap();
    assert_eq!(open("wrong").await.status.as_u16(), 401);
    let mut flow = open(&client.token).await;
    let mut heard = String::new();
    let mut until = async |heard: &mut String, wanted: &str| {
        while !heard.contains(wanted) {
            heard.push_str(&String::from_utf8_lossy(&flow.next().await.unwrap().unwrap()));
        }
    };
    until(&mut heard, ":thump\n").await;
    let id = server.post("ana", NewStatus { poll: Some(tea()), ..words("one") });
    until(&mut heard, "<p>one</p>").await;
    server.edit(id, words("two"));
    until(&mut heard, "event: status.update\n").await;
    until(&mut heard, "<p>two</p>").await;
    server.delete(id);
    until(&mut heard, &format!("event: delete\ndata: {id}\n\n")).await;
    server.cut_streams();
    while let Ok(Some(_)) = flow.next().await {}

    server.inject(Fault::once(FaultKind::CutStream, Method::GET, "/api/v1/streaming/user"));
    let mut flow = open(&client.token).await;
    server.post("ana", words("unheard"));
    let mut heard = Vec::new();
    while let Ok(Some(piece)) = flow.next().await {
        heard.extend(piece);
    }
    let heard = String::from_utf8_lossy(&heard).into_owned();
    assert!(heard.contains("event: update") && !heard.ends_with("\n\n"), "{heard}");
    assert_eq!(server.streams_open(), 0);
}

fn tea() -> NewPoll {
    let options = vec!["Tea".into(), "Coffee".into()];
    NewPoll { options, expires_in: Duration::from_secs(600), ..NewPoll::default() }
}

#[tokio::test]
async fn what_a_test_asks_for_goes_wrong() {
    let (server, mut client) = start().await;
    let on = |kind| Fault::once(kind, Method::POST, "/api/v1/statuses");
    let count = || server.statuses_of("ana").len();
    let post = async |client: &Client| {
        let status = Sends::Json(json!({"status": "hello"}));
        client.try_call(Method::POST, "/api/v1/statuses", status).await
    };
    server.inject(on(FaultKind::DropBefore));
    assert!(post(&client).await.is_err());
    assert_eq!(count(), 0);
    client.key = Some("k");
    server.inject(on(FaultKind::DropAfter));
    assert!(post(&client).await.is_err_and(|error| error.outcome_unknown()));
    assert_eq!(count(), 1);
    let told = post(&client).await.unwrap().id();
    assert_eq!((told, count()), (server.statuses_of("ana")[0].id.to_string(), 1));
    client.key = None;
    server.inject(Fault { times: 2, ..on(FaultKind::Status(503)) });
    for _ in 0..2 {
        assert_eq!(post(&client).await.unwrap().status, 503);
    }
    assert_eq!(count(), 1);
    server.inject(on(FaultKind::StatusAfter(500)));
    assert_eq!(post(&client).await.unwrap().status, 500);
    assert_eq!(count(), 2);
    server.inject(on(FaultKind::RateLimited { reset_in: Duration::from_secs(60) }));
    let limited = post(&client).await.unwrap();
    assert_eq!((limited.status, limited.header("x-ratelimit-remaining")), (429, "0"));
    server.inject(on(FaultKind::Slow(Duration::from_millis(200))));
    let hasty = Client { patience: Duration::from_millis(20), ..client.clone() };
    assert!(post(&hasty).await.is_err_and(|error| error.outcome_unknown()));
    assert_eq!(count(), 2);
    let done = async {
        while count() == 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), done).await.unwrap();
    server.inject(Fault::once(FaultKind::MediaNeverReady, Method::POST, "/api/v2/media"));
    let uploaded = client.upload(Vec::new()).await;
    let path = format!("/api/v1/media/{}", uploaded.json["id"].as_str().unwrap());
    for _ in 0..5 {
        assert_eq!(client.get(&path).await.status, 206);
    }
    server.post("ana", NewStatus { media: vec![picture()], ..words("fine again") });
    assert_eq!(count(), 4);
}

fn picture() -> NewMedia {
    NewMedia { content_type: "image/png".into(), bytes: png(), ..NewMedia::default() }
}

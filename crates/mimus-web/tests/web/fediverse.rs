//! Signing in by one's own account on the fediverse: a server with Mastodon's API, over HTTP on this machine.

use std::collections::HashMap;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use http::Method;
use mimus_http::{Redirects, Request};
use mimus_testkit::mastodon::{Fault, FaultKind, MastodonServer, Options};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use super::codes::{Desk, FORM, field};
use super::issuer::{cookie, is_out};
use super::place::{Answer, http_client};

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    server: MastodonServer,
}

/// The address that a page leads on to.
fn onward(page: &Answer) -> Url {
    assert_eq!(page.status, 200, "{}", page.text());
    page.header("refresh").strip_prefix("0; url=").unwrap().parse().unwrap()
}

/// What is asked in an address.
fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

fn encoded(words: &str) -> String {
    url::form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

impl Scene {
    pub(crate) async fn open() -> Self {
        let server = MastodonServer::start(Options::default()).await.unwrap();
        server.add_user("ana");
        server.add_user("eve");
        server.sign_in("ana");
        Self { desk: Desk::open().await, server }
    }

    pub(crate) fn base(&self) -> String {
        self.server.base().to_string()
    }

    async fn begin(&self, server: &str) -> Answer {
        let body = format!("server={}&next=/desk/record", encoded(server));
        self.desk.place.send("POST", "/desk/enter/fediverse", &[FORM], body.as_bytes()).await
    }

    async fn begin_adding(&self, server: &str) -> Answer {
        let cookie = ("Cookie", self.desk.cookie.as_str());
        let key = field(&self.desk.place.ask("GET", "/desk/me", &[cookie]).await, "key");
        let body = format!("key={key}&add=yes&server={}", encoded(server));
        self.desk.place.send("POST", "/desk/enter/fediverse", &[FORM, cookie], body.as_bytes()).await
    }

    /// Gives leave there, or not; returns with what the server sends back.
    async fn consent(&self, at: &Url) -> Url {
        let answer = http_client().send(Request::get(at.clone()).redirects(Redirects::None)).await.unwrap();
        assert_eq!(answer.status, 302);
        answer.headers["location"].to_str().unwrap().parse().unwrap()
    }

    /// Comes back from another site: without the session's cookie.
    async fn back(&self, question: &str, url: &Url) -> Answer {
        let path = format!("{}?{}", url.path(), url.query().unwrap_or_default());
        self.desk.place.ask("GET", &path, &[("Cookie", question)]).await
    }

    async fn round(&self, begun: &Answer) -> Answer {
        let back = self.consent(&onward(begun)).await;
        self.back(&cookie(begun, "mimus_fediverse"), &back).await
    }

    async fn add(&self) -> Answer {
        self.round(&self.begin_adding(&self.base()).await).await
    }

    async fn sign_in(&self) -> Answer {
        self.round(&self.begin(&self.base()).await).await
    }
}

#[tokio::test]
async fn who_has_added_their_account_is_let_in_and_nothing_of_it_is_kept_but_who_it_is() {
    let scene = Scene::open().await;
    let place = &scene.desk.place;
    place.get("/desk/enter").await.has("action=\"/desk/enter/fediverse\"");
    let unknown = scene.begin(&scene.base()).await;
    assert_eq!((unknown.status, unknown.header("refresh")), (401, ""));
    unknown.has("Nobody here signs in by");
    assert!(scene.server.applications().is_empty(), "a stranger has this server ask nobody");

    let begun = scene.begin_adding(&scene.base()).await;
    let asked = query(&onward(&begun));
    let back = format!("{}/desk/enter/fediverse/back", place.base());
    for (name, value) in [
        ("response_type", "code"),
        ("scope", "profile"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", &back),
    ] {
        assert_eq!(asked[name], value, "{name}");
    }
    assert_eq!(begun.header("referrer-policy"), "no-referrer");
    let added = scene.round(&begun).await;
    assert_eq!((added.status, added.header("refresh")), (200, "0; url=/desk/me?said=kept"));
    assert!(added.header("set-cookie").contains("mimus_fediverse=; Path=/desk/enter; Max-Age=0"));
    assert_eq!(scene.server.good_tokens(), 0, "the token was given back");
    let handle = format!("@ana@{}", scene.server.base().authority());
    let me = place.ask("GET", "/desk/me", &[("Cookie", &scene.desk.cookie)]).await;
    me.has(&format!("{handle} · on the fediverse"));

    let entered = scene.sign_in().await;
    assert_eq!((entered.status, entered.header("refresh")), (200, "0; url=/desk/record"));
    let session = cookie(&entered, "mimus_desk");
    assert_eq!(place.ask("GET", "/desk", &[("Cookie", &session)]).await.status, 200);
    assert_eq!((scene.server.good_tokens(), scene.server.applications()), (0, vec!["profile".to_owned()]));

    scene.server.sign_in("eve");
    let other = scene.sign_in().await;
    assert_eq!((other.status, is_out(&other)), (401, true), "another account of the same server");
    other.has("Nobody here signs in as @eve@");
    assert_eq!(place.store.people().await.unwrap().len(), 1, "it makes nobody known");
    assert_eq!(scene.server.good_tokens(), 0);

    scene.server.sign_in("ana");
    let subject = field(&me, "subject");
    let issuer = encoded(&field(&me, "issuer"));
    let rest = format!("deed=identity-remove&issuer={issuer}&subject={subject}");
    assert_eq!(scene.desk.me(&rest).await.status, 303);
    assert!(is_out(&scene.sign_in().await));
}

#[tokio::test]
async fn a_denial_and_an_answer_to_another_question_let_nobody_in() {
    let scene = Scene::open().await;
    assert_eq!(scene.add().await.status, 200);
    scene.server.consent(false);
    let denied = scene.sign_in().await;
    assert_eq!((denied.status, is_out(&denied)), (502, true));
    denied.has("it says no: access_denied");
    scene.server.consent(true);

    let other = scene.begin(&scene.base()).await;
    let others = scene.consent(&onward(&other)).await;
    let begun = scene.begin(&scene.base()).await;
    let question = cookie(&begun, "mimus_fediverse");
    let good = scene.consent(&onward(&begun)).await;
    let changed = |name: &str, value: Option<&str>| {
        let mut url = good.clone();
        let kept: Vec<(String, String)> =
            query(&good).into_iter().filter(|(known, _)| known != name).collect();
        url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(value.map(|value| (name, value)));
        url
    };
    let long = "a".repeat(5_000);
    for (cookie, url) in [
        (question.as_str(), others),
        (&question, changed("state", Some("wrong"))),
        (&question, changed("state", None)),
        (&question, changed("code", None)),
        (&question, changed("code", Some(&long))),
        (&question, changed("iss", Some("https://other.example"))),
        (&cookie(&other, "mimus_fediverse"), good.clone()),
        ("mimus_fediverse=garbage", good.clone()),
        ("", good.clone()),
    ] {
        let answer = scene.back(cookie, &url).await;
        assert_eq!((answer.status, is_out(&answer)), (401, true), "{url}");
        answer.has("belongs to no question");
    }
    let wrong = scene.back(&question, &changed("code", Some("wrong"))).await;
    assert_eq!((wrong.status, is_out(&wrong)), (502, true));
    let again = scene.back(&question, &good).await;
    assert_eq!(again.status, 200, "the right one still is");
    assert!(is_out(&scene.back(&question, &good).await), "and once");
    let late = scene.begin(&scene.base()).await;
    let answer = scene.consent(&onward(&late)).await;
    scene.desk.hands.forward(601);
    assert_eq!(scene.back(&cookie(&late, "mimus_fediverse"), &answer).await.status, 401);
}

/// A server that says that everybody is this account of another one.
async fn liar(account: Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let app = Router::new()
        .route("/api/v2/instance", get(async || Json(json!({"domain": "victim.example"}))))
        .route("/api/v1/apps", post(async || Json(json!({"client_id": "a", "client_secret": "b"}))))
        .route("/oauth/token", post(async || Json(json!({"access_token": "c", "token_type": "Bearer"}))))
        .route("/oauth/revoke", post(async || Json(json!({}))))
        .route("/api/v1/accounts/verify_credentials", get(async |State(account): State<Value>| Json(account)))
        .with_state(account);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    base
}

#[tokio::test]
async fn a_server_that_answers_for_another_ones_account_is_itself() {
    let scene = Scene::open().await;
    assert_eq!(scene.add().await.status, 200);
    let ana = scene.desk.ana().await;
    let [known] = &scene.desk.place.store.identities_of(ana.id).await.unwrap()[..] else { panic!() };
    let (host, base) = (scene.server.base().authority().to_owned(), scene.base());
    let evil = liar(json!({
        "id": known.subject, "username": "ana", "acct": format!("ana@{host}"), "url": format!("{base}@ana"),
        "uri": format!("{base}users/ana"), "issuer": known.issuer,
    }))
    .await;
    let stranger = scene.begin(&evil).await;
    assert_eq!((stranger.status, stranger.header("refresh")), (401, ""));

    // Somebody has it added, so that this server is sent there.
    let begun = scene.begin_adding(&evil).await;
    let at = onward(&begun);
    assert_eq!(query(&at)["scope"], "read:accounts", "it offers nothing smaller");
    // Asked there, with the question of a sign-in at the server that is trusted: the code goes to that one, and is none.
    let good = scene.begin(&base).await;
    let back = |state: &str| {
        Url::parse(&format!("http://x.example/desk/enter/fediverse/back?code=c&state={state}")).unwrap()
    };
    let mixed = scene.back(&cookie(&good, "mimus_fediverse"), &back(&query(&onward(&good))["state"])).await;
    assert_eq!((mixed.status, is_out(&mixed)), (502, true));
    let mixed = scene.back(&cookie(&good, "mimus_fediverse"), &back(&query(&at)["state"])).await;
    assert_eq!((mixed.status, is_out(&mixed)), (401, true));
    // Known as an app there, it sends people there; what it says of them is said by itself alone.
    let begun = scene.begin(&evil).await;
    let lied = scene.back(&cookie(&begun, "mimus_fediverse"), &back(&query(&onward(&begun))["state"])).await;
    assert_eq!((lied.status, is_out(&lied)), (401, true));
    let evil: Url = evil.parse().unwrap();
    lied.has(&format!("Nobody here signs in as @ana@{}", evil.authority()));
    assert!(!is_out(&scene.sign_in().await));
}

#[tokio::test]
async fn an_app_is_registered_once_and_anew_where_it_was_forgotten() {
    let scene = Scene::open().await;
    assert_eq!(scene.add().await.status, 200);
    for _ in 0..3 {
        assert!(!is_out(&scene.sign_in().await));
    }
    assert_eq!(scene.server.applications().len(), 1);
    scene.desk.hands.forward(3_601);
    assert!(!is_out(&scene.sign_in().await), "it is asked whether it is known");
    assert_eq!((scene.server.applications().len(), scene.server.good_tokens()), (1, 0));
    scene.server.forget_applications();
    scene.desk.hands.forward(3_601);
    assert!(!is_out(&scene.sign_in().await), "and registers anew");
    assert_eq!(scene.server.applications().len(), 1);
}

#[tokio::test]
async fn a_server_that_fails_or_is_none_is_said_so() {
    let scene = Scene::open().await;
    for typed in ["", "ana", "ftp://x.example", "https://", &"a.".repeat(200)] {
        let answer = scene.begin(typed).await;
        assert_eq!(answer.status, 422, "{typed}");
        answer.has("Write your handle");
    }
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let nobody = scene.begin_adding(&format!("http://{closed}")).await;
    assert_eq!(nobody.status, 502);
    nobody.has("does not say who you are");
    assert_eq!(scene.add().await.status, 200);
    for (method, path) in
        [(Method::POST, "/oauth/token"), (Method::GET, "/api/v1/accounts/verify_credentials")]
    {
        scene.server.inject(Fault::once(FaultKind::Status(500), method, path));
        let failed = scene.sign_in().await;
        assert_eq!((failed.status, is_out(&failed)), (502, true), "{path}");
        assert_eq!(scene.server.good_tokens(), 0, "{path}");
    }
    let stranger = scene.desk.place.send("POST", "/desk/enter/fediverse", &[FORM], b"add=yes&server=x").await;
    assert_eq!(stranger.status, 401);
    let foreign = [FORM, ("Origin", "https://evil.example")];
    let answer = scene.desk.place.send("POST", "/desk/enter/fediverse", &foreign, b"server=x.example").await;
    assert_eq!(answer.status, 403);
    let unkeyed = [FORM, ("Cookie", scene.desk.cookie.as_str())];
    let answer =
        scene.desk.place.send("POST", "/desk/enter/fediverse", &unkeyed, b"add=yes&server=x.example");
    assert_eq!(answer.await.status, 403, "without the session's key");
}

#[tokio::test]
async fn who_is_asked_for_codes_is_asked_here_too() {
    let scene = Scene::open().await;
    assert_eq!(scene.add().await.status, 200);
    let secret = scene.desk.turn_on().await;
    scene.desk.hands.forward(30);
    let asked = scene.sign_in().await;
    assert_eq!((asked.status, is_out(&asked)), (200, true));
    let body = format!("ticket={}&code={}", field(&asked, "ticket"), scene.desk.code(&secret));
    assert_eq!(scene.desk.enter(&body).await.status, 303);
}

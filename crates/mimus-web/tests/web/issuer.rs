//! Signing in by another server: a small issuer on this machine, and what a browser does between the two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use mimus_engine::desk::oidc::{Issuer, IssuerKind};
use mimus_engine::desk::sign_in::{Agent, enter_by_link, make_link};
use mimus_store::{LinkFor, NewPerson, PersonState};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::codes::{Desk, Hands, field};
use super::place::{Answer, Place};

/// What the issuer does when it is given a code.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Right,
    OtherNonce,
    OtherAudience,
    OtherIssuer,
    Old,
    NoIdToken,
    OtherUser,
    Error,
    Garbage,
    Endless,
    Silence,
}

struct Told {
    way: Way,
    /// Who signs in there.
    subject: &'static str,
    /// What somebody was sent there with.
    query: HashMap<String, String>,
    now: i64,
    asked: usize,
}

/// An issuer at this address.
#[derive(Clone)]
struct Fake {
    base: String,
    told: Arc<Mutex<Told>>,
}

impl Fake {
    async fn start(hands: &Hands) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let told = Told {
            way: Way::Right,
            subject: "7",
            query: HashMap::new(),
            now: hands.now().as_second(),
            asked: 0,
        };
        let fake = Self { base, told: Arc::new(Mutex::new(told)) };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .route("/w/rest.php/oauth2/access_token", post(token))
            .route("/w/rest.php/oauth2/resource/profile", get(profile))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        fake
    }

    fn issuer(&self, kind: IssuerKind) -> Issuer {
        let issuer = Issuer::new(kind, &self.base, "The Club", "mimus", "s3cret:").unwrap();
        issuer.with_patience(Duration::from_secs(2))
    }

    fn set(&self, way: Way) {
        self.told.lock().unwrap().way = way;
    }

    fn signs_in(&self, subject: &'static str) {
        self.told.lock().unwrap().subject = subject;
    }
}

async fn configuration(State(fake): State<Fake>) -> Json<Value> {
    let base = &fake.base;
    Json(json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize?tenant=1"),
        "token_endpoint": format!("{base}/token"),
        "userinfo_endpoint": format!("{base}/userinfo"),
    }))
}

async fn token(
    State(fake): State<Fake>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let (way, answer) = {
        let mut told = fake.told.lock().unwrap();
        told.asked += 1;
        let basic = format!("Basic {}", STANDARD.encode("mimus:s3cret%3A"));
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, form["code_verifier"].as_bytes()));
        let good = headers[AUTHORIZATION] == basic.as_str()
            && form["grant_type"] == "authorization_code"
            && form["code"] == "good"
            && form["redirect_uri"] == told.query["redirect_uri"]
            && challenge == told.query["code_challenge"];
        if !good {
            return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
        }
        (told.way, answer(&fake.base, &told))
    };
    match way {
        Way::Error => (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client<b>"}))).into_response(),
        Way::Garbage => "<html>not what you think".into_response(),
        Way::Endless => "[".repeat(200_000).into_response(),
        Way::Silence => std::future::pending().await,
        _ => Json(answer).into_response(),
    }
}

fn answer(base: &str, told: &Told) -> Value {
    let or = |way: Way, other: &str, right: &str| {
        if told.way == way { other.to_owned() } else { right.to_owned() }
    };
    let nonce = told.query.get("nonce").map_or("", String::as_str);
    let claims = json!({
        "iss": or(Way::OtherIssuer, "http://other.example", base),
        "aud": or(Way::OtherAudience, "somebody", "mimus"),
        "sub": told.subject,
        "exp": if told.way == Way::Old { told.now - 3_600 } else { told.now + 60 },
        "nonce": or(Way::OtherNonce, "another", nonce),
    });
    let mut answer = json!({"access_token": "key", "token_type": "Bearer", "expires_in": 60});
    if told.way != Way::NoIdToken && told.query.contains_key("nonce") {
        let id_token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
        answer["id_token"] = json!(id_token);
    }
    answer
}

async fn userinfo(State(fake): State<Fake>, headers: HeaderMap) -> Json<Value> {
    assert_eq!(headers[AUTHORIZATION], "Bearer key");
    let told = fake.told.lock().unwrap();
    let sub = if told.way == Way::OtherUser { "666" } else { told.subject };
    Json(json!({"sub": sub, "preferred_username": format!("user <{sub}>")}))
}

async fn profile(State(fake): State<Fake>, headers: HeaderMap) -> Json<Value> {
    assert_eq!(headers[AUTHORIZATION], "Bearer key");
    let told = fake.told.lock().unwrap();
    Json(json!({"sub": told.subject.parse::<u64>().unwrap(), "username": "Ana of the wiki"}))
}

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    fake: Fake,
}

impl Scene {
    pub(crate) async fn open(kind: IssuerKind) -> Self {
        let fake = Fake::start(&Hands::new()).await;
        let issuer = fake.issuer(kind);
        let desk = Desk::open_with(|site| site.with_issuer(issuer)).await;
        Self { desk, fake }
    }

    pub(crate) fn place(&self) -> &Place {
        &self.desk.place
    }

    /// Goes to the issuer; returns the question's cookie. The issuer remembers with what somebody came.
    async fn go(&self, path: &str, cookies: &str) -> String {
        let sent = self.place().ask("GET", path, &[("Cookie", cookies)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let at: url::Url = sent.header("location").parse().unwrap();
        self.fake.told.lock().unwrap().query = at.query_pairs().into_owned().collect();
        cookie(&sent, "mimus_issuer")
    }

    fn asked(&self, name: &str) -> String {
        self.fake.told.lock().unwrap().query[name].clone()
    }

    /// Comes back from another site: with the question's cookie, and without the session's.
    async fn back(&self, question: &str, query: &str) -> Answer {
        self.place().ask("GET", &format!("/desk/enter/back?{query}"), &[("Cookie", question)]).await
    }

    /// There and back with the right answer.
    async fn round(&self, path: &str, cookies: &str) -> Answer {
        let question = self.go(path, cookies).await;
        let answer = format!("code=good&state={}", self.asked("state"));
        self.back(&question, &answer).await
    }

    pub(crate) async fn add(&self) -> Answer {
        self.round("/desk/enter/with?add=1", &self.desk.cookie).await
    }

    pub(crate) async fn sign_in(&self) -> Answer {
        self.round("/desk/enter/with", "").await
    }
}

/// A cookie that an answer sets, as the browser sends it.
pub(crate) fn cookie(answer: &Answer, name: &str) -> String {
    let line = answer.header("set-cookie").lines().find(|line| line.starts_with(&format!("{name}=")));
    line.unwrap_or_default().split(';').next().unwrap_or_default().to_owned()
}

pub(crate) fn is_out(answer: &Answer) -> bool {
    cookie(answer, "mimus_desk").is_empty()
}

#[tokio::test]
async fn who_has_added_it_signs_in_by_it() {
    let scene = Scene::open(IssuerKind::OpenId).await;
    let entry = scene.place().get("/desk/enter").await;
    entry.has("href=\"/desk/enter/with?next=/desk\"");
    entry.has("Sign in with The Club");
    let unknown = scene.sign_in().await;
    assert_eq!((unknown.status, is_out(&unknown)), (401, true));
    unknown.has("Nobody here signs in as user &#60;7&#62; of The Club");
    assert_eq!(scene.place().store.people().await.unwrap().len(), 1, "it makes nobody known");

    let added = scene.add().await;
    assert_eq!((added.status, is_out(&added)), (200, true));
    assert_eq!(added.header("refresh"), "0; url=/desk/me?said=kept");
    let me = scene.place().ask("GET", "/desk/me", &[("Cookie", &scene.desk.cookie)]).await;
    me.has("user &#60;7&#62; · The Club");

    let question = scene.go("/desk/enter/with?next=/desk/record", "").await;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "mimus"),
        ("scope", "openid profile"),
        ("code_challenge_method", "S256"),
        ("tenant", "1"),
        ("redirect_uri", &format!("{}/desk/enter/back", scene.place().base())),
    ] {
        assert_eq!(scene.asked(name), value);
    }
    let entered = scene.back(&question, &format!("code=good&state={}", scene.asked("state"))).await;
    assert_eq!((entered.status, entered.header("refresh")), (200, "0; url=/desk/record"));
    entered.has("href=\"/desk/record\"");
    let all = entered.header("set-cookie");
    assert!(all.contains("mimus_issuer=; Path=/desk/enter; Max-Age=0"), "{all}");
    let session = cookie(&entered, "mimus_desk");
    assert_eq!(scene.place().ask("GET", "/desk", &[("Cookie", &session)]).await.status, 200);

    let rest = format!("deed=identity-remove&issuer={}&subject=7", scene.fake.base);
    assert_eq!(scene.desk.me(&rest).await.status, 303);
    assert_eq!(scene.desk.me(&rest).await.status, 404);
    assert!(is_out(&scene.sign_in().await));
    let record = scene.place().ask("GET", "/desk/record", &[("Cookie", &scene.desk.cookie)]).await;
    record.has("signs in by another server, too");
    record.has("removed another server by which they signed in");
}

#[tokio::test]
async fn an_answer_is_taken_by_the_browser_that_asked_and_in_time() {
    let scene = Scene::open(IssuerKind::OpenId).await;
    assert_eq!(scene.add().await.status, 200);
    let other = scene.go("/desk/enter/with", "").await;
    let other_state = scene.asked("state");
    let question = scene.go("/desk/enter/with", "").await;
    let state = scene.asked("state");
    let before = scene.fake.told.lock().unwrap().asked;
    let long = "a".repeat(5_000);
    for (cookie, query) in [
        (question.as_str(), format!("code=good&state={other_state}")),
        (&question, "code=good&state=".to_owned()),
        (&question, "code=good".to_owned()),
        (&question, format!("state={state}")),
        (&question, format!("code={long}&state={state}")),
        (&question, format!("code=good&state={state}&iss=http://other.example")),
        (&other, format!("code=good&state={state}")),
        ("", format!("code=good&state={state}")),
        ("mimus_issuer=garbage", format!("code=good&state={state}")),
    ] {
        let answer = scene.back(cookie, &query).await;
        assert_eq!((answer.status, is_out(&answer)), (401, true), "{query}");
        answer.has("belongs to no question");
    }
    let denied = scene.back(&question, &format!("error=access_denied%3Cb%3E&state={state}")).await;
    assert_eq!((denied.status, is_out(&denied)), (502, true));
    denied.has("The Club says no: access_denied&#60;b&#62;");
    assert_eq!(scene.fake.told.lock().unwrap().asked, before, "the issuer was asked for none of these");
    let wrong = scene.back(&question, &format!("code=bad&state={state}")).await;
    assert_eq!((wrong.status, is_out(&wrong)), (502, true));
    wrong.has("invalid_grant");
    scene.desk.hands.forward(601);
    let late = scene.back(&question, &format!("code=good&state={state}")).await;
    assert_eq!((late.status, is_out(&late)), (401, true));
}

#[tokio::test]
async fn an_issuer_that_is_wrong_lets_nobody_in() {
    let scene = Scene::open(IssuerKind::OpenId).await;
    assert_eq!(scene.add().await.status, 200);
    for (way, words) in [
        (Way::OtherNonce, "answers another question"),
        (Way::OtherAudience, "for somebody else"),
        (Way::OtherIssuer, "another issuer&#39;s"),
        (Way::Old, "has run out"),
        (Way::NoIdToken, "no ID token"),
        (Way::OtherUser, "two people"),
        (Way::Error, "says no: invalid_client&#60;b&#62;"),
        (Way::Garbage, "cannot be used"),
        (Way::Endless, "more than 65536 bytes"),
        (Way::Silence, "did not answer in time"),
    ] {
        scene.fake.set(way);
        let answer = scene.sign_in().await;
        assert_eq!((answer.status, is_out(&answer)), (502, true), "{way:?}");
        answer.has(words);
    }
    scene.fake.set(Way::Right);
    assert!(!is_out(&scene.sign_in().await));
}

#[tokio::test]
async fn an_issuer_that_is_not_there_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let issuer = Issuer::new(IssuerKind::OpenId, &base, "The Club", "mimus", "s").unwrap();
    let desk = Desk::open_with(|site| site.with_issuer(issuer)).await;
    let answer = desk.place.get("/desk/enter/with").await;
    assert_eq!(answer.status, 502);
    answer.has("The Club cannot be asked just now");
    let without = Desk::open().await;
    for path in ["/desk/enter/with", "/desk/enter/back?state=a&code=b"] {
        assert_eq!(without.place.get(path).await.status, 404, "{path}");
    }
    without.place.get("/desk/enter").await.has_not("/desk/enter/with");
}

#[tokio::test]
async fn a_mediawiki_says_who_somebody_is_by_its_profile() {
    let scene = Scene::open(IssuerKind::MediaWiki).await;
    assert_eq!(scene.add().await.status, 200);
    assert!(!scene.fake.told.lock().unwrap().query.contains_key("nonce"));
    let me = scene.place().ask("GET", "/desk/me", &[("Cookie", &scene.desk.cookie)]).await;
    me.has("Ana of the wiki");
    assert!(!is_out(&scene.sign_in().await));
    scene.fake.signs_in("8");
    assert!(is_out(&scene.sign_in().await));
    scene.fake.set(Way::Garbage);
    assert_eq!(scene.sign_in().await.status, 502);
}

#[tokio::test]
async fn it_is_added_to_who_is_signed_in_and_to_one_alone() {
    let scene = Scene::open(IssuerKind::OpenId).await;
    let stranger = scene.place().get("/desk/enter/with?add=1").await;
    assert_eq!((stranger.status, stranger.header("location")), (401, ""), "nobody is signed in");
    assert_eq!(scene.add().await.status, 200);
    assert_eq!(scene.add().await.status, 200, "it is theirs already");
    let (store, now) = (&scene.place().store, scene.desk.hands.now());
    let new =
        NewPerson { name: "bo", shown: "Bo", keeper: false, state: PersonState::Active, password: None };
    let id = store.add_person(&new, &[], now).await.unwrap();
    let bo = store.person(id).await.unwrap().unwrap();
    let link = make_link(store, LinkFor::Person(id), now).await.unwrap();
    let session = enter_by_link(store, &link, &bo, "other words in a row", Agent("test"), now).await.unwrap();
    let bos = format!("mimus_desk={}", session.expose());
    let taken = scene.round("/desk/enter/with?add=1", &bos).await;
    assert_eq!(taken.status, 401);
    taken.has("is added to somebody else here already");
    assert!(store.identities_of(id).await.unwrap().is_empty());

    scene.fake.signs_in("8");
    let question = scene.go("/desk/enter/with?add=1", &bos).await;
    store.end_sessions_of(id, None).await.unwrap();
    let answer = format!("code=good&state={}", scene.asked("state"));
    assert_eq!(scene.back(&question, &answer).await.status, 401, "the session that asked has ended");
    assert!(store.identities_of(id).await.unwrap().is_empty());

    scene.fake.signs_in("7");
    assert!(!is_out(&scene.sign_in().await));
    store.end_person(scene.desk.ana().await.id, &[], now).await.unwrap();
    assert!(is_out(&scene.sign_in().await), "who was let go does not come in by another door");
}

#[tokio::test]
async fn who_is_asked_for_codes_is_asked_here_too() {
    let scene = Scene::open(IssuerKind::OpenId).await;
    assert_eq!(scene.add().await.status, 200);
    let secret = scene.desk.turn_on().await;
    scene.desk.hands.forward(30);
    let asked = scene.sign_in().await;
    assert_eq!((asked.status, is_out(&asked)), (200, true));
    let body = format!("ticket={}&code={}", field(&asked, "ticket"), scene.desk.code(&secret));
    assert_eq!(scene.desk.enter(&body).await.status, 303);
}

//! The Desk: who may enter, and what keepers do with servers.

use mimus_engine::desk::sign_in::make_link;
use mimus_store::{LinkFor, NewFollower, ServerState};
use serde_json::json;

use super::place::{Answer, Place, now, profile};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// The machine's clock is what the pages go by.
#[expect(clippy::disallowed_methods, reason = "the pages go by the machine's clock")]
fn today() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

pub(crate) async fn sign_in(place: &Place) -> String {
    let link = make_link(&place.store, LinkFor::NewKeeper, today()).await.unwrap();
    let body = "name=ana&shown=Ana&password=four+words+in+a+row";
    let path = format!("/desk/enter/{}", link.expose());
    let answer = place.send("POST", &path, &[FORM], body.as_bytes()).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/desk"));
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/desk"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    cookie.split(';').next().unwrap().to_owned()
}

async fn servers(place: &Place, cookie: &str) -> Answer {
    place.ask("GET", "/desk/servers", &[("Cookie", cookie)]).await
}

fn key(page: &Answer) -> String {
    page.text().split("name=\"key\" value=\"").nth(1).unwrap().chars().take(64).collect()
}

async fn follow(place: &Place, host: &str) {
    let mirror = match place.store.mirror(&super::place::handle("news")).await.unwrap() {
        Some(mirror) => mirror.id,
        None => place.mirror("news", &profile("News")).await,
    };
    let new = NewFollower {
        mirror,
        actor: &format!("https://{host}/users/fan"),
        follow_id: &format!("https://{host}/follow"),
        inbox: &format!("https://{host}/users/fan/inbox"),
        delivery_inbox: &format!("https://{host}/inbox"),
        answer: &json!({"type": "Accept"}),
    };
    place.store.add_follower(&new, now()).await.unwrap();
}

#[tokio::test]
async fn nobody_enters_without_a_link_and_a_link_is_good_once() {
    let place = Place::start().await;
    for path in ["/desk", "/desk/servers", "/desk/enter/nonsense"] {
        let answer = place.get(path).await;
        assert_eq!(answer.status, 401, "{path}");
        answer.has("mimus desk link");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let forged = format!("mimus_desk={}", "0".repeat(64));
    assert_eq!(servers(&place, &forged).await.status, 401);
    let link = make_link(&place.store, LinkFor::NewKeeper, today()).await.unwrap();
    let path = format!("/desk/enter/{}", link.expose());
    place.get(&path).await.has("new-password");
    let enter = async |path: &str, body: &str| place.send("POST", path, &[FORM], body.as_bytes()).await;
    let short = enter(&path, "name=ana&password=short").await;
    assert_eq!(short.status, 422);
    short.has("A password has 12 to 200 characters");
    let good = "name=ana&password=four+words+in+a+row";
    assert_eq!(enter(&path, good).await.status, 303);
    let again = enter(&path, "name=bo&password=four+words+in+a+row").await;
    assert_eq!(again.status, 401);
    again.has("has been used or has run out");
    let late = make_link(&place.store, LinkFor::NewKeeper, now()).await.unwrap();
    let path = format!("/desk/enter/{}", late.expose());
    assert_eq!(enter(&path, "name=bo&password=four+words+in+a+row").await.status, 401, "it has run out");
    let by_name = enter("/desk/enter", &format!("{good}&next=/desk/record")).await;
    assert_eq!((by_name.status, by_name.header("location")), (303, "/desk/record"));
    let elsewhere = enter("/desk/enter", &format!("{good}&next=//evil.example")).await;
    assert_eq!(elsewhere.header("location"), "/desk");
}

#[tokio::test]
async fn who_guesses_a_password_waits() {
    let place = Place::start().await;
    sign_in(&place).await;
    let guess = async |name: &str, password: &str| {
        let body = format!("name={name}&password={password}");
        place.send("POST", "/desk/enter", &[FORM], body.as_bytes()).await.status
    };
    for name in ["ana", "nobody"] {
        for _ in 0..5 {
            assert_eq!(guess(name, "wrong").await, 401);
        }
        assert_eq!(guess(name, "four+words+in+a+row").await, 429, "{name}: even the right one waits");
    }
}

#[tokio::test]
async fn keepers_see_servers_and_steer_them() {
    let place = Place::start().await;
    follow(&place, "well.example").await;
    follow(&place, "ill.example").await;
    let ill = place.store.server("ill.example").await.unwrap().unwrap();
    let node = mimus_store::NodeName::new("node");
    place.store.claim_servers(&node, mimus_store::Standing::Well, now(), 9).await.unwrap();
    let why = "answered 500 <b>Internal</b>";
    place.store.server_failed(ill.id, &node, why, now(), now()).await.unwrap();
    let cookie = sign_in(&place).await;
    let page = servers(&place, &cookie).await;
    assert_eq!(page.status, 200);
    for words in ["well.example", "ill.example", "answered 500 &#60;b&#62;", "1 follower", "Try now"] {
        page.has(words);
    }
    let failing = place.ask("GET", "/desk/servers?only=failing", &[("Cookie", &cookie)]).await;
    failing.has_not("well.example");
    let key = key(&page);
    let act = async |key: &str, act: &str, origin: &str| {
        let body = format!("key={key}&host=ill.example&act={act}");
        let headers = [FORM, ("Cookie", cookie.as_str()), ("Origin", origin)];
        place.send("POST", "/desk/servers", &headers, body.as_bytes()).await.status
    };
    assert_eq!(act("0", "retire", "https://mimus.example").await, 403, "a wrong key");
    assert_eq!(act(&key, "retire", "https://evil.example").await, 403, "another site's form");
    assert_eq!(act(&key, "burn", "https://mimus.example").await, 422);
    assert_eq!(act(&key, "retire", "https://mimus.example").await, 303);
    let retired = place.store.server("ill.example").await.unwrap().unwrap();
    assert_eq!(retired.state, ServerState::Retired);
    assert_eq!(act(&key, "retry", "https://mimus.example").await, 303);
    let back = place.store.server("ill.example").await.unwrap().unwrap();
    assert_eq!(back.state, ServerState::Alive);
    let body = format!("key={key}");
    let headers = [FORM, ("Cookie", cookie.as_str())];
    assert_eq!(place.send("POST", "/desk/leave", &headers, body.as_bytes()).await.status, 303);
    assert_eq!(servers(&place, &cookie).await.status, 401, "signed out");
}

//! Asking for a mirror on the public page, and deciding on it at the Desk.

use mimus_core::{AccessKind, AskedBy, MirrorsOfX, XHandle};
use mimus_engine::desk::sign_in::make_link;
use mimus_engine::ledger::LedgerOptions;
use mimus_engine::{AskLimits, Clock, Engine, Ledger, Limits, MediaFolder, Node, Wake};
use mimus_networks::Connectors;
use mimus_store::{LinkFor, RequestState, SourceRule};
use mimus_web::Site;

use super::place::{Answer, Place, http_client, now};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn x(name: &str) -> XHandle {
    name.parse().unwrap()
}

/// With an engine in that mode that has no credentials for X; on a clock that stands still.
fn asked(site: Site, mode: MirrorsOfX) -> Site {
    let clock = Clock::telling(now);
    let engine = Engine {
        mail: None,
        ledger: Ledger::new(site.store.clone(), clock.clone(), LedgerOptions::default()),
        node: Node::new(site.store.clone(), "web"),
        store: site.store.clone(),
        connectors: Connectors::without_x(http_client()),
        http: http_client(),
        addresses: site.addresses.clone(),
        media: MediaFolder::open(&site.media_folder).unwrap(),
        clock: clock.clone(),
        limits: Limits { asks: AskLimits { mode, ..AskLimits::default() }, ..Limits::default() },
        operator: "the tests".into(),
        activity: mimus_engine::x::Activity::default(),
        secrets: mimus_engine::Secrets::throw_away(),
        wake: Wake::default(),
    };
    site.with_clock(clock).with_asking(engine)
}

pub(crate) async fn place(mode: MirrorsOfX) -> Place {
    Place::start_reachable(|_| {}, |site| asked(site, mode)).await
}

pub(crate) async fn ask(place: &Place, account: &str) -> Answer {
    place.send("POST", "/ask", &[FORM], format!("account={account}").as_bytes()).await
}

/// Asks, and returns the page that the answer leads to.
async fn told(place: &Place, account: &str) -> Answer {
    let answer = ask(place, account).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    place.get(answer.header("location")).await
}

#[tokio::test]
async fn a_closed_server_has_no_such_page() {
    for place in [Place::start().await, place(MirrorsOfX::Closed).await] {
        assert_eq!(place.get("/ask").await.status, 404);
        assert_eq!(ask(&place, "city").await.status, 404);
        place.get("/").await.has_not("/ask");
        assert_eq!(place.store.waiting_request_count().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn anyone_may_ask_and_is_told_how_it_stands() {
    let place = place(MirrorsOfX::Request).await;
    place.get("/").await.has("<a href=\"/ask\">");
    let page = place.get("/ask").await;
    assert_eq!(page.status, 200);
    page.has("<label for=\"account\">Which account on X?</label>");
    told(&place, "%40City").await.has("has been asked for");
    assert_eq!(place.store.mirror_request(&x("city")).await.unwrap().unwrap().asks, 1);
    let rule = SourceRule {
        pattern: "shy".parse().unwrap(),
        kind: AccessKind::Deny,
        reason: "asked <by> its owner".into(),
        created_at: now(),
    };
    place.store.keep_source_rule(&rule).await.unwrap();
    told(&place, "https%3A%2F%2Fx.com%2FShy").await.has("The reason: asked &#60;by&#62; its owner");
    for bad in ["", "no+handle", "%3Cscript%3E", "a%40b.example"] {
        assert_eq!(ask(&place, bad).await.status, 400, "{bad}");
    }
    assert_eq!(ask(&place, &"a".repeat(2_000)).await.status, 413);
    assert_eq!(place.store.waiting_request_count().await.unwrap(), 1);
    // Looking is not asking.
    place.get("/ask?account=other").await.has_not("other");
    assert_eq!(place.store.mirror_request(&x("other")).await.unwrap(), None);
}

#[tokio::test]
async fn so_many_may_ask_in_a_minute() {
    let place = place(MirrorsOfX::Request).await;
    for n in 0..10 {
        assert_eq!(ask(&place, &format!("a{n}")).await.status, 303);
    }
    let refused = ask(&place, "late").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "55"), "until the minute is over");
    refused.has("Too many ask just now");
    assert_eq!(place.store.mirror_request(&x("late")).await.unwrap(), None);
}

#[tokio::test]
async fn an_open_server_that_cannot_read_x_says_that_nothing_came_of_it() {
    let place = place(MirrorsOfX::Open).await;
    let page = told(&place, "city").await;
    page.has("could not be read on X just now");
    page.has_not("bearer");
}

#[tokio::test]
async fn keepers_decide_at_the_desk() {
    let place = place(MirrorsOfX::Request).await;
    assert_eq!(place.get("/desk/requests").await.status, 401);
    ask(&place, "City").await;
    ask(&place, "zoo").await;
    let link = make_link(&place.store, LinkFor::NewKeeper, now()).await.unwrap();
    let path = format!("/desk/enter/{}", link.expose());
    let body = b"name=ana&password=four+words+in+a+row";
    let entered = place.send("POST", &path, &[FORM], body).await;
    let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = async || place.ask("GET", "/desk/requests", &[("Cookie", &cookie)]).await;
    let shown = page().await;
    for words in ["@city", "@zoo", "2 requests wait", "first by the page"] {
        shown.has(words);
    }
    place.ask("GET", "/desk/servers", &[("Cookie", &cookie)]).await.has("/desk/requests");
    let key: String = shown.text().split("name=\"key\" value=\"").nth(1).unwrap().chars().take(64).collect();
    let act = async |key: &str, rest: &str| {
        let body = format!("key={key}&{rest}");
        place.send("POST", "/desk/requests", &[FORM, ("Cookie", cookie.as_str())], body.as_bytes()).await
    };
    assert_eq!(act("0", "handle=city&act=refuse").await.status, 403, "a wrong key");
    assert_eq!(act(&key, "handle=city&act=burn").await.status, 422);
    assert_eq!(act(&key, "handle=nobody&act=refuse").await.status, 404);
    let unread = act(&key, "handle=zoo&act=accept").await;
    assert_eq!(unread.status, 400);
    unread.has("x_bearer_token");
    assert_eq!(act(&key, "handle=city&act=refuse&reason=not+ours").await.status, 303);
    let city = place.store.mirror_request(&x("city")).await.unwrap().unwrap();
    assert_eq!((city.state, city.reason.as_deref()), (RequestState::Refused, Some("not ours")));
    let shown = page().await;
    shown.has_not("@city");
    shown.has("One request waits");
    place.get("/ask?account=city").await.has("The reason: not ours");
}

/// Looks an account up as another server does.
async fn look_up(place: &Place, name: &str) -> Answer {
    place.get(&format!("/.well-known/webfinger?resource=acct:{name}@{}", place.address)).await
}

#[tokio::test]
async fn looking_an_account_up_asks_for_it() {
    let requests = place(MirrorsOfX::Request).await;
    assert_eq!(look_up(&requests, "City").await.status, 404);
    assert_eq!(look_up(&requests, "city").await.status, 404);
    let request = requests.store.mirror_request(&x("city")).await.unwrap().unwrap();
    assert_eq!((request.asked_by, request.asks), (AskedBy::Lookup, 2));
    // A name that no account on X can have is nobody's.
    assert_eq!(look_up(&requests, "a-name-with-dashes").await.status, 404);
    assert_eq!(requests.store.waiting_request_count().await.unwrap(), 1);
    for n in 0..20 {
        look_up(&requests, &format!("a{n}")).await;
    }
    assert_eq!(requests.store.waiting_request_count().await.unwrap(), 9, "ten a minute in all");
    assert_eq!(ask(&requests, "late").await.status, 303, "which keeps nobody from the page");

    let closed = place(MirrorsOfX::Closed).await;
    assert_eq!(look_up(&closed, "city").await.status, 404);
    assert_eq!(closed.store.mirror_request(&x("city")).await.unwrap(), None);
}

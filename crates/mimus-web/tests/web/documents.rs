//! Documents for servers.

use mimus_core::RemoteId;
use mimus_store::Change;

use crate::place::{Place, now, post, profile};

const ACTIVITY: &str = "application/activity+json";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[tokio::test]
async fn one_address_answers_servers_and_browsers() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let id = place.record(mirror, vec![post(1, "One")]).await[0];
    for (object, page) in [
        ("/users/lark".to_owned(), "/@lark".to_owned()),
        (format!("/users/lark/posts/{id}"), format!("/@lark/{id}")),
    ] {
        for accept in [
            ACTIVITY,
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json",
            "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1",
        ] {
            for address in [&object, &page] {
                let answer = place.get_as(address, accept).await;
                assert_eq!(answer.status, 200, "{address} {accept}");
                assert_eq!(answer.header("content-type"), "application/activity+json; charset=utf-8");
                assert_eq!(answer.header("vary"), "Accept");
                assert_eq!(answer.json()["id"], format!("https://mimus.example{object}"));
            }
        }
        let browser = place.get_as(&object, BROWSER).await;
        assert_eq!((browser.status, browser.header("location")), (302, page.as_str()));
        assert_eq!(browser.header("vary"), "Accept");
        assert!(place.get_as(&page, BROWSER).await.header("content-type").starts_with("text/html"));
        assert!(place.get(&object).await.header("content-type").starts_with(ACTIVITY));
        assert!(place.get(&page).await.header("content-type").starts_with("text/html"));
        let tag = place.get_as(&object, ACTIVITY).await.header("etag").to_owned();
        let again = place.ask("GET", &object, &[("Accept", ACTIVITY), ("If-None-Match", &tag)]).await;
        assert_eq!(again.status, 304);
    }
}

#[tokio::test]
async fn an_actor_leads_to_its_collections() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    place.record(mirror, (0..45).map(|n| post(n, &format!("Post {n}"))).collect()).await;
    let actor = place.get_as("/users/lark", ACTIVITY).await.json();
    assert_eq!(actor["type"], "Service");
    for name in ["outbox", "followers", "following", "featured"] {
        let address = actor[name].as_str().unwrap().strip_prefix("https://mimus.example").unwrap();
        let collection = place.get_as(address, ACTIVITY).await;
        assert_eq!(collection.status, 200, "{address}");
        assert_eq!(collection.json()["id"], actor[name]);
    }
    let outbox = place.get_as("/users/lark/outbox", ACTIVITY).await.json();
    assert_eq!(outbox["totalItems"], 45);
    let mut next = outbox["first"].as_str().map(str::to_owned);
    let mut seen = Vec::new();
    while let Some(address) = next {
        let page =
            place.get_as(address.strip_prefix("https://mimus.example").unwrap(), ACTIVITY).await.json();
        assert_eq!(page["id"], address);
        for item in page["orderedItems"].as_array().unwrap() {
            let id = item["id"].as_str().unwrap().strip_prefix("https://mimus.example").unwrap();
            let alone = place.get_as(id, ACTIVITY).await.json();
            assert_eq!(alone["object"]["id"], item["object"]["id"]);
            seen.push(item["object"]["content"].as_str().unwrap().to_owned());
        }
        next = page["next"].as_str().map(str::to_owned);
    }
    let expected: Vec<String> = (0..45).rev().map(|n| format!("<p>Post {n}</p>")).collect();
    assert_eq!(seen, expected);
    assert_eq!(place.get_as("/users/lark/outbox?page=true&before=x", ACTIVITY).await.status, 400);
}

#[tokio::test]
async fn nobody_is_given_anothers_words() {
    let place = Place::start().await;
    let alice = place.mirror("alice", &profile("Alice")).await;
    let bob = place.mirror("bob", &profile("Bob")).await;
    place.record(alice, vec![post(1, "From Alice")]).await;
    let id = place.record(bob, vec![post(2, "From Bob")]).await[0];
    for path in [
        format!("/users/alice/posts/{id}"),
        format!("/users/alice/posts/{id}/activity"),
        format!("/users/alice/posts/{id}/quotes/aHR0cHM6Ly9mYXIuZXhhbXBsZS8x"),
        "/users/nobody".into(),
        "/users/nobody/outbox".into(),
        "/users/nobody/followers".into(),
        "/users/alice/posts/x".into(),
        "/users/alice/posts/-1".into(),
        "/users/alice/posts/99999999999999999999".into(),
        "/users/alice/activities/99".into(),
        "/users/alice/activities/x".into(),
        "/users/alice/other".into(),
    ] {
        let answer = place.get_as(&path, ACTIVITY).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["error"], "There is nothing at this address.", "{path}");
    }
    assert_eq!(place.get_as(&format!("/users/bob/posts/{id}"), ACTIVITY).await.status, 200);
}

#[tokio::test]
async fn the_removed_is_gone_for_servers_too() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let ids = place.record(mirror, vec![post(1, "One"), post(2, "Two")]).await;
    place.change(mirror, vec![Change::Gone(RemoteId::new("remote-1").unwrap())]).await;
    let path = format!("/users/lark/posts/{}", ids[0]);
    let gone = place.get_as(&path, ACTIVITY).await;
    assert_eq!(gone.status, 410);
    assert_eq!(gone.header("content-type"), "application/activity+json; charset=utf-8");
    assert_eq!(gone.json()["type"], "Tombstone");
    assert_eq!(gone.json()["id"], format!("https://mimus.example{path}"));
    assert!(!gone.text().contains("One"));
    assert_eq!(place.get_as(&path, BROWSER).await.status, 410);
    assert_eq!(place.get_as(&format!("{path}/activity"), ACTIVITY).await.status, 410);
    let seq = 3;
    assert_eq!(
        place.get_as(&format!("/users/lark/activities/{seq}"), ACTIVITY).await.json()["type"],
        "Delete"
    );
    place.store.remove_mirror(mirror, None, now()).await.unwrap();
    for path in ["/users/lark", "/users/lark/outbox", "/users/lark/followers"] {
        assert_eq!(place.get_as(path, ACTIVITY).await.status, 410, "{path}");
    }
    assert_eq!(place.get(&format!("/users/lark/activities/{}", seq + 1)).await.json()["type"], "Delete");
    assert_eq!(place.get("/.well-known/webfinger?resource=acct:lark@mimus.example").await.status, 410);
}

#[tokio::test]
async fn mirrors_are_found_by_their_names() {
    let place = Place::start().await;
    place.mirror("lark", &profile("Lark")).await;
    let found = place.get("/.well-known/webfinger?resource=acct%3ALark%40mimus.example").await;
    assert_eq!(found.status, 200);
    assert_eq!(found.header("content-type"), "application/jrd+json");
    assert_eq!(found.header("access-control-allow-origin"), "*");
    assert_eq!(found.json()["subject"], "acct:lark@mimus.example");
    for none in
        ["acct:lark@other.example", "acct:nobody@mimus.example", "https://mimus.example/users/nobody", "lark"]
    {
        assert_eq!(place.get(&format!("/.well-known/webfinger?resource={none}")).await.status, 404, "{none}");
    }
    for bad in ["", "?resource=", "?other=x"] {
        assert_eq!(place.get(&format!("/.well-known/webfinger{bad}")).await.status, 400, "{bad}");
    }
    let host_meta = place.get("/.well-known/host-meta").await;
    assert!(host_meta.header("content-type").starts_with("application/xrd+xml"));
    host_meta.has("https://mimus.example/.well-known/webfinger?resource={uri}");
    let links = place.get("/.well-known/nodeinfo").await.json();
    assert_eq!(links["links"][0]["href"], "https://mimus.example/nodeinfo/2.1");
    let node = place.get("/nodeinfo/2.1").await.json();
    assert_eq!(node["software"]["name"], "mimus");
    assert_eq!(node["usage"]["users"]["total"], 1);
    let actor = place.get("/actor").await.json();
    assert_eq!(actor["id"], "https://mimus.example/actor");
    assert!(actor["publicKey"]["publicKeyPem"].as_str().unwrap().contains("BEGIN PUBLIC KEY"));
    assert_eq!(place.get("/actor/outbox").await.json()["totalItems"], 0);
}

#[tokio::test]
async fn a_quote_has_its_permission() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let id = place.record(mirror, vec![post(1, "One")]).await[0];
    let stamp = mimus_federation::document::quote_stamp("https://far.example/notes/1");
    let permission = place.get_as(&format!("/users/lark/posts/{id}/quotes/{stamp}"), ACTIVITY).await.json();
    assert_eq!(permission["type"], "QuoteAuthorization");
    assert_eq!(permission["interactingObject"], "https://far.example/notes/1");
    assert_eq!(place.get(&format!("/users/lark/posts/{id}/quotes/!")).await.status, 404);
}

#[tokio::test]
async fn an_address_takes_the_methods_that_it_is_for() {
    let place = Place::start().await;
    place.mirror("lark", &profile("Lark")).await;
    for (method, path) in
        [("POST", "/users/lark"), ("DELETE", "/@lark"), ("PUT", "/"), ("POST", "/.well-known/webfinger")]
    {
        let answer = place.ask(method, path, &[]).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.header("allow").contains("GET"), "{method} {path}: {answer:?}");
    }
}

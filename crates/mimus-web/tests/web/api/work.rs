//! The way of a draft over the API, and what goes wrong on it.

use serde_json::{Value, json};

use super::room::Room;
use crate::place::Answer;

#[track_caller]
fn problem(answer: &Answer, status: u16, name: &str) {
    let body = answer.text();
    assert_eq!(answer.status, status, "{body}");
    assert_eq!(answer.header("content-type"), "application/problem+json", "{body}");
    assert_eq!(answer.json()["type"], format!("/api/problems/{name}"), "{body}");
}

impl Room {
    async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.ask(who, "POST", path, Some(&body)).await
    }

    async fn begin(&self, who: &str, text: &str) -> String {
        let body = json!({"content": {"text": text}, "accounts": [self.account.get()]});
        let begun = self.post(who, "/api/v1/drafts", body).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        begun.header("location").to_owned()
    }

    async fn hash(&self, path: &str) -> String {
        self.ask("keeper", "GET", path, None).await.json()["hash"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_draft_goes_from_its_first_word_to_the_schedule() {
    let room = Room::open().await;
    let path = room.begin("author", "Good mornning").await;
    let at = |end: &str| format!("{path}/{end}");
    let begun = room.ask("author", "GET", &path, None).await.json();
    assert_eq!(
        (&begun["state"], &begun["revision"], &begun["revisions"]),
        (&json!("writing"), &json!(1), &json!(1))
    );
    assert_eq!(begun["standing"][0]["standing"], "wanting");
    let text = |text: &str, revision: i64| json!({"revision": revision, "content": {"text": text}, "accounts": [room.account.get()]});
    let wrote = room.ask("editor", "PUT", &path, Some(&text("Good morning", 1))).await;
    assert_eq!((wrote.status, wrote.json()), (200, json!({"revision": 2, "merged": false})));
    let hash = room.hash(&path).await;
    problem(&room.post("author", &at("propose"), json!({"hash": begun["hash"]})).await, 409, "changed");
    assert_eq!(room.post("author", &at("propose"), json!({"hash": hash})).await.status, 204);
    let rule = async |who: &str, ruling: &str, why: &str| {
        let body = json!({"ruling": ruling, "hash": room.hash(&path).await, "why": why});
        room.post(who, &at("rulings"), body).await
    };
    problem(&rule("reviewer", "refuse", "").await, 422, "no-reason");
    assert_eq!(rule("reviewer", "refuse", "which morning?").await.status, 204);
    let schedule = async |when: &str| {
        let body = json!({"hash": room.hash(&path).await, "when": when});
        room.post("publisher", &at("schedule"), body).await
    };
    problem(&schedule("now").await, 422, "refused");
    let wrote = room.ask("author", "PUT", &path, Some(&text("Good morning, town", 2))).await;
    assert_eq!(wrote.json()["revision"], 3, "{}", wrote.text());
    let wanting = schedule("now").await;
    problem(&wanting, 422, "not-approved");
    assert_eq!(wanting.json()["wanting"], 1);
    assert_eq!(rule("reviewer", "approve", "").await.status, 204);
    problem(&schedule("tomorrow").await, 400, "body");
    problem(&schedule("2020-01-01T00:00:00Z").await, 422, "time");
    problem(&schedule("next-slot").await, 422, "time");
    let scheduled = schedule("2026-11-21T09:30:00Z").await;
    assert_eq!((scheduled.status, &scheduled.json()["at"]), (200, &json!("2026-11-21T09:30:00Z")));
    problem(&schedule("now").await, 409, "state");
    let shown = room.ask("auditor", "GET", &path, None).await.json();
    assert_eq!(
        (&shown["state"], &shown["standing"][0]["standing"]),
        (&json!("scheduled"), &json!("approved"))
    );
    let publications = room.ask("auditor", "GET", "/api/v1/publications", None).await.json();
    assert_eq!(publications["publications"][0]["state"], "due");
    assert_eq!(
        room.ask("stranger", "GET", "/api/v1/publications", None).await.json(),
        json!({"publications": []})
    );
    let rulings = room.ask("auditor", "GET", &at("rulings"), None).await.json();
    let given: Vec<&Value> =
        rulings["rulings"].as_array().unwrap().iter().map(|given| &given["ruling"]).collect();
    assert_eq!(given, ["refuse", "approve"]);
    let record = room.ask("auditor", "GET", "/api/v1/record?limit=1", None).await;
    assert_eq!(record.json()["entries"][0]["deed"], "draft.scheduled");
    let next = record.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    let before = room.ask("auditor", "GET", &next, None).await.json();
    assert_eq!(before["entries"][0]["deed"], "draft.approved");
    assert_eq!(before["entries"][0]["hash"], record.json()["entries"][0]["previous"]);
}

#[tokio::test]
async fn who_writes_at_once_is_merged_or_kept_aside() {
    let room = Room::open().await;
    let path = room.begin("author", "one\ntwo\nthree\nfour\nfive").await;
    let write = async |who: &str, text: &str| {
        let body = json!({"revision": 1, "content": {"text": text}, "accounts": [room.account.get()]});
        room.ask(who, "PUT", &path, Some(&body)).await
    };
    assert_eq!(
        write("author", "ONE\ntwo\nthree\nfour\nfive").await.json(),
        json!({"revision": 2, "merged": false})
    );
    let merged = write("editor", "one\ntwo\nthree\nfour\nFIVE").await;
    assert_eq!((merged.status, merged.json()), (200, json!({"revision": 3, "merged": true})));
    let aside = write("publisher", "Uno\ntwo\nthree\nfour\nfive").await;
    problem(&aside, 409, "aside");
    assert_eq!(aside.json()["aside"], 4);
    let shown = room.ask("author", "GET", &path, None).await.json();
    assert_eq!(shown["content"]["text"], "ONE\ntwo\nthree\nfour\nFIVE");
    assert_eq!((&shown["revision"], &shown["revisions"]), (&json!(3), &json!(4)));
}

#[tokio::test]
async fn the_charter_says_what_is_wrong() {
    let room = Room::open().await;
    let rules = json!({"charter": {"rules": {"language": "block"}}, "slots": {"zone": "Europe/Berlin", "slots": [{"days": [1], "at": "09:30:00"}]}});
    let account = format!("/api/v1/accounts/{}", room.account.get());
    assert_eq!(room.ask("keeper", "PUT", &account, Some(&rules)).await.status, 204);
    assert_eq!(room.ask("auditor", "GET", &account, None).await.json()["slots"]["zone"], "Europe/Berlin");
    for (wrong, name) in [
        (json!({"zone": "Nowhere/Town", "slots": []}), "time"),
        (json!({"zone": "UTC", "slots": [{"days": [8], "at": "09:00:00"}]}), "invalid"),
    ] {
        let rules = json!({"charter": {}, "slots": wrong});
        problem(&room.ask("keeper", "PUT", &account, Some(&rules)).await, 422, name);
    }
    let path = room.begin("author", "Good morning").await;
    let preview = room.ask("author", "GET", &format!("{path}/preview"), None).await.json();
    let shown = &preview["previews"][0];
    assert_eq!(
        (&shown["parts"][0]["text"], &shown["parts"][0]["length"]),
        (&json!("Good morning"), &json!(12))
    );
    assert_eq!(
        (&shown["checks"][0]["rule"], &shown["checks"][0]["verdict"]),
        (&json!("languages"), &json!("blocks"))
    );
    let hash = room.hash(&path).await;
    assert_eq!(room.post("author", &format!("{path}/propose"), json!({"hash": hash})).await.status, 204);
    let body = json!({"ruling": "approve", "hash": hash});
    let blocked = room.post("reviewer", &format!("{path}/rulings"), body).await;
    problem(&blocked, 422, "blocked");
    assert_eq!(blocked.json()["checks"][0]["rule"], "languages");
}

#[tokio::test]
async fn nobody_approves_of_their_own_words() {
    let room = Room::open().await;
    let path = room.begin("reviewer", "Good morning").await;
    let hash = room.hash(&path).await;
    assert_eq!(room.post("reviewer", &format!("{path}/propose"), json!({"hash": hash})).await.status, 204);
    let body = json!({"ruling": "approve", "hash": hash});
    problem(&room.post("reviewer", &format!("{path}/rulings"), body).await, 422, "own-words");
}

#[tokio::test]
async fn drafts_are_listed_page_by_page_to_those_who_may_see_them() {
    let room = Room::open().await;
    for n in 0..5 {
        room.pass(1);
        room.begin(if n == 2 { "publisher" } else { "author" }, &format!("draft {n}")).await;
    }
    let titles = |page: &Answer| -> Vec<String> {
        let page = page.json();
        page["drafts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|draft| draft["title"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut seen = Vec::new();
    let mut next = "/api/v1/drafts?limit=2&state=writing".to_owned();
    loop {
        let page = room.ask("auditor", "GET", &next, None).await;
        seen.extend(titles(&page));
        let link = page.header("link");
        if link.is_empty() {
            break;
        }
        assert!(link.ends_with("; rel=\"next\""), "{link}");
        next = link.split(['<', '>']).nth(1).unwrap().to_owned();
    }
    assert_eq!(seen, ["draft 4", "draft 3", "draft 2", "draft 1", "draft 0"]);
    let of = async |who: &str, query: &str| {
        titles(&room.ask(who, "GET", &format!("/api/v1/drafts{query}"), None).await)
    };
    assert_eq!(of("publisher", "?author=me").await, ["draft 2"]);
    assert_eq!(of("stranger", "").await, Vec::<String>::new());
    assert_eq!(of("keeper", "?state=proposed,scheduled").await, Vec::<String>::new());
    assert_eq!(of("keeper", &format!("?account={}", room.account.get())).await.len(), 5);
    for query in ["?state=burnt", "?author=x", "?before=yesterday", "?limit=many", "?account=-1"] {
        let answer = room.ask("keeper", "GET", &format!("/api/v1/drafts{query}"), None).await;
        problem(&answer, 400, "query");
    }
}

#[tokio::test]
async fn what_cannot_be_taken_is_not() {
    let room = Room::open().await;
    let token = room.token_of("author").to_owned();
    let send = async |kind: &str, body: &str| {
        room.send(&token, "POST", "/api/v1/drafts", kind, body.as_bytes()).await
    };
    problem(&send("application/json", "{\"content\": ").await, 400, "body");
    problem(&send("application/json", "{\"contents\": {}}").await, 400, "body");
    problem(&send("application/json", &format!("{}1", "[".repeat(10_000))).await, 400, "body");
    problem(&send("text/plain", "{}").await, 415, "media-type");
    let large = format!("{{\"content\": {{\"text\": \"{}\"}}}}", "a".repeat(1 << 20));
    problem(&send("application/json", &large).await, 413, "too-large");
    let long = json!({"content": {"text": "a".repeat(20_001)}, "accounts": [room.account.get()]}).to_string();
    problem(&send("application/json", &long).await, 422, "content");
    problem(
        &send("application/json", "{\"content\": {\"text\": \"a\"}, \"accounts\": [99]}").await,
        409,
        "not-connected",
    );
    for file in ["../../mimus.db", "0.png", &format!("{}.png", "0".repeat(64))] {
        let body = json!({"content": {"text": "a", "media": [{"file": file, "kind": "image"}]}}).to_string();
        problem(&send("application/json", &body).await, 422, "media");
    }
}

#[tokio::test]
async fn what_is_no_number_is_at_no_address() {
    let room = Room::open().await;
    for id in ["0", "-1", "x", "9223372036854775808", "%FF", "1%2F2", "%00", "1.0"] {
        let answer = room.ask("keeper", "GET", &format!("/api/v1/drafts/{id}"), None).await;
        problem(&answer, 404, "not-found");
    }
    for id in ["", "0123", "'%20OR%201=1", "%FF"] {
        let answer = room.ask("keeper", "DELETE", &format!("/api/v1/tokens/{id}"), None).await;
        problem(&answer, 404, "not-found");
    }
}

#[tokio::test]
async fn a_picture_is_kept_for_a_draft() {
    let room = Room::open().await;
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(3, 2).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let token = room.token_of("author").to_owned();
    let kept = room.send(&token, "POST", "/api/v1/media", "application/octet-stream", bytes.get_ref()).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    let mut medium = kept.json();
    assert_eq!((&medium["kind"], &medium["size"]), (&json!("image"), &json!([3, 2])));
    medium["alt"] = json!([{"text": "A door"}]);
    let body = json!({"content": {"text": "Look", "media": [medium]}, "accounts": [room.account.get()]});
    let begun = room.post("author", "/api/v1/drafts", body).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    assert_eq!(begun.json()["content"]["media"][0]["file"], medium["file"]);
    problem(&room.send(&token, "POST", "/api/v1/media", "image/png", b"no picture").await, 422, "media");
}

#[tokio::test]
async fn people_are_shown_to_those_who_work_with_them() {
    let room = Room::open().await;
    let all = room.ask("keeper", "GET", "/api/v1/people", None).await.json();
    assert_eq!(all["people"].as_array().unwrap().len(), 10);
    assert_eq!(all["people"][0]["name"], "auditor");
    let some = room.ask("editor", "GET", "/api/v1/people", None).await;
    some.has_not("\"name\"");
    some.has("publisher");
    some.has_not("stranger");
    let alone = room.ask("stranger", "GET", "/api/v1/people", None).await.json();
    assert_eq!(alone["people"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_webhook_is_added_and_taken_away() {
    let room = Room::open().await;
    let added =
        room.post("keeper", "/api/v1/webhooks", json!({"url": "https://hooks.example/a?key=k"})).await;
    assert_eq!(added.status, 201, "{}", added.text());
    let secret = added.json()["secret"].as_str().unwrap().to_owned();
    let list = room.ask("keeper", "GET", "/api/v1/webhooks", None).await;
    list.has("https://hooks.example/a?key=k");
    list.has_not(&secret);
    let record = room.ask("stranger", "GET", "/api/v1/record", None).await;
    record.has("webhook.added");
    record.has_not("key=k");
    for url in ["hooks", "ftp://hooks.example/", "file:///etc/passwd", ""] {
        problem(&room.post("keeper", "/api/v1/webhooks", json!({"url": url})).await, 422, "address");
    }
    let there = added.header("location").to_owned();
    assert_eq!(room.ask("keeper", "DELETE", &there, None).await.status, 204);
    problem(&room.ask("keeper", "DELETE", &there, None).await, 404, "not-found");
}

#[tokio::test]
async fn the_brake_stops_what_goes_out() {
    let room = Room::open().await;
    let account = format!("/api/v1/accounts/{}", room.account.get());
    let goes = async || room.ask("auditor", "GET", &account, None).await.json()["goes"].clone();
    assert_eq!(goes().await, true);
    assert_eq!(
        room.post("reviewer", &format!("{account}/brake"), json!({"why": "a storm"})).await.status,
        204
    );
    assert_eq!(goes().await, false);
    room.ask("auditor", "GET", &account, None).await.has("a storm");
    assert_eq!(
        room.ask("publisher", "POST", &format!("{account}/release"), None).await.status,
        204,
        "no body is no reason"
    );
    assert_eq!(goes().await, true);
}

#[tokio::test]
async fn a_template_is_kept_changed_used_and_removed() {
    let room = Room::open().await;
    let account = room.account.get();
    let rhythm = json!({"days": {"every": "week", "on": [1, 4]}, "at": "09:30:00", "zone": "Europe/Berlin", "lead": 24});
    let kept = room
        .post(
            "editor",
            "/api/v1/templates",
            json!({"name": " Market  day ", "content": {"text": "Market of {date}, the {number}th"}, "accounts": [account],
                   "rhythm": rhythm}),
        )
        .await;
    assert_eq!(kept.status, 201, "{}", kept.text());
    let path = kept.header("location").to_owned();
    let template = room.ask("editor", "GET", &path, None).await.json();
    assert_eq!(template, kept.json());
    assert_eq!((&template["name"], &template["rhythm"]), (&json!("Market day"), &rhythm));
    // The clock says Friday: the next is Monday, at half past eight in UTC.
    assert_eq!((&template["next_at"], &template["version"]), (&json!("2026-11-23T08:30:00Z"), &json!(1)));

    let begun = room.post("editor", &format!("{path}/draft"), json!({})).await;
    assert_eq!((begun.status, &begun.json()["state"]), (201, &json!("writing")), "{}", begun.text());
    assert_eq!(begun.json()["content"]["text"], "Market of 2026-11-20, the 1th");

    let over = |version: i64, zone: &str| {
        let rhythm = json!({"days": {"every": "day"}, "at": "07:00:00", "zone": zone});
        json!({"version": version, "name": "Market", "content": {"text": "Market"}, "accounts": [account], "rhythm": rhythm})
    };
    let version = room.ask("editor", "GET", &path, None).await.json()["version"].as_i64().unwrap();
    problem(&room.ask("editor", "PUT", &path, Some(&over(version + 1, "UTC"))).await, 409, "changed");
    problem(&room.ask("editor", "PUT", &path, Some(&over(version, "Mars/Olympus"))).await, 422, "time");
    let wrote = room.ask("editor", "PUT", &path, Some(&over(version, "UTC"))).await;
    assert_eq!((wrote.status, &wrote.json()["version"]), (200, &json!(version + 1)), "{}", wrote.text());

    let draft = room.begin("editor", "As every year").await;
    problem(&room.post("editor", &format!("{draft}/keep"), json!({"name": " "})).await, 422, "wanting");
    let yearly = room.post("editor", &format!("{draft}/keep"), json!({"name": "Yearly"})).await;
    assert_eq!((yearly.status, &yearly.json()["rhythm"]), (201, &json!(null)), "{}", yearly.text());

    let names = room.ask("editor", "GET", "/api/v1/templates", None).await.json();
    let names: Vec<&Value> =
        names["templates"].as_array().unwrap().iter().map(|template| &template["name"]).collect();
    assert_eq!(names, ["Market", "Yearly"]);
    let stale = format!("{path}?version={version}");
    problem(&room.ask("editor", "DELETE", &stale, None).await, 409, "changed");
    assert_eq!(room.ask("editor", "DELETE", &path, None).await.status, 204);
    problem(&room.ask("editor", "GET", &path, None).await, 404, "not-found");
}

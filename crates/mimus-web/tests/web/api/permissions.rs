//! Who may do what: every operation of the API, by everybody.

use std::collections::BTreeMap;

use mimus_core::desk::{Content, Scope};
use mimus_engine::desk::tokens::WantedToken;
use serde_json::{Value, json};

use super::description::{document, operations};
use super::fits::misfits;
use super::room::{EVERYBODY, Room, picture};
use crate::place::{Answer, profile};

/// What each gets, in the order of [`EVERYBODY`], and at last who has no token. The draft is somebody else's.
const TABLE: &[(&str, [u16; 9])] = &[
    // keeper, publisher, reviewer, editor, proposer, engager, auditor, stranger, nobody
    ("description", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("problem", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("me", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("accounts", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("account", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("keepAccount", [204, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("brake", [204, 204, 204, 403, 403, 403, 403, 404, 401]),
    ("release", [204, 204, 204, 403, 403, 403, 403, 404, 401]),
    ("requeue", [200, 200, 403, 403, 403, 403, 403, 404, 401]),
    ("brakeAll", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("releaseAll", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("mirrors", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("mirror", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("pauseMirror", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    // Nothing answers there: who may is told so.
    ("addMirror", [422, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("refreshMirror", [422, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("removeMirror", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("resumeMirror", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("routes", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("route", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("pauseRoute", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("makeRoute", [201, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("writeRoute", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("removeRoute", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("resumeRoute", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("drafts", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("beginDraft", [201, 201, 201, 201, 201, 403, 403, 403, 401]),
    ("draft", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("writeDraft", [200, 200, 403, 200, 403, 403, 403, 404, 401]),
    ("propose", [204, 204, 403, 204, 403, 403, 403, 404, 401]),
    ("takeOn", [204, 204, 204, 204, 403, 403, 403, 404, 401]),
    ("withdraw", [204, 204, 403, 204, 403, 403, 403, 404, 401]),
    ("drop", [204, 204, 204, 204, 403, 403, 403, 404, 401]),
    ("pickUp", [204, 204, 403, 204, 403, 403, 403, 404, 401]),
    ("keepAsTemplate", [201, 201, 403, 201, 403, 403, 403, 404, 401]),
    ("templates", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("keepTemplate", [201, 201, 403, 201, 403, 403, 403, 403, 401]),
    ("template", [200, 200, 404, 200, 404, 404, 404, 404, 401]),
    ("writeTemplate", [200, 200, 404, 200, 404, 404, 404, 404, 401]),
    ("removeTemplate", [204, 204, 404, 204, 404, 404, 404, 404, 401]),
    ("draftFromTemplate", [201, 201, 404, 201, 404, 404, 404, 404, 401]),
    ("preview", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("comments", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("comment", [204, 204, 204, 204, 204, 403, 403, 404, 401]),
    ("rulings", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("rule", [204, 403, 204, 403, 403, 403, 403, 404, 401]),
    ("schedule", [200, 200, 403, 403, 403, 403, 403, 404, 401]),
    ("unschedule", [204, 204, 204, 403, 403, 403, 403, 404, 401]),
    // Nothing is published: who may is told so.
    ("publishChange", [409, 409, 403, 403, 403, 403, 403, 404, 401]),
    ("removal", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("askRemoval", [204, 204, 204, 204, 403, 403, 403, 404, 401]),
    ("withdrawRemoval", [204, 204, 403, 403, 403, 403, 403, 404, 401]),
    ("deletePublished", [409, 409, 403, 403, 403, 403, 403, 404, 401]),
    ("publications", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    // There is nothing to settle: who may is told so.
    ("settle", [422, 422, 403, 403, 403, 403, 403, 404, 401]),
    ("byHand", [204, 204, 403, 403, 403, 403, 403, 404, 401]),
    ("record", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("keepMedium", [200, 200, 200, 200, 200, 403, 403, 403, 401]),
    ("undescribedMedia", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("describeMedium", [200, 200, 403, 200, 403, 403, 403, 404, 401]),
    ("people", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("invite", [201, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("writeRoles", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("letGo", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("tokens", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("makeToken", [201, 201, 201, 201, 201, 201, 201, 201, 401]),
    ("revokeToken", [204, 204, 204, 204, 204, 204, 204, 204, 401]),
    ("webhooks", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("addWebhook", [201, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("removeWebhook", [204, 403, 403, 403, 403, 403, 403, 403, 401]),
];

/// What an operation is done to, and what is sent.
struct Ready {
    values: Vec<(&'static str, String)>,
    body: Option<Value>,
}

impl Ready {
    fn of(name: &'static str, value: &impl ToString, body: Option<Value>) -> Self {
        Self { values: vec![(name, value.to_string())], body }
    }

    fn nothing() -> Self {
        Self { values: Vec::new(), body: None }
    }

    fn path(&self, template: &str) -> String {
        self.values
            .iter()
            .fold(template.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
    }
}

/// Makes ready what an operation needs in order to be done.
async fn ready(room: &Room, id: &str, who: &str) -> Ready {
    let account = room.account.get();
    let why = Some(json!({"why": "a test"}));
    match id {
        "problem" => Ready::of("problem", &"changed", None),
        "account" => Ready::of("account", &account, None),
        "keepAccount" => {
            let rules = json!({"charter": {"proposals": true}, "slots": {"zone": "UTC", "slots": []}});
            Ready::of("account", &account, Some(rules))
        }
        "brake" | "release" => Ready::of("account", &account, why),
        "requeue" => Ready::of("account", &account, None),
        "brakeAll" | "releaseAll" => Ready { values: Vec::new(), body: why },
        "mirror" | "pauseMirror" | "resumeMirror" | "refreshMirror" => {
            Ready::of("mirror", &room.mirror().await, None)
        }
        "addMirror" => {
            Ready { values: Vec::new(), body: Some(json!({"source": "feed:http://127.0.0.1:1/feed"})) }
        }
        "removeMirror" => {
            let mirror = room.place.mirror(&format!("gone_{who}"), &profile("Gone")).await;
            Ready::of("mirror", &format!("{mirror}?handle=gone_{who}"), None)
        }
        "route" | "pauseRoute" | "resumeRoute" | "removeRoute" => {
            Ready::of("route", &room.route().await, None)
        }
        "writeRoute" => {
            let body = json!({"policy": {"makes": "drafts", "footer": "#town"}});
            Ready::of("route", &room.route().await, Some(body))
        }
        "makeRoute" => {
            let from = format!("https://blog.example/{who}");
            // Whatever became of the account before, drafts go there.
            let policy = json!({"makes": "drafts"});
            let body = json!({"from": from, "to": "mastodon:town@social.example", "policy": policy});
            Ready { values: Vec::new(), body: Some(body) }
        }
        "beginDraft" => {
            let body = json!({"content": {"text": "Hello"}, "accounts": [account]});
            Ready { values: Vec::new(), body: Some(body) }
        }
        "draft" | "preview" | "comments" | "rulings" => Ready::of("draft", &room.written().await.id, None),
        "writeDraft" => {
            let draft = room.written().await;
            let body = json!({"revision": 1, "content": {"text": "Good evening"}, "accounts": [account]});
            Ready::of("draft", &draft.id, Some(body))
        }
        "propose" => {
            let draft = room.written().await;
            Ready::of("draft", &draft.id, Some(json!({"hash": draft.hash})))
        }
        "takeOn" => {
            let content = Content { text: "From outside".into(), ..Content::default() };
            let held = room.engine.propose_from_outside(room.account, content, "Ana").await.unwrap();
            Ready::of("draft", &held, None)
        }
        "withdraw" => Ready::of("draft", &room.proposed().await.id, None),
        "drop" => Ready::of("draft", &room.written().await.id, why),
        "pickUp" => {
            let draft = room.written().await;
            room.engine.drop_draft(&room.who("keeper").await, draft.id, "a test").await.unwrap();
            Ready::of("draft", &draft.id, None)
        }
        "keepAsTemplate" => Ready::of("draft", &room.written().await.id, Some(json!({"name": "Weekly"}))),
        "keepTemplate" => {
            let body = json!({"name": "Hello", "content": {"text": "Hello"}, "accounts": [account]});
            Ready { values: Vec::new(), body: Some(body) }
        }
        "template" | "removeTemplate" | "draftFromTemplate" => {
            Ready::of("template", &room.template().await, None)
        }
        "writeTemplate" => {
            let body =
                json!({"version": 1, "name": "Bye", "content": {"text": "Bye"}, "accounts": [account]});
            Ready::of("template", &room.template().await, Some(body))
        }
        "comment" => Ready::of("draft", &room.written().await.id, Some(json!({"words": "Good."}))),
        "rule" => {
            let draft = room.proposed().await;
            Ready::of("draft", &draft.id, Some(json!({"ruling": "approve", "hash": draft.hash})))
        }
        "schedule" => {
            let draft = room.approved().await;
            Ready::of("draft", &draft.id, Some(json!({"hash": draft.hash, "when": "now"})))
        }
        "unschedule" | "deletePublished" => Ready::of("draft", &room.scheduled().await.id, why),
        "removal" => Ready::of("draft", &room.written().await.id, None),
        "askRemoval" => Ready::of("draft", &room.published().await.id, why),
        "withdrawRemoval" => {
            let draft = room.published().await;
            room.engine.ask_removal(&room.who("author").await, draft.id, "a test").await.unwrap();
            Ready::of("draft", &draft.id, None)
        }
        "publishChange" => {
            let draft = room.scheduled().await;
            Ready::of("draft", &draft.id, Some(json!({"hash": draft.hash})))
        }
        "describeMedium" => {
            let (draft, file) = room.bare().await;
            Ready::of("draft", &draft, Some(json!({"file": file, "words": "A green door"})))
        }
        "byHand" => {
            let draft = room.handed_over().await;
            let planned = room.engine.store.publications_of_draft(draft.id).await.unwrap();
            let link = format!("https://social.example/@town/{}", planned[0].id);
            let body = json!({"revision": 1, "done": "published", "links": [link]});
            Ready::of("publication", &planned[0].id, Some(body))
        }
        "settle" => {
            let draft = room.scheduled().await;
            let planned = room.engine.store.publications_of_draft(draft.id).await.unwrap();
            Ready::of("publication", &planned[0].id, Some(json!({"there": false})))
        }
        "invite" => {
            let body = json!({"name": format!("new-{who}"), "account": account, "roles": ["editor"]});
            Ready { values: Vec::new(), body: Some(body) }
        }
        "writeRoles" => {
            let body = json!({"account": account, "roles": ["proposer", "auditor"]});
            Ready::of("person", &room.who("author").await.id, Some(body))
        }
        "letGo" => {
            let keeper = room.who("keeper").await;
            let (name, _) =
                room.engine.invite(&keeper, &format!("gone-{who}"), "", false, None, &[]).await.unwrap();
            Ready::of("person", &room.who(&name).await.id, None)
        }
        "makeToken" => {
            Ready { values: Vec::new(), body: Some(json!({"name": "another", "scopes": ["read"]})) }
        }
        "revokeToken" => {
            let owner = room.who(if who == "nobody" { "keeper" } else { who }).await;
            let wanted = WantedToken { name: "old".into(), scopes: vec![Scope::Read], until: None };
            let (_, token) = room.engine.make_token(&owner, None, &wanted).await.unwrap();
            Ready::of("token", &token.id(), None)
        }
        "addWebhook" => {
            Ready { values: Vec::new(), body: Some(json!({"url": "https://hooks.example/mimus"})) }
        }
        "removeWebhook" => {
            let keeper = room.who("keeper").await;
            let (webhook, _) = room.engine.add_webhook(&keeper, "https://hooks.example/old").await.unwrap();
            Ready::of("webhook", &webhook, None)
        }
        _ => Ready::nothing(),
    }
}

async fn ask(room: &Room, token: &str, id: &str, method: &str, path: &str, ready: &Ready) -> Answer {
    let (method, path) = (method.to_uppercase(), ready.path(path));
    if id == "keepMedium" {
        room.send(token, &method, &path, "image/png", &picture()).await
    } else {
        room.ask_with(token, &method, &path, ready.body.as_ref()).await
    }
}

/// Where an answer is not what is described of its operation.
fn undescribed(document: &Value, operation: &Value, answer: &Answer) -> Vec<String> {
    let id = operation["operationId"].as_str().unwrap();
    let Some(described) = operation["responses"].get(answer.status.to_string()) else {
        return vec![format!("{id} may answer {}, which is not described", answer.status)];
    };
    let Some(content) = described.get("content") else {
        return if answer.body.is_empty() {
            Vec::new()
        } else {
            vec![format!("{id} answers more than nothing")]
        };
    };
    match content.get(answer.header("content-type")) {
        Some(media) => misfits(document, &media["schema"], &answer.json(), id),
        None => vec![format!("{id} answers {}, which is not described", answer.header("content-type"))],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_what_their_role_is_for_and_no_more() {
    let room = Room::open().await;
    let document = document(&room).await;
    let operations = operations(&document);
    let rows: BTreeMap<&str, &[u16; 9]> = TABLE.iter().map(|(id, row)| (*id, row)).collect();
    let described: Vec<&str> =
        operations.iter().map(|(_, _, operation)| operation["operationId"].as_str().unwrap()).collect();
    for id in rows.keys() {
        assert!(described.contains(id), "{id} is in the table and not in the API");
    }
    let mut wrong = Vec::new();
    for (method, path, operation) in &operations {
        let id = operation["operationId"].as_str().unwrap();
        let row = rows.get(id).unwrap_or_else(|| panic!("{id} has no row: say who may do it"));
        for (who, wanted) in EVERYBODY.iter().chain(&["nobody"]).zip(row.iter()) {
            let ready = ready(&room, id, who).await;
            let token = if *who == "nobody" { "" } else { room.token_of(who) };
            let answer = ask(&room, token, id, method, path, &ready).await;
            if answer.status != *wanted {
                wrong.push(format!("{id} by {who}: {}, not {wanted}", answer.status));
            }
            wrong.extend(undescribed(&document, operation, &answer));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    lists_hold_what_is_described(&room, &document, &operations).await;
}

/// The same of what is read, now that there is something of everything.
async fn lists_hold_what_is_described(room: &Room, document: &Value, operations: &[(String, String, Value)]) {
    let keeper = room.who("keeper").await;
    let draft = room.approved().await;
    room.engine.comment(&keeper, draft.id, "Good.").await.unwrap();
    room.engine.add_webhook(&keeper, "https://hooks.example/last").await.unwrap();
    let template = room.template().await;
    room.bare().await;
    for (_, path, operation) in operations.iter().filter(|(method, _, _)| method == "get") {
        let path = path
            .replace("{draft}", &draft.id.to_string())
            .replace("{account}", &room.account.to_string())
            .replace("{template}", &template.to_string())
            .replace("{mirror}", &room.mirror().await.to_string())
            .replace("{route}", &room.route().await.to_string())
            .replace("{problem}", "blocked");
        let answer = room.ask("keeper", "GET", &path, None).await;
        assert_eq!(answer.status, 200, "{path}");
        let empty = answer.json().as_object().unwrap().values().any(|list| list == &json!([]));
        assert!(!empty, "{path} has an empty list");
        assert_eq!(undescribed(document, operation, &answer), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_only_what_it_is_for() {
    let room = Room::open().await;
    let mut without = BTreeMap::new();
    for scope in Scope::ALL {
        let others: Vec<Scope> = Scope::ALL.into_iter().filter(|other| *other != scope).collect();
        without.insert(scope.as_str(), room.token("keeper", &others).await);
    }
    let mut tried = 0;
    for (method, path, operation) in operations(&document(&room).await) {
        let Some(scope) = operation["security"][0]["token"][0].as_str() else { continue };
        let id = operation["operationId"].as_str().unwrap();
        let ready = ready(&room, id, "keeper").await;
        let status = ask(&room, &without[scope], id, &method, &path, &ready).await.status;
        assert_eq!(status, 403, "{id} without {scope}");
        tried += 1;
    }
    assert!(tried > 30);
}

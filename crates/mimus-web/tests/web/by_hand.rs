//! Accounts that people publish to by hand, from adding one to deleting what was published there.

use mimus_core::Network;
use mimus_core::RoutePolicy;
use mimus_core::charter::{Charter, ReviewRules};
use mimus_core::desk::{Content, Role, Slots};
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::schedule::When;
use mimus_store::{
    AccountId, DraftId, DraftState, NodeName, Publication, PublicationState, RouteFrom, Window,
};
use serde_json::json;

use crate::api::room::Room;

/// A keeper adds it at the Desk; nobody must review there, and the room's publisher publishes.
pub(crate) async fn by_hand(room: &Room, network: &str, handle: &str, page: &str) -> AccountId {
    let keeper = room.cookie("keeper").await;
    let form = format!("network={network}&handle={handle}&page={page}");
    let added = room.submit(&keeper, "/desk/accounts/by-hand", &form).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let path = added.header("location").split('?').next().unwrap().to_owned();
    let id: AccountId = path.rsplit('/').next().unwrap().parse().unwrap();
    let charter =
        Charter { review: ReviewRules { reviewers: 0, ..ReviewRules::default() }, ..Charter::default() };
    let keeper = room.who("keeper").await;
    room.engine.keep_charter(&keeper, id, &charter, &Slots::default()).await.unwrap();
    let publisher = room.who("publisher").await;
    room.engine.set_roles(&keeper, publisher.id, id, &[Role::Publisher]).await.unwrap();
    id
}

/// A draft that is due there now, handed over.
pub(crate) async fn due(room: &Room, account: AccountId, content: Content) -> DraftId {
    let publisher = room.who("publisher").await;
    let intent = Intent { content, accounts: vec![account], window: Window::default() };
    let id = room.engine.begin_draft(&publisher, intent).await.unwrap();
    let hash = room.draft(id).await.hash;
    room.engine.propose(&publisher, id, &hash).await.unwrap();
    room.engine.schedule(&publisher, id, &hash, When::Now).await.unwrap();
    room.engine.hand_over_due().await.unwrap();
    id
}

pub(crate) fn says(text: &str) -> Content {
    Content { text: text.into(), ..Content::default() }
}

pub(crate) async fn first(room: &Room, draft: DraftId) -> Publication {
    room.engine.store.publications_of_draft(draft).await.unwrap().remove(0)
}

#[tokio::test]
async fn what_is_due_is_shown_to_copy_and_marked_with_its_link() {
    let room = Room::open().await;
    let account = by_hand(&room, "x", "@TownHall", "https://x.com/TownHall").await;
    let content = Content {
        content_warning: Some("Flood".into()),
        language: Some(mimus_core::Language::new("en").unwrap()),
        ..says("The river is high")
    };
    let draft = due(&room, account, content.clone()).await;
    let publication = first(&room, draft).await;
    assert_eq!(publication.state, PublicationState::Held);
    let path = format!("/desk/publications/{}", publication.id);
    let cookie = room.cookie("publisher").await;
    let todo = room.open_page(&cookie, "/desk").await;
    todo.has("To publish by hand");
    todo.has(&path);
    todo.has("It was due on");
    room.open_page(&cookie, "/desk/publications?only=open").await.has(&path);
    let page = room.open_page(&cookie, &path).await;
    page.has("readonly");
    page.has("The river is high");
    page.has("Flood");
    page.has("Language: en");
    page.has("x:TownHall");
    for (link, wrong) in [
        ("", "Give the link"),
        ("javascript:alert(1)", "leads to no page: write http or https"),
        ("https://evil.example/TownHall/status/17", "The link is one at x.com, twitter.com"),
    ] {
        let form = format!("deed=published&revision=1&link={link}");
        let refused = room.submit(&cookie, &path, &form).await;
        assert_eq!(refused.status, 422, "{link}");
        refused.has(wrong);
    }
    let stale = "deed=published&revision=2&link=https://x.com/TownHall/status/17";
    assert_eq!(room.submit(&cookie, &path, stale).await.status, 422, "it is another revision");
    let form = "deed=published&revision=1&link=https://x.com/TownHall/status/17";
    assert_eq!(room.submit(&cookie, &path, form).await.status, 303);
    let done = first(&room, draft).await;
    assert_eq!(done.state, PublicationState::Published);
    assert!(done.published_at.is_some());
    let parts = room.engine.store.parts(done.id).await.unwrap();
    assert_eq!(parts[0].remote_id.as_deref(), Some("17"));
    assert_eq!(room.draft(draft).await.state, DraftState::Published);
    room.open_page(&cookie, "/desk/publications").await.has("https://x.com/TownHall/status/17");
    room.open_page(&cookie, "/desk/record").await.has("published by hand");
    room.open_page("", "/accounts/x:TownHall").await.has("The river is high");
    assert_eq!(room.submit(&cookie, &path, form).await.status, 400, "it is done");
    // The same words again are known, and the same link is not taken twice.
    let publisher = room.who("publisher").await;
    let again = due(&room, account, content).await;
    let checks = room.engine.preview(&room.draft(again).await).await.unwrap().remove(0).checks;
    assert!(checks.iter().any(|check| check.words.contains("the same words")), "{checks:?}");
    let again = first(&room, again).await;
    let body = json!({"revision": 1, "done": "published", "links": ["https://x.com/TownHall/status/17"]});
    let api = format!("/api/v1/publications/{}/by-hand", again.id);
    assert_eq!(room.ask("publisher", "POST", &api, Some(&body)).await.status, 422);
    let body = json!({"revision": 1, "done": "published", "links": ["https://x.com/TownHall/status/18"]});
    assert_eq!(room.ask("publisher", "POST", &api, Some(&body)).await.status, 204);
    assert_eq!(room.ask("publisher", "POST", &api, Some(&body)).await.status, 409, "it is done");
    assert!(publisher.may(mimus_core::desk::Deed::Publish, account));
}

#[tokio::test]
async fn a_change_and_a_deletion_are_done_by_hand_as_well() {
    let room = Room::open().await;
    let account = by_hand(&room, "elsewhere", "announce-list", "https://lists.example/announce").await;
    let draft = due(&room, account, says("Market on Monday")).await;
    let path = format!("/desk/publications/{}", first(&room, draft).await.id);
    let cookie = room.cookie("publisher").await;
    let form = "deed=published&revision=1&link=https://archive.example/2026/1";
    assert_eq!(room.submit(&cookie, &path, form).await.status, 303);
    let publisher = room.who("publisher").await;
    let intent =
        Intent { content: says("Market on Tuesday"), accounts: vec![account], window: Window::default() };
    let base = room.draft(draft).await.revision;
    room.engine.write_draft(&publisher, draft, base, intent).await.unwrap();
    let hash = room.draft(draft).await.hash;
    room.engine.publish_change(&publisher, draft, &hash).await.unwrap();
    room.engine.hand_over_due().await.unwrap();
    let page = room.open_page(&cookie, &path).await;
    page.has("Change by hand");
    page.has("Market on Tuesday");
    page.has("https://archive.example/2026/1");
    // That nobody does it in time does not make it missed: it stands there already.
    room.pass(4_000);
    room.engine.hand_over_due().await.unwrap();
    let form = "deed=changed&revision=2&link=https://archive.example/2026/1";
    assert_eq!(room.submit(&cookie, &path, form).await.status, 303);
    let changed = first(&room, draft).await;
    assert_eq!(changed.state, PublicationState::Published);
    assert_eq!(room.engine.store.parts(changed.id).await.unwrap()[0].words, "Market on Tuesday");
    room.engine.delete_published(&publisher, draft, "called off").await.unwrap();
    room.engine.hand_over_due().await.unwrap();
    room.open_page(&cookie, &path).await.has("Delete by hand");
    assert_eq!(room.submit(&cookie, &path, "deed=deleted&revision=3").await.status, 303);
    assert_eq!(first(&room, draft).await.state, PublicationState::Deleted);
    for said in ["changed by hand", "deleted by hand"] {
        room.open_page(&cookie, "/desk/record").await.has(said);
    }
}

#[tokio::test]
async fn what_nobody_publishes_in_time_is_missed_and_what_never_was_there_needs_no_deleting() {
    let room = Room::open().await;
    let account = by_hand(&room, "bluesky", "town.bsky.social", "https://bsky.app/profile/town").await;
    let draft = due(&room, account, says("Good morning")).await;
    room.pass(29 * 60);
    room.engine.hand_over_due().await.unwrap();
    assert_eq!(first(&room, draft).await.state, PublicationState::Held);
    room.pass(2 * 60);
    room.engine.hand_over_due().await.unwrap();
    let missed = first(&room, draft).await;
    assert_eq!(missed.state, PublicationState::Missed);
    let cookie = room.cookie("publisher").await;
    let path = format!("/desk/publications/{}", missed.id);
    room.open_page(&cookie, &path).await.has("Its time has gone by");
    // While the brake is pulled the page says so, and what is deleted was never there.
    let publisher = room.who("publisher").await;
    let other = due(&room, account, says("Good evening")).await;
    room.engine.brake(&publisher, account, true, "a mistake").await.unwrap();
    let other = first(&room, other).await;
    room.open_page(&cookie, &format!("/desk/publications/{}", other.id)).await.has("a mistake");
    room.engine.delete_publication(other.id).await.unwrap();
    room.engine.hand_over_due().await.unwrap();
    let gone = room.engine.store.publication(other.id).await.unwrap().unwrap();
    assert_eq!(gone.state, PublicationState::Deleted);
}

#[tokio::test]
async fn no_credentials_are_asked_for_and_no_route_goes_there() {
    let room = Room::open().await;
    let id = by_hand(&room, "mastodon", "harbour@social.example", "https://social.example/@harbour").await;
    let engine = &room.engine;
    let account = engine.store.account(id).await.unwrap().unwrap();
    let town = engine.store.account(room.account).await.unwrap().unwrap();
    let (policy, now) = (RoutePolicy::default(), engine.clock.now());
    for (from, to) in [(RouteFrom::Account(town.id), &account), (RouteFrom::Account(account.id), &town)] {
        let refused = engine
            .add_route(&mimus_store::Person::at_the_command_line(), &from, to, &policy, now)
            .await
            .unwrap_err()
            .to_string();
        assert!(refused.contains("published to by hand"), "{refused}");
    }
    let opened = engine.publisher(&account).await.err().unwrap().to_string();
    assert!(opened.contains("published to by hand"), "{opened}");
    let retained = engine.retention_standing(&account.name(), false).await.err().unwrap().to_string();
    assert!(retained.contains("published to by hand"), "{retained}");
    due(&room, id, says("Good morning")).await;
    room.pass(60);
    let node = NodeName::new("publisher");
    let life = std::time::Duration::from_secs(30);
    engine.store.join(&node, "here", "publisher", life).await.unwrap();
    let claimed = engine.store.claim_accounts(&node, engine.clock.now(), 9).await.unwrap();
    assert!(claimed.iter().all(|claimed| claimed.id != id));
    let twice = "network=mastodon&handle=harbour@social.example&page=https://social.example/@harbour";
    let cookie = room.cookie("keeper").await;
    assert_eq!(room.submit(&cookie, "/desk/accounts/by-hand", twice).await.status, 400);
    for (network, handle, page) in [
        ("x", "a b", "https://x.com/a"),
        ("x", "town", "https://evil.example/town"),
        ("x", "town", "file:///etc"),
        ("elsewhere", "a/b", "https://lists.example/"),
        ("feed", "a", "https://lists.example/"),
    ] {
        let form = format!("network={network}&handle={handle}&page={page}");
        let refused = room.submit(&cookie, "/desk/accounts/by-hand", &form).await;
        assert_eq!(refused.status, 400, "{form}");
    }
    let left = engine.disconnect_account(&account.name()).await.unwrap();
    assert!(left.is_none(), "there is nobody to be told");
    assert_eq!(account.network, Network::Mastodon);
}

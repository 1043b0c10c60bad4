//! The keepers' rooms: mirrors, routes, the Ledger and settings in the browser.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use mimus_core::policy::RepostRule;
use mimus_core::{CredentialName, MirrorPolicy, RoutePolicy};
use mimus_engine::ledger::{Answer, Call, Priority, Resource};
use mimus_engine::mirrors::{AddMirror, MirrorError, Soon};
use mimus_networks::x::limits::Endpoint;
use mimus_store::{MirrorState, PublicationState, RouteState};
use tokio::sync::Semaphore;

use crate::api::room::Room;
use crate::place::{Answer as Page, handle, profile};

const EVIL: &str = "<script>alert(1)</script>\"'><img src=x>";

fn encoded(words: &str) -> String {
    url::form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

/// A feed on loopback whose title is markup, of that many posts; it answers when it is let.
pub(crate) struct Feed {
    pub(crate) address: String,
    gate: Arc<Semaphore>,
    words: Arc<Mutex<Vec<String>>>,
}

impl Feed {
    pub(crate) async fn open(words: &[&str]) -> Self {
        let feed = Self::closed(words).await;
        feed.let_in();
        feed
    }

    async fn closed(words: &[&str]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/feed", listener.local_addr().unwrap());
        let gate = Arc::new(Semaphore::new(0));
        let words = Arc::new(Mutex::new(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()));
        let (waits, said) = (Arc::clone(&gate), Arc::clone(&words));
        let answer = move || async move {
            let _open = waits.acquire().await.unwrap();
            let items: String = said.lock().unwrap().iter().enumerate().map(|(n, words)| {
                format!("<item><guid isPermaLink=\"false\">{n}</guid><pubDate>Fri, 20 Nov 2026 0{n}:00:00 GMT</pubDate><description><![CDATA[{words}]]></description></item>")
            }).collect();
            let title = "&lt;script&gt;alert(1)&lt;/script&gt;\"'&gt;&lt;img src=x&gt;";
            format!(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title><link>https://blog.example/</link>{items}</channel></rss>"
            )
        };
        let app = Router::new().route("/feed", get(answer));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, gate, words }
    }

    fn let_in(&self) {
        self.gate.add_permits(Semaphore::MAX_PERMITS / 2);
    }
}

/// Asks until it is so.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..1_200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("never came: {what}");
}

/// Nothing that came from outside is markup, and the words themselves are there.
#[track_caller]
fn no_markup(page: &Page) {
    for bad in ["<script>alert", "<img src=x", "\"'>"] {
        page.has_not(bad);
    }
    page.has("&#60;script&#62;alert(1)");
}

/// What was done, by whom, to what: the newest first.
async fn deeds(room: &Room, most: u32) -> Vec<String> {
    let entries = room.engine.store.record_entries(None, None, most).await.unwrap();
    entries.into_iter().map(|entry| format!("{} {} {}", entry.who, entry.deed, entry.about)).collect()
}

#[tokio::test]
async fn a_feed_is_mirrored_steered_and_removed_in_the_browser() {
    let (room, feed) = (Room::open().await, Feed::open(&["One", "Two"]).await);
    let keeper = room.cookie("keeper").await;
    let body = format!("source={}&handle=town_news&basis=own&without=spam%0Aads", encoded(&feed.address));
    let added = room.submit(&keeper, "/desk/mirrors", &body).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let path = added.header("location").split('?').next().unwrap().to_owned();
    let mirror = room.engine.store.mirror(&handle("town_news")).await.unwrap().unwrap();
    assert_eq!(path, format!("/desk/mirrors/{}", mirror.id));
    assert_eq!(mirror.policy.without, ["spam", "ads"]);
    until("its posts are read", async || room.open_page(&keeper, &path).await.text().contains("2 posts"))
        .await;
    let page = room.open_page(&keeper, &path).await;
    no_markup(&page);
    page.has("It is an account of those who keep this server");
    // Found by parts of its name and its address in any case; what means something to the database is a letter.
    let found = async |words: &str| {
        let list = room.open_page(&keeper, &format!("/desk/mirrors?words={}", encoded(words))).await;
        assert_eq!(list.status, 200);
        list.text().contains(&path)
    };
    assert!(found("NEWS").await && found("127.0.0.1").await && found("@town_").await);
    for other in ["lark", "%", "town%news", "n_ws"] {
        assert!(!found(other).await, "{other}");
    }
    no_markup(&room.open_page(&keeper, "/desk/mirrors").await);

    feed.words.lock().unwrap().push("Three".into());
    let read = room.submit(&keeper, &path, "deed=refresh").await;
    assert!(read.header("location").ends_with("?said=mirror-read"), "{}", read.text());
    room.open_page(&keeper, &path).await.has("3 posts");
    let state = async || room.engine.store.mirror_by_id(mirror.id).await.unwrap().unwrap().state;
    assert_eq!(room.submit(&keeper, &path, "deed=pause").await.status, 303);
    assert_eq!(state().await, MirrorState::Paused);
    room.open_page(&keeper, "/desk/mirrors?only=paused").await.has(&path);
    room.open_page(&keeper, "/desk/mirrors?only=failing").await.has_not(&path);
    assert_eq!(room.submit(&keeper, &path, "deed=resume").await.status, 303);
    assert_eq!(state().await, MirrorState::Active);

    let wrong = room.submit(&keeper, &path, "deed=remove&confirm=town").await;
    assert_eq!(wrong.status, 422);
    wrong.has("Nothing was removed");
    assert_eq!(state().await, MirrorState::Active);
    let removal = "deed=remove&confirm=%40town_news&why=Its+owner+asked";
    assert_eq!(room.submit(&keeper, &path, removal).await.status, 303);
    assert_eq!(room.open_page(&keeper, &path).await.status, 404);
    assert_eq!(room.place.get("/@town_news").await.status, 410);
    let done = ["removed", "resumed", "paused", "refreshed", "added"];
    let done = done.map(|deed| format!("keeper mirror.{deed} mirror @town_news"));
    assert_eq!(deeds(&room, 5).await, done);
    room.open_page(&keeper, "/desk/record").await.has("Its owner asked");
    // Its name is not given out again.
    let again = room.submit(&keeper, "/desk/mirrors", &body).await;
    assert_eq!(again.status, 422);
    again.has("The handle @town_news is taken; choose another.");
    again.has(&format!("value=\"{}\"", feed.address));
}

#[tokio::test]
async fn nothing_on_the_servers_disks_is_read_from_the_browser() {
    let room = Room::open().await;
    let keeper = room.cookie("keeper").await;
    for source in ["feed:/etc/passwd", "archive:/etc/passwd", "feed:file:///etc/passwd"] {
        let answer = room.submit(&keeper, "/desk/mirrors", &format!("source={}", encoded(source))).await;
        assert_eq!(answer.status, 422, "{source}");
        answer.has("Archives and files are added on the server");
        let body = format!("feed={}&to=mastodon:town@social.example", encoded(source));
        assert_eq!(room.submit(&keeper, "/desk/routes", &body).await.status, 422, "{source}");
    }
    // X cannot be read without a token.
    room.submit(&keeper, "/desk/mirrors", "source=x:wikimedia").await.has("set x_bearer_token");
    let unnoted = room.submit(&keeper, "/desk/mirrors", "source=https://blog.example/&basis=consent").await;
    unnoted.has("Say how and when the owner agreed.");
    let markup =
        room.submit(&keeper, "/desk/mirrors", &format!("source={0}&handle={0}", encoded(EVIL))).await;
    assert_eq!(markup.status, 422);
    no_markup(&markup);
    assert_eq!(room.engine.store.mirror_totals().await.unwrap().0, 0);
    assert!(room.engine.store.list_routes(None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_waits_for_a_source_that_takes_its_time() {
    let (room, feed) = (Room::open().await, Feed::closed(&["One"]).await);
    let keeper = room.who("keeper").await;
    let add = |source: &str, name: &str| AddMirror {
        location: source.parse().unwrap(),
        handle: Some(handle(name)),
        policy: MirrorPolicy::default(),
    };
    let slow = add(&format!("feed:{}", feed.address), "slow");
    let answer = room.engine.add_mirror_soon(&keeper, slow, Duration::from_millis(20)).await;
    assert!(matches!(answer, Ok(Soon::GoesOn)), "{answer:?}");
    assert!(room.engine.store.mirror(&handle("slow")).await.unwrap().is_none());
    feed.let_in();
    until("it is there after all", async || {
        room.engine.store.mirror(&handle("slow")).await.unwrap().is_some()
    })
    .await;
    // One that cannot be added after all, because its handle is taken: the record says so, as nobody waits to be told.
    let other = Feed::closed(&["One"]).await;
    let taken = add(&format!("feed:{}", other.address), "slow");
    let answer = room.engine.add_mirror_soon(&keeper, taken, Duration::from_millis(20)).await;
    assert!(matches!(answer, Ok(Soon::GoesOn)), "{answer:?}");
    other.let_in();
    until("the record says why not", async || {
        let entries = room.engine.store.record_entries(None, None, 1).await.unwrap();
        entries[0].deed == "mirror.not_added" && entries[0].detail["why"].as_str().unwrap().contains("@slow")
    })
    .await;
    let stranger = room.who("publisher").await;
    let refused = room.engine.add_mirror(&stranger, add("feed:https://blog.example/", "own")).await;
    assert!(matches!(refused.err(), Some(MirrorError::NotKeeper)));
}

#[tokio::test]
async fn many_mirrors_come_page_by_page() {
    let room = Room::open().await;
    for n in 0..101 {
        room.place.mirror(&format!("bird_{n:03}"), &profile("A bird")).await;
    }
    let run = mimus_store::testing::run;
    let failed = "UPDATE sources SET failures = 3, last_error = 'no answer <b>' WHERE mirror_id = 7";
    run(&room.engine.store, failed).await.unwrap();
    let keeper = room.cookie("keeper").await;
    let first = room.open_page(&keeper, "/desk/mirrors").await;
    first.has("@bird_099");
    first.has_not("@bird_100");
    first.has("/desk/mirrors?after=bird_099");
    let last = room.open_page(&keeper, "/desk/mirrors?after=bird_099").await;
    last.has("@bird_100");
    last.has_not("rel=\"next\"");
    let failing = room.open_page(&keeper, "/desk/mirrors?only=failing").await;
    failing.has("The last 3 readings failed:");
    failing.has("no answer &#60;b&#62;");
    failing.has("@bird_006");
    failing.has_not("@bird_007");
}

#[tokio::test]
async fn a_route_is_made_tried_changed_and_removed_in_the_browser() {
    let feed = Feed::open(&["Good morning", "Nothing for others #nomirror"]).await;
    let room = Room::open().await;
    let keeper = room.cookie("keeper").await;
    let fields = format!("reposts=link&footer={}&delay=30&edits=leave", encoded(EVIL));
    let body = format!("feed={}&to=mastodon:town@social.example&{fields}", encoded(&feed.address));
    let made = room.submit(&keeper, "/desk/routes", &body).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let path = made.header("location").split('?').next().unwrap().to_owned();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let route = async || room.engine.store.route(id).await.unwrap().unwrap();
    let policy = route().await.policy;
    assert_eq!((policy.reposts, policy.pace.delay), (RepostRule::Link, 30));
    for page in ["/desk/routes", path.as_str()] {
        let page = room.open_page(&keeper, page).await;
        assert_eq!(page.status, 200);
        no_markup(&page);
        page.has("Seconds to wait; deleted meanwhile, a post never goes on: 30");
        page.has("0 published; 0 skipped; 0 failed or missed");
    }
    let twice = room.submit(&keeper, "/desk/routes", &body).await;
    assert_eq!(twice.status, 422);
    no_markup(&twice);

    let tried = room.submit(&keeper, &path, "deed=try").await;
    assert_eq!(tried.status, 200);
    tried.has("Good morning");
    tried.has("It would stay:");
    no_markup(&tried);
    assert!(
        room.engine.store.publications(None, None, None, 9).await.unwrap().is_empty(),
        "nothing is planned"
    );

    // Where it stands in a location, too, markup is words.
    let odd =
        format!("feed={}&to=mastodon:town@social.example", encoded(&format!("https://blog.example/{EVIL}")));
    assert_eq!(room.submit(&keeper, "/desk/routes", &odd).await.status, 303);
    let list = room.open_page(&keeper, "/desk/routes").await;
    list.has_not("<script>alert");
    list.has_not("<img src=x");

    let changed = room.submit(&keeper, &path, "deed=keep&reposts=boost&brake-posts=3&brake-minutes=60").await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let policy = route().await.policy;
    assert_eq!((policy.reposts, policy.brake.posts, policy.pace.delay), (RepostRule::Boost, 3, 0));
    for wrong in
        ["quiet-from=22:00&quiet-to=06:00&zone=Nowhere/Land", "brake-posts=0", "delay=soon", "with=+%0A"]
    {
        let answer = room.submit(&keeper, &path, &format!("deed=keep&{wrong}")).await;
        let wanted = if wrong.starts_with("with") { 303 } else { 422 };
        assert_eq!(answer.status, wanted, "{wrong}");
    }
    assert_eq!(room.submit(&keeper, &path, "deed=pause").await.status, 303);
    assert_eq!(route().await.state, RouteState::Paused);
    assert_eq!(room.submit(&keeper, &path, "deed=resume").await.status, 303);
    assert_eq!(room.submit(&keeper, &path, "deed=remove").await.status, 303);
    assert_eq!(room.open_page(&keeper, &path).await.status, 404);
    assert_eq!(room.submit(&keeper, &path, "deed=resume").await.status, 404);
    let said = deeds(&room, 9).await;
    for deed in ["added", "changed", "paused", "resumed", "removed"] {
        assert!(said.contains(&format!("keeper route.{deed} route {id}")), "{deed}: {said:?}");
    }
}

#[tokio::test]
async fn the_desks_own_ways_are_no_routes_of_the_page() {
    let room = Room::open().await;
    let keeper = room.cookie("keeper").await;
    let way = room.engine.desk_account(room.account).await.unwrap().desk.route;
    room.open_page(&keeper, "/desk/routes").await.has("There are none yet.");
    for (deed, wanted) in [("deed=remove", 404), ("deed=keep", 404), ("deed=pause", 404)] {
        assert_eq!(room.submit(&keeper, &format!("/desk/routes/{way}"), deed).await.status, wanted);
    }
    let by = room.who("keeper").await;
    assert!(room.engine.remove_route(&by, way).await.is_err());
    assert!(room.engine.change_route(&by, way, &RoutePolicy::default()).await.is_err());
}

#[tokio::test]
async fn keepers_see_sums_and_the_names_of_credentials() {
    let room = Room::open().await;
    let credential = CredentialName::app("town-app").unwrap();
    let call = Call {
        credential: &credential,
        endpoint: Endpoint::Tweets,
        priority: Priority::Owned,
        resource: Resource::Post,
        at_most: 80,
    };
    let ledger = &room.engine.ledger;
    let keeper = room.cookie("keeper").await;
    room.open_page(&keeper, "/desk/ledger").await.has("Nothing metered has been called yet.");
    let first = ledger.reserve(&call).await.unwrap();
    let ids: Vec<String> = (0..80).map(|n| n.to_string()).collect();
    let objects: Vec<(Resource, &str)> = ids.iter().map(|id| (Resource::Post, id.as_str())).collect();
    ledger.settle(first, &Answer { objects: &objects, window: None }).await.unwrap();
    let page = room.open_page(&keeper, "/desk/ledger").await;
    let report = ledger.report_now().await.unwrap();
    page.has(&format!("<td>{}</td>", report.month.spent));
    page.has("town-app");
    page.has("href=\"/about/ledger\"");
    page.has_not("Nothing metered has been called yet.");
    page.has("<td class=\"number\">80</td>");
}

#[tokio::test]
async fn settings_say_where_they_come_from_and_show_nothing_secret() {
    let room = Room::open().await;
    let keeper = room.cookie("keeper").await;
    let page = room.open_page(&keeper, "/desk/settings").await;
    page.has("<code>name</code>");
    page.has("from the file mimus.toml");
    page.has("<code>x_bearer_token</code>");
    page.has("set, and not shown");
    page.has("from the environment: MIMUS_X_BEARER_TOKEN");
    no_markup(&page);
    let looked = room.submit(&keeper, "/desk/settings", "deed=examine").await;
    assert_eq!(looked.status, 200);
    looked.has("SQLite answers: 0 mirrors, 0 posts");
    looked.has("server from outside");
}

#[tokio::test]
async fn the_brake_for_all_stops_every_account_until_it_is_released() {
    let room = Room::open().await;
    let keeper = room.cookie("keeper").await;
    let unsaid = room.submit(&keeper, "/desk/settings", "deed=stop&why=+").await;
    assert_eq!(unsaid.status, 422);
    unsaid.has("Say why everything is to stop");
    // Its account is published to by hand: what is due is handed out to nobody.
    let draft = room.scheduled().await;
    let run = mimus_store::testing::run;
    run(&room.engine.store, "UPDATE accounts SET by_hand = 1").await.unwrap();
    run(&room.engine.store, "UPDATE publications SET due_at = 0").await.unwrap();
    let stop = format!("deed=stop&why={}", encoded(EVIL));
    assert_eq!(room.submit(&keeper, "/desk/settings", &stop).await.status, 303);
    assert_eq!(room.engine.hand_over_due().await.unwrap(), 0);
    let state =
        async || room.engine.store.publications_of_draft(draft.id).await.unwrap().first().unwrap().state;
    assert_eq!(state().await, PublicationState::Due);
    for path in ["/desk/settings".to_owned(), format!("/desk/accounts/{}", room.account)] {
        no_markup(&room.open_page(&keeper, &path).await);
    }
    let account = format!("/api/v1/accounts/{}", room.account);
    let told = room.ask("publisher", "GET", &account, None).await.json();
    assert_eq!(told["goes"], false);
    assert!(told["stopped"].as_str().unwrap().starts_with("everything was stopped by keeper"), "{told}");
    // Pulled again, by anybody, it stays as it was pulled first, and is recorded once.
    assert!(!room.engine.brake_all(&room.who("keeper").await, true, "again").await.unwrap());
    let publisher = room.who("publisher").await;
    assert!(
        room.engine.brake_all(&publisher, false, "").await.is_err(),
        "one account's brake is theirs, not all"
    );
    assert_eq!(room.submit(&keeper, "/desk/settings", "deed=go").await.status, 303);
    assert_eq!(room.engine.hand_over_due().await.unwrap(), 1);
    assert_eq!(state().await, PublicationState::Held, "it is in somebody's hands");
    assert_eq!(room.ask("publisher", "GET", &account, None).await.json()["goes"], true);
    let braked: Vec<String> =
        deeds(&room, 9).await.into_iter().filter(|deed| deed.contains(" brake.")).collect();
    assert_eq!(braked, ["keeper brake.released all accounts", "keeper brake.pulled all accounts"]);
}

#[tokio::test]
async fn a_form_without_the_key_of_the_session_does_nothing() {
    let room = Room::open().await;
    let keeper = room.cookie("keeper").await;
    let (mirror, route) = (room.mirror().await, room.route().await);
    for (path, body) in [
        ("/desk/mirrors".to_owned(), "source=https://blog.example/feed"),
        (format!("/desk/mirrors/{mirror}"), "deed=pause"),
        ("/desk/routes".to_owned(), "feed=https://blog.example/feed&to=mastodon:town@social.example"),
        (format!("/desk/routes/{route}"), "deed=pause"),
        ("/desk/settings".to_owned(), "deed=stop&why=now"),
    ] {
        assert_eq!(room.send_form(&keeper, &path, body).await.status, 403, "{path}");
    }
    let store = &room.engine.store;
    assert_eq!(store.mirror_by_id(mirror).await.unwrap().unwrap().state, MirrorState::Active);
    assert_eq!(store.route(route).await.unwrap().unwrap().state, RouteState::Active);
    assert_eq!(store.brake_all().await.unwrap(), None);
    assert_eq!(store.list_routes(None, 9).await.unwrap().len(), 1);
}

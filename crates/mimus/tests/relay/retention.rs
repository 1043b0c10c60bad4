//! Old posts of an account go: what is kept stays, what goes is saved first, and copies elsewhere stay.

use std::path::PathBuf;
use std::time::Duration;

use mimus_store::PublicationState;
use mimus_testkit::emulator::{NewPost, Options};
use mimus_testkit::mastodon::{NewMedia, NewStatus, StatusId, Visibility};
use serde_json::Value;

use crate::newsroom::{Newsroom, jiff_now, toot, tweet, until};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A status that is so many days old.
fn old(room: &Newsroom, status: NewStatus, days: u32) -> StatusId {
    let id = room.mastodon.post("house", status);
    room.mastodon.age(id, DAY * days);
    id
}

fn on_mastodon(room: &Newsroom) -> Vec<String> {
    room.mastodon.statuses_of("house").into_iter().map(|status| status.text).collect()
}

/// The words of the posts in the account's files, by year.
fn saved(room: &Newsroom, account: &str) -> Vec<(String, String)> {
    let folder = room.folder().join("retired").join(account.replace(':', "_"));
    let Ok(files) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut years: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    years.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    years.sort();
    let lines = years.iter().flat_map(|path| {
        let year = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let words: Vec<_> = std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
        words.into_iter().map(move |line| (year.clone(), line))
    });
    let mut all: Vec<(String, String)> = lines
        .map(|(year, line)| {
            let line: Value = serde_json::from_str(&line).unwrap();
            (year, line["post"]["text"]["text"].as_str().unwrap().to_owned())
        })
        .collect();
    all.dedup();
    all
}

fn standing(room: &Newsroom, account: &str, flags: &[&str]) -> Value {
    let arguments = [&["account", "retain", account, "--json"], flags].concat();
    serde_json::from_str(&room.run(&arguments, "")).unwrap()
}

/// How many posts are in a state, for a reason.
fn count(standing: &Value, state: &str, reason: Option<&str>) -> u64 {
    let posts = standing["posts"].as_array().unwrap().iter();
    let these =
        posts.filter(|one| one["state"] == state && reason.is_none_or(|reason| one["reason"] == reason));
    these.map(|one| one["posts"].as_u64().unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn old_posts_go_and_what_is_kept_stays() {
    let room = Newsroom::open().await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    let route = room.route(&here, &there, &[]);
    let mut server = room.serve();
    room.begun(&here).await;
    let carried = room.mastodon.post("house", toot("Carried"));
    until("it is carried", async || room.in_state(PublicationState::Published).await == 1).await;
    room.mastodon.age(carried, DAY * 50);
    let media = vec![NewMedia {
        content_type: "image/png".into(),
        bytes: crate::both_ways::PNG.to_vec(),
        description: Some("A square".into()),
        focus: None,
    }];
    old(&room, NewStatus { media, ..toot("With a picture") }, 60);
    old(&room, toot("Young"), 20);
    for (words, change) in [
        ("Pinned", (|status| status.pinned = true) as fn(&mut mimus_testkit::mastodon::Status)),
        ("Bookmarked", |status| status.bookmarked = true),
        ("Liked", |status| status.likes = 9),
    ] {
        let id = old(&room, toot(words), 40);
        room.mastodon.change(id, change);
    }
    old(&room, toot("Tagged #keep"), 40);
    old(&room, NewStatus { visibility: Visibility::Direct, ..toot("Between us") }, 40);
    for n in 0..20 {
        old(&room, toot(&format!("Old {n}")), 100);
    }
    let before = on_mastodon(&room);
    let flags =
        ["--days", "30", "--keep-likes", "8", "--keep-hashtag", "keep", "--a-day", "100000", "--preview"];
    let looked = standing(&room, &here, &flags);
    assert_eq!((count(&looked, "due", None), count(&looked, "kept", None)), (22, 4), "{looked:#}");
    for reason in ["pinned", "bookmarked", "liked by 9", "has #keep"] {
        assert_eq!(count(&looked, "kept", Some(reason)), 1, "{reason}: {looked:#}");
    }
    assert_eq!((&looked["state"], &looked["cost_usd"]), (&"preview".into(), &0.0.into()));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(on_mastodon(&room), before, "nothing goes before somebody says so");
    // Somebody pins one that was to go.
    let late = old(&room, toot("Pinned at last"), 99);
    standing(&room, &here, &["--preview"]);
    room.mastodon.change(late, |status| status.pinned = true);
    room.run(&["account", "retain", &here, "--begin"], "");
    // Killed again and again meanwhile.
    for n in 0..5 {
        until("more went", async || on_mastodon(&room).len() + 3 * (n + 1) <= before.len() + 1).await;
        server.kill();
        server = room.serve();
    }
    until("all are gone", async || count(&standing(&room, &here, &[]), "deleted", None) == 22).await;
    let mut left = on_mastodon(&room);
    left.sort();
    assert_eq!(
        left,
        ["Between us", "Bookmarked", "Liked", "Pinned", "Pinned at last", "Tagged #keep", "Young"]
    );
    let saved = saved(&room, &here);
    assert_eq!(saved.len(), 22, "{saved:?}");
    let files = std::fs::read_dir(room.folder().join("retired").join(here.replace(':', "_"))).unwrap();
    let picture =
        files.map(|file| file.unwrap().path()).find(|path| path.extension().is_some_and(|e| e == "png"));
    assert_eq!(std::fs::read(picture.unwrap()).unwrap(), crate::both_ways::PNG);
    // The copy stays, though its post is heard and read to be gone.
    room.read_soon(&here).await;
    let probe = room.mastodon.post("house", toot("After it all"));
    until("reading goes on", async || {
        room.store.publication_of(route_id(route), &probe.0.to_string()).await.unwrap().is_some()
    })
    .await;
    let copies: Vec<String> = room.x.posts_of("house").into_iter().map(|(_, post)| post.text).collect();
    assert!(copies.contains(&"Carried".to_owned()), "{copies:?}");
    room.run(&["account", "retain", &here, "--off"], "");
    assert!(!room.try_run(&["account", "retain", &here], "").status.success());
    server.kill();
}

fn route_id(number: i64) -> mimus_store::RouteId {
    number.to_string().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_x_the_ledger_pays_and_the_archive_reaches_further_back() {
    let start = jiff_now() - DAY * 40;
    let room =
        Newsroom::open_with(Options { start: Some(start), windows: false, ..Options::default() }).await;
    let user = room.x.connect_user("house").user;
    let ids: Vec<u64> = (0..6).map(|n| room.x.post(user, tweet(&format!("Old {n}")))).collect();
    room.x.pin(ids[0]);
    room.x.post(user, NewPost { likes: 5, ..tweet("Liked") });
    room.x.advance(DAY * 40);
    room.x.post(user, tweet("Young"));
    let account = room.connect_x("house");
    let refused = room.try_run(&["account", "retain", &account, "--days", "3"], "");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("7 days at least"));
    let flags = ["--days", "30", "--keep-likes", "4", "--a-day", "100000", "--preview"];
    let looked = standing(&room, &account, &flags);
    assert_eq!((count(&looked, "due", None), count(&looked, "kept", None)), (5, 2), "{looked:#}");
    assert_eq!(looked["cost_usd"], 0.055);
    let server = room.serve();
    room.run(&["account", "retain", &account, "--begin"], "");
    until("they are gone", async || count(&standing(&room, &account, &[]), "deleted", None) == 5).await;
    let left: Vec<String> = room.x.posts_of("house").into_iter().map(|(_, post)| post.text).collect();
    assert_eq!(left, ["Old 0", "Liked", "Young"]);
    assert_eq!(saved(&room, &account).len(), 5);
    let ledger: Value = serde_json::from_str(&room.run(&["ledger", "--json"], "")).unwrap();
    let charged = room.x.bill().micros as f64 / 1e6;
    assert!((ledger["month"]["spent_usd"].as_f64().unwrap() - charged).abs() < 1e-9, "{charged} {ledger:#}");
    // An archive has what X's list does not reach; here one that is there, and one that is long gone.
    let folder = archive(&room, "house", &[ids[0], 7]);
    let flags =
        ["--days", "30", "--no-keep-pinned", "--a-day", "100000", "--archive", folder.to_str().unwrap()];
    let looked = standing(&room, &account, &flags);
    assert_eq!(count(&looked, "due", None), 2, "{looked:#}");
    room.run(&["account", "retain", &account, "--begin"], "");
    until("the archive's are gone", async || room.x.posts_of("house").iter().all(|(id, _)| *id != ids[0]))
        .await;
    until("all is told", async || count(&standing(&room, &account, &[]), "due", None) == 0).await;
    let other = archive(&room, "somebody_else", &[9]);
    let refused = room.try_run(&["account", "retain", &account, "--archive", other.to_str().unwrap()], "");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the archive of @somebody_else"));
    server.kill();
}

/// An archive of an account with tweets of these ids, as X gives it.
fn archive(room: &Newsroom, handle: &str, ids: &[u64]) -> PathBuf {
    let folder = room.folder().join(format!("archive-{handle}"));
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    let account = serde_json::json!([{"account": {"username": handle, "accountId": "1", "accountDisplayName": handle}}]);
    std::fs::write(data.join("account.js"), format!("window.YTD.account.part0 = {account}")).unwrap();
    let tweets: Vec<Value> = ids
        .iter()
        .map(|id| {
            serde_json::json!({"tweet": {"id_str": id.to_string(), "full_text": "Old words", "favorite_count": "0",
                "created_at": "Wed Oct 10 20:19:24 +0000 2018", "lang": "en", "entities": {}}})
        })
        .collect();
    std::fs::write(
        data.join("tweets.js"),
        format!("window.YTD.tweets.part0 = {}", serde_json::json!(tweets)),
    )
    .unwrap();
    folder
}

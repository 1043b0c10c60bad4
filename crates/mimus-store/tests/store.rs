//! What the store promises, on SQLite and on PostgreSQL alike.
//!
//! PostgreSQL is the one that `./test` starts; without it those runs are skipped and say so, unless
//! `MIMUS_TEST_REQUIRE_PEERS` is set.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::{
    LocalHandle, Media, MediaKind, MediaSource, MirrorPolicy, Network, Origin, Post, PostRef, Profile,
    RemoteId, RichText, WebUrl, rich_text,
};
use mimus_store::{
    ActivityKind, Change, Deliveries, FileState, Mirror, MirrorState, NewFollower, NewMirror, NodeName,
    Recorded, Recording, ServerFilter, Standing, Store, StoreError,
};
use serde_json::json;

use both::{postgres, sqlite};

/// Runs one test on both databases.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                super::check::$name(super::sqlite().await.store.clone()).await;
            }
            #[tokio::test]
            async fn on_postgres() {
                if let Some(fresh) = super::postgres(stringify!($name)).await {
                    super::check::$name(fresh.store.clone()).await;
                }
            }
        }
    )*};
}

on_both!(
    a_reading_is_recorded_once,
    edits_and_removals_are_logged,
    what_others_change_is_no_edit,
    a_removed_post_comes_back_under_a_new_id,
    a_lost_lease_records_nothing,
    sources_are_claimed_once,
    followers_are_served_from_where_they_came_in,
    nodes_that_fall_silent_lose_what_they_hold,
    media_are_wanted_once_and_shown_when_stored,
    threads_and_tags_are_found,
    a_removed_mirror_leaves_its_name_and_its_farewell,
    everything_can_be_moved_to_another_store,
    names_are_given_once,
);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn post(remote_id: &str, second: i64, text: &str) -> Post {
    let origin = Origin { network: Network::Feed, remote_id: RemoteId::new(remote_id).unwrap(), url: None };
    let mut post = Post::new(origin, at(second));
    post.text = rich_text::detect(&RichText::plain(text), rich_text::Detect { links: true, hashtags: true });
    post
}

fn node(name: &str) -> NodeName {
    NodeName::new(name)
}

const LIFE: Duration = Duration::from_secs(30);

async fn mirror(store: &Store, handle: &str) -> Mirror {
    let handle = LocalHandle::new(handle).unwrap();
    let new = NewMirror {
        handle: &handle,
        location: &format!("feed:https://example.org/{handle}"),
        policy: &MirrorPolicy::default(),
        profile: &Profile { name: "A feed".into(), ..Profile::default() },
        private_key: b"secret",
        public_key: "public",
        first_read_at: Some(at(0)),
        reader: None,
    };
    let id = store.add_mirror(&new, at(0)).await.unwrap();
    store.mirror_by_id(id).await.unwrap().unwrap()
}

async fn record(store: &Store, mirror: &Mirror, changes: Vec<Change>, announce: bool, now: i64) -> Recorded {
    let node = node("me");
    store.claim_source(mirror.id, &node).await.unwrap().unwrap();
    let recording = Recording {
        mirror: mirror.id,
        node: &node,
        changes: &changes,
        cursor: "c",
        next_read_at: Some(at(now + 60)),
        finished: true,
        announce,
        progress: None,
        state: None,
    };
    store.record(&recording, at(now)).await.unwrap()
}

fn seen(posts: Vec<Post>) -> Vec<Change> {
    posts.into_iter().map(|p| Change::Seen(Box::new(p))).collect()
}

mod check {
    use super::*;

    pub(crate) async fn a_reading_is_recorded_once(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let posts = || {
            seen(
                (0..250).map(|n| post(&format!("p{n}"), n % 7, &format!("Post {n} #Tag{}", n % 3))).collect(),
            )
        };
        let first = record(&store, &mirror, posts(), false, 1).await;
        assert_eq!((first.added.len(), first.unchanged), (250, 0));
        let again = record(&store, &mirror, posts(), true, 2).await;
        assert_eq!((again.added.len(), again.changed.len(), again.unchanged), (0, 0, 250));
        let shown = store.mirror_by_id(mirror.id).await.unwrap().unwrap();
        assert_eq!((shown.posts, shown.last_post_at, shown.head), (250, Some(at(6)), 0));
        let mut all = Vec::new();
        let mut before = None;
        loop {
            let page = store.timeline(mirror.id, before, 40).await.unwrap();
            before = page.posts.last().map(|p| p.id);
            all.extend(page.posts.iter().map(|p| p.post.origin.remote_id.as_str().to_owned()));
            if !page.more {
                break;
            }
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 250, "every post is on exactly one page");
    }

    pub(crate) async fn edits_and_removals_are_logged(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        record(&store, &mirror, seen(vec![post("a", 1, "one"), post("b", 2, "two")]), false, 1).await;
        record(&store, &mirror, seen(vec![post("c", 3, "three")]), true, 2).await;
        let changed = record(&store, &mirror, seen(vec![post("a", 99, "one, corrected")]), true, 3).await;
        let mut gone = vec![Change::Gone(RemoteId::new("b").unwrap())];
        let removed = record(&store, &mirror, std::mem::take(&mut gone), true, 4).await;
        let log = store.activities(mirror.id, 0, 10).await.unwrap();
        let kinds: Vec<_> = log.iter().map(|a| (a.seq, a.kind)).collect();
        assert_eq!(kinds, [(1, ActivityKind::Publish), (2, ActivityKind::Update), (3, ActivityKind::Delete)]);
        let stored = store.post(changed.changed[0]).await.unwrap().unwrap();
        assert_eq!((stored.revision, stored.post.created_at), (2, at(1)), "an edit does not move a post");
        assert!(store.post(removed.removed[0]).await.unwrap().unwrap().deleted_at.is_some());
        assert_eq!(store.timeline(mirror.id, None, 10).await.unwrap().posts.len(), 2);
        assert_eq!(store.mirror_by_id(mirror.id).await.unwrap().unwrap().posts, 2);
    }

    pub(crate) async fn what_others_change_is_no_edit(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let quoting = |words: &str, of: &str| {
            let quote = PostRef {
                remote_id: RemoteId::new(of).ok(),
                text: Some(RichText::plain(words)),
                ..PostRef::default()
            };
            Post { quote: Some(quote), ..post("a", 1, "look at this") }
        };
        record(&store, &mirror, seen(vec![quoting("as first written", "q")]), true, 1).await;
        let theirs = record(&store, &mirror, seen(vec![quoting("corrected", "q")]), true, 2).await;
        assert_eq!((theirs.changed.len(), theirs.unchanged), (0, 1));
        let timeline = store.timeline(mirror.id, None, 10).await.unwrap().posts;
        let kept = timeline[0].post.quote.as_ref().unwrap();
        assert_eq!(kept.text.as_ref().unwrap().as_str(), "corrected", "it is shown as it is now");
        assert_eq!(store.activities(mirror.id, 0, 10).await.unwrap().len(), 1, "and nobody is told");
        let own = record(&store, &mirror, seen(vec![quoting("corrected", "r")]), true, 3).await;
        assert_eq!(own.changed.len(), 1, "another post is quoted");
    }

    pub(crate) async fn a_removed_post_comes_back_under_a_new_id(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let gone = |id: &str| vec![Change::Gone(RemoteId::new(id).unwrap())];
        let first =
            record(&store, &mirror, seen(vec![post("a", 1, "one #x"), post("b", 2, "two")]), true, 1).await;
        record(&store, &mirror, gone("a"), true, 2).await;
        // The source dates it anew, and names it twice in one reading.
        let again = vec![post("a", 50, "draft"), post("a", 50, "one #x, again")];
        let back = record(&store, &mirror, seen(again), true, 3).await;
        let (old, new) = (first.added[0], back.added[0]);
        assert_eq!((back.added.len(), back.changed.len(), back.unchanged), (1, 0, 0));
        assert_ne!(new, old, "other servers drop what bears the old id");
        assert_eq!(
            store.post(old).await.unwrap().unwrap().deleted_at,
            Some(at(2)),
            "the old address stays gone"
        );
        let shown = store.post(new).await.unwrap().unwrap();
        assert_eq!((shown.deleted_at, shown.revision, shown.post.created_at), (None, 1, at(1)));
        assert_eq!(shown.post.text.as_str(), "one #x, again");
        assert_eq!(shown.post.origin.remote_id.as_str(), "a");
        let timeline = store.timeline(mirror.id, None, 10).await.unwrap().posts;
        assert_eq!(
            timeline.iter().map(|p| p.id).collect::<Vec<_>>(),
            [first.added[1], new],
            "where it stood"
        );
        assert_eq!(store.tagged(mirror.id, "x", None, 10).await.unwrap().posts.len(), 1);
        assert_eq!(store.posts_by_remote_id(mirror.id, &["a"]).await.unwrap()["a"], new);
        let log = store.activities(mirror.id, 0, 10).await.unwrap();
        let last: Vec<_> = log.iter().skip(2).map(|a| (a.kind, a.post)).collect();
        assert_eq!(last, [(ActivityKind::Delete, Some(old)), (ActivityKind::Publish, Some(new))]);
        let unchanged = record(&store, &mirror, seen(vec![post("a", 1, "one #x, again")]), true, 4).await;
        assert_eq!((unchanged.added.len(), unchanged.unchanged), (0, 1), "it is back once");
        assert_eq!(record(&store, &mirror, gone("a"), true, 5).await.removed, [new]);
        let third = record(&store, &mirror, seen(vec![post("a", 1, "one")]), false, 6).await.added[0];
        assert!(third != new && third != old);
        assert_eq!(
            store.activities(mirror.id, 0, 10).await.unwrap().len(),
            5,
            "quietly, where nothing is announced"
        );
        assert_eq!(store.mirror_by_id(mirror.id).await.unwrap().unwrap().posts, 2);
    }

    pub(crate) async fn a_lost_lease_records_nothing(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let (mine, theirs) = (node("mine"), node("theirs"));
        store.join(&mine, "here", "all", LIFE).await.unwrap();
        store.join(&theirs, "there", "all", LIFE).await.unwrap();
        store.claim_source(mirror.id, &mine).await.unwrap().unwrap();
        assert!(store.claim_source(mirror.id, &theirs).await.unwrap().is_none(), "held");
        store.leave(&mine).await.unwrap();
        store.claim_source(mirror.id, &theirs).await.unwrap().unwrap();
        let changes = seen(vec![post("a", 1, "one")]);
        let recording = Recording {
            mirror: mirror.id,
            node: &mine,
            changes: &changes,
            cursor: "c",
            next_read_at: None,
            finished: true,
            announce: true,
            progress: None,
            state: None,
        };
        assert!(matches!(store.record(&recording, at(101)).await, Err(StoreError::LeaseLost)));
        assert!(store.timeline(mirror.id, None, 10).await.unwrap().posts.is_empty());
    }

    pub(crate) async fn sources_are_claimed_once(store: Store) {
        for n in 0..6 {
            super::mirror(&store, &format!("feed{n}")).await;
        }
        let (one, two) = (node("one"), node("two"));
        let first = store.claim_sources(&one, at(1), 4).await.unwrap();
        let second = store.claim_sources(&two, at(1), 4).await.unwrap();
        assert_eq!((first.len(), second.len()), (4, 2));
        assert!(first.iter().all(|s| second.iter().all(|t| t.mirror != s.mirror)));
        assert!(store.claim_sources(&two, at(1), 4).await.unwrap().is_empty());
        store.join(&two, "here", "all", LIFE).await.unwrap();
        assert!(store.keep_alive(&two, LIFE).await.unwrap());
        assert_eq!(
            store.claim_sources(&two, at(61), 9).await.unwrap().len(),
            4,
            "what belonged to nobody who lives is taken over"
        );
        store.source_failed(first[0].mirror, &two, "no route", Some(at(500))).await.unwrap();
        assert!(matches!(
            store.source_failed(first[0].mirror, &one, "late", None).await,
            Err(StoreError::LeaseLost)
        ));
        let failed = store.source(first[0].mirror).await.unwrap().unwrap();
        assert_eq!((failed.failures, failed.last_error.as_deref()), (1, Some("no route")));
    }

    pub(crate) async fn followers_are_served_from_where_they_came_in(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        record(&store, &mirror, vec![], false, 1).await;
        record(&store, &mirror, seen(vec![post("a", 1, "before the follow")]), true, 2).await;
        let answer = json!({"type": "Accept"});
        let follow = |actor: &'static str, inbox: &'static str| NewFollower {
            mirror: mirror.id,
            actor,
            follow_id: "https://a.example/f/1",
            inbox,
            delivery_inbox: "https://a.example/inbox",
            answer: &answer,
        };
        assert!(
            store
                .add_follower(&follow("https://a.example/u/1", "https://a.example/u/1/inbox"), at(3))
                .await
                .unwrap()
        );
        assert!(
            store
                .add_follower(&follow("https://a.example/u/2", "https://a.example/u/2/inbox"), at(3))
                .await
                .unwrap()
        );
        assert!(
            !store
                .add_follower(&follow("https://a.example/u/2", "https://a.example/u/2/inbox"), at(3))
                .await
                .unwrap()
        );
        record(&store, &mirror, seen(vec![post("b", 2, "after")]), true, 4).await;
        let me = node("me");
        let due = store.claim_servers(&me, Standing::Well, at(5), 10).await.unwrap();
        assert_eq!(due.iter().map(|due| due.server.host.as_str()).collect::<Vec<_>>(), ["a.example"]);
        let others = store.claim_servers(&node("other"), Standing::Well, at(5), 10).await.unwrap();
        assert!(others.is_empty(), "one at a time");
        let mut letters = Vec::new();
        for inbox in due[0].inboxes.iter().filter(|inbox| inbox.has_letters) {
            letters.extend(store.letters(inbox.id, 10).await.unwrap().iter().map(|letter| letter.id));
        }
        let behind: Vec<_> =
            due[0].inboxes.iter().flat_map(|inbox| inbox.behind.iter().map(|s| (inbox.id, s))).collect();
        assert_eq!((letters.len(), behind.len()), (3, 1), "an answer each time, one shared inbox");
        let (inbox, sub) = &behind[0];
        assert_eq!((sub.cursor, sub.head, sub.followers), (1, 2, 2), "what was there before is not pushed");
        let waiting = store.server_report("a.example").await.unwrap().unwrap();
        assert_eq!((waiting.waiting, waiting.followers), (4, 2));
        assert_eq!(store.backlog().await.unwrap().oldest, Some(at(3)));
        let had = |seq| Deliveries { cursors: vec![(mirror.id, *inbox, seq)], ..Deliveries::default() };
        store.record_deliveries(&me, &had(2), at(6)).await.unwrap();
        store.record_deliveries(&me, &had(1), at(6)).await.unwrap();
        let rest = Deliveries { letters, served: vec![(due[0].server.id, 4, 0)], ..Deliveries::default() };
        store.record_deliveries(&me, &rest, at(6)).await.unwrap();
        let again = store.claim_servers(&me, Standing::Well, at(6), 10).await.unwrap();
        assert!(again.is_empty(), "a cursor never goes back");
        let served = store.server("a.example").await.unwrap().unwrap();
        assert_eq!((served.delivered, served.last_success_at), (4, Some(at(6))));
        assert!(store.remove_follower(mirror.id, "https://a.example/u/1").await.unwrap());
        assert!(store.forget_remote_actor("https://a.example/u/2").await.is_ok());
        assert_eq!(store.follower_count(mirror.id).await.unwrap(), 0);
        record(&store, &mirror, vec![Change::Gone(RemoteId::new("b").unwrap())], true, 7).await;
        let due = store.claim_servers(&me, Standing::Well, at(8), 10).await.unwrap();
        assert_eq!(due.len(), 1, "a removal still reaches a server whose followers have left");
        store.server_failed(due[0].server.id, &me, "refused", at(8), at(90)).await.unwrap();
        assert_eq!(store.next_retry(at(9)).await.unwrap(), Some(at(90)));
        for standing in [Standing::Well, Standing::Failing] {
            assert!(store.claim_servers(&me, standing, at(9), 10).await.unwrap().is_empty());
        }
        store.server_spoke("a.example", true).await.unwrap();
        let due = store.claim_servers(&me, Standing::Failing, at(9), 10).await.unwrap();
        assert!(due[0].server.rfc9421);
        store.release_server(due[0].server.id, &me).await.unwrap();
        store.server_failed(due[0].server.id, &me, "not ours any more", at(9), at(99)).await.unwrap();
        let servers = store.servers(ServerFilter::Failing, None, 10).await.unwrap();
        assert_eq!(servers[0].server.last_error.as_deref(), Some("refused"));
        let back = at(9).checked_sub(jiff::SignedDuration::from_hours(48)).unwrap();
        store.retry_failing().await.unwrap();
        let due = store.claim_servers(&me, Standing::Failing, back, 10).await.unwrap();
        assert_eq!(due.len(), 1, "a clock that was set back holds up nobody");
    }

    pub(crate) async fn nodes_that_fall_silent_lose_what_they_hold(store: Store) {
        for n in 0..2 {
            super::mirror(&store, &format!("feed{n}")).await;
        }
        let (silent, heard) = (node("silent"), node("heard"));
        store.join(&silent, "one", "all", Duration::from_millis(1)).await.unwrap();
        store.join(&heard, "two", "web", LIFE).await.unwrap();
        assert_eq!(store.claim_sources(&silent, at(1), 9).await.unwrap().len(), 2);
        while store.nodes().await.unwrap().len() == 2 {
            assert!(store.keep_alive(&heard, LIFE).await.unwrap());
        }
        assert_eq!(store.claim_sources(&heard, at(1), 9).await.unwrap().len(), 2);
        assert!(!store.keep_alive(&silent, LIFE).await.unwrap(), "what is gone does not come back");
        let nodes = store.nodes().await.unwrap();
        assert_eq!((nodes.len(), nodes[0].roles.as_str()), (1, "web"));
        store.leave(&heard).await.unwrap();
        assert_eq!(store.claim_sources(&node("third"), at(1), 9).await.unwrap().len(), 2);
    }

    pub(crate) async fn media_are_wanted_once_and_shown_when_stored(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let url = MediaSource::Url(WebUrl::parse("https://example.org/a.png").unwrap());
        let with = |id: &str, second| {
            let mut post = post(id, second, "look");
            post.media.push(Media::new(MediaKind::Image, url.clone()).with_alt("A cat"));
            post
        };
        let ids = record(&store, &mirror, seen(vec![with("a", 1), with("b", 2)]), false, 1).await.added;
        let wanted = store.claim_files(at(5), at(65), 10).await.unwrap();
        assert_eq!(wanted.len(), 1, "one picture, two posts");
        assert!(store.claim_files(at(5), at(65), 10).await.unwrap().is_empty());
        let mut file = wanted.into_iter().next().unwrap();
        store.file_failed(file.id, "timed out", Some(at(6))).await.unwrap();
        assert_eq!(store.claim_files(at(7), at(67), 10).await.unwrap()[0].attempts, 1);
        file.sha256 = Some("ab".repeat(32));
        file.mime = Some("image/png".into());
        file.bytes = 10;
        file.size = Some((3, 4));
        store.file_stored(&file, at(8)).await.unwrap();
        let shown = store.post(ids[0]).await.unwrap().unwrap();
        assert_eq!(shown.media[0].file.state, FileState::Stored);
        assert_eq!(shown.media[0].file.name().unwrap(), format!("{}.png", "ab".repeat(32)));
        assert_eq!(store.posts_showing(file.id).await.unwrap().len(), 2);
        assert_eq!(store.media_bytes().await.unwrap(), 10);
        assert_eq!(store.evictable(5).await.unwrap().len(), 1);
        record(&store, &mirror, seen(vec![post("a", 1, "no picture"), post("b", 2, "none")]), true, 9).await;
        assert_eq!(store.forget_unused_files(10).await.unwrap(), [format!("{}.png", "ab".repeat(32))]);
    }

    pub(crate) async fn threads_and_tags_are_found(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let reply = |id: &str, second, to: &str| {
            let mut post = post(id, second, "on #Größe and #größe");
            post.reply_to = Some(PostRef { remote_id: RemoteId::new(to).ok(), ..PostRef::default() });
            post
        };
        let posts = vec![
            post("1", 1, "root"),
            reply("2", 2, "1"),
            reply("3", 3, "2"),
            reply("4", 4, "2"),
            reply("5", 5, "5"),
        ];
        let ids = record(&store, &mirror, seen(posts), false, 1).await.added;
        let middle = store.post(ids[1]).await.unwrap().unwrap();
        let names = |posts: Vec<mimus_store::StoredPost>| {
            posts.iter().map(|p| p.post.origin.remote_id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(store.ancestors(&middle, 10).await.unwrap()), ["1"]);
        assert_eq!(names(store.descendants(&middle, 10).await.unwrap()), ["3", "4"]);
        let own_tail = store.post(ids[4]).await.unwrap().unwrap();
        assert!(store.ancestors(&own_tail, 10).await.unwrap().is_empty(), "an answer to itself ends there");
        assert_eq!(store.tagged(mirror.id, "GRÖSSE", None, 10).await.unwrap().posts.len(), 0);
        assert_eq!(store.tagged(mirror.id, "GRÖßE", None, 10).await.unwrap().posts.len(), 4);
        assert_eq!(store.posts_known_as(&["3", "nowhere"]).await.unwrap().len(), 1);
        assert_eq!(names(store.timeline_after(mirror.id, ids[0], 2).await.unwrap()), ["3", "2"]);
    }

    pub(crate) async fn a_removed_mirror_leaves_its_name_and_its_farewell(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        record(&store, &mirror, seen(vec![post("a", 1, "one")]), false, 1).await;
        assert!(store.remove_mirror(mirror.id, Some("asked by its owner"), at(2)).await.unwrap());
        assert!(!store.remove_mirror(mirror.id, None, at(3)).await.unwrap());
        let gone = store.mirror(&mirror.handle).await.unwrap().unwrap();
        assert_eq!((gone.state, gone.posts), (MirrorState::Removed, 0));
        assert_eq!(store.activities(mirror.id, 0, 9).await.unwrap()[0].kind, ActivityKind::RemoveActor);
        assert!(store.mirrors(None, 10).await.unwrap().is_empty());
        assert!(store.private_key(mirror.id).await.unwrap().is_some(), "the farewell must be signed");
        assert!(!store.set_mirror_state(mirror.id, MirrorState::Active, None, at(4)).await.unwrap());
    }

    pub(crate) async fn everything_can_be_moved_to_another_store(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        record(&store, &mirror, seen(vec![post("a", 1, "one #x"), post("b", 2, "two")]), false, 1).await;
        store.set_setting("name", "value").await.unwrap();
        let other = sqlite().await;
        other.store.must_be_empty().await.unwrap();
        let mut rows = 0;
        for table in store.tables().await.unwrap() {
            assert!(!table.columns.is_empty(), "{}", table.name);
            let dumped = store.dump(&table, 0, 1_000).await.unwrap();
            rows += dumped.len();
            other.store.restore(&table, &dumped).await.unwrap();
        }
        other.store.restored().await.unwrap();
        assert!(rows >= 6);
        assert_eq!(other.store.setting("name").await.unwrap().as_deref(), Some("value"));
        assert_eq!(other.store.private_key(mirror.id).await.unwrap().unwrap(), b"secret");
        assert_eq!(other.store.tagged(mirror.id, "x", None, 5).await.unwrap().posts.len(), 1);
        assert!(other.store.must_be_empty().await.is_err());
        super::mirror(&other.store, "next").await;
    }

    pub(crate) async fn names_are_given_once(store: Store) {
        let mirror = super::mirror(&store, "news").await;
        let (policy, profile) = (MirrorPolicy::default(), Profile::default());
        let handle = LocalHandle::new("other").unwrap();
        let new = |handle, location| NewMirror {
            handle,
            location,
            policy: &policy,
            profile: &profile,
            private_key: b"k",
            public_key: "p",
            first_read_at: None,
            reader: None,
        };
        let twice =
            store.add_mirror(&new(&mirror.handle, "feed:https://example.net/"), at(1)).await.unwrap_err();
        assert_eq!(twice.to_string(), "the handle @news is taken");
        let same = store.add_mirror(&new(&handle, "feed:https://example.org/news"), at(1)).await.unwrap_err();
        assert!(same.to_string().contains("mirrored here already"), "{same}");
        assert!(store.mirror(&handle).await.unwrap().is_none(), "nothing half-made is left");
        let names = ["https://a.example/1", "https://a.example/2", "https://a.example/2\"'é"];
        assert!(!store.has_seen(names[0]).await.unwrap());
        store.keep_sightings(&names[..1], at(1)).await.unwrap();
        store.keep_sightings(&names, at(2)).await.unwrap();
        for name in names {
            assert!(store.has_seen(name).await.unwrap(), "{name}");
        }
        assert_eq!(store.forget_seen(at(2)).await.unwrap(), 1);
        assert_eq!(store.setting_or("k", "a").await.unwrap(), "a");
        assert_eq!(store.setting_or("k", "b").await.unwrap(), "a");
    }
}

//! Connected accounts, routes and publications, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::policy::Retention;
use mimus_core::render::{DestinationLimits, XLimits};
use mimus_core::{Network, Origin, Post, Profile, RemoteId, RichText, RoutePolicy};
use mimus_store::{
    Account, AccountName, AccountStanding, AccountState, FoundPost, MetPart, NewAccount, NewPublication,
    NewRouteDraft, NewRoutePost, NodeName, Outcome, PartState, Plan, Publication, PublicationState,
    RelayReading, RetentionState, RetiredState, RouteFrom, RouteId, RouteSource, RouteState, Store,
    StoreError, Wanted, Words,
};
use tokio::task::JoinSet;

use both::{Fresh, postgres, sqlite};

/// Runs one test on both databases.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::check::$name(super::sqlite().await).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(fresh) = super::postgres(concat!("relay_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    an_account_is_the_same_when_it_is_connected_again,
    what_is_read_is_planned_once_and_in_order,
    only_who_holds_the_place_records,
    a_post_that_changes_while_it_is_sent_stays_due,
    what_was_met_at_its_destination_is_known,
    one_node_at_a_time_has_an_account,
    tokens_are_renewed_by_one_at_a_time,
    a_trail_is_kept_and_bounded,
    relay_moves_with_a_backup,
    old_posts_are_found_saved_and_gone,
);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_132_800 + seconds).unwrap()
}

fn post(id: &str, written: i64) -> Post {
    let origin = Origin { network: Network::Mastodon, remote_id: RemoteId::new(id).unwrap(), url: None };
    let mut post = Post::new(origin, at(written));
    post.text = RichText::plain(format!("words of {id}"));
    post
}

async fn account(store: &Store, remote_id: &str, handle: &str) -> Account {
    let limits = DestinationLimits::X(XLimits::default());
    let standing = AccountStanding {
        handle,
        profile: &Profile::default(),
        limits: &limits,
        rules: &["Be kind".to_owned()],
    };
    let new =
        NewAccount { network: Network::X, server: "", remote_id, standing, credentials: b"sealed".to_vec() };
    store.connect_account(&new, at(0)).await.unwrap()
}

async fn node(store: &Store, name: &str) -> NodeName {
    let name = NodeName::new(name);
    store.join(&name, "here", "poller", Duration::from_secs(30)).await.unwrap();
    name
}

fn planned(post: Post) -> Plan {
    Plan {
        due_at: Some(post.created_at),
        post,
        wanted: Wanted::Published,
        state: PublicationState::Due,
        reason: None,
    }
}

fn new(route: RouteId, account: &Account, post: Post) -> NewPublication {
    let mark = format!("mark-{}-{}", route, post.origin.remote_id.as_str());
    NewPublication { route, account: account.id, mark, own_reply: false, plan: planned(post) }
}

fn reading(new: Vec<NewPublication>) -> RelayReading {
    RelayReading { new, cursor: "next".into(), next_read_at: Some(at(60)), ..RelayReading::default() }
}

/// A route from one account to another, with its place claimed.
async fn claimed(store: &Store) -> (Account, RouteId, RouteSource, NodeName) {
    let from = account(store, "1", "from").await;
    let to = account(store, "2", "to").await;
    let route = store
        .add_route(&RouteFrom::Account(from.id), to.id, &RoutePolicy::default(), (at(0), at(0)), |_| {
            Vec::new()
        })
        .await
        .unwrap();
    let node = node(store, "one").await;
    let source = store.claim_route_sources(&node, at(1), 9).await.unwrap().remove(0);
    (to, route, source, node)
}

fn done(state: PublicationState) -> Outcome {
    Outcome { state, reason: None, due_at: None, failed: false }
}

async fn next(store: &Store, to: &Account) -> Option<Publication> {
    store.next_publication(to.id, at(1_000)).await.unwrap()
}

fn words(text: &str) -> Words<'_> {
    Words { mark: text, text }
}

mod check {
    use super::*;

    pub(crate) async fn old_posts_are_found_saved_and_gone(fresh: Fresh) {
        let store = &fresh.store;
        let here = account(store, "1", "town").await.id;
        let policy = Retention {
            days: 30,
            keep_pinned: true,
            keep_bookmarked: false,
            keep_likes: Some(5),
            keep_hashtags: vec!["keep".into()],
            a_day: 10,
        };
        assert!(!store.set_retention_state(here, RetentionState::Active, None, at(0)).await.unwrap());
        store.keep_retention(here, &policy, at(0)).await.unwrap();
        assert_eq!(store.retentions_due(at(9)).await.unwrap(), [], "nothing goes before somebody says so");
        let found = |id: &str, written: i64, stays: Option<&str>| FoundPost {
            remote_id: id.into(),
            written_at: at(written),
            stays: stays.map(str::to_owned),
        };
        let all = [found("b", -20, None), found("a", -30, None), found("c", -10, Some("pinned"))];
        store.found_old_posts(here, &all, at(1)).await.unwrap();
        store.set_retention_state(here, RetentionState::Active, None, at(2)).await.unwrap();
        let due = store.retentions_due(at(3)).await.unwrap();
        assert_eq!((due.len(), &due[0].policy, due[0].state), (1, &policy, RetentionState::Active));
        let next =
            async |now| store.next_old_post(here, at(now)).await.unwrap().map(|p| (p.remote_id, p.attempts));
        assert_eq!(next(3).await, Some(("a".into(), 0)), "the oldest first");
        let is = async |id: &str, state, due: Option<i64>| {
            store.old_post_is(here, id, state, Some("why"), due.map(at), at(4)).await.unwrap();
        };
        is("a", RetiredState::Due, Some(100)).await;
        assert_eq!(next(99).await, Some(("b".into(), 0)));
        is("b", RetiredState::Saved, Some(5)).await;
        assert_eq!(next(200).await.unwrap().0, "b", "what is saved goes before what is older");
        is("b", RetiredState::Deleted, None).await;
        assert_eq!(next(200).await, Some(("a".into(), 1)));
        // Found again: what stayed may go, what is gone stays gone.
        let again = [found("b", -20, None), found("c", -10, None), found("a", -30, Some("liked by 6"))];
        store.found_old_posts(here, &again, at(6)).await.unwrap();
        assert_eq!(next(200).await, Some(("c".into(), 0)));
        let counts = store.retired_counts(here).await.unwrap();
        let kept = (RetiredState::Kept, Some("liked by 6".to_owned()), 1);
        assert_eq!(counts, [(RetiredState::Deleted, None, 1), (RetiredState::Due, None, 1), kept]);
        let named = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(store.retired_here(here, &named).await.unwrap().into_iter().collect::<Vec<_>>(), ["b"]);
        store.keep_retention(here, &policy, at(7)).await.unwrap();
        assert_eq!(store.retired_counts(here).await.unwrap().len(), 1, "a new policy looks anew");
        assert!(store.end_retention(here).await.unwrap() && !store.end_retention(here).await.unwrap());
        assert_eq!(store.retired_here(here, &named).await.unwrap().len(), 1, "what went stays known");
    }

    pub(crate) async fn an_account_is_the_same_when_it_is_connected_again(fresh: Fresh) {
        let store = &fresh.store;
        let first = account(store, "7", "Old").await;
        store.account_broken(first.id, "revoked", at(5)).await.unwrap();
        assert_eq!(store.account(first.id).await.unwrap().unwrap().state, AccountState::Broken);
        let again = account(store, "7", "New").await;
        assert_eq!(
            (again.id, again.state, again.handle.as_str()),
            (first.id, AccountState::Connected, "New")
        );
        let named: AccountName = "x:@new".parse().unwrap();
        assert_eq!(store.account_named(&named).await.unwrap().unwrap().id, first.id);
        assert_eq!(again.name().to_string(), "x:New");
        assert_eq!(store.account_credentials(first.id).await.unwrap().unwrap(), b"sealed");
        assert!(store.keep_credentials(first.id, b"renewed".to_vec()).await.unwrap());
        let to = account(store, "8", "to").await;
        let from = RouteFrom::Account(first.id);
        let route = store
            .add_route(&from, to.id, &RoutePolicy::default(), (at(0), at(0)), |_| Vec::new())
            .await
            .unwrap();
        store.disconnect_account(first.id, at(9)).await.unwrap();
        assert_eq!(store.account_credentials(first.id).await.unwrap(), None);
        assert!(!store.keep_credentials(first.id, b"late".to_vec()).await.unwrap());
        let route = store.route(route).await.unwrap().unwrap();
        assert_eq!((route.state, route.from), (RouteState::Paused, from));
        for bad in ["", "x:", "feed:https://a.example", "mastodon", "x:a b"] {
            assert!(bad.parse::<AccountName>().is_err(), "{bad}");
        }
    }

    pub(crate) async fn what_is_read_is_planned_once_and_in_order(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, node) = claimed(store).await;
        assert!(store.claim_route_sources(&node, at(1), 9).await.unwrap().is_empty());
        let plans = vec![new(route, &to, post("b", 20)), new(route, &to, post("a", 10))];
        store.record_reading(source.id, &node, &reading(plans.clone()), at(2)).await.unwrap();
        let source = store.claim_route_sources(&node, at(60), 9).await.unwrap().remove(0);
        assert_eq!(source.cursor.as_deref(), Some("next"));
        store.record_reading(source.id, &node, &reading(plans), at(61)).await.unwrap();
        assert_eq!(store.publications(Some(route), None, None, 9).await.unwrap().len(), 2);
        let posts = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let known = store.publications_of(source.id, &posts).await.unwrap();
        assert_eq!(known.len(), 2);
        for wanted in ["a", "b"] {
            let next = next(store, &to).await.unwrap();
            assert_eq!(next.source_post, wanted);
            store.publication_done(&next, &done(PublicationState::Published), None, at(70)).await.unwrap();
        }
        assert_eq!(next(store, &to).await, None);
        assert_eq!(store.published_since(route, at(70)).await.unwrap(), 2);
        assert_eq!(store.published_since(route, at(71)).await.unwrap(), 0);
        let counts = store.publication_counts(route).await.unwrap();
        assert_eq!(counts, [(PublicationState::Published, 2)]);
    }

    pub(crate) async fn only_who_holds_the_place_records(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, node_one) = claimed(store).await;
        store.leave(&node_one).await.unwrap();
        let other = node(store, "two").await;
        assert_eq!(store.claim_route_sources(&other, at(1), 9).await.unwrap().len(), 1);
        let late = reading(vec![new(route, &to, post("a", 10))]);
        let refused = store.record_reading(source.id, &node_one, &late, at(2)).await;
        assert!(matches!(refused, Err(StoreError::LeaseLost)), "{refused:?}");
        assert_eq!(store.publications(None, None, None, 9).await.unwrap(), []);
        store.reading_failed(source.id, &other, "no answer", Some(at(90))).await.unwrap();
        let source = store.route_source(source.id).await.unwrap().unwrap();
        assert_eq!((source.failures, source.last_error.as_deref()), (1, Some("no answer")));
        assert_eq!(store.next_route_source_due().await.unwrap(), Some(at(90)));
    }

    pub(crate) async fn a_post_that_changes_while_it_is_sent_stays_due(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, node) = claimed(store).await;
        let first = reading(vec![new(route, &to, post("a", 10))]);
        store.record_reading(source.id, &node, &first, at(2)).await.unwrap();
        let taken = next(store, &to).await.unwrap();
        assert!(store.publication_sending(&taken, at(3)).await.unwrap());
        let mut edited = post("a", 10);
        edited.text = RichText::plain("other words");
        store.claim_route_sources(&node, at(60), 9).await.unwrap();
        let change = RelayReading { changed: vec![(taken.id, planned(edited))], ..reading(Vec::new()) };
        store.record_reading(source.id, &node, &change, at(61)).await.unwrap();
        assert!(!store.publication_sending(&taken, at(62)).await.unwrap());
        store
            .publication_done(&taken, &done(PublicationState::Published), Some("there"), at(63))
            .await
            .unwrap();
        let now = next(store, &to).await.unwrap();
        assert_eq!((now.revision, now.state), (2, PublicationState::Due));
        assert_eq!(now.post.text.as_str(), "other words");
        assert_eq!(store.publication_trail(now.id).await.unwrap().len(), 1);
    }

    pub(crate) async fn what_was_met_at_its_destination_is_known(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, node) = claimed(store).await;
        let first = reading(vec![new(route, &to, post("a", 10))]);
        store.record_reading(source.id, &node, &first, at(2)).await.unwrap();
        let taken = next(store, &to).await.unwrap();
        store.part_sending(&taken, 0, words("words"), at(3)).await.unwrap();
        assert_eq!(store.words_on_their_way(to.id).await.unwrap(), [("words".to_owned(), at(3))]);
        store.claim_route_sources(&node, at(60), 9).await.unwrap();
        let met = MetPart { account: to.id, mark: "words".into(), remote_id: "99".into(), url: None };
        let reading = RelayReading { met: vec![met], ..reading(Vec::new()) };
        store.record_reading(source.id, &node, &reading, at(61)).await.unwrap();
        let part = store.parts(taken.id).await.unwrap().remove(0);
        assert_eq!((part.state, part.remote_id.as_deref()), (PartState::Published, Some("99")));
        assert_eq!(store.words_on_their_way(to.id).await.unwrap(), []);
        let ours = store.published_here(to.id, &["98".into(), "99".into()]).await.unwrap();
        assert!(ours.contains("99") && ours.len() == 1);
        assert_eq!(store.publication_at(to.id, "99").await.unwrap().unwrap().id, taken.id);
        store
            .part_published(&taken, 0, words("words"), "99", Some("https://x.com/to/status/99"))
            .await
            .unwrap();
        store.part_gone(taken.id, 0).await.unwrap();
        assert_eq!(store.parts(taken.id).await.unwrap()[0].state, PartState::Deleted);
        store.part_sending(&taken, 1, words("more"), at(4)).await.unwrap();
        store.part_gone(taken.id, 1).await.unwrap();
        assert_eq!(store.parts(taken.id).await.unwrap().len(), 1, "what never was there leaves nothing");
    }

    pub(crate) async fn one_node_at_a_time_has_an_account(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, reader) = claimed(store).await;
        let plans = (0..9).map(|n| new(route, &to, post(&n.to_string(), n))).collect();
        store.record_reading(source.id, &reader, &reading(plans), at(2)).await.unwrap();
        let stores = [store.clone(), fresh.other().await];
        let mut racing = JoinSet::new();
        for n in 0..20 {
            let store = stores[n % 2].clone();
            let node = node(&store, &format!("n{n}")).await;
            racing.spawn(async move { (store.claim_accounts(&node, at(100), 9).await.unwrap().len(), node) });
        }
        let had: Vec<NodeName> =
            racing.join_all().await.into_iter().filter(|(n, _)| *n > 0).map(|(_, node)| node).collect();
        assert_eq!(had.len(), 1);
        store.release_account(to.id, &had[0], Some(at(200))).await.unwrap();
        assert_eq!(store.claim_accounts(&reader, at(199), 9).await.unwrap(), []);
        assert_eq!(store.claim_accounts(&reader, at(200), 9).await.unwrap().len(), 1);
        // A node that is gone holds nothing.
        store.leave(&reader).await.unwrap();
        assert_eq!(store.claim_accounts(&had[0], at(201), 9).await.unwrap().len(), 1);
    }

    pub(crate) async fn tokens_are_renewed_by_one_at_a_time(fresh: Fresh) {
        let store = &fresh.store;
        let id = account(store, "1", "from").await.id;
        let claim = async |holder: &str, now, until| {
            store.claim_renewal(id, holder, at(now), at(until)).await.unwrap()
        };
        assert!(claim("a", 0, 60).await);
        assert!(!claim("b", 59, 119).await);
        assert!(claim("b", 60, 120).await, "who does not give it back loses it");
        store.end_renewal(id, "a").await.unwrap();
        assert!(!claim("c", 61, 121).await, "what is another's is not given back");
        store.end_renewal(id, "b").await.unwrap();
        assert!(claim("c", 61, 121).await);
    }

    pub(crate) async fn a_trail_is_kept_and_bounded(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, node) = claimed(store).await;
        let first = reading(vec![new(route, &to, post("a", 10))]);
        store.record_reading(source.id, &node, &first, at(2)).await.unwrap();
        let taken = next(store, &to).await.unwrap();
        let failed = Outcome {
            state: PublicationState::Failed,
            reason: Some("no".into()),
            due_at: None,
            failed: true,
        };
        for n in 0..60 {
            store.publication_done(&taken, &failed, Some(&format!("try {n}")), at(n)).await.unwrap();
        }
        let trail = store.publication_trail(taken.id).await.unwrap();
        assert_eq!((trail.len(), trail[49].words.as_str()), (50, "try 59"));
        assert_eq!(next(store, &to).await, None);
        assert!(store.try_publication(taken.id, at(100)).await.unwrap());
        let again = next(store, &to).await.unwrap();
        assert_eq!((again.attempts, again.state), (0, PublicationState::Due));
        assert!(!store.try_publication(taken.id, at(100)).await.unwrap(), "it is due already");
    }

    pub(crate) async fn relay_moves_with_a_backup(fresh: Fresh) {
        let store = &fresh.store;
        let (to, route, source, node) = claimed(store).await;
        let drafted = NewRouteDraft {
            route,
            account: to.id,
            posts: vec![NewRoutePost { post: post("d", 11), own_reply: false, media: Vec::new() }],
            content: mimus_core::desk::Content { text: "words of d".into(), ..Default::default() },
            hash: "hash".into(),
            proposer: "feed:https://news.example/".into(),
            entries: Vec::new(),
            comments: vec!["A medium is missing.".into()],
        };
        let first = RelayReading { drafts: vec![drafted], ..reading(vec![new(route, &to, post("a", 10))]) };
        store.record_reading(source.id, &node, &first, at(2)).await.unwrap();
        let taken = next(store, &to).await.unwrap();
        store.part_sending(&taken, 0, words("words"), at(3)).await.unwrap();
        let named = ["d".to_owned()];
        let kept = store.route_drafts_of(source.id, &named).await.unwrap();
        let draft = kept[&(route, "d".to_owned())].draft;
        store.keep_same("@ana@example.org", "x:@ana").await.unwrap();
        store.keep_same("@ana@example.org", "x:@ana_b").await.unwrap();
        let new = sqlite().await;
        for table in store.tables().await.unwrap() {
            let rows = store.dump(&table, 0, 100).await.unwrap();
            new.store.restore(&table, &rows).await.unwrap();
        }
        assert_eq!(new.store.accounts().await.unwrap(), store.accounts().await.unwrap());
        assert_eq!(new.store.routes().await.unwrap(), store.routes().await.unwrap());
        assert_eq!(
            new.store.publication(taken.id).await.unwrap(),
            store.publication(taken.id).await.unwrap()
        );
        assert_eq!(new.store.parts(taken.id).await.unwrap(), store.parts(taken.id).await.unwrap());
        assert_eq!(new.store.route_drafts_of(source.id, &named).await.unwrap(), kept);
        assert_eq!(new.store.draft(draft).await.unwrap(), store.draft(draft).await.unwrap());
        assert_eq!(new.store.comments(draft).await.unwrap()[0].by, None);
        let same = new.store.same_accounts().await.unwrap();
        assert_eq!(same, [("@ana@example.org".to_owned(), "x:@ana_b".to_owned())]);
        assert!(new.store.forget_same("@ana@example.org").await.unwrap());
        assert!(!new.store.forget_same("@ana@example.org").await.unwrap());
        assert_ne!(account(&new.store, "3", "third").await.id, to.id);
    }
}

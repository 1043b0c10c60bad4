//! Requests for mirrors and rules on source accounts, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use jiff::Timestamp;
use mimus_core::{AccessKind, AskedBy, LocalHandle, MirrorPolicy, Profile, SourcePattern, WebUrl, XHandle};
use mimus_store::{MAX_WAITING, MirrorState, NewMirror, OpenPlace, RequestState, SourceRule, Store};
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
                if let Some(fresh) = super::postgres(concat!("requests_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    an_account_is_asked_for_once_and_counted,
    no_more_wait_than_may,
    nodes_that_race_for_places_get_what_a_day_has,
    rules_are_kept_found_and_removed,
    a_mirror_is_found_by_its_handle_on_x,
    requests_and_rules_move_with_a_backup,
);

fn x(name: &str) -> XHandle {
    name.parse().unwrap()
}

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_795_132_800 + hour * 3_600).unwrap()
}

fn server(host: &str) -> AskedBy {
    host.parse().unwrap()
}

fn rule(pattern: &str, kind: AccessKind) -> SourceRule {
    SourceRule {
        pattern: pattern.parse().unwrap(),
        kind,
        reason: "asked by its owner".into(),
        created_at: at(1),
    }
}

async fn waiting(store: &Store) -> Vec<String> {
    store.waiting_requests(9).await.unwrap().into_iter().map(|request| request.handle.to_string()).collect()
}

mod check {
    use super::*;

    pub(crate) async fn an_account_is_asked_for_once_and_counted(fresh: Fresh) {
        let store = &fresh.store;
        let later = store.note_ask(&x("later"), &server("a.example"), at(2)).await.unwrap().unwrap();
        assert_eq!((later.state, later.asks), (RequestState::Waiting, 1));
        store.note_ask(&x("First"), &AskedBy::Page, at(1)).await.unwrap();
        let again = store.note_ask(&x("@first"), &server("b.example"), at(3)).await.unwrap().unwrap();
        assert_eq!((again.asks, again.asked_by, again.asked_at), (2, AskedBy::Page, at(1)));
        assert_eq!(waiting(store).await, ["first", "later"]);
        assert_eq!(store.waiting_request_count().await.unwrap(), 2);
        let refused = RequestState::Refused;
        store.decide_request(&x("first"), &AskedBy::Page, refused, Some("no"), at(4)).await.unwrap();
        assert_eq!(waiting(store).await, ["later"]);
        let kept = store.note_ask(&x("first"), &AskedBy::Page, at(5)).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.asks, kept.reason.as_deref()), (refused, 3, Some("no")));
        assert_eq!(kept.decided_at, Some(at(4)));
        let accepted = RequestState::Accepted;
        store.decide_request(&x("unasked"), &AskedBy::Page, accepted, None, at(6)).await.unwrap();
        assert_eq!(store.mirror_request(&x("unasked")).await.unwrap().unwrap().state, accepted);
        assert_eq!(store.mirror_request(&x("nobody")).await.unwrap(), None);
    }

    pub(crate) async fn no_more_wait_than_may(fresh: Fresh) {
        let store = &fresh.store;
        for n in 0..MAX_WAITING {
            assert!(store.note_ask(&x(&format!("a{n}")), &AskedBy::Page, at(1)).await.unwrap().is_some());
        }
        assert_eq!(store.note_ask(&x("late"), &AskedBy::Page, at(2)).await.unwrap(), None);
        let known = store.note_ask(&x("a1"), &AskedBy::Page, at(2)).await.unwrap().unwrap();
        assert_eq!(known.asks, 2, "what waits already is counted on");
        store.decide_request(&x("a1"), &AskedBy::Page, RequestState::Refused, None, at(3)).await.unwrap();
        assert!(store.note_ask(&x("late"), &AskedBy::Page, at(4)).await.unwrap().is_some());
    }

    pub(crate) async fn nodes_that_race_for_places_get_what_a_day_has(fresh: Fresh) {
        let stores = [fresh.store.clone(), fresh.other().await];
        let mut tasks = JoinSet::new();
        for n in 0..60_usize {
            let store = stores[n % 2].clone();
            let by = server(["a.example", "b.example", "c.example"][n % 3]);
            tasks.spawn(async move {
                let given = store.take_open_place(&by, 7, Some(3), 100).await.unwrap() == OpenPlace::Given;
                (by.to_string(), given)
            });
        }
        let given: Vec<String> =
            tasks.join_all().await.into_iter().filter(|(_, given)| *given).map(|(by, _)| by).collect();
        assert_eq!(given.len(), 7);
        for host in ["a.example", "b.example", "c.example"] {
            assert!(given.iter().filter(|by| *by == host).count() <= 3, "{given:?}");
        }
        let store = &fresh.store;
        let place = async |by: &AskedBy, most, day| store.take_open_place(by, 7, most, day).await.unwrap();
        assert_eq!(place(&AskedBy::Page, None, 100).await, OpenPlace::DayFull);
        let one = server("one.example");
        assert_eq!(place(&one, Some(1), 101).await, OpenPlace::Given, "a day of its own");
        for _ in 0..9 {
            assert_eq!(place(&one, Some(1), 101).await, OpenPlace::AskerFull, "which costs others nothing");
        }
        for _ in 0..6 {
            assert_eq!(place(&AskedBy::Page, None, 101).await, OpenPlace::Given);
        }
        assert_eq!(place(&AskedBy::Page, None, 101).await, OpenPlace::DayFull);
    }

    pub(crate) async fn rules_are_kept_found_and_removed(fresh: Fresh) {
        let store = &fresh.store;
        store.keep_source_rule(&rule("Private", AccessKind::Allow)).await.unwrap();
        store.keep_source_rule(&rule("private", AccessKind::Deny)).await.unwrap();
        store.keep_source_rule(&rule("id/12", AccessKind::Deny)).await.unwrap();
        store.keep_source_rule(&rule("city", AccessKind::Allow)).await.unwrap();
        let all = store.source_rules().await.unwrap();
        assert_eq!(all.len(), 3);
        assert!(all.contains(&rule("private", AccessKind::Deny)));
        let of = async |names: &[&str]| {
            let patterns: Vec<SourcePattern> = names.iter().map(|name| name.parse().unwrap()).collect();
            store.source_rules_of(&patterns).await.unwrap()
        };
        assert_eq!(of(&["city", "id/12"]).await[0], rule("id/12", AccessKind::Deny), "denials first");
        assert_eq!(of(&["id/1", "priv"]).await, []);
        assert_eq!(of(&[]).await, []);
        let pattern = "id/12".parse().unwrap();
        assert!(store.remove_source_rule(&pattern).await.unwrap());
        assert!(!store.remove_source_rule(&pattern).await.unwrap());
        assert_eq!(of(&["id/12"]).await, []);
    }

    pub(crate) async fn a_mirror_is_found_by_its_handle_on_x(fresh: Fresh) {
        let store = &fresh.store;
        assert_eq!(store.mirror_of_x(&x("city")).await.unwrap(), None);
        let add = async |name: &str, location: &str| {
            let url = WebUrl::parse("https://x.com/City").ok();
            let profile = Profile { handle: Some("City".into()), url, ..Profile::default() };
            let new = NewMirror {
                handle: &LocalHandle::new(name).unwrap(),
                location,
                policy: &MirrorPolicy::default(),
                profile: &profile,
                private_key: b"none",
                public_key: "none",
                first_read_at: None,
                reader: None,
            };
            store.add_mirror(&new, at(1)).await.unwrap()
        };
        let first = add("first", "x:id/1").await;
        let found = |name: &str, state| Some((LocalHandle::new(name).unwrap(), state));
        assert_eq!(store.mirror_of_x(&x("city")).await.unwrap(), found("first", MirrorState::Active));
        store.remove_mirror(first, None, at(2)).await.unwrap();
        assert_eq!(store.mirror_of_x(&x("city")).await.unwrap(), found("first", MirrorState::Removed));
        add("second", "x:id/2").await;
        assert_eq!(store.mirror_of_x(&x("city")).await.unwrap(), found("second", MirrorState::Active));
    }

    pub(crate) async fn requests_and_rules_move_with_a_backup(fresh: Fresh) {
        let store = &fresh.store;
        store.note_ask(&x("city"), &server("a.example"), at(1)).await.unwrap();
        store.keep_source_rule(&rule("id/12", AccessKind::Deny)).await.unwrap();
        store.take_open_place(&AskedBy::Page, 1, None, 100).await.unwrap();
        let new = sqlite().await;
        for table in store.tables().await.unwrap() {
            let rows = store.dump(&table, 0, 100).await.unwrap();
            new.store.restore(&table, &rows).await.unwrap();
        }
        assert_eq!(waiting(&new.store).await, ["city"]);
        assert_eq!(new.store.source_rules().await.unwrap(), store.source_rules().await.unwrap());
        let place = new.store.take_open_place(&AskedBy::Page, 1, None, 100).await.unwrap();
        assert_eq!(place, OpenPlace::DayFull);
    }
}

//! The Desk's tables, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use jiff::Timestamp;
use mimus_core::desk::{Content, Ruling, Scope};
use mimus_store::{
    DraftFilter, DraftId, DraftState, GivenRuling, Identity, LinkFor, NewApiToken, NewEntry, NewPerson,
    NewSession, PersonId, PersonState, RecordFault, Saved, Store, StoreError, Window, Written, verify,
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
                if let Some(fresh) = super::postgres(concat!("desk_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    a_link_is_good_once_and_for_whom_it_is,
    who_is_let_go_is_out_at_once,
    nobodys_words_are_lost,
    a_ruling_is_on_what_it_says_now,
    what_is_changed_in_the_record_is_found,
    nodes_append_one_after_the_other,
    the_desk_moves_with_a_backup,
    a_page_is_looked_at_by_one_and_nobody_has_too_many_looked_at,
    a_picture_goes_with_the_last_card_that_has_it,
    of_drafts_of_one_millisecond_none_is_left_out,
);

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_795_132_800 + hour * 3_600).unwrap()
}

fn entry(deed: &'static str) -> NewEntry {
    NewEntry {
        who: "Ana".into(),
        deed,
        about: "draft 1".into(),
        account: None,
        detail: serde_json::json!({"why": "“so”", "n": 1}),
    }
}

fn person(name: &str, state: PersonState) -> NewPerson<'_> {
    NewPerson { name, shown: name, keeper: false, state, password: Some("$argon2id$kept") }
}

fn session(hash: &str) -> NewSession<'_> {
    NewSession { hash, agent: "a browser", expires_at: at(12) }
}

fn says(text: &str) -> Content {
    Content { text: text.to_owned(), ..Content::default() }
}

fn written<'a>(content: &'a Content, by: Option<PersonId>) -> Written<'a> {
    Written { content, hash: &content.text, accounts: &[], window: Window::default(), by }
}

async fn draft(store: &Store, text: &str, state: DraftState, by: Option<PersonId>) -> DraftId {
    let content = says(text);
    store.add_draft(state, &written(&content, by), None, &|_| Vec::new(), at(0)).await.unwrap()
}

mod check {
    use mimus_store::{CardClaim, LinkCard, PageWords};

    pub(crate) async fn a_page_is_looked_at_by_one_and_nobody_has_too_many_looked_at(fresh: Fresh) {
        let store = &fresh.store;
        let ana = store.add_person(&person("ana", PersonState::Active), &[], at(0)).await.unwrap();
        let bo = store.add_person(&person("bo", PersonState::Active), &[], at(0)).await.unwrap();
        let mut claims = JoinSet::new();
        for by in [ana, bo, ana, bo] {
            let store = store.clone();
            claims.spawn(async move {
                store.claim_link_card("https://a.example/", by, 3, at(0), at(2), at(1)).await.unwrap()
            });
        }
        let taken = claims.join_all().await.into_iter().filter(|claim| *claim == CardClaim::Taken).count();
        assert_eq!(taken, 1);
        assert!(store.link_cards(&["https://a.example/".to_owned()], at(1)).await.unwrap().is_empty());
        store.keep_link_card("https://a.example/", &LinkCard::Status(404), at(3)).await.unwrap();
        let known = store.link_cards(&["https://a.example/".to_owned()], at(2)).await.unwrap();
        assert_eq!(known, [("https://a.example/".to_owned(), LinkCard::Status(404))]);
        let mut claims = JoinSet::new();
        for n in 0..8 {
            let store = store.clone();
            let url = format!("https://a.example/{n}");
            claims.spawn(
                async move { store.claim_link_card(&url, ana, 3, at(3), at(9), at(4)).await.unwrap() },
            );
        }
        let taken = claims.join_all().await.into_iter().filter(|claim| *claim == CardClaim::Taken).count();
        assert_eq!(taken, 3, "never more than that, whatever comes at once");
        // What ran out is looked at anew.
        let again = store.claim_link_card("https://a.example/", bo, 3, at(3), at(9), at(4)).await.unwrap();
        assert_eq!(again, CardClaim::Taken);
    }

    pub(crate) async fn a_picture_goes_with_the_last_card_that_has_it(fresh: Fresh) {
        let store = &fresh.store;
        let ana = store.add_person(&person("ana", PersonState::Active), &[], at(0)).await.unwrap();
        let card = LinkCard::There(PageWords {
            title: "Title".into(),
            picture: Some("abc.card".into()),
            ..PageWords::default()
        });
        for (n, until) in [(1, 2), (2, 5)] {
            let url = format!("https://a.example/{n}");
            store.claim_link_card(&url, ana, 9, at(0), at(2), at(1)).await.unwrap();
            store.keep_link_card(&url, &card, at(until)).await.unwrap();
        }
        assert!(store.forget_link_cards(at(3)).await.unwrap().is_empty(), "the other card has it");
        assert_eq!(store.forget_link_cards(at(6)).await.unwrap(), ["abc.card"]);
    }

    /// Pages of two over five drafts that were changed at the same time.
    pub(super) async fn of_drafts_of_one_millisecond_none_is_left_out(fresh: Fresh) {
        let store = &fresh.store;
        let mut begun = Vec::new();
        for n in 0..5 {
            begun.push(draft(store, &format!("No. {n}"), DraftState::Writing, None).await);
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.drafts(&DraftFilter::default(), after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.updated_at, Some(last.id)));
            seen.extend(page.iter().map(|line| line.id));
        }
        begun.reverse();
        assert_eq!(seen, begun);
        let before = store.drafts(&DraftFilter::default(), Some((at(0), None)), 9).await.unwrap();
        assert!(before.is_empty(), "before that time there is none");
    }

    use super::*;

    pub(super) async fn a_link_is_good_once_and_for_whom_it_is(fresh: Fresh) {
        let store = &fresh.store;
        let bo = store.add_person(&person("bo", PersonState::Invited), &[], at(0)).await.unwrap();
        let taken = store.add_person(&person("bo", PersonState::Active), &[], at(0)).await;
        assert!(matches!(taken, Err(StoreError::Taken { .. })), "{taken:?}");
        store.add_desk_link("first", LinkFor::Person(bo), at(9)).await.unwrap();
        store.add_desk_link("link", LinkFor::Person(bo), at(9)).await.unwrap();
        assert_eq!(store.desk_link("first", at(1)).await.unwrap(), None, "the newer one stands for it");
        assert_eq!(store.desk_link("link", at(10)).await.unwrap(), None, "it has run out");
        assert_eq!(store.desk_link("link", at(1)).await.unwrap(), Some(LinkFor::Person(bo)));
        let keeper = person("ada", PersonState::Active);
        let none = store.enter_as_new_keeper("link", &keeper, session("s0"), &[], at(1)).await.unwrap();
        assert_eq!(none, None, "it makes no keeper");
        assert!(store.person_named("ada").await.unwrap().is_none());
        let enter = async || store.enter_by_link("link", bo, Some("new"), session("s1"), &[], at(1)).await;
        assert!(enter().await.unwrap());
        assert!(!store.enter_by_link("link", bo, None, session("s2"), &[], at(1)).await.unwrap());
        assert_eq!(store.person(bo).await.unwrap().unwrap().state, PersonState::Active);
        assert_eq!(store.session("s1", at(2)).await.unwrap().unwrap().person, bo);
        assert_eq!(store.session("s2", at(2)).await.unwrap(), None);
        assert_eq!(store.session("s1", at(13)).await.unwrap(), None, "it has run out");
        assert_eq!(store.password_of("bo").await.unwrap(), Some((bo, "new".to_owned())));
    }

    pub(super) async fn who_is_let_go_is_out_at_once(fresh: Fresh) {
        let store = &fresh.store;
        let bo = store.add_person(&person("bo", PersonState::Active), &[], at(0)).await.unwrap();
        store.open_session(bo, session("s1"), &[], at(0)).await.unwrap();
        store.add_desk_link("link", LinkFor::Person(bo), at(9)).await.unwrap();
        store.end_person(bo, &[entry("person.left")], at(1)).await.unwrap();
        assert_eq!(store.session("s1", at(1)).await.unwrap(), None);
        assert_eq!(store.desk_link("link", at(1)).await.unwrap(), None);
        assert_eq!(store.password_of("bo").await.unwrap(), None);
        assert_eq!(store.person(bo).await.unwrap().unwrap().state, PersonState::Left);
        assert_eq!(store.record_entries(None, None, 9).await.unwrap()[0].deed, "person.left");
    }

    pub(super) async fn nobodys_words_are_lost(fresh: Fresh) {
        let store = &fresh.store;
        let id = draft(store, "one", DraftState::Writing, None).await;
        let mut writers = JoinSet::new();
        for n in 0..8 {
            let store = fresh.other().await;
            writers.spawn(async move {
                let content = says(&format!("two, by writer {n}"));
                store.write_draft(id, 1, &written(&content, None), &[], at(1)).await.unwrap()
            });
        }
        let saved = writers.join_all().await;
        let now = saved.iter().filter(|saved| **saved == Saved::Now(2)).count();
        assert_eq!(now, 1, "one was first: {saved:?}");
        let revisions = store.draft_revisions(id, 99).await.unwrap();
        assert_eq!(revisions.len(), 9);
        let aside: Vec<_> = revisions.iter().filter(|revision| revision.aside).collect();
        assert_eq!(aside.len(), 7);
        let kept: std::collections::BTreeSet<&str> =
            revisions.iter().map(|revision| revision.content.text.as_str()).collect();
        assert_eq!(kept.len(), 9, "everybody's words are there");
        let current = store.draft(id).await.unwrap().unwrap();
        assert_eq!(current.revision, 2);
        let second = store.draft_at(id, 2).await.unwrap().unwrap();
        assert_eq!(second.content, current.content, "asides do not count");
    }

    pub(super) async fn a_ruling_is_on_what_it_says_now(fresh: Fresh) {
        let store = &fresh.store;
        let id = draft(store, "one", DraftState::Proposed, None).await;
        let ana = store.add_person(&person("ana", PersonState::Active), &[], at(0)).await.unwrap();
        let ruling = |hash: &str| GivenRuling {
            by: ana,
            ruling: Ruling::Approve,
            hash: hash.to_owned(),
            revision: 1,
            words: String::new(),
            at: at(1),
        };
        assert!(!store.add_ruling(id, &ruling("other"), &[entry("draft.approved")]).await.unwrap());
        assert_eq!(store.record_entries(None, None, 9).await.unwrap().len(), 0, "nothing is said of it");
        assert!(store.add_ruling(id, &ruling("one"), &[entry("draft.approved")]).await.unwrap());
        let content = says("two");
        store.write_draft(id, 1, &written(&content, None), &[], at(2)).await.unwrap();
        assert!(!store.add_ruling(id, &ruling("one"), &[]).await.unwrap());
        let moved =
            store.move_draft(id, &[DraftState::Proposed], DraftState::Dropped, "one", &[], at(2)).await;
        assert!(!moved.unwrap(), "it says something else");
        let moved =
            store.move_draft(id, &[DraftState::Proposed], DraftState::Dropped, "two", &[], at(2)).await;
        assert!(moved.unwrap());
        assert!(!store.add_ruling(id, &ruling("two"), &[]).await.unwrap(), "it is not up for review");
        assert_eq!(store.rulings(id).await.unwrap().len(), 1);
    }

    pub(super) async fn what_is_changed_in_the_record_is_found(fresh: Fresh) {
        let store = &fresh.store;
        for _ in 0..5 {
            store.record_deeds(&[entry("draft.begun"), entry("draft.proposed")], at(1)).await.unwrap();
        }
        let (count, last) = store.verify_record().await.unwrap().unwrap();
        let entries = store.record_after(0, 99).await.unwrap();
        assert_eq!((count, &last), (10, &entries[9].hash));
        let check = |entries: &[mimus_core::desk::Entry]| {
            let (mut seq, mut previous) = (0, mimus_core::desk::GENESIS.to_owned());
            verify(entries, &mut seq, &mut previous)
        };
        let mut changed = entries.clone();
        changed[3].who = "Bo".into();
        assert_eq!(check(&changed), Err(RecordFault::Changed(4)));
        let mut removed = entries.clone();
        removed.remove(6);
        assert_eq!(check(&removed), Err(RecordFault::Unlinked(8)));
        // One byte, in the database itself; then its end.
        mimus_store::testing::run(
            store,
            "UPDATE desk_record SET detail = '{\"n\":2,\"why\":\"“so”\"}' WHERE seq = 7",
        )
        .await
        .unwrap();
        assert_eq!(store.verify_record().await.unwrap(), Err(RecordFault::Changed(7)));
        mimus_store::testing::run(
            store,
            "UPDATE desk_record SET detail = '{\"n\":1,\"why\":\"“so”\"}' WHERE seq = 7",
        )
        .await
        .unwrap();
        assert!(store.verify_record().await.unwrap().is_ok());
        mimus_store::testing::run(store, "DELETE FROM desk_record WHERE seq > 8").await.unwrap();
        assert_eq!(store.verify_record().await.unwrap(), Err(RecordFault::Short { found: 8, written: 10 }));
    }

    pub(super) async fn nodes_append_one_after_the_other(fresh: Fresh) {
        let mut nodes = JoinSet::new();
        for _ in 0..4 {
            let store = fresh.other().await;
            nodes.spawn(async move {
                for _ in 0..10 {
                    store.record_deeds(&[entry("draft.begun"), entry("draft.changed")], at(1)).await.unwrap();
                }
            });
        }
        nodes.join_all().await;
        assert_eq!(fresh.store.verify_record().await.unwrap().unwrap().0, 80);
    }

    pub(super) async fn the_desk_moves_with_a_backup(fresh: Fresh) {
        let store = &fresh.store;
        let ana =
            store.add_person(&person("ana", PersonState::Active), &[entry("person.entered")], at(0)).await;
        let ana = ana.unwrap();
        let id = draft(store, "one", DraftState::Writing, Some(ana)).await;
        let token = NewApiToken {
            hash: "a hash",
            person: ana,
            name: "a bot",
            scopes: &[Scope::Read],
            expires_at: at(9),
        };
        assert!(store.add_api_token(&token, 9, &[], at(0)).await.unwrap());
        store.add_webhook("https://hooks.example/", b"sealed".to_vec(), 9, &[], at(0)).await.unwrap();
        let identity = Identity {
            issuer: "https://issuer.example".into(),
            subject: "7".into(),
            shown: "ana".into(),
            added_at: at(0),
        };
        assert!(store.add_identity(ana, &identity, &[]).await.unwrap());
        assert!(store.set_totp(ana, b"sealed".to_vec(), 3, &[], at(0)).await.unwrap());
        store.set_feed(ana, Some("a feed")).await.unwrap();
        let elsewhere = sqlite().await;
        let other = &elsewhere.store;
        for table in store.tables().await.unwrap() {
            let rows = store.dump(&table, 0, 1_000).await.unwrap();
            other.restore(&table, &rows).await.unwrap();
        }
        other.restored().await.unwrap();
        assert_eq!(other.draft(id).await.unwrap(), store.draft(id).await.unwrap());
        assert_eq!(other.people().await.unwrap(), store.people().await.unwrap());
        assert_eq!(
            other.api_token("a hash", at(1)).await.unwrap(),
            store.api_token("a hash", at(1)).await.unwrap()
        );
        assert!(other.api_token("a hash", at(1)).await.unwrap().is_some(), "the token is good there");
        assert_eq!(other.webhooks().await.unwrap(), store.webhooks().await.unwrap());
        let next = other.add_webhook("https://hooks.example/2", b"sealed".to_vec(), 9, &[], at(1)).await;
        assert!(next.unwrap().is_some(), "their numbers go on");
        assert_eq!(other.person_of_identity("https://issuer.example", "7").await.unwrap(), Some(ana));
        assert_eq!(other.totp_of(ana).await.unwrap(), Some(b"sealed".to_vec()));
        assert!(!other.use_totp_step(ana, 3).await.unwrap(), "a code that was used is used");
        assert!(other.person_by_feed("a feed").await.unwrap().is_some());
        assert_eq!(other.verify_record().await.unwrap().unwrap().0, 1);
        other.record_deeds(&[entry("draft.begun")], at(1)).await.unwrap();
        assert_eq!(other.verify_record().await.unwrap().unwrap().0, 2, "it goes on where it was");
    }
}

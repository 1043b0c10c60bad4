//! Routes that make drafts: each post is in one, once, whatever dies; drafts follow their posts until somebody has touched them;
//! and nothing is published.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use jiff::SignedDuration;
use mimus_core::desk::{Content, DraftMedium, Entry, Role};
use mimus_core::policy::{Makes, Pace};
use mimus_core::render::{DestinationLimits, MastodonLimits};
use mimus_core::{Media, MediaKind, MediaSource, Network, Post, RemoteId, RoutePolicy, WebUrl};
use mimus_engine::desk::by_hand::HandAccount;
use mimus_engine::desk::drafts::{Intent, Wrote};
use mimus_engine::relay::read;
use mimus_networks::{Next, Page};
use mimus_store::{
    Draft, DraftFilter, DraftId, DraftState, NewPerson, Person, PersonState, PublicationState, RouteFrom,
};

use super::Relay;
use crate::house::{House, keeper, on_both};

on_both!(
    each_post_is_in_one_draft_and_nothing_is_published,
    a_reading_that_dies_anywhere_makes_none_twice_and_loses_none,
    an_edit_is_followed_until_somebody_has_touched_the_draft,
    a_deletion_is_followed_until_somebody_has_touched_the_draft,
    a_thread_loses_the_post_that_was_deleted,
    media_come_along_and_what_cannot_be_had_is_noted,
    a_route_makes_so_many_drafts_a_day,
    what_was_planned_before_becomes_a_draft_and_what_stands_is_left,
    what_is_published_of_a_draft_does_not_come_back,
    an_account_that_is_published_to_by_hand_has_drafts,
);

fn policy() -> RoutePolicy {
    RoutePolicy { makes: Makes::Drafts, ..RoutePolicy::default() }
}

async fn drafting(house: House, policy: RoutePolicy) -> Relay {
    Relay::new(house, DestinationLimits::Mastodon(MastodonLimits::default()), policy).await
}

/// All drafts, the first made first.
async fn drafts(relay: &Relay) -> Vec<Draft> {
    let store = &relay.house.engine.store;
    let mut drafts = Vec::new();
    for line in store.drafts(&DraftFilter::default(), None, 500).await.unwrap() {
        drafts.push(store.draft(line.id).await.unwrap().unwrap());
    }
    drafts.sort_by_key(|draft| draft.id);
    drafts
}

async fn texts(relay: &Relay) -> Vec<String> {
    drafts(relay).await.into_iter().map(|draft| draft.content.text).collect()
}

async fn said(relay: &Relay, draft: DraftId) -> Vec<String> {
    let comments = relay.house.engine.store.comments(draft).await.unwrap();
    assert!(comments.iter().all(|comment| comment.by.is_none()));
    comments.into_iter().map(|comment| comment.words).collect()
}

async fn deeds(relay: &Relay, deed: &str) -> Vec<Entry> {
    let mut entries = relay.house.engine.store.record_after(0, 1_000).await.unwrap();
    entries.retain(|entry| entry.deed == deed);
    entries
}

async fn editor(relay: &Relay) -> Person {
    let engine = &relay.house.engine;
    let new =
        NewPerson { name: "ana", shown: "Ana", keeper: false, state: PersonState::Active, password: None };
    let id = engine.store.add_person(&new, &[], engine.clock.now()).await.unwrap();
    engine.store.set_roles(id, relay.to.id, &[Role::Editor], &[], engine.clock.now()).await.unwrap();
    engine.store.person(id).await.unwrap().unwrap()
}

fn at(post: Post, url: &str) -> Post {
    let mut post = post;
    post.origin.url = WebUrl::parse(url).ok();
    post
}

async fn each_post_is_in_one_draft_and_nothing_is_published(house: House) {
    let relay = drafting(house, policy()).await;
    let posts = vec![
        at(relay.post("1", "Good morning"), "https://town.example/1"),
        relay.answer("2", "1", "and a good day"),
        relay.post("3", "Something else"),
        relay.answer("4", "900", "An answer to somebody else"),
        relay.post("5", "Not this #nomirror"),
    ];
    relay.read(posts.clone(), &[]).await;
    relay.read(posts, &[]).await;
    relay.turn().await;
    relay.settle().await;
    assert_eq!(relay.there.words(), Vec::<String>::new(), "a route that makes drafts publishes nothing");
    let drafts = drafts(&relay).await;
    assert_eq!(texts(&relay).await, ["Good morning\n---\nand a good day", "Something else"]);
    let thread = &drafts[0];
    assert_eq!(thread.state, DraftState::Held, "it is held apart until somebody takes it on");
    assert_eq!(
        (thread.author, thread.editor, thread.accounts.as_slice()),
        (None, None, [relay.to.id].as_slice())
    );
    assert_eq!(thread.proposer.as_deref(), Some(relay.from.name().to_string().as_str()));
    let origin = relay.house.engine.store.origin_of_draft(thread.id).await.unwrap();
    let from: Vec<_> = origin.iter().map(|post| (post.route, post.position, post.own_reply)).collect();
    assert_eq!(from, [(relay.route, 0, false), (relay.route, 1, true)]);
    let came = deeds(&relay, "draft.came").await;
    assert_eq!(came.len(), 2);
    assert_eq!(came[0].about, format!("draft {}", thread.id));
    assert_eq!(came[0].account.as_deref(), Some(relay.to.name().to_string().as_str()));
    assert_eq!(came[0].detail["route"], relay.route.get());
    assert_eq!(came[0].detail["url"], "https://town.example/1");
    assert_eq!(relay.state("4").await, PublicationState::Skipped);
    assert_eq!(relay.state("5").await, PublicationState::Skipped, "and why stands there");
    // What goes on with a thread later has a draft of its own, which says so.
    relay.read(vec![relay.answer("6", "2", "One more")], &[]).await;
    let later = self::drafts(&relay).await.pop().unwrap();
    assert_eq!(later.content.text, "One more");
    assert!(said(&relay, later.id).await[0].contains(&format!("draft {}", thread.id)));
}

/// Reads a page as a process does that is killed after so many polls. True where it had ended.
async fn dies_after(relay: &Relay, post: Post, cursor: &str, steps: usize) -> bool {
    let engine = &relay.house.engine;
    engine.store.read_account_soon(relay.from.id, engine.clock.now()).await.unwrap();
    let hold = relay.hold().await;
    let source =
        engine.store.claim_route_sources(hold.name(), engine.clock.now(), 1).await.unwrap().remove(0);
    let page = Page {
        profile: None,
        posts: vec![post],
        gone: Vec::<RemoteId>::new(),
        skipped: Vec::new(),
        cursor: cursor.into(),
        next: Next::After(SignedDuration::from_secs(1)),
        moved_to: None,
        progress: None,
    };
    let mut reading = pin!(read::record(engine, &hold, &source, page, false));
    for _ in 0..steps {
        let ended = poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await;
        if let Poll::Ready(ended) = ended {
            ended.unwrap();
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

async fn a_reading_that_dies_anywhere_makes_none_twice_and_loses_none(house: House) {
    let relay = drafting(house, policy()).await;
    let engine = &relay.house.engine;
    let (mut died, mut ended) = (0, 0);
    for n in 0..40 {
        let post = || relay.post(&n.to_string(), &format!("Number {n}"));
        if dies_after(&relay, post(), &format!("at {n}"), n * n / 2).await {
            ended += 1;
        } else {
            died += 1;
            // What the dead had claimed is free again.
            engine.node.leave().await.unwrap();
            let source = engine.store.routes().await.unwrap()[0].source;
            let cursor = engine.store.route_source(source).await.unwrap().unwrap().cursor;
            let made = drafts(&relay).await.len();
            // The draft is there exactly where the cursor has moved on.
            assert_eq!(
                made == n + 1,
                cursor.as_deref() == Some(&format!("at {n}")),
                "after {} polls",
                n * n / 2
            );
            relay.read(vec![post()], &[]).await;
        }
        assert_eq!(drafts(&relay).await.len(), n + 1, "after {} polls", n * n / 2);
        relay.house.pass(SignedDuration::from_hours(1));
    }
    assert!(died > 3, "{died} died, {ended} ended");
    assert_eq!(deeds(&relay, "draft.came").await.len(), 40);
    let expected: Vec<String> = (0..40).map(|n| format!("Number {n}")).collect();
    assert_eq!(texts(&relay).await, expected);
}

async fn an_edit_is_followed_until_somebody_has_touched_the_draft(house: House) {
    let relay = drafting(house, policy()).await;
    let engine = &relay.house.engine;
    let ana = editor(&relay).await;
    let post = |words: &str| at(relay.post("1", words), "https://town.example/1");
    relay.read(vec![post("Teh first"), relay.post("2", "Two"), relay.post("3", "Three")], &[]).await;
    relay.read(vec![post("The first")], &[]).await;
    let [first, two, three] = drafts(&relay).await.try_into().unwrap();
    assert_eq!(
        (first.content.text.as_str(), first.revision, first.state),
        ("The first", 2, DraftState::Held)
    );
    let intent =
        Intent { content: first.content.clone(), accounts: first.accounts.clone(), window: first.window };
    assert_eq!(first.hash, intent.hash(), "what an approval would bind");
    let kept = engine.store.draft_revisions(first.id, 9).await.unwrap();
    assert_eq!(
        kept.iter().map(|one| one.content.text.as_str()).collect::<Vec<_>>(),
        ["The first", "Teh first"]
    );
    assert!(said(&relay, first.id).await.is_empty());
    assert_eq!(deeds(&relay, "draft.followed").await[0].detail["different"], "the words");
    // Written on by somebody, or only taken on: it is theirs.
    let content = Content { text: "My own words".into(), ..two.content.clone() };
    let intent = Intent { content, accounts: two.accounts.clone(), window: two.window };
    assert_eq!(engine.write_draft(&ana, two.id, 1, intent).await.unwrap(), Wrote::Now(2));
    engine.take_on(&ana, three.id).await.unwrap();
    relay.read(vec![relay.post("2", "Two, mended"), relay.post("3", "Three, mended")], &[]).await;
    assert_eq!(texts(&relay).await, ["The first", "My own words", "Three"]);
    for (draft, words) in [(two.id, "Two, mended"), (three.id, "Three, mended")] {
        let said = said(&relay, draft).await;
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("different now: the words") && said[0].ends_with(words), "{said:?}");
    }
    // Read once more, nothing is said again.
    relay.read(vec![relay.post("2", "Two, mended"), relay.post("3", "Three, mended")], &[]).await;
    assert_eq!(said(&relay, two.id).await.len(), 1);
    // An author who keeps a post from being carried after all.
    relay.read(vec![post("The first #nomirror")], &[]).await;
    assert_eq!(engine.store.draft(first.id).await.unwrap().unwrap().state, DraftState::Dropped);
    assert_eq!(relay.there.words(), Vec::<String>::new());
}

async fn a_deletion_is_followed_until_somebody_has_touched_the_draft(house: House) {
    let relay = drafting(house, policy()).await;
    let engine = &relay.house.engine;
    let ana = editor(&relay).await;
    relay.read(vec![relay.post("1", "Oops"), relay.post("2", "Kept")], &[]).await;
    let [oops, kept] = drafts(&relay).await.try_into().unwrap();
    engine.take_on(&ana, kept.id).await.unwrap();
    relay.read(Vec::new(), &["1", "2"]).await;
    assert_eq!(engine.store.draft(oops.id).await.unwrap().unwrap().state, DraftState::Dropped);
    assert_eq!(engine.store.draft(kept.id).await.unwrap().unwrap().state, DraftState::Writing);
    assert!(said(&relay, oops.id).await.is_empty());
    assert!(said(&relay, kept.id).await[0].contains("was deleted"));
    let dropped = deeds(&relay, "draft.dropped").await;
    assert_eq!(dropped.len(), 1);
    assert_eq!(dropped[0].detail["why"], "it was deleted at its source");
    // Read once more, neither comes back.
    relay.read(vec![relay.post("1", "Oops"), relay.post("2", "Kept")], &["1", "2"]).await;
    assert_eq!(drafts(&relay).await.len(), 2);
    assert_eq!(said(&relay, kept.id).await.len(), 1);
    assert_eq!(engine.store.draft(oops.id).await.unwrap().unwrap().state, DraftState::Dropped);
}

async fn a_thread_loses_the_post_that_was_deleted(house: House) {
    let relay = drafting(house, policy()).await;
    let posts =
        vec![relay.post("1", "First"), relay.answer("2", "1", "Second"), relay.answer("3", "2", "Third")];
    relay.read(posts, &[]).await;
    relay.read(vec![relay.answer("3", "2", "The third")], &["2"]).await;
    assert_eq!(texts(&relay).await, ["First\n---\nThe third"]);
    relay.read(Vec::new(), &["1", "3"]).await;
    assert_eq!(drafts(&relay).await[0].state, DraftState::Dropped);
}

fn png() -> Vec<u8> {
    let picture = image::ImageBuffer::from_fn(32, 24, |x, _| image::Rgb([9, x.to_le_bytes()[0], 90_u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn media_come_along_and_what_cannot_be_had_is_noted(house: House) {
    house.site.says("/boat.png", vec![(200, png())]);
    house.site.says("/late.png", vec![(503, Vec::new()), (200, png())]);
    house.site.says("/text.png", vec![(200, b"<svg/>".to_vec())]);
    let relay = drafting(house, policy()).await;
    let picture = |path: &str, alt: &str| {
        let url = WebUrl::parse(&relay.house.site.url(path)).unwrap();
        Media::new(MediaKind::Image, MediaSource::Url(url)).with_alt(alt)
    };
    let mut post = at(relay.post("1", "Boats"), "https://town.example/1");
    let boat = Media {
        author: Some("Ana".into()),
        licence: Some("CC BY-SA 4.0".into()),
        ..picture("/boat.png", "A boat")
    };
    post.media = vec![boat, picture("/late.png", "Another boat"), picture("/text.png", "")];
    relay.read(vec![post.clone()], &[]).await;
    let draft = drafts(&relay).await.remove(0);
    let [boat] = draft.content.media.as_slice() else { panic!("{:?}", draft.content.media) };
    assert_eq!(boat.main_alt(), "A boat");
    assert_eq!((boat.author.as_str(), boat.licence.as_str()), ("Ana", "CC BY-SA 4.0"));
    assert_eq!((boat.source.as_str(), boat.size), ("https://town.example/1", Some((32, 24))));
    let file = relay.house.engine.media.file(&boat.file).unwrap();
    assert_eq!(std::fs::read(file).unwrap(), png());
    let notes = said(&relay, draft.id).await;
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].contains("/late.png") && notes[0].contains("503") && notes[0].contains("Another boat"));
    assert!(notes[1].contains("/text.png"));
    // An edit of the words keeps what is here without fetching it anew, and has what was away.
    relay.house.site.says("/boat.png", vec![(404, Vec::new())]);
    post.text = mimus_core::RichText::plain("Two boats");
    relay.read(vec![post], &[]).await;
    let draft = drafts(&relay).await.remove(0);
    assert_eq!(draft.content.text, "Two boats");
    let alts: Vec<&str> = draft.content.media.iter().map(DraftMedium::main_alt).collect();
    assert_eq!(alts, ["A boat", "Another boat"]);
}

async fn a_route_makes_so_many_drafts_a_day(house: House) {
    let pace = Pace { a_day: Some(2), ..Pace::default() };
    let relay = drafting(house, RoutePolicy { pace, ..policy() }).await;
    let posts =
        |from: u32| (from..from + 4).map(|n| relay.post(&n.to_string(), &format!("No. {n}"))).collect();
    relay.read(posts(1), &[]).await;
    assert_eq!(texts(&relay).await, ["No. 1", "No. 2"]);
    let left = relay.publication("3").await;
    assert_eq!(left.state, PublicationState::Skipped);
    assert_eq!(left.reason.as_deref(), Some("2 drafts were made within a day"));
    relay.house.pass(SignedDuration::from_hours(25));
    relay.read(posts(11), &[]).await;
    assert_eq!(texts(&relay).await, ["No. 1", "No. 2", "No. 11", "No. 12"]);
    relay.settle().await;
    assert_eq!(relay.there.words(), Vec::<String>::new());
}

async fn what_was_planned_before_becomes_a_draft_and_what_stands_is_left(house: House) {
    let pace = Pace { delay: 300, ..Pace::default() };
    let relay = drafting(house, RoutePolicy { pace, ..RoutePolicy::default() }).await;
    let engine = &relay.house.engine;
    relay.read(vec![relay.post("1", "Before"), relay.post("9", "Gone later")], &[]).await;
    relay.house.pass(SignedDuration::from_mins(6));
    relay.settle().await;
    relay.read(vec![relay.post("2", "Waits")], &[]).await;
    engine.set_route_makes(&keeper(), relay.route, Makes::Drafts).await.unwrap();
    relay.house.pass(SignedDuration::from_mins(6));
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Before", "Gone later"]);
    assert_eq!(texts(&relay).await, ["Waits"]);
    let planned = relay.publication("2").await;
    assert_eq!(planned.state, PublicationState::Skipped);
    assert!(planned.reason.unwrap().contains("makes drafts now"));
    // What it has published is not changed by it any more, and still deleted where it is at its source.
    relay.read(vec![relay.post("1", "Before, mended"), relay.post("2", "Waits, mended")], &["9"]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Before"]);
    assert_eq!(texts(&relay).await, ["Waits, mended"]);
    // And back: from now on it publishes again; drafts stay drafts.
    engine.set_route_makes(&keeper(), relay.route, Makes::Publications).await.unwrap();
    relay.read(vec![relay.post("3", "After"), relay.post("2", "Waits, once more")], &[]).await;
    relay.house.pass(SignedDuration::from_mins(6));
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Before", "After"]);
    assert_eq!(texts(&relay).await, ["Waits, once more"]);
}

async fn what_is_published_of_a_draft_does_not_come_back(house: House) {
    let relay = drafting(house, policy()).await;
    let engine = &relay.house.engine;
    let since = engine.clock.now() - SignedDuration::from_mins(1);
    engine
        .add_route(&keeper(), &RouteFrom::Account(relay.to.id), &relay.from, &policy(), since)
        .await
        .unwrap();
    relay.read(vec![relay.post("1", "There and not back")], &[]).await;
    let draft = drafts(&relay).await.remove(0);
    let at_desk = engine.desk_account(relay.to.id).await.unwrap();
    let mut charter = at_desk.desk.charter.clone();
    charter.review.reviewers = 0;
    let slots = at_desk.desk.slots.clone();
    engine.store.set_desk_account(relay.to.id, &charter, &slots, &[], engine.clock.now()).await.unwrap();
    let ana = editor(&relay).await;
    engine
        .store
        .set_roles(ana.id, relay.to.id, &[Role::Editor, Role::Publisher], &[], engine.clock.now())
        .await
        .unwrap();
    let ana = engine.store.person(ana.id).await.unwrap().unwrap();
    let now = mimus_engine::desk::schedule::When::Now;
    assert!(engine.schedule(&ana, draft.id, &draft.hash, now).await.is_err(), "nobody has taken it on");
    engine.take_on(&ana, draft.id).await.unwrap();
    engine.propose(&ana, draft.id, &draft.hash).await.unwrap();
    engine.schedule(&ana, draft.id, &draft.hash, now).await.unwrap();
    relay.settle().await;
    assert_eq!(relay.there.words(), ["There and not back"]);
    let echo = relay.there.posts()[0].id.to_string();
    relay.read_at(&relay.to, vec![relay.post(&echo, "There and not back")], &[]).await;
    assert_eq!(drafts(&relay).await.len(), 1, "what came by a route never leaves by its reverse");
    // An edit at the source is said, and changes nothing that is out.
    relay.read(vec![relay.post("1", "There, mended")], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), ["There and not back"]);
    assert!(said(&relay, draft.id).await[0].ends_with("There, mended"));
}

async fn an_account_that_is_published_to_by_hand_has_drafts(house: House) {
    let relay = drafting(house, policy()).await;
    let engine = &relay.house.engine;
    let new =
        NewPerson { name: "kim", shown: "Kim", keeper: true, state: PersonState::Active, password: None };
    let keeper = engine.store.add_person(&new, &[], engine.clock.now()).await.unwrap();
    let keeper = engine.store.person(keeper).await.unwrap().unwrap();
    let wanted =
        HandAccount { network: Network::X, handle: "town".into(), page: "https://x.com/town".into() };
    let by_hand = engine.add_by_hand(&keeper, &wanted).await.unwrap();
    let from = RouteFrom::Account(relay.from.id);
    let since = engine.clock.now() - SignedDuration::from_mins(1);
    assert!(engine.add_route(&keeper, &from, &by_hand, &RoutePolicy::default(), since).await.is_err());
    let route = engine.add_route(&keeper, &from, &by_hand, &policy(), since).await.unwrap();
    relay.read(vec![relay.post("1", "For both")], &[]).await;
    let mut accounts: Vec<_> = drafts(&relay).await.iter().map(|draft| draft.accounts[0]).collect();
    accounts.sort_unstable();
    assert_eq!(accounts, [relay.to.id, by_hand.id]);
    assert!(
        engine.set_route_makes(&keeper, route, Makes::Publications).await.is_err(),
        "nobody could send it"
    );
}

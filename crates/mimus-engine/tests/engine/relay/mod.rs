//! Routes and what is published by them, on a network that fails as it is told.

mod drafts;
mod kills;
mod square;

use std::sync::Arc;

use jiff::SignedDuration;
use mimus_core::policy::{Edits, OverLong, RepostRule};
use mimus_core::render::{DestinationLimits, MastodonLimits, XLimits};
use mimus_core::{
    Media, MediaKind, MediaSource, Network, Origin, Post, PostRef, Profile, RemoteId, RichText, RoutePolicy,
    WebUrl,
};
use mimus_engine::Hold;
use mimus_engine::relay::{Step, lane, read};
use mimus_networks::{Next, Page};
use mimus_store::{
    Account, AccountStanding, NewAccount, Publication, PublicationState, RouteFrom, RouteId, RouteState,
};

use crate::house::{House, keeper, on_both};
use square::{There, Trouble};

on_both!(
    a_post_is_published_once_and_read_as_no_news,
    a_thread_keeps_its_order_when_its_first_post_is_slow,
    what_the_network_does_not_tell_is_looked_for,
    an_edit_and_a_deletion_follow,
    what_is_deleted_in_time_is_never_published,
    a_refusal_is_told_and_does_not_hold_up_others,
    a_long_post_that_is_refused_halfway_is_partial_and_goes_on,
    a_route_that_runs_away_is_braked,
    an_account_that_is_asked_to_wait_waits_and_one_that_is_signed_out_is_broken,
    a_repost_of_what_was_carried_is_a_repost_there,
    an_answer_to_what_came_the_other_way_answers_its_source,
    a_pause_holds_and_a_resumption_lets_go,
    the_brake_for_all_stops_everything_and_lets_the_same_go_on,
    words_wait_for_a_medium_but_not_for_ever,
);

/// A house with a route from one account to another, whose network is in memory.
pub(crate) struct Relay {
    pub(crate) house: House,
    pub(crate) from: Account,
    pub(crate) to: Account,
    pub(crate) route: RouteId,
    pub(crate) there: There,
}

async fn account(house: &House, id: &str, limits: DestinationLimits) -> Account {
    let network = match limits {
        DestinationLimits::X(_) => Network::X,
        _ => Network::Mastodon,
    };
    let standing = AccountStanding { handle: id, profile: &Profile::default(), limits: &limits, rules: &[] };
    let new = NewAccount { network, server: "", remote_id: id, standing, credentials: b"sealed".to_vec() };
    house.engine.store.connect_account(&new, house.engine.clock.now()).await.unwrap()
}

impl Relay {
    pub(crate) async fn new(house: House, limits: DestinationLimits, policy: RoutePolicy) -> Self {
        let from = account(&house, "from", DestinationLimits::Mastodon(MastodonLimits::default())).await;
        let to = account(&house, "to", limits).await;
        let engine = &house.engine;
        let since = engine.clock.now() - SignedDuration::from_mins(1);
        let route =
            engine.add_route(&keeper(), &RouteFrom::Account(from.id), &to, &policy, since).await.unwrap();
        let there = There::new(engine.clock.clone());
        Self { house, from, to, route, there }
    }

    async fn to_x(house: House) -> Self {
        Self::new(house, DestinationLimits::X(XLimits::default()), RoutePolicy::default()).await
    }

    async fn to_mastodon(house: House) -> Self {
        let limits = DestinationLimits::Mastodon(MastodonLimits::default());
        Self::new(house, limits, RoutePolicy::default()).await
    }

    pub(crate) fn post(&self, id: &str, words: &str) -> Post {
        let origin = Origin { network: Network::Mastodon, remote_id: RemoteId::new(id).unwrap(), url: None };
        let mut post = Post::new(origin, self.house.engine.clock.now());
        post.text = RichText::plain(words);
        post
    }

    pub(crate) fn answer(&self, id: &str, to: &str, words: &str) -> Post {
        let reply_to = PostRef { remote_id: RemoteId::new(to).ok(), ..PostRef::default() };
        Post { reply_to: Some(reply_to), ..self.post(id, words) }
    }

    async fn hold(&self) -> Hold {
        self.house.engine.node.hold().await.unwrap()
    }

    /// Reads these posts at the first account, and that others are gone.
    pub(crate) async fn read(&self, posts: Vec<Post>, gone: &[&str]) {
        self.read_at(&self.from, posts, gone).await;
    }

    async fn read_at(&self, account: &Account, posts: Vec<Post>, gone: &[&str]) {
        let engine = &self.house.engine;
        engine.store.read_account_soon(account.id, engine.clock.now()).await.unwrap();
        let hold = self.hold().await;
        let claimed = engine.store.claim_route_sources(hold.name(), engine.clock.now(), 9).await.unwrap();
        let page = Page {
            profile: None,
            posts,
            gone: gone.iter().map(|id| RemoteId::new(*id).unwrap()).collect(),
            skipped: Vec::new(),
            cursor: "read".into(),
            next: Next::After(SignedDuration::from_secs(1)),
            moved_to: None,
            progress: None,
        };
        let mut page = Some(page);
        for source in claimed {
            let here = source.from == RouteFrom::Account(account.id);
            let nothing = || Page {
                profile: None,
                posts: Vec::new(),
                gone: Vec::new(),
                skipped: Vec::new(),
                cursor: "read".into(),
                next: Next::After(SignedDuration::from_secs(1)),
                moved_to: None,
                progress: None,
            };
            let page = if here { page.take().unwrap_or_else(nothing) } else { nothing() };
            read::record(engine, &hold, &source, page, false).await.unwrap();
        }
        assert!(page.is_none(), "nothing was read");
    }

    /// One turn of publishing.
    pub(crate) async fn turn(&self) -> Option<Step> {
        self.turn_of(&self.to, &self.there).await
    }

    async fn turn_of(&self, account: &Account, there: &There) -> Option<Step> {
        let engine = &self.house.engine;
        let hold = self.hold().await;
        let claimed = engine.store.claim_accounts(hold.name(), engine.clock.now(), 9).await.unwrap();
        let claimed = claimed.into_iter().find(|claimed| claimed.id == account.id)?;
        let network = Arc::new(there.clone());
        let directory = mimus_core::Directory::default();
        let step = lane::publish(engine, &hold, &claimed, network, &directory).await.unwrap();
        let wait = match &step {
            Step::WaitUntil(until) => Some(*until),
            _ => None,
        };
        engine.store.release_account(account.id, hold.name(), wait).await.unwrap();
        Some(step)
    }

    /// Turns, with time passing between them, until nothing is due any more.
    pub(crate) async fn settle(&self) {
        for _ in 0..40 {
            self.turn().await;
            if self.house.engine.store.next_publication_due().await.unwrap().is_none() {
                return;
            }
            self.house.pass(SignedDuration::from_mins(10));
        }
        panic!("it never came to rest: {:?}", self.all().await);
    }

    pub(crate) async fn all(&self) -> Vec<(String, PublicationState, Option<String>)> {
        let mut all = self.house.engine.store.publications(None, None, None, 900).await.unwrap();
        all.reverse();
        all.into_iter().map(|p| (p.source_post, p.state, p.reason)).collect()
    }

    pub(crate) async fn publication(&self, post: &str) -> Publication {
        self.house.engine.store.publication_of(self.route, post).await.unwrap().unwrap()
    }

    async fn state(&self, post: &str) -> PublicationState {
        self.publication(post).await.state
    }
}

async fn a_post_is_published_once_and_read_as_no_news(house: House) {
    let relay = Relay::to_x(house).await;
    relay.read(vec![relay.post("1", "Good morning")], &[]).await;
    relay.read(vec![relay.post("1", "Good morning")], &[]).await;
    relay.turn().await;
    relay.turn().await;
    assert_eq!(relay.there.words(), ["Good morning"]);
    assert_eq!(relay.state("1").await, PublicationState::Published);
    // The way back: what was published from here is no news there.
    let back = RouteFrom::Account(relay.to.id);
    let since = relay.house.engine.clock.now() - SignedDuration::from_mins(1);
    relay
        .house
        .engine
        .add_route(&keeper(), &back, &relay.from, &RoutePolicy::default(), since)
        .await
        .unwrap();
    let echo = relay.there.posts()[0].id.to_string();
    relay.read_at(&relay.to, vec![relay.post(&echo, "Good morning")], &[]).await;
    assert_eq!(relay.all().await.len(), 1);
    // The same words, written there by hand, are.
    relay.read_at(&relay.to, vec![relay.post("777", "Good morning")], &[]).await;
    assert_eq!(relay.all().await.len(), 2);
}

async fn a_thread_keeps_its_order_when_its_first_post_is_slow(house: House) {
    let relay = Relay::to_x(house).await;
    let posts = vec![
        relay.post("1", "First"),
        relay.answer("2", "1", "Second"),
        relay.answer("3", "2", "Third"),
        relay.post("4", "Something else"),
        relay.answer("5", "900", "An answer to somebody else"),
        relay.answer("6", "5", "and on with it"),
    ];
    relay.read(posts, &[]).await;
    relay.there.trouble(&[Trouble::Retry, Trouble::None, Trouble::Retry]);
    relay.turn().await;
    assert_eq!(relay.there.words(), ["Something else"], "which does not wait for the thread");
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Something else", "First", "Second", "Third"]);
    let posts = relay.there.posts();
    assert_eq!(posts[2].reply_to, Some(posts[1].id.to_string()));
    assert_eq!(posts[3].reply_to, Some(posts[2].id.to_string()));
    assert_eq!(relay.state("5").await, PublicationState::Skipped);
    assert_eq!(relay.state("6").await, PublicationState::Skipped, "nor what goes on with that");
}

async fn what_the_network_does_not_tell_is_looked_for(house: House) {
    let relay = Relay::to_x(house).await;
    relay.read(vec![relay.post("1", "One"), relay.post("2", "Two"), relay.post("3", "Two")], &[]).await;
    relay.there.trouble(&[Trouble::DoneUnheard, Trouble::UndoneUnheard]);
    relay.turn().await;
    assert_eq!(relay.state("1").await, PublicationState::Unknown);
    assert_eq!(relay.state("2").await, PublicationState::Unknown);
    // Looking fails at first, too.
    relay.there.trouble(&[Trouble::Retry, Trouble::UndoneUnheard]);
    relay.settle().await;
    let mut words = relay.there.words();
    words.sort();
    assert_eq!(words, ["One", "Two", "Two"]);
    assert_eq!(relay.state("2").await, PublicationState::Published);
    let trail = relay.house.engine.store.publication_trail(relay.publication("1").await.id).await.unwrap();
    assert!(trail[0].words.contains("outcome is not known"), "{trail:?}");
    assert_eq!(trail.last().unwrap().words, "published");
}

async fn an_edit_and_a_deletion_follow(house: House) {
    let relay = Relay::to_mastodon(house).await;
    relay.read(vec![relay.post("1", "Teh first"), relay.post("2", "Gone soon")], &[]).await;
    relay.turn().await;
    relay.read(vec![relay.post("1", "The first")], &["2"]).await;
    relay.there.trouble(&[Trouble::DoneUnheard, Trouble::DoneUnheard]);
    relay.settle().await;
    let posts = relay.there.posts();
    assert_eq!((posts.len(), posts[0].words.as_str()), (1, "The first"));
    assert_eq!(relay.state("2").await, PublicationState::Deleted);
    // Read once more, it does not come back.
    relay.read(vec![relay.post("2", "Gone soon")], &["2"]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), ["The first"]);
    // A post that grows beyond one part goes on as a thread, and shrinks again.
    let long = "A sentence that goes on. ".repeat(40);
    relay.read(vec![relay.post("1", &long)], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.posts().len(), 2);
    relay.read(vec![relay.post("1", "Short")], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Short"]);
    assert_eq!(relay.there.posts()[0].id, posts[0].id, "it is the same post all the time");
}

async fn what_is_deleted_in_time_is_never_published(house: House) {
    let policy = RoutePolicy {
        pace: mimus_core::policy::Pace { delay: 300, ..Default::default() },
        ..RoutePolicy::default()
    };
    let relay = Relay::new(house, DestinationLimits::X(XLimits::default()), policy).await;
    relay.read(vec![relay.post("1", "Oops"), relay.post("2", "Fine")], &[]).await;
    relay.turn().await;
    assert_eq!(relay.there.words(), Vec::<String>::new());
    relay.read(Vec::new(), &["1"]).await;
    relay.house.pass(SignedDuration::from_mins(6));
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Fine"]);
    assert_eq!(relay.state("1").await, PublicationState::Deleted);
}

async fn a_refusal_is_told_and_does_not_hold_up_others(house: House) {
    let relay = Relay::to_x(house).await;
    relay.read(vec![relay.post("1", "Disliked"), relay.post("2", "Fine")], &[]).await;
    relay.there.square.lock().unwrap().refuses = Some("Disliked".into());
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Fine"]);
    let refused = relay.publication("1").await;
    assert_eq!(
        (refused.state, refused.reason.as_deref()),
        (PublicationState::Failed, Some("words that are not liked"))
    );
    relay.there.square.lock().unwrap().refuses = None;
    relay.house.engine.retry_publication(refused.id).await.unwrap();
    assert!(relay.house.engine.retry_publication(refused.id).await.is_err(), "it is due already");
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Fine", "Disliked"]);
}

async fn words_wait_for_a_medium_but_not_for_ever(house: House) {
    let relay = Relay::to_mastodon(house).await;
    // Nothing listens there any more.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut post = relay.post("1", "Look at this");
    post.origin.url = WebUrl::parse("https://town.example/1").ok();
    let address = WebUrl::parse(&format!("http://{closed}/picture.png")).unwrap();
    post.media = vec![Media::new(MediaKind::Image, MediaSource::Url(address))];
    relay.read(vec![post, relay.post("2", "Other words")], &[]).await;
    relay.turn().await;
    assert_eq!(relay.there.words(), ["Other words"], "no other post waits");
    let waits = relay.publication("1").await;
    assert_eq!(waits.state, PublicationState::Due);
    assert!(waits.reason.unwrap().contains("a medium could not be fetched"));
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Other words", "Look at this\n\nhttps://town.example/1"]);
    let done = relay.publication("1").await;
    assert_eq!(done.state, PublicationState::Published);
    let reason = done.reason.unwrap();
    assert!(reason.starts_with("medium 1 could not be had or uploaded"), "{reason}");
    assert!(reason.ends_with("the original is linked"), "{reason}");
}

async fn a_long_post_that_is_refused_halfway_is_partial_and_goes_on(house: House) {
    let relay = Relay::to_x(house).await;
    let long = format!("{}And this is disliked.", "A sentence that goes on and on. ".repeat(12));
    relay.read(vec![relay.post("1", &long)], &[]).await;
    relay.there.square.lock().unwrap().refuses = Some("disliked".into());
    relay.settle().await;
    assert_eq!(relay.state("1").await, PublicationState::Partial);
    assert_eq!(relay.there.posts().len(), 1);
    relay.there.square.lock().unwrap().refuses = None;
    relay.house.engine.retry_publication(relay.publication("1").await.id).await.unwrap();
    relay.settle().await;
    let posts = relay.there.posts();
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[1].reply_to, Some(posts[0].id.to_string()));
    // What X does not let be edited is left or made anew, as the policy says.
    relay.read(vec![relay.post("1", "Shorter")], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.posts().len(), 2);
    let left = relay.publication("1").await;
    assert!(left.reason.unwrap().contains("left"), "it is said");
    let again =
        RoutePolicy { edits: Edits::DeleteAndRepost, over_long: OverLong::Thread, ..RoutePolicy::default() };
    relay.house.engine.store.set_route_policy(relay.route, &again).await.unwrap();
    relay.read(vec![relay.post("1", "Shorter still")], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Shorter still"]);
    let note = RoutePolicy { edits: Edits::Note, ..RoutePolicy::default() };
    relay.house.engine.store.set_route_policy(relay.route, &note).await.unwrap();
    relay.read(vec![relay.post("1", "Shortest")], &[]).await;
    relay.there.trouble(&[Trouble::DoneUnheard]);
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Shorter still", "Edited: Shortest"]);
    let posts = relay.there.posts();
    assert_eq!(posts[1].reply_to, Some(posts[0].id.to_string()));
    relay.read(Vec::new(), &["1"]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), Vec::<String>::new());
}

async fn a_route_that_runs_away_is_braked(house: House) {
    let relay = Relay::to_x(house).await;
    let posts = (0..30).map(|n| relay.post(&n.to_string(), &format!("Number {n}"))).collect();
    relay.read(posts, &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.posts().len(), 10);
    let engine = &relay.house.engine;
    let route = engine.store.route(relay.route).await.unwrap().unwrap();
    assert_eq!(route.state, RouteState::Paused);
    assert!(route.state_reason.unwrap().contains("10 posts in 10 minutes"));
    assert_eq!(relay.state("29").await, PublicationState::Held);
    relay.house.pass(SignedDuration::from_hours(1));
    assert_eq!(engine.resume_route(&keeper(), relay.route, true).await.unwrap(), 20);
    relay.settle().await;
    assert_eq!(relay.there.posts().len(), 10);
    assert_eq!(relay.state("29").await, PublicationState::Missed);
    relay.read(vec![relay.post("31", "And on")], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.posts().len(), 11);
}

async fn an_account_that_is_asked_to_wait_waits_and_one_that_is_signed_out_is_broken(house: House) {
    let relay = Relay::to_x(house).await;
    relay.read(vec![relay.post("1", "One"), relay.post("2", "Two")], &[]).await;
    relay.there.trouble(&[Trouble::Wait(900)]);
    assert!(matches!(relay.turn().await, Some(Step::WaitUntil(_))));
    assert_eq!(relay.turn().await, None, "nothing is asked of it meanwhile");
    assert_eq!(relay.there.words(), Vec::<String>::new());
    relay.house.pass(SignedDuration::from_mins(15));
    relay.there.trouble(&[Trouble::SignedOut]);
    assert!(matches!(relay.turn().await, Some(Step::Broken(_))));
    assert_eq!(relay.state("1").await, PublicationState::Due, "it waits for the account");
    relay.settle().await;
    assert_eq!(relay.there.words(), ["One", "Two"]);
}

async fn a_repost_of_what_was_carried_is_a_repost_there(house: House) {
    let policy = RoutePolicy { reposts: RepostRule::Boost, ..RoutePolicy::default() };
    let relay = Relay::new(house, DestinationLimits::Mastodon(MastodonLimits::default()), policy).await;
    relay.read(vec![relay.post("1", "Worth saying twice")], &[]).await;
    relay.settle().await;
    let repost = |id: &str, of: &str| {
        let of = PostRef { remote_id: RemoteId::new(of).ok(), ..PostRef::default() };
        Post { repost_of: Some(of), ..relay.post(id, "") }
    };
    relay.read(vec![repost("2", "1"), repost("3", "900")], &[]).await;
    relay.there.trouble(&[Trouble::DoneUnheard]);
    relay.settle().await;
    assert!(relay.there.posts()[0].reposted);
    assert_eq!(relay.state("3").await, PublicationState::Skipped);
    relay.read(Vec::new(), &["2"]).await;
    relay.settle().await;
    assert!(!relay.there.posts()[0].reposted);
    assert_eq!(relay.there.posts().len(), 1);
}

async fn an_answer_to_what_came_the_other_way_answers_its_source(house: House) {
    let relay = Relay::to_x(house).await;
    let engine = &relay.house.engine;
    let since = engine.clock.now() - SignedDuration::from_mins(1);
    let back = RouteFrom::Account(relay.to.id);
    engine.add_route(&keeper(), &back, &relay.from, &RoutePolicy::default(), since).await.unwrap();
    relay.read_at(&relay.to, vec![relay.post("500", "Begun there")], &[]).await;
    let here = There::new(engine.clock.clone());
    relay.turn_of(&relay.from, &here).await;
    let came = here.posts()[0].id.to_string();
    relay.read(vec![relay.answer("2", &came, "Gone on with here")], &[]).await;
    relay.turn().await;
    assert_eq!(relay.there.posts()[0].reply_to.as_deref(), Some("500"));
}

async fn a_pause_holds_and_a_resumption_lets_go(house: House) {
    let relay = Relay::to_x(house).await;
    relay.read(vec![relay.post("1", "Before")], &[]).await;
    let engine = &relay.house.engine;
    engine.pause_route(&keeper(), relay.route).await.unwrap();
    relay.turn().await;
    assert_eq!(relay.state("1").await, PublicationState::Held);
    assert_eq!(relay.there.words(), Vec::<String>::new());
    relay.house.pass(SignedDuration::from_mins(5));
    let meanwhile = relay.post("2", "Meanwhile");
    relay.house.pass(SignedDuration::from_mins(5));
    assert_eq!(engine.resume_route(&keeper(), relay.route, false).await.unwrap(), 1);
    relay.read(vec![meanwhile, relay.post("3", "After")], &[]).await;
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Before", "After"], "a pause is made up for by nobody");
}

async fn the_brake_for_all_stops_everything_and_lets_the_same_go_on(house: House) {
    let relay = Relay::to_x(house).await;
    let engine = &relay.house.engine;
    relay.read(vec![relay.post("1", "Stands already")], &[]).await;
    relay.settle().await;
    assert!(engine.brake_all(&keeper(), true, "a wrong feed").await.unwrap());
    assert!(!engine.brake_all(&keeper(), true, "again").await.unwrap());
    relay.read(vec![relay.post("1", "Changed"), relay.post("2", "Waits")], &[]).await;
    relay.turn().await;
    assert_eq!(relay.state("2").await, PublicationState::Held);
    // It is looked at again and again, and stays held.
    relay.house.pass(SignedDuration::from_mins(1));
    relay.turn().await;
    assert_eq!(relay.there.words(), ["Stands already"], "what has begun is not gone on with either");
    let held = engine.store.publication_of(relay.route, "2").await.unwrap().unwrap();
    assert_eq!(held.reason.as_deref(), Some("everything was stopped by the command line: a wrong feed"));
    // What is there can be taken back meanwhile.
    relay.read(Vec::new(), &["1"]).await;
    relay.turn().await;
    assert_eq!(relay.there.words(), Vec::<String>::new());
    // A pause of its own outlives the release.
    engine.pause_route(&keeper(), relay.route).await.unwrap();
    assert!(engine.brake_all(&keeper(), false, "").await.unwrap());
    assert!(!engine.brake_all(&keeper(), false, "").await.unwrap());
    relay.turn().await;
    assert_eq!(relay.state("2").await, PublicationState::Held);
    assert_eq!(engine.resume_route(&keeper(), relay.route, false).await.unwrap(), 1);
    relay.settle().await;
    assert_eq!(relay.there.words(), ["Waits"]);
    let record = engine.store.record_after(0, 99).await.unwrap();
    let deeds: Vec<&str> = record.iter().map(|entry| entry.deed.as_str()).collect();
    assert_eq!(
        deeds,
        ["route.added", "brake.pulled", "route.paused", "brake.released", "route.resumed"],
        "each once"
    );
    assert!(engine.store.verify_record().await.unwrap().is_ok());
}

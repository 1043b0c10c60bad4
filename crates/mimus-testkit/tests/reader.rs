//! Accounts on X, read by Mimus from the emulator: what becomes of them is what becomes of the account, not of its handle.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::connector::BoxFuture;
use mimus_networks::x::{
    BearerToken, Behalf, Brings, CallError, Cursor, Endpoint, Grant, Meter, MeteredX, Spent, StreamTab,
    XClient, XReader,
};
use mimus_networks::{Failure, Next, Page, Read};
use mimus_testkit::emulator::{Emulator, Fault, FaultKind, NewPost, Options};

/// Grants everything, and notes what was granted and spent.
#[derive(Clone)]
struct Generous {
    emulator: Emulator,
    granted: Arc<Mutex<Vec<(Endpoint, Brings)>>>,
    spent: Arc<Mutex<Vec<u64>>>,
}

struct Given(Generous);

impl Meter for Generous {
    fn reserve(
        &self,
        endpoint: Endpoint,
        _: Behalf,
        brings: Brings,
    ) -> BoxFuture<'_, Result<Box<dyn Grant>, Failure>> {
        self.granted.lock().unwrap().push((endpoint, brings));
        Box::pin(async { Ok(Box::new(Given(self.clone())) as Box<dyn Grant>) })
    }

    fn open_tab(&self, _: Behalf, _: u32) -> BoxFuture<'_, Result<Box<dyn StreamTab>, Failure>> {
        Box::pin(async { Err(Failure::Unsupported { what: "the stream in these tests".into() }) })
    }

    fn now(&self) -> Timestamp {
        self.emulator.now()
    }
}

impl Grant for Given {
    fn settle<'a>(self: Box<Self>, spent: Spent<'a>) -> BoxFuture<'a, ()> {
        self.0.spent.lock().unwrap().extend(spent.posts);
        Box::pin(async {})
    }

    fn release<'a>(self: Box<Self>, _: &'a CallError) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

struct House {
    emulator: Emulator,
    meter: Generous,
    x: MeteredX,
}

impl House {
    async fn new() -> Self {
        let start = "2026-08-10T12:00:00Z".parse().ok();
        let emulator = Emulator::start_with(Options { start, ..Options::default() }).await.unwrap();
        let mut config = ClientConfig::new("mimus-test");
        config.allow_private_addresses = true;
        let http = HttpClient::new(config).unwrap();
        let token = BearerToken::new(emulator.bearer()).unwrap();
        let meter = Generous { emulator: emulator.clone(), granted: Arc::default(), spent: Arc::default() };
        let x = MeteredX::new(XClient::new(http, emulator.base_url(), token), Arc::new(meter.clone()));
        Self { emulator, meter, x }
    }

    async fn read(&self, place: &str, cursor: Option<&str>) -> Result<Page, Failure> {
        let mut reader = XReader::open(self.x.clone(), place, Behalf::Asked)?;
        reader.read(cursor, self.emulator.now()).await
    }

    fn post(&self, user: u64, text: &str) -> u64 {
        self.emulator.advance(Duration::from_secs(60));
        self.emulator.post(user, NewPost { text: text.into(), ..NewPost::default() })
    }
}

fn words(page: &Page) -> Vec<&str> {
    page.posts.iter().map(|post| post.text.as_str()).collect()
}

#[tokio::test]
async fn an_account_is_known_by_its_number_from_the_first_reading_on() {
    let house = House::new().await;
    let town = house.emulator.add_user("town", "The Town");
    house.post(town, "One");
    house.post(town, "Two");
    let first = house.read("town", None).await.unwrap();
    assert_eq!(words(&first), ["One", "Two"], "the oldest first");
    assert_eq!(first.profile.unwrap().handle.as_deref(), Some("town"));
    assert_eq!(first.moved_to, Some(format!("id/{town}")));
    assert_eq!(first.next, Next::Done);

    // It takes another name, and somebody else takes the old one.
    house.emulator.rename(town, "city");
    let other = house.emulator.add_user("town", "Somebody else");
    house.post(other, "Not ours");
    house.post(town, "Three");
    let place = format!("id/{town}");
    let next = house.read(&place, Some(&first.cursor)).await.unwrap();
    assert_eq!(words(&next), ["Three"]);
    assert_eq!(next.profile, None, "profiles are read a hundred at once");
    house.emulator.advance(Duration::from_secs(8 * 24 * 60 * 60));
    let later = house.read(&place, Some(&next.cursor)).await.unwrap();
    assert_eq!(later.profile, None);
    let mut due = Cursor::read(Some(&later.cursor)).unwrap();
    due.profile_due();
    let later = house.read(&place, due.write().ok().as_deref()).await.unwrap();
    assert_eq!(later.profile.unwrap().handle.as_deref(), Some("city"));
    assert!(later.posts.is_empty());
}

#[tokio::test]
async fn an_account_that_is_no_longer_open_ends_its_mirror_with_the_reason() {
    for (close, part) in [
        (Emulator::suspend as fn(&Emulator, u64), "suspended"),
        (Emulator::protect, "protected"),
        (Emulator::close, "no more"),
    ] {
        let house = House::new().await;
        let town = house.emulator.add_user("town", "The Town");
        house.post(town, "One");
        let first = house.read("town", None).await.unwrap();
        close(&house.emulator, town);
        let page = house.read(&format!("id/{town}"), Some(&first.cursor)).await.unwrap();
        assert!(matches!(&page.next, Next::Ended(why) if why.contains(part)), "{part}: {:?}", page.next);
    }
    let house = House::new().await;
    let Err(Failure::Rejected { why }) = house.read("nobody", None).await else { panic!() };
    assert!(why.contains("@nobody"), "{why}");
}

#[tokio::test]
async fn every_call_is_granted_for_what_it_may_bring_and_paid_for_what_it_brought() {
    let house = House::new().await;
    let (town, other) =
        (house.emulator.add_user("town", "The Town"), house.emulator.add_user("other", "Other"));
    let original = house.post(other, "The original words");
    let first = house.read("town", None).await.unwrap();
    house.emulator.post(town, NewPost { repost_of: Some(original), ..NewPost::default() });
    let page = house.read(&format!("id/{town}"), Some(&first.cursor)).await.unwrap();
    let repost = page.posts[0].repost_of.as_ref().unwrap();
    assert_eq!(repost.text.as_ref().unwrap().as_str(), "The original words");
    let granted = house.meter.granted.lock().unwrap().clone();
    assert_eq!(
        granted,
        [
            (Endpoint::UsersBy, Brings::Users(1)),
            (Endpoint::UserTweets, Brings::Posts(20)),
            (Endpoint::UserTweets, Brings::Posts(100)),
            (Endpoint::Tweets, Brings::Posts(1)),
        ]
    );
    let spent = house.meter.spent.lock().unwrap().len() as u64;
    assert_eq!((spent, house.emulator.bill().posts), (2, 2), "what is paid here is what X charges");
}

#[tokio::test]
async fn posts_do_not_wait_for_a_profile() {
    let house = House::new().await;
    let town = house.emulator.add_user("town", "The Town");
    house.post(town, "One");
    let first = house.read("town", None).await.unwrap();
    house.emulator.advance(Duration::from_secs(8 * 24 * 60 * 60));
    house.post(town, "Two");
    let kind = FaultKind::Status(429);
    house.emulator.set_faults(vec![Fault { endpoint: Endpoint::Users, kind, times: None }]);
    let place = format!("id/{town}");
    let mut due = Cursor::read(Some(&first.cursor)).unwrap();
    due.profile_due();
    let page = house.read(&place, due.write().ok().as_deref()).await.unwrap();
    assert_eq!((words(&page), &page.profile), (vec!["Two"], &None));
    house.emulator.clear_faults();
    let next = house.read(&place, Some(&page.cursor)).await.unwrap();
    assert!(next.profile.is_some(), "it is read with the next reading");
    house.emulator.advance(Duration::from_secs(8 * 24 * 60 * 60));
    house.emulator.suspend(town);
    let ended = house.read(&place, Some(&next.cursor)).await.unwrap();
    assert!(matches!(&ended.next, Next::Ended(why) if why.contains("suspended")), "{:?}", ended.next);
}

#[tokio::test]
async fn a_long_absence_is_read_in_pages_and_in_order() {
    let house = House::new().await;
    let town = house.emulator.add_user("town", "The Town");
    house.post(town, "Before");
    let first = house.read("town", None).await.unwrap();
    for n in 0..230 {
        house.post(town, &format!("Number {n}"));
    }
    let page = house.read(&format!("id/{town}"), Some(&first.cursor)).await.unwrap();
    let expected: Vec<String> = (0..230).map(|n| format!("Number {n}")).collect();
    assert_eq!(words(&page), expected);
    let again = house.read(&format!("id/{town}"), Some(&page.cursor)).await.unwrap();
    assert!(again.posts.is_empty());
}

#[tokio::test]
async fn what_x_refuses_is_told_by_what_to_do_next() {
    let house = House::new().await;
    house.emulator.add_user("town", "The Town");
    let fault = |status| {
        let kind = FaultKind::Status(status);
        house.emulator.set_faults(vec![Fault { endpoint: Endpoint::UsersBy, kind, times: None }]);
    };
    fault(429);
    assert!(matches!(house.read("town", None).await, Err(Failure::RateLimited { .. })));
    fault(401);
    assert!(matches!(house.read("town", None).await, Err(Failure::SignInAgain { .. })));
    fault(503);
    assert!(matches!(house.read("town", None).await, Err(Failure::Retry { .. })));
    fault(402);
    let Err(Failure::RateLimited { why, .. }) = house.read("town", None).await else { panic!() };
    assert!(why.contains("credits"), "{why}");
}

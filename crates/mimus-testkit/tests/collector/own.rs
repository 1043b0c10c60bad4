//! The owner of the app, read by his own token for less.

use std::time::Duration;

use mimus_engine::ledger::LedgerOptions;
use mimus_networks::x::plan::Way;
use mimus_store::{AccountState, MirrorState};
use mimus_testkit::emulator::{NewPost, Options};

use crate::house::{House, until, words};

const DAY: Duration = Duration::from_secs(86_400);

async fn owned() -> (House, u64, mimus_store::Mirror) {
    let options = Options { owner: Some("town".into()), ..Options::default() };
    let mut house = House::new(options, LedgerOptions::default()).await;
    let town = house.x.add_user("town", "The Town");
    house.x.post(town, words("First"));
    let mirror = house.add("town").await;
    house.connect("town", Some(town)).await;
    (house, town, mirror)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_the_app_is_read_for_less() {
    let (house, town, mirror) = owned().await;
    assert_eq!(house.engine.x_plan().await.unwrap().accounts[&town].way, Way::Own);
    let other = house.x.add_user("harbour", "The Harbour");
    let quoted = house.x.post(other, words("Quoted"));
    let before = house.x.bill();
    house.x.advance(Duration::from_secs(60));
    for text in ["Second", "Third"] {
        house.x.post(town, words(text));
    }
    house.x.post(town, NewPost { text: "Look".into(), quote: Some(quoted), ..NewPost::default() });
    let reading = house.read();
    until("the posts are here", async || {
        house.has(&mirror, "Second").await && house.has(&mirror, "Third").await
    })
    .await;
    until("the quote is", async || house.mirror(mirror.id).await.posts == 4).await;
    reading.stop().await;
    let bill = house.x.bill();
    assert_eq!(bill.owned_posts - before.owned_posts, 3);
    assert_eq!(bill.posts - before.posts, 1, "what is quoted is another's");
    assert_eq!(house.x.streams_open(), 0);
    assert_eq!(house.spent().await, house.billed());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_owner_may_see_is_not_mirrored() {
    let (house, town, mirror) = owned().await;
    house.x.protect(town);
    house.x.advance(Duration::from_secs(60));
    house.x.post(town, words("For friends"));
    let reading = house.read();
    until("the mirror ends", async || house.mirror(mirror.id).await.state == MirrorState::Ended).await;
    reading.stop().await;
    assert!(!house.has(&mirror, "For friends").await);
    assert_eq!(house.mirror(mirror.id).await.posts, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_his_token_he_is_read_as_all_are() {
    let (house, town, mirror) = owned().await;
    house.x.revoke_user("town");
    house.x.advance(DAY / 4);
    house.x.post(town, words("Second"));
    let before = house.x.bill();
    let reading = house.read();
    until("the post is here", async || house.has(&mirror, "Second").await).await;
    reading.stop().await;
    let bill = house.x.bill();
    assert_eq!((bill.owned_posts - before.owned_posts, bill.posts - before.posts), (0, 1));
    let account = house.engine.store.accounts().await.unwrap().remove(0);
    assert_eq!(account.state, AccountState::Broken);
    assert_ne!(house.engine.x_plan().await.unwrap().accounts[&town].way, Way::Own);
    assert_eq!(house.spent().await, house.billed());
}

//! Reading one's own posts: what is deleted is seen, within the time that X's terms give, and the Ledger counts as X does.

use std::time::Duration;

use mimus_networks::Read;
use mimus_networks::x::XOwnReader;
use mimus_testkit::emulator::{NewPost, Options};

use crate::house::{HANDLE, House};

/// Looks of a day, one a minute.
const DAY: u32 = 24 * 60;

#[tokio::test]
async fn what_is_deleted_among_the_newest_hundred_is_seen_within_a_day() {
    let house = House::with(Options { windows: false, ..Options::default() }, None).await;
    let me = house.x.connect_user(HANDLE).user;
    let (user, now) = (house.user(), house.x.now());
    let mut reader = XOwnReader::new(user, me, 0);
    let first = reader.read(None, now).await.unwrap();
    let mut cursor = first.cursor;
    let mut ids = Vec::new();
    for n in 0..90 {
        ids.push(house.x.post(me, NewPost { text: format!("News {n}"), ..NewPost::default() }));
    }
    let news = reader.read(Some(&cursor), now).await.unwrap();
    assert_eq!(news.posts.len(), 90);
    cursor = news.cursor;
    // One of the newest twenty, and one far back.
    let (young, old) = (ids[85], ids[5]);
    house.x.delete(young);
    house.x.delete(old);
    let mut seen = Vec::new();
    for look in 1..=DAY {
        house.x.advance(Duration::from_secs(60));
        let page = reader.read(Some(&cursor), now).await.unwrap();
        assert!(page.posts.iter().all(|post| post.text.as_str().starts_with("News")));
        seen.extend(page.gone.iter().map(|id| (id.as_str().to_owned(), look)));
        cursor = page.cursor;
    }
    let when = |id: u64| {
        seen.iter().filter(|(gone, _)| *gone == id.to_string()).map(|(_, look)| *look).collect::<Vec<_>>()
    };
    assert!(matches!(when(young)[..], [look] if look <= 10), "{seen:?}");
    assert!(matches!(when(old)[..], [look] if look <= DAY), "{seen:?}");
    assert_eq!(seen.len(), 2, "and nothing else: {seen:?}");
    house.assert_paid().await;
}

//! What is written is reserved before, paid after, and never more than the budget.

use std::time::Duration;

use bytes::Bytes;
use mimus_core::MediaKind;
use mimus_networks::x::{Endpoint, WriteKind};
use mimus_networks::{Failure, Publish, Upload};
use mimus_testkit::emulator::{FaultKind, NewPost, Options};

use crate::house::{HANDLE, House, answering, outgoing, part, remote, with_media};

const WINDOW: Duration = Duration::from_secs(15 * 60);

fn picture(alt: &str) -> Upload {
    let bytes = Bytes::from_static(&[0x89, b'P', b'N', b'G', 1, 2, 3]);
    Upload {
        kind: MediaKind::Image,
        media_type: "image/png",
        bytes,
        alt: Some(alt.into()),
        focal_point: None,
    }
}

#[tokio::test]
async fn the_ledger_and_the_bill_agree_to_the_last_cent() {
    for owner in [None, Some(HANDLE.to_owned())] {
        let owns = owner.is_some();
        let house = House::with(Options { owner, ..Options::default() }, None).await;
        let start = house.x.now();
        house.me.account().await.unwrap();
        let first = house.publish("plain").await.unwrap().remote_id;
        house.publish("with https://example.org/").await.unwrap();
        house.publish("see README.md").await.unwrap();
        let media = [
            house.me.upload(&picture("a quay")).await.unwrap(),
            house.me.upload(&picture("b")).await.unwrap(),
        ];
        house.me.publish(&with_media(&part("two pictures"), &media)).await.unwrap();
        house.me.publish(&answering(&part("thread"), &first)).await.unwrap();
        assert!(house.publish("plain").await.is_err(), "refused, and not paid");
        let other = house.x.add_user("bo", "Bo");
        let theirs = remote(house.x.post(other, NewPost { text: "Wind".into(), ..NewPost::default() }));
        house.me.repost(&theirs, true).await.unwrap();
        house.me.repost(&theirs, false).await.unwrap();
        house.me.delete(&first).await.unwrap();
        for _ in 0..2 {
            house.me.find(&outgoing(&part("two pictures")), start).await.unwrap();
        }
        let bill = house.x.bill();
        let writes = |kind| bill.writes.get(&kind).copied().unwrap_or_default();
        assert_eq!(WriteKind::ALL.map(writes), [3, 2, 0, 1, 2, 1, 1]);
        // An account and, of the posts that are still there, four: read twice, paid once.
        assert_eq!((bill.users, bill.posts, bill.owned_posts), if owns { (1, 0, 4) } else { (1, 4, 0) });
        let reads = if owns { 4 * 1_000 } else { 4 * 5_000 };
        let written = 3 * 15_000 + 2 * 200_000 + 10_000 + 2 * 5_000 + 15_000 + 10_000;
        assert_eq!(bill.micros, 10_000 + reads + written);
        house.assert_paid().await;
    }
}

#[tokio::test]
async fn what_the_budget_does_not_hold_is_not_sent() {
    let house = House::with(Options::default(), Some("0.21")).await;
    house.publish("plain").await.unwrap();
    let failure = house.publish("see https://example.org/").await.unwrap_err();
    assert!(matches!(failure, Failure::RateLimited { .. }), "{failure:?}");
    assert_eq!(house.x.bill().requests.get(&Endpoint::PostCreate), Some(&1), "X was not asked");
    for number in 0..13 {
        house.publish(&format!("plain {number}")).await.unwrap();
    }
    assert!(matches!(house.publish("no more").await, Err(Failure::RateLimited { .. })));
    house.assert_paid().await;
    assert_eq!(house.month().await, (210_000, 0));
}

#[tokio::test]
async fn what_may_be_written_is_counted_until_it_is_known() {
    for (fault, written) in
        [(FaultKind::ActAndHang, 1), (FaultKind::ActAndStatus(500), 1), (FaultKind::Hang, 0)]
    {
        let house = House::new().await;
        house.x.inject(Endpoint::PostCreate, fault, 1);
        assert!(matches!(house.publish("perhaps").await, Err(Failure::Unknown { .. })), "{fault:?}");
        assert_eq!(house.month().await, (0, 15_000), "{fault:?}: reserved, and kept");
        house.x.advance(Duration::from_secs(5 * 60 + 1));
        assert_eq!(house.ledger.expire().await.unwrap(), 1);
        assert_eq!(house.month().await, (15_000, 0), "{fault:?}: at its most");
        assert_eq!(house.x.bill().micros, written * 15_000, "{fault:?}");
    }
}

#[tokio::test]
async fn windows_are_kept_to_before_x_says_so() {
    let house = House::new().await;
    let mut number = 0;
    let mut until_refused = async |most: u32| {
        for sent in 0..most {
            number += 1;
            match house.publish(&format!("post {number}")).await {
                Ok(_) => {}
                Err(Failure::RateLimited { until, .. }) => return (sent, until),
                Err(failure) => panic!("{failure:?}"),
            }
        }
        panic!("nothing was refused");
    };
    for _ in 0..3 {
        let (sent, until) = until_refused(101).await;
        assert_eq!(sent, 100);
        assert!(until.duration_since(house.x.now()).unsigned_abs() <= WINDOW);
        house.x.advance(WINDOW + Duration::from_secs(1));
    }
    // 300 in three hours are all that X lets be posted.
    let (sent, until) = until_refused(101).await;
    assert_eq!(sent, 0);
    let wait = until.duration_since(house.x.now()).unsigned_abs();
    assert!(wait > Duration::from_secs(2 * 60 * 60), "{wait:?}");
    assert_eq!(house.x.bill().refused_429, 0, "X never had to");
    house.x.advance(wait + Duration::from_secs(1));
    house.publish("at last").await.unwrap();
    house.assert_paid().await;
}

/// A small generator of numbers that are the same in every run (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Whatever fails when, what is spent and reserved is never less than what X has charged, and more only by what nobody
/// knows of.
#[tokio::test]
async fn the_ledger_never_counts_less_than_x_charges() {
    let faults = [
        FaultKind::Cut,
        FaultKind::CutMidLine,
        FaultKind::ActAndStatus(500),
        FaultKind::Status(503),
        FaultKind::Status(429),
        FaultKind::Status(401),
        FaultKind::Status(403),
    ];
    for seed in 1..=3 {
        let (house, mut dice) = (House::new().await, Dice(seed));
        let (mut ids, mut unknown) = (Vec::new(), 0);
        for number in 0..80 {
            let (endpoint, price) = match dice.below(4) {
                0 if !ids.is_empty() => (Endpoint::PostDelete, 10_000),
                1 => (Endpoint::PostCreate, 200_000),
                _ => (Endpoint::PostCreate, 15_000),
            };
            if dice.below(2) == 0 {
                let fault = faults[usize::try_from(dice.below(faults.len() as u64)).unwrap()];
                house.x.inject(endpoint, fault, 1);
            }
            let link = if price == 200_000 { " https://example.org/" } else { "" };
            let failed = if endpoint == Endpoint::PostDelete {
                house.me.delete(&ids.pop().unwrap()).await.err()
            } else {
                let words = part(&format!("number {number}{link}"));
                match house.me.publish(&outgoing(&words)).await {
                    Ok(published) => {
                        ids.push(published.remote_id);
                        None
                    }
                    Err(failure) => Some(failure),
                }
            };
            unknown +=
                i64::from(matches!(failed, Some(Failure::Unknown { .. } | Failure::Retry { .. }))) * price;
            let (spent, reserved) = house.month().await;
            let charged = i64::try_from(house.x.bill().micros).unwrap();
            assert!(spent + reserved >= charged, "{seed}, {number}: {spent} + {reserved} < {charged}");
            assert_eq!(reserved, unknown, "{seed}, {number}: {failed:?}");
            // The windows are not what is tried here.
            if number % 40 == 39 {
                house.x.advance(WINDOW);
                house.ledger.expire().await.unwrap();
                unknown = 0;
            }
        }
        let (spent, reserved) = house.month().await;
        assert_eq!(reserved, 0);
        assert!(spent >= i64::try_from(house.x.bill().micros).unwrap() && house.x.bill().micros > 0);
    }
}

//! What is published is there, as it was meant.

use std::time::Duration;

use jiff::SignedDuration;
use mimus_core::render::DestinationLimits;
use mimus_core::{Network, Poll, PollOption};
use mimus_networks::{Failure, Outgoing, Publish, RejectReason};
use mimus_testkit::emulator::{NewPost, Options};

use crate::house::{HANDLE, House, answering, outgoing, part, remote};

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test]
async fn an_account_says_who_it_is_and_how_long_it_may_write() {
    let house = House::new().await;
    let account = house.me.account().await.unwrap();
    assert_eq!((account.handle.as_str(), account.profile.name.as_str()), (HANDLE, HANDLE));
    assert_eq!(house.me.network(), Network::X);
    let weighted = |limits| match limits {
        DestinationLimits::X(limits) => limits.weighted,
        other => panic!("{other:?}"),
    };
    assert_eq!(weighted(account.limits), 280);
    house.x.subscribe(HANDLE);
    assert_eq!(weighted(house.me.account().await.unwrap().limits), 25_000);
    house.assert_paid().await;
}

#[tokio::test]
async fn a_thread_answers_itself() {
    let house = House::new().await;
    house.me.account().await.unwrap();
    let first = house.publish("Nets & <tar> — the first part").await.unwrap();
    let second = part("and the second");
    let second = house.me.publish(&answering(&second, &first.remote_id)).await.unwrap();
    let posts = house.x.posts_of(HANDLE);
    assert_eq!(house.words(), ["Nets & <tar> — the first part", "and the second"]);
    assert_eq!(posts[1].1.reply_to, Some(posts[0].0));
    let url = second.url.unwrap();
    assert_eq!(url.as_str(), format!("https://x.com/{HANDLE}/status/{}", posts[1].0));
    house.assert_paid().await;
}

#[tokio::test]
async fn a_poll_is_open_as_long_as_it_may() {
    let house = House::new().await;
    let option = |label: &str| PollOption { label: label.into(), votes: 0 };
    let ends_at = |hours| house.x.now().checked_add(SignedDuration::from_hours(hours)).ok();
    for (hours, minutes) in [(2, 119..=120), (24 * 30, 10_080..=10_080), (0, 5..=5)] {
        let poll = Poll {
            options: vec![option("Cod"), option("Haddock")],
            multiple: false,
            ends_at: ends_at(hours),
            closed: false,
        };
        let asked = mimus_core::render::Part { poll: Some(poll), ..part(&format!("Which, in {hours} h?")) };
        house.me.publish(&outgoing(&asked)).await.unwrap();
        let there = house.x.posts_of(HANDLE).pop().unwrap().1.poll.unwrap();
        assert_eq!(there.options, ["Cod", "Haddock"]);
        assert!(minutes.contains(&there.minutes), "{hours} h: {}", there.minutes);
        let found = house.me.find(&outgoing(&asked), house.x.now()).await.unwrap();
        assert!(found.is_some(), "{hours} h");
    }
    house.assert_paid().await;
}

#[tokio::test]
async fn only_who_subscribes_writes_long_posts() {
    let house = House::new().await;
    let long = "a word ".repeat(60);
    let failure = house.publish(&long).await.unwrap_err();
    assert_eq!(failure.reject_reason(), Some(RejectReason::TooLong), "{failure}");
    house.x.subscribe(HANDLE);
    house.publish(&long).await.unwrap();
    let found = house.me.find(&outgoing(&part(&long)), house.x.now()).await.unwrap();
    assert!(found.is_some(), "a long post is found by all of its words");
    house.assert_paid().await;
}

#[tokio::test]
async fn only_who_was_spoken_of_may_answer() {
    let house = House::new().await;
    let other = house.x.add_user("bo_sails", "Bo");
    let say = |text: &str| house.x.post(other, NewPost { text: text.into(), ..NewPost::default() });
    let (to_all, to_me) = (say("Good morning"), say("What says @Harbour_News?"));
    let words = part("Good morning to you");
    let (to_all, to_me) = (remote(to_all), remote(to_me));
    let failure = house.me.publish(&answering(&words, &to_all)).await.unwrap_err();
    assert_eq!(failure.reject_reason(), Some(RejectReason::ReplyNotAllowed), "{failure}");
    assert!(failure.to_string().contains("Enterprise"), "{failure}");
    house.me.publish(&answering(&words, &to_me)).await.unwrap();
    let found = house.me.find(&answering(&words, &to_me), house.x.now()).await.unwrap();
    assert!(found.is_some(), "the name that X puts in front does not hide it");
    let nowhere = remote(17);
    let failure = house.me.publish(&answering(&words, &nowhere)).await.unwrap_err();
    assert_eq!(failure.reject_reason(), Some(RejectReason::TargetGone), "{failure}");
    // Whoever answers is not known to have been spoken of, so the Ledger counts half a cent more than X charges.
    let charged = i64::try_from(house.x.bill().micros).unwrap();
    assert_eq!(house.month().await, (charged + 5_000, 0));
}

#[tokio::test]
async fn where_self_replies_are_not_let_a_thread_is_told_apart() {
    let house = House::with(Options { self_replies: false, ..Options::default() }, None).await;
    let first = house.publish("one").await.unwrap();
    let two = part("two");
    let failure = house.me.publish(&answering(&two, &first.remote_id)).await.unwrap_err();
    assert_eq!(failure.reject_reason(), Some(RejectReason::ReplyNotAllowed), "{failure}");
}

#[tokio::test]
async fn a_post_that_x_does_not_see_yet_is_answered_a_moment_later() {
    let settling = Duration::from_secs(20);
    let house = House::with(Options { settling, ..Options::default() }, None).await;
    let first = house.publish("one").await.unwrap().remote_id;
    let two = part("two");
    let failure = house.me.publish(&answering(&two, &first)).await.unwrap_err();
    assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    house.x.advance(settling);
    house.me.publish(&answering(&two, &first)).await.unwrap();
    // What is not seen after minutes is gone.
    house.x.advance(Duration::from_secs(180));
    house.me.delete(&first).await.unwrap();
    let failure = house.me.publish(&answering(&part("three"), &first)).await.unwrap_err();
    assert_eq!(failure.reject_reason(), Some(RejectReason::TargetGone), "{failure}");
    house.assert_paid().await;
}

#[tokio::test]
async fn quotes_are_for_who_may() {
    for may in [false, true] {
        let house = House::with(Options { quotes: may, ..Options::default() }, None).await;
        let other = house.x.add_user("bo_sails", "Bo");
        let quoted = house.x.post(other, NewPost { text: "Wind 6".into(), ..NewPost::default() });
        let (quoted, words) = (remote(quoted), part("Worth a look"));
        let quote = Outgoing { quote: Some(&quoted), ..outgoing(&words) };
        let published = house.me.publish(&quote).await;
        if may {
            published.unwrap();
            assert!(house.me.find(&quote, house.x.now()).await.unwrap().is_some());
            let another = Outgoing { quote: Some(&remote(17)), ..outgoing(&words) };
            assert!(house.me.find(&another, house.x.now()).await.unwrap().is_none());
        } else {
            let failure = published.unwrap_err();
            assert_eq!(failure.reject_reason(), Some(RejectReason::QuoteNotAllowed), "{failure}");
        }
        house.assert_paid().await;
    }
}

#[tokio::test]
async fn a_post_is_changed_within_an_hour_by_who_subscribes() {
    let house = House::new().await;
    let id = house.publish("A tpyo").await.unwrap().remote_id;
    let better = part("A typo");
    let refused = house.me.edit(&id, &outgoing(&better)).await.unwrap_err();
    assert!(matches!(refused, Failure::Unsupported { .. }), "{refused}");
    house.x.subscribe(HANDLE);
    let edited = house.me.edit(&id, &outgoing(&better)).await.unwrap();
    assert_ne!(edited.remote_id, id, "a version has an id of its own");
    assert_eq!(house.words(), ["A typo"]);
    let calls = house.x.bill().requests;
    house.x.advance(HOUR + Duration::from_secs(60));
    let late = house.me.edit(&id, &outgoing(&part("Late"))).await.unwrap_err();
    assert!(matches!(late, Failure::Unsupported { .. }), "{late}");
    assert_eq!(house.x.bill().requests, calls, "nobody was asked in vain");
    house.assert_paid().await;
}

#[tokio::test]
async fn what_is_gone_is_deleted_and_what_is_repeated_is_repeated() {
    let house = House::new().await;
    let id = house.publish("For a day").await.unwrap().remote_id;
    house.me.delete(&id).await.unwrap();
    house.me.delete(&id).await.unwrap();
    assert_eq!(house.words(), [""; 0]);
    let other = house.x.add_user("bo_sails", "Bo");
    let post = house.x.post(other, NewPost { text: "Wind 6".into(), ..NewPost::default() });
    let theirs = remote(post);
    let failure = house.me.delete(&theirs).await.unwrap_err();
    assert!(failure.is_rejected(), "{failure}");
    for _ in 0..2 {
        house.me.repost(&theirs, true).await.unwrap();
        let own = house.x.posts_of(HANDLE);
        assert_eq!((own.len(), own[0].1.repost_of), (1, Some(post)));
    }
    for _ in 0..2 {
        house.me.repost(&theirs, false).await.unwrap();
        assert!(house.x.posts_of(HANDLE).is_empty());
    }
    house.assert_paid().await;
}

#[tokio::test]
async fn only_what_is_meant_is_found() {
    let house = House::new().await;
    let start = house.x.now();
    let words = "Prices: https://example.org/prices?day=mon&x=1 and http://b.example/ #Harbour & more";
    let here = part(words);
    assert!(house.me.find(&outgoing(&here), start).await.unwrap().is_none());
    house.publish("Prices: another").await.unwrap();
    let id = house.publish(words).await.unwrap().remote_id;
    let found = house.me.find(&outgoing(&here), start).await.unwrap().unwrap();
    assert_eq!(found.remote_id, id);
    assert!(house.me.find(&answering(&here, &id), start).await.unwrap().is_none(), "it answers nothing");
    house.x.advance(Duration::from_secs(120));
    assert!(house.me.find(&outgoing(&here), house.x.now()).await.unwrap().is_none(), "it is older");
    for number in 0..30 {
        house.publish(&format!("number {number}")).await.unwrap();
    }
    let found = house.me.find(&outgoing(&here), start).await.unwrap().unwrap();
    assert_eq!(found.remote_id, id, "on the second page");
    house.assert_paid().await;
}

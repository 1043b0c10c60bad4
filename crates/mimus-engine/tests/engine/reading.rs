//! Sources are read, paused, moved and ended.

use jiff::SignedDuration;
use mimus_engine::mirrors::{MirrorError, Refresh};
use mimus_engine::poller;
use mimus_store::{ActivityKind, MirrorState};

use crate::house::{House, keeper, on_both, until};

on_both!(
    news_is_pushed_and_what_was_missed_is_not,
    a_source_is_mirrored_once_and_its_name_is_free,
    a_failing_source_is_put_off_and_a_gone_one_ended,
    the_poller_reads_what_is_due,
    a_post_that_was_wrongly_taken_for_removed_comes_back,
);

async fn news_is_pushed_and_what_was_missed_is_not(house: House) {
    let feed = house.site.url("/feed");
    house.site.feed("/feed", &[(1, "One".into()), (2, "Two".into())]);
    let (mirror, reading) = house.add(&format!("feed:{feed}")).await;
    assert_eq!((reading.seen, reading.added), (2, 2));
    house.site.feed("/feed", &[(1, "One".into()), (2, "Two, corrected".into()), (3, "Three".into())]);
    let reading = house.refresh(&mirror).await;
    assert_eq!((reading.added, reading.changed, reading.unchanged), (1, 1, 1));
    let kinds = async || {
        let log = house.engine.store.activities(mirror.id, 0, 99).await.unwrap();
        log.iter().map(|a| a.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds().await, [ActivityKind::Update, ActivityKind::Publish], "old posts were not pushed");

    assert!(house.engine.pause_mirror(&keeper(), &mirror.handle).await.unwrap());
    assert!(!house.engine.pause_mirror(&keeper(), &mirror.handle).await.unwrap());
    house.site.feed("/feed", &[(3, "Three".into()), (4, "Four".into()), (5, "Five".into())]);
    assert!(house.engine.resume_mirror(&keeper(), &mirror.handle).await.unwrap());
    assert_eq!(house.refresh(&mirror).await.added, 2);
    assert_eq!(kinds().await.len(), 2, "what was written during the pause is not pushed");
    house.site.feed("/feed", &[(4, "Four".into()), (5, "Five".into()), (6, "Six".into())]);
    house.refresh(&mirror).await;
    assert_eq!(kinds().await.len(), 3, "and what comes after is");
}

async fn a_source_is_mirrored_once_and_its_name_is_free(house: House) {
    house.site.feed("/feed", &[(1, "One".into())]);
    house.site.feed("/other", &[(1, "One".into())]);
    let (mirror, _) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    assert_eq!(mirror.handle.as_str(), "news");
    let again = house.try_add(&format!("feed:{}", house.site.url("/feed"))).await.unwrap_err();
    assert!(matches!(again, MirrorError::AlreadyMirrored { .. }), "{again}");
    let (second, _) = house.add(&format!("feed:{}", house.site.url("/other"))).await;
    assert_eq!(second.handle.as_str(), "news_2");
    let missing = house.try_add(&format!("feed:{}", house.site.url("/nothing"))).await.unwrap_err();
    assert!(missing.to_string().contains("answers 404"), "{missing}");
    assert!(
        house
            .try_add("archive:/nowhere/at-all.zip")
            .await
            .unwrap_err()
            .to_string()
            .contains("/nowhere/at-all.zip")
    );
    assert!(house.try_add("x:someone").await.is_err());
    assert_eq!(
        house.engine.store.mirrors(None, 10).await.unwrap().len(),
        2,
        "a source that cannot be read makes no mirror"
    );
}

async fn a_failing_source_is_put_off_and_a_gone_one_ended(house: House) {
    house.site.feed("/feed", &[(1, "One".into())]);
    let (mirror, _) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    house.site.says("/feed", vec![(500, vec![]), (502, vec![]), (410, vec![])]);
    let mut waits = Vec::new();
    for _ in 0..2 {
        assert!(
            house
                .engine
                .refresh_mirror(&keeper(), &mirror.handle, Refresh::default(), &mut |_, _| {})
                .await
                .is_err()
        );
        let source = house.engine.store.source(mirror.id).await.unwrap().unwrap();
        waits.push(source.next_read_at.unwrap().duration_since(house.engine.clock.now()));
    }
    assert_eq!(waits, [SignedDuration::from_mins(5), SignedDuration::from_mins(10)]);
    let ended = house.refresh(&mirror).await;
    assert!(ended.ended.is_some());
    let mirror = house.engine.mirror(&mirror.handle).await.unwrap();
    assert_eq!((mirror.state, mirror.posts), (MirrorState::Ended, 1), "what is here stays");
    assert_eq!(house.engine.store.next_source_due().await.unwrap(), None);
}

async fn the_poller_reads_what_is_due(house: House) {
    house.site.feed("/feed", &[(1, "One".into())]);
    let (mirror, _) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    house.site.feed("/feed", &[(1, "One".into()), (2, "Two".into())]);
    let polling = tokio::spawn(poller::run(house.engine.clone()));
    house.pass(SignedDuration::from_hours(25));
    let engine = &house.engine;
    until("the new post", async || engine.mirror(&mirror.handle).await.unwrap().posts == 2).await;
    house.engine.wake.stop();
    polling.await.unwrap();
}

async fn a_post_that_was_wrongly_taken_for_removed_comes_back(house: House) {
    let item = |n: u32| (n, format!("Number {n}"));
    let all: Vec<_> = (1..=5).map(item).collect();
    let without: Vec<_> = [1, 2, 3, 5].map(item).to_vec();
    house.site.feed("/feed", &all);
    let (mirror, _) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    let store = &house.engine.store;
    let shown = async || {
        let posts = store.timeline(mirror.id, None, 10).await.unwrap().posts;
        posts.iter().map(|p| (p.id, p.post.text.as_str().to_owned())).collect::<Vec<_>>()
    };
    let before = shown().await;
    house.site.feed("/feed", &without);
    house.refresh(&mirror).await;
    assert_eq!(house.refresh(&mirror).await.removed, 1, "missing twice in a row");
    assert_eq!(shown().await.len(), 4);
    house.site.feed("/feed", &all);
    let reading = house.refresh(&mirror).await;
    assert_eq!((reading.added, reading.unchanged), (1, 4));
    let after = shown().await;
    let words =
        |posts: &[(mimus_core::PostId, String)]| posts.iter().map(|p| p.1.clone()).collect::<Vec<_>>();
    assert_eq!(words(&after), words(&before), "the page is as it was");
    let (old, new) = (before[1].0, after[1].0);
    assert_ne!(old, new);
    let log = store.activities(mirror.id, 0, 9).await.unwrap();
    let log: Vec<_> = log.iter().map(|a| (a.kind, a.post)).collect();
    assert_eq!(log, [(ActivityKind::Delete, Some(old)), (ActivityKind::Publish, Some(new))]);
    assert!(store.post(old).await.unwrap().unwrap().deleted_at.is_some(), "the old address stays gone");
    let again = house.refresh(&mirror).await;
    assert_eq!((again.added, again.removed, again.unchanged), (0, 0, 5));
}

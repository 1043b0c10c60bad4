//! Media: kept once, late ones made good, old ones let go.

use image::{ImageBuffer, ImageFormat, Rgb};
use jiff::SignedDuration;
use mimus_engine::janitor;
use mimus_store::{ActivityKind, FileState};

use crate::house::{House, on_both};

on_both!(pictures_are_kept_once_by_what_they_are, a_late_picture_is_made_good, over_the_budget_the_oldest_go);

fn png(shade: u8) -> Vec<u8> {
    let picture = ImageBuffer::from_fn(32, 24, |x, _| Rgb([shade, x.to_le_bytes()[0], 90_u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn with_picture(house: &House, path: &str) -> String {
    format!("Look <img src='{}' alt='Stripes'>", house.site.url(path))
}

async fn pictures_are_kept_once_by_what_they_are(house: House) {
    house.site.says("/a.jpg", vec![(200, png(1))]);
    house.site.says("/same.png", vec![(200, png(1))]);
    house.site.says(
        "/lie.png",
        vec![(200, b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec())],
    );
    let items = [
        (1, with_picture(&house, "/a.jpg")),
        (2, with_picture(&house, "/same.png")),
        (3, with_picture(&house, "/lie.png")),
    ];
    house.site.feed("/feed", &items);
    let (mirror, reading) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    assert_eq!(reading.media, (2, 1));
    let page = house.engine.store.timeline(mirror.id, None, 10).await.unwrap();
    let files: Vec<_> = page.posts.iter().map(|p| &p.media[0].file).collect();
    assert_eq!(files[0].state, FileState::Failed, "a picture is what its bytes are");
    assert_eq!((files[1].name(), files[1].size), (files[2].name(), Some((32, 24))));
    assert_eq!(files[2].mime.as_deref(), Some("image/png"), "whatever it is called");
    assert!(files[2].blurhash.as_ref().unwrap().len() > 10);
    let path = house.engine.media.file(&files[1].name().unwrap()).unwrap();
    assert_eq!(std::fs::read(path).unwrap(), png(1));
    assert_eq!(house.engine.store.media_bytes().await.unwrap(), png(1).len() as u64, "kept once");
}

async fn a_late_picture_is_made_good(house: House) {
    house.site.feed("/feed", &[(1, "One".into())]);
    let (mirror, _) = house.add(&format!("feed:{}", house.site.url("/feed"))).await;
    house.site.says("/late.png", vec![(503, vec![]), (200, png(2))]);
    house.site.feed("/feed", &[(1, "One".into()), (2, with_picture(&house, "/late.png"))]);
    let reading = house.refresh(&mirror).await;
    assert_eq!((reading.added, reading.media), (1, (0, 1)), "the post does not wait");
    assert!(!janitor::fetch_late_media(&house.engine).await.unwrap());
    house.pass(SignedDuration::from_mins(2));
    janitor::fetch_late_media(&house.engine).await.unwrap();
    let log = house.engine.store.activities(mirror.id, 0, 9).await.unwrap();
    assert_eq!(log.iter().map(|a| a.kind).collect::<Vec<_>>(), [ActivityKind::Publish, ActivityKind::Update]);
    let post = house.engine.store.post(log[1].post.unwrap()).await.unwrap().unwrap();
    assert_eq!(post.media[0].file.state, FileState::Stored);
}

async fn over_the_budget_the_oldest_go(mut house: House) {
    for (n, path) in ["/1.png", "/2.png", "/3.png"].into_iter().enumerate() {
        house.site.says(path, vec![(200, png(10 + n.to_le_bytes()[0]))]);
        house.site.feed(
            "/feed",
            &(1..=3).take(n + 1).map(|m| (m, with_picture(&house, &format!("/{m}.png")))).collect::<Vec<_>>(),
        );
        if n == 0 {
            house.add(&format!("feed:{}", house.site.url("/feed"))).await;
        } else {
            let mirror = house.engine.store.mirrors(None, 1).await.unwrap().remove(0);
            house.refresh(&mirror).await;
        }
        house.pass(SignedDuration::from_hours(1));
    }
    let before = house.engine.store.media_bytes().await.unwrap();
    house.engine.limits.media_budget = before - 1;
    janitor::tidy(&house.engine).await.unwrap();
    let mirror = house.engine.store.mirrors(None, 1).await.unwrap().remove(0);
    let posts = house.engine.store.timeline(mirror.id, None, 9).await.unwrap().posts;
    let states: Vec<_> = posts.iter().rev().map(|p| p.media[0].file.state).collect();
    assert_eq!(states, [FileState::Evicted, FileState::Stored, FileState::Stored]);
    let gone = house.engine.media.file(&posts[2].media[0].file.name().unwrap()).unwrap();
    assert!(!gone.exists());
    let log = house.engine.store.activities(mirror.id, 0, 99).await.unwrap().len();
    let hash = posts[2].media[0].file.sha256.clone().unwrap();
    house.engine.limits.media_budget = before;
    assert!(house.engine.store.want_again(&hash, house.engine.clock.now()).await.unwrap());
    assert!(!house.engine.store.want_again(&"0".repeat(64), house.engine.clock.now()).await.unwrap());
    janitor::fetch_late_media(&house.engine).await.unwrap();
    assert!(gone.exists(), "it is here again for whoever asks");
    let after = house.engine.store.activities(mirror.id, 0, 99).await.unwrap().len();
    assert_eq!(after, log, "and that is no news");
}

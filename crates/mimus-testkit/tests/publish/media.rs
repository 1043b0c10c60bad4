//! Media arrive whole, with their alt texts, and are used when X has processed them.

use bytes::Bytes;
use mimus_core::MediaKind;
use mimus_networks::x::Endpoint;
use mimus_networks::{Failure, Publish, Upload};
use mimus_testkit::emulator::{FaultKind, Options};

use crate::house::{HANDLE, House, outgoing, part, with_media};

fn upload(kind: MediaKind, media_type: &'static str, bytes: Vec<u8>, alt: Option<&str>) -> Upload {
    let bytes = Bytes::from(bytes);
    Upload { kind, media_type, bytes, alt: alt.map(str::to_owned), focal_point: None }
}

fn jpeg(alt: Option<&str>) -> Upload {
    upload(MediaKind::Image, "image/jpeg", vec![0xFF, 0xD8, 0xFF, b'\r', b'\n', b'-', b'-'], alt)
}

#[tokio::test]
async fn four_pictures_have_their_alt_texts() {
    let house = House::new().await;
    let mut media = Vec::new();
    for number in 0..4 {
        let alt = format!("quay number {number}");
        media.push(
            house.me.upload(&jpeg(Some(&alt).filter(|_| number != 2).map(String::as_str))).await.unwrap(),
        );
    }
    let words = part("Four");
    house.me.publish(&with_media(&words, &media)).await.unwrap();
    let post = house.x.posts_of(HANDLE).pop().unwrap().1;
    let alts: Vec<Option<String>> = post.photos.into_iter().map(|(_, alt)| alt).collect();
    let told = |number: u32| Some(format!("quay number {number}"));
    assert_eq!(alts, [told(0), told(1), None, told(3)]);
    assert_eq!(house.x.uploads_of(HANDLE)[0].bytes, [0xFF, 0xD8, 0xFF, b'\r', b'\n', b'-', b'-']);
    let found = house.me.find(&with_media(&words, &media), house.x.now()).await.unwrap();
    assert!(found.is_some());
    let by_words = house.me.find(&outgoing(&words), house.x.now()).await.unwrap();
    assert_eq!(by_words, found, "who looks may know the words alone");
    assert!(house.me.find(&with_media(&words, &media[..1]), house.x.now()).await.unwrap().is_none());
    house.assert_paid().await;
}

#[tokio::test]
async fn a_film_goes_in_parts_and_is_waited_for() {
    let house = House::new().await;
    let bytes: Vec<u8> = (0..9_000_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let film = upload(MediaKind::Video, "video/mp4", bytes.clone(), Some("A boat leaves"));
    let medium = house.me.upload(&film).await.unwrap();
    let there = house.x.uploads_of(HANDLE).pop().unwrap();
    assert_eq!((there.category.as_str(), there.pieces), ("tweet_video", 3));
    assert!(there.bytes == bytes, "the bytes differ");
    assert_eq!(there.alt.as_deref(), Some("A boat leaves"));
    assert_eq!(house.x.bill().requests.get(&Endpoint::MediaStatus), Some(&3));
    house.me.publish(&with_media(&part("Film"), std::slice::from_ref(&medium))).await.unwrap();
    let picture = house.me.upload(&jpeg(None)).await.unwrap();
    let failure = house.me.publish(&with_media(&part("Both"), &[medium, picture])).await.unwrap_err();
    assert!(failure.is_rejected(), "a film stands alone: {failure}");
    house.assert_paid().await;
}

#[tokio::test]
async fn a_moving_gif_is_sent_as_one() {
    let house = House::new().await;
    let frame = [0x21, 0xF9, 0x04, 0, 0, 0, 0, 0];
    let gif = [b"GIF89a".as_slice(), &frame, &frame].concat();
    house.me.upload(&upload(MediaKind::Image, "image/gif", gif, None)).await.unwrap();
    assert_eq!(house.x.uploads_of(HANDLE)[0].category, "tweet_gif");
}

#[tokio::test]
async fn what_x_cannot_use_is_said() {
    let house =
        House::with(Options { processing: vec!["pending", "failed"], ..Options::default() }, None).await;
    let film = upload(MediaKind::Video, "video/mp4", vec![7; 100], None);
    let failure = house.me.upload(&film).await.unwrap_err();
    assert!(failure.to_string().contains("Unsupported video format"), "{failure}");
    let calls = house.x.bill().requests;
    let large = upload(MediaKind::Image, "image/png", vec![0; (5 << 20) + 1], None);
    let failure = house.me.upload(&large).await.unwrap_err();
    assert!(failure.is_rejected(), "{failure}");
    let sound = upload(MediaKind::Audio, "audio/mpeg", vec![1], None);
    let failure = house.me.upload(&sound).await.unwrap_err();
    assert!(matches!(failure, Failure::Unsupported { .. }), "{failure}");
    assert_eq!(house.x.bill().requests, calls, "X was not asked");
}

#[tokio::test]
async fn an_upload_that_breaks_may_be_made_again() {
    let house = House::new().await;
    house.x.inject(Endpoint::MediaUpload, FaultKind::Cut, 1);
    let failure = house.me.upload(&jpeg(None)).await.unwrap_err();
    assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    house.me.upload(&jpeg(None)).await.unwrap();
    house.assert_paid().await;
}

//! Media that a destination does not take as they are: made to fit, or linked.

use axum::http::Method;
use image::{DynamicImage, ImageFormat, RgbImage};
use mimus_store::PublicationState;
use mimus_testkit::emulator::Options;
use mimus_testkit::mastodon::{Fault, FaultKind, NewMedia, NewStatus};

use crate::newsroom::{Newsroom, toot, until};

/// Pixels that compress badly: some 3 bytes each.
pub(crate) fn large_picture(side: u32) -> Vec<u8> {
    let mut state = 0x2545_F491_u32;
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(side, side, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [r, g, b, _] = state.to_le_bytes();
        image::Rgb([r, g, b])
    }));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(crate) fn with(words: &str, content_type: &str, bytes: Vec<u8>) -> NewStatus {
    let description = Some(format!("What {words} shows"));
    let media = NewMedia { content_type: content_type.into(), bytes, description, focus: None };
    NewStatus { media: vec![media], ..toot(words) }
}

#[tokio::test(flavor = "multi_thread")]
async fn media_are_made_to_fit_x_or_linked() {
    let options = Options { processing: vec!["pending", "failed"], windows: false, ..Options::default() };
    let room = Newsroom::open_with(options).await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    room.route(&here, &there, &[]);
    let server = room.serve();
    room.begun(&here).await;
    let picture = large_picture(1_400);
    assert!(picture.len() > 5_000_000, "{}", picture.len());
    room.mastodon.post("house", with("A large picture", "image/png", picture));
    let film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom and what no film is".to_vec();
    room.mastodon.post("house", with("A film", "video/mp4", film));
    room.mastodon.post("house", with("A sheet", "image/png", b"%PDF-1.7".to_vec()));
    until("all are published", async || room.in_state(PublicationState::Published).await == 3).await;
    let uploads = room.x.uploads_of("house");
    assert_eq!(uploads[0].alt.as_deref(), Some("What A large picture shows"));
    assert!(uploads[0].bytes.len() < 5_000_000, "{}", uploads[0].bytes.len());
    assert_eq!(image::guess_format(&uploads[0].bytes).unwrap(), ImageFormat::Jpeg);
    let posts = room.x.posts_of("house");
    let of = |words: &str| &posts.iter().find(|(_, post)| post.text.starts_with(words)).unwrap().1;
    assert_eq!(
        (of("A large picture").text.as_str(), of("A large picture").photos.len()),
        ("A large picture", 1)
    );
    for words in ["A film", "A sheet"] {
        let post = of(words);
        assert!(post.photos.is_empty() && post.text.contains("house/"), "{post:?}");
    }
    let told = room.run(&["publication", "list", "--json"], "");
    for reason in [
        "medium 1 was refused: X could not process the medium: Unsupported video format: the original is linked",
        "medium 1 is of no type that is carried: the original is linked",
    ] {
        assert!(told.contains(reason), "{told}");
    }
    server.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_medium_that_is_never_worked_out_holds_up_its_post_and_no_other() {
    let room = Newsroom::open().await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_mastodon("copy"));
    room.route(&here, &there, &[]);
    let server = room.serve();
    room.begun(&here).await;
    room.mastodon
        .inject(Fault { times: 1, ..Fault::once(FaultKind::MediaNeverReady, Method::POST, "/api/v2/media") });
    room.mastodon.post("house", with("A slow picture", "image/png", large_picture(8)));
    until("the picture is waited for", async || {
        room.run(&["publication", "list", "--json"], "").contains("has not worked a medium out")
    })
    .await;
    room.mastodon.post("house", toot("Other words"));
    let words =
        || room.mastodon.statuses_of("copy").into_iter().map(|status| status.text).collect::<Vec<_>>();
    until("the other words are there", async || words() == ["Other words"]).await;
    until("the picture is there", async || words().len() == 2).await;
    let copies = room.mastodon.statuses_of("copy");
    let copy = copies.iter().find(|status| status.text == "A slow picture").unwrap();
    assert_eq!(copy.media.len(), 1);
    assert_eq!(copy.media[0].description.as_deref(), Some("What A slow picture shows"));
    assert_eq!(room.mastodon.statuses_of("house").len(), 2, "none came back");
    server.kill();
}

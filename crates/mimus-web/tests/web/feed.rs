//! Feeds of mirrors.

use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{Media, MediaKind, MediaSource, SpanKind, WebUrl};

use crate::place::{Place, hash, post, profile};

#[tokio::test]
async fn a_mirror_can_be_read_as_a_feed() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark & Co")).await;
    place.store_file("https://source.example/a.png", "image/png", &hash(1), b"png").await;
    let mut full = post(1, "");
    let mut words = RichTextBuilder::default();
    words.push_str("Fish & chips \u{1}\u{FFFE}]]> ");
    words.push_span("#Food", SpanKind::Hashtag { name: "Food".into() });
    full.text = words.build();
    let source = MediaSource::Url(WebUrl::parse("https://source.example/a.png").unwrap());
    full.media = vec![Media::new(MediaKind::Image, source).with_alt("A \"plate\"")];
    let ids = place.record(mirror, vec![full, post(2, "Later")]).await;
    let feed = place.get("/@lark.rss").await;
    assert_eq!(feed.status, 200);
    assert_eq!(feed.header("content-type"), "application/rss+xml; charset=utf-8");
    feed.has("<title>Lark &#38; Co</title>");
    feed.has(
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://mimus.example/@lark.rss\"/>",
    );
    feed.has(&format!("<guid isPermaLink=\"true\">https://mimus.example/@lark/{}</guid>", ids[0]));
    feed.has("<pubDate>Sat, 09 Nov 2024 12:15:00 +0000</pubDate>");
    feed.has("<category>Food</category>");
    feed.has(&format!(
        "<enclosure url=\"https://mimus.example/media/{}.png\" type=\"image/png\" length=\"3\"/>",
        hash(1)
    ));
    feed.has("https://mimus.example/@lark/tagged/Food");
    feed.has_not("\u{1}");
    feed.has_not("\u{FFFE}");
    feed.has_not("]]>");
    let tag = feed.header("etag").to_owned();
    assert_eq!(place.ask("GET", "/@lark.rss", &[("If-None-Match", &tag)]).await.status, 304);
    assert_eq!(place.get("/@nobody.rss").await.status, 404);
}

#[tokio::test]
async fn a_mirror_whose_name_ends_like_a_feed_keeps_its_page() {
    let place = Place::start().await;
    place.mirror("lark", &profile("Lark")).await;
    place.mirror("lark.rss", &profile("Lark's feed")).await;
    assert!(place.get("/@lark.rss").await.header("content-type").starts_with("text/html"));
    assert!(place.get("/@lark.rss.rss").await.header("content-type").starts_with("application/rss+xml"));
}

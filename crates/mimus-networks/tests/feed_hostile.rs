//! Feeds that are made to hurt their reader, and feeds that are only wrong.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mimus_core::{MediaKind, Post};
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::feed::{FeedReader, MAX_ENTRIES};
use mimus_networks::{Failure, Page, Read};
use proptest::prelude::*;

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

async fn read_place(place: &str, cursor: Option<&str>) -> Result<Page, Failure> {
    let http = HttpClient::new(ClientConfig::new("Mimus-test/1")).unwrap();
    FeedReader::open(http, place)?.read(cursor, now()).await
}

async fn read(document: &[u8]) -> Result<Page, Failure> {
    read_after(document, None).await
}

async fn read_after(document: &[u8], cursor: Option<&str>) -> Result<Page, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed");
    std::fs::write(&path, document).unwrap();
    read_place(path.to_str().unwrap(), cursor).await
}

fn rss(items: &str) -> String {
    format!(
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title><link>https://t.example/</link>\
         <description>d</description>{items}</channel></rss>"
    )
}

async fn only(document: &str) -> Post {
    let mut page = read(document.as_bytes()).await.unwrap();
    assert_eq!(page.posts.len(), 1, "{document:.200}");
    page.posts.remove(0)
}

/// Longest time that any document may take here, slow machines counted in.
const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn nesting_is_no_way_to_overflow() {
    for name in ["media:content", "media:group", "itunes:category text='a'", "description", "a"] {
        let end = name.split(' ').next().unwrap();
        let nested = format!("{}{}", format!("<{name}>").repeat(60_000), format!("</{end}>").repeat(60_000));
        for document in [rss(&format!("<item><title>x</title>{nested}</item>")), rss(&nested)] {
            read(document.as_bytes()).await.unwrap();
        }
    }
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(matches!(read(json.as_bytes()).await, Ok(_) | Err(Failure::Rejected { .. })));
}

#[tokio::test]
async fn what_trips_the_parser_up_is_kept_from_it() {
    let long = "9".repeat(400);
    for inner in [
        format!("<itunes:duration>{long}</itunes:duration>"),
        format!("<itunes:duration>{long}:00:00</itunes:duration>"),
        format!(
            "<media:content url='https://a.example/1.jpg'><media:thumbnail time='{long}' url='https://a.example/t.jpg'/></media:content>"
        ),
        "<dc:creator>joe@x.example（Joe）</dc:creator>".to_owned(),
        "<author>日joe@x.example</author>".to_owned(),
        "<?xml version='1.0' encoding='utf-16'?>".to_owned(),
        "<media:description type='odd'/>".to_owned(),
    ] {
        assert_eq!(
            only(&rss(&format!("<item><title>x</title>{inner}</item>"))).await.title.as_deref(),
            Some("x")
        );
    }
}

#[tokio::test]
async fn large_documents_take_bounded_time_and_give_a_bounded_number_of_posts() {
    let filled = |unit: &str| unit.repeat((10 << 20) / unit.len() - 100);
    let base = format!(
        "<rss version='2.0' xml:base='http://x.example/{}'><channel>{}</channel></rss>",
        "a".repeat(2_000_000),
        "<item/>".repeat(300_000)
    );
    let named: String = (0..40_000).map(|n| format!(" xmlns:n{n}='u'")).collect();
    let json = |unit: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"T\",\"items\":[{}{{}}]}}",
            filled(unit)
        )
    };
    for (what, document) in [
        ("a long base", base),
        ("tiny items", rss(&filled("<item/>"))),
        ("small items", rss(&filled("<item><title>a</title></item>"))),
        ("tiny elements", rss(&filled("<a/>"))),
        ("open elements", rss(&filled("<a>"))),
        ("categories", rss(&format!("<item><title>a</title>{}</item>", filled("<category>a</category>")))),
        ("references", rss(&format!("<item><title>{}</title></item>", filled("&amp;")))),
        ("signs", rss(&format!("<item><title>a</title><description>{}</description></item>", filled("<")))),
        ("many names", format!("<rss{named}><channel>{}</channel></rss>", "<n1:a/>".repeat(300_000))),
        ("attributes", format!("<rss {}><channel/></rss>", filled("a='' "))),
        ("an attribute", format!("<rss a='{}", filled("a"))),
        ("JSON items", json("{},")),
        ("JSON titles", json("{\"title\":\"a\"},")),
    ] {
        let begun = Instant::now();
        match read(document.as_bytes()).await {
            Ok(page) => {
                assert!(page.posts.len() <= MAX_ENTRIES, "{what}");
                assert!(page.cursor.len() <= 48 << 10, "{what}: {} bytes", page.cursor.len());
            }
            Err(failure) => assert!(matches!(failure, Failure::Rejected { .. }), "{what}: {failure}"),
        }
        assert!(begun.elapsed() < LONG, "{what} took {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn only_regular_files_are_read() {
    for place in ["/dev/zero", "/dev", "/dev/stdin"] {
        match read_place(place, None).await {
            Err(Failure::Rejected { why }) => assert!(why.contains(place), "{why}"),
            Err(Failure::Retry { .. }) if place == "/dev/stdin" => {}
            other => panic!("{place}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_cursor_has_at_most_48_kib() {
    let page = |from: u32| {
        let item = |n: u32| {
            format!(
                "<item><guid>https://t.example/{n}</guid><link>https://t.example/{n}</link><title>Entry {n}</title><pubDate>02 Nov 2026 {:02}:{:02}:{:02} GMT</pubDate></item>",
                n / 3_600,
                n / 60 % 60,
                n % 60
            )
        };
        rss(&(from..from + 2_500).rev().map(item).collect::<String>())
    };
    let first = read(page(0).as_bytes()).await.unwrap();
    assert_eq!((first.posts.len(), first.skipped.len()), (MAX_ENTRIES, 2_500 - MAX_ENTRIES));
    assert!(first.cursor.len() <= 48 << 10, "{} bytes", first.cursor.len());
    let second = read_after(page(500).as_bytes(), Some(&first.cursor)).await.unwrap();
    assert!(second.cursor.len() <= 48 << 10 && second.gone.is_empty());
    let known: Vec<_> = first.posts.iter().map(|post| post.origin.remote_id.clone()).collect();
    let new = second.posts.iter().filter(|post| !known.contains(&post.origin.remote_id)).count();
    assert_eq!(new, 500, "those that were remembered are the newest");
}

#[tokio::test]
async fn one_wrong_mark_does_not_cost_the_feed() {
    let titled = |title: &str| rss(&format!("<item><title>{title}</title></item>")).into_bytes();
    let mut latin = titled("caf");
    let at = latin.windows(3).rposition(|w| w == b"caf").unwrap() + 3;
    latin.splice(at..at, *b"\xe9 \x93q\x94");
    let plain = |version: &str| {
        format!("<rss{version}><channel><title>T</title><item><title>a</title></item></channel></rss>")
            .into_bytes()
    };
    for (document, title) in [
        (titled("AT&T rocks"), "AT&T rocks"),
        (titled("1 < 2"), "1 < 2"),
        (titled("caf&eacute;&nbsp;x&#0;"), "café x"),
        (latin, "café “q”"),
        ([b"<?xml version='1.0' encoding='utf-16'?>".as_slice(), &titled("é")].concat(), "é"),
        ([b"Notice: line 1 \n<?xml version='1.0'?>".as_slice(), &titled("a")].concat(), "a"),
        (rss("<item><title>a</title><media:description/><media:content url='https://a.example/1.jpg'><media:title/></media:content></item>").into_bytes(), "a"),
        (plain(""), "a"),
        (plain(" version='0.93'"), "a"),
        (plain(" version='2.0.1'"), "a"),
        (br#"{"version":"https://jsonfeed.org/version/1","title":null,"items":[{"id":1,"title":"a","tags":[1],"authors":7}]}"#.to_vec(), "a"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title type='odd'>T</title><entry><id>1</id><title>a</title><content type='image/png'/></entry></feed>".to_vec(), "a"),
    ] {
        let page = read(&document).await.unwrap_or_else(|e| panic!("{}: {e}", String::from_utf8_lossy(&document)));
        assert_eq!(page.posts.len(), 1, "{}", String::from_utf8_lossy(&document));
        assert_eq!(page.posts[0].title.as_deref(), Some(title));
    }
}

#[tokio::test]
async fn old_vocabularies_are_read() {
    let rdf = |namespace: &str, item: &str| {
        format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='{namespace}'><channel><title>T</title></channel>{item}</rdf:RDF>"
        )
    };
    let item = "<item><title>a</title><link>https://a.example/1</link></item>";
    for document in [
        rdf("http://my.netscape.com/rdf/simple/0.9/", item),
        rdf("http://purl.org/rss/1.0/", "<item rdf:about='https://a.example/1'><title>a</title></item>"),
    ] {
        let post = only(&document).await;
        assert_eq!(
            (post.title.as_deref(), post.origin.url.unwrap().as_str()),
            (Some("a"), "https://a.example/1")
        );
    }
    let page = read(
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><tagline>Words of it</tagline><entry><id>1</id>\
          <title mode='escaped' type='text/html'>a &amp;amp; b</title><link rel='alternate' href='https://a.example/1'/>\
          <issued>2026-11-02T10:00:00Z</issued><modified>2026-11-03T10:00:00Z</modified>\
          <content type='application/xhtml+xml' mode='xml'><div xmlns='http://www.w3.org/1999/xhtml'>One<br/><b>two</b> &lt;3</div></content></entry></feed>",
    )
    .await
    .unwrap();
    assert_eq!(page.profile.unwrap().bio.as_str(), "Words of it");
    let post = &page.posts[0];
    assert_eq!(post.title.as_deref(), Some("a & b"));
    assert_eq!(post.created_at.to_string(), "2026-11-02T10:00:00Z");
    assert_eq!(post.edited_at.unwrap().to_string(), "2026-11-03T10:00:00Z");
    assert!(post.text.as_str().starts_with("One\ntwo <3"), "{}", post.text.as_str());
}

fn media(post: &Post) -> Vec<(MediaKind, &str, &str)> {
    post.media.iter().map(|m| (m.kind, m.source.as_str(), m.alt_text().unwrap_or_default())).collect()
}

#[tokio::test]
async fn every_medium_has_its_own_description() {
    let picture = |n: u8, alt: &str| {
        format!(
            "<media:content url='https://a.example/{n}.jpg' type='image/jpeg'><media:description>{alt}</media:description></media:content>"
        )
    };
    let gallery = only(&rss(&format!(
        "<item><title>x</title>{}{}{}</item>",
        picture(1, "One"),
        picture(2, "Two"),
        picture(3, "")
    )))
    .await;
    assert_eq!(
        media(&gallery),
        [
            (MediaKind::Image, "https://a.example/1.jpg", "One"),
            (MediaKind::Image, "https://a.example/2.jpg", "Two"),
            (MediaKind::Image, "https://a.example/3.jpg", ""),
        ]
    );
    let podcast = only(&rss(
        "<item><title>Ep 1</title><description>Words</description><enclosure url='https://a.example/e.mp3' type='audio/mpeg'/>\
         <itunes:summary>Whole summary</itunes:summary><itunes:image href='https://a.example/e.jpg'/></item>",
    ))
    .await;
    assert_eq!(media(&podcast), [(MediaKind::Audio, "https://a.example/e.mp3", "")]);
    assert_eq!(podcast.media[0].preview.as_ref().unwrap().as_str(), "https://a.example/e.jpg");
    let forms = only(&rss(
        "<item><title>x</title><media:group><media:content url='https://a.example/s.mp4' type='video/mp4' width='320' height='180'/>\
         <media:content url='https://a.example/l.mp4' type='video/mp4' width='1280' height='720'/>\
         <media:content url='https://a.example/l.webm' type='video/webm' width='1920' height='1080'/>\
         <media:description>A film</media:description></media:group></item>",
    ))
    .await;
    assert_eq!(media(&forms), [(MediaKind::Video, "https://a.example/l.mp4", "A film")]);
}

#[tokio::test]
async fn entries_read_as_they_were_meant() {
    let page = read(rss("<item><title>third</title></item><item><title>second</title></item><item><title>first</title></item>").as_bytes()).await.unwrap();
    let titles: Vec<_> = page.posts.iter().filter_map(|post| post.title.as_deref()).collect();
    assert_eq!(titles, ["first", "second", "third"], "undated entries stand newest first");
    let post = only(&rss("<item><comments>https://a.example/c</comments><title>x</title></item>")).await;
    assert_eq!(post.origin.url, None, "comments are another page");
    let post = only(&rss(
        "<item><title>Use &lt;T&gt;</title><category>हिन्दी</category><category>C++</category></item>",
    ))
    .await;
    assert_eq!((post.title.as_deref(), post.text.as_str()), (Some("Use <T>"), "#हिन्दी"));
    let post = only(&rss(
        "<item><title>Long read</title><link>https://t.example/long</link><description><![CDATA[<p>Some words</p>\n<p>The post <a \
         href=\"https://t.example/long\">Long read</a> appeared first on <a href=\"https://t.example\">T</a>.</p>]]></description></item>",
    ))
    .await;
    assert_eq!(post.text.as_str(), "Some words\n\nhttps://t.example/long");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Our own well-formed feeds with pieces of them cut out, doubled, moved and overwritten.
    #[test]
    fn no_bytes_break_the_reader(
        which in 0_usize..5,
        changes in prop::collection::vec((0_usize..5_000, 0_usize..400, 0_usize..5_000, 0_u8..4, any::<u8>()), 0..12),
    ) {
        let name = ["blog.rss", "notes.atom", "stream.json", "old.rss", "nitter.rss"][which];
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feed");
        let mut bytes = std::fs::read(folder.join(name)).unwrap();
        for (at, len, to, how, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at % bytes.len();
            let piece = at..(at + len).min(bytes.len());
            let to = to % bytes.len();
            match how {
                0 => { bytes.drain(piece); }
                1 => { let piece = bytes[piece].repeat(20); bytes.splice(to..to, piece); }
                2 => bytes[at] = byte,
                _ => { let piece = bytes[piece].to_vec(); bytes.splice(to..to, piece); }
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let begun = Instant::now();
        match runtime.block_on(read(&bytes)) {
            Ok(page) => {
                prop_assert!(page.cursor.len() <= 48 << 10 && page.posts.len() <= MAX_ENTRIES);
                prop_assert!(page.posts.iter().all(|post| !post.is_empty() && post.media.len() <= 16));
            }
            Err(Failure::Rejected { why }) => prop_assert!(!why.contains("reader failed"), "{}", why),
            Err(Failure::Retry { .. }) if name == "nitter.rss" => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
        prop_assert!(begun.elapsed() < LONG);
    }
}

#[tokio::test]
async fn an_entry_says_its_own_language() {
    for (entry, content, expected) in [
        ("", " xml:lang='de'", "de"),
        (" xml:lang='pt-BR'", "", "pt-BR"),
        (" xml:lang='fr'", " xml:lang='de'", "de"),
        ("", "", "en"),
        (" xml:lang='en&amp;\"&lt;'", "", "en"),
    ] {
        let post = only(&format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>T</title><entry{entry}><id>a:1</id>\
             <title>t</title><content type='html'{content}>Words of it</content></entry></feed>"
        ))
        .await;
        assert_eq!(post.language.map(|language| language.to_string()).as_deref(), Some(expected));
    }
}

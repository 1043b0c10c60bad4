use proptest::prelude::*;

use super::*;
use crate::MediaKind;

fn link(url: &str) -> SpanKind {
    SpanKind::Link { url: WebUrl::parse(url).expect("a test's own URL") }
}

fn html(rich: &RichText) -> String {
    rich.to_html(&HtmlOptions { hashtag: &|name| Some(format!("/tags/{name}")), shorten_links: true })
}

#[test]
fn spans_must_be_in_order_within_the_text_and_on_characters() {
    let span = |start, end| Span { start, end, kind: link("https://example.org/") };
    assert!(RichText::from_parts("héllo".into(), vec![span(0, 1), span(1, 3)]).is_ok());
    assert!(RichText::from_parts("héllo".into(), vec![span(0, 2)]).is_err(), "cuts é");
    assert!(RichText::from_parts("hello".into(), vec![span(3, 3)]).is_err(), "empty");
    assert!(RichText::from_parts("hello".into(), vec![span(3, 9)]).is_err(), "past the end");
    assert!(RichText::from_parts("hello".into(), vec![span(2, 4), span(3, 5)]).is_err(), "overlap");
    assert!(
        serde_json::from_str::<RichText>(
            r#"{"text":"a","spans":[{"start":0,"end":9,"is":"hashtag","name":"a"}]}"#
        )
        .is_err()
    );
}

#[test]
fn html_has_paragraphs_breaks_and_mastodons_classes() {
    let mut b = RichTextBuilder::default();
    b.push_str("One & <two>\nthree\n\nfour ");
    b.push_span("#Größe", SpanKind::Hashtag { name: "Größe".into() });
    b.push_str(" ");
    b.push_span(
        "@ana",
        SpanKind::Mention {
            network: Network::Mastodon,
            handle: "ana@example.org".into(),
            url: WebUrl::parse("https://example.org/@ana").ok(),
        },
    );
    insta::assert_snapshot!(html(&b.build()), @r##"<p>One &amp; &lt;two&gt;<br>three</p><p>four <a href="/tags/Größe" class="mention hashtag" rel="tag">#<span>Größe</span></a> <span class="h-card" translate="no"><a href="https://example.org/@ana" class="u-url mention" title="@ana@example.org">@<span>ana</span></a></span></p>"##);
}

#[test]
fn long_addresses_are_shortened_by_class_only() {
    let mut b = RichTextBuilder::default();
    let url = "https://www.example.org/a/very/long/path/that/goes/on";
    b.push_span(url, link(url));
    insta::assert_snapshot!(html(&b.build()), @r#"<p><a href="https://www.example.org/a/very/long/path/that/goes/on" rel="nofollow noopener" target="_blank"><span class="invisible">https://www.</span><span class="ellipsis">example.org/a/very/long/path/t</span><span class="invisible">hat/goes/on</span></a></p>"#);
}

#[test]
fn control_characters_make_no_empty_paragraphs_and_no_empty_links() {
    assert_eq!(html(&RichText::plain("\u{1}\u{85}")), "");
    assert_eq!(html(&RichText::plain("a\n\u{1}\n\nb\r\nc\n\n\u{85}")), "<p>a</p><p>b<br>c</p>");
    let mut b = RichTextBuilder::default();
    let url = "https://example.org/\u{85}";
    b.push_span(url, link("https://example.org/"));
    b.push_span("\u{7f}", link("https://example.org/none"));
    let made = html(&b.build());
    assert_eq!((made.matches("<a ").count(), made.matches("class=\"invisible\"").count()), (1, 2), "{made}");
}

#[test]
fn names_in_html_are_read_without_control_characters() {
    let read = "<a class=mention href='https://m.example/@bo'>\u{85}@b\u{1}o</a> <a class=hashtag href='/t'>\u{7f}#x\u{9f}</a>&#13;y";
    let rich = parse_html(read, WebUrl::parse("https://m.example/").ok().as_ref(), Network::Mastodon).text;
    assert_eq!(rich.as_str(), "@bo #x y");
    assert!(matches!(&rich.spans()[0].kind, SpanKind::Mention { handle, .. } if handle == "bo@m.example"));
    assert_eq!(rich.hashtags(), ["x"]);
}

#[test]
fn addresses_and_hashtags_are_found_in_any_script() {
    let found = |text: &str| {
        let rich = detect(&RichText::plain(text), Detect { links: true, hashtags: true });
        rich.spans().iter().map(|s| text[s.range()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        found("see https://en.wikipedia.org/wiki/Foo_(bar)."),
        ["https://en.wikipedia.org/wiki/Foo_(bar)"]
    );
    assert_eq!(found("(https://example.org/a)"), ["https://example.org/a"]);
    assert_eq!(found("#Wiki #ウィキ #हिन्दी #2024 a#b &#39; #_x"), ["#Wiki", "#ウィキ", "#हिन्दी", "#_x"]);
    assert_eq!(found("ahttps://x.org https://"), Vec::<String>::new());
}

#[test]
fn html_from_outside_becomes_words_and_spans() {
    let base = WebUrl::parse("https://example.org/post").ok();
    let read = |html: &str| parse_html(html, base.as_ref(), Network::Mastodon);
    assert_eq!(read("<p>a  b\n c</p><p>d<br>e</p>").text.as_str(), "a b c\n\nd\ne");
    assert_eq!(
        read("<ul><li>a</li><li>b</li></ul><ol><li>c<li>d</ol>").text.as_str(),
        "- a\n- b\n\n1. c\n2. d"
    );
    assert_eq!(read("x<blockquote><p>q</p><p>r</p></blockquote>y").text.as_str(), "x\n\n> q\n>\n> r\n\ny");
    assert_eq!(
        read("<script>alert('<p>')</script><style>p{}</style>ok&amp;<b>bold</b>").text.as_str(),
        "ok&bold"
    );
    assert_eq!(read("a<span style='display: none'>b<span>c</span></span>d").text.as_str(), "ad");
    let rich = read("go <a href='/there'>there now</a>, <a href=\"javascript:alert(1)\">no</a>").text;
    assert_eq!(rich.as_str(), "go there now, no");
    assert_eq!(rich.spans().len(), 1);
    assert_eq!(rich.spans()[0].kind, link("https://example.org/there"));
    let tagged = read("<a href='https://m.example/tags/x' class='mention hashtag' rel='tag'>#<span>X</span></a> <span class='h-card'><a href='https://m.example/@bo' class='u-url mention'>@<span>bo</span></a></span>").text;
    assert_eq!(tagged.hashtags(), ["X"]);
    assert!(matches!(&tagged.spans()[1].kind, SpanKind::Mention { handle, .. } if handle == "bo@m.example"));
    let pictures = read("<img src=a.png alt=' A cat '><img src='/b.gif' width=1 height=1><video muted loop poster=p.jpg><source src=v.mp4></video>").media;
    assert_eq!(pictures.len(), 2);
    assert_eq!((pictures[0].url.as_str(), pictures[0].alt.as_str()), ("https://example.org/a.png", "A cat"));
    assert_eq!((pictures[1].kind, pictures[1].url.as_str()), (MediaKind::Gifv, "https://example.org/v.mp4"));
}

#[test]
fn a_cut_keeps_words_and_spans_whole() {
    let mut b = RichTextBuilder::default();
    b.push_str("one two three ");
    b.push_span("https://example.org/long", link("https://example.org/long"));
    let rich = b.build();
    let (cut, was_cut) = rich.truncated(20);
    assert!(was_cut);
    assert_eq!(cut.as_str(), "one two three…");
    assert_eq!(rich.truncated(500), (rich.clone(), false));
    let (family, _) = RichText::plain("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦").truncated(2);
    assert_eq!(family.as_str(), "👨‍👩‍👧‍👦…");
}

fn any_rich() -> impl Strategy<Value = RichText> {
    prop::collection::vec((".{0,12}", any::<bool>()), 0..8).prop_map(|pieces| {
        let mut b = RichTextBuilder::default();
        for (words, is_link) in pieces {
            if is_link {
                b.push_span(&words, link("https://example.org/x"));
            } else {
                b.push_str(&words);
            }
        }
        b.build()
    })
}

proptest! {
    #[test]
    fn every_operation_leaves_a_valid_text(rich in any_rich(), a in 0_usize..80, b in 0_usize..80, limit in 0_usize..40) {
        for made in [rich.slice(a.min(b)..a.max(b)), rich.trimmed(), rich.truncated(limit).0,
                     detect(&rich, Detect { links: true, hashtags: true })] {
            prop_assert!(RichText::from_parts(made.as_str().to_owned(), made.spans().to_vec()).is_ok());
        }
        let (cut, _) = rich.truncated(limit.max(1));
        prop_assert!(cut.as_str().graphemes(true).count() <= limit.max(1) + 1);
    }

    #[test]
    fn html_never_holds_markup_from_the_words(words in "[<>&\"'a-z\n ]{0,60}") {
        let made = html(&RichText::plain(words));
        let stripped = made.replace("<p>", "").replace("</p>", "").replace("<br>", "");
        prop_assert!(!stripped.contains(['<', '>', '"', '\'']), "{}", made);
    }

    #[test]
    fn reading_html_never_fails(html in "(?s).{0,400}", tags in "(<[a-z]{1,6}( [a-z]{1,5}=[\"']?[^ ]{0,8})*/?>|</[a-z]{1,6}>|[a-z&; ]{0,4}){0,40}") {
        for source in [html, tags] {
            let read = parse_html(&source, None, Network::Feed);
            prop_assert!(RichText::from_parts(read.text.as_str().to_owned(), read.text.spans().to_vec()).is_ok());
        }
    }

    #[test]
    fn what_is_rendered_reads_back_as_the_same_words(words in "[a-zé #&<>]{1,30}(\n[a-z]{1,9}){0,3}(\n\n[a-z]{1,9}){0,3}") {
        let rich = RichText::plain(words.split('\n').map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n"));
        let back = parse_html(&html(&rich), None, Network::Mastodon).text;
        let squeezed = |t: &str| { let mut t = t.trim().to_owned(); while t.contains("\n\n\n") { t = t.replace("\n\n\n", "\n\n"); } t };
        prop_assert_eq!(squeezed(back.as_str()), squeezed(rich.as_str()));
    }
}

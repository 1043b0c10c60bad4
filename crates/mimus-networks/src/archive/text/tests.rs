use mimus_core::{RichText, SpanKind};
use proptest::prelude::*;

use super::*;
use crate::x::TweetId;
use crate::x::words::{Quotation, repost_prefix, unescape};

fn entities(json: &serde_json::Value) -> Entities {
    serde_json::from_value(json.clone()).expect("a test's own entities")
}

/// The code points of the first `needle` in the escaped words.
fn at(escaped: &str, needle: &str) -> serde_json::Value {
    let byte = escaped.find(needle).expect("a test's own needle");
    let start = escaped[..byte].chars().count();
    serde_json::json!([start.to_string(), (start + needle.chars().count()).to_string()])
}

fn spans(words: &Words) -> Vec<(String, String)> {
    words
        .text
        .pieces()
        .filter_map(|(text, kind)| {
            let what = match kind? {
                SpanKind::Link { url } => url.to_string(),
                SpanKind::Mention { handle, .. } => format!("mention {handle}"),
                SpanKind::Hashtag { name } => format!("hashtag {name}"),
                SpanKind::Cashtag { symbol } => format!("cashtag {symbol}"),
                SpanKind::Emoji { shortcode, .. } => format!("emoji {shortcode}"),
            };
            Some((text.to_owned(), what))
        })
        .collect()
}

#[test]
fn offsets_are_code_points_of_the_escaped_words() {
    let escaped = "👩‍👩‍👧 &amp; 𝕏 &lt;b&gt; مرحبا @wiki 日本語 #ウィキ https://t.co/abc $WIKI 終";
    let found = entities(&serde_json::json!({
        "urls": [{"url": "https://t.co/abc", "expanded_url": "https://example.org/ü?a=1&b=2", "indices": at(escaped, "https://t.co/abc")}],
        "user_mentions": [{"screen_name": "wiki", "indices": at(escaped, "@wiki")}],
        "hashtags": [{"text": "ウィキ", "indices": at(escaped, "#ウィキ")}],
        "symbols": [{"text": "WIKI", "indices": at(escaped, "$WIKI")}],
    }));
    let words = read(escaped, Some(&found), &[], &Reading::default());
    assert_eq!(
        words.text.as_str(),
        "👩‍👩‍👧 & 𝕏 <b> مرحبا @wiki 日本語 #ウィキ https://example.org/ü?a=1&b=2 $WIKI 終"
    );
    let wanted = [
        ("@wiki", "mention wiki"),
        ("#ウィキ", "hashtag ウィキ"),
        ("https://example.org/ü?a=1&b=2", "https://example.org/%C3%BC?a=1&b=2"),
        ("$WIKI", "cashtag WIKI"),
    ];
    assert_eq!(spans(&words), wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn what_was_escaped_twice_is_unescaped_once() {
    assert_eq!(
        unescape("&amp;lt; &amp;amp; &lt;3 &quot;a&#39;s&quot; &copy; & a&\u{0}\r\nb"),
        "&lt; &amp; <3 \"a's\" &copy; & a&\nb"
    );
}

#[test]
fn no_tco_stays_where_an_entity_is() {
    // Offsets that fit nothing, the same link twice and listed once, and another scheme.
    let escaped = "one https://t.co/abc, two https://t.co/abc three http://t.co/abc not https://t.co/abcd";
    for indices in
        [serde_json::json!(["0", "3"]), serde_json::json!(["9000", "9023"]), serde_json::json!(null)]
    {
        let found = entities(&serde_json::json!({"urls": [
            {"url": "https://t.co/abc", "expanded_url": "https://example.org/a", "indices": indices},
        ]}));
        let words = read(escaped, Some(&found), &[], &Reading::default());
        assert_eq!(
            words.text.as_str(),
            "one https://example.org/a, two https://example.org/a three https://example.org/a not https://t.co/abcd"
        );
        assert_eq!(words.text.spans().len(), 4);
    }
}

#[test]
fn a_bare_domain_reads_as_it_was_typed() {
    let read_link = |expanded: &str, display: &str| {
        let found = entities(&serde_json::json!({"urls": [
            {"url": "https://t.co/a", "expanded_url": expanded, "display_url": display, "indices": ["0", "14"]},
        ]}));
        read("https://t.co/a", Some(&found), &[], &Reading::default()).text.as_str().to_owned()
    };
    assert_eq!(read_link("http://example.org", "example.org"), "example.org");
    assert_eq!(read_link("http://example.org/", "example.org"), "example.org");
    assert_eq!(read_link("https://example.org", "example.org"), "https://example.org");
    assert_eq!(read_link("http://example.org/a/b", "example.org/a/b"), "http://example.org/a/b");
    assert_eq!(read_link("javascript:alert(1)", "x"), "javascript:alert(1)");
}

#[test]
fn only_a_trailing_link_to_another_post_is_a_quote() {
    let own = Reading {
        id: Some(TweetId(7)),
        quotation: Quotation::Any,
        drop_media_links: true,
        ..Reading::default()
    };
    let link = |expanded: &str, words: &str| {
        let found =
            entities(&serde_json::json!({"urls": [{"url": "https://t.co/q", "expanded_url": expanded}]}));
        let mut medium = MediaEntity::default();
        medium.url = Some("https://t.co/m".into());
        let media = [medium];
        let words = read(words, Some(&found), &media, &own);
        (words.text.as_str().to_owned(), words.quote.map(|q| q.id.0))
    };
    let status = "https://twitter.com/ana/status/5?s=20";
    assert_eq!(link(status, "Look! https://t.co/q"), ("Look!".into(), Some(5)));
    assert_eq!(link(status, "Look! https://t.co/q https://t.co/m"), ("Look!".into(), Some(5)));
    assert_eq!(link(status, "Look! https://t.co/m https://t.co/q"), ("Look!".into(), Some(5)));
    assert_eq!(link(status, "https://t.co/q"), (String::new(), Some(5)));
    assert_eq!(link(status, "https://t.co/q says it"), (format!("{status} says it"), None));
    let itself = "https://x.com/i/web/status/7";
    assert_eq!(link(itself, "cut… https://t.co/q"), (format!("cut… {itself}"), None));
    assert_eq!(
        link("https://example.org/ana/status/5", "a https://t.co/q").1,
        None,
        "another site's address is only a link"
    );
}

#[test]
fn the_front_loses_only_what_says_whom_it_answers() {
    let escaped = "@me @ana so be it @me";
    let found = entities(&serde_json::json!({"user_mentions": [
        {"screen_name": "Me", "indices": ["0", "3"]},
        {"screen_name": "ana", "indices": ["4", "8"]},
        {"screen_name": "me", "indices": ["18", "21"]},
    ]}));
    let shown = |reading: &Reading<'_>| read(escaped, Some(&found), &[], reading).text.as_str().to_owned();
    assert_eq!(shown(&Reading::default()), escaped);
    assert_eq!(shown(&Reading { answers_self: Some("ME"), ..Reading::default() }), "@ana so be it @me");
    assert_eq!(shown(&Reading { answers_self: Some("ana"), ..Reading::default() }), escaped);
    assert_eq!(shown(&Reading { shown_from: 9, ..Reading::default() }), "so be it @me");
    assert_eq!(shown(&Reading { shown_from: 12, ..Reading::default() }), escaped, "words are never hidden");
}

#[test]
fn a_repost_begins_with_rt_and_a_name() {
    assert_eq!(repost_prefix("RT @ana: hello"), Some(("ana", 9)));
    for other in ["RT @ana hello", "so RT @ana: hello", "RT: hello", "RT @näh: hello", "rt @ana: hello"] {
        assert_eq!(repost_prefix(other), None, "{other}");
    }
    let cut = |words: &str| {
        read(words, None, &[], &Reading { cut: true, ..Reading::default() }).text.as_str().to_owned()
    };
    assert_eq!(cut("see https://t.co/NC…"), "see …");
    assert_eq!(cut("https://t.co/NC…"), "…");
    assert_eq!(cut("see http://t.c ..."), "see ...");
    assert_eq!(cut("see https…"), "see https…");
    assert_eq!(cut("it goes on and o…"), "it goes on and o…");
}

fn any_entities() -> impl Strategy<Value = serde_json::Value> {
    let index = prop_oneof![
        (0_u64..80).prop_map(|n| serde_json::json!(n.to_string())),
        (0_u64..80).prop_map(|n| serde_json::json!(n)),
        any::<i64>().prop_map(|n| serde_json::json!(n)),
        Just(serde_json::json!(null)),
    ];
    let indices = prop::collection::vec(index, 0..4);
    let one = (indices, "[a-z@#]{0,6}", prop::option::of("https://(t.co|x.com/a/status)/[0-9a]{1,3}"))
        .prop_map(|(indices, name, url)| {
            serde_json::json!({
                "indices": indices, "url": url.clone().unwrap_or(name.clone()), "expanded_url": url,
                "screen_name": name, "text": name, "display_url": name,
            })
        });
    let list = || prop::collection::vec(one.clone(), 0..5);
    (list(), list(), list(), list(), list()).prop_map(|(urls, mentions, hashtags, symbols, media)| {
        serde_json::json!({
            "urls": urls, "user_mentions": mentions, "hashtags": hashtags, "symbols": symbols, "media": media,
        })
    })
}

proptest! {
    #[test]
    fn any_words_and_offsets_make_a_valid_text(
        pieces in prop::collection::vec(
            prop_oneof![".{0,6}", "&(amp|lt|gt|am|#39|);?", "@[a-z]{1,5}", "#[a-zé日]{1,4}", "https://t.co/[0-9a]{1,3}", "[ \n…😀]{1,3}"],
            0..12,
        ),
        json in any_entities(),
        from in 0_usize..60,
        shown_from in 0_usize..60,
        flags in any::<[bool; 3]>(),
    ) {
        let escaped = pieces.concat();
        let found = entities(&json);
        let reading = Reading {
            id: Some(TweetId(1)),
            from,
            shown_from,
            answers_self: Some("a"),
            quotation: if flags[0] { Quotation::Any } else { Quotation::None },
            drop_media_links: flags[1],
            cut: flags[2],
        };
        let words = read(&escaped, Some(&found), &found.media, &reading);
        prop_assert!(RichText::from_parts(words.text.as_str().to_owned(), words.text.spans().to_vec()).is_ok());
        prop_assert!(!words.text.as_str().contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')));
    }

    #[test]
    fn entities_in_their_places_are_all_found(
        words in prop::collection::vec("[a-z&<>é日😀]{1,6}", 1..8),
        kinds in prop::collection::vec(0_u8..4, 1..8),
    ) {
        // Words, each followed by an entity; what comes out must be the same words and as many spans.
        let mut escaped = String::new();
        let mut plain = String::new();
        let mut lists = [const { Vec::new() }; 3];
        for (at, (word, kind)) in words.iter().zip(&kinds).enumerate() {
            let word_escaped = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let target = format!("https://example.org/{at}");
            let (entity, shown) = match kind {
                0 => (format!("https://t.co/c{at}"), target.clone()),
                1 => (format!("@name{at}"), format!("@name{at}")),
                2 => (format!("#tag{at}é"), format!("#tag{at}é")),
                _ => (String::new(), String::new()),
            };
            escaped.push_str(&word_escaped);
            escaped.push(' ');
            let start = escaped.chars().count();
            escaped.push_str(&entity);
            let indices = [start, escaped.chars().count()];
            escaped.push(' ');
            plain.push_str(&format!("{word} {shown} "));
            if let Some(list) = lists.get_mut(usize::from(*kind)) {
                list.push(serde_json::json!({
                    "indices": indices, "url": entity, "expanded_url": target,
                    "screen_name": format!("name{at}"), "text": format!("tag{at}é"),
                }));
            }
        }
        let [urls, mentions, hashtags] = lists;
        let count = urls.len() + mentions.len() + hashtags.len();
        let found = entities(&serde_json::json!({"urls": urls, "user_mentions": mentions, "hashtags": hashtags}));
        let read = read(&escaped, Some(&found), &[], &Reading::default());
        prop_assert_eq!(read.text.as_str(), plain.trim());
        prop_assert_eq!(read.text.spans().len(), count);
    }
}

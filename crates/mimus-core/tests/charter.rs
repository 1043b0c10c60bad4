//! What a charter's rules find in posts, and what they leave alone.

#![allow(clippy::unwrap_used)]

use mimus_core::charter::{Charter, Field, Rule, Rules, Topic, Verdict, Weight};
use mimus_core::rich_text::{Detect, RichTextBuilder, detect};
use mimus_core::{
    AltText, Language, Media, MediaKind, MediaSource, Network, Origin, Post, RemoteId, RichText, SpanKind,
    WebUrl,
};

fn post(words: &str) -> Post {
    let origin = Origin { network: Network::Mastodon, remote_id: RemoteId::new("1").unwrap(), url: None };
    let mut post = Post::new(origin, "2026-01-02T03:04:05Z".parse().unwrap());
    post.text = detect(&RichText::plain(words), Detect { links: true, hashtags: true });
    post.language = Some(Language::new("en").unwrap());
    post
}

/// Every rule blocks.
fn strict() -> Charter {
    let topic = |warning: &str, words: &[&str]| Topic {
        warning: warning.into(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    let rules = Rules {
        alt_text: Weight::Block,
        camel_case_hashtags: Weight::Block,
        plain_letters: Weight::Block,
        emoji_bullets: Weight::Block,
        known_mentions: Weight::Block,
        language: Weight::Block,
        languages: vec![Language::new("en").unwrap(), Language::new("de").unwrap()],
        content_warning: Weight::Block,
        topics: vec![topic("War", &["war", "air raid"]), topic("Food", &["recipe"])],
    };
    Charter { rules, ..Charter::default() }
}

/// The rules that a post breaks.
fn broken(post: &Post) -> Vec<(Rule, Field)> {
    let checks = strict().check(post, &|_, handle| handle == "ana@example.org");
    let blocked = checks.iter().filter(|check| check.verdict == Verdict::Blocks);
    blocked.map(|check| (check.rule, check.field)).collect()
}

fn picture(alt: Option<&str>) -> Media {
    let source = MediaSource::Url(WebUrl::parse("https://example.org/p.png").unwrap());
    let mut medium = Media::new(MediaKind::Image, source);
    medium.alt = alt.map(|text| AltText { language: None, text: text.into() }).into_iter().collect();
    medium
}

#[test]
fn a_post_in_order_passes_everything() {
    let mut post = post("The reading room is open again. #ReadingRoom #open");
    post.media = vec![picture(Some("An open door"))];
    let checks = strict().check(&post, &|_, _| true);
    assert_eq!(checks.len(), Rule::ALL.len());
    assert!(
        checks.iter().all(|check| check.verdict == Verdict::Passed && check.words.is_empty()),
        "{checks:?}"
    );
}

#[test]
fn each_rule_finds_what_it_is_for_and_where() {
    let mut bare = post("Look");
    bare.media = vec![picture(Some("A door")), picture(None), picture(Some("  "))];
    assert_eq!(broken(&bare), [(Rule::AltText, Field::Media(2)), (Rule::AltText, Field::Media(3))]);

    assert_eq!(broken(&post("After the war.")), [(Rule::ContentWarnings, Field::ContentWarning)]);
    assert_eq!(broken(&post("An AIR RAID, and a recipe")).len(), 2, "a check for each topic");
    assert_eq!(broken(&post("Towards a warm day")), [], "whole words only");
    let warned = Post { content_warning: Some("War".into()), ..post("After the war.") };
    assert_eq!(broken(&warned), []);

    assert_eq!(broken(&post("#wikilovesmonuments")), [(Rule::CamelCaseHashtags, Field::Text)]);
    for fine in ["#WikiLovesMonuments", "#wikipedia", "#wiki_loves_monuments", "#ウィキペディアタウン札幌市"]
    {
        assert_eq!(broken(&post(fine)), [], "{fine}");
    }

    assert_eq!(broken(&post("𝗕𝗿𝗲𝗮𝗸𝗶𝗻𝗴 news")), [(Rule::PlainLetters, Field::Text)]);
    assert_eq!(broken(&post("✅ One\n✅ Two")), [(Rule::EmojiBullets, Field::Text)]);
    assert_eq!(broken(&post("🎉 Only one")), []);
    let mut asking = post("");
    let mut words = RichTextBuilder::default();
    for handle in ["bo@example.org", "ana@example.org"] {
        let mention = SpanKind::Mention { network: Network::Mastodon, handle: handle.into(), url: None };
        words.push_span(&format!("@{handle}"), mention);
        words.push_str(" ");
    }
    asking.text = words.build();
    assert_eq!(broken(&asking), [(Rule::KnownMentions, Field::Text)]);

    let at = |language: Option<&str>| Post {
        language: language.map(|tag| Language::new(tag).unwrap()),
        ..post("Grüezi")
    };
    assert_eq!(broken(&at(None)), [(Rule::Languages, Field::Language)]);
    assert_eq!(broken(&at(Some("fr"))), [(Rule::Languages, Field::Language)]);
    assert_eq!(broken(&at(Some("de-CH"))), []);
}

#[test]
fn a_rule_warns_blocks_or_is_off() {
    let mut charter = Charter::default();
    let post = Post { media: vec![picture(None)], ..post("Look") };
    assert_eq!(charter.check(&post, &|_, _| false), [], "what nobody has agreed on is not checked");
    charter.rules.alt_text = Weight::Warn;
    let checks = charter.check(&post, &|_, _| false);
    assert_eq!((checks.len(), checks[0].verdict), (1, Verdict::Warns));
    assert!(checks[0].words.starts_with("medium 1 has no alt text; "), "{}", checks[0].words);
}

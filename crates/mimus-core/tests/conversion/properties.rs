//! What holds for every post.

use mimus_core::policy::{OverLong, StrayLinks, WarningRule};
use mimus_core::render::{DestinationLimits, MastodonLimits, Measure, Part, Rendering, render_for};
use mimus_core::twitter_text::{EntityKind, Rules, entities_of, weigh};
use mimus_core::{
    Media, MediaKind, MediaSource, Network, Origin, Poll, PollOption, Post, PostRef, RemoteId, RichText,
    RouteFacts, RoutePolicy, SpanKind, WebUrl,
};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::{DESTINATIONS, case, directory, limits};

const ADDRESS: &str = "https://town.example.org/@town/1";

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z ]{1,40}[.!?]? ",
        2 => "[а-я ]{1,30}",
        2 => "[日本語文字。、]{1,90}",
        1 => "[ក-ឳ]{1,30}",
        1 => "(👩‍👩‍👧|🇩🇪|👍🏽|❤️|1️⃣){1,6}",
        1 => Just(" #Harbour ".to_owned()),
        1 => Just("main.rs and mimus.py".to_owned()),
        1 => Just(" @someone ".to_owned()),
        1 => Just("https://example.org/a/rather/long/path?with=query".to_owned()),
        1 => Just("[a named link](https://example.org/page)".to_owned()),
        1 => Just("[見出し](https://example.org/日本)".to_owned()),
        1 => Just("{@ana@example.org}".to_owned()),
        1 => Just("{@cy@example.net}".to_owned()),
        1 => Just("{x:@bo}".to_owned()),
        1 => Just("{bluesky:@cy.example.com}".to_owned()),
        1 => Just("\n\n".to_owned()),
        1 => "[x@./:#$&-]{1,12}",
    ]
}

fn text() -> impl Strategy<Value = RichText> {
    prop::collection::vec(piece(), 0..30).prop_map(|pieces| case::words(&pieces.concat()))
}

fn media() -> impl Strategy<Value = Vec<Media>> {
    let kind = prop_oneof![
        Just(MediaKind::Image),
        Just(MediaKind::Video),
        Just(MediaKind::Gifv),
        Just(MediaKind::Audio)
    ];
    prop::collection::vec((kind, "[a-z ]{0,20}"), 0..7).prop_map(|all| {
        let medium = |(kind, alt): (MediaKind, String)| {
            Media::new(kind, MediaSource::Url(WebUrl::parse("https://f.example.org/1").unwrap()))
                .with_alt(&alt)
        };
        all.into_iter().map(medium).collect()
    })
}

fn post() -> impl Strategy<Value = Post> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let warning = prop::option::of("[a-zあ ]{1,200}");
    (text(), text(), media(), warning, prop::collection::vec("[a-z]{1,30}", 0..6), flags).prop_map(
        |(text, quoted, media, warning, options, (has_address, quotes, sensitive, has_title))| {
            let remote_id = RemoteId::new("1").unwrap();
            let url = has_address.then(|| WebUrl::parse(ADDRESS).unwrap());
            let origin = Origin { network: Network::Mastodon, remote_id, url };
            let mut post = Post::new(origin, "2026-08-10T09:30:00Z".parse().unwrap());
            post.text = text;
            post.media = media;
            post.content_warning = warning;
            post.sensitive = sensitive;
            post.title = has_title.then(|| "The news of the town".to_owned());
            let option = |label| PollOption { label, votes: 0 };
            post.poll = (options.len() > 1).then(|| Poll {
                options: options.into_iter().map(option).collect(),
                multiple: false,
                ends_at: None,
                closed: false,
            });
            post.quote = quotes.then(|| PostRef {
                url: WebUrl::parse("https://example.net/@cy/2").ok(),
                text: Some(quoted),
                ..PostRef::default()
            });
            post
        },
    )
}

fn policy() -> impl Strategy<Value = RoutePolicy> {
    (any::<bool>(), prop::option::of(any::<bool>()), any::<bool>()).prop_map(|(cut, line, kept)| {
        RoutePolicy {
            over_long: if cut { OverLong::Cut } else { OverLong::Thread },
            content_warnings: line.map(|line| if line { WarningRule::Line } else { WarningRule::Link }),
            stray_links: if kept { StrayLinks::Kept } else { StrayLinks::Broken },
            opt_out: Vec::new(),
            ..RoutePolicy::default()
        }
    })
}

/// The length of a part as each network counts, by other code than the renderer's.
fn is_within(network: Network, part: &Part) -> bool {
    let words = part.words.as_str();
    match network {
        Network::X => words.is_empty() || weigh(words, &Rules::V3).length <= 280,
        Network::Bluesky => words.graphemes(true).count() <= 300 && words.len() <= 3_000,
        _ => {
            let warning = part.content_warning.as_deref().unwrap_or_default().graphemes(true).count();
            MastodonLimits::default().length(&part.words) + warning <= 500
        }
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether the letters of `part` stand in `whole`, in order.
fn holds(whole: &[char], part: &[char]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|wanted| rest.any(|c| c == wanted))
}

fn links_original(rendering: &Rendering) -> bool {
    let is_link = |kind: &SpanKind| matches!(kind, SpanKind::Link { url } if url.as_str() == ADDRESS);
    rendering.parts.iter().any(|part| part.words.spans().iter().any(|span| is_link(&span.kind)))
}

/// The own words outside of links and mentions, which may read otherwise elsewhere.
fn plain_words(post: &Post) -> Vec<char> {
    let plain = |(words, kind): (&str, Option<&SpanKind>)| {
        if kind.is_none() { letters(words) } else { Vec::new() }
    };
    post.text.pieces().flat_map(plain).collect()
}

fn rendered(post: &Post, policy: &RoutePolicy, limits: &DestinationLimits) -> Rendering {
    render_for(post.clone(), &RouteFacts::default(), policy, limits, &directory())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn parts_are_within_limits_and_nothing_is_lost_in_silence(post in post(), policy in policy()) {
        for network in DESTINATIONS {
            let rendering = rendered(&post, &policy, &limits(network));
            prop_assert_eq!(&rendering, &rendered(&post, &policy, &limits(network)), "the same twice");
            prop_assert_eq!(rendering.parts.is_empty(), rendering.skipped.is_some());
            if rendering.skipped.is_some() {
                continue;
            }
            for part in &rendering.parts {
                prop_assert!(is_within(network, part), "{network}: {:?}", part.words);
                prop_assert!(part.media.is_empty() || part.poll.is_none());
                let something = !part.words.is_empty() || !part.media.is_empty() || part.poll.is_some();
                prop_assert!(something, "{network}: an empty part");
            }
            let shown: String = rendering.parts.iter().map(|part| part.words.as_str()).collect();
            let kept = holds(&letters(&shown), &plain_words(&post));
            prop_assert!(kept || links_original(&rendering), "{network}: {shown:?}");
            let carried: usize = rendering.parts.iter().map(|part| part.media.len()).sum();
            prop_assert!(carried == post.media.len() || !rendering.warnings.is_empty(), "{network}");
        }
    }

    #[test]
    fn on_x_what_is_linked_is_what_was_meant(post in post()) {
        let policy = RoutePolicy { opt_out: Vec::new(), ..RoutePolicy::default() };
        let rendering = rendered(&post, &policy, &limits(Network::X));
        for part in &rendering.parts {
            let words = part.words.as_str();
            for (kind, of) in [(EntityKind::Url, "link"), (EntityKind::Mention, "mention")] {
                for found in entities_of(words, kind) {
                    let meant = part.words.spans().iter().any(|span| {
                        let fits = match span.kind {
                            SpanKind::Link { .. } => kind == EntityKind::Url,
                            SpanKind::Mention { .. } => kind == EntityKind::Mention,
                            _ => false,
                        };
                        fits && span.range() == found
                    });
                    let typed = words[found.clone()].contains("://");
                    prop_assert!(meant || typed, "the {of} {:?} in {words:?}", &words[found]);
                }
            }
            let has_url = !entities_of(words, EntityKind::Url).is_empty();
            prop_assert_eq!(part.cost.micros() >= 200_000, has_url);
        }
    }
}

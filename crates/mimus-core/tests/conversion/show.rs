//! Showing what is made of a case.

use mimus_core::render::{Part, Rendering, facets, render_for};
use mimus_core::{Money, Network, RichText, SpanKind, Visibility};

use crate::case::Case;
use crate::{DESTINATIONS, directory, limits};

/// The case with what becomes of it everywhere.
pub(crate) fn case(case: &Case) -> String {
    let mut out = format!("=== {}\n{}\n", case.name, indented(&case.source, "    | "));
    for network in DESTINATIONS {
        let rendering =
            render_for(case.post.clone(), &case.facts, &case.policy, &limits(network), &directory());
        out.push_str(&shown(network, &rendering));
    }
    out
}

fn indented(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn shown(network: Network, rendering: &Rendering) -> String {
    let cost = if rendering.cost == Money::ZERO { String::new() } else { format!(" {}", rendering.cost) };
    let mut out = format!("{network}{cost}:");
    if let Some(reason) = &rendering.skipped {
        out.push_str(&format!(" skipped: {reason}"));
    }
    if let Some(boost) = &rendering.boost {
        out.push_str(&format!(" repost of {}", boost.url.as_ref().map_or("?", mimus_core::WebUrl::as_str)));
    }
    out.push('\n');
    for (n, shown) in rendering.parts.iter().enumerate() {
        out.push_str(&part(n + 1, network, shown));
    }
    for warning in &rendering.warnings {
        out.push_str(&format!("  ! {warning}\n"));
    }
    out
}

fn part(number: usize, network: Network, part: &Part) -> String {
    let mut facts = vec![format!("{}/{}", part.length, part.limit)];
    let mut fact = |fact: String| facts.push(fact);
    if let Some(reply) = &part.in_reply_to {
        fact(format!("answers {}", reply.url.as_ref().map_or("?", mimus_core::WebUrl::as_str)));
    }
    if let Some(quote) = &part.quote {
        fact(format!("quotes {}", quote.url.as_ref().map_or("?", mimus_core::WebUrl::as_str)));
    }
    if let Some(warning) = &part.content_warning {
        fact(format!("warning {warning:?}"));
    }
    if part.sensitive {
        fact("sensitive".into());
    }
    if part.visibility == Visibility::Unlisted {
        fact("unlisted".into());
    }
    if let Some(language) = &part.language {
        fact(format!("in {language}"));
    }
    for medium in &part.media {
        let alt = medium.alt_text().unwrap_or("(no alt)");
        let alt: String = if alt.chars().count() > 60 {
            let tail: String = alt.chars().skip(alt.chars().count() - 20).collect();
            format!(
                "{}…({} characters)…{tail}",
                alt.chars().take(20).collect::<String>(),
                alt.chars().count()
            )
        } else {
            alt.to_owned()
        };
        fact(format!("{:?} {alt:?}", medium.kind));
    }
    if let Some(poll) = &part.poll {
        let labels: Vec<&str> = poll.options.iter().map(|option| option.label.as_str()).collect();
        let end = poll.ends_at.map(|end| end.to_string()).unwrap_or_default();
        fact(format!("poll {} until {end}", labels.join(" / ")));
    }
    if let Some(card) = &part.card {
        fact(format!("card {:?} {}", card.title, card.url));
    }
    if part.cost != Money::ZERO {
        fact(part.cost.to_string());
    }
    let words = indented(&marked(network, &part.words), "     ");
    format!("  {number}. {}\n{words}{}", facts.join(" · "), if words.is_empty() { "" } else { "\n" })
}

/// The words as a reader of this snapshot sees them: what leads elsewhere than it says as `[words](address)`, mentions
/// as `{@name}`, an invisible break as `⁞`.
fn marked(network: Network, words: &RichText) -> String {
    let linked = facets(words).len();
    let mut seen = 0;
    let mut out = String::new();
    for (text, kind) in words.pieces() {
        match kind {
            Some(SpanKind::Link { url }) if text != url.as_str() => out.push_str(&format!("[{text}]({url})")),
            Some(SpanKind::Mention { .. }) => out.push_str(&format!("{{{text}}}")),
            _ => out.push_str(text),
        }
        seen += usize::from(matches!(
            kind,
            Some(SpanKind::Link { .. } | SpanKind::Hashtag { .. } | SpanKind::Mention { .. })
        ));
    }
    if network == Network::Bluesky {
        assert_eq!(linked, seen, "every link, hashtag and mention is a facet: {out}");
    }
    out.replace('\u{200B}', "⁞")
}

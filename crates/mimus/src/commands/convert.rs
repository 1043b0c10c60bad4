//! `mimus convert`.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use mimus_core::charter::Charter;
use mimus_core::render::{
    DestinationLimits, MastodonLimits, Part, Rendering, SENSITIVE_LABEL, Warning, facets, mastodon,
    render_for,
};
use mimus_core::rich_text::HtmlOptions;
use mimus_core::{Directory, LinkCard, Media, Money, Network, Poll, Post, PostRef, RouteFacts, WebUrl};
use mimus_networks::{OnePost, read_one};
use serde_json::{Value, json};

use crate::route_flags::{RouteFlags, Same};
use crate::say;

/// Longest input, in bytes.
const MAX_INPUT: u64 = 8 << 20;

/// Prints what would become of the post on standard input.
pub(crate) fn run(
    from: Network,
    to: &[Network],
    flags: &RouteFlags,
    same: Vec<Same>,
    charter: Option<&Path>,
) -> Result<(), String> {
    let mut input = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_INPUT + 1)
        .read_to_end(&mut input)
        .map_err(|error| format!("standard input cannot be read: {error}"))?;
    if input.len() as u64 > MAX_INPUT {
        return Err(format!("the input is longer than {MAX_INPUT} bytes; give one post"));
    }
    let mut directory = Directory::default();
    for Same(one, other) in same {
        directory.same(one, other);
    }
    let limits: Result<Vec<DestinationLimits>, String> = to.iter().map(|to| limits(*to)).collect();
    let limits = limits?;
    let one = read_one(from, &input).map_err(|error| error.to_string())?;
    let charter = charter.map(read_charter).transpose()?;
    let mut targets: Vec<Value> =
        limits.iter().map(|limits| target(from, limits, &one, flags, &directory)).collect();
    if let (Some(charter), Ok(post)) = (charter, &one.post) {
        let known = |network: Network, handle: &str| directory.knows(network, handle);
        let checks = charter.check(post, &known);
        targets.iter_mut().for_each(|target| target["checks"] = json!(checks));
    }
    say::json(&targets)
}

/// Largest charter, in bytes.
const MAX_CHARTER: u64 = 1 << 20;

fn read_charter(path: &Path) -> Result<Charter, String> {
    let what = path.display();
    let unread = |error: io::Error| format!("the charter {what} cannot be read: {error}");
    if path.metadata().map_err(unread)?.len() > MAX_CHARTER {
        return Err(format!("the charter {what} is longer than {MAX_CHARTER} bytes"));
    }
    let words = fs::read_to_string(path).map_err(unread)?;
    toml::from_str(&words).map_err(|error| format!("the charter {what} is wrong: {error}"))
}

fn limits(to: Network) -> Result<DestinationLimits, String> {
    DestinationLimits::usual(to)
        .ok_or_else(|| format!("nothing is published to {to}; the targets are mastodon, x and bluesky"))
}

fn target(
    from: Network,
    limits: &DestinationLimits,
    one: &OnePost,
    flags: &RouteFlags,
    directory: &Directory,
) -> Value {
    let to = limits.network();
    let post = match &one.post {
        Ok(post) => post.clone(),
        Err(why) => return shown(to, &Rendering::default(), Some(why), &one.warnings),
    };
    let is_mirrored = matches!(from, Network::X | Network::Archive | Network::Feed);
    let rendering = if to == Network::Mastodon && is_mirrored {
        let known = |network: Network, handle: &str| -> Option<(String, WebUrl)> {
            let account = directory.find(network, handle, Network::Mastodon)?;
            Some((account.handle().to_owned(), account.page()?))
        };
        mastodon(post, one.is_own_reply, &flags.mirror(), &known, MastodonLimits::default())
    } else {
        let facts = RouteFacts {
            own_reply: one.is_own_reply,
            // A route has carried the earlier part of an own thread before this one.
            reply_on_destination: one.is_own_reply,
            source_handle: handle(&post),
            ..RouteFacts::default()
        };
        render_for(post, &facts, &flags.route(), limits, directory)
    };
    let noticed = one.warnings.iter().cloned().map(Warning::Source).chain(rendering.warnings.iter().cloned());
    let words: Vec<String> = noticed.map(|warning| warning.to_string()).collect();
    let skipped = rendering.skipped.as_ref().map(ToString::to_string);
    shown(to, &rendering, skipped.as_deref(), &words)
}

/// The account that a post's address names: `https://server/@name/…`, `https://x.com/name/…`.
fn handle(post: &Post) -> Option<String> {
    let url = post.origin.url.as_ref()?;
    let name = url.as_url().path_segments()?.next().filter(|name| !name.is_empty())?;
    match post.origin.network {
        Network::Bluesky => None,
        _ => Some(format!("{}@{}", name.trim_start_matches('@'), url.host().trim_start_matches("www."))),
    }
}

fn shown(to: Network, rendering: &Rendering, skipped: Option<&str>, warnings: &[String]) -> Value {
    let parts: Vec<Value> = rendering.parts.iter().map(|shown| part(to, shown)).collect();
    let mut value = json!({
        "to": to.as_str(), "parts": parts, "skipped": skipped, "warnings": warnings, "cost_usd": cost(rendering.cost),
    });
    if let Some(boost) = &rendering.boost {
        value["boost"] = json!(reference(boost));
    }
    value
}

fn cost(cost: Money) -> Value {
    if cost == Money::ZERO { json!(0) } else { json!(cost.dollars()) }
}

fn part(to: Network, part: &Part) -> Value {
    let mut value = json!({
        "text": part.words.as_str(),
        "spoiler_text": part.content_warning.as_deref().unwrap_or_default(),
        "sensitive": part.sensitive,
        "language": part.language.as_ref().map(mimus_core::Language::as_str),
        "visibility": part.visibility,
        "media": part.media.iter().map(medium).collect::<Vec<_>>(),
        "poll": part.poll.as_ref().map(poll),
        "quote": part.quote.as_ref().map(reference),
        "in_reply_to": part.in_reply_to.as_ref().map(reference),
        "length": part.length,
        "limit": part.limit,
    });
    match to {
        Network::Mastodon => {
            let options = HtmlOptions { hashtag: &|_| None, shorten_links: true };
            value["content_html"] = json!(part.words.to_html(&options));
        }
        Network::Bluesky => {
            value["facets"] = json!(facets(&part.words));
            value["card"] = json!(part.card.as_ref().map(card));
            let is_hidden = part.sensitive && !part.media.is_empty();
            value["labels"] = json!(is_hidden.then_some(SENSITIVE_LABEL).into_iter().collect::<Vec<_>>());
        }
        _ => value["cost_usd"] = cost(part.cost),
    }
    value
}

fn card(card: &LinkCard) -> Value {
    json!({ "url": card.url, "title": card.title, "description": card.description })
}

fn medium(medium: &Media) -> Value {
    json!({ "url": medium.source.as_str(), "type": medium.kind, "alt": medium.alt_text() })
}

fn poll(poll: &Poll) -> Value {
    json!({
        "options": poll.options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>(),
        "multiple": poll.multiple,
        "ends_at": poll.ends_at.map(|at| at.to_string()),
    })
}

/// The address of another post, or its id where there is no address.
fn reference(reference: &PostRef) -> Option<&str> {
    let url = reference.url.as_ref().map(mimus_core::WebUrl::as_str);
    url.or(reference.remote_id.as_ref().map(mimus_core::RemoteId::as_str))
}

//! `mimus convert`.

use std::io::{self, Read};

use mimus_core::render::{MastodonLimits, Part, Rendering, Warning, mastodon};
use mimus_core::rich_text::HtmlOptions;
use mimus_core::{Media, MirrorPolicy, Network, Poll, PostRef};
use mimus_networks::{OnePost, read_one};
use serde_json::{Value, json};

use crate::say;

/// Longest input, in bytes.
const MAX_INPUT: u64 = 8 << 20;

/// Prints what would become of the post on standard input.
pub(crate) fn run(from: Network, to: &[Network], policy: &MirrorPolicy) -> Result<(), String> {
    let mut input = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_INPUT + 1)
        .read_to_end(&mut input)
        .map_err(|error| format!("standard input cannot be read: {error}"))?;
    if input.len() as u64 > MAX_INPUT {
        return Err(format!("the input is longer than {MAX_INPUT} bytes; give one post"));
    }
    let one = read_one(from, &input).map_err(|error| error.to_string())?;
    let targets: Result<Vec<Value>, String> = to.iter().map(|to| target(*to, &one, policy)).collect();
    say::json(&targets?)
}

fn target(to: Network, one: &OnePost, policy: &MirrorPolicy) -> Result<Value, String> {
    if to != Network::Mastodon {
        return Err(format!("posts cannot be published to {to} yet; try --to mastodon"));
    }
    let rendering = match &one.post {
        Ok(post) => mastodon(post.clone(), one.is_own_reply, policy, &|_, _| None, MastodonLimits::default()),
        Err(why) => return Ok(shown(to, &[], Some(why), &one.warnings)),
    };
    let Rendering { parts, skipped, warnings, .. } = rendering;
    let noticed = one.warnings.iter().cloned().map(Warning::Source).chain(warnings);
    let words: Vec<String> = noticed.map(|warning| warning.to_string()).collect();
    let skipped = skipped.map(|reason| reason.to_string());
    Ok(shown(to, &parts, skipped.as_deref(), &words))
}

fn shown(to: Network, parts: &[Part], skipped: Option<&str>, warnings: &[String]) -> Value {
    let parts: Vec<Value> = parts.iter().map(part).collect();
    json!({ "to": to.as_str(), "parts": parts, "skipped": skipped, "warnings": warnings, "cost_usd": 0 })
}

fn part(part: &Part) -> Value {
    let html = part.words.to_html(&HtmlOptions { hashtag: &|_| None, shorten_links: true });
    json!({
        "text": part.words.as_str(),
        "content_html": html,
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
    })
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

//! What is true of a post on its way to any network.

use mimus_core::render::{DestinationLimits, Rendering, render_for};
use mimus_core::{Directory, Network, Post, RichText, RouteFacts, RoutePolicy};

/// Most media of a post.
const MAX_MEDIA: usize = 16;

/// Renders a post over a route to every network, and says what is wrong.
pub(super) fn everywhere(post: &Post) -> Result<(), String> {
    sound(&post.text)?;
    if post.media.len() > MAX_MEDIA {
        return Err(format!("{} media", post.media.len()));
    }
    for network in [Network::Mastodon, Network::X, Network::Bluesky] {
        let limits = DestinationLimits::usual(network).ok_or("a network without limits")?;
        let facts = RouteFacts::default();
        let policy = RoutePolicy::default();
        let rendering = render_for(post.clone(), &facts, &policy, &limits, &Directory::default());
        check(&rendering).map_err(|why| format!("on {network}: {why}"))?;
    }
    Ok(())
}

/// What is true of every rendering.
pub(super) fn check(rendering: &Rendering) -> Result<(), String> {
    let nothing = rendering.parts.is_empty() && rendering.boost.is_none();
    if nothing == rendering.skipped.is_none() {
        return Err("neither parts nor a reason".into());
    }
    for part in &rendering.parts {
        sound(&part.words)?;
        // A first line that warns may leave no room for a single word.
        if part.length > part.limit && part.words.spans().len() > 1 {
            return Err(format!("a part of {} where {} are allowed", part.length, part.limit));
        }
    }
    Ok(())
}

/// Whether a text's spans fit its words.
pub(super) fn sound(text: &RichText) -> Result<(), String> {
    RichText::from_parts(text.as_str().to_owned(), text.spans().to_vec())
        .map(drop)
        .map_err(|error| format!("spans that do not fit: {error}"))
}

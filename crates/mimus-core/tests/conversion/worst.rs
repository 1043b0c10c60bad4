//! Long and strange texts take no long time.

use std::time::{Duration, Instant};

use mimus_core::render::render_for;
use mimus_core::{RouteFacts, RoutePolicy};

use crate::{DESTINATIONS, case, directory, limits};

#[test]
fn long_and_strange_texts_are_rendered_at_once() {
    for piece in [
        "a.rs ",
        "@a ",
        "a.b.rs",
        "word ",
        "字",
        "x",
        "https://example.org/ ",
        "#a ",
        "\n",
        "👩‍👩‍👧",
        "@a@b.org/",
    ] {
        let source = format!("=== long\n---\n{}", piece.repeat(20_000 / piece.chars().count()));
        let case = case::read(&source).remove(0);
        for network in DESTINATIONS {
            let begun = Instant::now();
            let post = case.post.clone();
            let policy = RoutePolicy::default();
            let rendering = render_for(post, &RouteFacts::default(), &policy, &limits(network), &directory());
            assert!(rendering.skipped.is_some() || !rendering.parts.is_empty());
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "{piece:?} on {network}: {:?}",
                begun.elapsed()
            );
        }
    }
}

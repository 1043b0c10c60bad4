//! Servers with Mastodon's client API: a status, what the server says of itself, a stream of events.

use mimus_networks::Failure;
use mimus_networks::mastodon::{Events, limits, read_one};

use super::rendered::everywhere;
use super::{Exercise, Outcome};

pub(super) struct MastodonTarget;

impl Exercise for MastodonTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        if input.starts_with(b"event:") {
            return Ok(stream(input));
        }
        if let Ok(instance) = serde_json::from_slice(input) {
            let limits = limits(&instance);
            if limits.characters == 0 || limits.files.types.is_empty() {
                return Err(format!("nothing can be published: {limits:?}"));
            }
        }
        match read_one(input) {
            Ok(read) => match read.post {
                Ok(post) => everywhere(&post).map(|()| Outcome::Taken),
                Err(_) => Ok(Outcome::Refused),
            },
            Err(Failure::Rejected { .. }) => Ok(Outcome::Refused),
            Err(other) => Err(format!("a status that fails so: {other:?}")),
        }
    }
}

/// The same events whole, and in pieces.
fn stream(input: &[u8]) -> Outcome {
    let mut events = Events::of("1".into());
    let mut taken = Outcome::Refused;
    for piece in input.chunks(97) {
        events.push(piece);
        while let Ok(Some(_)) = events.heard() {
            taken = Outcome::Taken;
        }
    }
    taken
}

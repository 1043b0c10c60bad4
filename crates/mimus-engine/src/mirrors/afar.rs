//! Mirrors for those who are not at the server's machine: nothing that lies on its disks is read, and nobody waits for long.

use std::time::Duration;

use mimus_core::{LocalHandle, Network, WebUrl};
use mimus_networks::SourceLocation;
use mimus_store::{Mirror, Person};
use serde_json::json;
use tokio::sync::oneshot;

use super::{AddMirror, MirrorError, Refresh, must_keep, without_query};
use crate::Engine;
use crate::desk::record::entry;
use crate::ingest::Reading;

/// What became of something within the time that somebody waits for it.
#[derive(Debug)]
pub enum Soon<T> {
    /// It is done.
    Done(T),
    /// It goes on by itself.
    GoesOn,
}

/// The source that words from afar name: a feed on the web or an account on X. `https://…` alone is a feed.
pub fn location_from_afar(words: &str) -> Result<SourceLocation, MirrorError> {
    let words = words.trim();
    let is_address = |words: &str| words.starts_with("https://") || words.starts_with("http://");
    let location: SourceLocation =
        if is_address(words) { SourceLocation::new(Network::Feed, words)? } else { words.parse()? };
    match location.network() {
        Network::Feed if is_address(location.place()) && WebUrl::parse(location.place()).is_ok() => {
            Ok(location)
        }
        Network::X => {
            let handle = location.place().trim_start_matches('@');
            Ok(SourceLocation::new(Network::X, handle)?)
        }
        _ => Err(MirrorError::NotFromAfar),
    }
}

impl Engine {
    /// Adds a mirror and reads it in the background; whoever asks waits no longer than `patience`. Where the source cannot be
    /// read, and nobody waits any more to be told, the record says so.
    pub async fn add_mirror_soon(
        &self,
        by: &Person,
        add: AddMirror,
        patience: Duration,
    ) -> Result<Soon<Mirror>, MirrorError> {
        must_keep(by)?;
        let (tell, mut told) = oneshot::channel();
        let (engine, by) = (self.clone(), by.clone());
        tokio::spawn(async move {
            let about = format!("mirror of {}", without_query(&add.location.to_string()));
            let answer = match engine.add_mirror(&by, add).await {
                Ok(added) => {
                    let mirror = added.mirror.clone();
                    added.read_in_background();
                    Ok(mirror)
                }
                Err(error) => Err(error),
            };
            if let Err(Err(error)) = tell.send(answer) {
                let detail = json!({"why": error.to_string()});
                let entries = [entry(&by.shown, "mirror.not_added", about, None, detail)];
                if let Err(error) = engine.store.record_deeds(&entries, engine.clock.now()).await {
                    tracing::error!(%error, "that a mirror could not be added was not recorded");
                }
            }
        });
        within(patience, &mut told).await
    }

    /// Reads a mirror's source now, in the background; whoever asks waits no longer than `patience`.
    pub async fn refresh_mirror_soon(
        &self,
        by: &Person,
        handle: &LocalHandle,
        patience: Duration,
    ) -> Result<Soon<Reading>, MirrorError> {
        must_keep(by)?;
        let (tell, mut told) = oneshot::channel();
        let (engine, by, handle) = (self.clone(), by.clone(), handle.clone());
        tokio::spawn(async move {
            let read = engine.refresh_mirror(&by, &handle, Refresh::default(), &mut |_, _| {}).await;
            // What fails of a reading is kept with its source.
            let _ = tell.send(read);
        });
        within(patience, &mut told).await
    }
}

async fn within<T>(
    patience: Duration,
    told: &mut oneshot::Receiver<Result<T, MirrorError>>,
) -> Result<Soon<T>, MirrorError> {
    if let Ok(Ok(answer)) = tokio::time::timeout(patience, &mut *told).await {
        return answer.map(Soon::Done);
    }
    // What is told from now on is told to nobody; what was told just now still counts.
    told.close();
    told.try_recv().map_or(Ok(Soon::GoesOn), |answer| answer.map(Soon::Done))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nothing_on_the_servers_disks_is_named_from_afar() {
        for (words, location) in [
            ("feed:https://blog.example/feed", "feed:https://blog.example/feed"),
            (" https://blog.example/feed ", "feed:https://blog.example/feed"),
            ("x:@wikimedia", "x:wikimedia"),
        ] {
            assert_eq!(location_from_afar(words).unwrap().to_string(), location);
        }
        for words in [
            "feed:/etc/passwd",
            "feed:file:///etc/passwd",
            "archive:export.zip",
            "feed:https:///",
            "feed:../feed.xml",
            "mastodon:ana@example.org",
        ] {
            assert!(matches!(location_from_afar(words), Err(MirrorError::NotFromAfar)), "{words}");
        }
        assert!(matches!(location_from_afar("wikimedia"), Err(MirrorError::Location(_))));
    }
}

//! Adding a mirror: look at the source, find a name, make the actor, then read all there is.

use std::path::Path;

use mimus_core::{AccessKind, LocalHandle, MirrorPolicy, Network, Profile, SourcePattern};
use mimus_federation::signature::SigningKey;
use mimus_networks::{Page, Read, SourceLocation};
use mimus_store::{Mirror, NewMirror, Person, StoreError};
use serde_json::json;

use super::MirrorError;
use crate::ingest::{self, Reading};
use crate::{Engine, wake::Worker};

/// A mirror to be added.
#[derive(Debug, Clone)]
pub struct AddMirror {
    /// Its source.
    pub location: SourceLocation,
    /// Its name here; made from the source's own where none is given.
    pub handle: Option<LocalHandle>,
    /// What goes on and how.
    pub policy: MirrorPolicy,
}

/// A mirror that is there now and can be followed; its source waits to be read.
pub struct Added {
    engine: Engine,
    /// The mirror.
    pub mirror: Mirror,
    /// Whether it was there before, and an import that was interrupted goes on.
    pub taken_up: bool,
    first: Option<(Box<dyn Read>, Page)>,
}

impl Added {
    /// Reads all that the source has. `progress` is told how many items are done and, where known, of how many.
    pub async fn read(
        self,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Reading, MirrorError> {
        let engine = self.engine;
        let (hold, source) = engine.claim(&self.mirror).await?;
        Ok(ingest::read(&engine, &hold, source, self.first, progress).await?)
    }

    /// Reads it while the caller goes on. What fails is tried again as every reading is.
    pub fn read_in_background(self) {
        let handle = self.mirror.handle.clone();
        tokio::spawn(async move {
            if let Err(error) = self.read(&mut |_, _| {}).await {
                tracing::warn!(%handle, %error, "the first reading of a mirror failed");
            }
        });
    }
}

impl Engine {
    /// Adds a mirror for a keeper. The source is looked at first, so that one that cannot be read makes none. An archive
    /// that is mirrored already is taken up where its import stopped.
    pub async fn add_mirror(&self, by: &Person, add: AddMirror) -> Result<Added, MirrorError> {
        super::must_keep(by)?;
        self.make_mirror(add, Some(by)).await
    }

    /// The same; where nobody decides, since anybody may ask here, nothing is recorded.
    pub(crate) async fn make_mirror(
        &self,
        add: AddMirror,
        by: Option<&Person>,
    ) -> Result<Added, MirrorError> {
        let location = resolve(&add.location)?;
        if let Some(mirror) = self.store.mirror_by_location(&location.to_string()).await? {
            if location.network() == Network::Archive {
                return Ok(Added { engine: self.clone(), mirror, taken_up: true, first: None });
            }
            return Err(MirrorError::AlreadyMirrored {
                location: location.to_string(),
                handle: mirror.handle,
            });
        }
        self.must_not_be_denied(&location, None).await?;
        let failed = |failure| MirrorError::Source { location: location.to_string(), failure };
        let mut reader = mimus_networks::open(&self.connectors, &location).map_err(failed)?;
        let page = reader.read(None, self.clock.now()).await.map_err(failed)?;
        // An account on X is known by its number from the start, so that none is mirrored twice under two handles.
        let location = match &page.moved_to {
            Some(place) if location.network() == Network::X => {
                SourceLocation::new(Network::X, place.as_str())?
            }
            _ => location,
        };
        if let Some(mirror) = self.store.mirror_by_location(&location.to_string()).await? {
            return Err(MirrorError::AlreadyMirrored {
                location: add.location.to_string(),
                handle: mirror.handle,
            });
        }
        let profile = page.profile.clone().unwrap_or_default();
        self.must_not_be_denied(&location, profile.handle.as_deref()).await?;
        let handle = self.free_handle(&add, &location, &profile).await?;
        let key = make_key().await?;
        let secret = key.to_pkcs8_der()?;
        let hold = self.node.hold().await?;
        // The place that the source asks to be read from is kept with the first recording.
        let new = NewMirror {
            handle: &handle,
            location: &location.to_string(),
            policy: &add.policy,
            profile: &profile,
            private_key: secret.as_bytes(),
            public_key: key.public_key_pem(),
            first_read_at: Some(self.clock.now()),
            reader: Some(hold.name()),
        };
        let entries: Vec<_> = by
            .map(|by| {
                let detail = json!({"source": without_query(new.location), "basis": add.policy.basis});
                super::deed(by, "mirror.added", &handle, detail)
            })
            .into_iter()
            .collect();
        let id = match self.store.add_mirror_by(&new, &entries, self.clock.now()).await {
            Err(StoreError::Taken { .. }) => return Err(MirrorError::HandleTaken(handle)),
            other => other?,
        };
        let mirror = self.store.mirror_by_id(id).await?.ok_or(MirrorError::Unknown(handle))?;
        self.wake.ring(Worker::Poller);
        Ok(Added { engine: self.clone(), mirror, taken_up: false, first: Some((reader, page)) })
    }

    /// Fails where a rule denies an account on X by its handle or number.
    async fn must_not_be_denied(
        &self,
        location: &SourceLocation,
        handle: Option<&str>,
    ) -> Result<(), MirrorError> {
        if location.network() != Network::X {
            return Ok(());
        }
        let names = [Some(location.place()), handle];
        let patterns: Vec<SourcePattern> =
            names.into_iter().flatten().filter_map(|name| name.parse().ok()).collect();
        let rules = self.store.source_rules_of(&patterns).await?;
        match rules.into_iter().find(|rule| rule.kind == AccessKind::Deny) {
            Some(rule) => Err(MirrorError::Denied { location: location.to_string(), reason: rule.reason }),
            None => Ok(()),
        }
    }

    /// The name that was asked for, if it is free; else one made from the source's own names.
    async fn free_handle(
        &self,
        add: &AddMirror,
        location: &SourceLocation,
        profile: &Profile,
    ) -> Result<LocalHandle, MirrorError> {
        if let Some(handle) = &add.handle {
            return match self.store.mirror(handle).await? {
                Some(_) => Err(MirrorError::HandleTaken(handle.clone())),
                None => Ok(handle.clone()),
            };
        }
        let host = profile.url.as_ref().map(|url| url.host().trim_start_matches("www.").replace('.', "_"));
        let stem = Path::new(location.place()).file_stem().map(|s| s.to_string_lossy().into_owned());
        let candidates = [profile.handle.clone(), Some(profile.name.clone()), host, stem];
        for name in candidates.into_iter().flatten() {
            let Some(wished) = LocalHandle::suggest(&name) else { continue };
            for n in 1..10 {
                let handle = match n {
                    1 => wished.clone(),
                    n => match LocalHandle::new(&format!("{:.27}_{n}", wished.as_str())) {
                        Ok(handle) => handle,
                        Err(_) => continue,
                    },
                };
                if self.store.mirror(&handle).await?.is_none() {
                    return Ok(handle);
                }
            }
        }
        Err(MirrorError::NoHandle(profile.name.clone()))
    }
}

/// An address as the record, which many read, may have it: what is after the question mark may be a secret.
pub(crate) fn without_query(location: &str) -> &str {
    location.split(['?', '#']).next().unwrap_or_default()
}

async fn make_key() -> Result<SigningKey, MirrorError> {
    // 70 ms of arithmetic: not on a thread that serves requests.
    match tokio::task::spawn_blocking(SigningKey::generate).await {
        Ok(key) => Ok(key?),
        Err(_) => Ok(SigningKey::generate()?),
    }
}

/// A path as written, from where the command was run, must mean the same to the server later.
fn resolve(location: &SourceLocation) -> Result<SourceLocation, MirrorError> {
    let place = location.place();
    let is_path = match location.network() {
        Network::Archive => true,
        Network::Feed => !place.starts_with("http://") && !place.starts_with("https://"),
        Network::X | Network::Mastodon | Network::Bluesky | Network::Elsewhere => false,
    };
    if !is_path {
        return Ok(location.clone());
    }
    let file = |why: String| MirrorError::File { path: place.to_owned(), why };
    let path = std::fs::canonicalize(place).map_err(|error| file(error.to_string()))?;
    let path = path.to_str().ok_or_else(|| file("the path is not Unicode".into()))?;
    Ok(SourceLocation::new(location.network(), path)?)
}

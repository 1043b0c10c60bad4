//! What people do with mirrors: add, pause, resume, refresh, remove. Each deed is written into the record with its effect.

mod add;
mod afar;

use mimus_core::LocalHandle;
use mimus_networks::{Failure, LocationError};
use mimus_store::{Mirror, MirrorState, NewEntry, Person, Source, StoreError};
use serde_json::{Value, json};

use crate::desk::record::entry;
use crate::ingest::{Reading, ReadingError};
use crate::wake::Worker;
use crate::{Engine, Hold, ingest};

pub(crate) use add::without_query;
pub use add::{AddMirror, Added};
pub use afar::{Soon, location_from_afar};

/// Longest reason for a removal, in characters.
pub const MAX_REASON: usize = 300;

/// Why something could not be done with a mirror.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// Whoever asks does not keep this server.
    #[error("only keepers may do this")]
    NotKeeper,
    /// An archive or a file, from somebody who is not at the server's machine.
    #[error(
        "from here a mirror reads feed:https://… or x:HANDLE; archives and files are added on the server: mimus mirror add archive:FILE"
    )]
    NotFromAfar,
    /// There is no mirror of that name.
    #[error("there is no mirror @{0}; mimus mirror list shows those there are")]
    Unknown(LocalHandle),
    /// The mirror was removed.
    #[error("the mirror @{0} was removed; remote servers remember that, so its name is not used again")]
    Removed(LocalHandle),
    /// The source is mirrored already.
    #[error("{location} is mirrored here already, as @{handle}")]
    AlreadyMirrored {
        /// The source.
        location: String,
        /// The mirror's name.
        handle: LocalHandle,
    },
    /// A rule says that the account is not mirrored.
    #[error(
        "{location} is not mirrored here{}; mimus source list shows the rules, mimus source remove takes one back",
        if reason.is_empty() { String::new() } else { format!(" ({reason})") }
    )]
    Denied {
        /// The source.
        location: String,
        /// Why, as whoever asks is told; may be empty.
        reason: String,
    },
    /// The handle belongs to another mirror, or belonged to one.
    #[error("the handle @{0} is taken; choose another with --as")]
    HandleTaken(LocalHandle),
    /// No handle could be made from the source's names.
    #[error("no handle can be made from the name {0:?}; choose one with --as")]
    NoHandle(String),
    /// What was written is no source.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// A file that is not there or cannot be read.
    #[error("{path}: {why}")]
    File {
        /// The path as it was given.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// The source cannot be read.
    #[error("{location} cannot be read: {failure}")]
    Source {
        /// The source.
        location: String,
        /// What its network said.
        failure: Failure,
    },
    /// Another worker is reading it just now.
    #[error(
        "@{0} is being read just now; try again in a few minutes, or, if the process that read it was killed, run mimus mirror refresh {0} --take-over"
    )]
    Busy(LocalHandle),
    /// A key could not be made.
    #[error("no key could be made for the actor: {0}")]
    Key(#[from] mimus_federation::signature::KeyError),
    /// Reading failed after the mirror was made.
    #[error(transparent)]
    Reading(#[from] ReadingError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a source is read on request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Refresh {
    /// From its beginning, quietly.
    pub whole: bool,
    /// Even if somebody else holds it: after a process was killed that did. One that still runs will find that its
    /// lease is lost, and record nothing more.
    pub take_over: bool,
}

impl Engine {
    /// The mirror of that name, unless it is removed.
    pub async fn mirror(&self, handle: &LocalHandle) -> Result<Mirror, MirrorError> {
        match self.store.mirror(handle).await? {
            None => Err(MirrorError::Unknown(handle.clone())),
            Some(mirror) if mirror.state == MirrorState::Removed => Err(MirrorError::Removed(handle.clone())),
            Some(mirror) => Ok(mirror),
        }
    }

    /// Stops reading a mirror's source. What is here stays and can be followed. Says whether it ran.
    pub async fn pause_mirror(&self, by: &Person, handle: &LocalHandle) -> Result<bool, MirrorError> {
        must_keep(by)?;
        let mirror = self.mirror(handle).await?;
        let entries = [deed(by, "mirror.paused", handle, json!({}))];
        let (store, now) = (&self.store, self.clock.now());
        Ok(store.set_mirror_state_by(mirror.id, MirrorState::Paused, None, &entries, now).await?)
    }

    /// Reads a mirror's source again. What was written meanwhile is taken in and not pushed. Says whether it
    /// did not run.
    pub async fn resume_mirror(&self, by: &Person, handle: &LocalHandle) -> Result<bool, MirrorError> {
        must_keep(by)?;
        let mirror = self.mirror(handle).await?;
        let entries = [deed(by, "mirror.resumed", handle, json!({}))];
        let (store, now) = (&self.store, self.clock.now());
        let resumed = store.set_mirror_state_by(mirror.id, MirrorState::Active, None, &entries, now).await?;
        self.wake.ring(Worker::Poller);
        Ok(resumed)
    }

    /// Ends a mirror: its posts and followers go, its actor is deleted on every server that knows it, its
    /// addresses answer 410. This cannot be undone.
    pub async fn remove_mirror(
        &self,
        by: &Person,
        handle: &LocalHandle,
        reason: Option<&str>,
    ) -> Result<(), MirrorError> {
        must_keep(by)?;
        let mirror = self.mirror(handle).await?;
        let reason: String = reason.unwrap_or_default().trim().chars().take(MAX_REASON).collect();
        let entries = [deed(by, "mirror.removed", handle, json!({"why": reason, "posts": mirror.posts}))];
        let reason = (!reason.is_empty()).then_some(reason.as_str());
        self.store.remove_mirror_by(mirror.id, reason, &entries, self.clock.now()).await?;
        self.wake.ring(Worker::Courier);
        Ok(())
    }

    /// Reads a mirror's source now, and returns what came of it.
    pub async fn refresh_mirror(
        &self,
        by: &Person,
        handle: &LocalHandle,
        how: Refresh,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Reading, MirrorError> {
        must_keep(by)?;
        let mirror = self.mirror(handle).await?;
        if how.take_over {
            self.store.free_source(mirror.id).await?;
        }
        if how.whole {
            self.claim(&mirror).await?;
            self.store.forget_cursor(mirror.id).await?;
        }
        let (hold, source) = self.claim(&mirror).await?;
        let entries = [deed(by, "mirror.refreshed", handle, json!({"whole": how.whole}))];
        self.store.record_deeds(&entries, self.clock.now()).await?;
        Ok(ingest::read(self, &hold, source, None, progress).await?)
    }

    /// Takes a mirror's source for this process.
    async fn claim(&self, mirror: &Mirror) -> Result<(Hold, Source), MirrorError> {
        let hold = self.node.hold().await?;
        match self.store.claim_source(mirror.id, hold.name()).await? {
            Some(source) => Ok((hold, source)),
            None => Err(MirrorError::Busy(mirror.handle.clone())),
        }
    }
}

fn must_keep(by: &Person) -> Result<(), MirrorError> {
    if by.keeps() { Ok(()) } else { Err(MirrorError::NotKeeper) }
}

fn deed(by: &Person, deed: &'static str, handle: &LocalHandle, detail: Value) -> NewEntry {
    entry(&by.shown, deed, format!("mirror @{handle}"), None, detail)
}

//! What people do with mirrors: add, pause, resume, refresh, remove.

mod add;

use mimus_core::LocalHandle;
use mimus_networks::{Failure, LocationError};
use mimus_store::{Mirror, MirrorState, Source, StoreError};

use crate::ingest::{Reading, ReadingError};
use crate::wake::Worker;
use crate::{Engine, Hold, ingest};

pub use add::{AddMirror, Added};

/// Why something could not be done with a mirror.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
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
    pub async fn pause_mirror(&self, handle: &LocalHandle) -> Result<bool, MirrorError> {
        let mirror = self.mirror(handle).await?;
        Ok(self.store.set_mirror_state(mirror.id, MirrorState::Paused, None, self.clock.now()).await?)
    }

    /// Reads a mirror's source again. What was written meanwhile is taken in and not pushed. Says whether it
    /// did not run.
    pub async fn resume_mirror(&self, handle: &LocalHandle) -> Result<bool, MirrorError> {
        let mirror = self.mirror(handle).await?;
        let resumed =
            self.store.set_mirror_state(mirror.id, MirrorState::Active, None, self.clock.now()).await?;
        self.wake.ring(Worker::Poller);
        Ok(resumed)
    }

    /// Ends a mirror: its posts and followers go, its actor is deleted on every server that knows it, its
    /// addresses answer 410. This cannot be undone.
    pub async fn remove_mirror(&self, handle: &LocalHandle, reason: Option<&str>) -> Result<(), MirrorError> {
        let mirror = self.mirror(handle).await?;
        self.store.remove_mirror(mirror.id, reason, self.clock.now()).await?;
        self.wake.ring(Worker::Courier);
        Ok(())
    }

    /// Reads a mirror's source now, and returns what came of it.
    pub async fn refresh_mirror(
        &self,
        handle: &LocalHandle,
        how: Refresh,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Reading, MirrorError> {
        let mirror = self.mirror(handle).await?;
        if how.take_over {
            self.store.free_source(mirror.id).await?;
        }
        if how.whole {
            self.claim(&mirror).await?;
            self.store.forget_cursor(mirror.id).await?;
        }
        let (hold, source) = self.claim(&mirror).await?;
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

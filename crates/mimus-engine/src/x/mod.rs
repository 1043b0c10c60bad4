//! Reading X as a whole: one node at a time holds its stream, spends its windows and pays for what comes.
//!
//! Who is mirrored, how often they post and what may be spent make a plan (`mimus_networks::x::plan`); the collector
//! carries it out. Posts come by the stream, by searches and by timelines, in any order and more than once: recording them is
//! idempotent, and every account is known to be covered up to a time, from which on the next look asks.

mod activity;
mod arrive;
mod collector;
mod listen;
mod lists;
mod look;
mod others;
mod profiles;
mod roster;
mod rules;
mod subscribe;
mod sweep;

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::Basis;
use mimus_networks::x::plan::Plan;
use mimus_store::{Duty, MirrorState, StoreError, UNFOLLOWED};

pub use activity::Activity;
pub use roster::{Roster, With};

use crate::Engine;

/// Time between two tries to take the duty, and between two looks at who is mirrored.
const LOOK: Duration = Duration::from_secs(5);

/// Reads X for as long as this node has the duty, until it is time to stop.
pub async fn run(engine: Engine) {
    let Some(x) = engine.connectors.x.clone() else { return };
    while !engine.wake.stopping() {
        match duty(&engine).await {
            Ok(true) => collector::collect(&engine, &x).await,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the database does not say who reads X"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => return,
        }
    }
}

/// Whether this node has, or now takes, the duty to read X.
async fn duty(engine: &Engine) -> Result<bool, StoreError> {
    let hold = engine.node.hold().await?;
    engine.store.claim_duty(Duty::ReadX, hold.name()).await
}

/// Lets mirrors of X rest that nobody has followed for as long as the limits say; those of the server's own accounts do not.
/// Returns how many.
pub async fn rest_unfollowed(engine: &Engine) -> Result<u64, StoreError> {
    let Some(after) = engine.limits.rest_unfollowed else { return Ok(0) };
    let now = engine.clock.now();
    let before = now.checked_sub(after).unwrap_or(Timestamp::MIN);
    let mut resting = 0;
    for id in engine.store.unfollowed("x:", before, now).await? {
        let Some(mirror) = engine.store.mirror_by_id(id).await? else { continue };
        if mirror.policy.basis != Basis::Own {
            tracing::info!(handle = %mirror.handle, "nobody follows this mirror of X: it rests");
            let rests = engine.store.set_mirror_state(id, MirrorState::Paused, Some(UNFOLLOWED), now);
            resting += u64::from(rests.await?);
        }
    }
    Ok(resting)
}

impl Engine {
    /// How the mirrored accounts of X would be read now.
    pub async fn x_plan(&self) -> Result<Plan, StoreError> {
        let roster = Roster::read(self).await?;
        let activity = self.activity.webhook().is_some();
        let lists = self.limits.x_lists && lists::owner(self).await?.is_some();
        roster.plan(self, None, With { stream: true, activity, lists }).await
    }
}

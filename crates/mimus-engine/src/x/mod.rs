//! Reading X as a whole: one node at a time holds its stream, spends its windows and pays for what comes.
//!
//! Who is mirrored, how often they post and what may be spent make a plan (`mimus_networks::x::plan`); the collector
//! carries it out. Posts come by the stream, by searches and by timelines, in any order and more than once: recording them is
//! idempotent, and every account is known to be covered up to a time, from which on the next look asks.

mod arrive;
mod collector;
mod listen;
mod look;
mod roster;
mod rules;
mod sweep;

use std::time::Duration;

use mimus_networks::x::plan::Plan;
use mimus_store::{Duty, StoreError};

pub use roster::Roster;

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

impl Engine {
    /// How the mirrored accounts of X would be read now.
    pub async fn x_plan(&self) -> Result<Plan, StoreError> {
        let roster = Roster::read(self).await?;
        roster.plan(self, None, true).await
    }
}

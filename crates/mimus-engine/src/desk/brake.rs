//! The brakes: of one account, and of all at once.

use mimus_core::desk::Deed;
use mimus_store::{AccountId, BrakeAll, Person};
use serde_json::json;

use super::people::must_keep;
use super::record::entry;
use super::{DeskError, Wanting};
use crate::Engine;
use crate::wake::Worker;

/// Longest reason, in characters.
const MAX_WHY: usize = 300;

/// What a publication and an account say while everything is stopped.
pub(crate) fn all_stopped(brake: &BrakeAll) -> String {
    let BrakeAll { who, why, .. } = brake;
    if why.is_empty() {
        format!("everything was stopped by {who}")
    } else {
        format!("everything was stopped by {who}: {why}")
    }
}

impl Engine {
    /// Stops everything that is to go out from the Desk to an account, or lets it go on: what was due meanwhile is missed, and
    /// not posted late.
    pub async fn brake(&self, by: &Person, id: AccountId, stop: bool, why: &str) -> Result<(), DeskError> {
        if !by.may(Deed::Brake, id) {
            return Err(DeskError::MayNot(Deed::Brake));
        }
        let at = self.desk_account(id).await?;
        let name = at.account.name().to_string();
        let why = bounded(why);
        let now = self.clock.now();
        let deed = if stop { "brake.pulled" } else { "brake.released" };
        let reason = stop.then(|| format!("stopped by {}: {why}", by.shown));
        let about = format!("account {name}");
        let entries = [entry(&by.shown, deed, about, Some(name), json!({"why": why}))];
        self.store.set_brake(at.desk.route, reason.as_deref(), &entries, now).await?;
        if !stop {
            self.wake.ring(Worker::Publisher);
        }
        Ok(())
    }

    /// Stops everything that is to go out to any account, from the Desk and by routes, or lets it go on; the brakes and pauses of
    /// single accounts and routes stay as they are. What was due meanwhile goes out then, unless its time is over. Says whether
    /// that changed anything.
    pub async fn brake_all(&self, by: &Person, stop: bool, why: &str) -> Result<bool, DeskError> {
        must_keep(by)?;
        let (why, now) = (bounded(why), self.clock.now());
        let about = "all accounts".to_owned();
        if stop {
            if why.is_empty() {
                return Err(Wanting::WhyStop.into());
            }
            let entries = [entry(&by.shown, "brake.pulled", about, None, json!({"why": why}))];
            let brake = BrakeAll { who: by.shown.clone(), why, at: now };
            return Ok(self.store.pull_brake_all(&brake, &entries, now).await?);
        }
        let Some(brake) = self.store.brake_all().await? else { return Ok(false) };
        let entries = [entry(&by.shown, "brake.released", about, None, json!({"why": why}))];
        let released = self.store.release_brake_all(&all_stopped(&brake), &entries, now).await?;
        self.wake.ring(Worker::Publisher);
        Ok(released)
    }
}

fn bounded(why: &str) -> String {
    why.trim().chars().take(MAX_WHY).collect()
}

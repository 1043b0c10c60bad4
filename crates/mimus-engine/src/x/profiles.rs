//! How the mirrored accounts look, a hundred a call.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_networks::Failure;
use mimus_networks::x::{Behalf, MeteredX, PROFILE_EVERY, PROFILES_A_CALL, Standing, Users, standing};

use super::arrive;
use super::roster::{Member, Roster};
use crate::Engine;
use crate::ingest::ReadingError;

/// Time between two looks at whose profile is due; the first comes at once.
const EVERY: Duration = Duration::from_secs(10 * 60);
/// For so long those that are due wait for others, so that they share a call.
const WAITS: SignedDuration = SignedDuration::from_hours(24);

/// Reads profiles when they are due, until it is ended.
pub(super) async fn run(engine: Engine, x: MeteredX) {
    loop {
        match Roster::read(&engine).await {
            Ok(roster) => {
                for behalf in [Behalf::Owned, Behalf::Asked] {
                    read(&engine, &x, &roster, behalf).await;
                }
            }
            Err(error) => tracing::error!(%error, "what is mirrored of X is not known"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// The accounts whose profile is due, where they fill a call or one waits no longer; who was never read comes first.
fn due(roster: &Roster, behalf: Behalf, now: Timestamp) -> Vec<u64> {
    let late = |at: Option<Timestamp>, by: SignedDuration| at.is_none_or(|at| now.duration_since(at) >= by);
    let mut due: Vec<(Option<Timestamp>, u64)> = roster
        .members
        .iter()
        .filter(|(_, member)| member.behalf == behalf && late(member.profile_at, PROFILE_EVERY))
        .map(|(id, member)| (member.profile_at, *id))
        .collect();
    due.sort_unstable();
    let urgent = due.iter().any(|(at, _)| late(*at, PROFILE_EVERY + WAITS));
    if !urgent {
        due.truncate(due.len() / PROFILES_A_CALL * PROFILES_A_CALL);
    }
    due.into_iter().map(|(_, id)| id).collect()
}

/// Reads those that are due. Where the Ledger grants no call for so many it is asked for fewer.
async fn read(engine: &Engine, x: &MeteredX, roster: &Roster, behalf: Behalf) {
    let due = due(roster, behalf, engine.clock.now());
    let (mut left, mut size) = (due.as_slice(), PROFILES_A_CALL);
    while !left.is_empty() && !engine.wake.stopping() {
        let (ids, others) = left.split_at(size.min(left.len()));
        match x.users(behalf, ids).await {
            Ok(users) => {
                for id in ids {
                    if let Some(member) = roster.members.get(id) {
                        keep(engine, x, member, *id, &users).await;
                    }
                }
                left = others;
            }
            Err(Failure::RateLimited { .. }) if size > 1 => size /= 2,
            Err(failure) => {
                tracing::debug!(%failure, accounts = left.len(), "profiles on X are read later");
                return;
            }
        }
    }
}

/// Does what an answer says of one account. What cannot be done now is due again.
async fn keep(engine: &Engine, x: &MeteredX, member: &Member, id: u64, users: &Users) {
    let done: Result<bool, ReadingError> = match standing(users, id) {
        Standing::Open(profile) => arrive::profile(engine, x, member, id, &profile).await,
        Standing::Protected(why) => arrive::end(engine, x, member, id, why).await,
        Standing::Absent => Ok(arrive::timeline(engine, x, member, id, false).await),
        Standing::Unsaid => Ok(true),
    };
    match done {
        Ok(true) => {}
        Ok(false) => tracing::debug!(id, "a profile waits, as its mirror is in use"),
        Err(error) => tracing::warn!(id, %error, "a profile of X could not be kept"),
    }
}

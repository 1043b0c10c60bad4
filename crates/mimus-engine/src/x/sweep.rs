//! Looking whether posts are still there.
//!
//! What X charges for once it shows for the rest of the UTC day: so the posts of the day are looked for again at no cost, and
//! none of an earlier day, which would cost as much as a new one.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_core::RemoteId;
use mimus_networks::x::{Absence, MeteredX, TweetId};
use mimus_store::MirrorId;
use tokio::time::Instant;

use super::arrive;
use super::roster::{PREFIX, Roster};
use crate::Engine;
use crate::wake::Worker;

/// Most posts that are looked for in one sweep: 300 calls of the 3,500 that a window has.
const MOST: u32 = 30_000;

/// Time between two looks for posts of the last minutes that are gone, and of the day. For ten thousand accounts both
/// together take less than a tenth of the window.
const EVERY: Duration = Duration::from_secs(30);
const DAY_EVERY: Duration = Duration::from_secs(15 * 60);
/// How old posts of the last minutes are at most.
const RECENT: SignedDuration = SignedDuration::from_mins(15);

/// Looks again and again, until it is ended.
pub(super) async fn run(engine: Engine, x: MeteredX) {
    let mut day_at = Instant::now();
    loop {
        tokio::time::sleep(EVERY).await;
        let roster = match Roster::read(&engine).await {
            Ok(roster) => roster,
            Err(error) => {
                tracing::error!(%error, "what is mirrored of X is not known");
                continue;
            }
        };
        let day = day_at.elapsed() >= DAY_EVERY;
        if day {
            day_at = Instant::now();
        }
        let gone = sweep(&engine, &x, &roster, day).await;
        if gone > 0 {
            tracing::info!(gone, "posts that are gone on X were taken away");
            engine.wake.ring(Worker::Courier);
        }
    }
}

/// Looks for the day's posts of every account, or only for those of the last minutes, and takes away those that are gone.
/// Returns how many were.
async fn sweep(engine: &Engine, x: &MeteredX, roster: &Roster, day: bool) -> usize {
    let now = engine.clock.now();
    let Some(midnight) = today(now) else { return 0 };
    let recent = now.saturating_sub(RECENT).unwrap_or(midnight);
    let since = if day { midnight } else { recent.max(midnight) };
    let ids = match engine.store.remote_ids_by_mirror(PREFIX, since, MOST).await {
        Ok(ids) => ids,
        Err(error) => {
            tracing::error!(%error, "the day's posts are not known");
            return 0;
        }
    };
    // What an account's own token reads was paid less for; looking for it otherwise would cost the whole price.
    let accounts = roster.members.iter().filter(|(_, member)| member.own.is_none());
    let accounts: HashMap<MirrorId, u64> =
        accounts.map(|(account, member)| (member.mirror, *account)).collect();
    let wanted: Vec<(u64, TweetId)> =
        ids.iter().filter_map(|(mirror, id)| Some((*accounts.get(mirror)?, id.parse().ok()?))).collect();
    let mut found = 0;
    for part in wanted.chunks(100) {
        let ids: Vec<TweetId> = part.iter().map(|(_, id)| *id).collect();
        let accounts: Vec<u64> = part.iter().map(|(account, _)| *account).collect();
        let answer = match x.tweets(roster.behalf(&accounts), &ids).await {
            Ok(answer) => answer,
            Err(failure) => {
                tracing::debug!(%failure, "the day's posts are looked for later");
                return found;
            }
        };
        let gone: BTreeSet<TweetId> = answer
            .problems
            .iter()
            .filter(|problem| problem.absence() != Absence::Other)
            .filter_map(|problem| problem.resource())
            .filter(|(kind, _)| matches!(*kind, "tweet" | "post"))
            .filter_map(|(_, id)| id.parse().ok())
            .collect();
        let of: BTreeSet<u64> =
            part.iter().filter(|(_, id)| gone.contains(id)).map(|(account, _)| *account).collect();
        for account in of {
            let Some(member) = roster.members.get(&account) else { continue };
            let ids: Vec<RemoteId> = part
                .iter()
                .filter(|(by, id)| *by == account && gone.contains(id))
                .filter_map(|(_, id)| RemoteId::new(id.to_string()).ok())
                .collect();
            found += ids.len();
            if let Err(error) = arrive::gone(engine, x, member, account, ids).await {
                tracing::error!(%error, "what is gone on X could not be taken away; it is looked for again");
            }
        }
    }
    found
}

/// When the UTC day began.
fn today(now: Timestamp) -> Option<Timestamp> {
    Some(now.to_zoned(jiff::tz::TimeZone::UTC).start_of_day().ok()?.timestamp())
}

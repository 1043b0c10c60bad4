//! Looking whether posts are still there.
//!
//! What X charges for once it shows for the rest of the UTC day: so the posts of the day are looked for again at no cost, and
//! none of an earlier day, which would cost as much as a new one.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mimus_core::RemoteId;
use mimus_networks::x::{Absence, MeteredX, TweetId};

use super::arrive;
use super::roster::Roster;
use crate::Engine;

/// Most posts of one account that are looked for.
const OF_EACH: u32 = 100;

/// How old posts of the last minutes are at most.
const RECENT: SignedDuration = SignedDuration::from_mins(15);

/// Looks for the day's posts of every account, or only for those of the last minutes, and takes away those that are gone.
/// Returns how many were.
pub(super) async fn sweep(engine: &Engine, x: &MeteredX, roster: &Roster, day: bool) -> usize {
    let now = engine.clock.now();
    let Some(midnight) = today(now) else { return 0 };
    let recent = now.saturating_sub(RECENT).unwrap_or(midnight);
    let since = if day { midnight } else { recent.max(midnight) };
    let mut wanted: Vec<(u64, TweetId)> = Vec::new();
    for (account, member) in &roster.members {
        match engine.store.remote_ids_since(member.mirror, since, OF_EACH).await {
            Ok(ids) => wanted.extend(ids.iter().filter_map(|id| Some((*account, id.parse().ok()?)))),
            Err(error) => {
                tracing::error!(%error, "the day's posts are not known");
                return 0;
            }
        }
    }
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

//! Which post of its own account a reply goes on. Feeds only say that it answers the account.

use mimus_core::RemoteId;

/// Longest time between a post and the one that goes on from it, in milliseconds.
const NEAR: i64 = 600_000;

/// The time before a reply in which no other own post may stand, in milliseconds.
const ALONE: i64 = 3_600_000;

/// An account's own posts by time.
#[derive(Debug, Default)]
pub(super) struct Own<'a>(Vec<(&'a str, i64)>);

impl<'a> Own<'a> {
    /// From ids with the times at which they were written, in milliseconds; a post that stands in the feed twice
    /// counts once.
    pub(super) fn new(mut posts: Vec<(&'a str, i64)>) -> Self {
        posts.sort_by_key(|(id, written)| (*written, number(id)));
        let mut seen = std::collections::HashSet::new();
        posts.retain(|(id, _)| seen.insert(*id));
        Self(posts)
    }

    /// The parent of the reply `id`: the account's only own post of the hour before it, if that was written within
    /// ten minutes. Anything wider names wrong posts on real accounts, and no parent is better than a wrong one.
    pub(super) fn parent(&self, id: &str) -> Option<RemoteId> {
        let at = self.0.iter().position(|(known, _)| *known == id)?;
        let (earlier, from) = self.0.split_at(at);
        let (_, mine) = from.first()?;
        // An entry without a date stands at 0.
        let mut recent = earlier.iter().rev().take_while(|(_, t)| *t > 0 && mine.saturating_sub(*t) <= ALONE);
        let (parent, written) = recent.next()?;
        let is_certain = recent.next().is_none() && mine.saturating_sub(*written) <= NEAR;
        is_certain.then(|| RemoteId::new(*parent).ok()).flatten()
    }
}

/// Ids grow with time, which orders what was written in the same second.
fn number(id: &str) -> u64 {
    id.parse().unwrap_or(u64::MAX)
}

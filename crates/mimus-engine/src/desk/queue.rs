//! The queue of slots. Sharing next: a draft takes the first slot of its accounts, and what waits there moves on, each to its own next
//! slot. After a pause: what missed its time is given the next slots, in its order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use mimus_core::desk::Deed;
use mimus_core::policy::Pace;
use mimus_store::{AccountId, Draft, DraftId, DraftState, Listed, Moved, Person, PublicationState, Window};

use super::accounts::AtDesk;
use super::schedule::{FURTHEST, When, going};
use super::{DeskError, Unusable};
use crate::Engine;
use crate::relay::when::quiet_until;

/// Most drafts with a slot that are looked at.
const MOST: u32 = 2_000;
/// Most drafts that move on for one.
const MOST_MOVED: usize = 200;
const HALF_A_DAY: SignedDuration = SignedDuration::from_hours(12);

/// A draft with its place in the queue.
struct Place {
    accounts: Vec<AccountId>,
    at: Timestamp,
    /// Whether somebody may move it on for another.
    moves: bool,
}

/// The queue as it is and is to be.
struct Queue<'a> {
    accounts: &'a [AtDesk],
    places: BTreeMap<DraftId, Place>,
}

impl Queue<'_> {
    fn of<'b>(&'b self, ids: &'b [AccountId]) -> impl Iterator<Item = &'b AtDesk> + 'b {
        self.accounts.iter().filter(|at| ids.contains(&at.account.id))
    }

    /// The slots that all of the accounts have that have any.
    fn slots<'b>(&'b self, ids: &'b [AccountId], after: Timestamp) -> impl Iterator<Item = Timestamp> + 'b {
        let first = self.of(ids).find(|at| at.has_slots());
        let times = first.into_iter().flat_map(move |first| first.desk.slots.after(after, &first.zone()));
        times.filter(move |time| self.is_slot(ids, *time))
    }

    /// Whether all of the accounts have one then that have any.
    fn is_slot(&self, ids: &[AccountId], time: Timestamp) -> bool {
        let mut with_slots = self.of(ids).filter(|at| at.has_slots()).peekable();
        with_slots.peek().is_some() && with_slots.all(|at| at.is_slot(time))
    }

    /// Whether the charters let something out then: their hours, and how much goes out in a day.
    fn lets_out(&self, id: DraftId, ids: &[AccountId], time: Timestamp) -> bool {
        let (from, until) = (time.saturating_sub(HALF_A_DAY), time.saturating_add(HALF_A_DAY));
        let (from, until) = (from.unwrap_or(time), until.unwrap_or(time));
        self.of(ids).all(|at| {
            let charter = &at.desk.charter;
            // Who is there then and moves is gone by then.
            let others = self.places.iter().filter(|(other, place)| {
                **other != id
                    && place.accounts.contains(&at.account.id)
                    && (from..until).contains(&place.at)
                    && !(place.moves && place.at == time)
            });
            let pace = Pace { quiet: charter.quiet.clone(), ..Pace::default() };
            quiet_until(&pace, time).is_none()
                && charter.a_day.is_none_or(|most| others.count() < most as usize)
        })
    }

    /// Who is there then, on any of the accounts; nothing where one of them stays.
    fn there(&self, ids: &[AccountId], time: Timestamp) -> Option<Vec<DraftId>> {
        let there = self.places.iter().filter(|(_, place)| {
            place.at == time && place.accounts.iter().any(|account| ids.contains(account))
        });
        there.map(|(id, place)| place.moves.then_some(*id)).collect()
    }
}

impl Engine {
    /// Where a draft goes that is to be the next of its accounts, and what moves on for it. What somebody may not move stays, and so
    /// does what has a time of its own outside the slots.
    pub(super) async fn share_next(
        &self,
        by: &Person,
        draft: &Draft,
        earliest: Timestamp,
    ) -> Result<(Timestamp, Vec<Moved>), DeskError> {
        let now = self.clock.now();
        let accounts = self.desk_accounts().await?;
        let furthest = now.saturating_add(FURTHEST).unwrap_or(Timestamp::MAX);
        let since = now.saturating_sub(HALF_A_DAY).unwrap_or(now);
        let mut queue = Queue { accounts: &accounts, places: BTreeMap::new() };
        for line in self.store.drafts_with_slots(since, furthest, MOST).await? {
            let Some(at) = line.slot else { continue };
            let moves = line.state == DraftState::Scheduled
                && at > now
                && by.may_with_all(Deed::Publish, &line.accounts)
                && queue.is_slot(&line.accounts, at);
            queue.places.insert(line.id, Place { accounts: line.accounts, at, moves });
        }
        let found = self.make_room(&mut queue, draft, earliest, furthest).await?;
        found.ok_or(DeskError::Unusable(Unusable::NoSlot))
    }

    /// Gives what missed its time on an account the next slots that are free, in the order in which it was to go out. What nothing lets
    /// out any more, its window, a refusal, a charter, stays missed. Says how many go out again.
    pub async fn requeue_missed(&self, by: &Person, account: AccountId) -> Result<u32, DeskError> {
        if !by.may(Deed::Publish, account) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        let open = self.store.desk_publications(Some(&[account]), Listed::Open, None, MOST).await?;
        let missed = open.iter().filter(|publication| publication.state == PublicationState::Missed);
        let ids: BTreeSet<DraftId> = missed.filter_map(|publication| publication.draft).collect();
        let mut drafts = Vec::new();
        for id in ids {
            let draft = self.draft_for(by, id).await?;
            let stands = self.store.publications_of_draft(id).await?;
            let whole = stands.iter().all(|publication| publication.state == PublicationState::Missed);
            if whole && by.may_with_all(Deed::Publish, &draft.accounts) {
                drafts.push(draft);
            }
        }
        drafts.sort_by_key(|draft| (draft.slot, draft.id));
        let mut again = 0;
        for draft in drafts {
            if !self.has_a_next_slot(&draft).await? {
                continue;
            }
            self.unschedule(by, draft.id, "it missed its time").await?;
            self.schedule(by, draft.id, &draft.hash, When::NextSlot).await?;
            again += 1;
        }
        Ok(again)
    }

    async fn has_a_next_slot(&self, draft: &Draft) -> Result<bool, DeskError> {
        let now = self.clock.now();
        let earliest = draft.window.from.map_or(now, |from| from.max(now));
        let found = match self.ready(draft, &draft.hash).await {
            Ok(previews) => self.next_slot(&previews, earliest).await.map(|at| (previews, at)),
            Err(error) => Err(error),
        };
        let (previews, at) = match found {
            Ok(found) => found,
            Err(error @ DeskError::Store(_)) => return Err(error),
            Err(_) => return Ok(false),
        };
        for preview in &previews {
            if !self.time_checks(draft.id, &preview.at, at).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(in_window(&draft.window, at))
    }

    async fn make_room(
        &self,
        queue: &mut Queue<'_>,
        draft: &Draft,
        earliest: Timestamp,
        furthest: Timestamp,
    ) -> Result<Option<(Timestamp, Vec<Moved>)>, DeskError> {
        let (mut first, mut moved) = (None, Vec::new());
        // Who has no place, by where they were; the first of them takes what comes next.
        let mut without = BTreeMap::from([((just_before(earliest), draft.id), draft.clone())]);
        while let Some(((was, id), one)) = without.pop_first() {
            let fits = |time: &Timestamp| in_window(&one.window, *time) && *time <= furthest;
            let free = |time: &Timestamp| queue.lets_out(id, &one.accounts, *time);
            let found = queue
                .slots(&one.accounts, was)
                .filter(fits)
                .filter(free)
                .find_map(|time| queue.there(&one.accounts, time).map(|there| (time, there)));
            let Some((time, there)) = found else { return Ok(None) };
            for other in there {
                queue.places.remove(&other);
                let other = self.store.draft(other).await?.ok_or(DeskError::Changed)?;
                without.insert((time, other.id), other);
            }
            if id == draft.id {
                first = Some(time);
            } else {
                moved.push(Moved { draft: id, from: was, going: going(&one, time) });
            }
            if moved.len() > MOST_MOVED {
                return Ok(None);
            }
            queue.places.insert(id, Place { accounts: one.accounts, at: time, moves: false });
        }
        Ok(first.map(|first| (first, moved)))
    }
}

fn just_before(at: Timestamp) -> Timestamp {
    at.saturating_sub(SignedDuration::from_millis(1)).unwrap_or(at)
}

fn in_window(window: &Window, time: Timestamp) -> bool {
    window.from.is_none_or(|from| time >= from) && window.until.is_none_or(|until| time < until)
}

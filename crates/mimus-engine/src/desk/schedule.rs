//! The schedule: what is approved gets a time, and with it its publications, in one transaction.

use jiff::{SignedDuration, Timestamp};
use mimus_core::desk::{Deed, Standing, compose};
use mimus_store::{
    AccountState, Draft, DraftId, DraftPublication, DraftState, Going, Moved, Person, Planned,
};
use serde_json::json;

use super::accounts::AtDesk;
use super::drafts::{about, words};
use super::record::entry;
use super::review::Preview;
use super::token::Token;
use super::{DeskError, Unusable, Wanting, after};
use crate::Engine;
use crate::relay::routes::RouteError;
use crate::wake::Worker;

/// How long after its time a draft still goes out; later it is missed, and somebody decides.
const GRACE: SignedDuration = SignedDuration::from_mins(30);
/// How far ahead something may be scheduled.
pub(super) const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// When a draft is to go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Now.
    Now,
    /// At the first slot that is free on all of its accounts.
    NextSlot,
    /// At the first slot of all of its accounts; what waits there moves on.
    First,
    /// At that time.
    At(Timestamp),
}

impl Engine {
    /// Gives a draft that is approved its time. `hash` is what whoever asks has seen.
    pub async fn schedule(
        &self,
        by: &Person,
        id: DraftId,
        hash: &str,
        when: When,
    ) -> Result<Timestamp, DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Publish, &draft.accounts) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        if draft.state != DraftState::Proposed {
            return Err(DeskError::State(draft.state));
        }
        let previews = self.ready(&draft, hash).await?;
        let now = self.clock.now();
        let (at, moved) = self.time_for(by, &draft, &previews, when).await?;
        // Who has others move on was given a time that its charters allow once they have.
        for preview in previews.iter().filter(|_| moved.is_empty()) {
            let blocks = self.time_checks(id, &preview.at, at).await?;
            if !blocks.is_empty() {
                return Err(DeskError::Blocked(blocks));
            }
        }
        let going = going(&draft, at);
        let publications = publications(&draft, &previews, at)?;
        let detail = json!({"hash": hash, "at": at});
        let mut entries =
            self.entries_for(&by.shown, "draft.scheduled", about(id), &draft.accounts, detail).await?;
        for one in &moved {
            let accounts = self.draft_for(by, one.draft).await?.accounts;
            let detail = json!({"from": one.from, "at": one.going.at, "for": about(id)});
            entries.extend(
                self.entries_for(&by.shown, "draft.moved", about(one.draft), &accounts, detail).await?,
            );
        }
        let planned = Planned { going, publications: &publications, moved: &moved };
        if !self.store.schedule_draft(id, hash, planned, &entries, now).await? {
            return Err(DeskError::Changed);
        }
        self.wake.ring(Worker::Publisher);
        Ok(at)
    }

    /// What becomes of a draft on each account, where nothing keeps it from going out.
    pub(super) async fn ready(&self, draft: &Draft, hash: &str) -> Result<Vec<Preview>, DeskError> {
        if draft.hash != hash {
            return Err(DeskError::Changed);
        }
        let previews = self.preview(draft).await?;
        if previews.is_empty() {
            return Err(DeskError::Wanting(Wanting::Accounts));
        }
        for preview in &previews {
            if preview.at.account.state == AccountState::Disconnected {
                return Err(DeskError::NotConnected(preview.at.account.id));
            }
            let blocks: Vec<_> = preview.blocks().cloned().collect();
            if !blocks.is_empty() {
                return Err(DeskError::Blocked(blocks));
            }
            match preview.standing {
                Standing::Approved => {}
                Standing::Wanting(more) => return Err(DeskError::NotApproved(more)),
                Standing::Refused => return Err(DeskError::Refused),
            }
        }
        let over = draft.window.until.is_some_and(|until| until <= self.clock.now());
        if over {
            return Err(DeskError::Unusable(Unusable::WindowOver));
        }
        Ok(previews)
    }

    /// Its time, and what moves on for it.
    async fn time_for(
        &self,
        by: &Person,
        draft: &Draft,
        previews: &[Preview],
        when: When,
    ) -> Result<(Timestamp, Vec<Moved>), DeskError> {
        let now = self.clock.now();
        let earliest = draft.window.from.map_or(now, |from| from.max(now));
        let (at, moved) = match when {
            When::Now => (earliest, Vec::new()),
            When::At(at) => (at, Vec::new()),
            When::NextSlot => (self.next_slot(previews, earliest).await?, Vec::new()),
            When::First => self.share_next(by, draft, earliest).await?,
        };
        if at < now.saturating_sub(SignedDuration::from_mins(1)).unwrap_or(now) {
            return Err(DeskError::Unusable(Unusable::TimeOver));
        }
        if at > now.saturating_add(FURTHEST).unwrap_or(now) {
            return Err(DeskError::Unusable(Unusable::TooFar));
        }
        if draft.window.from.is_some_and(|from| at < from)
            || draft.window.until.is_some_and(|until| at >= until)
        {
            return Err(DeskError::Unusable(Unusable::OutsideWindow));
        }
        Ok((at.max(now), moved))
    }

    /// The first slot that all accounts have that have any, and that is taken on none.
    pub async fn next_slot(&self, previews: &[Preview], earliest: Timestamp) -> Result<Timestamp, DeskError> {
        let mut taken = Vec::new();
        for preview in previews {
            taken.extend(self.store.taken_slots(preview.at.account.id, earliest).await?);
        }
        let with_slots: Vec<&AtDesk> =
            previews.iter().map(|preview| &preview.at).filter(|at| at.has_slots()).collect();
        let free = |at: &Timestamp| !taken.contains(at) && with_slots.iter().all(|of| of.is_slot(*at));
        let first =
            with_slots.first().and_then(|first| first.desk.slots.after(earliest, &first.zone()).find(free));
        first.ok_or_else(|| DeskError::Unusable(Unusable::NoSlot))
    }

    /// Takes a draft out of the schedule, so that it can be changed. What has begun goes on.
    pub async fn unschedule(&self, by: &Person, id: DraftId, why: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Publish, &draft.accounts) && !by.may_with_all(Deed::Brake, &draft.accounts)
        {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        let detail = json!({"why": words(why)});
        let entries =
            self.entries_for(&by.shown, "draft.unscheduled", about(id), &draft.accounts, detail).await?;
        let out = self.store.unschedule_draft(id, &entries, self.clock.now()).await?;
        if out { Ok(()) } else { Err(DeskError::State(draft.state)) }
    }

    /// Has what is published changed to what the draft says now, which has been approved.
    pub async fn publish_change(&self, by: &Person, id: DraftId, hash: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Publish, &draft.accounts) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        if draft.state != DraftState::Published {
            return Err(DeskError::State(draft.state));
        }
        let previews = self.ready(&draft, hash).await?;
        let now = self.clock.now();
        let first = draft.slot.unwrap_or(now);
        let publications = publications(&draft, &previews, first)?;
        let detail = json!({"hash": hash});
        let entries =
            self.entries_for(&by.shown, "draft.change_published", about(id), &draft.accounts, detail).await?;
        let going = Going { at: now, until: after(now, GRACE.try_into().unwrap_or_default()) };
        if !self.store.change_published(id, hash, going, &publications, &entries, now).await? {
            return Err(DeskError::Changed);
        }
        self.wake.ring(Worker::Publisher);
        Ok(())
    }

    /// Says what somebody has seen of a publication of which the network did not tell.
    pub async fn desk_settle(
        &self,
        by: &Person,
        id: mimus_store::PublicationId,
        there: Option<(&str, Option<&str>)>,
    ) -> Result<(), DeskError> {
        let publication = self.store.publication(id).await?.ok_or(DeskError::NotFound)?;
        let draft = publication.draft.ok_or(DeskError::NotFound)?;
        let draft = self.draft_for(by, draft).await?;
        if !by.may(Deed::Publish, publication.account) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        self.settle_publication(id, there).await.map_err(of_route)?;
        let deed = if there.is_some() { "publication.seen" } else { "publication.not_seen" };
        let entries = [entry(&by.shown, deed, about(draft.id), None, json!({"publication": id.get()}))];
        self.store.record_deeds(&entries, self.clock.now()).await?;
        self.wake.ring(Worker::Publisher);
        Ok(())
    }

    /// Has a publication tried again that could not be carried out.
    pub async fn desk_retry(&self, by: &Person, id: mimus_store::PublicationId) -> Result<(), DeskError> {
        let publication = self.store.publication(id).await?.ok_or(DeskError::NotFound)?;
        let draft = self.draft_for(by, publication.draft.ok_or(DeskError::NotFound)?).await?;
        if !by.may(Deed::Publish, publication.account) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        self.retry_publication(id).await.map_err(of_route)?;
        let detail = json!({"publication": id.get()});
        let entries = [entry(&by.shown, "publication.retried", about(draft.id), None, detail)];
        Ok(self.store.record_deeds(&entries, self.clock.now()).await?)
    }
}

fn of_route(error: RouteError) -> DeskError {
    match error {
        RouteError::Store(error) => error.into(),
        RouteError::NothingToTry { state, .. } => Unusable::NothingToTry(state).into(),
        RouteError::NothingToSettle(_) => Unusable::NothingToSettle.into(),
        RouteError::NothingToDelete(_) => Unusable::NothingToDelete.into(),
        // Of accounts and routes, which nobody names here.
        RouteError::NoAccount(_)
        | RouteError::NotConnected { .. }
        | RouteError::ByHand(_)
        | RouteError::Circle(_)
        | RouteError::Twice(_)
        | RouteError::NoRoute(_)
        | RouteError::NoPublication(_)
        | RouteError::NotKeeper
        | RouteError::Policy(_)
        | RouteError::OfTheDesk(_)
        | RouteError::Changed(_)
        | RouteError::Past(_) => DeskError::NotFound,
    }
}

pub(super) fn going(draft: &Draft, at: Timestamp) -> Going {
    let late = at.saturating_add(GRACE).unwrap_or(at);
    Going { at, until: draft.window.until.map_or(late, |until| until.min(late)) }
}

fn publications(
    draft: &Draft,
    previews: &[Preview],
    at: Timestamp,
) -> Result<Vec<DraftPublication>, DeskError> {
    let mut publications = Vec::new();
    for preview in previews {
        let account = &preview.at.account;
        let posts = compose(&draft.content, account.network, draft.id.get(), at);
        for (part, post) in posts.into_iter().enumerate() {
            let token = Token::random()?;
            publications.push(DraftPublication {
                route: preview.at.desk.route,
                account: account.id,
                mark: format!("m{}", &token.expose()[..24]),
                own_reply: part > 0,
                post,
            });
        }
    }
    Ok(publications)
}

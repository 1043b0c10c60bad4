//! Connected accounts at the Desk: each has a charter, slots, and a route of its own by which drafts go out.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mimus_core::RoutePolicy;
use mimus_core::charter::Charter;
use mimus_core::desk::{ContentError, Deed, Slots};
use mimus_core::policy::{Brake, Edits, Mentions, ReplyRule, RepostRule, WarningRule};
use mimus_store::{Account, AccountId, AccountState, DeskAccount, Person, RouteState};
use serde_json::json;

use super::brake::all_stopped;
use super::record::entry;
use super::{DeskError, Unusable};
use crate::Engine;

/// A connected account with what the Desk knows of it.
#[derive(Debug, Clone)]
pub struct AtDesk {
    /// The account.
    pub account: Account,
    /// Its charter, its slots, its route.
    pub desk: DeskAccount,
    /// Why nothing goes out to any account, where the brake for all is pulled.
    pub all_stopped: Option<String>,
}

/// Somebody decided already on everything that a route's policy decides: drafts go out as they are written.
fn policy() -> RoutePolicy {
    RoutePolicy {
        replies_to_others: ReplyRule::Linked,
        reposts: RepostRule::Link,
        opt_out: Vec::new(),
        content_warnings: Some(WarningRule::Line),
        keep_warning_lines: true,
        mentions: Mentions::Directory,
        strip_tracking: false,
        edits: Edits::Edit,
        brake: Brake { posts: 60, minutes: 10 },
        ..RoutePolicy::default()
    }
}

impl Engine {
    /// The accounts at the Desk: all that are connected, or were and have drafts. Those that were connected since the last
    /// look are taken in, with a charter that asks for one reviewer.
    pub async fn desk_accounts(&self) -> Result<Vec<AtDesk>, DeskError> {
        let accounts = self.store.accounts().await?;
        let mut known = self.store.desk_accounts().await?;
        let is_new = |account: &&Account| {
            account.state != AccountState::Disconnected
                && !known.iter().any(|desk| desk.account == account.id)
        };
        let new: Vec<AccountId> = accounts.iter().filter(is_new).map(|account| account.id).collect();
        if !new.is_empty() {
            for account in new {
                let charter = Charter::default();
                let now = self.clock.now();
                self.store.add_desk_account(account, &policy(), &charter, &Slots::default(), now).await?;
            }
            known = self.store.desk_accounts().await?;
        }
        let all_stopped = self.all_stopped().await?;
        Ok(accounts
            .into_iter()
            .filter_map(|account| {
                let desk = known.iter().find(|desk| desk.account == account.id)?.clone();
                Some(AtDesk { account, desk, all_stopped: all_stopped.clone() })
            })
            .collect())
    }

    /// One of them.
    pub async fn desk_account(&self, id: AccountId) -> Result<AtDesk, DeskError> {
        if let (Some(desk), Some(account)) =
            (self.store.desk_account(id).await?, self.store.account(id).await?)
        {
            return Ok(AtDesk { account, desk, all_stopped: self.all_stopped().await? });
        }
        let accounts = self.desk_accounts().await?;
        accounts.into_iter().find(|at| at.account.id == id).ok_or(DeskError::NotFound)
    }

    async fn all_stopped(&self) -> Result<Option<String>, DeskError> {
        Ok(self.store.brake_all().await?.as_ref().map(all_stopped))
    }

    /// Changes an account's charter and slots.
    pub async fn keep_charter(
        &self,
        by: &Person,
        id: AccountId,
        charter: &Charter,
        slots: &Slots,
    ) -> Result<(), DeskError> {
        if !by.may(Deed::Keep, id) {
            return Err(DeskError::MayNot(Deed::Keep));
        }
        let at = self.desk_account(id).await?;
        bounded(charter, slots)?;
        if TimeZone::get(&slots.zone).is_err() {
            let zone = slots.zone.chars().take(60).collect::<String>();
            return Err(DeskError::Unusable(Unusable::Zone(zone.clone())));
        }
        let name = at.account.name().to_string();
        let detail = json!({"charter": charter, "slots": slots});
        let entries = [entry(&by.shown, "charter.changed", format!("account {name}"), Some(name), detail)];
        self.store.set_desk_account(id, charter, slots, &entries, self.clock.now()).await?;
        Ok(())
    }
}

/// Most characters of a charter's text, and most of each of its lists.
const MAX_CHARTER: usize = 20_000;
const MAX_LIST: usize = 100;

fn bounded(charter: &Charter, slots: &Slots) -> Result<(), DeskError> {
    let too_many = |what, most| Err(ContentError::TooMany { what, most }.into());
    let length = charter.text.chars().count();
    if length > MAX_CHARTER {
        return Err(ContentError::TooLong { what: "the charter", length, most: MAX_CHARTER }.into());
    }
    let words = charter.rules.topics.iter().map(|topic| topic.words.len()).max().unwrap_or(0);
    if charter.rules.topics.len().max(words).max(charter.rules.languages.len()) > MAX_LIST {
        return too_many("topics, words of one, and languages of a charter", MAX_LIST);
    }
    if slots.slots.len() > MAX_LIST {
        return too_many("slots", MAX_LIST);
    }
    if slots
        .slots
        .iter()
        .any(|slot| slot.days.is_empty() || slot.days.iter().any(|day| !(1..=7).contains(day)))
    {
        return Err(DeskError::Unusable(Unusable::SlotDays));
    }
    Ok(())
}

impl AtDesk {
    /// The account's time zone; one that this machine does not know is UTC.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.desk.slots.zone).unwrap_or(TimeZone::UTC)
    }

    /// Whether anything goes out to it.
    #[must_use]
    pub fn goes(&self) -> bool {
        self.account.state == AccountState::Connected
            && self.desk.route_state == RouteState::Active
            && self.all_stopped.is_none()
    }

    /// Whether it has any slots.
    #[must_use]
    pub fn has_slots(&self) -> bool {
        !self.desk.slots.slots.is_empty()
    }

    /// Whether one of them is at that time.
    #[must_use]
    pub fn is_slot(&self, at: Timestamp) -> bool {
        let just_before = at.saturating_sub(SignedDuration::from_millis(1)).unwrap_or(at);
        self.desk.slots.next_free(just_before, &self.zone(), &[]) == Some(at)
    }
}

//! Drafts: begun, written by several people at once, proposed, dropped.

use aws_lc_rs::digest::{SHA256, digest};
use mimus_core::desk::{Content, Deed, merge_contents};
use mimus_store::{AccountId, Comment, Draft, DraftId, DraftState, NewEntry, Person, Saved, Window, Written};
use serde_json::json;

use super::record::entry;
use super::token::hex;
use super::{DeskError, NotKept, Unusable, Wanting};
use crate::Engine;

/// Times that a draft is merged with what others write meanwhile before it is kept aside.
const MERGES: usize = 3;
/// Most characters of a comment or reason.
pub const MAX_WORDS: usize = 2_000;
/// Most characters of the name that a proposer without an account gives.
const MAX_NAME: usize = 60;

/// A draft as somebody wants it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Intent {
    /// What it says.
    pub content: Content,
    /// Where it goes.
    pub accounts: Vec<AccountId>,
    /// When it may.
    pub window: Window,
}

/// What became of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrote {
    /// It says so now, in this revision.
    Now(i64),
    /// Others had written meanwhile: both are in this revision.
    Merged(i64),
    /// Others had changed the same words: what was sent is kept aside under this number.
    Aside(i64),
    /// It said so already.
    Same,
}

impl Intent {
    /// The hash that an approval binds: of what it says, where it goes and when it may.
    #[must_use]
    pub fn hash(&self) -> String {
        let accounts: Vec<i64> = self.accounts.iter().map(|account| account.get()).collect();
        let at = |time: Option<jiff::Timestamp>| time.map(jiff::Timestamp::as_millisecond);
        let bound = json!([self.content.canonical(), accounts, at(self.window.from), at(self.window.until)])
            .to_string();
        hex(digest(&SHA256, bound.as_bytes()).as_ref())
    }

    pub(crate) fn settled(mut self) -> Result<Self, DeskError> {
        self.accounts.sort_unstable();
        self.accounts.dedup();
        let Window { from, until } = self.window;
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            return Err(DeskError::Unusable(Unusable::Window));
        }
        self.content.check_size()?;
        self.content.versions.retain(|_, words| !words.trim().is_empty());
        if self.content.content_warning.as_ref().is_some_and(|warning| warning.trim().is_empty()) {
            self.content.content_warning = None;
        }
        Ok(self)
    }
}

/// Whether somebody may see a draft: who may read one of the accounts that it goes to, or has written it.
#[must_use]
pub fn may_see(by: &Person, draft: &Draft) -> bool {
    by.keeper
        || draft.author == Some(by.id)
        || draft.accounts.iter().any(|account| by.may(Deed::Read, *account))
}

/// Whether somebody may write on a draft as it stands.
#[must_use]
pub fn may_write(by: &Person, draft: &Draft) -> bool {
    let own = draft.author == Some(by.id)
        && (draft.accounts.is_empty() || by.may_with_all(Deed::Propose, &draft.accounts));
    let open = matches!(draft.state, DraftState::Writing | DraftState::Proposed);
    match draft.state {
        DraftState::Held => by.may_with_all(Deed::Edit, &draft.accounts),
        _ if open && own => true,
        _ => by.may_with_all(Deed::Edit, &draft.accounts),
    }
}

pub(super) fn about(id: DraftId) -> String {
    format!("draft {id}")
}

impl Engine {
    /// A draft that somebody may see.
    pub async fn draft_for(&self, by: &Person, id: DraftId) -> Result<Draft, DeskError> {
        let draft = self.store.draft(id).await?.ok_or(DeskError::NotFound)?;
        if may_see(by, &draft) { Ok(draft) } else { Err(DeskError::NotFound) }
    }

    /// One entry for each account that a draft goes to, so that each account's record has it.
    pub(crate) async fn entries_for(
        &self,
        who: &str,
        deed: &'static str,
        about: String,
        accounts: &[AccountId],
        detail: serde_json::Value,
    ) -> Result<Vec<NewEntry>, DeskError> {
        let mut entries = Vec::new();
        for account in accounts {
            let name = self.store.account(*account).await?.map(|account| account.name().to_string());
            entries.push(entry(who, deed, about.clone(), name, detail.clone()));
        }
        if entries.is_empty() {
            entries.push(entry(who, deed, about, None, detail));
        }
        Ok(entries)
    }

    /// Begins a draft.
    pub async fn begin_draft(&self, by: &Person, intent: Intent) -> Result<DraftId, DeskError> {
        let intent = intent.settled()?;
        let may = if intent.accounts.is_empty() {
            by.keeper || by.accounts_to(Deed::Propose).next().is_some()
        } else {
            by.may_with_all(Deed::Propose, &intent.accounts)
        };
        if !may {
            return Err(DeskError::MayNot(Deed::Propose));
        }
        self.must_be_here(&intent.accounts, &intent.content).await?;
        let accounts = &intent.accounts;
        let entries = self.entries_for(&by.shown, "draft.begun", String::new(), accounts, json!({})).await?;
        self.add(DraftState::Writing, &intent, Some(by), None, entries).await
    }

    /// Takes in what somebody without an account here proposes, where the charter lets everybody. It is held apart until
    /// somebody of the account takes it on.
    pub async fn propose_from_outside(
        &self,
        account: AccountId,
        content: Content,
        name: &str,
    ) -> Result<DraftId, DeskError> {
        let at = self.desk_account(account).await?;
        if !at.desk.charter.proposals {
            return Err(DeskError::NotFound);
        }
        let intent = Intent { content, accounts: vec![account], window: Window::default() }.settled()?;
        if intent.content.is_empty() {
            return Err(DeskError::Wanting(Wanting::Words));
        }
        let name: String =
            name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_NAME).collect();
        let who = if name.is_empty() { "somebody" } else { &name };
        let accounts = &intent.accounts;
        let entries = self.entries_for(who, "proposal.received", String::new(), accounts, json!({})).await?;
        self.add(DraftState::Held, &intent, None, Some(who), entries).await
    }

    async fn add(
        &self,
        state: DraftState,
        intent: &Intent,
        by: Option<&Person>,
        proposer: Option<&str>,
        entries: Vec<NewEntry>,
    ) -> Result<DraftId, DeskError> {
        let hash = intent.hash();
        let written = Written {
            content: &intent.content,
            hash: &hash,
            accounts: &intent.accounts,
            window: intent.window,
            by: by.map(|by| by.id),
        };
        let named = |id: DraftId| -> Vec<NewEntry> {
            entries.iter().map(|entry| NewEntry { about: about(id), ..entry.clone() }).collect()
        };
        Ok(self.store.add_draft(state, &written, proposer, &named, self.clock.now()).await?)
    }

    /// Writes on a draft: what was sent began as its revision `base`. What others wrote meanwhile stays, and where both are about the
    /// same words, what was sent is kept aside.
    pub async fn write_draft(
        &self,
        by: &Person,
        id: DraftId,
        base: i64,
        intent: Intent,
    ) -> Result<Wrote, DeskError> {
        let wanted = intent.settled()?;
        self.must_be_here(&wanted.accounts, &wanted.content).await?;
        for _ in 0..MERGES {
            let draft = self.draft_for(by, id).await?;
            if !may_write(by, &draft) {
                return Err(DeskError::MayNot(Deed::Edit));
            }
            if matches!(draft.state, DraftState::Scheduled | DraftState::Dropped) {
                return Err(DeskError::State(draft.state));
            }
            let added: Vec<AccountId> =
                wanted.accounts.iter().copied().filter(|account| !draft.accounts.contains(account)).collect();
            if !added.is_empty() && !by.may_with_all(Deed::Propose, &added) {
                return Err(DeskError::MayNot(Deed::Propose));
            }
            let mut next = wanted.clone();
            if draft.revision != base {
                match self.merged(id, base, &draft, &wanted).await? {
                    Some(both) => next = both,
                    None => return self.keep_aside(by, id, base, &wanted).await,
                }
            }
            // Whose it is there stays asked of what becomes of it.
            let stays = |account: &AccountId| next.accounts.contains(account);
            if draft.state == DraftState::Published && !draft.accounts.iter().all(stays) {
                return Err(Unusable::PublishedThere.into());
            }
            let hash = next.hash();
            if hash == draft.hash {
                let as_it_began = draft.revision == base;
                return Ok(if as_it_began { Wrote::Same } else { Wrote::Merged(draft.revision) });
            }
            let seen = draft.state != DraftState::Writing;
            let entries = match seen {
                true => {
                    let detail = json!({"from": draft.hash, "to": hash});
                    self.entries_for(&by.shown, "draft.changed", about(id), &next.accounts, detail).await?
                }
                false => Vec::new(),
            };
            let written = Written {
                content: &next.content,
                hash: &hash,
                accounts: &next.accounts,
                window: next.window,
                by: Some(by.id),
            };
            let now = self.clock.now();
            match self.store.write_draft(id, draft.revision, &written, &entries, now).await? {
                Saved::Now(revision) if draft.revision == base => return Ok(Wrote::Now(revision)),
                Saved::Now(revision) => return Ok(Wrote::Merged(revision)),
                // Somebody was quicker: once more, with what they wrote.
                Saved::Aside(_) => {}
            }
        }
        self.keep_aside(by, id, base, &wanted).await
    }

    /// What both have, where they changed different things; who left accounts and window as they were takes the other's.
    async fn merged(
        &self,
        id: DraftId,
        base: i64,
        draft: &Draft,
        wanted: &Intent,
    ) -> Result<Option<Intent>, DeskError> {
        let Some(began) = self.store.draft_at(id, base).await? else { return Ok(None) };
        let Some(content) = merge_contents(&began.content, &draft.content, &wanted.content) else {
            return Ok(None);
        };
        let unchanged = Intent { content: began.content, ..wanted.clone() }.hash() == began.hash;
        let (accounts, window) = match unchanged {
            true => (draft.accounts.clone(), draft.window),
            false => (wanted.accounts.clone(), wanted.window),
        };
        Ok(Some(Intent { content, accounts, window }))
    }

    /// Marks a file of the media folder as used now. Says whether it is there.
    pub(super) async fn mark_used(&self, file: &str) -> bool {
        let (folder, file, now) = (self.media.clone(), file.to_owned(), self.clock.now());
        let marked = tokio::task::spawn_blocking(move || folder.mark_used(&file, now)).await;
        marked.is_ok_and(|marked| marked.unwrap_or(false))
    }

    /// Fails where an account is not at the Desk, or a medium not in the media folder.
    pub(super) async fn must_be_here(
        &self,
        accounts: &[AccountId],
        content: &Content,
    ) -> Result<(), DeskError> {
        let here = self.desk_accounts().await?;
        if let Some(stranger) = accounts.iter().find(|id| !here.iter().any(|at| at.account.id == **id)) {
            return Err(DeskError::NotConnected(*stranger));
        }
        for medium in &content.media {
            // From now on the janitor leaves it, whatever it has found before.
            if !self.mark_used(&medium.file).await {
                return Err(DeskError::Media(NotKept::Gone));
            }
        }
        Ok(())
    }

    async fn keep_aside(
        &self,
        by: &Person,
        id: DraftId,
        base: i64,
        wanted: &Intent,
    ) -> Result<Wrote, DeskError> {
        let hash = wanted.hash();
        let written = Written {
            content: &wanted.content,
            hash: &hash,
            accounts: &wanted.accounts,
            window: wanted.window,
            by: Some(by.id),
        };
        match self.store.write_draft(id, base, &written, &[], self.clock.now()).await? {
            Saved::Aside(number) => Ok(Wrote::Aside(number)),
            Saved::Now(revision) => Ok(Wrote::Now(revision)),
        }
    }

    /// Takes on what somebody without an account proposed: it is a draft like any other from now on.
    pub async fn take_on(&self, by: &Person, id: DraftId) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Edit, &draft.accounts) && !by.may_with_all(Deed::Review, &draft.accounts) {
            return Err(DeskError::MayNot(Deed::Edit));
        }
        self.moved(by, &draft, &[DraftState::Held], DraftState::Writing, "proposal.taken", json!({})).await
    }

    /// Puts a draft up for review, as it says now.
    pub async fn propose(&self, by: &Person, id: DraftId, hash: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !may_write(by, &draft) {
            return Err(DeskError::MayNot(Deed::Propose));
        }
        if draft.hash != hash {
            return Err(DeskError::Changed);
        }
        if draft.accounts.is_empty() {
            return Err(DeskError::Wanting(Wanting::Accounts));
        }
        if draft.content.is_empty() {
            return Err(DeskError::Wanting(Wanting::Words));
        }
        let detail = json!({"hash": draft.hash});
        self.moved(by, &draft, &[DraftState::Writing], DraftState::Proposed, "draft.proposed", detail).await
    }

    /// Takes a draft back from review.
    pub async fn take_back(&self, by: &Person, id: DraftId) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !may_write(by, &draft) {
            return Err(DeskError::MayNot(Deed::Edit));
        }
        self.moved(by, &draft, &[DraftState::Proposed], DraftState::Writing, "draft.withdrawn", json!({}))
            .await
    }

    /// Nothing becomes of a draft, for a reason that its proposer reads in the record.
    pub async fn drop_draft(&self, by: &Person, id: DraftId, why: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        let reviews = by.may_with_all(Deed::Review, &draft.accounts);
        if !may_write(by, &draft) && !reviews {
            return Err(DeskError::MayNot(Deed::Edit));
        }
        let why = words(why);
        if why.is_empty() && draft.author != Some(by.id) {
            return Err(DeskError::NoReason);
        }
        let from = [DraftState::Held, DraftState::Writing, DraftState::Proposed];
        self.moved(by, &draft, &from, DraftState::Dropped, "draft.dropped", json!({"why": why})).await
    }

    /// Takes a dropped draft up again.
    pub async fn pick_up(&self, by: &Person, id: DraftId) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Edit, &draft.accounts) && draft.author != Some(by.id) {
            return Err(DeskError::MayNot(Deed::Edit));
        }
        self.moved(by, &draft, &[DraftState::Dropped], DraftState::Writing, "draft.picked_up", json!({}))
            .await
    }

    async fn moved(
        &self,
        by: &Person,
        draft: &Draft,
        from: &[DraftState],
        to: DraftState,
        deed: &'static str,
        detail: serde_json::Value,
    ) -> Result<(), DeskError> {
        if !from.contains(&draft.state) {
            return Err(DeskError::State(draft.state));
        }
        let entries = self.entries_for(&by.shown, deed, about(draft.id), &draft.accounts, detail).await?;
        let now = self.clock.now();
        let moved = self.store.move_draft(draft.id, from, to, &draft.hash, &entries, now).await?;
        if moved { Ok(()) } else { Err(DeskError::Changed) }
    }

    /// Says something about a draft to colleagues.
    pub async fn comment(&self, by: &Person, id: DraftId, said: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        let may = draft.accounts.iter().any(|account| by.may(Deed::Comment, *account));
        if !may && !by.keeper && draft.author != Some(by.id) {
            return Err(DeskError::MayNot(Deed::Comment));
        }
        let words = words(said);
        if words.is_empty() {
            return Err(DeskError::Wanting(Wanting::Comment));
        }
        let comment = Comment { by: Some(by.id), words, at: self.clock.now() };
        Ok(self.store.add_comment(id, &comment).await?)
    }
}

pub(super) fn words(said: &str) -> String {
    said.trim().chars().take(MAX_WORDS).collect()
}

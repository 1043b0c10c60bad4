//! Deleting what is published: asked for with a reason, ruled on as any change is, then carried out.

use aws_lc_rs::digest::{SHA256, digest};
use mimus_core::desk::{Deed, Ruling, Standing};
use mimus_store::{
    AccountId, Draft, DraftId, GivenRuling, Person, PersonId, Publication, PublicationState, Removal,
    RemovalLine,
};
use serde_json::json;

use super::DeskError;
use super::drafts::{about, may_write, words};
use super::review::standing_by;
use super::token::{Token, hex};
use crate::Engine;
use crate::wake::Worker;

/// Most removals in a list.
const MOST: u32 = 50;

/// How a removal that is asked for stands.
#[derive(Debug, Clone)]
pub struct AskedRemoval {
    /// What is asked.
    pub removal: Removal,
    /// How it stands on each account where the draft is published.
    pub standings: Vec<(AccountId, Standing)>,
}

impl AskedRemoval {
    /// How it stands for all accounts together: refused by one, it is refused.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let of_all = self.standings.iter().map(|(_, standing)| *standing);
        of_all.fold(Standing::Approved, |worst, standing| match (worst, standing) {
            (Standing::Refused, _) | (_, Standing::Refused) => Standing::Refused,
            (Standing::Wanting(one), Standing::Wanting(other)) => Standing::Wanting(one.max(other)),
            (Standing::Approved, other) => other,
            (wanting, Standing::Approved) => wanting,
        })
    }
}

/// Whether anything of a draft has begun to go out.
fn has_begun(publications: &[Publication]) -> bool {
    let waits =
        |state| matches!(state, PublicationState::Due | PublicationState::Held | PublicationState::Missed);
    publications.iter().any(|publication| publication.published_at.is_some() || !waits(publication.state))
}

impl Engine {
    /// How many reviewers the strictest of these accounts' charters asks for.
    async fn reviewers(&self, accounts: &[AccountId]) -> Result<u8, DeskError> {
        let mut most = 0;
        for account in accounts {
            most = most.max(self.desk_account(*account).await?.desk.charter.review.reviewers);
        }
        Ok(most)
    }

    /// The removal that is asked for of a draft, and how it stands.
    pub async fn removal(&self, draft: &Draft) -> Result<Option<AskedRemoval>, DeskError> {
        let Some(removal) = self.store.removal(draft.id).await? else { return Ok(None) };
        let rulings = self.store.rulings(draft.id).await?;
        let ruled: Vec<PersonId> = rulings.iter().map(|ruling| ruling.by).collect();
        let people = self.store.people_among(&ruled).await?;
        let mut standings = Vec::new();
        for id in &draft.accounts {
            let at = self.desk_account(*id).await?;
            // Whoever wrote the post may judge of its removal; whoever asked for that may not.
            let own = (None, Some(removal.by));
            standings.push((*id, standing_by(&at, &removal.hash, own, &rulings, &people)));
        }
        Ok(Some(AskedRemoval { removal, standings }))
    }

    /// Removals that wait where somebody may rule or publish, the oldest first.
    pub async fn removals(&self, by: &Person) -> Result<Vec<RemovalLine>, DeskError> {
        let among = (!by.keeper).then(|| {
            let mut among: Vec<AccountId> = by.accounts_to(Deed::Review).collect();
            among.extend(by.accounts_to(Deed::Publish));
            among
        });
        Ok(self.store.removals(among.as_deref(), MOST).await?)
    }

    /// Asks that everything that was published of a draft be deleted, for a reason.
    pub async fn ask_removal(&self, by: &Person, id: DraftId, why: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        let may = draft.author == Some(by.id)
            || may_write(by, &draft)
            || by.may_with_all(Deed::Publish, &draft.accounts)
            || by.may_with_all(Deed::Review, &draft.accounts);
        if !may {
            return Err(DeskError::MayNot(Deed::Edit));
        }
        let why = words(why);
        if why.is_empty() {
            return Err(DeskError::NoReason);
        }
        if !has_begun(&self.store.publications_of_draft(id).await?) {
            return Err(DeskError::State(draft.state));
        }
        // No words of a draft have this hash, nor has another asking.
        let bound = json!(["removal", id.get(), why, Token::random()?.expose()]).to_string();
        let hash = hex(digest(&SHA256, bound.as_bytes()).as_ref());
        let detail = json!({"why": why, "hash": hash});
        let entries =
            self.entries_for(&by.shown, "removal.asked", about(id), &draft.accounts, detail).await?;
        let removal = Removal { by: by.id, why, hash, asked_at: self.clock.now() };
        let is_new = self.store.ask_removal(id, &removal, &entries).await?;
        if is_new { Ok(()) } else { Err(DeskError::Changed) }
    }

    /// Withdraws a removal: whoever asked may, and whoever publishes.
    pub async fn withdraw_removal(&self, by: &Person, id: DraftId) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        let publishes = by.may_with_all(Deed::Publish, &draft.accounts);
        let removal = self.store.removal(id).await?;
        if !publishes && removal.as_ref().is_none_or(|removal| removal.by != by.id) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        let removal = removal.ok_or(DeskError::Changed)?;
        let detail = json!({"hash": removal.hash});
        let entries =
            self.entries_for(&by.shown, "removal.withdrawn", about(id), &draft.accounts, detail).await?;
        let gone = self.store.withdraw_removal(id, &removal.hash, &entries, self.clock.now()).await?;
        if gone { Ok(()) } else { Err(DeskError::Changed) }
    }

    /// Rules on a removal that is asked for.
    pub(super) async fn rule_on_removal(
        &self,
        by: &Person,
        draft: &Draft,
        hash: &str,
        ruling: Ruling,
        said: String,
    ) -> Result<(), DeskError> {
        let removal = self.store.removal(draft.id).await?.filter(|removal| removal.hash == hash);
        let removal = removal.ok_or(DeskError::Changed)?;
        if ruling == Ruling::Approve && removal.by == by.id && self.reviewers(&draft.accounts).await? > 0 {
            return Err(DeskError::OwnWords);
        }
        let given = GivenRuling {
            by: by.id,
            ruling,
            hash: hash.to_owned(),
            revision: GivenRuling::OF_REMOVAL,
            words: said.clone(),
            at: self.clock.now(),
        };
        let deed = match ruling {
            Ruling::Approve => "removal.approved",
            Ruling::Refuse => "removal.refused",
        };
        let detail = json!({"hash": hash, "why": said});
        let entries = self.entries_for(&by.shown, deed, about(draft.id), &draft.accounts, detail).await?;
        let taken = self.store.rule_on_removal(draft.id, &given, &entries).await?;
        if taken { Ok(()) } else { Err(DeskError::Changed) }
    }

    /// Has everything that was published of a draft deleted on its networks, for a reason. Where the charter of one of its accounts
    /// asks for reviewers, their approval of the removal is needed first; keepers need none, which the record says.
    pub async fn delete_published(&self, by: &Person, id: DraftId, why: &str) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Publish, &draft.accounts) {
            return Err(DeskError::MayNot(Deed::Publish));
        }
        let asked = self.removal(&draft).await?;
        let mut why = words(why);
        if why.is_empty()
            && let Some(asked) = &asked
        {
            why.clone_from(&asked.removal.why);
        }
        if why.is_empty() {
            return Err(DeskError::NoReason);
        }
        if !has_begun(&self.store.publications_of_draft(id).await?) {
            return Err(DeskError::State(draft.state));
        }
        let wanting = self.reviewers(&draft.accounts).await?;
        let standing = asked.as_ref().map_or(
            if wanting > 0 { Standing::Wanting(wanting) } else { Standing::Approved },
            AskedRemoval::standing,
        );
        let reviewed = match standing {
            Standing::Approved => wanting > 0,
            _ if by.keeper => false,
            Standing::Wanting(more) => return Err(DeskError::NotApproved(more)),
            Standing::Refused => return Err(DeskError::Refused),
        };
        let bound = asked.as_ref().filter(|_| reviewed).map(|asked| asked.removal.hash.as_str());
        let detail = json!({"why": why, "hash": bound, "reviewed": reviewed});
        let entries =
            self.entries_for(&by.shown, "draft.deleted", about(id), &draft.accounts, detail).await?;
        if !self.store.take_back_draft(id, bound, &entries, self.clock.now()).await? {
            return Err(if bound.is_some() { DeskError::Changed } else { DeskError::State(draft.state) });
        }
        self.wake.ring(Worker::Publisher);
        Ok(())
    }
}

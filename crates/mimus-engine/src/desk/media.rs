//! Media of drafts: kept in the media folder by what their bytes say, and never let go of while a draft has them.

use std::io::Cursor;

use bytes::Bytes;
use jiff::Timestamp;
use mimus_core::MediaKind;
use mimus_core::desk::{Deed, DraftMedium};
use mimus_store::{AccountId, Draft, DraftFilter, DraftId, DraftState, Person};

use super::drafts::{Intent, Wrote, may_write};
use super::{DeskError, NotKept, Wanting};
use crate::Engine;
use crate::media::{Kept, MediaError};

/// Largest upload, in bytes.
pub const MAX_UPLOAD: u64 = 40 << 20;
/// Most drafts that are looked through for media without a description.
const MOST_OPEN: u32 = 500;

/// States in which a draft is not done with.
const OPEN: [DraftState; 3] = [DraftState::Held, DraftState::Writing, DraftState::Proposed];

/// A medium that wants a description.
#[derive(Debug, Clone, PartialEq)]
pub struct Undescribed {
    /// The draft that has it.
    pub draft: Draft,
    /// Which of the draft's media it is, from 1.
    pub number: usize,
    /// The medium.
    pub medium: DraftMedium,
}

impl Engine {
    /// Media without a description, of drafts that are not done with and that somebody may write on; those of the draft that was
    /// changed last first. Of more than 500 drafts with media, the others are not looked at.
    pub async fn undescribed(&self, by: &Person) -> Result<Vec<Undescribed>, DeskError> {
        let among = (!by.keeper).then(|| by.accounts_to(Deed::Propose).collect::<Vec<AccountId>>());
        let filter =
            DraftFilter { states: OPEN.to_vec(), among, or_by: Some(by.id), ..DraftFilter::default() };
        let drafts = self.store.drafts_with_media(&filter, "", None, MOST_OPEN).await?;
        let mut found = Vec::new();
        for draft in drafts.into_iter().filter(|draft| may_write(by, draft)) {
            let bare = (1..).zip(&draft.content.media).filter(|(_, medium)| medium.is_undescribed());
            found.extend(bare.map(|(number, medium)| Undescribed {
                draft: draft.clone(),
                number,
                medium: medium.clone(),
            }));
        }
        Ok(found)
    }

    /// Drafts with media that somebody may see, also those that are published, changed last first; with `words`, those that have
    /// them in any of what they say.
    pub async fn drafts_with_media(
        &self,
        by: &Person,
        words: &str,
        after: Option<(Timestamp, DraftId)>,
        limit: u32,
    ) -> Result<Vec<Draft>, DeskError> {
        let among = (!by.keeper).then(|| by.accounts_to(Deed::Read).collect::<Vec<AccountId>>());
        let filter = DraftFilter { among, or_by: Some(by.id), ..DraftFilter::default() };
        Ok(self.store.drafts_with_media(&filter, words, after, limit).await?)
    }

    /// Says what a medium of a draft shows, to those who do not see it. Where somebody has said something else since it said
    /// `before`, nothing is changed.
    pub async fn describe(
        &self,
        by: &Person,
        id: DraftId,
        file: &str,
        before: &str,
        words: &str,
    ) -> Result<Wrote, DeskError> {
        let words = words.trim();
        let draft = self.draft_for(by, id).await?;
        if !may_write(by, &draft) {
            return Err(DeskError::MayNot(Deed::Edit));
        }
        if words.is_empty() {
            return Err(DeskError::Wanting(Wanting::Description));
        }
        let mut content = draft.content;
        let medium = content.media.iter_mut().find(|medium| medium.file == file);
        let medium = medium.ok_or(DeskError::Changed)?;
        if medium.main_alt() != before && medium.main_alt() != words {
            return Err(DeskError::Changed);
        }
        medium.describe(words);
        let intent = Intent { content, accounts: draft.accounts, window: draft.window };
        self.write_draft(by, id, draft.revision, intent).await
    }

    /// Keeps what somebody uploads for a draft; what it is, its bytes say.
    pub async fn keep_upload(&self, by: &Person, bytes: Bytes) -> Result<DraftMedium, DeskError> {
        let may = by.keeper
            || by.accounts_to(Deed::Propose).next().is_some()
            || by.accounts_to(Deed::Edit).next().is_some();
        if !may {
            return Err(DeskError::MayNot(Deed::Propose));
        }
        let folder = self.media.clone();
        let kept =
            tokio::task::spawn_blocking(move || folder.keep(&mut Cursor::new(bytes), MAX_UPLOAD)).await;
        let kept = kept.map_err(|_| NotKept::Unread)?;
        let kept = kept.map_err(|error| not_kept(&error))?;
        let medium = medium_of(&kept);
        if !self.mark_used(&medium.file).await {
            return Err(NotKept::Unread.into());
        }
        Ok(medium)
    }
}

/// What is in the media folder, as a medium of a draft of which nothing else is known.
pub(crate) fn medium_of(kept: &Kept) -> DraftMedium {
    let kind = match kept.inspected.mime.split('/').next() {
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        _ => MediaKind::Image,
    };
    DraftMedium {
        file: format!("{}.{}", kept.sha256, kept.inspected.extension()),
        kind,
        part: 0,
        alt: Vec::new(),
        focal_point: None,
        size: kept.inspected.size,
        author: String::new(),
        licence: String::new(),
        source: String::new(),
    }
}

/// Why a file is not kept, for people.
pub(crate) fn not_kept(error: &MediaError) -> NotKept {
    match error {
        MediaError::Unsupported => NotKept::Kind,
        MediaError::TooLarge { limit } => NotKept::Large(limit >> 20),
        MediaError::Broken(why) => NotKept::Broken(why.clone()),
        other => NotKept::Folder(other.to_string()),
    }
}

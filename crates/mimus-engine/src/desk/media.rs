//! Media of drafts: kept in the media folder by what their bytes say, and never let go of while a draft has them.

use std::io::Cursor;

use bytes::Bytes;
use mimus_core::MediaKind;
use mimus_core::desk::{Deed, DraftMedium};
use mimus_store::Person;

use super::DeskError;
use crate::Engine;
use crate::media::MediaError;

/// Largest upload, in bytes.
pub const MAX_UPLOAD: u64 = 40 << 20;

impl Engine {
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
        let kept = kept.map_err(|_| DeskError::Media("the file could not be read".into()))?;
        let kept = kept.map_err(|error| DeskError::Media(words(&error)))?;
        let kind = match kept.inspected.mime.split('/').next() {
            Some("video") => MediaKind::Video,
            Some("audio") => MediaKind::Audio,
            _ => MediaKind::Image,
        };
        Ok(DraftMedium {
            file: format!("{}.{}", kept.sha256, kept.inspected.extension()),
            kind,
            part: 0,
            alt: Vec::new(),
            focal_point: None,
            size: kept.inspected.size,
            author: String::new(),
            licence: String::new(),
            source: String::new(),
        })
    }
}

fn words(error: &MediaError) -> String {
    match error {
        MediaError::Unsupported => {
            "this is no picture, film or sound of a kind that is kept: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, M4A"
                .into()
        }
        MediaError::TooLarge { limit } => format!("the file is larger than the {} MiB that are kept", limit >> 20),
        MediaError::Broken(why) => format!("the picture cannot be read: {why}"),
        other => format!("the file could not be kept: {other}"),
    }
}

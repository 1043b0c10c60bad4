//! Media of drafts from routes: had before the draft is made, within bounds of size and time.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use mimus_core::desk::{ArrivedMedium, DraftMedium};
use mimus_core::{MediaKind, MediaSource};
use mimus_store::BroughtMedium;

use crate::Engine;
use crate::desk::media::{MAX_UPLOAD, medium_of, not_kept};
use crate::media::{MediaError, download};

/// Media that are fetched at once.
const AT_ONCE: usize = 4;
/// Longest that the media of one reading may take together; what is not here by then is noted.
const PATIENCE: Duration = Duration::from_secs(90);

/// The media of one reading, until its time is over.
pub(super) struct Fetching {
    until: Instant,
}

impl Fetching {
    pub(super) fn begin(now: Instant) -> Self {
        Self { until: now + PATIENCE }
    }

    /// These media as a draft has them, in their order, or why they are not here. Those that `had` has, by post, are not
    /// fetched again.
    pub(super) async fn have(
        &self,
        engine: &Engine,
        media: Vec<ArrivedMedium>,
        had: &[Vec<BroughtMedium>],
    ) -> Vec<(ArrivedMedium, Result<DraftMedium, String>)> {
        let have = |arrived: ArrivedMedium| async move {
            let known = had.get(arrived.of).map(Vec::as_slice).unwrap_or_default().iter();
            let mut known =
                known.filter(|had| had.from == arrived.medium.source).map(|had| had.medium.clone());
            let file = match known.next_back() {
                Some(medium) => Ok(medium),
                None => self.fetched(engine, &arrived.medium.source).await,
            };
            let medium = file.map(|file| described(file, &arrived));
            (arrived, medium)
        };
        stream::iter(media).map(have).buffered(AT_ONCE).collect().await
    }

    async fn fetched(&self, engine: &Engine, source: &MediaSource) -> Result<DraftMedium, String> {
        let MediaSource::Url(url) = source else { return Err("it is not on the web".to_owned()) };
        let left = self.until.saturating_duration_since(Instant::now());
        let limit = engine.limits.media_file.min(MAX_UPLOAD);
        match tokio::time::timeout(left, download(engine, url.as_str(), limit)).await {
            Ok(Ok(kept)) => Ok(medium_of(&kept)),
            Ok(Err(error @ (MediaError::Status(_) | MediaError::Http(_)))) => Err(error.to_string()),
            Ok(Err(error)) => Err(not_kept(&error).to_string()),
            Err(_) => Err("its server took too long".to_owned()),
        }
    }
}

/// A file with what its source says of it.
fn described(file: DraftMedium, arrived: &ArrivedMedium) -> DraftMedium {
    let medium = &arrived.medium;
    // A silent film is told from others by its source alone.
    let is_silent = file.kind == MediaKind::Video && medium.kind == MediaKind::Gifv;
    DraftMedium {
        kind: if is_silent { MediaKind::Gifv } else { file.kind },
        part: arrived.part,
        alt: medium.alt.clone(),
        focal_point: medium.focal_point,
        author: medium.author.clone().unwrap_or_default(),
        licence: medium.licence.clone().unwrap_or_default(),
        source: arrived.source.clone(),
        ..file
    }
}

/// What is said of a medium that could not be had, so that somebody can fetch it by hand.
pub(super) fn note(arrived: &ArrivedMedium, why: &str) -> String {
    let from = arrived.medium.source.as_str();
    let mut note =
        format!("A medium of post {} could not be had: {from} ({why}).", usize::from(arrived.part) + 1);
    if let Some(alt) = arrived.medium.alt_text() {
        note.push_str(" Its description: ");
        note.push_str(alt);
    }
    note
}

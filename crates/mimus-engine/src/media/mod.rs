//! Media: fetched once, looked at, kept by their content.

mod fetch;
mod folder;
mod inspect;

pub(crate) use fetch::{download, learn};
pub use fetch::{fetch, keep_entry};
pub use folder::{CARD, Kept, MediaFolder};
pub use inspect::{Inspected, inspect};
pub(crate) use inspect::{decoding_limits, sniff};

/// Why a medium is not kept.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Larger than [`crate::Limits::media_file`].
    #[error("larger than {limit} bytes, the most that is kept of one file")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Not a picture, film or sound of a kind that browsers show, by its own bytes.
    #[error("not a picture, film or sound that can be shown (JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg)")]
    Unsupported,
    /// A picture that cannot be read, or one whose pixels would fill the memory.
    #[error("the picture cannot be read: {0}")]
    Broken(String),
    /// Its server said no.
    #[error("its server answered {0}")]
    Status(u16),
    /// Its server could not be asked.
    #[error(transparent)]
    Http(#[from] mimus_http::HttpError),
    /// The media folder failed.
    #[error("the media folder failed: {0}")]
    Folder(#[from] std::io::Error),
}

impl MediaError {
    /// Whether the same medium may be had later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Http(error) => error.is_transient(),
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Folder(_) => true,
            Self::TooLarge { .. } | Self::Unsupported | Self::Broken(_) => false,
        }
    }
}

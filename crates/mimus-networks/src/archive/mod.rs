//! The archive that X gives its users: a zip, or the folder it was unpacked to.
//!
//! What is in it, and where it misleads, is in facts/x-in-practice.md §10. The files are streamed: a first
//! light pass ([`survey`]) learns the ids, so that edits, threads and long texts can be joined and the number of
//! records is known; then posts are read a page at a time. Posts come under the network `x` and X's own ids, so
//! that a mirror of the same account on X finds them.

mod container;
mod convert;
mod folder;
mod media;
mod notes;
mod pages;
mod parts;
mod profile;
mod records;
mod survey;
mod text;
mod tweet;
mod zip;

use jiff::Timestamp;
use mimus_core::Network;

use self::container::{Container, PROFILE_MEDIA, TWEET_MEDIA, rejected};
use self::pages::Pages;
use crate::connector::{BoxFuture, Entry, Failure, Page, Read};

/// Largest file of media that is given out, in bytes; X takes films of up to 16 GB.
const MAX_MEDIA_BYTES: u64 = 16 << 30;

/// Reads an archive of an X account: pages of at most 500 records, each oldest first, in the files' order.
///
/// The cursor is JSON with the place in the files and a fingerprint of them; a cursor from another archive
/// begins anew, which repeats posts and adds none. A damaged file is refused when its turn comes: the posts
/// before the damage have been given by then.
#[derive(Debug)]
pub struct ArchiveReader {
    place: String,
    /// `None` while a page is being read, and after a reading that was given up halfway.
    pages: Option<Box<Pages>>,
}

impl ArchiveReader {
    /// Opens the archive at `place`: a path of a zip or of its unpacked folder. Looks at the list of files
    /// only. Blocking, as a zip with 100,000 files takes a second.
    pub fn open(place: &str) -> Result<Self, Failure> {
        let pages = Box::new(Pages::new(Container::open(place)?));
        Ok(Self { place: place.to_owned(), pages: Some(pages) })
    }
}

impl Read for ArchiveReader {
    fn network(&self) -> Network {
        Network::Archive
    }

    fn read<'a>(
        &'a mut self,
        cursor: Option<&'a str>,
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>> {
        let pages = self.pages.take();
        let place = self.place.clone();
        let cursor = cursor.map(str::to_owned);
        Box::pin(async move {
            let work = tokio::task::spawn_blocking(move || {
                let mut pages = match pages {
                    Some(pages) => pages,
                    None => Box::new(Pages::new(Container::open(&place)?)),
                };
                let page = pages.read(cursor.as_deref());
                Ok((pages, page))
            });
            let (pages, page) = work
                .await
                .map_err(|error| Failure::Retry { why: format!("reading the archive stopped: {error}") })??;
            self.pages = Some(pages);
            page
        })
    }

    fn entry(&mut self, path: &str) -> Result<Entry, Failure> {
        let (folder, name) = path.rsplit_once('/').unwrap_or_default();
        let of_media = TWEET_MEDIA.contains(&folder) || folder == PROFILE_MEDIA;
        if !of_media || name.is_empty() || name.contains(['\\', '\0']) || matches!(name, "." | "..") {
            return Err(rejected(path, "is no file of the archive's media"));
        }
        let pages = match self.pages.take() {
            Some(pages) => pages,
            None => Box::new(Pages::new(Container::open(&self.place)?)),
        };
        let content = pages.container().content(path, MAX_MEDIA_BYTES);
        self.pages = Some(pages);
        content.map(|content| Entry { reader: content.reader, size: content.size })
    }
}

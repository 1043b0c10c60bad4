//! Feeds: RSS 0.9 to 2.0, Atom, JSON Feed, from the web or from a file.
//!
//! A feed is a window on the newest entries of a site. What is new in it is told by [`identity`], when to look
//! again by [`rhythm`]; an entry becomes a post in [`entry`], or in [`x_shape`] where the feed stands for an
//! account on X.

mod cursor;
mod date;
mod entry;
mod fetch;
mod identity;
mod media;
mod parse;
mod rhythm;
mod x_shape;

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{Network, WebUrl};
use mimus_http::HttpClient;

use crate::connector::{BoxFuture, Failure, Next, Page, Read};
use cursor::Cursor;
use fetch::Fetched;

pub use rhythm::next_look;

/// Most bytes of a feed, after decompression.
pub const MAX_FEED_BYTES: u64 = 10 << 20;

/// Most entries taken from one reading; the newest count.
pub const MAX_ENTRIES: usize = 2_000;

/// Time between looks at a feed that is a file here.
const FILE_LOOK: SignedDuration = SignedDuration::from_secs(60);

/// Reads one feed.
pub struct FeedReader {
    http: HttpClient,
    place: Place,
}

pub(crate) enum Place {
    Web(WebUrl),
    File(PathBuf),
}

impl FeedReader {
    /// A feed at an http(s) address, or in a file.
    pub fn open(http: HttpClient, place: &str) -> Result<Self, Failure> {
        let place = if place.starts_with("http://") || place.starts_with("https://") {
            Place::Web(WebUrl::parse(place).map_err(|e| Failure::Rejected { why: e.to_string() })?)
        } else if let Some((scheme, _)) = place.split_once("://") {
            return Err(Failure::Rejected {
                why: format!("a feed is read over http or https, or from a file; not over {scheme}"),
            });
        } else {
            Place::File(PathBuf::from(place))
        };
        Ok(Self { http, place })
    }

    async fn page(&self, cursor: Option<&str>, now: Timestamp) -> Result<Page, Failure> {
        let first = cursor.is_none();
        let mut cursor = Cursor::read(cursor)?;
        let fetched = match &self.place {
            Place::Web(url) => fetch::web(&self.http, url, &cursor, now).await?,
            Place::File(path) => fetch::file(path, &cursor).await?,
        };
        let quiet_page = |mut cursor: Cursor, next: Next| -> Result<Page, Failure> {
            Ok(Page {
                profile: None,
                posts: Vec::new(),
                gone: cursor.still_removed(),
                skipped: Vec::new(),
                cursor: cursor.write()?,
                next,
                moved_to: None,
                progress: None,
            })
        };
        let document = match fetched {
            Fetched::Unchanged => {
                let wait = match self.place {
                    Place::File(_) => FILE_LOOK,
                    Place::Web(_) => next_look(&cursor.dates(), now, &[]),
                };
                return quiet_page(cursor, Next::After(wait));
            }
            Fetched::Gone => {
                return quiet_page(cursor, Next::Ended("the feed's address answers 410 Gone".into()));
            }
            Fetched::Document(document) => document,
        };
        let feed = parse::parse(&document.body, document.content_type.as_deref(), document.base.as_ref())?;
        let ttl = feed.ttl;
        let (posts, skipped, profile) = entry::posts(feed, document.base.as_ref(), &mut cursor, first, now)?;
        let present: HashSet<&str> = posts.iter().map(|post| post.origin.remote_id.as_str()).collect();
        let gone = cursor.removed(&present);
        let mut hints: Vec<SignedDuration> = document.fresh_for.into_iter().collect();
        hints.extend(ttl.map(|minutes| SignedDuration::from_mins(i64::from(minutes.min(1_440)))));
        let wait = match self.place {
            Place::File(_) => FILE_LOOK,
            Place::Web(_) => next_look(&cursor.dates(), now, &hints),
        };
        cursor.etag = document.etag;
        cursor.last_modified = document.last_modified;
        let seen = Some((posts.len() as u64, None));
        Ok(Page {
            profile: Some(profile),
            posts,
            gone,
            skipped,
            cursor: cursor.write()?,
            next: Next::After(wait),
            moved_to: document.moved_to,
            progress: seen,
        })
    }
}

impl Read for FeedReader {
    fn network(&self) -> Network {
        Network::Feed
    }

    fn read<'a>(
        &'a mut self,
        cursor: Option<&'a str>,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>> {
        Box::pin(self.page(cursor, now))
    }
}

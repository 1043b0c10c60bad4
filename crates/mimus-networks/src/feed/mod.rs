//! Feeds: RSS 0.9 to 2.0, Atom, JSON Feed, from the web or from a file.
//!
//! A feed is a window on the newest entries of a site. What is new in it is told by [`identity`], what has been taken
//! down by [`absence`], when to look again by [`rhythm`]; an entry becomes a post in [`entry`], or in [`x_shape`]
//! where the feed stands for an account on X.
//!
//! How it fails ([`Failure`]): a server that refuses (401, 403), has no feed (404) or fails is asked again later, with
//! the reason told, as all of these pass; 429 and 503 with `Retry-After` are kept to; 410 ends the source. What is no
//! feed is rejected, and so is a feed that looks entirely new although its entries are old: it has changed its ids,
//! and a person must look. [`Page::moved_to`] is the new address as one would write it after `feed:`.

mod absence;
mod body;
mod cursor;
mod date;
mod draft;
mod encoding;
mod entry;
mod fetch;
mod headers;
mod identity;
mod json;
mod known;
mod markup;
mod media;
mod namespace;
mod parse;
mod profile;
mod rhythm;
mod tags;
mod tokens;
mod words;
mod x_shape;

use std::path::PathBuf;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use mimus_core::rich_text::linked_feeds;
use mimus_core::{Network, Post, Profile, RemoteId, WebUrl};
use mimus_http::HttpClient;

use crate::connector::{BoxFuture, Failure, Next, Page, Read, Skipped};
use absence::Sight;
use cursor::Cursor;
use fetch::{Document, Fetched};
use parse::Unread;

pub use encoding::page_text;
pub use rhythm::next_look;

/// Most bytes of a feed, after decompression.
pub const MAX_FEED_BYTES: u64 = 10 << 20;

/// Most entries taken from one reading; the newest count. As many as are remembered.
pub const MAX_ENTRIES: usize = 1_100;

/// Time between looks at a feed that is a file here.
const FILE_LOOK: SignedDuration = SignedDuration::from_secs(60);

/// Which network a mention in a feed belongs to: none that can be known.
const MENTIONS: Network = Network::Feed;

/// Reads one feed.
pub struct FeedReader {
    http: HttpClient,
    place: Place,
}

enum Place {
    Web(WebUrl),
    File(PathBuf),
}

impl FeedReader {
    /// A feed at an http(s) address, or in a file.
    pub fn open(http: HttpClient, place: &str) -> Result<Self, Failure> {
        let rejected = |why: String| Failure::Rejected { why };
        let scheme = place.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let place = match scheme.as_deref() {
            Some("http" | "https") => {
                Place::Web(WebUrl::parse(place).map_err(|error| rejected(error.to_string()))?)
            }
            Some("") | None if place.starts_with("//") => {
                return Err(rejected(format!("write the whole address: feed:https:{place}")));
            }
            Some(scheme) => {
                return Err(rejected(format!(
                    "a feed is read over http or https, or from a file; not over {scheme:.20}"
                )));
            }
            None => Place::File(PathBuf::from(place)),
        };
        Ok(Self { http, place })
    }

    async fn page(&self, cursor: Option<&str>, now: Timestamp) -> Result<Page, Failure> {
        let first = cursor.is_none();
        let cursor = Cursor::read(cursor)?;
        let fetched = match &self.place {
            Place::Web(url) => fetch::web(&self.http, url, Some(&cursor), now).await?,
            Place::File(path) => fetch::file(path, &cursor).await?,
        };
        let document = match fetched {
            Fetched::Unchanged { moved_to, fresh_for } => {
                return self.unchanged(cursor, moved_to, fresh_for, now);
            }
            Fetched::Gone => {
                return quiet(&cursor, Vec::new(), Next::Ended("the feed's address answers 410 Gone".into()));
            }
            Fetched::Document(document) => *document,
        };
        let mut moved_to = document.moved_to.clone();
        let read = match taken_in(document, cursor.clone(), first, now).await? {
            Outcome::Read(read) => read,
            Outcome::Page(page) => {
                let found = self.feed_of(&page, first)?;
                let document = match fetch::web(&self.http, &found, None, now).await? {
                    Fetched::Document(document) => *document,
                    _ => {
                        return Err(Failure::Retry {
                            why: format!("{found} answers that there is no feed now"),
                        });
                    }
                };
                moved_to = Some(document.moved_to.clone().unwrap_or_else(|| found.as_str().to_owned()));
                match taken_in(document, cursor, first, now).await? {
                    Outcome::Read(read) => read,
                    Outcome::Page(_) => {
                        let why = format!("a web page, and what it names as its feed, {found}, is one too");
                        return Err(Failure::Rejected { why });
                    }
                }
            }
        };
        let seen = Some((read.posts.len() as u64, None));
        Ok(Page {
            profile: Some(read.profile),
            posts: read.posts,
            gone: read.gone,
            skipped: read.skipped,
            next: Next::After(self.wait(&read.cursor, now, read.fresh_for)),
            cursor: read.cursor.write()?,
            moved_to,
            progress: seen,
        })
    }

    fn unchanged(
        &self,
        mut cursor: Cursor,
        moved_to: Option<String>,
        fresh_for: Option<SignedDuration>,
        now: Timestamp,
    ) -> Result<Page, Failure> {
        let gone = absence::still_removed(&mut cursor);
        let page = quiet(&cursor, gone, Next::After(self.wait(&cursor, now, fresh_for)))?;
        Ok(Page { moved_to, ..page })
    }

    fn wait(&self, cursor: &Cursor, now: Timestamp, fresh_for: Option<SignedDuration>) -> SignedDuration {
        let asked = cursor.asked.map(|seconds| SignedDuration::from_secs(seconds.into()));
        let hints: Vec<SignedDuration> = fresh_for.into_iter().chain(asked).collect();
        match self.place {
            Place::File(_) => FILE_LOOK,
            Place::Web(_) => next_look(&cursor.dates(), now, &hints),
        }
    }

    /// The feed of a page that was given in place of one. It is followed at the first reading only: a page where
    /// there was a feed is a notice or a fault, and whatever it names is not what was asked for.
    fn feed_of(&self, page: &FrontPage, first: bool) -> Result<WebUrl, Failure> {
        let place = match &self.place {
            Place::Web(url) => url.to_string(),
            Place::File(path) => path.display().to_string(),
        };
        let named = page.feeds.first();
        match (named, &self.place) {
            (Some(feed), Place::Web(_)) if first => Ok(feed.clone()),
            (Some(feed), _) if first => Err(Failure::Rejected {
                why: format!("{place} is a web page; the feed that it names is {feed}"),
            }),
            (None, _) if first => Err(Failure::Rejected {
                why: format!(
                    "{place} is a web page and names no feed; look for a link called RSS or Atom on it"
                ),
            }),
            _ => Err(Failure::Retry { why: format!("{place} gave a web page in place of the feed") }),
        }
    }
}

fn quiet(cursor: &Cursor, gone: Vec<RemoteId>, next: Next) -> Result<Page, Failure> {
    Ok(Page {
        profile: None,
        posts: Vec::new(),
        gone,
        skipped: Vec::new(),
        cursor: cursor.write()?,
        next,
        moved_to: None,
        progress: None,
    })
}

/// A web page that came in place of a feed.
struct FrontPage {
    /// The feeds that it names.
    feeds: Vec<WebUrl>,
}

enum Outcome {
    Read(Box<Taken>),
    Page(FrontPage),
}

/// What a document gave.
struct Taken {
    profile: Profile,
    posts: Vec<Post>,
    skipped: Vec<Skipped>,
    gone: Vec<RemoteId>,
    cursor: Cursor,
    fresh_for: Option<SignedDuration>,
}

/// What the entries of a document gave.
struct Entries {
    profile: Profile,
    posts: Vec<Post>,
    skipped: Vec<Skipped>,
    sight: Sight,
}

/// Reads a document on a thread where that may take its time.
async fn taken_in(
    document: Document,
    cursor: Cursor,
    first: bool,
    now: Timestamp,
) -> Result<Outcome, Failure> {
    let reading = move || take_in(&document, cursor, first, now);
    match tokio::task::spawn_blocking(reading).await {
        Ok(result) => result,
        Err(_) => Err(Failure::Rejected { why: "the feed's reader failed on what it holds".into() }),
    }
}

fn take_in(document: &Document, mut cursor: Cursor, first: bool, now: Timestamp) -> Result<Outcome, Failure> {
    let base = document.base.as_ref();
    let parsed = match parse::parse(&document.body, document.content_type.as_deref(), base) {
        Ok(parsed) => parsed,
        Err(Unread::Page) => {
            return Ok(Outcome::Page(FrontPage { feeds: linked_feeds(&head(&document.body), base) }));
        }
        Err(Unread::Failure(failure)) => return Err(failure),
    };
    let asked = parsed.feed.ttl.map(|minutes| SignedDuration::from_mins(i64::from(minutes.min(1_440))));
    cursor.asked = asked.and_then(|asked| u32::try_from(asked.as_secs()).ok());
    let mut entries = entry::take_in(parsed, base, &mut cursor, first, now)?;
    entries.sight.is_whole &= !entries.sight.present.is_empty();
    let gone = absence::removed(&mut cursor, &entries.sight);
    cursor.etag.clone_from(&document.etag);
    cursor.last_modified.clone_from(&document.last_modified);
    let Entries { profile, posts, skipped, .. } = entries;
    let fresh_for = document.fresh_for;
    Ok(Outcome::Read(Box::new(Taken { profile, posts, skipped, gone, cursor, fresh_for })))
}

/// The beginning of a page, where its feeds are named.
fn head(body: &Bytes) -> String {
    String::from_utf8_lossy(&body[..body.len().min(256 << 10)]).into_owned()
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

//! Reading an archive page by page.

use std::collections::BTreeMap;
use std::io;

use mimus_core::Post;
use serde::{Deserialize, Serialize};

use super::container::{Container, MAX_RECORDS_BYTES, io_failure, rejected};
use super::convert::{self, Context};
use super::parts::{Part, PartKind, Parts};
use super::profile::Owner;
use super::records::{RecordError, Records};
use super::survey::Survey;
use super::tweet::{Tweet, parse};
use crate::connector::{Failure, Next, Page, Skipped};
use crate::x::lenient;

/// Records of a page.
const PAGE_RECORDS: u64 = 500;
/// Most things left out that one page tells beyond its own records.
const MAX_EXTRA_SKIPPED: usize = 5_000;
/// The cursor's layout.
const CURSOR_VERSION: u32 = 1;

/// A place in the archive's files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Position {
    /// The part, by its number.
    part: usize,
    /// Records of it that were read.
    record: u64,
    /// Records that were read in all.
    done: u64,
}

/// A [`Position`] as the store keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Cursor {
    version: u32,
    /// [`Prepared::fingerprint`].
    archive: String,
    /// The part's file; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    record: u64,
    done: u64,
}

/// What is learnt before the first page.
#[derive(Debug)]
struct Prepared {
    parts: Vec<Part>,
    survey: Survey,
    owner: Owner,
    /// Of the names, sizes and checksums of the parts.
    fingerprint: String,
    /// What the last page tells of things that are no records.
    extra: Vec<Skipped>,
}

/// A part that is being read.
struct Stream {
    /// Where it stands.
    position: Position,
    records: Records<Box<dyn io::Read + Send>>,
}

/// An archive, and where its reading stands.
pub(super) struct Pages {
    container: Container,
    prepared: Option<Prepared>,
    stream: Option<Stream>,
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages")
            .field("position", &self.stream.as_ref().map(|s| s.position))
            .finish_non_exhaustive()
    }
}

impl Pages {
    pub(super) fn new(container: Container) -> Self {
        Self { container, prepared: None, stream: None }
    }

    pub(super) fn container(&self) -> &Container {
        &self.container
    }

    /// Reads the page at the cursor.
    pub(super) fn read(&mut self, cursor: Option<&str>) -> Result<Page, Failure> {
        let prepared = match self.prepared.take() {
            Some(prepared) => prepared,
            None => Prepared::of(&self.container)?,
        };
        let start = prepared.start(cursor);
        let result = self.page(&prepared, start);
        self.prepared = Some(prepared);
        result
    }

    fn page(&mut self, prepared: &Prepared, start: Position) -> Result<Page, Failure> {
        let context = Context {
            container: &self.container,
            survey: &prepared.survey,
            account: &prepared.owner.account,
        };
        let mut posts = Vec::new();
        let mut skipped = Vec::new();
        let mut at = start;
        let mut stream = self.stream.take().filter(|stream| stream.position == start);
        while at.done - start.done < PAGE_RECORDS {
            let Some(part) = prepared.parts.get(at.part) else { break };
            match next(&self.container, part, &mut stream, at, context) {
                Ok(Some(Outcome::Post(post))) => posts.push(*post),
                Ok(Some(Outcome::Skipped(what))) => skipped.push(what),
                Ok(None) => {
                    at = Position { part: at.part + 1, record: 0, done: at.done };
                    stream = None;
                    continue;
                }
                // What came before the damage is given first.
                Err(_) if at.done > start.done => {
                    stream = None;
                    break;
                }
                Err(failure) => return Err(failure),
            }
            at.record += 1;
            at.done += 1;
        }
        if let Some(stream) = &mut stream {
            stream.position = at;
        }
        self.stream = stream;
        let ended = at.part >= prepared.parts.len();
        if ended && start.part < prepared.parts.len() {
            skipped.extend(prepared.extra.iter().cloned());
        }
        posts.sort_by(|a: &Post, b| {
            (a.created_at, &a.origin.remote_id).cmp(&(b.created_at, &b.origin.remote_id))
        });
        Ok(Page {
            profile: (start == Position::default()).then(|| prepared.owner.profile.clone()),
            posts,
            gone: Vec::new(),
            skipped,
            cursor: prepared.cursor(at)?,
            next: if ended { Next::Done } else { Next::More },
            moved_to: None,
            progress: Some((at.done, prepared.survey.total)),
        })
    }
}

/// What became of a record.
enum Outcome {
    Post(Box<Post>),
    Skipped(Skipped),
}

/// Reads the next record of `part`, opening it at `at` where it is not open; `None` after its last.
fn next(
    container: &Container,
    part: &Part,
    stream: &mut Option<Stream>,
    at: Position,
    context: Context<'_>,
) -> Result<Option<Outcome>, Failure> {
    if stream.is_none() {
        let mut records = Records::new(container.content(&part.name, MAX_RECORDS_BYTES)?.reader);
        records.skip(at.record).map_err(|error| record_failure(&part.name, error))?;
        *stream = Some(Stream { position: at, records });
    }
    let Some(Stream { records, .. }) = stream else { return Ok(None) };
    let Some(record) = records.next_record().map_err(|error| record_failure(&part.name, error))? else {
        return Ok(None);
    };
    let nameless = || format!("{} record {}", part.name, record.number);
    let skipped = |what: String, why: &str| Ok(Some(Outcome::Skipped(Skipped { what, why: why.to_owned() })));
    let tweet: Tweet = match part.kind {
        PartKind::LeftOut(why) => return skipped(any_id(record.bytes).unwrap_or_else(nameless), why),
        PartKind::Tweets => match parse(record.bytes) {
            Ok(tweet) => tweet,
            Err(error) if error.is_data() => return skipped(nameless(), &format!("no post: {error}")),
            Err(error) => {
                let why = format!("record {} at byte {} is not JSON: {error}", record.number, record.at);
                return Err(rejected(&part.name, &why));
            }
        },
    };
    let what = || tweet.id().map_or_else(nameless, |id| id.to_string());
    if tweet.id().is_some_and(|id| context.survey.repeats(id, at.done)) {
        return skipped(what(), "a second record of the same post");
    }
    match convert::post(context, &tweet) {
        Ok(post) => Ok(Some(Outcome::Post(Box::new(post)))),
        Err(why) => skipped(what(), &why),
    }
}

fn record_failure(file: &str, error: RecordError) -> Failure {
    match error {
        RecordError::Io { at, source } => match io_failure(file, &source) {
            Failure::Rejected { .. } => rejected(file, &format!("at byte {at}: {source}")),
            other => other,
        },
        other => rejected(file, &other.to_string()),
    }
}

/// The id of a record of any kind: `{"tweet": {"id_str": "1"}}`, `{"noteTweet": {"noteTweetId": "1"}}`.
fn any_id(json: &[u8]) -> Option<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Ids {
        #[serde(deserialize_with = "lenient::text")]
        id_str: Option<String>,
        #[serde(deserialize_with = "lenient::text")]
        id: Option<String>,
        #[serde(rename = "noteTweetId", deserialize_with = "lenient::text")]
        note: Option<String>,
        #[serde(rename = "tweetId", deserialize_with = "lenient::text")]
        tweet: Option<String>,
    }
    let records: BTreeMap<String, Ids> = serde_json::from_slice(json).ok()?;
    let ids = records.into_values().next()?;
    ids.id_str.or(ids.id).or(ids.note).or(ids.tweet).map(|id| id.chars().take(40).collect())
}

impl Prepared {
    fn of(container: &Container) -> Result<Self, Failure> {
        let Parts { parts, notes, missing, user } = Parts::of(container)?;
        let mut survey = Survey::of(container, &parts, &notes)?;
        let owner = Owner::of(container, user, &survey)?;
        let mut extra = missing;
        extra.append(&mut survey.skipped);
        if extra.len() > MAX_EXTRA_SKIPPED {
            let why = "and more that were left out, too many to name".to_owned();
            let what = (extra.len() - MAX_EXTRA_SKIPPED).to_string();
            extra.truncate(MAX_EXTRA_SKIPPED);
            extra.push(Skipped { what, why });
        }
        let fingerprint = fingerprint(container, &parts);
        Ok(Self { parts, survey, owner, fingerprint, extra })
    }

    /// Where a cursor leads; one of another archive, or none that is known, to the beginning.
    fn start(&self, cursor: Option<&str>) -> Position {
        let cursor = cursor.and_then(|cursor| serde_json::from_str::<Cursor>(cursor).ok());
        let known = cursor.filter(|c| c.version == CURSOR_VERSION && c.archive == self.fingerprint);
        let Some(cursor) = known else { return Position::default() };
        let part = match &cursor.file {
            None => Some(self.parts.len()),
            Some(name) => self.parts.iter().position(|part| part.name == *name),
        };
        part.map_or_else(Position::default, |part| Position {
            part,
            record: cursor.record,
            done: cursor.done,
        })
    }

    fn cursor(&self, at: Position) -> Result<String, Failure> {
        let cursor = Cursor {
            version: CURSOR_VERSION,
            archive: self.fingerprint.clone(),
            file: self.parts.get(at.part).map(|part| part.name.clone()),
            record: at.record,
            done: at.done,
        };
        serde_json::to_string(&cursor).map_err(|error| Failure::Retry { why: error.to_string() })
    }
}

/// FNV-1a over what the list of files says of the parts: the same for the same archive, however it is kept
/// open.
fn fingerprint(container: &Container, parts: &[Part]) -> String {
    let files = parts.iter().filter_map(|part| container.data_file(&part.name));
    let hash = files
        .flat_map(|file| {
            let size = file.size.to_le_bytes();
            let checksum = file.checksum.to_le_bytes();
            file.name.bytes().chain([0]).chain(size).chain(checksum).collect::<Vec<u8>>()
        })
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

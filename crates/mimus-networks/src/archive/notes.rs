//! Long texts. `note-tweet.js` holds the words that `tweets.js` cuts near 280 characters, without saying
//! whose they are: they are joined by the second of writing and by their beginning
//! (facts/x-in-practice.md §10.3: 41 of 41 had the same second).

use std::collections::HashMap;

use serde::Deserialize;

use super::container::{Container, MAX_RECORDS_BYTES};
use super::records::Records;
use super::tweet::{Entities, Entity, parse_date};
use crate::connector::{Failure, Skipped};
use crate::x::TweetId;
use crate::x::lenient;
use crate::x::words::unescape;

/// Most bytes of long texts that are held in memory.
const MAX_NOTES_BYTES: usize = 48 << 20;

/// A long text.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) id: u64,
    second: i64,
    pub(super) text: String,
    pub(super) entities: Entities,
}

/// The long texts of an archive, by the second of their writing.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
    /// The best post for a note so far, by the note's place: how many characters they share, and the post.
    best: HashMap<usize, (usize, TweetId)>,
    skipped: Vec<Skipped>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(rename = "noteTweet")]
    note: Option<RowNote>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RowNote {
    #[serde(rename = "noteTweetId", deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(rename = "createdAt", deserialize_with = "lenient::text")]
    created_at: Option<String>,
    core: Option<Core>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Core {
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, 500>")]
    urls: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, 500>")]
    mentions: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, 500>")]
    hashtags: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, 500>")]
    cashtags: Vec<Entity>,
}

impl RowNote {
    fn read(self) -> Option<Note> {
        let id = self.id?;
        let date = self.created_at.as_deref().and_then(parse_date).or_else(|| TweetId(id).time());
        let core = self.core?;
        Some(Note {
            id,
            second: date?.as_second(),
            text: core.text?,
            entities: Entities {
                urls: core.urls,
                user_mentions: core.mentions,
                hashtags: core.hashtags,
                symbols: core.cashtags,
                media: Vec::new(),
            },
        })
    }
}

impl Notes {
    /// Reads the long texts. A damaged file ends the reading of it and is told among what was left out: the
    /// posts are still there, cut.
    pub(super) fn read(container: &Container, names: &[String]) -> Result<Self, Failure> {
        let mut found = Self::default();
        let mut held = 0;
        for name in names {
            let mut records = Records::new(container.content(name, MAX_RECORDS_BYTES)?.reader);
            loop {
                let record = match records.next_record() {
                    Ok(Some(record)) => record,
                    Ok(None) => break,
                    Err(error) => {
                        found
                            .skip(name.clone(), &format!("its long texts are unreadable from here: {error}"));
                        break;
                    }
                };
                held += record.bytes.len();
                let what = format!("{name} record {}", record.number);
                if held > MAX_NOTES_BYTES {
                    found.skip(what, "and all long texts after it: too many to hold; their posts stay cut");
                    break;
                }
                match serde_json::from_slice::<Row>(record.bytes) {
                    Ok(row) => match row.note.and_then(RowNote::read) {
                        Some(note) => found.notes.push(note),
                        None => found.skip(what, "a long text without id, date or words"),
                    },
                    Err(error) => found.skip(what, &format!("a long text that is unreadable: {error}")),
                }
            }
        }
        found.notes.sort_by_key(|note| (note.second, note.id));
        Ok(found)
    }

    fn skip(&mut self, what: String, why: &str) {
        self.skipped.push(Skipped { what, why: why.to_owned() });
    }

    /// Whether there are long texts at all.
    pub(super) fn may_hold_any(&self) -> bool {
        !self.notes.is_empty()
    }

    /// Whether a post of this second may have its words here.
    pub(super) fn may_hold(&self, second: i64) -> bool {
        !self.candidates(second).is_empty()
    }

    /// The notes of this second and of the one before: a note is made up to 0.9 s before its post.
    fn candidates(&self, second: i64) -> std::ops::Range<usize> {
        let from = self.notes.partition_point(|note| note.second < second - 1);
        let to = self.notes.partition_point(|note| note.second <= second);
        from..to
    }

    /// Tells of a post whose second [`Self::may_hold`] knows.
    pub(super) fn consider(&mut self, id: TweetId, second: i64, words: &str) {
        let beginnings = beginnings(words);
        for at in self.candidates(second) {
            let whole = squeezed(&self.notes[at].text);
            let shared = beginnings.iter().filter(|b| whole.starts_with(b.as_str())).map(String::len).max();
            if let Some(shared) = shared
                && self.best.get(&at).is_none_or(|(before, _)| *before < shared)
            {
                self.best.insert(at, (shared, id));
            }
        }
    }

    /// The notes by the posts they belong to, and what was left out.
    pub(super) fn join(mut self) -> (HashMap<TweetId, Note>, Vec<Skipped>) {
        let mut pairs: Vec<_> = self.best.drain().map(|(at, (shared, id))| (shared, id, at)).collect();
        pairs.sort_by_key(|(shared, id, at)| (std::cmp::Reverse(*shared), *id, *at));
        let mut joined = HashMap::new();
        for (_, id, at) in pairs {
            joined.entry(id).or_insert_with(|| std::mem::take(&mut self.notes[at]));
        }
        for note in self.notes.iter().filter(|note| note.id != 0) {
            let why = "a long text whose post is not in the archive".to_owned();
            self.skipped.push(Skipped { what: note.id.to_string(), why });
        }
        (joined, self.skipped)
    }
}

/// What a cut text can begin with in full: without the mark of the cut and the links at its end, with and
/// without the mentions at its front.
fn beginnings(words: &str) -> Vec<String> {
    let mut rest = words.trim_end();
    loop {
        let last = rest.trim_end_matches(|c: char| !c.is_whitespace()).len();
        let word = rest.get(last..).unwrap_or_default();
        let shorter = if word.starts_with("https://t.co/") { &rest[..last] } else { rest };
        let shorter = shorter.trim_end().trim_end_matches('…').trim_end();
        if shorter.len() == rest.len() {
            break;
        }
        rest = shorter;
    }
    let whole = squeezed(rest);
    let mut without = whole.as_str();
    while without.starts_with('@') {
        without = without.split_once(' ').map_or("", |(_, rest)| rest);
    }
    let mut found = vec![without.to_owned(), whole.clone()];
    found.dedup();
    found.retain(|beginning| !beginning.is_empty());
    found
}

/// With single spaces and every address alike, so that texts of two files compare.
fn squeezed(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in unescape(words).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(if word.starts_with("https://") || word.starts_with("http://") {
            "\u{1}"
        } else {
            word
        });
    }
    out
}

//! A first, light pass over an archive: what must be known of all posts before the first can be read.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::container::{Container, MAX_RECORDS_BYTES};
use super::notes::{Note, Notes};
use super::parts::{Part, PartKind};
use super::records::Records;
use super::tweet::{EditInfo, ExtendedEntities, Tweet, TweetUser, parse, parse_date};
use crate::connector::{Failure, Skipped};
use crate::x::TweetId;
use crate::x::address::{is_handle, parse_status_url};
use crate::x::lenient;

/// What the pass found. About 40 bytes a post while it runs, 16 afterwards.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Every id with the number of its first record, by id.
    ids: Vec<(TweetId, u32)>,
    /// Every version of the posts that were edited, by version.
    versions: Vec<Version>,
    /// Long texts by the posts they belong to.
    pub(super) notes: HashMap<TweetId, Note>,
    /// Long texts that belong to none, and the like.
    pub(super) skipped: Vec<Skipped>,
    /// How many records there are; `None` where a file is damaged.
    pub(super) total: Option<u64>,
    /// The account's handle, as its own posts show it; the latest where it changed.
    pub(super) handle: Option<String>,
    /// The account's id, likewise.
    pub(super) account: Option<u64>,
}

/// A version of an edited post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    id: TweetId,
    /// The version that was written first: it gives the post its identity and its date.
    pub(super) first: TweetId,
    /// The last version that the archive has.
    pub(super) last: TweetId,
}

/// As much of a record as the pass needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Glance {
    #[serde(deserialize_with = "lenient::number")]
    id_str: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    created_at: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_status_id_str: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_status_id: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_user_id_str: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    in_reply_to_screen_name: Option<String>,
    edit_info: Option<EditInfo>,
    extended_entities: Option<ExtendedEntities>,
    user: Option<TweetUser>,
}

/// A post that answers another: if that is the account's own, it shows the account's name.
#[derive(Debug)]
struct Answer {
    id: TweetId,
    to: TweetId,
    account: Option<u64>,
    handle: Option<u32>,
}

#[derive(Debug, Default)]
struct Gathered {
    ids: Vec<(TweetId, u32)>,
    versions: Vec<(TweetId, TweetId)>,
    answers: Vec<Answer>,
    handles: Vec<String>,
    numbers: HashMap<String, u32>,
    /// The latest post that shows the account's handle by itself, and the handle.
    shown: Option<(TweetId, String)>,
}

impl Survey {
    /// Passes over all parts. Damage ends the pass without a failure: the reading proper will come to it and
    /// tell, after the posts before it.
    pub(super) fn of(container: &Container, parts: &[Part], notes: &[String]) -> Result<Self, Failure> {
        let mut notes = Notes::read(container, notes)?;
        let mut gathered = Gathered::default();
        let mut total = Some(0_u64);
        for part in parts {
            let Ok(content) = container.content(&part.name, MAX_RECORDS_BYTES) else {
                total = None;
                break;
            };
            let mut records = Records::new(content.reader);
            let whole = match part.kind {
                PartKind::LeftOut(_) => records.skip(u64::MAX).is_ok(),
                PartKind::Tweets => loop {
                    match records.next_record() {
                        Ok(Some(record)) => {
                            let number = total.unwrap_or(0) + record.number - 1;
                            gathered.glance(
                                record.bytes,
                                u32::try_from(number).unwrap_or(u32::MAX),
                                &mut notes,
                            );
                        }
                        Ok(None) => break true,
                        Err(_) => break false,
                    }
                },
            };
            total = total.filter(|_| whole).map(|before| before + records.number());
            if total.is_none() {
                break;
            }
        }
        let mut survey = gathered.finish();
        (survey.notes, survey.skipped) = notes.join();
        survey.total = total;
        Ok(survey)
    }

    /// Whether the archive has a post of that id.
    pub(super) fn has(&self, id: TweetId) -> bool {
        self.ids.binary_search_by_key(&id, |(id, _)| *id).is_ok()
    }

    /// Whether record `number` repeats the post of an earlier one.
    pub(super) fn repeats(&self, id: TweetId, number: u64) -> bool {
        self.ids.binary_search_by_key(&id, |(id, _)| *id).is_ok_and(|at| u64::from(self.ids[at].1) < number)
    }

    /// The versions of a post, where it was edited.
    pub(super) fn version(&self, id: TweetId) -> Option<&Version> {
        self.versions.binary_search_by_key(&id, |version| version.id).ok().map(|at| &self.versions[at])
    }

    /// The id by which a post is known whichever of its versions is meant.
    pub(super) fn identity(&self, id: TweetId) -> TweetId {
        self.version(id).map_or(id, |version| version.first)
    }
}

impl Gathered {
    fn glance(&mut self, json: &[u8], number: u32, notes: &mut Notes) {
        // What cannot be read here is told when its turn comes.
        let Ok(glance) = parse::<Glance>(json) else { return };
        let Some(id) = glance.id_str.or(glance.id).filter(|id| *id > 0).map(TweetId) else { return };
        self.ids.push((id, number));
        let versions = glance.edit_info.as_ref().map(EditInfo::versions).unwrap_or_default();
        if let Some(first) = versions.iter().copied().min().filter(|_| versions.iter().any(|v| *v != id)) {
            self.versions.extend(versions.iter().chain([&id]).map(|version| (first, *version)));
        }
        let shown = glance.user.and_then(|user| user.screen_name).or_else(|| {
            let media = glance.extended_entities.unwrap_or_default().media;
            let own = |address: &str| parse_status_url(address).filter(|link| link.id == id)?.handle;
            media.iter().find_map(|medium| medium.expanded_url.as_deref().and_then(own))
        });
        if let Some(handle) = shown
            && is_handle(&handle)
            && self.shown.as_ref().is_none_or(|(latest, _)| *latest < id)
        {
            self.shown = Some((id, handle));
        }
        let to = glance.in_reply_to_status_id_str.or(glance.in_reply_to_status_id);
        if let Some(to) = to {
            let handle = glance.in_reply_to_screen_name.filter(|h| is_handle(h)).map(|h| self.number_of(h));
            let account = glance.in_reply_to_user_id_str;
            self.answers.push(Answer { id, to: TweetId(to), account, handle });
        }
        let second =
            || id.written_at(glance.created_at.as_deref().and_then(parse_date)).map(Timestamp::as_second);
        if notes.may_hold_any()
            && let Some(second) = second()
            && notes.may_hold(second)
            && let Ok(tweet) = parse::<Tweet>(json)
        {
            notes.consider(id, second, tweet.words());
        }
    }

    fn number_of(&mut self, handle: String) -> u32 {
        if let Some(number) = self.numbers.get(&handle) {
            return *number;
        }
        let number = u32::try_from(self.handles.len()).unwrap_or(u32::MAX);
        self.handles.push(handle.clone());
        self.numbers.insert(handle, number);
        number
    }

    fn finish(mut self) -> Survey {
        self.ids.sort_unstable();
        self.ids.dedup_by_key(|(id, _)| *id);
        self.ids.shrink_to_fit();
        let ids = self.ids;
        let has = |id: TweetId| ids.binary_search_by_key(&id, |(id, _)| *id).is_ok();
        let own: Vec<&Answer> = self.answers.iter().filter(|answer| has(answer.to)).collect();
        let handle = |number: u32| self.handles.get(usize::try_from(number).ok()?).cloned();
        let answered = own
            .iter()
            .filter_map(|answer| Some((answer.id, handle(answer.handle?)?)))
            .max_by_key(|(id, _)| *id);
        let latest = [answered, self.shown].into_iter().flatten().max_by_key(|(id, _)| *id);
        let account = own.iter().filter_map(|a| Some((a.id, a.account?))).max_by_key(|(id, _)| *id);

        self.versions.sort_unstable();
        self.versions.dedup();
        let mut versions: Vec<Version> = self
            .versions
            .chunk_by(|a, b| a.0 == b.0)
            .flat_map(|group| {
                let last = group.iter().map(|(_, id)| *id).filter(|id| has(*id)).max();
                group.iter().map(move |(first, id)| Version {
                    id: *id,
                    first: *first,
                    last: last.unwrap_or(*id),
                })
            })
            .collect();
        versions.sort_unstable();
        versions.dedup_by_key(|version| version.id);
        Survey {
            handle: latest.map(|(_, handle)| handle),
            account: account.map(|(_, id)| id),
            versions,
            ids,
            ..Survey::default()
        }
    }
}

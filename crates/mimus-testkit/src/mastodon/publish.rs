//! How statuses come to be, change and go, and what Mastodon refuses.

use jiff::{SignedDuration, Timestamp};

use super::answer::Refused;
use super::entity::{self, Kind, entities};
use super::media::Media;
use super::status::{Poll, Status, StatusId, Visibility};
use super::streaming::Event;
use super::world::State;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PollDraft {
    pub(super) options: Vec<String>,
    pub(super) expires_in: Option<i64>,
    pub(super) multiple: bool,
    pub(super) hide_totals: bool,
}

/// What an edit says of a picture; what it leaves out stays.
#[derive(Debug, Clone)]
pub(super) struct MediaChange {
    pub(super) id: u64,
    pub(super) description: Option<String>,
    pub(super) focus: Option<(f32, f32)>,
}

/// What someone means to publish.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) spoiler_text: String,
    pub(super) sensitive: Option<bool>,
    pub(super) visibility: Visibility,
    pub(super) language: Option<String>,
    pub(super) in_reply_to: Option<u64>,
    pub(super) quote: Option<u64>,
    pub(super) media_ids: Vec<u64>,
    /// What an edit says of media that stay.
    pub(super) media_changes: Vec<MediaChange>,
    pub(super) poll: Option<PollDraft>,
}

impl State {
    /// Whether someone may read a status; none is a passer-by.
    pub(super) fn may_read(&self, status: &Status, reader: Option<u64>) -> bool {
        status.visibility.is_open()
            || reader.is_some_and(|reader| {
                status.author == reader || self.mentioned(&status.text).contains(&reader)
            })
    }

    pub(super) fn readable(&self, id: u64, reader: Option<u64>) -> Option<&Status> {
        self.statuses.get(&StatusId(id)).filter(|status| self.may_read(status, reader))
    }

    /// The accounts that words name, each once.
    pub(super) fn mentioned(&self, words: &str) -> Vec<u64> {
        let mut users = Vec::new();
        for entity in entities(words) {
            let Kind::Mention(name, domain) = entity.kind else { continue };
            let acct = domain.map_or_else(|| name.clone(), |domain| format!("{name}@{domain}"));
            users.extend(self.user_named(&acct).map(|user| user.id).filter(|id| !users.contains(id)));
        }
        users
    }

    /// What a new status answers and quotes must be there to be read.
    pub(super) fn check_targets(&self, draft: &Draft, author: u64) -> Result<(), Refused> {
        let is_there = |id: Option<u64>| id.is_none_or(|id| self.readable(id, Some(author)).is_some());
        if !is_there(draft.in_reply_to) {
            let words = "The post you are trying to reply to does not appear to exist.";
            return Err(Refused::new(404, words));
        }
        let is_quotable = |id: u64| {
            let quoted = self.readable(id, Some(author));
            quoted.is_some_and(|status| status.visibility.is_open() || status.author == author)
        };
        if draft.quote.is_some_and(|id| !is_quotable(id)) {
            let words = "The post you are trying to quote does not appear to exist.";
            return Err(Refused::new(404, words));
        }
        Ok(())
    }

    /// Publishes a draft by the rules of Mastodon's `post_status_service.rb`.
    pub(super) fn publish(
        &mut self,
        author: u64,
        draft: Draft,
        application: Option<u64>,
    ) -> Result<StatusId, Refused> {
        self.check_media(&draft, None)?;
        let now = self.now();
        let id = StatusId(self.next_id());
        let (text, spoiler_text) = self.worded(&draft)?;
        let poll = self.asked(draft.poll.as_ref(), now)?;
        let media =
            draft.media_ids.iter().filter_map(|id| self.uploads.remove(id)).map(|held| held.media).collect();
        let mut status = Status {
            id,
            author,
            created_at: now,
            edited_at: None,
            sensitive: draft.sensitive.unwrap_or_default() || !spoiler_text.is_empty(),
            text,
            spoiler_text,
            visibility: draft.visibility,
            language: Some(draft.language.filter(|code| is_language(code)).unwrap_or_else(|| "en".into())),
            in_reply_to_id: draft.in_reply_to.map(StatusId),
            media,
            poll,
            quote: draft.quote.map(StatusId),
            history: Vec::new(),
            reblog_of: None,
            application,
            likes: 0,
            pinned: false,
            bookmarked: false,
        };
        status.history.push(status.version(now));
        self.statuses.insert(id, status);
        self.tell(id, Event::Update);
        Ok(id)
    }

    /// Puts a draft in the place of a status, by the rules of Mastodon's `update_status_service.rb`: what it does not name is
    /// taken away. An edit that changes nothing leaves no trace.
    pub(super) fn change(&mut self, id: StatusId, draft: &Draft) -> Result<(), Refused> {
        let Some(before) = self.statuses.get(&id).cloned() else { return Err(Refused::not_found()) };
        self.check_media(draft, Some(&before))?;
        let now = self.now();
        let (text, spoiler_text) = self.worded(draft)?;
        let mut status = before.clone();
        status.poll = match (&draft.poll, &before.poll) {
            (Some(asked), Some(held)) if asked.expires_in.is_none() && asked.options == held.options => {
                before.poll.clone()
            }
            (asked, held) => self.asked(asked.as_ref(), now)?.map(|mut poll| {
                poll.id = held.as_ref().map_or(poll.id, |held| held.id);
                poll
            }),
        };
        let held = |id: &u64| before.media.iter().find(|media| media.id == *id).cloned();
        status.media = draft
            .media_ids
            .iter()
            .filter_map(|id| held(id).or_else(|| self.uploads.remove(id).map(|upload| upload.media)))
            .collect();
        for change in &draft.media_changes {
            if let Some(media) = status.media.iter_mut().find(|media| media.id == change.id) {
                media.description = change.description.clone().or_else(|| media.description.take());
                media.focus = change.focus.or(media.focus);
            }
        }
        status.sensitive = draft.sensitive.unwrap_or_default() || !spoiler_text.is_empty();
        status.text = text;
        status.spoiler_text = spoiler_text;
        let language = draft.language.clone().filter(|code| is_language(code));
        status.language = language.or_else(|| before.language.clone());
        if status == before {
            return Ok(());
        }
        status.edited_at = Some(now);
        status.history.push(status.version(now));
        self.statuses.insert(id, status);
        self.tell(id, Event::Edited);
        Ok(())
    }

    /// Takes a status and its reblogs away.
    pub(super) fn take_away(&mut self, id: StatusId) -> Option<Status> {
        let reblogs =
            self.statuses.values().filter(|status| status.reblog_of == Some(id)).map(|status| status.id);
        for reblog in reblogs.collect::<Vec<_>>() {
            self.take_away(reblog);
        }
        self.tell(id, Event::Delete);
        self.statuses.remove(&id)
    }

    /// Someone passes a status on; a second time it is the same reblog.
    pub(super) fn reblog(
        &mut self,
        author: u64,
        of: StatusId,
        visibility: Visibility,
        application: Option<u64>,
    ) -> StatusId {
        let mut held = self.statuses.values();
        if let Some(held) = held.find(|held| held.author == author && held.reblog_of == Some(of)) {
            return held.id;
        }
        let created_at = self.now();
        let id = StatusId(self.next_id());
        let status = Status {
            id,
            author,
            created_at,
            edited_at: None,
            text: String::new(),
            spoiler_text: String::new(),
            sensitive: false,
            visibility,
            language: None,
            in_reply_to_id: None,
            media: Vec::new(),
            poll: None,
            quote: None,
            history: Vec::new(),
            reblog_of: Some(of),
            application,
            likes: 0,
            pinned: false,
            bookmarked: false,
        };
        self.statuses.insert(id, status);
        self.tell(id, Event::Update);
        id
    }

    /// The draft's words and spoiler as they are kept; a spoiler without words is the words.
    fn worded(&self, draft: &Draft) -> Result<(String, String), Refused> {
        let (mut text, mut spoiler) = (draft.text.trim().to_owned(), draft.spoiler_text.trim().to_owned());
        if text.is_empty() {
            text = std::mem::take(&mut spoiler);
        }
        if text.is_empty() && draft.media_ids.is_empty() && draft.quote.is_none() {
            return Err(Refused::invalid("Text can't be blank"));
        }
        let most = self.limits.characters;
        if entity::length(&spoiler, &text, self.limits.characters_per_url) > most {
            return Err(Refused::invalid(format!("Text character limit of {most} exceeded")));
        }
        Ok((text, spoiler))
    }

    /// That the media may be attached, to this status where it is an edit.
    fn check_media(&self, draft: &Draft, to: Option<&Status>) -> Result<(), Refused> {
        let ids = &draft.media_ids;
        if ids.is_empty() {
            return Ok(());
        }
        if ids.len() > self.limits.media || draft.poll.is_some() {
            return Err(Refused::new(422, format!("Cannot attach more than {} files", self.limits.media)));
        }
        let attached = |id: &u64| to.and_then(|status| status.media.iter().find(|media| media.id == *id));
        let missing: Vec<String> = ids
            .iter()
            .filter(|id| attached(id).is_none() && !self.uploads.contains_key(id))
            .map(ToString::to_string)
            .collect();
        if !missing.is_empty() {
            let words = format!("Media {} not found or already attached to another post", missing.join(", "));
            return Err(Refused::new(422, words));
        }
        let found =
            || ids.iter().filter_map(|id| attached(id).or(self.uploads.get(id).map(|held| &held.media)));
        if found().count() > 1 && found().any(Media::plays) {
            let words = "Cannot attach a video to a post that already contains images";
            return Err(Refused::new(422, words));
        }
        if ids.iter().filter_map(|id| self.uploads.get(id)).any(|held| held.polls_left > 0) {
            let words = "Cannot attach files that have not finished processing. Try again in a moment!";
            return Err(Refused::new(422, words));
        }
        Ok(())
    }

    fn asked(&mut self, draft: Option<&PollDraft>, now: Timestamp) -> Result<Option<Poll>, Refused> {
        let Some(draft) = draft else { return Ok(None) };
        let limits = &self.limits;
        let options: Vec<String> = draft
            .options
            .iter()
            .map(|option| option.trim().to_owned())
            .filter(|option| !option.is_empty())
            .collect();
        let is_long = |option: &String| entity::length("", option, 0) > limits.poll_option_characters;
        let mut problems = Vec::new();
        if options.len() < 2 {
            problems.push("Choices must have more than one item".to_owned());
        }
        if options.len() > limits.poll_options {
            problems.push(format!("Choices can't contain more than {} items", limits.poll_options));
        }
        if options.iter().any(is_long) {
            problems.push(format!(
                "Choices cannot be longer than {} characters each",
                limits.poll_option_characters
            ));
        }
        if options.iter().enumerate().any(|(at, option)| options.iter().take(at).any(|other| other == option))
        {
            problems.push("Choices contain duplicate items".into());
        }
        let length = |bound: std::time::Duration| i64::try_from(bound.as_secs()).unwrap_or(i64::MAX);
        match draft.expires_in {
            None => problems.push("Deadline can't be blank".into()),
            Some(seconds) if seconds < length(limits.poll_shortest) => {
                problems.push("Deadline is too soon".into());
            }
            Some(seconds) if seconds > length(limits.poll_longest) => {
                problems.push("Deadline is too far into the future".into());
            }
            Some(_) => {}
        }
        if !problems.is_empty() {
            return Err(Refused::invalid(problems.join(", ")));
        }
        let expires_in = SignedDuration::from_secs(draft.expires_in.unwrap_or_default());
        let expires_at = now.saturating_add(expires_in).unwrap_or(Timestamp::MAX);
        let (multiple, hide_totals) = (draft.multiple, draft.hide_totals);
        Ok(Some(Poll { id: self.next_id(), options, expires_at, multiple, hide_totals }))
    }
}

/// A code of two or three letters, with a script or country at most.
fn is_language(code: &str) -> bool {
    let first = code.split('-').next().unwrap_or_default();
    matches!(first.len(), 2 | 3) && code.len() <= 8 && first.chars().all(|letter| letter.is_ascii_lowercase())
}

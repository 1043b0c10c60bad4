//! Reading one account by its timeline.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mimus_core::{Network, Post, RemoteId};

use super::address::is_handle;
use super::answer::{Answer, Users};
use super::client::PageOf;
use super::convert::{Converted, NoPost, convert};
use super::cursor::Cursor;
use super::media::FilmLimit;
use super::meter::{Behalf, MeteredX};
use super::profile::profile;
use super::{Absence, Problem, TweetId, User};
use crate::connector::{BoxFuture, Failure, Next, Page, Read, Skipped};

/// Posts that a new mirror starts with.
const FIRST_POSTS: u32 = 20;
/// Posts that are asked for in one page later.
const PAGE: u32 = 100;
/// Most pages of one reading. What an account wrote before that while nobody looked is left out.
const PAGES: usize = 10;
/// Why the mirror of a protected account ends.
pub(super) const PROTECTED: &str = "its posts are protected on X, where only followers whom it approved may see them; they were taken away here";

/// An account on X, as a mirror's location names it: `x:HANDLE` when it is added, `x:id/NUMBER` from then on, because the
/// number stays when the handle changes, and a handle may be somebody else's later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// By its handle.
    Handle(String),
    /// By its number.
    Id(u64),
}

impl Place {
    /// Reads the place of a location.
    pub fn parse(place: &str) -> Result<Self, Failure> {
        if let Some(id) = place.strip_prefix("id/") {
            let id = id.parse().ok().filter(|id| *id > 0);
            return id.map(Self::Id).ok_or_else(|| Failure::Rejected {
                why: format!("{place:?} names no account; write x:HANDLE"),
            });
        }
        let handle = place.trim_start_matches('@');
        if is_handle(handle) {
            return Ok(Self::Handle(handle.to_owned()));
        }
        let why =
            format!("{place:?} is no handle on X, which has 1 to 15 letters, digits and _; write x:HANDLE");
        Err(Failure::Rejected { why })
    }

    /// As it stands in a location.
    #[must_use]
    pub fn of_id(id: u64) -> String {
        format!("id/{id}")
    }
}

/// What became of posts that X sent.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Posts, oldest first.
    pub posts: Vec<Post>,
    /// What became none, and why.
    pub skipped: Vec<Skipped>,
    /// The newest id among them.
    pub newest: Option<TweetId>,
}

/// Makes posts of those by `author` in an answer. Of several versions of one post the newest counts.
#[must_use]
pub fn sort(answer: &Answer, author: u64) -> Sorted {
    let mut sorted = Sorted::default();
    let mut newest_versions: BTreeMap<RemoteId, (TweetId, Post)> = BTreeMap::new();
    for tweet in answer.tweets.iter().filter(|tweet| tweet.author() == Some(author)) {
        let Some(id) = tweet.id() else { continue };
        sorted.newest = sorted.newest.max(Some(id));
        match convert(tweet, &answer.includes, FilmLimit::default()) {
            Ok(Converted { post, .. }) => {
                let known = newest_versions.get(&post.origin.remote_id).map(|(id, _)| *id);
                if known < Some(id) {
                    newest_versions.insert(post.origin.remote_id.clone(), (id, post));
                }
            }
            Err(why @ (NoPost::NoId | NoPost::NoDate)) => {
                tracing::warn!(%id, %why, "a post of X is left out");
            }
            Err(why) => sorted.skipped.push(Skipped { what: id.to_string(), why: why.to_string() }),
        }
    }
    let mut posts: Vec<(TweetId, Post)> = newest_versions.into_values().collect();
    posts.sort_by_key(|(id, _)| *id);
    sorted.posts = posts.into_iter().map(|(_, post)| post).collect();
    sorted
}

/// Reads one account.
pub struct XReader {
    x: MeteredX,
    place: Place,
    behalf: Behalf,
}

impl XReader {
    /// An account by its place.
    pub fn open(x: MeteredX, place: &str, behalf: Behalf) -> Result<Self, Failure> {
        Ok(Self { x, place: Place::parse(place)?, behalf })
    }

    async fn page(&self, kept: Option<&str>, now: Timestamp) -> Result<Page, Failure> {
        let mut cursor = Cursor::read(kept)?;
        // Later they are read a hundred at once (`profiles`).
        let due = cursor.profile_at().is_none();
        let user = match (&self.place, due) {
            (Place::Id(_), false) => None,
            // Posts do not wait for a profile, and the timeline tells better why an account is not there.
            (Place::Id(id), true) => self
                .user()
                .await
                .inspect_err(|failure| tracing::debug!(id, %failure, "a profile is read later"))
                .ok(),
            (Place::Handle(_), _) => Some(self.user().await?),
        };
        let id = match (&self.place, &user) {
            (Place::Id(id), _) => *id,
            (Place::Handle(_), Some(user)) => user.id().unwrap_or_default(),
            (Place::Handle(handle), None) => return Err(not_there(handle)),
        };
        if let Some(user) = &user {
            if user.is_protected() {
                return ended(&cursor, PROTECTED);
            }
            cursor.profile_read(now);
        }
        let (answers, problems, left_out) = self.answers(id, cursor.since(), kept.is_none()).await?;
        if answers.iter().all(|answer| answer.tweets.is_empty())
            && let Some(why) = problems.iter().find_map(|problem| of_account(problem, id))
        {
            return ended(&cursor, why);
        }
        let (mut posts, mut skipped) = (Vec::new(), left_out);
        // The oldest page comes last.
        for sorted in answers.iter().rev().map(|answer| sort(answer, id)) {
            posts.extend(sorted.posts);
            skipped.extend(sorted.skipped);
            sorted.newest.into_iter().for_each(|newest| cursor.saw(newest));
        }
        Ok(Page {
            profile: user.as_ref().map(profile),
            progress: Some((posts.len() as u64, None)),
            posts,
            gone: Vec::new(),
            skipped,
            cursor: cursor.write()?,
            next: Next::Done,
            moved_to: matches!(self.place, Place::Handle(_)).then(|| Place::of_id(id)),
        })
    }

    /// The pages after `since`, newest first. A new mirror takes one: what is older costs as much and is not asked for.
    async fn answers(
        &self,
        id: u64,
        since: Option<TweetId>,
        first: bool,
    ) -> Result<(Vec<Answer>, Vec<Problem>, Vec<Skipped>), Failure> {
        let at_most = if first { FIRST_POSTS } else { PAGE };
        let (mut answers, mut problems, mut token) = (Vec::new(), Vec::new(), None);
        loop {
            let wanted = PageOf { since, at_most, token: token.take(), ..PageOf::default() };
            let mut answer = self.x.user_tweets(self.behalf, id, &wanted).await?;
            problems.append(&mut answer.problems);
            self.x.complete(self.behalf, &mut answer).await;
            token = answer.next_token.take().filter(|_| !first && since.is_some());
            let last = answer.tweets.is_empty() || token.is_none();
            answers.push(answer);
            if last {
                return Ok((answers, problems, Vec::new()));
            }
            if answers.len() == PAGES {
                let why = format!("written before the newest {} while nobody looked", PAGES * PAGE as usize);
                return Ok((answers, problems, vec![Skipped { what: "older posts".into(), why }]));
            }
        }
    }

    async fn user(&self) -> Result<User, Failure> {
        let (users, name) = match &self.place {
            Place::Handle(handle) => (self.x.users_by(self.behalf, &[handle]).await?, format!("@{handle}")),
            Place::Id(id) => (self.x.users(self.behalf, &[*id]).await?, format!("number {id}")),
        };
        let Users { users, problems } = users;
        users.into_iter().next().ok_or_else(|| {
            let said = problems.first().map(Problem::words).unwrap_or_default();
            Failure::Rejected { why: format!("X has no account {name}. {said}").trim().to_owned() }
        })
    }
}

fn not_there(handle: &str) -> Failure {
    Failure::Rejected { why: format!("X has no account @{handle}") }
}

/// Why an account itself cannot be read, where a problem says so.
pub(super) fn of_account(problem: &Problem, id: u64) -> Option<&'static str> {
    let (kind, of) = problem.resource()?;
    let own = kind == "user" && of == id.to_string();
    let why = match problem.absence() {
        Absence::Suspended => "X has suspended the account; its posts were taken away here",
        Absence::Protected => PROTECTED,
        Absence::Gone => "the account is no more on X; its posts were taken away here",
        Absence::Other => return None,
    };
    own.then_some(why)
}

fn ended(cursor: &Cursor, why: &str) -> Result<Page, Failure> {
    Ok(Page {
        profile: None,
        posts: Vec::new(),
        gone: Vec::new(),
        skipped: Vec::new(),
        cursor: cursor.write()?,
        next: Next::Ended(why.to_owned()),
        moved_to: None,
        progress: None,
    })
}

impl Read for XReader {
    fn network(&self) -> Network {
        Network::X
    }

    fn read<'a>(
        &'a mut self,
        cursor: Option<&'a str>,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>> {
        Box::pin(self.page(cursor, now))
    }
}

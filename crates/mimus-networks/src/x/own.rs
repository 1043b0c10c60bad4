//! Reading a connected account's own posts, at the price of owned reads.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{Network, RemoteId};
use serde::{Deserialize, Serialize};

use super::client::PageOf;
use super::meter::{Behalf, MeteredX};
use super::reader::{of_account, sort};
use super::user::XUser;
use super::{Answer, TweetId};
use crate::connector::{BoxFuture, Failure, Next, Page, Read};

/// Time between two looks; each post that comes is paid once a day.
const LOOK: SignedDuration = SignedDuration::from_secs(60);
/// Every so many looks the newest posts are read again, to see what is gone: of the same UTC day they cost nothing more.
const AGAIN: u32 = 10;
/// Every so many looks, some 20 hours, more of them: X asks that what is deleted there is deleted elsewhere within 24 hours.
const FURTHER: u32 = 1_200;
/// Posts of such a page, the most that X gives. They cost $0.10 a day at most.
const FURTHER_PAGE: u32 = 100;
/// Posts of a page; X gives no fewer than 5.
const PAGE: u32 = 20;
/// Most pages of one reading.
const PAGES: usize = 10;
/// Posts that are remembered, to see what is gone.
const REMEMBERED: usize = 150;

/// Reads the posts of the account that the credentials are of.
pub struct XOwnReader {
    user: XUser,
    me: u64,
    /// How many posts from before the first reading are given.
    old: usize,
    /// The app's own way to X, by which only what everybody may see is seen.
    public: Option<MeteredX>,
}

/// How far it has been read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Cursor {
    since: Option<u64>,
    /// The posts that were read, with the version that was.
    seen: BTreeMap<String, u64>,
    looks: u32,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

impl XOwnReader {
    /// Reads as this user, whose id is known.
    #[must_use]
    pub fn new(user: XUser, me: u64, old: usize) -> Self {
        Self { user, me, old, public: None }
    }

    /// For a mirror, which everybody sees: posts come with what they repeat and quote, and none comes once `x` may no longer
    /// see the account.
    #[must_use]
    pub fn for_mirror(self, x: MeteredX) -> Self {
        Self { public: Some(x), ..self }
    }

    async fn answer(&self, page: &PageOf) -> Result<Answer, Failure> {
        let answer = self.user.own_tweets(self.me, page).await;
        let mut answer = answer.map_err(|error| error.failure(self.user.now()))?;
        if let Some(x) = &self.public {
            x.complete(Behalf::Owned, &mut answer).await;
        }
        Ok(answer)
    }

    /// Why the account is not for everybody to see, where that is so. Behind the newest post there is nothing to pay.
    async fn hidden(&self, at: &Cursor) -> Result<Option<&'static str>, Failure> {
        let Some(x) = &self.public else { return Ok(None) };
        let since = PageOf { since: at.since.map(TweetId), at_most: 5, ..PageOf::default() };
        let answer = x.user_tweets(Behalf::Owned, self.me, &since).await?;
        Ok(answer.problems.iter().find_map(|problem| of_account(problem, self.me)))
    }

    async fn page(&self, kept: Option<&str>) -> Result<Page, Failure> {
        let unreadable = |error: serde_json::Error| Failure::Rejected {
            why: format!("the cursor is unreadable: {error}"),
        };
        let mut at: Cursor = match kept {
            Some(kept) => serde_json::from_str(kept).map_err(unreadable)?,
            None => Cursor::default(),
        };
        let mut page = Page {
            profile: None,
            posts: Vec::new(),
            gone: Vec::new(),
            skipped: Vec::new(),
            cursor: String::new(),
            next: Next::After(LOOK),
            moved_to: None,
            progress: None,
        };
        if kept.is_none() {
            let answer = self.answer(&PageOf { at_most: PAGE, ..PageOf::default() }).await?;
            self.take(&mut at, &mut page, &answer);
            let first = page.posts.len().saturating_sub(self.old);
            page.posts.drain(..first);
        } else {
            self.news(&mut at, &mut page).await?;
            at.looks = at.looks.wrapping_add(1);
            if at.looks.is_multiple_of(AGAIN) {
                let most = if at.looks.is_multiple_of(FURTHER) { FURTHER_PAGE } else { PAGE };
                self.again(&mut at, &mut page, most).await?;
            }
        }
        if (!page.posts.is_empty() || at.looks.is_multiple_of(AGAIN))
            && let Some(why) = self.hidden(&at).await?
        {
            page.posts.clear();
            page.next = Next::Ended(why.to_owned());
        }
        page.cursor = serde_json::to_string(&at).map_err(unreadable)?;
        Ok(page)
    }

    /// What is new, the oldest page last.
    async fn news(&self, at: &mut Cursor, page: &mut Page) -> Result<(), Failure> {
        let since = at.since.map(TweetId);
        let (mut answers, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let wanted = PageOf { since, at_most: PAGE, token: token.take(), ..PageOf::default() };
            let mut answer = self.answer(&wanted).await?;
            token = answer.next_token.take();
            let last = answer.tweets.is_empty() || token.is_none();
            answers.push(answer);
            if last {
                break;
            }
        }
        for answer in answers.iter().rev() {
            self.take(at, page, answer);
        }
        Ok(())
    }

    /// Reads the newest posts again: those that are missing among them are gone.
    async fn again(&self, at: &mut Cursor, page: &mut Page, most: u32) -> Result<(), Failure> {
        let answer = self.answer(&PageOf { at_most: most, ..PageOf::default() }).await?;
        let there: Vec<u64> = answer.tweets.iter().filter_map(|tweet| tweet.id().map(|id| id.0)).collect();
        let whole = answer.next_token.is_none();
        let oldest = there.iter().min().copied();
        let gone: Vec<String> = at
            .seen
            .iter()
            .filter(|(_, version)| whole || oldest.is_some_and(|oldest| **version >= oldest))
            .filter(|(_, version)| !there.contains(version))
            .map(|(id, _)| id.clone())
            .collect();
        // What was changed meanwhile is there under another number.
        self.take(at, page, &answer);
        for id in gone {
            if at.seen.get(&id).is_some_and(|version| !there.contains(version)) {
                at.seen.remove(&id);
                page.gone.extend(RemoteId::new(id).ok());
            }
        }
        Ok(())
    }

    fn take(&self, at: &mut Cursor, page: &mut Page, answer: &Answer) {
        let sorted = sort(answer, self.me);
        at.since = at.since.max(sorted.newest.map(|id| id.0));
        page.skipped.extend(sorted.skipped);
        for tweet in &answer.tweets {
            let Some(id) = tweet.id() else { continue };
            let first = tweet.versions().into_iter().min().unwrap_or(id).min(id);
            let version = at.seen.entry(first.to_string()).or_default();
            *version = (*version).max(id.0);
        }
        while at.seen.len() > REMEMBERED {
            let oldest = at.seen.iter().min_by_key(|(_, version)| **version).map(|(id, _)| id.clone());
            if oldest.and_then(|id| at.seen.remove(&id)).is_none() {
                break;
            }
        }
        let known = |origin: &mimus_core::Origin| page.posts.iter().any(|post| post.origin == *origin);
        let new: Vec<_> = sorted.posts.into_iter().filter(|post| !known(&post.origin)).collect();
        page.posts.extend(new);
    }
}

impl Read for XOwnReader {
    fn network(&self) -> Network {
        Network::X
    }

    fn read<'a>(
        &'a mut self,
        cursor: Option<&'a str>,
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>> {
        Box::pin(self.page(cursor))
    }
}

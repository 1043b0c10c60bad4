//! What somebody hears of the Desk: what waits for them, what was said of their drafts, and what became of what was to go out. It is
//! the same in their feed and in their digests.

use jiff::{SignedDuration, Timestamp};
use mimus_core::desk::{Deed, Ruling};
use mimus_store::{AccountId, DraftFilter, DraftState, Person, PublicationState, StoreError};

use super::{DeskError, Token};
use crate::Engine;

/// How far back a feed goes.
const FEED: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Most of each kind.
const MOST: u32 = 50;
/// Most characters of a title, and of what somebody said.
const TITLE: usize = 80;
const WORDS: usize = 500;

/// What has happened, or waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsKind {
    /// A draft waits for their review.
    Review,
    /// A proposal from outside waits for somebody to take it on.
    Held,
    /// A deletion waits for their review.
    Removal,
    /// Somebody commented on their draft.
    Comment,
    /// Somebody approved of it.
    Approved,
    /// Somebody refused it.
    Refused,
    /// It was published.
    Published,
    /// It missed its time.
    Missed,
    /// It could not be published, or not whole, or it is not known.
    Failed,
}

/// One thing that somebody hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What.
    pub kind: NewsKind,
    /// By what it is known again: the same thing has the same key.
    pub key: String,
    /// What the draft or post begins with; empty where it has no words.
    pub title: String,
    /// Where it is at the Desk: `/desk/drafts/3/review`.
    pub path: String,
    /// To which account, where it is about one.
    pub account: Option<String>,
    /// Who did it, where somebody did.
    pub by: Option<String>,
    /// What they said, or why it did not go.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

fn cut(words: &str, most: usize) -> String {
    let plain = words.split_whitespace().collect::<Vec<_>>().join(" ");
    // Neither a feed nor a mail can carry these.
    plain.chars().filter(|c| !c.is_control()).take(most).collect()
}

fn said(words: &str) -> Option<String> {
    Some(cut(words, WORDS)).filter(|words| !words.is_empty())
}

impl Engine {
    /// What somebody hears of what was after `since`, and what waits for them whenever it came; the newest first.
    pub async fn news(&self, person: &Person, since: Timestamp) -> Result<Vec<News>, StoreError> {
        let mut news = self.waiting(person, DraftState::Proposed, Deed::Review).await?;
        news.extend(self.waiting(person, DraftState::Held, Deed::Edit).await?);
        for said_of in self.store.said_of_drafts(person.id, since, MOST).await? {
            let (kind, what) = match said_of.ruling {
                None => (NewsKind::Comment, "comment"),
                Some(Ruling::Approve) => (NewsKind::Approved, "ruling"),
                Some(Ruling::Refuse) => (NewsKind::Refused, "ruling"),
            };
            news.push(News {
                kind,
                key: format!("{what}-{}", said_of.number),
                title: cut(&said_of.title, TITLE),
                path: format!("/desk/drafts/{}/review", said_of.draft),
                account: None,
                by: Some(said_of.by),
                words: said(&said_of.words),
                at: said_of.at,
            });
        }
        news.extend(self.to_be_deleted(person).await?);
        news.extend(self.ended(person, since).await?);
        news.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.key.cmp(&other.key)));
        Ok(news)
    }

    async fn waiting(&self, person: &Person, state: DraftState, deed: Deed) -> Result<Vec<News>, StoreError> {
        let among = (!person.keeper).then(|| person.accounts_to(deed).collect());
        let filter = DraftFilter { states: vec![state], among, ..DraftFilter::default() };
        let mut news = Vec::new();
        for line in self.store.drafts(&filter, None, MOST).await? {
            // What they wrote themselves does not wait for their review.
            let own = state == DraftState::Proposed && line.author == Some(person.id);
            if own || !person.may_with_all(deed, &line.accounts) {
                continue;
            }
            let held = state == DraftState::Held;
            news.push(News {
                kind: if held { NewsKind::Held } else { NewsKind::Review },
                key: format!("{state}-{}-{}", line.id, line.updated_at.as_millisecond()),
                title: cut(&line.title, TITLE),
                path: format!("/desk/drafts/{}{}", line.id, if held { "" } else { "/review" }),
                account: None,
                by: line.proposer,
                words: None,
                at: line.updated_at,
            });
        }
        Ok(news)
    }

    /// What somebody else wants deleted, where they may rule on it.
    async fn to_be_deleted(&self, person: &Person) -> Result<Vec<News>, StoreError> {
        let among: Vec<AccountId> = person.accounts_to(Deed::Review).collect();
        let among = (!person.keeper).then_some(among.as_slice());
        let asked = self.store.removals(among, MOST).await?.into_iter();
        let theirs = asked
            .filter(|line| line.removal.by != person.id && person.may_with_all(Deed::Review, &line.accounts));
        let news = theirs.map(|line| News {
            kind: NewsKind::Removal,
            // A deletion that is asked for again has another hash.
            key: format!("removal-{}-{}", line.draft, cut(&line.removal.hash, 16)),
            title: cut(&line.title, TITLE),
            path: format!("/desk/drafts/{}/review", line.draft),
            account: None,
            by: None,
            words: said(&line.removal.why),
            at: line.removal.asked_at,
        });
        Ok(news.collect())
    }

    /// What became of what was to go out on the accounts that they have a role for; keepers hear of all.
    async fn ended(&self, person: &Person, since: Timestamp) -> Result<Vec<News>, StoreError> {
        let among: Vec<AccountId> = person.accounts_to(Deed::Read).collect();
        let among = (!person.keeper).then_some(among.as_slice());
        let accounts = self.store.accounts().await?;
        let mut news = Vec::new();
        for (publication, at) in self.store.ended_publications(among, since, MOST).await? {
            let Some(draft) = publication.draft else { continue };
            let (kind, words) = match publication.state {
                PublicationState::Published => (NewsKind::Published, None),
                PublicationState::Missed => (NewsKind::Missed, publication.reason.as_deref()),
                _ => (NewsKind::Failed, publication.reason.as_deref()),
            };
            let account = accounts.iter().find(|account| account.id == publication.account);
            news.push(News {
                kind,
                key: format!("publication-{}-{}-{}", publication.id, publication.revision, publication.state),
                title: cut(publication.post.text.as_str(), TITLE),
                path: format!("/desk/drafts/{draft}/schedule"),
                account: account.map(|account| account.name().to_string()),
                by: None,
                words: words.and_then(said),
                at,
            });
        }
        Ok(news)
    }

    /// Makes somebody a feed of their own, in place of the one before. Returns what opens it, shown this once.
    pub async fn make_feed(&self, person: &Person) -> Result<Token, DeskError> {
        let token = Token::random()?;
        self.store.set_feed(person.id, Some(&token.hash())).await?;
        Ok(token)
    }

    /// Ends somebody's feed: its address opens nothing from now on.
    pub async fn end_feed(&self, person: &Person) -> Result<(), DeskError> {
        Ok(self.store.set_feed(person.id, None).await?)
    }

    /// Whose feed a token opens, and what is in it.
    pub async fn feed(&self, token: &Token) -> Result<Option<(Person, Vec<News>)>, DeskError> {
        let Some(person) = self.store.person_by_feed(&token.hash()).await? else { return Ok(None) };
        let since = self.clock.now().saturating_sub(FEED).unwrap_or(Timestamp::MIN);
        let news = self.news(&person, since).await?;
        Ok(Some((person, news)))
    }
}

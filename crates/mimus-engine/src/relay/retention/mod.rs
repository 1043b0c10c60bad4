//! Old posts of connected accounts go, where their keepers wish it: looked through first, saved, and deleted a few a day.

mod save;
mod work;

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use mimus_core::policy::{LEAST_DAYS, Retention};
use mimus_core::render::PRICE_OF_DELETION;
use mimus_core::{Money, Network};
use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Failure, Next, Read, Retire};
use mimus_store::{
    Account, AccountName, AccountRetention, AccountState, FoundPost, RetentionState, RetiredState, StoreError,
};

use super::accounts::AccountError;
use crate::Engine;

pub use work::run;

/// Pages of one look through an account: on Mastodon 40 posts each, on X 100.
const PAGES: usize = 2_500;
/// What looking at one's own post costs on X just before it is deleted (facts/x-api.md, owned reads).
const PRICE_OF_LOOK: Money = Money::from_micros(1_000);

/// Why an account's old posts do not go.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// There is no such account.
    #[error("{0} is not connected; mimus account list shows those that are")]
    NotConnected(AccountName),
    /// Nobody has said how long it keeps its posts.
    #[error(
        "{0} keeps all its posts; mimus account retain {0} --days N says for how long it is to keep them"
    )]
    NotSet(AccountName),
    /// What is younger is news.
    #[error("posts are kept for {LEAST_DAYS} days at least; give --days {LEAST_DAYS} or more")]
    TooYoung,
    /// The network does not tell.
    #[error(
        "X does not say here what the account has bookmarked; keep posts by --keep-likes or --keep-hashtag instead"
    )]
    Bookmarks,
    /// Only archives of X can be read.
    #[error("an archive of X serves accounts on X alone, and {0} is none")]
    NotOnX(AccountName),
    /// The archive is another account's.
    #[error("this is the archive of @{archive}, and not of {account}")]
    OtherArchive {
        /// The handle in the archive.
        archive: String,
        /// The account.
        account: AccountName,
    },
    /// The account cannot be used.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The network, or the archive, says no.
    #[error(transparent)]
    Network(#[from] Failure),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How it stands with an account's old posts.
#[derive(Debug)]
pub struct Standing {
    /// What goes, and whether.
    pub retention: AccountRetention,
    /// Posts by what becomes of them, those that stay by why.
    pub counts: Vec<(RetiredState, Option<String>, u64)>,
    /// What those that are to go will cost.
    pub cost: Money,
    /// In how many days they are gone.
    pub days: u64,
}

impl Engine {
    async fn retained(&self, name: &AccountName) -> Result<Account, RetentionError> {
        let account = self.store.account_named(name).await?;
        let account = account.filter(|account| account.state != AccountState::Disconnected);
        let account = account.ok_or_else(|| RetentionError::NotConnected(name.clone()))?;
        if account.by_hand {
            return Err(AccountError::ByHand(account.name()).into());
        }
        Ok(account)
    }

    /// Keeps how long an account keeps its posts. Nothing goes before [`Engine::begin_retention`].
    pub async fn set_retention(&self, name: &AccountName, policy: &Retention) -> Result<(), RetentionError> {
        let account = self.retained(name).await?;
        if policy.days < LEAST_DAYS {
            return Err(RetentionError::TooYoung);
        }
        if policy.keep_bookmarked && account.network == Network::X {
            return Err(RetentionError::Bookmarks);
        }
        Ok(self.store.keep_retention(account.id, policy, self.clock.now()).await?)
    }

    /// How it stands; with `look`, after a look through the whole account.
    pub async fn retention_standing(
        &self,
        name: &AccountName,
        look: bool,
    ) -> Result<Standing, RetentionError> {
        let account = self.retained(name).await?;
        let retention = self.store.retention(account.id).await?;
        let retention = retention.ok_or_else(|| RetentionError::NotSet(name.clone()))?;
        if look {
            self.look_through(&account, &retention.policy).await?;
        }
        let counts = self.store.retired_counts(account.id).await?;
        let due: u64 = counts.iter().filter(|(state, ..)| *state == RetiredState::Due).map(|(.., n)| n).sum();
        let price =
            if account.network == Network::X { PRICE_OF_DELETION + PRICE_OF_LOOK } else { Money::ZERO };
        let micros = price.micros().saturating_mul(due);
        let days = due.div_ceil(u64::from(retention.policy.a_day.max(1)));
        Ok(Standing { retention, counts, cost: Money::from_micros(micros), days })
    }

    /// Lets old posts go from now on.
    pub async fn begin_retention(&self, name: &AccountName) -> Result<(), RetentionError> {
        let account = self.retained(name).await?;
        let now = self.clock.now();
        match self.store.set_retention_state(account.id, RetentionState::Active, None, now).await? {
            true => Ok(()),
            false => Err(RetentionError::NotSet(name.clone())),
        }
    }

    /// Lets nothing go any more, and forgets the policy.
    pub async fn end_retention(&self, name: &AccountName) -> Result<(), RetentionError> {
        let account = self.retained(name).await?;
        match self.store.end_retention(account.id).await? {
            true => Ok(()),
            false => Err(RetentionError::NotSet(name.clone())),
        }
    }

    /// Adds the posts of an archive that X gives its users: X's own list reaches back 3,200 posts. Each is looked at on X before
    /// it goes. Returns how many are old enough.
    pub async fn retention_archive(&self, name: &AccountName, file: &Path) -> Result<u64, RetentionError> {
        let account = self.retained(name).await?;
        if account.network != Network::X {
            return Err(RetentionError::NotOnX(name.clone()));
        }
        let retention = self.store.retention(account.id).await?;
        let policy = retention.ok_or_else(|| RetentionError::NotSet(name.clone()))?.policy;
        let mut archive = ArchiveReader::open(&file.display().to_string())?;
        let (mut cursor, mut added) = (None, 0);
        loop {
            let now = self.clock.now();
            let page = archive.read(cursor.as_deref(), now).await?;
            let handle = page.profile.as_ref().and_then(|profile| profile.handle.clone());
            if let Some(archive) = handle.filter(|handle| !handle.eq_ignore_ascii_case(&account.handle)) {
                return Err(RetentionError::OtherArchive { archive, account: name.clone() });
            }
            let old = page
                .posts
                .iter()
                .filter(|post| post.repost_of.is_none() && post.created_at < policy.before(now));
            let found: Vec<FoundPost> = old
                .map(|post| FoundPost {
                    remote_id: post.origin.remote_id.as_str().to_owned(),
                    written_at: post.created_at,
                    stays: None,
                })
                .collect();
            added += found.len() as u64;
            self.store.found_old_posts(account.id, &found, now).await?;
            if page.next != Next::More {
                return Ok(added);
            }
            cursor = Some(page.cursor);
        }
    }

    async fn retirer(&self, account: &Account) -> Result<Box<dyn Retire>, AccountError> {
        Ok(self.account_access(account).await?.retirer(&self.connectors)?)
    }

    /// Looks through an account, and keeps which of its posts are to go, and which stay and why.
    async fn look_through(&self, account: &Account, policy: &Retention) -> Result<(), RetentionError> {
        let network = self.retirer(account).await?;
        let mut cursor = None;
        for _ in 0..PAGES {
            let now = self.clock.now();
            let page = network.old_posts(policy.before(now), cursor.as_deref()).await?;
            let found: Vec<FoundPost> = page
                .posts
                .iter()
                .map(|own| FoundPost {
                    remote_id: own.post.origin.remote_id.as_str().to_owned(),
                    written_at: own.post.created_at,
                    stays: policy.stays(own, now).map(|why| why.to_string()),
                })
                .collect();
            self.store.found_old_posts(account.id, &found, now).await?;
            match page.cursor {
                Some(next) if cursor.as_ref() != Some(&next) => cursor = Some(next),
                _ => break,
            }
        }
        Ok(())
    }
}

/// Where an account's posts are saved before they go.
fn folder(retired: &Path, account: &Account) -> PathBuf {
    let name: String = account
        .name()
        .to_string()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@') { c } else { '_' })
        .collect();
    retired.join(name)
}

/// A day divided by so many.
fn apart(a_day: u32) -> SignedDuration {
    SignedDuration::from_millis(86_400_000 / i64::from(a_day.max(1)))
}

fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

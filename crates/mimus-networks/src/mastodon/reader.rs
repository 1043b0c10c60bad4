//! Reading an account by pages of its statuses.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{Network, RemoteId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::MastodonClient;
use super::convert::{Owner, convert, profile};
use super::model::Status;
use crate::connector::{BoxFuture, Failure, Next, Page, Read, Skipped};

/// Statuses on a page; servers give no more.
const PAGE: &str = "40";
const PAGE_SIZE: usize = 40;
/// Statuses that are remembered, to see what has changed or is gone.
const REMEMBERED: usize = 120;
/// Time between two looks where nothing is heard meanwhile.
const LOOK: SignedDuration = SignedDuration::from_secs(30);
/// Every so many looks the newest statuses are read again, to see what has changed.
const AGAIN: u32 = 4;

/// Reads an account of a server.
pub struct MastodonReader {
    client: MastodonClient,
    owner: Option<Owner>,
    /// How many statuses from before the first reading are given; none unless somebody asks.
    old: usize,
}

/// How far an account has been read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Cursor {
    /// The newest status that was read.
    newest: Option<String>,
    /// Statuses that were read, with the time of their last change: what is missing on a page that should hold it is gone.
    #[serde(default)]
    seen: BTreeMap<String, Option<Timestamp>>,
    #[serde(default)]
    looks: u32,
}

/// Ids are numbers that grow, on Mastodon; of other makes texts that grow. Either is ordered by length, then by letters.
fn rank(id: &str) -> (usize, &str) {
    (id.len(), id)
}

impl MastodonReader {
    /// Reads the account that the client's token is of.
    #[must_use]
    pub fn own(client: MastodonClient, old: usize) -> Self {
        Self { client, owner: None, old: old.min(PAGE_SIZE) }
    }

    async fn page(&self, owner: &Owner, query: &[(&str, &str)]) -> Result<Vec<Status>, Failure> {
        let path = format!("/api/v1/accounts/{}/statuses", owner.id);
        let mut all = vec![("limit", PAGE)];
        all.extend(query);
        match self.client.get(&path, &all).await? {
            // One status that cannot be read spoils no others.
            Value::Array(list) => {
                Ok(list.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect())
            }
            _ => Err(Failure::Retry { why: "the server's answer is no list of statuses".into() }),
        }
    }

    async fn read_page(&mut self, cursor: Option<&str>) -> Result<Page, Failure> {
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
        let owner = match &self.owner {
            Some(owner) => owner.clone(),
            None => {
                let (account, owner, _) = self.client.owner().await?;
                page.profile = Some(profile(&account, &owner));
                self.owner.insert(owner).clone()
            }
        };
        let mut at: Cursor = match cursor {
            None => {
                let newest = self.page(&owner, &[]).await?;
                let mut at =
                    Cursor { newest: newest.first().map(|status| status.id.clone()), ..Cursor::default() };
                for (n, status) in newest.iter().enumerate() {
                    at.seen.insert(status.id.clone(), status.edited_at);
                    if n < self.old {
                        take(&mut page, status, &owner);
                    }
                }
                return finish(page, at, LOOK);
            }
            Some(cursor) => serde_json::from_str(cursor)
                .map_err(|error| Failure::Rejected { why: format!("the cursor cannot be read: {error}") })?,
        };
        let min = at.newest.clone().unwrap_or_else(|| "0".to_owned());
        let new = self.page(&owner, &[("min_id", &min)]).await?;
        let full = new.len() >= PAGE_SIZE;
        for status in &new {
            if at.newest.as_deref().is_none_or(|newest| rank(newest) < rank(&status.id)) {
                at.newest = Some(status.id.clone());
            }
            at.seen.insert(status.id.clone(), status.edited_at);
            take(&mut page, status, &owner);
        }
        at.looks = at.looks.wrapping_add(1);
        if full {
            page.next = Next::More;
        } else if at.looks % AGAIN == 1 || new.is_empty() {
            self.again(&owner, &mut at, &mut page).await?;
        }
        let wait = LOOK;
        finish(page, at, wait)
    }

    /// Reads the newest statuses again: what has changed, and what is gone.
    async fn again(&self, owner: &Owner, at: &mut Cursor, page: &mut Page) -> Result<(), Failure> {
        let newest = self.page(owner, &[]).await?;
        let whole = newest.len() < PAGE_SIZE;
        let oldest = newest.last().map(|status| status.id.clone());
        for status in &newest {
            let known = at.seen.get(&status.id);
            if known.is_some_and(|edited| *edited != status.edited_at) {
                at.seen.insert(status.id.clone(), status.edited_at);
                take(page, status, owner);
            }
        }
        let covered = |id: &str| match &oldest {
            Some(oldest) => whole || rank(id) >= rank(oldest),
            None => true,
        };
        let gone: Vec<String> = at
            .seen
            .keys()
            .filter(|id| covered(id) && !newest.iter().any(|status| status.id == **id))
            .cloned()
            .collect();
        for id in gone {
            at.seen.remove(&id);
            page.gone.extend(RemoteId::new(id).ok());
        }
        Ok(())
    }
}

/// Takes a status as a post, or says why not.
fn take(page: &mut Page, status: &Status, owner: &Owner) {
    match convert(status, owner) {
        Ok(post) if !page.posts.iter().any(|known| known.origin == post.origin) => page.posts.push(post),
        Ok(_) => {}
        Err(why) => page.skipped.push(Skipped { what: status.id.clone(), why: why.to_owned() }),
    }
}

fn finish(mut page: Page, mut at: Cursor, wait: SignedDuration) -> Result<Page, Failure> {
    while at.seen.len() > REMEMBERED {
        let oldest = at.seen.keys().min_by(|a, b| rank(a).cmp(&rank(b))).cloned();
        if oldest.and_then(|oldest| at.seen.remove(&oldest)).is_none() {
            break;
        }
    }
    // Pages come newest first.
    page.posts.sort_by(|a, b| {
        (a.created_at, rank(a.origin.remote_id.as_str()))
            .cmp(&(b.created_at, rank(b.origin.remote_id.as_str())))
    });
    if page.next != Next::More {
        page.next = Next::After(wait);
    }
    page.cursor = serde_json::to_string(&at)
        .map_err(|error| Failure::Rejected { why: format!("the cursor cannot be written: {error}") })?;
    Ok(page)
}

impl Read for MastodonReader {
    fn network(&self) -> Network {
        Network::Mastodon
    }

    fn read<'a>(
        &'a mut self,
        cursor: Option<&'a str>,
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>> {
        Box::pin(self.read_page(cursor))
    }
}

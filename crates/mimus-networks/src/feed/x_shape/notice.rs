//! What an instance says for itself in the place of posts: that it does not know the reader, or has no way to X now.

use feed_rs::model::{Entry, Feed};
use mimus_core::WebUrl;

use super::super::entry::{link_of, name};
use super::super::media::plain;
use super::super::profile::link as link_of_feed;
use super::address::status;
use crate::connector::Failure;

/// Notices that stand in the shape of a post, link and all; they are known by their words alone.
const REFUSALS: [&str; 2] = ["rss reader not yet whitelisted", "rss feed not yet whitelisted"];

/// How the errors of Nitter begin; they lead to no post.
const ERRORS: [&str; 3] =
    ["instance has been rate limited", "instance has no auth tokens", "instance has no more auth tokens"];

/// Words of other notices, which count only in a feed of X and where they lead to no post.
const SIGNS: [&str; 5] =
    ["not yet whitelisted", "rate limit", "too many requests", "error", "temporarily unavailable"];

fn words(entry: &Entry) -> String {
    let title = entry.title.as_ref().map(|t| plain(&t.content)).unwrap_or_default();
    title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn leads_to_post(entry: &Entry) -> bool {
    link_of(entry).is_some_and(|link| status(link).is_some())
}

/// Whether an entry is a notice wherever it stands.
pub(super) fn is_certain(entry: &Entry) -> bool {
    let words = words(entry);
    REFUSALS.contains(&words.as_str())
        || (ERRORS.iter().any(|error| words.starts_with(error)) && !leads_to_post(entry))
}

/// Whether an entry of a feed that stands for an account on X is a notice.
pub(super) fn is_one(entry: &Entry) -> bool {
    let words = words(entry);
    is_certain(entry) || (!leads_to_post(entry) && SIGNS.iter().any(|sign| words.contains(sign)))
}

/// Why nothing can be read of a feed that holds only notices.
pub(super) fn instead_of_posts(feed: &Feed, notice: &Entry) -> Failure {
    let link = link_of_feed(feed).or_else(|| link_of(notice)).and_then(|l| WebUrl::parse(l).ok());
    let giver = link.as_ref().map_or("the instance", WebUrl::host);
    Failure::Retry {
        why: format!(
            "{giver} gives a notice in place of posts: {:?}; ask those who run it to let Mimus read, or mirror the account \
             through another instance",
            name(notice)
        ),
    }
}

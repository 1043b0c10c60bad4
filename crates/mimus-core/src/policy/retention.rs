//! How long an account keeps its own posts.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Post;

/// Fewest days that a post is kept: what is younger is news.
pub const LEAST_DAYS: u32 = 7;

/// Which old posts go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Posts older than so many days go, at least [`LEAST_DAYS`].
    pub days: u32,
    /// Those that the account has pinned stay.
    pub keep_pinned: bool,
    /// Those that the account has bookmarked stay, where the network tells.
    pub keep_bookmarked: bool,
    /// Those with more likes than this stay.
    pub keep_likes: Option<u64>,
    /// Those with one of these hashtags stay; without `#`.
    pub keep_hashtags: Vec<String>,
    /// So many go a day at most.
    pub a_day: u32,
}

/// What is known of an account's own post beside its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnPost {
    /// The post.
    pub post: Post,
    /// Whether the account has pinned it; none where that is not known.
    pub pinned: Option<bool>,
    /// Whether the account has bookmarked it; none where that is not known.
    pub bookmarked: Option<bool>,
    /// How many like it.
    pub likes: u64,
}

/// Why a post stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stays {
    /// It is not old enough.
    Young,
    /// A repost; it is somebody else's.
    Repost,
    /// It is pinned.
    Pinned,
    /// It is bookmarked.
    Bookmarked,
    /// So many like it.
    Liked(u64),
    /// It has this hashtag.
    Hashtag(String),
}

impl Retention {
    /// What is written before this time is old at `now`.
    #[must_use]
    pub fn before(&self, now: Timestamp) -> Timestamp {
        let age = SignedDuration::from_hours(24 * i64::from(self.days.max(LEAST_DAYS)));
        now.saturating_sub(age).unwrap_or(Timestamp::MIN)
    }

    /// Why `own` stays; none where it goes.
    #[must_use]
    pub fn stays(&self, own: &OwnPost, now: Timestamp) -> Option<Stays> {
        let post = &own.post;
        if post.repost_of.is_some() {
            return Some(Stays::Repost);
        }
        if post.created_at >= self.before(now) {
            return Some(Stays::Young);
        }
        if self.keep_pinned && own.pinned == Some(true) {
            return Some(Stays::Pinned);
        }
        if self.keep_bookmarked && own.bookmarked == Some(true) {
            return Some(Stays::Bookmarked);
        }
        if self.keep_likes.is_some_and(|most| own.likes > most) {
            return Some(Stays::Liked(own.likes));
        }
        let kept =
            self.keep_hashtags.iter().find(|tag| post.bears(&format!("#{}", tag.trim_start_matches('#'))));
        kept.map(|tag| Stays::Hashtag(tag.trim_start_matches('#').to_owned()))
    }
}

impl fmt::Display for Stays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Young => f.write_str("not old enough"),
            Self::Repost => f.write_str("a repost"),
            Self::Pinned => f.write_str("pinned"),
            Self::Bookmarked => f.write_str("bookmarked"),
            Self::Liked(likes) => write!(f, "liked by {likes}"),
            Self::Hashtag(tag) => write!(f, "has #{tag}"),
        }
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "posts older than {} days go, at most {} a day", self.days, self.a_day)?;
        let mut stay = Vec::new();
        stay.extend(self.keep_pinned.then(|| "those pinned".to_owned()));
        stay.extend(self.keep_bookmarked.then(|| "those bookmarked".to_owned()));
        stay.extend(self.keep_likes.map(|most| format!("those with more than {most} likes")));
        stay.extend(
            self.keep_hashtags.iter().map(|tag| format!("those with #{}", tag.trim_start_matches('#'))),
        );
        if stay.is_empty() { Ok(()) } else { write!(f, "; but {} stay", stay.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Network, Origin, PostRef, RemoteId, RichText};

    fn own(days: i64, words: &str) -> OwnPost {
        let origin = Origin { network: Network::Mastodon, remote_id: RemoteId::new("1").unwrap(), url: None };
        let mut post = Post::new(origin, now() - SignedDuration::from_hours(24 * days));
        post.text = RichText::plain(words);
        OwnPost { post, pinned: Some(false), bookmarked: Some(false), likes: 3 }
    }

    fn now() -> Timestamp {
        "2026-05-06T07:08:09Z".parse().unwrap()
    }

    #[test]
    fn what_is_old_goes_unless_something_keeps_it() {
        let policy = Retention {
            days: 30,
            keep_pinned: true,
            keep_bookmarked: true,
            keep_likes: Some(3),
            keep_hashtags: vec!["Keep".into()],
            a_day: 100,
        };
        let stays = |own: OwnPost| policy.stays(&own, now());
        assert_eq!(stays(own(31, "old")), None);
        assert_eq!(stays(own(30, "just so old")), Some(Stays::Young));
        assert_eq!(stays(OwnPost { pinned: Some(true), ..own(99, "old") }), Some(Stays::Pinned));
        assert_eq!(stays(OwnPost { bookmarked: Some(true), ..own(99, "old") }), Some(Stays::Bookmarked));
        assert_eq!(stays(OwnPost { likes: 4, ..own(99, "old") }), Some(Stays::Liked(4)));
        assert_eq!(stays(own(99, "for ever #keep")), Some(Stays::Hashtag("Keep".into())));
        assert_eq!(stays(own(99, "not #keeper")), None);
        let mut repost = own(99, "");
        repost.post.repost_of = Some(PostRef::default());
        assert_eq!(stays(repost), Some(Stays::Repost));
        let hasty = Retention { days: 0, ..policy.clone() };
        assert_eq!(
            hasty.stays(&own(6, "of this week"), now()),
            Some(Stays::Young),
            "nothing of a week ago goes"
        );
        assert_eq!(
            policy.to_string(),
            "posts older than 30 days go, at most 100 a day; but those pinned, those bookmarked, those with more than 3 \
             likes, those with #Keep stay"
        );
    }
}

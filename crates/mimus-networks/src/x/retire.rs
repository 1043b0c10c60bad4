//! Old posts of a connected account on X, at the price of owned reads. X's list of an account's posts reaches back 3,200 of
//! them; those further back come from the account's archive. Bookmarks are not read.

use jiff::Timestamp;
use mimus_core::RemoteId;
use mimus_core::policy::OwnPost;

use super::client::PageOf;
use super::convert::convert;
use super::media::FilmLimit;
use super::user::XUser;
use super::{Answer, Tweet, TweetId};
use crate::connector::{BoxFuture, Failure};
use crate::retire::{OldPage, Retire};

/// Posts of a page.
const PAGE: u32 = 100;

/// An account on X, and who it is.
pub struct XRetirer {
    user: XUser,
    me: u64,
    /// The post that is pinned, once it was asked for.
    pinned: tokio::sync::OnceCell<Option<u64>>,
}

impl XRetirer {
    /// Looks as this user, whose id is known.
    #[must_use]
    pub fn new(user: XUser, me: u64) -> Self {
        Self { user, me, pinned: tokio::sync::OnceCell::new() }
    }

    async fn pinned(&self) -> Result<Option<u64>, Failure> {
        let asked = || async {
            let me = self.user.me().await.map_err(|error| error.failure(self.user.now()))?;
            Ok::<_, Failure>(me.pinned())
        };
        self.pinned.get_or_try_init(asked).await.copied()
    }

    fn own_post(&self, tweet: &Tweet, answer: &Answer, pinned: Option<u64>) -> Option<OwnPost> {
        if tweet.author() != Some(self.me) {
            return None;
        }
        let post = convert(tweet, &answer.includes, FilmLimit::default()).ok()?.post;
        let is_pinned = tweet.versions().iter().any(|version| Some(version.0) == pinned);
        Some(OwnPost { post, pinned: Some(is_pinned), bookmarked: None, likes: tweet.likes() })
    }

    async fn page(&self, before: Timestamp, cursor: Option<&str>) -> Result<OldPage, Failure> {
        let pinned = self.pinned().await?;
        let wanted = PageOf {
            until: Some(before),
            at_most: PAGE,
            token: cursor.map(str::to_owned),
            ..PageOf::default()
        };
        let answer = self.user.own_tweets(self.me, &wanted).await;
        let answer = answer.map_err(|error| error.failure(self.user.now()))?;
        let posts = answer.tweets.iter().filter_map(|tweet| self.own_post(tweet, &answer, pinned)).collect();
        Ok(OldPage { posts, cursor: answer.next_token })
    }

    async fn one(&self, id: &RemoteId) -> Result<Option<OwnPost>, Failure> {
        let id: TweetId = id
            .as_str()
            .parse()
            .map_err(|error: super::TweetIdError| Failure::Rejected { why: error.to_string() })?;
        let pinned = self.pinned().await?;
        let answer = self.user.own_tweet(id).await.map_err(|error| error.failure(self.user.now()))?;
        let found = answer.tweets.iter().find(|tweet| tweet.id() == Some(id));
        Ok(found.and_then(|tweet| self.own_post(tweet, &answer, pinned)))
    }
}

impl Retire for XRetirer {
    fn old_posts<'a>(
        &'a self,
        before: Timestamp,
        cursor: Option<&'a str>,
    ) -> BoxFuture<'a, Result<OldPage, Failure>> {
        Box::pin(self.page(before, cursor))
    }

    fn look<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Option<OwnPost>, Failure>> {
        Box::pin(self.one(id))
    }
}

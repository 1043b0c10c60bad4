//! What of a source account goes on to its mirror, and how.

use serde::{Deserialize, Serialize};

use super::{Decision, SkipReason};
use crate::{Language, Post, Visibility};

/// Which replies go on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Replies {
    /// Threads of the account's own and answers to others alike.
    #[default]
    All,
    /// Only those that answer the account itself: its threads.
    Own,
    /// None, not even threads beyond their first post.
    None,
}

/// Which reposts go on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reposts {
    /// As a boost where the original is on this server, else as the original's words with its author's name
    /// and link.
    #[default]
    Link,
    /// Only as a boost, where the original is on this server.
    Boost,
    /// None.
    None,
}

/// On what ground somebody's account is mirrored, as the mirror's page says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "lowercase")]
pub enum Basis {
    /// It is an account of those who keep this server.
    Own,
    /// Its owner agreed.
    Consent {
        /// How and when.
        note: String,
    },
    /// Neither.
    #[default]
    Other,
}

/// The policy of a mirror.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MirrorPolicy {
    /// Which replies go on.
    pub replies: Replies,
    /// Which reposts go on.
    pub reposts: Reposts,
    /// Who sees the posts; a post that its source restricts further keeps that.
    pub visibility: Visibility,
    /// Whether all media are hidden until asked for.
    pub sensitive: bool,
    /// The language of posts that do not tell theirs.
    pub language: Option<Language>,
    /// Posts with any of these words or `#tags` stay out; compared without regard to case.
    pub without: Vec<String>,
    /// Whether a first line such as `CW: food` stays words; else it is taken for the content warning.
    pub keep_warning_lines: bool,
    /// On what ground the account is mirrored.
    pub basis: Basis,
}

impl MirrorPolicy {
    /// Decides about one post. `is_own` says whether the post that it answers is by the same account.
    #[must_use]
    pub fn decide(&self, mut post: Post, is_own_reply: bool) -> Decision {
        if post.is_empty() {
            return Decision::Skip(SkipReason::Empty);
        }
        let leave_reply = match self.replies {
            Replies::All => false,
            Replies::Own => !is_own_reply,
            Replies::None => true,
        };
        if post.reply_to.is_some() && leave_reply {
            return Decision::Skip(SkipReason::Reply);
        }
        if post.repost_of.is_some() && self.reposts == Reposts::None {
            return Decision::Skip(SkipReason::Repost);
        }
        if post.is_only_mentions() {
            return Decision::Skip(SkipReason::OnlyMentions);
        }
        if let Some(word) = self.without.iter().find(|word| post.mentions_word(word)) {
            return Decision::Skip(SkipReason::Filtered(word.clone()));
        }
        if !self.keep_warning_lines {
            post.take_warning_line();
        }
        if self.visibility == Visibility::Unlisted {
            post.visibility = Visibility::Unlisted;
        }
        post.sensitive |= self.sensitive;
        if post.language.is_none() {
            post.language.clone_from(&self.language);
        }
        Decision::Carry(Box::new(post))
    }
}

//! What X allows and what it charges, as data: a plan, a forecast and a simulation read the same table.
//!
//! The numbers are where to start from. What X says in an answer's headers about a window goes before them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use mimus_core::Money;

use super::writes::WritePrices;

/// A call that X counts in a window of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// Posts of one account.
    UserTweets,
    /// Posts by id, a hundred a call.
    Tweets,
    /// Posts of the last seven days by query.
    SearchRecent,
    /// Opening the filtered stream.
    Stream,
    /// Reading the stream's rules.
    StreamRules,
    /// Changing the stream's rules.
    StreamRulesWrite,
    /// Posts of a list's members.
    ListTweets,
    /// Making a list.
    ListCreate,
    /// Adding or removing a list's member, one a call.
    ListMembers,
    /// Accounts by name, a hundred a call.
    UsersBy,
    /// Accounts by id, a hundred a call.
    Users,
    /// The account whose token it is.
    UsersMe,
    /// Making and ending subscriptions to an account's activity.
    ActivitySubscriptions,
    /// Events of activity that X sends; nothing is called, but each is paid.
    ActivityEvents,
    /// Registering webhooks.
    Webhooks,
    /// What the month has used.
    Usage,
    /// Ending connections that X still holds open.
    Connections,
    /// Writing a post.
    PostCreate,
    /// Taking a post away.
    PostDelete,
    /// Repeating a post.
    RepostCreate,
    /// Taking a repetition back.
    RepostDelete,
    /// Sending a picture at once.
    MediaUpload,
    /// Beginning to send a film.
    MediaInitialize,
    /// Sending a part of a film.
    MediaAppend,
    /// Ending the sending of a film.
    MediaFinalize,
    /// Asking how far X has processed a film.
    MediaStatus,
    /// Giving a medium its alt text.
    MediaMetadata,
    /// Asking for a user's tokens; X names no window and no price.
    Token,
    /// Giving a user's tokens back.
    TokenRevoke,
}

/// A name that is no endpoint's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no endpoint that Mimus calls")]
pub struct UnknownEndpoint(String);

/// Each endpoint with its name, calls by an app and calls by a user in 15 minutes (0: not offered), and calls by an app in
/// the 15 minutes of 2022's elevated access.
const ENDPOINTS: [(Endpoint, &str, u32, u32, u32); 29] = [
    (Endpoint::UserTweets, "GET /2/users/:id/tweets", 10_000, 900, 1_500),
    (Endpoint::Tweets, "GET /2/tweets", 3_500, 5_000, 300),
    (Endpoint::SearchRecent, "GET /2/tweets/search/recent", 450, 300, 450),
    (Endpoint::Stream, "GET /2/tweets/search/stream", 50, 0, 50),
    (Endpoint::StreamRules, "GET /2/tweets/search/stream/rules", 450, 0, 450),
    (Endpoint::StreamRulesWrite, "POST /2/tweets/search/stream/rules", 100, 0, 50),
    (Endpoint::ListTweets, "GET /2/lists/:id/tweets", 900, 900, 900),
    (Endpoint::ListCreate, "POST /2/lists", 0, 300, 0),
    (Endpoint::ListMembers, "POST /2/lists/:id/members", 0, 300, 0),
    (Endpoint::UsersBy, "GET /2/users/by", 300, 900, 300),
    (Endpoint::Users, "GET /2/users", 300, 900, 300),
    (Endpoint::UsersMe, "GET /2/users/me", 0, 75, 0),
    (Endpoint::ActivitySubscriptions, "POST /2/activity/subscriptions", 500, 0, 0),
    // 250 posts a second, as X names it for the stream of activity (facts/x-in-practice.md §3.6).
    (Endpoint::ActivityEvents, "activity events", 225_000, 0, 0),
    (Endpoint::Webhooks, "POST /2/webhooks", 450, 0, 0),
    (Endpoint::Usage, "GET /2/usage/tweets", 50, 0, 0),
    (Endpoint::Connections, "DELETE /2/connections/all", 25, 25, 25),
    (Endpoint::PostCreate, "POST /2/tweets", 0, 100, 0),
    (Endpoint::PostDelete, "DELETE /2/tweets/:id", 0, 50, 0),
    (Endpoint::RepostCreate, "POST /2/users/:id/retweets", 0, 50, 0),
    (Endpoint::RepostDelete, "DELETE /2/users/:id/retweets/:source_tweet_id", 0, 50, 0),
    (Endpoint::MediaUpload, "POST /2/media/upload", 0, 500, 0),
    (Endpoint::MediaInitialize, "POST /2/media/upload/initialize", 0, 1_875, 0),
    (Endpoint::MediaAppend, "POST /2/media/upload/:id/append", 0, 1_875, 0),
    (Endpoint::MediaFinalize, "POST /2/media/upload/:id/finalize", 0, 1_875, 0),
    (Endpoint::MediaStatus, "GET /2/media/upload", 0, 1_000, 0),
    (Endpoint::MediaMetadata, "POST /2/media/metadata", 0, 500, 0),
    (Endpoint::Token, "POST /2/oauth2/token", 0, 0, 0),
    (Endpoint::TokenRevoke, "POST /2/oauth2/revoke", 0, 0, 0),
];

/// The length of every window.
pub const WINDOW: Duration = Duration::from_secs(15 * 60);

impl Endpoint {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ENDPOINTS.iter().map(|row| row.0)
    }

    /// Method and path as X writes them, with `:id` where an id stands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> &'static (Self, &'static str, u32, u32, u32) {
        ENDPOINTS.iter().find(|row| row.0 == self).unwrap_or(&ENDPOINTS[0])
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;

    fn from_str(name: &str) -> Result<Self, UnknownEndpoint> {
        let row = ENDPOINTS.iter().find(|row| row.1 == name);
        row.map(|row| row.0).ok_or_else(|| UnknownEndpoint(name.chars().take(80).collect()))
    }
}

/// What objects and calls cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prices {
    /// A post that is read; the same post again on the same UTC day is free.
    pub post: Money,
    /// A post of the account that owns the developer app, read by its own token from its own timeline.
    pub owned_post: Money,
    /// An account that is read; again free on the same UTC day.
    pub user: Money,
    /// Making a list.
    pub list_create: Money,
    /// Adding or removing a list's member.
    pub list_manage: Money,
    /// What is written.
    pub writes: WritePrices,
}

impl Prices {
    /// Nothing costs anything.
    pub const FREE: Self = Self {
        post: Money::ZERO,
        owned_post: Money::ZERO,
        user: Money::ZERO,
        list_create: Money::ZERO,
        list_manage: Money::ZERO,
        writes: WritePrices::FREE,
    };
}

/// What an app may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Which access this is, as the operator knows it.
    pub name: &'static str,
    /// What would lift its limits.
    pub above: &'static str,
    elevated_2022: bool,
    /// Characters in a search.
    pub query_chars: usize,
    /// Rules of the filtered stream.
    pub stream_rules: usize,
    /// Characters in a rule.
    pub rule_chars: usize,
    /// Posts a second that the stream gives at most.
    pub stream_posts_per_second: u32,
    /// Accounts on one list.
    pub list_members: usize,
    /// Lists of one account.
    pub lists: usize,
    /// Subscriptions to activity: one is one kind of event of one account.
    pub activity_subscriptions: usize,
    /// Posts read in a month.
    pub posts_per_month: u64,
    /// The prices.
    pub prices: Prices,
}

impl Limits {
    /// Pay-per-use, as X has sold it since February 2026.
    pub const PAY_PER_USE: Self = Self {
        name: "pay-per-use (2026)",
        above: "Enterprise access (25,000 rules of 2,048 characters, no cap of 3 million posts)",
        elevated_2022: false,
        query_chars: 512,
        stream_rules: 1_000,
        rule_chars: 1_024,
        stream_posts_per_second: 250,
        list_members: 5_000,
        lists: 1_000,
        activity_subscriptions: 1_500,
        posts_per_month: 3_000_000,
        prices: Prices {
            post: Money::from_micros(5_000),
            owned_post: Money::from_micros(1_000),
            user: Money::from_micros(10_000),
            list_create: Money::from_micros(10_000),
            list_manage: Money::from_micros(5_000),
            writes: WritePrices::PAY_PER_USE,
        },
    };

    /// Elevated access, as it was in 2022.
    pub const ELEVATED_2022: Self = Self {
        name: "elevated access (2022)",
        above: "academic or enterprise access",
        elevated_2022: true,
        query_chars: 512,
        stream_rules: 25,
        rule_chars: 512,
        stream_posts_per_second: 50,
        list_members: 5_000,
        lists: 1_000,
        activity_subscriptions: 0,
        posts_per_month: 2_000_000,
        prices: Prices::FREE,
    };

    /// Calls in one window by an app's own token; `None` where X does not take one.
    #[must_use]
    pub fn app_window(&self, endpoint: Endpoint) -> Option<u32> {
        let row = endpoint.row();
        Some(if self.elevated_2022 { row.4 } else { row.2 }).filter(|limit| *limit > 0)
    }

    /// Calls in one window by a user's token; `None` where X does not take one.
    #[must_use]
    pub fn user_window(&self, endpoint: Endpoint) -> Option<u32> {
        Some(endpoint.row().3).filter(|limit| *limit > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_by_its_name() {
        for endpoint in Endpoint::all() {
            assert_eq!(endpoint.name().parse(), Ok(endpoint));
        }
        assert_eq!(Endpoint::all().count(), ENDPOINTS.len());
    }

    #[test]
    fn windows_differ_by_access_and_token() {
        let today = Limits::PAY_PER_USE;
        assert_eq!(today.app_window(Endpoint::UserTweets), Some(10_000));
        assert_eq!(today.user_window(Endpoint::Stream), None);
        assert_eq!(Limits::ELEVATED_2022.app_window(Endpoint::UserTweets), Some(1_500));
    }
}

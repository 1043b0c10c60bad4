//! No call without a reservation: the client as the rest of Mimus gets it.
//!
//! What is reserved, counted and paid is the Ledger's, which lives above; here is only what it must be told.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::activity::{EventKind, Subscription, Subscriptions, Webhook};
use super::answer::{Answer, Users};
use super::client::{CallError, Called, PageOf, Window, XClient};
use super::rules::{Rule, RuleAdded, RuleChange};
use super::stream::{PostStream, StreamEnd};
use super::{Endpoint, TweetId, WriteKind};
use crate::connector::{BoxFuture, Failure};

/// How often a quiet stream looks whether its block is to be renewed.
const RENEWAL: Duration = Duration::from_secs(20);

/// For whom a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Behalf {
    /// An account of those who keep this server.
    Owned,
    /// A mirror that anyone asked for.
    Asked,
}

/// What a call brings that costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Brings {
    /// So many posts at most.
    Posts(u32),
    /// So many accounts at most.
    Users(u32),
    /// So many posts at most of the account whose token it is, from its own timeline.
    OwnPosts(u32),
    /// Something is written; what it brings is that it was.
    Write(WriteKind),
    /// A list is made.
    ListCreate,
    /// A list's member is added or removed.
    ListChange,
    /// Nothing.
    Nothing,
}

/// What was paid for.
#[derive(Debug, Clone, Copy)]
pub struct Spent<'a> {
    /// The ids of the posts that came, with those that they brought along.
    pub posts: &'a [u64],
    /// The ids of the accounts that came.
    pub users: &'a [u64],
    /// The window after the call, where X says.
    pub window: Option<Window>,
}

/// Who grants calls.
pub trait Meter: Send + Sync {
    /// Grants a call, or says when it may be tried.
    fn reserve(
        &self,
        endpoint: Endpoint,
        behalf: Behalf,
        brings: Brings,
    ) -> BoxFuture<'_, Result<Box<dyn Grant>, Failure>>;

    /// Grants the opening of a stream and the first block of what it brings.
    fn open_tab(&self, behalf: Behalf, block: u32) -> BoxFuture<'_, Result<Box<dyn StreamTab>, Failure>>;

    /// The time by which calls are counted.
    fn now(&self) -> Timestamp;
}

/// A call that was granted. One that is dropped counts as the most that it could cost.
pub trait Grant: Send {
    /// It was made and brought this.
    fn settle<'a>(self: Box<Self>, spent: Spent<'a>) -> BoxFuture<'a, ()>;

    /// It was made in vain.
    fn release<'a>(self: Box<Self>, why: &'a CallError) -> BoxFuture<'a, ()>;
}

/// What a stream may bring.
pub trait StreamTab: Send {
    /// Counts posts that have come.
    fn take(&mut self, posts: &[u64]);

    /// Whether it is time to pay and to have the next block granted.
    fn is_due(&self) -> BoxFuture<'_, bool>;

    /// Pays for what has come and has the next block granted. Refused, nothing more may be read.
    fn renew(&mut self) -> BoxFuture<'_, Result<(), Failure>>;

    /// Pays for what has come.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;

    /// The stream could not be opened.
    fn abandon<'a>(self: Box<Self>, why: &'a CallError) -> BoxFuture<'a, ()>;
}

/// X's API, every call of which is granted before it is made and settled after.
#[derive(Clone)]
pub struct MeteredX {
    client: XClient,
    meter: Arc<dyn Meter>,
}

impl MeteredX {
    /// Calls through `client` what `meter` grants.
    #[must_use]
    pub fn new(client: XClient, meter: Arc<dyn Meter>) -> Self {
        Self { client, meter }
    }

    /// The time by which calls are counted.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.meter.now()
    }

    /// Posts of one account, newest first.
    pub async fn user_tweets(&self, behalf: Behalf, user: u64, page: &PageOf) -> Result<Answer, Failure> {
        let grant = self.meter.reserve(Endpoint::UserTweets, behalf, Brings::Posts(page.at_most)).await?;
        self.posts(grant, self.client.user_tweets(user, page).await).await
    }

    /// Posts of the last seven days that a query finds.
    pub async fn search_recent(&self, behalf: Behalf, query: &str, page: &PageOf) -> Result<Answer, Failure> {
        let grant = self.meter.reserve(Endpoint::SearchRecent, behalf, Brings::Posts(page.at_most)).await?;
        self.posts(grant, self.client.search_recent(query, page).await).await
    }

    /// Posts by their ids, at most a hundred.
    pub async fn tweets(&self, behalf: Behalf, ids: &[TweetId]) -> Result<Answer, Failure> {
        let grant = self.meter.reserve(Endpoint::Tweets, behalf, Brings::Posts(count(ids.len()))).await?;
        self.posts(grant, self.client.tweets(ids).await).await
    }

    /// Accounts by their handles, at most a hundred.
    pub async fn users_by(&self, behalf: Behalf, handles: &[&str]) -> Result<Users, Failure> {
        let grant =
            self.meter.reserve(Endpoint::UsersBy, behalf, Brings::Users(count(handles.len()))).await?;
        self.users_of(grant, self.client.users_by(handles).await).await
    }

    /// Accounts by their ids, at most a hundred.
    pub async fn users(&self, behalf: Behalf, ids: &[u64]) -> Result<Users, Failure> {
        let grant = self.meter.reserve(Endpoint::Users, behalf, Brings::Users(count(ids.len()))).await?;
        self.users_of(grant, self.client.users(ids).await).await
    }

    /// The stream's rules.
    pub async fn rules(&self) -> Result<Vec<Rule>, Failure> {
        let grant = self.meter.reserve(Endpoint::StreamRules, Behalf::Owned, Brings::Nothing).await?;
        self.free(grant, self.client.rules().await).await
    }

    /// Adds rules, or removes them.
    pub async fn change_rules(&self, change: &RuleChange) -> Result<RuleAdded, Failure> {
        let grant = self.meter.reserve(Endpoint::StreamRulesWrite, Behalf::Owned, Brings::Nothing).await?;
        self.free(grant, self.client.change_rules(change).await).await
    }

    /// Ends the streams that X still holds open for this app.
    pub async fn end_connections(&self) -> Result<(), Failure> {
        let grant = self.meter.reserve(Endpoint::Connections, Behalf::Owned, Brings::Nothing).await?;
        self.free(grant, self.client.end_connections().await).await
    }

    /// A page of the subscriptions to activity that X holds for this app.
    pub async fn subscriptions(&self, token: Option<&str>) -> Result<Subscriptions, Failure> {
        let grant = self.free_call(Endpoint::ActivitySubscriptions).await?;
        self.free(grant, self.client.subscriptions(token).await).await
    }

    /// Subscribes to one kind of event of one account.
    pub async fn subscribe(
        &self,
        kind: EventKind,
        account: u64,
        webhook: &str,
    ) -> Result<Vec<Subscription>, Failure> {
        let grant = self.free_call(Endpoint::ActivitySubscriptions).await?;
        self.free(grant, self.client.subscribe(kind, account, webhook).await).await
    }

    /// Ends subscriptions, at most a hundred.
    pub async fn unsubscribe(&self, ids: &[String]) -> Result<(), Failure> {
        let grant = self.free_call(Endpoint::ActivitySubscriptions).await?;
        self.free(grant, self.client.unsubscribe(ids).await).await
    }

    /// The webhooks of this app.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Failure> {
        let grant = self.free_call(Endpoint::Webhooks).await?;
        self.free(grant, self.client.webhooks().await).await
    }

    /// Registers a webhook; X asks it for proof before it answers.
    pub async fn register_webhook(&self, url: &str) -> Result<Vec<Webhook>, Failure> {
        let grant = self.free_call(Endpoint::Webhooks).await?;
        self.free(grant, self.client.register_webhook(url).await).await
    }

    /// Has X ask a webhook for proof again.
    pub async fn recheck_webhook(&self, id: &str) -> Result<(), Failure> {
        let grant = self.free_call(Endpoint::Webhooks).await?;
        self.free(grant, self.client.recheck_webhook(id).await).await
    }

    /// Pays for events that X sent of its own, each as a post. Refused, they have come all the same and X has charged for
    /// them: the caller ends what sends more.
    pub async fn arrived(&self, behalf: Behalf, posts: &[u64]) -> Result<(), Failure> {
        let brings = Brings::Posts(u32::try_from(posts.len()).unwrap_or(u32::MAX));
        let grant = self.meter.reserve(Endpoint::ActivityEvents, behalf, brings).await?;
        grant.settle(Spent { posts, users: &[], window: None }).await;
        Ok(())
    }

    async fn free_call(&self, endpoint: Endpoint) -> Result<Box<dyn Grant>, Failure> {
        self.meter.reserve(endpoint, Behalf::Owned, Brings::Nothing).await
    }

    /// Opens the filtered stream. So many posts are granted at once, and renewed while it is open.
    pub async fn stream(&self, behalf: Behalf, block: u32) -> Result<MeteredStream, Failure> {
        let tab = self.meter.open_tab(behalf, block).await?;
        match self.client.stream().await {
            Ok(Called { answer, .. }) => Ok(MeteredStream { stream: answer, tab }),
            Err(error) => {
                tab.abandon(&error).await;
                Err(error.failure(self.now()))
            }
        }
    }

    /// Gets the posts that those in `answer` repeat or quote and that did not come along, so that their words are known.
    /// Where they cannot be had now, the answer stays as it is.
    pub async fn complete(&self, behalf: Behalf, answer: &mut Answer) {
        let missing = answer.missing();
        for ids in missing.chunks(100) {
            match self.tweets(behalf, ids).await {
                Ok(found) => answer.includes.add(found),
                Err(error) => tracing::debug!(%error, "the originals of reposts and quotes are not here"),
            }
        }
    }

    async fn posts(
        &self,
        grant: Box<dyn Grant>,
        called: Result<Called<Answer>, CallError>,
    ) -> Result<Answer, Failure> {
        match called {
            Ok(Called { answer, window }) => {
                grant.settle(Spent { posts: &answer.post_ids(), users: &answer.user_ids(), window }).await;
                Ok(answer)
            }
            Err(error) => Err(self.failed(grant, &error).await),
        }
    }

    async fn users_of(
        &self,
        grant: Box<dyn Grant>,
        called: Result<Called<Users>, CallError>,
    ) -> Result<Users, Failure> {
        match called {
            Ok(Called { answer, window }) => {
                let ids: Vec<u64> = answer.users.iter().filter_map(super::User::id).collect();
                grant.settle(Spent { posts: &[], users: &ids, window }).await;
                Ok(answer)
            }
            Err(error) => Err(self.failed(grant, &error).await),
        }
    }

    async fn free<T>(
        &self,
        grant: Box<dyn Grant>,
        called: Result<Called<T>, CallError>,
    ) -> Result<T, Failure> {
        match called {
            Ok(Called { answer, window }) => {
                grant.settle(Spent { posts: &[], users: &[], window }).await;
                Ok(answer)
            }
            Err(error) => Err(self.failed(grant, &error).await),
        }
    }

    async fn failed(&self, grant: Box<dyn Grant>, error: &CallError) -> Failure {
        grant.release(error).await;
        error.failure(self.now())
    }
}

fn count(len: usize) -> u32 {
    u32::try_from(len.min(100)).unwrap_or(100)
}

/// The filtered stream, paid for as it comes.
pub struct MeteredStream {
    stream: PostStream,
    tab: Box<dyn StreamTab>,
}

/// Why a stream is over.
#[derive(Debug, thiserror::Error)]
pub enum StreamOver {
    /// X or the connection ended it.
    #[error(transparent)]
    End(#[from] StreamEnd),
    /// What comes next could not be paid.
    #[error("the stream is closed: {0}")]
    Refused(Failure),
}

impl MeteredStream {
    /// The next posts.
    pub async fn next(&mut self) -> Result<Answer, StreamOver> {
        loop {
            if self.tab.is_due().await {
                self.tab.renew().await.map_err(StreamOver::Refused)?;
            }
            let next = tokio::time::timeout(RENEWAL, self.stream.next()).await;
            let Ok(answer) = next else { continue };
            let answer = answer?;
            // What has come is paid and kept, even where it is more than was granted; the next block is asked for before
            // more is read.
            self.tab.take(&answer.post_ids());
            return Ok(answer);
        }
    }

    /// Pays for what has come.
    pub async fn close(self) {
        self.tab.close().await;
    }
}

//! X as a user who has connected his account: every call is granted by the Ledger before it is made, and made with tokens
//! that are renewed in time.

use std::sync::Arc;

use jiff::Timestamp;
use mimus_http::HttpClient;
use tokio::sync::Mutex;
use url::Url;

use super::answer::Answer;
use super::client::{CallError, Called, PageOf, XClient};
use super::meter::{Behalf, Brings, Meter, Spent};
use super::oauth2::{OAuth2App, Tokens};
use super::problem::Refusal;
use super::secret::Secret;
use super::upload::{Category, Medium};
use super::write::NewTweet;
use super::{Endpoint, OAuth1Keys, TweetId, User, WriteKind};
use crate::connector::{BoxFuture, Failure};

/// Who keeps a user's tokens.
///
/// X takes a refresh token once. So the new tokens are kept before they are used, and of all nodes only one renews at a
/// time.
pub trait TokenKeeper: Send + Sync {
    /// The tokens as they were last kept, by whichever node.
    fn kept(&self) -> BoxFuture<'_, Result<Tokens, Failure>>;

    /// Makes tokens durable; when it returns, they are what [`TokenKeeper::kept`] gives on every node.
    fn keep<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), Failure>>;

    /// Waits until nobody else renews these tokens, and lets nobody else until the lease is given back or its time is over;
    /// a minute suffices. Where the wait is too long it fails with [`Failure::Retry`].
    fn exclusive(&self) -> BoxFuture<'_, Result<Box<dyn RefreshLease>, Failure>>;
}

/// The right to renew tokens. One that is dropped ends with its time.
pub trait RefreshLease: Send {
    /// Gives it back.
    fn release(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// By what right calls are made for a user.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "there is one for each account that is in use")]
pub enum UserCredentials {
    /// Tokens that the user granted and that are renewed.
    OAuth2 {
        /// The app for which he granted them.
        app: OAuth2App,
        /// Who keeps them.
        keeper: Arc<dyn TokenKeeper>,
    },
    /// Keys that do not expire.
    OAuth1(Arc<OAuth1Keys>),
}

/// X's API as one user, every call of which is granted before it is made and settled after. Clones share the tokens.
#[derive(Clone)]
pub struct XUser(Arc<Inner>);

struct Inner {
    http: HttpClient,
    api: Url,
    credentials: UserCredentials,
    meter: Arc<dyn Meter>,
    tokens: Mutex<Held>,
}

/// The tokens that this process knows of.
#[derive(Default)]
struct Held {
    known: Option<Tokens>,
    /// New ones that could not be kept yet. They are not used before they are.
    unkept: Option<Tokens>,
}

/// How a call as a user failed.
#[derive(Debug, thiserror::Error)]
pub enum UserCallError {
    /// It was made, or tried.
    #[error(transparent)]
    Call(#[from] CallError),
    /// It was not made: it was not granted, or there are no tokens.
    #[error("{0}")]
    NotMade(Failure),
}

impl UserCallError {
    /// In the kinds of every network. Right for calls that may be made twice.
    #[must_use]
    pub fn failure(self, now: Timestamp) -> Failure {
        match self {
            Self::Call(error) => error.failure(now),
            Self::NotMade(failure) => failure,
        }
    }
}

/// No posts, no accounts.
fn none() -> (Vec<u64>, Vec<u64>) {
    (Vec::new(), Vec::new())
}

/// A call that may have to be made again with new tokens.
type Make<'a, T> = dyn Fn(XClient) -> BoxFuture<'a, Result<Called<T>, CallError>> + Send + Sync + 'a;

impl XUser {
    /// Calls X at `api` as the user of these credentials, as far as `meter` grants.
    #[must_use]
    pub fn new(http: HttpClient, api: Url, credentials: UserCredentials, meter: Arc<dyn Meter>) -> Self {
        Self(Arc::new(Inner { http, api, credentials, meter, tokens: Mutex::default() }))
    }

    /// The time by which calls are counted.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.meter.now()
    }

    /// The account itself; what it may write shows in [`User::is_subscribed`].
    pub async fn me(&self) -> Result<User, UserCallError> {
        let spent = |user: &User| (Vec::new(), user.id().into_iter().collect());
        let make = |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.me().await }) };
        self.call(Endpoint::UsersMe, Brings::Users(1), &make, spent).await
    }

    /// The account's own posts, newest first; `me` is its id.
    pub async fn own_tweets(&self, me: u64, page: &PageOf) -> Result<Answer, UserCallError> {
        let spent = |answer: &Answer| (answer.post_ids(), answer.user_ids());
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move { client.user_tweets(me, page).await })
        };
        self.call(Endpoint::UserTweets, Brings::OwnPosts(page.at_most), &make, spent).await
    }

    /// One of the account's own posts; where it is gone, a problem says so.
    pub async fn own_tweet(&self, id: TweetId) -> Result<Answer, UserCallError> {
        let spent = |answer: &Answer| (answer.post_ids(), answer.user_ids());
        let make =
            |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.tweets(&[id]).await }) };
        self.call(Endpoint::Tweets, Brings::OwnPosts(1), &make, spent).await
    }

    /// Makes a list that only this account sees; gives its number.
    pub async fn create_list(&self, behalf: Behalf, name: &str) -> Result<u64, UserCallError> {
        let make =
            |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.create_list(name).await }) };
        self.call_for(behalf, Endpoint::ListCreate, Brings::ListCreate, &make, |_| none()).await
    }

    /// Adds an account to a list of this account, or takes it off.
    pub async fn change_list(
        &self,
        behalf: Behalf,
        list: u64,
        account: u64,
        on: bool,
    ) -> Result<(), UserCallError> {
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move {
                match on {
                    true => client.add_to_list(list, account).await,
                    false => client.take_off_list(list, account).await,
                }
            })
        };
        self.call_for(behalf, Endpoint::ListMembers, Brings::ListChange, &make, |()| none()).await
    }

    /// Posts of a list's members as this account sees them, newest first.
    pub async fn list_tweets(
        &self,
        behalf: Behalf,
        list: u64,
        page: &PageOf,
    ) -> Result<Answer, UserCallError> {
        let spent = |answer: &Answer| (answer.post_ids(), answer.user_ids());
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move { client.list_tweets(list, page).await })
        };
        self.call_for(behalf, Endpoint::ListTweets, Brings::Posts(page.at_most), &make, spent).await
    }

    /// Writes a post.
    pub async fn create(&self, tweet: &NewTweet<'_>) -> Result<TweetId, UserCallError> {
        let make =
            |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.create(tweet).await }) };
        self.write(Endpoint::PostCreate, tweet.kind(), &make).await
    }

    /// Takes a post away; `false` says that X did not.
    pub async fn delete(&self, id: TweetId) -> Result<bool, UserCallError> {
        let make =
            |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.delete_post(id).await }) };
        self.write(Endpoint::PostDelete, WriteKind::Delete, &make).await
    }

    /// Repeats a post, or takes the repetition back; `me` is the account's id.
    pub async fn repost(&self, me: u64, id: TweetId, on: bool) -> Result<(), UserCallError> {
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move {
                if on { client.repost(me, id).await } else { client.take_repost_back(me, id).await }
            })
        };
        let (endpoint, kind) = match on {
            true => (Endpoint::RepostCreate, WriteKind::Repost),
            false => (Endpoint::RepostDelete, WriteKind::RepostDelete),
        };
        self.write(endpoint, kind, &make).await
    }

    /// Sends a picture.
    pub async fn upload_picture(
        &self,
        category: Category,
        bytes: &bytes::Bytes,
    ) -> Result<Medium, UserCallError> {
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move { client.upload_picture(category, bytes).await })
        };
        self.free(Endpoint::MediaUpload, &make).await
    }

    /// Begins to send a film of so many bytes.
    pub async fn upload_initialize(
        &self,
        category: Category,
        media_type: &str,
        bytes: usize,
    ) -> Result<Medium, UserCallError> {
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move { client.upload_initialize(category, media_type, bytes).await })
        };
        self.free(Endpoint::MediaInitialize, &make).await
    }

    /// Sends a part of a film.
    pub async fn upload_append(&self, id: &str, index: usize, part: &[u8]) -> Result<(), UserCallError> {
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move { client.upload_append(id, index, part).await })
        };
        self.free(Endpoint::MediaAppend, &make).await
    }

    /// Ends the sending of a film.
    pub async fn upload_finalize(&self, id: &str) -> Result<Medium, UserCallError> {
        let make = |client: XClient| -> BoxFuture<'_, _> {
            Box::pin(async move { client.upload_finalize(id).await })
        };
        self.free(Endpoint::MediaFinalize, &make).await
    }

    /// How far a film is processed.
    pub async fn upload_status(&self, id: &str) -> Result<Medium, UserCallError> {
        let make =
            |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.upload_status(id).await }) };
        self.free(Endpoint::MediaStatus, &make).await
    }

    /// Gives a medium its alt text.
    pub async fn describe(&self, id: &str, alt: &str) -> Result<(), UserCallError> {
        let make =
            |client: XClient| -> BoxFuture<'_, _> { Box::pin(async move { client.describe(id, alt).await }) };
        self.write(Endpoint::MediaMetadata, WriteKind::AltText, &make).await
    }

    /// Gives the tokens back to X, so that nobody can use them. Keys of OAuth 1.0a only their user can take back.
    pub async fn revoke(&self) -> Result<(), Failure> {
        let UserCredentials::OAuth2 { app, keeper } = &self.0.credentials else {
            return Err(Failure::Unsupported {
                what: "giving back keys of OAuth 1.0a; take the app's access away in the settings of the account on X".into(),
            });
        };
        let tokens = keeper.kept().await?;
        for token in tokens.refresh.iter().chain([&tokens.access]) {
            app.revoke(&self.0.http, token).await.map_err(|error| error.failure(self.now()))?;
        }
        *self.0.tokens.lock().await = Held::default();
        Ok(())
    }

    async fn free<'a, T>(&self, endpoint: Endpoint, make: &Make<'a, T>) -> Result<T, UserCallError> {
        self.call(endpoint, Brings::Nothing, make, |_| (Vec::new(), Vec::new())).await
    }

    async fn write<'a, T>(
        &self,
        endpoint: Endpoint,
        kind: WriteKind,
        make: &Make<'a, T>,
    ) -> Result<T, UserCallError> {
        self.call(endpoint, Brings::Write(kind), make, |_| (Vec::new(), Vec::new())).await
    }

    async fn call<'a, T>(
        &self,
        endpoint: Endpoint,
        brings: Brings,
        make: &Make<'a, T>,
        spent: impl Fn(&T) -> (Vec<u64>, Vec<u64>),
    ) -> Result<T, UserCallError> {
        self.call_for(Behalf::Owned, endpoint, brings, make, spent).await
    }

    /// Makes a call, and once more with new tokens where X does not take those that there are.
    async fn call_for<'a, T>(
        &self,
        behalf: Behalf,
        endpoint: Endpoint,
        brings: Brings,
        make: &Make<'a, T>,
        spent: impl Fn(&T) -> (Vec<u64>, Vec<u64>),
    ) -> Result<T, UserCallError> {
        let mut refused = None;
        loop {
            let (client, access) = self.client(refused.clone()).await.map_err(UserCallError::NotMade)?;
            let grant = self.0.meter.reserve(endpoint, behalf, brings).await;
            let grant = grant.map_err(UserCallError::NotMade)?;
            match make(client).await {
                Ok(Called { answer, window }) => {
                    let (posts, users) = spent(&answer);
                    grant.settle(Spent { posts: &posts, users: &users, window }).await;
                    return Ok(answer);
                }
                Err(error) => {
                    grant.release(&error).await;
                    let of_token = matches!(&error, CallError::Refused { refusal: Refusal::Token(_), .. });
                    if !of_token || refused.is_some() || access.is_none() {
                        return Err(error.into());
                    }
                    refused = access;
                }
            }
        }
    }

    /// A client for a call that is made now, and the token in it where that can be renewed. `refused` is one that X did not
    /// take.
    async fn client(&self, refused: Option<Secret>) -> Result<(XClient, Option<Secret>), Failure> {
        let (http, api) = (self.0.http.clone(), self.0.api.clone());
        match &self.0.credentials {
            UserCredentials::OAuth1(keys) => {
                Ok((XClient::signed(http, api, Arc::clone(keys), self.now()), None))
            }
            UserCredentials::OAuth2 { app, keeper } => {
                let (user, app, keeper) = (self.clone(), app.clone(), Arc::clone(keeper));
                // Apart, so that no caller that stops waiting loses tokens that X has just given.
                let renewing =
                    tokio::spawn(async move { user.tokens(&app, &*keeper, refused.as_ref()).await });
                let tokens = renewing.await.map_err(|error| Failure::Retry { why: error.to_string() })??;
                Ok((XClient::new(http, api, tokens.bearer()?), Some(tokens.access)))
            }
        }
    }

    /// Tokens that can be used: those that are known, those that another node has kept, or new ones.
    async fn tokens(
        &self,
        app: &OAuth2App,
        keeper: &dyn TokenKeeper,
        refused: Option<&Secret>,
    ) -> Result<Tokens, Failure> {
        let mut held = self.0.tokens.lock().await;
        let now = self.now();
        let is_good = |tokens: &Tokens| !tokens.are_stale(now) && refused != Some(&tokens.access);
        if let Some(tokens) = held.unkept.take() {
            if let Err(failure) = keeper.keep(&tokens).await {
                held.unkept = Some(tokens);
                return Err(failure);
            }
            held.known = Some(tokens);
        }
        if let Some(tokens) = held.known.as_ref().filter(|tokens| is_good(tokens)) {
            return Ok(tokens.clone());
        }
        let kept = keeper.kept().await?;
        if is_good(&kept) {
            return Ok(held.known.insert(kept).clone());
        }
        let lease = keeper.exclusive().await?;
        let result = self.renew(&mut held, app, keeper, is_good).await;
        // Where new tokens are not kept yet, nobody else may try the old ones: the lease ends with its time.
        if held.unkept.is_none() {
            lease.release().await;
        }
        result
    }

    async fn renew(
        &self,
        held: &mut Held,
        app: &OAuth2App,
        keeper: &dyn TokenKeeper,
        is_good: impl Fn(&Tokens) -> bool,
    ) -> Result<Tokens, Failure> {
        // Who had the lease before may have renewed them.
        let kept = keeper.kept().await?;
        if is_good(&kept) {
            return Ok(held.known.insert(kept).clone());
        }
        let Some(refresh) = &kept.refresh else {
            return Err(Failure::SignInAgain {
                why: "the token is over and X gave none to renew it with".into(),
            });
        };
        let renewed = match app.refresh(&self.0.http, refresh, self.now()).await {
            Ok(renewed) => renewed,
            // A lease may run out while X is slow to answer, and another node then be first.
            Err(error) => match keeper.kept().await {
                Ok(newer) if newer.refresh != kept.refresh && is_good(&newer) => {
                    return Ok(held.known.insert(newer).clone());
                }
                _ => return Err(error.failure(self.now())),
            },
        };
        if let Err(failure) = keeper.keep(&renewed).await {
            held.unkept = Some(renewed);
            return Err(failure);
        }
        Ok(held.known.insert(renewed).clone())
    }
}

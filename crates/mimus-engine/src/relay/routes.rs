//! Making routes and steering them, and what somebody says of publications.

use jiff::Timestamp;
use mimus_core::RoutePolicy;
use mimus_core::policy::Makes;
use mimus_store::{
    Account, AccountName, AccountState, Plan, PublicationId, PublicationState, Route, RouteFrom, RouteId,
    RouteState, StoreError, Wanted,
};

use crate::Engine;
use crate::wake::Worker;

/// Why a route or publication could not be steered.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// There is no such account.
    #[error(
        "{0} is not connected; mimus account list shows those that are, mimus account connect connects one"
    )]
    NoAccount(AccountName),
    /// Its credentials do not serve.
    #[error("{name} is {state}; connect it again first: mimus account connect")]
    NotConnected {
        /// The account.
        name: AccountName,
        /// How it stands.
        state: AccountState,
    },
    /// Nothing is read from it, and nothing sent to it.
    #[error(
        "{0} is published to by hand, from the Desk; a route needs an account that is connected (mimus account connect), or makes drafts for it (--drafts)"
    )]
    ByHand(AccountName),
    /// Drafts go out by it.
    #[error("route {0} is the Desk's own: drafts go out by it")]
    OfTheDesk(RouteId),
    /// A route would publish what it reads.
    #[error("a route from {0} to itself would go round for ever")]
    Circle(AccountName),
    /// The same route is there already.
    #[error("route {0} goes the same way already; mimus route show {0} shows it")]
    Twice(RouteId),
    /// There is no such route.
    #[error("there is no route {0}; mimus route list shows those there are")]
    NoRoute(RouteId),
    /// There is no such publication.
    #[error("there is no publication {0}; mimus publication list shows those there are")]
    NoPublication(PublicationId),
    /// Nothing can be done with it as it stands.
    #[error(
        "publication {id} is {state}; only one that is held, failed, partial or unknown can be tried again"
    )]
    NothingToTry {
        /// Which.
        id: PublicationId,
        /// How it stands.
        state: PublicationState,
    },
    /// It is not unknown.
    #[error("it is known what became of publication {0}; there is nothing to settle")]
    NothingToSettle(PublicationId),
    /// It was deleted, or is to be.
    #[error("publication {0} is deleted already, or is to be")]
    NothingToDelete(PublicationId),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// The connected account of that name.
    pub async fn connected(&self, name: &AccountName) -> Result<Account, RouteError> {
        let account =
            self.store.account_named(name).await?.ok_or_else(|| RouteError::NoAccount(name.clone()))?;
        match account.state {
            AccountState::Connected => Ok(account),
            state => Err(RouteError::NotConnected { name: name.clone(), state }),
        }
    }

    /// Makes a route that carries what is written from `since` on.
    pub async fn add_route(
        &self,
        from: &RouteFrom,
        to: &Account,
        policy: &RoutePolicy,
        since: Timestamp,
    ) -> Result<RouteId, RouteError> {
        if *from == RouteFrom::Account(to.id) {
            return Err(RouteError::Circle(to.name()));
        }
        let reads = match from {
            RouteFrom::Account(id) => self.store.account(*id).await?,
            RouteFrom::Location(_) | RouteFrom::Desk => None,
        };
        let publishes = (policy.makes == Makes::Publications).then_some(to);
        if let Some(by_hand) = reads.iter().chain(publishes).find(|account| account.by_hand) {
            return Err(RouteError::ByHand(by_hand.name()));
        }
        let same = |route: &Route| route.from == *from && route.to == to.id;
        if let Some(route) = self.store.routes().await?.iter().find(|route| same(route)) {
            return Err(RouteError::Twice(route.id));
        }
        let id = self.store.add_route(from, to.id, policy, since, self.clock.now()).await?;
        self.wake.ring(Worker::Relay);
        Ok(id)
    }

    /// Says what a route makes of what it carries from now on. Drafts that it has made stay; what it had planned to publish and
    /// not begun becomes drafts when its time comes.
    pub async fn set_route_makes(&self, id: RouteId, makes: Makes) -> Result<(), RouteError> {
        let route = self.route(id).await?;
        let to = self.store.account(route.to).await?;
        if let (Makes::Publications, Some(to)) = (makes, to.filter(|to| to.by_hand)) {
            return Err(RouteError::ByHand(to.name()));
        }
        // Somebody decides on each draft anyway: the Desk's own route goes out as it is written.
        if route.from == RouteFrom::Desk {
            return Err(RouteError::OfTheDesk(id));
        }
        self.store.set_route_policy(id, &RoutePolicy { makes, ..route.policy }).await?;
        Ok(())
    }

    /// A route that is not removed.
    pub async fn route(&self, id: RouteId) -> Result<Route, RouteError> {
        let route = self.store.route(id).await?;
        route.filter(|route| route.state != RouteState::Removed).ok_or(RouteError::NoRoute(id))
    }

    /// Stops a route until it is resumed.
    pub async fn pause_route(&self, id: RouteId) -> Result<(), RouteError> {
        self.route(id).await?;
        Ok(self.store.set_route_state(id, RouteState::Paused, Some("by a keeper"), None).await?)
    }

    /// Lets a route go on with what is posted from now on; and with what was held, or leaves that. Returns how many those are.
    pub async fn resume_route(&self, id: RouteId, skip_held: bool) -> Result<u64, RouteError> {
        let route = self.route(id).await?;
        let now = self.clock.now();
        let since = (route.state == RouteState::Paused).then_some(now);
        self.store.set_route_state(id, RouteState::Active, None, since).await?;
        let held = self.store.end_hold(id, !skip_held, now).await?;
        self.wake.ring(Worker::Relay);
        self.wake.ring(Worker::Publisher);
        Ok(held)
    }

    /// Ends a route. What it published stays, and stays known.
    pub async fn remove_route(&self, id: RouteId) -> Result<(), RouteError> {
        self.route(id).await?;
        Ok(self.store.set_route_state(id, RouteState::Removed, None, None).await?)
    }

    /// Tries a publication again.
    pub async fn retry_publication(&self, id: PublicationId) -> Result<(), RouteError> {
        let publication = self.store.publication(id).await?.ok_or(RouteError::NoPublication(id))?;
        if !self.store.try_publication(id, self.clock.now()).await? {
            return Err(RouteError::NothingToTry { id, state: publication.state });
        }
        self.wake.ring(Worker::Publisher);
        Ok(())
    }

    /// Deletes what was published of a post, and what is on its way; the post itself stays where it was written.
    pub async fn delete_publication(&self, id: PublicationId) -> Result<(), RouteError> {
        let publication = self.store.publication(id).await?.ok_or(RouteError::NoPublication(id))?;
        if publication.wanted == Wanted::Deleted {
            return Err(RouteError::NothingToDelete(id));
        }
        let now = self.clock.now();
        let plan = Plan {
            post: publication.post,
            wanted: Wanted::Deleted,
            state: PublicationState::Due,
            reason: Some("deleted by a keeper".to_owned()),
            due_at: Some(now),
        };
        self.store.replan(&[(id, plan)], now).await?;
        self.wake.ring(Worker::Publisher);
        Ok(())
    }

    /// Keeps what somebody has seen: that the part that was on its way is there under this id (and address), or that it is not.
    /// The publication goes on from there.
    pub async fn settle_publication(
        &self,
        id: PublicationId,
        there: Option<(&str, Option<&str>)>,
    ) -> Result<(), RouteError> {
        self.store.publication(id).await?.ok_or(RouteError::NoPublication(id))?;
        if !self.store.part_settled(id, there).await? {
            return Err(RouteError::NothingToSettle(id));
        }
        self.store.try_publication(id, self.clock.now()).await?;
        self.wake.ring(Worker::Publisher);
        Ok(())
    }
}

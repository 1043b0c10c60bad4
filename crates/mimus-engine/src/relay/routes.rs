//! Making routes and steering them, and what somebody says of publications.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use mimus_core::RoutePolicy;
use mimus_core::policy::Makes;
use mimus_networks::SourceLocation;
use mimus_store::{
    Account, AccountName, AccountState, Held, NewEntry, Person, Plan, PublicationId, PublicationState, Route,
    RouteChange, RouteFrom, RouteId, RouteState, StoreError, Wanted,
};
use serde_json::{Value, json};

use super::accounts::AccountError;
use crate::Engine;
use crate::desk::record::entry;
use crate::mirrors::without_query;
use crate::wake::Worker;

/// Why a route or publication could not be steered.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// Whoever asks does not keep this server.
    #[error("only keepers may do this")]
    NotKeeper,
    /// A policy holds too much, or what is none.
    #[error("{0}")]
    Policy(String),
    /// It is the route by which the Desk publishes.
    #[error("route {0} is the Desk's own way to its account; it goes when the account is disconnected")]
    OfTheDesk(RouteId),
    /// Somebody else has changed it just now.
    #[error("route {0} was changed meanwhile; look at how it stands now")]
    Changed(RouteId),
    /// Where it begins cannot be read.
    #[error(transparent)]
    Past(#[from] AccountError),
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

    /// Makes a route between two ends as people write them; it carries what is written from now on, and as many old posts as its
    /// policy says. Returns its number, from when on it carries, and where it goes.
    pub async fn begin_route(
        &self,
        by: &Person,
        from: &RouteEnd,
        to: &AccountName,
        policy: &RoutePolicy,
    ) -> Result<(RouteId, Timestamp, Account), RouteError> {
        must_keep(by)?;
        let to = self.connected(to).await?;
        let from = match from {
            RouteEnd::Account(name) => RouteFrom::Account(self.connected(name).await?.id),
            RouteEnd::Location(location) => RouteFrom::Location(location.to_string()),
        };
        let since = self.since_for(&from, policy.old_posts).await?;
        let id = self.add_route(by, &from, &to, policy, since).await?;
        Ok((id, since, to))
    }

    /// Makes a route that carries what is written from `since` on.
    pub async fn add_route(
        &self,
        by: &Person,
        from: &RouteFrom,
        to: &Account,
        policy: &RoutePolicy,
        since: Timestamp,
    ) -> Result<RouteId, RouteError> {
        must_keep(by)?;
        usable(policy)?;
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
        let begins = match (from, &reads) {
            (RouteFrom::Location(location), _) => without_query(location).to_owned(),
            (_, Some(account)) => account.name().to_string(),
            _ => "the Desk".to_owned(),
        };
        let (name, now) = (to.name().to_string(), self.clock.now());
        let id = self
            .store
            .add_route(from, to.id, policy, (since, now), |id| {
                let detail = json!({"from": begins, "to": name, "policy": policy});
                vec![entry(&by.shown, "route.added", format!("route {id}"), Some(name.clone()), detail)]
            })
            .await?;
        self.wake.ring(Worker::Relay);
        Ok(id)
    }

    /// Says what a route makes of what it carries from now on. Drafts that it has made stay; what it had planned to publish and
    /// not begun becomes drafts when its time comes.
    pub async fn set_route_makes(&self, by: &Person, id: RouteId, makes: Makes) -> Result<(), RouteError> {
        let policy = self.route(id).await?.policy;
        self.change_route(by, id, &RoutePolicy { makes, ..policy }).await
    }

    /// A route that is not removed.
    pub async fn route(&self, id: RouteId) -> Result<Route, RouteError> {
        let route = self.store.route(id).await?;
        route.filter(|route| route.state != RouteState::Removed).ok_or(RouteError::NoRoute(id))
    }

    /// Changes what a route carries and how, for what is planned from now on.
    pub async fn change_route(
        &self,
        by: &Person,
        id: RouteId,
        policy: &RoutePolicy,
    ) -> Result<(), RouteError> {
        must_keep(by)?;
        usable(policy)?;
        let route = self.route(id).await?;
        not_the_desks(&route)?;
        let to = self.store.account(route.to).await?;
        if let (Makes::Publications, Some(to)) = (policy.makes, to.filter(|to| to.by_hand)) {
            return Err(RouteError::ByHand(to.name()));
        }
        // How many old posts go on was decided when it was made.
        let policy = RoutePolicy { old_posts: route.policy.old_posts, ..policy.clone() };
        let entries = [self.deed(by, "route.changed", &route, json!({"policy": policy})).await?];
        let changed = self.store.set_route_policy_by(id, &policy, &entries, self.clock.now()).await?;
        if changed { Ok(()) } else { Err(RouteError::NoRoute(id)) }
    }

    /// Stops a route until it is resumed.
    pub async fn pause_route(&self, by: &Person, id: RouteId) -> Result<(), RouteError> {
        let reason = Some("by a keeper");
        self.steer(by, id, "route.paused", |_| (RouteState::Paused, reason, None, None)).await.map(drop)
    }

    /// Lets a route go on with what is posted from now on; and with what was held, or leaves that. Returns how many those are.
    pub async fn resume_route(&self, by: &Person, id: RouteId, skip_held: bool) -> Result<u64, RouteError> {
        let now = self.clock.now();
        let held = if skip_held { Held::Left } else { Held::GoesOn };
        let resume = |route: &Route| {
            let since = (route.state == RouteState::Paused).then_some(now);
            (RouteState::Active, None, since, Some(held))
        };
        let held = self.steer(by, id, "route.resumed", resume).await?;
        self.wake.ring(Worker::Relay);
        self.wake.ring(Worker::Publisher);
        Ok(held)
    }

    /// Ends a route. What it published stays, and stays known.
    pub async fn remove_route(&self, by: &Person, id: RouteId) -> Result<(), RouteError> {
        not_the_desks(&self.route(id).await?)?;
        self.steer(by, id, "route.removed", |_| (RouteState::Removed, None, None, None)).await.map(drop)
    }

    async fn steer(
        &self,
        by: &Person,
        id: RouteId,
        deed: &'static str,
        how: impl Fn(&Route) -> (RouteState, Option<&'static str>, Option<Timestamp>, Option<Held>),
    ) -> Result<u64, RouteError> {
        must_keep(by)?;
        let route = self.route(id).await?;
        let (to, reason, since, held) = how(&route);
        let entries = [self.deed(by, deed, &route, json!({})).await?];
        let change = RouteChange { was: route.state, to, reason, since, held };
        let done = self.store.set_route_state_by(id, &change, &entries, self.clock.now()).await?;
        done.ok_or(RouteError::Changed(id))
    }

    /// What the record says of something that is done to a route.
    async fn deed(
        &self,
        by: &Person,
        deed: &'static str,
        route: &Route,
        detail: Value,
    ) -> Result<NewEntry, RouteError> {
        let to = self.store.account(route.to).await?.map(|account| account.name().to_string());
        Ok(entry(&by.shown, deed, format!("route {}", route.id), to, detail))
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

/// Where a route begins, as people write it.
#[derive(Debug, Clone)]
pub enum RouteEnd {
    /// A connected account.
    Account(AccountName),
    /// A feed.
    Location(SourceLocation),
}

impl std::str::FromStr for RouteEnd {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        if words.starts_with("feed:") {
            return words
                .parse()
                .map(Self::Location)
                .map_err(|e: mimus_networks::LocationError| e.to_string());
        }
        words.parse().map(Self::Account)
    }
}

/// Most terms of a list, and most marks.
const MAX_TERMS: usize = 100;
/// Longest words after every post, in characters; what fits depends on the destination.
const MAX_FOOTER: usize = 200;
/// Longest wait before a post goes on: a week, in seconds.
const MAX_DELAY: u32 = 7 * 86_400;
/// Most old posts.
const MAX_OLD_POSTS: u32 = 100;

/// Whether what somebody has written is a policy that can be kept.
fn usable(policy: &RoutePolicy) -> Result<(), RouteError> {
    let no = |words: String| Err(RouteError::Policy(words));
    let most = policy.only_with.len().max(policy.never_with.len()).max(policy.opt_out.len());
    if most > MAX_TERMS {
        return no(format!("a list of words or marks has at most {MAX_TERMS}"));
    }
    if policy.footer.chars().count() > MAX_FOOTER {
        return no(format!("the words after every post have at most {MAX_FOOTER} characters"));
    }
    if policy.pace.delay > MAX_DELAY {
        return no(format!("posts wait at most {MAX_DELAY} seconds, a week"));
    }
    if policy.old_posts > MAX_OLD_POSTS {
        return no(format!("at most {MAX_OLD_POSTS} old posts go on"));
    }
    if policy.brake.posts == 0 || policy.brake.minutes == 0 {
        return no("a brake is at least one post in one minute, such as 10/10".to_owned());
    }
    if let Some(quiet) = &policy.pace.quiet
        && TimeZone::get(&quiet.zone).is_err()
    {
        let zone: String = quiet.zone.chars().take(60).collect();
        return no(format!("{zone:?} is no time zone; write one as in Europe/Berlin or UTC"));
    }
    Ok(())
}

fn must_keep(by: &Person) -> Result<(), RouteError> {
    if by.keeps() { Ok(()) } else { Err(RouteError::NotKeeper) }
}

fn not_the_desks(route: &Route) -> Result<(), RouteError> {
    if route.from == RouteFrom::Desk { Err(RouteError::OfTheDesk(route.id)) } else { Ok(()) }
}

//! Actors of other servers and their keys: read over HTTP, kept in the store, read again as they age.

mod actor;
mod fetch;

pub(crate) use actor::{is_also_known_as, web_address};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_http::HttpClient;
use mimus_store::{RemoteActor, Store, StoreError};
use serde_json::Value;
use tokio::sync::{OnceCell, Semaphore};
use url::Url;

use crate::addresses::authority;
use crate::signature::{SigningKey, VerifyingKey};
use crate::{Access, Addresses};

/// How long a reading counts before the actor is read again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// How long after a reading that a bad signature called for the next such reading may follow, for one key.
const REFETCH_PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// How long a failed reading is not tried again.
const FAILURE_PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// Bound on one reading, all its requests together.
const READING_TIME: Duration = Duration::from_secs(20);
/// How long a reading may wait for its turn.
const WAITING_TIME: Duration = Duration::from_secs(5);
/// Most readings at once, waiting ones included; and of these from one host; and running.
const MAX_READINGS: usize = 512;
const MAX_READINGS_OF_HOST: usize = 8;
const MAX_RUNNING: usize = 32;
/// Most readings from one host within a minute. Whoever names keys that do not exist makes us ask for them.
const MAX_READINGS_A_MINUTE: u32 = 300;
/// Most entries in each of the memories of what was tried.
const MAX_REMEMBERED: usize = 8_192;

/// Why an actor or key could not be had.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RemoteError {
    /// Its server says that there is no such thing, or no more (404, 410).
    #[error("{0} is gone")]
    Gone(String),
    /// No answer, or one that may be another tomorrow.
    #[error("{url} could not be read: {why}")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// What went wrong.
        why: String,
    },
    /// An answer that cannot be used.
    #[error("what was found at {url} cannot be used: {why}")]
    Invalid {
        /// What was asked for.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// It names something on this server, which is no remote actor.
    #[error("{0} is on this server, not on another")]
    Local(String),
    /// Too much is being read already.
    #[error("too many actors are being read at once; try again in a minute")]
    Busy,
    /// Too much has been read from one server, or is being read.
    #[error("too many actors of {0} are being read; try again in a minute")]
    TooMany(String),
    /// The rules of this server deny it.
    #[error("{0} is not asked: this server denies it")]
    Denied(String),
    /// The store failed.
    #[error(transparent)]
    Store(Arc<StoreError>),
}

impl From<StoreError> for RemoteError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl RemoteError {
    fn invalid(url: &str, why: impl Into<String>) -> Self {
        Self::Invalid { url: excerpt(url), why: why.into() }
    }

    fn unreachable(url: &str, why: impl Into<String>) -> Self {
        Self::Unreachable { url: excerpt(url), why: why.into() }
    }
}

fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// A key and whose it is.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Whose.
    pub actor: RemoteActor,
    /// The key.
    pub key: VerifyingKey,
}

type Reading = Arc<OnceCell<Result<RemoteActor, RemoteError>>>;

/// Reads actors of other servers. Cheap to clone; clones share what is being read.
#[derive(Clone)]
pub struct Remote(Arc<Inner>);

struct Inner {
    addresses: Addresses,
    access: Access,
    store: Store,
    http: HttpClient,
    key: SigningKey,
    running: Semaphore,
    readings: Mutex<HashMap<String, Reading>>,
    failures: Mutex<HashMap<String, (Timestamp, RemoteError)>>,
    refetched: Mutex<HashMap<String, Timestamp>>,
    /// Readings by host, in which minute and how many.
    spent: Mutex<HashMap<String, (i64, u32)>>,
}

impl Inner {
    async fn check_access(&self, uri: &str) -> Result<(), RemoteError> {
        // What has no host is refused for that.
        if host_of(uri).is_some() && self.access.list().await?.claimed(uri).is_denied() {
            return Err(RemoteError::Denied(excerpt(uri)));
        }
        Ok(())
    }
}

impl Remote {
    /// `key` is the instance actor's: every request is signed with it, as servers in secure mode demand.
    #[must_use]
    pub fn new(addresses: Addresses, store: Store, http: HttpClient, key: SigningKey) -> Self {
        Self(Arc::new(Inner {
            addresses,
            access: Access::new(store.clone()),
            store,
            http,
            key,
            running: Semaphore::new(MAX_RUNNING),
            readings: Mutex::default(),
            failures: Mutex::default(),
            refetched: Mutex::default(),
            spent: Mutex::default(),
        }))
    }

    /// The rules on who is spoken with.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    /// An actor by its id, as read within the last day; a reading that has become old still counts where there is
    /// no new one to be had.
    pub async fn actor(&self, uri: &str, now: Timestamp) -> Result<RemoteActor, RemoteError> {
        self.check(uri).await?;
        let kept = self.0.store.remote_actor(uri).await?;
        self.newer(kept, now, || self.read_actor(uri, now)).await
    }

    /// An actor by its id, read now.
    pub async fn read_actor(&self, uri: &str, now: Timestamp) -> Result<RemoteActor, RemoteError> {
        self.check(uri).await?;
        self.once(uri, now, fetch::read_actor(&self.0, uri, now)).await
    }

    /// The key of that id and whose it is, from the store or, where it is unknown or old, from its server.
    pub async fn signer(&self, key_id: &str, now: Timestamp) -> Result<Signer, RemoteError> {
        self.check(key_id).await?;
        let kept = self.known_signer(key_id).await?.map(|signer| signer.actor);
        let actor = self.newer(kept, now, || self.read_key(key_id, now)).await?;
        signer_of(actor, key_id)
    }

    /// The key of that id as it is kept, however old; nothing is asked of anybody.
    pub async fn known_signer(&self, key_id: &str) -> Result<Option<Signer>, RemoteError> {
        let mut kept = self.0.store.remote_actor_by_key(key_id).await?;
        if kept.is_none() {
            let owner = key_id.split('#').next().unwrap_or_default();
            kept = self.0.store.remote_actor(owner).await?;
        }
        Ok(kept.and_then(|actor| signer_of(actor, key_id).ok()))
    }

    /// The key of that id, read now because the kept one does not fit a signature: keys change. `None` where that
    /// has been tried within the last five minutes.
    pub async fn changed_signer(&self, key_id: &str, now: Timestamp) -> Result<Option<Signer>, RemoteError> {
        self.check(key_id).await?;
        {
            let mut refetched = lock(&self.0.refetched);
            let recent = |at: &Timestamp| now.duration_since(*at).abs() < REFETCH_PAUSE;
            if refetched.get(key_id).is_some_and(recent) {
                return Ok(None);
            }
            make_room(&mut refetched, recent);
            refetched.insert(key_id.to_owned(), now);
        }
        let actor = self.read_key(key_id, now).await?;
        signer_of(actor, key_id).map(Some)
    }

    /// Keeps an actor from the document that it sent itself, in a request that its key signed.
    pub(crate) async fn keep(
        &self,
        uri: &str,
        document: &Value,
        key_id: &str,
        now: Timestamp,
    ) -> Result<RemoteActor, RemoteError> {
        let actor = actor::parse(uri, document, Some(key_id), None, now)
            .map_err(|why| RemoteError::invalid(uri, why))?;
        self.0.store.keep_remote_actor(&actor).await?;
        Ok(actor)
    }

    /// Any document by its id, which it must carry.
    pub(crate) async fn document(&self, uri: &str, now: Timestamp) -> Result<Value, RemoteError> {
        self.check(uri).await?;
        let _turn = self.turn().await?;
        let read = fetch::read_document(&self.0, uri, now);
        tokio::time::timeout(READING_TIME, read)
            .await
            .unwrap_or_else(|_| Err(RemoteError::unreachable(uri, "it took too long")))
    }

    async fn read_key(&self, key_id: &str, now: Timestamp) -> Result<RemoteActor, RemoteError> {
        self.once(key_id, now, fetch::read_key(&self.0, key_id, now)).await
    }

    /// What is kept while it is fresh, else what `read` brings, else what is kept after all.
    async fn newer<F>(
        &self,
        kept: Option<RemoteActor>,
        now: Timestamp,
        read: impl FnOnce() -> F,
    ) -> Result<RemoteActor, RemoteError>
    where
        F: Future<Output = Result<RemoteActor, RemoteError>>,
    {
        let Some(kept) = kept else { return read().await };
        if now.duration_since(kept.fetched_at) < FRESH {
            return Ok(kept);
        }
        match read().await {
            Err(RemoteError::Unreachable { .. } | RemoteError::Busy | RemoteError::TooMany(_)) => Ok(kept),
            other => other,
        }
    }

    /// Does a reading once for all who want it at the same time, within the bounds, and keeps what it brings.
    async fn once(
        &self,
        name: &str,
        now: Timestamp,
        read: impl Future<Output = Result<RemoteActor, RemoteError>>,
    ) -> Result<RemoteActor, RemoteError> {
        if let Some((at, error)) = lock(&self.0.failures).get(name)
            && now.duration_since(*at).abs() < FAILURE_PAUSE
        {
            return Err(error.clone());
        }
        let reading = self.join(name, now)?;
        let result = reading
            .get_or_init(|| async {
                let _turn = self.turn().await?;
                let actor = tokio::time::timeout(READING_TIME, read)
                    .await
                    .unwrap_or_else(|_| Err(RemoteError::unreachable(name, "it took too long")))?;
                self.0.store.keep_remote_actor(&actor).await?;
                Ok(actor)
            })
            .await
            .clone();
        let mut readings = lock(&self.0.readings);
        if readings.get(name).is_some_and(|current| Arc::ptr_eq(current, &reading)) {
            readings.remove(name);
        }
        drop(readings);
        if let Err(error) = &result {
            self.remember(name, error, now);
        }
        result
    }

    fn join(&self, name: &str, now: Timestamp) -> Result<Reading, RemoteError> {
        let mut readings = lock(&self.0.readings);
        if let Some(reading) = readings.get(name) {
            return Ok(Arc::clone(reading));
        }
        // Those whose every reader has gone away, as when connections were closed.
        if readings.len() >= MAX_READINGS {
            readings.retain(|_, reading| Arc::strong_count(reading) > 1);
        }
        if readings.len() >= MAX_READINGS {
            return Err(RemoteError::Busy);
        }
        let host = host_of(name).ok_or_else(|| RemoteError::invalid(name, "it is not a URL"))?;
        let same = |(other, reading): &(&String, &Reading)| {
            Arc::strong_count(reading) > 1 && host_of(other).as_ref() == Some(&host)
        };
        if readings.iter().filter(same).count() >= MAX_READINGS_OF_HOST || !self.may_spend(&host, now) {
            return Err(RemoteError::TooMany(excerpt(&host)));
        }
        let reading = Reading::default();
        readings.insert(name.to_owned(), Arc::clone(&reading));
        Ok(reading)
    }

    fn may_spend(&self, host: &str, now: Timestamp) -> bool {
        let minute = now.as_second() / 60;
        let mut spent = lock(&self.0.spent);
        make_room(&mut spent, |(of, _)| *of == minute);
        let (of, count) = spent.entry(host.to_owned()).or_insert((minute, 0));
        if *of != minute {
            (*of, *count) = (minute, 0);
        }
        *count += 1;
        *count <= MAX_READINGS_A_MINUTE
    }

    async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, RemoteError> {
        match tokio::time::timeout(WAITING_TIME, self.0.running.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(RemoteError::Busy),
        }
    }

    fn remember(&self, name: &str, error: &RemoteError, now: Timestamp) {
        let passing = matches!(
            error,
            RemoteError::Busy
                | RemoteError::TooMany(_)
                | RemoteError::Store(_)
                | RemoteError::Local(_)
                | RemoteError::Denied(_)
        );
        if passing {
            return;
        }
        let mut failures = lock(&self.0.failures);
        make_room(&mut failures, |(at, _)| now.duration_since(*at).abs() < FAILURE_PAUSE);
        failures.insert(name.to_owned(), (now, error.clone()));
    }

    /// Refuses what is not another server's, those whom the rules deny, and what somebody on the way could have written: who is reached by
    /// https hears only who is too.
    async fn check(&self, uri: &str) -> Result<(), RemoteError> {
        if self.0.addresses.is_local(uri) {
            return Err(RemoteError::Local(excerpt(uri)));
        }
        let scheme = uri.split(':').next().unwrap_or_default();
        if scheme != "https" && self.0.addresses.base_url().scheme() != scheme {
            return Err(RemoteError::invalid(uri, "it is not an https address"));
        }
        self.0.check_access(uri).await
    }
}

fn signer_of(actor: RemoteActor, key_id: &str) -> Result<Signer, RemoteError> {
    let text = actor::key(&actor, key_id)
        .ok_or_else(|| RemoteError::invalid(&actor.uri, format!("it has no key {}", excerpt(key_id))))?;
    let key = actor::parse_key(text).map_err(|error| RemoteError::invalid(&actor.uri, error.to_string()))?;
    Ok(Signer { actor, key })
}

fn host_of(address: &str) -> Option<String> {
    authority(&Url::parse(address).ok()?)
}

/// Keeps a memory within its bound: what no longer counts goes first, then all of it.
fn make_room<V>(memory: &mut HashMap<String, V>, counts: impl Fn(&V) -> bool) {
    if memory.len() >= MAX_REMEMBERED {
        memory.retain(|_, value| counts(value));
    }
    if memory.len() >= MAX_REMEMBERED {
        memory.clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Keeping tokens that X renews: sealed in the database before they are used, and renewed by one node at a time.

use std::sync::Mutex;
use std::time::Duration;

use aws_lc_rs::rand;
use jiff::SignedDuration;
use mimus_networks::connector::BoxFuture;
use mimus_networks::x::{RefreshLease, TokenKeeper, Tokens};
use mimus_networks::{Credentials, Failure, XCredentials};
use mimus_store::{AccountId, Store};

use crate::{Clock, Secrets};

/// How long the right to renew lasts where it is not given back.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Time between two tries to get it, and how many: half a minute.
const AGAIN: Duration = Duration::from_millis(100);
const TRIES: u32 = 300;

/// Keeps the tokens of one connected account.
pub(super) struct Kept {
    pub(super) store: Store,
    pub(super) secrets: Secrets,
    pub(super) clock: Clock,
    pub(super) account: AccountId,
    pub(super) purpose: String,
}

fn retry(error: impl std::fmt::Display) -> Failure {
    Failure::Retry { why: format!("tokens could not be kept: {error}") }
}

impl Kept {
    async fn read(&self) -> Result<Tokens, Failure> {
        let again = |why: &str| Failure::SignInAgain { why: why.to_owned() };
        let sealed = self.store.account_credentials(self.account).await.map_err(retry)?;
        let sealed = sealed.ok_or_else(|| again("the account was disconnected"))?;
        let kept = self.secrets.unseal(&self.purpose, &sealed).map_err(|error| again(&error.to_string()))?;
        match serde_json::from_slice(&kept) {
            Ok(Credentials::X(XCredentials::OAuth2(tokens))) => Tokens::read(&tokens),
            _ => Err(again("there are no tokens of this account")),
        }
    }

    async fn write(&self, tokens: &Tokens) -> Result<(), Failure> {
        let credentials = Credentials::X(XCredentials::of_tokens(tokens));
        let kept = serde_json::to_vec(&credentials).map_err(retry)?;
        let sealed = self.secrets.seal(&self.purpose, &kept).map_err(retry)?;
        match self.store.keep_credentials(self.account, sealed).await.map_err(retry)? {
            true => Ok(()),
            false => Err(Failure::SignInAgain { why: "the account was disconnected".into() }),
        }
    }

    async fn lease(&self) -> Result<Box<dyn RefreshLease>, Failure> {
        let mut holder = [0; 16];
        rand::fill(&mut holder).map_err(|_| retry("no randomness"))?;
        let holder: String = holder.iter().map(|byte| format!("{byte:02x}")).collect();
        for _ in 0..TRIES {
            let now = self.clock.now();
            let until = now.saturating_add(LEASE).unwrap_or(now);
            if self.store.claim_renewal(self.account, &holder, now, until).await.map_err(retry)? {
                return Ok(Box::new(Lease { store: self.store.clone(), account: self.account, holder }));
            }
            tokio::time::sleep(AGAIN).await;
        }
        Err(retry("another node renews them for too long"))
    }
}

struct Lease {
    store: Store,
    account: AccountId,
    holder: String,
}

impl RefreshLease for Lease {
    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            if let Err(error) = self.store.end_renewal(self.account, &self.holder).await {
                tracing::debug!(%error, "the right to renew tokens is left to run out");
            }
        })
    }
}

impl TokenKeeper for Kept {
    fn kept(&self) -> BoxFuture<'_, Result<Tokens, Failure>> {
        Box::pin(self.read())
    }

    fn keep<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.write(tokens))
    }

    fn exclusive(&self) -> BoxFuture<'_, Result<Box<dyn RefreshLease>, Failure>> {
        Box::pin(self.lease())
    }
}

/// Holds the tokens of an account that is being connected, until it is kept.
pub struct NewTokens(Mutex<Option<Tokens>>);

impl NewTokens {
    /// Holds these; without any, accounts that need none can be connected.
    #[must_use]
    pub fn new(tokens: Option<Tokens>) -> Self {
        Self(Mutex::new(tokens))
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Tokens>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

struct Alone;

impl RefreshLease for Alone {
    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

impl TokenKeeper for NewTokens {
    fn kept(&self) -> BoxFuture<'_, Result<Tokens, Failure>> {
        let held = self.held().clone();
        Box::pin(async { held.ok_or_else(|| Failure::SignInAgain { why: "there are no tokens".into() }) })
    }

    fn keep<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), Failure>> {
        *self.held() = Some(tokens.clone());
        Box::pin(async { Ok(()) })
    }

    fn exclusive(&self) -> BoxFuture<'_, Result<Box<dyn RefreshLease>, Failure>> {
        Box::pin(async { Ok(Box::new(Alone) as Box<dyn RefreshLease>) })
    }
}

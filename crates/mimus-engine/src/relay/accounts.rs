//! Connected accounts: kept, opened for use, and looked at daily.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_core::directory::Account as Person;
use mimus_core::{Directory, Network};
use mimus_networks::x::XUser;
use mimus_networks::{
    Access, ConnectedProfile, Credentials, Failure, Listen, Publish, Read, SourceLocation, XCredentials,
};
use mimus_store::{
    Account, AccountId, AccountName, AccountStanding, AccountState, NewAccount, RouteFrom, RouteState,
    StoreError,
};

use super::tokens::Kept;
use crate::Engine;
use crate::secrets::SecretsError;

/// Time between two looks at an account's credentials.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// Time between two looks at which accounts are to be looked at.
const LOOK: Duration = Duration::from_secs(300);
/// Accounts that are looked at in one go.
const AT_ONCE: u32 = 20;

/// Why an account cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Its credentials cannot be opened.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Its network says no.
    #[error(transparent)]
    Network(#[from] Failure),
    /// There is no such account.
    #[error("{0} is not connected; mimus account list shows those that are")]
    NotConnected(AccountName),
    /// Nothing is held for it here: people publish there.
    #[error(
        "{0} is published to by hand: there are no credentials to use; to connect it, disconnect it first (mimus account disconnect {0})"
    )]
    ByHand(AccountName),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// For what credentials are sealed: they open for no other account.
fn purpose(network: Network, server: &str, remote_id: &str) -> String {
    format!("{network} {server} {remote_id}")
}

pub(super) fn standing(profile: &ConnectedProfile) -> AccountStanding<'_> {
    AccountStanding {
        handle: &profile.handle,
        profile: &profile.profile,
        limits: &profile.limits,
        rules: &profile.rules,
    }
}

impl Engine {
    /// Keeps an account whose network has given these credentials, once they have served.
    pub async fn connect_account(&self, access: &Access) -> Result<Account, AccountError> {
        let found = access.publisher(&self.connectors)?.account().await?;
        let network = access.credentials.network();
        let remote_id = found.remote_id.as_str();
        let name = AccountName { network, handle: found.handle.clone() };
        let known = self.store.account_named(&name).await?;
        if known.is_some_and(|known| known.by_hand && known.state != AccountState::Disconnected) {
            return Err(AccountError::ByHand(name));
        }
        let credentials = match &access.credentials {
            // They may have been renewed on the way.
            Credentials::X(XCredentials::OAuth2(_)) => {
                Credentials::X(XCredentials::of_tokens(&access.keeper.kept().await?))
            }
            other => other.clone(),
        };
        let kept = serde_json::to_vec(&credentials).unwrap_or_default();
        let credentials = self.secrets.seal(&purpose(network, &access.server, remote_id), &kept)?;
        let new = NewAccount {
            network,
            server: &access.server,
            remote_id,
            standing: standing(&found),
            credentials,
        };
        Ok(self.store.connect_account(&new, self.clock.now()).await?)
    }

    /// Forgets an account's credentials, after giving them back to its network where that answers.
    pub async fn disconnect_account(&self, name: &AccountName) -> Result<Option<Failure>, AccountError> {
        let account = self.store.account_named(name).await?;
        let account = account.filter(|account| account.state != AccountState::Disconnected);
        let account = account.ok_or_else(|| AccountError::NotConnected(name.clone()))?;
        let given_back = match self.account_access(&account).await {
            Err(AccountError::ByHand(_)) => None,
            Ok(access) => access.revoke(&self.connectors).await.err(),
            Err(AccountError::Store(error)) => return Err(error.into()),
            Err(error) => Some(Failure::Rejected { why: error.to_string() }),
        };
        self.store.disconnect_account(account.id, self.clock.now()).await?;
        Ok(given_back)
    }

    pub(super) async fn account_access(&self, account: &Account) -> Result<Access, AccountError> {
        if account.by_hand {
            return Err(AccountError::ByHand(account.name()));
        }
        let sealed = self.store.account_credentials(account.id).await?;
        let sealed = sealed.ok_or_else(|| AccountError::NotConnected(account.name()))?;
        let purpose = purpose(account.network, &account.server, &account.remote_id);
        let kept = self.secrets.unseal(&purpose, &sealed)?;
        // The parser's own words might quote a secret.
        let credentials: Credentials = serde_json::from_slice(&kept).map_err(|_| Failure::SignInAgain {
            why: "the credentials that were kept cannot be read".into(),
        })?;
        let keeper = Arc::new(Kept {
            store: self.store.clone(),
            secrets: self.secrets.clone(),
            clock: self.clock.clone(),
            account: account.id,
            purpose,
        });
        let known_as = Some((account.remote_id.clone(), account.handle.clone()));
        Ok(Access { server: account.server.clone(), known_as, credentials, keeper })
    }

    /// A connected account, to publish as it.
    pub async fn publisher(&self, account: &Account) -> Result<Arc<dyn Publish>, AccountError> {
        Ok(self.account_access(account).await?.publisher(&self.connectors)?)
    }

    /// A connected account on X, to call X as it.
    pub(crate) async fn x_user(&self, account: AccountId) -> Result<XUser, Failure> {
        let found = self.store.account(account).await.map_err(|e| as_failure(e.into()))?;
        let found =
            found.ok_or_else(|| Failure::SignInAgain { why: format!("there is no account {account}") })?;
        self.account_access(&found).await.map_err(as_failure)?.x_user(&self.connectors)
    }

    /// A connected account, to be listened to.
    pub(super) async fn listener(&self, account: &Account) -> Result<Box<dyn Listen>, Failure> {
        let access = self.account_access(account).await.map_err(as_failure)?;
        access.listener(&self.connectors).await
    }

    /// The place where a route begins, to be read; `old` posts from before the first reading come along.
    pub(super) async fn route_reader(&self, from: &RouteFrom, old: usize) -> Result<Box<dyn Read>, Failure> {
        match from {
            RouteFrom::Desk => Err(Failure::Unsupported { what: "drafts are not read".into() }),
            RouteFrom::Location(location) => {
                let location: SourceLocation =
                    location.parse().map_err(|error: mimus_networks::LocationError| Failure::Rejected {
                        why: error.to_string(),
                    })?;
                mimus_networks::open(&self.connectors, &location)
            }
            RouteFrom::Account(id) => {
                let account = self.store.account(*id).await.map_err(|e| as_failure(e.into()))?;
                let account =
                    account.ok_or_else(|| Failure::Rejected { why: format!("there is no account {id}") })?;
                self.account_access(&account).await.map_err(as_failure)?.reader(&self.connectors, old)
            }
        }
    }

    /// Who is who: what keepers have said, and the two ends of each route.
    pub(crate) async fn directory(&self) -> Result<Directory, StoreError> {
        let mut directory = Directory::default();
        for (one, other) in self.store.same_accounts().await? {
            if let (Ok(one), Ok(other)) = (one.parse(), other.parse()) {
                directory.same(one, other);
            }
        }
        let accounts = self.store.accounts().await?;
        let person = |id: AccountId| {
            let account = accounts.iter().find(|account| account.id == id)?;
            Person::new(account.network, &account.handle).ok()
        };
        for route in self.store.routes().await?.iter().filter(|route| route.state == RouteState::Active) {
            let RouteFrom::Account(from) = route.from else { continue };
            if let (Some(from), Some(to)) = (person(from), person(route.to))
                && from.network() != to.network()
            {
                directory.same(from, to);
            }
        }
        Ok(directory)
    }
}

pub(super) fn as_failure(error: AccountError) -> Failure {
    match error {
        AccountError::Network(failure) => failure,
        AccountError::Store(error) => Failure::Retry { why: error.to_string() },
        error @ (AccountError::Secrets(_) | AccountError::NotConnected(_) | AccountError::ByHand(_)) => {
            Failure::SignInAgain { why: error.to_string() }
        }
    }
}

/// Looks at every connected account once a day, until it is time to stop: whether its credentials serve, and what its network
/// takes by now.
pub async fn check(engine: Engine) {
    while !engine.wake.stopping() {
        if let Err(error) = check_due(&engine).await {
            tracing::warn!(%error, "connected accounts could not be looked at");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => {}
        }
    }
}

/// Looks at the accounts that were not looked at for a day.
pub async fn check_due(engine: &Engine) -> Result<(), StoreError> {
    let now = engine.clock.now();
    let since = now.saturating_sub(DAILY).unwrap_or(Timestamp::MIN);
    for account in engine.store.accounts_to_check(since, AT_ONCE).await? {
        let name = account.name();
        let found = match engine.publisher(&account).await {
            Ok(network) => network.account().await,
            Err(error) => Err(as_failure(error)),
        };
        match found {
            Ok(found) => {
                engine.store.account_checked(account.id, standing(&found), engine.clock.now()).await?;
            }
            Err(failure @ Failure::SignInAgain { .. }) => {
                tracing::error!(account = %name, %failure, "the credentials of an account serve no longer");
                engine.store.account_broken(account.id, &failure.to_string(), now).await?;
            }
            // Its server is away: that says nothing of the credentials.
            Err(failure) => tracing::info!(account = %name, %failure, "an account could not be looked at"),
        }
    }
    Ok(())
}

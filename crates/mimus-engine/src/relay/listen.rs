//! Hearing at once what is new on connected accounts where routes begin.

use std::collections::HashMap;
use std::time::Duration;

use mimus_core::RemoteId;
use mimus_networks::{Failure, Heard};
use mimus_store::{Account, AccountId, StoreError};
use tokio::task::JoinHandle;

use super::{drafts, plan};
use crate::Engine;
use crate::wake::Worker;

/// Time between two looks at which accounts routes begin.
const LOOK: Duration = Duration::from_secs(5);
/// Wait before listening is begun again; doubled with each failure, six times.
const PATIENCE: Duration = Duration::from_secs(2);

/// Listens to each account where an active route begins and whose network can be listened to, until it is time to stop. Only a
/// help: what is not heard is read all the same, a little later.
pub async fn run(engine: Engine) {
    let mut ears: HashMap<AccountId, JoinHandle<()>> = HashMap::new();
    while !engine.wake.stopping() {
        match accounts(&engine).await {
            Ok(wanted) => {
                ears.retain(|id, ear| {
                    let keep = wanted.iter().any(|account| account.id == *id) && !ear.is_finished();
                    if !keep {
                        ear.abort();
                    }
                    keep
                });
                for account in wanted {
                    let engine = engine.clone();
                    ears.entry(account.id).or_insert_with(|| tokio::spawn(listen(engine, account)));
                }
            }
            Err(error) => tracing::warn!(%error, "it is not known which accounts are to be listened to"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => {}
        }
    }
    for ear in ears.into_values() {
        ear.abort();
    }
}

async fn accounts(engine: &Engine) -> Result<Vec<Account>, StoreError> {
    let mut accounts = Vec::new();
    for id in engine.store.accounts_read_by_routes().await? {
        accounts.extend(engine.store.account(id).await?);
    }
    Ok(accounts)
}

async fn listen(engine: Engine, account: Account) {
    let mut failures = 0;
    loop {
        match hear(&engine, &account, &mut failures).await {
            Err(Failure::Unsupported { .. } | Failure::SignInAgain { .. }) => {
                return std::future::pending().await;
            }
            Err(failure) => {
                tracing::debug!(account = %account.name(), %failure, "an account is not listened to for a while");
            }
            Ok(never) => match never {},
        }
        tokio::time::sleep(PATIENCE * 2_u32.pow(failures)).await;
        failures = (failures + 1).min(6);
    }
}

async fn hear(
    engine: &Engine,
    account: &Account,
    failures: &mut u32,
) -> Result<std::convert::Infallible, Failure> {
    let mut ear = engine.listener(account).await?;
    loop {
        let heard = ear.next().await?;
        *failures = 0;
        let now = engine.clock.now();
        let done = match heard {
            Heard::News => engine.store.read_account_soon(account.id, now).await,
            Heard::Gone(post) => gone(engine, account.id, &post).await,
        };
        match done {
            Ok(()) => engine.wake.ring(Worker::Relay),
            Err(error) => {
                tracing::warn!(account = %account.name(), %error, "what was heard could not be recorded");
            }
        }
    }
}

/// Plans what is to become of the publications of a post that is gone.
async fn gone(engine: &Engine, account: AccountId, post: &RemoteId) -> Result<(), StoreError> {
    let store = &engine.store;
    let Some(source) = store.route_source_of(account).await? else { return Ok(()) };
    let named = [post.as_str().to_owned()];
    // What went because it is old stays where it was carried.
    if !store.retired_here(account, &named).await?.is_empty() {
        return Ok(());
    }
    let routes = store.routes_from(source).await?;
    let now = engine.clock.now();
    let known = store.publications_of(source, &named).await?;
    let changed: Vec<_> = known
        .values()
        .filter_map(|known| {
            let route = routes.iter().find(|route| route.id == known.route)?;
            plan::gone(known, route, now)
        })
        .collect();
    store.replan(&changed, now).await?;
    let drafted = store.route_drafts_of(source, &named).await?;
    drafts::gone(engine, &routes, drafted.into_values().filter(|drafted| !drafted.gone).collect()).await?;
    engine.wake.ring(Worker::Publisher);
    Ok(())
}

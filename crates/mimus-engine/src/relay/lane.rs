//! The publisher: takes accounts for which something is due, and carries their publications out, each account's in order.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use mimus_core::Directory;
use mimus_networks::Publish;
use mimus_store::{Account, RouteId, StoreError};
use tokio::task::JoinSet;

use super::carry::{Lane, Step};
use crate::wake::Worker;
use crate::{Engine, Hold};

/// Accounts that are published to at once.
const ACCOUNTS: usize = 8;
/// Longest time without a look at what is due.
const LOOK: Duration = Duration::from_secs(2);
/// Publications of one account in one turn; then it is given back, so that no other waits for it.
const TURN: usize = 50;

/// Publishes what is due, until it is time to stop; then finishes what is on its way.
pub async fn run(engine: Engine) {
    let mut turns = JoinSet::new();
    while !engine.wake.stopping() {
        while turns.try_join_next().is_some() {}
        let free = ACCOUNTS.saturating_sub(turns.len());
        if free > 0 {
            match claim(&engine, u32::try_from(free).unwrap_or(1)).await {
                Ok((hold, accounts)) => {
                    for account in accounts {
                        let (engine, hold) = (engine.clone(), hold.clone());
                        turns.spawn(async move {
                            turn(&engine, &hold, account).await;
                            engine.wake.ring(Worker::Publisher);
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "the publisher cannot see what is due"),
            }
        }
        if let Err(error) = engine.hand_over_due().await {
            tracing::error!(%error, "what is due by hand could not be handed over");
        }
        let wait = pause(&engine).await;
        engine.wake.wait(Worker::Publisher, wait).await;
    }
    while turns.join_next().await.is_some() {}
}

async fn claim(engine: &Engine, free: u32) -> Result<(Hold, Vec<Account>), StoreError> {
    let hold = engine.node.hold().await?;
    match engine.store.claim_accounts(hold.name(), engine.clock.now(), free).await {
        Ok(accounts) => Ok((hold, accounts)),
        Err(error) => {
            engine.node.renounce(&hold).await;
            Err(error)
        }
    }
}

async fn turn(engine: &Engine, hold: &Hold, account: Account) {
    let id = account.id;
    let name = account.name();
    let worked = AssertUnwindSafe(work(engine, hold, &account)).catch_unwind().await;
    let retry_at = match worked {
        Ok(Ok(Step::Next)) => None,
        Ok(Ok(Step::WaitUntil(until))) => Some(until),
        Ok(Ok(Step::Broken(why))) => {
            tracing::error!(account = %name, why, "the credentials of an account serve no longer");
            if let Err(error) = engine.store.account_broken(id, &why, engine.clock.now()).await {
                tracing::error!(account = %name, %error, "that could not be recorded");
            }
            None
        }
        Ok(Ok(Step::Lost)) => return,
        Ok(Err(error)) => {
            tracing::error!(account = %name, %error, "a turn of publishing broke off");
            Some(soon(engine, SignedDuration::from_secs(10)))
        }
        Err(_) => {
            tracing::error!(account = %name, "a turn of publishing broke off: a fault of Mimus");
            Some(soon(engine, SignedDuration::from_hours(1)))
        }
    };
    if engine.store.release_account(id, hold.name(), retry_at).await.is_err() {
        engine.node.renounce(hold).await;
    }
}

fn soon(engine: &Engine, wait: SignedDuration) -> Timestamp {
    engine.clock.now().saturating_add(wait).unwrap_or(Timestamp::MAX)
}

async fn work(engine: &Engine, hold: &Hold, account: &Account) -> Result<Step, StoreError> {
    let network = match engine.publisher(account).await {
        Ok(network) => network,
        Err(super::accounts::AccountError::Store(error)) => return Err(error),
        Err(error) => return Ok(Step::Broken(error.to_string())),
    };
    let directory = engine.directory().await?;
    publish(engine, hold, account, network, &directory).await
}

/// One turn of an account that this node holds: what is due is carried out in order.
pub async fn publish(
    engine: &Engine,
    hold: &Hold,
    account: &Account,
    network: Arc<dyn Publish>,
    directory: &Directory,
) -> Result<Step, StoreError> {
    let lane = Lane { engine, hold, account, network: network.as_ref(), directory };
    for _ in 0..TURN {
        if engine.wake.stopping() || !hold.is_good() {
            break;
        }
        let Some(publication) = engine.store.next_publication(account.id, engine.clock.now()).await? else {
            break;
        };
        let Some(route) = route(engine, publication.route).await? else { break };
        match lane.carry(&publication, &route).await? {
            Step::Next => {}
            stop => return Ok(stop),
        }
    }
    Ok(Step::Next)
}

async fn route(engine: &Engine, id: RouteId) -> Result<Option<mimus_store::Route>, StoreError> {
    engine.store.route(id).await
}

async fn pause(engine: &Engine) -> Duration {
    match engine.store.next_publication_due().await {
        Ok(Some(due)) => Duration::try_from(due.duration_since(engine.clock.now()))
            .unwrap_or_default()
            .clamp(Duration::from_millis(200), LOOK),
        Ok(None) | Err(_) => LOOK,
    }
}

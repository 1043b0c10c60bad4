//! Keeping X's webhook and subscriptions to activity in step with the plan.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use mimus_networks::Failure;
use mimus_networks::x::activity::TAG;
use mimus_networks::x::{EventKind, MeteredX, Subscription};
use tokio::sync::{mpsc, watch};
use url::Url;

/// How often it is looked whether everything still is as it should be; X gives a webhook up after 28 hours without proof.
const LOOK: Duration = Duration::from_secs(30 * 60);
/// Wait after a failure that names no time; doubled with each further one, five times.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest wait after one that does.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Accounts that X may refuse while the others are subscribed to.
const MOST_REFUSED: usize = 50;
/// Subscriptions that are ended in one call.
const AT_ONCE: usize = 100;
/// Most pages of subscriptions that are read: more than X sells.
const PAGES: usize = 200;

/// How it stands.
#[derive(Debug)]
pub(super) enum Told {
    /// X sends what these accounts do.
    Ready {
        /// Them.
        sent: BTreeSet<u64>,
        /// Those that it does not take.
        refused: BTreeSet<u64>,
    },
    /// Something is missing; it is tried again.
    Failed(String),
}

/// Keeps X's subscriptions those that are wanted, until nobody listens. Nothing is done while nothing was said.
pub(super) async fn keep(
    x: MeteredX,
    webhook: Url,
    mut wanted: watch::Receiver<Option<BTreeSet<u64>>>,
    told: mpsc::Sender<Told>,
) {
    let mut failures = 0;
    loop {
        let now = wanted.borrow_and_update().clone();
        let wait = match now {
            None => LOOK,
            Some(accounts) => {
                let (tell, wait) = match in_step(&x, webhook.as_str(), &accounts).await {
                    Ok(refused) => {
                        failures = 0;
                        (Told::Ready { sent: &accounts - &refused, refused }, LOOK)
                    }
                    Err(failure) => {
                        let wait = patience(&failure, failures, x.now());
                        failures = (failures + 1).min(5);
                        (Told::Failed(failure.to_string()), wait)
                    }
                };
                if told.send(tell).await.is_err() {
                    return;
                }
                wait
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = wanted.changed() => if changed.is_err() { return },
        }
    }
}

fn patience(failure: &Failure, failures: u32, now: Timestamp) -> Duration {
    match failure {
        Failure::RateLimited { until, .. } => {
            Duration::try_from(until.duration_since(now)).unwrap_or_default().clamp(PATIENCE, WINDOW)
        }
        _ => PATIENCE * 2u32.pow(failures),
    }
}

/// Makes X's subscriptions those to posts and deletions of these accounts. What is too much goes first: there may be no room
/// for more. Broken off by a full window, the next try goes on from what X then lists. Returns the accounts that X refuses, which are
/// few: else it refuses all of this.
async fn in_step(x: &MeteredX, webhook: &str, accounts: &BTreeSet<u64>) -> Result<BTreeSet<u64>, Failure> {
    let hook = hook(x, webhook).await?;
    let mut missing: BTreeSet<(u64, EventKind)> =
        accounts.iter().flat_map(|account| EventKind::ALL.map(|kind| (*account, kind))).collect();
    let mut surplus = Vec::new();
    for held in held(x).await?.into_iter().filter(|held| held.tag.as_deref() == Some(TAG)) {
        let kind = held.kind.parse().ok().zip(held.account).map(|(kind, account)| (account, kind));
        let here = held.webhook.as_ref().is_none_or(|at| *at == hook);
        if !here || !kind.is_some_and(|kind| missing.remove(&kind)) {
            surplus.push(held.id);
        }
    }
    for ids in surplus.chunks(AT_ONCE) {
        x.unsubscribe(ids).await?;
    }
    let mut refused = BTreeSet::new();
    for (account, kind) in missing {
        if refused.contains(&account) {
            continue;
        }
        match x.subscribe(kind, account, &hook).await {
            Ok(_) => {}
            Err(failure @ Failure::Rejected { .. }) => {
                refused.insert(account);
                if refused.len() > MOST_REFUSED || refused.len() == accounts.len() {
                    return Err(failure);
                }
                tracing::warn!(account, %failure, "X does not send what this account does; it is looked at instead");
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(refused)
}

/// Ends all subscriptions of Mimus, for they cost: the operator does not want them any more.
pub(super) async fn end(x: MeteredX) {
    let ended = async {
        let held = held(&x).await?;
        let ours = held.into_iter().filter(|held| held.tag.as_deref() == Some(TAG));
        let ids: Vec<String> = ours.map(|held| held.id).collect();
        for ids in ids.chunks(AT_ONCE) {
            x.unsubscribe(ids).await?;
        }
        Ok::<usize, Failure>(ids.len())
    };
    match ended.await {
        Ok(0) => {}
        Ok(ended) => tracing::info!(ended, "subscriptions to activity on X were ended"),
        Err(failure) => {
            tracing::warn!(%failure, "it is not known whether X still holds subscriptions that cost");
        }
    }
}

async fn held(x: &MeteredX) -> Result<Vec<Subscription>, Failure> {
    let mut all = Vec::new();
    let mut token: Option<String> = None;
    for _ in 0..PAGES {
        let page = x.subscriptions(token.as_deref()).await?;
        all.extend(page.held);
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    Ok(all)
}

/// X's id of our webhook, which is registered, and proven anew, where it must be.
async fn hook(x: &MeteredX, url: &str) -> Result<String, Failure> {
    let ours = |hooks: Vec<mimus_networks::x::Webhook>| hooks.into_iter().find(|hook| hook.url == url);
    let hook = match ours(x.webhooks().await?) {
        Some(hook) if !hook.valid => {
            x.recheck_webhook(&hook.id).await?;
            ours(x.webhooks().await?)
        }
        Some(hook) => Some(hook),
        None => ours(x.register_webhook(url).await?),
    };
    match hook {
        Some(hook) if hook.valid => Ok(hook.id),
        _ => Err(Failure::Retry {
            why: format!(
                "X does not take {url} as a webhook; it must be reachable from outside, and x_consumer_secret the one of the \
                 same app as x_bearer_token"
            ),
        }),
    }
}

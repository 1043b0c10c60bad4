//! The work: one node looks through the accounts once a day, and deletes what is to go, one post after the other.
//!
//! A post that is to go is looked at once more, saved to a file, written down as saved, deleted, and written down as deleted:
//! whatever dies when, nothing is deleted that is not saved, and to delete twice is to delete once.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_core::RemoteId;
use mimus_networks::Failure;
use mimus_store::{Account, AccountRetention, AccountState, Duty, RetiredPost, RetiredState, StoreError};

use super::{RetentionError, after, apart, folder, save};
use crate::Engine;

/// Time between two looks at what is to be done.
const LOOK: Duration = Duration::from_secs(5);
/// Time between two looks through an account.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// Tries of one post; then it is failed, and the next one goes.
const TRIES: u32 = 6;

/// Lets old posts go until it is time to stop. They are saved in the folder `retired` beside the media folder, which all nodes
/// share.
pub async fn run(engine: Engine) {
    let retired = engine.media.path().with_file_name("retired");
    while !engine.wake.stopping() {
        let wait = match turn(&engine, &retired).await {
            Ok(wait) => wait.min(LOOK),
            Err(error) => {
                tracing::error!(%error, "old posts cannot go just now");
                LOOK
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = engine.wake.stopped() => {}
        }
    }
}

/// Does what is due of all accounts. Returns how long nothing more of them is.
async fn turn(engine: &Engine, retired: &Path) -> Result<Duration, StoreError> {
    let mut pause = LOOK;
    let hold = engine.node.hold().await?;
    if !engine.store.claim_duty(Duty::Retire, hold.name()).await? {
        return Ok(LOOK);
    }
    for retention in engine.store.retentions_due(engine.clock.now()).await? {
        let Some(account) = engine.store.account(retention.account).await? else { continue };
        if account.state != AccountState::Connected || !hold.is_good() {
            continue;
        }
        let next = match of_account(engine, retired, &account, &retention).await {
            Ok(next) => next,
            Err(RetentionError::Store(error)) => return Err(error),
            Err(error) => {
                tracing::warn!(account = %account.name(), %error, "an account's old posts wait");
                later(engine, &retention, wait(&error, engine.clock.now()))
            }
        };
        engine.store.retention_next(account.id, next.scan, next.post).await?;
        pause =
            pause.min(Duration::try_from(next.post.duration_since(engine.clock.now())).unwrap_or_default());
    }
    Ok(pause)
}

/// When what is done next.
struct Then {
    scan: Timestamp,
    post: Timestamp,
}

fn later(engine: &Engine, retention: &AccountRetention, wait: SignedDuration) -> Then {
    let then = after(engine.clock.now(), wait);
    Then { scan: retention.next_scan_at.max(then), post: retention.next_post_at.max(then) }
}

fn wait(error: &RetentionError, now: Timestamp) -> SignedDuration {
    match error {
        RetentionError::Network(Failure::RateLimited { until, .. }) => until.duration_since(now),
        _ => SignedDuration::from_mins(10),
    }
}

async fn of_account(
    engine: &Engine,
    retired: &Path,
    account: &Account,
    retention: &AccountRetention,
) -> Result<Then, RetentionError> {
    let mut then = Then { scan: retention.next_scan_at, post: retention.next_post_at };
    if then.scan <= engine.clock.now() {
        engine.look_through(account, &retention.policy).await?;
        then.scan = after(engine.clock.now(), DAILY);
    }
    let now = engine.clock.now();
    if then.post > now {
        return Ok(then);
    }
    let Some(post) = engine.store.next_old_post(account.id, now).await? else {
        then.post = then.scan;
        return Ok(then);
    };
    let tried = retire(engine, retired, account, retention, &post).await;
    let now = engine.clock.now();
    match tried {
        Ok(Tried::Gone) => then.post = after(now, apart(retention.policy.a_day)),
        // It costs nothing of the day's number.
        Ok(Tried::Stays) => then.post = now,
        Err(RetentionError::Store(error)) => return Err(error.into()),
        Err(error) if is_of_account(&error) => return Err(error),
        Err(error) => {
            let why = error.to_string();
            tracing::info!(account = %account.name(), post = post.remote_id, why, "an old post could not go");
            let again = after(now, crate::relay::backoff(post.attempts));
            let (state, due) = match post.attempts + 1 >= TRIES || is_refused(&error) {
                true => (RetiredState::Failed, None),
                false => (post.state, Some(again)),
            };
            engine.store.old_post_is(account.id, &post.remote_id, state, Some(&why), due, now).await?;
            then.post = now;
        }
    }
    Ok(then)
}

/// Whether a failure is of the account or its network as a whole, so that the next post would fare no better.
fn is_of_account(error: &RetentionError) -> bool {
    matches!(
        error,
        RetentionError::Account(_)
            | RetentionError::Network(Failure::RateLimited { .. } | Failure::SignInAgain { .. })
    )
}

fn is_refused(error: &RetentionError) -> bool {
    matches!(
        error,
        RetentionError::Network(
            Failure::Rejected { .. } | Failure::RejectedAs { .. } | Failure::Unsupported { .. }
        )
    )
}

enum Tried {
    Gone,
    Stays,
}

async fn retire(
    engine: &Engine,
    retired: &Path,
    account: &Account,
    retention: &AccountRetention,
    post: &RetiredPost,
) -> Result<Tried, RetentionError> {
    let store = &engine.store;
    let id = RemoteId::new(post.remote_id.clone())
        .map_err(|error| Failure::Rejected { why: format!("{:?} is no id: {error}", post.remote_id) })?;
    let is = async |state, reason: Option<&str>, due| {
        store.old_post_is(account.id, &post.remote_id, state, reason, due, engine.clock.now()).await
    };
    if post.state != RetiredState::Saved {
        let network = engine.retirer(account).await?;
        let Some(own) = network.look(&id).await? else {
            is(RetiredState::Deleted, Some("it was gone already"), None).await?;
            return Ok(Tried::Stays);
        };
        if let Some(why) = retention.policy.stays(&own, engine.clock.now()) {
            is(RetiredState::Kept, Some(&why.to_string()), None).await?;
            return Ok(Tried::Stays);
        }
        save::save(engine, &folder(retired, account), &own).await?;
        is(RetiredState::Saved, None, Some(engine.clock.now())).await?;
    }
    let publisher = engine.publisher(account).await?;
    match publisher.delete(&id).await {
        Ok(()) => {}
        Err(Failure::Unknown { why }) => return Err(Failure::Retry { why }.into()),
        Err(failure @ Failure::SignInAgain { .. }) => {
            store.account_broken(account.id, &failure.to_string(), engine.clock.now()).await?;
            return Err(failure.into());
        }
        Err(failure) => return Err(failure.into()),
    }
    store.published_is_retired(account.id, &post.remote_id, engine.clock.now()).await?;
    is(RetiredState::Deleted, None, None).await?;
    metrics::counter!("mimus_old_posts_deleted_total").increment(1);
    Ok(Tried::Gone)
}

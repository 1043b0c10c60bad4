//! `mimus account retain`.

use std::path::PathBuf;

use mimus_core::policy::Retention;
use mimus_engine::Engine;
use mimus_engine::relay::retention::{RetentionError, Standing};
use mimus_store::{AccountName, RetentionState, RetiredPost, RetiredState};
use serde_json::{Value, json};

use crate::say;

/// Posts of each kind that are shown.
const SHOWN: u32 = 10;

/// What is to be done.
pub(crate) enum Deed {
    /// Set the policy, add an archive, look at how it stands: each where it was asked for.
    Look { policy: Option<Retention>, archive: Option<PathBuf>, preview: bool },
    /// Let old posts go.
    Begin,
    /// Let nothing go any more.
    End,
}

/// Does what was asked.
pub(crate) async fn run(
    engine: &Engine,
    account: &AccountName,
    deed: Deed,
    json: bool,
) -> Result<(), String> {
    let told = |error: RetentionError| error.to_string();
    match deed {
        Deed::Begin => {
            engine.begin_retention(account).await.map_err(told)?;
            say::line(&format!(
                "old posts of {account} go from now on; mimus account retain {account} --off ends it"
            ));
            Ok(())
        }
        Deed::End => {
            engine.end_retention(account).await.map_err(told)?;
            say::line(&format!("{account} keeps all its posts; what is gone stays saved"));
            Ok(())
        }
        Deed::Look { policy, archive, preview } => {
            if let Some(policy) = &policy {
                engine.set_retention(account, policy).await.map_err(told)?;
            }
            if let Some(archive) = archive {
                let added = engine.retention_archive(account, &archive).await.map_err(told)?;
                say::note(&format!(
                    "{added} posts of the archive are old enough; each is looked at on X before it goes"
                ));
            }
            let standing = engine.retention_standing(account, preview).await.map_err(told)?;
            if json {
                say::json(&shown(engine, &standing).await?)
            } else {
                told_in_words(engine, account, &standing).await
            }
        }
    }
}

async fn posts(engine: &Engine, standing: &Standing, is: RetiredState) -> Result<Vec<RetiredPost>, String> {
    let account = standing.retention.account;
    engine.store.retired_posts(account, is, SHOWN).await.map_err(|error| error.to_string())
}

async fn shown(engine: &Engine, standing: &Standing) -> Result<Value, String> {
    let counts: Vec<Value> = standing
        .counts
        .iter()
        .map(|(state, reason, posts)| json!({"state": state.as_str(), "reason": reason, "posts": posts}))
        .collect();
    let failed: Vec<Value> = posts(engine, standing, RetiredState::Failed)
        .await?
        .into_iter()
        .map(|post| json!({"id": post.remote_id, "reason": post.reason}))
        .collect();
    Ok(json!({
        "policy": standing.retention.policy,
        "state": standing.retention.state.as_str(),
        "posts": counts,
        "failed": failed,
        "cost_usd": standing.cost.dollars(),
        "days": standing.days,
    }))
}

async fn told_in_words(engine: &Engine, account: &AccountName, standing: &Standing) -> Result<(), String> {
    let active = standing.retention.state == RetentionState::Active;
    say::line(&format!("{account}: {}", standing.retention.policy));
    say::line(&format!("  {}", if active { "they are going" } else { "nothing goes yet" }));
    for (state, reason, posts) in &standing.counts {
        let what = match state {
            RetiredState::Due => "are to go".to_owned(),
            RetiredState::Kept => format!("stay: {}", reason.as_deref().unwrap_or("kept")),
            RetiredState::Saved => "are saved and being deleted".to_owned(),
            RetiredState::Deleted => "are gone".to_owned(),
            RetiredState::Failed => "could not go".to_owned(),
        };
        say::line(&format!("  {posts:>7} {what}"));
    }
    for post in posts(engine, standing, RetiredState::Failed).await? {
        say::line(&format!("          {} ({})", post.remote_id, post.reason.unwrap_or_default()));
    }
    let due = standing.counts.iter().any(|(state, ..)| *state == RetiredState::Due);
    if due {
        let cost = if standing.cost.micros() > 0 {
            format!(", and X charges {}", standing.cost)
        } else {
            String::new()
        };
        say::line(&format!("  that takes {} days{cost}", standing.days));
    }
    if !active {
        let next =
            if standing.counts.is_empty() { "--preview shows what would go" } else { "--begin lets them go" };
        say::note(&format!("mimus account retain {account} {next}"));
    }
    Ok(())
}

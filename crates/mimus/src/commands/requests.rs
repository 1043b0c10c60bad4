//! `mimus request …` and `mimus source …`.

use mimus_core::{AccessKind, SourcePattern, XHandle};
use mimus_engine::Engine;
use mimus_engine::requests::Accepted;
use mimus_store::{MAX_WAITING, MirrorRequest, SourceRule};
use serde::Serialize;

use crate::cli::{RequestCommand, SourceCommand};
use crate::config::Config;
use crate::{node, say};

/// A request as it is printed.
#[derive(Serialize)]
struct ShownRequest {
    handle: String,
    asked_by: String,
    asked_at: String,
    asks: u64,
    state: &'static str,
}

impl From<MirrorRequest> for ShownRequest {
    fn from(request: MirrorRequest) -> Self {
        Self {
            handle: request.handle.to_string(),
            asked_by: request.asked_by.to_string(),
            asked_at: request.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            asks: request.asks,
            state: request.state.as_str(),
        }
    }
}

/// A rule as it is printed.
#[derive(Serialize)]
struct ShownRule {
    pattern: String,
    /// `deny` or `allow`.
    rule: &'static str,
    reason: String,
    since: String,
}

impl From<SourceRule> for ShownRule {
    fn from(rule: SourceRule) -> Self {
        Self {
            pattern: rule.pattern.to_string(),
            rule: rule.kind.as_str(),
            reason: rule.reason,
            since: rule.created_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }
}

/// Does what was asked with requests.
pub(crate) async fn run(config: &Config, command: RequestCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    match command {
        RequestCommand::List { json } => list(&engine, json).await,
        RequestCommand::Accept { handle } => accept(&engine, &handle).await,
        RequestCommand::Refuse { handle, reason } => {
            engine.refuse_request(&handle, reason.as_deref()).await.map_err(|e| e.to_string())?;
            say::line(&format!("@{handle} of X is refused"));
            Ok(())
        }
    }
}

async fn list(engine: &Engine, json: bool) -> Result<(), String> {
    let requests = engine.store.waiting_requests(MAX_WAITING).await.map_err(|e| e.to_string())?;
    let shown: Vec<ShownRequest> = requests.into_iter().map(Into::into).collect();
    if json {
        return say::json(&shown);
    }
    if shown.is_empty() {
        say::note("No request waits.");
    }
    for request in shown {
        let times = if request.asks == 1 { "once".to_owned() } else { format!("{} times", request.asks) };
        say::line(&format!(
            "@{:<20} asked for {times}, first by {} at {}",
            request.handle, request.asked_by, request.asked_at
        ));
    }
    Ok(())
}

async fn accept(engine: &Engine, handle: &XHandle) -> Result<(), String> {
    match engine.accept_request(handle).await.map_err(|e| e.to_string())? {
        Accepted::Already(local) => say::line(&format!("@{handle} of X is mirrored already, as @{local}")),
        Accepted::Added(added) => {
            say::line(&format!("@{handle} of X is mirrored as @{}", added.mirror.handle));
            let reading = added.read(&mut |_, _| {}).await.map_err(|e| e.to_string())?;
            say::line(&format!("{} posts taken in", say::count(reading.added)));
        }
    }
    Ok(())
}

/// Does what was asked with the rules on source accounts.
pub(crate) async fn sources(config: &Config, command: SourceCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    match command {
        SourceCommand::Deny { pattern, reason } => keep(&engine, pattern, AccessKind::Deny, reason).await,
        SourceCommand::Allow { handle } => {
            keep(&engine, SourcePattern::Handle(handle), AccessKind::Allow, String::new()).await
        }
        SourceCommand::List { json } => rules(&engine, json).await,
        SourceCommand::Remove { pattern } => {
            if !engine.store.remove_source_rule(&pattern).await.map_err(|e| e.to_string())? {
                return Err(format!("there is no rule {pattern}; mimus source list shows those there are"));
            }
            say::line(&format!("there is no rule for {pattern} any more"));
            Ok(())
        }
    }
}

async fn keep(
    engine: &Engine,
    pattern: SourcePattern,
    kind: AccessKind,
    reason: String,
) -> Result<(), String> {
    let done = match kind {
        AccessKind::Deny => "never mirrored",
        AccessKind::Allow => "mirrored as soon as somebody asks",
    };
    let words = format!("{pattern} of X is {done}");
    let rule = SourceRule { pattern, kind, reason, created_at: engine.clock.now() };
    engine.store.keep_source_rule(&rule).await.map_err(|e| e.to_string())?;
    say::line(&words);
    Ok(())
}

async fn rules(engine: &Engine, json: bool) -> Result<(), String> {
    let rules = engine.store.source_rules().await.map_err(|e| e.to_string())?;
    let shown: Vec<ShownRule> = rules.into_iter().map(Into::into).collect();
    if json {
        return say::json(&shown);
    }
    if shown.is_empty() {
        say::note("There is no rule on accounts of X.");
    }
    for rule in shown {
        say::line(format!("{:<5} {:<24} {}", rule.rule, rule.pattern, rule.reason).trim_end());
    }
    Ok(())
}

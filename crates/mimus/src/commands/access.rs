//! `mimus access …`.

use std::fs;
use std::io;
use std::path::Path;

use mimus_core::{AccessKind, AccessPattern};
use mimus_engine::Engine;
use mimus_engine::access::{Enforced, Imported, MAX_BLOCKLIST, export, import};
use mimus_store::AccessRule;
use serde::Serialize;

use crate::cli::AccessCommand;
use crate::config::Config;
use crate::{node, say};

/// A rule as it is printed.
#[derive(Serialize)]
struct Shown {
    pattern: String,
    /// `deny` or `allow`.
    rule: &'static str,
    reason: String,
    note: Option<String>,
    /// `keeper`, or the file that it was imported from.
    origin: String,
    since: String,
}

impl From<&AccessRule> for Shown {
    fn from(rule: &AccessRule) -> Self {
        Self {
            pattern: rule.pattern.to_string(),
            rule: rule.kind.as_str(),
            reason: rule.reason.clone(),
            note: rule.note.clone(),
            origin: rule.origin.clone(),
            since: rule.created_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: AccessCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    match command {
        AccessCommand::Deny { patterns, reason, note } => {
            keep(&engine, patterns, AccessKind::Deny, &reason, note.as_ref()).await
        }
        AccessCommand::Allow { patterns, note } => {
            keep(&engine, patterns, AccessKind::Allow, "", note.as_ref()).await
        }
        AccessCommand::List { json } => list(&engine, json).await,
        AccessCommand::Remove { pattern } => remove(&engine, &pattern).await,
        AccessCommand::Import { file, allow, dry_run } => {
            let kind = if allow { AccessKind::Allow } else { AccessKind::Deny };
            take_in(&engine, &file, kind, dry_run).await
        }
        AccessCommand::Export { file } => write_out(&engine, file.as_deref()).await,
    }
}

async fn keep(
    engine: &Engine,
    patterns: Vec<AccessPattern>,
    kind: AccessKind,
    reason: &str,
    note: Option<&String>,
) -> Result<(), String> {
    if let Some(own) = patterns.iter().find(|pattern| is_own(engine, pattern)) {
        return Err(format!("{own} is this server itself"));
    }
    let names: Vec<String> = patterns.iter().map(ToString::to_string).collect();
    let rules = patterns
        .into_iter()
        .map(|pattern| AccessRule { note: note.cloned(), ..engine.access_rule(pattern, kind, reason) })
        .collect();
    let enforced = engine.keep_access_rules(rules).await.map_err(|e| e.to_string())?;
    let done = match kind {
        AccessKind::Deny => "denied",
        AccessKind::Allow => "allowed",
    };
    say::line(&format!("{done}: {}", names.join(", ")));
    tell(enforced);
    Ok(())
}

/// Whether a pattern names this server, of which a rule would mean nothing.
fn is_own(engine: &Engine, pattern: &AccessPattern) -> bool {
    let host = engine.addresses.host();
    match pattern {
        AccessPattern::Host(named) | AccessPattern::Handle { host: named, .. } => named == host,
        AccessPattern::Actor(address) => engine.addresses.is_local(address),
        AccessPattern::Domain(_) | AccessPattern::Everyone => false,
    }
}

fn tell(enforced: Enforced) {
    if enforced != Enforced::default() {
        let plural = |count: u64, one: &str| {
            format!("{} {one}{}", say::count(count), if count == 1 { "" } else { "s" })
        };
        say::line(&format!(
            "let go of {} and {} that are denied",
            plural(enforced.servers, "server"),
            plural(enforced.actors, "actor")
        ));
    }
}

async fn list(engine: &Engine, json: bool) -> Result<(), String> {
    let rules = engine.store.access_rules().await.map_err(|e| e.to_string())?;
    let shown: Vec<Shown> = rules.iter().map(Shown::from).collect();
    if json {
        return say::json(&shown);
    }
    if shown.is_empty() {
        say::note("There is no rule: everybody may speak to this server.");
    }
    for rule in shown {
        let note = rule.note.map(|note| format!(" ({note})")).unwrap_or_default();
        let words = format!("{}{note}", rule.reason);
        say::line(
            format!("{:<5} {:<40} {:<20} {}", rule.rule, rule.pattern, rule.origin, words.trim()).trim_end(),
        );
    }
    Ok(())
}

async fn remove(engine: &Engine, pattern: &AccessPattern) -> Result<(), String> {
    if !engine.store.remove_access_rule(pattern).await.map_err(|e| e.to_string())? {
        return Err(format!("there is no rule {pattern}; mimus access list shows those there are"));
    }
    // Without an exception, more may be denied than before.
    tell(engine.enforce_access().await.map_err(|e| e.to_string())?);
    say::line(&format!("there is no rule for {pattern} any more"));
    Ok(())
}

async fn take_in(engine: &Engine, file: &Path, kind: AccessKind, dry_run: bool) -> Result<(), String> {
    let failed = |why: String| format!("{}: {why}", file.display());
    let size = fs::metadata(file).map_err(|e| failed(e.to_string()))?.len();
    if size > MAX_BLOCKLIST as u64 {
        return Err(failed(format!("the list has {size} bytes; at most {MAX_BLOCKLIST} are read")));
    }
    let list = fs::read(file).map_err(|e| failed(e.to_string()))?;
    let origin = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let imported = import(&list, kind, &origin, engine.clock.now()).map_err(|e| failed(e.to_string()))?;
    let Imported { rules, milder, hidden, unreadable, unreadable_count } = imported;
    let known = engine.store.access_rules().await.map_err(|e| e.to_string())?;
    // What a keeper has decided counts over any list, and a rule that is there already stays as it is.
    let kept = |rule: &AccessRule| known.iter().any(|known| known.pattern == rule.pattern);
    let (already, new): (Vec<_>, Vec<_>) = rules.into_iter().partition(kept);
    say::line(&format!(
        "{} new, {} with a rule already, {} only to be limited (left out), {} hidden by stars (left out), {} unreadable",
        say::count(new.len() as u64),
        say::count(already.len() as u64),
        say::count(milder as u64),
        say::count(hidden as u64),
        say::count(unreadable_count as u64)
    ));
    for (line, why) in &unreadable {
        say::note(&format!("line {line}: {why}"));
    }
    if unreadable_count > unreadable.len() {
        say::note(&format!("and {} more", unreadable_count - unreadable.len()));
    }
    if dry_run {
        say::note("Nothing was changed, as --dry-run says.");
        return Ok(());
    }
    tell(engine.keep_access_rules(new).await.map_err(|e| e.to_string())?);
    Ok(())
}

async fn write_out(engine: &Engine, file: Option<&Path>) -> Result<(), String> {
    let rules = engine.store.access_rules().await.map_err(|e| e.to_string())?;
    let exported = match file {
        Some(file) => {
            let failed = |why: String| format!("{}: {why}", file.display());
            let out = fs::File::create_new(file).map_err(|e| failed(e.to_string()))?;
            export(&rules, out).map_err(|e| failed(e.to_string()))?
        }
        None => export(&rules, io::stdout().lock()).map_err(|e| e.to_string())?,
    };
    let left_out = match exported.left_out {
        0 => String::new(),
        n => format!("; {n} rules that such a list cannot say are left out"),
    };
    say::note(&format!("{} servers written{left_out}", exported.servers));
    Ok(())
}

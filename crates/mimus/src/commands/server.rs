//! `mimus server …`.

use jiff::Timestamp;
use mimus_engine::Engine;
use mimus_store::{ServerFilter, ServerReport, ServerState};
use serde::Serialize;

use crate::cli::{ServerCommand, ServerFilterFlags};
use crate::config::Config;
use crate::{node, say};

/// A server as it is printed.
#[derive(Serialize)]
struct Shown {
    host: String,
    /// `well`, `failing` or `retired`.
    state: &'static str,
    followers: u64,
    waiting: u64,
    delivered: u64,
    refused: u64,
    failed: u64,
    failures_in_a_row: u32,
    failing_since: Option<String>,
    retry_at: Option<String>,
    last_success_at: Option<String>,
    last_failure_at: Option<String>,
    last_error: Option<String>,
    signatures: &'static str,
    /// The node that delivers to it at the moment.
    node: Option<String>,
}

impl From<ServerReport> for Shown {
    fn from(report: ServerReport) -> Self {
        let ServerReport { server, followers, waiting } = report;
        let state = match server.state {
            ServerState::Retired => "retired",
            ServerState::Alive if server.failures > 0 => "failing",
            ServerState::Alive => "well",
        };
        Self {
            state,
            followers,
            waiting,
            delivered: server.delivered,
            refused: server.refused,
            failed: server.failed,
            failures_in_a_row: server.failures,
            failing_since: server.failing_since.map(second),
            retry_at: (state == "failing").then(|| second(server.retry_at)),
            last_success_at: server.last_success_at.map(second),
            last_failure_at: server.last_failure_at.map(second),
            last_error: server.last_error,
            signatures: if server.rfc9421 { "RFC 9421" } else { "draft-cavage" },
            node: server.node.map(|node| node.to_string()),
            host: server.host,
        }
    }
}

fn second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: ServerCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    match command {
        ServerCommand::List { only, json } => list(&engine, only.into(), json).await,
        ServerCommand::Show { host, json } => show(&engine, &host, json).await,
        ServerCommand::Retry { host, all } => retry(&engine, host.as_deref(), all).await,
        ServerCommand::Retire { host } => retire(&engine, &host).await,
    }
}

impl From<ServerFilterFlags> for ServerFilter {
    fn from(flags: ServerFilterFlags) -> Self {
        match (flags.failing, flags.retired) {
            (true, _) => Self::Failing,
            (_, true) => Self::Retired,
            _ => Self::All,
        }
    }
}

async fn list(engine: &Engine, filter: ServerFilter, json: bool) -> Result<(), String> {
    const PAGE: u32 = 500;
    let mut all: Vec<Shown> = Vec::new();
    loop {
        let after = all.last().map(|shown| shown.host.clone());
        let page = engine.store.servers(filter, after.as_deref(), PAGE).await.map_err(|e| e.to_string())?;
        let full = page.len() == PAGE as usize;
        if json {
            all.extend(page.into_iter().map(Shown::from));
        } else {
            // A long list is told as it comes.
            all.clear();
            for report in page {
                let shown = Shown::from(report);
                tell(&shown);
                all.push(shown);
            }
        }
        if !full {
            break;
        }
    }
    if json {
        return say::json(&all);
    }
    if all.is_empty() {
        say::note(match filter {
            ServerFilter::All => "No server has a follower here yet.",
            ServerFilter::Failing => "No server is failing.",
            ServerFilter::Retired => "No server is retired.",
        });
    }
    Ok(())
}

fn tell(shown: &Shown) {
    let last = match (shown.state, &shown.last_error) {
        ("well", _) | (_, None) => {
            format!("last delivery {}", shown.last_success_at.as_deref().unwrap_or("never"))
        }
        (_, Some(error)) => {
            format!(
                "{error}; {}",
                shown.retry_at.as_ref().map_or_else(String::new, |at| format!("next try {at}"))
            )
        }
    };
    say::line(&format!(
        "{:<8} {:<36} {:>7} followers {:>7} waiting  {}",
        shown.state,
        shown.host,
        say::count(shown.followers),
        say::count(shown.waiting),
        last.trim_end_matches("; ")
    ));
}

async fn report(engine: &Engine, host: &str) -> Result<ServerReport, String> {
    let known = engine.store.server_report(&host.to_ascii_lowercase()).await.map_err(|e| e.to_string())?;
    known.ok_or_else(|| format!("no server {host} is known here; mimus server list shows those there are"))
}

async fn show(engine: &Engine, host: &str, json: bool) -> Result<(), String> {
    let shown = Shown::from(report(engine, host).await?);
    if json {
        return say::json(&shown);
    }
    let line = |label: &str, value: &str| say::line(&format!("{label:<14} {value}"));
    let never = |time: Option<&String>| time.map_or("never", String::as_str).to_owned();
    line("server", &shown.host);
    line("state", shown.state);
    line("followers", &say::count(shown.followers));
    line("waiting", &say::count(shown.waiting));
    line("delivered", &say::count(shown.delivered));
    line("refused", &say::count(shown.refused));
    line("failed", &format!("{} ({} in a row)", say::count(shown.failed), shown.failures_in_a_row));
    line("last success", &never(shown.last_success_at.as_ref()));
    line("last failure", &never(shown.last_failure_at.as_ref()));
    for (label, value) in [
        ("last error", &shown.last_error),
        ("failing since", &shown.failing_since),
        ("next try", &shown.retry_at),
    ] {
        if let Some(value) = value {
            line(label, value);
        }
    }
    line("signed by", shown.signatures);
    if let Some(node) = &shown.node {
        line("in hand of", node);
    }
    Ok(())
}

async fn retry(engine: &Engine, host: Option<&str>, all: bool) -> Result<(), String> {
    let Some(host) = host.filter(|_| !all) else {
        let count = engine.store.retry_failing().await.map_err(|e| e.to_string())?;
        say::line(&format!("{} failing servers are tried again now", say::count(count)));
        return Ok(());
    };
    let before = report(engine, host).await?;
    engine.store.retry_server(&before.server.host).await.map_err(|e| e.to_string())?;
    say::line(&match before.server.state {
        ServerState::Alive => format!("{host} is tried again now"),
        ServerState::Retired => format!(
            "{host} is delivered to again; its followers were let go when it was retired and come back by following again"
        ),
    });
    Ok(())
}

async fn retire(engine: &Engine, host: &str) -> Result<(), String> {
    let before = report(engine, host).await?;
    let why = "retired by a keeper";
    engine.store.retire_server(before.server.id, why, engine.clock.now()).await.map_err(|e| e.to_string())?;
    say::line(&format!(
        "{host} is retired, and {} followers with it; it comes back when it speaks to this server or with mimus server retry {host}",
        say::count(before.followers)
    ));
    Ok(())
}

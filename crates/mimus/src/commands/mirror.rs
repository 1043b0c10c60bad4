//! `mimus mirror …`.

use std::io::{self, BufRead, IsTerminal};

use mimus_core::{LocalHandle, MirrorPolicy};
use mimus_engine::Engine;
use mimus_engine::ingest::Reading;
use mimus_engine::mirrors::{AddMirror, Refresh};
use mimus_store::{ListedMirror, Mirror, MirrorFilter, Person};
use serde::Serialize;

use crate::cli::MirrorCommand;
use crate::config::Config;
use crate::{node, say};

/// A mirror as it is printed.
#[derive(Serialize)]
struct Shown {
    handle: String,
    address: String,
    page: String,
    name: String,
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason: Option<String>,
    source: Option<String>,
    posts: u64,
    followers: u64,
    last_post_at: Option<String>,
    last_read_at: Option<String>,
    next_read_at: Option<String>,
    failures: u32,
    last_error: Option<String>,
    policy: MirrorPolicy,
}

/// What a reading brought, as it is printed.
#[derive(Serialize)]
struct Brought {
    seen: u64,
    added: u64,
    changed: u64,
    removed: u64,
    unchanged: u64,
    media_kept: u64,
    media_missing: u64,
    skipped: std::collections::BTreeMap<String, u64>,
}

impl From<&Reading> for Brought {
    fn from(reading: &Reading) -> Self {
        Self {
            seen: reading.seen,
            added: reading.added,
            changed: reading.changed,
            removed: reading.removed,
            unchanged: reading.unchanged,
            media_kept: reading.media.0,
            media_missing: reading.media.1,
            skipped: reading.skipped.clone(),
        }
    }
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: MirrorCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let by = Person::at_the_command_line();
    match command {
        MirrorCommand::Add { source, handle, policy, json } => {
            let add = AddMirror { location: source, handle, policy: policy.into() };
            self::add(&engine, &by, add, json).await
        }
        MirrorCommand::List { json } => list(&engine, json).await,
        MirrorCommand::Show { handle, json } => show(&engine, &handle, json).await,
        MirrorCommand::Pause { handle } => {
            let changed = engine.pause_mirror(&by, &handle).await.map_err(|e| e.to_string())?;
            say::line(&format!("@{handle} is paused{}", if changed { "" } else { " already" }));
            Ok(())
        }
        MirrorCommand::Resume { handle } => {
            let changed = engine.resume_mirror(&by, &handle).await.map_err(|e| e.to_string())?;
            say::line(&format!("@{handle} is {}", if changed { "read again" } else { "not paused" }));
            Ok(())
        }
        MirrorCommand::Remove { handle, reason, yes } => {
            remove(&engine, &by, &handle, reason.as_deref(), yes).await
        }
        MirrorCommand::Refresh { handle, whole, take_over, json } => {
            refresh(&engine, &by, &handle, Refresh { whole, take_over }, json).await
        }
    }
}

async fn add(engine: &Engine, by: &Person, add: AddMirror, json: bool) -> Result<(), String> {
    let added = engine.add_mirror(by, add).await.map_err(|e| e.to_string())?;
    let (address, page) = (address(engine, &added.mirror), engine.addresses.page(&added.mirror.handle));
    if !json {
        say::line(&format!("{address}\n{page}"));
        if added.taken_up {
            say::note("This archive is mirrored already; the import goes on where it stopped.");
        }
    }
    let handle = added.mirror.handle.clone();
    let bar = say::progress("reading");
    let read = added.read(&mut |done, total| say::at(&bar, done, total)).await;
    bar.finish_and_clear();
    let reading = read.map_err(|e| {
        format!("{e}\nThe mirror @{handle} is there with what was read before; mimus mirror refresh {handle} tries again.")
    })?;
    if json {
        #[derive(Serialize)]
        struct Output {
            handle: String,
            address: String,
            page: String,
            reading: Brought,
        }
        return say::json(&Output { handle: handle.to_string(), address, page, reading: (&reading).into() });
    }
    report(&reading);
    Ok(())
}

fn report(reading: &Reading) {
    say::line(&format!(
        "posts: {} read, {} new, {} changed, {} removed, {} as before",
        say::count(reading.seen),
        say::count(reading.added),
        say::count(reading.changed),
        say::count(reading.removed),
        say::count(reading.unchanged)
    ));
    let left_out: u64 = reading.skipped.values().sum();
    if left_out > 0 {
        say::line(&format!("left out: {}", say::count(left_out)));
        for (why, count) in &reading.skipped {
            say::line(&format!("  {:>7}  {why}", say::count(*count)));
        }
    }
    let (kept, missing) = reading.media;
    if kept + missing > 0 {
        let note = if missing > 0 { "; those not here are tried again while the server runs" } else { "" };
        say::line(&format!("media: {} kept, {} not here{note}", say::count(kept), say::count(missing)));
    }
    if let Some(why) = &reading.ended {
        say::line(&format!("the source has ended: {why}"));
    }
}

fn address(engine: &Engine, mirror: &Mirror) -> String {
    format!("@{}@{}", mirror.handle, engine.addresses.host())
}

fn shown(engine: &Engine, listed: ListedMirror) -> Shown {
    let ListedMirror { mirror, source, followers } = listed;
    let seconds = |t: Option<jiff::Timestamp>| t.map(|t| t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    Shown {
        address: address(engine, &mirror),
        page: engine.addresses.page(&mirror.handle),
        handle: mirror.handle.to_string(),
        name: mirror.profile.name,
        state: mirror.state.to_string(),
        state_reason: mirror.state_reason,
        posts: mirror.posts,
        followers,
        last_post_at: seconds(mirror.last_post_at),
        last_read_at: seconds(source.as_ref().and_then(|s| s.last_read_at)),
        next_read_at: seconds(source.as_ref().and_then(|s| s.next_read_at)),
        failures: source.as_ref().map_or(0, |s| s.failures),
        last_error: source.as_ref().and_then(|s| s.last_error.clone()),
        source: source.map(|s| s.location),
        policy: mirror.policy,
    }
}

async fn list(engine: &Engine, json: bool) -> Result<(), String> {
    const PAGE: u32 = 500;
    let mut all: Vec<ListedMirror> = Vec::new();
    loop {
        let after = all.last().map(|listed| &listed.mirror.handle);
        let page = engine.store.list_mirrors(&MirrorFilter::default(), after, PAGE).await;
        let page = page.map_err(|e| e.to_string())?;
        let full = page.len() == PAGE as usize;
        all.extend(page);
        if !full {
            break;
        }
    }
    if json {
        return say::json(&all.into_iter().map(|listed| shown(engine, listed)).collect::<Vec<_>>());
    }
    if all.is_empty() {
        say::note("There are no mirrors yet; add one with mimus mirror add feed:URL");
    }
    for listed in all {
        let row = shown(engine, listed);
        let mark = if row.failures > 0 { " (failing)" } else { "" };
        say::line(&format!(
            "{:<7} {:<40} {:>8} posts {:>6} followers  {}{mark}",
            row.state,
            row.address,
            say::count(row.posts),
            say::count(row.followers),
            row.source.unwrap_or_default()
        ));
    }
    Ok(())
}

async fn show(engine: &Engine, handle: &LocalHandle, json: bool) -> Result<(), String> {
    let mirror = engine.mirror(handle).await.map_err(|e| e.to_string())?;
    let listed = engine.store.listed_mirror(mirror.id).await.map_err(|e| e.to_string())?;
    let row = shown(engine, listed.ok_or_else(|| format!("there is no mirror @{handle}"))?);
    if json {
        return say::json(&row);
    }
    let line = |label: &str, value: &str| say::line(&format!("{label:<12} {value}"));
    line("address", &row.address);
    line("page", &row.page);
    line("name", &row.name);
    line("state", &row.state_reason.map_or(row.state.clone(), |why| format!("{} ({why})", row.state)));
    line("source", row.source.as_deref().unwrap_or("none"));
    line("posts", &say::count(row.posts));
    line("followers", &say::count(row.followers));
    line("newest post", row.last_post_at.as_deref().unwrap_or("none"));
    line("last read", row.last_read_at.as_deref().unwrap_or("never"));
    line("next read", row.next_read_at.as_deref().unwrap_or("not planned"));
    if let Some(error) = row.last_error {
        line("last error", &format!("{error} ({} in a row)", row.failures));
    }
    line("policy", &serde_json::to_string(&row.policy).map_err(|e| e.to_string())?);
    Ok(())
}

async fn remove(
    engine: &Engine,
    by: &Person,
    handle: &LocalHandle,
    reason: Option<&str>,
    yes: bool,
) -> Result<(), String> {
    let mirror = engine.mirror(handle).await.map_err(|e| e.to_string())?;
    if !yes {
        if !io::stdin().is_terminal() {
            return Err(format!("removing @{handle} cannot be undone; say --yes"));
        }
        say::note(&format!(
            "This deletes {} with {} posts here and on every server that knows it. It cannot be undone.\nWrite its handle to go on:",
            address(engine, &mirror),
            say::count(mirror.posts)
        ));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).map_err(|e| e.to_string())?;
        if answer.trim().trim_start_matches('@') != handle.as_str() {
            return Err("nothing was removed".into());
        }
    }
    engine.remove_mirror(by, handle, reason).await.map_err(|e| e.to_string())?;
    say::line(&format!("@{handle} is removed; the servers that know it are told while mimus serve runs"));
    Ok(())
}

async fn refresh(
    engine: &Engine,
    by: &Person,
    handle: &LocalHandle,
    how: Refresh,
    json: bool,
) -> Result<(), String> {
    let bar = say::progress("reading");
    let read = engine.refresh_mirror(by, handle, how, &mut |done, total| say::at(&bar, done, total)).await;
    bar.finish_and_clear();
    let reading = read.map_err(|e| e.to_string())?;
    if json {
        return say::json(&Brought::from(&reading));
    }
    report(&reading);
    Ok(())
}

//! `mimus route …`.

use std::collections::BTreeMap;

use mimus_core::RoutePolicy;
use mimus_core::policy::Makes;
use mimus_engine::Engine;
use mimus_engine::relay::routes::RouteEnd;
use mimus_engine::relay::view::{Carried, RouteView};
use mimus_store::{Person, RouteId};
use serde::Serialize;

use crate::cli::RouteCommand;
use crate::config::Config;
use crate::{node, say};

/// A route as it is printed.
#[derive(Serialize)]
struct Shown {
    id: i64,
    from: String,
    to: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason: Option<String>,
    since: String,
    last_read_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    makes: &'static str,
    publications: BTreeMap<&'static str, u64>,
    drafts: u64,
    policy: RoutePolicy,
}

fn time(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: RouteCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let by = Person::at_the_command_line();
    match command {
        RouteCommand::Add { from, to, policy, json } => {
            add(&engine, &by, &from, &to, (*policy).into(), json).await
        }
        RouteCommand::List { json } => list(&engine, json).await,
        RouteCommand::Show { route, json } => show(&engine, route, json).await,
        RouteCommand::Test { route, last, json } => test(&engine, route, last, json).await,
        RouteCommand::Set { route, drafts, publish: _ } => {
            let makes = if drafts { Makes::Drafts } else { Makes::Publications };
            engine.set_route_makes(&by, route, makes).await.map_err(|e| e.to_string())?;
            say::line(&format!("route {route} makes {} from now on", makes.as_str()));
            Ok(())
        }
        RouteCommand::Pause { route } => {
            engine.pause_route(&by, route).await.map_err(|e| e.to_string())?;
            say::line(&format!("route {route} is paused"));
            Ok(())
        }
        RouteCommand::Resume { route, skip_held } => {
            let held = engine.resume_route(&by, route, skip_held).await.map_err(|e| e.to_string())?;
            let then = if skip_held { "left" } else { "let go on" };
            say::line(&format!("route {route} carries again; held publications that were {then}: {held}"));
            Ok(())
        }
        RouteCommand::Remove { route } => {
            engine.remove_route(&by, route).await.map_err(|e| e.to_string())?;
            say::line(&format!("route {route} is no more; what it published stays"));
            Ok(())
        }
    }
}

async fn add(
    engine: &Engine,
    by: &Person,
    from: &RouteEnd,
    to: &mimus_store::AccountName,
    policy: RoutePolicy,
    json: bool,
) -> Result<(), String> {
    let (id, since, to) = engine.begin_route(by, from, to, &policy).await.map_err(|e| e.to_string())?;
    if json {
        return show(engine, id, true).await;
    }
    let how = match policy.makes {
        Makes::Publications => "carries",
        Makes::Drafts => "makes drafts at the Desk of",
    };
    say::line(&format!("route {id} {how} what is posted from {} on, for {}", time(since), to.name()));
    for rule in &to.rules {
        say::note(&format!("a rule of its server: {rule}"));
    }
    Ok(())
}

impl From<RouteView> for Shown {
    fn from(view: RouteView) -> Self {
        let RouteView { route, from, to, source, carried, drafts } = view;
        Self {
            id: route.id.get(),
            from,
            to,
            state: route.state.as_str(),
            state_reason: route.state_reason,
            since: time(route.since),
            last_read_at: source.as_ref().and_then(|source| source.last_read_at).map(time),
            last_error: source.and_then(|source| source.last_error),
            makes: route.policy.makes.as_str(),
            drafts,
            publications: carried,
            policy: route.policy,
        }
    }
}

async fn list(engine: &Engine, json: bool) -> Result<(), String> {
    let routes = engine.store.routes().await.map_err(|e| e.to_string())?;
    let views = engine.view_routes(routes, Carried::Ever).await.map_err(|e| e.to_string())?;
    let all: Vec<Shown> = views.into_iter().map(Shown::from).collect();
    if json {
        return say::json(&all);
    }
    if all.is_empty() {
        say::note("There is no route yet; mimus route add makes one.");
    }
    for route in all {
        let makes = if route.makes == Makes::Drafts.as_str() { "  (drafts)" } else { "" };
        say::line(&format!("{:>4}  {:<7}  {} → {}{makes}", route.id, route.state, route.from, route.to));
    }
    Ok(())
}

async fn show(engine: &Engine, id: RouteId, json: bool) -> Result<(), String> {
    let route = engine.route(id).await.map_err(|e| e.to_string())?;
    let views = engine.view_routes(vec![route], Carried::Ever).await.map_err(|e| e.to_string())?;
    let shown: Shown = views.into_iter().next().ok_or("the route is gone")?.into();
    if json {
        return say::json(&shown);
    }
    say::line(&format!("route {}: {} → {}", shown.id, shown.from, shown.to));
    let reason = shown.state_reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    say::line(&format!("  state        {}{reason}", shown.state));
    say::line(&format!("  carries      what was posted since {}", shown.since));
    say::line(&format!("  last read    {}", shown.last_read_at.as_deref().unwrap_or("not yet")));
    if let Some(error) = &shown.last_error {
        say::line(&format!("  failing      {error}"));
    }
    say::line(&format!("  makes        {}", shown.makes));
    if shown.drafts > 0 {
        say::line(&format!("  drafts       {}", say::count(shown.drafts)));
    }
    for (state, count) in &shown.publications {
        say::line(&format!("  {state:<12} {}", say::count(*count)));
    }
    let policy = serde_json::to_string_pretty(&shown.policy).map_err(|e| e.to_string())?;
    say::line(&format!("  policy       {}", policy.replace('\n', "\n               ")));
    Ok(())
}

/// What became of a past post, as it is printed.
#[derive(Serialize)]
struct Tried {
    source_post: String,
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<String>,
    parts: Vec<String>,
    warnings: Vec<String>,
}

async fn test(engine: &Engine, id: RouteId, last: u32, json: bool) -> Result<(), String> {
    let route = engine.route(id).await.map_err(|e| e.to_string())?;
    let trial = engine.try_route(&route, last).await.map_err(|e| e.to_string())?;
    let tried: Vec<Tried> = trial
        .into_iter()
        .map(|(post, rendering)| Tried {
            source_post: post.origin.remote_id.as_str().to_owned(),
            words: post.text.as_str().to_owned(),
            skipped: rendering.skipped.map(|reason| reason.to_string()),
            parts: rendering.parts.iter().map(|part| part.words.as_str().to_owned()).collect(),
            warnings: rendering.warnings.iter().map(ToString::to_string).collect(),
        })
        .collect();
    if json {
        return say::json(&tried);
    }
    if tried.is_empty() {
        say::note("There are no past posts to try.");
    }
    for post in tried {
        say::line(&format!("── {} ──", post.source_post));
        say::line(&post.words);
        match post.skipped {
            Some(reason) => say::line(&format!("→ left: {reason}")),
            None => {
                for (n, part) in post.parts.iter().enumerate() {
                    say::line(&format!("→ {}: {}", n + 1, part.replace('\n', "\n     ")));
                }
            }
        }
        for warning in post.warnings {
            say::line(&format!("  ! {warning}"));
        }
        say::line("");
    }
    Ok(())
}

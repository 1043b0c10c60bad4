//! `mimus desk …`.

use jiff::SignedDuration;
use mimus_core::desk::Scope;
use mimus_engine::Engine;
use mimus_engine::desk::sign_in;
use mimus_engine::desk::tokens::WantedToken;
use mimus_store::LinkFor;

use crate::config::Config;
use crate::{node, say};

/// Prints a link that makes a keeper.
pub(crate) async fn link(config: &Config) -> Result<(), String> {
    let engine = node::engine(config).await?;
    say::line(&make_link(&engine).await?);
    say::note("It is good once, within an hour.");
    Ok(())
}

/// A link that is good once.
pub(crate) async fn make_link(engine: &Engine) -> Result<String, String> {
    let token = sign_in::make_link(&engine.store, LinkFor::NewKeeper, engine.clock.now()).await;
    let token = token.map_err(|e| e.to_string())?;
    Ok(format!("{}/desk/enter/{}", engine.addresses.base(), token.expose()))
}

/// Prints a token of somebody's.
pub(crate) async fn token(
    config: &Config,
    person: &str,
    may: Vec<Scope>,
    called: String,
    days: u16,
) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let found = engine.store.person_named(person).await.map_err(|e| e.to_string())?;
    let person = found.ok_or_else(|| format!("nobody at the Desk has the name {person}"))?;
    let life = SignedDuration::from_hours(24 * i64::from(days));
    let until = engine.clock.now().checked_add(life).map_err(|e| e.to_string())?;
    let wanted = WantedToken { name: called, scopes: may, until: Some(until) };
    let (token, made) = engine.make_token(&person, None, &wanted).await.map_err(|e| e.to_string())?;
    say::line(&token);
    say::note(&format!("It is good until {} and is not shown again.", made.expires_at.strftime("%-d %B %Y")));
    Ok(())
}

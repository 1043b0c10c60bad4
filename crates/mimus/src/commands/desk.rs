//! `mimus desk …`.

use mimus_engine::Engine;
use mimus_engine::desk::sign_in;
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

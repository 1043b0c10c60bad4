//! `mimus backup` and `mimus restore`.

use std::path::Path;

use mimus_engine::backup;

use crate::config::Config;
use crate::{node, say};

/// Writes a backup.
pub(crate) async fn write(config: &Config, file: &Path) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let counts =
        backup::write(&engine.store, &engine.media, config.public_url.as_str(), file, engine.clock.now())
            .await
            .map_err(|e| e.to_string())?;
    say::line(&format!(
        "{}: {} rows, {} media files. It holds the actors' private keys: keep it safe.",
        file.display(),
        say::count(counts.rows),
        say::count(counts.media)
    ));
    Ok(())
}

/// Puts a backup back.
pub(crate) async fn restore(config: &Config, file: &Path) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let (manifest, counts) =
        backup::restore(&engine.store, &engine.media, file).await.map_err(|e| e.to_string())?;
    say::line(&format!(
        "restored {} rows and {} media files, written {} by Mimus {}",
        say::count(counts.rows),
        say::count(counts.media),
        manifest.written_at,
        manifest.version
    ));
    if manifest.public_url != config.public_url.as_str() {
        say::note(&format!(
            "The backup is of {}; set public_url to that before you serve it, as other servers know its mirrors by that address.",
            manifest.public_url
        ));
    }
    Ok(())
}

//! Log lines, on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging as configured, or with `quiet` only what is amiss: a command's result must not drown in it.
pub(crate) fn start(config: &Config, quiet: bool) -> Result<(), String> {
    let wanted = if quiet && config.log == "info" { "warn" } else { config.log.as_str() };
    let filter = EnvFilter::try_new(wanted).map_err(|e| {
        format!("log = {wanted:?} will not do ({e}); write error, warn, info, debug or trace")
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match config.log_format {
        LogFormat::Json => builder.json().try_init(),
        LogFormat::Text => builder.with_ansi(io::stderr().is_terminal()).with_target(false).try_init(),
    };
    started.map_err(|e| e.to_string())
}

//! `mimus demo`.

use crate::cli::Settings;

/// Runs the demo.
pub(crate) async fn run(_port: u16, _keep: bool, _settings: &Settings) -> Result<(), String> {
    Err("the demo is not wired yet".into())
}

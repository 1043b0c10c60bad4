//! `mimus doctor`.

use mimus_engine::doctor::{Finding, examine};

use crate::config::Config;
use crate::{node, say};

/// Looks at everything and says what to do; fails where something does not work.
pub(crate) async fn run(config: &Config, json: bool) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let checks = examine(&engine).await;
    if json {
        say::json(&checks)?;
    } else {
        for check in &checks {
            say::line(&format!("{:<5} {:<20} {}", check.finding.to_string(), check.what, check.seen));
            if let Some(remedy) = &check.remedy {
                say::line(&format!("{:<27}→ {remedy}", ""));
            }
        }
    }
    match checks.iter().filter(|check| check.finding == Finding::Ill).count() {
        0 => Ok(()),
        ill => Err(format!("{ill} of {} checks failed", checks.len())),
    }
}

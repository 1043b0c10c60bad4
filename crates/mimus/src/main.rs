//! The `mimus` binary: command line, configuration, wiring of the parts, nothing else.

mod cli;
mod commands;
mod config;
mod logging;
mod node;
mod route_flags;
mod say;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Clap answers wrong usage itself, with status 2.
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return say::failed(&format!("no threads to work with: {error}")),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say::failed(&error),
    }
}

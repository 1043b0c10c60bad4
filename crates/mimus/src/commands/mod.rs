//! The commands, one file each.

mod access;
mod accounts;
mod backup;
mod convert;
mod demo;
mod desk;
mod directory;
mod doctor;
mod ledger;
mod mirror;
mod publications;
mod record;
mod requests;
mod retention;
mod routes;
mod serve;
mod server;
mod users;

use crate::cli::{Cli, Command, DeskCommand};
use crate::{logging, node};

/// Carries out what the command line says. The error is a sentence for people.
pub(crate) async fn run(cli: Cli) -> Result<(), String> {
    if let Command::Demo { port, keep } = cli.command {
        return demo::run(port, keep, &cli.settings).await;
    }
    if let Command::Convert { from, to, same, charter, policy } = cli.command {
        return convert::run(from, &to, &policy, same, charter.as_deref());
    }
    let roles = match &cli.command {
        Command::Serve { roles } => roles.clone(),
        _ => None,
    };
    let config = node::configure(&cli.settings, roles)?;
    logging::start(&config, !matches!(cli.command, Command::Serve { .. }))?;
    match cli.command {
        Command::Serve { .. } => serve::run(&config).await,
        Command::Demo { .. } | Command::Convert { .. } => Ok(()),
        Command::Mirror(command) => mirror::run(&config, command).await,
        Command::Desk(DeskCommand::Link) => desk::link(&config).await,
        Command::Desk(DeskCommand::Token { person, may, called, days }) => {
            desk::token(&config, &person, may, called, days).await
        }
        Command::Server(command) => server::run(&config, command).await,
        Command::Access(command) => access::run(&config, command).await,
        Command::Account(command) => accounts::run(&config, command).await,
        Command::User(command) => users::run(&config, command).await,
        Command::Record(command) => record::run(&config, command).await,
        Command::Directory(command) => directory::run(&config, command).await,
        Command::Route(command) => routes::run(&config, command).await,
        Command::Publication(command) => publications::run(&config, command).await,
        Command::Request(command) => requests::run(&config, command).await,
        Command::Source(command) => requests::sources(&config, command).await,
        Command::Ledger { plan: true, json } => ledger::plan(&config, json).await,
        Command::Ledger { plan: false, json } => ledger::run(&config, json).await,
        Command::Doctor { json } => doctor::run(&config, json).await,
        Command::Backup { file } => backup::write(&config, &file).await,
        Command::Restore { file } => backup::restore(&config, &file).await,
    }
}

//! `mimus directory …`.

use serde::Serialize;

use crate::cli::DirectoryCommand;
use crate::config::Config;
use crate::{node, say};

/// Two accounts of one person, as they are printed.
#[derive(Serialize)]
struct Same {
    account: String,
    same_as: String,
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: DirectoryCommand) -> Result<(), String> {
    let store = node::engine(config).await?.store;
    match command {
        DirectoryCommand::Add { account, same_as } => {
            if account.network() == same_as.network() {
                return Err(format!(
                    "{account} and {same_as} are of one network; name two networks' accounts"
                ));
            }
            let (account, same_as) = (account.to_string(), same_as.to_string());
            store.keep_same(&account, &same_as).await.map_err(|e| e.to_string())?;
            say::line(&format!("{account} is {same_as}: mentions of one become mentions of the other"));
            Ok(())
        }
        DirectoryCommand::List { json } => {
            let all = store.same_accounts().await.map_err(|e| e.to_string())?;
            let all: Vec<Same> =
                all.into_iter().map(|(account, same_as)| Same { account, same_as }).collect();
            if json {
                return say::json(&all);
            }
            if all.is_empty() {
                say::note("The directory is empty; mimus directory add puts somebody in.");
            }
            for same in all {
                say::line(&format!("{:<40} {}", same.account, same.same_as));
            }
            Ok(())
        }
        DirectoryCommand::Remove { account } => {
            if !store.forget_same(&account.to_string()).await.map_err(|e| e.to_string())? {
                return Err(format!("nothing was said of {account}; mimus directory list shows what was"));
            }
            say::line(&format!("{account} is nobody else any more"));
            Ok(())
        }
    }
}

//! `mimus user …`: the people of the Desk.

use mimus_core::desk::Role;
use mimus_engine::Engine;
use mimus_engine::desk::Token;
use mimus_store::{AccountId, AccountName, AccountState, Person};
use serde::Serialize;

use crate::cli::{UserCommand, UserRole};
use crate::config::Config;
use crate::{node, say};

/// Somebody, as they are printed.
#[derive(Serialize)]
struct User {
    name: String,
    shown: String,
    state: &'static str,
    keeper: bool,
    roles: Vec<UserRoles>,
}

#[derive(Serialize)]
struct UserRoles {
    account: String,
    roles: Vec<Role>,
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: UserCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let by = Person::at_the_command_line();
    match command {
        UserCommand::Add { name, shown, role, account } => {
            let keeper = role.contains(&UserRole::Keeper);
            let roles: Vec<Role> = role.iter().filter_map(|role| role.of_account()).collect();
            let account = if roles.is_empty() { None } else { Some(find_account(&engine, account).await?) };
            let shown = shown.unwrap_or_default();
            let invited = engine.invite(&by, &name, &shown, keeper, account, &roles).await;
            print_link(&engine, invited.map_err(|e| e.to_string())?);
            Ok(())
        }
        UserCommand::List { json } => list(&engine, json).await,
        UserCommand::Passwd { name } => {
            let person = find(&engine, &name).await?;
            print_link(&engine, engine.link_for(&by, person.id).await.map_err(|e| e.to_string())?);
            Ok(())
        }
        UserCommand::Remove { name } => {
            let person = find(&engine, &name).await?;
            engine.end_person(&by, person.id).await.map_err(|e| e.to_string())?;
            say::line(&format!("{} cannot sign in any more", person.name));
            Ok(())
        }
    }
}

async fn find(engine: &Engine, name: &str) -> Result<Person, String> {
    let found = engine.store.person_named(&name.to_lowercase()).await.map_err(|e| e.to_string())?;
    found.ok_or_else(|| format!("nobody at the Desk has the name {name}; mimus user list shows who there is"))
}

/// The account that is named, or the only one there is.
async fn find_account(engine: &Engine, name: Option<AccountName>) -> Result<AccountId, String> {
    let accounts = engine.store.accounts().await.map_err(|e| e.to_string())?;
    let mut there = accounts.into_iter().filter(|account| account.state != AccountState::Disconnected);
    let Some(name) = name else {
        return match (there.next(), there.next()) {
            (Some(only), None) => Ok(only.id),
            (None, _) => Err("no account is connected; mimus account connect connects one".into()),
            (Some(_), Some(_)) => {
                Err("say with --account for which account; mimus account list shows those there are".into())
            }
        };
    };
    let found = there.find(|account| account.name() == name);
    let no = || format!("{name} is not connected; mimus account list shows those that are");
    found.map(|account| account.id).ok_or_else(no)
}

fn print_link(engine: &Engine, (name, token): (String, Token)) {
    say::line(&format!("{}/desk/enter/{}", engine.addresses.base(), token.expose()));
    say::note(&format!("{name} signs in by this link, once and within a week, and chooses a password."));
}

async fn list(engine: &Engine, json: bool) -> Result<(), String> {
    let accounts = engine.store.accounts().await.map_err(|e| e.to_string())?;
    let people = engine.store.people().await.map_err(|e| e.to_string())?;
    let name_of = |id: AccountId| {
        let found = accounts.iter().find(|account| account.id == id);
        found.map(|account| account.name().to_string()).unwrap_or_default()
    };
    let users: Vec<User> = people
        .into_iter()
        .map(|person| User {
            state: person.state.as_str(),
            keeper: person.keeper,
            roles: person
                .roles
                .iter()
                .map(|(account, roles)| UserRoles { account: name_of(*account), roles: roles.clone() })
                .collect(),
            name: person.name,
            shown: person.shown,
        })
        .collect();
    if json {
        return say::json(&users);
    }
    if users.is_empty() {
        say::note("Nobody works at the Desk yet; mimus desk link makes the first keeper.");
    }
    for user in users {
        let words = |of: &UserRoles| {
            let roles: Vec<&str> = of.roles.iter().map(|role| role.as_str()).collect();
            format!("{} for {}", roles.join(", "), of.account)
        };
        let mut roles: Vec<String> = user.keeper.then(|| "keeper".to_owned()).into_iter().collect();
        roles.extend(user.roles.iter().map(words));
        say::line(&format!("{:<20} {:<24} {:<8} {}", user.name, user.shown, user.state, roles.join("; ")));
    }
    Ok(())
}

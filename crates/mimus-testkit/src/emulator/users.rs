//! Accounts by their handles or ids.

use serde_json::{Map, Value, json};

use super::State;
use super::asked::Asked;
use super::billing::Brought;
use super::bundle::Given;
use super::post_json;
use super::problems::{self, Refused};
use super::world::{Account, Standing};

pub(super) fn by_handle(state: &State, query: &str) -> Result<Given, Refused> {
    let asked = Asked::read(query, &["usernames"])?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_handle = |name: &str| (1..=15).contains(&name.len()) && name.bytes().all(is_word);
    let handles = asked.named("usernames", is_handle)?;
    Ok(answer(&asked, "usernames", &handles, |handle| state.world.user_by_handle(handle)))
}

pub(super) fn by_id(state: &State, query: &str) -> Result<Given, Refused> {
    let asked = Asked::read(query, &["ids"])?;
    let ids = asked.named("ids", |id| id.parse::<u64>().is_ok())?;
    Ok(answer(&asked, "ids", &ids, |id| state.world.user(id.parse().ok()?)))
}

fn answer<'a>(
    asked: &Asked,
    parameter: &str,
    named: &[String],
    find: impl Fn(&str) -> Option<&'a Account>,
) -> Given {
    let wanted = asked.wanted();
    let (mut data, mut errors, mut brought) = (Vec::new(), Vec::new(), Brought::default());
    for name in named {
        let found = find(name);
        let seen = |account: &&Account| matches!(account.standing, Standing::Open | Standing::Protected);
        match found.filter(seen) {
            Some(account) => {
                brought.users.insert(account.id);
                data.push(post_json::account(account, &wanted));
            }
            None => errors.push(problems::of_account(found, parameter, name)),
        }
    }
    let lists = [("data", data), ("errors", errors)].into_iter().filter(|(_, all)| !all.is_empty());
    let whole: Map<String, Value> = lists.map(|(name, all)| (name.to_owned(), json!(all))).collect();
    Given { json: Value::Object(whole), brought, ..Given::default() }
}

/// The account whose token it is.
pub(super) fn me(state: &State, user: u64, query: &str) -> Result<Given, Refused> {
    let asked = Asked::read(query, &[])?;
    let account = state.world.user(user).filter(|account| account.standing != Standing::Closed);
    let account = account.ok_or_else(problems::unauthorized)?;
    let brought = Brought { users: [user].into(), ..Brought::default() };
    Ok(Given {
        json: json!({"data": post_json::account(account, &asked.wanted())}),
        brought,
        ..Given::default()
    })
}

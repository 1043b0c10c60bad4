//! Lists: who made them, who is on them, and what their members post.

use std::collections::{BTreeMap, BTreeSet};

use mimus_networks::x::Endpoint;
use serde_json::{Value, json};

use super::asked::Asked;
use super::billing::Managed;
use super::bundle::{Given, PageAsked};
use super::problems::{self, Refused};
use super::router::Call;
use super::world::{Post, Standing};
use super::{Emulator, State};

/// How many posts a list reaches back.
const DEPTH: usize = 800;
/// Accounts on one list.
const MEMBERS: usize = 5_000;

#[derive(Default)]
pub(super) struct Lists {
    made: u64,
    all: BTreeMap<u64, List>,
}

struct List {
    owner: u64,
    name: String,
    private: bool,
    members: BTreeSet<u64>,
}

impl Lists {
    fn of(&mut self, id: u64, owner: u64) -> Result<&mut List, Refused> {
        let list = self.all.get_mut(&id).filter(|list| list.owner == owner);
        list.ok_or_else(|| missing(id))
    }
}

fn missing(id: u64) -> Refused {
    (404, problems::not_found("list", "id", &id.to_string()))
}

impl State {
    /// Makes a list, or adds or removes a member; `call.user` is the list's number then, `call.second` the account's.
    pub(super) fn change_list(&mut self, call: &Call) -> Result<(u16, Value), Refused> {
        Asked::read(&call.query, &[])?;
        let owner = call.who.user().unwrap_or_default();
        let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        if call.endpoint == Endpoint::ListCreate {
            let name = body["name"].as_str().unwrap_or_default().to_owned();
            if !(1..=25).contains(&name.chars().count()) {
                return Err(problems::invalid("name", &name, "a name has 1 to 25 characters"));
            }
            self.lists.made += 1;
            let id = 1_900_000_000_000_000_000 + self.lists.made;
            let private = body["private"].as_bool().unwrap_or(false);
            let list = List { owner, name: name.clone(), private, members: BTreeSet::new() };
            self.lists.all.insert(id, list);
            self.billing.charge_list(Managed::Made);
            return Ok((201, json!({"data": {"id": id.to_string(), "name": name}})));
        }
        let adds = call.method == axum::http::Method::POST;
        let named = body["user_id"].as_str().and_then(|id| id.parse().ok());
        let account = if adds { named.unwrap_or(0) } else { call.second };
        if adds && !self.world.user(account).is_some_and(|user| user.standing != Standing::Closed) {
            let id = account.to_string();
            return Err((404, problems::of_account(self.world.user(account), "user_id", &id)));
        }
        let list = self.lists.of(call.user, owner)?;
        if adds && list.members.len() >= MEMBERS {
            return Err(problems::invalid("id", &call.user.to_string(), "the list is full"));
        }
        match adds {
            true => list.members.insert(account),
            false => list.members.remove(&account),
        };
        self.billing.charge_list(Managed::Changed);
        Ok((200, json!({"data": {"is_member": adds}})))
    }

    /// Posts of the members. Protected ones are there as well, as if the owner followed them.
    pub(super) fn list_tweets(&self, call: &Call) -> Result<Given, Refused> {
        let asked = Asked::read(&call.query, &["max_results", "pagination_token"])?;
        let page = PageAsked::read(&asked, 1..=100, &["pagination_token"])?;
        let list = self.lists.all.get(&call.user);
        let list = list.filter(|list| !list.private || call.who.user() == Some(list.owner));
        let list = list.ok_or_else(|| missing(call.user))?;
        let shown = |id: &&u64| {
            let user = self.world.user(**id);
            user.is_some_and(|user| matches!(user.standing, Standing::Open | Standing::Protected))
        };
        let members = list.members.iter().filter(shown);
        let mut posts: Vec<&Post> = members.flat_map(|id| self.world.newest_first_of(*id)).collect();
        posts.sort_unstable_by_key(|post| std::cmp::Reverse(post.id));
        let mut given = page.of(posts.into_iter().take(DEPTH), &self.world, &asked.wanted());
        if let Some(meta) = given.json["meta"].as_object_mut() {
            meta.remove("newest_id");
            meta.remove("oldest_id");
        }
        Ok(given)
    }
}

impl Emulator {
    /// Each list with its number, its name and who is on it.
    #[must_use]
    pub fn lists(&self) -> Vec<(u64, String, Vec<u64>)> {
        let state = self.state();
        let all = state.lists.all.iter();
        all.map(|(id, list)| (*id, list.name.clone(), list.members.iter().copied().collect())).collect()
    }

    /// Its owner removes a list.
    pub fn remove_list(&self, list: u64) {
        self.state().lists.all.remove(&list);
    }
}

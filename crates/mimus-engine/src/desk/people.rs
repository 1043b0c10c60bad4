//! People: invited, given roles, let go. Only keepers do this.

use mimus_core::desk::{Deed, Role};
use mimus_store::{AccountId, LinkFor, NewPerson, Person, PersonId, PersonState, StoreError};
use serde_json::json;

use super::record::entry;
use super::sign_in::{make_link, read_name, read_shown};
use super::{DeskError, Token, Wanting};
use crate::Engine;

impl Engine {
    /// Invites somebody: returns the name, and the token of a link that is theirs to use once.
    pub async fn invite(
        &self,
        by: &Person,
        name: &str,
        shown: &str,
        keeper: bool,
        account: Option<AccountId>,
        roles: &[Role],
    ) -> Result<(String, Token), DeskError> {
        must_keep(by)?;
        let name = read_name(name)?;
        let shown = read_shown(shown, &name);
        if let Some(account) = account {
            // Nobody is invited halfway.
            self.desk_account(account).await?;
        }
        let new =
            NewPerson { name: &name, shown: &shown, keeper, state: PersonState::Invited, password: None };
        let now = self.clock.now();
        let about = format!("person {name}");
        let entries = [entry(&by.shown, "person.invited", about, None, json!({"keeper": keeper}))];
        let person = self.store.add_person(&new, &entries, now).await.map_err(|error| match error {
            StoreError::Taken { .. } => DeskError::NameTaken(name.clone()),
            other => other.into(),
        })?;
        if let Some(account) = account.filter(|_| !roles.is_empty()) {
            self.set_roles(by, person, account, roles).await?;
        }
        let token = make_link(&self.store, LinkFor::Person(person), now).await?;
        Ok((name, token))
    }

    /// Makes a new link for somebody who has lost theirs, or their password.
    pub async fn link_for(&self, by: &Person, person: PersonId) -> Result<(String, Token), DeskError> {
        must_keep(by)?;
        let person = self.store.person(person).await?.ok_or(DeskError::NotFound)?;
        if person.state == PersonState::Left {
            return Err(DeskError::NotFound);
        }
        let now = self.clock.now();
        let about = format!("person {}", person.name);
        let entries = [entry(&by.shown, "person.link_made", about, None, json!({}))];
        self.store.record_deeds(&entries, now).await?;
        let token = make_link(&self.store, LinkFor::Person(person.id), now).await?;
        Ok((person.name, token))
    }

    /// Gives somebody exactly these roles for an account.
    pub async fn set_roles(
        &self,
        by: &Person,
        person: PersonId,
        account: AccountId,
        roles: &[Role],
    ) -> Result<(), DeskError> {
        must_keep(by)?;
        let person = self.store.person(person).await?.ok_or(DeskError::NotFound)?;
        let at = self.desk_account(account).await?;
        let name = at.account.name().to_string();
        let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        let detail = json!({"roles": words});
        let entries =
            [entry(&by.shown, "person.roles", format!("person {}", person.name), Some(name), detail)];
        Ok(self.store.set_roles(person.id, account, roles, &entries, self.clock.now()).await?)
    }

    /// Lets somebody go: they cannot sign in any more, and what they did stays theirs.
    pub async fn end_person(&self, by: &Person, person: PersonId) -> Result<(), DeskError> {
        must_keep(by)?;
        let person = self.store.person(person).await?.ok_or(DeskError::NotFound)?;
        if person.id == by.id {
            return Err(DeskError::Wanting(Wanting::AnotherKeeper));
        }
        let about = format!("person {}", person.name);
        let entries = [entry(&by.shown, "person.left", about, None, json!({}))];
        Ok(self.store.end_person(person.id, &entries, self.clock.now()).await?)
    }
}

pub(super) fn must_keep(by: &Person) -> Result<(), DeskError> {
    if by.keeps() { Ok(()) } else { Err(DeskError::MayNot(Deed::Keep)) }
}

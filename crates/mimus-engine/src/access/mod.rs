//! Who may speak to this server: rules are kept here, and those whom they deny are let go.

mod blocklist;

use std::collections::BTreeMap;

use jiff::Timestamp;
use mimus_core::{AccessKind, AccessList, AccessPattern};
use mimus_store::{AccessRule, StoreError};

pub use blocklist::{BlocklistError, Exported, Imported, MAX_BLOCKLIST, export, import};

use crate::Engine;

/// The setting that names the rules that have been carried out.
const ENFORCED: &str = "access_enforced";
/// Servers or actors looked at by one question to the database.
const PAGE: u32 = 500;

/// What came of rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Enforced {
    /// Servers that are delivered to no more.
    pub servers: u64,
    /// Actors that were let go, with all that they did here.
    pub actors: u64,
}

impl Engine {
    /// Keeps rules, each over one of the same pattern, and lets go of those whom they deny. On every node they count
    /// within seconds.
    pub async fn keep_access_rules(&self, rules: Vec<AccessRule>) -> Result<Enforced, StoreError> {
        // The last of the same pattern counts, as if they had been given one after the other.
        let rules: BTreeMap<String, AccessRule> =
            rules.into_iter().map(|rule| (rule.pattern.to_string(), rule)).collect();
        let rules: Vec<AccessRule> = rules.into_values().collect();
        self.store.keep_access_rules(&rules).await?;
        self.enforce_access().await
    }

    /// A rule as a keeper gives it now.
    #[must_use]
    pub fn access_rule(&self, pattern: AccessPattern, kind: AccessKind, reason: &str) -> AccessRule {
        AccessRule {
            pattern,
            kind,
            reason: reason.to_owned(),
            note: None,
            origin: "keeper".to_owned(),
            created_at: self.clock.now(),
        }
    }

    /// Lets go of servers and actors that the rules deny, unless that has been done since the last change.
    pub async fn enforce_access(&self) -> Result<Enforced, StoreError> {
        let version = self.store.access_version().await?.to_string();
        if self.store.setting(ENFORCED).await?.unwrap_or_else(|| "0".to_owned()) == version {
            return Ok(Enforced::default());
        }
        let mut list = AccessList::default();
        for rule in self.store.access_rules().await? {
            list.add(rule.pattern, rule.kind, &rule.reason);
        }
        let mut enforced = Enforced::default();
        if !list.is_open() {
            enforced.servers = self.let_go_of_servers(&list, self.clock.now()).await?;
            enforced.actors = self.let_go_of_actors(&list).await?;
        }
        self.store.set_setting(ENFORCED, &version).await?;
        Ok(enforced)
    }

    async fn let_go_of_servers(&self, list: &AccessList, now: Timestamp) -> Result<u64, StoreError> {
        let (mut count, mut after) = (0, None);
        loop {
            let page = self.store.living_servers(after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(count) };
            after = Some(*last);
            for (id, _) in page.iter().filter(|(_, host)| list.dealings(host).is_denied()) {
                self.store.retire_server(*id, "denied by a rule of this server", now).await?;
                count += 1;
            }
        }
    }

    async fn let_go_of_actors(&self, list: &AccessList) -> Result<u64, StoreError> {
        let (mut count, mut after) = (0, String::new());
        loop {
            let page = self.store.actors_here(&after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(count) };
            after.clone_from(last);
            for (uri, handle) in page {
                if list.actor(&uri, handle.as_deref()).is_denied() {
                    self.store.let_go_of_actor(&uri).await?;
                    count += 1;
                }
            }
        }
    }
}

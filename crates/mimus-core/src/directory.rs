//! [`Directory`]: who is the same on several networks.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use crate::{Network, WebUrl};

/// Longest handle, in bytes; Bluesky's host names may have 253.
const MAX_HANDLE_BYTES: usize = 320;

/// An account by its network and handle.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    network: Network,
    handle: String,
}

/// Words that name no [`Account`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no account; write @name@server, x:@name or bluesky:name.example")]
pub struct AccountError(String);

impl Account {
    /// The account with that handle, which may begin with `@`: of the fediverse with its server, of Bluesky a host
    /// name or `did:…`, of X up to 50 of `a-z 0-9 _`.
    pub fn new(network: Network, handle: &str) -> Result<Self, AccountError> {
        let wrong = || AccountError(handle.chars().take(60).collect());
        let handle = handle.trim().trim_start_matches(['@', '＠']);
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let is_host = |host: &str| {
            host.contains('.')
                && !host.contains("..")
                && host.starts_with(char::is_alphanumeric)
                && host.ends_with(char::is_alphanumeric)
                && host.chars().all(|c| c != '_' && (word(c) || c == ':'))
        };
        let sound = match network {
            Network::X => {
                (1..=50).contains(&handle.len())
                    && handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            }
            Network::Mastodon => handle
                .split_once('@')
                .is_some_and(|(name, server)| !name.is_empty() && name.chars().all(word) && is_host(server)),
            Network::Bluesky => handle.starts_with("did:") || is_host(handle),
            Network::Feed | Network::Archive | Network::Elsewhere => false,
        };
        match sound && handle.len() <= MAX_HANDLE_BYTES {
            true => Ok(Self { network, handle: handle.to_owned() }),
            false => Err(wrong()),
        }
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> Network {
        self.network
    }

    /// The handle without `@`; of the fediverse with its server.
    #[must_use]
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// Where people find the account.
    #[must_use]
    pub fn page(&self) -> Option<WebUrl> {
        let page = match self.network {
            Network::X => format!("https://x.com/{}", self.handle),
            Network::Mastodon => {
                let (name, server) = self.handle.split_once('@')?;
                format!("https://{server}/@{name}")
            }
            Network::Bluesky => format!("https://bsky.app/profile/{}", self.handle),
            Network::Feed | Network::Archive | Network::Elsewhere => return None,
        };
        WebUrl::parse(&page).ok()
    }

    fn key(&self) -> (Network, String) {
        (self.network, self.handle.to_lowercase())
    }
}

/// `x:@name`, `bluesky:name.example`, `@name@server` or `mastodon:@name@server`.
impl FromStr for Account {
    type Err = AccountError;

    fn from_str(words: &str) -> Result<Self, AccountError> {
        let words = words.trim();
        match words.split_once(':') {
            Some((network, handle)) if !words.starts_with('@') => {
                let network = network.parse().map_err(|_| AccountError(words.chars().take(60).collect()))?;
                Self::new(network, handle)
            }
            _ => Self::new(Network::Mastodon, words),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.network {
            Network::Mastodon => write!(f, "@{}", self.handle),
            network => write!(f, "{network}:@{}", self.handle),
        }
    }
}

/// Who is the same on several networks, both ways, without regard to case.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    people: Vec<Vec<Account>>,
    of: HashMap<(Network, String), usize>,
}

impl Directory {
    /// Notes that two accounts are of the same person. What is known of either holds for both; of two accounts of
    /// one network the later takes the place of the earlier.
    pub fn same(&mut self, one: Account, other: Account) {
        let known = [&one, &other].map(|account| self.of.get(&account.key()).copied());
        let person = match known {
            [Some(a), Some(b)] if a != b => {
                for account in std::mem::take(&mut self.people[b]) {
                    self.put(a, account);
                }
                a
            }
            [Some(person), _] | [None, Some(person)] => person,
            [None, None] => {
                self.people.push(Vec::new());
                self.people.len() - 1
            }
        };
        self.put(person, one);
        self.put(person, other);
    }

    fn put(&mut self, person: usize, account: Account) {
        let accounts = &mut self.people[person];
        if let Some(at) = accounts.iter().position(|known| known.network == account.network) {
            self.of.remove(&accounts.remove(at).key());
        }
        self.of.insert(account.key(), person);
        accounts.push(account);
    }

    /// Whether somebody with this handle (with or without `@`) is in it.
    #[must_use]
    pub fn knows(&self, network: Network, handle: &str) -> bool {
        self.find(network, handle, network).is_some()
    }

    /// The account on `there` of whoever has `handle` (with or without `@`) on `here`.
    #[must_use]
    pub fn find(&self, here: Network, handle: &str, there: Network) -> Option<&Account> {
        let key = (here, handle.trim_start_matches(['@', '＠']).to_lowercase());
        let person = *self.of.get(&key)?;
        self.people.get(person)?.iter().find(|account| account.network == there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(words: &str) -> Account {
        words.parse().unwrap()
    }

    #[test]
    fn accounts_are_found_both_ways_and_over_a_third() {
        let mut directory = Directory::default();
        directory.same(account("@Ana@example.org"), account("x:@ana_b"));
        directory.same(account("bluesky:ana.example.org"), account("x:ANA_B"));
        let found = |here, handle, there| directory.find(here, handle, there).map(ToString::to_string);
        assert_eq!(found(Network::Mastodon, "ana@EXAMPLE.org", Network::X).as_deref(), Some("x:@ANA_B"));
        assert_eq!(found(Network::X, "@ana_b", Network::Mastodon).as_deref(), Some("@Ana@example.org"));
        let third = found(Network::Mastodon, "@ana@example.org", Network::Bluesky);
        assert_eq!(third.as_deref(), Some("bluesky:@ana.example.org"));
        assert_eq!(found(Network::X, "bo", Network::Mastodon), None);
    }

    #[test]
    fn an_account_that_moves_leaves_its_old_handle() {
        let mut directory = Directory::default();
        directory.same(account("@ana@old.example"), account("x:ana"));
        directory.same(account("@ana@new.example"), account("x:ana"));
        assert!(directory.find(Network::Mastodon, "ana@old.example", Network::X).is_none());
        let now = directory.find(Network::X, "ana", Network::Mastodon).map(Account::handle);
        assert_eq!(now, Some("ana@new.example"));
    }

    #[test]
    fn what_is_no_account_is_refused() {
        for wrong in
            ["", "ana", "@ana", "x:a b", "x:@ana@example.org", "bluesky:ana", "feed:ana", "@a@b", "@a@b..c"]
        {
            assert!(wrong.parse::<Account>().is_err(), "{wrong}");
        }
        let page = |words: &str| account(words).page().map(String::from);
        assert_eq!(page("@ana@example.org").as_deref(), Some("https://example.org/@ana"));
        assert_eq!(page("bluesky:ana.example").as_deref(), Some("https://bsky.app/profile/ana.example"));
    }
}

//! What a node does.

use std::fmt;
use std::str::FromStr;

/// Which parts of Mimus run in this process. Several nodes on one PostgreSQL may share them out as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Roles {
    /// Pages, ActivityPub, inboxes. A node without it answers only /healthz, /readyz and /metrics.
    pub(crate) web: bool,
    /// Brings activities to other servers.
    pub(crate) courier: bool,
    /// Reads sources.
    pub(crate) poller: bool,
    /// Carries posts by routes: reads where they begin, and publishes.
    pub(crate) relay: bool,
    /// Fetches media that came late and lets go of what is past.
    pub(crate) janitor: bool,
}

const NAMES: [&str; 5] = ["web", "courier", "poller", "relay", "janitor"];

impl Roles {
    fn as_array(self) -> [bool; NAMES.len()] {
        [self.web, self.courier, self.poller, self.relay, self.janitor]
    }
}

impl FromStr for Roles {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut has = [false; NAMES.len()];
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let at = NAMES.iter().position(|name| *name == word);
            let at =
                at.ok_or_else(|| format!("there is no role {word:?}; there are {}", NAMES.join(", ")))?;
            has[at] = true;
        }
        if !has.contains(&true) {
            return Err(format!("name at least one of {}, with commas between", NAMES.join(", ")));
        }
        let [web, courier, poller, relay, janitor] = has;
        Ok(Self { web, courier, poller, relay, janitor })
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = NAMES.iter().zip(self.as_array()).filter(|(_, has)| *has).map(|(name, _)| *name);
        f.write_str(&named.collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_named_and_a_wrong_one_is_told() {
        let roles: Roles = " poller, web".parse().expect("two roles");
        assert_eq!((roles.web, roles.courier, roles.to_string()), (true, false, "web,poller".into()));
        assert!("web,mail".parse::<Roles>().expect_err("no such role").contains("courier"));
        assert!(",".parse::<Roles>().is_err());
    }
}

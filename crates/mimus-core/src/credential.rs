//! [`CredentialName`]: which token a metered call is made with, as tables, logs and people name it.

use std::fmt;
use std::str::FromStr;

/// Longest name of a credential, in bytes.
const MAX_NAME: usize = 80;

/// Whose token it is; networks allow each of them another number of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CredentialKind {
    /// The developer app's own.
    App,
    /// One that a user has given the app.
    User,
}

/// The name of a token, never the token itself: `app:main`, `user:wikipedia`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialName {
    kind: CredentialKind,
    words: String,
}

/// Why words are no [`CredentialName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no name of a credential; write app:NAME or user:NAME, of up to 80 visible characters without spaces"
)]
pub struct CredentialNameError(String);

impl CredentialName {
    /// The app's own token of that name.
    pub fn app(name: &str) -> Result<Self, CredentialNameError> {
        format!("app:{name}").parse()
    }

    /// A user's token, by the name of the account.
    pub fn user(name: &str) -> Result<Self, CredentialNameError> {
        format!("user:{name}").parse()
    }

    /// Whose token it is.
    #[must_use]
    pub const fn kind(&self) -> CredentialKind {
        self.kind
    }

    /// Kind and name, as it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for CredentialName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl FromStr for CredentialName {
    type Err = CredentialNameError;

    fn from_str(words: &str) -> Result<Self, CredentialNameError> {
        let wrong = || CredentialNameError(words.chars().take(MAX_NAME).collect());
        let (kind, name) = words.split_once(':').ok_or_else(wrong)?;
        let kind = match kind {
            "app" => CredentialKind::App,
            "user" => CredentialKind::User,
            _ => return Err(wrong()),
        };
        let visible = |c: char| !c.is_whitespace() && !c.is_control();
        if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(visible) {
            return Err(wrong());
        }
        Ok(Self { kind, words: words.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whose_token_it_is() {
        let app: CredentialName = "app:main".parse().unwrap();
        assert_eq!((app.kind(), app.as_str()), (CredentialKind::App, "app:main"));
        assert_eq!(CredentialName::user("wikipedia").unwrap().kind(), CredentialKind::User);
        for words in ["", "main", "app:", "app:a b", "bot:main", "user:\n"] {
            assert!(words.parse::<CredentialName>().is_err(), "{words:?}");
        }
        assert!(CredentialName::app(&"a".repeat(81)).is_err());
    }
}

//! What must not be seen in logs.

use std::fmt;

/// Longest secret that is taken, in bytes; X's are below 200.
const MAX_SECRET: usize = 4_096;

/// A token, key or password. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// A text that cannot be a secret of X's. It does not say what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key or token for X is empty, too long, or holds characters that none has; copy it again from X")]
pub struct SecretError;

impl Secret {
    /// Takes 1 to 4,096 visible ASCII characters; white space around them is taken away.
    pub fn new(words: &str) -> Result<Self, SecretError> {
        let words = words.trim();
        let fine = (1..=MAX_SECRET).contains(&words.len()) && words.bytes().all(|b| b.is_ascii_graphic());
        if fine { Ok(Self(words.to_owned())) } else { Err(SecretError) }
    }

    /// The secret itself, for who sends it to X or keeps it under lock.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

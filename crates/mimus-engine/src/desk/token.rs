//! [`Token`]: what somebody has who may enter. 32 random bytes, of which the store keeps only the SHA-256, so that who reads the
//! database or a backup of it cannot sign in.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;

use super::DeskError;

/// What somebody has who may enter. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token as somebody sent it: 64 hexadecimal digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_token = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        is_token.then(|| Self(text.to_ascii_lowercase()))
    }

    /// A token that nobody can guess. Fails where the system gives no random numbers.
    pub fn random() -> Result<Self, DeskError> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| DeskError::NoRandomness)?;
        Ok(Self(hex(&bytes)))
    }

    /// The token, for the one place where it is handed over.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the store keeps of it.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(digest(&SHA256, self.0.as_bytes()).as_ref())
    }

    /// What a form of this session carries, so that no other site can send one in its name.
    #[must_use]
    pub fn form_key(&self) -> String {
        hex(digest(&SHA256, format!("form {}", self.0).as_bytes()).as_ref())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

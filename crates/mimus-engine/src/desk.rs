//! Signing in at the Desk: whoever may run commands on the server's machine gets a link that is good once.
//!
//! A token is 32 random bytes. The store keeps only its SHA-256, so that who reads the database or a backup of it cannot
//! sign in.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use jiff::Timestamp;
use mimus_store::{Store, StoreError};

/// How long a link waits to be used.
pub const LINK_LIFE: Duration = Duration::from_secs(3_600);

/// How long a session lasts.
pub const SESSION_LIFE: Duration = Duration::from_secs(12 * 3_600);

/// Whether anybody has ever signed in.
const ENTERED: &str = "desk_entered";

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

    fn random() -> Result<Self, DeskError> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| DeskError::NoRandomness)?;
        Ok(Self(hex(&bytes)))
    }

    /// The token, for the one place where it is handed over.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> String {
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The link is not good, or not any more.
    #[error("this link has been used or has run out; mimus desk link prints another")]
    Link,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a link's token, good once within [`LINK_LIFE`].
pub async fn make_link(store: &Store, now: Timestamp) -> Result<Token, DeskError> {
    let token = Token::random()?;
    store.add_desk_link(&token.hash(), after(now, LINK_LIFE)).await?;
    Ok(token)
}

/// Uses a link up; returns the session's token.
pub async fn enter(store: &Store, link: &Token, now: Timestamp) -> Result<Token, DeskError> {
    let session = Token::random()?;
    if !store.use_desk_link(&link.hash(), &session.hash(), now, after(now, SESSION_LIFE)).await? {
        return Err(DeskError::Link);
    }
    store.set_setting(ENTERED, "yes").await?;
    Ok(session)
}

/// Whether a session is open.
pub async fn is_open(store: &Store, session: &Token, now: Timestamp) -> Result<bool, StoreError> {
    store.desk_session(&session.hash(), now).await
}

/// Ends a session.
pub async fn leave(store: &Store, session: &Token) -> Result<(), StoreError> {
    store.end_desk_session(&session.hash()).await
}

/// Whether nobody has ever signed in.
pub async fn is_new(store: &Store) -> Result<bool, StoreError> {
    Ok(store.setting(ENTERED).await?.is_none())
}

fn after(now: Timestamp, life: Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(Timestamp::MAX)
}

//! What is kept so that the database alone does not give it away: the credentials of connected accounts.
//!
//! Sealed with AES-256-GCM (NIST SP 800-38D) under a key in a file of its own, each time with a fresh nonce, and bound to what
//! it is for, so that one account's credentials cannot be put in the place of another's.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::rand;

/// Bytes of a key.
const KEY: usize = 32;
/// What sealed bytes begin with; another scheme would begin otherwise.
const SCHEME: u8 = 1;

/// The key, and what it seals. Cheap to clone; never printed.
#[derive(Clone)]
pub struct Secrets(Arc<RandomizedNonceKey>);

/// Why there is no key, or what was sealed cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The key's file cannot be read or made.
    #[error("the key in {} cannot be read or made: {why}; secret_key_file says where it is", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why not.
        why: io::Error,
    },
    /// The file holds no key.
    #[error(
        "{} holds no key of {} hexadecimal digits; put the one back that was made with this database, or connect the \
         accounts again with a new one",
        .0.display(), KEY * 2
    )]
    NoKey(PathBuf),
    /// It was sealed with another key, or for something else.
    #[error(
        "the credentials of {0} were sealed with another key; put that key back, or connect the account again"
    )]
    OtherKey(String),
    /// Cryptography failed, which it does only where there is no randomness.
    #[error("the credentials of {0} could not be sealed")]
    Sealing(String),
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// The key in a file, which is made, for its owner alone to read, where there is none.
    pub fn open(path: &Path) -> Result<Self, SecretsError> {
        let failed = |why| SecretsError::File { path: path.to_owned(), why };
        match fs::read_to_string(path) {
            Ok(digits) => {
                let key = from_hex(digits.trim()).ok_or_else(|| SecretsError::NoKey(path.to_owned()))?;
                Self::of(&key).ok_or_else(|| SecretsError::NoKey(path.to_owned()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut key = [0; KEY];
                rand::fill(&mut key).map_err(|_| failed(io::Error::other("no randomness")))?;
                match make(path, &key) {
                    // Another process was quicker: its key is the one.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::open(path),
                    made => {
                        made.map_err(failed)?;
                        Self::of(&key).ok_or_else(|| SecretsError::NoKey(path.to_owned()))
                    }
                }
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// A key that is nowhere else, for tests.
    #[must_use]
    pub fn throw_away() -> Self {
        let mut key = [7; KEY];
        let _ = rand::fill(&mut key);
        #[allow(clippy::expect_used, reason = "every 32 bytes are a key")]
        Self::of(&key).expect("a key")
    }

    fn of(key: &[u8]) -> Option<Self> {
        RandomizedNonceKey::new(&AES_256_GCM, key).ok().map(|key| Self(Arc::new(key)))
    }

    /// Seals `secret` for `purpose`, which must be named again to open it.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, SecretsError> {
        let mut sealed = secret.to_vec();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(purpose), &mut sealed)
            .map_err(|_| SecretsError::Sealing(purpose.to_owned()))?;
        Ok([&[SCHEME], nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for `purpose`.
    pub fn unseal(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SecretsError> {
        let other = || SecretsError::OtherKey(purpose.to_owned());
        let rest = sealed.strip_prefix(&[SCHEME]).ok_or_else(other)?;
        let (nonce, rest) = rest.split_at_checked(NONCE_LEN).ok_or_else(other)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| other())?;
        let mut secret = rest.to_vec();
        let length = self.0.open_in_place(nonce, Aad::from(purpose), &mut secret).map_err(|_| other())?.len();
        secret.truncate(length);
        Ok(secret)
    }
}

/// Makes the file whole or not at all: another process that starts at once must not read half of it.
fn make(path: &Path, key: &[u8]) -> io::Result<()> {
    let aside = path.with_extension(format!("{}.new", std::process::id()));
    let made = write(&aside, key).and_then(|()| fs::hard_link(&aside, path));
    let _ = fs::remove_file(&aside);
    made
}

fn write(path: &Path, key: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = options.open(path)?;
    file.write_all(digits.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let whole = digits.len() == KEY * 2 && digits.is_ascii();
    let bytes = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    whole.then(|| bytes.collect()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_by_its_key_and_purpose_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let first = Secrets::open(&path).unwrap();
        let sealed = first.seal("x:1", b"a token").unwrap();
        assert!(!sealed.windows(7).any(|seen| seen == b"a token"));
        assert_ne!(sealed, first.seal("x:1", b"a token").unwrap());
        let again = Secrets::open(&path).unwrap();
        assert_eq!(again.unseal("x:1", &sealed).unwrap(), b"a token");
        assert!(again.unseal("x:2", &sealed).is_err());
        assert!(Secrets::throw_away().unseal("x:1", &sealed).is_err());
        let mut bent = sealed.clone();
        *bent.last_mut().unwrap() ^= 1;
        for bad in [&bent[..], &sealed[1..], &sealed[..9], &[]] {
            assert!(again.unseal("x:1", bad).is_err());
        }
    }

    #[test]
    fn a_key_is_for_its_owner_alone_and_a_broken_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        Secrets::open(&path).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        for bad in ["", "abc", &"g".repeat(64), &"ä".repeat(32), &"a".repeat(66)] {
            fs::write(&path, bad).unwrap();
            assert!(matches!(Secrets::open(&path), Err(SecretsError::NoKey(_))), "{bad}");
        }
        let missing = folder.path().join("no/such/folder/secret.key");
        assert!(matches!(Secrets::open(&missing), Err(SecretsError::File { .. })));
    }
}

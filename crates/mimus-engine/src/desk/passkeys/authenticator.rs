//! What an authenticator says of itself and of what it did (WebAuthn Level 3, sections 6.1 and 6.5).

use super::cbor::Map;
use super::cose::MAX_KEY;

/// Bytes of a credential's id (WebAuthn Level 3, section 4: 16 at least, so that nobody guesses one, and 1,023 at most).
pub(super) const CREDENTIAL_ID: std::ops::RangeInclusive<usize> = 16..=1_023;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const MAY_BE_BACKED_UP: u8 = 1 << 3;
const IS_BACKED_UP: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// Authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    /// The SHA-256 of the name of the site that it is for.
    pub(super) site: &'a [u8],
    flags: u8,
    /// How often it has signed.
    pub(super) counter: u32,
    /// The credential that was made.
    pub(super) made: Option<Made<'a>>,
}

/// A credential that was made.
#[derive(Debug)]
pub(super) struct Made<'a> {
    /// Its id.
    pub(super) id: &'a [u8],
    /// Its public key, as COSE writes it.
    pub(super) key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    /// Reads it; `None` where it is cut, has something after its end, or cannot be.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (site, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let mut made = None;
        if flags & HAS_CREDENTIAL != 0 {
            let (found, after) = Made::read(rest)?;
            (made, rest) = (Some(found), after);
        }
        if flags & HAS_EXTENSIONS != 0 {
            (_, rest) = Map::first(rest)?;
        }
        let backup = flags & (MAY_BE_BACKED_UP | IS_BACKED_UP);
        if !rest.is_empty() || backup == IS_BACKED_UP {
            return None;
        }
        Some(Self { site, flags: *flags, counter: u32::from_be_bytes(*counter), made })
    }

    /// Whether somebody was there.
    pub(super) fn is_present(&self) -> bool {
        self.flags & PRESENT != 0
    }

    /// Whether the authenticator has made sure who it was, by a PIN or a finger.
    pub(super) fn is_verified(&self) -> bool {
        self.flags & VERIFIED != 0
    }
}

impl<'a> Made<'a> {
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (_aaguid, rest) = bytes.split_at_checked(16)?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, rest) = Some(rest).filter(|_| CREDENTIAL_ID.contains(&length))?.split_at_checked(length)?;
        let (_, after) = Map::first(rest)?;
        let key = rest.get(..rest.len() - after.len()).filter(|key| key.len() <= MAX_KEY)?;
        Some((Self { id, key }, after))
    }
}

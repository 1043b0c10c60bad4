//! Codes of six digits that somebody's own device makes, asked for besides the password: TOTP (RFC 6238) on HMAC-SHA-1, as
//! every app for it knows it.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::{hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mimus_store::{Person, PersonId, Store};
use serde_json::json;
use url::form_urlencoded::byte_serialize;

use super::record::entry;
use super::sign_in::is_password_of;
use super::{DeskError, Wanting};
use crate::secrets::Secrets;

/// Bytes of a secret: as many as SHA-1 gives (RFC 4226, section 4, R6).
const SECRET: usize = 20;
/// Seconds that a code is good for: RFC 6238's X.
const PERIOD: i64 = 30;
/// Codes have six digits.
const CODES: u32 = 1_000_000;
/// How many steps a device's clock may be off, to either side (RFC 6238, section 5.2).
const TOLERANCE: i64 = 1;
/// RFC 4648, section 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What a device and this server share. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; SECRET]);

/// A secret that somebody may take on, by a code that it makes.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The secret.
    pub secret: TotpSecret,
    /// The same, sealed for them, in base64url: what the form carries until it has a code.
    pub sealed: String,
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    fn random() -> Result<Self, DeskError> {
        let mut bytes = [0; SECRET];
        rand::fill(&mut bytes).map_err(|_| DeskError::NoRandomness)?;
        Ok(Self(bytes))
    }

    fn read(bytes: &[u8]) -> Result<Self, DeskError> {
        bytes.try_into().map(Self).map_err(|_| DeskError::OtherKey)
    }

    /// The secret as people type it into a device: 32 letters and digits of base32.
    #[must_use]
    pub fn base32(&self) -> String {
        let (mut text, mut held, mut bits) = (String::with_capacity(32), 0_u32, 0_u32);
        for byte in self.0 {
            held = (held << 8) | u32::from(byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                text.push(char::from(BASE32[(held >> bits) as usize & 31]));
            }
            held &= (1 << bits) - 1;
        }
        text
    }

    /// The `otpauth://` address that devices take it from; `site` and `name` are what they show.
    #[must_use]
    pub fn address(&self, site: &str, name: &str) -> String {
        // A colon parts the two.
        let site = escaped(&site.replace(':', " "));
        let (name, secret) = (escaped(name), self.base32());
        format!(
            "otpauth://totp/{site}:{name}?secret={secret}&issuer={site}&algorithm=SHA1&digits=6&period={PERIOD}"
        )
    }

    /// The code of a moment, with its zeros.
    #[must_use]
    pub fn code(&self, at: Timestamp) -> String {
        self.code_of(step(at))
    }

    fn code_of(&self, step: i64) -> String {
        format!("{:06}", self.truncated(step) % CODES)
    }

    /// RFC 4226, section 5.3.
    fn truncated(&self, step: i64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag.last().copied().unwrap_or_default() & 15);
        let four = tag.iter().skip(at).take(4);
        four.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff
    }

    /// The step of the code, if it is one of about now.
    fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let typed: String = code.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        let around = step(now) - TOLERANCE..=step(now) + TOLERANCE;
        let is_it =
            |step: &i64| verify_slices_are_equal(self.code_of(*step).as_bytes(), typed.as_bytes()).is_ok();
        around.into_iter().find(is_it)
    }
}

fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(PERIOD)
}

/// Apps take a plus for a plus.
fn escaped(words: &str) -> String {
    byte_serialize(words.as_bytes()).collect::<String>().replace('+', "%20")
}

fn kept_for(person: PersonId) -> String {
    format!("totp {person}")
}

fn offered_to(person: PersonId) -> String {
    format!("totp offer {person}")
}

/// Makes a new secret for somebody, which is not theirs until [`turn_on`].
pub fn offer(secrets: &Secrets, person: PersonId) -> Result<Offer, DeskError> {
    let secret = TotpSecret::random()?;
    let sealed = secrets.seal(&offered_to(person), &secret.0).map_err(|_| DeskError::NoRandomness)?;
    Ok(Offer { secret, sealed: URL_SAFE_NO_PAD.encode(sealed) })
}

/// Opens what [`offer`] sealed.
pub fn read_offer(secrets: &Secrets, person: PersonId, sealed: &str) -> Result<Offer, DeskError> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| DeskError::OtherKey)?;
    let secret = secrets.unseal(&offered_to(person), &bytes).map_err(|_| DeskError::OtherKey)?;
    Ok(Offer { secret: TotpSecret::read(&secret)?, sealed: sealed.to_owned() })
}

/// From now on somebody is asked for codes of this secret, which the code shows to be on their device.
pub async fn turn_on(
    store: &Store,
    secrets: &Secrets,
    person: &Person,
    offer: &Offer,
    code: &str,
    now: Timestamp,
) -> Result<(), DeskError> {
    let step = offer.secret.step_of(code, now).ok_or(DeskError::Code)?;
    let sealed = secrets.seal(&kept_for(person.id), &offer.secret.0).map_err(|_| DeskError::NoRandomness)?;
    let about = format!("person {}", person.name);
    let entries = [entry(&person.shown, "person.code_on", about, None, json!({}))];
    match store.set_totp(person.id, sealed, step, &entries, now).await? {
        true => Ok(()),
        false => Err(DeskError::Wanting(Wanting::CodeOff)),
    }
}

/// Somebody is asked for no code any more; their password shows that it is them.
pub async fn turn_off(
    store: &Store,
    person: &Person,
    password: &str,
    now: Timestamp,
) -> Result<(), DeskError> {
    if !is_password_of(store, person, password, now).await? {
        return Err(DeskError::Wrong);
    }
    let about = format!("person {}", person.name);
    let entries = [entry(&person.shown, "person.code_off", about, None, json!({}))];
    Ok(store.clear_totp(person.id, &entries, now).await?)
}

/// Whether that is a code of somebody's device that was not used before; from now on it was.
pub(super) async fn take(
    store: &Store,
    secrets: &Secrets,
    person: PersonId,
    code: &str,
    now: Timestamp,
) -> Result<bool, DeskError> {
    let Some(sealed) = store.totp_of(person).await? else { return Ok(false) };
    let secret = secrets.unseal(&kept_for(person), &sealed).map_err(|_| DeskError::OtherKey)?;
    match TotpSecret::read(&secret)?.step_of(code, now) {
        Some(step) => Ok(store.use_totp_step(person, step).await?),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn of_the_rfc() -> TotpSecret {
        TotpSecret(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = of_the_rfc();
        let vectors = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (second, eight) in vectors {
            assert_eq!(secret.truncated(step(at(second))) % 100_000_000, eight, "{second}");
        }
        assert_eq!(secret.code(at(59)), "287082");
        assert_eq!(secret.code(at(1_111_111_109)), "081804");
    }

    #[test]
    fn a_code_is_good_one_step_around_its_own_and_no_longer() {
        let secret = of_the_rfc();
        let code = secret.code(at(59));
        let good: Vec<i64> = [0, 29, 30, 59, 60, 89, 90, 120]
            .into_iter()
            .filter(|n| secret.step_of(&code, at(*n)).is_some())
            .collect();
        assert_eq!(good, [0, 29, 30, 59, 60, 89]);
        assert_eq!(secret.step_of(" 287 082 ", at(59)), Some(1));
        for wrong in ["", "287083", "28708", "2870820", "87082", "２８７０８２"] {
            assert_eq!(secret.step_of(wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_written_as_devices_take_it() {
        let secret = of_the_rfc();
        assert_eq!(secret.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            secret.address("Desk: A & B", "ana.lima"),
            "otpauth://totp/Desk%20%20A%20%26%20B:ana.lima?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Desk%20%20A%20%26%20B&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
    }

    #[test]
    fn an_offer_is_for_one_person() {
        let secrets = Secrets::throw_away();
        let (ana, bo) = ("1".parse().unwrap(), "2".parse().unwrap());
        let made = offer(&secrets, ana).unwrap();
        assert!(read_offer(&secrets, ana, &made.sealed).unwrap().secret == made.secret);
        assert!(read_offer(&secrets, bo, &made.sealed).is_err());
        assert!(read_offer(&secrets, ana, "garbage!").is_err());
    }
}

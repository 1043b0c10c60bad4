//! When a signature counts: its age, the clocks' difference, its own time limit.

use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use jiff::{SignedDuration, Timestamp};

use super::error::SignatureError;

/// The oldest signature that is accepted, whatever it says of its expiry.
///
/// Twelve hours is where Mastodon ends even a signature that names a later `expires`, and where mitra draws
/// its line; GoToSocial and snac take older ones still. Mastodon and Fedify end one without `expires` after
/// about an hour. The wider limit is safe here, because receivers drop an activity that they know by its id,
/// and it spares peers with a queue or a wrong clock a follow that never completes.
pub const MAX_AGE: SignedDuration = SignedDuration::from_hours(12);

/// How far a peer's clock may be off: a date that lies ahead, and an `expires` that has passed, are both
/// forgiven for this long. It is Mastodon's margin.
pub const MAX_SKEW: SignedDuration = SignedDuration::from_hours(1);

// An IMF-fixdate has 29 characters.
const MAX_DATE_LENGTH: usize = 64;

/// Refuses a signature that is too old, from the future, or past its own limit.
pub(super) fn check(
    signed_at: Timestamp,
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), SignatureError> {
    let age = now.duration_since(signed_at);
    if age > MAX_AGE {
        return Err(SignatureError::Stale { by: age - MAX_AGE });
    }
    if age < -MAX_SKEW {
        return Err(SignatureError::Future { by: -age - MAX_SKEW });
    }
    if let Some(expires_at) = expires_at {
        let late = now.duration_since(expires_at);
        if late > MAX_SKEW {
            return Err(SignatureError::Expired { by: late });
        }
    }
    Ok(())
}

/// Reads a `Date` header.
///
/// A weekday that does not fit the date is forgiven: it carries no information.
pub(super) fn parse_date(value: &[u8]) -> Result<Timestamp, SignatureError> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    if value.len() > MAX_DATE_LENGTH {
        return Err(SignatureError::TooLarge { what: "the Date header", limit: MAX_DATE_LENGTH });
    }
    PARSER
        .parse_timestamp(value)
        .map_err(|_| SignatureError::malformed("the Date header", "it is not a date as in RFC 9110"))
}

/// Reads `created` or `expires`: seconds since 1970, where draft-cavage allows a fraction.
pub(super) fn parse_seconds(what: &'static str, value: &str) -> Result<Timestamp, SignatureError> {
    let whole = value.split_once('.').map_or(value, |(whole, _)| whole);
    let bad = || SignatureError::malformed(what, "it is not a number of seconds since 1970");
    let seconds = whole.parse().map_err(|_| bad())?;
    Timestamp::from_second(seconds).map_err(|_| bad())
}

/// Writes a `Date` header.
pub(super) fn format_date(at: Timestamp) -> Result<String, SignatureError> {
    static PRINTER: DateTimePrinter = DateTimePrinter::new();
    PRINTER
        .timestamp_to_rfc9110_string(&at)
        .map_err(|_| SignatureError::unsignable("the time cannot be written as a Date header"))
}

//! Digests by mail, for those who asked for them: of an address that they have confirmed, at an hour of theirs.
//!
//! One node sends them. A digest is recorded as sent when the mail server has taken it: whoever dies in between repeats that one
//! letter, under the same Message-ID, and loses none.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use mimus_store::{DigestTimes, Duty, NewsSettings, Person, PersonId, PersonState, Rhythm, StoreError};

use super::news::News;
use super::{BadAddress, DeskError, Token, Unusable, Wanting};
use crate::mail::{Letter, Mailer, read_address};
use crate::{Engine, Hold};

/// Time between two looks at what is due.
const LOOK: Duration = Duration::from_secs(20);
/// Digests of one turn.
const TURN: u32 = 50;
/// How long the link is good that confirms an address.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Time between two such links for one person, so that nobody is flooded in their name.
const BETWEEN: SignedDuration = SignedDuration::from_mins(10);
/// Wait after the first failure; each further one doubles it, up to a day.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// Most characters of an error that is kept.
const MAX_ERROR: usize = 300;
/// For what the link that ends digests is sealed.
const UNSUBSCRIBE: &str = "unsubscribe from digests";

/// Where the link that confirms an address leads, and the one that ends digests.
pub const CONFIRM: &str = "/desk/confirm";
/// See [`CONFIRM`].
pub const END: &str = "/desk/unsubscribe";

/// What a letter says: subject and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// In which language, as in `de`.
    pub language: String,
}

/// What a digest is written of.
#[derive(Debug)]
pub struct Digest<'a> {
    /// For whom.
    pub person: &'a Person,
    /// What it tells, the newest first.
    pub news: &'a [News],
    /// Where one ends such letters.
    pub unsubscribe: &'a str,
}

/// Writes a digest in the language of whom it is for.
pub type Write = dyn Fn(&Digest<'_>) -> Words + Send + Sync;

/// Sends what is due until it is time to stop. Without a mail server there is nothing to do.
pub async fn run(engine: Engine, write: Box<Write>) {
    while engine.mail.is_some() && !engine.wake.stopping() {
        if let Err(error) = turn(&engine, &*write).await {
            tracing::error!(%error, "digests cannot be sent just now");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => {}
        }
    }
}

/// Sends what is due once, unless another node does. Returns how many letters went.
pub async fn turn(engine: &Engine, write: &Write) -> Result<usize, StoreError> {
    let Some(mailer) = &engine.mail else { return Ok(0) };
    if engine.store.digests_due(engine.clock.now(), 1).await?.is_empty() {
        return Ok(0);
    }
    let hold = engine.node.hold().await?;
    if !engine.store.claim_duty(Duty::Digests, hold.name()).await? {
        return Ok(0);
    }
    let mut sent = 0;
    // What was due before the duty was taken may have been sent by the node that had it.
    for (person, settings) in engine.store.digests_due(engine.clock.now(), TURN).await? {
        if !hold.is_good() || engine.wake.stopping() {
            break;
        }
        sent += usize::from(engine.send_digest(mailer, &hold, write, &person, &settings).await?);
    }
    Ok(sent)
}

impl Engine {
    async fn send_digest(
        &self,
        mailer: &Mailer,
        hold: &Hold,
        write: &Write,
        person: &Person,
        settings: &NewsSettings,
    ) -> Result<bool, StoreError> {
        let (Some(address), Some(was)) = (&person.email, settings.next_at) else { return Ok(false) };
        let until = self.clock.now();
        let news = self.news(person, settings.since).await?;
        let next = next_time(settings.rhythm, settings.hour, &settings.zone, until);
        if news.is_empty() {
            self.store.digest_sent(person.id, was, until, next, false).await?;
            return Ok(false);
        }
        let unsubscribe = match self.unsubscribe_link(person, address) {
            Ok(link) => link,
            Err(error) => {
                self.digest_failed(person, settings, &error.to_string()).await?;
                return Ok(false);
            }
        };
        let words = write(&Digest { person, news: &news, unsubscribe: &unsubscribe });
        let letter = Letter {
            to: address.clone(),
            subject: words.subject,
            body: words.body,
            language: words.language,
            id: format!("digest-{}-{}", person.id, was.as_millisecond()),
            unsubscribe: Some(unsubscribe),
        };
        if !hold.is_good() {
            return Ok(false);
        }
        match mailer.send(&letter, until).await {
            Ok(()) => {
                self.store.digest_sent(person.id, was, until, next, true).await?;
                Ok(true)
            }
            Err(error) => {
                tracing::warn!(person = %person.id, %error, "a digest could not be sent");
                self.digest_failed(person, settings, &error.to_string()).await?;
                Ok(false)
            }
        }
    }

    async fn digest_failed(
        &self,
        person: &Person,
        settings: &NewsSettings,
        why: &str,
    ) -> Result<(), StoreError> {
        let retry_at = self.clock.now().saturating_add(wait(settings.failures)).unwrap_or(Timestamp::MAX);
        let why: String = why.chars().take(MAX_ERROR).collect();
        self.store.digest_failed(person.id, &why, retry_at).await
    }

    /// Has a link sent to an address that somebody gives as theirs; nothing else is sent there before it was followed. `write` makes
    /// the letter of the link.
    pub async fn ask_address(
        &self,
        person: &Person,
        typed: &str,
        write: impl FnOnce(&str) -> Words,
    ) -> Result<(), DeskError> {
        let mailer = self.mail.as_ref().ok_or(DeskError::NoMail)?;
        let address = read_address(typed).map_err(|_| BadAddress::Mail(typed.chars().take(100).collect()))?;
        let (token, now) = (Token::random()?, self.clock.now());
        let until = now.saturating_add(LINK_LIFE).unwrap_or(Timestamp::MAX);
        let unless = now.saturating_sub(BETWEEN).unwrap_or(Timestamp::MIN);
        let hash = token.hash();
        if !self.store.ask_address(person.id, &address, &hash, until, unless, now).await? {
            return Err(DeskError::Wait(BETWEEN.try_into().unwrap_or_default()));
        }
        let words = write(&format!("{}{CONFIRM}/{}", self.addresses.base(), token.expose()));
        let letter = Letter {
            to: address,
            subject: words.subject,
            body: words.body,
            language: words.language,
            id: format!("confirm-{}", &hash[..24]),
            unsubscribe: None,
        };
        match mailer.send(&letter, now).await {
            Ok(()) => Ok(()),
            Err(error) => {
                self.store.unask_address(person.id, &hash).await?;
                Err(DeskError::Address(BadAddress::NotSent(error.to_string())))
            }
        }
    }

    /// Who is asked whether an address is theirs, and which; none where the link is not good, or not any more.
    pub async fn address_asked(&self, token: &Token) -> Result<Option<(Person, String)>, DeskError> {
        Ok(self.store.address_asked(&token.hash(), self.clock.now()).await?)
    }

    /// Takes on the address to which that link was sent.
    pub async fn confirm_address(&self, token: &Token) -> Result<(), DeskError> {
        match self.store.confirm_address(&token.hash(), self.clock.now()).await? {
            true => Ok(()),
            false => Err(DeskError::Link),
        }
    }

    /// Keeps how often, at which hour and in which zone somebody gets digests.
    pub async fn keep_digest(
        &self,
        person: &Person,
        rhythm: Rhythm,
        hour: u8,
        zone: &str,
    ) -> Result<(), DeskError> {
        if rhythm != Rhythm::Off && person.email.is_none() {
            return Err(DeskError::Wanting(Wanting::ConfirmedAddress));
        }
        let zone: String = zone.trim().chars().take(60).collect();
        if hour > 23 || TimeZone::get(&zone).is_err() {
            return Err(DeskError::Unusable(Unusable::Hour { hour, zone }));
        }
        let now = self.clock.now();
        let next_at = next_time(rhythm, hour, &zone, now);
        let times = DigestTimes { rhythm, hour, zone: &zone, next_at };
        Ok(self.store.set_digest(person.id, times, now).await?)
    }

    fn unsubscribe_link(&self, person: &Person, address: &str) -> Result<String, DeskError> {
        let whom = format!("{} {address}", person.id);
        let sealed = self.secrets.seal(UNSUBSCRIBE, whom.as_bytes()).map_err(|_| DeskError::NoRandomness)?;
        Ok(format!("{}{END}/{}", self.addresses.base(), URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Whose digests a link ends; none where it is not one of ours, or they have another address by now.
    pub async fn whose_digests(&self, sealed: &str) -> Result<Option<Person>, DeskError> {
        let opened = URL_SAFE_NO_PAD.decode(sealed).ok();
        let opened = opened.and_then(|sealed| self.secrets.unseal(UNSUBSCRIBE, &sealed).ok());
        let Some(whom) = opened.and_then(|whom| String::from_utf8(whom).ok()) else { return Ok(None) };
        let Some((id, address)) = whom.split_once(' ') else { return Ok(None) };
        let Ok(id) = id.parse::<PersonId>() else { return Ok(None) };
        let person = self.store.person(id).await?;
        Ok(person
            .filter(|person| person.state == PersonState::Active && person.email.as_deref() == Some(address)))
    }

    /// Ends the digests of whoever a link is for; who has none any more hears the same.
    pub async fn end_digests(&self, sealed: &str) -> Result<(), DeskError> {
        let person = self.whose_digests(sealed).await?.ok_or(DeskError::Link)?;
        let settings = self.store.news_settings(person.id).await?;
        let (hour, zone) = settings.map_or((7, "UTC".to_owned()), |kept| (kept.hour, kept.zone));
        let times = DigestTimes { rhythm: Rhythm::Off, hour, zone: &zone, next_at: None };
        Ok(self.store.set_digest(person.id, times, self.clock.now()).await?)
    }
}

/// When the next digest is due after `now`: at that hour each day, or each Monday. In a zone that this machine does not know it is
/// UTC's.
fn next_time(rhythm: Rhythm, hour: u8, zone: &str, now: Timestamp) -> Option<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let hour = Time::new(i8::try_from(hour).ok()?, 0, 0, 0).ok()?;
    let today = now.to_zoned(zone.clone()).date();
    (0..=8).find_map(|days| {
        let day = today.checked_add(days.days()).ok()?;
        let fits = match rhythm {
            Rhythm::Off => false,
            Rhythm::Daily => true,
            Rhythm::Weekly => day.weekday() == Weekday::Monday,
        };
        let at = day.to_datetime(hour).to_zoned(zone.clone()).ok()?.timestamp();
        (fits && at > now).then_some(at)
    })
}

/// How long a digest rests after it has failed so often before.
fn wait(failures: u32) -> SignedDuration {
    let factor = 2_i32.checked_pow(failures).unwrap_or(i32::MAX);
    FIRST_WAIT.checked_mul(factor).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_next_one_is_at_that_hour_of_their_zone() {
        let next = |rhythm, hour, zone, now: &str| {
            next_time(rhythm, hour, zone, now.parse().unwrap()).map(|at| at.to_string())
        };
        // A Tuesday.
        let now = "2026-11-24T06:30:00Z";
        let at = |time: &str| Some(time.to_owned());
        assert_eq!(next(Rhythm::Daily, 8, "Europe/Berlin", now), at("2026-11-24T07:00:00Z"));
        assert_eq!(next(Rhythm::Daily, 7, "Europe/Berlin", now), at("2026-11-25T06:00:00Z"));
        assert_eq!(next(Rhythm::Weekly, 8, "Europe/Berlin", now), at("2026-11-30T07:00:00Z"));
        assert_eq!(next(Rhythm::Weekly, 0, "nowhere", "2026-11-30T00:00:00Z"), at("2026-12-07T00:00:00Z"));
        assert_eq!(next(Rhythm::Off, 8, "UTC", now), None);
        // The hour that the clocks leave out in spring is the one after.
        let spring = next(Rhythm::Daily, 2, "Europe/Berlin", "2027-03-27T12:00:00Z");
        assert_eq!(spring, at("2027-03-28T01:00:00Z"));
    }

    #[test]
    fn waits_grow_up_to_a_day() {
        let minutes: Vec<i64> = [0, 1, 8, 9, 400].map(|n| wait(n).as_mins()).to_vec();
        assert_eq!(minutes, [5, 10, 1_280, 1_440, 1_440]);
    }
}

//! Signing in: by a link that is good once, or by name and password and, where somebody wants that, a code of their own device.
//! Passwords are kept as argon2id writes them.

use std::sync::LazyLock;
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use mimus_store::{
    LinkFor, NewPerson, NewSession, Person, PersonId, PersonState, Session, Store, StoreError,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::record::entry;
use super::{DeskError, Token, after, totp};
use crate::secrets::Secrets;

/// How long a link waits to be used.
pub const LINK_LIFE: Duration = Duration::from_secs(3_600);
/// How long an invitation does.
pub const INVITATION_LIFE: Duration = Duration::from_secs(7 * 86_400);
/// How long a session lasts.
pub const SESSION_LIFE: Duration = Duration::from_secs(12 * 3_600);

/// How long a code is waited for after the password.
pub const CODE_LIFE: Duration = Duration::from_secs(300);

/// Wrong guesses after which none is looked at for a while.
const FREE_GUESSES: u32 = 5;
/// Longest of these whiles.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// Passwords that are hashed at once: each takes 19 MiB (OWASP's first choice of parameters for argon2id).
static HASHING: Semaphore = Semaphore::const_new(2);

/// What the password of somebody who is not there is compared with, so that it takes as long.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this password").ok());

/// With what somebody comes, as the browser says it.
#[derive(Debug, Clone, Copy)]
pub struct Agent<'a>(pub &'a str);

/// A session and whose it is.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// Whose.
    pub person: Person,
}

/// How far somebody has come.
#[derive(Debug, Clone)]
pub enum Entered {
    /// In: their session's token.
    In(Token),
    /// As far as [`by_code`]: a ticket for it, good for [`CODE_LIFE`]; some 130 characters of base64url.
    NeedsCode(String),
}

/// That somebody has shown to be who they are, but for the code.
#[derive(Serialize, Deserialize)]
struct Ticket {
    person: String,
    until: Timestamp,
}

/// For what tickets are sealed.
const TICKETS: &str = "sign-in ticket";

/// Makes a link's token, good once.
pub async fn make_link(store: &Store, whom: LinkFor, now: Timestamp) -> Result<Token, DeskError> {
    let token = Token::random()?;
    let life = if whom == LinkFor::NewKeeper { LINK_LIFE } else { INVITATION_LIFE };
    store.add_desk_link(&token.hash(), whom, after(now, life)).await?;
    Ok(token)
}

/// For whom a link is, with the person where it is for one.
pub async fn read_link(
    store: &Store,
    link: &Token,
    now: Timestamp,
) -> Result<(LinkFor, Option<Person>), DeskError> {
    let whom = store.desk_link(&link.hash(), now).await?.ok_or(DeskError::Link)?;
    let person = match whom {
        LinkFor::NewKeeper => None,
        LinkFor::Person(id) => Some(store.person(id).await?.ok_or(DeskError::Link)?),
    };
    Ok((whom, person))
}

/// Uses a new keeper's link up: makes the keeper, and returns their session's token.
pub async fn enter_as_new_keeper(
    store: &Store,
    link: &Token,
    name: &str,
    shown: &str,
    password: &str,
    agent: Agent<'_>,
    now: Timestamp,
) -> Result<Token, DeskError> {
    let name = read_name(name)?;
    let hashed = hash_password(password).await?;
    let shown = read_shown(shown, &name);
    let session = Token::random()?;
    let new = NewPerson {
        name: &name,
        shown: &shown,
        keeper: true,
        state: PersonState::Active,
        password: Some(&hashed),
    };
    let entries = [entry(
        &shown,
        "person.entered",
        format!("person {name}"),
        None,
        serde_json::json!({"keeper": true}),
    )];
    let made = store
        .enter_as_new_keeper(&link.hash(), &new, open(&session.hash(), agent, now), &entries, now)
        .await
        .map_err(|error| taken(error, &name))?;
    made.map(|_| session).ok_or(DeskError::Link)
}

/// Uses somebody's link up, gives them a password, and returns their session's token.
pub async fn enter_by_link(
    store: &Store,
    link: &Token,
    person: &Person,
    password: &str,
    agent: Agent<'_>,
    now: Timestamp,
) -> Result<Token, DeskError> {
    let hashed = hash_password(password).await?;
    let session = Token::random()?;
    let entries = [entry(
        &person.shown,
        "person.entered",
        format!("person {}", person.name),
        None,
        serde_json::json!({}),
    )];
    let (hash, session_hash) = (link.hash(), session.hash());
    let opened = open(&session_hash, agent, now);
    let good = store.enter_by_link(&hash, person.id, Some(&hashed), opened, &entries, now).await?;
    if good { Ok(session) } else { Err(DeskError::Link) }
}

/// Signs in by name and password. Who guesses wrong waits, longer each time, whether or not there is somebody of that name.
/// Without `secrets` nobody comes in whose codes must be checked.
pub async fn by_password(
    store: &Store,
    secrets: Option<&Secrets>,
    name: &str,
    password: &str,
    agent: Agent<'_>,
    now: Timestamp,
) -> Result<Entered, DeskError> {
    let name: String = name.trim().to_lowercase().chars().take(60).collect();
    guess(store, &name, now).await?;
    let found = store.password_of(&name).await?;
    let (person, kept) = match found {
        Some((id, kept)) => (Some(id), Some(kept)),
        None => (None, NOBODY.clone()),
    };
    let good = verify_password(password, kept).await;
    let Some(person) = person.filter(|_| good) else { return Err(DeskError::Wrong) };
    let entered = admit(store, secrets, person, agent, now).await?;
    // Who knows the password alone does not get more guesses at the code by it.
    if matches!(entered, Entered::In(_)) {
        store.forget_guesses(&name).await?;
    }
    Ok(entered)
}

/// Lets somebody in of whom it is known that it is them, but for the code where they are asked for one.
pub(super) async fn admit(
    store: &Store,
    secrets: Option<&Secrets>,
    person: PersonId,
    agent: Agent<'_>,
    now: Timestamp,
) -> Result<Entered, DeskError> {
    if store.totp_of(person).await?.is_none() {
        return open_for(store, person, agent, now).await.map(Entered::In);
    }
    let ticket = Ticket { person: person.to_string(), until: after(now, CODE_LIFE) };
    let ticket = serde_json::to_vec(&ticket).map_err(|_| DeskError::OtherKey)?;
    let secrets = secrets.ok_or(DeskError::OtherKey)?;
    let sealed = secrets.seal(TICKETS, &ticket).map_err(|_| DeskError::NoRandomness)?;
    Ok(Entered::NeedsCode(URL_SAFE_NO_PAD.encode(sealed)))
}

/// Signs in who has a ticket of [`Entered::NeedsCode`] by the code that their device shows; returns the session's token. Wrong
/// codes count as wrong passwords do.
pub async fn by_code(
    store: &Store,
    secrets: &Secrets,
    ticket: &str,
    code: &str,
    agent: Agent<'_>,
    now: Timestamp,
) -> Result<Token, DeskError> {
    let id = read_ticket(secrets, ticket, now).ok_or(DeskError::TooLate)?;
    let person = store.person(id).await?.ok_or(DeskError::TooLate)?;
    if person.state != PersonState::Active || !person.has_totp {
        return Err(DeskError::TooLate);
    }
    guess(store, &person.name, now).await?;
    if !totp::take(store, secrets, id, code, now).await? {
        return Err(DeskError::Code);
    }
    store.forget_guesses(&person.name).await?;
    open_for(store, id, agent, now).await
}

/// Whose ticket this is, if it is good.
pub(super) fn read_ticket(secrets: &Secrets, ticket: &str, now: Timestamp) -> Option<PersonId> {
    let sealed = URL_SAFE_NO_PAD.decode(ticket).ok()?;
    let ticket: Ticket = serde_json::from_slice(&secrets.unseal(TICKETS, &sealed).ok()?).ok()?;
    ticket.person.parse().ok().filter(|_| now < ticket.until)
}

/// Counts a guess at what somebody of that name knows, before it is looked at; fails where none is looked at for a while.
async fn guess(store: &Store, name: &str, now: Timestamp) -> Result<(), DeskError> {
    let (before, wait) = match store.guesses(name).await? {
        Some((wrong, last)) => (wrong, wait(wrong, last, now)),
        None => (0, SignedDuration::ZERO),
    };
    if wait.is_positive() {
        return Err(DeskError::Wait(wait.try_into().unwrap_or_default()));
    }
    // Of guesses that come at once no more are looked at than of those that come one by one.
    let counted = store.count_guess(name, now).await?;
    if counted > FREE_GUESSES.max(before.saturating_add(1)) {
        return Err(DeskError::Wait(Duration::from_secs(60)));
    }
    Ok(())
}

/// Opens a session for somebody of whom it is known that it is them.
pub async fn open_for(
    store: &Store,
    person: PersonId,
    agent: Agent<'_>,
    now: Timestamp,
) -> Result<Token, DeskError> {
    let session = Token::random()?;
    store.open_session(person, open(&session.hash(), agent, now), &[], now).await?;
    Ok(session)
}

/// Who has this session, if it is open.
pub async fn signed_in(store: &Store, token: &Token, now: Timestamp) -> Result<Option<SignedIn>, StoreError> {
    let Some(session) = store.session(&token.hash(), now).await? else { return Ok(None) };
    if now.duration_since(session.seen_at) > SignedDuration::from_mins(1) {
        store.session_seen(&session.hash, now).await?;
    }
    let person = store.person(session.person).await?;
    Ok(person.map(|person| SignedIn { session, person }))
}

/// Gives somebody a new password; all their other sessions end.
pub async fn set_password(
    store: &Store,
    person: PersonId,
    password: &str,
    keep: Option<&Session>,
) -> Result<(), DeskError> {
    let hashed = hash_password(password).await?;
    store.set_password(person, &hashed).await?;
    store.end_sessions_of(person, keep.map(|session| session.hash.as_str())).await?;
    Ok(())
}

/// Whether that is somebody's password; a guess like any other.
pub async fn is_password_of(
    store: &Store,
    person: &Person,
    password: &str,
    now: Timestamp,
) -> Result<bool, DeskError> {
    guess(store, &person.name, now).await?;
    let kept = store.password_of(&person.name).await?.map(|(_, kept)| kept);
    let good = verify_password(password, kept).await;
    if good {
        store.forget_guesses(&person.name).await?;
    }
    Ok(good)
}

/// A name to sign in with, as it is kept.
pub fn read_name(name: &str) -> Result<String, DeskError> {
    let name = name.trim().to_lowercase();
    let fits = (2..=40).contains(&name.chars().count())
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if fits { Ok(name) } else { Err(DeskError::Name) }
}

/// A name that others see, as it is kept.
#[must_use]
pub fn read_shown(shown: &str, name: &str) -> String {
    let shown: String = shown.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    if shown.is_empty() { name.to_owned() } else { shown }
}

fn taken(error: StoreError, name: &str) -> DeskError {
    match error {
        StoreError::Taken { .. } => DeskError::NameTaken(name.to_owned()),
        other => other.into(),
    }
}

fn open<'a>(hash: &'a str, agent: Agent<'a>, now: Timestamp) -> NewSession<'a> {
    NewSession { hash, agent: agent.0, expires_at: after(now, SESSION_LIFE) }
}

/// How long no guess is looked at after so many wrong ones: a minute, then twice as long each time.
fn wait(wrong: u32, last: Timestamp, now: Timestamp) -> SignedDuration {
    let Some(beyond) = wrong.checked_sub(FREE_GUESSES) else { return SignedDuration::ZERO };
    let minutes = 2_i64.saturating_pow(beyond.min(20));
    let wait = SignedDuration::from_mins(minutes).min(LONGEST_WAIT);
    // A clock that was set back makes nobody wait longer.
    let passed = now.duration_since(last).max(SignedDuration::ZERO);
    wait.checked_sub(passed).unwrap_or(SignedDuration::ZERO).max(SignedDuration::ZERO)
}

fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn hash(password: &str) -> Result<String, DeskError> {
    let mut salt = [0; 16];
    rand::fill(&mut salt).map_err(|_| DeskError::NoRandomness)?;
    let salt = SaltString::encode_b64(&salt).map_err(|_| DeskError::NoRandomness)?;
    let hashed = argon().hash_password(password.as_bytes(), &salt).map_err(|_| DeskError::NoRandomness)?;
    Ok(hashed.to_string())
}

pub(crate) async fn hash_password(password: &str) -> Result<String, DeskError> {
    if !(12..=200).contains(&password.chars().count()) {
        return Err(DeskError::Password);
    }
    let password = password.to_owned();
    let _turn = HASHING.acquire().await;
    tokio::task::spawn_blocking(move || hash(&password)).await.map_err(|_| DeskError::NoRandomness)?
}

async fn verify_password(password: &str, kept: Option<String>) -> bool {
    let password: String = password.chars().take(200).collect();
    let Some(kept) = kept else { return false };
    let _turn = HASHING.acquire().await;
    let verified = tokio::task::spawn_blocking(move || {
        let kept = PasswordHash::new(&kept).ok()?;
        argon().verify_password(password.as_bytes(), &kept).ok()
    });
    verified.await.is_ok_and(|good| good.is_some())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn who_guesses_wrong_waits_longer_each_time_and_an_hour_at_most() {
        let last: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let minutes = |wrong| wait(wrong, last, last).as_secs() / 60;
        assert_eq!([0, 4, 5, 6, 7, 10, 11, 90].map(minutes), [0, 0, 1, 2, 4, 32, 60, 60]);
        let later = last.checked_add(SignedDuration::from_secs(59)).unwrap();
        assert_eq!(wait(5, last, later).as_secs(), 1);
        let before = last.checked_sub(SignedDuration::from_hours(5)).unwrap();
        assert_eq!(wait(5, last, before).as_secs(), 60);
    }

    #[test]
    fn names_are_read_as_they_are_kept() {
        assert_eq!(read_name(" Ana.Lima ").unwrap(), "ana.lima");
        for wrong in ["", "a", "1ana", "ana lima", "ana@example.org", &"a".repeat(41)] {
            assert!(read_name(wrong).is_err(), "{wrong}");
        }
        assert_eq!(read_shown("  Ana \n Lima ", "ana"), "Ana Lima");
        assert_eq!(read_shown(" ", "ana"), "ana");
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other() {
        let kept = hash_password("correct horse battery").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify_password("correct horse battery", Some(kept.clone())).await);
        assert!(!verify_password("correct horse batterz", Some(kept)).await);
        assert!(!verify_password("", None).await);
        assert!(hash_password("too short").await.is_err());
    }
}

//! Tokens of the API: somebody makes them for their programs, each for some uses and some time.

use jiff::{SignedDuration, Timestamp};
use mimus_core::desk::Scope;
use mimus_store::{ApiToken, NewApiToken, Person, PersonState};
use serde_json::json;

use super::record::entry;
use super::{DeskError, Token, Unusable, Wanting};
use crate::Engine;

/// What every token begins with, so that those who look for secrets in code know it.
pub const PREFIX: &str = "mimus_";
/// How long a token is good where nobody says otherwise.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long it may be.
pub const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(24 * 366);

/// Most tokens that somebody has at once.
const MOST: u64 = 50;
/// Most characters of a token's name.
const MAX_NAME: usize = 60;
/// How exactly the last use is known.
const USE: SignedDuration = SignedDuration::from_mins(1);

/// A token that is wanted.
#[derive(Debug, Clone)]
pub struct WantedToken {
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Until when; 90 days where nothing is said.
    pub until: Option<Timestamp>,
}

/// Who asks with a token.
#[derive(Debug, Clone)]
pub struct TokenUser {
    /// The token.
    pub token: ApiToken,
    /// Whose it is.
    pub person: Person,
}

/// A token as its owner has it, for the one place where it is shown.
fn shown(token: &Token) -> String {
    format!("{PREFIX}{}", token.expose())
}

impl Engine {
    /// Makes somebody a token, and returns it as it is shown this once. One that is asked for `with` another may no more and no
    /// longer than that.
    pub async fn make_token(
        &self,
        by: &Person,
        with: Option<&ApiToken>,
        wanted: &WantedToken,
    ) -> Result<(String, ApiToken), DeskError> {
        if by.state != PersonState::Active {
            return Err(DeskError::NotFound);
        }
        let name: String =
            wanted.name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_NAME).collect();
        if name.is_empty() {
            return Err(DeskError::Wanting(Wanting::TokenName));
        }
        let mut scopes = wanted.scopes.clone();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() {
            return Err(DeskError::Wanting(Wanting::TokenScopes));
        }
        if let Some(beyond) = scopes.iter().find(|scope| with.is_some_and(|with| !with.has(**scope))) {
            return Err(DeskError::Scope(*beyond));
        }
        let now = self.clock.now();
        let expires_at = end(wanted.until, with, now)?;
        let token = Token::random()?;
        let hash = token.hash();
        let new = NewApiToken { hash: &hash, person: by.id, name: &name, scopes: &scopes, expires_at };
        let detail = json!({"scopes": scopes, "until": expires_at});
        let entries = [entry(&by.shown, "token.made", format!("token {name}"), None, detail)];
        if !self.store.add_api_token(&new, MOST, &entries, now).await? {
            return Err(DeskError::Wanting(Wanting::FewerTokens));
        }
        let made = self.store.api_token(&hash, now).await?.ok_or(DeskError::NotFound)?;
        Ok((shown(&token), made))
    }

    /// Somebody's tokens.
    pub async fn tokens_of(&self, by: &Person) -> Result<Vec<ApiToken>, DeskError> {
        Ok(self.store.api_tokens(by.id, self.clock.now()).await?)
    }

    /// Ends a token of one's own, by its [`ApiToken::id`].
    pub async fn revoke_token(&self, by: &Person, id: &str) -> Result<(), DeskError> {
        let tokens = self.tokens_of(by).await?;
        let token = tokens.iter().find(|token| token.id() == id).ok_or(DeskError::NotFound)?;
        let about = format!("token {}", token.name);
        let entries = [entry(&by.shown, "token.revoked", about, None, json!({}))];
        let gone = self.store.forget_api_token(by.id, id, &entries, self.clock.now()).await?;
        if gone { Ok(()) } else { Err(DeskError::NotFound) }
    }

    /// Who asks with this token, if it is good.
    pub async fn token_user(&self, shown: &str) -> Result<Option<TokenUser>, DeskError> {
        let Some(token) = shown.strip_prefix(PREFIX).and_then(Token::read) else { return Ok(None) };
        let now = self.clock.now();
        let Some(token) = self.store.api_token(&token.hash(), now).await? else { return Ok(None) };
        let Some(person) = self.store.person(token.person).await? else { return Ok(None) };
        if person.state != PersonState::Active {
            return Ok(None);
        }
        if token.used_at.is_none_or(|used| now.duration_since(used).abs() >= USE) {
            self.store.api_token_used(&token.hash, now).await?;
        }
        Ok(Some(TokenUser { token, person }))
    }
}

/// Until when a token is good.
fn end(wanted: Option<Timestamp>, with: Option<&ApiToken>, now: Timestamp) -> Result<Timestamp, DeskError> {
    let after = |life: SignedDuration| now.saturating_add(life).unwrap_or(Timestamp::MAX);
    let latest = with.map_or(after(LONGEST_LIFE), |with| with.expires_at.min(after(LONGEST_LIFE)));
    let end = wanted.unwrap_or_else(|| after(LIFE).min(latest));
    if end <= now {
        return Err(DeskError::Unusable(Unusable::TokenOver));
    }
    if end > latest {
        let why = match with {
            Some(with) if with.expires_at <= after(LONGEST_LIFE) => Unusable::TokenOfToken(latest),
            _ => Unusable::TokenLong,
        };
        return Err(DeskError::Unusable(why));
    }
    Ok(end)
}

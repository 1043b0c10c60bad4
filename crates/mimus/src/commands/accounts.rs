//! `mimus account …`.

use std::io::{self, BufRead, IsTerminal, Read};
use std::sync::Arc;

use jiff::SignedDuration;
use mimus_core::Network;
use mimus_core::policy::Retention;
use mimus_core::render::DestinationLimits;
use mimus_engine::Engine;
use mimus_engine::desk::by_hand::HandAccount;
use mimus_engine::relay::tokens::NewTokens;
use mimus_networks::mastodon::{MastodonCredentials, connect};
use mimus_networks::x::{Secret, Tokens};
use mimus_networks::{Access, Credentials, XCredentials};
use mimus_store::{Account, AccountName, Person, RouteFrom};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::cli::AccountCommand;
use crate::commands::retention::{self, Deed};
use crate::config::Config;
use crate::{node, say};

/// Longest token or code, in bytes.
const MAX_TOKEN: u64 = 16 << 10;

/// An account as it is printed.
#[derive(Serialize)]
struct Shown {
    account: String,
    network: Network,
    #[serde(skip_serializing_if = "String::is_empty")]
    server: String,
    remote_id: String,
    name: String,
    state: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    by_hand: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason: Option<String>,
    connected_at: String,
    checked_at: String,
    limits: DestinationLimits,
    rules: Vec<String>,
    routes: Vec<i64>,
}

fn time(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: AccountCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    match command {
        AccountCommand::Connect { network, by_hand: Some(page), json, .. } => {
            let account = by_hand(&engine, &network, page).await?;
            connected(&engine, account, json).await
        }
        AccountCommand::Connect { network, token_stdin, json, .. } => {
            let access = match network.split_once(':').map_or((network.as_str(), ""), |pair| pair) {
                ("mastodon", server) => mastodon(&engine, server, token_stdin).await?,
                ("x", "") => x(&engine, token_stdin).await?,
                _ => {
                    return Err(format!(
                        "{network:?} cannot be connected; write mastodon:SERVER, such as mastodon:wikimedia.social, or x"
                    ));
                }
            };
            let account = engine.connect_account(&access).await.map_err(|e| e.to_string())?;
            connected(&engine, account, json).await
        }
        AccountCommand::List { json } => list(&engine, json).await,
        AccountCommand::Show { account, json } => show(&engine, &account, json).await,
        AccountCommand::Retain {
            account,
            days,
            no_keep_pinned,
            no_keep_bookmarked,
            keep_likes,
            keep_hashtag,
            a_day,
            preview,
            archive,
            begin,
            off,
            json,
        } => {
            let policy = days.map(|days| Retention {
                days,
                keep_pinned: !no_keep_pinned,
                keep_bookmarked: !no_keep_bookmarked && account.network != Network::X,
                keep_likes,
                keep_hashtags: keep_hashtag,
                a_day,
            });
            let deed = match (begin, off) {
                (true, _) => Deed::Begin,
                (_, true) => Deed::End,
                _ => Deed::Look { policy, archive, preview },
            };
            retention::run(&engine, &account, deed, json).await
        }
        AccountCommand::Disconnect { account } => {
            let left = engine.disconnect_account(&account).await.map_err(|e| e.to_string())?;
            say::line(&format!("{account} is disconnected, and its routes are paused"));
            if let Some(failure) = left {
                say::note(&format!(
                    "its network could not be told ({failure}): take the leave back in the account's own settings"
                ));
            }
            Ok(())
        }
    }
}

async fn by_hand(engine: &Engine, account: &str, page: String) -> Result<Account, String> {
    let (network, handle) = account.split_once(':').unwrap_or((account, ""));
    let network = network.parse().map_err(|error: mimus_core::ids::UnknownNetwork| error.to_string())?;
    let wanted = HandAccount { network, handle: handle.to_owned(), page };
    engine.add_by_hand(&Person::at_the_command_line(), &wanted).await.map_err(|error| error.to_string())
}

fn from_stdin() -> Result<String, String> {
    let mut token = String::new();
    let read = io::stdin().lock().take(MAX_TOKEN + 1).read_to_string(&mut token);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    if token.len() as u64 > MAX_TOKEN {
        return Err(format!(
            "what stands on standard input is longer than {MAX_TOKEN} bytes; give the token alone"
        ));
    }
    Ok(token.trim().to_owned())
}

/// Asks at the terminal.
fn ask(what: &str) -> Result<String, String> {
    say::note(what);
    let mut line = String::new();
    let read = io::stdin().lock().take(MAX_TOKEN).read_line(&mut line);
    match read {
        Ok(0) if !io::stdin().is_terminal() => {
            Err("nothing stands on standard input; give the code there, or use --token-stdin".to_owned())
        }
        Ok(_) => Ok(line.trim().to_owned()),
        Err(error) => Err(format!("standard input cannot be read: {error}")),
    }
}

async fn mastodon(engine: &Engine, server: &str, token_stdin: bool) -> Result<Access, String> {
    let base = connect::discover(&engine.http, server).await.map_err(|e| e.to_string())?;
    let credentials = if token_stdin {
        let access_token = from_stdin()?;
        MastodonCredentials { client_id: String::new(), client_secret: String::new(), access_token }
    } else {
        let website = engine.addresses.about();
        let begun = connect::begin(&engine.http, &base, connect::OUT_OF_BAND, &website)
            .await
            .map_err(|e| e.to_string())?;
        say::line(begun.authorize.as_str());
        let code = ask(
            "Open this address, sign in there as the account, allow it, and give the code that is shown:",
        )?;
        begun.asked.finish(&engine.http, &code).await.map_err(|e| e.to_string())?
    };
    let keeper = Arc::new(NewTokens::new(None));
    let credentials = Credentials::Mastodon(credentials);
    Ok(Access { server: base.to_string(), known_as: None, credentials, keeper })
}

/// Keys or tokens of X, as scripts give them.
#[derive(Deserialize)]
#[serde(untagged)]
enum GivenX {
    Keys { consumer_key: String, consumer_secret: String, token: String, token_secret: String },
    Tokens { access_token: String, refresh_token: Option<String>, expires_in: Option<i64> },
}

async fn x(engine: &Engine, token_stdin: bool) -> Result<Access, String> {
    let (credentials, tokens) = if token_stdin {
        // The parser's own words might quote a secret.
        let given = serde_json::from_str(&from_stdin()?).map_err(|_| {
            "standard input holds neither the tokens nor the keys of an account on X; see mimus account connect --help"
        })?;
        given_x(engine, given)?
    } else {
        let tokens = sign_in_at_x(engine).await?;
        (XCredentials::of_tokens(&tokens), Some(tokens))
    };
    let keeper = Arc::new(NewTokens::new(tokens));
    Ok(Access { server: String::new(), known_as: None, credentials: Credentials::X(credentials), keeper })
}

fn given_x(engine: &Engine, given: GivenX) -> Result<(XCredentials, Option<Tokens>), String> {
    match given {
        GivenX::Keys { consumer_key, consumer_secret, token, token_secret } => {
            Ok((XCredentials::OAuth1 { consumer_key, consumer_secret, token, token_secret }, None))
        }
        GivenX::Tokens { access_token, refresh_token, expires_in } => {
            let secret = |words: &str| Secret::new(words).map_err(|error| error.to_string());
            let life = SignedDuration::from_secs(expires_in.unwrap_or(7_200));
            let now = engine.clock.now();
            let tokens = Tokens {
                access: secret(&access_token)?,
                refresh: refresh_token.as_deref().map(secret).transpose()?,
                expires_at: now.saturating_add(life).unwrap_or(now),
                scopes: Vec::new(),
            };
            Ok((XCredentials::of_tokens(&tokens), Some(tokens)))
        }
    }
}

async fn sign_in_at_x(engine: &Engine) -> Result<Tokens, String> {
    let accounts = &engine.connectors.x_accounts;
    let app = accounts.app.as_ref().ok_or_else(|| {
        "x_client_id is not set; set it to the OAuth 2.0 client id of your app in X's developer console, and register \
         there as its callback this server's address followed by /x/connected"
            .to_owned()
    })?;
    let begun = app.sign_in(engine.limits.x_lists).map_err(|e| e.to_string())?;
    say::line(begun.url.as_str());
    say::note(&format!("X sends you back to {}; register that as the callback of your app.", app.redirect));
    let answer = ask(
        "Open this address, sign in there as the account, allow it, and give the code that you are shown, or the address that you come to:",
    )?;
    let code = code_of(&answer, begun.state.expose())?;
    let code = Secret::new(&code).map_err(|e| e.to_string())?;
    app.exchange(&accounts.http, &code, &begun.verifier, engine.clock.now()).await.map_err(|e| e.to_string())
}

/// The code in the address that X sent somebody back to, or a code alone.
fn code_of(answer: &str, state: &str) -> Result<String, String> {
    let Ok(url) = Url::parse(answer) else { return Ok(answer.to_owned()) };
    let value =
        |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if let Some(error) = value("error") {
        return Err(format!("X did not give leave ({error}); begin again"));
    }
    if value("state").is_some_and(|told| told != state) {
        return Err("this address belongs to another attempt; begin again".to_owned());
    }
    value("code")
        .ok_or_else(|| "there is no code in this address; give the one that X sent you to".to_owned())
}

async fn connected(engine: &Engine, account: Account, json: bool) -> Result<(), String> {
    if json {
        return say::json(&shown(engine, account).await?);
    }
    match account.by_hand {
        true => say::line(&format!("{} is at the Desk, to be published to by hand", account.name())),
        false => say::line(&format!("{} is connected", account.name())),
    }
    for rule in &account.rules {
        say::note(&format!("a rule of its server: {rule}"));
    }
    Ok(())
}

async fn shown(engine: &Engine, account: Account) -> Result<Shown, String> {
    let routes = engine.store.routes().await.map_err(|e| e.to_string())?;
    let touches = |from: &RouteFrom| *from == RouteFrom::Account(account.id);
    let routes = routes.iter().filter(|route| route.to == account.id || touches(&route.from));
    Ok(Shown {
        account: account.name().to_string(),
        routes: routes.map(|route| route.id.get()).collect(),
        network: account.network,
        server: account.server,
        remote_id: account.remote_id,
        name: account.profile.name,
        state: account.state.as_str(),
        by_hand: account.by_hand,
        state_reason: account.state_reason,
        connected_at: time(account.connected_at),
        checked_at: time(account.checked_at),
        limits: account.limits,
        rules: account.rules,
    })
}

async fn list(engine: &Engine, json: bool) -> Result<(), String> {
    let mut all = Vec::new();
    for account in engine.store.accounts().await.map_err(|e| e.to_string())? {
        all.push(shown(engine, account).await?);
    }
    if json {
        return say::json(&all);
    }
    if all.is_empty() {
        say::note("No account is connected yet; mimus account connect connects one.");
    }
    for account in all {
        let reason = account.state_reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        say::line(&format!("{:<40} {}{reason}", account.account, account.state));
    }
    Ok(())
}

async fn show(engine: &Engine, name: &AccountName, json: bool) -> Result<(), String> {
    let account = engine.store.account_named(name).await.map_err(|e| e.to_string())?;
    let account =
        account.ok_or_else(|| format!("{name} is not connected; mimus account list shows those that are"))?;
    let shown = shown(engine, account).await?;
    if json {
        return say::json(&shown);
    }
    say::line(&format!("{} ({})", shown.account, shown.name));
    let reason = shown.state_reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    say::line(&format!("  state      {}{reason}", shown.state));
    say::line(&format!("  connected  {}", shown.connected_at));
    say::line(&format!("  looked at  {}", shown.checked_at));
    let routes: Vec<String> = shown.routes.iter().map(ToString::to_string).collect();
    say::line(&format!(
        "  routes     {}",
        if routes.is_empty() { "none".to_owned() } else { routes.join(", ") }
    ));
    let limits = serde_json::to_string(&shown.limits).map_err(|e| e.to_string())?;
    say::line(&format!("  takes      {limits}"));
    for rule in &shown.rules {
        say::line(&format!("  rule       {rule}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_the_address_that_x_leads_to() {
        let at = |query: &str| code_of(&format!("https://mimus.example/x/connected?{query}"), "mine");
        assert_eq!(at("state=mine&code=abc"), Ok("abc".to_owned()));
        assert_eq!(code_of("abc", "mine"), Ok("abc".to_owned()));
        for bad in ["state=other&code=abc", "state=mine&error=access_denied", "state=mine"] {
            assert!(at(bad).is_err(), "{bad}");
        }
    }
}

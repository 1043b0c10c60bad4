//! The configuration: command line over environment over `mimus.toml` over defaults.

mod keys;
mod roles;
mod sources;
mod told;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use mimus_core::{MirrorsOfX, Money, WebUrl};
use mimus_engine::desk::oidc::IssuerKind;
use mimus_web::Setting;
use url::Url;

pub(crate) use keys::KEYS;
pub(crate) use roles::Roles;
pub(crate) use sources::Sources;

/// A value that must not be printed.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// The value, for the one place that needs it.
    #[must_use]
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// A JSON object a line, for machines.
    Json,
}

/// Everything that can be set.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Under which address the world reaches this server.
    pub(crate) public_url: Url,
    /// On which address and port it listens.
    pub(crate) listen: SocketAddr,
    /// The folder for the database and the media.
    pub(crate) data: PathBuf,
    /// The database, as `sqlite:PATH` or `postgres://…`.
    pub(crate) database_url: Secret,
    /// Whether private addresses are asked.
    pub(crate) allow_private_addresses: bool,
    /// Whether ActivityPub documents are only given to signed requests.
    pub(crate) authorized_fetch: bool,
    /// Requests a minute that one server may send to the inboxes; 0 for any number.
    pub(crate) inbox_rate: u32,
    /// What this place is called.
    pub(crate) name: String,
    /// What it says of itself.
    pub(crate) description: String,
    /// Who runs it.
    pub(crate) operator: String,
    /// Where to find them.
    pub(crate) operator_url: Option<WebUrl>,
    /// How to reach them.
    pub(crate) contact: Option<String>,
    /// Where the source code of what runs here is.
    pub(crate) source_code: Option<WebUrl>,
    /// Bytes of media kept that could be had again.
    pub(crate) media_budget: u64,
    /// Bytes of one media file.
    pub(crate) media_file: u64,
    /// Money for calls to X in a calendar month; without it nothing but X's own limits binds.
    pub(crate) x_budget: Option<Money>,
    /// For how many days a mirror of X is read that nobody follows; 0 for ever.
    pub(crate) x_unfollowed_days: u16,
    /// Who may add mirrors of X.
    pub(crate) x_mirrors: MirrorsOfX,
    /// Mirrors of X a UTC day that are made without a keeper's decision on each.
    pub(crate) x_open_per_day: u32,
    /// Those that one server may ask for.
    pub(crate) x_open_per_server: u32,
    /// Where X's API is.
    pub(crate) x_base_url: Url,
    /// The token of this server's app on X.
    pub(crate) x_bearer_token: Option<Secret>,
    /// Where the key is that seals the credentials of connected accounts.
    pub(crate) secret_key_file: PathBuf,
    /// Another server by which people sign in at the Desk, as it writes its address itself.
    pub(crate) oidc_issuer: Option<String>,
    /// What people call it; empty for its host.
    pub(crate) oidc_name: String,
    /// By what it knows this server.
    pub(crate) oidc_client_id: Option<String>,
    /// Where the secret is that it gave this server.
    pub(crate) oidc_client_secret_file: Option<PathBuf>,
    /// How it speaks.
    pub(crate) oidc_kind: IssuerKind,
    /// The mail server that digests go by, with a password in it.
    pub(crate) smtp_url: Option<Secret>,
    /// Where mail comes from.
    pub(crate) smtp_from: Option<String>,
    /// Under which name this server's app connects accounts on X.
    pub(crate) x_client_id: Option<String>,
    /// Its secret, where it has one.
    pub(crate) x_client_secret: Option<Secret>,
    /// The number of the account on X that the app belongs to, whose own posts X charges less for.
    pub(crate) x_owner: Option<String>,
    /// The secret by which X and this server's webhook prove themselves to each other.
    pub(crate) x_consumer_secret: Option<Secret>,
    /// Whether accounts on X are subscribed to, so that X sends what they do.
    pub(crate) x_activity: bool,
    /// Whether accounts may be put on lists of a connected account on X.
    pub(crate) x_lists: bool,
    /// At how many percent of it an alarm is raised.
    pub(crate) x_budget_warn: u8,
    /// What this node does.
    pub(crate) roles: Roles,
    /// What is logged.
    pub(crate) log: String,
    /// How it is logged.
    pub(crate) log_format: LogFormat,
    /// All of it as keepers are told.
    pub(crate) told: Vec<Setting>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// A file that cannot be read.
    #[error("{}: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A key that there is not.
    #[error("{origin}: there is no setting {key:?}{}", nearest.map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    Unknown {
        /// Where it was given.
        origin: String,
        /// The key.
        key: String,
        /// The nearest that there is.
        nearest: Option<&'static str>,
    },
    /// A value that does not fit its key.
    #[error("{origin}: {key} = {value:?} will not do: {why}")]
    Value {
        /// Where it was given.
        origin: String,
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
        /// What it should be.
        why: String,
    },
}

impl Config {
    /// Reads what was given into what is used.
    pub(crate) fn from_sources(given: &Sources) -> Result<Self, ConfigError> {
        let data: PathBuf = given.parsed("data", |v| Ok(PathBuf::from(v)))?;
        let secret_key_file = given
            .optional("secret_key_file", |v| Ok(PathBuf::from(v)))?
            .unwrap_or_else(|| data.join("secret.key"));
        let database_url = match given.get("database_url") {
            Some(url) => Secret(url.value.clone()),
            None => Secret(format!("sqlite:{}", data.join("mimus.db").display())),
        };
        let told = told::settings(given, database_url.expose());
        let mib = |v: &str| match v.parse::<u64>() {
            Ok(n) if (1..=1 << 24).contains(&n) => Ok(n << 20),
            _ => Err("write a number of mebibytes, 1 or more".to_owned()),
        };
        Ok(Self {
            public_url: given.parsed("public_url", public_url)?,
            listen: given.parsed("listen", |v| {
                v.parse().map_err(|_| "write an address and port such as 127.0.0.1:8420".into())
            })?,
            database_url,
            allow_private_addresses: given.parsed("allow_private_addresses", truth)?,
            authorized_fetch: given.parsed("authorized_fetch", truth)?,
            inbox_rate: given.parsed("inbox_rate", |v| {
                v.parse().map_err(|_| "write a number of requests a minute, or 0 for no bound".into())
            })?,
            name: given.parsed("name", text)?,
            description: given.parsed("description", |v| Ok(v.trim().to_owned()))?,
            operator: given.parsed("operator", text)?,
            operator_url: given.optional("operator_url", |v| WebUrl::parse(v).map_err(|e| e.to_string()))?,
            contact: given.optional("contact", text)?,
            source_code: given.optional("source_code", |v| WebUrl::parse(v).map_err(|e| e.to_string()))?,
            media_budget: given.parsed("media_budget_mib", mib)?,
            media_file: given.parsed("media_file_mib", mib)?,
            x_unfollowed_days: given.parsed("x_unfollowed_days", |v| {
                v.parse().map_err(|_| "write a number of days, or 0 for ever".to_owned())
            })?,
            x_mirrors: given.parsed("x_mirrors", str::parse)?,
            x_open_per_day: given.parsed("x_open_per_day", a_day)?,
            x_open_per_server: given.parsed("x_open_per_server", a_day)?,
            x_base_url: given.parsed("x_base_url", |v| {
                let url = WebUrl::parse(v).map_err(|e| e.to_string())?;
                Ok(url.as_url().clone())
            })?,
            x_bearer_token: given.optional("x_bearer_token", |v| Ok(Secret(v.to_owned())))?,
            secret_key_file,
            oidc_issuer: given.optional("oidc_issuer", text)?,
            oidc_name: given.parsed("oidc_name", |v| Ok(v.trim().to_owned()))?,
            oidc_client_id: given.optional("oidc_client_id", text)?,
            oidc_client_secret_file: given.optional("oidc_client_secret_file", |v| Ok(PathBuf::from(v)))?,
            oidc_kind: given.parsed("oidc_kind", str::parse)?,
            smtp_url: given.optional("smtp_url", |v| Ok(Secret(v.trim().to_owned())))?,
            smtp_from: given.optional("smtp_from", text)?,
            x_client_id: given.optional("x_client_id", |v| Ok(v.trim().to_owned()))?,
            x_client_secret: given.optional("x_client_secret", |v| Ok(Secret(v.trim().to_owned())))?,
            x_owner: given.optional("x_owner", |v| match v.trim().parse::<u64>() {
                Ok(number) if number > 0 => Ok(number.to_string()),
                _ => Err("write the account's number on X; mimus account show names it".to_owned()),
            })?,
            x_consumer_secret: given
                .optional("x_consumer_secret", |v| Ok(Secret(v.trim().to_owned())))?
                .filter(|secret| !secret.expose().is_empty()),
            x_activity: given.parsed("x_activity", truth)?,
            x_lists: given.parsed("x_lists", truth)?,
            x_budget: given.optional("x_budget", |v| {
                v.parse().map_err(|e: mimus_core::money::MoneyError| e.to_string())
            })?,
            x_budget_warn: given.parsed("x_budget_warn", |v| {
                match v.trim_end_matches('%').trim().parse() {
                    Ok(percent @ 1..=100) => Ok(percent),
                    _ => Err("write a number of percent, 1 to 100".to_owned()),
                }
            })?,
            roles: given.parsed("roles", str::parse)?,
            log: given.parsed("log", text)?,
            log_format: given.parsed("log_format", |v| match v {
                "text" => Ok(LogFormat::Text),
                "json" => Ok(LogFormat::Json),
                _ => Err("write text or json".into()),
            })?,
            told,
            data,
        })
    }

    /// The folder for media.
    #[must_use]
    pub(crate) fn media_folder(&self) -> PathBuf {
        self.data.join("media")
    }
}

fn public_url(value: &str) -> Result<Url, String> {
    let url = Url::parse(value).map_err(|e| e.to_string())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    if plain {
        Ok(url)
    } else {
        Err("write scheme and host alone, such as https://mirror.example.org".into())
    }
}

fn a_day(value: &str) -> Result<u32, String> {
    value.parse().map_err(|_| "write a number of mirrors a day, or 0 for none".to_owned())
}

fn truth(value: &str) -> Result<bool, String> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" | "" => Ok(false),
        _ => Err("write true or false".into()),
    }
}

fn text(value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() { Err("it must not be empty".into()) } else { Ok(value.to_owned()) }
}

#[cfg(test)]
mod tests;

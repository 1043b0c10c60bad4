//! The keys that there are.

/// One thing that can be set: in `mimus.toml` by its name, in the environment as `MIMUS_NAME`.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its name in the file.
    pub(crate) name: &'static str,
    /// What it is where nothing is set; `None` is said in the help.
    pub(crate) default: Option<&'static str>,
    /// What keepers may see of it.
    pub(crate) shows: Shows,
}

/// What keepers may see of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// The value.
    Value,
    /// Of an address its host, as there may be a password in it.
    Host,
    /// Only whether there is one.
    Nothing,
}

const fn key(name: &'static str, default: Option<&'static str>) -> Key {
    Key { name, default, shows: Shows::Value }
}

const fn with_password(name: &'static str) -> Key {
    Key { name, default: None, shows: Shows::Host }
}

const fn secret(name: &'static str) -> Key {
    Key { name, default: None, shows: Shows::Nothing }
}

/// All keys. `mimus.example.toml` documents each; a test holds the two together.
pub(crate) const KEYS: &[Key] = &[
    key("public_url", Some("http://localhost:8420")),
    key("listen", Some("127.0.0.1:8420")),
    key("data", Some("mimus-data")),
    with_password("database_url"),
    key("allow_private_addresses", Some("false")),
    key("authorized_fetch", Some("false")),
    key("inbox_rate", Some("1200")),
    key("name", Some("Mimus")),
    key("description", Some("")),
    key("operator", Some("the people of this server")),
    key("operator_url", None),
    key("contact", None),
    key("source_code", None),
    key("media_budget_mib", Some("10240")),
    key("media_file_mib", Some("100")),
    key("roles", Some("web,courier,poller,relay,janitor")),
    key("log", Some("info")),
    key("log_format", Some("text")),
    key("secret_key_file", None),
    key("oidc_issuer", None),
    key("oidc_name", Some("")),
    key("oidc_client_id", None),
    key("oidc_client_secret_file", None),
    key("oidc_kind", Some("openid")),
    with_password("smtp_url"),
    key("smtp_from", None),
    key("x_base_url", Some("https://api.x.com")),
    secret("x_bearer_token"),
    key("x_client_id", None),
    secret("x_client_secret"),
    key("x_owner", None),
    secret("x_consumer_secret"),
    key("x_activity", Some("false")),
    key("x_lists", Some("false")),
    key("x_unfollowed_days", Some("30")),
    key("x_mirrors", Some("closed")),
    key("x_open_per_day", Some("20")),
    key("x_open_per_server", Some("3")),
    key("x_budget", None),
    key("x_budget_warn", Some("80")),
];

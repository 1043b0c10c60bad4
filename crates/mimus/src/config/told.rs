//! What keepers are told of the configuration: every key, without what is secret.

use mimus_web::{Setting, SettingOrigin};
use url::Url;

use super::keys::{Key, Shows};
use super::{KEYS, Sources};

/// Everything that can be set, as it is set. `database` is where the database is that counts.
pub(super) fn settings(given: &Sources, database: &str) -> Vec<Setting> {
    KEYS.iter().map(|key| setting(key, given, database)).collect()
}

fn setting(key: &Key, given: &Sources, database: &str) -> Setting {
    let found = given.get(key.name);
    let origin = found.map_or(SettingOrigin::Default, |given| given.told.clone());
    let value = match found {
        Some(given) => Some(given.value.as_str()),
        None if key.name == "database_url" => Some(database),
        None => key.default,
    };
    let value = value.filter(|value| !value.is_empty());
    let shown = match key.shows {
        Shows::Value => value.map(without_password),
        Shows::Host => value.map(host_of),
        Shows::Nothing => None,
    };
    Setting { key: key.name, is_set: value.is_some(), value: shown, origin }
}

/// An address in which nobody should have put a password, without one.
fn without_password(value: &str) -> String {
    match Url::parse(value) {
        Ok(mut url) if url.has_host() && (url.password().is_some() || !url.username().is_empty()) => {
            let bare = url.set_password(None).is_ok() && url.set_username("").is_ok();
            if bare { url.to_string() } else { "…".to_owned() }
        }
        _ => value.to_owned(),
    }
}

/// Of an address what leads to a server: neither name nor password, nor anything after the question mark.
fn host_of(value: &str) -> String {
    if let Some(path) = value.strip_prefix("sqlite:") {
        return format!("SQLite: {}", path.split('?').next().unwrap_or_default());
    }
    let Ok(url) = Url::parse(value) else { return "…".to_owned() };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = url.host_str().unwrap_or("…");
    match url.scheme() {
        "postgres" | "postgresql" => format!("PostgreSQL: {host}{port}{}", url.path()),
        scheme => format!("{scheme}://{host}{port}"),
    }
}

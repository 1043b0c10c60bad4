//! Where values come from, and which one counts.

use std::collections::HashMap;
use std::path::Path;

use mimus_web::SettingOrigin;

use super::{ConfigError, KEYS};

/// Longest distance at which a name is taken for a misspelt one.
const NEAR: f64 = 0.7;

/// Variables of ours in the environment that are no settings.
const NO_SETTINGS: [&str; 2] = ["config", "shared"];

/// A value and where it was given.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    /// The value as text.
    pub(crate) value: String,
    /// Where it was given, for messages.
    pub(crate) origin: String,
    /// The same, for keepers.
    pub(crate) told: SettingOrigin,
}

/// What was given, by key; later sources count over earlier ones.
#[derive(Debug, Default)]
pub(crate) struct Sources(HashMap<&'static str, Given>);

impl Sources {
    /// Adds what a configuration file says.
    pub(crate) fn file(mut self, path: &Path, text: &str) -> Result<Self, ConfigError> {
        let wrong = |why: String| ConfigError::File { path: path.to_owned(), why };
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| wrong(e.to_string()))?;
        let origin = path.display().to_string();
        for (key, value) in table {
            let name = known(&key, &origin, &key)?;
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Float(number) => number.to_string(),
                toml::Value::Boolean(truth) => truth.to_string(),
                _ => return Err(wrong(format!("{key} must be a text, a number, or true or false"))),
            };
            let told = SettingOrigin::File(origin.clone());
            self.0.insert(name, Given { value, origin: origin.clone(), told });
        }
        Ok(self)
    }

    /// Adds what the environment says: `MIMUS_PUBLIC_URL` and so on. An empty value is none.
    pub(crate) fn environment(
        mut self,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        for (variable, value) in variables {
            let Some(key) = variable.strip_prefix("MIMUS_").map(str::to_ascii_lowercase) else { continue };
            if key.starts_with("test_") || NO_SETTINGS.contains(&key.as_str()) || value.is_empty() {
                continue;
            }
            let name = known(&key, "the environment", &variable)?;
            let told = SettingOrigin::Environment(variable.clone());
            self.0.insert(name, Given { value, origin: variable, told });
        }
        Ok(self)
    }

    /// Adds what the command line says.
    #[must_use]
    pub(crate) fn command_line(
        mut self,
        options: impl IntoIterator<Item = (&'static str, Option<String>)>,
    ) -> Self {
        for (name, value) in options {
            if let Some(value) = value {
                let origin = format!("--{}", name.replace('_', "-"));
                let told = SettingOrigin::CommandLine(origin.clone());
                self.0.insert(name, Given { value, origin, told });
            }
        }
        self
    }

    /// What was given for a key.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&Given> {
        self.0.get(name)
    }

    /// The value of a key, or its default.
    pub(super) fn parsed<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let default =
            || KEYS.iter().find(|key| key.name == name).and_then(|key| key.default).unwrap_or_default();
        let (value, origin) = match self.0.get(name) {
            Some(given) => (given.value.as_str(), given.origin.as_str()),
            None => (default(), "the default"),
        };
        parse(value).map_err(|why| ConfigError::Value {
            origin: origin.to_owned(),
            key: name,
            value: value.to_owned(),
            why,
        })
    }

    /// The value of a key, if one was given.
    pub(super) fn optional<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.0.contains_key(name).then(|| self.parsed(name, parse)).transpose()
    }
}

/// The key of that name, or an error that names the nearest.
fn known(key: &str, origin: &str, written: &str) -> Result<&'static str, ConfigError> {
    if let Some(found) = KEYS.iter().find(|known| known.name == key) {
        return Ok(found.name);
    }
    let nearest = KEYS
        .iter()
        .map(|known| (strsim::jaro_winkler(key, known.name), known.name))
        .filter(|(near, _)| *near >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name);
    Err(ConfigError::Unknown { origin: origin.to_owned(), key: written.to_owned(), nearest })
}

//! The rules of the filtered stream as X takes and gives them.

use serde::Deserialize;
use serde_json::json;

use super::lenient;
use super::problem::Problem;
use crate::connector::Failure;

/// A rule that X holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// X's id of it.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// What it matches.
    pub value: String,
    /// What it is called; Mimus marks its own.
    #[serde(deserialize_with = "lenient::text")]
    pub tag: Option<String>,
}

fn id<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(lenient::text(from)?.unwrap_or_default())
}

/// A change of the rules: X takes additions and removals in separate calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleChange {
    /// New rules, all with the same tag.
    Add {
        /// What they match.
        values: Vec<String>,
        /// What they are called.
        tag: &'static str,
    },
    /// Rules to remove, by id.
    Delete(Vec<String>),
}

impl RuleChange {
    pub(super) fn body(&self) -> String {
        match self {
            Self::Add { values, tag } => {
                let rules: Vec<_> = values.iter().map(|value| json!({"value": value, "tag": tag})).collect();
                json!({ "add": rules }).to_string()
            }
            Self::Delete(ids) => json!({ "delete": { "ids": ids } }).to_string(),
        }
    }
}

/// What became of a change.
#[derive(Debug, Clone, Default)]
pub struct RuleAdded {
    /// The rules that are new.
    pub added: Vec<Rule>,
    /// Why others are not.
    pub problems: Vec<Problem>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rules {
    #[serde(deserialize_with = "lenient::list::<_, _, 30_000>")]
    data: Vec<Rule>,
    #[serde(deserialize_with = "lenient::list::<_, _, 1_000>")]
    errors: Vec<Problem>,
}

fn read(json: &[u8]) -> Result<Rules, Failure> {
    serde_json::from_slice(json)
        .map_err(|error| Failure::Rejected { why: format!("these are no rules of X: {error}") })
}

pub(super) fn parse(json: &[u8]) -> Result<Vec<Rule>, Failure> {
    Ok(read(json)?.data)
}

pub(super) fn parse_change(json: &[u8]) -> Result<RuleAdded, Failure> {
    let Rules { data, errors } = read(json)?;
    Ok(RuleAdded { added: data, problems: errors })
}

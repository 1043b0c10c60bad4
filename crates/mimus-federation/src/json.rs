//! Reading JSON from other servers, which write the same thing in several forms: a string or an object with an
//! id, one thing or a list of them.

use serde_json::Value;

/// Most entries of a list that are looked at.
pub(crate) const MAX_LIST: usize = 256;

/// The id of what is given as a string, an object, or a list of which the first counts.
pub(crate) fn id(value: &Value) -> Option<&str> {
    match value {
        Value::String(id) => Some(id.as_str()),
        Value::Object(object) => object.get("id").or_else(|| object.get("@id"))?.as_str(),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(id),
        _ => None,
    }
    .filter(|id| !id.is_empty())
}

//! Reading JSON from other servers, which write the same thing in several forms: a string or an object with an
//! id, one thing or a list of them.

use serde_json::Value;

/// Most entries of a list that are looked at.
pub(crate) const MAX_LIST: usize = 256;

/// Longest id that is taken, in bytes. An index of PostgreSQL holds keys up to about 2,700.
pub(crate) const MAX_ID: usize = 2_000;

/// The id of what is given as a string, an object, or a list of which the first counts.
pub(crate) fn id(value: &Value) -> Option<&str> {
    match value {
        Value::String(id) => Some(id.as_str()),
        Value::Object(object) => object.get("id").or_else(|| object.get("@id"))?.as_str(),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(id),
        _ => None,
    }
    .filter(|id| is_id(id))
}

/// Whether a text can be an id at all: not empty, not too long, nothing that a database or log cannot hold.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ID && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// What is given as one thing, a list, or nothing, as a list of at most [`MAX_LIST`].
pub(crate) fn list<'v>(object: &'v Value, name: &str) -> &'v [Value] {
    match object.get(name) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(list)) => &list[..list.len().min(MAX_LIST)],
        Some(one) => std::slice::from_ref(one),
    }
}

/// The ids of what is given under a name.
pub(crate) fn ids<'v>(object: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    list(object, name).iter().filter_map(id)
}

/// The first of what is given under a name.
pub(crate) fn first<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    list(object, name).first()
}

/// The id of the first of what is given under a name.
pub(crate) fn first_id<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    first(object, name).and_then(id)
}

/// A text, or the first of several.
pub(crate) fn text<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    first(object, name)?.as_str()
}

/// A text on one line, without control characters, of at most `limit` characters.
pub(crate) fn line(object: &Value, name: &str, limit: usize) -> Option<String> {
    let line: String = text(object, name)?.trim().chars().filter(|c| !c.is_control()).take(limit).collect();
    (!line.is_empty()).then_some(line)
}

/// Whether something is of a type. Several types may be given, and each may have the vocabulary's name before it.
pub(crate) fn is_a(object: &Value, kind: &str) -> bool {
    types(object).any(|found| found == kind)
}

/// The types of something, without their vocabulary's name.
pub(crate) fn types(object: &Value) -> impl Iterator<Item = &str> {
    list(object, "type").iter().filter_map(Value::as_str).map(short_type)
}

/// A type without its vocabulary's name.
pub(crate) fn short_type(name: &str) -> &str {
    name.rsplit(['#', ':']).next().unwrap_or(name)
}

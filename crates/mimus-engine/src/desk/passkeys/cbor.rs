//! One map of CBOR (RFC 8949) from outside, as authenticators write it.

use ciborium::Value;
use ciborium::de::from_reader_with_recursion_limit;

/// How deep maps and lists may lie in each other.
const DEPTH: usize = 8;

/// A map in which each key stands once.
#[derive(Debug)]
pub(super) struct Map(Vec<(Value, Value)>);

impl Map {
    /// The map that bytes begin with, and what comes after it.
    pub(super) fn first(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut rest = bytes;
        let read = from_reader_with_recursion_limit(&mut rest, DEPTH);
        let Ok(Value::Map(pairs)) = read else { return None };
        Some((Self::of(pairs)?, rest))
    }

    /// The map that bytes are.
    pub(super) fn whole(bytes: &[u8]) -> Option<Self> {
        Self::first(bytes).filter(|(_, rest)| rest.is_empty()).map(|(map, _)| map)
    }

    fn of(pairs: Vec<(Value, Value)>) -> Option<Self> {
        let twice = |at: usize| pairs[..at].iter().any(|(key, _)| *key == pairs[at].0);
        if pairs.len() > 64 || (0..pairs.len()).any(twice) { None } else { Some(Self(pairs)) }
    }

    fn get(&self, wanted: &Value) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == wanted).map(|(_, value)| value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(&Value::from(name)).is_some()
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(&Value::from(name))?.as_text()
    }

    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.get(&Value::from(name))?.as_bytes().map(Vec::as_slice)
    }

    pub(super) fn int(&self, name: &str) -> Option<i64> {
        self.get(&Value::from(name))?.as_integer()?.try_into().ok()
    }

    pub(super) fn map(&self, name: &str) -> Option<Self> {
        self.get(&Value::from(name))?.as_map().cloned().and_then(Self::of)
    }

    /// Bytes under a number, as keys of COSE have them.
    pub(super) fn bytes_at(&self, label: i64) -> Option<&[u8]> {
        self.get(&Value::from(label))?.as_bytes().map(Vec::as_slice)
    }

    /// A number under a number.
    pub(super) fn int_at(&self, label: i64) -> Option<i64> {
        self.get(&Value::from(label))?.as_integer()?.try_into().ok()
    }
}

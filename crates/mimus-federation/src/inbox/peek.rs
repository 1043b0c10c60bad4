//! Reading of an activity no more than must be known before its signature is verified.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::json;

/// What is read of an activity whose sender is not known yet. Nothing else of the body is kept.
#[derive(Debug, Default)]
pub(super) struct Peek {
    /// Its first type, without the vocabulary's name.
    pub(super) kind: String,
    pub(super) actor: Option<String>,
    pub(super) object: Option<String>,
}

impl Peek {
    /// Reads a body; fails where it is not one JSON object.
    pub(super) fn read(body: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(body)
    }
}

impl<'de> Deserialize<'de> for Peek {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PeekVisitor)
    }
}

struct PeekVisitor;

impl<'de> Visitor<'de> for PeekVisitor {
    type Value = Peek;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an activity, which is a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Peek, A::Error> {
        let mut peek = Peek::default();
        while let Some(Name(name)) = map.next_key()? {
            match name {
                Some(Member::Type) => {
                    let Id(kind) = map.next_value()?;
                    peek.kind = json::short_type(&kind.unwrap_or_default()).to_owned();
                }
                Some(Member::Actor) => peek.actor = map.next_value::<Id>()?.0,
                Some(Member::Object) => peek.object = map.next_value::<Id>()?.0,
                Some(Member::Id) | None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(peek)
    }
}

enum Member {
    Id,
    Type,
    Actor,
    Object,
}

struct Name(Option<Member>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name(match name {
                    "id" | "@id" => Some(Member::Id),
                    "type" => Some(Member::Type),
                    "actor" => Some(Member::Actor),
                    "object" => Some(Member::Object),
                    _ => None,
                }))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

/// A string, an object's id, or the first of a list of these; anything else is none.
struct Id(Option<String>);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl<'de> Visitor<'de> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<Id, E> {
        Ok(Id(json::is_id(text).then(|| text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Id, A::Error> {
        let mut id = None;
        while let Some(Name(name)) = map.next_key()? {
            match name {
                Some(Member::Id) => id = map.next_value::<Id>()?.0,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Id(id))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Id, A::Error> {
        let first = list.next_element::<Id>()?.and_then(|Id(id)| id);
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Id(first))
    }

    fn visit_unit<E>(self) -> Result<Id, E> {
        Ok(Id(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Id, E> {
        Ok(Id(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Id, E> {
        Ok(Id(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Id, E> {
        Ok(Id(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Id, E> {
        Ok(Id(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peek(body: &str) -> (String, Option<String>, Option<String>) {
        let peek = Peek::read(body.as_bytes()).expect("an object");
        (peek.kind, peek.actor, peek.object)
    }

    #[test]
    fn the_same_in_every_form() {
        let expected = (
            "Delete".to_owned(),
            Some("https://a.example/u".to_owned()),
            Some("https://a.example/o".to_owned()),
        );
        for body in [
            r#"{"type":"Delete","actor":"https://a.example/u","object":"https://a.example/o"}"#,
            r#"{"type":["Delete"],"actor":["https://a.example/u"],"object":[{"id":"https://a.example/o"}]}"#,
            r#"{"object":{"x":[[{}]],"id":"https://a.example/o"},"actor":{"id":"https://a.example/u"},"type":"as:Delete"}"#,
        ] {
            assert_eq!(peek(body), expected, "{body}");
        }
        assert_eq!(peek(r#"{"type":1,"actor":null,"object":{"id":true}}"#), (String::new(), None, None));
    }

    #[test]
    fn what_is_no_object_or_too_deep_is_refused() {
        let deep = format!("{{\"object\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        for body in ["", "[]", "\"x\"", "{", "{}x", &deep] {
            assert!(Peek::read(body.as_bytes()).is_err());
        }
    }
}

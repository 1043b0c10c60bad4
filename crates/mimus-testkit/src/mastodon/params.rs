//! A call's parameters, from its query and its body of any of the three kinds, nested as Rack nests them.

use axum::body::Bytes;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::answer::Refused;
use super::multipart;

/// How many parameters a call may have, and how deep they may lie.
const MOST: usize = 512;
const DEEPEST: usize = 4;

/// A file of a form.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    pub(super) field: String,
    pub(super) content_type: String,
    pub(super) bytes: Bytes,
}

#[derive(Debug, Default)]
pub(super) struct Params {
    values: Map<String, Value>,
    files: Vec<Upload>,
}

impl Params {
    pub(super) fn read(query: &str, content_type: &str, body: &Bytes) -> Result<Self, Refused> {
        let mut params = Self::default();
        params.add_form(query.as_bytes());
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/json" if !body.is_empty() => params.add_json(body)?,
            "multipart/form-data" => params.add_parts(content_type, body)?,
            "application/x-www-form-urlencoded" => params.add_form(body),
            _ => {}
        }
        Ok(params)
    }

    fn add_form(&mut self, form: &[u8]) {
        for (name, value) in form_urlencoded::parse(form).take(MOST) {
            put(&mut self.values, &name, Value::String(value.into_owned()));
        }
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), Refused> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(given)) => self.values.extend(given),
            _ => return Err(Refused::new(400, "Error occurred while parsing request parameters")),
        }
        Ok(())
    }

    fn add_parts(&mut self, content_type: &str, body: &Bytes) -> Result<(), Refused> {
        let parts = multipart::read(content_type, body)
            .ok_or_else(|| Refused::new(400, "Error occurred while parsing request parameters"))?;
        for part in parts {
            if part.is_file {
                let content_type = part.content_type.unwrap_or_else(|| "application/octet-stream".into());
                self.files.push(Upload { field: part.name, content_type, bytes: part.bytes });
            } else {
                let words = String::from_utf8_lossy(&part.bytes).into_owned();
                put(&mut self.values, &part.name, Value::String(words));
            }
        }
        Ok(())
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(text)
    }

    pub(super) fn id(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).map(is_true)
    }

    pub(super) fn list(&self, name: &str) -> Vec<&Value> {
        self.get(name).map(items).unwrap_or_default()
    }

    pub(super) fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == name)
    }
}

/// The words of a value: a number's digits as well.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// As Rails reads a boolean.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::String(text) => {
            !matches!(text.as_str(), "" | "0" | "f" | "F" | "false" | "FALSE" | "off" | "OFF")
        }
        Value::Number(number) => number.as_u64() != Some(0),
        _ => false,
    }
}

/// What a list holds; Rack's numbered objects are lists as well.
pub(super) fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        Value::Object(values) => values.values().collect(),
        _ => Vec::new(),
    }
}

/// Puts a value under a name such as `a`, `a[]`, `a[b][]` or `a[][b]`.
fn put(values: &mut Map<String, Value>, name: &str, value: Value) {
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let mut keys = Vec::new();
    while let Some((key, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        keys.push(key);
        rest = after;
    }
    if values.len() < MOST && keys.len() <= DEEPEST {
        put_at(values.entry(first).or_insert(Value::Null), &keys, value);
    }
}

fn put_at(at: &mut Value, keys: &[&str], value: Value) {
    match keys {
        [] => *at = value,
        ["", rest @ ..] => {
            if !at.is_array() {
                *at = Value::Array(Vec::new());
            }
            let Some(list) = at.as_array_mut() else { return };
            // A name that the last object has already begins the next one.
            let goes_on = rest.first().is_some_and(|key| {
                list.last().and_then(Value::as_object).is_some_and(|last| !last.contains_key(*key))
            });
            if !goes_on && list.len() < MOST {
                list.push(Value::Null);
            }
            if let Some(last) = list.last_mut() {
                put_at(last, rest, value);
            }
        }
        [key, rest @ ..] => {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            if let Some(object) = at.as_object_mut() {
                put_at(object.entry(*key).or_insert(Value::Null), rest, value);
            }
        }
    }
}

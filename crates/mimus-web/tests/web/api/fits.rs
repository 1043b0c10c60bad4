//! Whether an answer is what the description says: as much of JSON Schema as the description uses.

use serde_json::Value;

/// Where `value` is not what `schema` says; nothing where it is.
pub(super) fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, says) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$ref" => {
                let pointer = says.as_str().unwrap().strip_prefix('#').unwrap();
                found.extend(misfits(document, document.pointer(pointer).unwrap(), value, at));
            }
            "type" if !is_a(says.as_str().unwrap(), value) => {
                found.push(format!("{at} is no {says}: {value}"));
            }
            "enum" if !says.as_array().unwrap().contains(value) => {
                found.push(format!("{at}: {value} is not in {says}"));
            }
            "minimum" if value.as_i64().is_some_and(|n| n < says.as_i64().unwrap()) => {
                found.push(format!("{at} is too small: {value}"));
            }
            "maximum" if value.as_i64().is_some_and(|n| n > says.as_i64().unwrap()) => {
                found.push(format!("{at} is too large: {value}"));
            }
            "format" if says == "date-time" && !is_time(value) => {
                found.push(format!("{at} is no time: {value}"));
            }
            "pattern" => {
                let digits = if says == "^[0-9a-f]{64}$" { 64 } else { 16 };
                let text = value.as_str().unwrap_or_default();
                if text.len() != digits || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
                    found.push(format!("{at} does not fit {says}: {value}"));
                }
            }
            "required" => {
                let missing = says
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|name| value.get(name.as_str().unwrap()).is_none());
                found.extend(missing.map(|name| format!("{at} has no {name}")));
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = says.get(name) {
                        found.extend(misfits(document, schema, member, &format!("{at}.{name}")));
                    } else {
                        found.push(format!("{at} has {name}, which is not described"));
                    }
                }
            }
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(misfits(document, says, item, &format!("{at}[{n}]")));
                }
            }
            "anyOf" => {
                let all: Vec<Vec<String>> =
                    says.as_array().unwrap().iter().map(|one| misfits(document, one, value, at)).collect();
                if all.iter().all(|misfits| !misfits.is_empty()) {
                    found.extend(all.into_iter().flatten());
                }
            }
            // What one does not describe another may.
            "allOf" => {
                for one in says.as_array().unwrap() {
                    let beside = misfits(document, one, value, at);
                    found.extend(
                        beside.into_iter().filter(|misfit| !misfit.ends_with("which is not described")),
                    );
                }
            }
            _ => {}
        }
    }
    found
}

fn is_time(value: &Value) -> bool {
    value.as_str().is_some_and(|time| time.parse::<jiff::Timestamp>().is_ok())
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    }
}

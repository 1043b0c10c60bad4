//! The description of the API: OpenAPI 3.1 (<https://spec.openapis.org/oas/v3.1.1>), made of the table of operations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::problem::Kind;
use super::schemas;
use super::table::{Gives, Is, Operation, Parameter, Run, Takes, operations};

/// What the description says of the whole.
const ABOUT: &str = "The Desk of this server: drafts, review, the schedule, what was published, and the open record. Send a token of \
                     yours with each request, as `Authorization: Bearer mimus_…`. It may do what both its scopes and your roles \
                     allow. What fails is told by a problem document (RFC 9457).";

/// The whole description, of a server at `base`.
pub(crate) fn document(base: &str, version: &str) -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut subjects = BTreeSet::new();
    for operation in operations() {
        subjects.insert(operation.subject());
        paths
            .entry(operation.path)
            .or_default()
            .insert(operation.method.name().to_owned(), described(operation));
    }
    let tags: Value = subjects.iter().map(|subject| json!({"name": subject})).collect();
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Mimus",
            "version": version,
            "description": ABOUT,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": base}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of yours; it begins with mimus_."},
            },
        },
    })
}

fn described(operation: &Operation) -> Value {
    let parameters: Vec<Value> =
        operation.path_values().map(path_value).chain(operation.query.iter().map(query_value)).collect();
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.subject()],
        "parameters": parameters,
        "responses": responses(operation),
        "security": security(operation),
    });
    if let (Value::Object(described), Some(body)) = (&mut described, body(operation)) {
        described.insert("requestBody".into(), body);
    }
    described
}

fn security(operation: &Operation) -> Value {
    match operation.run {
        Run::Open(_) => json!([]),
        Run::Known(None, _) => json!([{"token": []}]),
        Run::Known(Some(scope), _) => json!([{"token": [scope]}]),
    }
}

fn path_value(name: &str) -> Value {
    let (schema, about) = match name {
        "token" => (
            json!({"type": "string", "pattern": "^[0-9a-f]{16}$"}),
            "The token's id, as the list has it.".to_owned(),
        ),
        "problem" => {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            (json!({"type": "string", "enum": names}), "The problem's name: the end of its type.".to_owned())
        }
        other => (schemas::number(), format!("The {other}'s number.")),
    };
    json!({"name": name, "in": "path", "required": true, "description": about, "schema": schema})
}

fn query_value(parameter: &Parameter) -> Value {
    let schema = match parameter.is {
        Is::Number => schemas::number(),
        Is::Limit => {
            json!({"type": "integer", "minimum": 1, "maximum": super::call::MOST, "default": super::call::USUAL})
        }
        Is::Time => json!({"type": "string", "format": "date-time"}),
        Is::Words(words) => json!({"type": "array", "items": {"type": "string", "enum": words}}),
        Is::Word(words) => json!({"type": "string", "enum": words}),
        Is::Text => json!({"type": "string"}),
    };
    let mut described = json!({
        "name": parameter.name,
        "in": "query",
        "required": false,
        "description": parameter.about,
        "schema": schema,
    });
    if let (Value::Object(described), Is::Words(_)) = (&mut described, parameter.is) {
        // With commas between, as in state=writing,proposed.
        described.insert("style".into(), json!("form"));
        described.insert("explode".into(), json!(false));
    }
    described
}

fn body(operation: &Operation) -> Option<Value> {
    let content = match operation.takes {
        Takes::Nothing => return None,
        Takes::Json(schema) => json!({"application/json": {"schema": schemas::named(schema)}}),
        // OpenAPI 3.1 leaves the schema of bytes out (section 4.14.4).
        Takes::File => json!({"application/octet-stream": {}}),
    };
    let required = operation.takes != Takes::Json("Reason");
    Some(json!({"required": required, "content": content}))
}

fn responses(operation: &Operation) -> Value {
    let mut responses = Map::new();
    let (status, described) = done(operation.gives);
    responses.insert(status.to_owned(), described);
    let mut kinds: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in usual(operation).into_iter().chain(operation.problems.iter().copied()) {
        let of = kinds.entry(kind.status().as_u16()).or_default();
        if !of.contains(&kind) {
            of.push(kind);
        }
    }
    for (status, kinds) in kinds {
        let words: Vec<String> =
            kinds.iter().map(|kind| format!("{} ({})", kind.title(), kind.name())).collect();
        responses.insert(status.to_string(), problem(&words.join("; "), &kinds));
    }
    Value::Object(responses)
}

/// Why nothing that is asked in this way may be done.
fn usual(operation: &Operation) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let Run::Known(scope, _) = operation.run else { return kinds };
    kinds.push(Kind::NoToken);
    kinds.extend(scope.map(|_| Kind::Scope));
    if !operation.query.is_empty() {
        kinds.push(Kind::Query);
    }
    match operation.takes {
        Takes::Nothing => {}
        Takes::Json(_) => kinds.extend([Kind::Body, Kind::TooLarge, Kind::MediaType]),
        Takes::File => kinds.extend([Kind::Body, Kind::TooLarge]),
    }
    kinds.extend([Kind::Broken, Kind::Unavailable]);
    kinds
}

fn done(gives: Gives) -> (&'static str, Value) {
    let of = |schema| json!({"application/json": {"schema": schemas::named(schema)}});
    match gives {
        Gives::Nothing => ("204", json!({"description": "Done."})),
        Gives::Json(schema) => ("200", json!({"description": "Here it is.", "content": of(schema)})),
        Gives::List(schema) => {
            let link = json!({
                "description": "Where the list goes on, with rel=\"next\"; without it, this is its end.",
                "schema": {"type": "string"},
            });
            ("200", json!({"description": "Here it is.", "headers": {"Link": link}, "content": of(schema)}))
        }
        Gives::Created(schema) => {
            let location = json!({"description": "Where it is.", "schema": {"type": "string"}});
            (
                "201",
                json!({"description": "It was made.", "headers": {"Location": location}, "content": of(schema)}),
            )
        }
    }
}

fn problem(words: &str, kinds: &[Kind]) -> Value {
    let mut described = json!({
        "description": format!("{words}."),
        "content": {"application/problem+json": {"schema": schemas::named("Problem")}},
    });
    let waits = kinds.iter().any(|kind| matches!(kind, Kind::Unavailable | Kind::Wait));
    if let (Value::Object(described), true) = (&mut described, waits) {
        let after = json!({"description": "After so many seconds it may be tried again.", "schema": {"type": "integer"}});
        described.insert("headers".into(), json!({"Retry-After": after}));
    }
    described
}

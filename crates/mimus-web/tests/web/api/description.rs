//! What the API says of itself, and that it is so.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::room::Room;

/// Each operation of the description: its method, its path, and what is said of it.
pub(super) fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    found
}

pub(super) async fn document(room: &Room) -> Value {
    let answer = room.place.get("/api/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// The members that OpenAPI 3.1 gives an object, and those that it must have.
#[track_caller]
fn has_only<'a>(what: &str, object: &'a Value, must: &[&str], may: &[&str]) -> &'a Map<String, Value> {
    let object = object.as_object().unwrap_or_else(|| panic!("{what} is no object: {object}"));
    for name in must {
        assert!(object.contains_key(*name), "{what} has no {name}");
    }
    for name in object.keys() {
        assert!(must.contains(&name.as_str()) || may.contains(&name.as_str()), "{what} has {name}");
    }
    object
}

#[tokio::test]
async fn the_description_is_what_openapi_asks_for() {
    let room = Room::open().await;
    let document = document(&room).await;
    has_only("the document", &document, &["openapi", "info", "paths"], &["servers", "tags", "components"]);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    has_only("info", &document["info"], &["title", "version"], &["description", "license"]);
    has_only("license", &document["info"]["license"], &["name"], &["identifier"]);
    let base = document["servers"][0]["url"].as_str().unwrap();
    assert_eq!(base, room.place.base());
    let components = has_only("components", &document["components"], &[], &["schemas", "securitySchemes"]);
    let name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    for (schema, is) in components["schemas"].as_object().unwrap() {
        assert!(name(schema), "{schema}");
        check_schema(schema, is);
    }
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    let operations = operations(&document);
    assert!(operations.len() > 35);
    for (method, path, operation) in &operations {
        let what = format!("{method} {path}");
        assert!(["get", "put", "post", "delete"].contains(&method.as_str()), "{what}");
        assert!(path.starts_with("/api/"), "{what}");
        let must = ["operationId", "summary", "tags", "parameters", "responses", "security"];
        has_only(&what, operation, &must, &["requestBody"]);
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{what} has another's id");
        assert!(operation["summary"].as_str().unwrap().ends_with('.'), "{what}");
        for tag in operation["tags"].as_array().unwrap() {
            assert!(tags.contains(tag.as_str().unwrap()), "{what}");
        }
        check_parameters(&what, path, &operation["parameters"]);
        check_responses(&what, &operation["responses"]);
        check_security(&what, &document, &operation["security"]);
        if let Some(body) = operation.get("requestBody") {
            has_only(&what, body, &["content"], &["required", "description"]);
            assert!(method != "get" && method != "delete", "{what} takes a body");
            check_content(&what, &body["content"]);
        }
    }
    let mut used = BTreeSet::new();
    references(&document, &mut used);
    for reference in &used {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for schema in components["schemas"].as_object().unwrap().keys() {
        assert!(used.contains(&format!("#/components/schemas/{schema}")), "{schema} is used nowhere");
    }
}

fn check_parameters(what: &str, path: &str, parameters: &Value) {
    let mut in_path = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for parameter in parameters.as_array().unwrap() {
        let must = ["name", "in", "required", "description", "schema"];
        has_only(what, parameter, &must, &["style", "explode"]);
        let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
        assert!(seen.insert((name, place)), "{what}: {name} twice");
        check_schema(what, &parameter["schema"]);
        match place {
            "path" => {
                assert_eq!(parameter["required"], true, "{what}: {name}");
                in_path.insert(name);
            }
            "query" => {}
            other => panic!("{what}: {name} in {other}"),
        }
    }
    let templated: BTreeSet<&str> =
        path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    assert_eq!(in_path, templated, "{what}");
}

fn check_responses(what: &str, responses: &Value) {
    let responses = responses.as_object().unwrap();
    assert!(responses.keys().any(|status| status.starts_with('2')), "{what}");
    for (status, response) in responses {
        assert!((200..600).contains(&status.parse::<u16>().unwrap()), "{what}: {status}");
        has_only(what, response, &["description"], &["headers", "content"]);
        assert!(!response["description"].as_str().unwrap().is_empty());
        if let Some(content) = response.get("content") {
            check_content(what, content);
        }
        for header in response.get("headers").and_then(Value::as_object).into_iter().flat_map(Map::values) {
            has_only(what, header, &["schema"], &["description"]);
        }
    }
}

fn check_content(what: &str, content: &Value) {
    for (kind, media) in content.as_object().unwrap() {
        assert_eq!(kind.split('/').count(), 2, "{what}: {kind}");
        has_only(what, media, &[], &["schema"]);
        if let Some(schema) = media.get("schema") {
            check_schema(what, schema);
        }
    }
}

fn check_security(what: &str, document: &Value, security: &Value) {
    for requirement in security.as_array().unwrap() {
        for scheme in requirement.as_object().unwrap().keys() {
            let scheme = &document["components"]["securitySchemes"][scheme];
            has_only(what, scheme, &["type", "scheme"], &["description"]);
        }
    }
}

/// What JSON Schema 2020-12 asks of the keywords that are used here.
fn check_schema(what: &str, schema: &Value) {
    let object = schema.as_object().unwrap_or_else(|| panic!("{what}: {schema} is no schema"));
    for (keyword, value) in object {
        match keyword.as_str() {
            "$ref" => assert_eq!(object.len(), 1, "{what}"),
            "type" => {
                let types = ["object", "array", "string", "integer", "number", "boolean", "null"];
                assert!(types.contains(&value.as_str().unwrap()), "{what}: {value}");
            }
            "properties" => {
                value
                    .as_object()
                    .unwrap()
                    .iter()
                    .for_each(|(name, of)| check_schema(&format!("{what}.{name}"), of));
            }
            "required" => {
                for name in value.as_array().unwrap() {
                    assert!(object["properties"].get(name.as_str().unwrap()).is_some(), "{what}: {name}");
                }
            }
            "items" => check_schema(what, value),
            "additionalProperties" => assert!(value.is_boolean() || value.is_object(), "{what}"),
            "anyOf" | "allOf" => value.as_array().unwrap().iter().for_each(|of| check_schema(what, of)),
            "enum" => {
                let words: BTreeSet<&str> =
                    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
                assert_eq!(words.len(), value.as_array().unwrap().len(), "{what}: twice the same");
            }
            "minimum" | "maximum" | "minItems" | "maxItems" | "maxLength" => {
                assert!(value.is_i64() || value.is_u64(), "{what}");
            }
            "format" | "pattern" | "description" => assert!(value.is_string(), "{what}"),
            "default" => {}
            "examples" => assert!(value.is_array(), "{what}"),
            other => panic!("{what} has the keyword {other}"),
        }
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                found.insert(reference.clone());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_described_answers_and_what_is_not_does_not() {
    let room = Room::open().await;
    for (method, path, operation) in operations(&document(&room).await) {
        let there = path.replace("{problem}", "changed").replace("{token}", "0123456789abcdef");
        let there: String = there
            .split('/')
            .map(|part| if part.starts_with('{') { "1" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let answer = room.ask("nobody", &method.to_uppercase(), &there, None).await;
        let open = operation["security"].as_array().unwrap().is_empty();
        assert_eq!(answer.status, if open { 200 } else { 401 }, "{method} {path}");
        if !open {
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        let other = room.ask("keeper", "PATCH", &there, None).await;
        assert_eq!(other.status, 405, "PATCH {path}");
        assert_eq!(other.json()["type"], "/api/problems/method");
    }
    for path in ["/api/v1", "/api/v1/nothing", "/api/v2/me", "/api/v1/drafts/1/burn"] {
        let answer = room.ask("keeper", "GET", path, None).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, "application/problem+json"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_problem_says_what_it_means() {
    let room = Room::open().await;
    let answer = room.ask("keeper", "GET", "/api/v1/drafts/77", None).await;
    let problem = answer.json();
    assert_eq!((answer.status, problem["status"].as_u64()), (404, Some(404)));
    for member in ["type", "title", "detail"] {
        assert!(problem[member].as_str().is_some_and(|words| !words.is_empty()), "{member}");
    }
    let meaning = room.place.get(problem["type"].as_str().unwrap()).await;
    assert_eq!((meaning.status, &meaning.json()["title"]), (200, &problem["title"]));
    assert_eq!(room.place.get("/api/problems/unheard-of").await.status, 404);
}

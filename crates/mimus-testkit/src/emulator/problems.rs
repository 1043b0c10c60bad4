//! What X says when it does not give what was asked (facts/x-api.md §4, facts/x-in-practice.md §6).

use serde_json::{Value, json};

use super::world::{Account, Standing};

fn kind(tail: &str) -> String {
    format!("https://api.twitter.com/2/problems/{tail}")
}

/// An answer that is none, with its status.
pub(super) type Refused = (u16, Value);

pub(super) fn invalid(parameter: &str, value: &str, message: &str) -> Refused {
    let body = json!({
        "errors": [{"parameters": {parameter: [value]}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": kind("invalid-request"),
    });
    (400, body)
}

pub(super) fn unauthorized() -> Refused {
    (401, plain(401, "Unauthorized"))
}

pub(super) fn credits_depleted() -> Refused {
    let body = json!({
        "title": "CreditsDepleted",
        "detail": "Your enrolled account does not have any credits to fulfill this request.",
        "type": kind("credits"),
    });
    (402, body)
}

pub(super) fn no_such_path(path: &str) -> Refused {
    let detail = format!("the emulator has no {path}");
    (404, json!({"title": "Not Found", "detail": detail, "type": "about:blank", "status": 404}))
}

pub(super) fn no_rules() -> Refused {
    let body = json!({
        "title": "Conflict",
        "detail": "The stream has no rules; add some before opening it.",
        "type": kind("conflict"),
        "status": 409,
    });
    (409, body)
}

pub(super) fn window_full() -> Refused {
    (429, plain(429, "Too Many Requests"))
}

pub(super) fn connected_already() -> Refused {
    let body = json!({
        "title": "ConnectionException",
        "detail": "This stream is currently at the maximum allowed connection limit.",
        "connection_issue": "TooManyConnections",
        "type": kind("streaming-connection"),
    });
    (429, body)
}

pub(super) fn too_many_rules(cap: usize) -> Refused {
    let body = json!({
        "title": "RuleCap",
        "detail": format!("Rules must number at most [{cap}]."),
        "type": kind("rule-cap"),
    });
    (400, body)
}

/// X does not allow this, in these words.
pub(super) fn forbidden(detail: &str) -> Refused {
    (403, json!({"detail": detail, "type": "about:blank", "title": "Forbidden", "status": 403}))
}

/// What X says of most things that it does not let be written, whatever is wrong with them.
pub(super) fn not_permitted() -> Refused {
    forbidden("You are not permitted to perform this action.")
}

pub(super) fn unsupported_authentication(given: &str, other: &str) -> Refused {
    let body = json!({
        "title": "Unsupported Authentication",
        "detail": format!("Authenticating with {given} is forbidden for this endpoint. Supported: [{other}]."),
        "type": kind("unsupported-authentication"),
        "status": 403,
    });
    (403, body)
}

pub(super) fn gone(resource: &str, parameter: &str, value: &str) -> Refused {
    let mut body = not_found(resource, parameter, value);
    body["errors"] = json!([body.clone()]);
    (404, body)
}

/// The body of a status that a fault asks for.
pub(super) fn status(status: u16) -> Refused {
    match status {
        401 => unauthorized(),
        402 => credits_depleted(),
        429 => window_full(),
        503 => (503, plain(503, "Service Unavailable")),
        500 => (500, plain(500, "Internal Server Error")),
        other => (other, plain(other, "Fault")),
    }
}

fn plain(status: u16, title: &str) -> Value {
    json!({"title": title, "detail": title, "type": "about:blank", "status": status})
}

/// The last line of a stream that X lets go.
pub(super) fn disconnect() -> Value {
    json!({"errors": [{
        "title": "operational-disconnect",
        "disconnect_type": "UpstreamOperationalDisconnect",
        "detail": "This stream has been disconnected for operational reasons.",
        "type": kind("operational-disconnect"),
    }]})
}

/// What cannot be given in an answer that is otherwise given.
pub(super) fn not_found(resource: &str, parameter: &str, value: &str) -> Value {
    json!({
        "value": value,
        "detail": format!("Could not find {resource} with {parameter}: [{value}]."),
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": kind("resource-not-found"),
    })
}

pub(super) fn not_authorized(resource: &str, parameter: &str, value: &str) -> Value {
    json!({
        "value": value,
        "detail": format!("Sorry, you are not authorized to see the {resource} with {parameter}: [{value}]."),
        "title": "Authorization Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "section": "data",
        "type": kind("not-authorized-for-resource"),
    })
}

fn suspended(parameter: &str, value: &str) -> Value {
    json!({
        "value": value,
        "detail": format!("User has been suspended: [{value}]."),
        "title": "Forbidden",
        "resource_type": "user",
        "parameter": parameter,
        "resource_id": value,
        "type": kind("resource-not-found"),
    })
}

/// Why an account, or what it wrote, is not given.
pub(super) fn of_account(account: Option<&Account>, parameter: &str, value: &str) -> Value {
    match account.map(|account| account.standing) {
        Some(Standing::Suspended) => suspended(parameter, value),
        Some(Standing::Protected) => not_authorized("user", parameter, value),
        _ => not_found("user", parameter, value),
    }
}

pub(super) fn duplicate_rule(value: &str, id: &str) -> Value {
    json!({"value": value, "id": id, "title": "DuplicateRule", "type": kind("duplicate-rules")})
}

pub(super) fn invalid_rule(value: &str, why: &str) -> Value {
    json!({"value": value, "details": [why], "detail": why, "title": "UnprocessableEntity", "type": kind("invalid-rules")})
}

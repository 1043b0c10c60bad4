//! The schemas of what is sent and answered (JSON Schema 2020-12, as OpenAPI 3.1 has it).

use mimus_core::charter::Rule;
use mimus_core::desk::{Deed, Role, Scope};
use serde_json::{Map, Value, json};

use super::problem::Kind;

/// A schema by its name.
pub(crate) fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A number from 1.
pub(crate) fn number() -> Value {
    json!({"type": "integer", "minimum": 1})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn time() -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn hash() -> Value {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}

fn yes_or_no() -> Value {
    json!({"type": "boolean"})
}

fn list_of(items: Value) -> Value {
    let mut list = json!({"type": "array"});
    list["items"] = items;
    list
}

fn one_of<T: serde::Serialize>(words: &[T]) -> Value {
    json!({"type": "string", "enum": words})
}

/// The same, or null.
fn maybe(schema: Value) -> Value {
    let either = vec![schema, json!({"type": "null"})];
    json!({"anyOf": either})
}

/// An object with these members; those that end in `?` may be missing.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema) in members {
        let bare = name.trim_end_matches('?');
        if bare == name {
            required.push(bare.to_owned());
        }
        properties.insert(bare.to_owned(), schema);
    }
    let mut object = json!({"type": "object", "properties": properties});
    if let (Value::Object(object), false) = (&mut object, required.is_empty()) {
        object.insert("required".into(), json!(required));
    }
    object
}

/// An object with exactly these members.
fn exactly<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut object = object(members);
    if let Value::Object(object) = &mut object {
        object.insert("additionalProperties".into(), json!(false));
    }
    object
}

/// All schemas.
pub(crate) fn all() -> Value {
    let mut all = Map::new();
    for schemas in [
        general(),
        people(),
        accounts(),
        content(),
        drafts(),
        templates(),
        review(),
        publishing(),
        telling(),
        keeping(),
    ] {
        all.extend(schemas);
    }
    Value::Object(all)
}

fn collect<const N: usize>(schemas: [(&str, Value); N]) -> Map<String, Value> {
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn general() -> Map<String, Value> {
    let types: Vec<String> = Kind::ALL.iter().map(|kind| format!("/api/problems/{}", kind.name())).collect();
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    collect([
        ("Anything", json!({"type": "object"})),
        (
            "Problem",
            object([
                ("type", one_of(&types)),
                ("title", text()),
                ("status", json!({"type": "integer", "minimum": 400, "maximum": 599})),
                ("detail", text()),
                ("checks?", list_of(named("Check"))),
                ("wanting?", count()),
                ("aside?", number()),
                ("state?", text()),
                ("scope?", named("Scope")),
                ("account?", number()),
            ]),
        ),
        ("ProblemKind", object([("name", one_of(&names)), ("status", count()), ("title", text())])),
        ("Scope", one_of(&Scope::ALL)),
        ("Role", one_of(&Role::ALL)),
        ("Network", one_of(&["x", "mastodon", "bluesky", "feed", "archive", "elsewhere"])),
        ("Reason", exactly([("why?", text())])),
    ])
}

fn people() -> Map<String, Value> {
    let token = [
        ("id", text()),
        ("name", text()),
        ("scopes", list_of(named("Scope"))),
        ("created_at", time()),
        ("expires_at", time()),
        ("used_at", maybe(time())),
    ];
    let roles = object([("account", number()), ("roles", list_of(named("Role")))]);
    collect([
        (
            "Me",
            object([
                ("id", number()),
                ("name", text()),
                ("shown", text()),
                ("keeper", yes_or_no()),
                (
                    "accounts",
                    list_of(object([
                        ("id", number()),
                        ("name", text()),
                        ("roles", list_of(named("Role"))),
                        ("may", list_of(one_of(&Deed::ALL))),
                    ])),
                ),
                ("token", named("Token")),
            ]),
        ),
        (
            "People",
            object([(
                "people",
                list_of(object([
                    ("id", number()),
                    ("shown", text()),
                    ("name?", text()),
                    ("keeper?", yes_or_no()),
                    ("state?", one_of(&["invited", "active", "left"])),
                    ("accounts?", list_of(roles)),
                ])),
            )]),
        ),
        (
            "NewPerson",
            exactly([
                ("name", text()),
                ("shown?", text()),
                ("account?", maybe(number())),
                ("roles?", list_of(named("Role"))),
            ]),
        ),
        ("Invitation", object([("id", number()), ("name", text()), ("link", text())])),
        ("WrittenRoles", exactly([("account", number()), ("roles", list_of(named("Role")))])),
        ("Token", object(token)),
        ("Tokens", object([("tokens", list_of(named("Token")))])),
        (
            "NewToken",
            exactly([("name", text()), ("scopes", list_of(named("Scope"))), ("expires_at?", maybe(time()))]),
        ),
        ("MadeToken", json!({"allOf": [named("Token"), object([("token", text())])]})),
    ])
}

fn accounts() -> Map<String, Value> {
    let weight = || one_of(&["off", "warn", "block"]);
    let hour = || json!({"type": "string", "examples": ["09:30:00"]});
    collect([
        (
            "Account",
            object([
                ("id", number()),
                ("name", text()),
                ("network", named("Network")),
                ("handle", text()),
                ("state", text()),
                ("state_reason", maybe(text())),
                ("goes", json!({"type": "boolean", "description": "Whether anything goes out to it."})),
                ("stopped", maybe(text())),
                ("charter", named("Charter")),
                ("slots", named("Slots")),
                (
                    "limits",
                    json!({"type": "object", "description": "What its network takes, as it says itself."}),
                ),
            ]),
        ),
        ("Accounts", object([("accounts", list_of(named("Account")))])),
        ("AccountRules", exactly([("charter", named("Charter")), ("slots", named("Slots"))])),
        (
            "Charter",
            exactly([
                ("text?", text()),
                ("rules?", named("CharterRules")),
                (
                    "review?",
                    exactly([
                        ("reviewers?", json!({"type": "integer", "minimum": 0, "maximum": 255})),
                        ("author_may_review?", yes_or_no()),
                    ]),
                ),
                ("proposals?", yes_or_no()),
                ("names_proposers?", yes_or_no()),
                ("a_day?", maybe(count())),
                ("quiet?", maybe(object([("from", hour()), ("to", hour()), ("zone", text())]))),
            ]),
        ),
        (
            "CharterRules",
            exactly([
                ("alt_text?", weight()),
                ("camel_case_hashtags?", weight()),
                ("plain_letters?", weight()),
                ("emoji_bullets?", weight()),
                ("known_mentions?", weight()),
                ("language?", weight()),
                ("languages?", list_of(text())),
                ("content_warning?", weight()),
                ("topics?", list_of(exactly([("warning", text()), ("words", list_of(text()))]))),
            ]),
        ),
        (
            "Slots",
            exactly([
                ("zone?", json!({"type": "string", "examples": ["Europe/Berlin"]})),
                (
                    "slots?",
                    list_of(exactly([
                        ("days", list_of(json!({"type": "integer", "minimum": 1, "maximum": 7}))),
                        ("at", hour()),
                    ])),
                ),
            ]),
        ),
    ])
}

fn content() -> Map<String, Value> {
    let alt = object([("language?", maybe(text())), ("text", text())]);
    let thousandths = || json!({"type": "integer", "minimum": -1000, "maximum": 1000});
    let pixels = json!({"type": "array", "items": count(), "minItems": 2, "maxItems": 2});
    collect([
        (
            "Content",
            exactly([
                (
                    "text?",
                    json!({"type": "string", "maxLength": mimus_core::desk::MAX_TEXT, "description": "A line --- begins the next part of a thread."}),
                ),
                (
                    "versions?",
                    json!({"type": "object", "additionalProperties": text(), "description": "Words of their own for a network."}),
                ),
                ("language?", maybe(text())),
                ("content_warning?", maybe(text())),
                ("sensitive?", yes_or_no()),
                ("visibility?", one_of(&["public", "unlisted"])),
                (
                    "media?",
                    json!({"type": "array", "items": named("Medium"), "maxItems": mimus_core::desk::MAX_MEDIA}),
                ),
                (
                    "poll?",
                    maybe(exactly([
                        ("options", list_of(text())),
                        ("multiple?", yes_or_no()),
                        ("minutes", json!({"type": "integer", "minimum": 5, "maximum": 43200})),
                    ])),
                ),
                ("reply_to?", maybe(text())),
                ("quote?", maybe(text())),
                ("boost?", maybe(text())),
            ]),
        ),
        (
            "Medium",
            exactly([
                ("file", text()),
                ("kind", one_of(&["image", "gifv", "video", "audio"])),
                ("part?", count()),
                ("alt?", list_of(alt)),
                ("focal_point?", maybe(object([("x", thousandths()), ("y", thousandths())]))),
                ("size?", maybe(pixels)),
                ("author?", text()),
                ("licence?", text()),
                ("source?", text()),
            ]),
        ),
        (
            "UndescribedMedia",
            object([
                (
                    "media",
                    list_of(object([
                        ("draft", number()),
                        ("title", text()),
                        ("number", number()),
                        ("medium", named("Medium")),
                    ])),
                ),
                ("all", count()),
            ]),
        ),
        ("Description", exactly([("file", text()), ("before?", text()), ("words", text())])),
        ("Window", exactly([("from?", maybe(time())), ("until?", maybe(time()))])),
    ])
}

fn drafts() -> Map<String, Value> {
    let state = || one_of(&["held", "writing", "proposed", "scheduled", "published", "dropped"]);
    collect([
        (
            "NewDraft",
            exactly([
                ("content?", named("Content")),
                ("accounts?", list_of(number())),
                ("window?", named("Window")),
            ]),
        ),
        (
            "WrittenDraft",
            exactly([
                ("revision", number()),
                ("content", named("Content")),
                ("accounts", list_of(number())),
                ("window?", named("Window")),
            ]),
        ),
        ("Wrote", object([("revision", number()), ("merged", yes_or_no())])),
        ("Seen", exactly([("hash", hash())])),
        (
            "Standing",
            object([
                ("account", number()),
                ("standing", one_of(&["approved", "wanting", "refused"])),
                ("wanting", count()),
            ]),
        ),
        (
            "Draft",
            object([
                ("id", number()),
                ("state", state()),
                ("content", named("Content")),
                ("hash", hash()),
                ("revision", number()),
                ("revisions", number()),
                ("accounts", list_of(number())),
                ("author", maybe(number())),
                ("proposer", maybe(text())),
                ("editor", maybe(number())),
                ("window", named("Window")),
                ("slot", maybe(time())),
                ("published_hash", maybe(hash())),
                ("created_at", time()),
                ("updated_at", time()),
                (
                    "came_from",
                    maybe(object([
                        ("route", number()),
                        ("posts", list_of(object([("id", text()), ("url", maybe(text()))]))),
                    ])),
                ),
                ("standing", list_of(named("Standing"))),
            ]),
        ),
        (
            "Drafts",
            object([(
                "drafts",
                list_of(object([
                    ("id", number()),
                    ("state", state()),
                    ("title", text()),
                    ("accounts", list_of(number())),
                    ("author", maybe(number())),
                    ("proposer", maybe(text())),
                    ("slot", maybe(time())),
                    ("updated_at", time()),
                ])),
            )]),
        ),
    ])
}

fn templates() -> Map<String, Value> {
    let weekday = || json!({"type": "integer", "minimum": 1, "maximum": 7});
    let every = |word: &str| one_of(&[word]);
    let month_day = json!({"type": "integer", "minimum": 1, "maximum": 31});
    let nth = json!({"type": "integer", "minimum": -1, "maximum": 5, "description": "-1 is the last."});
    let lead = json!({"type": "integer", "minimum": 0, "maximum": mimus_core::desk::MAX_LEAD, "description": "Hours before."});
    let days = vec![
        exactly([("every", every("day"))]),
        exactly([("every", every("week")), ("on", list_of(weekday()))]),
        exactly([("every", every("month")), ("on", month_day)]),
        exactly([("every", every("month_weekday")), ("nth", nth), ("on", weekday())]),
    ];
    collect([
        (
            "Rhythm",
            exactly([
                ("days", json!({"anyOf": days})),
                ("at", json!({"type": "string", "examples": ["09:30:00"]})),
                ("zone", json!({"type": "string", "examples": ["Europe/Berlin"]})),
                ("lead?", lead),
            ]),
        ),
        (
            "NewTemplate",
            exactly([
                ("name", text()),
                ("content?", named("Content")),
                ("accounts", list_of(number())),
                ("rhythm?", maybe(named("Rhythm"))),
            ]),
        ),
        (
            "WrittenTemplate",
            exactly([
                ("version", number()),
                ("name", text()),
                ("content", named("Content")),
                ("accounts", list_of(number())),
                ("rhythm?", maybe(named("Rhythm"))),
            ]),
        ),
        ("TemplateName", exactly([("name", text())])),
        (
            "Template",
            object([
                ("id", number()),
                ("name", text()),
                ("content", named("Content")),
                ("accounts", list_of(number())),
                ("rhythm", maybe(named("Rhythm"))),
                ("next_at", maybe(time())),
                ("made", count()),
                ("version", number()),
                ("author", number()),
                ("stopped", maybe(text())),
                ("updated_at", time()),
            ]),
        ),
        ("Templates", object([("templates", list_of(named("Template")))])),
    ])
}

fn review() -> Map<String, Value> {
    let rules: Vec<Rule> =
        Rule::ALL.into_iter().chain([Rule::Fits, Rule::QuietHours, Rule::ADay, Rule::SaidBefore]).collect();
    let places = one_of(&["text", "content_warning", "language", "time"]);
    let part = object([
        ("text", text()),
        ("length", count()),
        ("limit", count()),
        ("content_warning", maybe(text())),
        ("media", count()),
        ("cost_usd", json!({"type": "number"})),
    ]);
    collect([
        (
            "Check",
            object([
                ("rule", one_of(&rules)),
                ("verdict", one_of(&["passed", "warns", "blocks"])),
                ("words", text()),
                ("field", json!({"anyOf": [places, object([("media", number())])]})),
            ]),
        ),
        (
            "Preview",
            object([
                ("account", number()),
                ("name", text()),
                ("network", named("Network")),
                ("standing", one_of(&["approved", "wanting", "refused"])),
                ("wanting", count()),
                ("parts", list_of(part)),
                ("warnings", list_of(text())),
                ("checks", list_of(named("Check"))),
                ("cost_usd", json!({"type": "number"})),
            ]),
        ),
        ("Previews", object([("hash", hash()), ("previews", list_of(named("Preview")))])),
        (
            "Comments",
            object([(
                "comments",
                list_of(object([("by", maybe(number())), ("words", text()), ("at", time())])),
            )]),
        ),
        ("NewComment", exactly([("words", text())])),
        (
            "Rulings",
            object([(
                "rulings",
                list_of(object([
                    ("by", number()),
                    ("ruling", one_of(&["approve", "refuse"])),
                    ("hash", hash()),
                    ("revision", number()),
                    ("why", text()),
                    ("at", time()),
                ])),
            )]),
        ),
        (
            "Removal",
            object([(
                "removal",
                maybe(object([
                    ("by", number()),
                    ("why", text()),
                    ("hash", hash()),
                    ("asked_at", time()),
                    ("standing", one_of(&["approved", "wanting", "refused"])),
                    ("wanting?", count()),
                ])),
            )]),
        ),
        (
            "NewRuling",
            exactly([("ruling", one_of(&["approve", "refuse"])), ("hash", hash()), ("why?", text())]),
        ),
    ])
}

fn publishing() -> Map<String, Value> {
    let part = object([
        ("position", count()),
        ("state", text()),
        ("text", text()),
        ("id", maybe(text())),
        ("url", maybe(text())),
        ("sent_at", time()),
    ]);
    collect([
        (
            "Schedule",
            exactly([
                ("hash", hash()),
                ("when", json!({"anyOf": [one_of(&["now", "next-slot", "first-slot"]), time()]})),
            ]),
        ),
        ("Scheduled", object([("at", time())])),
        ("Requeued", object([("requeued", count())])),
        (
            "Publications",
            object([(
                "publications",
                list_of(object([
                    ("id", number()),
                    ("draft", maybe(number())),
                    ("account", number()),
                    ("post", text()),
                    ("revision", number()),
                    ("wanted", text()),
                    ("state", text()),
                    ("reason", maybe(text())),
                    ("due_at", maybe(time())),
                    ("until", maybe(time())),
                    ("created_at", time()),
                    ("published_at", maybe(time())),
                    ("parts", list_of(part)),
                ])),
            )]),
        ),
        (
            "DoneByHand",
            exactly([
                ("revision", number()),
                ("done", one_of(&["published", "changed", "deleted"])),
                ("links?", list_of(text())),
            ]),
        ),
        ("Settlement", exactly([("there", yes_or_no()), ("id?", maybe(text())), ("url?", maybe(text()))])),
    ])
}

fn telling() -> Map<String, Value> {
    collect([
        (
            "Entry",
            object([
                ("seq", number()),
                ("at", time()),
                ("who", text()),
                ("deed", text()),
                ("about", text()),
                ("account?", text()),
                ("detail", json!({})),
                ("previous", hash()),
                ("hash", hash()),
            ]),
        ),
        ("Record", object([("entries", list_of(named("Entry")))])),
        (
            "Webhooks",
            object([(
                "webhooks",
                list_of(object([
                    ("id", number()),
                    ("url", text()),
                    ("cursor", count()),
                    ("failures", count()),
                    ("last_error", maybe(text())),
                    ("retry_at", maybe(time())),
                ])),
            )]),
        ),
        ("NewWebhook", exactly([("url", json!({"type": "string", "format": "uri"}))])),
        ("MadeWebhook", object([("id", number()), ("secret", text())])),
    ])
}

fn keeping() -> Map<String, Value> {
    let policy = || json!({"type": "object", "description": "What goes on, and how."});
    collect([
        (
            "Mirror",
            object([
                ("id", number()),
                ("handle", text()),
                ("page", text()),
                ("name", text()),
                ("state", one_of(&["active", "paused", "ended"])),
                ("state_reason", maybe(text())),
                ("source", maybe(text())),
                ("posts", count()),
                ("followers", count()),
                ("last_post_at", maybe(time())),
                ("last_read_at", maybe(time())),
                ("next_read_at", maybe(time())),
                (
                    "failures",
                    json!({"type": "integer", "minimum": 0, "description": "Readings that failed in a row."}),
                ),
                ("last_error", maybe(text())),
                ("policy", policy()),
            ]),
        ),
        ("Mirrors", object([("mirrors", list_of(named("Mirror")))])),
        ("NewMirror", exactly([("source", text()), ("handle?", maybe(text())), ("policy?", policy())])),
        (
            "Route",
            object([
                ("id", number()),
                ("from", text()),
                ("to", text()),
                ("state", one_of(&["active", "paused"])),
                ("state_reason", maybe(text())),
                ("since", time()),
                ("last_read_at", maybe(time())),
                ("failures", count()),
                ("last_error", maybe(text())),
                (
                    "lately",
                    json!({"type": "object", "description": "How many publications came into each state within a week."}),
                ),
                ("drafts", count()),
                ("policy", policy()),
            ]),
        ),
        ("Routes", object([("routes", list_of(named("Route")))])),
        ("NewRoute", exactly([("from", text()), ("to", text()), ("policy?", policy())])),
        ("WrittenRoute", exactly([("policy", policy())])),
        ("Resumption", exactly([("skip_held?", yes_or_no())])),
    ])
}

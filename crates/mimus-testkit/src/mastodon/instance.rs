//! What the server says of itself.

use serde_json::{Value, json};

use super::answer::{Outcome, ok};
use super::media::TYPES;
use super::world::State;

fn configuration(state: &State) -> Value {
    let limits = &state.limits;
    json!({
        "statuses": {
            "max_characters": limits.characters, "max_media_attachments": limits.media,
            "characters_reserved_per_url": limits.characters_per_url,
        },
        "media_attachments": {
            "supported_mime_types": TYPES, "description_limit": limits.description,
            "image_size_limit": limits.image_bytes, "image_matrix_limit": 33_177_600,
            "video_size_limit": limits.video_bytes, "video_frame_rate_limit": 120,
            "video_matrix_limit": 8_294_400,
        },
        "polls": {
            "max_options": limits.poll_options, "max_characters_per_option": limits.poll_option_characters,
            "min_expiration": limits.poll_shortest.as_secs(), "max_expiration": limits.poll_longest.as_secs(),
        },
        "accounts": {
            "max_featured_tags": 10, "max_pinned_statuses": 5, "max_profile_fields": 4,
            "profile_field_name_limit": 255, "profile_field_value_limit": 255,
        },
    })
}

fn rules(state: &State) -> Vec<Value> {
    let rules = state.options.rules.iter().enumerate();
    rules.map(|(at, text)| json!({"id": (at + 1).to_string(), "text": text, "hint": ""})).collect()
}

/// Of a path that is served by another process, with the scheme of web sockets.
fn streaming_url(state: &State) -> String {
    format!("ws{}", state.base.as_str().trim_start_matches("http").trim_end_matches('/'))
}

pub(super) fn second(state: &State) -> Outcome {
    let mut configuration = configuration(state);
    configuration["urls"] = json!({"streaming": streaming_url(state), "status": null});
    configuration["vapid"] = json!({"public_key": "none"});
    configuration["translation"] = json!({"enabled": false});
    configuration["limited_federation"] = json!(false);
    ok(&json!({
        "domain": state.domain(), "title": "Mastodon on loopback", "version": state.options.version,
        "source_url": "https://github.com/mastodon/mastodon", "description": "",
        "usage": {"users": {"active_month": state.users.len()}},
        "thumbnail": {"url": state.url("thumbnail.png"), "blurhash": null, "versions": {}, "description": ""},
        "icon": [], "languages": ["en"], "configuration": configuration,
        "registrations": {"enabled": false, "approval_required": false, "message": null, "min_age": null,
            "reason_required": null, "url": null},
        "contact": {"email": "", "account": null}, "rules": rules(state), "api_versions": {"mastodon": 7},
    }))
}

pub(super) fn first(state: &State) -> Outcome {
    ok(&json!({
        "uri": state.domain(), "title": "Mastodon on loopback", "short_description": "", "description": "",
        "email": "", "version": state.options.version, "urls": {"streaming_api": streaming_url(state)},
        "stats": {"user_count": state.users.len(), "status_count": state.statuses.len(), "domain_count": 1},
        "thumbnail": state.url("thumbnail.png"), "languages": ["en"], "registrations": false,
        "approval_required": false, "invites_enabled": false, "configuration": configuration(state),
        "contact_account": null, "rules": rules(state),
    }))
}

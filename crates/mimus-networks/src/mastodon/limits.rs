//! What a server takes, as it says itself (<https://docs.joinmastodon.org/entities/Instance/>).

use mimus_core::render::{FileLimits, FileTypes, MastodonLimits};
use serde_json::Value;

/// What a server says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Instance {
    /// The name in its handles.
    pub(super) domain: Option<String>,
    /// What it takes.
    pub(super) limits: MastodonLimits,
    /// What its rules ask for.
    pub(super) rules: Vec<String>,
    /// Where it streams from.
    pub(super) streaming: Option<String>,
}

/// Most rules that are kept.
const RULES: usize = 50;
/// Longest rule, in characters.
const RULE: usize = 2_000;
/// Most media types that are looked at.
const TYPES: usize = 200;

impl Instance {
    /// Reads `/api/v2/instance`, or `/api/v1/instance` of older servers and other makes.
    pub(super) fn read(json: &Value) -> Self {
        let number =
            |path: &str| json.pointer(path).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let text = |path: &str| json.pointer(path).and_then(Value::as_str).map(str::to_owned);
        let usual = MastodonLimits::default();
        let limits = MastodonLimits {
            characters: number("/configuration/statuses/max_characters")
                // Pleroma, and older Mastodon with a patch.
                .or_else(|| number("/max_toot_chars"))
                .unwrap_or(usual.characters)
                .max(1),
            url: number("/configuration/statuses/characters_reserved_per_url").unwrap_or(usual.url),
            media: number("/configuration/statuses/max_media_attachments").unwrap_or(usual.media),
            alt: number("/configuration/media_attachments/description_limit").unwrap_or(usual.alt),
            poll_options: number("/configuration/polls/max_options")
                .or_else(|| number("/poll_limits/max_options"))
                .unwrap_or(usual.poll_options),
            poll_option: number("/configuration/polls/max_characters_per_option")
                .or_else(|| number("/poll_limits/max_option_chars"))
                .unwrap_or(usual.poll_option),
            files: files(json.pointer("/configuration/media_attachments")),
            ..usual
        };
        let rules = json.get("rules").and_then(Value::as_array).into_iter().flatten().take(RULES);
        let rule = |rule: &Value| {
            let words: String = rule.get("text")?.as_str()?.chars().take(RULE).collect();
            (!words.is_empty()).then_some(words)
        };
        Self {
            domain: text("/domain").or_else(|| text("/uri")).map(|name| {
                let name = name.trim_start_matches("https://").trim_start_matches("http://");
                name.trim_end_matches('/').to_owned()
            }),
            limits,
            rules: rules.filter_map(rule).collect(),
            streaming: text("/configuration/urls/streaming").or_else(|| text("/urls/streaming_api")),
        }
    }
}

/// What a server takes of files; one that names no type takes the usual ones.
fn files(said: Option<&Value>) -> FileLimits {
    let number = |name: &str| said?.get(name)?.as_u64().filter(|most| *most > 0);
    let usual = FileLimits::default();
    let names = said.and_then(|said| said.get("supported_mime_types")).and_then(Value::as_array);
    let types = FileTypes::of(names.into_iter().flatten().take(TYPES).filter_map(Value::as_str));
    let picture = number("image_size_limit").unwrap_or(usual.picture);
    FileLimits {
        picture,
        pixels: number("image_matrix_limit").unwrap_or(usual.pixels),
        moving: picture,
        film: number("video_size_limit").unwrap_or(usual.film),
        types: if types.is_empty() { usual.types } else { types },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_versions_and_other_makes_are_read() {
        let v2 = json!({"domain": "a.example", "rules": [{"id": "1", "text": "Be kind"}, {"id": "2"}],
            "configuration": {"urls": {"streaming": "wss://s.a.example"}, "statuses": {"max_characters": 11_000,
            "max_media_attachments": 6, "characters_reserved_per_url": 30},
            "media_attachments": {"description_limit": 5_000, "image_size_limit": 1_000, "image_matrix_limit": 99,
            "video_size_limit": 0, "supported_mime_types": ["image/png", "image/heic", 7]}, "polls": {"max_options": 8, "max_characters_per_option": 99}}});
        let read = Instance::read(&v2);
        let limits = read.limits;
        assert_eq!((limits.characters, limits.media, limits.url, limits.alt), (11_000, 6, 30, 5_000));
        assert_eq!((limits.poll_options, limits.poll_option), (8, 99));
        let usual = FileLimits::default();
        let files = FileLimits {
            picture: 1_000,
            pixels: 99,
            moving: 1_000,
            film: usual.film,
            types: FileTypes::of(["image/png"]),
        };
        assert_eq!(limits.files, files);
        assert_eq!(
            (read.rules, read.streaming.as_deref()),
            (vec!["Be kind".to_owned()], Some("wss://s.a.example"))
        );
        let pleroma =
            json!({"uri": "https://p.example/", "max_toot_chars": 5_000, "poll_limits": {"max_options": 20}});
        let read = Instance::read(&pleroma);
        assert_eq!((read.domain.as_deref(), read.limits.characters), (Some("p.example"), 5_000));
        assert_eq!(read.limits.poll_options, 20);
        assert_eq!(Instance::read(&json!([1])).limits, MastodonLimits::default());
    }
}

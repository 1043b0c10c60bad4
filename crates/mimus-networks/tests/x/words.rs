//! Whatever stands in a post, its words come out whole.

use mimus_core::{RichText, SpanKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::conversion::converted;

/// A piece of a text as X writes it, with the entity over it.
#[derive(Debug, Clone)]
enum Piece {
    Plain(String),
    Url(u8),
    Mention(String),
    Hashtag(String),
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        "[a-z é日👩‍👧&<>\n]{1,12}".prop_map(Piece::Plain),
        any::<u8>().prop_map(Piece::Url),
        "[a-z_]{1,15}".prop_map(Piece::Mention),
        "[a-zé]{1,10}".prop_map(Piece::Hashtag),
    ]
}

/// The text escaped as X does, its entities by code points, and the words that a reader should see.
fn written(pieces: &[Piece]) -> (String, Value, Vec<String>) {
    let (mut text, mut seen) = (String::new(), Vec::new());
    let (mut urls, mut mentions, mut hashtags) = (Vec::new(), Vec::new(), Vec::new());
    for piece in pieces {
        text.push_str(". ");
        let start = text.chars().count();
        match piece {
            Piece::Plain(words) => {
                text.push_str(&words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
                seen.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            Piece::Url(n) => {
                let short = format!("https://t.co/{n:010}");
                text.push_str(&short);
                urls.push(json!({"start": start, "end": start + short.len(), "url": short, "expanded_url": format!("https://example.org/{n}")}));
                seen.push(format!("https://example.org/{n}"));
            }
            Piece::Mention(name) => {
                text.push_str(&format!("@{name}"));
                mentions.push(json!({"start": start, "end": start + 1 + name.len(), "username": name}));
                seen.push(format!("@{name}"));
            }
            Piece::Hashtag(tag) => {
                text.push_str(&format!("#{tag}"));
                hashtags.push(json!({"start": start, "end": start + 1 + tag.chars().count(), "tag": tag}));
                seen.push(format!("#{tag}"));
            }
        }
    }
    text.push_str(" .");
    (text, json!({"urls": urls, "mentions": mentions, "hashtags": hashtags}), seen)
}

proptest! {
    #[test]
    fn entities_are_where_x_says(pieces in prop::collection::vec(piece(), 0..10)) {
        let (text, entities, seen) = written(&pieces);
        let read = converted(json!({"text": text, "entities": entities}), json!({})).post.text;
        let flat = read.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let expected = seen.iter().filter(|words| !words.is_empty()).map(|words| format!(". {words} ")).collect::<String>();
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect::<String>();
        prop_assert_eq!(squeeze(&flat), squeeze(&expected));
        let count = |wanted: fn(&SpanKind) -> bool| read.spans().iter().filter(|span| wanted(&span.kind)).count();
        let of = |wanted: fn(&Piece) -> bool| pieces.iter().filter(|piece| wanted(piece)).count();
        prop_assert_eq!(count(|k| matches!(k, SpanKind::Link { .. })), of(|p| matches!(p, Piece::Url(_))));
        prop_assert_eq!(count(|k| matches!(k, SpanKind::Mention { .. })), of(|p| matches!(p, Piece::Mention(_))));
        prop_assert_eq!(count(|k| matches!(k, SpanKind::Hashtag { .. })), of(|p| matches!(p, Piece::Hashtag(_))));
    }

    #[test]
    fn no_offsets_break_the_text(text in "[a-z@#&;é👩\n ]{0,80}", places in prop::collection::vec((0_u64..100, 0_u64..100), 0..8)) {
        let entity = |(start, end): &(u64, u64)| json!({"start": start, "end": end, "username": "ana", "tag": "ana",
            "url": "https://t.co/0123456789", "expanded_url": "https://example.org/"});
        let all: Vec<Value> = places.iter().map(entity).collect();
        let entities = json!({"urls": all, "mentions": all, "hashtags": all, "cashtags": all});
        let read = converted(json!({"text": text, "entities": entities, "display_text_range": [3, 9]}), json!({})).post.text;
        prop_assert!(RichText::from_parts(read.as_str().to_owned(), read.spans().to_vec()).is_ok());
    }
}

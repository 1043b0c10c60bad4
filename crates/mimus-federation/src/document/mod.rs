//! What this server says in ActivityPub, as JSON: pure functions of what stands in the store.
//!
//! Documents that stand alone carry their `@context`; those within others do not. Beside them,
//! [`related`] and [`render_activity`] read from the store what a document needs.

mod activity;
mod actor;
mod collection;
mod note;
mod related;
mod render;

use mimus_core::{LocalHandle, Visibility};
use serde_json::{Value, json};

pub use activity::{
    QuoteAuthorization, accept, accept_quote, delete, publish, quote_authorization, quote_stamp, reject,
    remove_actor, stamped_quote, undo_boost, update, update_actor,
};
pub(crate) use actor::instance_name;
pub use actor::{ActorInput, actor, instance_actor};
pub use collection::{featured, followers, following, instance_outbox, outbox, outbox_page};
pub use note::note;
pub use related::{Boosted, Related, related};
pub use render::{actor_of, outbox_page_of, render_activity};

use crate::Addresses;

/// The media type of every document here, and of what is sent to inboxes.
pub const CONTENT_TYPE: &str = "application/activity+json";

/// The collection that means everybody.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// Terms of posts that ActivityStreams does not define, each by the vocabulary that does.
fn post_context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        {
            "sensitive": "as:sensitive",
            "Hashtag": "as:Hashtag",
            "toot": "http://joinmastodon.org/ns#",
            "Emoji": "toot:Emoji",
            "votersCount": "toot:votersCount",
            "blurhash": "toot:blurhash",
            "focalPoint": { "@container": "@list", "@id": "toot:focalPoint" },
            "quote": { "@id": "https://w3id.org/fep/044f#quote", "@type": "@id" },
            "quoteAuthorization": { "@id": "https://w3id.org/fep/044f#quoteAuthorization", "@type": "@id" },
            "quoteUri": "http://fedibird.com/ns#quoteUri",
            "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
            "gts": "https://gotosocial.org/ns#",
            "interactionPolicy": { "@id": "gts:interactionPolicy", "@type": "@id" },
            "canQuote": { "@id": "gts:canQuote", "@type": "@id" },
            "automaticApproval": { "@id": "gts:automaticApproval", "@type": "@id" }
        }
    ])
}

/// Terms of actors that ActivityStreams does not define.
fn actor_context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        "https://w3id.org/security/v1",
        {
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "toot": "http://joinmastodon.org/ns#",
            "featured": { "@id": "toot:featured", "@type": "@id" },
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "attributionDomains": { "@id": "toot:attributionDomains", "@type": "@id" },
            "schema": "http://schema.org#",
            "PropertyValue": "schema:PropertyValue",
            "value": "schema:value"
        }
    ])
}

/// The same document standing alone.
fn with_context(mut document: Value, context: Value) -> Value {
    if let Some(object) = document.as_object_mut() {
        object.insert("@context".to_owned(), context);
    }
    document
}

/// To whom something is addressed, `to` and `cc`. What is unlisted names the public second: so Mastodon keeps
/// it out of public timelines.
fn audience(
    addresses: &Addresses,
    handle: &LocalHandle,
    visibility: Visibility,
) -> (Vec<String>, Vec<String>) {
    let followers = addresses.followers(handle);
    match visibility {
        Visibility::Public => (vec![PUBLIC.to_owned()], vec![followers]),
        Visibility::Unlisted => (vec![followers], vec![PUBLIC.to_owned()]),
    }
}

/// Inserts unless there is nothing to insert.
fn set(document: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let (Some(object), Some(value)) = (document.as_object_mut(), value) {
        object.insert(name.to_owned(), value.into());
    }
}

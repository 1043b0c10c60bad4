//! Activities: what actors here do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mimus_core::{LocalHandle, PostId, Visibility};
use mimus_store::StoredPost;
use serde_json::{Value, json};

use super::note::{bare_note, seconds};
use super::{ACTIVITY_STREAMS, Boosted, PUBLIC, Related, audience, post_context, set, with_context};
use crate::Addresses;

/// Longest id of a quoting post that a permission is written for, in bytes.
const MAX_QUOTING_ID: usize = 1_024;

/// The activity that published a post: `Create` with the post, or `Announce` for a boost.
#[must_use]
pub fn publish(addresses: &Addresses, post: &StoredPost, related: &Related) -> Value {
    with_context(bare_publish(addresses, post, related), post_context())
}

pub(super) fn bare_publish(addresses: &Addresses, post: &StoredPost, related: &Related) -> Value {
    if let Some(original) = &related.repost {
        return announce(addresses, post, original);
    }
    let note = bare_note(addresses, post, related);
    let mut create = json!({
        "id": addresses.publish_activity(&post.handle, post.id),
        "type": "Create",
        "actor": addresses.actor(&post.handle),
    });
    for name in ["published", "to", "cc"] {
        set(&mut create, name, note.get(name).cloned());
    }
    set(&mut create, "object", Some(note));
    create
}

fn announce(addresses: &Addresses, post: &StoredPost, original: &Boosted) -> Value {
    let (to, cc) = audience(addresses, &post.handle, post.post.visibility);
    let object = match original {
        Boosted::Here(id, handle) => addresses.post(handle, *id),
        Boosted::Elsewhere(id) => id.clone(),
    };
    json!({
        "id": addresses.publish_activity(&post.handle, post.id),
        "type": "Announce",
        "actor": addresses.actor(&post.handle),
        "published": seconds(post.post.created_at),
        "to": to,
        "cc": cc,
        "object": object,
    })
}

/// The activity that changed a post, entry `seq` of its actor's log.
#[must_use]
pub fn update(addresses: &Addresses, post: &StoredPost, related: &Related, seq: i64) -> Value {
    let note = bare_note(addresses, post, related);
    let mut update = json!({
        "id": addresses.activity(&post.handle, seq),
        "type": "Update",
        "actor": addresses.actor(&post.handle),
    });
    set(&mut update, "published", note.get("updated").or_else(|| note.get("published")).cloned());
    for name in ["to", "cc"] {
        set(&mut update, name, note.get(name).cloned());
    }
    set(&mut update, "object", Some(note));
    with_context(update, post_context())
}

/// The activity that removed a post, entry `seq` of its actor's log.
#[must_use]
pub fn delete(addresses: &Addresses, handle: &LocalHandle, post: PostId, seq: i64) -> Value {
    let (to, cc) = audience(addresses, handle, Visibility::Public);
    json!({
        "@context": ACTIVITY_STREAMS,
        "id": addresses.activity(handle, seq),
        "type": "Delete",
        "actor": addresses.actor(handle),
        "to": to,
        "cc": cc,
        "object": { "id": addresses.post(handle, post), "type": "Tombstone" },
    })
}

/// The activity that took a boost back, entry `seq` of its actor's log.
#[must_use]
pub fn undo_boost(addresses: &Addresses, post: &StoredPost, original: &Boosted, seq: i64) -> Value {
    let announce = announce(addresses, post, original);
    let mut undo = json!({
        "@context": ACTIVITY_STREAMS,
        "id": addresses.activity(&post.handle, seq),
        "type": "Undo",
        "actor": addresses.actor(&post.handle),
    });
    for name in ["to", "cc"] {
        set(&mut undo, name, announce.get(name).cloned());
    }
    set(&mut undo, "object", Some(announce));
    undo
}

/// The activity that changed an actor, entry `seq` of its log; `actor` is its whole document.
#[must_use]
pub fn update_actor(addresses: &Addresses, handle: &LocalHandle, mut actor: Value, seq: i64) -> Value {
    let context = actor.as_object_mut().and_then(|actor| actor.remove("@context"));
    let mut update = json!({
        "id": addresses.activity(handle, seq),
        "type": "Update",
        "actor": addresses.actor(handle),
        "to": [PUBLIC],
        "cc": [addresses.followers(handle)],
        "object": actor,
    });
    set(&mut update, "@context", context);
    update
}

/// The activity by which an actor goes, entry `seq` of its log.
#[must_use]
pub fn remove_actor(addresses: &Addresses, handle: &LocalHandle, seq: i64) -> Value {
    let actor = addresses.actor(handle);
    json!({
        "@context": ACTIVITY_STREAMS,
        "id": addresses.activity(handle, seq),
        "type": "Delete",
        "actor": actor,
        "to": [PUBLIC],
        "object": actor,
    })
}

/// The acceptance of a follow, which is echoed. Each is its own activity, as some servers use one id for all
/// follows of a person and drop what answers by an id that they know.
#[must_use]
pub fn accept(addresses: &Addresses, handle: &LocalHandle, follow: &Value, now: Timestamp) -> Value {
    answer(addresses, handle, "Accept", follow, now)
}

/// The refusal of a follow, which is echoed.
#[must_use]
pub fn reject(addresses: &Addresses, handle: &LocalHandle, follow: &Value, now: Timestamp) -> Value {
    answer(addresses, handle, "Reject", follow, now)
}

fn answer(addresses: &Addresses, handle: &LocalHandle, kind: &str, request: &Value, now: Timestamp) -> Value {
    let actor = addresses.actor(handle);
    let mut echo = request.clone();
    if let Some(echo) = echo.as_object_mut() {
        echo.remove("@context");
        echo.remove("signature");
    }
    let id = format!("{actor}#{}s/{}", kind.to_lowercase(), now.as_nanosecond());
    let mut answer = json!({
        "@context": ACTIVITY_STREAMS,
        "id": id,
        "type": kind,
        "actor": actor,
        "object": echo,
    });
    set(&mut answer, "to", request.get("actor").and_then(|a| crate::json::id(a)).map(|to| json!([to])));
    answer
}

/// The acceptance of a request to quote a post, with the permission's address as its result (FEP-044f).
#[must_use]
pub fn accept_quote(
    addresses: &Addresses,
    handle: &LocalHandle,
    post: PostId,
    quoting: &str,
    request: &Value,
    now: Timestamp,
) -> Value {
    let mut accept = answer(addresses, handle, "Accept", request, now);
    let stamp = addresses.quote_authorization(handle, post, &quote_stamp(quoting));
    set(&mut accept, "result", Some(stamp));
    let mut context = post_context();
    if let Some(terms) = context.get_mut(1) {
        set(terms, "QuoteRequest", Some("https://w3id.org/fep/044f#QuoteRequest"));
    }
    with_context(accept, context)
}

/// The last part of the address of a permission to quote: the quoting post's id in base64 for URLs. Everybody
/// may quote, so permissions need not be kept: each is made from its address.
#[must_use]
pub fn quote_stamp(quoting: &str) -> String {
    URL_SAFE_NO_PAD.encode(quoting)
}

/// The quoting post's id that [`quote_stamp`] was given; `None` unless it is the address of a web server.
#[must_use]
pub fn stamped_quote(stamp: &str) -> Option<String> {
    if stamp.len() > MAX_QUOTING_ID * 4 / 3 + 4 {
        return None;
    }
    let id = String::from_utf8(URL_SAFE_NO_PAD.decode(stamp).ok()?).ok()?;
    let url = mimus_core::WebUrl::parse(&id).ok()?;
    (id.len() <= MAX_QUOTING_ID && url.as_str() == id).then_some(id)
}

/// What a permission to quote is about.
#[derive(Debug, Clone, Copy)]
pub struct QuoteAuthorization<'a> {
    /// The quoted post's author.
    pub handle: &'a LocalHandle,
    /// The quoted post.
    pub post: PostId,
    /// The quoting post's id.
    pub quoting: &'a str,
}

/// The permission to quote a post (FEP-044f), which servers read to know that a quote is one by consent.
#[must_use]
pub fn quote_authorization(addresses: &Addresses, about: &QuoteAuthorization<'_>) -> Value {
    let QuoteAuthorization { handle, post, quoting } = *about;
    json!({
        "@context": [
            ACTIVITY_STREAMS,
            {
                "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
                "gts": "https://gotosocial.org/ns#",
                "interactingObject": { "@id": "gts:interactingObject", "@type": "@id" },
                "interactionTarget": { "@id": "gts:interactionTarget", "@type": "@id" }
            }
        ],
        "id": addresses.quote_authorization(handle, post, &quote_stamp(quoting)),
        "type": "QuoteAuthorization",
        "attributedTo": addresses.actor(handle),
        "interactingObject": quoting,
        "interactionTarget": addresses.post(handle, post),
    })
}

//! Collections: the outbox and what else of an actor can be counted.

use mimus_core::{LocalHandle, PostId};
use mimus_store::StoredPost;
use serde_json::{Value, json};

use super::activity::bare_publish;
use super::{ACTIVITY_STREAMS, Related, post_context, set, with_context};
use crate::Addresses;

/// An actor's outbox without its items; `posts` is how many there are.
#[must_use]
pub fn outbox(addresses: &Addresses, handle: &LocalHandle, posts: u64) -> Value {
    let id = addresses.outbox(handle);
    json!({
        "@context": ACTIVITY_STREAMS,
        "id": id,
        "type": "OrderedCollection",
        "totalItems": posts,
        "first": page_address(&id, None),
    })
}

/// A page of an outbox, newest first: `posts` with what belongs to each, those before `before`; `more` says
/// whether there are older ones, which are then at `next`, the same address with `page=true&before=ID`.
#[must_use]
pub fn outbox_page(
    addresses: &Addresses,
    handle: &LocalHandle,
    posts: &[(StoredPost, Related)],
    before: Option<PostId>,
    more: bool,
) -> Value {
    let outbox = addresses.outbox(handle);
    let items: Vec<Value> =
        posts.iter().map(|(post, related)| bare_publish(addresses, post, related)).collect();
    let mut page = json!({
        "id": page_address(&outbox, before),
        "type": "OrderedCollectionPage",
        "partOf": outbox,
        "orderedItems": items,
    });
    let last = posts.last().filter(|_| more).map(|(post, _)| post.id);
    set(&mut page, "next", last.map(|last| page_address(&outbox, Some(last))));
    with_context(page, post_context())
}

fn page_address(outbox: &str, before: Option<PostId>) -> String {
    match before {
        None => format!("{outbox}?page=true"),
        Some(before) => format!("{outbox}?page=true&before={before}"),
    }
}

/// An actor's followers: how many, not who.
#[must_use]
pub fn followers(addresses: &Addresses, handle: &LocalHandle, count: u64) -> Value {
    counted(&addresses.followers(handle), count)
}

/// Whom an actor follows: mirrors follow nobody.
#[must_use]
pub fn following(addresses: &Addresses, handle: &LocalHandle) -> Value {
    counted(&addresses.following(handle), 0)
}

/// An actor's pinned posts: mirrors have none.
#[must_use]
pub fn featured(addresses: &Addresses, handle: &LocalHandle) -> Value {
    empty(&addresses.featured(handle))
}

/// The outbox of the server's own actor, which says nothing.
#[must_use]
pub fn instance_outbox(addresses: &Addresses) -> Value {
    empty(&addresses.instance_outbox())
}

fn counted(id: &str, count: u64) -> Value {
    json!({ "@context": ACTIVITY_STREAMS, "id": id, "type": "OrderedCollection", "totalItems": count })
}

fn empty(id: &str) -> Value {
    let mut collection = counted(id, 0);
    set(&mut collection, "orderedItems", Some(json!([])));
    collection
}

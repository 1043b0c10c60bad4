//! Likes and boosts.

use mimus_store::{NewReceived, ReceivedKind, StoredPost};
use serde_json::{Value, json};

use super::{Done, Failure, Inbox, Incoming, Outcome};
use crate::json;

/// Longest reaction, in characters: an emoji or a short code.
const MAX_REACTION: usize = 64;

impl Inbox {
    /// A like, or an emoji in its place.
    pub(super) async fn like(&self, incoming: &Incoming<'_>) -> Done {
        let reaction = json::line(incoming.activity, "content", MAX_REACTION)
            .or_else(|| json::line(incoming.activity, "_misskey_reaction", MAX_REACTION));
        let document = reaction.map_or_else(|| json!({}), |reaction| json!({ "reaction": reaction }));
        self.react(incoming, ReceivedKind::Like, &document).await
    }

    /// A boost.
    pub(super) async fn boost(&self, incoming: &Incoming<'_>) -> Done {
        self.react(incoming, ReceivedKind::Boost, &json!({})).await
    }

    async fn react(&self, incoming: &Incoming<'_>, kind: ReceivedKind, document: &Value) -> Done {
        let Some(post) = self.post_named(incoming.activity).await? else {
            return Ok(Outcome::Ignored("about no post here"));
        };
        let object = incoming.object_id().unwrap_or_default();
        let new = NewReceived {
            uri: &incoming.name(kind.as_str(), object),
            kind,
            mirror: post.mirror,
            post: Some(post.id),
            actor: &incoming.actor.uri,
            document,
        };
        match self.store.receive(&new, incoming.now).await? {
            true => Ok(Outcome::Done),
            false => Ok(Outcome::Ignored("known already")),
        }
    }

    /// A like or boost is taken back, by its id or by what it was about.
    pub(super) async fn take_back(&self, incoming: &Incoming<'_>, undone: &Value) -> Done {
        let actor = &incoming.actor.uri;
        if let Some(id) = json::id(undone)
            && self.store.forget_received(id, actor).await?
        {
            return Ok(Outcome::Done);
        }
        let kind = match json::types(undone).next() {
            Some("Announce") => ReceivedKind::Boost,
            _ => ReceivedKind::Like,
        };
        let Some(post) = self.post_named(undone).await? else {
            return Ok(Outcome::Ignored("undoes what is not known"));
        };
        match self.store.forget_received_of(kind, post.id, actor).await? {
            true => Ok(Outcome::Done),
            false => Ok(Outcome::Ignored("undoes what is not known")),
        }
    }

    /// The post here that an activity is about, by its object.
    async fn post_named(&self, activity: &Value) -> Result<Option<StoredPost>, Failure> {
        match json::first_id(activity, "object") {
            Some(object) => self.post_at(object).await,
            None => Ok(None),
        }
    }

    /// The post of that address, if it is here, shown, and that mirror's.
    pub(super) async fn post_at(&self, address: &str) -> Result<Option<StoredPost>, Failure> {
        let Some((handle, id)) = self.addresses.parse_post(address) else { return Ok(None) };
        let post = self.store.post(id).await?;
        Ok(post.filter(|post| post.handle == handle && post.deleted_at.is_none()))
    }
}

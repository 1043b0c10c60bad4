//! What people write to mirrors: replies and mentions, their edits, and votes.

use mimus_core::Poll;
use mimus_store::{MirrorId, NewReceived, ReceivedKind, StoredPost};
use serde_json::{Value, json};

use super::{Done, Failure, Inbox, Incoming, Outcome, objects};
use crate::json;

const ACTORS: [&str; 5] = ["Person", "Service", "Application", "Group", "Organization"];

impl Inbox {
    pub(super) async fn create(&self, incoming: &Incoming<'_>) -> Done {
        let Some(object) = incoming.object() else { return Ok(Outcome::Ignored("creates nothing")) };
        let Some(id) = own_object(incoming, object)? else { return Ok(Outcome::Ignored("creates nothing")) };
        if object.is_object() {
            return self.write(incoming, id, object).await;
        }
        // By its id alone. Its server has just proven itself, and the document must be found at that id.
        match self.remote.document(id, incoming.now).await {
            Ok(object) => {
                own_object(incoming, &object)?;
                self.write(incoming, id, &object).await
            }
            Err(error) => {
                tracing::debug!(%error, "what was created could not be read");
                Ok(Outcome::Ignored("creates what cannot be read"))
            }
        }
    }

    pub(super) async fn update(&self, incoming: &Incoming<'_>) -> Done {
        let Some(object) = incoming.object() else { return Ok(Outcome::Ignored("changes nothing")) };
        let actor = &incoming.actor.uri;
        if json::id(object) == Some(actor) {
            return self.update_actor(incoming, object).await;
        }
        if json::types(object).any(|kind| ACTORS.contains(&kind)) {
            return Err(Failure::forbidden("an actor can only change itself"));
        }
        let Some(id) = own_object(incoming, object)? else { return Ok(Outcome::Ignored("changes nothing")) };
        if !objects::is_post(object) {
            return Ok(Outcome::Ignored("changes what is not kept"));
        }
        let document = objects::kept(object, incoming.activity);
        if self.store.revise_received(id, actor, &document, incoming.now).await? {
            return Ok(Outcome::Done);
        }
        // Perhaps it speaks to a mirror only now.
        self.write(incoming, id, object).await
    }

    async fn update_actor(&self, incoming: &Incoming<'_>, object: &Value) -> Done {
        let uri = &incoming.actor.uri;
        let kept = match object.is_object() {
            true => self.remote.keep(uri, object, incoming.key_id, incoming.now).await.is_ok(),
            false => false,
        };
        // By its id alone, or only in part.
        if !kept && let Err(error) = self.remote.read_actor(uri, incoming.now).await {
            tracing::debug!(%error, "a changed actor could not be read");
            return Ok(Outcome::Ignored("changes an actor that cannot be read"));
        }
        Ok(Outcome::Done)
    }

    /// Keeps what was written, if it is to a mirror.
    async fn write(&self, incoming: &Incoming<'_>, id: &str, object: &Value) -> Done {
        if !objects::is_post(object) {
            return Ok(Outcome::Ignored("creates what is not kept"));
        }
        let answered = match json::first_id(object, "inReplyTo") {
            Some(answered) => self.post_at(answered).await?,
            None => None,
        };
        let vote = answered.as_ref().and_then(|post| vote(object, post, incoming));
        let mirror = match &answered {
            Some(post) => Some(post.mirror),
            None => self.addressed(object, incoming.activity).await?,
        };
        let Some(mirror) = mirror else { return Ok(Outcome::Ignored("speaks to nobody here")) };
        if self.store.refusal(mirror, &incoming.actor.uri).await?.is_some() {
            return Ok(Outcome::Ignored("by somebody who is refused"));
        }
        let (kind, document) = match vote {
            Some(Some(option)) => (ReceivedKind::Vote, json!({ "option": option })),
            Some(None) => return Ok(Outcome::Ignored("votes where there is nothing to vote on")),
            None => (ReceivedKind::Reply, objects::kept(object, incoming.activity)),
        };
        let new = NewReceived {
            uri: id,
            kind,
            mirror,
            post: answered.map(|post| post.id),
            actor: &incoming.actor.uri,
            document: &document,
        };
        match self.store.receive(&new, incoming.now).await? {
            true => Ok(Outcome::Done),
            false => Ok(Outcome::Ignored("known already")),
        }
    }

    /// The first mirror that something is addressed to, or mentions.
    async fn addressed(&self, object: &Value, activity: &Value) -> Result<Option<MirrorId>, Failure> {
        let tags = json::list(object, "tag").iter().filter(|tag| json::is_a(tag, "Mention"));
        let mentioned = tags.filter_map(|tag| tag.get("href")?.as_str());
        let to = ["to", "cc"]
            .into_iter()
            .flat_map(|name| json::ids(object, name).chain(json::ids(activity, name)));
        // Foreign addresses cost nothing, and of our own a few are enough.
        let ours: Vec<&str> =
            mentioned.chain(to).filter(|id| self.addresses.parse_actor(id).is_some()).take(8).collect();
        for address in ours {
            if let Some(mirror) = self.mirror_at(address).await? {
                return Ok(Some(mirror.id));
            }
        }
        Ok(None)
    }
}

/// The id of an object that the sender may speak for: on its own server, and written by itself. `None` for an
/// object that has no id.
fn own_object<'v>(incoming: &Incoming<'_>, object: &'v Value) -> Result<Option<&'v str>, Failure> {
    let Some(id) = json::id(object) else { return Ok(None) };
    if !incoming.is_of_sender(id) {
        return Err(Failure::forbidden("the object belongs to another server than the actor"));
    }
    let mut authors = json::ids(object, "attributedTo").peekable();
    if authors.peek().is_some() && !authors.any(|author| author == incoming.actor.uri) {
        return Err(Failure::forbidden("the object is attributed to somebody else"));
    }
    Ok(Some(id))
}

/// The option that is voted for, where a note is a vote: a name and no words, in answer to a poll. `Some(None)` is a
/// vote that does not count, as the poll is over or has no such option.
fn vote(object: &Value, post: &StoredPost, incoming: &Incoming<'_>) -> Option<Option<String>> {
    let has_words = json::text(object, "content").is_some_and(|content| !content.trim().is_empty());
    let name = json::text(object, "name").filter(|_| !has_words)?;
    let Poll { options, ends_at, closed, .. } = post.post.poll.as_ref()?;
    let open = !closed && ends_at.is_none_or(|end| incoming.now < end);
    let option = options.iter().map(|option| &option.label).find(|label| *label == name);
    Some(option.filter(|_| open).cloned())
}

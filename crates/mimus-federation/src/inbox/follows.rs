//! Who follows, who no longer does, and who never shall.

use mimus_store::{Mirror, MirrorState, NewFollower, UNFOLLOWED};
use serde_json::{Value, json};

use super::{Done, Failure, Inbox, Incoming, Outcome};
use crate::remote::is_also_known_as;
use crate::{document, json};

/// What a refusal says that came about by a block from the other side, before the block's id. A keeper's refusals
/// say something else, and no remote actor can take them back.
const BLOCKED: &str = "it has blocked this mirror: ";

impl Inbox {
    /// A follow is accepted at once, in a letter to the follower's own inbox. One of a mirror that rests or has
    /// ended is too: what is here can be read, and it may go on.
    pub(super) async fn follow(&self, incoming: &Incoming<'_>) -> Done {
        let Some(target) = incoming.object_id() else { return Ok(Outcome::Ignored("follows nobody")) };
        let Some(handle) = self.addresses.parse_actor(target) else {
            return Ok(Outcome::Ignored("follows nobody here"));
        };
        let mirror = self.mirror(&handle).await?;
        let actor = incoming.actor;
        let mut echo = json!({ "type": "Follow", "actor": actor.uri, "object": target });
        if let (Some(echo), Some(id)) = (echo.as_object_mut(), incoming.id) {
            echo.insert("id".to_owned(), id.into());
        }
        if let Some(why) = self.store.refusal(mirror.id, &actor.uri).await? {
            tracing::debug!(actor = actor.uri, %handle, why, "a follow is rejected");
            let reject = document::reject(&self.addresses, &handle, &echo, incoming.now);
            return self.answer(incoming, &mirror, &reject).await;
        }
        let answer = document::accept(&self.addresses, &handle, &echo, incoming.now);
        let new = NewFollower {
            mirror: mirror.id,
            actor: &actor.uri,
            follow_id: incoming.id.unwrap_or_default(),
            inbox: &actor.inbox,
            delivery_inbox: actor.shared_inbox.as_deref().unwrap_or(&actor.inbox),
            answer: &answer,
        };
        self.store.add_follower(&new, incoming.now).await?;
        if mirror.state == MirrorState::Paused && mirror.state_reason.as_deref() == Some(UNFOLLOWED) {
            self.store.set_mirror_state(mirror.id, MirrorState::Active, None, incoming.now).await?;
        }
        Ok(Outcome::Answered)
    }

    pub(super) async fn unfollow(&self, incoming: &Incoming<'_>, follow: &Value) -> Done {
        let mirror = match json::first_id(follow, "object") {
            Some(target) => self.mirror_at(target).await?,
            None => None,
        };
        match (mirror, json::id(follow)) {
            (Some(mirror), _) => {
                self.store.remove_follower(mirror.id, &incoming.actor.uri).await?;
                Ok(Outcome::Done)
            }
            (None, Some(id)) => self.undo_by_id(incoming, id).await,
            (None, None) => Ok(Outcome::Ignored("undoes what is not known")),
        }
    }

    /// Who blocks a mirror no longer follows it, and cannot until the block is undone.
    pub(super) async fn block(&self, incoming: &Incoming<'_>) -> Done {
        let Some(mirror) = self.mirror_named(incoming.activity).await? else {
            return Ok(Outcome::Ignored("blocks nobody here"));
        };
        let actor = &incoming.actor.uri;
        self.store.remove_follower(mirror.id, actor).await?;
        if self.store.refusal(mirror.id, actor).await?.is_none() {
            let why = format!("{BLOCKED}{}", incoming.id.unwrap_or_default());
            self.store.refuse(mirror.id, actor, &why, incoming.now).await?;
        }
        Ok(Outcome::Done)
    }

    pub(super) async fn unblock(&self, incoming: &Incoming<'_>, block: &Value) -> Done {
        let Some(mirror) = self.mirror_named(block).await? else {
            return Ok(Outcome::Ignored("blocks nobody here"));
        };
        self.admit_if(&mirror, &incoming.actor.uri, |why| why.starts_with(BLOCKED)).await
    }

    pub(super) async fn unblock_by_id(&self, mirror: &Mirror, actor: &str, id: &str) -> Done {
        self.admit_if(mirror, actor, |why| why.strip_prefix(BLOCKED) == Some(id)).await
    }

    async fn admit_if(&self, mirror: &Mirror, actor: &str, condition: impl Fn(&str) -> bool) -> Done {
        if self.store.refusal(mirror.id, actor).await?.is_some_and(|why| condition(&why)) {
            self.store.admit(mirror.id, actor).await?;
            return Ok(Outcome::Done);
        }
        Ok(Outcome::Ignored("undoes what is not known"))
    }

    /// A follower that moves lets its new account follow for itself; only the old one has to go. Anybody can claim
    /// to move anywhere, so the target must know of it.
    pub(super) async fn moved(&self, incoming: &Incoming<'_>) -> Done {
        let actor = &incoming.actor.uri;
        if incoming.object_id().is_some_and(|object| object != actor) {
            return Err(Failure::forbidden("an actor can only move itself"));
        }
        let followed = self.store.followed_by(actor).await?;
        let target = json::first_id(incoming.activity, "target");
        let (Some(target), false) = (target, followed.is_empty()) else {
            return Ok(Outcome::Ignored("moves nobody who follows"));
        };
        match self.remote.read_actor(target, incoming.now).await {
            Ok(target) if is_also_known_as(&target, actor) => {
                for mirror in followed {
                    self.store.remove_follower(mirror, actor).await?;
                }
                Ok(Outcome::Done)
            }
            Ok(_) => Ok(Outcome::Ignored("moves to somebody who does not know of it")),
            Err(error) => {
                tracing::debug!(%error, "the target of a move could not be read");
                Ok(Outcome::Ignored("moves to where nobody is found"))
            }
        }
    }

    /// Puts an answer into the outbox, for the sender's own inbox.
    pub(super) async fn answer(&self, incoming: &Incoming<'_>, mirror: &Mirror, answer: &Value) -> Done {
        let inbox = self.store.inbox(&incoming.actor.inbox).await?;
        self.store.post_letter(mirror.id, inbox, answer, incoming.now).await?;
        Ok(Outcome::Answered)
    }

    /// The mirror that an activity is about, by its object.
    async fn mirror_named(&self, activity: &Value) -> Result<Option<Mirror>, Failure> {
        match json::first_id(activity, "object") {
            Some(object) => self.mirror_at(object).await,
            None => Ok(None),
        }
    }
}

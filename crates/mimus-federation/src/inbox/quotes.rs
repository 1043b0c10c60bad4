//! Requests to quote a post (FEP-044f).

use serde_json::{Value, json};

use super::{Done, Failure, Inbox, Incoming, Outcome};
use crate::{document, json};

impl Inbox {
    /// Everybody may quote what is public, unless they are refused. The permission is made from its address, so
    /// none is kept.
    pub(super) async fn quote_request(&self, incoming: &Incoming<'_>) -> Done {
        let Some(quoting) = json::first_id(incoming.activity, "instrument") else {
            return Ok(Outcome::Ignored("quotes by nothing"));
        };
        if !incoming.is_of_sender(quoting) {
            return Err(Failure::forbidden("the quoting post belongs to another server than the actor"));
        }
        let Some(object) = incoming.object_id() else { return Ok(Outcome::Ignored("quotes nothing")) };
        let Some(post) = self.post_at(object).await? else {
            return Ok(Outcome::Ignored("quotes no post here"));
        };
        let Some(mirror) = self.store.mirror_by_id(post.mirror).await? else {
            return Ok(Outcome::Ignored("quotes no post here"));
        };
        if document::stamped_quote(&document::quote_stamp(quoting)).is_none() {
            return Ok(Outcome::Ignored("quotes by a post whose address is no web address"));
        }
        let mut echo = json!({
            "type": "QuoteRequest",
            "actor": incoming.actor.uri,
            "object": object,
            "instrument": quoting,
        });
        if let (Some(echo), Some(id)) = (echo.as_object_mut(), incoming.id) {
            echo.insert("id".to_owned(), Value::from(id));
        }
        let (handle, now) = (&mirror.handle, incoming.now);
        let answer = match self.store.refusal(mirror.id, &incoming.actor.uri).await? {
            None => document::accept_quote(&self.addresses, handle, post.id, quoting, &echo, now),
            Some(_) => document::reject(&self.addresses, handle, &echo, now),
        };
        self.answer(incoming, &mirror, &answer).await
    }
}

//! Reports from other servers' moderators.

use mimus_store::Report;

use super::{Done, Inbox, Incoming, Outcome, objects};
use crate::json;

/// Longest text of a report, in characters.
const MAX_WORDS: usize = 5_000;
/// Most actors and posts that a report names.
const MAX_OBJECTS: usize = 64;

impl Inbox {
    /// A report is kept for the keepers. It usually comes from its server's own actor, so that nobody learns who
    /// wrote it.
    pub(super) async fn flag(&self, incoming: &Incoming<'_>) -> Done {
        let named: Vec<&str> = json::ids(incoming.activity, "object").collect();
        let ours = |id: &&&str| self.addresses.is_local(id);
        if !named.iter().any(|id| ours(&id)) {
            return Ok(Outcome::Ignored("reports nobody here"));
        }
        let mut mirror = None;
        for id in named.iter().filter(ours).take(MAX_OBJECTS) {
            let found = match self.post_at(id).await? {
                Some(post) => Some(post.mirror),
                None => self.mirror_at(id).await?.map(|mirror| mirror.id),
            };
            mirror = found;
            if mirror.is_some() {
                break;
            }
        }
        let words = json::text(incoming.activity, "content").map(objects::plain).unwrap_or_default();
        let words: String = words.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_WORDS).collect();
        let objects: Vec<String> = named.iter().take(MAX_OBJECTS).map(|id| (*id).to_owned()).collect();
        let uri = incoming.name("flag", named.first().copied().unwrap_or_default());
        let report =
            Report { uri: &uri, mirror, actor: &incoming.actor.uri, words: &words, objects: &objects };
        match self.store.keep_report(&report, incoming.now).await? {
            true => {
                tracing::info!(host = incoming.host, uri, "a report came in");
                Ok(Outcome::Done)
            }
            false => Ok(Outcome::Ignored("known already")),
        }
    }
}

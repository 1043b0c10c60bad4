//! What posts speak of that is here: answered, quoted and repeated posts, found for many posts at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use mimus_core::{LocalHandle, Network, PostId, PostRef, SpanKind};
use mimus_store::{MirrorId, Result, Store, StoredPost};

/// Posts of this server or of the fediverse that a post speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    /// The post here that it answers.
    pub reply_to: Option<(PostId, LocalHandle)>,
    /// The post here that it quotes.
    pub quote: Option<(PostId, LocalHandle)>,
    /// The mirrors here of accounts on X that its words mention, by their handles there in lower case.
    pub mentions: BTreeMap<String, LocalHandle>,
    /// What it boosts; where this is `None`, a repost is shown as words.
    pub repost: Option<Boosted>,
}

/// The original of a boost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Boosted {
    /// A post here.
    Here(PostId, LocalHandle),
    /// A post on another fediverse server, by its id.
    Elsewhere(String),
}

/// Finds what posts speak of, with one question to the store for each mirror among them and one more.
pub async fn related(store: &Store, posts: &[StoredPost]) -> Result<Vec<Related>> {
    let mut own: BTreeMap<MirrorId, HashSet<&str>> = BTreeMap::new();
    let mut anywhere: HashSet<&str> = HashSet::new();
    for post in posts {
        for id in references(post).into_iter().flatten().filter_map(remote_id) {
            own.entry(post.mirror).or_default().insert(id);
            if is_global(post.post.origin.network, id) {
                anywhere.insert(id);
            }
        }
    }
    let mut of_mirror: HashMap<MirrorId, HashMap<String, PostId>> = HashMap::new();
    for (mirror, ids) in own {
        let ids: Vec<&str> = ids.into_iter().collect();
        of_mirror.insert(mirror, store.posts_by_remote_id(mirror, &ids).await?);
    }
    let of_any = match anywhere.is_empty() {
        true => HashMap::new(),
        false => store.posts_known_as(&anywhere.into_iter().collect::<Vec<_>>()).await?,
    };

    let mut named: Vec<String> = posts.iter().flat_map(mentioned).collect();
    named.sort_unstable();
    named.dedup();
    let mirrored = if named.is_empty() { HashMap::new() } else { store.mirrors_of_x(&named).await? };

    let find = |post: &StoredPost, reference: Option<&PostRef>| {
        let id = remote_id(reference?)?;
        let own = of_mirror.get(&post.mirror).and_then(|found| found.get(id));
        match own {
            Some(found) if *found != post.id => Some((*found, post.handle.clone())),
            Some(_) => None,
            // Asked for by another mirror's post; this one's network may not share the name.
            None if is_global(post.post.origin.network, id) => of_any.get(id).cloned(),
            None => None,
        }
    };
    Ok(posts
        .iter()
        .map(|post| {
            let [reply_to, quote, repost] = references(post);
            Related {
                reply_to: find(post, reply_to),
                quote: find(post, quote),
                mentions: mentioned(post)
                    .filter_map(|name| mirrored.get(&name).cloned().map(|handle| (name, handle)))
                    .collect(),
                repost: find(post, repost)
                    .map(|(id, handle)| Boosted::Here(id, handle))
                    .or_else(|| elsewhere(post, repost?)),
            }
        })
        .collect())
}

/// The accounts on X that a post mentions, and that the words mention that it quotes or repeats.
fn mentioned(post: &StoredPost) -> impl Iterator<Item = String> + use<'_> {
    let others = references(post).into_iter().flatten().filter_map(|reference| reference.text.as_ref());
    std::iter::once(&post.post.text).chain(others).flat_map(mimus_core::RichText::spans).filter_map(|span| {
        match &span.kind {
            SpanKind::Mention { network: Network::X, handle, .. } => Some(handle.to_ascii_lowercase()),
            _ => None,
        }
    })
}

fn references(post: &StoredPost) -> [Option<&PostRef>; 3] {
    [post.post.reply_to.as_ref(), post.post.quote.as_ref(), post.post.repost_of.as_ref()]
}

fn remote_id(reference: &PostRef) -> Option<&str> {
    reference.remote_id.as_ref().map(mimus_core::RemoteId::as_str)
}

/// Whether an id means the same post for every mirror. Those of feeds do not, except where they stand for an X
/// account: then they are X's own, long decimal numbers.
fn is_global(network: Network, id: &str) -> bool {
    match network {
        Network::X | Network::Archive | Network::Bluesky | Network::Mastodon => true,
        Network::Feed | Network::Elsewhere => {
            (15..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit())
        }
    }
}

/// The original of a boost on another fediverse server, which only a post read from the fediverse can name.
fn elsewhere(post: &StoredPost, repost: &PostRef) -> Option<Boosted> {
    let id = remote_id(repost)?;
    let named = post.post.origin.network == Network::Mastodon && id.starts_with("https://");
    named.then(|| Boosted::Elsewhere(id.to_owned()))
}

//! Documents made from what stands in the store.

use mimus_core::{LocalHandle, PostId};
use mimus_store::{Activity, ActivityKind, Mirror, PostPage, Result, Store, StoredFile, StoredPost};
use serde_json::Value;

use super::{
    ActorInput, Related, actor, delete, outbox_page, publish, related, remove_actor, undo_boost, update,
    update_actor,
};
use crate::Addresses;

/// A mirror's actor with its pictures.
pub async fn actor_of(
    addresses: &Addresses,
    operator: &str,
    store: &Store,
    mirror: &Mirror,
) -> Result<Value> {
    let mut pictures: [Option<StoredFile>; 2] = [None, None];
    for (picture, id) in pictures.iter_mut().zip([mirror.avatar, mirror.banner]) {
        if let Some(id) = id {
            *picture = store.file(id).await?;
        }
    }
    let [avatar, banner] = &pictures;
    Ok(actor(&ActorInput { addresses, operator, mirror, avatar: avatar.as_ref(), banner: banner.as_ref() }))
}

/// A page of an outbox from a page of the timeline.
pub async fn outbox_page_of(
    addresses: &Addresses,
    store: &Store,
    handle: &LocalHandle,
    page: PostPage,
    before: Option<PostId>,
) -> Result<Value> {
    let related = related(store, &page.posts).await?;
    let posts: Vec<_> = page.posts.into_iter().zip(related).collect();
    Ok(outbox_page(addresses, handle, &posts, before, page.more))
}

/// The activity of an entry in an actor's log, made from what stands in the store now.
///
/// `None` where there is nothing to send any more: the post to be published or changed is gone, and its removal
/// is an entry further on. A removal always gives an activity.
pub async fn render_activity(
    addresses: &Addresses,
    operator: &str,
    store: &Store,
    activity: &Activity,
) -> Result<Option<Value>> {
    let Some(mirror) = store.mirror_by_id(activity.mirror).await? else { return Ok(None) };
    let handle = &mirror.handle;
    let seq = activity.seq;
    Ok(match (activity.kind, activity.post) {
        (ActivityKind::RemoveActor, _) => Some(remove_actor(addresses, handle, seq)),
        (ActivityKind::UpdateActor, _) if mirror.state == mimus_store::MirrorState::Removed => None,
        (ActivityKind::UpdateActor, _) => {
            let document = actor_of(addresses, operator, store, &mirror).await?;
            Some(update_actor(addresses, handle, document, seq))
        }
        (_, None) => None,
        (ActivityKind::Delete, Some(id)) => Some(match with_related(store, id).await? {
            Some((post, Related { repost: Some(original), .. })) => {
                undo_boost(addresses, &post, &original, seq)
            }
            _ => delete(addresses, handle, id, seq),
        }),
        (ActivityKind::Publish, Some(id)) => {
            shown(store, id).await?.map(|(post, related)| publish(addresses, &post, &related))
        }
        (ActivityKind::Update, Some(id)) => shown(store, id)
            .await?
            // A boost has nothing that could change.
            .filter(|(_, related)| related.repost.is_none())
            .map(|(post, related)| update(addresses, &post, &related, seq)),
    })
}

async fn shown(store: &Store, id: PostId) -> Result<Option<(StoredPost, Related)>> {
    Ok(with_related(store, id).await?.filter(|(post, _)| post.deleted_at.is_none()))
}

async fn with_related(store: &Store, id: PostId) -> Result<Option<(StoredPost, Related)>> {
    let Some(post) = store.post(id).await? else { return Ok(None) };
    let related = related(store, std::slice::from_ref(&post)).await?.pop().unwrap_or_default();
    Ok(Some((post, related)))
}

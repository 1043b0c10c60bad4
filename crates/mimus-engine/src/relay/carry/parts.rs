//! The parts of a publication: looked for, sent, changed and deleted, each written down before.

use jiff::{SignedDuration, Timestamp};
use mimus_core::policy::{Edits, OverLong};
use mimus_core::render::{DestinationLimits, Part, Rendering, XLimits, render_for};
use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{Media, Money, RemoteId, RichText, RouteFacts, RoutePolicy, Visibility, WebUrl};
use mimus_networks::{Failure, Outgoing, Published, RejectReason, UploadedMedia};
use mimus_store::{Outcome, PartState, Publication, PublicationState, PublishedPart, Route, Words};

use super::{Lane, Stop, outcome, stop};
use crate::relay::media::{NotUploaded, Uploads};
use crate::relay::words;

/// How much earlier than it was sent a part may say that it was written.
const SKEW: SignedDuration = SignedDuration::from_mins(2);

/// Tries after which a medium that could not be had is linked, and its words go without it: after 21 minutes.
const MEDIUM_TRIES: u32 = 8;

/// What is to stand on the destination.
pub(super) struct Wished {
    pub(super) rendering: Rendering,
    /// What the first part answers.
    pub(super) parent: Option<RemoteId>,
    /// What it quotes.
    pub(super) quote: Option<RemoteId>,
}

/// A part and the ids of its media on the destination.
pub(super) struct Sent<'a> {
    part: &'a Part,
    media: Vec<UploadedMedia>,
}

impl Lane<'_> {
    /// Looks for the parts of which the network has not told.
    pub(super) async fn settle(
        &self,
        publication: &Publication,
        parts: &mut Vec<PublishedPart>,
        parent: Option<&RemoteId>,
    ) -> Result<(), Stop> {
        let store = &self.engine.store;
        let open: Vec<PublishedPart> =
            parts.iter().filter(|part| part.state == PartState::Sending).cloned().collect();
        for part in open {
            match self.look(publication, &part, parts, parent).await? {
                Some(found) => {
                    let url = found.url.as_ref().map(WebUrl::as_str);
                    let words = Words { mark: &part.mark, text: &part.words };
                    // It stands as it was sent: of the revision of that time.
                    let then = Publication { revision: part.revision, ..publication.clone() };
                    store.part_published(&then, part.position, words, found.remote_id.as_str(), url).await?;
                }
                None => store.part_gone(publication.id, part.position).await?,
            }
        }
        *parts = store.parts(publication.id).await?;
        Ok(())
    }

    pub(super) async fn look(
        &self,
        publication: &Publication,
        part: &PublishedPart,
        parts: &[PublishedPart],
        parent: Option<&RemoteId>,
    ) -> Result<Option<Published>, Stop> {
        self.must_hold()?;
        let before = parts.iter().rfind(|other| other.position < part.position);
        let before = before.and_then(|other| RemoteId::new(other.remote_id.clone()?).ok());
        let reply_to = before.or_else(|| parent.cloned());
        let sought = words_alone(&part.words);
        let key = key(publication, part.revision, part.position);
        let outgoing = Outgoing {
            part: &sought,
            key: &key,
            reply_to: reply_to.as_ref(),
            quote: None,
            media: &[],
            now: self.now(),
        };
        let since = part.sent_at.saturating_sub(SKEW).unwrap_or(Timestamp::MIN);
        let found = self.network.find(&outgoing, since).await?;
        // What stands in another part's or publication's name is not this one.
        let Some(found) = found else { return Ok(None) };
        let taken = self.engine.store.publication_at(self.account.id, found.remote_id.as_str()).await?;
        Ok(taken.is_none().then_some(found))
    }

    /// Brings the parts that stand to those that are wanted.
    pub(super) async fn bring(
        &self,
        publication: &Publication,
        route: &Route,
        wished: Wished,
        mut parts: Vec<PublishedPart>,
        uploads: &mut Uploads,
    ) -> Result<(), Stop> {
        let Wished { rendering, parent, quote } = wished;
        let stale = parts
            .iter()
            .any(|part| part.state == PartState::Published && part.revision != publication.revision);
        if stale && !can_edit(&self.account.limits, &route.policy) {
            match route.policy.edits {
                Edits::DeleteAndRepost => {
                    self.delete_parts(publication, &parts).await?;
                    parts = self.engine.store.parts(publication.id).await?;
                }
                Edits::Note => return self.note(publication, route, &parts).await,
                Edits::Edit | Edits::Leave => {
                    return stop(PublicationState::Published, "edited at its source; what stands was left");
                }
            }
        }
        let is_there = |n: u32| {
            let stands = parts.iter().find(|p| p.position == n && p.state == PartState::Published);
            stands.is_some_and(|stands| stands.revision == publication.revision)
        };
        let missing = (0_u32..).zip(&rendering.parts).filter(|(n, _)| !is_there(*n)).map(|(_, part)| part);
        // All before the first is sent: what cannot be carried changes the words.
        for medium in missing.flat_map(|part| &part.media) {
            self.upload(publication, medium, uploads).await?;
        }
        let mut before = parent;
        for (n, part) in (0_u32..).zip(&rendering.parts) {
            let stands = parts.iter().find(|p| p.position == n && p.state == PartState::Published);
            let there = stands.and_then(|stands| RemoteId::new(stands.remote_id.clone()?).ok());
            let quote = quote.as_ref().filter(|_| n == 0);
            before = Some(match (stands, there) {
                (Some(stands), Some(there)) if stands.revision == publication.revision => there,
                (Some(_), Some(there)) => {
                    self.edit(
                        publication,
                        n,
                        Sent { part, media: uploads.ids(&part.media) },
                        &there,
                        before.as_ref(),
                        quote,
                    )
                    .await?
                }
                _ => {
                    self.send(
                        publication,
                        n,
                        Sent { part, media: uploads.ids(&part.media) },
                        before.as_ref(),
                        quote,
                    )
                    .await?
                }
            });
        }
        let wanted = u32::try_from(rendering.parts.len()).unwrap_or(u32::MAX);
        let surplus: Vec<PublishedPart> = parts.into_iter().filter(|part| part.position >= wanted).collect();
        self.delete_parts(publication, &surplus).await
    }

    async fn upload(
        &self,
        publication: &Publication,
        medium: &Media,
        uploads: &mut Uploads,
    ) -> Result<(), Stop> {
        self.must_hold()?;
        let same = |known: &Media| known.source == medium.source;
        let number = publication.post.media.iter().position(same).map_or(1, |at| at + 1);
        match uploads.bring(self.engine, self.network, self.account.limits.files(), medium).await {
            Ok(()) => Ok(()),
            Err(NotUploaded::Unfit(why)) => Err(Stop::Unfit(number, why)),
            // Words wait for a medium, but not for ever.
            Err(NotUploaded::Later(Failure::Retry { why })) if publication.attempts >= MEDIUM_TRIES => {
                Err(Stop::Unfit(number, format!("could not be had or uploaded ({why})")))
            }
            Err(NotUploaded::Later(failure)) => Err(failure.into()),
        }
    }

    pub(super) async fn send(
        &self,
        publication: &Publication,
        n: u32,
        Sent { part, media }: Sent<'_>,
        before: Option<&RemoteId>,
        quote: Option<&RemoteId>,
    ) -> Result<RemoteId, Stop> {
        let store = &self.engine.store;
        let mark = words::mark(&part.words);
        let sent = Words { mark: &mark, text: part.words.as_str() };
        self.must_hold()?;
        store.part_sending(publication, n, sent, self.now()).await?;
        let key = key(publication, publication.revision, n);
        let outgoing = Outgoing { part, key: &key, reply_to: before, quote, media: &media, now: self.now() };
        self.must_hold()?;
        match self.network.publish(&outgoing).await {
            Ok(published) => {
                let url = published.url.as_ref().map(WebUrl::as_str);
                store.part_published(publication, n, sent, published.remote_id.as_str(), url).await?;
                Ok(published.remote_id)
            }
            // It stays as it is: the next turn looks.
            Err(failure @ Failure::Unknown { .. }) => Err(failure.into()),
            // The same words stand there already: by an earlier try that did not show when it was looked for.
            Err(failure)
                if failure.reject_reason() == Some(RejectReason::Duplicate)
                    && matches!(publication.state, PublicationState::Unknown | PublicationState::Sending) =>
            {
                let since = publication.created_at;
                let found = self.network.find(&outgoing, since).await?;
                if let Some(found) = found
                    && store.publication_at(self.account.id, found.remote_id.as_str()).await?.is_none()
                {
                    let url = found.url.as_ref().map(WebUrl::as_str);
                    store.part_published(publication, n, sent, found.remote_id.as_str(), url).await?;
                    return Ok(found.remote_id);
                }
                store.part_gone(publication.id, n).await?;
                Err(failure.into())
            }
            Err(failure) => {
                store.part_gone(publication.id, n).await?;
                Err(failure.into())
            }
        }
    }

    pub(super) async fn edit(
        &self,
        publication: &Publication,
        n: u32,
        Sent { part, media }: Sent<'_>,
        there: &RemoteId,
        before: Option<&RemoteId>,
        quote: Option<&RemoteId>,
    ) -> Result<RemoteId, Stop> {
        let mark = words::mark(&part.words);
        let sent = Words { mark: &mark, text: part.words.as_str() };
        let key = key(publication, publication.revision, n);
        let outgoing = Outgoing { part, key: &key, reply_to: before, quote, media: &media, now: self.now() };
        self.must_hold()?;
        let published = match self.network.edit(there, &outgoing).await {
            // Doing it twice is doing it once.
            Err(Failure::Unknown { why }) => return Err(Failure::Retry { why }.into()),
            Err(Failure::Unsupported { what }) => {
                return stop(
                    PublicationState::Published,
                    format!("edited at its source; what stands was left: {what}"),
                );
            }
            other => other?,
        };
        let url = published.url.as_ref().map(WebUrl::as_str);
        let id = published.remote_id.as_str();
        self.engine.store.part_published(publication, n, sent, id, url).await?;
        Ok(published.remote_id)
    }

    /// Answers what stands with how it reads now.
    pub(super) async fn note(
        &self,
        publication: &Publication,
        route: &Route,
        parts: &[PublishedPart],
    ) -> Result<(), Stop> {
        let Some(last) = parts.iter().rfind(|part| part.state == PartState::Published) else { return Ok(()) };
        let mut post = publication.post.clone();
        let mut words = RichTextBuilder::default();
        words.push_str("Edited: ");
        words.push_rich(&post.text);
        post.text = words.build();
        post.media.clear();
        post.poll = None;
        post.reply_to = None;
        let policy = RoutePolicy { over_long: OverLong::Cut, ..route.policy.clone() };
        let facts = RouteFacts { now: Some(self.now()), ..RouteFacts::default() };
        let note = render_for(post, &facts, &policy, &self.account.limits, self.directory);
        let before = last.remote_id.clone().and_then(|id| RemoteId::new(id).ok());
        // One that was sent and not heard of has been found by now.
        let noted = last.revision == publication.revision;
        if let Some(part) = note.parts.first().filter(|_| !noted) {
            let note = Sent { part, media: Vec::new() };
            self.send(publication, last.position + 1, note, before.as_ref(), None).await?;
        }
        for part in parts.iter().filter(|part| part.state == PartState::Published) {
            let words = Words { mark: &part.mark, text: &part.words };
            let id = part.remote_id.as_deref().unwrap_or_default();
            self.engine
                .store
                .part_published(publication, part.position, words, id, part.url.as_deref())
                .await?;
        }
        Ok(())
    }

    pub(super) async fn repost(
        &self,
        publication: &Publication,
        parts: &[PublishedPart],
        original: &RemoteId,
    ) -> Result<Outcome, Stop> {
        if parts.iter().all(|part| part.state != PartState::Published) {
            self.must_hold()?;
            let sent = Words { mark: "", text: "" };
            let store = &self.engine.store;
            store.part_sending(publication, 0, sent, self.now()).await?;
            once(self.network.repost(original, true).await)?;
            let name = format!("repost:{}", original.as_str());
            store.part_published(publication, 0, sent, &name, None).await?;
        }
        Ok(outcome(PublicationState::Published, None, None))
    }

    pub(super) async fn remove_all(&self, publication: &Publication, route: &Route) -> Result<Outcome, Stop> {
        let mut parts = self.engine.store.parts(publication.id).await?;
        // What was never on its way needs no looking for, and nobody to be waited for.
        let open = parts.iter().any(|part| part.state == PartState::Sending);
        let parent = if open { self.parent(publication, route, true).await? } else { None };
        if !self.engine.store.publication_sending(publication, self.now()).await? {
            return Err(Stop::Changed);
        }
        self.settle(publication, &mut parts, parent.as_ref()).await?;
        self.delete_parts(publication, &parts).await?;
        Ok(outcome(PublicationState::Deleted, publication.reason.clone(), None))
    }

    /// Deletes parts, the last first, so that no part answers what is gone.
    pub(super) async fn delete_parts(
        &self,
        publication: &Publication,
        parts: &[PublishedPart],
    ) -> Result<(), Stop> {
        for part in parts.iter().rev().filter(|part| part.state == PartState::Published) {
            self.must_hold()?;
            let name = part.remote_id.clone().unwrap_or_default();
            let done = match name.strip_prefix("repost:").map(RemoteId::new) {
                Some(Ok(original)) => self.network.repost(&original, false).await,
                Some(Err(_)) => Ok(()),
                None => match RemoteId::new(name) {
                    Ok(there) => self.network.delete(&there).await,
                    Err(_) => Ok(()),
                },
            };
            once(done)?;
            self.engine.store.part_gone(publication.id, part.position).await?;
        }
        Ok(())
    }

    fn must_hold(&self) -> Result<(), Stop> {
        if self.hold.is_good() { Ok(()) } else { Err(Stop::Lost) }
    }
}

/// A part of which only its words are known.
fn words_alone(words: &str) -> Part {
    Part {
        words: RichText::plain(words),
        content_warning: None,
        sensitive: false,
        language: None,
        visibility: Visibility::Public,
        media: Vec::new(),
        poll: None,
        quote: None,
        card: None,
        in_reply_to: None,
        length: 0,
        limit: 0,
        cost: Money::ZERO,
    }
}

/// Of what may be done twice it need not be known whether it was done.
fn once(done: Result<(), Failure>) -> Result<(), Failure> {
    done.map_err(|failure| match failure {
        Failure::Unknown { why } => Failure::Retry { why },
        other => other,
    })
}

/// Whether an edit at the source becomes one on the destination.
fn can_edit(limits: &DestinationLimits, policy: &RoutePolicy) -> bool {
    let allowed = match limits {
        DestinationLimits::Mastodon(_) => true,
        // Those who pay for long posts may edit, for a time.
        DestinationLimits::X(limits) => limits.weighted > XLimits::default().weighted,
        DestinationLimits::Bluesky(_) => false,
    };
    allowed && matches!(policy.edits, Edits::Edit | Edits::Note)
}

/// What makes a second try the same as the first.
fn key(publication: &Publication, revision: u32, position: u32) -> String {
    format!("{}-{revision}-{position}", publication.mark)
}

//! From a record to a [`Post`].

use mimus_core::{Byline, Language, Network, Origin, Post, PostRef};

use super::container::Container;
use super::media;
use super::parts::UserInfo;
use super::survey::Survey;
use super::text;
use super::tweet::{Entities, Tweet, parse_date};
use crate::x::TweetId;
use crate::x::address::{StatusLink, is_handle, parse_status_url, profile_url, status_url};
use crate::x::words::{Quotation, Reading, repost_prefix, unescape};

/// What is known beyond the record.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) container: &'a Container,
    pub(super) survey: &'a Survey,
    pub(super) account: &'a UserInfo,
}

/// Makes the post of a record; an error is the end of the sentence that tells why it becomes none.
pub(super) fn post(context: Context<'_>, tweet: &Tweet) -> Result<Post, String> {
    let id = tweet.id().ok_or("no post: it has no id")?;
    if tweet.community_id.is_some() {
        return Err("a Community post".into());
    }
    if tweet.scopes.as_ref().is_some_and(|scopes| scopes.followers) {
        return Err("written for followers only".into());
    }
    let version = context.survey.version(id);
    if let Some(version) = version.filter(|version| version.last != id) {
        return Err(format!("an earlier version of {}", version.last));
    }
    let date = tweet.created_at.as_deref();
    let written = id.written_at(date.and_then(parse_date)).ok_or_else(|| {
        format!("its date {:?} cannot be read", date.unwrap_or_default().chars().take(40).collect::<String>())
    })?;
    let identity = version.map_or(id, |version| version.first);
    let first_written =
        if identity == id { Some(written) } else { identity.time().filter(|at| *at <= written) };

    let origin = Origin {
        network: Network::X,
        remote_id: identity.remote_id()?,
        url: status_url(context.account.handle.as_deref(), id),
    };
    let mut post = Post::new(origin, first_written.unwrap_or(written));
    post.edited_at = (identity != id).then_some(written);
    post.language = tweet.lang.as_deref().and_then(|lang| Language::new(lang).ok());
    post.sensitive = tweet.possibly_sensitive;
    if let Some(repost) = context.repost(tweet) {
        post.repost_of = Some(repost);
        return Ok(post);
    }
    post.reply_to = context.reply(tweet);
    let ids: Vec<TweetId> = std::iter::once(id).chain(tweet.versions()).collect();
    let own = context.account.handle.as_deref();
    post.media =
        tweet.media().iter().filter_map(|entity| media::read(context.container, &ids, own, entity)).collect();
    let (words, quote) = context.words(tweet, id, !post.media.is_empty(), post.reply_to.as_ref());
    post.text = words;
    post.quote = quote.map(|link| context.quote(&link));
    Ok(post)
}

impl Context<'_> {
    fn words(
        &self,
        tweet: &Tweet,
        id: TweetId,
        has_media: bool,
        reply_to: Option<&PostRef>,
    ) -> (mimus_core::RichText, Option<StatusLink>) {
        let answered =
            reply_to.and_then(|reply| reply.author.as_ref()).and_then(|author| author.handle.as_deref());
        let own = self.account.handle.as_deref();
        let reading = Reading {
            id: Some(id),
            shown_from: if reply_to.is_some() { tweet.shown_from() } else { 0 },
            answers_self: answered
                .filter(|answered| own.is_some_and(|own| own.eq_ignore_ascii_case(answered))),
            quotation: Quotation::Any,
            drop_media_links: has_media,
            ..Reading::default()
        };
        let short = text::read(tweet.words(), tweet.entities.as_ref(), tweet.media(), &reading);
        let Some(note) = self.survey.notes.get(&id) else { return (short.text, short.quote) };
        let reading = Reading { shown_from: 0, ..reading };
        let whole = text::read(&note.text, Some(&note.entities), tweet.media(), &reading);
        (whole.text, whole.quote.or(short.quote))
    }

    fn reply(&self, tweet: &Tweet) -> Option<PostRef> {
        let target = tweet.answers().map(|target| self.survey.identity(target));
        let own = target.is_some_and(|target| self.survey.has(target))
            || self.account.id.is_some_and(|own| tweet.answers_user() == Some(own));
        let named = tweet.in_reply_to_screen_name.as_deref().filter(|handle| is_handle(handle));
        // The handle that the account has now, should it have had another then.
        let handle = if own { self.account.handle.as_deref().or(named) } else { named };
        if target.is_none() && handle.is_none() && tweet.answers_user().is_none() {
            return None;
        }
        let name = handle.and_then(|handle| display_name(tweet.entities.as_ref(), handle));
        Some(PostRef {
            remote_id: target.and_then(|target| target.remote_id().ok()),
            url: target.and_then(|target| status_url(handle, target)),
            author: handle.map(|handle| byline(handle, name)),
            text: None,
        })
    }

    fn quote(&self, link: &StatusLink) -> PostRef {
        let id = self.survey.identity(link.id);
        let own = self.account.handle.as_deref().filter(|_| self.survey.has(link.id));
        let handle = own.or(link.handle.as_deref());
        PostRef {
            remote_id: id.remote_id().ok(),
            url: status_url(handle, link.id),
            author: handle.map(|handle| byline(handle, None)),
            text: None,
        }
    }

    /// What a repost repeats. Archives record it as a post of the account's own that begins `RT @name: `, cut
    /// to about 140 characters; those before 2018 hold the original as well.
    fn repost(&self, tweet: &Tweet) -> Option<PostRef> {
        if let Some(original) = &tweet.retweeted_status {
            let reading = Reading { id: original.id(), ..Reading::default() };
            let words = text::read(original.words(), original.entities.as_ref(), original.media(), &reading);
            let user = original.user.as_ref();
            let handle = user.and_then(|user| user.screen_name.as_deref()).filter(|handle| is_handle(handle));
            return Some(PostRef {
                remote_id: original.id().and_then(|id| id.remote_id().ok()),
                url: original.id().and_then(|id| status_url(handle, id)),
                author: handle.map(|handle| byline(handle, user.and_then(|user| user.name.clone()))),
                text: Some(words.text),
            });
        }
        let (handle, from) = repost_prefix(tweet.words())?;
        // Its media tell the original, where the one who is repeated made them.
        let original = tweet.media().iter().find_map(|medium| {
            let link = parse_status_url(medium.expanded_url.as_deref()?)?;
            link.handle.as_deref().is_some_and(|maker| maker.eq_ignore_ascii_case(handle)).then_some(link.id)
        });
        let reading = Reading { from, drop_media_links: original.is_some(), cut: true, ..Reading::default() };
        let words = text::read(tweet.words(), tweet.entities.as_ref(), tweet.media(), &reading);
        Some(PostRef {
            remote_id: original.and_then(|id| id.remote_id().ok()),
            url: original.and_then(|id| status_url(Some(handle), id)),
            author: Some(byline(handle, display_name(tweet.entities.as_ref(), handle))),
            text: Some(words.text),
        })
    }
}

fn byline(handle: &str, name: Option<String>) -> Byline {
    Byline { name, handle: Some(handle.to_owned()), url: profile_url(handle) }
}

/// The display name of somebody who is mentioned.
fn display_name(entities: Option<&Entities>, handle: &str) -> Option<String> {
    let mentions = &entities?.user_mentions;
    let same = |name: &str| name.eq_ignore_ascii_case(handle);
    let mention = mentions.iter().find(|mention| mention.screen_name.as_deref().is_some_and(same))?;
    mention.name.as_deref().map(unescape)
}

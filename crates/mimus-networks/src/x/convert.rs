//! From a post of the API v2 to a [`Post`].

use std::fmt;

use mimus_core::{
    Byline, Language, LinkCard, Network, Origin, Poll, PollOption, Post, PostRef, RichText, SpanKind, WebUrl,
};

use super::address::{is_handle, parse_status_url, profile_url, status_url};
use super::media::{self, MediaLoss};
use super::model::{Entities, Includes, Note, ReferenceKind, Tweet, UrlEntity};
use super::words::{self, Entity, Mark, Quotation, Reading, repost_prefix, unescape};
use super::{TweetId, media::FilmLimit};

/// A post and what of the original it does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The post.
    pub post: Post,
    /// Who wrote it, as far as X told.
    pub author: Option<Byline>,
    /// What is lost or uncertain.
    pub losses: Vec<Loss>,
}

/// Something that a post had on X and has no longer, or that X did not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// A medium.
    Medium(MediaLoss),
    /// The poll is named and was not sent along.
    Poll,
    /// A t.co address that no entity explains; it leads to the post on X.
    ShortLink,
    /// The words of a repost or quote were not sent along, or only their beginning.
    Original,
    /// X does not show it in these countries; who reads here is not known.
    Withheld(Vec<String>),
    /// Only the beginning of the words was sent along.
    CutWords,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Medium(loss) => loss.fmt(f),
            Self::Poll => f.write_str("the poll was not sent along"),
            Self::ShortLink => f.write_str(
                "X did not say where a t.co address leads; the link leads to the post on X instead",
            ),
            Self::Original => {
                f.write_str("X did not send along the words of the post that is spoken of, or not all")
            }
            Self::Withheld(countries) => write!(f, "X does not show it in {}", countries.join(", ")),
            Self::CutWords => f.write_str("X sent only the beginning of the words"),
        }
    }
}

/// Why a post of X becomes none here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPost {
    /// It cannot be told from others.
    #[error("it has no id")]
    NoId,
    /// Nothing says when it was written.
    #[error("nothing says when it was written")]
    NoDate,
    /// Its author wrote it for the members of a Community.
    #[error("a Community post")]
    Community,
    /// Its author wrote it for followers only.
    #[error("written for followers only")]
    Followers,
    /// X shows a sentence of its own in its place.
    #[error("X shows only a notice in its place")]
    Notice,
    /// X has taken it away everywhere.
    #[error("withheld by X{}", if *copyright { " for copyright" } else { "" })]
    Withheld {
        /// Whether for copyright.
        copyright: bool,
    },
}

/// Codes by which X says that a post is withheld everywhere.
const EVERYWHERE: [&str; 2] = ["XX", "XY"];

/// Makes a post of one that X sent, with what it brought along.
///
/// `films` is the largest film file to choose. Replies, quotes and reposts are told apart by X's references and never by
/// the words. An edited post keeps the id of its first version.
pub fn convert(tweet: &Tweet, includes: &Includes, films: FilmLimit) -> Result<Converted, NoPost> {
    let id = tweet.id().ok_or(NoPost::NoId)?;
    if tweet.community_id.is_some() {
        return Err(NoPost::Community);
    }
    if tweet.is_for_followers() {
        return Err(NoPost::Followers);
    }
    let mut losses = Vec::new();
    if let Some(withheld) = &tweet.withheld {
        if withheld.copyright || withheld.country_codes.iter().any(|code| EVERYWHERE.contains(&code.as_str()))
        {
            return Err(NoPost::Withheld { copyright: withheld.copyright });
        }
        if !withheld.country_codes.is_empty() {
            losses.push(Loss::Withheld(withheld.country_codes.clone()));
        }
    }
    if is_notice(tweet) {
        return Err(NoPost::Notice);
    }
    let written = id.written_at(tweet.date()).ok_or(NoPost::NoDate)?;
    let first = tweet.versions().into_iter().min().filter(|first| *first < id).unwrap_or(id);
    let first_written = if first == id { Some(written) } else { first.time().filter(|at| *at <= written) };
    let author = tweet.author().and_then(|author| byline_of(author, includes));
    let handle = author.as_ref().and_then(|author| author.handle.as_deref());
    let url = status_url(handle, id);
    let origin = Origin {
        network: Network::X,
        remote_id: first.remote_id().map_err(|_| NoPost::NoId)?,
        url: url.clone(),
    };
    let mut post = Post::new(origin, first_written.unwrap_or(written));
    post.edited_at = (first != id).then_some(written);
    post.language = tweet.lang.as_deref().and_then(|lang| Language::new(lang).ok());
    post.sensitive = tweet.possibly_sensitive;

    let from = Source { tweet, id, includes, author: author.as_ref(), url };
    if tweet.reference(ReferenceKind::Retweeted).is_some() || has_repost_prefix_alone(tweet) {
        post.repost_of = Some(from.repost(&mut losses));
        return Ok(Converted { post, author, losses });
    }
    post.reply_to = from.reply();
    let (media, lost) = media::read(tweet, includes, films);
    losses.extend(lost.into_iter().map(Loss::Medium));
    let (text, quoted) = from.words(!media.is_empty(), post.reply_to.as_ref(), &mut losses);
    post.media = media;
    post.text = text;
    post.title = tweet.article_title().map(unescape).filter(|title| !title.trim().is_empty());
    post.quote = quoted.map(|quoted| from.quote(quoted, &mut losses));
    if let Some(poll) = tweet.poll_id() {
        post.poll = from.poll(poll);
        if post.poll.is_none() {
            losses.push(Loss::Poll);
        }
    }
    post.card = from.card(&post.text);
    Ok(Converted { post, author, losses })
}

/// Where an account broke X's rules, the words are X's own and end with a link "Learn more" to its help pages that is no
/// t.co address.
fn is_notice(tweet: &Tweet) -> bool {
    let urls = tweet.entities.iter().flat_map(|entities| &entities.urls);
    let help = [
        "https://support.twitter.com/",
        "https://help.twitter.com/",
        "https://help.x.com/",
        "https://support.x.com/",
    ];
    let of_x = |address: &str| help.iter().any(|page| address.starts_with(page));
    tweet.words().ends_with("Learn more.") && urls.filter_map(|url| url.url.as_deref()).any(of_x)
}

/// Answers with default fields name no references; what begins with `RT @name: ` and ends cut is a repost.
fn has_repost_prefix_alone(tweet: &Tweet) -> bool {
    let words = tweet.words();
    repost_prefix(words).is_some() && words.ends_with('…') && tweet.note().is_none()
}

/// One post on its way.
struct Source<'a> {
    tweet: &'a Tweet,
    id: TweetId,
    includes: &'a Includes,
    author: Option<&'a Byline>,
    url: Option<WebUrl>,
}

impl Source<'_> {
    fn handle(&self) -> Option<&str> {
        self.author.and_then(|author| author.handle.as_deref())
    }

    /// The words, and which post they quote.
    fn words(
        &self,
        has_media: bool,
        reply_to: Option<&PostRef>,
        losses: &mut Vec<Loss>,
    ) -> (RichText, Option<TweetId>) {
        let tweet = self.tweet;
        let named = tweet.reference(ReferenceKind::Quoted);
        let answered =
            reply_to.and_then(|reply| reply.author.as_ref()).and_then(|author| author.handle.as_deref());
        let answers_self = answered.filter(|answered| same_name(self.handle(), Some(answered)));
        let reading = Reading {
            id: Some(self.id),
            shown_from: if reply_to.is_some() { tweet.shown_from() } else { 0 },
            answers_self,
            quotation: named.map_or(Quotation::None, Quotation::Of),
            drop_media_links: has_media,
            ..Reading::default()
        };
        let text = match tweet.note() {
            Some(note) => {
                let whole = Reading { shown_from: 0, ..reading };
                let text = words::read(note.words(), of_note(note, tweet.entities.as_ref()), &whole).text;
                // The link of a quote stands only behind the beginning.
                let any = Reading { quotation: Quotation::Any, drop_media_links: true, ..reading };
                let short = words::read(tweet.words(), marked(tweet.entities.as_ref()), &any);
                let quoted =
                    named.or_else(|| short.quote.map(|link| link.id).filter(|id| !leads_to(&text, *id)));
                return (self.without_short_links(&text, losses), quoted);
            }
            None => {
                let read = words::read(tweet.words(), marked(tweet.entities.as_ref()), &reading);
                if leads_to_itself(&read.text, self.id) {
                    losses.push(Loss::CutWords);
                }
                read.text
            }
        };
        (self.without_short_links(&text, losses), named)
    }

    /// No t.co address is left in: what no entity explains leads to the post.
    fn without_short_links(&self, text: &RichText, losses: &mut Vec<Loss>) -> RichText {
        let mut found = false;
        let text = text.map_spans(|words, kind| match (kind, &self.url) {
            (SpanKind::Link { url }, Some(own)) if url.host() == "t.co" => {
                found = true;
                (own.as_str().to_owned(), Some(SpanKind::Link { url: own.clone() }))
            }
            _ => (words.to_owned(), Some(kind.clone())),
        });
        if found {
            losses.push(Loss::ShortLink);
        }
        text
    }

    fn reply(&self) -> Option<PostRef> {
        let target = self.tweet.reference(ReferenceKind::RepliedTo);
        let user = self.tweet.answers_user();
        if target.is_none() && user.is_none() {
            return None;
        }
        let original = target.and_then(|target| self.includes.tweet(target));
        let user = user.or_else(|| original.and_then(Tweet::author));
        let own = user.is_some() && user == self.tweet.author();
        let author = user.and_then(|user| self.byline(user)).or_else(|| self.author.filter(|_| own).cloned());
        let handle = author.as_ref().and_then(|author| author.handle.as_deref());
        Some(PostRef {
            remote_id: target.map(|target| self.identity(target)).and_then(|id| id.remote_id().ok()),
            url: target.and_then(|target| status_url(handle, target)),
            author,
            text: None,
        })
    }

    fn quote(&self, quoted: TweetId, losses: &mut Vec<Loss>) -> PostRef {
        let original = self.includes.tweet(quoted);
        let urls = self.tweet.entities.iter().flat_map(|entities| &entities.urls);
        let linked = urls
            .filter_map(|url| parse_status_url(url.expanded_url.as_deref()?))
            .find(|link| link.id == quoted)
            .and_then(|link| link.handle);
        let author = original
            .and_then(Tweet::author)
            .and_then(|user| self.byline(user))
            .or_else(|| linked.as_deref().map(|handle| self.byline_by_handle(handle)));
        if original.is_none() {
            losses.push(Loss::Original);
        }
        let handle = author.as_ref().and_then(|author| author.handle.as_deref());
        PostRef {
            remote_id: self.identity(quoted).remote_id().ok(),
            url: status_url(handle, quoted),
            text: original.map(|original| self.words_of(original)),
            author,
        }
    }

    fn repost(&self, losses: &mut Vec<Loss>) -> PostRef {
        let target = self.tweet.reference(ReferenceKind::Retweeted);
        let original = target.and_then(|target| self.includes.tweet(target));
        let prefix = repost_prefix(self.tweet.words());
        let author = original
            .and_then(Tweet::author)
            .and_then(|user| self.byline(user))
            .or_else(|| prefix.map(|(handle, _)| self.byline_by_handle(handle)));
        let text = match (original, prefix) {
            (Some(original), _) => Some(self.words_of(original)),
            (None, prefix) => {
                losses.push(Loss::Original);
                let from = prefix.map_or(0, |(_, from)| from);
                let reading = Reading { from, cut: true, ..Reading::default() };
                let read = words::read(self.tweet.words(), marked(self.tweet.entities.as_ref()), &reading);
                Some(without_dead_links(&read.text))
            }
        };
        let handle = author.as_ref().and_then(|author| author.handle.as_deref());
        PostRef {
            remote_id: target.map(|target| self.identity(target)).and_then(|id| id.remote_id().ok()),
            url: target.and_then(|target| status_url(handle, target)),
            author,
            text,
        }
    }

    /// The words of another post: without the links of its media and of what it quotes, which are seen there.
    fn words_of(&self, original: &Tweet) -> RichText {
        let quoted = original.reference(ReferenceKind::Quoted);
        let reading = Reading {
            id: original.id(),
            shown_from: original.shown_from(),
            quotation: quoted.map_or(Quotation::None, Quotation::Of),
            drop_media_links: true,
            ..Reading::default()
        };
        let read = match original.note() {
            Some(note) => words::read(
                note.words(),
                of_note(note, original.entities.as_ref()),
                &Reading { shown_from: 0, ..reading },
            ),
            None => words::read(original.words(), marked(original.entities.as_ref()), &reading),
        };
        without_dead_links(&without_self_link(read.text, original.id()))
    }

    /// The id by which a post is known here: that of its first version, where X sent it along.
    fn identity(&self, id: TweetId) -> TweetId {
        let versions = self.includes.tweet(id).map(Tweet::versions).unwrap_or_default();
        versions.into_iter().min().unwrap_or(id).min(id)
    }

    fn byline(&self, user: u64) -> Option<Byline> {
        byline_of(user, self.includes).or_else(|| {
            let mentions = self.tweet.entities.iter().flat_map(|entities| &entities.mentions);
            let mention =
                mentions.filter(|mention| mention.id == Some(user)).find_map(|m| m.username.as_deref())?;
            is_handle(mention).then(|| self.byline_by_handle(mention))
        })
    }

    fn byline_by_handle(&self, handle: &str) -> Byline {
        let name = self.includes.user_by_handle(handle).and_then(|user| user.name.clone());
        Byline { name, handle: Some(handle.to_owned()), url: profile_url(handle) }
    }

    fn poll(&self, id: &str) -> Option<Poll> {
        let poll = self.includes.poll(id)?;
        let mut choices: Vec<_> = poll.options.iter().filter(|choice| choice.label.is_some()).collect();
        choices.sort_by_key(|choice| choice.position);
        let options: Vec<PollOption> = choices
            .into_iter()
            .map(|choice| PollOption {
                label: unescape(choice.label.as_deref().unwrap_or_default()),
                votes: choice.votes.unwrap_or(0),
            })
            .collect();
        (!options.is_empty()).then(|| Poll {
            options,
            multiple: false,
            ends_at: poll.end_datetime.as_deref().and_then(|at| at.parse().ok()),
            closed: poll.voting_status.as_deref() == Some("closed"),
        })
    }

    /// The preview of the last page that the words lead to, where X read it.
    fn card(&self, text: &RichText) -> Option<LinkCard> {
        let note = self.tweet.note().and_then(|note| note.entities.as_ref());
        let urls = note
            .or(self.tweet.entities.as_ref())
            .map(|entities| entities.urls.as_slice())
            .unwrap_or_default();
        let seen = |url: &WebUrl| {
            text.spans().iter().any(|span| matches!(&span.kind, SpanKind::Link { url: to } if to == url))
        };
        urls.iter().rev().find_map(|entity| {
            let title = unescape(entity.title.as_deref()?);
            let url = WebUrl::parse(target(entity)?).ok()?.without_trackers();
            (!title.trim().is_empty() && seen(&url)).then(|| LinkCard {
                url,
                title,
                description: entity
                    .description
                    .as_deref()
                    .map(unescape)
                    .filter(|words| !words.trim().is_empty()),
            })
        })
    }
}

fn byline_of(user: u64, includes: &Includes) -> Option<Byline> {
    let user = includes.user(user)?;
    let handle = user.handle()?;
    Some(Byline {
        name: user.name.clone().filter(|name| !name.trim().is_empty()),
        handle: Some(handle.to_owned()),
        url: profile_url(handle),
    })
}

fn same_name(one: Option<&str>, other: Option<&str>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.eq_ignore_ascii_case(other))
}

fn leads_to(text: &RichText, id: TweetId) -> bool {
    text.spans().iter().any(|span| {
        matches!(&span.kind, SpanKind::Link { url } if parse_status_url(url.as_str()).is_some_and(|link| link.id == id))
    })
}

/// A cut post ends with a link to itself.
fn leads_to_itself(text: &RichText, id: TweetId) -> bool {
    text.spans().last().is_some_and(|span| {
        matches!(&span.kind, SpanKind::Link { url } if parse_status_url(url.as_str()).is_some_and(|link| link.id == id && !link.to_media))
    })
}

/// Without the link to itself at the end of a post that X cut.
fn without_self_link(text: RichText, id: Option<TweetId>) -> RichText {
    match text.spans().last() {
        Some(last) if id.is_some_and(|id| leads_to_itself(&text, id)) => text.slice(0..last.start).trimmed(),
        _ => text,
    }
}

/// In the words of somebody else a t.co address that nothing explains is left out.
fn without_dead_links(text: &RichText) -> RichText {
    text.map_spans(|words, kind| match kind {
        SpanKind::Link { url } if url.host() == "t.co" => (String::new(), None),
        _ => (words.to_owned(), Some(kind.clone())),
    })
    .trimmed()
}

/// Where a link leads: to the page at the end of all redirects where X found one there, else as it was written.
fn target(url: &UrlEntity) -> Option<&str> {
    let reached = url.status.is_none_or(|status| (200..300).contains(&status));
    let unwound = url.unwound_url.as_deref().filter(|address| reached && is_page(address));
    unwound.or(url.expanded_url.as_deref())
}

/// Whether an address is that of a page, and not of a door before it that X's crawler was led to.
fn is_page(address: &str) -> bool {
    let Ok(url) = WebUrl::parse(address) else { return false };
    let path = url.as_url().path().to_ascii_lowercase();
    !url.host().starts_with("consent.")
        && !["login", "signin", "consent"].iter().any(|door| path.contains(door))
}

fn marked(entities: Option<&Entities>) -> Vec<Entity<'_>> {
    let Some(entities) = entities else { return Vec::new() };
    let mut marked = Vec::new();
    marked.extend(entities.urls.iter().filter_map(|url| {
        let short = url.url.as_deref()?;
        let own_medium = url.media_key.is_some();
        let mark = if own_medium {
            Mark::Media { short, expanded: url.expanded_url.as_deref() }
        } else {
            Mark::Url { short, expanded: target(url), display: url.display_url.as_deref() }
        };
        Some(Entity { points: url.place.points(), mark })
    }));
    marked.extend(entities.mentions.iter().filter_map(|mention| {
        let handle = mention.username.as_deref().filter(|handle| is_handle(handle))?;
        Some(Entity { points: mention.place.points(), mark: Mark::Mention { handle } })
    }));
    let tags = |places: &[super::model::Place], mark: Mark<'static>| -> Vec<Entity<'static>> {
        places.iter().map(|place| Entity { points: place.points(), mark }).collect()
    };
    marked.extend(tags(&entities.hashtags, Mark::Hashtag));
    marked.extend(tags(&entities.cashtags, Mark::Cashtag));
    marked
}

/// The entities of a long post, and those links of its beginning that it does not list itself, to be looked for.
fn of_note<'a>(note: &'a Note, short: Option<&'a Entities>) -> Vec<Entity<'a>> {
    let mut all = marked(note.entities.as_ref());
    let listed: Vec<&str> = note
        .entities
        .iter()
        .flat_map(|entities| &entities.urls)
        .filter_map(|url| url.url.as_deref())
        .collect();
    let others = marked(short).into_iter().filter_map(|entity| match entity.mark {
        Mark::Url { short, .. } | Mark::Media { short, .. } if !listed.contains(&short) => {
            Some(Entity { points: None, mark: entity.mark })
        }
        Mark::Mention { .. } if note.entities.is_none() => Some(Entity { points: None, mark: entity.mark }),
        _ => None,
    });
    all.extend(others);
    all
}

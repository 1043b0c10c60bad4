//! A post as a page shows it: every part decided, nothing left to the template but its place.

use futures_util::future::try_join_all;
use mimus_core::rich_text::HtmlOptions;
use mimus_core::{LocalHandle, Media, MediaKind, Poll, Post, PostId, PostRef, RichText};
use mimus_federation::document::{Boosted, Related};
use mimus_store::{StoredMedium, StoredPost};

use super::error::Failure;
use super::words::{self, Moment};
use crate::{Site, paths};

/// Longest words of a post in a list, in grapheme clusters; the rest is on its own page.
const LIST_WORDS: usize = 700;

/// A post as a page shows it.
pub(crate) struct PostView {
    pub(crate) id: PostId,
    pub(crate) path: String,
    pub(crate) time: Moment,
    pub(crate) edited: Option<Moment>,
    /// Where the original is, and how that place is called.
    pub(crate) original: Option<(String, String)>,
    pub(crate) lang: Option<String>,
    pub(crate) dir: &'static str,
    pub(crate) title: Option<String>,
    pub(crate) warning: Option<String>,
    pub(crate) sensitive: bool,
    /// Made by [`RichText::to_html`], which escapes all that comes from outside.
    pub(crate) html: String,
    pub(crate) cut: bool,
    pub(crate) media: Vec<MediaView>,
    pub(crate) poll: Option<PollView>,
    pub(crate) card: Option<CardView>,
    pub(crate) reply: Option<RefView>,
    /// Whether the reply goes to the account itself.
    pub(crate) own_reply: bool,
    pub(crate) quote: Option<RefView>,
    pub(crate) repost: Option<RefView>,
    /// Whether it is what the page is about.
    pub(crate) focus: bool,
}

/// A medium.
pub(crate) struct MediaView {
    pub(crate) kind: &'static str,
    /// Where the file is here; `None` until it has been fetched.
    pub(crate) url: Option<String>,
    pub(crate) poster: Option<String>,
    pub(crate) alt: Option<String>,
    pub(crate) alt_lang: Option<String>,
    pub(crate) alt_dir: &'static str,
    pub(crate) size: Option<(u32, u32)>,
    /// Classes that keep the focal point in view.
    pub(crate) focus: String,
    pub(crate) credit: Option<String>,
}

/// A poll with its results.
pub(crate) struct PollView {
    pub(crate) options: Vec<OptionView>,
    pub(crate) summary: String,
}

/// An option of a poll.
pub(crate) struct OptionView {
    pub(crate) label: String,
    pub(crate) percent: u64,
    pub(crate) leads: bool,
}

/// A preview of a linked page.
pub(crate) struct CardView {
    pub(crate) url: String,
    pub(crate) host: String,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
}

/// Another post that a post speaks of.
pub(crate) struct RefView {
    pub(crate) author: Option<String>,
    pub(crate) handle: Option<String>,
    /// The post here, or where it is else.
    pub(crate) url: Option<String>,
    pub(crate) here: bool,
    pub(crate) html: Option<String>,
}

impl RefView {
    /// The author's name, or what stands for it.
    pub(crate) fn label(&self) -> String {
        match (&self.author, &self.handle) {
            (Some(name), _) => name.clone(),
            (None, Some(handle)) => format!("@{handle}"),
            (None, None) => "another account".to_owned(),
        }
    }
}

impl RefView {
    /// Gives it the words of the post here that it leads to; where that warns of them, the warning.
    fn fill(&mut self, found: Option<&StoredPost>) {
        let Some(found) = found.filter(|found| found.deleted_at.is_none()) else { return };
        let words = match &found.post.content_warning {
            Some(warning) => RichText::plain(format!("Content warning: {warning}")),
            None => found.post.text.truncated(LIST_WORDS).0,
        };
        self.html = Some(html(&words, &found.handle)).filter(|html| !html.is_empty());
        if self.author.is_none() && self.handle.is_none() {
            self.handle = Some(found.handle.as_str().to_owned());
        }
    }
}

impl MediaView {
    /// The alt text as an attribute; empty where there is none.
    pub(crate) fn alt_attribute(&self) -> &str {
        self.alt.as_deref().unwrap_or_default()
    }

    /// What it is, for people.
    pub(crate) fn noun(&self) -> &'static str {
        match self.kind {
            "image" => "picture",
            "audio" => "recording",
            _ => "film",
        }
    }
}

/// Whether a post is shown whole or shortened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// As in a list.
    Short,
    /// As on its own page.
    Whole,
}

impl PostView {
    /// A post as it stands in a list or on its page.
    pub(crate) fn new(stored: &StoredPost, related: &Related, length: Length) -> Self {
        let post = &stored.post;
        let (text, cut) = match length {
            Length::Short => post.text.truncated(LIST_WORDS),
            Length::Whole => (post.text.clone(), false),
        };
        let title = post.title.clone().filter(|title| !post.text.as_str().starts_with(title.as_str()));
        Self {
            id: stored.id,
            path: paths::post(&stored.handle, stored.id),
            time: Moment::new(post.created_at),
            edited: edited(stored).map(Moment::new),
            original: post
                .origin
                .url
                .as_ref()
                .map(|url| (url.as_str().to_owned(), words::place(post.origin.network, Some(url)))),
            lang: post.language.as_ref().map(|l| l.as_str().to_owned()),
            dir: words::direction(post.language.as_ref()),
            title,
            warning: post.content_warning.clone(),
            sensitive: post.sensitive && !post.media.is_empty(),
            html: html(&text, &stored.handle),
            cut,
            media: post.media.iter().enumerate().map(|(at, medium)| media(stored, at, medium)).collect(),
            poll: post.poll.as_ref().map(poll),
            card: post.card.as_ref().map(|card| CardView {
                url: card.url.as_str().to_owned(),
                host: words::short_host(&card.url).to_owned(),
                title: card.title.clone(),
                description: card.description.clone(),
            }),
            own_reply: related.reply_to.as_ref().is_some_and(|(_, handle)| *handle == stored.handle),
            reply: post.reply_to.as_ref().map(|reply| reference(reply, here(related.reply_to.as_ref()))),
            quote: post.quote.as_ref().map(|quote| reference(quote, here(related.quote.as_ref()))),
            repost: post.repost_of.as_ref().map(|original| {
                let found = match &related.repost {
                    Some(Boosted::Here(id, handle)) => Some(paths::post(handle, *id)),
                    Some(Boosted::Elsewhere(_)) | None => None,
                };
                reference(original, found)
            }),
            focus: false,
        }
    }

    /// How many columns its media take.
    pub(crate) fn media_class(&self) -> &'static str {
        match self.media.len() {
            0 | 1 => "media one",
            2 => "media two",
            _ => "media many",
        }
    }
}

/// When a post was changed, so far as its words or media did.
pub(crate) fn edited(stored: &StoredPost) -> Option<jiff::Timestamp> {
    stored.post.edited_at.or(stored.changed_at.filter(|_| stored.revision > 1))
}

/// A text with the hashtags of a mirror leading to their pages here.
pub(crate) fn html(text: &RichText, handle: &LocalHandle) -> String {
    text.to_html(&HtmlOptions { hashtag: &|tag| Some(paths::tagged(handle, tag)), shorten_links: true })
}

/// A text whose hashtags have no pages here.
pub(crate) fn words_as_html(text: &RichText) -> String {
    text.to_html(&HtmlOptions { hashtag: &|_| None, shorten_links: true })
}

fn here(found: Option<&(PostId, LocalHandle)>) -> Option<String> {
    found.map(|(id, handle)| paths::post(handle, *id))
}

fn reference(reference: &PostRef, local: Option<String>) -> RefView {
    let here = local.is_some();
    let author = reference.author.as_ref();
    // The hashtags of somebody else's words have no page here.
    let options = HtmlOptions { hashtag: &|_| None, shorten_links: true };
    RefView {
        author: author.and_then(|a| a.name.clone()).filter(|name| !name.trim().is_empty()),
        handle: author.and_then(|a| a.handle.clone()),
        url: local.or_else(|| reference.url.as_ref().map(|url| url.as_str().to_owned())),
        here,
        html: reference.text.as_ref().filter(|text| !text.is_empty()).map(|text| text.to_html(&options)),
    }
}

fn media(stored: &StoredPost, at: usize, medium: &Media) -> MediaView {
    let file: Option<&StoredMedium> = stored.media.iter().find(|m| m.position == at);
    let alt = alt(&stored.post, medium);
    MediaView {
        kind: match medium.kind {
            MediaKind::Image => "image",
            MediaKind::Gifv => "gifv",
            MediaKind::Video => "video",
            MediaKind::Audio => "audio",
        },
        url: file.and_then(|m| m.file.name()).map(|name| paths::media(&name)),
        poster: file
            .and_then(|m| m.preview.as_ref())
            .and_then(mimus_store::StoredFile::name)
            .map(|name| paths::media(&name)),
        alt_lang: alt.and_then(|a| a.language.as_ref()).map(|l| l.as_str().to_owned()),
        alt_dir: alt.map_or("auto", |a| words::direction(a.language.as_ref())),
        alt: alt.map(|a| a.text.clone()),
        size: file.and_then(|m| m.file.size).or(medium.size),
        focus: medium.focal_point.map(focus).unwrap_or_default(),
        credit: credit(medium),
    }
}

/// The alt text in the post's language where there is one, else the first.
fn alt<'a>(post: &Post, medium: &'a Media) -> Option<&'a mimus_core::AltText> {
    medium
        .alt
        .iter()
        .find(|alt| alt.language.is_some() && alt.language == post.language)
        .or_else(|| medium.alt.first())
}

fn credit(medium: &Media) -> Option<String> {
    match (&medium.author, &medium.licence) {
        (Some(author), Some(licence)) => Some(format!("{author}, {licence}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

/// Two of the stylesheet's ten classes: the page's policy leaves no room for a style of one's own.
fn focus(point: mimus_core::FocalPoint) -> String {
    let fifth = |thousandths: i16| (i32::from(thousandths).clamp(-1_000, 1_000) + 1_000 + 250) / 500;
    format!("fx{} fy{}", fifth(point.x), fifth(point.y.saturating_neg()))
}

fn poll(poll: &Poll) -> PollView {
    let total = poll.total();
    let most = poll.options.iter().map(|option| option.votes).max().unwrap_or(0);
    let options = poll
        .options
        .iter()
        .map(|option| OptionView {
            label: option.label.clone(),
            percent: option
                .votes
                .saturating_mul(100)
                .saturating_add(total / 2)
                .checked_div(total)
                .unwrap_or(0),
            leads: most > 0 && option.votes == most,
        })
        .collect();
    let mut parts = Vec::new();
    // Around a hundred the numbers may be shares, as some sources tell nothing else.
    if total > 0 && !(98..=102).contains(&total) {
        parts.push(words::count(total, "vote", "votes"));
    }
    if poll.multiple {
        parts.push("several answers allowed".to_owned());
    }
    match poll.ends_at {
        Some(end) if poll.closed => parts.push(format!("ended {}", Moment::new(end).day)),
        Some(end) => parts.push(format!("ends {}", Moment::new(end).full)),
        None if poll.closed => parts.push("ended".to_owned()),
        None => {}
    }
    let summary = parts.join(" · ");
    PollView { options, summary }
}

/// What a post says in a few words without markup: for titles, previews and feeds.
pub(crate) fn excerpt(post: &Post, limit: usize) -> String {
    let words = [
        post.title.as_deref(),
        post.content_warning.as_deref(),
        Some(post.text.as_str()).filter(|_| post.content_warning.is_none()),
        post.repost_of.as_ref().and_then(|r| r.text.as_ref()).map(RichText::as_str),
        post.media.iter().find_map(Media::alt_text).filter(|_| post.content_warning.is_none()),
    ]
    .into_iter()
    .flatten()
    .map(str::trim)
    .find(|words| !words.is_empty())
    .unwrap_or_default();
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    RichText::plain(line).truncated(limit).0.as_str().to_owned()
}

/// Most posts of a page whose quotations are looked up here, where their source gives no words.
const LOOKED_UP: usize = 10;

/// Posts of a list as they are shown there.
pub(crate) async fn list(
    site: &Site,
    posts: &[StoredPost],
    length: Length,
) -> Result<Vec<PostView>, Failure> {
    let related = mimus_federation::document::related(&site.store, posts).await?;
    let mut shown: Vec<PostView> =
        posts.iter().zip(&related).map(|(post, related)| PostView::new(post, related, length)).collect();
    let wordless = shown.iter_mut().zip(&related).flat_map(|(view, related)| {
        let original = match &related.repost {
            Some(Boosted::Here(id, _)) => Some(*id),
            Some(Boosted::Elsewhere(_)) | None => None,
        };
        let quoted = related.quote.as_ref().map(|(id, _)| *id);
        [(view.quote.as_mut(), quoted), (view.repost.as_mut(), original)]
    });
    let fill = wordless.filter_map(|(reference, id)| {
        let reference = reference.filter(|reference| reference.html.is_none())?;
        id.map(|id| async move { site.store.post(id).await.map(|post| reference.fill(post.as_ref())) })
    });
    try_join_all(fill.take(LOOKED_UP)).await?;
    Ok(shown)
}

//! From a status to a post (facts/conversion.md).

use mimus_core::rich_text::parse_html;
use mimus_core::{
    Byline, FocalPoint, Language, LinkCard, Media, MediaKind, MediaSource, Network, Origin, Poll, PollOption,
    Post, PostRef, Profile, ProfileField, RemoteId, RichText, SpanKind, Visibility, WebUrl,
};
use serde_json::Value;

use super::model::{Account, Attachment, Focus, Mention, Status};

/// Whose statuses are read, to know them and their server again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The account's id on its server.
    pub id: String,
    /// The name of its server, as in handles.
    pub domain: String,
}

impl Owner {
    /// The author of a status, as far as it tells.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let server = status.account.url.as_deref().and_then(|url| WebUrl::parse(url).ok());
        Self { id: status.account.id.clone(), domain: server.map(|url| url.authority()).unwrap_or_default() }
    }

    fn handle(&self, acct: &str) -> String {
        if acct.contains('@') || self.domain.is_empty() {
            acct.to_owned()
        } else {
            format!("{acct}@{}", self.domain)
        }
    }
}

fn web(url: Option<&str>) -> Option<WebUrl> {
    WebUrl::parse(url?).ok()
}

/// Makes a post of a status. What is not for everybody is none, with the reason.
pub fn convert(status: &Status, owner: &Owner) -> Result<Post, &'static str> {
    let visibility = match status.visibility.as_deref() {
        Some("public") => Visibility::Public,
        Some("unlisted") => Visibility::Unlisted,
        Some("private") => return Err("for followers only"),
        Some("direct") => return Err("a direct message"),
        // Some makes know more kinds ("local", "mutuals_only"), none of them for everybody.
        _ => return Err("not for everybody"),
    };
    let remote_id = RemoteId::new(status.id.clone()).map_err(|_| "its id is too long")?;
    let url = web(status.url.as_deref()).or_else(|| web(status.uri.as_deref()));
    let mut post = Post::new(Origin { network: Network::Mastodon, remote_id, url }, status.created_at);
    post.visibility = visibility;
    post.edited_at = status.edited_at;
    post.language = status.language.as_deref().and_then(|tag| Language::new(tag).ok());
    if let Some(original) = &status.reblog {
        post.repost_of = Some(reference(original, owner));
        return Ok(post);
    }
    post.text = words(status, owner);
    post.content_warning = status.spoiler_text.clone().filter(|words| !words.trim().is_empty());
    post.sensitive = status.sensitive.unwrap_or(false);
    post.media = status.media_attachments.iter().filter_map(medium).collect();
    post.poll = status.poll.as_ref().and_then(poll);
    post.card = status.card.as_ref().and_then(|card| {
        let title = card.title.clone().filter(|title| !title.is_empty())?;
        let description = card.description.clone().filter(|words| !words.is_empty());
        Some(LinkCard { url: web(Some(&card.url))?, title, description })
    });
    post.reply_to = status.in_reply_to_id.as_ref().map(|id| PostRef {
        remote_id: RemoteId::new(id.clone()).ok(),
        author: answered(status, owner),
        ..PostRef::default()
    });
    post.quote = quoted(status).map(|quoted| match quoted {
        Quoted::Whole(quoted) => reference(&quoted, owner),
        Quoted::Id(id) => PostRef { remote_id: RemoteId::new(id).ok(), ..PostRef::default() },
    });
    if post.quote.is_some() {
        post.card = None;
    }
    Ok(post)
}

fn words(status: &Status, owner: &Owner) -> RichText {
    let html = status.content.as_deref().unwrap_or_default();
    let base = web(status.url.as_deref());
    let text = parse_html(html, base.as_ref(), Network::Mastodon).text;
    text.map_spans(|words, kind| match kind {
        SpanKind::Mention { network, handle, url } => {
            let known = url.as_ref().and_then(|url| mentioned(&status.mentions, url));
            let handle = known.map_or_else(|| handle.clone(), |mention| owner.handle(&mention.acct));
            let kind = SpanKind::Mention { network: *network, handle, url: url.clone() };
            (words.to_owned(), Some(kind))
        }
        other => (words.to_owned(), Some(other.clone())),
    })
}

fn mentioned<'a>(mentions: &'a [Mention], url: &WebUrl) -> Option<&'a Mention> {
    mentions.iter().find(|mention| WebUrl::parse(&mention.url).as_ref() == Ok(url))
}

/// Who is answered, as far as the status says.
fn answered(status: &Status, owner: &Owner) -> Option<Byline> {
    if status.answers_itself() {
        return Some(byline(&status.account, owner));
    }
    let account = status.in_reply_to_account_id.as_ref()?;
    let mention = status.mentions.iter().find(|mention| mention.id == *account)?;
    Some(Byline { name: None, handle: Some(owner.handle(&mention.acct)), url: web(Some(&mention.url)) })
}

fn byline(account: &Account, owner: &Owner) -> Byline {
    Byline {
        name: account.display_name.clone().filter(|name| !name.is_empty()),
        handle: Some(owner.handle(&account.acct)),
        url: web(account.url.as_deref()),
    }
}

fn reference(status: &Status, owner: &Owner) -> PostRef {
    PostRef {
        remote_id: RemoteId::new(status.id.clone()).ok(),
        url: web(status.url.as_deref()).or_else(|| web(status.uri.as_deref())),
        author: Some(byline(&status.account, owner)),
        text: Some(words(status, owner)),
    }
}

enum Quoted {
    Whole(Box<Status>),
    Id(String),
}

/// What is quoted, in each of the shapes that servers write.
fn quoted(status: &Status) -> Option<Quoted> {
    let whole = |value: &Value| serde_json::from_value::<Status>(value.clone()).ok();
    if let Some(quote) = &status.quote {
        // One that its author has not allowed, or has taken back, is not shown.
        let allowed = quote.get("state").and_then(Value::as_str).is_none_or(|state| state == "accepted");
        let found = quote.get("quoted_status").and_then(whole).or_else(|| whole(quote));
        if let Some(found) = found {
            return allowed.then(|| Quoted::Whole(Box::new(found)));
        }
        if let Some(Value::String(id)) = quote.get("quoted_status_id") {
            return allowed.then(|| Quoted::Id(id.clone()));
        }
    }
    status.quote_id.clone().map(Quoted::Id)
}

fn medium(attachment: &Attachment) -> Option<Media> {
    let kind = match attachment.kind.as_str() {
        "image" => MediaKind::Image,
        "gifv" => MediaKind::Gifv,
        "video" => MediaKind::Video,
        "audio" => MediaKind::Audio,
        _ => return None,
    };
    let url = web(attachment.url.as_deref()).or_else(|| web(attachment.remote_url.as_deref()))?;
    let mut medium = Media::new(kind, MediaSource::Url(url))
        .with_alt(attachment.description.as_deref().unwrap_or_default());
    if let Some(meta) = &attachment.meta {
        medium.size = meta.original.map(|size| (size.width, size.height));
        medium.focal_point = meta.focus.map(|Focus { x, y }| {
            let thousandths = |at: f64| (at.clamp(-1.0, 1.0) * 1_000.0).round() as i16;
            FocalPoint { x: thousandths(x), y: thousandths(y) }
        });
    }
    medium.preview = web(attachment.preview_url.as_deref()).map(MediaSource::Url);
    Some(medium)
}

fn poll(poll: &super::model::Poll) -> Option<Poll> {
    let options: Vec<PollOption> = poll
        .options
        .iter()
        .map(|option| PollOption { label: option.title.clone(), votes: option.votes_count.unwrap_or(0) })
        .collect();
    (!options.is_empty()).then(|| Poll {
        options,
        multiple: poll.multiple.unwrap_or(false),
        ends_at: poll.expires_at,
        closed: poll.expired.unwrap_or(false),
    })
}

/// How an account looks.
pub(super) fn profile(account: &Account, owner: &Owner) -> Profile {
    let base = web(account.url.as_deref());
    let text = |html: &str| parse_html(html, base.as_ref(), Network::Mastodon).text;
    Profile {
        name: account.display_name.clone().unwrap_or_default(),
        handle: Some(owner.handle(&account.acct)),
        bio: text(account.note.as_deref().unwrap_or_default()),
        avatar: web(account.avatar.as_deref()).map(MediaSource::Url),
        banner: web(account.header.as_deref()).map(MediaSource::Url),
        fields: account
            .fields
            .iter()
            .map(|field| ProfileField { name: field.name.clone(), value: text(&field.value) })
            .collect(),
        url: base,
    }
}

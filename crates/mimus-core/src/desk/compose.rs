//! What a draft is as posts: one for each part of its thread.

use jiff::{SignedDuration, Timestamp};

use super::Content;
use crate::rich_text::{Detect, RichTextBuilder, detect};
use crate::{
    Media, MediaSource, Network, Origin, Poll, PollOption, Post, PostRef, RemoteId, RichText, SpanKind,
};

/// The network whose way of writing drafts have: mentions are those of the fediverse.
pub const DRAFT_ORIGIN: Network = Network::Mastodon;

/// The id of a part of a draft's thread, counted from 0. The first one's is the draft's.
#[must_use]
pub fn part_id(draft: i64, part: usize) -> String {
    if part == 0 { format!("draft-{draft}") } else { format!("draft-{draft}/{part}") }
}

/// The posts that `content` becomes for `network`, in their order; each answers the one before. `at` is when it is to be
/// published, from which a poll's time counts.
#[must_use]
pub fn compose(content: &Content, network: Network, draft: i64, at: Timestamp) -> Vec<Post> {
    let parts = content.parts_for(network);
    let last = parts.len() - 1;
    let reference = |part: usize| RemoteId::new(part_id(draft, part)).ok();
    let mut posts = Vec::with_capacity(parts.len());
    for (n, words) in parts.iter().enumerate() {
        let Some(remote_id) = reference(n) else { continue };
        let origin = Origin { network: DRAFT_ORIGIN, remote_id, url: None };
        let at = at.saturating_add(SignedDuration::from_millis(i64::try_from(n).unwrap_or(0))).unwrap_or(at);
        let mut post = Post::new(origin, at);
        post.text = spans(words, network);
        post.language.clone_from(&content.language);
        post.content_warning = content.content_warning.clone().filter(|warning| !warning.trim().is_empty());
        post.sensitive = content.sensitive || post.content_warning.is_some();
        post.visibility = content.visibility;
        let media = content.media.iter().filter(|medium| usize::from(medium.part).min(last) == n);
        post.media = media
            .map(|medium| {
                let mut known = Media::new(medium.kind, MediaSource::Entry(medium.file.clone()));
                known.alt = in_language(&medium.alt, content.language.as_ref());
                known.size = medium.size;
                known.focal_point = medium.focal_point;
                known.author = Some(medium.author.clone()).filter(|author| !author.is_empty());
                known.licence = Some(medium.licence.clone()).filter(|licence| !licence.is_empty());
                known
            })
            .collect();
        if n == 0 {
            post.poll = content.poll.as_ref().map(|poll| Poll {
                options: poll
                    .options
                    .iter()
                    .map(|label| PollOption { label: label.clone(), votes: 0 })
                    .collect(),
                multiple: poll.multiple,
                ends_at: at.saturating_add(SignedDuration::from_mins(i64::from(poll.minutes))).ok(),
                closed: false,
            });
            post.reply_to = content.reply_to.clone().map(elsewhere);
            post.quote = content.quote.clone().map(elsewhere);
            post.repost_of = content.boost.clone().map(elsewhere);
        } else {
            post.reply_to = reference(n - 1).map(|id| PostRef { remote_id: Some(id), ..PostRef::default() });
        }
        posts.push(post);
    }
    posts
}

fn elsewhere(url: crate::WebUrl) -> PostRef {
    let remote_id = RemoteId::new(url.to_string()).ok();
    PostRef { remote_id, url: Some(url), ..PostRef::default() }
}

/// The alt text in the language of the words first: destinations take one.
fn in_language(alts: &[crate::AltText], language: Option<&crate::Language>) -> Vec<crate::AltText> {
    let mut alts: Vec<_> = alts.iter().filter(|alt| !alt.text.trim().is_empty()).cloned().collect();
    let primary = language.map(crate::Language::primary);
    alts.sort_by_key(|alt| match &alt.language {
        Some(written) if primary == Some(written.primary()) => 0,
        None => 1,
        Some(_) => 2,
    });
    alts
}

/// Links, hashtags and mentions in words that somebody typed: `@name@server` is somebody of the fediverse, and in a version
/// for X `@name` somebody there.
fn spans(words: &str, network: Network) -> RichText {
    let found = detect(&RichText::plain(words), Detect { links: true, hashtags: true });
    let mut out = RichTextBuilder::default();
    for (piece, kind) in found.pieces() {
        match kind {
            Some(kind) => out.push_span(piece, kind.clone()),
            None => mentions(&mut out, piece, network),
        }
    }
    out.build()
}

fn mentions(out: &mut RichTextBuilder, words: &str, network: Network) {
    let mut rest = words;
    while let Some(at) = rest.find('@') {
        let before =
            rest[..at].chars().next_back().or_else(|| out.as_str().chars().next_back().filter(|_| at == 0));
        out.push_str(&rest[..at]);
        let typed = &rest[at..];
        let stands_alone =
            before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '/' | '.' | '@' | '-')));
        match mention(&typed[1..], network).filter(|_| stands_alone) {
            Some((network, handle)) => {
                let length = handle.len() + 1;
                out.push_span(
                    &typed[..length],
                    SpanKind::Mention { network, handle: handle.to_owned(), url: None },
                );
                rest = &typed[length..];
            }
            None => {
                out.push_str("@");
                rest = &typed[1..];
            }
        }
    }
    out.push_str(rest);
}

/// The handle that `typed`, which follows an `@`, begins with.
fn mention(typed: &str, network: Network) -> Option<(Network, &str)> {
    let name_end = typed
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))
        .unwrap_or(typed.len());
    let name = &typed[..name_end];
    if let Some(host) = typed[name_end..].strip_prefix('@') {
        let end =
            host.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))).unwrap_or(host.len());
        let host = host[..end].trim_end_matches(['.', '-', ':']);
        let name = name.trim_start_matches(['.', '-']);
        return (!name.is_empty() && host.contains('.') || host.starts_with("localhost"))
            .then(|| (Network::Mastodon, &typed[..name_end + 1 + host.len()]));
    }
    let plain = name.split(['.', '-']).next().unwrap_or_default();
    let is_handle = (1..=15).contains(&plain.len()) && plain.len() == name.trim_end_matches(['.', '-']).len();
    (network == Network::X && is_handle).then_some((Network::X, plain))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::desk::{DraftMedium, DraftPoll};
    use crate::{AltText, Language, MediaKind};

    fn now() -> Timestamp {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }

    fn text(words: &str) -> Content {
        Content { text: words.to_owned(), ..Content::default() }
    }

    #[test]
    fn dashes_on_a_line_of_their_own_begin_the_next_part() {
        let content = text("One\n\nstill one\n---\n\ntwo --- two\n---\n---\nthree");
        let posts = compose(&content, Network::Mastodon, 7, now());
        let words: Vec<&str> = posts.iter().map(|post| post.text.as_str()).collect();
        assert_eq!(words, ["One\n\nstill one", "two --- two", "three"]);
        let ids: Vec<&str> = posts.iter().map(|post| post.origin.remote_id.as_str()).collect();
        assert_eq!(ids, ["draft-7", "draft-7/1", "draft-7/2"]);
        let answers =
            |post: &Post| post.reply_to.as_ref()?.remote_id.clone().map(|id| id.as_str().to_owned());
        assert_eq!(
            posts.iter().map(answers).collect::<Vec<_>>(),
            [None, Some("draft-7".to_owned()), Some("draft-7/1".to_owned())]
        );
        assert!(posts.is_sorted_by_key(|post| post.created_at));
    }

    #[test]
    fn a_network_may_have_words_of_its_own() {
        let mut content = text("Hello @ana@example.org, @nobody and mail@example.org");
        content.versions.insert(Network::X, "Hello @ana.".into());
        let mentioned = |network| -> Vec<String> {
            let post = compose(&content, network, 1, now()).remove(0);
            let spans = post.text.spans().iter();
            spans
                .filter_map(|span| match &span.kind {
                    SpanKind::Mention { network, handle, .. } => Some(format!("{network}:{handle}")),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(mentioned(Network::Mastodon), ["mastodon:ana@example.org"]);
        assert_eq!(mentioned(Network::X), ["x:ana"]);
        assert_eq!(compose(&content, Network::X, 1, now())[0].text.as_str(), "Hello @ana.");
    }

    #[test]
    fn media_go_with_their_part_and_the_alt_text_of_the_language_first() {
        let language = |tag| Language::new(tag).ok();
        let medium = |file: &str, part| DraftMedium {
            file: file.into(),
            kind: MediaKind::Image,
            part,
            alt: vec![
                AltText { language: language("en"), text: "A door".into() },
                AltText { language: language("de"), text: "Eine Tür".into() },
            ],
            focal_point: None,
            size: None,
            author: String::new(),
            licence: "CC0".into(),
            source: String::new(),
        };
        let mut content = text("eins\n---\nzwei");
        content.language = language("de-AT");
        content.media = vec![medium("a.png", 0), medium("b.png", 1), medium("c.png", 9)];
        content.poll =
            Some(DraftPoll { options: vec!["ja".into(), "nein".into()], multiple: false, minutes: 60 });
        let posts = compose(&content, Network::Mastodon, 1, now());
        assert_eq!(
            (posts[0].media.len(), posts[1].media.len()),
            (1, 2),
            "the last part takes what is beyond"
        );
        assert_eq!(posts[0].media[0].alt_text(), Some("Eine Tür"));
        assert_eq!(posts[0].media[0].licence.as_deref(), Some("CC0"));
        let poll = posts[0].poll.as_ref().unwrap();
        assert_eq!(poll.ends_at.unwrap().to_string(), "2026-11-23T13:00:00Z");
        assert!(posts[1].poll.is_none());
    }
}

//! What a draft says that is made of posts which a route brought.

use super::content::{MAX_ALT, MAX_LINE, MAX_MEDIA, MAX_TEXT, MAX_WARNING};
use super::{Content, DraftPoll};
use crate::policy::WarningRule;
use crate::render::{minutes_open, words_for_draft};
use crate::{
    AltText, Decision, Directory, Media, Network, Poll, Post, PostRef, RouteFacts, RoutePolicy, SkipReason,
    WebUrl,
};

/// How long a poll is open whose source does not say until when, in minutes.
const A_DAY: u32 = 24 * 60;
/// The shortest and longest time for which a draft's poll is open, in minutes.
const MINUTES: (u32, u32) = (5, 30 * A_DAY);

/// A post as it is made into a draft.
#[derive(Debug, Clone, Copy)]
pub struct Arriving<'a> {
    /// The post, as its source wrote it.
    pub post: &'a Post,
    /// Whether it goes on with a thread of the account itself.
    pub own_reply: bool,
}

/// What a draft is to say, but for the media, whose files are not here yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// What it says.
    pub content: Content,
    /// Its media in their order.
    pub media: Vec<ArrivedMedium>,
    /// What of the posts is not in it, in words for people.
    pub lost: Vec<String>,
}

/// A medium of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivedMedium {
    /// Of which of the posts it is, from 0.
    pub of: usize,
    /// With which part of the draft it goes, from 0.
    pub part: u16,
    /// The medium, with alt texts and lines as long as a draft keeps them.
    pub medium: Media,
    /// Where it comes from, for people.
    pub source: String,
}

/// What becomes of posts as one draft for an account of `destination`: the first is its first part, and so on. Posts that the
/// policy leaves are not in it; where it leaves all, the reason is that of the first.
pub fn arriving(
    posts: &[Arriving<'_>],
    policy: &RoutePolicy,
    destination: Network,
    source_handle: Option<&str>,
    directory: &Directory,
) -> Result<Arrived, SkipReason> {
    let mut arrived = Arrived { content: Content::default(), media: Vec::new(), lost: Vec::new() };
    let mut texts: Vec<String> = Vec::new();
    let mut left = None;
    let mut is_first = true;
    for (n, one) in posts.iter().enumerate() {
        let mut facts = RouteFacts {
            own_reply: one.own_reply,
            reply_on_destination: true,
            quote_on_destination: true,
            repost_on_destination: true,
            source_handle: source_handle.map(str::to_owned),
            ..RouteFacts::default()
        };
        let mut post = match decided(one.post, &facts, policy, destination) {
            Ok(post) => post,
            Err(reason) => {
                left.get_or_insert(reason);
                continue;
            }
        };
        let content = &mut arrived.content;
        if is_first {
            content.language.clone_from(&post.language);
            content.visibility = post.visibility;
            content.poll = post.poll.as_ref().and_then(|poll| poll_of(poll, &post));
            content.reply_to = address(post.reply_to.as_ref());
            content.quote = address(post.quote.as_ref());
            content.boost = address(post.repost_of.as_ref()).filter(|_| post.text.is_empty());
        }
        content.sensitive |= post.sensitive;
        if content.content_warning.is_none() {
            content.content_warning =
                post.content_warning.as_deref().map(|warning| cut(warning, MAX_WARNING));
        }
        // What has an address is in a field of its own; of the rest the words tell.
        facts.quote_on_destination = is_first && content.quote.is_some();
        facts.reply_on_destination = one.own_reply || (is_first && content.reply_to.is_some());
        let poll_in_words = post.poll.is_some() && !(is_first && content.poll.is_some());
        if post.repost_of.is_some() {
            // The media of others are never uploaded again.
            post.media.clear();
        }
        let words = match content.boost {
            Some(_) => String::new(),
            None => words_for_draft(&post, &facts, policy, directory, poll_in_words).as_str().to_owned(),
        };
        let words = without_breaks(words.trim());
        // A part without words is none: its media go with the one before.
        if is_first || !words.is_empty() {
            texts.push(words);
        }
        is_first = false;
        let part = u16::try_from(texts.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let source = post.origin.url.as_ref().map(ToString::to_string);
        arrived.media.extend(post.media.into_iter().map(|medium| {
            let source = source.clone().unwrap_or_else(|| medium.source.as_str().to_owned());
            ArrivedMedium { of: n, part, source: cut(&source, MAX_LINE), medium: bounded(medium) }
        }));
    }
    if texts.is_empty() {
        return Err(left.unwrap_or(SkipReason::Empty));
    }
    let text = texts.join("\n---\n");
    arrived.content.text = cut(&text, MAX_TEXT);
    if arrived.content.text != text {
        arrived.lost.push(format!(
            "Its words are longer than the {MAX_TEXT} characters that a draft keeps; the end is missing."
        ));
    }
    for beyond in arrived.media.iter().skip(MAX_MEDIA) {
        arrived.lost.push(format!(
            "A draft has at most {MAX_MEDIA} media; this one is not in it: {}",
            beyond.medium.source.as_str()
        ));
    }
    arrived.media.truncate(MAX_MEDIA);
    Ok(arrived)
}

fn decided(
    post: &Post,
    facts: &RouteFacts,
    policy: &RoutePolicy,
    destination: Network,
) -> Result<Post, SkipReason> {
    let post = match policy.decide(post.clone(), facts) {
        Decision::Carry(post) => *post,
        Decision::Skip(reason) => return Err(reason),
    };
    let knows_warnings = destination == Network::Mastodon;
    let left = post.content_warning.is_some() && policy.content_warnings == Some(WarningRule::Skip);
    if left && !knows_warnings { Err(SkipReason::Warned) } else { Ok(post) }
}

fn address(of: Option<&PostRef>) -> Option<WebUrl> {
    of.and_then(|of| of.url.clone())
}

/// The poll with the time for which it was open, from its beginning; `None` where voting is over or a draft can have none such.
fn poll_of(poll: &Poll, post: &Post) -> Option<DraftPoll> {
    let minutes = minutes_open(poll, post.created_at).unwrap_or(A_DAY).clamp(MINUTES.0, MINUTES.1);
    let options = poll.options.iter().map(|option| option.label.clone()).collect();
    let poll_of = DraftPoll { options, multiple: poll.multiple, minutes };
    (!poll.closed && poll_of.check().is_ok()).then_some(poll_of)
}

/// A line of three dashes would begin another post.
fn without_breaks(words: &str) -> String {
    let line = |line: &str| if line.trim_end() == "---" { "———".to_owned() } else { line.to_owned() };
    words.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// At most so many characters, with `…` at the end of what is cut.
fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

fn bounded(mut medium: Media) -> Media {
    let alt = |alt: AltText| AltText { text: cut(&alt.text, MAX_ALT), ..alt };
    medium.alt = medium.alt.into_iter().map(alt).collect();
    medium.author = medium.author.map(|author| cut(&author, MAX_LINE));
    medium.licence = medium.licence.map(|licence| cut(&licence, MAX_LINE));
    medium
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MediaKind, MediaSource, Origin, PollOption, RemoteId, RichText, Visibility};

    fn post(id: &str, words: &str) -> Post {
        let url = WebUrl::parse(&format!("https://town.example/{id}")).ok();
        let origin = Origin { network: Network::Mastodon, remote_id: RemoteId::new(id).unwrap(), url };
        let mut post = Post::new(origin, "2026-11-20T12:00:00Z".parse().unwrap());
        post.text = RichText::plain(words);
        post
    }

    fn picture(name: &str) -> Media {
        let url = WebUrl::parse(&format!("https://files.example/{name}")).unwrap();
        Media::new(MediaKind::Image, MediaSource::Url(url)).with_alt("A boat")
    }

    fn made(posts: &[Post], policy: &RoutePolicy) -> Result<Arrived, SkipReason> {
        let posts: Vec<Arriving<'_>> =
            (0..).zip(posts).map(|(n, post)| Arriving { post, own_reply: n > 0 }).collect();
        arriving(&posts, policy, Network::Mastodon, Some("town@town.example"), &Directory::default())
    }

    #[test]
    fn a_thread_becomes_parts_with_their_media() {
        let mut first = post("1", "First\n---\nand more");
        first.media = vec![picture("1.png")];
        first.content_warning = Some("boats".into());
        first.visibility = Visibility::Unlisted;
        let mut wordless = post("2", "");
        wordless.media = vec![picture("2.png")];
        let posts = [first, wordless, post("3", "Third")];
        let arrived = made(&posts, &RoutePolicy::default()).unwrap();
        assert_eq!(arrived.content.text, "First\n———\nand more\n---\nThird");
        assert_eq!(arrived.content.content_warning.as_deref(), Some("boats"));
        assert_eq!(arrived.content.visibility, Visibility::Unlisted);
        let media: Vec<_> = arrived.media.iter().map(|one| (one.of, one.part, one.source.as_str())).collect();
        assert_eq!(media, [(0, 0, "https://town.example/1"), (1, 0, "https://town.example/2")]);
        assert_eq!(arrived.media[0].medium.alt_text(), Some("A boat"));
        assert_eq!(arrived.content.parts_for(Network::Mastodon).len(), 2, "no more posts than it had");
    }

    #[test]
    fn what_the_policy_leaves_is_left_and_what_it_adds_is_there() {
        let policy = RoutePolicy {
            footer: "#Town".into(),
            attribution: crate::policy::Attribution::Link,
            content_warnings: Some(WarningRule::Skip),
            ..RoutePolicy::default()
        };
        let arrived = made(&[post("1", "News"), post("2", "not this #nomirror")], &policy).unwrap();
        assert_eq!(arrived.content.text, "News\n\nhttps://town.example/1\n\n#Town");
        assert_eq!(
            made(&[post("1", "Nothing #nomirror")], &policy),
            Err(SkipReason::OptedOut("#nomirror".into()))
        );
        let mut warned = post("1", "News");
        warned.content_warning = Some("food".into());
        assert!(made(std::slice::from_ref(&warned), &policy).is_ok(), "the destination knows warnings");
        let posts = [Arriving { post: &warned, own_reply: false }];
        let to_x = arriving(&posts, &policy, Network::X, None, &Directory::default());
        assert_eq!(to_x, Err(SkipReason::Warned));
    }

    #[test]
    fn what_it_answers_and_quotes_is_named_by_address_and_a_poll_keeps_its_time() {
        let elsewhere = |id: &str| PostRef {
            remote_id: RemoteId::new(id).ok(),
            url: WebUrl::parse(&format!("https://other.example/{id}")).ok(),
            ..PostRef::default()
        };
        let mut one = post("1", "What do you say?");
        one.reply_to = Some(elsewhere("7"));
        one.quote = Some(elsewhere("8"));
        let option = |label: &str| PollOption { label: label.into(), votes: 3 };
        one.poll = Some(Poll {
            options: vec![option("Yes"), option("No")],
            multiple: false,
            ends_at: Some("2026-11-20T18:00:00Z".parse().unwrap()),
            closed: false,
        });
        let policy = RoutePolicy {
            replies_to_others: crate::policy::ReplyRule::Linked,
            reposts: crate::policy::RepostRule::Link,
            ..RoutePolicy::default()
        };
        let content = made(std::slice::from_ref(&one), &policy).unwrap().content;
        assert_eq!(content.text, "What do you say?");
        assert_eq!(content.reply_to.unwrap().as_str(), "https://other.example/7");
        assert_eq!(content.quote.unwrap().as_str(), "https://other.example/8");
        assert_eq!(content.poll.map(|poll| (poll.options.len(), poll.minutes)), Some((2, 360)));
        let mut boost = post("2", "");
        boost.repost_of = Some(elsewhere("9"));
        let content = made(&[boost], &policy).unwrap().content;
        assert_eq!(content.boost.unwrap().as_str(), "https://other.example/9");
        assert_eq!(content.text, "", "a boost has no words");
    }

    #[test]
    fn what_is_larger_than_a_draft_is_cut_and_said() {
        let mut long = post("1", &"word ".repeat(5_000));
        long.media = (0..20).map(|n| picture(&format!("{n}.png"))).collect();
        let arrived = made(&[long], &RoutePolicy::default()).unwrap();
        assert!(arrived.content.check_size().is_ok());
        assert_eq!(arrived.media.len(), MAX_MEDIA);
        assert_eq!(arrived.lost.len(), 5, "{:?}", arrived.lost);
    }
}

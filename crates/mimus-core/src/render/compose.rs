//! From a post to the words of its parts: the same way for every destination of a route.

use unicode_segmentation::UnicodeSegmentation;

use super::media::{Numbered, of_group};
use super::split::{Measure, split};
use super::words::{joined, leads_to, linked, name, without_trailing_link};
use super::{Part, Warning, poll};
use crate::policy::{Attribution, Mentions, OverLong, ReplyRule};
use crate::rich_text::{Detect, RichTextBuilder, detect};
use crate::{
    Byline, Directory, Media, Money, Poll, Post, RichText, RouteFacts, RoutePolicy, SpanKind, WebUrl,
};

/// How much of a quotation stands in a thread, in grapheme clusters: the most for which it needs no further part.
const QUOTATIONS: [usize; 7] = [280, 240, 200, 160, 120, 80, 40];

/// What a rendering depends on besides the post and the limits.
#[derive(Clone, Copy)]
pub(super) struct Route<'a> {
    pub(super) facts: &'a RouteFacts,
    pub(super) policy: &'a RoutePolicy,
    pub(super) directory: &'a Directory,
}

/// How a destination takes words.
pub(super) trait Voice: Measure {
    /// Most that one part may hold, as [`Measure::length`] counts.
    fn limit(&self) -> usize;

    /// Each span reading as it is typed there. Of the words of others, in a quotation, nobody is notified: their
    /// mentions are [`Mentions::Words`].
    fn typed(&self, text: &RichText, mentions: Mentions) -> RichText;

    /// The finished words, with nothing in them that the destination would take for what it is not.
    fn settled(&self, text: RichText) -> (RichText, Vec<Warning>) {
        (text, Vec::new())
    }

    /// What it costs to publish a part.
    fn cost(&self, _: &RichText, _: &[Media]) -> Money {
        Money::ZERO
    }
}

/// What a destination takes besides words, and what has to stand in them.
#[derive(Default)]
pub(super) struct Plan {
    /// The media of each part.
    pub(super) groups: Vec<Vec<Numbered>>,
    /// The poll, where it can be one.
    pub(super) poll: Option<Poll>,
    /// The poll that stands in the words.
    pub(super) poll_in_words: Option<Poll>,
    /// Whether the quotation is a real one.
    pub(super) quote: bool,
    /// Whether a link to what is quoted shows it.
    pub(super) quote_by_link: bool,
    /// Whether the original is linked.
    pub(super) link_original: bool,
    /// The line above the words of every part.
    pub(super) line: Option<String>,
    /// The content warning in its own place, and its length.
    pub(super) warning: Option<(String, usize)>,
}

/// The words in the order in which they give way where there is no room: the quotation first, the own words last,
/// the lines at the end never.
struct Sections {
    own: RichText,
    byline: RichText,
    quotation: RichText,
    /// Whether a link leads to the whole of what is quoted.
    is_quotation_linked: bool,
    tail: Vec<RichText>,
}

/// The parts of `post` on a destination.
pub(super) fn carry(
    post: &Post,
    route: Route<'_>,
    mut plan: Plan,
    voice: &impl Voice,
    warnings: &mut Vec<Warning>,
) -> Vec<Part> {
    let original = post.origin.url.as_ref();
    let cut = route.policy.over_long == OverLong::Cut && original.is_some();
    if cut && plan.groups.len() > 1 {
        let left = plan.groups.drain(1..).flatten();
        warnings.extend(left.map(|(number, _)| Warning::MediumLinked(number)));
        plan.link_original = true;
    }
    let line = plan.line.as_ref().map(|line| RichText::plain(format!("{line}\n\n"))).unwrap_or_default();
    let (line, strays) = voice.settled(line);
    warnings.extend(strays);
    let taken = voice.length(&line) + plan.warning.as_ref().map_or(0, |(_, length)| *length);
    let room = voice.limit().saturating_sub(taken).max(1);
    let sections = sections(post, route, &plan, voice, warnings);
    let texts = texts(&sections, room, voice, original.filter(|_| cut), warnings);
    let count =
        texts.len().max(plan.groups.len() + usize::from(plan.poll.is_some() && !plan.groups.is_empty()));
    if count > 1 {
        warnings.push(Warning::Split(count));
    }
    let (mut groups, mut poll) = (plan.groups.into_iter(), plan.poll);
    let reply = route.facts.reply_on_destination;
    (0..count)
        .map(|n| {
            let text = texts.get(n).cloned().unwrap_or_default();
            let words = if text.is_empty() { text } else { joined([&line, &text], "") };
            let poll = poll.take();
            // No network takes media and a poll in one post: the poll comes first.
            let media = if poll.is_some() { None } else { groups.next() }.map(of_group).unwrap_or_default();
            Part {
                length: voice.length(&words) + plan.warning.as_ref().map_or(0, |(_, length)| *length),
                cost: voice.cost(&words, &media),
                words,
                content_warning: plan.warning.as_ref().map(|(warning, _)| warning.clone()),
                sensitive: post.sensitive || post.content_warning.is_some(),
                language: post.language.clone(),
                visibility: post.visibility,
                media,
                poll,
                quote: post.quote.clone().filter(|_| n == 0 && plan.quote),
                card: None,
                in_reply_to: post.reply_to.clone().filter(|_| n == 0 && reply),
                limit: voice.limit(),
            }
        })
        .collect()
}

fn sections(
    post: &Post,
    route: Route<'_>,
    plan: &Plan,
    voice: &impl Voice,
    warnings: &mut Vec<Warning>,
) -> Sections {
    let quote = post.quote.as_ref();
    let own_mentions = route.policy.mentions;
    let mut own = voice.typed(&without_trailing_link(&post.text, quote), own_mentions);
    if let Some(title) = post.title.as_ref().filter(|title| !post.text.as_str().starts_with(title.as_str())) {
        own = joined([&RichText::plain(title.clone()), &own], "\n\n");
    }
    if let Some(poll) = &plan.poll_in_words {
        warnings.push(Warning::PollAsText);
        own = poll::in_words(&own, poll);
    }
    let of_others = |text: &RichText| voice.typed(text, Mentions::Words);
    let (mut byline, mut quotation) = (RichText::default(), RichText::default());
    let mut links: Vec<&WebUrl> = Vec::new();
    if let Some(repost) = &post.repost_of {
        warnings.push(Warning::RepostAsText);
        byline = joined([&RichText::plain("🔁"), &of_others(&name(repost.author.as_ref()))], " ");
        quotation = repost.text.as_ref().map(of_others).unwrap_or_default();
        links.extend(&repost.url);
    } else if let Some(quote) = quote.filter(|_| !plan.quote) {
        warnings.push(Warning::QuoteAsText);
        if !plan.quote_by_link {
            byline = of_others(&name(quote.author.as_ref()));
            quotation = quote.text.as_ref().map(of_others).unwrap_or_default();
        }
        links.extend(route.facts.quote_url.as_ref().or(quote.url.as_ref()));
    }
    let is_quotation_linked = !links.is_empty();
    if let Some(reply) = post.reply_to.as_ref().filter(|_| !route.facts.reply_on_destination) {
        warnings.push(Warning::ReplyUnknown);
        let linked = !route.facts.own_reply && route.policy.replies_to_others == ReplyRule::Linked;
        links.extend(reply.url.as_ref().filter(|_| linked));
    }
    links.extend(post.card.as_ref().map(|card| &card.url));
    let attributed = route.policy.attribution == Attribution::Link;
    links.extend(post.origin.url.as_ref().filter(|_| plan.link_original || attributed));
    let mut tail: Vec<RichText> = Vec::new();
    for url in links {
        if ![&own, &quotation].into_iter().chain(&tail).any(|text| leads_to(text, url)) {
            tail.push(of_others(&linked(url)));
        }
    }
    if let (Attribution::Via, Some(handle)) = (route.policy.attribution, &route.facts.source_handle) {
        let mut via = RichTextBuilder::default();
        via.push_str("via ");
        via.push_rich(&name(Some(&Byline {
            handle: Some(handle.trim_start_matches('@').to_owned()),
            ..Byline::default()
        })));
        tail.push(of_others(&via.build()));
    }
    let footer = route.policy.footer.trim();
    if !footer.is_empty() {
        let footer = detect(&RichText::plain(footer), Detect { links: true, hashtags: true });
        tail.push(of_others(&footer));
    }
    Sections { own: own.trimmed(), byline, quotation: quotation.trimmed(), is_quotation_linked, tail }
}

/// All words of `post` in one, of whatever length.
pub(super) fn in_one(post: &Post, route: Route<'_>, plan: &Plan, voice: &impl Voice) -> RichText {
    let sections = sections(post, route, plan, voice, &mut Vec::new());
    sections.whole(&sections.own, &sections.quotation, &sections.tail)
}

/// The words in parts that fit.
fn texts(
    sections: &Sections,
    room: usize,
    voice: &impl Voice,
    original: Option<&WebUrl>,
    warnings: &mut Vec<Warning>,
) -> Vec<RichText> {
    let mut settle = |text: RichText| {
        let (text, strays) = voice.settled(text);
        for stray in strays {
            if !warnings.contains(&stray) {
                warnings.push(stray);
            }
        }
        text
    };
    let whole = |quotation: &RichText| sections.whole(&sections.own, quotation, &sections.tail);
    let mut text = settle(whole(&sections.quotation));
    if voice.length(&text) <= room {
        return vec![text];
    }
    if !sections.quotation.is_empty() && sections.is_quotation_linked {
        // The quotation gives way first: its link says the rest.
        let frame = settle(whole(&RichText::plain("…")));
        text = match room.checked_sub(voice.length(&frame)) {
            Some(left) if left > 0 => settle(whole(&shortened(&sections.quotation, left, voice))),
            _ => {
                let least = fitted(&frame, room, voice).len();
                let shorter = |most: &usize| settle(whole(&sections.quotation.truncated(*most).0));
                let fits = |text: &RichText| fitted(text, room, voice).len() <= least;
                QUOTATIONS.iter().map(shorter).find(fits).unwrap_or(frame)
            }
        };
        if voice.length(&text) <= room {
            return vec![text];
        }
    }
    let Some(original) = original else { return fitted(&text, room, voice) };
    warnings.push(Warning::Cut);
    let mut tail = sections.tail.clone();
    if !tail.iter().any(|line| leads_to(line, original)) {
        tail.insert(0, voice.typed(&linked(original), Mentions::Words));
    }
    let none = RichText::default();
    let frame = sections.whole(&RichText::plain("…"), &none, &tail);
    let mut left = room.saturating_sub(voice.length(&frame)).max(1);
    loop {
        let own = shortened(&sections.own, left, voice);
        let (text, _) = voice.settled(sections.whole(&own, &none, &tail));
        let over = voice.length(&text).saturating_sub(room);
        if over == 0 || left <= over {
            return fitted(&text, room, voice);
        }
        left -= over;
    }
}

/// Cuts `text` into parts of at most `room` as the destination counts the whole of each.
fn fitted(text: &RichText, room: usize, voice: &impl Voice) -> Vec<RichText> {
    let mut limit = room;
    loop {
        let parts = split(text, limit, voice);
        let settled: Vec<RichText> = parts.iter().map(|part| voice.settled(part.clone()).0).collect();
        let lengths = settled.iter().map(|part| voice.length(part));
        let Some((longest, length)) = parts.iter().zip(lengths).max_by_key(|(_, length)| *length) else {
            return settled;
        };
        // The whole may weigh more than its pieces: as much less is cut as the longest part is too long.
        let next = (summed(longest, voice).min(limit) * room / length.max(1)).min(limit - 1);
        if length <= room || next == 0 {
            return settled;
        }
        limit = next;
    }
}

/// The length by which [`split`] cuts.
fn summed(text: &RichText, voice: &impl Voice) -> usize {
    let piece = |(words, kind): (&str, Option<&SpanKind>)| match kind {
        Some(kind) => voice.span(words, kind),
        None => words.graphemes(true).map(|cluster| voice.cluster(cluster)).sum(),
    };
    text.pieces().map(piece).sum()
}

/// What of `text` fits into `room`, cut at a good place, with `…` where anything is cut.
fn shortened(text: &RichText, room: usize, voice: &impl Voice) -> RichText {
    if voice.length(text) <= room {
        return text.clone();
    }
    let first = split(text, room, voice).into_iter().next().unwrap_or_default();
    let space = if first.as_str().ends_with(['.', '!', '?', '…', '。']) { " …" } else { "…" };
    joined([&first, &RichText::plain(space)], "")
}

impl Sections {
    fn whole(&self, own: &RichText, quotation: &RichText, tail: &[RichText]) -> RichText {
        let quoted = match (self.byline.is_empty(), quotation.is_empty()) {
            (_, true) => self.byline.clone(),
            (true, false) => joined([&RichText::plain("“"), quotation, &RichText::plain("”")], ""),
            (false, false) => {
                joined([&self.byline, &RichText::plain(": “"), quotation, &RichText::plain("”")], "")
            }
        };
        joined([own, &quoted].into_iter().chain(tail), "\n\n")
    }
}

/// A content warning of at most `most` grapheme clusters.
pub(super) fn warning_of(post: &Post, most: usize, warnings: &mut Vec<Warning>) -> Option<String> {
    let (warning, cut) = RichText::plain(post.content_warning.clone()?).truncated(most);
    if cut {
        warnings.push(Warning::WarningCut);
    }
    Some(warning.as_str().to_owned())
}

/// A post of nothing but its content warning, in its words.
pub(super) fn warning_alone(post: &Post, warning: &str) -> Post {
    let mut bare = Post::new(post.origin.clone(), post.created_at);
    bare.text = RichText::plain(format!("CW: {warning}"));
    bare.language.clone_from(&post.language);
    bare.visibility = post.visibility;
    bare.sensitive = post.sensitive;
    bare.reply_to.clone_from(&post.reply_to);
    bare
}

/// Says of media that are not taken whether a link stands for them; whether it does.
pub(super) fn left_out(left: &[usize], has_address: bool, warnings: &mut Vec<Warning>) -> bool {
    let warn = |number: &usize| match has_address {
        true => Warning::MediumLinked(*number),
        false => Warning::MediumLost(*number),
    };
    warnings.extend(left.iter().map(warn));
    !left.is_empty() && has_address
}

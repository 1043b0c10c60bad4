//! What the rules of conversion make of a post's words (facts/conversion.md).

use crate::rich_text::RichTextBuilder;
use crate::{Network, Post, RichText, SpanKind, WebUrl};

/// Tells the fediverse address (handle with server, and page) of another network's account, where one is known.
pub type KnownAccounts<'a> = &'a dyn Fn(Network, &str) -> Option<(String, WebUrl)>;

/// Words that open a first line which warns of what follows, in lower case.
const WARNING_WORDS: [&str; 12] = [
    "cw",
    "tw",
    "cn",
    "content warning",
    "content note",
    "trigger warning",
    "inhaltswarnung",
    "triggerwarnung",
    "aviso de contenido",
    "avertissement",
    "contenu sensible",
    "تحذير",
];

/// Longest first line that is taken for a warning, in characters.
const MAX_WARNING_CHARS: usize = 120;

impl Post {
    /// Whether its words are mentions only and there is nothing else to it.
    #[must_use]
    pub fn is_only_mentions(&self) -> bool {
        let mut mentions = 0;
        let only = self.text.pieces().all(|(words, kind)| match kind {
            Some(SpanKind::Mention { .. }) => {
                mentions += 1;
                true
            }
            Some(_) => false,
            None => words.trim().is_empty(),
        });
        only && mentions > 0
            && self.media.is_empty()
            && self.poll.is_none()
            && self.quote.is_none()
            && self.repost_of.is_none()
            && self.card.is_none()
            && self.title.is_none()
    }

    /// Whether `word` stands in it: `#tag` among its hashtags, other words anywhere in title, words or
    /// warning, without regard to case.
    #[must_use]
    pub fn mentions_word(&self, word: &str) -> bool {
        let wanted = word.trim().to_lowercase();
        if wanted.is_empty() {
            return false;
        }
        match wanted.strip_prefix('#') {
            Some(tag) => self.text.hashtags().iter().any(|name| name.to_lowercase() == tag),
            None => [Some(self.text.as_str()), self.title.as_deref(), self.content_warning.as_deref()]
                .into_iter()
                .flatten()
                .any(|text| text.to_lowercase().contains(&wanted)),
        }
    }

    /// Whether it bears `mark`: `#tag` as a hashtag or typed as one, any other mark anywhere in its words or warning,
    /// without regard to case.
    #[must_use]
    pub fn bears(&self, mark: &str) -> bool {
        let mark = mark.trim().to_lowercase();
        let typed = |text: &str| {
            let text = text.to_lowercase();
            text.match_indices(&mark).any(|(at, found)| {
                let next = text[at + found.len()..].chars().next();
                !mark.starts_with('#') || !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
            })
        };
        !mark.is_empty()
            && [Some(self.text.as_str()), self.title.as_deref(), self.content_warning.as_deref()]
                .into_iter()
                .flatten()
                .any(typed)
    }

    /// Whether its author repeats somebody's words by hand: `RT @name: …`.
    #[must_use]
    pub fn is_repost_by_hand(&self) -> bool {
        let rest = self.text.as_str().trim_start().strip_prefix("RT").map(str::trim_start);
        self.repost_of.is_none() && rest.is_some_and(|rest| rest.starts_with(['@', '＠']))
    }

    /// Takes a first line such as `CW: food` for the content warning. It must have a separator (`CW food`
    /// stays words), be short, and leave something to read or see.
    pub fn take_warning_line(&mut self) {
        if self.content_warning.is_some() {
            return;
        }
        let text = self.text.as_str();
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let Some((head, warning)) = line.split_once([':', '：']) else { return };
        let head = head.trim().trim_start_matches(['[', '(', '#']).to_lowercase();
        let warning = warning.trim().trim_end_matches([']', ')']);
        let known = WARNING_WORDS.contains(&head.as_str());
        let something_left = !rest.trim().is_empty() || !self.media.is_empty();
        if known && !warning.is_empty() && warning.chars().count() <= MAX_WARNING_CHARS && something_left {
            self.content_warning = Some(warning.to_owned());
            self.text = self.text.slice(line.len()..text.len()).trimmed();
        }
    }
}

/// Makes mentions fit for the fediverse: where `known` gives a person's fediverse address (handle with server,
/// and page) the mention becomes that; any other mention of another network's account becomes the text
/// `@name@x.com`, a plain link to the profile that notifies nobody.
#[must_use]
pub fn mentions_for_fediverse(text: &RichText, known: KnownAccounts<'_>) -> RichText {
    text.map_spans(|words, kind| match kind {
        SpanKind::Mention { network, handle, url } => match known(*network, handle) {
            Some((handle, url)) => {
                let short = handle.split('@').next().unwrap_or_default();
                (
                    format!("@{short}"),
                    Some(SpanKind::Mention {
                        network: Network::Mastodon,
                        handle: handle.clone(),
                        url: Some(url),
                    }),
                )
            }
            None if *network == Network::Mastodon => (words.to_owned(), Some(kind.clone())),
            None => {
                let host = url.as_ref().map(|u| u.host().trim_start_matches("www.").to_owned());
                let label = match (handle.contains('@'), host) {
                    (false, Some(host)) if *network != Network::Bluesky => format!("@{handle}@{host}"),
                    _ => format!("@{handle}"),
                };
                (label, url.clone().map(|url| SpanKind::Link { url }))
            }
        },
        other => (words.to_owned(), Some(other.clone())),
    })
}

/// The words of a post as they are shown on the fediverse: title first where it has one and the words do not
/// already begin with it; for a repost that is no boost, the original's words under its author's name; for a
/// quote that is not native, the own words and then the quotation's link.
#[must_use]
pub fn words_for_fediverse(post: &Post, native_quote: bool, known: KnownAccounts<'_>) -> RichText {
    let mut out = RichTextBuilder::default();
    if let Some(repost) = &post.repost_of {
        if !post.text.is_empty() {
            out.push_rich(&mentions_for_fediverse(&post.text, known));
            out.push_str("\n\n");
        }
        out.push_str("🔁 ");
        push_byline(&mut out, repost);
        if let Some(text) = &repost.text {
            out.push_str(":\n\n");
            out.push_rich(&mentions_for_fediverse(text, known));
        }
        push_reference(&mut out, repost.url.as_ref());
        return out.build().trimmed();
    }
    if let Some(title) = &post.title
        && !post.text.as_str().starts_with(title.as_str())
    {
        out.push_str(title);
        if !post.text.is_empty() {
            out.push_str("\n\n");
        }
    }
    out.push_rich(&mentions_for_fediverse(&post.text, known));
    if let (Some(quote), false) = (&post.quote, native_quote) {
        if let Some(text) = quote.text.as_ref().filter(|t| !t.is_empty()) {
            out.push_str("\n\n");
            push_byline(&mut out, quote);
            out.push_str(": “");
            out.push_rich(&mentions_for_fediverse(&text.truncated(280).0, known));
            out.push_str("”");
        }
        push_reference(&mut out, quote.url.as_ref());
    }
    if let Some(card) = &post.card {
        push_reference(&mut out, Some(&card.url));
    }
    out.build().trimmed()
}

fn push_byline(out: &mut RichTextBuilder, reference: &crate::PostRef) {
    let Some(author) = &reference.author else { return };
    let host = author.url.as_ref().map(|u| u.host().trim_start_matches("www.").to_owned());
    let label = match (&author.name, &author.handle, host) {
        (_, Some(handle), Some(host)) if !handle.contains('@') => format!("@{handle}@{host}"),
        (_, Some(handle), _) => format!("@{handle}"),
        (Some(name), None, _) => name.clone(),
        (None, None, _) => return,
    };
    match &author.url {
        Some(url) => out.push_span(&label, SpanKind::Link { url: url.clone() }),
        None => out.push_str(&label),
    }
}

/// Appends an address on a paragraph of its own unless the words already lead there.
fn push_reference(out: &mut RichTextBuilder, url: Option<&WebUrl>) {
    let Some(url) = url else { return };
    if out.leads_to(url) {
        return;
    }
    if !out.as_str().is_empty() {
        out.push_str("\n\n");
    }
    out.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
}

impl RichTextBuilder {
    fn leads_to(&self, url: &WebUrl) -> bool {
        self.spans().iter().any(|span| matches!(&span.kind, SpanKind::Link { url: found } if found == url))
    }
}

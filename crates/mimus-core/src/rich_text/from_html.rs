//! Reading HTML from outside: words, links and inline media; no markup survives.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};

use super::html::is_dropped;
use super::{RichText, RichTextBuilder, SpanKind};
use crate::{MediaKind, Network, WebUrl};

/// How much of a document is read, in bytes; the rest is left out and said by [`HtmlContent::cut`].
pub const MAX_HTML_BYTES: usize = 1 << 20;

/// Most inline media taken from one document.
const MAX_INLINE_MEDIA: usize = 64;

/// What a piece of HTML says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlContent {
    /// Its words with links, mentions and hashtags; paragraphs are parted by an empty line.
    pub text: RichText,
    /// Pictures, films and sound in their order, at most 64.
    pub media: Vec<InlineMedia>,
    /// Whether anything was left out for its size.
    pub cut: bool,
}

/// A medium found in HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineMedia {
    /// What its element was.
    pub kind: MediaKind,
    /// Where it is.
    pub url: WebUrl,
    /// Its `alt`, else its `aria-label`, trimmed; empty where there is none.
    pub alt: String,
    /// Width and height in pixels, where both are given.
    pub size: Option<(u32, u32)>,
    /// A film's still picture.
    pub poster: Option<WebUrl>,
}

/// Reads HTML. `base` is the address of the page it comes from, for relative references. `network` is what a
/// mention (a link with the class `mention`) belongs to.
///
/// Block elements become paragraphs or lines, list items `- ` or their number, quotations `> `; white space is
/// as a browser would show it. `script`, `style`, `template`, hidden elements and the fallback that Mastodon
/// writes for quotes (`quote-inline`) are left out. Time is linear in the input, which is cut at
/// [`MAX_HTML_BYTES`]; nesting costs nothing, as no tree is built.
#[must_use]
pub fn parse_html(html: &str, base: Option<&WebUrl>, network: Network) -> HtmlContent {
    let mut end = html.len().min(MAX_HTML_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&html[..end]));
    let reader = Reader { state: RefCell::new(Reading::new(base.cloned(), network)) };
    let tokenizer = Tokenizer::new(reader, TokenizerOpts::default());
    // The sink never returns a script, so one feed reads everything.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut content = tokenizer.sink.state.into_inner().finish();
    content.cut |= end < html.len();
    content
}

struct Reader {
    state: RefCell<Reading>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.words(&text),
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                if tag.kind == TagKind::StartTag {
                    let raw = match name {
                        "script" => Some(RawKind::ScriptData),
                        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
                        "title" | "textarea" => Some(RawKind::Rcdata),
                        _ => None,
                    };
                    state.start(&tag);
                    if let Some(raw) = raw
                        && !tag.self_closing
                    {
                        return TokenSinkResult::RawData(raw);
                    }
                } else {
                    state.end(name);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What must stand between the words so far and the next ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

struct OpenLink {
    kind: SpanKind,
    words: String,
}

struct Reading {
    base: Option<WebUrl>,
    network: Network,
    out: RichTextBuilder,
    gap: Gap,
    link: Option<OpenLink>,
    /// Name and nesting of the element whose content is left out.
    hidden: Option<(String, usize)>,
    pre: usize,
    quote: usize,
    /// How deep the words before stand in quotations.
    quoted: usize,
    /// For each open list, the number of its last item; `None` for one without numbers.
    lists: Vec<Option<u32>>,
    media: Vec<InlineMedia>,
    /// A film or sound without an address of its own, waiting for its `source`.
    open_medium: Option<InlineMedia>,
    cut: bool,
}

impl Reading {
    fn new(base: Option<WebUrl>, network: Network) -> Self {
        Self {
            base,
            network,
            out: RichTextBuilder::default(),
            gap: Gap::None,
            link: None,
            hidden: None,
            pre: 0,
            quote: 0,
            quoted: 0,
            lists: Vec::new(),
            media: Vec::new(),
            open_medium: None,
            cut: false,
        }
    }

    fn words(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        // Before names are made of the words: they would be others when they are read back from what we write.
        let unwanted = |c: char| is_dropped(c) && !c.is_ascii_whitespace();
        let text = &if text.contains(unwanted) { text.replace(unwanted, "").into() } else { Cow::from(text) };
        if self.pre > 0 {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.push_raw("\n");
                }
                if !line.is_empty() {
                    self.push_words(line);
                }
            }
            return;
        }
        let space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        for (n, word) in text.split(space).enumerate() {
            if n > 0 {
                self.wish(Gap::Space);
            }
            if !word.is_empty() {
                self.push_words(word);
            }
        }
    }

    fn push_raw(&mut self, text: &str) {
        match &mut self.link {
            Some(link) => link.words.push_str(text),
            None => self.out.push_str(text),
        }
    }

    /// Writes words, and before them what the gap asks for. Within a link a gap stays inside its words.
    fn push_words(&mut self, words: &str) {
        self.fill_gap();
        self.push_raw(words);
    }

    fn fill_gap(&mut self) {
        if let Some(link) = &mut self.link
            && !link.words.is_empty()
        {
            if self.gap != Gap::None {
                link.words.push(' ');
            }
            self.gap = Gap::None;
            return;
        }
        let started = !self.out.as_str().is_empty();
        let fresh_line = !started || self.gap >= Gap::Line;
        if started {
            match self.gap {
                Gap::None => {}
                Gap::Space => self.out.push_str(" "),
                Gap::Line => self.out.push_str("\n"),
                Gap::Paragraph if self.quote.min(self.quoted) > 0 => {
                    let marks = format!("\n{}\n", "> ".repeat(self.quote.min(self.quoted).min(4)).trim_end());
                    self.out.push_str(&marks);
                }
                Gap::Paragraph => self.out.push_str("\n\n"),
            }
        }
        if fresh_line && self.quote > 0 {
            self.out.push_str(&"> ".repeat(self.quote.min(4)));
        }
        self.gap = Gap::None;
        self.quoted = self.quote;
    }

    fn wish(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name && !is_void(name) && !tag.self_closing {
                *depth += 1;
            }
            return;
        }
        if is_left_out(name) || (!is_void(name) && is_hidden(tag)) {
            if !tag.self_closing {
                self.hidden = Some((name.to_owned(), 1));
            }
            return;
        }
        match name {
            "br" => {
                // Two breaks in a row are a paragraph, as people use them.
                let next = if self.gap >= Gap::Line { Gap::Paragraph } else { Gap::Line };
                self.wish(next);
            }
            "p" | "div" | "section" | "article" | "header" | "footer" | "figure" | "table" | "h1" | "h2"
            | "h3" | "h4" | "h5" | "h6" | "dl" | "hr" | "details" | "main" | "aside" => {
                self.close_link();
                self.wish(if name == "div" { Gap::Line } else { Gap::Paragraph });
            }
            "tr" | "dt" | "dd" | "figcaption" | "summary" | "caption" => self.wish(Gap::Line),
            "td" | "th" => self.wish(Gap::Space),
            "ul" | "ol" => {
                self.wish(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
                if self.lists.len() < 16 {
                    self.lists.push((name == "ol").then_some(0));
                }
            }
            "li" => self.start_item(),
            "blockquote" => {
                self.close_link();
                self.wish(Gap::Paragraph);
                self.quote += 1;
            }
            "pre" => {
                self.wish(Gap::Paragraph);
                self.pre += 1;
            }
            "a" => self.start_link(tag),
            "img" => self.start_medium(tag, MediaKind::Image),
            "video" => self.start_medium(tag, if is_loop(tag) { MediaKind::Gifv } else { MediaKind::Video }),
            "audio" => self.start_medium(tag, MediaKind::Audio),
            "source" => {
                if let (Some(mut medium), Some(url)) = (self.open_medium.take(), self.reference(tag, "src")) {
                    medium.url = url;
                    self.keep_medium(medium);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            "p" | "section" | "article" | "header" | "footer" | "figure" | "table" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "dl" | "details" | "main" | "aside" => {
                self.close_link();
                self.wish(Gap::Paragraph);
            }
            "div" | "tr" | "dt" | "dd" | "li" | "figcaption" | "summary" | "caption" => self.wish(Gap::Line),
            "ul" | "ol" => {
                self.lists.pop();
                self.wish(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
            }
            "blockquote" => {
                self.close_link();
                self.quote = self.quote.saturating_sub(1);
                self.wish(Gap::Paragraph);
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.wish(Gap::Paragraph);
            }
            "a" => self.close_link(),
            "video" | "audio" => self.open_medium = None,
            _ => {}
        }
    }

    fn start_item(&mut self) {
        self.close_link();
        self.wish(Gap::Line);
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{indent}{number}. ")
            }
            _ => format!("{indent}- "),
        };
        self.push_words(&mark);
    }

    fn start_link(&mut self, tag: &Tag) {
        // Anchors cannot nest; the tokenizer does not know that, so the open one ends here.
        self.close_link();
        let Some(url) = self.reference(tag, "href") else { return };
        let classes = attribute(tag, "class").unwrap_or_default();
        let mut classes = classes.split_ascii_whitespace();
        let kind = if classes.clone().any(|class| class == "hashtag") {
            // Its name is its words, known when it ends.
            SpanKind::Hashtag { name: String::new() }
        } else if classes.any(|class| class == "mention") {
            SpanKind::Mention { network: self.network, handle: String::new(), url: Some(url) }
        } else {
            SpanKind::Link { url }
        };
        self.link = Some(OpenLink { kind, words: String::new() });
    }

    fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let words = link.words.trim();
        if words.is_empty() {
            return;
        }
        // What follows the last word may have asked for a gap; it belongs after the link.
        let kind = match link.kind {
            SpanKind::Hashtag { .. } => match words.strip_prefix(['#', '＃']) {
                Some(name) if !name.is_empty() && !name.contains(char::is_whitespace) => {
                    Some(SpanKind::Hashtag { name: name.to_owned() })
                }
                _ => None,
            },
            SpanKind::Mention { network, url, .. } => {
                let name = words.trim_start_matches(['@', '＠']);
                let handle = match &url {
                    Some(url) if !name.contains('@') => format!("{name}@{}", url.authority()),
                    _ => name.to_owned(),
                };
                (!name.is_empty()).then_some(SpanKind::Mention { network, handle, url })
            }
            other => Some(other),
        };
        match kind {
            Some(kind) => self.out.push_span(words, kind),
            None => self.out.push_str(words),
        }
    }

    fn start_medium(&mut self, tag: &Tag, kind: MediaKind) {
        let label = attribute(tag, "alt").or_else(|| attribute(tag, "aria-label")).unwrap_or_default();
        let number = |name| attribute(tag, name).and_then(|v| v.trim_end_matches("px").parse::<u32>().ok());
        let medium = |url| InlineMedia {
            kind,
            url,
            alt: label.trim().to_owned(),
            size: number("width").zip(number("height")).filter(|(w, h)| *w > 0 && *h > 0),
            poster: self.reference(tag, "poster"),
        };
        // One pixel is a counter, not a picture.
        let counted = |m: &InlineMedia| m.size.is_some_and(|(w, h)| w <= 1 || h <= 1);
        match self.reference(tag, "src").map(medium) {
            Some(found) if !counted(&found) => self.keep_medium(found),
            Some(_) => {}
            None if kind != MediaKind::Image => {
                // Its address comes with a `source`; until then it stands at its page's.
                self.open_medium = self.base.clone().or_else(|| self.reference(tag, "poster")).map(medium);
            }
            None => {}
        }
    }

    fn keep_medium(&mut self, medium: InlineMedia) {
        if self.media.len() < MAX_INLINE_MEDIA {
            self.media.push(medium);
        } else {
            self.cut = true;
        }
    }

    fn reference(&self, tag: &Tag, name: &str) -> Option<WebUrl> {
        let value = attribute(tag, name)?;
        if value.trim().is_empty() || value.trim().starts_with('#') {
            return None;
        }
        WebUrl::join(self.base.as_ref(), value).ok()
    }

    fn finish(mut self) -> HtmlContent {
        self.close_link();
        HtmlContent { text: self.out.build().trimmed(), media: self.media, cut: self.cut }
    }
}

pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "source"
            | "input"
            | "meta"
            | "link"
            | "wbr"
            | "col"
            | "area"
            | "embed"
            | "base"
            | "track"
            | "param"
    )
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "head"
            | "title"
            | "noscript"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "textarea"
            | "select"
            | "button"
            | "xmp"
            | "noembed"
            | "noframes"
    )
}

fn is_hidden(tag: &Tag) -> bool {
    attribute(tag, "hidden").is_some()
        || attribute(tag, "class").is_some_and(|c| c.split_ascii_whitespace().any(|c| c == "quote-inline"))
        || attribute(tag, "style")
            .is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

fn is_loop(tag: &Tag) -> bool {
    attribute(tag, "loop").is_some() && attribute(tag, "muted").is_some()
}

//! The words of a post: links that lead to X instead of the instance, mentions, hashtags.

use mimus_core::rich_text::{Detect, HtmlContent, RichTextBuilder, detect, parse_html};
use mimus_core::{Network, RichText, SpanKind, WebUrl};

use super::super::MENTIONS;
use super::address::{is_handle, is_x, original, profile_url, status, status_url};

/// How the words of an entry are to be read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Where the entry stands.
    pub(super) base: Option<WebUrl>,
    /// Hosts that show X under their own address.
    pub(super) instances: Vec<String>,
    /// Whether mentions come as plain text.
    pub(super) plain_mentions: bool,
}

impl Reader {
    /// Text and media of a piece of HTML.
    pub(super) fn read(&self, html: &str) -> HtmlContent {
        let mut content = parse_html(html, self.base.as_ref(), MENTIONS);
        let text = detect(&content.text, Detect { links: true, hashtags: true });
        let text = text.map_spans(|words, kind| match kind {
            SpanKind::Link { url } => self.link(words, url),
            other => (words.to_owned(), Some(other.clone())),
        });
        content.text = if self.plain_mentions { mentions(&text) } else { text };
        content
    }

    fn link(&self, words: &str, url: &WebUrl) -> (String, Option<SpanKind>) {
        let path = url.as_url().path().trim_matches('/');
        let of_x = is_x(url.host()) || self.is_instance(url);
        if let Some(handle) = words.strip_prefix(['@', '＠'])
            && of_x
            && path.eq_ignore_ascii_case(handle)
            && is_handle(handle)
        {
            return (words.to_owned(), Some(mention(handle)));
        }
        if let Some(tag) = words.strip_prefix(['#', '＃'])
            && (path == "search" || path.starts_with("hashtag/"))
        {
            return (words.to_owned(), Some(SpanKind::Hashtag { name: tag.to_owned() }));
        }
        if let Some(symbol) = words.strip_prefix('$')
            && path == "search"
        {
            return (words.to_owned(), Some(SpanKind::Cashtag { symbol: symbol.to_owned() }));
        }
        let target = if self.is_instance(url) { on_x(url) } else { url.clone() };
        // A shortened address is shown whole; how much of it is seen is the reader's page's to say.
        let shortened = words.ends_with('…') && !words.contains(char::is_whitespace);
        let bare = url.as_str().split_once("://").is_some_and(|(scheme, rest)| {
            let words = words.trim_end_matches('…');
            let words = words.strip_prefix(scheme).and_then(|w| w.strip_prefix("://")).unwrap_or(words);
            rest.trim_start_matches("www.").starts_with(words.trim_start_matches("www."))
        });
        let shown = if shortened || bare { target.as_str().to_owned() } else { words.to_owned() };
        (shown, Some(SpanKind::Link { url: target }))
    }

    fn is_instance(&self, url: &WebUrl) -> bool {
        self.instances.iter().any(|host| host == url.host())
    }
}

fn mention(handle: &str) -> SpanKind {
    SpanKind::Mention { network: Network::X, handle: handle.to_owned(), url: profile_url(handle) }
}

/// What an address of an instance is called on X, whose paths it uses.
fn on_x(url: &WebUrl) -> WebUrl {
    if let Some((handle, id)) = status(url.as_str()) {
        return status_url(&handle, &id).unwrap_or_else(|| url.clone());
    }
    let path = url.as_url().path();
    if path.starts_with("/pic/") {
        return original(url);
    }
    let searched =
        url.as_url().query_pairs().find(|(key, _)| key == "q").map(|(_, value)| value.into_owned());
    let tag = searched.as_deref().and_then(|q| q.strip_prefix('#'));
    let whole = match tag {
        Some(tag) if path == "/search" && tag.chars().all(|c| c.is_alphanumeric() || c == '_') => {
            format!("https://x.com/hashtag/{tag}")
        }
        _ => {
            let query = url.as_url().query().map(|query| format!("?{query}")).unwrap_or_default();
            format!("https://x.com{path}{query}")
        }
    };
    WebUrl::parse(&whole).unwrap_or_else(|_| url.clone())
}

/// Makes mentions of the names in parts that no span covers.
fn mentions(text: &RichText) -> RichText {
    let whole = text.as_str();
    let mut out = RichTextBuilder::default();
    let mut start = 0;
    for (piece, kind) in text.pieces() {
        let end = start + piece.len();
        match kind {
            Some(kind) => out.push_span(piece, kind.clone()),
            None => push_mentions(&mut out, whole, start, end),
        }
        start = end;
    }
    out.build()
}

fn push_mentions(out: &mut RichTextBuilder, whole: &str, start: usize, end: usize) {
    let mut from = start;
    for (at, sign) in whole[start..end].match_indices(['@', '＠']) {
        let at = start + at;
        if at < from || !may_stand_before(whole[..at].chars().next_back()) {
            continue;
        }
        let rest = &whole[at + sign.len()..end];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (handle, after) = (&rest[..length], &whole[at + sign.len() + length..]);
        if is_handle(handle) && may_stand_after(after) {
            out.push_str(&whole[from..at]);
            from = at + sign.len() + length;
            out.push_span(&whole[at..from], mention(handle));
        }
    }
    out.push_str(&whole[from..end]);
}

/// X takes no mention within a word or after these signs (twitter-text, `validMentionPrecedingChars`), and `/` and `-`
/// stand within addresses.
fn may_stand_before(c: Option<char>) -> bool {
    c.is_none_or(|c| !(c.is_ascii_alphanumeric() || is_accented(c) || "_!#$%&*@＠/-+~".contains(c)))
}

/// What follows must not make another kind of name of it: `@name@server`, `@name.server`, `@name://`.
fn may_stand_after(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => true,
        Some('@' | '＠') => false,
        Some('.') => !chars.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(':') => !rest.starts_with("://"),
        Some(c) => !is_accented(c),
    }
}

/// Latin letters with accents, which X counts to a word beside its name's own letters.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
        && !matches!(c, '×' | '÷')
}

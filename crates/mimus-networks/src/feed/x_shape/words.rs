//! The words of a post: links that lead to X instead of the instance, mentions, hashtags.

use mimus_core::rich_text::{Detect, HtmlContent, detect, parse_html};
use mimus_core::{SpanKind, WebUrl};

use super::super::MENTIONS;
use super::address::{is_handle, is_x, original, status, status_url};
use crate::x::names::{mention, mentions};

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

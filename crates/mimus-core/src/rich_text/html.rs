//! HTML for ActivityPub and for our own pages.

use super::{RichText, SpanKind};
use crate::WebUrl;

/// Where the parts of a text lead in HTML.
pub struct HtmlOptions<'a> {
    /// The page of a hashtag, by its name without `#`. Where there is none the tag is plain text.
    pub hashtag: &'a dyn Fn(&str) -> Option<String>,
    /// Whether addresses are shortened by the classes that Mastodon hides and cuts with.
    pub shorten_links: bool,
}

/// Escapes text for HTML, in element content and in double-quoted attributes alike.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_dropped(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A browser would end the document or show a box; XML would be broken.
pub(super) fn is_dropped(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

impl RichText {
    /// The text as HTML: paragraphs at empty lines, `<br>` at line ends, links, and the classes that Mastodon
    /// gives mentions (`h-card`, `u-url mention`) and hashtags (`mention hashtag`). Everything else is
    /// escaped, so the result holds no markup but this. Empty text is an empty string.
    #[must_use]
    pub fn to_html(&self, options: &HtmlOptions<'_>) -> String {
        let mut out = String::with_capacity(self.as_str().len() * 2 + 8);
        // Before anything is decided by the words: a line or link of nothing else is none.
        let rich = self.without(is_dropped).trimmed();
        if rich.is_empty() {
            return out;
        }
        out.push_str("<p>");
        // Breaks that end a piece are held until it is known how many there are in a row.
        let mut breaks = 0_usize;
        for (words, kind) in rich.pieces() {
            match kind {
                None => {
                    for (n, line) in words.split('\n').enumerate() {
                        breaks += usize::from(n > 0);
                        if !line.trim().is_empty() || (breaks == 0 && !line.is_empty()) {
                            flush_breaks(&mut out, &mut breaks);
                            out.push_str(&escape(line));
                        }
                    }
                }
                Some(kind) => {
                    flush_breaks(&mut out, &mut breaks);
                    span_html(&mut out, words, kind, options);
                }
            }
        }
        out.push_str("</p>");
        out
    }
}

fn flush_breaks(out: &mut String, breaks: &mut usize) {
    match *breaks {
        0 => {}
        1 => out.push_str("<br>"),
        _ => out.push_str("</p><p>"),
    }
    *breaks = 0;
}

fn span_html(out: &mut String, words: &str, kind: &SpanKind, options: &HtmlOptions<'_>) {
    match kind {
        SpanKind::Link { url } => link_html(out, words, url, options.shorten_links),
        SpanKind::Mention { handle, url, .. } => match url {
            // Mastodon shows a mention's words as they are; the person's own server decides about the tag.
            Some(url) => {
                let bare = words.strip_prefix(['@', '＠']).unwrap_or(words);
                out.push_str(&format!(
                    "<span class=\"h-card\" translate=\"no\"><a href=\"{}\" class=\"u-url mention\" title=\"@{}\">@<span>{}</span></a></span>",
                    escape(url.as_str()),
                    escape(handle),
                    escape(bare)
                ));
            }
            None => out.push_str(&escape(words)),
        },
        SpanKind::Hashtag { name } => match (options.hashtag)(name) {
            Some(page) => out.push_str(&format!(
                "<a href=\"{}\" class=\"mention hashtag\" rel=\"tag\">#<span>{}</span></a>",
                escape(&page),
                escape(name)
            )),
            None => out.push_str(&escape(words)),
        },
        SpanKind::Cashtag { .. } | SpanKind::Emoji { .. } => out.push_str(&escape(words)),
    }
}

fn link_html(out: &mut String, words: &str, url: &WebUrl, shorten: bool) {
    out.push_str("<a href=\"");
    out.push_str(&escape(url.as_str()));
    out.push_str("\" rel=\"nofollow noopener\" target=\"_blank\">");
    let scheme = words.find("://").map_or(0, |at| at + 3);
    if shorten && scheme > 0 && !words.contains(char::is_whitespace) {
        let (scheme, rest) = words.split_at(scheme);
        let (scheme_end, rest) = match rest.strip_prefix("www.") {
            Some(rest) => ("www.", rest),
            None => ("", rest),
        };
        let cut = rest.char_indices().nth(30).map_or(rest.len(), |(at, _)| at);
        let (shown, hidden) = rest.split_at(cut);
        out.push_str(&format!(
            "<span class=\"invisible\">{}{scheme_end}</span><span class=\"{}\">{}</span>",
            escape(scheme),
            if hidden.is_empty() { "" } else { "ellipsis" },
            escape(shown)
        ));
        out.push_str(&format!("<span class=\"invisible\">{}</span>", escape(hidden)));
    } else {
        out.push_str(&escape(words).replace('\n', " "));
    }
    out.push_str("</a>");
}

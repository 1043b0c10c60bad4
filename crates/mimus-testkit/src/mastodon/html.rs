//! Words as the HTML that Mastodon's `text_formatter.rb` makes of them.

use super::entity::{Entity, Kind, entities};
use super::world::State;

/// How much of a link is shown.
const SHOWN: usize = 30;

const ATTRIBUTES: &str = "target=\"_blank\" rel=\"nofollow noopener noreferrer\" translate=\"no\"";

pub(super) fn escape(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

/// The words in paragraphs; nothing of nothing.
pub(super) fn content(state: &State, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut html = String::new();
    let mut at = 0;
    for entity in entities(words) {
        html.push_str(&escape(words.get(at..entity.range.start).unwrap_or_default()));
        html.push_str(&linked(state, words, &entity));
        at = entity.range.end;
    }
    html.push_str(&escape(words.get(at..).unwrap_or_default()));
    paragraphs(&html)
}

/// As Rails' `simple_format`, without the ends of lines.
fn paragraphs(html: &str) -> String {
    let html = html.replace("\r\n", "\n").replace('\r', "\n");
    let mut parts = Vec::new();
    let mut rest = html.as_str();
    while let Some(end) = rest.find("\n\n") {
        parts.push(rest.get(..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default().trim_start_matches('\n');
    }
    parts.push(rest);
    parts.iter().map(|part| format!("<p>{}</p>", part.replace('\n', "<br />"))).collect()
}

fn linked(state: &State, words: &str, entity: &Entity) -> String {
    let whole = words.get(entity.range.clone()).unwrap_or_default();
    match &entity.kind {
        Kind::Url => link(whole),
        Kind::Mention(name, domain) => {
            let acct = domain.as_ref().map_or_else(|| name.clone(), |domain| format!("{name}@{domain}"));
            state.user_named(&acct).map_or_else(
                || escape(whole),
                |user| {
                    let url = escape(&state.profile_url(user));
                    let name = escape(user.username());
                    format!(
                        "<span class=\"h-card\" translate=\"no\"><a href=\"{url}\" class=\"u-url mention\">@<span>{name}\
                         </span></a></span>"
                    )
                },
            )
        }
        Kind::Hashtag(name) => {
            let url = escape(&state.tag_url(name));
            let name = escape(name);
            format!("<a href=\"{url}\" class=\"mention hashtag\" rel=\"tag\">#<span>{name}</span></a>")
        }
    }
}

fn link(url: &str) -> String {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let is_www = url.get(after_scheme..).is_some_and(|rest| rest.starts_with("www."));
    let (prefix, rest) = url.split_at(after_scheme + if is_www { 4 } else { 0 });
    let cut = rest.char_indices().nth(SHOWN).map_or(rest.len(), |(at, _)| at);
    let (shown, suffix) = rest.split_at(cut);
    let class = if suffix.is_empty() { "" } else { "ellipsis" };
    format!(
        "<a href=\"{}\" {ATTRIBUTES}><span class=\"invisible\">{}</span><span class=\"{class}\">{}</span><span \
         class=\"invisible\">{}</span></a>",
        escape(url),
        escape(prefix),
        escape(shown),
        escape(suffix)
    )
}

//! `/desk/feed/{secret}`: what somebody hears of the Desk, as a feed of their own; and its words, which digests have as well.

use std::fmt::Write;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, REFERRER_POLICY};
use mimus_core::rich_text::escape;
use mimus_engine::desk::Token;
use mimus_engine::desk::news::{News, NewsKind};

use super::session::{engine, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// One of the news as a line of words.
pub(crate) fn words(say: Tongue, news: &News) -> String {
    let title = if news.title.is_empty() { say.t("untitled") } else { news.title.clone() };
    let by = news.by.clone().unwrap_or_default();
    let by_somebody = |id: &str| say.with2(id, ("by", &by), ("title", &title));
    let line = match news.kind {
        NewsKind::Review => say.with("news-review", "title", title),
        NewsKind::Held => say.with("news-held", "title", title),
        NewsKind::Removal => say.with("news-removal", "title", title),
        NewsKind::Comment => by_somebody("news-comment"),
        NewsKind::Approved => by_somebody("news-approved"),
        NewsKind::Refused => by_somebody("news-refused"),
        NewsKind::Published => say.with("news-published", "title", title),
        NewsKind::Missed => say.with("news-missed", "title", title),
        NewsKind::Failed => say.with("news-failed", "title", title),
    };
    match &news.account {
        Some(account) => format!("{line} ({account})"),
        None => line,
    }
}

/// `GET /desk/feed/{secret}`: Atom (RFC 4287), for whoever has the address.
pub(crate) async fn feed(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Failure> {
    let token = Token::read(&secret).ok_or(Failure::NotFound)?;
    let engine = engine(&site)?;
    let (person, news) = engine.feed(&token).await.map_err(refused)?.ok_or(Failure::NotFound)?;
    let say = Tongue::of(person.language.as_deref(), &headers);
    let desk = site.absolute("/desk");
    let updated = news.first().map_or(person.created_at, |news| news.at);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{code}\">\n\
         <id>{desk}#feed-{number}</id><title>{title}</title><updated>{updated}</updated><link href=\"{desk}\"/>\
         <author><name>{by}</name></author>\n",
        code = say.code(),
        desk = escape(&desk),
        number = person.id,
        title = escape(&say.with("news-of-desk", "name", &site.info.name)),
        by = escape(&site.info.operator),
    );
    for one in &news {
        let _ = writeln!(
            out,
            "<entry><id>{desk}#{key}</id><title>{title}</title><updated>{at}</updated><link href=\"{link}\"/><summary>{said}</summary></entry>",
            desk = escape(&desk),
            key = escape(&one.key),
            title = escape(&words(say, one)),
            at = one.at,
            link = escape(&site.absolute(&one.path)),
            said = escape(one.words.as_deref().unwrap_or_default()),
        );
    }
    out.push_str("</feed>\n");
    let headers = [
        (CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (CACHE_CONTROL, "private, no-store"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, out).into_response())
}

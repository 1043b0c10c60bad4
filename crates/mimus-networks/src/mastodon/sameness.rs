//! Whether a status is what was sent, after it was not known whether it arrived.

use mimus_core::rich_text::parse_html;
use mimus_core::{Network, RemoteId, SpanKind};

use super::model::Status;
use crate::publish::Outgoing;

/// Whether a status has the words that were sent, and answers what was to be answered.
pub(super) fn is_same(status: &Status, outgoing: &Outgoing<'_>) -> bool {
    let text = parse_html(status.content.as_deref().unwrap_or_default(), None, Network::Mastodon).text;
    // Links are shown shortened: they are compared by where they lead.
    let shown: String = text
        .pieces()
        .map(|(words, kind)| match kind {
            Some(SpanKind::Link { url }) => url.as_str(),
            _ => words,
        })
        .collect();
    status.reblog.is_none()
        && same_text(&shown, outgoing.part.words.as_str())
        && status.in_reply_to_id.as_deref() == outgoing.reply_to.map(RemoteId::as_str)
}

/// Whether two texts are the same but for white space, for the slash at the end of an address, and for the servers of those
/// they mention, which HTML leaves out.
fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (without_servers(one), without_servers(other));
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().map(|word| word.trim_end_matches('/').to_owned()).collect()
    };
    words(&one) == words(&other)
}

fn without_servers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, from) = rest.split_at(at + 1);
        out.push_str(before);
        let name = from.find(|c: char| !(c.is_alphanumeric() || "_.-".contains(c))).unwrap_or(from.len());
        out.push_str(&from[..name]);
        rest = &from[name..];
        if let Some(server) = rest.strip_prefix('@').filter(|_| name > 0) {
            let end =
                server.find(|c: char| !(c.is_alphanumeric() || ".-:".contains(c))).unwrap_or(server.len());
            let end = server[..end].trim_end_matches(['.', '-', ':']).len();
            if end > 0 {
                rest = &server[end..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::same_text;

    #[test]
    fn texts_are_the_same_as_the_server_shows_them() {
        for (sent, shown) in [
            ("Hello  world\n\nagain", "Hello world\nagain"),
            ("(@wren@other.example) and @owl@127.0.0.1:80.", "(@wren) and @owl."),
            ("a@b.example", "a@b.example"),
            ("see https://example.org now", "see https://example.org/ now"),
            ("@ @@ @a@", "@ @@ @a@"),
        ] {
            assert!(same_text(sent, shown), "{sent:?} {shown:?}");
        }
        for (sent, shown) in [("Hello", "Hello!"), ("@wren@a.example", "@owl"), ("", "x")] {
            assert!(!same_text(sent, shown), "{sent:?} {shown:?}");
        }
    }
}

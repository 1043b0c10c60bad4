//! What the prefixes of a feed's elements stand for.

/// Most names that may be bound at a time; further ones are not.
const MAX_BOUND: usize = 64;

/// A vocabulary of which elements are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ns {
    /// No vocabulary is named: the document's own.
    None,
    /// RSS 0.90 and 1.0, and what some call RSS 2.0.
    Rss,
    /// Atom 1.0 and 0.3.
    Atom,
    Content,
    Dc,
    Media,
    Itunes,
    Other,
}

impl Ns {
    fn of(uri: &str) -> Self {
        match uri.trim().trim_end_matches(['/', '#']) {
            "" => Self::None,
            "http://purl.org/rss/1.0"
            | "http://my.netscape.com/rdf/simple/0.9"
            | "http://channel.netscape.com/rdf/simple/0.9"
            | "http://backend.userland.com/rss2"
            | "http://backend.userland.com/RSS2"
            | "http://blogs.law.harvard.edu/tech/rss" => Self::Rss,
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns" => Self::Atom,
            "http://purl.org/rss/1.0/modules/content" => Self::Content,
            "http://purl.org/dc/elements/1.1" | "http://purl.org/dc/elements/1.0" => Self::Dc,
            "http://search.yahoo.com/mrss"
            | "https://search.yahoo.com/mrss"
            | "http://www.rssboard.org/media-rss"
            | "http://video.search.yahoo.com/mrss" => Self::Media,
            "http://www.itunes.com/dtds/podcast-1.0.dtd" | "http://www.itunes.com/DTDs/Podcast-1.0.dtd" => {
                Self::Itunes
            }
            _ => Self::Other,
        }
    }

    /// What a prefix stands for that the document does not bind, though it should.
    fn usual(prefix: &str) -> Self {
        match prefix {
            "" => Self::None,
            "atom" => Self::Atom,
            "content" => Self::Content,
            "dc" => Self::Dc,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            _ => Self::Other,
        }
    }
}

/// The prefixes that are bound where one stands in a document.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    bound: Vec<(&'a str, Ns)>,
}

impl<'a> Scope<'a> {
    /// Binds what an element's attributes bind, and tells how many there were.
    pub(super) fn bind(&mut self, attributes: &[(&'a str, &'a str)], is_root: bool) -> usize {
        let before = self.bound.len();
        for (name, uri) in attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => continue,
                },
                None => continue,
            };
            if self.bound.len() == MAX_BOUND {
                break;
            }
            let ns = match Ns::of(uri) {
                // What a whole document calls itself by is its own, whatever the name.
                Ns::Other if is_root && prefix.is_empty() => Ns::None,
                ns => ns,
            };
            self.bound.push((prefix, ns));
        }
        self.bound.len() - before
    }

    /// Forgets the last so many.
    pub(super) fn release(&mut self, count: usize) {
        self.bound.truncate(self.bound.len().saturating_sub(count));
    }

    /// Vocabulary and name of an element.
    pub(super) fn resolve(&self, name: &'a str) -> (Ns, &'a str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let bound = self.bound.iter().rev().find(|(known, _)| *known == prefix);
        (bound.map_or_else(|| Ns::usual(prefix), |(_, ns)| *ns), local)
    }
}

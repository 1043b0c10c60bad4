//! A feed's markup, read in one pass within bounds and written anew in one plain form for the parser behind it:
//! RSS 2.0 or Atom, no deeper than five elements, holding only what is used.
//!
//! The parser takes no bounds, recurses on nested media, panics on some durations and names, and refuses a whole feed
//! for one wrong mark. Written anew, RSS 0.90 to 2.0 and RDF are one, Atom 0.3 is Atom, every file of an entry is a
//! `media:group` of its own with its own description, and every address is whole.

mod elements;
mod texts;

use std::fmt::Write as _;

use mimus_core::WebUrl;

use super::draft::{Draft, escape};
use super::namespace::Scope;
use super::tokens::{References, Token, Tokens};

/// Deepest nesting that is followed; what stands deeper counts as words of what holds it.
const MAX_DEPTH: usize = 64;

/// Most elements of a document.
const MAX_ELEMENTS: usize = 1_000_000;

/// Most entries that are looked at; further ones are counted only.
pub(super) const MAX_ITEMS: usize = 5_000;

/// Most children of an entry, or of a feed beside its entries, that are looked at.
const MAX_CHILDREN: usize = 256;

/// Longest base address that is kept to, in bytes.
const MAX_BASE: usize = 2 << 10;

/// Elements of HTML that have no end.
const VOID: [&str; 7] = ["br", "hr", "img", "input", "source", "track", "wbr"];

/// A document in its plain form.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) xml: String,
    /// Entries beyond [`MAX_ITEMS`].
    pub(super) left_out: usize,
}

/// Why markup is no feed.
#[derive(Debug)]
pub(super) enum NoFeed {
    /// It is a web page.
    Page,
    /// A sentence's end.
    Because(String),
}

/// Writes a document anew. `base` is where it stands.
pub(super) fn rewritten(text: &str, base: Option<&WebUrl>) -> Result<Rewritten, NoFeed> {
    let mut writer = Writer { base: base.cloned(), ..Writer::default() };
    let mut elements = 0_usize;
    for token in Tokens::of(text) {
        match token {
            Token::Start { name, attributes, is_empty } => {
                elements += 1;
                if elements > MAX_ELEMENTS {
                    return Err(NoFeed::Because(format!("it has more than {MAX_ELEMENTS} elements")));
                }
                writer.start(name, &attributes)?;
                if is_empty {
                    writer.end(name);
                }
            }
            Token::End(name) => writer.end(name),
            Token::Text(words) => writer.words(words, true),
            Token::Literal(words) => writer.words(words, false),
        }
        if writer.is_over {
            break;
        }
    }
    match (writer.family, writer.is_over) {
        (_, true) => Ok(Rewritten { xml: writer.out, left_out: writer.left_out }),
        (Some(_), false) => Err(NoFeed::Because("it breaks off before its end".into())),
        (None, false) => Err(NoFeed::Because("it has no element".into())),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Rss,
    Atom,
}

/// What an element is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    Root,
    Channel,
    Item,
    /// The picture of a feed, whose address is a child.
    Picture,
    /// An author in Atom, whose name is a child.
    Author,
    /// `media:group`.
    Group,
    /// `media:content`.
    Content,
    Field(Field),
    /// Markup within a text.
    Inner,
    /// An element that stands for itself, or that is not used; so is all that it holds.
    Leaf,
}

/// An element that has words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Field {
    /// Written out under this name, cut after so many bytes.
    Plain(&'static str, usize),
    /// An address, made whole.
    Address(&'static str),
    /// A text that may hold markup.
    Words(&'static str, Kind),
    Creator(&'static str),
    MediaDescription,
    MediaCredit,
    /// When an entry was made, where it does not say when it was published.
    Created,
}

/// How the words of a text are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// As RSS has it: markup that is written out, or plain words.
    Rss,
    Plain,
    Html,
    /// Markup stands in it as markup.
    Xhtml,
}

/// A text that is being read.
#[derive(Debug, Default)]
struct Capture {
    text: String,
    has_markup: bool,
}

struct Frame<'a> {
    name: &'a str,
    role: Role,
    /// How many names of namespaces it binds.
    bound: usize,
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    family: Option<Family>,
    frames: Vec<Frame<'a>>,
    /// Elements that are open below the deepest that is followed.
    too_deep: usize,
    scope: Scope<'a>,
    references: References,
    base: Option<WebUrl>,
    capture: Option<Capture>,
    draft: Option<Draft>,
    children: usize,
    items: usize,
    left_out: usize,
    is_over: bool,
}

type Attributes<'t, 'a> = &'t [(&'a str, &'a str)];

impl<'a> Writer<'a> {
    fn start(&mut self, name: &'a str, attributes: Attributes<'_, 'a>) -> Result<(), NoFeed> {
        if self.frames.len() >= MAX_DEPTH {
            self.too_deep += 1;
            return Ok(());
        }
        let bound = self.scope.bind(attributes, self.frames.is_empty());
        let (ns, local) = self.scope.resolve(name);
        let parent = self.frames.last().map(|frame| frame.role.clone());
        let role = match parent {
            None => self.root(local, attributes)?,
            Some(Role::Field(_) | Role::Inner) => self.inner(local, attributes),
            Some(Role::Leaf) => Role::Leaf,
            Some(parent) => self.child(&parent, ns, local, attributes),
        };
        if let Role::Field(_) = role {
            self.capture = Some(Capture::default());
        }
        self.frames.push(Frame { name, role, bound });
        Ok(())
    }

    fn root(&mut self, local: &str, attributes: Attributes<'_, '_>) -> Result<Role, NoFeed> {
        self.rebase(attributes);
        match local {
            "rss" | "RDF" | "channel" => {
                self.family = Some(Family::Rss);
                self.out.push_str(concat!(
                    "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"",
                    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\"",
                    " xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel>"
                ));
                Ok(if local == "channel" { Role::Channel } else { Role::Root })
            }
            "feed" | "entry" => {
                self.family = Some(Family::Atom);
                self.out.push_str(
                    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\"",
                );
                if let Some(language) = self.language(attributes) {
                    let _ = write!(self.out, " xml:lang=\"{}\"", escape(&language));
                }
                self.out.push('>');
                if local == "entry" {
                    return Ok(self.item(attributes));
                }
                Ok(Role::Root)
            }
            _ if local.eq_ignore_ascii_case("html") => Err(NoFeed::Page),
            _ => Err(NoFeed::Because(format!("its first element is called {local:.40}"))),
        }
    }

    fn attribute(&mut self, attributes: Attributes<'_, '_>, name: &str) -> Option<String> {
        let (_, value) = attributes.iter().find(|(known, _)| *known == name)?;
        Some(self.resolved(value).trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn language(&mut self, attributes: Attributes<'_, '_>) -> Option<String> {
        self.attribute(attributes, "xml:lang").filter(|tag| tag.len() < 64)
    }

    fn resolved(&mut self, value: &str) -> String {
        let mut out = String::with_capacity(value.len());
        self.references.resolve(value, &mut out);
        out
    }

    fn address(&mut self, attributes: Attributes<'_, '_>, name: &str) -> Option<String> {
        let written = self.attribute(attributes, name)?;
        Some(self.whole(&written))
    }

    /// An address as a whole one, where that can be.
    fn whole(&self, address: &str) -> String {
        let base = self.draft.as_ref().and_then(|draft| draft.base.as_ref()).or(self.base.as_ref());
        WebUrl::join(base, address).map_or_else(|_| address.to_owned(), |url| url.as_str().to_owned())
    }

    fn based(&mut self, attributes: Attributes<'_, '_>) -> Option<WebUrl> {
        let written = self.attribute(attributes, "xml:base").filter(|base| base.len() <= MAX_BASE)?;
        WebUrl::join(self.base.as_ref(), &written).ok()
    }

    fn rebase(&mut self, attributes: Attributes<'_, '_>) {
        self.base = self.based(attributes).or(self.base.take());
    }

    /// Writes to the entry that is open, else to the feed.
    fn emit(&mut self, written: &str) {
        match &mut self.draft {
            Some(draft) => draft.out.push_str(written),
            None => self.out.push_str(written),
        }
    }

    fn end(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        // An end that belongs to an element further out ends what was left open within.
        let Some(within) = self.frames.iter().rev().position(|frame| frame.name == name) else { return };
        for _ in 0..=within {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.scope.release(frame.bound);
        match frame.role {
            Role::Inner => {
                let (_, local) = self.scope.resolve(frame.name);
                if let (Some(capture), false) = (&mut self.capture, VOID.contains(&local)) {
                    let _ = write!(capture.text, "</{local}>");
                }
            }
            Role::Field(field) => self.field(&field),
            Role::Picture => self.emit("</image>"),
            Role::Author => self.emit("</author>"),
            Role::Item => {
                if let Some(draft) = self.draft.take() {
                    draft.write(self.family == Some(Family::Atom), &mut self.out);
                }
                self.children = 0;
            }
            _ => {}
        }
        if self.frames.is_empty() {
            let end = if self.family == Some(Family::Atom) { "</feed>" } else { "</channel></rss>" };
            self.out.push_str(end);
            self.is_over = true;
        }
    }
}

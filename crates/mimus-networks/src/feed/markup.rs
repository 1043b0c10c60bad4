//! A feed's markup, read in one pass within bounds and written anew in one plain form for the parser behind it:
//! RSS 2.0 or Atom, no deeper than five elements, holding only what is used.
//!
//! The parser takes no bounds, recurses on nested media, panics on some durations and names, and refuses a whole feed
//! for one wrong mark. Written anew, RSS 0.90 to 2.0 and RDF are one, Atom 0.3 is Atom, every file of an entry is a
//! `media:group` of its own with its own description, and every address is whole.

use std::fmt::Write as _;

use mimus_core::WebUrl;

use super::draft::{Draft, Form, Group, escape};
use super::namespace::{Ns, Scope};
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

    /// Markup within a text is words of it.
    fn inner(&mut self, local: &str, attributes: Attributes<'_, '_>) -> Role {
        let attributes: Vec<(&str, String)> = attributes
            .iter()
            .filter(|(name, _)| !name.starts_with("xml"))
            .map(|(name, value)| (*name, self.resolved(value)))
            .collect();
        self.close_plain();
        if let Some(capture) = &mut self.capture {
            let _ = write!(capture.text, "<{local}");
            for (name, value) in attributes {
                let _ = write!(capture.text, " {name}=\"{}\"", escape(&value));
            }
            capture.text.push('>');
        }
        Role::Inner
    }

    /// What has been read as plain words of a text becomes markup, as markup follows.
    fn close_plain(&mut self) {
        let is_plain = self.kind() == Some(Kind::Plain);
        if let Some(capture) = &mut self.capture
            && !capture.has_markup
        {
            capture.has_markup = true;
            if is_plain {
                capture.text = escape(&capture.text).into_owned();
            }
        }
    }

    /// How the text is meant that is being read.
    fn kind(&self) -> Option<Kind> {
        self.frames.iter().rev().find_map(|frame| match &frame.role {
            Role::Field(Field::Words(_, kind)) => Some(*kind),
            _ => None,
        })
    }

    fn child(&mut self, parent: &Role, ns: Ns, local: &str, attributes: Attributes<'_, 'a>) -> Role {
        let family = self.family.unwrap_or(Family::Rss);
        let is_native = match family {
            Family::Rss => matches!(ns, Ns::Rss | Ns::None),
            Family::Atom => matches!(ns, Ns::Atom | Ns::None),
        };
        if matches!(parent, Role::Root | Role::Channel) && is_native {
            match (family, local) {
                (Family::Rss, "channel") => {
                    self.rebase(attributes);
                    return Role::Channel;
                }
                (Family::Rss, "item") | (Family::Atom, "entry") => return self.item(attributes),
                _ => {}
            }
        }
        if !matches!(parent, Role::Picture | Role::Author) {
            self.children += 1;
            if self.children > MAX_CHILDREN {
                return Role::Leaf;
            }
        }
        match (parent, family) {
            (Role::Picture, _) if is_native && local == "url" => Role::Field(Field::Address("url")),
            (Role::Author, _) if is_native && local == "name" => Role::Field(Field::Plain("name", 1 << 10)),
            (Role::Root | Role::Channel, Family::Rss) => self.of_channel(is_native, ns, local, attributes),
            (Role::Root, Family::Atom) => self.of_feed(is_native, local, attributes),
            (Role::Item, _) if ns == Ns::Media => self.of_media(parent, local, attributes),
            (Role::Item, Family::Rss) => self.of_item(is_native, ns, local, attributes),
            (Role::Item, Family::Atom) => self.of_entry(is_native, local, attributes),
            (Role::Group | Role::Content, _) if ns == Ns::Media => self.of_media(parent, local, attributes),
            _ => Role::Leaf,
        }
    }

    fn item(&mut self, attributes: Attributes<'_, '_>) -> Role {
        if self.items == MAX_ITEMS {
            self.left_out += 1;
            return Role::Leaf;
        }
        self.items += 1;
        self.children = 0;
        let about = self.attribute(attributes, "rdf:about").or_else(|| self.attribute(attributes, "about"));
        let base = self.based(attributes);
        let language = self.language(attributes);
        self.draft = Some(Draft { about, base, language, ..Draft::default() });
        Role::Item
    }

    fn of_channel(&mut self, is_native: bool, ns: Ns, local: &str, attributes: Attributes<'_, '_>) -> Role {
        Role::Field(match (local, is_native, ns) {
            ("title", true, _) => Field::Words("title", Kind::Rss),
            ("description", true, _) => Field::Words("description", Kind::Rss),
            ("link", true, _) => Field::Address("link"),
            ("language", true, _) | ("language", _, Ns::Dc) => Field::Plain("language", 64),
            ("ttl", true, _) => Field::Plain("ttl", 16),
            ("image", true, _) => {
                self.out.push_str("<image>");
                return Role::Picture;
            }
            ("image", _, Ns::Itunes) => {
                if let Some(url) = self.address(attributes, "href") {
                    let _ = write!(self.out, "<itunes:image href=\"{}\"/>", escape(&url));
                }
                return Role::Leaf;
            }
            _ => return Role::Leaf,
        })
    }

    fn of_item(&mut self, is_native: bool, ns: Ns, local: &str, attributes: Attributes<'_, '_>) -> Role {
        Role::Field(match (local, is_native, ns) {
            ("title", true, _) => Field::Words("title", Kind::Rss),
            ("description", true, _) => Field::Words("description", Kind::Rss),
            ("encoded", _, Ns::Content) => Field::Words("content:encoded", Kind::Rss),
            ("link", true, _) => Field::Address("link"),
            ("guid", true, _) => Field::Plain("guid", 8 << 10),
            ("category", true, _) => Field::Plain("category", 1 << 10),
            ("pubDate", true, _) | ("published", _, Ns::Atom) | ("date", _, Ns::Dc) => {
                Field::Plain("pubDate", 128)
            }
            ("updated", true, _) | ("updated", _, Ns::Atom) => Field::Plain("updated", 128),
            ("creator", _, Ns::Dc) => Field::Creator("dc:creator"),
            ("enclosure", true, _) => {
                let url = self.address(attributes, "url");
                let mime = self.attribute(attributes, "type");
                if let (Some(url), Some(draft)) = (url, &mut self.draft) {
                    draft.enclosures.push(Form { url: Some(url), mime, ..Form::default() });
                }
                return Role::Leaf;
            }
            ("image", _, Ns::Itunes) => {
                let url = self.address(attributes, "href");
                self.thumbnail(url);
                return Role::Leaf;
            }
            _ => return Role::Leaf,
        })
    }

    fn of_feed(&mut self, is_native: bool, local: &str, attributes: Attributes<'_, '_>) -> Role {
        Role::Field(match local {
            _ if !is_native => return Role::Leaf,
            "id" => Field::Plain("id", 8 << 10),
            "title" => return self.atom_text("title", attributes),
            "subtitle" | "tagline" => return self.atom_text("subtitle", attributes),
            "icon" => Field::Address("icon"),
            "logo" => Field::Address("logo"),
            "link" => {
                let link = self.atom_link(attributes);
                self.out.push_str(&link);
                return Role::Leaf;
            }
            _ => return Role::Leaf,
        })
    }

    fn of_entry(&mut self, is_native: bool, local: &str, attributes: Attributes<'_, '_>) -> Role {
        Role::Field(match local {
            _ if !is_native => return Role::Leaf,
            "id" => Field::Plain("id", 8 << 10),
            "title" => return self.atom_text("title", attributes),
            "summary" => return self.atom_text("summary", attributes),
            "content" => {
                let stated = self.language(attributes);
                if let Some(draft) = &mut self.draft {
                    draft.language = stated.or(draft.language.take());
                }
                return self.atom_text("content", attributes);
            }
            "published" | "issued" | "pubDate" => Field::Plain("published", 128),
            "updated" | "modified" => Field::Plain("updated", 128),
            "created" => Field::Created,
            "author" => {
                self.emit("<author>");
                return Role::Author;
            }
            "link" => {
                let link = self.atom_link(attributes);
                self.emit(&link);
                return Role::Leaf;
            }
            "category" => {
                let category = self.copied("category", attributes, &["term", "label"]);
                self.emit(&category);
                return Role::Leaf;
            }
            _ => return Role::Leaf,
        })
    }

    fn of_media(&mut self, parent: &Role, local: &str, attributes: Attributes<'_, '_>) -> Role {
        match local {
            "group" if *parent == Role::Item => {
                self.draft.iter_mut().for_each(|draft| draft.groups.push(Group::default()));
                Role::Group
            }
            "content" if *parent != Role::Content => {
                let mut number = |name| self.attribute(attributes, name).filter(|v| v.len() < 8);
                let (width, height) = (number("width"), number("height"));
                let mime = self.attribute(attributes, "type").or_else(|| {
                    let medium = self.attribute(attributes, "medium")?;
                    matches!(medium.as_str(), "image" | "video" | "audio").then(|| format!("{medium}/x-any"))
                });
                let form = Form { url: self.address(attributes, "url"), mime, width, height };
                if let Some(draft) = &mut self.draft {
                    if *parent == Role::Item {
                        draft.groups.push(Group::default());
                    }
                    if let Some(group) = draft.groups.last_mut() {
                        group.forms.push(form);
                    }
                }
                Role::Content
            }
            "player" if *parent == Role::Content => {
                let url = self.address(attributes, "url");
                let group = self.draft.as_mut().and_then(|draft| draft.groups.last_mut());
                if let Some(form) = group.and_then(|group| group.forms.last_mut()) {
                    form.url = form.url.take().or(url);
                }
                Role::Leaf
            }
            "thumbnail" => {
                let url = self.address(attributes, "url");
                if *parent == Role::Item {
                    self.thumbnail(url);
                } else if let Some(group) = self.draft.as_mut().and_then(|draft| draft.groups.last_mut()) {
                    group.thumbnail = group.thumbnail.take().or(url);
                }
                Role::Leaf
            }
            "description" => Role::Field(Field::MediaDescription),
            "credit" => Role::Field(Field::MediaCredit),
            _ => Role::Leaf,
        }
    }

    fn thumbnail(&mut self, url: Option<String>) {
        if let (Some(draft), Some(url)) = (&mut self.draft, url) {
            draft.thumbnails.push(url);
        }
    }

    /// A text of Atom, or of Atom 0.3, which says by `mode` how it is written.
    fn atom_text(&mut self, name: &'static str, attributes: Attributes<'_, '_>) -> Role {
        let stated = self.attribute(attributes, "type").unwrap_or_default().to_ascii_lowercase();
        let mode = self.attribute(attributes, "mode").unwrap_or_default();
        let kind = match (stated.as_str(), mode.as_str()) {
            (_, "base64") => return Role::Leaf,
            ("html" | "text/html", _) | ("", "escaped") => Kind::Html,
            ("xhtml" | "application/xhtml+xml", _) => Kind::Xhtml,
            ("" | "text", _) => Kind::Plain,
            (other, _) if other.ends_with("/xml") || other.ends_with("+xml") => Kind::Xhtml,
            (other, _) if other.starts_with("text/") || name != "content" => Kind::Plain,
            // A medium of another kind, such as a picture in base64, is no text.
            _ => return Role::Leaf,
        };
        Role::Field(Field::Words(name, kind))
    }

    fn atom_link(&mut self, attributes: Attributes<'_, '_>) -> String {
        let Some(href) = self.address(attributes, "href") else { return String::new() };
        let rest = self.copied("link", attributes, &["rel", "type", "title"]);
        format!("<link href=\"{}\"{}", escape(&href), rest.trim_start_matches("<link"))
    }

    /// An empty element with those of its attributes.
    fn copied(&mut self, name: &str, attributes: Attributes<'_, '_>, of: &[&str]) -> String {
        let mut out = format!("<{name}");
        for wanted in of {
            if let Some(value) = self.attribute(attributes, wanted) {
                let _ = write!(out, " {wanted}=\"{}\"", escape(&value));
            }
        }
        out.push_str("/>");
        out
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

    fn words(&mut self, words: &'a str, has_references: bool) {
        if self.capture.is_none() {
            return;
        }
        let is_written_markup = match self.kind() {
            Some(Kind::Xhtml) => true,
            Some(Kind::Plain) => self.capture.as_ref().is_some_and(|capture| capture.has_markup),
            _ => false,
        };
        let mut read = String::new();
        if has_references {
            self.references.resolve(words, &mut read);
        } else {
            read.push_str(words);
        }
        if let Some(capture) = &mut self.capture {
            capture.text.push_str(&if is_written_markup { escape(&read) } else { read.into() });
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

    fn field(&mut self, field: &Field) {
        let Some(capture) = self.capture.take() else { return };
        let text = capture.text.trim();
        if text.is_empty() {
            return;
        }
        match field {
            Field::Plain(name, limit) if text.len() <= *limit => {
                let written = format!("<{name}>{}</{name}>", escape(text));
                self.emit(&written);
            }
            Field::Plain(..) => {}
            Field::Address(name) => {
                let written = format!("<{name}>{}</{name}>", escape(&self.whole(text)));
                self.emit(&written);
                self.draft.iter_mut().for_each(|draft| draft.has_link |= *name == "link");
            }
            Field::Words(name, kind) => {
                let stated = match (kind, capture.has_markup) {
                    (Kind::Rss, _) => "",
                    (Kind::Plain, false) => " type=\"text\"",
                    _ => " type=\"html\"",
                };
                // The parser takes an entry's language from its content alone.
                let language = match (name, &self.draft) {
                    (&"content", Some(Draft { language: Some(tag), .. })) => {
                        format!(" xml:lang=\"{}\"", escape(tag))
                    }
                    _ => String::new(),
                };
                let written = format!("<{name}{stated}{language}>{}</{name}>", escape(text));
                self.emit(&written);
            }
            // What looks like an address of electronic mail trips the parser up; a handle begins with its sign.
            Field::Creator(name) => {
                let text: String = text.chars().take(200).collect();
                let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
                let written =
                    format!("<{name}>{}{}</{name}>", escape(first), escape(&rest.replace('@', " ")));
                self.emit(&written);
            }
            Field::MediaDescription | Field::MediaCredit => self.media_words(field, text),
            Field::Created => {
                self.draft
                    .iter_mut()
                    .for_each(|draft| draft.created = Some(text.chars().take(128).collect()));
            }
        }
    }

    fn media_words(&mut self, field: &Field, text: &str) {
        const LONGEST: usize = 4_000;
        let is_of_entry = matches!(self.frames.last().map(|frame| &frame.role), Some(Role::Item));
        let Some(draft) = &mut self.draft else { return };
        let (description, credit) = match draft.groups.last_mut() {
            Some(group) if !is_of_entry => (&mut group.description, &mut group.credit),
            _ => (&mut draft.description, &mut draft.credit),
        };
        let place = if *field == Field::MediaCredit { credit } else { description };
        if place.is_empty() {
            place.extend(text.chars().take(LONGEST));
        }
    }
}

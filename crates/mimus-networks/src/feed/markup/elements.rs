//! What an element of a feed or an entry is, by its name and where it stands.

use std::fmt::Write as _;

use super::super::draft::{Draft, Form, Group, escape};
use super::super::namespace::Ns;
use super::{Attributes, Family, Field, Kind, MAX_CHILDREN, MAX_ITEMS, Role, Writer};

impl Writer<'_> {
    pub(super) fn child(
        &mut self,
        parent: &Role,
        ns: Ns,
        local: &str,
        attributes: Attributes<'_, '_>,
    ) -> Role {
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

    pub(super) fn item(&mut self, attributes: Attributes<'_, '_>) -> Role {
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

    pub(super) fn of_channel(
        &mut self,
        is_native: bool,
        ns: Ns,
        local: &str,
        attributes: Attributes<'_, '_>,
    ) -> Role {
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

    pub(super) fn of_item(
        &mut self,
        is_native: bool,
        ns: Ns,
        local: &str,
        attributes: Attributes<'_, '_>,
    ) -> Role {
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

    pub(super) fn of_feed(&mut self, is_native: bool, local: &str, attributes: Attributes<'_, '_>) -> Role {
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

    pub(super) fn of_entry(&mut self, is_native: bool, local: &str, attributes: Attributes<'_, '_>) -> Role {
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

    pub(super) fn of_media(&mut self, parent: &Role, local: &str, attributes: Attributes<'_, '_>) -> Role {
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

    pub(super) fn thumbnail(&mut self, url: Option<String>) {
        if let (Some(draft), Some(url)) = (&mut self.draft, url) {
            draft.thumbnails.push(url);
        }
    }

    /// A text of Atom, or of Atom 0.3, which says by `mode` how it is written.
    pub(super) fn atom_text(&mut self, name: &'static str, attributes: Attributes<'_, '_>) -> Role {
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

    pub(super) fn atom_link(&mut self, attributes: Attributes<'_, '_>) -> String {
        let Some(href) = self.address(attributes, "href") else { return String::new() };
        let rest = self.copied("link", attributes, &["rel", "type", "title"]);
        format!("<link href=\"{}\"{}", escape(&href), rest.trim_start_matches("<link"))
    }

    /// An empty element with those of its attributes.
    pub(super) fn copied(&mut self, name: &str, attributes: Attributes<'_, '_>, of: &[&str]) -> String {
        let mut out = format!("<{name}");
        for wanted in of {
            if let Some(value) = self.attribute(attributes, wanted) {
                let _ = write!(out, " {wanted}=\"{}\"", escape(&value));
            }
        }
        out.push_str("/>");
        out
    }
}

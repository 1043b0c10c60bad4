//! Texts: read with their markup, written out as what they are of.

use std::fmt::Write as _;

use super::super::draft::{Draft, escape};
use super::{Attributes, Field, Kind, Role, Writer};

impl Writer<'_> {
    /// Markup within a text is words of it.
    pub(super) fn inner(&mut self, local: &str, attributes: Attributes<'_, '_>) -> Role {
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
    pub(super) fn close_plain(&mut self) {
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
    pub(super) fn kind(&self) -> Option<Kind> {
        self.frames.iter().rev().find_map(|frame| match &frame.role {
            Role::Field(Field::Words(_, kind)) => Some(*kind),
            _ => None,
        })
    }

    pub(super) fn words(&mut self, words: &str, has_references: bool) {
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

    pub(super) fn field(&mut self, field: &Field) {
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

    pub(super) fn media_words(&mut self, field: &Field, text: &str) {
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

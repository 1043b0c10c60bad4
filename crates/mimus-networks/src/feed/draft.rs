//! An entry on its way from the markup as it came to the plain form for the parser.

use std::borrow::Cow;
use std::fmt::Write as _;

use mimus_core::WebUrl;

/// The media type by which a picture is marked that only stands for something else.
pub(super) const THUMBNAIL: &str = "image/x-mimus-thumbnail";

/// One form of a medium.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    pub(super) url: Option<String>,
    pub(super) mime: Option<String>,
    pub(super) width: Option<String>,
    pub(super) height: Option<String>,
}

/// One medium in its forms.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) forms: Vec<Form>,
    pub(super) description: String,
    pub(super) credit: String,
    pub(super) thumbnail: Option<String>,
}

/// An entry: what is written of it already, and its media, which are written at its end.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) out: String,
    pub(super) base: Option<WebUrl>,
    /// Its content's, or its own.
    pub(super) language: Option<String>,
    /// What RDF says that it is about.
    pub(super) about: Option<String>,
    pub(super) has_link: bool,
    pub(super) created: Option<String>,
    pub(super) groups: Vec<Group>,
    pub(super) enclosures: Vec<Form>,
    pub(super) thumbnails: Vec<String>,
    /// Of media that have none of their own.
    pub(super) description: String,
    pub(super) credit: String,
}

impl Draft {
    pub(super) fn write(mut self, is_atom: bool, out: &mut String) {
        let name = if is_atom { "entry" } else { "item" };
        let _ = write!(out, "<{name}>{}", self.out);
        if let (false, false, Some(about)) = (is_atom, self.has_link, &self.about)
            && WebUrl::parse(about).is_ok()
        {
            let _ = write!(out, "<link>{}</link>", escape(about));
        }
        if let (true, Some(created)) = (is_atom && !self.out.contains("<published>"), &self.created) {
            let _ = write!(out, "<published>{}</published>", escape(created));
        }
        // What is said of the entry's media describes one, but none of several.
        if let [only] = self.groups.as_mut_slice()
            && only.description.is_empty()
        {
            only.description = std::mem::take(&mut self.description);
        }
        for group in &mut self.groups {
            if group.credit.is_empty() {
                group.credit.clone_from(&self.credit);
            }
        }
        let enclosures = self.enclosures.into_iter();
        self.groups.extend(enclosures.map(|form| Group { forms: vec![form], ..Group::default() }));
        let thumbnails = self.thumbnails.into_iter();
        self.groups.extend(thumbnails.map(|url| Group { thumbnail: Some(url), ..Group::default() }));
        self.groups.retain(Group::has_address);
        if let (false, Some(last)) = (is_atom, self.groups.len().checked_sub(1)) {
            // In RSS the parser takes the first out, puts the last in its place, and the first at the end.
            self.groups.swap(0, last);
        }
        for group in self.groups {
            group.write(out);
        }
        let _ = write!(out, "</{name}>");
    }
}

impl Group {
    fn has_address(&self) -> bool {
        self.thumbnail.is_some() || self.forms.iter().any(|form| form.url.is_some())
    }

    fn write(mut self, out: &mut String) {
        self.forms.retain(|form| form.url.is_some());
        if self.forms.is_empty() {
            let Some(url) = self.thumbnail.take() else { return };
            self.forms.push(Form { url: Some(url), mime: Some(THUMBNAIL.into()), ..Form::default() });
            self.description.clear();
        }
        out.push_str("<media:group>");
        for form in &self.forms {
            out.push_str("<media:content");
            let attributes =
                [("url", &form.url), ("type", &form.mime), ("width", &form.width), ("height", &form.height)];
            for (name, value) in attributes {
                if let Some(value) = value {
                    let _ = write!(out, " {name}=\"{}\"", escape(value));
                }
            }
            out.push_str("/>");
        }
        for (name, words) in [("description", &self.description), ("credit", &self.credit)] {
            if !words.is_empty() {
                let _ = write!(out, "<media:{name}>{}</media:{name}>", escape(words));
            }
        }
        if let Some(url) = &self.thumbnail {
            let _ = write!(out, "<media:thumbnail url=\"{}\"/>", escape(url));
        }
        out.push_str("</media:group>");
    }
}

/// Words as they are written in markup; what no document may hold is left out.
pub(super) fn escape(words: &str) -> Cow<'_, str> {
    let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"') || is_forbidden(c);
    if !words.contains(is_special) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + words.len() / 4);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ if is_forbidden(c) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether no document may hold a character.
pub(super) fn is_forbidden(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

//! A feed's markup as tokens, in one pass over its text, however damaged it is.

use std::collections::HashMap;

use super::MENTIONS;
use super::encoding::windows_1252;

/// Most attributes of an element; further ones are dropped.
const MAX_ATTRIBUTES: usize = 64;

/// Longest value of an attribute, in bytes; a longer one is dropped. Addresses are shorter.
const MAX_VALUE: usize = 8 << 10;

/// Longest name of an entity, in bytes.
const MAX_ENTITY: usize = 32;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Start {
        name: &'a str,
        attributes: Vec<(&'a str, &'a str)>,
        is_empty: bool,
    },
    End(&'a str),
    /// Words with references in them.
    Text(&'a str),
    /// Words as they are.
    Literal(&'a str),
}

/// Comments, declarations and instructions are passed over, so that no entity is ever declared; a `<` that begins
/// nothing is a word. What does not end ends with the document.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    /// What stands before `end`, which is passed over too.
    fn until(&mut self, end: &str) -> &'a str {
        let (found, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        found
    }

    fn skip_declaration(&mut self) {
        let mut depth = 0_usize;
        let end = self.rest.bytes().position(|byte| {
            match byte {
                b'[' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                b'>' if depth == 0 => return true,
                _ => {}
            }
            false
        });
        self.take(end.map_or(self.rest.len(), |at| at + 1));
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    fn take_name(&mut self) -> &'a str {
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        self.take(self.rest.find(is_end).unwrap_or(self.rest.len()))
    }

    fn start(&mut self) -> Token<'a> {
        let name = self.take_name();
        let mut attributes = Vec::new();
        let mut is_empty = false;
        loop {
            self.skip_space();
            match self.rest.as_bytes().first() {
                None => break,
                Some(b'>') => {
                    self.take(1);
                    break;
                }
                Some(b'/' | b'=') => {
                    self.take(1);
                    is_empty = self.rest.starts_with('>');
                }
                Some(_) => {
                    let attribute = (self.take_name(), self.value());
                    if attributes.len() < MAX_ATTRIBUTES && attribute.1.len() <= MAX_VALUE {
                        attributes.push(attribute);
                    }
                }
            }
        }
        Token::Start { name, attributes, is_empty }
    }

    fn value(&mut self) -> &'a str {
        self.skip_space();
        if !self.rest.starts_with('=') {
            return "";
        }
        self.take(1);
        self.skip_space();
        match self.rest.as_bytes().first() {
            Some(b'"') => {
                self.take(1);
                self.until("\"")
            }
            Some(b'\'') => {
                self.take(1);
                self.until("'")
            }
            _ => {
                let is_end = |c: char| c.is_ascii_whitespace() || c == '>';
                self.take(self.rest.find(is_end).unwrap_or(self.rest.len()))
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let Some(after) = self.rest.strip_prefix('<') else {
                if self.rest.is_empty() {
                    return None;
                }
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(end)));
            };
            match after.as_bytes().first() {
                Some(b'!') if after.starts_with("!--") => {
                    self.take(4);
                    self.until("-->");
                }
                Some(b'!') if after.starts_with("![CDATA[") => {
                    self.take(9);
                    return Some(Token::Literal(self.until("]]>")));
                }
                Some(b'!') => self.skip_declaration(),
                Some(b'?') => {
                    self.until("?>");
                }
                Some(b'/') => {
                    self.take(2);
                    return Some(Token::End(self.until(">").trim_ascii()));
                }
                Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || !byte.is_ascii() => {
                    self.take(1);
                    return Some(self.start());
                }
                _ => return Some(Token::Literal(self.take(1))),
            }
        }
    }
}

/// The characters that references stand for.
#[derive(Debug, Default)]
pub(super) struct References {
    named: HashMap<String, Option<String>>,
}

impl References {
    /// Appends words with their references resolved: those of XML, those of HTML by name, and numbers. A `&` that
    /// begins none stays what it is.
    pub(super) fn resolve(&mut self, words: &str, out: &mut String) {
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            rest = after;
            let end = after.as_bytes().iter().take(MAX_ENTITY).position(|byte| *byte == b';');
            match end.and_then(|end| Some((self.meaning(&after[..end])?, end))) {
                Some((meaning, end)) => {
                    out.push_str(&meaning);
                    rest = &after[end + 1..];
                }
                None => out.push('&'),
            }
        }
        out.push_str(rest);
    }

    fn meaning(&mut self, name: &str) -> Option<String> {
        match name {
            "amp" => return Some("&".into()),
            "lt" => return Some("<".into()),
            "gt" => return Some(">".into()),
            "quot" => return Some("\"".into()),
            "apos" => return Some("'".into()),
            "nbsp" => return Some("\u{A0}".into()),
            _ => {}
        }
        if let Some(number) = name.strip_prefix('#') {
            return Some(numbered(number).map(String::from).unwrap_or_default());
        }
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        if let Some(known) = self.named.get(name) {
            return known.clone();
        }
        let written = format!("x&{name};x");
        let read = mimus_core::rich_text::parse_html(&written, None, MENTIONS).text;
        let meaning = read.as_str().strip_prefix('x').and_then(|text| text.strip_suffix('x'));
        let meaning = meaning.filter(|text| !text.contains('&')).map(str::to_owned);
        if self.named.len() < 2_300 {
            self.named.insert(name.to_owned(), meaning.clone());
        }
        meaning
    }
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        0x80..=0x9F => windows_1252(u8::try_from(code).ok()?),
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(words: &str) -> String {
        let mut out = String::new();
        References::default().resolve(words, &mut out);
        out
    }

    #[test]
    fn references_are_resolved_and_lone_signs_stay() {
        for (words, expected) in [
            ("AT&T &amp; co &lt;b&gt;", "AT&T & co <b>"),
            ("caf&eacute;&nbsp;x &#8220;q&#x201d; &#147;", "café\u{A0}x “q” “"),
            ("?a=1&b=2&copy=3", "?a=1&b=2&copy=3"),
            ("&a;&#0;&#xD800;&#99999999999;.", "&a;\0."),
            ("&&;& ;", "&&;& ;"),
            ("&日本;", "&日本;"),
        ] {
            assert_eq!(resolved(words), expected, "{words}");
        }
    }

    #[test]
    fn damaged_markup_ends() {
        let all = |text| Tokens::of(text).collect::<Vec<_>>();
        assert_eq!(all("1 < 2<").len(), 4);
        assert_eq!(all("<!-- x").len(), 0);
        assert_eq!(all("<!DOCTYPE r [<!ENTITY a '>'>]>x"), [Token::Text("x")]);
        assert_eq!(all("<![CDATA[<a>"), [Token::Literal("<a>")]);
        assert_eq!(
            all("<a b=c d = 'e>' f/>"),
            [Token::Start {
                name: "a",
                attributes: vec![("b", "c"), ("d", "e>"), ("f", "")],
                is_empty: true
            }]
        );
        assert_eq!(all("</a >"), [Token::End("a")]);
        assert!(matches!(all("<a b=\"").as_slice(), [Token::Start { .. }]));
    }
}

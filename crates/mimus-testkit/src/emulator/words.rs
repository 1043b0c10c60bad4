//! Words as X sends them: escaped, links shortened, with entities that say where what stands.

use serde_json::{Map, Value, json};

use super::world::World;

/// Characters of a shortened link.
const LINK_CHARS: usize = 23;
const SHORT: &str = "https://t.co/";

/// Words on their way; offsets are code points of the escaped words.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    urls: Vec<Value>,
    mentions: Vec<Value>,
    hashtags: Vec<Value>,
}

impl Written {
    pub(super) fn points(&self) -> usize {
        self.text.chars().count()
    }

    /// Adds words that are not escaped and says where they stand.
    fn push(&mut self, words: &str) -> (usize, usize) {
        let start = self.points();
        self.text.push_str(words);
        (start, self.points())
    }

    /// Adds a link at the end, with one entity for each thing that it leads to.
    pub(super) fn append_link(&mut self, short: &str, leads_to: &[Value]) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let (start, end) = self.push(short);
        for entity in leads_to {
            let mut entity = entity.clone();
            (entity["start"], entity["end"], entity["url"]) = (json!(start), json!(end), json!(short));
            self.urls.push(entity);
        }
    }

    pub(super) fn entities(&self) -> Option<Value> {
        let kinds = [("urls", &self.urls), ("mentions", &self.mentions), ("hashtags", &self.hashtags)];
        let there = kinds.into_iter().filter(|(_, all)| !all.is_empty());
        let entities: Map<String, Value> = there.map(|(name, all)| (name.to_owned(), json!(all))).collect();
        (!entities.is_empty()).then_some(Value::Object(entities))
    }

    pub(super) fn json(&self) -> Value {
        let mut note = json!({"text": self.text});
        if let Some(entities) = self.entities() {
            note["entities"] = entities;
        }
        note
    }

    fn add(&mut self, piece: &Piece<'_>, seed: u64, world: &World) {
        match *piece {
            Piece::Char('&') => self.text.push_str("&amp;"),
            Piece::Char('<') => self.text.push_str("&lt;"),
            Piece::Char('>') => self.text.push_str("&gt;"),
            Piece::Char(other) => self.text.push(other),
            Piece::Link(address) => {
                let short = short_link(seed, address);
                let (start, end) = self.push(&short);
                self.urls.push(json!({
                    "start": start, "end": end, "url": short,
                    "expanded_url": address, "display_url": display(address),
                }));
            }
            Piece::Mention(handle) => {
                let (start, end) = self.push(&format!("@{handle}"));
                if let Some(account) = world.user_by_handle(handle) {
                    let id = account.id.to_string();
                    self.mentions.push(json!({"start": start, "end": end, "username": handle, "id": id}));
                }
            }
            Piece::Tag(tag) => {
                let (start, end) = self.push(&format!("#{tag}"));
                self.hashtags.push(json!({"start": start, "end": end, "tag": tag}));
            }
        }
    }
}

/// A part of what was typed.
enum Piece<'a> {
    Char(char),
    Link(&'a str),
    Mention(&'a str),
    Tag(&'a str),
}

impl Piece<'_> {
    /// Characters as X counts them.
    fn chars(&self) -> usize {
        match self {
            Self::Char(_) => 1,
            Self::Link(_) => LINK_CHARS,
            Self::Mention(word) | Self::Tag(word) => word.chars().count() + 1,
        }
    }
}

/// Characters of what was typed as X counts them: a link is 23.
pub(super) fn chars(typed: &str) -> usize {
    pieces(typed).iter().map(Piece::chars).sum()
}

/// All words.
pub(super) fn write(typed: &str, seed: u64, world: &World) -> Written {
    let mut written = Written::default();
    for piece in pieces(typed) {
        written.add(&piece, seed, world);
    }
    written
}

/// So many characters of the words; where they are cut, the last is `…`.
pub(super) fn write_cut(typed: &str, max_chars: usize, seed: u64, world: &World) -> Written {
    let pieces = pieces(typed);
    let total: usize = pieces.iter().map(Piece::chars).sum();
    let mut left = if total > max_chars { max_chars - 1 } else { max_chars };
    let mut written = Written::default();
    for piece in &pieces {
        if piece.chars() > left {
            break;
        }
        left -= piece.chars();
        written.add(piece, seed, world);
    }
    if total > max_chars {
        written.text.push('…');
    }
    written
}

fn pieces(typed: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut before = ' ';
    let mut rest = typed;
    while let Some(first) = rest.chars().next() {
        let piece = if before.is_alphanumeric() { None } else { entity(rest) };
        let (piece, length) = piece.unwrap_or((Piece::Char(first), first.len_utf8()));
        let (taken, after) = rest.split_at(length);
        before = taken.chars().next_back().unwrap_or(' ');
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The entity that words begin with, and its length in bytes.
fn entity(words: &str) -> Option<(Piece<'_>, usize)> {
    if words.starts_with("https://") || words.starts_with("http://") {
        let ends = |c: char| c.is_whitespace() || ['<', '>', '"'].contains(&c);
        let link = words.split(ends).next()?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
        return link.contains('.').then_some((Piece::Link(link), link.len()));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word = |from: &'static str| {
        let rest = words.strip_prefix(from)?;
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        (!word.is_empty()).then_some(word)
    };
    if let Some(handle) = word("@") {
        let is_handle = handle.is_ascii() && handle.len() <= 15;
        return is_handle.then_some((Piece::Mention(handle), handle.len() + 1));
    }
    let tag = word("#").filter(|tag| !tag.chars().all(|c| c.is_ascii_digit()))?;
    Some((Piece::Tag(tag), tag.len() + 1))
}

/// The link that X puts in the place of an address; in another post it is another.
pub(super) fn short_link(seed: u64, address: &str) -> String {
    const LETTERS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    // FNV-1a: any hash that stays the same does.
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let mut hash = seed.to_le_bytes().iter().chain(address.as_bytes()).fold(0xcbf2_9ce4_8422_2325, step);
    let mut link = SHORT.to_owned();
    for _ in 0..10 {
        link.push(char::from(LETTERS[usize::try_from(hash % 62).unwrap_or(0)]));
        hash /= 62;
    }
    link
}

/// An address as X shows it.
pub(super) fn display(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    if bare.chars().count() <= 35 { bare.to_owned() } else { bare.chars().take(34).chain(['…']).collect() }
}

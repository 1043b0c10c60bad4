//! JSON Feed, read within bounds and leniently, and written anew for the parser behind it: a number is taken for the
//! text that was meant, and what is of a wrong kind for nothing.

use std::fmt;
use std::marker::PhantomData;

use mimus_core::WebUrl;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::draft::is_forbidden;
use super::markup::MAX_ITEMS;

/// Most tags or attachments of an entry.
const MAX_PARTS: usize = 64;

/// A document in its plain form.
pub(super) struct Rewritten {
    pub(super) json: Vec<u8>,
    /// Entries beyond [`MAX_ITEMS`].
    pub(super) left_out: usize,
}

/// Writes a document anew. What is no JSON, or no feed, is told as a sentence's end.
pub(super) fn rewritten(text: &str, base: Option<&WebUrl>) -> Result<Rewritten, String> {
    let mut feed: JsonFeed = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let is_feed = feed.version.0.as_deref().is_some_and(|version| version.contains("jsonfeed.org/version/"));
    if !is_feed {
        return Err("it does not say that it is a JSON Feed".into());
    }
    feed.version = Word(Some("https://jsonfeed.org/version/1.1".into()));
    feed.title.0.get_or_insert_default();
    for address in [&mut feed.home_page_url, &mut feed.icon, &mut feed.favicon] {
        address.join(base);
    }
    for item in &mut feed.items.list {
        [&mut item.url, &mut item.external_url].into_iter().for_each(|address| address.join(base));
        item.tags.list.retain(|tag| tag.0.is_some());
        for attachment in &mut item.attachments.list {
            attachment.mime_type.0.get_or_insert_default();
            attachment.url.join(base);
        }
        item.attachments.list.retain(|attachment| attachment.url.0.is_some());
    }
    let json = serde_json::to_vec(&feed).map_err(|error| error.to_string())?;
    Ok(Rewritten { json, left_out: feed.items.left_out })
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct JsonFeed {
    version: Word,
    title: Word,
    home_page_url: Word,
    language: Word,
    description: Word,
    icon: Word,
    favicon: Word,
    items: Few<JsonItem, MAX_ITEMS>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct JsonItem {
    id: Word,
    url: Word,
    external_url: Word,
    title: Word,
    content_html: Word,
    content_text: Word,
    summary: Word,
    date_published: Word,
    date_modified: Word,
    tags: Few<Word, MAX_PARTS>,
    attachments: Few<JsonAttachment, MAX_PARTS>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct JsonAttachment {
    url: Word,
    mime_type: Word,
    title: Word,
}

/// A text, or a number for one.
#[derive(Default, Serialize)]
#[serde(transparent)]
struct Word(Option<String>);

impl Word {
    fn join(&mut self, base: Option<&WebUrl>) {
        if let Some(url) = self.0.as_deref().and_then(|address| WebUrl::join(base, address).ok()) {
            self.0 = Some(url.as_str().to_owned());
        }
    }
}

struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Word, E> {
        Ok(Word(Some(text.chars().filter(|c| !is_forbidden(*c)).collect())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Word, E> {
        Ok(Word(Some(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
        Ok(Word(Some(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Word, E> {
        Ok(Word(Some(number.to_string())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Word, E> {
        Ok(Word(None))
    }

    fn visit_unit<E>(self) -> Result<Word, E> {
        Ok(Word(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Word, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Word(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Word, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Word(None))
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(WordVisitor)
    }
}

/// The first `N` of a list; `null` is an empty one.
struct Few<T, const N: usize> {
    list: Vec<T>,
    left_out: usize,
}

impl<T, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self { list: Vec::new(), left_out: 0 }
    }
}

impl<T: Serialize, const N: usize> Serialize for Few<T, N> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(s)
    }
}

struct FewVisitor<T, const N: usize>(PhantomData<T>);

impl<'de, T: DeserializeOwned, const N: usize> Visitor<'de> for FewVisitor<T, N> {
    type Value = Few<T, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Few::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut few = Few::default();
        while few.list.len() < N {
            match seq.next_element()? {
                Some(element) => few.list.push(element),
                None => return Ok(few),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            few.left_out += 1;
        }
        Ok(few)
    }
}

impl<'de, T: DeserializeOwned, const N: usize> Deserialize<'de> for Few<T, N> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(FewVisitor(PhantomData))
    }
}

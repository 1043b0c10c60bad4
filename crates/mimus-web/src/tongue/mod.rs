//! The languages of the Desk: messages from Fluent files, with each language's plurals, numbers and dates.
//!
//! `messages/en.ftl` has all messages; a test holds the other languages against it.

mod checks;
mod dates;
mod errors;
#[cfg(test)]
mod said;

pub(crate) use dates::Moment;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// The languages that there are: code, own name, messages, whether they are written from right to left.
const LANGUAGES: [(&str, &str, &str, bool); 5] = [
    ("en", "English", include_str!("../../messages/en.ftl"), false),
    ("de", "Deutsch", include_str!("../../messages/de.ftl"), false),
    ("es", "Español", include_str!("../../messages/es.ftl"), false),
    ("fr", "Français", include_str!("../../messages/fr.ftl"), false),
    ("ar", "العربية", include_str!("../../messages/ar.ftl"), true),
];

struct Bundle {
    code: &'static str,
    name: &'static str,
    right_to_left: bool,
    messages: FluentBundle<FluentResource>,
}

static BUNDLES: LazyLock<Vec<Bundle>> = LazyLock::new(|| LANGUAGES.into_iter().map(bundle).collect());

fn bundle((code, name, text, right_to_left): (&'static str, &'static str, &'static str, bool)) -> Bundle {
    let language = code.parse().unwrap_or_default();
    let mut messages = FluentBundle::new_concurrent(vec![language]);
    // Marks around what is put in are needed only where directions mix.
    messages.set_use_isolating(right_to_left);
    // What cannot be read of a file is left out, which the tests find.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
    let _ = messages.add_resource(resource);
    Bundle { code, name, right_to_left, messages }
}

/// One of the languages.
#[derive(Clone, Copy)]
pub(crate) struct Tongue(&'static Bundle);

impl Tongue {
    /// The language that somebody has chosen, else the first that their browser asks for and that there is, else English.
    pub(crate) fn of(chosen: Option<&str>, headers: &HeaderMap) -> Self {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asked = asked.split(',').filter_map(|part| part.split(';').next()).take(20);
        let found = chosen.into_iter().chain(asked).find_map(named);
        Self(found.unwrap_or(&BUNDLES[0]))
    }

    /// All languages: code and own name.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        BUNDLES.iter().map(|bundle| (bundle.code, bundle.name))
    }

    /// Its code: `de`.
    pub(crate) fn code(self) -> &'static str {
        self.0.code
    }

    /// In which direction it is written.
    pub(crate) fn dir(self) -> &'static str {
        if self.0.right_to_left { "rtl" } else { "ltr" }
    }

    /// A message.
    pub(crate) fn t(self, id: &str) -> String {
        self.say(id, None)
    }

    /// A message with something put in.
    #[expect(clippy::needless_pass_by_value, reason = "whatever is at hand is put in")]
    pub(crate) fn with(self, id: &str, name: &str, value: impl ToString) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_string());
        self.say(id, Some(&args))
    }

    /// A message with two things put in.
    pub(crate) fn with2(
        self,
        id: &str,
        (one, value): (&str, impl ToString),
        (other, second): (&str, impl ToString),
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(one.to_owned(), value.to_string());
        args.set(other.to_owned(), second.to_string());
        self.say(id, Some(&args))
    }

    /// A message about so many: `$n` in it.
    pub(crate) fn count(self, id: &str, n: impl TryInto<u64>) -> String {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(n.try_into().unwrap_or(u64::MAX)));
        self.say(id, Some(&args))
    }

    fn say(self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        #[cfg(test)]
        said_ids(|ids| {
            ids.insert(id.to_owned());
        });
        let find = |bundle: &'static Bundle| {
            let pattern = bundle.messages.get_message(id)?.value()?;
            let mut errors = Vec::new();
            Some(bundle.messages.format_pattern(pattern, args, &mut errors).into_owned())
        };
        find(self.0).or_else(|| find(&BUNDLES[0])).unwrap_or_else(|| id.to_owned())
    }
}

#[cfg(test)]
thread_local! {
    static SAID: std::cell::RefCell<std::collections::BTreeSet<String>> = const {
        std::cell::RefCell::new(std::collections::BTreeSet::new())
    };
}

/// The messages that a test has asked for.
#[cfg(test)]
fn said_ids<T>(with: impl FnOnce(&mut std::collections::BTreeSet<String>) -> T) -> T {
    SAID.with_borrow_mut(with)
}

#[cfg(test)]
impl Tongue {
    fn named(code: &str) -> Self {
        Self::of(Some(code), &HeaderMap::new())
    }
}

fn named(asked: &str) -> Option<&'static Bundle> {
    let primary = asked.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    BUNDLES.iter().find(|bundle| bundle.code == primary)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The ids that a file of messages has, and what each puts in.
    fn ids(text: &str) -> BTreeSet<(String, Vec<String>)> {
        let mut found = BTreeSet::new();
        let mut current: Option<(String, Vec<String>)> = None;
        for line in text.lines() {
            let starts = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
            if starts && let Some((id, _)) = line.split_once(" =") {
                found.extend(current.take());
                current = Some((id.to_owned(), Vec::new()));
            }
            if let Some((_, puts)) = &mut current {
                for piece in line.split("{ $").skip(1) {
                    let name: String = piece.chars().take_while(|c| c.is_alphanumeric()).collect();
                    if !puts.contains(&name) {
                        puts.push(name);
                        puts.sort();
                    }
                }
            }
        }
        found.extend(current);
        found
    }

    #[test]
    fn every_language_says_everything_and_can_be_read() {
        let (_, _, english, _) = LANGUAGES[0];
        let wanted = ids(english);
        assert!(wanted.len() > 100, "{}", wanted.len());
        for (code, _, text, _) in LANGUAGES {
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{code} cannot be read");
            let mut once = BTreeSet::new();
            let named = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            for id in named.filter_map(|line| line.split_once(" =")).map(|(id, _)| id) {
                assert!(once.insert(id), "{code}: {id} is there twice, and only the first counts");
            }
            let there = ids(text);
            let missing: Vec<_> = wanted.symmetric_difference(&there).collect();
            assert!(missing.is_empty(), "{code}: {missing:?}");
        }
    }

    /// All ids that templates and handlers name.
    fn used() -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let mut folders = vec![
            Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"),
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desk"),
        ];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for call in ["say.t(\"", "say.with(\"", "say.with2(\"", "say.count(\""] {
                    for piece in text.split(call).skip(1) {
                        used.insert(piece.split('"').next().unwrap().to_owned());
                    }
                }
            }
        }
        used
    }

    #[test]
    fn every_message_that_is_named_is_there() {
        let (_, _, english, _) = LANGUAGES[0];
        let there: BTreeSet<String> = ids(english).into_iter().map(|(id, _)| id).collect();
        let missing: Vec<String> = used().into_iter().filter(|id| !there.contains(id)).collect();
        assert!(missing.is_empty(), "not in messages/en.ftl: {missing:?}");
    }

    #[test]
    fn a_browser_gets_the_first_language_that_there_is() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "xx, en-GB;q=0.8".parse().unwrap());
        assert_eq!(Tongue::of(None, &headers).code(), "en");
        assert_eq!(Tongue::of(Some("nonsense"), &HeaderMap::new()).code(), "en");
    }
}

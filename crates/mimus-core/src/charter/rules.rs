//! The rules of a charter, and what breaks each.

use serde::{Deserialize, Serialize};

use super::letters::{begins_with_emoji, dressed};
use super::{Field, Known, Reason, Rule, Weight};
use crate::{Language, Post, SpanKind};

/// Longest hashtag in lower case that is taken for one word, in letters.
const ONE_WORD: usize = 9;

/// What the machine checks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Every medium has an alt text.
    pub alt_text: Weight,
    /// Hashtags of several words show where each begins, for those who hear them.
    pub camel_case_hashtags: Weight,
    /// No letters in disguise, such as 𝗯𝗼𝗹𝗱: screen readers spell them out, and searches do not find them.
    pub plain_letters: Weight,
    /// No emoji at the beginning of line after line.
    pub emoji_bullets: Weight,
    /// Who is mentioned is known.
    pub known_mentions: Weight,
    /// How it is meant that a language is set, and is among `languages` where there are any.
    pub language: Weight,
    /// The languages that are spoken here; none: any.
    pub languages: Vec<Language>,
    /// How it is meant that certain things are warned of.
    pub content_warning: Weight,
    /// What is to be warned of.
    pub topics: Vec<Topic>,
}

/// Something that is to be warned of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What the warning may say.
    pub warning: String,
    /// Words by which it is known, without regard to case.
    pub words: Vec<String>,
}

impl Rules {
    pub(super) fn weight(&self, rule: Rule) -> Weight {
        match rule {
            Rule::AltText => self.alt_text,
            Rule::ContentWarnings => self.content_warning,
            Rule::CamelCaseHashtags => self.camel_case_hashtags,
            Rule::PlainLetters => self.plain_letters,
            Rule::EmojiBullets => self.emoji_bullets,
            Rule::KnownMentions => self.known_mentions,
            Rule::Languages => self.language,
            Rule::Fits | Rule::QuietHours | Rule::ADay | Rule::SaidBefore => Weight::Off,
        }
    }

    /// Where `post` breaks a rule, and what to do about it.
    pub(super) fn broken(&self, rule: Rule, post: &Post, known: Known<'_>) -> Vec<(Field, Reason)> {
        match rule {
            Rule::AltText => without_alt(post),
            Rule::ContentWarnings => self.unwarned(post),
            Rule::CamelCaseHashtags => run_together(post),
            Rule::PlainLetters => in_disguise(post),
            Rule::EmojiBullets => bullets(post),
            Rule::KnownMentions => unknown(post, known),
            Rule::Languages => self.foreign(post),
            Rule::Fits | Rule::QuietHours | Rule::ADay | Rule::SaidBefore => Vec::new(),
        }
    }

    fn unwarned(&self, post: &Post) -> Vec<(Field, Reason)> {
        if post.content_warning.is_some() {
            return Vec::new();
        }
        let words = post.text.as_str().to_lowercase();
        let speaks_of =
            |topic: &&Topic| topic.words.iter().any(|word| has_word(&words, &word.to_lowercase()));
        let say = |topic: &Topic| (Field::ContentWarning, Reason::Unwarned(topic.warning.clone()));
        self.topics.iter().filter(speaks_of).map(say).collect()
    }

    fn foreign(&self, post: &Post) -> Vec<(Field, Reason)> {
        let spoken = || self.languages.iter().map(Language::as_str).collect::<Vec<_>>().join(", ");
        let reason = match &post.language {
            None => Reason::NoLanguage,
            Some(language) if self.speaks(language) => return Vec::new(),
            Some(language) => Reason::OtherLanguage { language: language.clone(), spoken: spoken() },
        };
        vec![(Field::Language, reason)]
    }

    fn speaks(&self, language: &Language) -> bool {
        self.languages.is_empty()
            || self.languages.iter().any(|spoken| spoken.primary() == language.primary())
    }
}

/// Whether a word, or several, stands in a text as a whole; both in lower case.
fn has_word(text: &str, word: &str) -> bool {
    let word = word.trim();
    let outside = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text.match_indices(word).any(|(at, found)| {
            outside(text[..at].chars().next_back()) && outside(text[at + found.len()..].chars().next())
        })
}

fn without_alt(post: &Post) -> Vec<(Field, Reason)> {
    let media = (1..).zip(&post.media);
    let bare = media.filter(|(_, medium)| medium.alt_text().is_none_or(|alt| alt.trim().is_empty()));
    bare.map(|(number, _)| (Field::Media(number), Reason::NoAltText(number))).collect()
}

fn run_together(post: &Post) -> Vec<(Field, Reason)> {
    let long = |name: &&str| {
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        // Scripts without capitals, and tags that mark words otherwise, are as they are.
        letters > ONE_WORD && name.chars().all(|c| c.is_lowercase() || c.is_numeric())
    };
    let say = |name: &str| (Field::Text, Reason::RunTogether(name.to_owned()));
    post.text.hashtags().into_iter().filter(long).map(say).collect()
}

fn in_disguise(post: &Post) -> Vec<(Field, Reason)> {
    let wide =
        post.language.as_ref().is_some_and(|language| matches!(language.primary(), "ja" | "zh" | "ko"));
    dressed(post.text.as_str(), wide)
        .into_iter()
        .map(|(words, plain)| (Field::Text, Reason::InDisguise { words, plain }))
        .collect()
}

fn bullets(post: &Post) -> Vec<(Field, Reason)> {
    let lines = post.text.as_str().lines().filter(|line| begins_with_emoji(line)).count();
    let many = lines > 1;
    many.then_some((Field::Text, Reason::Bullets(lines))).into_iter().collect()
}

fn unknown(post: &Post, known: Known<'_>) -> Vec<(Field, Reason)> {
    let mentions = post.text.spans().iter().filter_map(|span| match &span.kind {
        SpanKind::Mention { network, handle, .. } => Some((*network, handle)),
        _ => None,
    });
    let strangers = mentions.filter(|(network, handle)| !known(*network, handle));
    strangers.map(|(_, handle)| (Field::Text, Reason::Stranger(handle.clone()))).collect()
}

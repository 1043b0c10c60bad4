//! [`Language`]: a language as networks name it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A BCP 47 language tag in its usual spelling: `en`, `pt-BR`, `zh-Hant`.
///
/// Only the shape is checked (2 to 8 letters, then subtags of 1 to 8 letters or digits, 35 bytes in all). The
/// codes by which X says that it does not know (`und`, `qme`, `zxx` and the rest of `qaa`–`qtz`) are none:
/// what is not known is left unset rather than claimed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// A string that names no language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a language tag such as en or pt-BR")]
pub struct LanguageError(pub String);

/// Languages written from right to left, by primary subtag.
const RIGHT_TO_LEFT: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "ku", "nqo", "ps", "sd", "ur", "yi"];

impl Language {
    /// Parses a tag; `_` is taken for `-`, as many feeds write it.
    pub fn new(tag: &str) -> Result<Self, LanguageError> {
        let error = || LanguageError(tag.chars().take(40).collect());
        let tag = tag.trim().replace('_', "-");
        let mut subtags = tag.split('-');
        let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
        let known = (2..=8).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let private = primary.len() == 3 && ("qaa"..="qtz").contains(&primary.as_str());
        if !known || private || tag.len() > 35 || matches!(primary.as_str(), "und" | "zxx" | "mis" | "mul") {
            return Err(error());
        }
        // X writes the withdrawn codes of three languages.
        let mut out = match primary.as_str() {
            "iw" => "he".to_owned(),
            "in" => "id".to_owned(),
            "ji" => "yi".to_owned(),
            _ => primary,
        };
        for subtag in subtags {
            if !(1..=8).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(error());
            }
            out.push('-');
            match subtag.len() {
                2 => out.push_str(&subtag.to_ascii_uppercase()),
                4 => {
                    let (first, rest) = subtag.split_at(1);
                    out.push_str(&first.to_ascii_uppercase());
                    out.push_str(&rest.to_ascii_lowercase());
                }
                _ => out.push_str(&subtag.to_ascii_lowercase()),
            }
        }
        Ok(Self(out))
    }

    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `pt` of `pt-BR`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether the language is usually written from right to left.
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        RIGHT_TO_LEFT.contains(&self.primary())
    }
}

impl Language {
    /// Whether a text may be in this language, as far as its letters tell: a text that is mostly written from right
    /// to left is in no language that is written from left to right, whatever a feed says of all its entries.
    #[must_use]
    pub fn may_be_of(&self, text: &str) -> bool {
        let (mut rtl, mut letters) = (0_usize, 0_usize);
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            rtl += usize::from(
                matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'),
            );
        }
        self.is_right_to_left() || rtl * 2 <= letters
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;
    fn try_from(tag: String) -> Result<Self, LanguageError> {
        Self::new(&tag)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_get_their_usual_spelling_and_unknown_is_unset() {
        let tag = |t: &str| Language::new(t).ok().map(String::from);
        assert_eq!(tag("EN-us").as_deref(), Some("en-US"));
        assert_eq!(tag("zh_hant").as_deref(), Some("zh-Hant"));
        assert_eq!(tag("iw").as_deref(), Some("he"));
        for none in ["und", "qme", "qst", "zxx", "", "e", "en--us", "en us", "x-klingon"] {
            assert_eq!(tag(none), None, "{none}");
        }
        assert!(
            Language::new("en")
                .is_ok_and(|l| !l.may_be_of("قراءة للأطفال #kids") && l.may_be_of("reading العربية words"))
        );
        assert!(Language::new("fa").is_ok_and(|l| l.is_right_to_left()));
        assert!(Language::new("en").is_ok_and(|l| !l.is_right_to_left()));
    }
}

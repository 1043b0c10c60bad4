//! Which files of an archive hold what: told by its manifest, or else by their names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::container::{Container, is_month, logical, rejected};
use crate::connector::{Failure, Skipped};
use crate::x::lenient;

/// Most parts of one kind that a manifest may list.
const MAX_LISTED: usize = 10_000;

/// What the records of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Tweets,
    /// Left out, and why.
    LeftOut(&'static str),
}

/// A file of records, in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) kind: PartKind,
}

/// Whose archive it is, as far as a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct UserInfo {
    #[serde(rename = "accountId", deserialize_with = "lenient::number")]
    pub(super) id: Option<u64>,
    #[serde(rename = "userName", alias = "username", deserialize_with = "lenient::text")]
    pub(super) handle: Option<String>,
    #[serde(rename = "displayName", alias = "accountDisplayName", deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
}

/// The files that are read.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Tweets first, then what is counted and left out.
    pub(super) parts: Vec<Part>,
    /// Files of long texts.
    pub(super) notes: Vec<String>,
    /// Files that the manifest lists and that are not there.
    pub(super) missing: Vec<Skipped>,
    pub(super) user: UserInfo,
}

/// Kinds of records that become no posts: the names of their files, and why.
const LEFT_OUT: [(&str, &str); 7] = [
    ("community-tweet", "a Community post"),
    ("twitter-circle-tweet", "written for a Circle, not for everyone"),
    ("deleted-tweets", "deleted"),
    ("deleted-note-tweet", "a deleted long text"),
    ("article", "an article, which is not imported"),
    ("twitter-article", "an article, which is not imported"),
    ("periscope-broadcast-metadata", "a Periscope broadcast, which is not imported"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Manifest {
    #[serde(rename = "userInfo")]
    user: UserInfo,
    #[serde(rename = "dataTypes")]
    types: BTreeMap<String, DataType>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DataType {
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_LISTED>")]
    files: Vec<ListedFile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListedFile {
    #[serde(rename = "fileName", deserialize_with = "lenient::text")]
    name: Option<String>,
}

impl Parts {
    pub(super) fn of(container: &Container) -> Result<Self, Failure> {
        let manifest: Option<Manifest> = assigned(container, "data/manifest.js")?;
        let mut found = Self::default();
        let mut tweets = Vec::new();
        let mut left_out = Vec::new();
        for file in container.data_files() {
            let rest = file.name.trim_start_matches("data/");
            if let Some(order) = tweets_order(rest) {
                tweets.push((order, file.name.clone()));
            } else if part_number(rest, "note-tweet").is_some() {
                found.notes.push(file.name.clone());
            } else if let Some((_, why)) = LEFT_OUT.iter().find(|(base, _)| part_number(rest, base).is_some())
            {
                left_out.push(Part { name: file.name.clone(), kind: PartKind::LeftOut(why) });
            }
        }
        if let Some(manifest) = manifest {
            let listed = |kind: &str| {
                let files = manifest.types.get(kind).map(|t| t.files.as_slice()).unwrap_or_default();
                files.iter().filter_map(|file| file.name.clone()).collect::<Vec<_>>()
            };
            let listed_tweets: Vec<_> = ["tweets", "tweet"].into_iter().flat_map(listed).collect();
            let (there, missing): (Vec<_>, Vec<_>) =
                listed_tweets.into_iter().partition(|name| container.data_file(name).is_some());
            if !there.is_empty() {
                tweets = there.into_iter().enumerate().map(|(at, name)| ((at, 0), name)).collect();
            }
            found.missing = missing
                .into_iter()
                .map(|name| Skipped {
                    what: name,
                    why: "listed in the archive's manifest.js, but not in the archive".into(),
                })
                .collect();
            let notes: Vec<_> =
                listed("noteTweet").into_iter().filter(|name| container.data_file(name).is_some()).collect();
            if !notes.is_empty() {
                found.notes = notes;
            }
            found.user = manifest.user;
        }
        tweets.sort();
        tweets.dedup_by(|a, b| a.1 == b.1);
        found.parts = tweets.into_iter().map(|(_, name)| Part { name, kind: PartKind::Tweets }).collect();
        found.parts.extend(left_out);
        Ok(found)
    }
}

/// Where a file of tweets stands in the order: its generation, and its part or month.
fn tweets_order(rest: &str) -> Option<(usize, u64)> {
    let by_name = ["tweets", "tweet"].iter().enumerate();
    by_name.filter_map(|(at, base)| Some((at, part_number(rest, base)?))).next().or_else(|| {
        let month = || rest.bytes().filter(u8::is_ascii_digit).fold(0, |n, b| n * 10 + u64::from(b - b'0'));
        is_month(rest).then(|| (2, month()))
    })
}

/// 0 for `base.js`, n for `base-partN.js`.
fn part_number(rest: &str, base: &str) -> Option<u64> {
    let part = rest.strip_prefix(base)?.strip_suffix(".js")?;
    if part.is_empty() { Some(0) } else { part.strip_prefix("-part")?.parse().ok() }
}

/// The object or array that a small file assigns; `None` where there is no such file.
pub(super) fn assigned<T: for<'de> Deserialize<'de>>(
    container: &Container,
    name: &str,
) -> Result<Option<T>, Failure> {
    if container.data_file(name).is_none() {
        return Ok(None);
    }
    let bytes = container.small(name)?;
    let opens = |byte: &u8| matches!(byte, b'{' | b'[' | b'=');
    let start = match bytes.iter().position(opens) {
        Some(at) if bytes[at] == b'=' => at + 1,
        Some(at) => at,
        None => 0,
    };
    let body = bytes[start..].trim_ascii().trim_suffix_semicolon();
    serde_json::from_slice(body)
        .map(Some)
        .map_err(|error| rejected(name, &format!("not readable as JSON: {error}")))
}

trait TrimSemicolon {
    fn trim_suffix_semicolon(&self) -> &Self;
}

impl TrimSemicolon for [u8] {
    fn trim_suffix_semicolon(&self) -> &Self {
        self.strip_suffix(b";").unwrap_or(self)
    }
}

/// `account.js`, of which nothing but these three is ever looked at: it also holds e-mail addresses.
pub(super) fn account(container: &Container) -> Result<UserInfo, Failure> {
    #[derive(Deserialize)]
    struct Row {
        account: UserInfo,
    }
    let rows: Option<Vec<Row>> = assigned(container, &logical("account.js"))?;
    Ok(rows.unwrap_or_default().into_iter().next().map(|row| row.account).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_tweets_are_in_the_order_of_their_parts() {
        let mut names =
            ["tweets-part10.js", "tweets-part2.js", "tweets.js", "tweet-part1.js", "js/tweets/2012_05.js"];
        names.sort_by_key(|name| tweets_order(name));
        assert_eq!(
            names,
            ["tweets.js", "tweets-part2.js", "tweets-part10.js", "tweet-part1.js", "js/tweets/2012_05.js"]
        );
        for other in
            ["tweets-part.js", "tweetsx.js", "deleted-tweets.js", "tweet-headers.js", "js/tweets/x.js"]
        {
            assert_eq!(tweets_order(other), None, "{other}");
        }
    }
}

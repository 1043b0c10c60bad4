//! The parameters of a call.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use jiff::Timestamp;
use url::form_urlencoded;

use super::post_json::Wanted;
use super::problems::{self, Refused};

/// Those that every call for posts takes.
const OF_POSTS: [&str; 5] = ["tweet.fields", "user.fields", "media.fields", "poll.fields", "expansions"];
/// Most ids or handles in one call.
const MAX_NAMED: usize = 100;

pub(super) struct Asked(BTreeMap<String, String>);

impl Asked {
    /// Reads what stands behind the `?`. X refuses what it does not know.
    pub(super) fn read(query: &str, known: &[&str]) -> Result<Self, Refused> {
        let all: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let is_known = |name: &str| known.contains(&name) || OF_POSTS.contains(&name);
        match all.iter().find(|(name, _)| !is_known(name)) {
            Some((name, value)) => {
                let list = known.join(",");
                let why = format!("The query parameter [{name}] is not one of [{list}]");
                Err(problems::invalid(name, value, &why))
            }
            None => Ok(Self(all)),
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn parsed<T>(&self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Refused> {
        let Some(value) = self.text(name) else { return Ok(None) };
        let wrong = || {
            problems::invalid(
                name,
                value,
                &format!("The `{name}` query parameter value [{value}] is not valid"),
            )
        };
        read(value).map(Some).ok_or_else(wrong)
    }

    pub(super) fn id(&self, name: &str) -> Result<Option<u64>, Refused> {
        self.parsed(name, |value| value.parse().ok())
    }

    pub(super) fn time(&self, name: &str) -> Result<Option<Timestamp>, Refused> {
        self.parsed(name, |value| value.parse().ok())
    }

    pub(super) fn count(
        &self,
        name: &str,
        range: RangeInclusive<usize>,
        default: usize,
    ) -> Result<usize, Refused> {
        let within = |value: &str| value.parse().ok().filter(|count| range.contains(count));
        Ok(self.parsed(name, within)?.unwrap_or(default))
    }

    /// Ids or handles, 1 to 100.
    pub(super) fn named(&self, name: &str, is_good: impl Fn(&str) -> bool) -> Result<Vec<String>, Refused> {
        let value = self.text(name).unwrap_or_default();
        let all: Vec<String> = value.split(',').map(str::to_owned).collect();
        if all.len() > MAX_NAMED {
            let why = format!("size must be between 1 and {MAX_NAMED}, and is {}", all.len());
            return Err(problems::invalid(name, value, &why));
        }
        match all.iter().find(|one| !is_good(one)) {
            Some(bad) => {
                let why = format!("The `{name}` query parameter value [{bad}] is not valid");
                Err(problems::invalid(name, bad, &why))
            }
            None => Ok(all),
        }
    }

    fn set(&self, name: &str) -> BTreeSet<String> {
        self.text(name).unwrap_or_default().split(',').map(str::to_owned).collect()
    }

    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            tweet: self.set("tweet.fields"),
            user: self.set("user.fields"),
            media: self.set("media.fields"),
            poll: self.set("poll.fields"),
            expansions: self.set("expansions"),
        }
    }
}

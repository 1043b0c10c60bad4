//! What others' posts cost that come with an account's own: counted, so that the plan need not guess.
//!
//! For each account there is one small setting: the counts of this half and of the last half of thirty days.

use std::collections::HashMap;

use jiff::Timestamp;
use mimus_core::Post;
use mimus_store::StoreError;
use serde::{Deserialize, Serialize};

use super::roster::Roster;
use crate::Engine;

/// How the settings begin.
const KEY: &str = "x_others_";
/// Days that are counted together; two such halves are looked at.
const HALF: i64 = 15;
/// A rate is taken from no fewer days: one post on the first day is not one a day.
const LEAST_DAYS: i64 = 7;
/// Posts of the day that are remembered of each account, since each is paid once a day.
const SEEN: usize = 500;

/// Others' posts a day that come with an account.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Others {
    /// Those that it repeats or quotes.
    pub(super) originals: f64,
    /// Those that quote it.
    pub(super) quoting: f64,
}

/// Why another's post came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Because {
    /// The account repeats or quotes it.
    Original,
    /// It quotes the account.
    Quoting,
}

#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Counts {
    /// The first day that was counted.
    first: i64,
    half: i64,
    now: [u32; 2],
    before: [u32; 2],
    day: i64,
    seen: Vec<String>,
}

fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(86_400)
}

impl Counts {
    fn read(kept: Option<&str>, today: i64) -> Self {
        let mut counts: Self = kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default();
        if counts.first == 0 {
            counts.first = today;
        }
        let half = today.div_euclid(HALF);
        if half != counts.half {
            counts.before = if half == counts.half + 1 { counts.now } else { [0; 2] };
            (counts.half, counts.now) = (half, [0; 2]);
        }
        if today != counts.day {
            (counts.day, counts.seen) = (today, Vec::new());
        }
        counts
    }

    fn add(&mut self, id: &str, because: Because) -> bool {
        if self.seen.len() >= SEEN || self.seen.iter().any(|seen| seen == id) {
            return false;
        }
        self.seen.push(id.to_owned());
        let count = &mut self.now[usize::from(because == Because::Quoting)];
        *count = count.saturating_add(1);
        true
    }

    fn a_day(&self, today: i64) -> Others {
        let counted_from = self.first.max((self.half - 1) * HALF);
        let days = (today - counted_from + 1).max(LEAST_DAYS) as f64;
        let rate = |at: usize| (f64::from(self.now[at]) + f64::from(self.before[at])) / days;
        Others { originals: rate(0), quoting: rate(1) }
    }
}

/// Counts others' posts that came because of an account; each once a day.
pub(super) async fn note(engine: &Engine, account: u64, ids: &[String], because: Because) {
    if ids.is_empty() {
        return;
    }
    let key = format!("{KEY}{account}");
    let noted = async {
        let kept = engine.store.setting(&key).await?;
        let mut counts = Counts::read(kept.as_deref(), day(engine.clock.now()));
        let new = ids.iter().filter(|id| counts.add(id, because)).count();
        if new > 0 {
            let counts = serde_json::to_string(&counts).unwrap_or_default();
            engine.store.set_setting(&key, &counts).await?;
        }
        Ok::<(), StoreError>(())
    };
    if let Err(error) = noted.await {
        tracing::error!(%error, "what others' posts cost could not be counted");
    }
}

/// Counts what these posts of an account repeat and quote and that was asked for besides.
pub(super) async fn note_originals(engine: &Engine, account: u64, posts: &[Post]) {
    let spoken_of = posts.iter().filter_map(|post| post.repost_of.as_ref().or(post.quote.as_ref()));
    let ids: Vec<String> =
        spoken_of.filter_map(|of| of.remote_id.as_ref()).map(|id| id.as_str().to_owned()).collect();
    let named: Vec<&str> = ids.iter().map(String::as_str).collect();
    // What is mirrored here was read and paid in any case.
    let known = engine.store.posts_known_as(&named).await.unwrap_or_default();
    let strange: Vec<String> = ids.iter().filter(|id| !known.contains_key(*id)).cloned().collect();
    note(engine, account, &strange, Because::Original).await;
}

/// Counts strangers' posts that X gave because they quote an account: the id of each, with that of the post it quotes.
pub(super) async fn note_quoting(engine: &Engine, roster: &Roster, strangers: &[(String, String)]) {
    if strangers.is_empty() {
        return;
    }
    let quoted: Vec<&str> = strangers.iter().map(|(_, quoted)| quoted.as_str()).collect();
    let known = engine.store.posts_known_as(&quoted).await.unwrap_or_default();
    for (stranger, quoted) in strangers {
        let Some((_, handle)) = known.get(quoted) else { continue };
        let account = roster.members.iter().find(|(_, member)| member.handle == handle.as_str());
        if let Some((account, _)) = account {
            note(engine, *account, std::slice::from_ref(stranger), Because::Quoting).await;
        }
    }
}

/// What was counted of each account.
pub(super) async fn a_day(engine: &Engine) -> Result<HashMap<u64, Others>, StoreError> {
    let today = day(engine.clock.now());
    let kept = engine.store.settings_of(KEY).await?;
    let rate = |(account, kept): &(String, String)| {
        Some((account.parse().ok()?, Counts::read(Some(kept), today).a_day(today)))
    };
    Ok(kept.iter().filter_map(rate).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_once_a_day_and_forgotten_after_a_month() {
        let mut counts = Counts::read(None, 20_000);
        for id in ["1", "2", "1"] {
            counts.add(id, Because::Original);
        }
        counts.add("3", Because::Quoting);
        let week = counts.a_day(20_000);
        assert_eq!((week.originals * 7.0, week.quoting * 7.0), (2.0, 1.0));
        let again = |counts: &Counts, day| Counts::read(serde_json::to_string(counts).ok().as_deref(), day);
        let mut next = again(&counts, 20_001);
        assert!(next.add("1", Because::Original), "it is paid again on the next day");
        let later = again(&next, 20_020);
        assert_eq!(later.now, [0, 0]);
        assert!((later.a_day(20_020).originals - 3.0 / 21.0).abs() < 1e-9);
        assert_eq!(again(&next, 20_060).a_day(20_060), Others::default());
        assert_eq!(Counts::read(Some("no json"), 20_000).now, [0, 0]);
    }
}

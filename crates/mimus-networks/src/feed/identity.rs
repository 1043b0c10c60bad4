//! Which entry is which: by guid, by link, by title, in this order of trust.
//!
//! Feeds change their guids (a new address, a new system, another instance) and links (http to https, tracking
//! parameters); posting everything again is the fault that people complain about most (facts/conversion.md: 2,100
//! posts in hours).

use std::collections::HashSet;

use mimus_core::{RemoteId, WebUrl};

use super::cursor::{Cursor, Known};
use crate::connector::Failure;

/// A page with fewer entries than this is never taken for a flood.
const FLOOD: usize = 20;

/// By what an entry can be known.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    /// Its guid; empty where it has none.
    pub(super) guid: String,
    /// Where it leads.
    pub(super) link: Option<WebUrl>,
    /// Its title, or its words where it has none.
    pub(super) title: String,
    /// When it was written: seconds since 1970; 0 where it does not say.
    pub(super) date: i64,
    /// An id that is certain, such as that of a post on X.
    pub(super) certain: Option<RemoteId>,
}

/// Gives each entry of a page its id, oldest first as they come, and remembers them. The id and the date of an
/// entry that was seen before are those of then.
pub(super) fn identify(
    cursor: &mut Cursor,
    marks: &[Marks],
    first: bool,
    now_seconds: i64,
) -> Result<Vec<(RemoteId, i64)>, Failure> {
    let hashed: Vec<Known> = marks.iter().map(|m| known(m, now_seconds)).collect();
    let guids_here: HashSet<u64> = hashed.iter().map(|k| k.guid).filter(|g| *g != 0).collect();
    let mut used: HashSet<String> = HashSet::new();
    let mut found: Vec<(Known, bool)> = Vec::with_capacity(marks.len());
    for entry in hashed {
        let old = cursor.known.iter().find(|old| same(old, &entry, &guids_here) && !used.contains(&old.id));
        let (id, date, is_new) = match old {
            Some(old) => (old.id.clone(), old.date, false),
            None => (entry.id.clone(), entry.date, true),
        };
        if !used.insert(id.clone()) {
            // The same entry twice in one page: the first stands.
            found.push((Known { id: String::new(), ..entry }, false));
            continue;
        }
        found.push((Known { id, date, ..entry }, is_new));
    }
    if !first {
        refuse_flood(cursor, &found)?;
    }
    let seen: HashSet<&str> = found.iter().map(|(k, _)| k.id.as_str()).collect();
    cursor.known.retain(|old| !seen.contains(old.id.as_str()));
    cursor.known.extend(found.iter().filter(|(k, _)| !k.id.is_empty()).map(|(k, _)| k.clone()));
    found
        .into_iter()
        .map(|(k, _)| {
            // An empty id marks a repetition; the caller leaves it out.
            let id = if k.id.is_empty() { "-".to_owned() } else { k.id };
            RemoteId::new(id).map(|id| (id, k.date)).map_err(|e| Failure::Rejected { why: e.to_string() })
        })
        .collect()
}

/// The id that marks an entry which repeats another of its page.
pub(super) fn is_repetition(id: &RemoteId) -> bool {
    id.as_str() == "-"
}

fn known(marks: &Marks, now_seconds: i64) -> Known {
    let link = marks.link.as_ref().map(canonical).unwrap_or_default();
    let guid_url = WebUrl::parse(&marks.guid).ok().map(|url| canonical(&url));
    let guid = guid_url.unwrap_or_else(|| marks.guid.trim().to_owned());
    let title = marks.title.trim();
    let name = match (guid.is_empty(), link.is_empty()) {
        (false, _) => format!("g:{guid}"),
        (true, false) => format!("l:{link}"),
        (true, true) => format!("t:{title}:{}", marks.date),
    };
    let id = match &marks.certain {
        Some(id) => id.as_str().to_owned(),
        None => format!("{:016x}", hash(&name)),
    };
    let or_zero = |text: &str| if text.is_empty() { 0 } else { hash(text) };
    let date = if marks.date == 0 { now_seconds } else { marks.date };
    Known { id, guid: or_zero(&guid), link: or_zero(&link), title: or_zero(title), date, missing: 0 }
}

/// Whether an entry is one that was seen before.
fn same(old: &Known, new: &Known, guids_here: &HashSet<u64>) -> bool {
    if old.id == new.id || (new.guid != 0 && old.guid == new.guid) {
        return true;
    }
    // Another guid is another entry, unless the old guid is gone from the feed and everything else speaks for the
    // old entry.
    let guid_gone = old.guid == 0 || !guids_here.contains(&old.guid);
    let link = new.link != 0 && old.link == new.link;
    let title = new.title != 0 && old.title == new.title;
    match (new.guid != 0 && old.guid != 0, link, title) {
        (true, true, true) => guid_gone,
        (true, ..) => guid_gone && title && old.date == new.date,
        (false, true, _) => old.guid == 0 || guid_gone,
        (false, false, true) => new.link == 0 && old.link == 0 && old.date == new.date,
        (false, false, false) => false,
    }
}

/// A feed in which nearly everything is new at once, and older than what was known, has changed how it names its
/// entries: a person must look.
fn refuse_flood(cursor: &Cursor, found: &[(Known, bool)]) -> Result<(), Failure> {
    let new = found.iter().filter(|(_, is_new)| *is_new).count();
    let newest_known = cursor.known.iter().map(|k| k.date).max().unwrap_or(i64::MIN);
    let old_news = found.iter().filter(|(k, is_new)| *is_new && k.date <= newest_known).count();
    if found.len() >= FLOOD && cursor.known.len() >= FLOOD && new * 5 > found.len() * 4 && old_news * 2 > new
    {
        return Err(Failure::Rejected {
            why: format!(
                "{new} of {} entries look new at once, though most are older than what was known: the feed has probably changed \
                 its ids. Nothing was taken in. To take it in without pushing anything, run mimus mirror refresh HANDLE --whole",
                found.len()
            ),
        });
    }
    Ok(())
}

/// An address without what changes while the page stays the same: scheme, `www.`, tracking parameters, a trailing
/// slash.
fn canonical(url: &WebUrl) -> String {
    let clean = url.without_trackers();
    let url = clean.as_url();
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let query = url.query().unwrap_or_default();
    let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
    let fragment = url.fragment().map(|f| format!("#{f}")).unwrap_or_default();
    format!("{host}{port}{}?{query}{fragment}", url.path().trim_end_matches('/'))
}

/// FNV-1a, 64 bits: the same over releases and machines.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(guid: &str, link: &str, title: &str, date: i64) -> Marks {
        Marks { guid: guid.into(), link: WebUrl::parse(link).ok(), title: title.into(), date, certain: None }
    }

    fn ids(cursor: &mut Cursor, marks: &[Marks], first: bool) -> Result<Vec<String>, Failure> {
        Ok(identify(cursor, marks, first, 9_000)?.into_iter().map(|(id, _)| id.into()).collect())
    }

    #[test]
    fn the_same_entry_keeps_its_id_through_changes() {
        let mut cursor = Cursor::default();
        let first = ids(&mut cursor, &[entry("a", "http://x.org/1", "One", 5)], true).expect("ids");
        for changed in [
            entry("a", "https://www.x.org/1/?utm_source=rss", "One, corrected", 7),
            entry("a-new", "https://x.org/1", "One, corrected", 7),
        ] {
            assert_eq!(ids(&mut cursor, &[changed], false).expect("ids"), first);
        }
    }

    #[test]
    fn entries_that_share_a_link_but_not_a_guid_are_two() {
        let mut cursor = Cursor::default();
        let both = [entry("a", "https://x.org/", "One", 5), entry("b", "https://x.org/", "Two", 6)];
        let first = ids(&mut cursor, &both, true).expect("ids");
        assert_ne!(first[0], first[1]);
        assert_eq!(ids(&mut cursor, &both, false).expect("ids"), first);
        let third = ids(&mut cursor, &[entry("c", "https://x.org/", "Three", 7)], false).expect("ids");
        assert!(!first.contains(&third[0]));
    }

    #[test]
    fn without_guid_and_link_the_title_and_date_tell() {
        let mut cursor = Cursor::default();
        let marks = |title: &str, date| Marks { title: title.into(), date, ..Marks::default() };
        let first = ids(&mut cursor, &[marks("a", 1), marks("a", 2)], true).expect("ids");
        assert_ne!(first[0], first[1]);
        assert_eq!(ids(&mut cursor, &[marks("a", 2)], false).expect("ids")[0], first[1]);
    }

    #[test]
    fn a_feed_that_renames_everything_is_stopped() {
        let mut cursor = Cursor::default();
        let page = |prefix: &str, dates: i64| {
            (0..30)
                .map(|n| entry(&format!("{prefix}{n}"), "", &format!("{prefix} title {n}"), dates + n))
                .collect::<Vec<_>>()
        };
        ids(&mut cursor, &page("old", 1_000), true).expect("ids");
        let refused = ids(&mut cursor, &page("new", 990), false);
        assert!(
            matches!(&refused, Err(Failure::Rejected { why }) if why.contains("30 of 30")),
            "{refused:?}"
        );
        assert!(ids(&mut cursor, &page("news", 5_000), false).is_ok(), "a burst of news is none");
    }
}

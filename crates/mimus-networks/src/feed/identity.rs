//! Which entry is which: by guid, by link, by title, in this order of trust.
//!
//! Feeds change their guids (a new address, a new system, another instance) and links (http to https, tracking
//! parameters); posting everything again is the fault that people complain about most (facts/conversion.md: 2,100
//! posts in hours).

use std::collections::{HashMap, HashSet};

use mimus_core::WebUrl;

use super::cursor::Cursor;
use super::known::{BITS_40, BITS_48, Id, Known};
use crate::connector::Failure;

/// A page with fewer entries than this is never taken for a flood.
const FLOOD: usize = 20;

/// A page with fewer strangers than this does not tell that the feed has changed how it names its entries.
const FEW: usize = 3;

/// By what an entry can be known.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    /// Its guid; empty where it has none.
    pub(super) guid: String,
    /// Where it leads.
    pub(super) link: Option<WebUrl>,
    /// Its title, or its words where it has none.
    pub(super) title: String,
    /// When it was written: seconds since 1970, where it says so.
    pub(super) date: Option<u32>,
    /// An id that is certain, such as that of a post on X.
    pub(super) certain: Option<Id>,
}

/// Gives each entry of a page, oldest first as they come, what it is known as, and remembers it. Id and date of an
/// entry that was seen before are those of then. `None` is an entry that repeats another of the page.
pub(super) fn identify(
    cursor: &mut Cursor,
    marks: &[Marks],
    first: bool,
    now: u32,
) -> Result<Vec<Option<Known>>, Failure> {
    let fresh: Vec<Known> = marks.iter().map(|m| known(m, now)).collect();
    let page = Page::of(&fresh, &cursor.known.0);
    let mut used: HashSet<Id> = HashSet::new();
    let mut strangers: Vec<Known> = Vec::new();
    let mut found: Vec<Option<Known>> = Vec::with_capacity(marks.len());
    for entry in fresh {
        let old = cursor.known.0.iter().find(|old| !used.contains(&old.id) && page.same(old, &entry));
        let entry = match old {
            Some(old) => {
                Known { id: old.id, date: old.date, is_dated: old.is_dated, in_place: old.in_place, ..entry }
            }
            None => entry,
        };
        if !used.insert(entry.id) {
            found.push(None);
            continue;
        }
        if old.is_none() {
            strangers.push(entry);
        }
        found.push(Some(entry));
    }
    if !first {
        refuse_flood(cursor, &strangers, found.len())?;
    }
    cursor.known.0.retain(|old| !used.contains(&old.id));
    cursor.known.0.extend(found.iter().flatten());
    Ok(found)
}

/// What is seen of a page as a whole.
struct Page {
    guids: HashSet<u64>,
    /// Links and titles that stand for one entry only, here and among those that are known.
    links: HashSet<u64>,
    titles: HashSet<u64>,
    /// Whether nearly all guids are new while the links, or else the titles, are known: the feed has changed how it
    /// names its entries, and these are the same.
    links_tell: bool,
    titles_tell: bool,
}

impl Page {
    fn of(fresh: &[Known], known: &[Known]) -> Self {
        let guids: HashSet<u64> = fresh.iter().map(|k| k.guid).filter(|guid| *guid != 0).collect();
        let known_guids: HashSet<u64> = known.iter().map(|k| k.guid).filter(|guid| *guid != 0).collect();
        let links = single(fresh, known, |k| k.link);
        let titles = single(fresh, known, |k| k.title);
        let strangers: Vec<&Known> =
            fresh.iter().filter(|k| k.guid != 0 && !known_guids.contains(&k.guid)).collect();
        let wholesale = strangers.len() >= FEW && strangers.len() * 5 >= fresh.len() * 4;
        let most = |of: fn(&Known) -> u64, known_here: &HashSet<u64>| {
            let seen: HashSet<u64> = known.iter().map(of).collect();
            let told =
                strangers.iter().filter(|k| known_here.contains(&of(k)) && seen.contains(&of(k))).count();
            wholesale && told * 5 >= strangers.len() * 4
        };
        let (links_tell, titles_tell) = (most(|k| k.link, &links), most(|k| k.title, &titles));
        Self { guids, links, titles, links_tell, titles_tell }
    }

    /// Whether an entry is one that was seen before.
    fn same(&self, old: &Known, new: &Known) -> bool {
        if old.id == new.id || (new.guid != 0 && old.guid == new.guid) {
            return true;
        }
        if !matches!((old.id, new.id), (Id::Hash(_), Id::Hash(_))) {
            return false;
        }
        let guid_gone = old.guid == 0 || !self.guids.contains(&old.guid);
        let link = new.link != 0 && old.link == new.link;
        let title = new.title != 0 && old.title == new.title;
        let date = old.date == new.date;
        if new.guid == 0 || old.guid == 0 {
            return match (link, title) {
                (true, _) => guid_gone,
                (false, true) => new.link == 0 && old.link == 0 && (date || !new.is_dated),
                (false, false) => false,
            };
        }
        // Another guid is another entry, unless the old one is gone from the feed and all else speaks for the old.
        guid_gone
            && ((title && (link || date))
                || (link && self.links_tell && self.links.contains(&new.link))
                || (title && self.titles_tell && self.titles.contains(&new.title)))
    }
}

/// The marks that stand for one entry only, in a page and among those that are known.
fn single(fresh: &[Known], known: &[Known], of: fn(&Known) -> u64) -> HashSet<u64> {
    let count = |entries: &[Known]| {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        entries
            .iter()
            .map(of)
            .filter(|mark| *mark != 0)
            .for_each(|mark| *counts.entry(mark).or_default() += 1);
        counts
    };
    let (here, there) = (count(fresh), count(known));
    here.into_iter()
        .filter(|(mark, n)| *n == 1 && there.get(mark).is_none_or(|n| *n == 1))
        .map(|(mark, _)| mark)
        .collect()
}

fn known(marks: &Marks, now: u32) -> Known {
    let link = marks.link.as_ref().map(canonical).unwrap_or_default();
    let guid_url = WebUrl::parse(&marks.guid).ok().map(|url| canonical(&url));
    let guid = guid_url.unwrap_or_else(|| marks.guid.trim().to_owned());
    let title = marks.title.trim();
    let name = match (guid.is_empty(), link.is_empty()) {
        (false, _) => format!("g:{guid}"),
        (true, false) => format!("l:{link}"),
        (true, true) => format!("t:{title}:{}", marks.date.unwrap_or_default()),
    };
    let or_zero = |text: &str| if text.is_empty() { 0 } else { hash(text) };
    Known {
        id: marks.certain.unwrap_or_else(|| Id::Hash(hash(&name))),
        guid: or_zero(&guid) & BITS_48,
        link: or_zero(&link) & BITS_48,
        title: or_zero(title) & BITS_40,
        date: marks.date.unwrap_or(now),
        is_dated: marks.date.is_some(),
        in_place: false,
    }
}

/// A feed in which nearly everything is new at once, and older than what was known, has changed how it names its
/// entries: a person must look.
fn refuse_flood(cursor: &Cursor, strangers: &[Known], all: usize) -> Result<(), Failure> {
    let newest_known = cursor.known.0.iter().map(|k| k.date).max().unwrap_or_default();
    let old_news = strangers.iter().filter(|k| k.date <= newest_known).count();
    let new = strangers.len();
    if all >= FLOOD && cursor.known.0.len() >= FLOOD && new * 5 > all * 4 && old_news * 2 > new {
        return Err(Failure::Rejected {
            why: format!(
                "{new} of {all} entries look new at once, though most are older than what was known: the feed has probably \
                 changed its ids. Nothing was taken in. To take it in without pushing anything, run mimus mirror refresh HANDLE --whole"
            ),
        });
    }
    Ok(())
}

/// An address without what changes while the page stays the same: scheme, `www.`, tracking parameters, a trailing
/// slash.
pub(super) fn canonical(url: &WebUrl) -> String {
    let clean = url.without_trackers();
    let url = clean.as_url();
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let query = url.query().unwrap_or_default();
    let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
    let fragment = url.fragment().map(|f| format!("#{f}")).unwrap_or_default();
    format!("{host}{port}{}?{query}{fragment}", url.path().trim_end_matches('/'))
}

/// FNV-1a, 64 bits: the same over releases and machines.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(guid: &str, link: &str, title: &str, date: u32) -> Marks {
        Marks {
            guid: guid.into(),
            link: WebUrl::parse(link).ok(),
            title: title.into(),
            date: Some(date),
            certain: None,
        }
    }

    fn ids(cursor: &mut Cursor, marks: &[Marks], first: bool) -> Result<Vec<Id>, Failure> {
        Ok(identify(cursor, marks, first, 9_000)?.into_iter().flatten().map(|known| known.id).collect())
    }

    /// The ids that `page` gets after `before` was read.
    fn after(before: &[Marks], page: &[Marks]) -> (Vec<Id>, Vec<Id>) {
        let mut cursor = Cursor::default();
        let first = ids(&mut cursor, before, true).expect("ids");
        (first, ids(&mut cursor, page, false).expect("ids"))
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
    fn a_feed_that_shares_one_link_among_all_is_not_taken_for_renamed() {
        let page = |from: u32| {
            (from..from + 5)
                .map(|n| entry(&format!("g{n}"), "https://x.org/", &format!("T{n}"), n))
                .collect::<Vec<_>>()
        };
        let (first, second) = after(&page(1), &page(6));
        assert!(second.iter().all(|id| !first.contains(id)), "five new entries");
    }

    #[test]
    fn entries_that_are_renamed_all_at_once_stay_the_same() {
        let page = |guid: &str, link: &str, title: &str, date: u32| {
            (1..=5)
                .map(|n| {
                    entry(&format!("{guid}{n}"), &format!("{link}/{n}"), &format!("{title}{n}"), date + n)
                })
                .collect::<Vec<_>>()
        };
        let before = page("a", "https://x.org", "T", 10);
        for (what, renamed) in [
            ("guids and titles", page("b", "https://x.org", "New title ", 10)),
            ("guids, links and dates", page("b", "https://y.org/blog", "T", 5_000)),
        ] {
            let (first, second) = after(&before, &renamed);
            assert_eq!(first, second, "{what}");
        }
        let (first, second) = after(&before, &page("b", "https://y.org/blog", "Other ", 5_000));
        assert!(second.iter().all(|id| !first.contains(id)), "nothing speaks for the old ones");
    }

    #[test]
    fn one_entry_that_is_renamed_and_retitled_is_a_new_one() {
        let (first, second) =
            after(&[entry("a", "https://x.org/1", "One", 5)], &[entry("b", "https://x.org/1", "Two", 6)]);
        assert_ne!(first, second);
    }

    #[test]
    fn without_guid_and_link_the_title_and_date_tell() {
        let mut cursor = Cursor::default();
        let marks = |title: &str, date| Marks { title: title.into(), date, ..Marks::default() };
        let first = ids(&mut cursor, &[marks("a", Some(1)), marks("a", Some(2)), marks("b", None)], true)
            .expect("ids");
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 3);
        let again =
            identify(&mut cursor, &[marks("a", Some(2)), marks("b", None)], false, 9_999).expect("ids");
        let again: Vec<(Id, u32)> = again.into_iter().flatten().map(|known| (known.id, known.date)).collect();
        assert_eq!(
            again,
            [(first[1], 2), (first[2], 9_000)],
            "the date of one without is when it was first seen"
        );
    }

    #[test]
    fn a_feed_that_renames_everything_is_stopped() {
        let mut cursor = Cursor::default();
        let page = |prefix: &str, dates: u32| {
            (0..30)
                .map(|n| entry(&format!("{prefix}{n}"), "", &format!("{prefix} title {n}"), dates + n))
                .collect::<Vec<_>>()
        };
        ids(&mut cursor, &page("old", 1_000), true).expect("ids");
        let before = cursor.clone();
        let refused = ids(&mut cursor, &page("new", 990), false);
        assert!(
            matches!(&refused, Err(Failure::Rejected { why }) if why.contains("30 of 30")),
            "{refused:?}"
        );
        assert_eq!(cursor.known, before.known, "nothing was taken in");
        assert!(ids(&mut cursor, &page("news", 5_000), false).is_ok(), "a burst of news is none");
    }
}

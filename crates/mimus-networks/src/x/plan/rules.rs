//! Packing accounts into the stream's rules so that little changes from one plan to the next.
//!
//! A rule is `from:1 OR from:2 …` by numeric id, since handles change. A guarded rule, `(from:1 OR …) -is:quote`, keeps
//! out the quotes of strangers: on the stream `from:` also matches what a post quotes, and each such post is billed.

use std::collections::{BTreeMap, BTreeSet};

use super::batches::{SEPARATOR, disjunction, term_chars};

/// What a guarded rule adds to its terms.
const GUARD: &str = " -is:quote";

/// The longest term: an id has at most 20 digits.
const LONGEST_TERM: usize = 25;

/// One rule of the filtered stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Numeric ids of its accounts, in rising order.
    pub accounts: Vec<u64>,
    /// Whether quotes are kept out.
    pub guarded: bool,
}

impl Rule {
    /// As X takes it.
    #[must_use]
    pub fn value(&self) -> String {
        let terms = disjunction(&self.accounts);
        if self.guarded { format!("({terms}){GUARD}") } else { terms }
    }

    fn used(&self) -> usize {
        self.accounts.iter().map(|id| term_chars(*id) + SEPARATOR.len()).sum()
    }
}

/// Characters that a rule has for terms, each with the separator after it.
fn room(chars: usize, guarded: bool) -> usize {
    let frame = if guarded { GUARD.len() + 2 } else { 0 };
    (chars + SEPARATOR.len()).saturating_sub(frame)
}

/// Counts how many rules accounts need, one account after the other, so that what is counted always fits.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    chars: usize,
    plain: usize,
    guarded: usize,
}

impl Measure {
    /// For rules of so many characters.
    #[must_use]
    pub(super) fn new(chars: usize) -> Self {
        Self { chars, plain: 0, guarded: 0 }
    }

    /// Rules needed so far. First-fit leaves less than one longest term free in each rule but the last, so this many suffice.
    #[must_use]
    pub(super) fn rules(&self) -> usize {
        let need = |sum: usize, guarded| {
            let sure = room(self.chars, guarded).saturating_sub(LONGEST_TERM + SEPARATOR.len() - 1);
            if sum == 0 { 0 } else { sum.div_ceil(sure.max(1)) }
        };
        need(self.plain, false) + need(self.guarded, true)
    }

    /// Counts an account in if it fits into so many rules.
    pub(super) fn take(&mut self, id: u64, guarded: bool, most: usize) -> bool {
        let before = self.clone();
        let sum = if guarded { &mut self.guarded } else { &mut self.plain };
        *sum += term_chars(id) + SEPARATOR.len();
        if self.rules() <= most {
            return true;
        }
        *self = before;
        false
    }
}

/// Packs accounts (id, guarded) into rules of at most `chars` characters.
///
/// Accounts stay in the rule that they were in before; new ones fill rules with room before they open another. Where the
/// previous rules have become much emptier than needed, the emptiest is dissolved, one a call.
#[must_use]
pub fn pack(accounts: &BTreeMap<u64, bool>, chars: usize, previous: &[Rule]) -> Vec<Rule> {
    let (mut rules, placed) = kept(accounts, chars, previous);
    let mut homeless: Vec<u64> = accounts.keys().copied().filter(|id| !placed.contains(id)).collect();
    homeless.extend(dissolve(&mut rules, accounts, chars));
    for id in homeless {
        place(&mut rules, id, accounts[&id], chars);
    }
    rules
}

fn kept(accounts: &BTreeMap<u64, bool>, chars: usize, previous: &[Rule]) -> (Vec<Rule>, BTreeSet<u64>) {
    let mut placed = BTreeSet::new();
    let mut rules = Vec::new();
    for old in previous {
        let mut rule = Rule { accounts: Vec::new(), guarded: old.guarded };
        for id in &old.accounts {
            let fits = rule.used() + term_chars(*id) + SEPARATOR.len() <= room(chars, old.guarded);
            if fits && accounts.get(id) == Some(&old.guarded) && placed.insert(*id) {
                rule.accounts.push(*id);
            }
        }
        if !rule.accounts.is_empty() {
            rules.push(rule);
        }
    }
    (rules, placed)
}

/// Takes the emptiest rule apart where one rule in eight, and at least one, could be spared.
fn dissolve(rules: &mut Vec<Rule>, accounts: &BTreeMap<u64, bool>, chars: usize) -> Vec<u64> {
    let mut measure = Measure::new(chars);
    for (id, guarded) in accounts {
        measure.take(*id, *guarded, usize::MAX);
    }
    if rules.len() <= measure.rules() + measure.rules() / 8 + 1 {
        return Vec::new();
    }
    let emptiest = (0..rules.len()).min_by_key(|at| rules[*at].used());
    emptiest.map(|at| rules.remove(at).accounts).unwrap_or_default()
}

fn place(rules: &mut Vec<Rule>, id: u64, guarded: bool, chars: usize) {
    let need = term_chars(id) + SEPARATOR.len();
    let home =
        rules.iter_mut().find(|rule| rule.guarded == guarded && rule.used() + need <= room(chars, guarded));
    if let Some(rule) = home {
        let at = rule.accounts.partition_point(|other| *other < id);
        rule.accounts.insert(at, id);
    } else {
        rules.push(Rule { accounts: vec![id], guarded });
    }
}

/// What must be sent to X to come from one set of rules to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Values to add.
    pub add: Vec<String>,
    /// Values to delete.
    pub delete: Vec<String>,
}

impl Changes {
    /// Rules in one call that adds or deletes; X names no limit, and a hundred has always been taken.
    pub const A_CALL: usize = 100;

    /// The difference between two sets of rules.
    #[must_use]
    pub fn between(old: &[Rule], new: &[Rule]) -> Self {
        let values = |rules: &[Rule]| rules.iter().map(Rule::value).collect::<BTreeSet<_>>();
        let (old, new) = (values(old), values(new));
        Self { add: new.difference(&old).cloned().collect(), delete: old.difference(&new).cloned().collect() }
    }

    /// Calls that carry them.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.add.len().div_ceil(Self::A_CALL) + self.delete.len().div_ceil(Self::A_CALL)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(ids: impl IntoIterator<Item = u64>) -> BTreeMap<u64, bool> {
        ids.into_iter().map(|id| (id, false)).collect()
    }

    #[test]
    fn the_longest_ids_fit_as_counted_by_hand() {
        let rules = pack(&all((0..37).map(|n| 1_000_000_000_000_000_000 + n)), 1_024, &[]);
        assert_eq!(rules.iter().map(|rule| rule.accounts.len()).collect::<Vec<_>>(), [36, 1]);
        assert_eq!(rules[0].value().len(), 36 * 28 - 4);
    }

    #[test]
    fn a_guarded_rule_keeps_quotes_out() {
        let rules = pack(&BTreeMap::from([(7, true), (8, true), (9, false)]), 1_024, &[]);
        let values: Vec<String> = rules.iter().map(Rule::value).collect();
        assert_eq!(values, ["(from:7 OR from:8) -is:quote", "from:9"]);
    }

    #[test]
    fn one_account_more_or_less_changes_one_rule() {
        let many = all((0..500).map(|n| 1_000_000_000_000_000_000 + n * 7));
        let before = pack(&many, 512, &[]);
        let mut less = many.clone();
        less.remove(&1_000_000_000_000_000_700);
        let after = pack(&less, 512, &before);
        let changes = Changes::between(&before, &after);
        assert_eq!((changes.add.len(), changes.delete.len()), (1, 1));
        let mut more = less.clone();
        more.insert(3, false);
        let changes = Changes::between(&after, &pack(&more, 512, &after));
        assert_eq!((changes.add.len(), changes.delete.len()), (1, 1));
    }

    #[test]
    fn emptied_rules_are_given_back() {
        let many = all(1_000_000_000_000_000_000..1_000_000_000_000_000_360);
        let mut rules = pack(&many, 512, &[]);
        assert_eq!(rules.len(), 20);
        let few: BTreeMap<_, _> = many.into_iter().filter(|(id, _)| id % 10 == 0).collect();
        for _ in 0..20 {
            rules = pack(&few, 512, &rules);
        }
        assert!(rules.len() <= 4, "{}", rules.len());
    }

    proptest! {
        #[test]
        fn every_account_once_and_no_rule_too_long(
            before in proptest::collection::btree_map(any::<u64>(), any::<bool>(), 0..300),
            after in proptest::collection::btree_map(any::<u64>(), any::<bool>(), 0..300),
            keep in proptest::collection::vec(any::<bool>(), 300),
            chars in 64_usize..1_100,
        ) {
            let first = pack(&before, chars, &[]);
            let mut wanted = after;
            wanted.extend(before.iter().zip(keep).filter(|(_, keep)| *keep).map(|((id, guarded), _)| (*id, *guarded)));
            let second = pack(&wanted, chars, &first);
            let mut measure = Measure::new(chars);
            for (id, guarded) in &wanted {
                prop_assert!(measure.take(*id, *guarded, usize::MAX));
            }
            let mut seen = BTreeMap::new();
            for rule in &second {
                prop_assert!(rule.value().len() <= chars, "{}", rule.value());
                for id in &rule.accounts {
                    prop_assert!(seen.insert(*id, rule.guarded).is_none());
                }
            }
            prop_assert_eq!(seen, wanted);
        }

        #[test]
        fn what_was_measured_fits(ids in proptest::collection::btree_map(any::<u64>(), any::<bool>(), 0..400), most in 0_usize..12) {
            let mut measure = Measure::new(512);
            let taken: BTreeMap<_, _> = ids.into_iter().filter(|(id, guarded)| measure.take(*id, *guarded, most)).collect();
            prop_assert!(pack(&taken, 512, &[]).len() <= most);
        }
    }
}

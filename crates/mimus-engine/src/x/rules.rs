//! Keeping the stream's rules in step with the plan.

use std::collections::BTreeSet;

use mimus_networks::Failure;
use mimus_networks::x::{MeteredX, RuleChange};

/// What Mimus calls its rules; others are left alone.
const TAG: &str = "mimus";
/// Rules that are added or removed in one call.
const AT_ONCE: usize = 100;

/// Makes X's rules those that are wanted. What is too much goes first: there may be no room for more.
pub(super) async fn keep_in_step(x: &MeteredX, wanted: &[String]) -> Result<(), Failure> {
    let held = x.rules().await?;
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    let ours = || held.iter().filter(|rule| rule.tag.as_deref() == Some(TAG));
    let surplus: Vec<String> =
        ours().filter(|rule| !wanted.contains(rule.value.as_str())).map(|rule| rule.id.clone()).collect();
    for ids in surplus.chunks(AT_ONCE) {
        x.change_rules(&RuleChange::Delete(ids.to_vec())).await?;
    }
    let there: BTreeSet<&str> = held.iter().map(|rule| rule.value.as_str()).collect();
    let missing: Vec<String> = wanted.difference(&there).map(|value| (*value).to_owned()).collect();
    for values in missing.chunks(AT_ONCE) {
        let change = RuleChange::Add { values: values.to_vec(), tag: TAG };
        let added = x.change_rules(&change).await?;
        let refused: Vec<String> = added
            .problems
            .iter()
            .filter(|problem| problem.tail() != "duplicate-rules")
            .map(mimus_networks::x::Problem::words)
            .collect();
        if let Some(why) = refused.first() {
            return Err(Failure::Rejected {
                why: format!("X takes {} of the stream's rules not: {why}", refused.len()),
            });
        }
    }
    Ok(())
}

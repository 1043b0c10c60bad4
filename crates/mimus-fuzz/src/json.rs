//! JSON changed as what it says, so that it stays JSON: what is only broken text is soon turned away.

use std::ops::Range;

use serde_json::{Value, json};

use crate::rng::Rng;
use crate::{Target, words};

/// Deepest place that is changed.
const MAX_DEPTH: usize = 64;

/// Changes one thing in a text's JSON; false where there is none, or none that can be read.
pub(crate) fn change(rng: &mut Rng, target: Target, bytes: &mut Vec<u8>) -> bool {
    let Some(place) = place(rng, target, bytes) else { return false };
    let Ok(mut document) = serde_json::from_slice::<Value>(&bytes[place.clone()]) else { return false };
    let (things, other) = (count(&document), document.clone());
    let foreign = nth(&other, &mut rng.below(things)).cloned().unwrap_or_default();
    if let Some(thing) = nth_mut(&mut document, &mut rng.below(things), 0) {
        change_thing(rng, target, thing, foreign);
    }
    let Ok(text) = serde_json::to_vec(&document) else { return false };
    bytes.splice(place, text);
    true
}

/// Where the JSON stands: in an archive it is the value of one of the files.
fn place(rng: &mut Rng, target: Target, bytes: &[u8]) -> Option<Range<usize>> {
    if target != Target::Archive {
        return bytes.starts_with(b"{").then_some(0..bytes.len());
    }
    let find = |from: usize, what: &[u8]| {
        bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(begin) = find(at, b" = ") {
        let end = find(begin, b"\n=== ").unwrap_or(bytes.len());
        values.push(begin + 3..end);
        at = end;
    }
    rng.pick(&values).cloned()
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

fn nth<'a>(value: &'a Value, left: &mut usize) -> Option<&'a Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    children(value).find_map(|child| nth(child, left))
}

fn nth_mut<'a>(value: &'a mut Value, left: &mut usize, depth: usize) -> Option<&'a mut Value> {
    if *left == 0 || depth == MAX_DEPTH {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth_mut(item, left, depth + 1)),
        Value::Object(members) => members.values_mut().find_map(|member| nth_mut(member, left, depth + 1)),
        _ => None,
    }
}

fn change_thing(rng: &mut Rng, target: Target, thing: &mut Value, foreign: Value) {
    let old = thing.take();
    *thing = match (rng.below(10), old) {
        (0, _) => foreign,
        (1, old) => json!([old, foreign]),
        (2, old) => json!({ "id": old, "type": foreign }),
        (3, _) => scalar(rng, target),
        (4, Value::String(text)) => Value::String(format!("{text}{}", text_word(rng, target))),
        (5, Value::String(text)) => {
            let cut = text.floor_char_boundary(rng.below(text.len() + 1));
            Value::String(text[..cut].to_owned())
        }
        (6, Value::String(text)) => Value::String(text.repeat(1 + rng.below(50))),
        (_, Value::Array(items)) => Value::Array(change_items(rng, items, foreign)),
        (_, Value::Object(mut members)) => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = rng.pick(&names).cloned().unwrap_or_default();
            match rng.below(3) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(name_word(rng, target), foreign)),
                _ => {
                    let value = members.remove(&name).unwrap_or_default();
                    members.insert(name_word(rng, target), value);
                }
            }
            Value::Object(members)
        }
        _ => scalar(rng, target),
    };
}

fn change_items(rng: &mut Rng, mut items: Vec<Value>, foreign: Value) -> Vec<Value> {
    match rng.below(4) {
        0 if !items.is_empty() => drop(items.remove(rng.below(items.len()))),
        1 => items.reverse(),
        2 => items.extend(std::iter::repeat_n(foreign, 1 + rng.below(60))),
        _ => items.push(foreign),
    }
    items
}

fn text_word(rng: &mut Rng, target: Target) -> &'static str {
    let from = if rng.once_in(2) { words::ANYWHERE } else { words::of(target) };
    rng.pick(from).copied().unwrap_or_default()
}

/// The name of a member that means something.
fn name_word(rng: &mut Rng, target: Target) -> String {
    let word = rng.pick(words::of(target)).copied().unwrap_or_default();
    word.trim_end_matches(':').trim_matches('"').to_owned()
}

fn scalar(rng: &mut Rng, target: Target) -> Value {
    let word = match rng.below(3) {
        0 => rng.pick(words::NUMBERS).copied().unwrap_or_default(),
        _ => text_word(rng, target),
    };
    // As a value where it is one, as a text where not; numbers are often texts too.
    match serde_json::from_str(word) {
        Ok(value) if !rng.once_in(4) => value,
        _ => Value::String(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_stays_json() {
        let begin = br#"{"id":"a","object":{"type":["Note",1],"tag":[]}}"#.to_vec();
        let mut changed = 0;
        for number in 0..500 {
            let mut rng = Rng::for_input(1, "inbox", number);
            let mut bytes = begin.clone();
            // It may have become something that is no object, and so is left as it is.
            while changed < 10_000 && rng.below(8) > 0 && change(&mut rng, Target::Inbox, &mut bytes) {
                changed += 1;
            }
            assert!(serde_json::from_slice::<Value>(&bytes).is_ok(), "{}", String::from_utf8_lossy(&bytes));
        }
        assert!(changed > 500, "{changed}");
    }

    #[test]
    fn in_an_archive_one_file_is_changed() {
        let text = b"#files\n=== a\nwindow.a = [1]\n=== b\nwindow.b = [2]\n";
        let mut rng = Rng::for_input(1, "archive", 0);
        let mut bytes = text.to_vec();
        assert!(change(&mut rng, Target::Archive, &mut bytes));
        assert_ne!(bytes, text);
        assert!(bytes.starts_with(b"#files\n=== a\nwindow.a = "));
        assert!(!change(&mut rng, Target::Archive, &mut b"PK = ".to_vec()));
    }
}

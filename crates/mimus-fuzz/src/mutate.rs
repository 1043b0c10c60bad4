//! From seeds to inputs: one input for each number, made anew from nothing but that number.

use std::ops::Range;

use crate::Target;
use crate::corpus::Seed;
use crate::rng::Rng;
use crate::tokens::{Shape, tokens};
use crate::{json, words};

/// Longest input, in bytes. Larger bodies are tested by hand, where the bound is what is tested.
pub const MAX_INPUT: usize = 96 << 10;

/// How deep a nesting is written at most.
const MAX_NESTING: usize = 4_000;

/// The input of that number. Seeds must not be empty, and be the same ones in the same order for the same input.
#[must_use]
pub fn input(target: Target, seeds: &[Seed], seed: u64, number: u64) -> Vec<u8> {
    let mut rng = Rng::for_input(seed, target.name(), number);
    let Some(first) = rng.pick(seeds) else { return Vec::new() };
    let mut bytes = first.bytes.clone();
    if rng.once_in(8)
        && let Some(other) = rng.pick(seeds)
    {
        bytes = spliced(&mut rng, &bytes, &other.bytes);
    }
    let region = target.region(&mut rng, &bytes);
    let tail = bytes.split_off(region.end);
    let mut changed = bytes.split_off(region.start);
    let other = rng.pick(seeds).map_or(&[][..], |seed| &seed.bytes);
    // Half of the inputs differ in one thing: those get furthest.
    let rounds = if rng.once_in(2) { 1 } else { 1 + rng.below(1 << rng.clone().below(5)) };
    for _ in 0..rounds {
        mutate(&mut rng, target, &mut changed, other);
        if changed.len() > MAX_INPUT {
            changed.truncate(MAX_INPUT);
        }
    }
    bytes.extend(changed);
    bytes.extend(tail);
    bytes.truncate(MAX_INPUT);
    bytes
}

/// The beginning of one and the end of the other.
fn spliced(rng: &mut Rng, one: &[u8], other: &[u8]) -> Vec<u8> {
    let cut = rng.below(one.len() + 1);
    let from = rng.below(other.len() + 1);
    [&one[..cut], &other[from..]].concat()
}

fn mutate(rng: &mut Rng, target: Target, bytes: &mut Vec<u8>, other: &[u8]) {
    if rng.once_in(2) && json::change(rng, target, bytes) {
        return;
    }
    match rng.below(10) {
        0 | 1 => change_bytes(rng, bytes),
        2 | 3 => change_blocks(rng, bytes, other),
        4 | 5 => put_word(rng, target, bytes),
        6 => change_number(rng, bytes),
        _ => change_tokens(rng, target, bytes, other),
    }
}

fn change_bytes(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let at = rng.below(bytes.len());
    let random = rng.next().to_le_bytes()[0];
    match rng.below(4) {
        0 => bytes.insert(at, random),
        _ if bytes.is_empty() => {}
        1 => bytes[at] ^= 1 << rng.below(8),
        2 => bytes[at] = random,
        _ => {
            bytes.remove(at);
        }
    }
}

fn change_blocks(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    let piece = rng.piece(bytes.len());
    match rng.below(6) {
        0 => drop(bytes.drain(piece)),
        1 => {
            let copy = bytes[piece].to_vec();
            put(bytes, rng.below(bytes.len() + 1), &copy);
        }
        2 => {
            let copy = bytes[piece.clone()].repeat(1 + rng.below(30));
            put(bytes, piece.start, &copy);
        }
        3 => {
            let moved: Vec<u8> = bytes.drain(piece).collect();
            put(bytes, rng.below(bytes.len() + 1), &moved);
        }
        4 => {
            let foreign = other[rng.piece(other.len())].to_vec();
            bytes.splice(piece, foreign);
        }
        _ => {
            let keep = rng.below(bytes.len() + 1);
            // Cutting is the end of most inputs, so it is rare.
            if rng.once_in(4) {
                bytes.truncate(keep);
            }
        }
    }
}

fn put_word(rng: &mut Rng, target: Target, bytes: &mut Vec<u8>) {
    let common = rng.once_in(3);
    let from = if common { words::ANYWHERE } else { words::of(target) };
    let Some(word) = rng.pick(from) else { return };
    let word = if rng.once_in(16) { word.repeat(1 + rng.below(200)) } else { (*word).to_owned() };
    let at = rng.below(bytes.len() + 1);
    if rng.once_in(2) {
        put(bytes, at, word.as_bytes());
    } else {
        let end = (at + word.len()).min(bytes.len());
        bytes.splice(at..end, word.into_bytes());
    }
}

/// Puts another number in place of one that is there.
fn change_number(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let runs: Vec<Range<usize>> = digits(bytes);
    let (Some(run), Some(number)) = (rng.pick(&runs), rng.pick(words::NUMBERS)) else { return };
    bytes.splice(run.clone(), number.bytes());
}

fn digits(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut begun = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (byte.is_ascii_digit(), begun) {
            (true, None) => begun = Some(at),
            (false, Some(start)) => {
                runs.push(start..at);
                begun = None;
            }
            _ => {}
        }
    }
    runs.extend(begun.map(|start| start..bytes.len()));
    runs
}

fn change_tokens(rng: &mut Rng, target: Target, bytes: &mut Vec<u8>, other: &[u8]) {
    let shape = target.shape(bytes);
    let all = tokens(shape, bytes);
    let (Some(one), Some(two)) = (rng.pick(&all).cloned(), rng.pick(&all).cloned()) else { return };
    match rng.below(7) {
        0 => drop(bytes.drain(one)),
        1 => {
            let copy = bytes[one.clone()].to_vec();
            put(bytes, one.end, &copy);
        }
        2 => {
            let copy = bytes[two].to_vec();
            bytes.splice(one, copy);
        }
        3 => {
            let theirs = tokens(shape, other);
            let foreign = rng.pick(&theirs).map_or(&[][..], |token| &other[token.clone()]).to_vec();
            bytes.splice(one, foreign);
        }
        4 => {
            let word = rng.pick(words::of(target)).map_or("", |word| *word);
            bytes.splice(one, word.bytes());
        }
        5 => nest(rng, shape, bytes, &one),
        _ => {
            let (start, end) = (one.start.min(two.start), one.end.max(two.end));
            let copy = bytes[start..end].to_vec();
            put(bytes, end, &copy);
        }
    }
}

/// Wraps a token into many of its like.
fn nest(rng: &mut Rng, shape: Shape, bytes: &mut Vec<u8>, token: &Range<usize>) {
    let depth = 1 + rng.below(if rng.clone().once_in(16) { MAX_NESTING } else { 40 });
    let (open, close) = match shape {
        Shape::Json => {
            let pairs = [
                ("[", "]"),
                ("{\"a\":", "}"),
                ("[[", ""),
                ("{\"object\":{\"type\":\"Note\",\"tag\":[", "]}}"),
            ];
            let (open, close) = pairs[rng.below(pairs.len())];
            (open.as_bytes().to_vec(), close.as_bytes().to_vec())
        }
        Shape::Markup => {
            let open = bytes[token.clone()].to_vec();
            let name: Vec<u8> =
                open.iter().skip(1).take_while(|byte| !b" />\n\t".contains(byte)).copied().collect();
            (open, [b"</", name.as_slice(), b">"].concat())
        }
        Shape::Words => (b"(\"".to_vec(), b"\")".to_vec()),
    };
    let close = if rng.once_in(3) { Vec::new() } else { close };
    let depth = depth.min(MAX_INPUT / (open.len() + close.len()).max(1));
    put(bytes, token.end, &close.repeat(depth));
    put(bytes, token.start, &open.repeat(depth));
}

fn put(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    if bytes.len() + piece.len() <= MAX_INPUT {
        bytes.splice(at..at, piece.iter().copied());
    }
}

//! The song of a mirror: a small sonogram drawn from its name, which stands where it has no banner.

use mimus_core::LocalHandle;

use crate::conditional::fingerprint;

/// Strokes in the song that fills a banner, which is 672 wide and 48 high.
pub(crate) const BANNER: u64 = 56;
/// Strokes in the song beside a name, which is 288 wide and 48 high.
pub(crate) const LINE: u64 = 24;
/// Units from one stroke to the next.
const STEP: u64 = 12;

/// The `d` of an SVG path of so many strokes: the same for the same name.
///
/// A mockingbird sings a phrase several times over and goes on to the next; so does this.
pub(crate) fn path(handle: &LocalHandle, strokes: u64) -> String {
    let mut state = fingerprint(handle.as_str().as_bytes()) | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut heights: Vec<u64> = Vec::new();
    while (heights.len() as u64) < strokes {
        let phrase: Vec<u64> = (0..3 + next() % 4).map(|_| 3 + next() % 20).collect();
        for _ in 0..2 + next() % 2 {
            heights.extend(&phrase);
        }
        heights.push(0);
    }
    let mut d = String::with_capacity(700);
    for (at, half) in (0..strokes).zip(heights) {
        if half > 0 {
            d.push_str(&format!("M{} {}v{}", at * STEP + STEP / 2, 24 - half, half * 2));
        }
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_song_belongs_to_a_name() {
        let of = |name| path(&LocalHandle::new(name).expect("a test's own handle"), BANNER);
        assert_eq!(of("ana"), of("Ana"));
        assert_ne!(of("ana"), of("bo"));
        assert!(of("ana").len() < 1_000);
        assert!(of("ana").starts_with('M'));
    }
}

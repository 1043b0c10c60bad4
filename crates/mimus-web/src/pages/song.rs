//! The song of a mirror: a small sonogram drawn from its name, which stands where it has no banner.

use mimus_core::LocalHandle;

use crate::conditional::fingerprint;

/// Syllables in the song that fills a banner, which is 1,008 wide and 48 high.
pub(crate) const BANNER: u64 = 84;
/// Syllables in the song beside a name, which is 432 wide and 48 high.
pub(crate) const LINE: u64 = 36;
/// Units from one syllable to the next.
const STEP: u64 = 12;

/// The `d` of an SVG path of so many syllables: the same for the same name.
///
/// A mockingbird sings a phrase several times over and goes on to the next; so does this. A syllable is a
/// stroke that begins at some pitch and rises or falls.
pub(crate) fn path(handle: &LocalHandle, syllables: u64) -> String {
    let mut state = fingerprint(handle.as_str().as_bytes()) | 1;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) % below
    };
    let mut song: Vec<Option<(u64, u64, i64)>> = Vec::new();
    while (song.len() as u64) < syllables {
        let mut phrase = Vec::new();
        for _ in 0..2 + next(4) {
            let rise = i64::try_from(next(25)).unwrap_or(0) - 12;
            phrase.push(Some((14 + next(21), 2 + next(6), rise)));
        }
        for _ in 0..2 + next(3) {
            song.extend(&phrase);
        }
        song.push(None);
    }
    let mut d = String::with_capacity(1_000);
    for (at, syllable) in (0..syllables).zip(song) {
        if let Some((pitch, length, rise)) = syllable {
            d.push_str(&format!("M{} {pitch}l{length} {rise}", at * STEP + 2));
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
        assert!(of("ana").len() < 1_500);
        assert!(of("ana").starts_with('M'));
    }
}

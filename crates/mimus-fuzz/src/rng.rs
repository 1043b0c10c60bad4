//! Numbers that look random and are the same for the same seed on every machine.

/// SplitMix64 (Steele, Lea and Flood, 2014): one addition and three mixing steps a number, and any two seeds give
/// streams that have nothing to do with each other.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The stream for one input: of that run's seed, that target and that number.
    #[must_use]
    pub fn for_input(seed: u64, target: &str, number: u64) -> Self {
        let mut rng = Self(seed);
        let mut state = rng.next();
        for byte in target.bytes() {
            state = Self(state ^ u64::from(byte)).next();
        }
        Self(state ^ Self(number).next())
    }

    /// The next 64 bits.
    #[expect(clippy::should_implement_trait, reason = "it never ends, so it is no iterator to collect")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        match u64::try_from(end) {
            Ok(end) if end > 0 => usize::try_from(self.next() % end).unwrap_or(0),
            _ => 0,
        }
    }

    /// True once in `times`, on average.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several; `None` of none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// A piece of `length` bytes or less within `0..len`, short more often than long.
    pub fn piece(&mut self, len: usize) -> std::ops::Range<usize> {
        let start = self.below(len);
        let longest = 1 << (1 + self.below(9));
        let end = start + 1 + self.below(longest);
        start..end.min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_input_has_one_stream() {
        let first = |seed, target, number| Rng::for_input(seed, target, number).next();
        assert_eq!(first(1, "feed", 7), first(1, "feed", 7));
        let others = [first(2, "feed", 7), first(1, "html", 7), first(1, "feed", 8)];
        assert!(others.iter().all(|other| *other != first(1, "feed", 7)));
    }

    #[test]
    fn pieces_lie_within() {
        let mut rng = Rng::for_input(1, "x", 0);
        for len in 0..200 {
            let piece = rng.piece(len);
            assert!(piece.start <= piece.end && piece.end <= len, "{piece:?} of {len}");
        }
    }
}

//! Bodies that come packed.

use std::io::{self, Write};

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;

/// How much is unpacked at a time. It grows at most 1032 times (RFC 1951's longest match in its shortest code), so
/// that a piece stays under 5 MB whatever is sent.
const STEP: usize = 4 << 10;

/// Unpacks a body as it comes.
pub(crate) struct Gunzip {
    packed: Bytes,
    decoder: MultiGzDecoder<Vec<u8>>,
    began: bool,
    ended: bool,
}

impl Gunzip {
    pub(crate) fn new() -> Self {
        Self { packed: Bytes::new(), decoder: MultiGzDecoder::new(Vec::new()), began: false, ended: false }
    }

    /// Takes what has come. Only when all that came before is unpacked.
    pub(crate) fn feed(&mut self, packed: Bytes) {
        debug_assert!(self.packed.is_empty(), "what came before is not unpacked yet");
        self.began |= !packed.is_empty();
        self.packed = packed;
    }

    /// The next piece of what has been taken; none when more is needed.
    pub(crate) fn next(&mut self) -> io::Result<Option<Bytes>> {
        while !self.packed.is_empty() {
            let step = self.packed.len().min(STEP);
            self.decoder.write_all(&self.packed[..step])?;
            self.decoder.flush()?;
            self.packed.advance(step);
            if let Some(piece) = self.unpacked() {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }

    /// What is left when nothing more comes. An error where the body was not whole.
    pub(crate) fn finish(&mut self) -> io::Result<Option<Bytes>> {
        // Of a body that is empty, or has been found whole before, there is nothing to find out.
        if self.began && !self.ended {
            self.ended = true;
            self.decoder.try_finish()?;
        }
        Ok(self.unpacked())
    }

    fn unpacked(&mut self) -> Option<Bytes> {
        let piece = std::mem::take(self.decoder.get_mut());
        (!piece.is_empty()).then(|| Bytes::from(piece))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes of pieces, and the longest piece that came out.
    fn unpack<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> io::Result<(Vec<u8>, usize)> {
        let (mut gunzip, mut whole, mut longest) = (Gunzip::new(), Vec::new(), 0);
        for piece in pieces {
            gunzip.feed(Bytes::copy_from_slice(piece));
            while let Some(piece) = gunzip.next()? {
                longest = longest.max(piece.len());
                whole.extend_from_slice(&piece);
            }
        }
        while let Some(piece) = gunzip.finish()? {
            whole.extend_from_slice(&piece);
        }
        Ok((whole, longest))
    }

    #[test]
    fn what_was_packed_comes_out_however_it_is_cut() {
        let text: Vec<u8> = (0..100_000u32).flat_map(u32::to_le_bytes).collect();
        let all = packed(&text);
        for size in [1, 7, 4_096, usize::MAX] {
            assert_eq!(unpack(all.chunks(size.min(all.len()))).unwrap().0, text, "{size}");
        }
        let twice = [packed(b"one, "), packed(b"two")].concat();
        assert_eq!(unpack([twice.as_slice()]).unwrap().0, b"one, two");
        assert_eq!(unpack([]).unwrap().0, b"");
    }

    #[test]
    fn what_is_not_whole_is_an_error() {
        let all = packed(b"a sentence that goes on for a while, and another one");
        for wrong in [&all[..all.len() - 1], &all[..12], b"plain text", &[&all[..], b"plain"].concat()] {
            assert!(unpack([wrong]).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn little_does_not_become_much_at_once() {
        let all = packed(&vec![0; 40 << 20]);
        let (whole, longest) = unpack([all.as_slice()]).unwrap();
        assert_eq!(whole.len(), 40 << 20);
        assert!(longest < 5 << 20, "{longest}");
    }
}

//! Splitting the array in a data file into its elements, without holding the file.
//!
//! The files are JavaScript: `window.YTD.tweets.part0 = [ … ]`, with or without a semicolon; tools rename what
//! stands before `=` (`module.exports =`) or leave it out. What follows is a JSON array.

use std::io;

/// Longest element, in bytes.
pub(super) const MAX_RECORD_BYTES: usize = 1 << 20;
/// Longest text before the array, in bytes.
const MAX_PREAMBLE_BYTES: u64 = 4_096;
/// Deepest nesting within an element.
const MAX_DEPTH: u32 = 64;
const BUFFER_BYTES: usize = 64 << 10;

/// Why the elements of a file cannot be read on. Bytes count from 0, records from 1.
#[derive(Debug, thiserror::Error)]
pub(super) enum RecordError {
    #[error("reading fails at byte {at}: {source}")]
    Io { at: u64, source: io::Error },
    #[error("no array of records begins by byte {at}; is the file what X gave?")]
    NoArray { at: u64 },
    #[error("the file is cut off at byte {at}, in record {}", whole + 1)]
    CutOff { at: u64, whole: u64 },
    #[error("record {number} at byte {at} is longer than {MAX_RECORD_BYTES} bytes")]
    TooLong { number: u64, at: u64 },
    #[error("record {number} is nested more than {MAX_DEPTH} deep at byte {at}")]
    TooDeep { number: u64, at: u64 },
    #[error("{found:?} at byte {at} is not JSON there (record {number})")]
    Unexpected { number: u64, at: u64, found: char },
}

/// One element.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// Its JSON.
    pub(super) bytes: &'a [u8],
    /// The how manieth it is, from 1.
    pub(super) number: u64,
    /// Its first byte in the file.
    pub(super) at: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    BeforeArray,
    BeforeFirst,
    AfterElement,
    AfterArray,
}

/// The elements of a file, one after another.
#[derive(Debug)]
pub(super) struct Records<R> {
    source: R,
    buffer: Box<[u8]>,
    at: usize,
    filled: usize,
    /// Bytes of the file before the buffer.
    before: u64,
    number: u64,
    place: Place,
    record: Vec<u8>,
    record_at: u64,
}

impl<R: io::Read> Records<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; BUFFER_BYTES].into_boxed_slice(),
            at: 0,
            filled: 0,
            before: 0,
            number: 0,
            place: Place::BeforeArray,
            record: Vec::new(),
            record_at: 0,
        }
    }

    /// How many elements were given or skipped.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next element; `None` after the last.
    pub(super) fn next_record(&mut self) -> Result<Option<Record<'_>>, RecordError> {
        if !self.advance(true)? {
            return Ok(None);
        }
        Ok(Some(Record { bytes: &self.record, number: self.number, at: self.record_at }))
    }

    /// Passes over up to `count` elements; gives how many there were.
    pub(super) fn skip(&mut self, count: u64) -> Result<u64, RecordError> {
        for passed in 0..count {
            if !self.advance(false)? {
                return Ok(passed);
            }
        }
        Ok(count)
    }

    fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    fn peek(&mut self) -> Result<Option<u8>, RecordError> {
        if self.at == self.filled {
            self.before += self.filled as u64;
            self.at = 0;
            self.filled = 0;
            loop {
                match self.source.read(&mut self.buffer) {
                    Ok(read) => {
                        self.filled = read.min(self.buffer.len());
                        break;
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(source) => return Err(RecordError::Io { at: self.before, source }),
                }
            }
        }
        Ok(self.buffer[..self.filled].get(self.at).copied())
    }

    fn peek_past_space(&mut self) -> Result<Option<u8>, RecordError> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(Some(byte));
            }
            self.at += 1;
        }
        Ok(None)
    }

    fn unexpected(&self, byte: u8) -> RecordError {
        RecordError::Unexpected { number: self.number + 1, at: self.position(), found: char::from(byte) }
    }

    fn cut_off(&self) -> RecordError {
        RecordError::CutOff { at: self.position(), whole: self.number }
    }

    fn enter_array(&mut self) -> Result<(), RecordError> {
        for mark in [0xEF, 0xBB, 0xBF] {
            if self.peek()? == Some(mark) {
                self.at += 1;
            }
        }
        if self.peek_past_space()? != Some(b'[') {
            loop {
                match self.peek()? {
                    Some(_) if self.position() > MAX_PREAMBLE_BYTES => {
                        return Err(RecordError::NoArray { at: self.position() });
                    }
                    Some(b'=') => break,
                    Some(_) => self.at += 1,
                    None => return Err(RecordError::NoArray { at: self.position() }),
                }
            }
            self.at += 1;
            if self.peek_past_space()? != Some(b'[') {
                return Err(RecordError::NoArray { at: self.position() });
            }
        }
        self.at += 1;
        self.place = Place::BeforeFirst;
        Ok(())
    }

    fn leave_array(&mut self) -> Result<(), RecordError> {
        self.at += 1;
        self.place = Place::AfterArray;
        while let Some(byte) = self.peek_past_space()? {
            if byte != b';' {
                return Err(self.unexpected(byte));
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Goes past one element, keeping its bytes where they are wanted; `false` at the array's end.
    fn advance(&mut self, keep: bool) -> Result<bool, RecordError> {
        if self.place == Place::BeforeArray {
            self.enter_array()?;
        }
        if self.place == Place::AfterArray {
            return Ok(false);
        }
        let mut next = self.peek_past_space()?;
        if self.place == Place::AfterElement && next == Some(b',') {
            self.at += 1;
            next = self.peek_past_space()?;
        }
        match next {
            None => return Err(self.cut_off()),
            Some(b']') => {
                self.leave_array()?;
                return Ok(false);
            }
            Some(byte @ (b',' | b'}' | b':')) => return Err(self.unexpected(byte)),
            Some(_) => {}
        }
        self.record_at = self.position();
        self.record.clear();
        self.pass_element(keep)?;
        self.number += 1;
        self.place = Place::AfterElement;
        Ok(true)
    }

    fn pass_element(&mut self, keep: bool) -> Result<(), RecordError> {
        let mut scan = Scan::default();
        let mut length = 0;
        loop {
            if self.peek()?.is_none() {
                return Err(self.cut_off());
            }
            let chunk = &self.buffer[self.at..self.filled];
            let (taken, ended) = scan.pass(chunk);
            length += taken;
            if length > MAX_RECORD_BYTES {
                return Err(RecordError::TooLong { number: self.number + 1, at: self.record_at });
            }
            if keep {
                self.record.extend_from_slice(&chunk[..taken]);
            }
            self.at += taken;
            match ended {
                Some(End::Separator) => return Ok(()),
                Some(End::Unopened(byte)) => return Err(self.unexpected(byte)),
                Some(End::TooDeep) => {
                    return Err(RecordError::TooDeep { number: self.number + 1, at: self.position() });
                }
                None => {}
            }
        }
    }
}

/// Why an element's scan stops at a byte.
#[derive(Debug)]
enum End {
    Separator,
    Unopened(u8),
    TooDeep,
}

/// Where in an element's syntax the scan stands; it goes from buffer to buffer.
#[derive(Debug, Default)]
struct Scan {
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// How many bytes of `chunk` belong to the element, and what ended it.
    fn pass(&mut self, chunk: &[u8]) -> (usize, Option<End>) {
        let mut at = 0;
        while at < chunk.len() {
            if self.in_string {
                if self.escaped {
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                match chunk[at..].iter().position(|byte| matches!(byte, b'"' | b'\\')) {
                    None => return (chunk.len(), None),
                    Some(found) => {
                        at += found;
                        if chunk[at] == b'"' {
                            self.in_string = false;
                        } else {
                            self.escaped = true;
                        }
                        at += 1;
                    }
                }
                continue;
            }
            match chunk[at] {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return (at, Some(End::TooDeep));
                    }
                }
                b',' | b']' if self.depth == 0 => return (at, Some(End::Separator)),
                byte @ b'}' if self.depth == 0 => return (at, Some(End::Unopened(byte))),
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
            at += 1;
        }
        (at, None)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives its bytes in pieces of the given sizes, over and over.
    struct Pieces<'a> {
        bytes: &'a [u8],
        sizes: Vec<usize>,
        turn: usize,
    }

    impl io::Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.sizes[self.turn % self.sizes.len()].max(1);
            self.turn += 1;
            let count = size.min(self.bytes.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.bytes[..count]);
            self.bytes = &self.bytes[count..];
            Ok(count)
        }
    }

    fn split(source: impl io::Read) -> (Vec<String>, Option<RecordError>) {
        let mut records = Records::new(source);
        let mut found = Vec::new();
        loop {
            match records.next_record() {
                Ok(Some(record)) => {
                    assert_eq!(record.number, found.len() as u64 + 1);
                    found.push(String::from_utf8_lossy(record.bytes).trim_end().to_owned());
                }
                Ok(None) => return (found, None),
                Err(error) => return (found, Some(error)),
            }
        }
    }

    fn whole(text: &str) -> Vec<String> {
        let (found, error) = split(text.as_bytes());
        assert!(error.is_none(), "{text:?}: {error:?}");
        found
    }

    #[test]
    fn every_way_of_writing_the_array_is_read() {
        let wanted = [r#"{"a":"]},\"["}"#, "[1,[2]]", "3"];
        let body = format!("[ {} ]", wanted.join(" ,\n"));
        for around in [
            body.clone(),
            format!("window.YTD.tweets.part0 = {body}"),
            format!("module.exports =\n{body};\n"),
            format!("\u{feff}Grailbird.data.tweets_2012_05 = \n {body} ; "),
            format!("x = [{},]", wanted.join(",")),
        ] {
            assert_eq!(whole(&around), wanted, "{around}");
        }
        assert!(whole("window.YTD.tweets.part0 = [ ]").is_empty());
    }

    #[test]
    fn what_is_no_array_is_refused_with_its_place() {
        let failure = |text: &str| split(text.as_bytes()).1.map(|e| e.to_string()).unwrap_or_default();
        insta::assert_snapshot!([
            "", "hello", "x = {}", "x = [1, 2", r#"x = [{"a": "b"#, "[1,,2]", "[1}", "[1] nonsense", "[{},}",
        ]
        .map(failure)
        .join("\n"), @"
        no array of records begins by byte 0; is the file what X gave?
        no array of records begins by byte 5; is the file what X gave?
        no array of records begins by byte 4; is the file what X gave?
        the file is cut off at byte 9, in record 2
        the file is cut off at byte 13, in record 1
        ',' at byte 3 is not JSON there (record 2)
        '}' at byte 2 is not JSON there (record 1)
        'n' at byte 4 is not JSON there (record 2)
        '}' at byte 4 is not JSON there (record 2)
        ");
        let (found, error) = split(&b"[1,{\"a\":1},{\"b\":"[..]);
        assert_eq!(found, ["1", r#"{"a":1}"#]);
        assert!(matches!(error, Some(RecordError::CutOff { whole: 2, .. })));
    }

    #[test]
    fn an_element_has_bounds() {
        let long = format!("[1, \"{}\"]", "x".repeat(MAX_RECORD_BYTES));
        assert!(matches!(split(long.as_bytes()).1, Some(RecordError::TooLong { number: 2, at: 4 })));
        let deep = format!("[{}", "[".repeat(100_000));
        assert!(matches!(split(deep.as_bytes()).1, Some(RecordError::TooDeep { number: 1, .. })));
        assert!(matches!(split(io::repeat(b' ').take(1 << 20)).1, Some(RecordError::NoArray { .. })));
        assert!(matches!(split(io::repeat(b'x').take(1 << 20)).1, Some(RecordError::NoArray { .. })));
    }

    #[test]
    fn skipping_counts_as_reading_does() {
        let text = r#"[{"a":1},[2],3,"four"]"#;
        let mut records = Records::new(text.as_bytes());
        assert_eq!(records.skip(3).ok(), Some(3));
        let next = records.next_record().ok().flatten().map(|r| (r.number, r.bytes.to_vec()));
        assert_eq!(next, Some((4, b"\"four\"".to_vec())));
        assert_eq!(records.skip(9).ok(), Some(0));
    }

    use std::io::Read as _;

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            "[\\[\\]{},:\"\\\\a-zé😀\n]{0,12}".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
                prop::collection::btree_map("[\"\\\\a-z]{0,4}", inner, 0..6)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_chunking_gives_the_same_elements(
            values in prop::collection::vec(any_json(), 0..12),
            sizes in prop::collection::vec(1_usize..40, 1..8),
            pretty in any::<bool>(),
        ) {
            let array = if pretty { serde_json::to_string_pretty(&values) } else { serde_json::to_string(&values) };
            let text = format!("window.YTD.tweets.part0 = {}", array.unwrap_or_default());
            let (found, error) = split(Pieces { bytes: text.as_bytes(), sizes, turn: 0 });
            prop_assert!(error.is_none(), "{:?}", error);
            let read: Vec<serde_json::Value> =
                found.iter().map(|element| serde_json::from_str(element).unwrap_or_default()).collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn any_bytes_end_without_a_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            syntax in "[\\[\\]{},:\"\\\\=; a1]{0,200}",
            sizes in prop::collection::vec(1_usize..9, 1..4),
        ) {
            for source in [bytes.as_slice(), syntax.as_bytes()] {
                let at_once = split(source);
                let in_pieces = split(Pieces { bytes: source, sizes: sizes.clone(), turn: 0 });
                prop_assert_eq!(at_once.0, in_pieces.0);
                prop_assert_eq!(at_once.1.map(|e| e.to_string()), in_pieces.1.map(|e| e.to_string()));
            }
        }
    }
}

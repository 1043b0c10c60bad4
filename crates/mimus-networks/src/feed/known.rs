//! Entries that have been seen, packed: a cursor is written at every reading, and has at most 48 KiB of the 64 KiB
//! that it may have.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use mimus_core::RemoteId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Most entries remembered; the newest stay. As many as are taken from one reading.
pub(super) const MAX_KNOWN: usize = super::MAX_ENTRIES;

/// Bytes of a packed entry, base64 making four of three.
const PACKED: usize = 30;

/// An entry's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Id {
    /// An entry of a feed: the hash of what it was first known by.
    Hash(u64),
    /// A post on X: its number there.
    Status(u64),
    /// A repost of that post. A repost and its original share guid and link (facts/x-in-practice.md §11.1).
    Repost(u64),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash(n) => write!(f, "{n:016x}"),
            Self::Status(n) => write!(f, "{n}"),
            Self::Repost(n) => write!(f, "repost:{n}"),
        }
    }
}

impl Id {
    /// As the rest of the server knows it; `None` cannot happen, as no id is empty or long.
    pub(super) fn remote(self) -> Option<RemoteId> {
        RemoteId::new(self.to_string()).ok()
    }
}

/// An entry that has been seen. Hashes are 0 where there was nothing to hash, and have as many bits as are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) id: Id,
    /// Of its guid, 48 bits.
    pub(super) guid: u64,
    /// Of its link, 48 bits.
    pub(super) link: u64,
    /// Of its title, or of its words where it has none: 40 bits.
    pub(super) title: u64,
    /// When it was written, or first seen where it does not say: seconds since 1970.
    pub(super) date: u32,
    /// Whether it said when it was written.
    pub(super) is_dated: bool,
    /// Whether it stood where its date puts it when the feed was looked at last.
    pub(super) in_place: bool,
}

/// The lowest 48 bits of a hash.
pub(super) const BITS_48: u64 = (1 << 48) - 1;

/// The lowest 40.
pub(super) const BITS_40: u64 = (1 << 40) - 1;

impl Known {
    fn pack(&self, out: &mut Vec<u8>) {
        let (kind, n) = match self.id {
            Id::Hash(n) => (0, n),
            Id::Status(n) => (1, n),
            Id::Repost(n) => (2, n),
        };
        out.extend_from_slice(&n.to_be_bytes());
        out.extend_from_slice(&self.guid.to_be_bytes()[2..]);
        out.extend_from_slice(&self.link.to_be_bytes()[2..]);
        out.extend_from_slice(&self.title.to_be_bytes()[3..]);
        out.extend_from_slice(&self.date.to_be_bytes());
        out.push(kind | u8::from(self.is_dated) << 2 | u8::from(self.in_place) << 3);
    }

    fn unpack(bytes: &[u8; PACKED]) -> Option<Self> {
        let number =
            |from: usize, to: usize| bytes[from..to].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        let id = match bytes[29] & 3 {
            0 => Id::Hash(number(0, 8)),
            1 => Id::Status(number(0, 8)),
            2 => Id::Repost(number(0, 8)),
            _ => return None,
        };
        Some(Self {
            id,
            guid: number(8, 14),
            link: number(14, 20),
            title: number(20, 25),
            date: u32::try_from(number(25, 29)).ok()?,
            is_dated: bytes[29] & 4 != 0,
            in_place: bytes[29] & 8 != 0,
        })
    }
}

/// The entries that have been seen, the most recently seen last, and among those of one reading the newest.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Table(pub(super) Vec<Known>);

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let over = self.0.len().saturating_sub(MAX_KNOWN);
        let mut bytes = Vec::with_capacity(self.0.len() * PACKED);
        self.0[over..].iter().for_each(|known| known.pack(&mut bytes));
        s.serialize_str(&STANDARD_NO_PAD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let bytes = STANDARD_NO_PAD.decode(text).map_err(serde::de::Error::custom)?;
        let (entries, rest) = bytes.as_chunks::<PACKED>();
        let known: Option<Vec<Known>> = entries.iter().map(Known::unpack).collect();
        match known {
            Some(known) if rest.is_empty() => Ok(Self(known)),
            _ => Err(serde::de::Error::custom("the table of entries is damaged")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known() -> impl Strategy<Value = Known> {
        let id = prop_oneof![
            any::<u64>().prop_map(Id::Hash),
            any::<u64>().prop_map(Id::Status),
            any::<u64>().prop_map(Id::Repost)
        ];
        (id, 0..=BITS_48, 0..=BITS_48, 0..=BITS_40, any::<u32>(), any::<[bool; 2]>()).prop_map(
            |(id, guid, link, title, date, [is_dated, in_place])| Known {
                id,
                guid,
                link,
                title,
                date,
                is_dated,
                in_place,
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(entries in prop::collection::vec(known(), 0..20)) {
            let table = Table(entries);
            let text = serde_json::to_string(&table).expect("packed");
            prop_assert_eq!(serde_json::from_str::<Table>(&text).expect("unpacked"), table);
        }

        #[test]
        fn damaged_tables_are_refused(text in "[A-Za-z0-9+/=\\-]{0,200}") {
            let read = serde_json::from_value::<Table>(text.into());
            prop_assert!(read.is_err() || read.is_ok_and(|table| table.0.len() <= 5));
        }
    }

    #[test]
    fn only_so_many_are_kept_and_they_fit() {
        let id = |n| Id::Hash(n);
        let entry =
            |n| Known { id: id(n), guid: 1, link: 2, title: 3, date: 4, is_dated: true, in_place: true };
        let text = serde_json::to_string(&Table((0..5_000).map(entry).collect())).expect("packed");
        assert!(text.len() <= 44_002, "{}", text.len());
        let table: Table = serde_json::from_str(&text).expect("unpacked");
        assert_eq!((table.0.len(), table.0[0].id), (MAX_KNOWN, id(5_000 - MAX_KNOWN as u64)));
    }
}

//! Text to dense ids: the first distinct text gets 0, the next 1, and so on.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Dense ids for byte strings, in order of first appearance. About 18 bytes a distinct text beside its bytes.
#[derive(Debug, Default)]
pub struct Interner {
    /// Half of each text's hash beside its id: a table that grows does not fetch the texts from all over the memory, and most
    /// texts that are not the same are told apart without being fetched.
    table: HashTable<(u32, u32)>,
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

fn hash(text: &[u8]) -> u32 {
    (FxBuildHasher.hash_one(text) >> 32) as u32
}

/// All bits of the table's hash from the half that is kept: the table takes its place from the low ones, its tag from the highest.
const fn spread(hash: u32) -> u64 {
    (hash as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn slice<'a>(bytes: &'a [u8], ends: &[u64], id: u32) -> &'a [u8] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] as usize };
    &bytes[start..ends[id] as usize]
}

impl Interner {
    /// Number of distinct texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Id of `text`, which is added if it is new.
    pub fn intern(&mut self, text: &[u8]) -> u32 {
        let Self { table, bytes, ends } = self;
        let hash = hash(text);
        let is_same = |&(other, id): &(u32, u32)| other == hash && slice(bytes, ends, id) == text;
        match table.entry(spread(hash), is_same, |&(hash, _)| spread(hash)) {
            hashbrown::hash_table::Entry::Occupied(found) => found.get().1,
            hashbrown::hash_table::Entry::Vacant(free) => {
                let id = ends.len() as u32;
                free.insert((hash, id));
                bytes.extend_from_slice(text);
                ends.push(bytes.len() as u64);
                id
            }
        }
    }

    /// A new id for `text`, which may be there already and will not be found by it: for texts that are known to be distinct, or
    /// whose repetitions somebody settles later. Looks at nothing, so it costs no way through the memory.
    pub fn push(&mut self, text: &[u8]) -> u32 {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u64);
        self.ends.len() as u32 - 1
    }

    /// Id of `text` if it was interned.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        let hash = hash(text);
        let is_same = |&(other, id): &(u32, u32)| other == hash && self.get(id) == text;
        self.table.find(spread(hash), is_same).map(|found| found.1)
    }

    /// The text of an id; panics when the id is not ours.
    pub fn get(&self, id: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, id)
    }

    /// The text of an id that was interned as UTF-8.
    pub fn text(&self, id: u32) -> &str {
        std::str::from_utf8(self.get(id)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_dense_and_stable() {
        let mut interner = Interner::default();
        let ids: Vec<u32> = ["a", "", "b", "a", ""].iter().map(|t| interner.intern(t.as_bytes())).collect();
        assert_eq!(ids, [0, 1, 2, 0, 1]);
        assert_eq!((interner.get(1), interner.find(b"b"), interner.find(b"c")), (&b""[..], Some(2), None));
    }
}

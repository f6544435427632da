//! The dictionary: every term of the graph once, as canonical N-Triples text, in byte order. The id of a term is its
//! place, so that sorted ids are sorted lines of a dump.

use crate::rdf::term;

/// Sorted distinct terms. 8 bytes a term beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub(super) bytes: Vec<u8>,
    pub(super) offsets: Vec<u64>,
}

impl Default for Terms {
    fn default() -> Self {
        Self { bytes: Vec::new(), offsets: vec![0] }
    }
}

impl Terms {
    /// Number of terms.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// N-Triples text of a term; panics when the id is not ours.
    pub fn get(&self, id: u32) -> &[u8] {
        let id = id as usize;
        &self.bytes[self.offsets[id] as usize..self.offsets[id + 1] as usize]
    }

    /// Id of a term by its canonical N-Triples text. O(log n).
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle as u32).cmp(text) {
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub(super) fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.offsets.push(self.bytes.len() as u64);
    }

    /// Whether offsets fit the text, every term is UTF-8 and reads as a term, and terms ascend.
    pub fn is_consistent(&self) -> bool {
        self.offsets.first() == Some(&0)
            && self.offsets.last() == Some(&(self.bytes.len() as u64))
            && self.offsets.is_sorted()
            && (1..self.len() as u32).all(|i| self.get(i - 1) < self.get(i))
            && (0..self.len() as u32).all(|i| term::parse(self.get(i)).is_some())
    }
}

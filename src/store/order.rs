//! Triples in one sort order: an index on the first component, then the sorted other two.

use std::ops::Range;

/// A triple as ids, its components in the order that a place asks for.
pub type Triple = [u32; 3];

/// Triples sorted by (first, second, third). 8 bytes a triple, and 4 bytes for each id in the range of first
/// components (or 8 for each distinct first component, where the range is sparse).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// Dense: one element, the smallest first component. Sparse: the distinct first components, ascending.
    pub(super) keys: Vec<u32>,
    /// Where the pairs of each first component begin; one more at the end.
    pub(super) offsets: Vec<u32>,
    /// Second and third component.
    pub(super) pairs: Vec<[u32; 2]>,
}

/// A range of first components is held densely if it has at most this many ids for each triple in it.
const DENSE: usize = 4;

impl Order {
    /// Takes triples in any order, also repeated ones. O(n) where the triples of each first component come in order, as
    /// they do when one order is made from another; else O(n log n) in the triples of one first component.
    pub fn new(triples: impl Iterator<Item = Triple> + Clone) -> Self {
        let firsts = || triples.clone().map(|t| t[0]);
        let (Some(low), Some(high)) = (firsts().min(), firsts().max()) else {
            return Self::default();
        };
        let span = (high - low) as usize + 1;
        if span <= firsts().count() * DENSE + 64 { dense(triples, low, span) } else { sparse(triples) }
    }

    /// Number of triples.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    const fn is_dense(&self) -> bool {
        self.keys.len() == 1
    }

    /// Sorts the pairs of each first component, and drops repeated ones.
    fn sort_groups(&mut self) {
        let mut repeated = false;
        for bounds in self.offsets.windows(2) {
            let group = &mut self.pairs[bounds[0] as usize..bounds[1] as usize];
            group.sort_unstable();
            repeated |= group.windows(2).any(|pairs| pairs[0] == pairs[1]);
        }
        if repeated {
            self.drop_repeated();
        }
    }

    fn drop_repeated(&mut self) {
        let mut kept = 0;
        let mut start = 0;
        for slot in 1..self.offsets.len() {
            let end = self.offsets[slot] as usize;
            let first = kept;
            for i in start..end {
                if kept == first || self.pairs[kept - 1] != self.pairs[i] {
                    self.pairs[kept] = self.pairs[i];
                    kept += 1;
                }
            }
            start = end;
            self.offsets[slot] = kept as u32;
        }
        self.pairs.truncate(kept);
    }

    /// Range of the pairs of a first component.
    pub fn range(&self, first: u32) -> Range<usize> {
        let slot = if self.is_dense() {
            first.checked_sub(self.keys[0]).map(|i| i as usize).filter(|&i| i + 1 < self.offsets.len())
        } else {
            self.keys.binary_search(&first).ok()
        };
        slot.map_or(0..0, |i| self.offsets[i] as usize..self.offsets[i + 1] as usize)
    }

    /// Range of the pairs of a first and second component.
    pub fn range2(&self, first: u32, second: u32) -> Range<usize> {
        let all = self.range(first);
        let pairs = &self.pairs[all.clone()];
        let low = pairs.partition_point(|p| p[0] < second);
        let len = pairs[low..].partition_point(|p| p[0] == second);
        all.start + low..all.start + low + len
    }

    /// Whether a triple is there.
    pub fn contains(&self, triple: Triple) -> bool {
        self.pairs[self.range(triple[0])].binary_search(&[triple[1], triple[2]]).is_ok()
    }

    /// All triples in order.
    pub fn iter(&self) -> impl Iterator<Item = Triple> + Clone + '_ {
        (0..self.offsets.len().saturating_sub(1)).flat_map(move |slot| {
            let first = if self.is_dense() { self.keys[0] + slot as u32 } else { self.keys[slot] };
            let range = self.offsets[slot] as usize..self.offsets[slot + 1] as usize;
            self.pairs[range].iter().map(move |p| [first, p[0], p[1]])
        })
    }

    /// Whether the arrays fit together, ids are below `terms`, and triples ascend.
    pub fn is_consistent(&self, terms: usize) -> bool {
        if self.pairs.is_empty() {
            return *self == Self::default();
        }
        let fits = self.offsets.first() == Some(&0)
            && self.offsets.last().is_some_and(|&n| n as usize == self.pairs.len())
            && self.offsets.is_sorted()
            && (self.is_dense() || self.keys.len() + 1 == self.offsets.len())
            && !self.keys.is_empty();
        let last = if self.is_dense() { self.keys[0] as usize + self.offsets.len() - 2 } else { 0 };
        fits && last < terms
            && self.keys.windows(2).all(|k| k[0] < k[1])
            && self.keys.iter().chain(self.pairs.as_flattened()).all(|&id| (id as usize) < terms)
            && self.offsets.windows(2).all(|w| self.pairs[w[0] as usize..w[1] as usize].is_sorted())
    }
}

/// Counts the triples of each first component, puts each pair where it belongs, and sorts what is out of order there.
fn dense(triples: impl Iterator<Item = Triple> + Clone, low: u32, span: usize) -> Order {
    let mut offsets = vec![0u32; span + 1];
    triples.clone().for_each(|t| offsets[(t[0] - low) as usize + 1] += 1);
    for i in 0..span {
        offsets[i + 1] += offsets[i];
    }
    let mut pairs = vec![[0; 2]; offsets[span] as usize];
    // Where the next pair of each first component goes: in the end, where the next component begins.
    let mut next = offsets.clone();
    for [first, second, third] in triples {
        let place = &mut next[(first - low) as usize];
        pairs[*place as usize] = [second, third];
        *place += 1;
    }
    let mut order = Order { keys: vec![low], offsets, pairs };
    order.sort_groups();
    order
}

fn sparse(triples: impl Iterator<Item = Triple>) -> Order {
    let mut sorted: Vec<Triple> = triples.collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut order = Order { offsets: vec![0], ..Order::default() };
    for group in sorted.chunk_by(|a, b| a[0] == b[0]) {
        order.keys.push(group[0][0]);
        order.pairs.extend(group.iter().map(|t| [t[1], t[2]]));
        order.offsets.push(order.pairs.len() as u32);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn every_lookup_is_the_filter(
            triples in prop::collection::vec(prop::array::uniform3(0u32..6), 0..40),
            stretch in prop::sample::select(vec![1u32, 1000]),
        ) {
            let given: Vec<Triple> = triples.iter().map(|t| [t[0] * stretch, t[1], t[2]]).collect();
            let order = Order::new(given.iter().copied());
            let sorted: Vec<Triple> = given.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            prop_assert!(order.is_consistent(6000));
            prop_assert_eq!(order.iter().collect::<Vec<_>>(), sorted.clone());
            for a in (0..7).map(|a| a * stretch) {
                let found: BTreeSet<_> = order.pairs[order.range(a)].iter().collect();
                prop_assert_eq!(found.len(), sorted.iter().filter(|t| t[0] == a).count());
                for b in 0..6 {
                    let n = sorted.iter().filter(|t| (t[0], t[1]) == (a, b)).count();
                    prop_assert_eq!(order.range2(a, b).len(), n);
                    prop_assert_eq!(order.contains([a, b, 3]), sorted.contains(&[a, b, 3]));
                }
            }
        }
    }
}

//! The queue of a shortest-path search: a heap of four branches, in which a node's distance can be lowered.

const UNSEEN: u32 = u32::MAX;
const SETTLED: u32 = u32::MAX - 1;

/// Nodes by distance; of two as far, the smaller number first.
pub(super) struct Queue {
    heap: Vec<Entry>,
    /// Where a node stands in the heap, or that it is not there yet or no more.
    places: Vec<u32>,
}

/// The bits of a distance, then the node. Distances are not negative, and the bits of such doubles are in their order: one
/// comparison of integers does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u128);

impl Entry {
    const fn new(node: u32, distance: f64) -> Self {
        Self((distance.to_bits() as u128) << 32 | node as u128)
    }

    const fn node(self) -> u32 {
        self.0 as u32
    }

    const fn distance(self) -> f64 {
        f64::from_bits((self.0 >> 32) as u64)
    }
}

impl Queue {
    pub(super) fn new(nodes: usize) -> Self {
        Self { heap: Vec::with_capacity(nodes), places: vec![UNSEEN; nodes] }
    }

    /// As new.
    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.places.fill(UNSEEN);
    }

    /// Whether a node is waiting.
    pub(super) fn holds(&self, node: u32) -> bool {
        self.places[node as usize] < SETTLED
    }

    /// Puts a node in, or closer than it was.
    pub(super) fn lower(&mut self, node: u32, distance: f64) {
        let entry = Entry::new(node, distance);
        let place = match self.places[node as usize] {
            UNSEEN => {
                self.heap.push(entry);
                self.heap.len() - 1
            }
            place => place as usize,
        };
        self.rise(place, entry);
    }

    /// Takes the closest node out.
    pub(super) fn pop(&mut self) -> Option<(u32, f64)> {
        let first = *self.heap.first()?;
        self.places[first.node() as usize] = SETTLED;
        let last = self.heap.pop()?;
        if !self.heap.is_empty() {
            self.sink(last);
        }
        Some((first.node(), first.distance()))
    }

    fn put(&mut self, place: usize, entry: Entry) {
        self.heap[place] = entry;
        self.places[entry.node() as usize] = place as u32;
    }

    fn rise(&mut self, mut place: usize, entry: Entry) {
        while place > 0 {
            let parent = (place - 1) / 4;
            if self.heap[parent] <= entry {
                break;
            }
            self.put(place, self.heap[parent]);
            place = parent;
        }
        self.put(place, entry);
    }

    /// Puts an entry, which was the last of the heap, in the place of the first: the gap goes down to the end, and the entry
    /// up from there. It belongs near the end, so that this takes fewer comparisons than to go down with it.
    fn sink(&mut self, entry: Entry) {
        let mut gap = 0;
        while let Some((child, least)) = self.least_child(gap) {
            self.put(gap, least);
            gap = child;
        }
        self.rise(gap, entry);
    }

    fn least_child(&self, place: usize) -> Option<(usize, Entry)> {
        let start = 4 * place + 1;
        let lower = |a: (usize, Entry), b: (usize, Entry)| if b.1 < a.1 { b } else { a };
        if let Some(&[a, b, c, d]) = self.heap.get(start..start + 4) {
            return Some(lower(lower((start, a), (start + 1, b)), lower((start + 2, c), (start + 3, d))));
        }
        (start..).zip(self.heap.get(start..)?.iter().copied()).reduce(lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn nodes_come_out_by_their_least_distance(puts in proptest::collection::vec((0_u32..40, 0_u32..30), 0..200)) {
            let mut queue = Queue::new(40);
            for _ in 0..2 {
                let mut least = BTreeMap::<u32, u32>::new();
                for &(node, distance) in &puts {
                    if least.get(&node).is_none_or(|&known| distance < known) {
                        least.insert(node, distance);
                        queue.lower(node, f64::from(distance) / 3.0);
                    }
                    prop_assert!(queue.holds(node));
                }
                let mut expected: Vec<(u32, u32)> = least.into_iter().map(|(node, distance)| (distance, node)).collect();
                expected.sort_unstable();
                for (distance, node) in expected {
                    prop_assert_eq!(queue.pop(), Some((node, f64::from(distance) / 3.0)));
                    prop_assert!(!queue.holds(node));
                }
                prop_assert_eq!(queue.pop(), None);
                queue.clear();
            }
        }
    }
}

//! Which scholars signed from which units: the one count that needs to know all papers at once.

use rayon::prelude::*;

/// Scholars to a task.
const CHUNK: usize = 1 << 16;

/// The distinct units that each scholar signed from. Most sign from one: that one has a column, the others a list.
#[derive(Debug)]
pub(super) struct SignedFrom {
    /// The unit that stands for none.
    nowhere: u32,
    first: Vec<u32>,
    /// Scholar and unit as one number: as many as `listed` says, then room.
    others: Vec<u64>,
    listed: usize,
}

impl SignedFrom {
    /// Memory: 4 bytes a scholar.
    pub(super) fn new(scholars: usize, nowhere: u32) -> Self {
        Self { nowhere, first: vec![nowhere; scholars], others: Vec::new(), listed: 0 }
    }

    /// Makes room for so many calls of [`SignedFrom::add`].
    pub(super) fn reserve(&mut self, pairs: usize) {
        let needed = self.listed + pairs;
        if self.others.len() < needed {
            self.others.resize(needed.next_power_of_two(), 0);
        }
    }

    /// Notes that a scholar signed from a unit, or from nowhere, which changes nothing. Always writes, and decides without a
    /// branch whether it stays: who signed before, and from where, is nothing that a processor could foresee.
    #[inline]
    pub(super) fn add(&mut self, scholar: u32, unit: u32) {
        let first = &mut self.first[scholar as usize];
        let known = if *first == self.nowhere { unit } else { *first };
        *first = known;
        self.others[self.listed] = u64::from(scholar) << 32 | u64::from(unit);
        self.listed += usize::from(known != unit && unit != self.nowhere);
    }

    /// With the units from other papers. O(scholars), in parallel.
    pub(super) fn join(mut self, other: &Self) -> Self {
        self.others.truncate(self.listed);
        let nowhere = self.nowhere;
        let ranges = self.first.par_chunks_mut(CHUNK).zip(other.first.par_chunks(CHUNK)).enumerate();
        let further = ranges.flat_map_iter(|(number, (own, theirs))| {
            let scholars = (number * CHUNK) as u64..;
            let mut further = Vec::new();
            for ((first, &unit), scholar) in own.iter_mut().zip(theirs).zip(scholars) {
                if *first == nowhere {
                    *first = unit;
                } else if unit != nowhere && unit != *first {
                    further.push(scholar << 32 | u64::from(unit));
                }
            }
            further
        });
        self.others.par_extend(further);
        // One of theirs may be the first unit here.
        let theirs = other.others[..other.listed].iter().copied();
        let first = &self.first;
        self.others.extend(theirs.filter(|pair| first[(pair >> 32) as usize] != *pair as u32));
        self.listed = self.others.len();
        self
    }

    /// Distinct scholars of each of so many units. O(scholars + others log others).
    pub(super) fn count(mut self, units: usize) -> Vec<u64> {
        self.others.truncate(self.listed);
        self.others.par_sort_unstable();
        self.others.dedup();
        let mut scholars = vec![0; units + 1];
        let others = self.others.iter().map(|&pair| pair as u32);
        self.first.iter().copied().chain(others).for_each(|unit| scholars[unit as usize] += 1);
        scholars.truncate(units);
        scholars
    }
}

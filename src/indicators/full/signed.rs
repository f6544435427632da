//! Which scholars signed from which units: the one count that needs to know all papers at once.

use rayon::prelude::*;

/// Scholars to a task.
const CHUNK: usize = 1 << 16;

/// Signatures that wait for being looked up: enough for many to be fetched at once, few enough to stay in the cache.
const WAITING: usize = 4096;

/// The distinct units that each scholar signed from. Most sign from one: that one has a column, the others a list.
#[derive(Debug)]
pub(super) struct SignedFrom {
    /// The unit that stands for none.
    nowhere: u32,
    first: Vec<u32>,
    /// Scholar and unit as one number: as many as `listed` says, then room.
    others: Vec<u64>,
    listed: usize,
    /// As `others`: as many as `waits` says, all of them somewhere.
    waiting: Vec<u64>,
    waits: usize,
}

impl SignedFrom {
    /// Memory: 4 bytes a scholar.
    pub(super) fn new(scholars: usize, nowhere: u32) -> Self {
        let first = vec![nowhere; scholars];
        Self { nowhere, first, others: Vec::new(), listed: 0, waiting: vec![0; WAITING], waits: 0 }
    }

    /// Notes that a scholar signed from a unit, or from nowhere, which changes nothing. It is looked up later: scholars are all
    /// over the memory, and a loop that does nothing else waits for many of them at once.
    #[inline]
    pub(super) fn add(&mut self, scholar: u32, unit: u32) {
        if self.waits == WAITING {
            self.settle();
        }
        self.waiting[self.waits] = u64::from(scholar) << 32 | u64::from(unit);
        self.waits += usize::from(unit != self.nowhere);
    }

    /// Looks up what waits. Always writes, and decides without a branch whether it stays: who signed before, and from where, is
    /// nothing that a processor could foresee.
    fn settle(&mut self) {
        let needed = self.listed + self.waits;
        if self.others.len() < needed {
            self.others.resize(needed.next_power_of_two(), 0);
        }
        for &pair in &self.waiting[..self.waits] {
            let (first, unit) = (&mut self.first[(pair >> 32) as usize], pair as u32);
            let known = if *first == self.nowhere { unit } else { *first };
            *first = known;
            self.others[self.listed] = pair;
            self.listed += usize::from(known != unit);
        }
        self.waits = 0;
    }

    /// Looks up the last ones: to be called once, after all were added.
    pub(super) fn finish(&mut self) {
        self.settle();
        self.others.truncate(self.listed);
    }

    /// With the units from other papers, both finished. O(scholars), in parallel.
    pub(super) fn join(mut self, other: &Self) -> Self {
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
        let theirs = other.others.iter().copied();
        let first = &self.first;
        self.others.extend(theirs.filter(|pair| first[(pair >> 32) as usize] != *pair as u32));
        self
    }

    /// Distinct scholars of each of so many units. O(scholars + others log others).
    pub(super) fn count(mut self, units: usize) -> Vec<u64> {
        self.others.par_sort_unstable();
        self.others.dedup();
        let mut scholars = vec![0; units + 1];
        let others = self.others.iter().map(|&pair| pair as u32);
        self.first.iter().copied().chain(others).for_each(|unit| scholars[unit as usize] += 1);
        scholars.truncate(units);
        scholars
    }
}

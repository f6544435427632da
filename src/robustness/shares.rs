//! Scholars by fractional counting: in each replicate a scholar's share in a unit is the affiliations in it over all
//! affiliations, both summed over what was drawn. A scholar who signs from one unit only counts there whole, and is counted
//! as in full counting; the others are divided, scholar by scholar.

use super::contributions::{Contributions, Shares};
use super::distinct::Distinct;
use super::linear::Lanes;
use super::multiplicity::{Block, LANES, Times};
use std::ops::Range;

/// Which scholars are whole, and how the others are divided.
#[derive(Debug, Clone)]
pub struct Divided {
    /// The groups with all affiliations of their scholar.
    whole: Distinct,
    /// Unit and group of those that are not, by scholar, then unit.
    parts: Vec<(u32, u32)>,
}

impl Divided {
    /// Sorts the scholars out. O(groups log groups).
    pub fn new(all: &Contributions, shares: &Shares) -> Self {
        let (mut whole, mut parts) = (Vec::with_capacity(all.scholars.of.len()), Vec::new());
        for unit in 0..all.units.len() {
            for group in all.scholars.of_unit(unit) {
                let sum = |counts: &[u32]| counts.iter().map(|&count| u64::from(count)).sum::<u64>();
                let (inside, all) =
                    (&shares.inside[inside(all, group)], shares.range(all.scholars.of[group]));
                whole.push(sum(inside) == sum(&shares.all[all]));
                if whole.last() == Some(&false) {
                    parts.push((unit as u32, group as u32));
                }
            }
        }
        // Units and groups ascend already.
        parts.sort_by_key(|&(_, group)| all.scholars.of[group as usize]);
        Self { whole: Distinct::new(&all.scholars, all.units.len(), |group| whole[group]), parts }
    }

    /// Scholars of a unit that count whole.
    pub fn whole(&self, unit: usize, block: &Block) -> Lanes {
        self.whole.count(unit, &block.present)
    }

    /// Adds the shares of the others, as `add(unit, shares)`.
    pub fn share(
        &self,
        all: &Contributions,
        shares: &Shares,
        block: &Block,
        mut add: impl FnMut(usize, &Lanes),
    ) {
        let scholar = |part: &(u32, u32)| all.scholars.of[part.1 as usize];
        for parts in self.parts.chunk_by(|a, b| scholar(a) == scholar(b)) {
            let range = shares.range(scholar(&parts[0]));
            let total = weighted(&shares.papers.targets[range.clone()], &shares.all[range], block);
            for &(unit, group) in parts {
                let range = inside(all, group as usize);
                let own = weighted(&all.scholars.papers.targets[range.clone()], &shares.inside[range], block);
                let share = |lane| if total[lane] > 0.0 { own[lane] / total[lane] } else { 0.0 };
                add(unit as usize, &std::array::from_fn(share));
            }
        }
    }
}

/// Where the papers of a group stand.
fn inside(all: &Contributions, group: usize) -> Range<usize> {
    let offsets = &all.scholars.papers.offsets;
    offsets[group] as usize..offsets[group + 1] as usize
}

fn weighted(papers: &[u32], counts: &[u32], block: &Block) -> Lanes {
    let mut sums = [0.0; LANES];
    for (&paper, &count) in papers.iter().zip(counts) {
        let Times(times) = &block.times[paper as usize];
        sums.iter_mut().zip(times).for_each(|(sum, &times)| *sum += f64::from(times) * f64::from(count));
    }
    sums
}

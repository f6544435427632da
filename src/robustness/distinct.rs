//! How many distinct things some papers show, for 64 replicates at a time: a thing is there where any of its papers was
//! drawn. Bits are added position by position: plane `j` holds bit `j` of all 64 counts.

use super::contributions::Groups;
use super::linear::Lanes;
use super::multiplicity::LANES;

/// Groups of papers for each unit, those of as many papers together: what is done to one is done to the next, and most
/// scholars have a single paper.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    /// Runs of unit `u` are `first[u]..first[u + 1]`.
    first: Vec<u32>,
    runs: Vec<Run>,
    papers: Vec<u32>,
}

/// Groups of a number of papers.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    size: u32,
    /// Where their papers end.
    end: u32,
}

impl Distinct {
    /// Prepares the groups of so many units that count. O(papers of groups + groups log groups of a unit).
    pub fn new(groups: &Groups, units: usize, counts: impl Fn(usize) -> bool) -> Self {
        let mut distinct = Self { first: vec![0], ..Self::default() };
        let mut own: Vec<usize> = Vec::new();
        let size = |&group: &usize| groups.papers.row(group).len();
        for unit in 0..units {
            own.clear();
            own.extend(groups.of_unit(unit).filter(|&group| counts(group)));
            own.sort_by_key(size);
            for run in own.chunk_by(|a, b| size(a) == size(b)) {
                run.iter().for_each(|&group| distinct.papers.extend(groups.papers.row(group)));
                distinct.runs.push(Run { size: size(&run[0]) as u32, end: distinct.papers.len() as u32 });
            }
            distinct.first.push(distinct.runs.len() as u32);
        }
        distinct
    }

    /// Things of a unit in each replicate, from the replicates that drew each paper. O(papers of its groups).
    pub fn count(&self, unit: usize, present: &[u64]) -> Lanes {
        let runs = self.first[unit] as usize..self.first[unit + 1] as usize;
        let mut start = runs.start.checked_sub(1).map_or(0, |last| self.runs[last].end as usize);
        let mut counter = Counter::default();
        for run in &self.runs[runs] {
            let papers = &self.papers[start..run.end as usize];
            start = run.end as usize;
            match run.size {
                1 => counter.add_all(papers.iter().map(|&paper| present[paper as usize])),
                2 => counter.add_all(papers.as_chunks::<2>().0.iter().map(|own| union(own, present))),
                3 => counter.add_all(papers.as_chunks::<3>().0.iter().map(|own| union(own, present))),
                size => counter.add_all(papers.chunks_exact(size as usize).map(|own| any(own, present))),
            }
        }
        counter.counts()
    }
}

/// Where any of a few papers was drawn.
fn union(papers: &[u32], present: &[u64]) -> u64 {
    papers.iter().fold(0, |any, &paper| any | present[paper as usize])
}

/// Where any of the papers was drawn. Of many papers the first ones tell: a dozen are drawn in all of 64 replicates.
fn any(papers: &[u32], present: &[u64]) -> u64 {
    let mut any = 0;
    for papers in papers.chunks(4) {
        any |= union(papers, present);
        if any == u64::MAX {
            break;
        }
    }
    any
}

/// 64 counts below 2^32.
#[derive(Debug, Clone, Copy, Default)]
struct Counter([u64; 32]);

impl Counter {
    /// Adds 1 to the counts whose bit is set, word after word. Eight words are added together: seven full adders make one
    /// carry of them.
    fn add_all(&mut self, words: impl Iterator<Item = u64>) {
        let (mut eight, mut number) = ([0; 8], 0);
        for word in words {
            eight[number] = word;
            number += 1;
            if number == 8 {
                self.add_eight(&eight);
                number = 0;
            }
        }
        eight[..number].iter().for_each(|&word| self.carry(0, word));
    }

    fn add_eight(&mut self, words: &[u64; 8]) {
        let [ones, twos, fours, ..] = &mut self.0;
        let mut pair = |two: usize| add(ones, words[two], words[two + 1]);
        let pairs = [pair(0), pair(2), pair(4), pair(6)];
        let halves = [add(twos, pairs[0], pairs[1]), add(twos, pairs[2], pairs[3])];
        let eights = add(fours, halves[0], halves[1]);
        self.carry(3, eights);
    }

    /// Adds bits to a plane, and what it carries to the next ones. O(1) on average, O(32) at most.
    fn carry(&mut self, plane: usize, mut bits: u64) {
        for plane in &mut self.0[plane..] {
            if bits == 0 {
                return;
            }
            (*plane, bits) = (*plane ^ bits, *plane & bits);
        }
    }

    /// The counts.
    fn counts(&self) -> Lanes {
        let used = self.0.iter().rposition(|&plane| plane != 0).map_or(0, |last| last + 1);
        let mut counts = [0_u32; LANES];
        for (j, plane) in self.0[..used].iter().enumerate() {
            for (lane, count) in counts.iter_mut().enumerate() {
                *count |= ((plane >> lane & 1) as u32) << j;
            }
        }
        counts.map(f64::from)
    }
}

/// Full adder of 64 positions: adds two words to a plane and answers the carries.
fn add(plane: &mut u64, a: u64, b: u64) -> u64 {
    let odd = *plane ^ a;
    let carries = *plane & a | odd & b;
    *plane = odd ^ b;
    carries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::Random;
    use crate::model::csr::Csr;

    #[test]
    fn bits_are_counted_lane_by_lane() {
        let mut random = Random::new(1, 1);
        let mut counter = Counter::default();
        let mut expected = [0; LANES];
        for number in 0..150 {
            let words: Vec<u64> = (0..number).map(|_| random.draw() & random.draw()).collect();
            counter.add_all(words.iter().copied());
            for bits in words {
                expected.iter_mut().enumerate().for_each(|(lane, count)| *count += bits >> lane & 1);
            }
        }
        assert_eq!(counter.counts().map(f64::to_bits), expected.map(|count| (count as f64).to_bits()));
    }

    #[test]
    fn a_thing_counts_where_one_of_its_papers_was_drawn() {
        let mut random = Random::new(2, 1);
        let present: Vec<u64> = (0..40).map(|_| random.draw() & random.draw()).collect();
        let mut groups = Groups { first: vec![0, 0, 30, 31], of: (0..31).collect(), papers: Csr::default() };
        for group in 0..31 {
            let size = [1, 1, 2, 3, 4, 5, 30][group % 7];
            groups.papers.push((0..size).map(|_| random.below(40) as u32));
        }
        let counting = |group: usize| group != 3 && group != 30;
        let distinct = Distinct::new(&groups, 3, counting);
        for unit in 0..3 {
            for (lane, count) in distinct.count(unit, &present).into_iter().enumerate() {
                let drawn = |&paper: &u32| present[paper as usize] >> lane & 1 == 1;
                let own = groups.of_unit(unit).filter(|&group| counting(group));
                let expected = own.filter(|&group| groups.papers.row(group).iter().any(drawn)).count();
                assert_eq!(count.to_bits(), (expected as f64).to_bits());
            }
        }
    }
}

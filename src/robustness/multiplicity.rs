//! How often each paper is drawn. A replicate draws as many papers as there are, n, with replacement. 64 of them are drawn
//! together; the numbers come from a counter keyed by the seed and the block, so it does not matter who draws which block,
//! or when.
//!
//! Independent Poisson numbers that happen to add up to N are how often each is met by N draws, each as likely to meet any
//! (multinomial). So a block is drawn paper by paper, in the order of its memory, with a mean a little below 1, and the n − N
//! draws that are missing are made one by one. Where N > n, which is as rare as 3 standard deviations, all n are. Either way n
//! draws were made, whatever N is: multiplicities are multinomial.

use super::poisson::{Poisson, lanes};
use crate::base::random::Random;
use crate::base::{Error, Result};

/// Replicates that are worked on together: as many as a word has bits.
pub const LANES: usize = 64;

/// How often a paper may be drawn in one replicate: sums rely on it. Of n papers one is drawn more often with a chance below
/// n/32!, 4·10^-36 n.
pub const MOST: u8 = 31;

/// Standard deviations, √n, by which the first draws should be fewer than n. With fewer more replicates are drawn anew, with
/// more there are more single draws.
const SPARED: usize = 3;

/// Papers that are drawn together. What they add up to must stay a byte: 8 · 24 < 256.
const TOGETHER: usize = 8;

/// How often each replicate drew a paper: just a line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Times(pub [u8; LANES]);

/// The draws of [`LANES`] replicates, paper by paper. Memory: 72 bytes a paper.
#[derive(Debug, Clone)]
pub struct Block {
    /// For each paper how often each replicate drew it.
    pub times: Vec<Times>,
    /// For each paper the replicates that drew it, one bit each.
    pub present: Vec<u64>,
    first: Poisson,
}

impl Block {
    /// An empty block.
    pub fn new(papers: usize) -> Self {
        let spared = (SPARED << 16) / papers.isqrt().max(1);
        let first = Poisson::new((1 << 16_u32) - spared.min(1 << 16) as u32);
        Self { times: vec![Times([0; LANES]); papers], present: vec![0; papers], first }
    }

    /// Draws the replicates of a block: `64 · number` and those that follow. O(papers · lanes).
    ///
    /// # Errors
    /// [`Error::Bug`] if a paper is drawn more than [`MOST`] times.
    pub fn draw(&mut self, seed: u64, number: u32) -> Result<()> {
        let mut random = Random::new(seed, number.into());
        let drawn = self.draw_first(&mut random);
        for (lane, drawn) in drawn.into_iter().enumerate() {
            let papers = self.times.len() as u64;
            let left = papers.checked_sub(drawn.into()).unwrap_or_else(|| {
                self.clear(lane);
                papers
            });
            self.draw_more(lane, left, &mut random)?;
        }
        Ok(())
    }

    /// Poisson numbers for every paper; answers what they add up to in each replicate.
    fn draw_first(&mut self, random: &mut Random) -> [u32; LANES] {
        let mut drawn = [0; LANES];
        let mut bytes = [[0; LANES]; TOGETHER];
        // Paper and lane of what the first bytes leave open. Four to a paper are noted in any case, to save a branch.
        let mut open = [(0_u8, 0_u8); TOGETHER * LANES + 4];
        for (times, present) in self.times.chunks_mut(TOGETHER).zip(self.present.chunks_mut(TOGETHER)) {
            let mut number = 0;
            for (paper, (Times(times), bytes)) in times.iter_mut().zip(&mut bytes).enumerate() {
                bytes.as_chunks_mut::<8>().0.iter_mut().for_each(|word| *word = random.draw().to_le_bytes());
                let mut left;
                (*times, left) = self.first.numbers(bytes);
                let mut note = |left: u64| {
                    open[number] = (paper as u8, (left.trailing_zeros() % LANES as u32) as u8);
                    number += usize::from(left != 0);
                    left & left.wrapping_sub(1)
                };
                for _ in 0..4 {
                    left = note(left);
                }
                while left != 0 {
                    left = note(left);
                }
            }
            for &(paper, lane) in &open[..number] {
                let (paper, lane) = (usize::from(paper), usize::from(lane));
                let bits = u64::from(bytes[paper][lane]) << 56 | random.draw() >> 8;
                let times = &mut times[paper].0[lane];
                *times = self.first.number(*times, bits);
            }
            let mut sums = [0; LANES];
            for (Times(times), present) in times.iter().zip(present) {
                *present = lanes(&times.map(|times| times.min(1)));
                sums.iter_mut().zip(times).for_each(|(sum, times)| *sum += times);
            }
            drawn.iter_mut().zip(sums).for_each(|(drawn, sum)| *drawn += u32::from(sum));
        }
        drawn
    }

    /// Takes back what a replicate drew.
    fn clear(&mut self, lane: usize) {
        self.times.iter_mut().for_each(|times| times.0[lane] = 0);
        self.present.iter_mut().for_each(|present| *present &= !(1 << lane));
    }

    /// Draws so many more papers in a replicate. The places are uniform to the last bit: 32 bits are scaled to the number of
    /// papers, and the few that would make some paper likelier are drawn again (Lemire, Fast random integer generation in an
    /// interval, 2019).
    fn draw_more(&mut self, lane: usize, mut left: u64, random: &mut Random) -> Result<()> {
        let papers = self.times.len() as u64;
        let surplus = (1_u64 << 32) % papers.max(1);
        while left > 0 {
            let scaled = (random.draw() >> 32) * papers;
            if scaled & 0xFFFF_FFFF >= surplus {
                let paper = (scaled >> 32) as usize;
                let times = &mut self.times[paper].0[lane];
                *times += 1;
                if *times > MOST {
                    return Err(Error::Bug(format!("a paper was drawn more than {MOST} times")));
                }
                self.present[paper] |= 1 << lane;
                left -= 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(block: &Block, lane: usize) -> Vec<u8> {
        block.times.iter().map(|times| times.0[lane]).collect()
    }

    #[test]
    fn every_replicate_draws_as_many_papers_as_there_are() {
        for papers in [0, 1, 2, 7, 8, 9, 50, 700, 5000] {
            let mut block = Block::new(papers);
            for number in [0, 1, u32::MAX] {
                block.draw(3, number).unwrap();
                for lane in 0..LANES {
                    let times = column(&block, lane);
                    assert_eq!(times.iter().map(|&times| usize::from(times)).sum::<usize>(), papers);
                    for (present, times) in block.present.iter().zip(times) {
                        assert_eq!(present >> lane & 1 == 1, times > 0);
                    }
                }
            }
            let before = block.clone();
            block.draw(3, 1).unwrap();
            block.draw(3, u32::MAX).unwrap();
            assert!(before.present == block.present);
            block.draw(4, u32::MAX).unwrap();
            assert!(before.present != block.present || papers < 2);
        }
    }

    /// χ² of counts against chances, in standard deviations from its mean.
    fn chi_squared(counts: &[u32], chances: &[f64]) -> f64 {
        let all: f64 = counts.iter().map(|&count| f64::from(count)).sum();
        let square =
            |(&count, chance): (&u32, &f64)| (f64::from(count) - all * chance).powi(2) / (all * chance);
        let freedom = counts.len() as f64 - 1.0;
        (counts.iter().zip(chances).map(square).sum::<f64>() - freedom) / (2.0 * freedom).sqrt()
    }

    #[test]
    fn every_outcome_comes_as_often_as_the_multinomial_says() {
        // Of 3 papers: with mean 0 for the first draws. Of 12: with 0.13, and rarely drawn anew.
        for papers in [3_u32, 12] {
            let mut block = Block::new(papers as usize);
            let (mut of_one, mut of_pair) = (vec![0; 5], [0; 4]);
            for number in 0..4000 {
                block.draw(11, number).unwrap();
                for lane in 0..LANES {
                    let times = column(&block, lane);
                    of_one[usize::from(times[0].min(4))] += 1;
                    of_pair[usize::from(times[1] > 0) * 2 + usize::from(times[2] > 0)] += 1;
                }
            }
            let n = f64::from(papers);
            let mut chances: Vec<f64> = Vec::new();
            // Binomial: C(n, k) (1/n)^k (1 − 1/n)^(n − k).
            let mut ways = 1.0;
            for k in 0..4.min(papers + 1) {
                chances.push(ways * (1.0 / n).powf(k.into()) * (1.0 - 1.0 / n).powf(n - f64::from(k)));
                ways *= (n - f64::from(k)) / f64::from(k + 1);
            }
            if papers > 3 {
                chances.push(1.0 - chances.iter().sum::<f64>());
            }
            of_one.truncate(chances.len());
            assert!(chi_squared(&of_one, &chances).abs() < 4.5, "{papers}: {of_one:?}, {chances:?}");
            let (none, neither) = ((1.0 - 1.0 / n).powf(n), (1.0 - 2.0 / n).powf(n));
            let pair = [neither, none - neither, none - neither, 1.0 - 2.0 * none + neither];
            assert!(chi_squared(&of_pair, &pair).abs() < 4.5, "{papers}: {of_pair:?}, {pair:?}");
        }
    }

    #[test]
    fn replicates_that_are_drawn_anew_are_multinomial_too() {
        // 1 in 740 of them is, of many papers. Here the first draws are too many on purpose, in half of the replicates.
        let mut block = Block { first: Poisson::new(1 << 16), ..Block::new(20) };
        let (mut counts, mut sums) = ([0; 4], [0_u32; 20]);
        for number in 0..2000 {
            block.draw(5, number).unwrap();
            for lane in 0..LANES {
                let times = column(&block, lane);
                assert_eq!(times.iter().sum::<u8>(), 20);
                counts[usize::from(times[7].min(3))] += 1;
                sums.iter_mut().zip(times).for_each(|(sum, times)| *sum += u32::from(times));
            }
        }
        let chance = |ways: f64, k: i32| ways * 0.05_f64.powi(k) * 0.95_f64.powi(20 - k);
        let mut chances = [chance(1.0, 0), chance(20.0, 1), chance(190.0, 2), 0.0];
        chances[3] = 1.0 - chances.iter().sum::<f64>();
        assert!(chi_squared(&counts, &chances).abs() < 4.5, "{counts:?}, {chances:?}");
        // 128,000 draws of each, with a standard deviation of 349.
        assert!(sums.iter().all(|&sum| sum.abs_diff(128_000) < 1600), "{sums:?}");
    }
}

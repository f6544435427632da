//! How often each paper is drawn. Replicate `r` draws as many papers as there are, with replacement; the numbers come
//! from a counter keyed by the seed and `r`, so it does not matter who draws which replicate, or when.

use crate::base::random::Random;
use crate::base::{Error, Result};

/// Replicates that are worked on together: as many as a word has bits.
pub const LANES: usize = 64;

/// How often a paper may be drawn in one replicate: sums rely on it. Of n papers one is drawn more often with a chance below
/// n/32!, 4·10^-36 n.
pub const MOST: u8 = 31;

/// Replicates that are drawn before they are written into the rows of the papers.
const TOGETHER: usize = 8;

/// How often each paper is drawn in some replicate: `drawn` for each paper, which add up to their number.
///
/// O(papers). The places are uniform to the last bit: 32 bits are scaled to the number of papers, and the few that would make
/// some paper likelier are drawn again (Lemire, Fast random integer generation in an interval, 2019).
///
/// # Errors
/// [`Error::Bug`] if a paper is drawn more than [`MOST`] times.
pub fn draw(seed: u64, replicate: u32, drawn: &mut [u8]) -> Result<()> {
    drawn.fill(0);
    let papers = drawn.len() as u64;
    if papers == 0 {
        return Ok(());
    }
    let mut random = Random::new(seed, replicate.into());
    let surplus = (1_u64 << 32) % papers;
    let mut count = |half: u64| {
        let scaled = half * papers;
        let counts = scaled & 0xFFFF_FFFF >= surplus;
        if counts {
            let times = &mut drawn[(scaled >> 32) as usize];
            *times = times.wrapping_add(1);
        }
        u64::from(counts)
    };
    let mut left = papers;
    while left > 0 {
        let bits = random.draw();
        left -= count(bits & 0xFFFF_FFFF);
        if left > 0 {
            left -= count(bits >> 32);
        }
    }
    // A sum that is too small tells of a count that went around.
    let sum: u64 = drawn.iter().map(|&times| u64::from(times)).sum();
    let most = drawn.iter().copied().max().unwrap_or(0);
    let possible = sum == papers && most <= MOST;
    if possible { Ok(()) } else { Err(Error::Bug(format!("a paper was drawn more than {MOST} times"))) }
}

/// The draws of up to [`LANES`] replicates, paper by paper. Memory: 72 bytes a paper, and 8 for the draws.
#[derive(Debug, Clone)]
pub struct Block {
    /// For each paper how often each replicate drew it.
    pub times: Vec<[u8; LANES]>,
    /// For each paper the replicates that drew it, one bit each.
    pub present: Vec<u64>,
    drawn: [Vec<u8>; TOGETHER],
}

impl Block {
    /// An empty block.
    pub fn new(papers: usize) -> Self {
        let drawn = std::array::from_fn(|_| vec![0; papers]);
        Self { times: vec![[0; LANES]; papers], present: vec![0; papers], drawn }
    }

    /// Draws `lanes` replicates from number `first` on; the other lanes draw nothing.
    pub fn draw(&mut self, seed: u64, first: u32, lanes: usize) -> Result<()> {
        self.present.fill(0);
        for start in (0..LANES).step_by(TOGETHER) {
            for (lane, drawn) in (start..).zip(&mut self.drawn) {
                if lane < lanes {
                    draw(seed, first + lane as u32, drawn)?;
                } else {
                    drawn.fill(0);
                }
            }
            self.spread(start);
        }
        Ok(())
    }

    /// Writes what was drawn last into the rows, from lane `start` on.
    fn spread(&mut self, start: usize) {
        let drawn: [&[u8]; TOGETHER] = self.drawn.each_ref().map(|drawn| &drawn[..self.times.len()]);
        for (paper, (times, present)) in self.times.iter_mut().zip(&mut self.present).enumerate() {
            let own = drawn.map(|drawn| drawn[paper]);
            times[start..start + TOGETHER].copy_from_slice(&own);
            *present |= u64::from(nonzero(own)) << start;
        }
    }
}

/// One bit for each byte that is not 0. The bytes are small, but a byte of 128 and more counts, too.
fn nonzero(bytes: [u8; TOGETHER]) -> u8 {
    let word = u64::from_le_bytes(bytes);
    let low = 0x7F7F_7F7F_7F7F_7F7F;
    let high = (((word & low) + low) | word) & !low;
    ((high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_drawn_as_often_as_there_are_papers_and_each_as_likely() {
        // 2000 replicates of 50 papers: a paper is drawn 2000 times, with a standard deviation of 44.3.
        let mut sums = [0_u32; 50];
        let mut absent = 0;
        for replicate in 0..2000 {
            let mut drawn = [0_u8; 50];
            draw(7, replicate, &mut drawn).unwrap();
            assert_eq!(drawn.iter().map(|&times| u32::from(times)).sum::<u32>(), 50);
            absent += drawn.map(|times| u32::from(times == 0)).iter().sum::<u32>();
            sums.iter_mut().zip(drawn).for_each(|(sum, times)| *sum += u32::from(times));
        }
        assert!(sums.iter().all(|&sum| sum.abs_diff(2000) < 200), "{sums:?}");
        // (1 − 1/50)^50 of them are not drawn.
        assert!((f64::from(absent) / 100_000.0 - 0.98_f64.powi(50)).abs() < 0.005, "{absent}");
    }

    #[test]
    fn a_block_holds_what_each_replicate_draws() {
        for (papers, lanes) in [(0, 3), (1, 64), (700, 21)] {
            let mut block = Block::new(papers);
            block.draw(1, 900, 64).unwrap();
            block.draw(1, 64, lanes).unwrap();
            for lane in 0..LANES {
                let mut drawn = vec![0; papers];
                if lane < lanes {
                    draw(1, 64 + lane as u32, &mut drawn).unwrap();
                }
                for (paper, times) in drawn.into_iter().enumerate() {
                    assert_eq!(block.times[paper][lane], times);
                    assert_eq!(block.present[paper] >> lane & 1 == 1, times > 0);
                }
            }
        }
    }

    #[test]
    fn every_byte_that_is_not_0_has_its_bit() {
        for byte in 1..=u8::MAX {
            for place in 0..TOGETHER {
                let mut bytes = [0; TOGETHER];
                bytes[place] = byte;
                assert_eq!(nonzero(bytes), 1 << place);
                assert_eq!(nonzero([byte; TOGETHER]), u8::MAX);
            }
        }
        assert_eq!(nonzero([0; TOGETHER]), 0);
    }
}

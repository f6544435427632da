//! How many distinct things some papers show, for 64 replicates at a time: a thing is there where any of its papers was
//! drawn. Bits are added position by position: plane `j` holds bit `j` of all 64 counts.

use super::linear::Lanes;
use super::multiplicity::LANES;

/// 64 counts below 2^32.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counter([u64; 32]);

impl Counter {
    /// Adds 1 to the counts whose bit is set. O(1) on average, O(32) at most.
    pub fn add(&mut self, mut bits: u64) {
        for plane in &mut self.0 {
            if bits == 0 {
                return;
            }
            (*plane, bits) = (*plane ^ bits, *plane & bits);
        }
    }

    /// The counts.
    pub fn counts(&self) -> Lanes {
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

/// Where any of the papers was drawn.
pub fn any(papers: &[u32], present: &[u64]) -> u64 {
    papers.iter().fold(0, |any, &paper| any | present[paper as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::Random;

    #[test]
    fn bits_are_counted_lane_by_lane() {
        let mut random = Random::new(1, 1);
        let mut counter = Counter::default();
        let mut expected = [0; LANES];
        for _ in 0..5000 {
            let bits = random.draw() & random.draw();
            counter.add(bits);
            expected.iter_mut().enumerate().for_each(|(lane, count)| *count += bits >> lane & 1);
        }
        assert_eq!(counter.counts().map(f64::to_bits), expected.map(|count| (count as f64).to_bits()));
        assert_eq!(any(&[0, 2], &[1, 2, 4]), 5);
    }
}

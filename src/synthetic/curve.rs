//! The study's standardisation as functions that can be turned around: from an index to the count or the total that has
//! it.
//!
//! `docs/METHOD.md`, indices. Logarithms are `libm`'s, so that no machine's own decides a byte.

use libm::{exp, log};

/// What the study adds before it takes the logarithm.
const EPSILON: f64 = 1e-10;

/// An index of a count and an average, each half: papers and citations per paper, for example. The least count is 1 and
/// the least average 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve {
    /// Logarithm of the largest count.
    count: f64,
    /// Logarithm of the largest average above that of the least.
    average: f64,
}

impl Curve {
    /// With the largest count and the largest average of any unit.
    pub(super) fn new(count: f64, average: f64) -> Self {
        Self { count: log(count), average: above_least(average) }
    }

    /// The index, 0 to 100.
    pub(super) fn index(self, count: f64, total: f64) -> f64 {
        50.0 * (log(count + EPSILON) / self.count + above_least(total / count) / self.average)
    }

    /// The total that has the index at a count.
    pub(super) fn total(self, index: f64, count: f64) -> f64 {
        let average = (index / 50.0 - log(count) / self.count) * self.average;
        count * (exp(average + log(EPSILON)) - EPSILON)
    }

    /// The count that has the index at a total.
    pub(super) fn count(self, index: f64, total: f64) -> f64 {
        let rest = index / 50.0 - (log(total) - log(EPSILON)) / self.average;
        exp(rest / (1.0 / self.count - 1.0 / self.average))
    }
}

/// The index of a count alone, of which the least is 0: international collaborations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Single {
    largest: f64,
}

impl Single {
    /// With the largest count of any unit.
    pub(super) fn new(largest: f64) -> Self {
        Self { largest: above_least(largest) }
    }

    /// The index, 0 to 100.
    pub(super) fn index(self, count: f64) -> f64 {
        100.0 * above_least(count) / self.largest
    }

    /// The count that has the index.
    pub(super) fn count(self, index: f64) -> f64 {
        exp(index / 100.0 * self.largest + log(EPSILON)) - EPSILON
    }
}

fn above_least(value: f64) -> f64 {
    log(value + EPSILON) - log(EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_turn_around_and_meet_the_printed_indices() {
        let papers = Curve::new(13_211.0, 787.45);
        // Table 5: the Bay Area and Ithaca.
        assert!((papers.index(10_432.0, 10_432.0 * 201.0) - 96.45).abs() < 0.01);
        assert!((papers.index(1_526.0, 1_526.0 * 154.0) - 85.88).abs() < 0.01);
        let total = papers.total(70.0, 300.0);
        assert!((papers.index(300.0, total) - 70.0).abs() < 1e-9);
        assert!((papers.count(70.0, total) - 300.0).abs() < 1e-6);
        let collaborations = Single::new(6_127.0);
        assert!((collaborations.index(3_734.0) - 98.44).abs() < 0.005);
        assert!((collaborations.count(98.44) - 3_734.0).abs() < 10.0);
        assert!(collaborations.index(0.0).abs() < 1e-9);
    }
}

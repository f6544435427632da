//! What replicates say: intervals, chances of places and of orders, and tiers.

use super::bootstrap::{MISSING, Replicates};
use std::cmp::Ordering;

/// Places that a ranking asks the chance of: P(top 20), P(top 100).
pub const TOP: [u32; 2] = [20, 100];

/// Chance from which an order counts as decided.
pub const DECIDED: f64 = 0.975;

/// A figure over all replicates.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Interval {
    /// The sorted value at ⌊0.025 B⌋; `None` if it is missing there: missing values stand below all others.
    pub low: Option<f64>,
    /// The sorted value at ⌊0.975 B⌋.
    pub high: Option<f64>,
    /// Mean of the values that are there.
    pub mean: Option<f64>,
    /// Their standard deviation (divisor one less than their number): the standard error of the figure.
    pub error: Option<f64>,
}

/// What replicates say of the place of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The sorted place at ⌊0.025 B⌋. A unit that a replicate does not rank is one after the last there.
    pub low: u32,
    /// The sorted place at ⌊0.975 B⌋.
    pub high: u32,
    /// Mean place.
    pub mean: f64,
    /// Standard deviation of the places; `None` of a single one.
    pub error: Option<f64>,
    /// Share of the replicates that rank the unit.
    pub ranked: f64,
    /// For each of [`TOP`] the share of the replicates that rank the unit there or better.
    pub top: [f64; TOP.len()],
}

/// Where the bounds of an interval stand among so many sorted values: ⌊0.025 n⌋ and ⌊0.975 n⌋.
pub const fn bounds(n: usize) -> (usize, usize) {
    (n * 25 / 1000, n * 975 / 1000)
}

impl Interval {
    /// The interval of values in the order of their replicates; none of nothing.
    pub fn of(values: &[f64]) -> Self {
        let there: Vec<f64> = values.iter().copied().filter(|&value| value != MISSING).collect();
        let bounds = at_bounds(&mut values.to_vec(), f64::total_cmp);
        let [low, high] = bounds.map(|bound| bound.filter(|&value| value != MISSING));
        let mean = (!there.is_empty()).then(|| there.iter().sum::<f64>() / there.len() as f64);
        let error = mean.and_then(|mean| deviation(&there, mean));
        Self { low, high, mean, error }
    }
}

/// The values that stand at [`bounds`] when they are sorted; nothing of nothing. Only these two find their place: O(n).
fn at_bounds<T: Copy>(values: &mut [T], order: impl Fn(&T, &T) -> Ordering) -> [Option<T>; 2] {
    let (low, high) = bounds(values.len());
    [low, high].map(|place| (place < values.len()).then(|| *values.select_nth_unstable_by(place, &order).1))
}

/// Standard deviation, with the divisor n − 1.
fn deviation(values: &[f64], mean: f64) -> Option<f64> {
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

impl Place {
    /// The place of a unit; `None` without replicates. O(replicates).
    pub fn of(replicates: &Replicates, unit: usize) -> Option<Self> {
        let ranks = replicates.ranks(unit);
        let there: Vec<bool> = replicates.innovation(unit).map(|index| index != MISSING).collect();
        let share = |count: usize| count as f64 / ranks.len() as f64;
        let within =
            |top: u32| ranks.iter().zip(&there).filter(|&(&rank, &there)| there && rank <= top).count();
        let places: Vec<f64> = ranks.iter().map(|&rank| f64::from(rank)).collect();
        let mean = places.iter().sum::<f64>() / places.len() as f64;
        let [low, high] = at_bounds(&mut ranks.clone(), u32::cmp);
        Some(Self {
            low: low?,
            high: high?,
            mean,
            error: deviation(&places, mean),
            ranked: share(there.iter().filter(|&&there| there).count()),
            top: TOP.map(|top| share(within(top))),
        })
    }
}

/// P(a above b): the share of the replicates in which the innovation index of `a` is above that of `b`, and half of those in
/// which they are equal. A unit that is not ranked is below all that are, and equal to another one that is not.
/// O(replicates); 0.5 without any.
pub fn above(replicates: &Replicates, a: usize, b: usize) -> f64 {
    if replicates.is_empty() {
        return 0.5;
    }
    // Twice as many as are above, so that it stays whole.
    let twice = |(a, b): (&f64, &f64)| 2 * u32::from(a > b) + u32::from(a.to_bits() == b.to_bits());
    let blocks = replicates.innovation_by_block(a).zip(replicates.innovation_by_block(b));
    let all: u32 = blocks.map(|(a, b)| a.iter().zip(b).map(twice).sum::<u32>()).sum();
    f64::from(all) / (2 * replicates.len()) as f64
}

/// The tier of each unit of a ranking, from 1, best first. The first unit leads tier 1. The next ones belong to it while the
/// data cannot decide their order to its leader: P(leader above unit) < [`DECIDED`]. The first whose order is decided
/// leads the next tier. O(units · replicates).
pub fn tiers(replicates: &Replicates, ranking: &[usize]) -> Vec<u32> {
    let mut leader = None;
    let mut tier = 0;
    let tiers = ranking.iter().map(|&unit| {
        if leader.is_none_or(|leader| above(replicates, leader, unit) >= DECIDED) {
            leader = Some(unit);
            tier += 1;
        }
        tier
    });
    tiers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_those_of_the_method() {
        assert_eq!(bounds(1000), (25, 975));
        assert_eq!(bounds(100), (2, 97));
        assert_eq!(bounds(1), (0, 0));
        assert_eq!(bounds(0), (0, 0));
    }

    #[test]
    fn an_interval_does_not_see_the_order_and_has_no_bound_where_a_value_is_missing() {
        let mut values: Vec<f64> = (0..200).map(f64::from).collect();
        values.reverse();
        let all = Interval::of(&values);
        assert_eq!((all.low, all.high, all.mean), (Some(5.0), Some(195.0), Some(99.5)));
        // Variance of 0..n with divisor n − 1: n(n + 1)/12.
        assert!((all.error.unwrap() - (200.0_f64 * 201.0 / 12.0).sqrt()).abs() < 1e-12);
        values[..10].fill(MISSING);
        let some = Interval::of(&values);
        assert_eq!((some.low, some.high, some.mean), (None, Some(185.0), Some(94.5)));
        assert_eq!(Interval::of(&[MISSING, MISSING]), Interval::default());
        assert_eq!(Interval::of(&[]), Interval::default());
    }

    /// Four replicates of three units; the last is ranked in two of them.
    fn four() -> Replicates {
        Replicates::of(&[
            vec![3.0, 3.0, 1.0, 2.0],
            vec![1.0, 2.0, 1.0, 4.0],
            vec![MISSING, 9.0, 0.5, MISSING],
        ])
    }

    #[test]
    fn places_and_chances_by_hand() {
        let four = four();
        assert_eq!(
            [0, 1, 2].map(|unit| four.ranks(unit)),
            [vec![1, 2, 1, 2], vec![2, 3, 1, 1], vec![3, 1, 3, 3]]
        );
        // Above in two of four, equal in one; and beside one that is missing twice.
        assert_eq!((above(&four, 0, 1), above(&four, 1, 0)), (0.625, 0.375));
        assert_eq!((above(&four, 0, 2), above(&four, 2, 0), above(&four, 2, 2)), (0.75, 0.25, 0.5));
        let place = Place::of(&four, 2).unwrap();
        assert_eq!((place.low, place.high, place.mean, place.ranked), (1, 3, 2.5, 0.5));
        // Third among three, but not ranked, is not in the top 20.
        assert!(place.top.iter().all(|&share| (share - 0.5).abs() < f64::EPSILON));
    }

    #[test]
    fn a_tier_ends_where_the_order_to_its_leader_is_decided() {
        let units = |levels: &[f64]| -> Vec<Vec<f64>> {
            let replicate = |level: f64| (0..100).map(|i| level + f64::from(i * 37 % 100)).collect();
            levels.iter().map(|&level| replicate(level)).collect()
        };
        let same_way = Replicates::of(&units(&[3.0, 2.0, 1.0]));
        assert_eq!(tiers(&same_way, &[0, 1, 2]), [1, 2, 3]);
        // The first is above the second in 97 of 100, above the third in 98.
        let mut replicates = units(&[3.0, 2.0, 1.0, 0.5]);
        replicates[1][..3].fill(1000.0);
        replicates[2][..2].fill(1000.0);
        // The fourth could be the third, whatever the first is to it.
        replicates[3][..3].fill(2000.0);
        let replicates = Replicates::of(&replicates);
        assert_eq!(tiers(&replicates, &[0, 1, 2, 3]), [1, 1, 2, 2]);
        assert_eq!(tiers(&replicates, &[]), [0; 0]);
    }
}

//! What replicates say: intervals, chances of places and of orders, and tiers.

use super::bootstrap::{MISSING, Replicates};

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
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (low, high) = bounds(sorted.len());
        let at = |place: usize| sorted.get(place).copied().filter(|&value| value != MISSING);
        let count = there.len() as f64;
        let mean = (!there.is_empty()).then(|| there.iter().sum::<f64>() / count);
        let error = mean.filter(|_| there.len() > 1).map(|mean| {
            let squares: f64 = there.iter().map(|value| (value - mean).powi(2)).sum();
            (squares / (count - 1.0)).sqrt()
        });
        Self { low: at(low), high: at(high), mean, error }
    }
}

impl Place {
    /// The place of a unit; `None` without replicates. O(replicates log replicates).
    pub fn of(replicates: &Replicates, unit: usize) -> Option<Self> {
        let ranks = replicates.ranks(unit);
        let there: Vec<bool> = replicates.innovation(unit).map(|index| index != MISSING).collect();
        let share = |count: usize| count as f64 / ranks.len() as f64;
        let within =
            |top: u32| ranks.iter().zip(&there).filter(|&(&rank, &there)| there && rank <= top).count();
        let mean = ranks.iter().map(|&rank| f64::from(rank)).sum::<f64>() / ranks.len() as f64;
        let mut sorted = ranks.clone();
        sorted.sort_unstable();
        let (low, high) = bounds(sorted.len());
        Some(Self {
            low: *sorted.get(low)?,
            high: *sorted.get(high)?,
            mean,
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
    let pairs = || replicates.innovation(a).zip(replicates.innovation(b));
    let over = pairs().filter(|(a, b)| a > b).count();
    let level = pairs().filter(|(a, b)| a.total_cmp(b).is_eq()).count();
    (2 * over + level) as f64 / (2 * replicates.len()) as f64
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

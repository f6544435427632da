//! Intervals: what a printed number leaves open.

use std::ops::{Add, Mul, Sub};

/// All numbers from `low` to `high`, ends included.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// Smallest number.
    pub low: f64,
    /// Largest number.
    pub high: f64,
}

/// Room for the error of floating-point arithmetic, relative to the numbers compared.
const SLACK: f64 = 1e-9;

impl Interval {
    /// One number.
    pub const fn exact(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// `value` give or take `half`.
    pub fn around(value: f64, half: f64) -> Self {
        Self { low: value - half, high: value + half }
    }

    /// The number in the middle.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// What a rising function makes of it.
    #[must_use]
    pub fn rising(self, f: impl Fn(f64) -> f64) -> Self {
        Self { low: f(self.low), high: f(self.high) }
    }

    /// Whether both can mean the same number, up to floating-point error. Two roundings that only touch cannot: the
    /// number between them is printed in one way.
    pub fn overlaps(self, other: Self) -> bool {
        let slack = SLACK * self.high.abs().max(other.high.abs()).max(1.0);
        let shared = self.high.min(other.high) - self.low.max(other.low);
        if self.is_exact() || other.is_exact() { shared >= -slack } else { shared > slack }
    }

    fn is_exact(self) -> bool {
        self.low >= self.high
    }

    /// The numbers that lie in both, if there are any.
    pub fn meet(self, other: Self) -> Option<Self> {
        let both = Self { low: self.low.max(other.low), high: self.high.min(other.high) };
        (both.low <= both.high).then_some(both)
    }

    /// Quotient of two intervals without negative numbers; `None` when the divisor may only be zero. A divisor that
    /// reaches down to zero leaves the quotient without an upper end.
    pub fn over(self, divisor: Self) -> Option<Self> {
        let low = self.low / divisor.high;
        let high = if divisor.low > 0.0 { self.high / divisor.low } else { f64::INFINITY };
        (divisor.high > 0.0).then_some(Self { low, high })
    }

    /// The numbers that most of the given intervals share: their intersection if they have one.
    pub fn most_shared(all: &[Self]) -> Option<Self> {
        let mut ends: Vec<(f64, bool)> = all.iter().flat_map(|i| [(i.low, false), (i.high, true)]).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut open = 0_u32;
        let mut best = (0, f64::NAN);
        for (x, closes) in ends {
            open = if closes { open - 1 } else { open + 1 };
            best = if open > best.0 { (open, x) } else { best };
        }
        let sharing = all.iter().copied().filter(|i| i.low <= best.1 && best.1 <= i.high);
        sharing.reduce(|a, b| a.meet(b).unwrap_or(a))
    }
}

impl Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }
}

impl Sub for Interval {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }
}

/// By a factor that is not negative.
impl Mul<f64> for Interval {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        self.rising(|x| x * factor)
    }
}

impl std::iter::Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::exact(0.0), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_as_wide_as_both() {
        assert_eq!(Interval::around(5.0, 1.0) - Interval::around(2.0, 0.5), Interval { low: 1.5, high: 4.5 });
    }

    #[test]
    fn a_divisor_down_to_zero_leaves_the_top_open() {
        let one = Interval::exact(1.0);
        assert_eq!(
            one.over(Interval { low: 0.0, high: 2.0 }),
            Some(Interval { low: 0.5, high: f64::INFINITY })
        );
        assert_eq!(one.over(Interval::exact(0.0)), None);
    }

    #[test]
    fn one_outlier_does_not_move_what_the_others_share() {
        let all = [(1.0, 3.0), (2.0, 4.0), (9.0, 9.5), (0.0, 2.5)].map(|(low, high)| Interval { low, high });
        assert_eq!(Interval::most_shared(&all), Some(Interval { low: 2.0, high: 2.5 }));
        assert_eq!(Interval::most_shared(&[]), None);
    }

    #[test]
    fn roundings_that_touch_are_two_numbers() {
        assert!(!Interval::around(158.0, 0.5).overlaps(Interval::around(159.0, 0.5)));
        assert!(Interval::around(88.4, 0.05).overlaps(Interval::around(88.35, 0.005)));
        assert!(Interval::around(88.3, 0.05).overlaps(Interval::around(88.35, 0.005)));
    }

    #[test]
    fn an_exact_number_may_lie_at_the_end_in_spite_of_binary_fractions() {
        assert!(Interval::exact(0.1 + 0.2).overlaps(Interval { low: 0.3, high: 1.0 }));
        assert!(!Interval::exact(97.56).overlaps(Interval::exact(97.57)));
    }
}

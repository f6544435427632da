//! What the engines count: integers by denominator, so that two engines and any number of threads give the same bits.

use std::fmt;

/// A sum of fractions kept as integers: numerators by denominator, ascending. Full counting has the denominator 1 only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum(Vec<(u64, u64)>);

impl Sum {
    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self(if value == 0 { Vec::new() } else { vec![(1, value)] })
    }

    /// Adds `numerator / denominator`. O(distinct denominators).
    pub fn add(&mut self, denominator: u64, numerator: u64) {
        if numerator == 0 {
            return;
        }
        match self.0.binary_search_by_key(&denominator, |part| part.0) {
            Ok(i) => self.0[i].1 += numerator,
            Err(i) => self.0.insert(i, (denominator, numerator)),
        }
    }

    /// Takes a part of this sum away, denominator by denominator.
    pub fn subtract(&mut self, part: &Self) {
        for &(denominator, numerator) in &part.0 {
            if let Ok(i) = self.0.binary_search_by_key(&denominator, |own| own.0) {
                self.0[i].1 = self.0[i].1.saturating_sub(numerator);
            }
        }
        self.0.retain(|own| own.1 > 0);
    }

    /// The value: fractions added in ascending order of their denominators, so always the same bits. The sum of nothing
    /// is 0 (that of the standard library is -0).
    pub fn value(&self) -> f64 {
        self.0.iter().fold(0.0, |sum, &(denominator, numerator)| sum + numerator as f64 / denominator as f64)
    }

    /// What has the denominator 1: all of a sum by full counting.
    pub fn count(&self) -> u64 {
        self.0.first().filter(|part| part.0 == 1).map_or(0, |part| part.1)
    }

    /// Numerators by denominator, ascending.
    pub fn parts(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// Adds another sum, denominator by denominator.
    pub fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|&(denominator, numerator)| self.add(denominator, numerator));
    }

    /// The sum so many times.
    #[must_use]
    pub fn times(&self, factor: u64) -> Self {
        let times = |&(denominator, numerator): &(u64, u64)| (denominator, numerator * factor);
        Self(if factor == 0 { Vec::new() } else { self.0.iter().map(times).collect() })
    }

    /// The sum divided by a number that is not 0, each part in lowest terms.
    #[must_use]
    pub fn divided(&self, divisor: u64) -> Self {
        let mut quotient = Self::default();
        for &(denominator, numerator) in &self.0 {
            let common = gcd(numerator.into(), divisor.into()) as u64;
            quotient.add(denominator * (divisor / common), numerator / common);
        }
        quotient
    }

    /// Numerator and denominator of the sum in lowest terms; `None` where they do not fit.
    pub fn fraction(&self) -> Option<(u128, u128)> {
        self.0.iter().try_fold((0_u128, 1_u128), |(n, d), &(denominator, numerator)| {
            let (other, denominator) = (u128::from(numerator), u128::from(denominator));
            let common = gcd(d, denominator);
            let own = n.checked_mul(denominator / common)?;
            let sum = own.checked_add(other.checked_mul(d / common)?)?;
            let all = d.checked_mul(denominator / common)?;
            let lowest = gcd(sum, all);
            Some((sum / lowest, all / lowest))
        })
    }

    /// Whether nothing was added.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// The exact value: `3`, `5/12`, or the parts with a plus between them where one fraction would not fit.
impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fraction() {
            Some((numerator, 1)) => write!(f, "{numerator}"),
            Some((numerator, denominator)) => write!(f, "{numerator}/{denominator}"),
            None => {
                let parts = self.0.iter().map(|(d, n)| format!("{n}/{d}"));
                f.write_str(&parts.collect::<Vec<_>>().join("+"))
            }
        }
    }
}

/// The counts of one unit. Averages are made from them by whoever shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Papers.
    pub papers: Sum,
    /// Citations of those papers.
    pub paper_citations: Sum,
    /// Scholars.
    pub scholars: Sum,
    /// Citations of each scholar's papers signed from the unit, summed over scholars.
    pub scholar_citations: Sum,
    /// Institutions with a paper.
    pub institutions: Sum,
    /// Citations of each institution's papers, summed over institutions.
    pub institution_citations: Sum,
    /// International collaborations under the request's rule.
    pub collaborations: Sum,
}

impl Tally {
    /// The counts as doubles.
    pub fn numbers(&self) -> Numbers {
        Numbers {
            papers: self.papers.value(),
            paper_citations: self.paper_citations.value(),
            scholars: self.scholars.value(),
            scholar_citations: self.scholar_citations.value(),
            institutions: self.institutions.value(),
            institution_citations: self.institution_citations.value(),
            collaborations: self.collaborations.value(),
        }
    }
}

/// The counts of one unit as doubles: what indicators are made from. Members as in [`Tally`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Numbers {
    /// Papers.
    pub papers: f64,
    /// Their citations.
    pub paper_citations: f64,
    /// Scholars.
    pub scholars: f64,
    /// Citations, summed over scholars.
    pub scholar_citations: f64,
    /// Institutions.
    pub institutions: f64,
    /// Citations, summed over institutions.
    pub institution_citations: f64,
    /// International collaborations.
    pub collaborations: f64,
}

/// The counts of every unit, by unit number, and what could not be credited to any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// By unit number.
    pub units: Vec<Tally>,
    /// Fractional counting: weight of affiliations without a unit and of authors without affiliation.
    pub unresolved: Sum,
}

impl Tallies {
    /// Empty tallies of a number of units.
    pub fn new(units: usize) -> Self {
        Self { units: vec![Tally::default(); units], unresolved: Sum::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_adding_does_not_matter() {
        let parts = [(3, 1), (7, 2), (1, 4), (3, 5)];
        let (mut a, mut b) = (Sum::default(), Sum::default());
        parts.iter().for_each(|&(d, n)| a.add(d, n));
        parts.iter().rev().for_each(|&(d, n)| b.add(d, n));
        assert_eq!(a, b);
        assert_eq!(a.value().to_bits(), (4.0 + 6.0 / 3.0 + 2.0 / 7.0f64).to_bits());
    }

    #[test]
    fn the_text_is_the_exact_value() {
        let text = |parts: &[(u64, u64)]| {
            let mut sum = Sum::default();
            parts.iter().for_each(|&(d, n)| sum.add(d, n));
            sum.to_string()
        };
        assert_eq!(text(&[]), "0");
        assert_eq!(text(&[(1, 3)]), "3");
        assert_eq!(text(&[(6, 1), (4, 1)]), "5/12");
        assert_eq!(text(&[(2, 1), (4, 2)]), "1");
        let primes = [u64::MAX - 58, u64::MAX - 82, u64::MAX - 94].map(|prime| (prime, 1));
        assert_eq!(text(&primes).matches('+').count(), 2);
    }
}

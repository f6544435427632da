//! What the engines count: integers by denominator, so that two engines and any number of threads give the same bits.

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

    /// Whether nothing was added.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
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
}

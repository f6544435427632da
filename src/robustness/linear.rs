//! Sums over papers that are linear in how often each is drawn: for each unit and denominator a row of papers with their
//! numerators. Numerators are added first, as doubles that hold integers (exact below 2^53); then they are divided and added
//! in ascending order of the denominator, as [`Sum::value`](crate::indicators::Sum::value) does: the same bits.

use super::contributions::Contributions;
use super::multiplicity::{Block, LANES};

/// One value for each replicate of a block.
pub type Lanes = [f64; LANES];

/// `K` sums for each unit.
#[derive(Debug, Clone, Default)]
pub struct Linear<const K: usize> {
    /// Rows of unit `u` are `first[u]..first[u + 1]`.
    first: Vec<u32>,
    rows: Vec<Row>,
    terms: Vec<Term<K>>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    denominator: f64,
    /// Where the terms of the row end.
    end: u32,
}

#[derive(Debug, Clone, Copy)]
struct Term<const K: usize> {
    paper: u32,
    numerators: [f64; K],
}

impl<const K: usize> Linear<K> {
    /// Sums of terms that each credit has: denominators and numerators. O(terms log terms of a unit).
    pub fn new(all: &Contributions, mut terms: impl FnMut(usize, &mut Vec<(u64, [f64; K])>)) -> Self {
        let mut linear = Self { first: vec![0], ..Self::default() };
        let (mut own, mut of_credit) = (Vec::new(), Vec::new());
        for unit in 0..all.units.len() {
            for credit in all.of_unit(unit) {
                terms(credit, &mut of_credit);
                let paper = all.credits[credit].paper;
                own.extend(
                    of_credit.drain(..).map(|(denominator, n)| (denominator, Term { paper, numerators: n })),
                );
            }
            own.sort_by_key(|&(denominator, _)| denominator);
            for run in own.chunk_by(|a, b| a.0 == b.0) {
                linear.terms.extend(run.iter().map(|(_, term)| *term));
                linear.rows.push(Row { denominator: run[0].0 as f64, end: linear.terms.len() as u32 });
            }
            own.clear();
            linear.first.push(linear.rows.len() as u32);
        }
        linear
    }

    /// The sums of a unit in each replicate of a block. O(terms · lanes).
    pub fn sums(&self, unit: usize, block: &Block) -> [Lanes; K] {
        let rows = self.first[unit] as usize..self.first[unit + 1] as usize;
        let mut start = if rows.start == 0 { 0 } else { self.rows[rows.start - 1].end as usize };
        let mut sums = [[0.0; LANES]; K];
        for row in &self.rows[rows] {
            let numerators = self.row(start..row.end as usize, block);
            start = row.end as usize;
            let pairs = sums.as_flattened_mut().iter_mut().zip(numerators.as_flattened());
            pairs.for_each(|(sum, numerator)| *sum += numerator / row.denominator);
        }
        sums
    }

    fn row(&self, terms: std::ops::Range<usize>, block: &Block) -> [Lanes; K] {
        let mut sums = [[0.0; LANES]; K];
        for term in &self.terms[terms] {
            let times = block.times[term.paper as usize].map(f64::from);
            for (sums, numerator) in sums.iter_mut().zip(term.numerators) {
                sums.iter_mut().zip(times).for_each(|(sum, times)| *sum += times * numerator);
            }
        }
        sums
    }
}

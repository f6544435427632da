//! Sums over papers that are linear in how often each is drawn: for each unit and denominator a row of papers with their
//! numerators. Numerators are added first, as floating-point numbers that hold integers (exact below 2^53); then they are
//! divided and added in ascending order of the denominator, as [`Sum::value`](crate::indicators::Sum::value) does: the same
//! bits.

use super::contributions::Contributions;
use super::multiplicity::{Block, LANES, MOST};
use std::ops::{AddAssign, Mul, Range};

/// One value for each replicate of a block.
pub type Lanes = [f64; LANES];

/// Terms that are passed over together.
const TERMS: usize = 128;
/// Replicates that are passed over together: as many as stay in registers.
const WIDTH: usize = 16;
/// Numerators up to this one add up in single precision, exactly: [`TERMS`] of them, each drawn at most [`MOST`] times, stay
/// below 2^24.
const NARROW: f64 = ((1 << 24) / (TERMS * MOST as usize)) as f64;

/// `K` sums for each unit.
#[derive(Debug, Clone, Default)]
pub struct Linear<const K: usize> {
    /// Rows of unit `u` are `first[u]..first[u + 1]`.
    first: Vec<u32>,
    rows: Vec<Row>,
    /// Terms whose numerators are all small, and the others.
    narrow: Vec<Term<f32, K>>,
    wide: Vec<Term<f64, K>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Row {
    denominator: f64,
    /// Where the terms of the row end.
    narrow: u32,
    wide: u32,
}

#[derive(Debug, Clone, Copy)]
struct Term<T, const K: usize> {
    paper: u32,
    numerators: [T; K],
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
                own.extend(of_credit.drain(..).map(|(denominator, n)| (denominator, paper, n)));
            }
            own.sort_by_key(|&(denominator, ..)| denominator);
            for run in own.chunk_by(|a, b| a.0 == b.0) {
                linear.push(run[0].0, run.iter().map(|&(_, paper, numerators)| (paper, numerators)));
            }
            own.clear();
            linear.first.push(linear.rows.len() as u32);
        }
        linear
    }

    fn push(&mut self, denominator: u64, terms: impl Iterator<Item = (u32, [f64; K])>) {
        for (paper, numerators) in terms {
            if numerators.iter().all(|&numerator| numerator <= NARROW) {
                self.narrow.push(Term { paper, numerators: numerators.map(|numerator| numerator as f32) });
            } else {
                self.wide.push(Term { paper, numerators });
            }
        }
        let (narrow, wide) = (self.narrow.len() as u32, self.wide.len() as u32);
        self.rows.push(Row { denominator: denominator as f64, narrow, wide });
    }

    /// The sums of a unit in each replicate of a block. O(terms · lanes).
    pub fn sums(&self, unit: usize, block: &Block) -> [Lanes; K] {
        let rows = self.first[unit] as usize..self.first[unit + 1] as usize;
        let mut before = rows.start.checked_sub(1).map(|last| self.rows[last]).unwrap_or_default();
        let mut sums = [[0.0; LANES]; K];
        for row in &self.rows[rows] {
            let mut numerators = [[0.0; LANES]; K];
            add(&self.narrow[range(before.narrow, row.narrow)], block, &mut numerators);
            add(&self.wide[range(before.wide, row.wide)], block, &mut numerators);
            before = *row;
            let pairs = sums.as_flattened_mut().iter_mut().zip(numerators.as_flattened());
            pairs.for_each(|(sum, numerator)| *sum += numerator / row.denominator);
        }
        sums
    }
}

fn range(start: u32, end: u32) -> Range<usize> {
    start as usize..end as usize
}

/// Adds the numerators of terms. A few terms are passed over together: their multiplicities become numbers once, and stay in the
/// first cache while one sum after the other is made of them in registers. A quarter of the time of going term by term
/// over all lanes in double precision.
fn add<T, const K: usize>(terms: &[Term<T, K>], block: &Block, sums: &mut [Lanes; K])
where
    T: Copy + Default + From<i16> + Into<f64> + Mul<Output = T> + AddAssign,
{
    if terms.is_empty() {
        return;
    }
    let mut times = [[T::default(); WIDTH]; TERMS];
    for terms in terms.chunks(TERMS) {
        for part in 0..LANES / WIDTH {
            for (times, term) in times.iter_mut().zip(terms) {
                let bytes = block.times[term.paper as usize].as_chunks::<WIDTH>().0[part];
                // By way of 16 bits: from bytes the compiler converts one by one.
                *times = bytes.map(|times| T::from(i16::from(times)));
            }
            for (k, sums) in sums.iter_mut().enumerate() {
                let mut own = [T::default(); WIDTH];
                for (times, term) in times.iter().zip(terms) {
                    own.iter_mut().zip(times).for_each(|(own, &times)| *own += times * term.numerators[k]);
                }
                let sums = &mut sums.as_chunks_mut::<WIDTH>().0[part];
                sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own.into());
            }
        }
    }
}

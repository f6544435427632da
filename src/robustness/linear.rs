//! Sums over papers that are linear in how often each is drawn: for each unit and denominator a row of papers with their
//! numerators. Numerators are added first, as integers or as floating-point numbers that hold integers (exact below 2^53);
//! then they are divided and added in ascending order of the denominator, as [`Sum::value`](crate::indicators::Sum::value)
//! does: the same bits.

use super::contributions::Contributions;
use super::multiplicity::{Block, LANES, MOST, Times};
use std::hint::black_box;
use std::ops::Range;
use wide::{i16x8, i32x4, u8x16};

/// One value for each replicate of a block.
pub type Lanes = [f64; LANES];

/// Pairs of terms that are passed over together: their multiplicities, 16 kB, stay in the first cache.
const PAIRS: usize = 64;
/// Vectors of four lanes that make a row, and those whose sums stay in registers.
const VECTORS: usize = LANES / 4;
const HELD: usize = 8;
/// Numerators up to this one are multiplied as 16 bits and added as 32.
const NARROW: f64 = i16::MAX as f64;
const _: () = assert!(
    2 * PAIRS as u64 * MOST as u64 * i16::MAX.unsigned_abs() as u64 <= i32::MAX.unsigned_abs() as u64
);

/// `K` sums for each unit.
#[derive(Debug, Clone, Default)]
pub struct Linear<const K: usize> {
    /// Rows of unit `u` are `first[u]..first[u + 1]`.
    first: Vec<u32>,
    rows: Vec<Row>,
    /// Terms whose numerators are all small, by two, and the others.
    narrow: Vec<Pair<K>>,
    wide: Vec<Term<K>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Row {
    denominator: f64,
    /// Where the terms of the row end.
    narrow: u32,
    wide: u32,
}

/// Two terms, of which one multiplication makes four lanes. The second one may be of nothing.
#[derive(Debug, Clone, Copy)]
struct Pair<const K: usize> {
    papers: [u32; 2],
    numerators: [[i16; 2]; K],
}

#[derive(Debug, Clone, Copy)]
struct Term<const K: usize> {
    paper: u32,
    numerators: [f64; K],
}

/// The multiplicities of pairs, lane by lane, in the form of the multiplication: the room for them, to be used again.
#[derive(Debug)]
pub struct Room([[i16x8; VECTORS]; PAIRS]);

impl Default for Room {
    fn default() -> Self {
        Self([[i16x8::ZERO; VECTORS]; PAIRS])
    }
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
                linear.push(run[0].0, run.iter().map(|&(_, paper, numerators)| Term { paper, numerators }));
            }
            own.clear();
            linear.first.push(linear.rows.len() as u32);
        }
        linear
    }

    fn push(&mut self, denominator: u64, terms: impl Iterator<Item = Term<K>>) {
        let mut odd: Option<Term<K>> = None;
        for term in terms {
            if term.numerators.iter().any(|&numerator| numerator > NARROW) {
                self.wide.push(term);
            } else if let Some(first) = odd.take() {
                self.narrow.push(Pair::new(first, term));
            } else {
                odd = Some(term);
            }
        }
        self.narrow.extend(odd.map(|term| Pair::new(term, Term { numerators: [0.0; K], ..term })));
        let (narrow, wide) = (self.narrow.len() as u32, self.wide.len() as u32);
        self.rows.push(Row { denominator: denominator as f64, narrow, wide });
    }

    /// The sums of a unit in each replicate of a block. O(terms · lanes).
    pub fn sums(&self, unit: usize, block: &Block, room: &mut Room, sums: &mut [Lanes; K]) {
        let rows = self.first[unit] as usize..self.first[unit + 1] as usize;
        let mut before = rows.start.checked_sub(1).map(|last| self.rows[last]).unwrap_or_default();
        *sums = [[0.0; LANES]; K];
        for row in &self.rows[rows] {
            let mut numerators = [[0.0; LANES]; K];
            add_narrow(&self.narrow[range(before.narrow, row.narrow)], block, room, &mut numerators);
            add_wide(&self.wide[range(before.wide, row.wide)], block, &mut numerators);
            before = *row;
            let pairs = sums.as_flattened_mut().iter_mut().zip(numerators.as_flattened());
            pairs.for_each(|(sum, numerator)| *sum += numerator / row.denominator);
        }
    }
}

impl<const K: usize> Pair<K> {
    fn new(a: Term<K>, b: Term<K>) -> Self {
        let numerators = std::array::from_fn(|k| [a.numerators[k] as i16, b.numerators[k] as i16]);
        Self { papers: [a.paper, b.paper], numerators }
    }
}

fn range(start: u32, end: u32) -> Range<usize> {
    start as usize..end as usize
}

/// Adds small numerators. The multiplicities of a few pairs are put side by side once, and stay in the first cache while one sum
/// after the other is made of them in registers.
fn add_narrow<const K: usize>(pairs: &[Pair<K>], block: &Block, room: &mut Room, sums: &mut [Lanes; K]) {
    for pairs in pairs.chunks(PAIRS) {
        let of = |paper: u32| &block.times[paper as usize].0;
        // Each row is looked at before any is worked on: memory then answers for all of them at a time. It halves the time.
        let touched = pairs.iter().flat_map(|pair| pair.papers).fold(0, |all, paper| all | of(paper)[0]);
        black_box(touched);
        for (times, pair) in room.0.iter_mut().zip(pairs) {
            side_by_side(pair.papers.map(of), times);
        }
        for (k, sums) in sums.iter_mut().enumerate() {
            for (part, sums) in sums.as_chunks_mut::<{ 4 * HELD }>().0.iter_mut().enumerate() {
                let mut own = [i32x4::ZERO; HELD];
                for (times, pair) in room.0.iter().zip(pairs) {
                    let [a, b] = pair.numerators[k];
                    let numerators = i16x8::new([a, b, a, b, a, b, a, b]);
                    let times = &times.as_chunks::<HELD>().0[part];
                    own.iter_mut().zip(times).for_each(|(own, times)| *own += times.dot(numerators));
                }
                let own = own.iter().flat_map(|own| own.to_array());
                sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += f64::from(own));
            }
        }
    }
}

/// The bytes of two rows in turn, as numbers of 16 bits.
fn side_by_side(rows: [&[u8; LANES]; 2], all: &mut [i16x8; VECTORS]) {
    let [a, b] = rows.map(|row| row.as_chunks::<16>().0);
    for ((all, &a), &b) in all.as_chunks_mut::<4>().0.iter_mut().zip(a).zip(b) {
        let (a, b) = (u8x16::new(a), u8x16::new(b));
        let halves = [u8x16::unpack_low(a, b), u8x16::unpack_high(a, b)];
        for (all, bytes) in all.as_chunks_mut::<2>().0.iter_mut().zip(halves) {
            let wider = [u8x16::unpack_low(bytes, u8x16::ZERO), u8x16::unpack_high(bytes, u8x16::ZERO)];
            *all = wider.map(bytemuck::cast);
        }
    }
}

/// Adds the other numerators, in double precision.
fn add_wide<const K: usize>(terms: &[Term<K>], block: &Block, sums: &mut [Lanes; K]) {
    for term in terms {
        let Times(times) = &block.times[term.paper as usize];
        for (sums, &numerator) in sums.iter_mut().zip(&term.numerators) {
            sums.iter_mut().zip(times).for_each(|(sum, &times)| *sum += f64::from(times) * numerator);
        }
    }
}

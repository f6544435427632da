//! The bootstrap over papers: as many papers as there are, drawn with replacement, once for all units, and everything
//! counted, standardised and ranked again; so many times.
//!
//! Blocks of 64 replicates are independent, so threads do not meet; inside a block every sum is made in a fixed order. The
//! same seed gives the same bits for any number of threads, and replicate `r` is the same however many there are.

use super::contributions::Contributions;
use super::multiplicity::{Block, LANES};
use super::replicate::{Counts, Outcome, rank};
use crate::base::Result;
use crate::index::Profile;
use rayon::prelude::*;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Replicates.
    pub replicates: u32,
    /// Another seed, other replicates.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { replicates: 1000, seed: 2023 }
    }
}

/// Of which units every indicator and index is kept; rank and innovation index are kept of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Detail {
    /// Of none.
    #[default]
    None,
    /// Of one, by its place in [`Contributions::units`].
    One(usize),
    /// Of all.
    All,
}

/// Seven indicators and five indices, as the ranking has them.
pub const FIGURES: usize = 12;

/// "Not ranked in this replicate": below every value.
pub const MISSING: f64 = f64::NEG_INFINITY;

/// Place and figures of every unit in every replicate. Memory: 12 bytes for each unit and replicate, and 96 more where every
/// figure is kept.
#[derive(Debug, Clone)]
pub struct Replicates {
    number: u32,
    units: usize,
    detail: Detail,
    blocks: Vec<Kept>,
}

/// What is kept of a block: unit after unit, and of each unit replicate after replicate.
#[derive(Debug, Clone, Default)]
struct Kept {
    lanes: usize,
    ranks: Vec<u32>,
    innovation: Vec<f64>,
    /// Figure after figure of each unit.
    figures: Vec<f64>,
}

/// Draws and ranks. O(replicates · (papers + contributions + units log units)); memory as [`Replicates`], and for each
/// thread 80 bytes a paper and 3.5 kB a unit.
///
/// # Errors
/// A defect, where a paper is drawn more often than can be.
pub fn run(all: &Contributions, profile: &Profile, options: Options, detail: Detail) -> Result<Replicates> {
    let counts = Counts::new(all);
    let starts: Vec<u32> = (0..options.replicates).step_by(LANES).collect();
    let blocks: Result<Vec<Kept>> = starts
        .par_iter()
        .map_init(
            || (Block::new(all.papers.len()), Vec::new()),
            |(block, numbers), &first| {
                let lanes = LANES.min((options.replicates - first) as usize);
                block.draw(options.seed, first, lanes)?;
                counts.count(block, numbers);
                let mut kept = Kept::new(all.units.len(), lanes, &detail);
                for lane in 0..lanes {
                    kept.keep(lane, &rank(numbers, lane, profile), &detail);
                }
                Ok(kept)
            },
        )
        .collect();
    Ok(Replicates { number: options.replicates, units: all.units.len(), detail, blocks: blocks? })
}

impl Kept {
    fn new(units: usize, lanes: usize, detail: &Detail) -> Self {
        let detailed = match detail {
            Detail::None => 0,
            Detail::One(_) => 1,
            Detail::All => units,
        };
        Self {
            lanes,
            ranks: vec![0; units * lanes],
            innovation: vec![MISSING; units * lanes],
            figures: vec![MISSING; detailed * FIGURES * lanes],
        }
    }

    fn keep(&mut self, lane: usize, outcomes: &[Outcome], detail: &Detail) {
        for (unit, outcome) in outcomes.iter().enumerate() {
            self.ranks[unit * self.lanes + lane] = outcome.rank;
            if let Some((values, indices)) = &outcome.figures {
                self.innovation[unit * self.lanes + lane] = indices[4];
                if let Some(place) = place(detail, unit) {
                    let figures = values.iter().map(|value| value.unwrap_or(MISSING)).chain(*indices);
                    for (figure, value) in figures.enumerate() {
                        self.figures[(place * FIGURES + figure) * self.lanes + lane] = value;
                    }
                }
            }
        }
    }
}

/// Place of a unit among those of which every figure is kept.
fn place(detail: &Detail, unit: usize) -> Option<usize> {
    match detail {
        Detail::None => None,
        Detail::One(one) => (*one == unit).then_some(0),
        Detail::All => Some(unit),
    }
}

impl Replicates {
    /// Replicates by the innovation index of each unit.
    #[cfg(test)]
    pub(super) fn of(innovation: &[Vec<f64>]) -> Self {
        let lanes = innovation[0].len();
        let mut kept = Kept { lanes, ranks: vec![0; innovation.len() * lanes], ..Kept::default() };
        kept.innovation = innovation.concat();
        for lane in 0..lanes {
            let there: Vec<usize> =
                (0..innovation.len()).filter(|&unit| innovation[unit][lane] != MISSING).collect();
            let scores: Vec<f64> = there.iter().map(|&unit| innovation[unit][lane]).collect();
            let places = crate::index::ranking::places(&scores);
            (0..innovation.len()).for_each(|unit| kept.ranks[unit * lanes + lane] = there.len() as u32 + 1);
            there.iter().zip(places).for_each(|(&unit, place)| kept.ranks[unit * lanes + lane] = place);
        }
        Self { number: lanes as u32, units: innovation.len(), detail: Detail::None, blocks: vec![kept] }
    }

    /// Number of replicates.
    pub fn len(&self) -> usize {
        self.number as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.number == 0
    }

    /// Number of units.
    pub fn units(&self) -> usize {
        self.units
    }

    /// The place of a unit in each replicate.
    pub fn ranks(&self, unit: usize) -> Vec<u32> {
        let own = |kept: &Kept| unit * kept.lanes..(unit + 1) * kept.lanes;
        self.blocks.iter().flat_map(|kept| &kept.ranks[own(kept)]).copied().collect()
    }

    /// The innovation index of a unit in each replicate; [`MISSING`] where it is not ranked.
    pub fn innovation(&self, unit: usize) -> impl Iterator<Item = f64> + '_ {
        let own = move |kept: &Kept| unit * kept.lanes..(unit + 1) * kept.lanes;
        self.blocks.iter().flat_map(move |kept| kept.innovation[own(kept)].iter().copied())
    }

    /// A figure of a unit in each replicate, [`MISSING`] where it has none; `None` if the figures of the unit were not
    /// kept. Figures are the indicators, then the indices.
    pub fn figure(&self, unit: usize, figure: usize) -> Option<Vec<f64>> {
        let start = place(&self.detail, unit)? * FIGURES + figure;
        let own = |kept: &Kept| start * kept.lanes..(start + 1) * kept.lanes;
        Some(self.blocks.iter().flat_map(|kept| &kept.figures[own(kept)]).copied().collect())
    }
}

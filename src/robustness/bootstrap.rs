//! The bootstrap over papers: as many papers as there are, drawn with replacement, once for all units, and everything
//! counted, standardised and ranked again; so many times.
//!
//! Blocks of 64 replicates are independent, so threads do not meet; inside a block every sum is made in a fixed order. The
//! same seed gives the same bits for any number of threads, and replicate `r` is the same however many there are.

use super::board::{Board, Counted, Kept};
use super::contributions::Contributions;
use super::multiplicity::{Block, LANES};
use super::replicate::{Counts, Workspace};
use crate::base::Result;
use crate::index::Profile;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};

pub use super::board::{Detail, FIGURES};

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

/// Draws and ranks. O(replicates · (papers + contributions + units log units)); memory as [`Replicates`], and for each
/// thread 72 bytes a paper and 4 kB a unit.
///
/// # Errors
/// A defect, where a paper is drawn more often than can be.
pub fn run(all: &Contributions, profile: &Profile, options: Options, detail: Detail) -> Result<Replicates> {
    let counts = Counts::new(all);
    // Rooms are as many as threads: what was made once is used again.
    let rooms: Mutex<Vec<Room<'_>>> = Mutex::default();
    let blocks: Result<Vec<Kept>> = (0..options.replicates.div_ceil(LANES as u32))
        .into_par_iter()
        .map(|number| {
            let free = rooms.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut room = free.unwrap_or_else(|| Room::new(all, profile));
            let lanes = LANES.min(options.replicates as usize - number as usize * LANES);
            room.block.draw(options.seed, number)?;
            counts.count(&room.block, &mut room.space, &mut room.counted);
            let kept = room.board.rank(&mut room.counted, lanes, &detail);
            rooms.lock().unwrap_or_else(PoisonError::into_inner).push(room);
            Ok(kept)
        })
        .collect();
    Ok(Replicates { number: options.replicates, units: all.units.len(), detail, blocks: blocks? })
}

/// What a thread needs for a block.
struct Room<'a> {
    block: Block,
    space: Workspace,
    counted: Vec<Counted>,
    board: Board<'a>,
}

impl<'a> Room<'a> {
    fn new(all: &Contributions, profile: &'a Profile) -> Self {
        let block = Block::new(all.papers.len());
        Self { block, space: Workspace::default(), counted: Vec::new(), board: Board::new(profile) }
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
        self.innovation_by_block(unit).flatten().copied()
    }

    /// The same in the pieces in which they are kept.
    pub fn innovation_by_block(&self, unit: usize) -> impl Iterator<Item = &[f64]> + '_ {
        self.blocks.iter().map(move |kept| &kept.innovation[unit * kept.lanes..(unit + 1) * kept.lanes])
    }

    /// A figure of a unit in each replicate, [`MISSING`] where it has none; `None` if the figures of the unit were not
    /// kept. Figures are the indicators, then the indices.
    pub fn figure(&self, unit: usize, figure: usize) -> Option<Vec<f64>> {
        let start = self.detail.place(unit)? * FIGURES + figure;
        let own = |kept: &Kept| start * kept.lanes..(start + 1) * kept.lanes;
        Some(self.blocks.iter().flat_map(|kept| &kept.figures[own(kept)]).copied().collect())
    }
}

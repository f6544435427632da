//! What is made of the counts of a block: indicators, indices and places of every unit in 64 replicates at a time.

use super::bootstrap::MISSING;
use super::linear::Lanes;
use super::multiplicity::LANES;
use crate::base::formula;
use crate::index::Profile;
use crate::index::ranking;
use crate::index::standardise::{Logs, Scale, scale_logs};

/// The counts of a unit in each replicate, in the order of the members of [`Numbers`](crate::indicators::Numbers).
pub type Counted = [Lanes; 7];

/// Of which units every indicator and index is kept; rank and innovation index are kept of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Detail {
    /// Of none.
    #[default]
    None,
    /// Of one, by its place in [`Contributions::units`](super::contributions::Contributions::units).
    One(usize),
    /// Of all.
    All,
}

/// Seven indicators and five indices, as the ranking has them.
pub const FIGURES: usize = 12;

/// What is kept of a block: unit after unit, and of each unit replicate after replicate.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Replicates.
    pub lanes: usize,
    /// Places; one after the last ranked unit for those that are not ranked.
    pub ranks: Vec<u32>,
    /// Innovation indices; [`MISSING`] where a unit is not ranked.
    pub innovation: Vec<f64>,
    /// Figure after figure of each unit of which they are kept; [`MISSING`] where there is none.
    pub figures: Vec<f64>,
}

/// Ranks block after block under a profile.
#[derive(Debug)]
pub struct Board<'a> {
    profile: &'a Profile,
    logs: Logs,
    /// For each unit the replicates that rank it, one bit each.
    ranked: Vec<u64>,
    /// Innovation indices of the ranked units, replicate after replicate.
    innovation: Vec<Vec<f64>>,
}

impl Detail {
    /// Place of a unit among those of which every figure is kept.
    pub fn place(&self, unit: usize) -> Option<usize> {
        match self {
            Self::None => None,
            Self::One(one) => (*one == unit).then_some(0),
            Self::All => Some(unit),
        }
    }

    fn number(&self, units: usize) -> usize {
        match self {
            Self::None => 0,
            Self::One(_) => 1,
            Self::All => units,
        }
    }
}

impl<'a> Board<'a> {
    /// Nothing ranked yet.
    pub fn new(profile: &'a Profile) -> Self {
        let innovation = vec![Vec::new(); LANES];
        Self { profile, logs: Logs::new(profile.zero), ranked: Vec::new(), innovation }
    }

    /// Ranks the units of the first replicates of a block as [`ranking::rank`] does, to the bit. The counts are written over.
    /// O(lanes · units log units).
    pub fn rank(&mut self, units: &mut [Counted], lanes: usize, detail: &Detail) -> Kept {
        let mut kept = Kept {
            lanes,
            ranks: Vec::new(),
            innovation: vec![MISSING; units.len() * lanes],
            figures: vec![MISSING; detail.number(units.len()) * FIGURES * lanes],
        };
        let ends = self.take_logs(units, &mut kept, detail);
        if self.profile.scale == Scale::Minmax {
            units.iter_mut().for_each(|logs| minmax(logs, &ends));
        } else {
            self.scale(units, lanes);
        }
        self.compose(units, &mut kept, detail);
        kept.ranks = turned(&self.places(units.len(), lanes), lanes);
        kept
    }

    /// Makes indicators of counts, and logarithms of indicators: no number where a unit is not ranked, or the zero rule leaves it
    /// out. Answers the smallest and the largest ones.
    fn take_logs(&mut self, units: &mut [Counted], kept: &mut Kept, detail: &Detail) -> [[Lanes; 7]; 2] {
        let mut ends = [[[f64::NAN; LANES]; 7]; 2];
        self.ranked.clear();
        for (unit, own) in units.iter_mut().enumerate() {
            let ranks = own[0].map(|papers| self.profile.ranks(papers));
            self.ranked.push((0..LANES).fold(0, |bits, lane| bits | u64::from(ranks[lane]) << lane));
            indicators(own);
            let figures = detail.place(unit).map(|place| kept.figures_of(place));
            for (k, figure) in figures.into_iter().flatten().enumerate().take(7) {
                // Without scholars, say, there is nothing to divide by.
                let there = |lane: usize| ranks[lane] && (k % 2 == 0 || own[k - 1][lane] != 0.0);
                figure
                    .iter_mut()
                    .enumerate()
                    .for_each(|(lane, to)| *to = if there(lane) { own[k][lane] } else { MISSING });
            }
            for (k, values) in own.iter_mut().enumerate() {
                for (value, ranks) in values.iter_mut().zip(ranks) {
                    *value = if ranks { self.logs.of(*value) } else { f64::NAN };
                }
                let [low, high] = &mut ends;
                meet(&mut low[k], values, |end, log| end <= log);
                meet(&mut high[k], values, |end, log| end >= log);
            }
        }
        ends
    }

    /// Makes scores of logarithms on another scale than the study's.
    fn scale(&self, units: &mut [Counted], lanes: usize) {
        for (lane, k) in (0..lanes).flat_map(|lane| (0..7).map(move |k| (lane, k))) {
            let own = |unit: &usize| self.ranked[*unit] >> lane & 1 == 1;
            let there: Vec<usize> = (0..units.len()).filter(own).collect();
            let log = |&unit: &usize| Some(units[unit][k][lane]).filter(|log| !log.is_nan());
            let scores = scale_logs(there.iter().map(log).collect(), self.profile.scale).scores;
            there.into_iter().zip(scores).for_each(|(unit, score)| units[unit][k][lane] = score);
        }
    }

    /// Makes indices of scores.
    fn compose(&mut self, units: &[Counted], kept: &mut Kept, detail: &Detail) {
        self.innovation.iter_mut().for_each(Vec::clear);
        for (unit, scores) in units.iter().enumerate() {
            let of_lane =
                |lane: usize| ranking::compose(&scores.each_ref().map(|own| own[lane]), self.profile);
            let ranked = |lane: usize| self.ranked[unit] >> lane & 1 == 1;
            let own = &mut kept.innovation[unit * kept.lanes..][..kept.lanes];
            for (lane, (to, all)) in own.iter_mut().zip(&mut self.innovation).enumerate() {
                let innovation = of_lane(lane)[4];
                if ranked(lane) {
                    *to = innovation;
                    all.push(innovation);
                }
            }
            if let Some(place) = detail.place(unit) {
                for (k, figure) in kept.figures_of(place).enumerate().skip(7) {
                    for (lane, to) in figure.iter_mut().enumerate().filter(|(lane, _)| ranked(*lane)) {
                        *to = of_lane(lane)[k - 7];
                    }
                }
            }
        }
    }

    /// Places of every unit, replicate after replicate.
    fn places(&self, units: usize, lanes: usize) -> Vec<u32> {
        let mut all = Vec::with_capacity(units * lanes);
        for (lane, innovation) in self.innovation[..lanes].iter().enumerate() {
            let last = innovation.len() as u32 + 1;
            let mut places = ranking::places(innovation).into_iter();
            let place = |&ranked: &u64| if ranked >> lane & 1 == 1 { places.next() } else { None };
            all.extend(self.ranked.iter().map(place).map(|place| place.unwrap_or(last)));
        }
        all
    }
}

impl Kept {
    /// The figures of a unit, by its place among those of which they are kept.
    fn figures_of(&mut self, place: usize) -> impl Iterator<Item = &mut [f64]> {
        let length = FIGURES * self.lanes;
        self.figures[place * length..][..length].chunks_exact_mut(self.lanes)
    }
}

/// Counts become indicators, in the order of [`INDICATORS`](crate::indicators::catalogue::INDICATORS): citations are divided
/// by what stands before them, or stay 0 where that is 0.
fn indicators(own: &mut Counted) {
    let [papers, cited, scholars, by_scholar, institutions, by_institution, _] = own;
    for (count, citations) in [(papers, cited), (scholars, by_scholar), (institutions, by_institution)] {
        for (citations, &mut count) in citations.iter_mut().zip(count) {
            *citations = if count == 0.0 { 0.0 } else { *citations / count };
        }
    }
}

/// Moves ends to values beyond them. No number is beyond no end, and the first number beyond an end that is none.
fn meet(ends: &mut Lanes, values: &Lanes, inside: impl Fn(f64, f64) -> bool) {
    for (end, &value) in ends.iter_mut().zip(values) {
        *end = if inside(*end, value) || value.is_nan() { *end } else { value };
    }
}

/// Logarithms become scores on the study's scale; what is no number stands at its lower end.
fn minmax(logs: &mut Counted, [low, high]: &[[Lanes; 7]; 2]) {
    for ((logs, low), high) in logs.iter_mut().zip(low).zip(high) {
        for ((log, &low), &high) in logs.iter_mut().zip(low).zip(high) {
            *log = if log.is_nan() { 0.0 } else { formula::minmax(*log, low, high) };
        }
    }
}

/// Rows as columns. A few columns at a time: a line of the cache is then read and written once.
fn turned(rows: &[u32], number: usize) -> Vec<u32> {
    const TOGETHER: usize = 16;
    let length = rows.len() / number.max(1);
    let mut columns = vec![0; rows.len()];
    for (some, columns) in (0..length).step_by(TOGETHER).zip(columns.chunks_mut(TOGETHER * number)) {
        for (at, row) in rows.chunks_exact(length).enumerate() {
            let row = &row[some..length.min(some + TOGETHER)];
            columns[at..].iter_mut().step_by(number).zip(row).for_each(|(to, &from)| *to = from);
        }
    }
    columns
}

//! How sure a ranking is of itself: stability intervals of its ranks and figures, and tiers.

use super::Ranked;
use crate::base::{Error, Result};
use crate::robustness::bootstrap::{self, Detail, FIGURES, Options, Replicates};
use crate::robustness::contributions::Contributions;
use crate::robustness::intervals::{Interval, Place, above, tiers};
use rayon::prelude::*;

/// Replicates of a ranking, and what they say of each row.
#[derive(Debug, Clone)]
pub struct Intervals {
    /// What was drawn.
    pub options: Options,
    /// What is said of each row of the ranking, in its order.
    pub rows: Vec<Stability>,
    /// The unit of each row, ascending, with the row.
    row_of: Vec<(u32, u32)>,
    /// The units by number, ascending: their places in `replicates`.
    units: Vec<u32>,
    replicates: Replicates,
}

/// What replicates say of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// Of its place.
    pub place: Place,
    /// Units of one tier cannot be told from its first one by the data.
    pub tier: u32,
    /// Of its innovation index.
    pub innovation: Interval,
    /// P(the unit is above the one in the next row); `None` in the last row.
    pub above_next: Option<f64>,
    /// Of seven indicators and five indices, where they were asked for.
    pub figures: Option<[Interval; FIGURES]>,
}

/// Intervals of every row of a ranking, with those of every figure or without. Cost and memory: [`bootstrap::run`].
///
/// # Errors
/// A defect, where contributions do not add up to the counts of the ranking.
pub fn intervals(ranked: &Ranked, options: Options, every_figure: bool) -> Result<Intervals> {
    draw(ranked, options, |_| if every_figure { Ok(Detail::All) } else { Ok(Detail::None) })
}

/// Intervals of every row, and of every figure of one unit.
///
/// # Errors
/// As [`intervals`], and a unit that no selected paper credits.
pub fn of_unit(ranked: &Ranked, unit: u32, options: Options) -> Result<(Intervals, Stability)> {
    let missing = || Error::not_found(format!("{} is not ranked", ranked.units().key(unit)), "");
    let one = |all: &Contributions| all.place(unit).map(Detail::One).ok_or_else(missing);
    let intervals = draw(ranked, options, one)?;
    let stability = *intervals.of(unit).ok_or_else(missing)?;
    Ok((intervals, stability))
}

impl Intervals {
    /// What is said of a unit by number; `None` where it was not ranked.
    pub fn of(&self, unit: u32) -> Option<&Stability> {
        let row = self.row_of.binary_search_by_key(&unit, |row| row.0).ok()?;
        self.rows.get(self.row_of[row].1 as usize)
    }

    /// P(a above b) of two units by number, as [`above`] defines it; `None` where no selected paper credits one of them.
    pub fn above(&self, a: u32, b: u32) -> Option<f64> {
        let place = |unit: u32| self.units.binary_search(&unit).ok();
        Some(above(&self.replicates, place(a)?, place(b)?))
    }
}

fn draw(
    ranked: &Ranked,
    options: Options,
    detail: impl FnOnce(&Contributions) -> Result<Detail>,
) -> Result<Intervals> {
    let contributions = contributions(ranked)?;
    let detail = detail(&contributions)?;
    from_contributions(ranked, contributions, options, detail)
}

/// What the papers of a ranking give its units.
///
/// # Errors
/// A defect, where contributions do not add up to the counts of the ranking.
pub fn contributions(ranked: &Ranked) -> Result<Contributions> {
    let contributions = Contributions::new(&ranked.corpus, &ranked.units(), &ranked.request());
    contributions.check(&ranked.tallies)?;
    Ok(contributions)
}

/// Intervals of every row of a ranking, from its contributions.
///
/// # Errors
/// As [`bootstrap::run`], and contributions of another ranking.
pub fn from_contributions(
    ranked: &Ranked,
    contributions: Contributions,
    options: Options,
    detail: Detail,
) -> Result<Intervals> {
    let replicates = bootstrap::run(&contributions, &ranked.profile, options, detail)?;
    let ranking: Option<Vec<usize>> =
        ranked.ranking.rows.iter().map(|row| contributions.place(row.unit)).collect();
    let ranking = ranking.ok_or_else(|| Error::Bug("a ranked unit has no contributions".to_owned()))?;
    let rows = stabilities(&replicates, &ranking);
    let mut row_of: Vec<(u32, u32)> = ranked.ranking.rows.iter().map(|row| row.unit).zip(0..).collect();
    row_of.sort_unstable();
    Ok(Intervals { options, rows, row_of, units: contributions.units, replicates })
}

/// What is said of each row of a ranking of places.
fn stabilities(replicates: &Replicates, ranking: &[usize]) -> Vec<Stability> {
    let tiers = tiers(replicates, ranking);
    let row = |(i, &unit): (usize, &usize)| {
        let innovation: Vec<f64> = replicates.innovation(unit).collect();
        let figure = |k| replicates.figure(unit, k).map(|values| Interval::of(&values));
        let figures: Option<Vec<Interval>> = (0..FIGURES).map(figure).collect();
        Some(Stability {
            place: Place::of(replicates, unit)?,
            tier: tiers[i],
            innovation: Interval::of(&innovation),
            above_next: ranking.get(i + 1).map(|&next| above(replicates, unit, next)),
            figures: figures.and_then(|figures| figures.try_into().ok()),
        })
    };
    ranking.par_iter().enumerate().filter_map(row).collect()
}

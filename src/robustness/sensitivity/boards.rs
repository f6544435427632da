//! Standardised indicators of every combination of switches that decides them, made once: the ranks under a profile are then a
//! weighted sum for each unit, and a sort.

use super::counts::{Counted, Counts};
use super::scenario::Scenario;
use super::space::Space;
use crate::base::{Error, Result};
use crate::graph::rules::CountryScheme;
use crate::index::Profile;
use crate::index::ranking::{compose, eligible, places, standardise_indicator};
use crate::index::standardise::{Scale, ZeroRule};
use crate::indicators::catalogue::INDICATORS;
use crate::indicators::{CollaborationRule, Counting};
use rayon::prelude::*;
use std::sync::Arc;

/// The place of international collaborations among the indicators: the only one that their rule and the country scheme
/// decide.
const COLLABORATIONS: usize = INDICATORS.len() - 1;

/// What decides the standardised indicators, beside the weights.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Key {
    counting: Counting,
    collaboration: CollaborationRule,
    country_scheme: CountryScheme,
    zero: ZeroRule,
    scale: Scale,
}

impl Key {
    fn of(profile: &Profile) -> Self {
        Self {
            counting: profile.counting,
            collaboration: profile.collaboration,
            country_scheme: profile.country_scheme,
            zero: profile.zero,
            scale: profile.scale,
        }
    }

    /// Whether an indicator is standardised in the same way.
    fn shares(&self, other: &Self, indicator: usize) -> bool {
        let common = (self.counting, self.zero, self.scale) == (other.counting, other.zero, other.scale);
        let rules = (self.collaboration, self.country_scheme) == (other.collaboration, other.country_scheme);
        common && (indicator != COLLABORATIONS || rules)
    }
}

/// One combination.
#[derive(Debug)]
struct Board {
    key: Key,
    /// Indicators, as indices into the columns.
    columns: [usize; INDICATORS.len()],
    /// Unit → row of the columns, or none.
    rows: Arc<Vec<Option<u32>>>,
}

/// Every combination of a space.
#[derive(Debug)]
pub struct Boards {
    all: Vec<Board>,
    columns: Vec<Vec<f64>>,
    /// Units of the nominal ranking, in its order.
    units: Vec<u32>,
}

impl Boards {
    /// Counts and standardises. Memory: 8 bytes a unit for each indicator of each combination of zero rule, scale and
    /// counting, and for collaborations of all combinations.
    pub fn new(space: &Space, counts: &mut Counts, units: &[u32]) -> Result<Self> {
        let mut boards: Vec<Board> = Vec::new();
        let mut todo = Vec::new();
        for profile in space.combinations() {
            let key = Key::of(&profile);
            let scenario = Scenario { profile, without: None };
            let counted = counts.of(&scenario)?;
            let ranked = Arc::new(eligible(&counted.tallies, &scenario.profile));
            let mut column = |indicator: usize| {
                let known = boards.iter().find(|board| board.key.shares(&key, indicator));
                known.map_or_else(
                    || {
                        todo.push((Arc::clone(&counted), Arc::clone(&ranked), indicator, key));
                        todo.len() - 1
                    },
                    |board| board.columns[indicator],
                )
            };
            let columns = std::array::from_fn(&mut column);
            let known = boards.iter().find(|board| board.key.counting == key.counting);
            let rows =
                known.map_or_else(|| Arc::new(rows(&counted, &ranked)), |board| Arc::clone(&board.rows));
            boards.push(Board { key, columns, rows });
        }
        let columns = todo.par_iter().map(|(counted, ranked, indicator, key)| {
            standardise_indicator(&counted.tallies, ranked, *indicator, (key.zero, key.scale)).scores
        });
        let columns = columns.collect();
        Ok(Self { columns, all: boards, units: units.to_vec() })
    }

    /// The ranks of the units of the nominal ranking, in its order, under a profile of the space; `None` where a unit is not
    /// ranked. The same as ranking anew, at O(units log units).
    pub fn ranks(&self, profile: &Profile) -> Result<Vec<Option<u32>>> {
        let key = Key::of(profile);
        let board = self.all.iter().find(|board| board.key == key);
        let board = board.ok_or_else(|| Error::Bug("a profile outside the space of switches".to_owned()))?;
        let columns = board.columns.map(|column| &self.columns[column][..]);
        let index = |row: usize| compose(&columns.map(|column| column[row]), profile)[4];
        let places = places(&(0..columns[0].len()).map(index).collect::<Vec<f64>>());
        let rank = |&unit: &u32| board.rows[unit as usize].map(|row| places[row as usize]);
        Ok(self.units.iter().map(rank).collect())
    }
}

fn rows(counted: &Counted, ranked: &[u32]) -> Vec<Option<u32>> {
    let mut rows = vec![None; counted.tallies.units.len()];
    ranked.iter().zip(0..).for_each(|(&unit, row)| rows[unit as usize] = Some(row));
    rows
}

//! What a ranking would be if some units had other figures: every other unit keeps its own, and all of them are standardised,
//! composed and placed again by the same formulas.

use crate::graph::Units;
use crate::index::ranking::{compose, standing};
use crate::index::standardise::scale_logs;
use crate::index::{Profile, Ranking};
use crate::indicators::catalogue::INDICATORS;
use crate::model::corpus::NONE;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The seven indicators of a unit, in the order of [`INDICATORS`]; `None`: nothing to divide by.
pub type Values = [Option<f64>; INDICATORS.len()];

/// Where a unit would stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Place, from 1; equal indices share the better one.
    pub rank: u32,
    /// Its five indices.
    pub indices: [f64; 5],
}

/// A ranking to ask.
#[derive(Debug)]
pub struct WhatIf<'a> {
    ranking: &'a Ranking,
    profile: &'a Profile,
    /// Unit → place in [`Ranking::units`], or [`NONE`].
    place: Vec<u32>,
}

impl<'a> WhatIf<'a> {
    /// Of a ranking under its profile. O(units).
    pub fn new(units: &Units<'_>, ranking: &'a Ranking, profile: &'a Profile) -> Self {
        let mut place = vec![NONE; units.len()];
        ranking.units.iter().zip(0..).for_each(|(&unit, i)| place[unit as usize] = i);
        Self { ranking, profile, place }
    }

    /// Where a unit would stand if these units had other indicators; `None` where it would not be ranked. A unit with too
    /// few papers drops out, one with enough comes in. O(units); the scale `percentile` sorts, O(units log units).
    pub fn outcome(&self, changes: &BTreeMap<u32, Values>, of: u32) -> Option<Outcome> {
        let units = self.ranked(changes);
        let own = units.binary_search(&of).ok()?;
        let scores: [Cow<'_, [f64]>; INDICATORS.len()] =
            std::array::from_fn(|k| self.scores(k, &units, changes));
        let indices = |i: usize| compose(&std::array::from_fn(|k| scores[k][i]), self.profile);
        let own = indices(own);
        let is_above = |i: &usize| indices(*i)[4].total_cmp(&own[4]).is_gt();
        Some(Outcome { rank: (0..units.len()).filter(is_above).count() as u32 + 1, indices: own })
    }

    /// The units that would be ranked, ascending.
    fn ranked(&self, changes: &BTreeMap<u32, Values>) -> Cow<'a, [u32]> {
        let is_in = |values: &Values| self.profile.ranks(standing(values[0]));
        let was_in = |unit: u32| self.place[unit as usize] != NONE;
        if changes.iter().all(|(&unit, values)| is_in(values) == was_in(unit)) {
            return Cow::Borrowed(&self.ranking.units);
        }
        let stays = |unit: &u32| changes.get(unit).map_or_else(|| was_in(*unit), is_in);
        (0..self.place.len() as u32).filter(stays).collect()
    }

    /// Indicator `k` of these units on the common scale; as it is where nothing of it changes.
    fn scores(&self, k: usize, units: &[u32], changes: &BTreeMap<u32, Values>) -> Cow<'a, [f64]> {
        let standardised = &self.ranking.standardised[k];
        let log = |unit: u32| match changes.get(&unit) {
            Some(values) => self.profile.zero.log(standing(values[k])),
            None => standardised.logs[self.place[unit as usize] as usize],
        };
        let was = |unit: u32| standardised.logs[self.place[unit as usize] as usize];
        if units == self.ranking.units
            && changes.keys().all(|&unit| self.is_out(unit) || log(unit) == was(unit))
        {
            return Cow::Borrowed(&standardised.scores);
        }
        Cow::Owned(scale_logs(units.iter().map(|&unit| log(unit)).collect(), self.profile.scale).scores)
    }

    fn is_out(&self, unit: u32) -> bool {
        self.place[unit as usize] == NONE
    }
}

//! The units of one ranking, against which one of them is placed anew.
//!
//! [`super::super::what_if::WhatIf`] answers the same for several units at once in O(units). Here every unit of a ranking is asked
//! about, one by one, and may come from another corpus: where the scale stays, places are looked up in a sorted list.

use super::{Measures, Step, behind, measures};
use crate::index::Profile;
use crate::index::ranking::compose;
use crate::index::standardise::{Scale, scale_logs};

/// All units as they were before a stage.
pub(super) struct Field<'a> {
    step: &'a Step,
    profile: &'a Profile,
    /// Slot → place among the ranked units.
    place: Vec<Option<usize>>,
    /// Logarithms of each indicator, by place.
    logs: [Vec<Option<f64>>; 7],
    /// Those that the zero rule leaves in, ascending.
    sorted: [Vec<f64>; 7],
    /// Innovation index by place, and ascending.
    innovation: Vec<f64>,
    ascending: Vec<f64>,
}

impl<'a> Field<'a> {
    /// O(units log units).
    pub(super) fn new(step: &'a Step, profile: &'a Profile) -> Self {
        let mut place = vec![None; step.rows.len()];
        step.order.iter().enumerate().for_each(|(i, &slot)| place[slot] = Some(i));
        let logs: [Vec<Option<f64>>; 7] = std::array::from_fn(|k| {
            let value = |&slot: &usize| step.values[slot].map_or(0.0, |values| values[k]);
            step.order.iter().map(|slot| profile.zero.log(value(slot))).collect()
        });
        let sorted = std::array::from_fn(|k| ascending(logs[k].iter().flatten().copied()));
        let mut field =
            Self { step, profile, place, logs, sorted, innovation: Vec::new(), ascending: Vec::new() };
        field.innovation = field.indices(&field.logs).iter().map(|indices| indices[4]).collect();
        field.ascending = ascending(field.innovation.iter().copied());
        field
    }

    /// The measures of a unit with other indicators among all others as they are; `None`: it is ranked no more.
    pub(super) fn with(&self, slot: usize, new: Option<&[f64; 7]>) -> Measures {
        let old = self.step.values[slot].as_ref();
        if old == new {
            return self.step.measures(slot);
        }
        let logs = new.map(|values| values.map(|value| self.profile.zero.log(value)));
        match (new, logs) {
            (Some(values), Some(logs)) if self.keeps_the_scale(slot, &logs) => {
                self.placed(slot, values, &logs)
            }
            (_, logs) => self.placed_anew(slot, new, logs.as_ref()),
        }
    }

    /// Whether the scores of all others stay as they are.
    fn keeps_the_scale(&self, slot: usize, logs: &[Option<f64>; 7]) -> bool {
        let ends = |k: usize, without: Option<f64>, with: Option<f64>| {
            let sorted = &self.sorted[k];
            let end = |first: Option<&f64>, next: Option<&f64>| {
                if first.is_some() && first.copied() == without { next.copied() } else { first.copied() }
            };
            let low = end(sorted.first(), sorted.get(1));
            let high = end(sorted.last(), sorted.len().checked_sub(2).and_then(|i| sorted.get(i)));
            let join = |end: Option<f64>, pick: fn(f64, f64) -> f64| match (end, with) {
                (Some(a), Some(b)) => Some(pick(a, b)),
                (a, b) => a.or(b),
            };
            (join(low, f64::min), join(high, f64::max)) == (sorted.first().copied(), sorted.last().copied())
        };
        let old = |k: usize| self.place[slot].and_then(|place| self.logs[k][place]);
        self.profile.scale == Scale::Minmax && (0..7).all(|k| ends(k, old(k), logs[k]))
    }

    /// On the scale as it is. O(log units).
    fn placed(&self, slot: usize, values: &[f64; 7], logs: &[Option<f64>; 7]) -> Measures {
        let scores = std::array::from_fn(|k| {
            let range =
                [self.sorted[k].first(), self.sorted[k].last()].map(|end| end.copied().unwrap_or_default());
            logs[k].map_or(0.0, |log| crate::base::formula::minmax(log, range[0], range[1]))
        });
        let indices = compose(&scores, self.profile);
        let above = |value: f64| value.total_cmp(&indices[4]).is_gt();
        let all = self.ascending.len() - self.ascending.partition_point(|&value| !above(value));
        let itself = self.place[slot].is_some_and(|place| above(self.innovation[place]));
        measures((all - usize::from(itself)) as u32 + 1, &indices, values)
    }

    /// On a scale made anew. O(units), by the scale `percentile` O(units log units).
    fn placed_anew(&self, slot: usize, new: Option<&[f64; 7]>, logs: Option<&[Option<f64>; 7]>) -> Measures {
        // In its old place, so that sums over all units keep their order; a unit that comes stands last.
        let place = self.place[slot].unwrap_or(self.innovation.len());
        let columns = std::array::from_fn(|k| {
            let mut column = self.logs[k].clone();
            column.splice(place..(place + 1).min(column.len()).max(place), logs.map(|logs| logs[k]));
            column
        });
        let all = self.indices(&columns);
        let Some(values) = new else { return behind(all.iter()) };
        let own = all[place];
        let above = all.iter().filter(|indices| indices[4].total_cmp(&own[4]).is_gt()).count();
        measures(above as u32 + 1, &own, values)
    }

    fn indices(&self, logs: &[Vec<Option<f64>>; 7]) -> Vec<[f64; 5]> {
        let scores: [Vec<f64>; 7] =
            std::array::from_fn(|k| scale_logs(logs[k].clone(), self.profile.scale).scores);
        let compose = |i: usize| compose(&std::array::from_fn(|k| scores[k][i]), self.profile);
        (0..logs[0].len()).map(compose).collect()
    }
}

fn ascending(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

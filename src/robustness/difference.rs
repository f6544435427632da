//! The difference between two rankings A and B, split into causes that add up to it exactly.
//!
//! Between A and B lies a path of rankings R₀ = A, R₁, …, R₇ = B, each with one more kind of change made ([`STAGES`]). What a
//! stage does to a unit is what the measure is after it less what it was before, so the stages add up to B − A, whatever the
//! measure. A stage changes the unit itself and the others that it is measured against, so each but the last is split once
//! more: with vᵢ(c) the indicators of unit c in Rᵢ,
//!
//! - *own*: the measure of c in the ranking of {vᵢ₋₁(u) : u ≠ c} ∪ {vᵢ(c)}, less that in Rᵢ₋₁. The unit has its new
//!   indicators, every other one its old ones; smallest and largest value, and every place, are taken anew;
//! - *others*: the measure of c in Rᵢ, less that.
//!
//! Ranks are whole numbers. Indices and indicators are rounded to whole billionths (10⁻⁹) in every ranking of the path before
//! anything is subtracted, so their parts add up as decimals, to the last digit that is written.
//!
//! The order of the stages decides how effects that need two of them are shared out: as in any path, such an effect belongs
//! to the later stage.

mod field;

use crate::index::Profile;
use crate::index::ranking::{INDICES, Ranking, Row, standing};
use crate::indicators::catalogue::INDICATORS;
use field::Field;
use rayon::prelude::*;

/// A cause of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Name in columns.
    pub id: &'static str,
    /// English title, short.
    pub title: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// What is changed.
    pub definition: &'static str,
}

/// The stages in the order of the path: first which papers there are and count, then what they say, then how it is counted.
/// A paper that comes brings everything it says, so the later stages of data are about papers that both editions have.
pub const STAGES: [Cause; 7] = [
    Cause {
        id: "removed", title: "removed", title_zh: "减少的论文", definition: "papers that B lacks go"
    },
    Cause {
        id: "added",
        title: "added",
        title_zh: "新增的论文",
        definition: "papers that A lacks come as B has them, with institutions and places that A lacks",
    },
    Cause {
        id: "facts",
        title: "facts",
        title_zh: "年份、会议与子领域",
        definition: "year, venue and subfields of common papers become those of B; they decide which papers count",
    },
    Cause {
        id: "citations",
        title: "citations",
        title_zh: "引用",
        definition: "citation counts of common papers become those of B",
    },
    Cause {
        id: "affiliations",
        title: "affiliations",
        title_zh: "作者与署名机构",
        definition: "authors and affiliations of common papers become those of B: resolved again, or others",
    },
    Cause {
        id: "places",
        title: "places",
        title_zh: "地点",
        definition: "cities of institutions, metros and countries of cities become those of B",
    },
    Cause { id: "rules", title: "rules", title_zh: "规则", definition: "the profile becomes that of B" },
];

/// What the stages of data do to a unit through the other units.
pub const OTHERS: Cause = Cause {
    id: "others",
    title: "others",
    title_zh: "其他单元的变化",
    definition: "others move past, or move the ends of the scale, in any stage but the rules",
};

/// Place of the stage of rules, which is not split.
pub const RULES: usize = STAGES.len() - 1;

/// Number of measures: rank, indices, indicators.
pub const MEASURES: usize = 1 + INDICES.len() + INDICATORS.len();

/// Place of the innovation index among the measures.
pub const INNOVATION: usize = INDICES.len();

/// The rank; then indices, in the order of [`INDICES`], and indicators, in the order of [`INDICATORS`], in billionths.
pub type Measures = [i128; MEASURES];

/// A value in whole billionths.
pub fn billionths(value: f64) -> i128 {
    (value * 1e9).round() as i128
}

/// One ranking of the path, over the units of both ends by slot.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// By slot; `None`: not ranked.
    rows: Vec<Option<Measures>>,
    /// Indicators by slot, with 0 for what has nothing to divide by, as the ranking takes them.
    values: Vec<Option<[f64; 7]>>,
    /// Slots of the ranked units, in the order in which they were standardised.
    order: Vec<usize>,
    /// What is taken for a unit that is not ranked: a place behind the last, the lowest indices, no indicators.
    behind: Measures,
}

impl Step {
    /// A ranking, with the slot of each of its units. O(units).
    pub fn of(ranking: &Ranking, slots: usize, slot: impl Fn(u32) -> usize) -> Self {
        let mut step = Self { rows: vec![None; slots], values: vec![None; slots], ..Self::default() };
        for row in &ranking.rows {
            let values = row.values.map(standing);
            step.rows[slot(row.unit)] = Some(measures(row.rank, &row.indices, &values));
            step.values[slot(row.unit)] = Some(values);
        }
        step.order = ranking.units.iter().map(|&unit| slot(unit)).collect();
        step.behind = behind(ranking.rows.iter().map(|row: &Row| &row.indices));
        step
    }

    fn measures(&self, slot: usize) -> Measures {
        self.rows[slot].unwrap_or(self.behind)
    }
}

fn measures(rank: u32, indices: &[f64; 5], values: &[f64; 7]) -> Measures {
    let figures = indices.iter().chain(values).map(|&value| billionths(value));
    let mut all = std::iter::once(i128::from(rank)).chain(figures);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

/// The measures of a unit that is not ranked beside units of these indices.
fn behind<'a>(all: impl Iterator<Item = &'a [f64; 5]>) -> Measures {
    let mut count = 0;
    let mut lowest: Option<[f64; 5]> = None;
    for indices in all {
        count += 1;
        let before = lowest.unwrap_or(*indices);
        lowest = Some(std::array::from_fn(|i| before[i].min(indices[i])));
    }
    measures(count + 1, &lowest.unwrap_or_default(), &[0.0; 7])
}

/// How a unit came from A to B.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In A; `None`: not ranked.
    pub a: Option<Measures>,
    /// In B; `None`: not ranked.
    pub b: Option<Measures>,
    /// What each stage did to it by its own indicators; of the rules, everything.
    pub own: [Measures; STAGES.len()],
    /// What each stage did to it by the others; of the rules, nothing.
    pub others: [Measures; STAGES.len()],
    /// Of a unit that is ranked at one end only: the stage in which it came for good or went for good.
    pub turned: Option<usize>,
}

impl Change {
    /// B less A; `None` for a unit that is not ranked at both ends.
    pub fn observed(&self) -> Option<Measures> {
        Some(minus(&self.b?, &self.a?))
    }

    /// What the others did in all stages.
    pub fn all_others(&self) -> Measures {
        self.others.iter().fold([0; MEASURES], |sum, part| std::array::from_fn(|i| sum[i] + part[i]))
    }
}

fn minus(a: &Measures, b: &Measures) -> Measures {
    std::array::from_fn(|i| a[i] - b[i])
}

/// Splits the change of every unit that is ranked at one end at least; by slot. `path` are the rankings from A to B, one
/// more than there are stages, and all but the last follow `profile`.
///
/// A unit that is ranked at both ends but not between stands there behind the last, with the lowest indices: what it loses
/// in one stage it gets back in another. Parts of a unit that is ranked at one end only follow the same rule, but mean
/// little: its change has no beginning or no end.
///
/// Cost: O(log units) for each unit whose indicators changed in a stage; O(units) where it is at the end of a scale or not
/// ranked, and always under the scales `zscore` and `percentile`.
pub fn decompose(path: &[Step; STAGES.len() + 1], profile: &Profile) -> Vec<Option<Change>> {
    let slots = path[0].rows.len();
    let mut changes: Vec<Option<Change>> = (0..slots).map(|slot| ends(path, slot)).collect();
    for stage in 0..STAGES.len() {
        let (before, after) = (&path[stage], &path[stage + 1]);
        let field = (stage != RULES).then(|| Field::new(before, profile));
        changes.par_iter_mut().enumerate().for_each(|(slot, change)| {
            let Some(change) = change else { return };
            let (from, to) = (before.measures(slot), after.measures(slot));
            let own = field.as_ref().map_or(to, |field| field.with(slot, after.values[slot].as_ref()));
            change.own[stage] = minus(&own, &from);
            change.others[stage] = minus(&to, &own);
        });
    }
    changes
}

fn ends(path: &[Step; STAGES.len() + 1], slot: usize) -> Option<Change> {
    let (a, b) = (path[0].rows[slot], path[STAGES.len()].rows[slot]);
    let none = [[0; MEASURES]; STAGES.len()];
    let turn = |stage: &usize| path[*stage].rows[slot].is_some() != path[stage + 1].rows[slot].is_some();
    let turned = if a.is_some() == b.is_some() { None } else { (0..STAGES.len()).rev().find(turn) };
    (a.is_some() || b.is_some()).then_some(Change { a, b, own: none, others: none, turned })
}

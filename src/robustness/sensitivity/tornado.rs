//! One at a time: what each alternative of each switch does by itself to the nominal ranking.

use super::scenario::Scenario;
use super::switches::Switch;
use super::{Named, Standing};
use crate::base::records::{Cell, Column, Kind, Record};
use crate::graph::Units;
use crate::index::Ranking;
use crate::robustness::correlation::{kendall, spearman};

/// A unit that moved, and by how many places; below 0 is towards the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The unit.
    pub unit: Named,
    /// Rank under the alternative less nominal rank.
    pub by: i64,
}

/// What one alternative does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Key of the switch.
    pub switch: &'static str,
    /// Its value in the profile.
    pub nominal: String,
    /// The alternative.
    pub value: String,
    /// Whether it leaves papers out, instead of setting a switch.
    pub left_out: bool,
    /// Units ranked under both.
    pub matched: u64,
    /// Mean of |rank − nominal rank| over them; `None` without any.
    pub mean_shift: Option<f64>,
    /// Units of the nominal top that are not in the top of the alternative, best first.
    pub out_of_top: Vec<Named>,
    /// Their share of the nominal top; `None` where nothing is ranked.
    pub out_of_top_share: Option<f64>,
    /// Who rises most, if anybody.
    pub up: Option<Move>,
    /// Who falls most, if anybody.
    pub down: Option<Move>,
    /// Spearman's ρ of the units ranked under both.
    pub spearman: Option<f64>,
    /// Kendall's τ-b of them.
    pub kendall: Option<f64>,
    /// Units that are ranked no longer, best first.
    pub gone: Vec<Named>,
    /// Units that were not ranked before, best first.
    pub entered: Vec<Named>,
}

impl Record for Effect {
    const COLUMNS: &'static [Column] = &[
        Column::new("switch", Kind::Text, ["switch", "开关"], "key of the switch in a profile"),
        Column::new("nominal", Kind::Text, ["nominal", "基准值"], "its value in the profile"),
        Column::new("value", Kind::Text, ["alternative", "替代值"], "what it is set to, alone"),
        Column::new(
            "mean_shift",
            Kind::Number,
            ["mean shift", "平均位移"],
            "mean of |rank - nominal rank| over units ranked under both",
        )
        .in_unit("places"),
        Column::new(
            "out_of_top",
            Kind::Integer,
            ["out of the top", "跌出前列"],
            "units of the nominal top (--top) that are not in the top of the alternative",
        )
        .in_unit("units"),
        Column::new(
            "out_of_top_share",
            Kind::Number,
            ["share out of the top", "跌出前列占比"],
            "the same as a share of the nominal top",
        ),
        Column::new("up_key", Kind::Text, ["riser", "上升最多"], "key of the unit that rises most"),
        Column::new("up_name", Kind::Text, ["riser", "上升最多"], "its name"),
        Column::new("up_by", Kind::Integer, ["rise", "上升"], "its rank less its nominal rank")
            .in_unit("places"),
        Column::new("down_key", Kind::Text, ["faller", "下降最多"], "key of the unit that falls most"),
        Column::new("down_name", Kind::Text, ["faller", "下降最多"], "its name"),
        Column::new("down_by", Kind::Integer, ["fall", "下降"], "its rank less its nominal rank")
            .in_unit("places"),
        Column::new(
            "spearman",
            Kind::Number,
            ["Spearman", "斯皮尔曼"],
            "rank correlation ρ with the nominal ranking",
        ),
        Column::new(
            "kendall",
            Kind::Number,
            ["Kendall", "肯德尔"],
            "rank correlation τ-b with the nominal ranking",
        ),
        Column::new("matched", Kind::Integer, ["matched", "共同单元"], "units ranked under both")
            .in_unit("units"),
        Column::new("gone", Kind::Integer, ["gone", "退出"], "units that are ranked no longer")
            .in_unit("units"),
        Column::new("entered", Kind::Integer, ["entered", "新增"], "units that were not ranked before")
            .in_unit("units"),
        Column::new("out_of_top_keys", Kind::Texts, ["out of the top", "跌出前列"], "their keys, best first"),
        Column::new("gone_keys", Kind::Texts, ["gone", "退出"], "their keys, best first"),
        Column::new("entered_keys", Kind::Texts, ["entered", "新增"], "their keys, best first"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            self.switch.into(),
            (&self.nominal).into(),
            (&self.value).into(),
            self.mean_shift.into(),
            (self.out_of_top.len() as u64).into(),
            self.out_of_top_share.into(),
        ];
        for moved in [&self.up, &self.down] {
            let moved = moved.as_ref();
            cells.push(moved.map(|moved| &moved.unit.key).into());
            cells.push(moved.map(|moved| &moved.unit.name).into());
            cells.push(moved.map_or(Cell::Null, |moved| Cell::Integer(moved.by)));
        }
        cells.extend([self.spearman.into(), self.kendall.into(), self.matched.into()]);
        cells.extend([&self.gone, &self.entered].map(|units| Cell::from(units.len() as u64)));
        let keys = |units: &Vec<Named>| Cell::Texts(units.iter().map(|unit| unit.key.clone()).collect());
        cells.extend([&self.out_of_top, &self.gone, &self.entered].map(keys));
        cells
    }
}

/// Compares the ranking of a scenario with the nominal one. O(units log units).
pub(super) fn effect(
    nominal: &Standing,
    (switch, value): (&Switch, String),
    scenario: &Scenario,
    (units, ranking): (&Units<'_>, &Ranking),
    top: usize,
) -> Effect {
    let same_numbers = scenario.profile.metros == nominal.profile.metros;
    let found = Found::new(nominal, units, ranking, same_numbers);
    let both: Vec<(usize, i64, i64)> = (0..nominal.rows.len())
        .filter_map(|row| Some((row, nominal.rows[row].rank.into(), found.ranks[row]?.into())))
        .collect();
    let shift = |&(_, was, is): &(usize, i64, i64)| is - was;
    let pairs: Vec<(f64, f64)> = both.iter().map(|&(_, was, is)| (was as f64, is as f64)).collect();
    // Of several that move as far, the one with the better nominal rank.
    let furthest = |sign: i64| {
        let by = |one: &&(usize, i64, i64)| (sign * shift(one), std::cmp::Reverse(one.0));
        let moved = both.iter().filter(|one| sign * shift(one) > 0).max_by_key(by);
        moved.map(|one| Move { unit: nominal.rows[one.0].unit.clone(), by: shift(one) })
    };
    let named = |rows: &mut dyn Iterator<Item = usize>| {
        rows.map(|row| nominal.rows[row].unit.clone()).collect::<Vec<Named>>()
    };
    let in_top = |rank: u32| rank as usize <= top;
    let mut at_top = (0..nominal.rows.len()).filter(|&row| in_top(nominal.rows[row].rank));
    let all_at_top = at_top.clone().count();
    let out_of_top = named(&mut at_top.by_ref().filter(|&row| !found.ranks[row].is_some_and(in_top)));
    let total: i64 = both.iter().map(|one| shift(one).abs()).sum();
    Effect {
        switch: switch.id,
        nominal: switch.value(&nominal.profile),
        value,
        left_out: scenario.without.is_some(),
        matched: both.len() as u64,
        mean_shift: (!both.is_empty()).then(|| total as f64 / both.len() as f64),
        out_of_top_share: (all_at_top > 0).then(|| out_of_top.len() as f64 / all_at_top as f64),
        out_of_top,
        up: furthest(-1),
        down: furthest(1),
        spearman: spearman(&pairs),
        kendall: kendall(&pairs),
        gone: named(&mut (0..nominal.rows.len()).filter(|&row| found.ranks[row].is_none())),
        entered: found.others,
    }
}

/// The units of the nominal ranking in another one.
struct Found {
    /// By row of the nominal ranking.
    ranks: Vec<Option<u32>>,
    /// Units that the nominal ranking has not, in the order of the other one.
    others: Vec<Named>,
}

impl Found {
    /// By number, where both count the same units; else by kind and key.
    fn new(nominal: &Standing, units: &Units<'_>, ranking: &Ranking, same_numbers: bool) -> Self {
        let mut found = Self { ranks: vec![None; nominal.rows.len()], others: Vec::new() };
        for row in &ranking.rows {
            let at = if same_numbers {
                nominal.row_of.get(row.unit as usize).copied().flatten()
            } else {
                nominal.find(units, row.unit)
            };
            match at {
                Some(at) => found.ranks[at as usize] = Some(row.rank),
                None => found.others.push(Named::of(units, row.unit)),
            }
        }
        found
    }
}

/// Strongest first: by mean shift, then in the order of switches and values. What has no shift comes last.
pub(super) fn sort(effects: &mut [Effect]) {
    let shift = |effect: &Effect| effect.mean_shift.unwrap_or(-1.0);
    effects.sort_by(|a, b| shift(b).total_cmp(&shift(a)));
}

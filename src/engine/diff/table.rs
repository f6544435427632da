//! A difference as tables: one row a unit, or one a unit and measure.

use super::UnitChange;
use crate::base::records::{Cell, Column, Kind, Table};
use crate::index::ranking::INDICES;
use crate::indicators::catalogue::INDICATORS;
use crate::robustness::difference::{Change, INNOVATION, MEASURES, OTHERS, RULES, STAGES};

/// Columns that say which unit a row is about.
const UNIT: [Column; 4] = [
    Column::new(
        "key",
        Kind::Text,
        ["key", "键"],
        "GeoNames id, metro:<id>, ISO 3166-1 code or institution id",
    ),
    Column::new("name", Kind::Text, ["name", "名称"], "English name, in B where it has the unit"),
    Column::new(
        "name_zh",
        Kind::Text,
        ["Chinese name", "中文名"],
        "Chinese name, in B where it has the unit",
    ),
    Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
];

/// Columns that say what became of it.
const STATUS: [Column; 2] = [
    Column::new(
        "status",
        Kind::Text,
        ["status", "状态"],
        "both (ranked in A and in B), new (in B only), gone (in A only)",
    ),
    Column::new(
        "turned_by",
        Kind::Text,
        ["turned by", "转变原因"],
        "of a new or gone unit, the stage in which it came or went for good",
    ),
];

/// Value of a measure at both ends, and the parts of its change: by the stages and by the others; in the columns that
/// `of` begins the names of.
macro_rules! columns {
    ($of:literal, $kind:expr, $unit:literal) => {
        columns!($of, $kind, $unit, 0 "removed", 1 "added", 2 "facts", 3 "citations", 4 "affiliations", 5 "places", 6 "rules")
    };
    ($of:literal, $kind:expr, $unit:literal, $($stage:literal $id:literal),*) => {
        Parts {
            ends: [
                Column::new(concat!($of, "_a"), $kind, [concat!($of, " in A"), "A"], "in A; empty: not ranked").in_unit($unit),
                Column::new(concat!($of, "_b"), $kind, [concat!($of, " in B"), "B"], "in B; empty: not ranked").in_unit($unit),
                Column::new(concat!($of, "_change"), $kind, ["change", "变化"], "B less A: the sum of its parts").in_unit($unit),
            ],
            own: [$(
                Column::new(concat!($of, "_", $id), $kind, [STAGES[$stage].title, STAGES[$stage].title_zh], STAGES[$stage].definition).in_unit($unit)
            ),*],
            others: Column::new(concat!($of, "_others"), $kind, [OTHERS.title, OTHERS.title_zh], OTHERS.definition).in_unit($unit),
            others_by_stage: [$(
                Column::new(concat!($of, "_others_", $id), $kind, [OTHERS.title, OTHERS.title_zh], STAGES[$stage].definition).in_unit($unit)
            ),*],
        }
    };
}

/// The columns of one measure.
struct Parts {
    ends: [Column; 3],
    own: [Column; STAGES.len()],
    others: Column,
    others_by_stage: [Column; STAGES.len()],
}

const RANK: Parts = columns!("rank", Kind::Integer, "places");
const INDEX: Parts = columns!("index", Kind::Number, "points");

impl Parts {
    fn columns(&self, split: bool) -> Vec<Column> {
        let others = if split { self.others_by_stage[..RULES].to_vec() } else { vec![self.others] };
        self.ends.iter().chain(&self.own).copied().chain(others).collect()
    }
}

/// One row a unit: rank and innovation index at both ends, and the parts of their change. `split`: what the others did, by
/// stage.
pub fn wide(units: &[UnitChange], split: bool) -> Table {
    let columns = [&UNIT[..], &RANK.columns(split), &INDEX.columns(split), &STATUS].concat();
    let row = |unit: &UnitChange| {
        [about(unit), parts(&unit.change, 0, split), parts(&unit.change, INNOVATION, split), status(unit)]
            .concat()
    };
    Table { columns: columns.into(), rows: units.iter().map(row).collect() }
}

/// One row a unit and measure: the rank, every index and every indicator.
pub fn long(units: &[UnitChange], split: bool) -> Table {
    let says = "rank, an index or an indicator; each by the words of its definition (aicity list indices, indicators)";
    let measure = Column::new("measure", Kind::Text, ["measure", "度量"], says);
    let columns = [&UNIT[..], &[measure], &LONG.columns(split), &STATUS].concat();
    let row = |unit: &UnitChange, i: usize| {
        [about(unit), vec![measure_name(i).into()], parts(&unit.change, i, split), status(unit)].concat()
    };
    let rows = units.iter().flat_map(|unit| (0..MEASURES).map(move |i| row(unit, i))).collect();
    Table { columns: columns.into(), rows }
}

const LONG: Parts = columns!("value", Kind::Number, "");

/// Name of a measure.
pub fn measure_name(measure: usize) -> &'static str {
    match measure.checked_sub(1) {
        None => "rank",
        Some(i) if i < INDICES.len() => INDICES[i].0,
        Some(i) => INDICATORS[i - INDICES.len()].id,
    }
}

fn about(unit: &UnitChange) -> Vec<Cell> {
    [&unit.key, &unit.name, &unit.name_zh, &unit.country].map(Cell::from).into()
}

fn status(unit: &UnitChange) -> Vec<Cell> {
    let turned = unit.change.turned.map_or(Cell::Null, |stage| STAGES[stage].id.into());
    vec![word(&unit.change).into(), turned]
}

/// Whether a unit is ranked in both, new, or gone.
pub fn word(change: &Change) -> &'static str {
    match (&change.a, &change.b) {
        (Some(_), Some(_)) => "both",
        (None, _) => "new",
        (_, None) => "gone",
    }
}

/// A value of a measure: ranks whole, all else from billionths.
pub fn value(measure: usize, value: i128) -> Cell {
    if measure == 0 { Cell::Integer(value as i64) } else { Cell::Number(value as f64 / 1e9) }
}

/// A measure at both ends, its change and the parts; of a unit at one end only there is no change.
fn parts(change: &Change, measure: usize, split: bool) -> Vec<Cell> {
    let cell = |n: i128| value(measure, n);
    let ends = [change.a, change.b, change.observed()].map(|m| m.map_or(Cell::Null, |m| cell(m[measure])));
    let is_there = change.observed().is_some();
    let part = |n: i128| if is_there { cell(n) } else { Cell::Null };
    let own = change.own.iter().map(|own| part(own[measure]));
    let others: Vec<Cell> = if split {
        change.others[..RULES].iter().map(|others| part(others[measure])).collect()
    } else {
        vec![part(change.all_others()[measure])]
    };
    ends.into_iter().chain(own).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_after_the_stages() {
        for (stage, (own, others)) in STAGES.iter().zip(RANK.own.iter().zip(&RANK.others_by_stage)) {
            assert_eq!(own.name, format!("rank_{}", stage.id));
            assert_eq!(others.name, format!("rank_others_{}", stage.id));
        }
        assert_eq!(RANK.others.name, format!("rank_{}", OTHERS.id));
    }

    #[test]
    fn billionths_are_written_to_the_last_digit() {
        for (n, text) in
            [(1, "0.000000001"), (-100_000_000_001, "-100.000000001"), (96_461_234_567, "96.461234567")]
        {
            assert_eq!(value(5, n).text(), text);
        }
    }
}

//! The table of a ranking: what `rank` prints for programs, and the API answers.

use super::rank::Ranked;
use crate::base::records::{Cell, Column, Kind, Table};
use crate::graph::Units;
use crate::index::ranking::{INDICES, Row};
use crate::indicators::catalogue::INDICATORS;
use std::ops::Range;

/// Columns that say which unit a row is about.
const UNIT: [Column; 5] = [
    Column::new(
        "rank",
        Kind::Integer,
        ["rank", "排名"],
        "place by innovation index; equal indices share the better one",
    ),
    Column::new(
        "key",
        Kind::Text,
        ["key", "键"],
        "GeoNames id, metro:<id>, ISO 3166-1 code or institution id",
    ),
    Column::new("name", Kind::Text, ["name", "名称"], "English name"),
    Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
    Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
];

/// Columns of a ranking, in the order that scripts rely on.
pub const COLUMNS: &[Column] = &{
    let mut columns = [UNIT[0]; UNIT.len() + INDICATORS.len() + INDICES.len()];
    let mut i = 0;
    while i < columns.len() {
        columns[i] = column(i);
        i += 1;
    }
    columns
};

const fn column(i: usize) -> Column {
    let (indicators, indices) = (UNIT.len(), UNIT.len() + INDICATORS.len());
    if i < indicators {
        UNIT[i]
    } else if i < indices {
        let of = &INDICATORS[i - indicators];
        Column::new(of.id, Kind::Number, [of.title, of.title_zh], of.definition).in_unit(of.title)
    } else {
        let (name, title, title_zh) = INDICES[i - indices];
        let says = "standardised over all ranked units and weighed as the profile says";
        Column::new(name, Kind::Number, [title, title_zh], says).in_unit("points")
    }
}

/// Rows of a ranking, best first. A range beyond the end has fewer rows.
pub fn table(ranked: &Ranked, units: &Units<'_>, rows: Range<usize>) -> Table {
    let all = &ranked.ranking.rows;
    let rows = &all[rows.start.min(all.len())..rows.end.min(all.len())];
    Table { columns: COLUMNS.into(), rows: rows.iter().map(|row| cells(units, row)).collect() }
}

/// One row.
pub fn cells(units: &Units<'_>, row: &Row) -> Vec<Cell> {
    let unit = row.unit;
    let mut cells = vec![
        row.rank.into(),
        units.key(unit).into(),
        units.name(unit).into(),
        units.name_zh(unit).into(),
        units.country_code(unit).into(),
    ];
    cells.extend(row.values.map(Cell::from));
    cells.extend(row.indices.map(Cell::from));
    cells
}

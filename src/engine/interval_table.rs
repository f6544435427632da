//! Columns that intervals add to the table of a ranking.

use super::intervals::{Intervals, Stability};
use crate::base::records::{Cell, Column, Kind, Table};
use crate::robustness::intervals::Interval;

/// Columns after those of the ranking, in the order that scripts rely on.
pub const COLUMNS: [Column; 5] = [
    Column::new(
        "rank_low",
        Kind::Integer,
        ["rank, lower", "排名下限"],
        "rank at ⌊0.025 B⌋ of the sorted ranks of B replicates: 95 % stability interval",
    ),
    Column::new(
        "rank_high",
        Kind::Integer,
        ["rank, upper", "排名上限"],
        "rank at ⌊0.975 B⌋ of the sorted ranks; a replicate that does not rank the unit puts it after the last one",
    ),
    Column::new(
        "p_top20",
        Kind::Number,
        ["P(top 20)", "前20概率"],
        "share of the replicates that rank the unit 20th or better",
    ),
    Column::new(
        "p_top100",
        Kind::Number,
        ["P(top 100)", "前100概率"],
        "share of the replicates that rank the unit 100th or better",
    ),
    Column::new(
        "tier",
        Kind::Integer,
        ["tier", "梯队"],
        "units whose order to the first of their tier is not decided: P(first above unit) < 0.975",
    ),
];

/// Further columns, before those of each figure.
const MORE: [Column; 4] = [
    Column::new("rank_mean", Kind::Number, ["mean rank", "平均排名"], "mean rank over the replicates"),
    Column::new(
        "rank_standard_error",
        Kind::Number,
        ["rank, standard error", "排名标准误"],
        "standard deviation of the ranks over the replicates",
    ),
    Column::new(
        "ranked_share",
        Kind::Number,
        ["share ranked", "入榜比例"],
        "share of the replicates that rank the unit: it has a paper, and as many as the profile asks for",
    ),
    Column::new(
        "p_above_next",
        Kind::Number,
        ["P(above next)", "高于下一名概率"],
        "share of the replicates in which the innovation index is above that of the next row; ties count half",
    ),
];

/// Four columns for each figure: bounds, mean and standard error.
macro_rules! columns_of_figures {
    ($($name:literal, $title:literal, $zh:literal;)*) => {
        [$(
            Column::new(
                concat!($name, "_low"),
                Kind::Number,
                [concat!($title, ", lower"), concat!($zh, "下限")],
                "sorted value at ⌊0.025 B⌋ of B replicates; empty where the unit is not ranked there",
            ),
            Column::new(
                concat!($name, "_high"),
                Kind::Number,
                [concat!($title, ", upper"), concat!($zh, "上限")],
                "sorted value at ⌊0.975 B⌋ of B replicates; empty where the unit is not ranked there",
            ),
            Column::new(
                concat!($name, "_mean"),
                Kind::Number,
                [concat!($title, ", mean"), concat!($zh, "均值")],
                "mean over the replicates that rank the unit",
            ),
            Column::new(
                concat!($name, "_standard_error"),
                Kind::Number,
                [concat!($title, ", standard error"), concat!($zh, "标准误")],
                "standard deviation over the replicates that rank the unit",
            ),
        )*]
    };
}

/// Columns of every indicator and index, in the order of the ranking.
const FIGURES: [Column; 48] = columns_of_figures! {
    "papers", "papers", "论文量";
    "citations_per_paper", "citations per paper", "论文平均被引量";
    "scholars", "scholars", "学者量";
    "citations_per_scholar", "citations per scholar", "学者平均被引量";
    "institutions", "institutions", "机构量";
    "citations_per_institution", "citations per institution", "机构平均被引量";
    "international_collaborations", "international collaborations", "国际合作次数";
    "paper_index", "paper index", "论文指数";
    "scholar_index", "scholar index", "学者指数";
    "institution_index", "institution index", "机构指数";
    "collaboration_index", "collaboration index", "国际合作指数";
    "innovation_index", "innovation index", "创新指数";
};

/// Appends the five columns, and all others where every figure was asked for, to a table whose rows are these units.
pub fn append(table: &mut Table, intervals: &Intervals, units: impl IntoIterator<Item = u32>) {
    let columns = table.columns.to_mut();
    columns.extend(COLUMNS);
    if intervals.rows.iter().any(|row| row.figures.is_some()) {
        columns.extend(MORE);
        columns.extend(FIGURES);
    }
    let width = columns.len();
    for (row, unit) in table.rows.iter_mut().zip(units) {
        row.extend(intervals.of(unit).map(cells).unwrap_or_default());
        row.resize(width, Cell::Null);
    }
}

fn cells(row: &Stability) -> Vec<Cell> {
    let place = &row.place;
    let mut cells: Vec<Cell> = vec![place.low.into(), place.high.into()];
    cells.extend(place.top.map(Cell::from));
    cells.push(row.tier.into());
    if let Some(figures) = &row.figures {
        cells.extend([place.mean.into(), place.error.into(), place.ranked.into(), row.above_next.into()]);
        cells.extend(
            figures
                .iter()
                .flat_map(|Interval { low, high, mean, error }| [*low, *high, *mean, *error].map(Cell::from)),
        );
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ranking_table;

    #[test]
    fn each_figure_has_its_columns_under_its_own_names() {
        let figures = &ranking_table::COLUMNS[5..];
        assert_eq!(figures.len() * 4, FIGURES.len());
        for (figure, columns) in figures.iter().zip(FIGURES.chunks(4)) {
            for (column, ending) in columns.iter().zip(["_low", "_high", "_mean", "_standard_error"]) {
                assert_eq!(column.name, format!("{}{ending}", figure.name));
                assert!(column.title_en.starts_with(figure.title_en));
                assert!(column.title_zh.starts_with(figure.title_zh));
            }
        }
    }
}

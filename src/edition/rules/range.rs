//! Figures that cannot be: indices outside 0 to 100, negative counts and averages.

use super::{Rule, titles};
use crate::edition::figure::Figure;
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::spec::Kind;
use crate::edition::{Edition, Table, table::Row};

pub const RULE: Rule = Rule {
    id: "range",
    severity: Severity::Error,
    title: "figures outside their range",
    title_zh: "数值超出范围",
    what: "an index lies from 0 to 100; no count and no average is negative",
    what_zh: "指数在 0 至 100 之间；计数与平均值不为负",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    let of_row = |t: &Table, row: &Row| {
        let cells =
            t.columns.iter().zip(&row.cells).filter_map(|(column, cell)| Some((column, cell.as_ref()?)));
        let outside = cells.filter(|((_, kind), figure)| !is_possible(*kind, figure));
        outside.map(|((name, _), _)| draft(edition, t, row, name)).collect::<Vec<_>>()
    };
    edition.tables.iter().flat_map(|t| t.rows.iter().flat_map(move |row| of_row(t, row))).collect()
}

fn is_possible(kind: Kind, figure: &Figure) -> bool {
    figure.value >= 0.0 && (kind != Kind::Index || figure.value <= 100.0)
}

fn draft(edition: &Edition, table: &Table, row: &Row, column: &str) -> Draft {
    let (title, title_zh) = titles(edition, column);
    let (id, city, cell) = (&table.spec.id, &row.city, Stated::cell(table, row, column));
    Draft::new(
        city,
        format!("table {id}: {title} {} of {city} is outside its range", cell.value),
        format!("表 {id}：{city}的{title_zh} {} 超出范围", cell.value),
    )
    .with([cell])
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn impossible_figures_are_found() {
        let folder = Folder::clean().edit("top.csv", "1,甲,A,90.0,80.0,80", "1,甲,A,100.1,80.0,-80");
        let messages = folder.messages("range");
        assert_eq!(
            messages,
            [
                "table top: first 100.1 of A is outside its range",
                "table top: papers -80 of A is outside its range"
            ]
        );
    }
}

//! One rank given to rows that are not tied.

use super::Rule;
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::{Edition, Table, table::Row};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "duplicate-rank",
    severity: Severity::Error,
    title: "one rank given to rows that are not tied",
    title_zh: "不同得分的城市名次相同",
    what: "rows with the same rank have the same index",
    what_zh: "名次相同的行，指数也相同",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    edition.tables.iter().flat_map(of_table).collect()
}

fn of_table(table: &Table) -> Vec<Draft> {
    let mut by_rank: BTreeMap<u32, Vec<&Row>> = BTreeMap::new();
    for row in &table.rows {
        by_rank.entry(row.rank).or_default().push(row);
    }
    by_rank
        .into_iter()
        .filter(|(_, rows)| !tied(table, rows))
        .map(|(rank, rows)| draft(table, rank, &rows))
        .collect()
}

fn tied(table: &Table, rows: &[&Row]) -> bool {
    let index = |row| table.interval(row, &table.spec.index);
    rows.windows(2).all(|pair| index(pair[0]).zip(index(pair[1])).is_some_and(|(a, b)| a.overlaps(b)))
}

fn draft(table: &Table, rank: u32, rows: &[&Row]) -> Draft {
    let id = &table.spec.id;
    let cities = |separator| rows.iter().map(|r| r.city.as_str()).collect::<Vec<_>>().join(separator);
    Draft::new(
        format!("table {id}"),
        format!("rank {rank} of table {id} is given to {}, whose indices differ", cities(" and ")),
        format!("表 {id} 第 {rank} 名同时为{}，但得分不同", cities("和")),
    )
    .with(rows.iter().map(|row| Stated::cell(table, row, &table.spec.index)))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_rank_twice_is_found_unless_tied() {
        let folder = Folder::clean().edit("top.csv", "3,丙,C", "2,丙,C");
        let messages = folder.messages("duplicate-rank");
        assert_eq!(messages, ["rank 2 of table top is given to B and C, whose indices differ"]);
    }
}

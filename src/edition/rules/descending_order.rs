//! Rows that are out of order.

use super::{Rule, titles};
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::{Edition, Table, table::Row};

pub const RULE: Rule = Rule {
    id: "descending-order",
    severity: Severity::Error,
    title: "rows that are out of order",
    title_zh: "名次与得分顺序不符",
    what: "from row to row the rank does not fall and the index of the table does not rise; ties are fine",
    what_zh: "表中名次依次增大，对应指数不增；允许并列",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    let of_table = |t| pairs(t).filter(|(a, b)| !in_order(t, a, b)).map(|(a, b)| draft(edition, t, a, b));
    edition.tables.iter().flat_map(of_table).collect()
}

fn pairs(table: &Table) -> impl Iterator<Item = (&Row, &Row)> {
    table.rows.iter().zip(table.rows.iter().skip(1))
}

fn in_order(table: &Table, above: &Row, below: &Row) -> bool {
    let index = |row| table.cell(row, &table.spec.index).map(|figure| figure.value);
    let falls = index(above).zip(index(below)).is_none_or(|(a, b)| a >= b);
    above.rank <= below.rank && falls
}

fn draft(edition: &Edition, table: &Table, above: &Row, below: &Row) -> Draft {
    let (id, index) = (&table.spec.id, &table.spec.index);
    let (title, title_zh) = titles(edition, index);
    let [a, b] = [above, below].map(|row| (row.rank, &row.city, Stated::cell(table, row, index)));
    Draft::new(
        b.1,
        format!(
            "table {id}: rank {} ({}) with {title} {} stands above rank {} ({}) with {}",
            a.0, a.1, a.2.value, b.0, b.1, b.2.value
        ),
        format!(
            "表 {id}：第 {} 名{}的{title_zh}为 {}，而其后第 {} 名{}为 {}",
            a.0, a.1, a.2.value, b.0, b.1, b.2.value
        ),
    )
    .with([a.2, b.2])
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_rising_index_is_found() {
        let folder = Folder::clean().edit("top.csv", "3,丙,C,70.0,60.0,20,67.0", "3,丙,C,70.0,60.0,20,87.0");
        let messages = folder.messages("descending-order");
        assert_eq!(messages, ["table top: rank 2 (B) with score 77.0 stands above rank 3 (C) with 87.0"]);
    }

    #[test]
    fn a_falling_rank_is_found() {
        let folder = Folder::clean().edit("top.csv", "1,甲,A", "4,甲,A");
        assert_eq!(folder.messages("descending-order").len(), 1);
    }
}

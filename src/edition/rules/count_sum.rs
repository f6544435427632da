//! Counts that do not fit the stated totals.

use super::{Rule, titles};
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::spec::{ColumnSpec, Kind};
use crate::edition::{Edition, Table, table::Row};

pub const RULE: Rule = Rule {
    id: "count-sum",
    severity: Severity::Error,
    title: "counts that do not fit the stated total",
    title_zh: "数量与所述总量不符",
    what: "no part exceeds its total; where a table is complete, parts add up to the total, or to no less of it \
           where one thing can count in several rows",
    what_zh: "分项不超过总量；完整的表中各项之和等于总量，允许重复计数时不小于总量",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    let totals = || {
        let counts = edition.spec.columns.iter().filter(|c| c.kind == Kind::Count);
        counts.filter_map(|c| Some((c, *edition.spec.corpus.get(&c.id)? as f64)))
    };
    let of_table = |t| {
        totals().flat_map(move |(c, total)| {
            too_large(edition, t, c, total).chain(incomplete(edition, t, c, total))
        })
    };
    edition.tables.iter().flat_map(of_table).collect()
}

fn too_large<'a>(
    edition: &'a Edition,
    table: &'a Table,
    column: &'a ColumnSpec,
    total: f64,
) -> impl Iterator<Item = Draft> + 'a {
    let exceeds = move |row: &&Row| table.cell(row, &column.id).is_some_and(|figure| figure.value > total);
    table.rows.iter().filter(exceeds).map(move |row| part(edition, table, row, column, total))
}

fn part(edition: &Edition, table: &Table, row: &Row, column: &ColumnSpec, total: f64) -> Draft {
    let (title, title_zh) = titles(edition, &column.id);
    let (id, city, cell) = (&table.spec.id, &row.city, Stated::cell(table, row, &column.id));
    Draft::new(
        city,
        format!("table {id}: {title} of {city}, {}, are more than all there are, {total}", cell.value),
        format!("表 {id}：{city}的{title_zh} {} 超过总量 {total}", cell.value),
    )
    .with([cell])
}

fn incomplete(edition: &Edition, table: &Table, column: &ColumnSpec, total: f64) -> Option<Draft> {
    let figures = table.rows.iter().filter_map(|row| table.cell(row, &column.id));
    let sum: f64 = figures.map(|figure| figure.value).sum();
    let fits = if column.overlap { sum >= total } else { (sum - total).abs() < 0.5 };
    let (title, title_zh) = titles(edition, &column.id);
    let id = &table.spec.id;
    (table.spec.complete.contains(&column.id) && !fits).then(|| {
        Draft::new(
            format!("table {id}"),
            format!("table {id} lists all {title}, but they add up to {sum}, not {total}"),
            format!("表 {id} 列出全部{title_zh}，但合计为 {sum}，而非 {total}"),
        )
        .with([Stated::table(table, &column.id, sum.to_string())])
    })
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_complete_table_adds_up() {
        let folder = Folder::clean().edit("edition.toml", "papers = 150", "papers = 151");
        let messages = folder.messages("count-sum");
        assert_eq!(messages, ["table papers lists all papers, but they add up to 150, not 151"]);
    }

    #[test]
    fn overlapping_counts_may_add_up_to_more() {
        let folder =
            Folder::clean().edit("edition.toml", "kind = \"count\"", "kind = \"count\"\noverlap = true");
        let folder = folder.edit("edition.toml", "papers = 150", "papers = 149");
        assert_eq!(folder.messages("count-sum"), [""; 0]);
    }

    #[test]
    fn a_part_larger_than_the_whole_is_found() {
        let folder = Folder::clean().edit("edition.toml", "papers = 150", "papers = 79");
        let found = folder.messages("count-sum");
        assert!(found.contains(&"table top: papers of A, 80, are more than all there are, 79".to_owned()));
    }
}

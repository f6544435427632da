//! Composite indices that are not the weighted sum of their parts.

use super::{Rule, titles};
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::standard::composed;
use crate::edition::{Edition, Table, table::Row};

pub const RULE: Rule = Rule {
    id: "weights",
    severity: Severity::Error,
    title: "totals that are not the weighted sum of their parts",
    title_zh: "总指数与各分项加权和不符",
    what: "an index composed of other indices is their weighted sum, within the rounding of all of them",
    what_zh: "由其他指数构成的指数等于其加权和（在各项舍入误差之内）",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    let of_table = |t| {
        let composites = edition.spec.columns.iter().filter(|c| edition.spec.is_composite(c));
        composites.flat_map(move |c| of_column(edition, t, &c.id))
    };
    edition.tables.iter().flat_map(of_table).collect()
}

fn of_column<'a>(edition: &'a Edition, table: &'a Table, index: &'a str) -> impl Iterator<Item = Draft> + 'a {
    table.rows.iter().filter_map(move |row| {
        let printed = table.interval(row, index)?;
        let sum = composed(edition, table, row, index)?;
        (!printed.overlaps(sum)).then(|| draft(edition, table, row, index, sum.middle()))
    })
}

fn draft(edition: &Edition, table: &Table, row: &Row, index: &str, sum: f64) -> Draft {
    let (title, title_zh) = titles(edition, index);
    let (id, city, cell) = (&table.spec.id, &row.city, Stated::cell(table, row, index));
    let parts = edition.spec.column(index).map_or(&[][..], |c| &c.parts);
    Draft::new(
        city,
        format!("table {id}: {title} of {city} is {}, its parts give {sum:.3}", cell.value),
        format!("表 {id}：{city}的{title_zh}为 {}，按权重计算为 {sum:.3}", cell.value),
    )
    .with([cell])
    .with(parts.iter().map(|part| Stated::cell(table, row, &part.column)))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_wrong_total_is_found() {
        let folder = Folder::clean().edit("top.csv", "80,87.0", "80,87.2");
        assert_eq!(folder.messages("weights"), ["table top: score of A is 87.2, its parts give 87.000"]);
    }

    #[test]
    fn rounding_is_no_error() {
        let folder = Folder::clean().edit("top.csv", "80,87.0", "80,87.04");
        assert_eq!(folder.messages("weights"), [""; 0]);
    }
}

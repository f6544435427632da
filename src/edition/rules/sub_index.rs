//! Indices that the figures beside them do not give.

use super::{Rule, titles};
use crate::edition::Edition;
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::reproduce::reproduce;
use crate::edition::reproduction::{Row, Verdict};

pub const RULE: Rule = Rule {
    id: "sub-index",
    severity: Severity::Error,
    title: "indices that the figures beside them do not give",
    title_zh: "指数与其原始数据不符",
    what: "an index computed again from its counts and averages agrees with the printed one within rounding",
    what_zh: "由数量和平均值重新计算的指数与所列指数在舍入误差内一致",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    // An edition that asks for nothing to be computed again has nothing to check here.
    let rows = reproduce(edition).map(|r| r.rows).unwrap_or_default();
    let is_composite =
        |row: &Row| edition.spec.column(&row.index).is_some_and(|c| edition.spec.is_composite(c));
    rows.iter()
        .filter(|r| r.verdict == Verdict::Outside && !is_composite(r))
        .map(|r| draft(edition, r))
        .collect()
}

fn draft(edition: &Edition, row: &Row) -> Draft {
    let (title, title_zh) = titles(edition, &row.index);
    let Row { table: id, city, .. } = row;
    let (published, computed) = (row.published.unwrap_or(f64::NAN), row.computed.unwrap_or(f64::NAN));
    Draft::new(
        city,
        format!("table {id}: {title} of {city} is {published}, its figures give {computed:.3}"),
        format!("表 {id}：{city}的{title_zh}为 {published}，按其数据计算为 {computed:.3}"),
    )
    .with(values(edition, row))
}

fn values(edition: &Edition, row: &Row) -> Option<Stated> {
    let table = edition.table(&row.table)?;
    let printed = table.rows.iter().find(|r| r.rank == row.rank && r.city == row.city)?;
    Some(Stated::cell(table, printed, &row.index))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn an_index_that_its_count_does_not_give_is_found() {
        let folder = Folder::clean().edit("papers.csv", "2,乙,B,89.27,50", "2,乙,B,89.37,50");
        let messages = folder.messages("sub-index");
        assert_eq!(messages, ["table papers: paper index of B is 89.37, its figures give 89.274"]);
    }
}

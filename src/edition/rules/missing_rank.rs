//! Ranks that a table announces and does not print, and ranks it prints beyond them.

use super::Rule;
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::{Edition, Table, table::Row};

pub const RULE: Rule = Rule {
    id: "missing-rank",
    severity: Severity::Error,
    title: "ranks that a table announces and does not print",
    title_zh: "表中缺少名次",
    what: "every table prints the ranks it announces, no more and no less; ties take the ranks after them",
    what_zh: "每张表列出其应有的全部名次；并列占用其后的名次",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    edition.tables.iter().flat_map(|t| missing(t).into_iter().chain(beyond(t))).collect()
}

fn missing(table: &Table) -> Vec<Draft> {
    let id = &table.spec.id;
    let draft = |rank: u32| {
        Draft::new(
            format!("table {id}"),
            format!("table {id} announces {} ranks but has no rank {rank}", table.spec.ranks),
            format!("表 {id} 应有 {} 个名次，但缺少第 {rank} 名", table.spec.ranks),
        )
        .with([Stated::table(table, "rank", "")])
    };
    table.missing().into_iter().map(draft).collect()
}

fn beyond(table: &Table) -> impl Iterator<Item = Draft> + '_ {
    let id = &table.spec.id;
    let draft = move |row: &Row| {
        Draft::new(
            format!("table {id}"),
            format!("table {id} announces {} ranks but has rank {}", table.spec.ranks, row.rank),
            format!("表 {id} 应有 {} 个名次，却列有第 {} 名", table.spec.ranks, row.rank),
        )
        .with([Stated::row(table, row, "rank", row.rank.to_string())])
    };
    table.rows.iter().filter(|r| r.rank > table.spec.ranks).map(draft)
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_gap_is_found() {
        let folder = Folder::clean().edit("top.csv", "2,乙,B,80.0,70.0,50,77.0\n", "");
        let messages = folder.messages("missing-rank");
        assert_eq!(messages, ["table top announces 3 ranks but has no rank 2"]);
    }

    #[test]
    fn a_tie_takes_the_next_rank() {
        let folder = Folder::clean().edit("top.csv", "2,乙,B,80.0", "1,乙,B,80.0");
        assert_eq!(folder.messages("missing-rank"), [""; 0]);
    }

    #[test]
    fn a_rank_too_many_is_found() {
        let folder = Folder::clean().edit("edition.toml", "ranks = 3", "ranks = 2");
        assert_eq!(folder.messages("missing-rank"), ["table top announces 2 ranks but has rank 3"]);
    }
}

//! One city twice in a table.

use super::Rule;
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::{Edition, Table, table::Row};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "duplicate-city",
    severity: Severity::Error,
    title: "a city that a table lists more than once",
    title_zh: "同一城市在一张表中重复出现",
    what: "a table lists a city of a country once; cities of one name in two countries are two cities",
    what_zh: "一张表中同一国家的同一城市只出现一次；不同国家的同名城市视为两个城市",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    edition.tables.iter().flat_map(of_table).collect()
}

fn of_table(table: &Table) -> Vec<Draft> {
    let mut by_city: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for row in &table.rows {
        by_city.entry((&row.country, &row.city)).or_default().push(row);
    }
    by_city.into_values().filter(|rows| rows.len() > 1).map(|rows| draft(table, &rows)).collect()
}

fn draft(table: &Table, rows: &[&Row]) -> Draft {
    let (id, city) = (&table.spec.id, &rows[0].city);
    let ranks = |separator| rows.iter().map(|r| r.rank.to_string()).collect::<Vec<_>>().join(separator);
    Draft::new(
        city,
        format!("table {id} lists {city} at ranks {}", ranks(" and ")),
        format!("表 {id} 将{city}列于第 {} 名", ranks("、")),
    )
    .with(rows.iter().map(|row| Stated::row(table, row, "city", city)))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_city_twice_is_found_whatever_its_label() {
        let folder = Folder::clean().edit("top.csv", "3,丙,C", "3,甲国,A");
        assert_eq!(folder.messages("duplicate-city"), ["table top lists A at ranks 1 and 3"]);
    }

    #[test]
    fn a_namesake_abroad_is_another_city() {
        let folder = Folder::without_claims().edit("top.csv", "3,丙,C", "3,丙,A");
        assert_eq!(folder.messages("duplicate-city"), [""; 0]);
    }
}

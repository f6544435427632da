//! One city in two countries.

use super::Rule;
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::{Edition, Table, table::Row};
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    id: "city-country",
    severity: Severity::Error,
    title: "cities that change their country from table to table",
    title_zh: "同一城市在不同表中归属不同国家",
    what: "a city has one country in all tables, however it is spelt; namesakes that one table tells apart are two",
    what_zh: "同一城市在各表中归属同一国家（同义写法视为相同）；同一表中并列的同名城市视为不同城市",
    check,
};

/// Where a name is printed.
type Places<'a> = Vec<(&'a Table, &'a Row)>;

fn check(edition: &Edition) -> Vec<Draft> {
    let mut names: BTreeMap<&str, Places<'_>> = BTreeMap::new();
    for table in &edition.tables {
        for row in &table.rows {
            names.entry(&row.city).or_default().push((table, row));
        }
    }
    names.into_iter().filter(|(_, places)| moves(places)).map(|(city, places)| draft(city, &places)).collect()
}

/// Whether two countries are given that no table tells apart by listing the name under both.
fn moves(places: &Places<'_>) -> bool {
    let countries: BTreeSet<&str> = places.iter().map(|(_, row)| row.country.as_str()).collect();
    let listed: BTreeSet<(&str, &str)> =
        places.iter().map(|(t, r)| (t.spec.id.as_str(), r.country.as_str())).collect();
    let told_apart = |a: &str, b: &str| listed.iter().any(|(t, c)| *c == a && listed.contains(&(*t, b)));
    countries.iter().any(|a| countries.iter().any(|b| a < b && !told_apart(a, b)))
}

fn named(tables: &[&str]) -> String {
    let noun = if tables.len() == 1 { "table" } else { "tables" };
    format!("{noun} {}", tables.join(", "))
}

fn draft(city: &str, places: &Places<'_>) -> Draft {
    let mut labels: Vec<(&str, Vec<&str>)> = Vec::new();
    for (table, row) in places {
        match labels.iter_mut().find(|(label, _)| *label == row.label) {
            Some((_, tables)) => tables.push(&table.spec.id),
            None => labels.push((&row.label, vec![&table.spec.id])),
        }
    }
    let list = labels.iter().map(|(label, tables)| format!("{label} in {}", named(tables)));
    let list_zh = labels.iter().map(|(label, tables)| format!("表 {} 中为“{label}”", tables.join("、")));
    Draft::new(
        city,
        format!("{city} is labelled {}", list.collect::<Vec<_>>().join("; ")),
        format!("{city}在{}", list_zh.collect::<Vec<_>>().join("，在")),
    )
    .with(places.iter().map(|(table, row)| Stated::row(table, row, "country_label", &row.label)))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn another_country_is_found_but_not_another_spelling() {
        let folder = Folder::clean().edit("papers.csv", "2,乙,B", "2,乙国,B");
        assert_eq!(folder.messages("city-country"), [""; 0]);
        let folder = Folder::clean().edit("papers.csv", "2,乙,B", "2,甲,B");
        assert_eq!(folder.messages("city-country"), ["B is labelled 乙 in table top; 甲 in table papers"]);
    }

    #[test]
    fn namesakes_in_one_table_are_two_cities() {
        let folder = Folder::without_claims().edit("top.csv", "3,丙,C", "3,丙,A").edit(
            "papers.csv",
            "3,丙,C",
            "3,丙,A",
        );
        assert_eq!(folder.messages("city-country"), [""; 0]);
    }
}

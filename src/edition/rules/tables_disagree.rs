//! One figure of one city with two values.

use super::{Rule, titles};
use crate::edition::finding::{Draft, Severity, Stated};
use crate::edition::{Edition, Table, table::Row};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "tables-disagree",
    severity: Severity::Error,
    title: "figures of one city that differ between tables",
    title_zh: "同一城市的同一指标在不同表中数值不同",
    what: "a figure of a city is the same in all tables, within rounding",
    what_zh: "同一城市的同一指标在各表中一致（在舍入误差之内）",
    check,
};

/// One value of a figure and where it is printed.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    table: usize,
    row: usize,
}

/// Column, country and city: what is printed more than once.
type Key<'a> = (usize, &'a str, &'a str);

fn check(edition: &Edition) -> Vec<Draft> {
    let mut found: BTreeMap<Key<'_>, Vec<Place>> = BTreeMap::new();
    for second in 0..edition.tables.len() {
        for first in 0..second {
            compare(edition, first, second, &mut found);
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|((column, ..), places)| (*column, places.iter().map(|p| (p.table, p.row)).min()));
    found.into_iter().map(|(key, places)| draft(edition, key, &places)).collect()
}

fn compare<'a>(edition: &'a Edition, first: usize, second: usize, found: &mut BTreeMap<Key<'a>, Vec<Place>>) {
    let (a, b) = (&edition.tables[first], &edition.tables[second]);
    let (names_a, names_b) = (by_name(a), by_name(b));
    for (other, row_b) in b.rows.iter().enumerate() {
        let namesakes = names_a.get(row_b.city.as_str()).map_or(&[][..], Vec::as_slice);
        let alone = namesakes.len() == 1 && names_b[row_b.city.as_str()].len() == 1;
        let same = namesakes.iter().copied().find(|&r| alone || a.rows[r].country == row_b.country);
        let Some(row) = same else { continue };
        for column in differing(edition, (a, &a.rows[row]), (b, row_b)) {
            let places = found.entry((column, &row_b.country, &row_b.city)).or_default();
            note(places, Place { table: first, row });
            note(places, Place { table: second, row: other });
        }
    }
}

/// Rows by the city's name.
fn by_name(table: &Table) -> BTreeMap<&str, Vec<usize>> {
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, row) in table.rows.iter().enumerate() {
        names.entry(&row.city).or_default().push(place);
    }
    names
}

/// Columns in which two rows cannot both be right.
fn differing<'a>(
    edition: &'a Edition,
    a: (&'a Table, &'a Row),
    b: (&'a Table, &'a Row),
) -> impl Iterator<Item = usize> + 'a {
    let differ = move |name: &str| {
        let values = a.0.interval(a.1, name).zip(b.0.interval(b.1, name));
        values.is_some_and(|(x, y)| !x.overlaps(y))
    };
    let columns = edition.spec.columns.iter().enumerate();
    columns.filter(move |(_, column)| differ(&column.id)).map(|(place, _)| place)
}

fn note(places: &mut Vec<Place>, place: Place) {
    if !places.contains(&place) {
        places.push(place);
    }
}

fn draft(edition: &Edition, (column, _, city): Key<'_>, places: &[Place]) -> Draft {
    let column = &edition.spec.columns[column].id;
    let (title, title_zh) = titles(edition, column);
    let mut places = places.to_vec();
    places.sort_by_key(|p| p.table);
    let stated = |p: &Place| {
        let table = &edition.tables[p.table];
        (&table.spec.id, Stated::cell(table, &table.rows[p.row], column))
    };
    let stated: Vec<_> = places.iter().map(stated).collect();
    let list: Vec<_> = stated.iter().map(|(id, s)| format!("{} in table {id}", s.value)).collect();
    let list_zh: Vec<_> = stated.iter().map(|(id, s)| format!("表 {id} 为 {}", s.value)).collect();
    Draft::new(
        city,
        format!("{city}: {title} is {}", list.join(", ")),
        format!("{city}的{title_zh}：{}", list_zh.join("，")),
    )
    .with(stated.into_iter().map(|(_, s)| s))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn two_values_of_one_figure_are_found() {
        let folder = Folder::clean().edit("top.csv", "2,乙,B,80.0,70.0,50", "2,乙,B,80.0,70.0,51");
        assert_eq!(folder.messages("tables-disagree"), ["B: papers is 51 in table top, 50 in table papers"]);
    }

    #[test]
    fn a_wrong_country_does_not_hide_the_city() {
        let folder = Folder::clean().edit("top.csv", "2,乙,B,80.0,70.0,50", "2,丙,B,80.0,70.0,51");
        assert_eq!(folder.messages("tables-disagree").len(), 1);
    }
}

//! Computes the indices of an edition again from the figures it prints.
//!
//! A printed figure stands for all numbers that are printed like it, so everything here is an interval. A row agrees
//! when some choice of numbers within the rounding makes it right, and for all rows of a table it must be the same
//! choice of the one constant that the table does not print, the largest average of any city.

use super::interval::Interval;
use super::load::Edition;
use super::reproduction::{Constant, Prediction, Reproduction, Row, Summary, Verdict};
use super::spec::{self, Part};
use super::standard::{Scale, composed, published_range, standardised};
use super::table::{self, Table};
use crate::base::{Error, Result};

/// Computes every index that the description asks for.
pub fn reproduce(edition: &Edition) -> Result<Reproduction> {
    let (mut sub_indices, mut totals, mut constants) = (Vec::new(), Vec::new(), Vec::new());
    for table in edition.tables.iter().filter(|t| t.spec.reproduce) {
        if is_composite(edition, table) {
            totals.extend(composites(edition, table));
        } else {
            let scale = Scale::new(edition, table);
            constants.extend(constant(table, &scale));
            sub_indices.extend(table.rows.iter().map(|r| sub_index(table, r, &scale)));
        }
    }
    if sub_indices.is_empty() && totals.is_empty() {
        let hint = "mark tables with reproduce = true";
        return Err(Error::input("edition.toml", 0, "no table to compute again", hint));
    }
    let predictions: Vec<_> = edition.spec.predictions.iter().filter_map(|p| predict(edition, p)).collect();
    let summary = summarise(&sub_indices, &totals, &predictions);
    sub_indices.append(&mut totals);
    Ok(Reproduction { edition: edition.spec.id.clone(), rows: sub_indices, constants, predictions, summary })
}

fn summarise(sub_indices: &[Row], totals: &[Row], predictions: &[Prediction]) -> Vec<Summary> {
    let all = [
        Summary::new("sub-indices", sub_indices.iter()),
        Summary::new("totals", totals.iter()),
        Summary::new("predictions", predictions.iter().map(|p| &p.row)),
    ];
    all.into_iter().filter(|s| s.of > 0).collect()
}

fn is_composite(edition: &Edition, table: &Table) -> bool {
    edition.spec.column(&table.spec.index).is_some_and(|index| edition.spec.is_composite(index))
}

fn constant(table: &Table, scale: &Scale<'_>) -> Option<Constant> {
    let (part, ln, value) = scale.constant()?;
    let (table, column) = (table.spec.id.clone(), part.column.clone());
    Some(Constant { table, column, ln_low: ln.low, ln_high: ln.high, low: value.low, high: value.high })
}

fn sub_index(table: &Table, row: &table::Row, scale: &Scale<'_>) -> Row {
    compare(table, row, &table.spec.index, scale.index(table, row), scale.point(table, row))
}

fn composites<'a>(edition: &'a Edition, table: &'a Table) -> impl Iterator<Item = Row> + 'a {
    table.rows.iter().map(move |row| {
        let total = composed(edition, table, row, &table.spec.index);
        compare(table, row, &table.spec.index, total, total.map(Interval::middle))
    })
}

/// The comparison of a printed index with what it can be.
fn compare(
    table: &Table,
    row: &table::Row,
    index: &str,
    can_be: Option<Interval>,
    computed: Option<f64>,
) -> Row {
    let published = table.cell(row, index).map(|figure| figure.value);
    let verdict = match (table.interval(row, index), can_be) {
        (Some(printed), Some(can_be)) if printed.overlaps(can_be) => Verdict::Within,
        (Some(_), Some(_)) => Verdict::Outside,
        _ => Verdict::Incomplete,
    };
    Row {
        table: table.spec.id.clone(),
        rank: row.rank,
        country: row.label.clone(),
        city: row.city.clone(),
        index: index.to_owned(),
        published,
        computed,
        low: can_be.map(|i| i.low),
        high: can_be.map(|i| i.high),
        difference: published.zip(computed).map(|(p, c)| p - c),
        verdict,
    }
}

/// An index from assumed counts; a part without one stands at its largest, which makes it all of its weight.
fn predict(edition: &Edition, prediction: &spec::Prediction) -> Option<Prediction> {
    let table = edition.table(&prediction.table)?;
    let row = table.find(&prediction.city, &edition.labels).into_iter().next()?;
    let index = edition.spec.column(&prediction.column)?;
    let part = |part: &Part| match prediction.counts.get(&part.column) {
        Some(&count) => assumed_part(edition, part, count),
        None => Some(Interval::exact(100.0 * part.weight)),
    };
    let can_be: Interval = index.parts.iter().map(part).sum::<Option<Interval>>()?;
    let row = compare(table, row, &prediction.column, Some(can_be), Some(can_be.middle()));
    Some(Prediction { assumed: assumed(prediction), row })
}

fn assumed_part(edition: &Edition, part: &Part, count: u32) -> Option<Interval> {
    let figure = Interval::exact(f64::from(count));
    standardised(edition.spec.zero, part, figure, published_range(edition, part))
}

fn assumed(prediction: &spec::Prediction) -> String {
    let counts: Vec<String> = prediction.counts.iter().map(|(column, n)| format!("{n} {column}")).collect();
    format!("{} at the largest average", counts.join(", "))
}

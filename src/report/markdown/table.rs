//! Tables in Markdown.

use super::Writer;
use super::escape::inline;
use crate::base::records::Cell;
use crate::report::document::{Column, Show, Table};

/// Header, sides and rows.
pub fn lines(writer: &Writer<'_>, table: &Table) -> Vec<String> {
    let columns: Vec<(usize, &Column)> = table.shown().collect();
    let heads = columns.iter().map(|(_, column)| writer.inline(&column.title));
    let sides = columns.iter().map(|(_, column)| if column.is_numeric() { "--:" } else { ":--" }.to_owned());
    let rows = table
        .rows
        .iter()
        .map(|row| joined(columns.iter().map(|&(place, _)| cell(writer, table, row, place))));
    [joined(heads), joined(sides)].into_iter().chain(rows).collect()
}

fn joined(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn cell(writer: &Writer<'_>, table: &Table, row: &[Cell], place: usize) -> String {
    let text = inline(&table.text(row, place, writer.lang));
    if !matches!(table.columns[place].show, Show::Name { .. }) || table.subject() != Some(place) {
        return text;
    }
    let key = table.column("key").map(|key| row[key].text());
    writer.linked(key.as_deref(), text)
}

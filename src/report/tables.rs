//! The tables of a report as CSV: the same for all languages, every column, exact values.

use super::document::Table;
use super::plain::is_like_a_formula;
use crate::base::Result;
use crate::base::records::{Cell, write_csv};
use std::borrow::Cow;
use std::io::Write;

/// How texts are written that a spreadsheet would take for formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// As they are, byte by byte: for programs.
    Exact,
    /// With `'` before them, as spreadsheets mark what is text. Numbers are never touched: they are no texts.
    Guarded,
}

/// Writes a table: a header of names for machines, every column, figures that read back to the same double.
///
/// # Errors
/// What the writer says.
pub fn csv(table: &Table, texts: Texts, out: &mut dyn Write) -> Result<()> {
    let guarded = |cell| match texts {
        Texts::Exact => Cell::text(cell),
        Texts::Guarded => guarded(cell),
    };
    write_csv(table.columns.iter().map(|column| &*column.name), &table.rows, guarded, out)
}

fn guarded(cell: &Cell) -> Cow<'_, str> {
    let text = cell.text();
    match cell {
        Cell::Text(_) | Cell::Texts(_) if is_like_a_formula(&text) => format!("'{text}").into(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn written(table: &Table, texts: Texts) -> String {
        let mut out = Vec::new();
        csv(table, texts, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_column_and_every_value_reads_back() {
        let table = fixture::nasty_table();
        let text = written(&table, Texts::Exact);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), table.rows.len());
        for (read, row) in rows.iter().zip(&table.rows) {
            for (text, cell) in read.iter().zip(row) {
                assert_eq!(text, cell.text());
                if let Cell::Number(value) = cell {
                    assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
                }
            }
        }
    }

    #[test]
    fn texts_are_guarded_where_that_is_wanted_and_numbers_never() {
        let table = fixture::nasty_table();
        assert!(written(&table, Texts::Exact).contains("\n1,metro:formula,=cmd|' /C calc'!A0,"));
        let guarded = written(&table, Texts::Guarded);
        assert!(guarded.contains("\n1,metro:formula,'=cmd|' /C calc'!A0,"));
        assert!(guarded.contains(",-0.125,"));
    }

    #[test]
    fn a_table_without_rows_is_its_header() {
        assert_eq!(written(&fixture::empty_table(), Texts::Exact), "key,papers\n");
    }
}

//! Workbooks as another program reads them.

use super::*;
use crate::base::records::Cell;
use crate::report::document::Show;
use crate::report::fixture;
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

fn read(document: &Document, lang: Lang) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(xlsx(document, lang).unwrap())).unwrap()
}

fn sheet(document: &Document, place: usize) -> Range<Data> {
    read(document, Lang::En).worksheet_range_at(place).unwrap().unwrap()
}

/// A report of one table.
fn report_of(table: Table) -> Document {
    let mut document = fixture::document();
    document.sections.truncate(1);
    document.sections[0].blocks = vec![crate::report::document::Block::Table(Box::new(table))];
    document
}

#[test]
fn every_cell_is_what_it_was() {
    let table = fixture::nasty_table();
    let range = sheet(&fixture::document(), 1);
    assert_eq!(range.get_size(), (table.rows.len() + 1, table.columns.len()));
    for (row, cells) in table.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let read = range.get((row + 1, column)).unwrap();
            match (cell, read) {
                (Cell::Null, Data::Empty) => {}
                (Cell::Boolean(wanted), Data::Bool(read)) => assert_eq!(wanted, read),
                (Cell::Number(wanted), Data::Float(read)) => assert_eq!(wanted.to_bits(), read.to_bits()),
                // 2^53 + 1 is no double.
                (Cell::Integer(wanted), Data::String(read)) if *wanted > 1 << 53 => {
                    assert_eq!(read, &wanted.to_string());
                }
                (Cell::Integer(wanted), Data::Float(read)) => {
                    assert_eq!(wanted.to_string(), read.to_string());
                }
                (Cell::Text(_) | Cell::Texts(_), Data::String(read)) => {
                    assert_eq!(*read, plain(&cell.text()));
                }
                (Cell::Text(text), Data::Empty) => assert_eq!(text, ""),
                (wanted, read) => panic!("{wanted:?} {read:?}"),
            }
        }
    }
}

#[test]
fn nothing_is_a_formula_or_a_link() {
    let mut workbook = read(&fixture::document(), Lang::Zh);
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
    assert_eq!(sheet(&fixture::document(), 1).get((1, 2)), Some(&Data::String(fixture::NASTY[0].to_owned())));
}

#[test]
fn two_runs_give_the_same_bytes_and_hold_no_clock() {
    let document = fixture::document();
    let bytes = xlsx(&document, Lang::Zh).unwrap();
    assert_eq!(bytes, xlsx(&document, Lang::Zh).unwrap());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let times: Vec<_> = (0..archive.len()).map(|i| archive.by_index(i).unwrap().last_modified()).collect();
    assert!(times.iter().all(|time| *time == Some(zip::DateTime::default())));
    let core = std::io::read_to_string(archive.by_name("docProps/core.xml").unwrap()).unwrap();
    assert_eq!(core.matches("2023-06-01T00:00:00Z").count(), 2, "{core}");
}

#[test]
fn long_texts_are_cut_and_the_overview_says_so() {
    let mut table = fixture::empty_table();
    let long = "城".repeat(40_000);
    table.rows =
        vec![vec![Cell::from(long.as_str()), Cell::Number(f64::NAN)], vec![Cell::from("😀"), Cell::Null]];
    let document = report_of(table);
    let Some(Data::String(read)) = sheet(&document, 1).get((1, 0)).cloned() else { panic!() };
    assert_eq!((read.encode_utf16().count(), read.ends_with("城…")), (32_767, true));
    let overview = sheet(&document, 0);
    let said = overview.used_cells().any(|(_, _, cell)| cell.to_string().contains("cut: texts in 1 cells"));
    assert!(said);
}

#[test]
fn a_table_that_fits_no_sheet_is_refused_with_advice() {
    let mut table = fixture::empty_table();
    table.rows = vec![Vec::new(); ROWS - 1];
    check(&table).unwrap();
    table.rows.push(Vec::new());
    let error = check(&table).unwrap_err();
    assert!(error.to_string().contains("1048577 rows"), "{error}");
    assert!(error.hint().unwrap().contains("CSV"));
}

#[test]
fn the_overview_lists_the_sheets_and_the_last_one_the_columns() {
    let document = fixture::document();
    let mut workbook = read(&document, Lang::En);
    let names = workbook.sheet_names();
    assert_eq!((names.len(), names[0].as_str(), names[4].as_str()), (5, "Overview", "Columns"));
    assert_eq!(names[2], "2 Nothing all of it none");
    let cells = |range: &Range<Data>| range.used_cells().map(|cell| cell.2.to_string()).collect::<Vec<_>>();
    let overview = cells(&workbook.worksheet_range_at(0).unwrap().unwrap());
    assert!(names[1..4].iter().all(|name| overview.contains(name)));
    let columns = workbook.worksheet_range_at(4).unwrap().unwrap();
    let all: usize = document.tables().map(|table| table.columns.len()).sum();
    assert_eq!(columns.height(), all + 1);
    assert_eq!(columns.get((7, 1)).map(ToString::to_string), Some("rank_low (lower bound)".to_owned()));
    assert!(matches!(document.tables().next().unwrap().columns[6].show, Show::Interval { .. }));
}

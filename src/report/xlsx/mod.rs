//! The tables of a report as a workbook: an overview, a sheet for each table with its header in the first row, so that
//! filters and programs find it, and a list of all columns. Numbers are the exact doubles, texts are never formulas or
//! links.

mod names;
mod overview;
mod sheet;

use super::document::{Document, Table};
use super::plain::plain;
use super::text::Lang;
use crate::base::{Error, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The most rows that a sheet has, the header among them.
const ROWS: usize = 1_048_576;

/// The workbook in a language. The same report gives the same bytes.
///
/// # Errors
/// A table has more rows than a sheet can hold.
pub fn xlsx(document: &Document, lang: Lang) -> Result<Vec<u8>> {
    document.tables().try_for_each(check)?;
    write(document, lang).map_err(|error| Error::Bug(format!("workbook: {error}")))
}

fn check(table: &Table) -> Result<()> {
    if table.rows.len() < ROWS {
        return Ok(());
    }
    let message =
        format!("{}: {} rows, and a sheet of a workbook holds {ROWS}", table.id, table.rows.len() + 1);
    Err(Error::limit(message, "rank fewer units, or write the tables as CSV, which has no limit"))
}

fn write(document: &Document, lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let tables: Vec<&Table> = document.tables().collect();
    let names = names::names(&tables, lang);
    let sheets = tables.iter().zip(&names).map(|(table, name)| sheet::sheet(table, name, lang));
    let sheets = sheets.collect::<std::result::Result<Vec<_>, _>>()?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document, lang)?);
    let cut = sheets.iter().map(|sheet| sheet.cut).collect::<Vec<_>>();
    workbook.push_worksheet(overview::overview(
        document,
        &overview::Listed::of(&tables, &names, &cut),
        lang,
    )?);
    sheets.into_iter().for_each(|sheet| workbook.push_worksheet(sheet.worksheet));
    workbook.push_worksheet(overview::columns(&tables, &names, lang)?);
    workbook.save_to_buffer()
}

/// What the file says of itself. The library would say when it was written; a report says when its edition is of.
fn properties(document: &Document, lang: Lang) -> std::result::Result<DocProperties, XlsxError> {
    let date = document.date.as_deref().and_then(|date| ExcelDateTime::parse_from_str(date).ok());
    let date = date.map_or_else(|| ExcelDateTime::from_ymd(1970, 1, 1), Ok)?;
    Ok(DocProperties::new()
        .set_title(sheet::cut(&plain(document.title.get(lang)), 255).0)
        .set_subject(sheet::cut(&plain(document.subtitle.get(lang)), 255).0)
        .set_author(concat!("aicity ", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&date))
}

#[cfg(test)]
mod tests;

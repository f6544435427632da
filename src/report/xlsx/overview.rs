//! The first sheet, which says what the workbook holds, and the last one, which says what programs call each column.

use super::names;
use super::sheet::{cut, header, title};
use crate::base::records::Kind;
use crate::report::document::{Document, Table};
use crate::report::plain::plain;
use crate::report::text::{Bi, Lang, bi, whole};
use rust_xlsxwriter::{Color, Format, FormatAlign, Url, Worksheet, XlsxError};

/// A table in the list of sheets.
pub struct Listed<'a> {
    table: &'a Table,
    name: &'a str,
    /// Texts that were too long for a cell.
    cut: usize,
}

impl<'a> Listed<'a> {
    /// Tables with the names of their sheets.
    pub fn of(tables: &[&'a Table], names: &'a [String], cut: &[usize]) -> Vec<Self> {
        let each = tables.iter().zip(names).zip(cut);
        each.map(|((&table, name), &cut)| Self { table, name, cut }).collect()
    }
}

/// A sheet that is filled from the top.
struct Filled {
    worksheet: Worksheet,
    row: u32,
    lang: Lang,
}

/// The first sheet.
pub fn overview(document: &Document, tables: &[Listed<'_>], lang: Lang) -> Result<Worksheet, XlsxError> {
    let mut sheet = Filled { worksheet: Worksheet::new(), row: 0, lang };
    sheet.worksheet.set_name(names::overview(lang))?.set_screen_gridlines(false);
    for (column, width) in [(0, 34.0), (1, 60.0), (2, 9.0), (3, 100.0)] {
        sheet.worksheet.set_column_width(column, width)?;
    }
    sheet.line(&[&document.title], &Format::new().set_bold().set_font_size(16))?;
    sheet.line(&[&document.subtitle], &Format::new().set_font_color(Color::RGB(0x55_60_6E)))?;
    let warning = Format::new().set_bold().set_background_color(Color::RGB(0xFF_F5_DC));
    for text in &document.warnings {
        sheet.line(&[text], &warning)?;
    }
    sheet.row += 1;
    for (label, value) in &document.facts {
        sheet.line(&[label, value], &Format::new().set_align(FormatAlign::Top))?;
    }
    sheet.row += 1;
    sheet.list(tables)?;
    sheet.worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(sheet.worksheet)
}

/// The last sheet.
pub fn columns(tables: &[&Table], names: &[String], lang: Lang) -> Result<Worksheet, XlsxError> {
    let mut sheet = Filled { worksheet: Worksheet::new(), row: 0, lang };
    sheet.worksheet.set_name(names::columns(lang))?;
    for (column, width) in [(0, 34.0), (1, 44.0), (2, 34.0), (3, 14.0), (4, 30.0)] {
        sheet.worksheet.set_column_width(column, width)?;
    }
    let heads = [
        bi("Sheet", "工作表"),
        bi("Column", "列"),
        bi("Name in CSV", "CSV 中的列名"),
        bi("Holds", "类型"),
        bi("CSV", "CSV"),
    ];
    sheet.line(&heads.each_ref(), &header(FormatAlign::Left))?;
    for (table, name) in tables.iter().zip(names) {
        for column in &table.columns {
            let title = title(column, lang);
            let cells = [name, title.as_str(), &column.name, kind(column.kind), &format!("{}.csv", table.id)];
            sheet.line(&cells.map(Bi::same).each_ref(), &Format::new())?;
        }
    }
    sheet.worksheet.set_freeze_panes(1, 0)?.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.worksheet.autofilter(0, 0, sheet.row.max(2) - 1, 4)?;
    Ok(sheet.worksheet)
}

/// What the cells of a column are, in the word that our JSON has for it.
const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Texts => "texts",
    }
}

impl Filled {
    fn line(&mut self, texts: &[&Bi], format: &Format) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            let text = cut(&plain(text.get(self.lang)), 32_767).0;
            self.worksheet.write_string_with_format(self.row, column, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The sheets, each with a link, its table's title and what has to be known to read it.
    fn list(&mut self, tables: &[Listed<'_>]) -> Result<(), XlsxError> {
        let heads = [bi("Sheet", "工作表"), bi("Table", "表"), bi("Rows", "行数"), bi("Notes", "说明")];
        self.line(&heads.each_ref(), &header(FormatAlign::Left))?;
        let format = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let link = format.clone().set_hyperlink();
        for listed in tables {
            let row = self.row;
            self.line(&[&Bi::default(), &listed.table.caption(), &Bi::default(), &notes(listed)], &format)?;
            let url = Url::new(format!("internal:'{}'!A1", listed.name)).set_text(listed.name);
            self.worksheet.write_url_with_format(row, 0, url, &link)?;
            self.worksheet.write_number_with_format(row, 2, listed.table.rows.len() as f64, &format)?;
        }
        let rest = bi(
            "The last sheet says what each column is called in the CSV files. Numbers are exact; a spreadsheet rounds what it shows.",
            "最后一张工作表列出各列在 CSV 文件中的名称。数值为精确值；表格软件仅对显示取舍。",
        );
        self.row += 1;
        self.line(&[&rest], &Format::new().set_italic())
    }
}

fn notes(listed: &Listed<'_>) -> Bi {
    let mut notes: Vec<Bi> = listed.table.notes.clone();
    if listed.cut > 0 {
        let count = whole(listed.cut as i128);
        notes.push(bi(
            format!(
                "Longer than a cell may be, and cut: texts in {count} cells. The CSV file has them whole."
            ),
            format!("{count} 个单元格的文本超出长度上限，已截断；CSV 文件中为全文。"),
        ));
    }
    Bi::made(|lang| notes.iter().map(|note| note.get(lang)).collect::<Vec<_>>().join(" "))
}

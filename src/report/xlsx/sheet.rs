//! The sheet of a table: every column, also those that only programs need.

use crate::base::records::Cell;
use crate::report::document::{Column, Show, Table};
use crate::report::plain::{is_like_a_formula, plain};
use crate::report::text::{Lang, bi};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// The longest text of a cell, in units of UTF-16.
const LONGEST: usize = 32_767;

/// Whole numbers beyond are not all doubles.
const EXACT: u64 = 1 << 53;

/// Columns fit what stands in so many rows, within these widths.
const MEASURED: usize = 2_000;
const WIDTHS: (usize, usize) = (7, 60);

/// A sheet, and how many of its texts were cut.
pub struct Sheet {
    /// The sheet.
    pub worksheet: Worksheet,
    /// Texts that were too long for a cell.
    pub cut: usize,
}

/// Makes the sheet of a table.
pub fn sheet(table: &Table, name: &str, lang: Lang) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet { worksheet: Worksheet::new(), cut: 0 };
    sheet.worksheet.set_name(name)?;
    sheet.head(table, lang)?;
    let formats: Vec<Formats> = table.columns.iter().map(Formats::of).collect();
    for (row, cells) in (1..).zip(&table.rows) {
        for ((place, cell), formats) in (0..).zip(cells).zip(&formats) {
            sheet.cell((row, place), cell, formats)?;
        }
    }
    sheet.arrange(table)?;
    Ok(sheet)
}

/// How the cells of a column look.
struct Formats {
    number: Format,
    text: Format,
    /// Text that stays text when somebody edits it.
    quoted: Format,
}

impl Formats {
    fn of(column: &Column) -> Self {
        // Texts stand off from the numbers to their left.
        let top = Format::new().set_align(FormatAlign::Top);
        let text = top.clone().set_indent(1);
        let quoted = text.clone().set_quote_prefix();
        Self { number: top.set_num_format(pattern(column.show)), text, quoted }
    }
}

/// How a spreadsheet shows the numbers of a column; it keeps them whole.
fn pattern(show: Show) -> String {
    let decimals =
        |count: u8| if count == 0 { String::new() } else { format!(".{}", "0".repeat(count.into())) };
    match show {
        Show::Whole => "#,##0".to_owned(),
        Show::Interval { .. } => "0".to_owned(),
        Show::Decimal(count) => format!("#,##0{}", decimals(count)),
        Show::Percent(count) => format!("0{}%", decimals(count)),
        Show::Figure => "#,##0.####".to_owned(),
        Show::Text | Show::Name { .. } | Show::Hidden => "General".to_owned(),
    }
}

impl Sheet {
    fn head(&mut self, table: &Table, lang: Lang) -> Result<(), XlsxError> {
        self.worksheet.set_row_height(0, 32)?;
        for (place, column) in (0..).zip(&table.columns) {
            let title = cut(&title(column, lang), LONGEST).0;
            let side = if column.is_numeric() { FormatAlign::Right } else { FormatAlign::Left };
            self.worksheet.write_string_with_format(0, place, title, &header(side))?;
        }
        Ok(())
    }

    fn cell(&mut self, at: (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
        match cell {
            Cell::Null => {}
            Cell::Integer(value) if value.unsigned_abs() <= EXACT => {
                self.number(at, *value as f64, formats)?;
            }
            Cell::Number(value) if value.is_finite() => self.number(at, *value, formats)?,
            Cell::Boolean(value) => {
                self.worksheet.write_boolean_with_format(at.0, at.1, *value, &formats.text)?;
            }
            _ => self.text(at, &plain(&cell.text()), formats)?,
        }
        Ok(())
    }

    fn number(&mut self, (row, column): (u32, u16), value: f64, formats: &Formats) -> Result<(), XlsxError> {
        self.worksheet.write_number_with_format(row, column, value, &formats.number).map(|_| ())
    }

    fn text(&mut self, (row, column): (u32, u16), text: &str, formats: &Formats) -> Result<(), XlsxError> {
        let (text, was_cut) = cut(text, LONGEST);
        self.cut += usize::from(was_cut);
        let format = if is_like_a_formula(&text) { &formats.quoted } else { &formats.text };
        self.worksheet.write_string_with_format(row, column, text, format).map(|_| ())
    }

    /// Widths, what stays in sight, and filters.
    fn arrange(&mut self, table: &Table) -> Result<(), XlsxError> {
        let width = table.columns.len() as u16;
        for place in 0..table.columns.len() {
            self.worksheet.set_column_width(place as u16, widest(table, place) as f64)?;
        }
        let subject = table.subject().map_or(1, |place| place + 1);
        self.worksheet.set_freeze_panes(1, if subject <= 4 { subject as u16 } else { 1 })?;
        if width > 0 {
            self.worksheet.autofilter(0, 0, table.rows.len() as u32, width - 1)?;
        }
        self.worksheet.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

/// Title of a column. That of an interval is its lower end here.
pub fn title(column: &Column, lang: Lang) -> String {
    let title = plain(column.title.get(lang)).into_owned();
    match column.show {
        Show::Interval { .. } => title + bi(" (lower bound)", "（下界）").get(lang),
        _ => title,
    }
}

/// Format of the cells above columns.
pub fn header(side: FormatAlign) -> Format {
    let format =
        Format::new().set_bold().set_text_wrap().set_align(side).set_align(FormatAlign::VerticalCenter);
    format.set_background_color(Color::RGB(0xE8_EE_F3)).set_border_bottom(FormatBorder::Thin)
}

/// Width of a column in characters; Chinese ones are two wide. Titles may take two lines and have a button beside them.
fn widest(table: &Table, place: usize) -> usize {
    let column = &table.columns[place];
    let title = Lang::ALL.map(|lang| title(column, lang).width().div_ceil(2) + 4);
    let cells = table.rows.iter().take(MEASURED).map(|row| match column.show {
        Show::Name { .. } | Show::Interval { .. } => row[place].text().width(),
        _ => table.text(row, place, Lang::En).width(),
    });
    let cells = cells.max().unwrap_or_default() + 2;
    cells.max(title[0]).max(title[1]).clamp(WIDTHS.0, WIDTHS.1)
}

/// The text in at most so many units of UTF-16, with an ellipsis where something is missing; whether something is.
pub fn cut(text: &str, longest: usize) -> (String, bool) {
    if text.len() <= longest || text.encode_utf16().count() <= longest {
        return (text.to_owned(), false);
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < longest
    };
    (text.chars().take_while(fits).collect::<String>() + "…", true)
}

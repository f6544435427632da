//! Tables as RFC 4180 writes them, with a header: rows as slices of one buffer, and a rejection for every record that is
//! no row.
//!
//! What is read beyond the RFC: LF and CR end a line as CR LF does, also mixed; blank lines are skipped; a line break
//! inside quotes is a line feed, whichever it was, so that the line endings of a file never change what it says; a quote
//! inside an unquoted field stands for itself. Text after a closing quote is refused, because nobody can tell what was
//! meant. Tabs are text. DEL and the C1 controls are text too: they occur in real names, and outputs escape them.

use super::csv_records::Records;
use super::csv_scan::Bound;
use crate::base::{Error, Result, limits};
use crate::model::record::{Place, Reason, Rejection};
use std::io::Read;

/// Columns of a header that is still taken seriously.
const COLUMNS: usize = 4_096;

/// The columns of a table. Order in the file is free; what stands in none of the lists is reported and not read.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Without these a table is refused: a figure depends on them.
    pub required: &'static [&'static str],
    /// Read when they are there.
    pub optional: &'static [&'static str],
    /// Known, and not read.
    pub unused: &'static [&'static str],
}

impl Layout {
    fn read(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    fn knows(&self, name: &str) -> bool {
        self.read().chain(self.unused.iter().copied()).any(|known| known == name)
    }
}

/// A row: the fields of the columns that are read, in the order of the layout.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Line at which it begins.
    pub line: u64,
    text: &'a str,
    bounds: &'a [Bound],
    columns: &'a [Option<usize>],
}

impl<'a> Row<'a> {
    /// Field of the `index`-th column of the layout, required ones first; empty when the table lacks the column.
    pub fn get(&self, index: usize) -> &'a str {
        let bound = self.columns.get(index).copied().flatten().and_then(|column| self.bounds.get(column));
        bound.and_then(|b| self.text.get(b.start as usize..b.end as usize)).unwrap_or_default()
    }

    /// The first `N` columns of the layout, to be taken apart by name.
    pub fn fields<const N: usize>(&self) -> [&'a str; N] {
        std::array::from_fn(|index| self.get(index))
    }
}

/// A record of the table.
#[derive(Debug)]
pub enum Item<'a> {
    /// A row.
    Row(Row<'a>),
    /// A record that is none.
    Rejected(Rejection),
}

/// Reader of a table.
pub struct Table<R> {
    records: Records<R>,
    file: u32,
    /// The header; empty when the input is.
    names: Vec<String>,
    columns: Vec<Option<usize>>,
    unknown: Vec<String>,
}

impl<R: Read> Table<R> {
    /// Reads the header. `name` stands in errors, `file` in rejections. An empty input is a table without rows.
    pub fn open(reader: R, name: &str, file: u32, layout: &Layout) -> Result<Self> {
        let records = Records::new(reader, name, COLUMNS);
        let mut table = Self { records, file, names: Vec::new(), columns: Vec::new(), unknown: Vec::new() };
        if table.records.advance()? {
            table.read_header(layout)?;
        }
        Ok(table)
    }

    /// Whether there is not even a header.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Columns of the header that the layout does not know.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The next record; `None` at the end.
    pub fn next_record(&mut self) -> Result<Option<Item<'_>>> {
        if !self.records.advance()? {
            return Ok(None);
        }
        if let Some(rejection) = self.check() {
            return Ok(Some(Item::Rejected(rejection)));
        }
        self.records.unquote();
        let line = self.records.line();
        Ok(Some(match std::str::from_utf8(self.records.bytes()) {
            Ok(text) => {
                Item::Row(Row { line, text, bounds: &self.records.scan().bounds, columns: &self.columns })
            }
            Err(error) => Item::Rejected(self.bad_encoding(error)),
        }))
    }

    /// Gives the reader back, which is at its end after the last record.
    pub fn into_reader(self) -> R {
        self.records.into_reader()
    }

    fn read_header(&mut self, layout: &Layout) -> Result<()> {
        let width = self.records.scan().fields;
        if width > COLUMNS {
            let message = format!("{width} columns, more than {COLUMNS}");
            return Err(self.bad_header(message, "is this the right file?"));
        }
        if let Some(rejection) = self.check() {
            return Err(self.bad_header(format!("bad header: {}", rejection.detail), ""));
        }
        self.records.unquote();
        let text = std::str::from_utf8(self.records.bytes()).map_err(|error| {
            self.bad_header(format!("bad header: {}", self.bad_encoding(error).detail), "save it as UTF-8")
        })?;
        let bounds = &self.records.scan().bounds;
        self.names = bounds.iter().map(|b| text[b.start as usize..b.end as usize].to_owned()).collect();
        self.require(layout)?;
        self.columns = layout.read().map(|name| self.names.iter().position(|n| n == name)).collect();
        self.unknown = self.names.iter().filter(|name| !layout.knows(name)).cloned().collect();
        self.records.set_keep(self.names.len());
        Ok(())
    }

    fn require(&self, layout: &Layout) -> Result<()> {
        let names = &self.names;
        let twice = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name));
        let missing = layout.required.iter().find(|name| !names.iter().any(|n| n == *name));
        let what = match (twice, missing) {
            (Some((_, name)), _) => format!("column {} stands twice", shown(name)),
            (None, Some(name)) => format!("column \"{name}\" is missing"),
            (None, None) => return Ok(()),
        };
        let found = names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ");
        let expected = layout.required.join(", ");
        let hint = format!("columns that may be there too: {}", layout.optional.join(", "));
        Err(self.bad_header(format!("{what}; expected {expected}; found {found}"), hint))
    }

    fn bad_header(&self, message: String, hint: impl Into<String>) -> Error {
        Error::input(self.records.name(), self.records.line(), message, hint)
    }

    /// What is wrong with the current record, its encoding aside where no field has to be rewritten.
    fn check(&self) -> Option<Rejection> {
        let scan = self.records.scan();
        if scan.overlong {
            let detail = format!("longer than {} bytes", limits::LINE);
            return Some(self.reject(Reason::TooLong, None, detail));
        }
        let width = self.names.len();
        if let Some(field) = scan.stray {
            return Some(self.reject(Reason::Syntax, Some(field), "text after the closing quote".to_owned()));
        }
        if scan.fields != width && width > 0 {
            let detail = format!("{} fields, the header has {width}", scan.fields);
            return Some(self.reject(Reason::FieldCount, None, detail));
        }
        self.check_bytes()
    }

    fn check_bytes(&self) -> Option<Rejection> {
        let (bytes, bounds) = (self.records.bytes(), &self.records.scan().bounds);
        if let Some(at) = find_control(bytes) {
            return Some(self.bad_control(at));
        }
        if let Some(field) = bounds.iter().position(|b| b.len() > limits::FIELD) {
            let detail = format!("longer than {} bytes", limits::FIELD);
            return Some(self.reject(Reason::TooLong, Some(field), detail));
        }
        // Rewriting moves bytes: a position has to be found before.
        let rewrite = bounds.iter().any(|b| b.rewrite);
        let error = rewrite.then(|| std::str::from_utf8(bytes).err()).flatten()?;
        Some(self.bad_encoding(error))
    }

    fn bad_control(&self, at: usize) -> Rejection {
        let byte = self.records.bytes()[at];
        let field = self.field_at(at);
        let (line, column) = self.locate(at);
        let detail = format!("U+{byte:04X} at byte {column}");
        Rejection { place: self.place(line), ..self.reject(Reason::ControlCharacter, field, detail) }
    }

    fn bad_encoding(&self, error: std::str::Utf8Error) -> Rejection {
        let at = error.valid_up_to();
        let byte = self.records.bytes()[at];
        let (line, column) = self.locate(at);
        let detail = format!("byte {column} of the line, 0x{byte:02X}, is not UTF-8");
        Rejection { place: self.place(line), ..self.reject(Reason::Encoding, self.field_at(at), detail) }
    }

    fn reject(&self, reason: Reason, field: Option<usize>, detail: String) -> Rejection {
        let field = field.and_then(|f| self.names.get(f)).cloned().unwrap_or_default();
        Rejection { place: self.place(self.records.line()), field, reason, detail }
    }

    fn place(&self, line: u64) -> Place {
        Place { file: self.file, line }
    }

    fn field_at(&self, at: usize) -> Option<usize> {
        self.records.scan().bounds.iter().position(|b| at < b.end as usize)
    }

    /// Line and byte in the line, from 1, of a byte of the current record.
    fn locate(&self, at: usize) -> (u64, usize) {
        let bytes = &self.records.bytes()[..at];
        let is_break =
            |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        let breaks: Vec<usize> = (0..at).filter(is_break).collect();
        (self.records.line() + breaks.len() as u64, at - breaks.last().map_or(0, |last| last + 1) + 1)
    }
}

/// A C0 control other than a tab. Line breaks stand only inside quotes here.
fn find_control(bytes: &[u8]) -> Option<usize> {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Without a way out of the loop it is compiled to vector instructions.
    let any = bytes.iter().fold(false, |any, &byte| any | is_control(byte));
    if any { bytes.iter().position(|&byte| is_control(byte)) } else { None }
}

/// A value as it stands in messages: in quotes, escaped, and not longer than a line on a screen.
pub(crate) fn shown(value: &str) -> String {
    const LONGEST: usize = 80;
    let mut start: String = value.chars().take(LONGEST).collect();
    if start.len() < value.len() {
        start.push('…');
    }
    format!("{start:?}")
}

#[cfg(test)]
mod tests;
